"""vnreport reads Vietnamese reports: outline, citations, times, targets and results, achievements and limitations.

>>> import vnreport
>>> report = vnreport.analyze("Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW.")
>>> report.references[0].code
'20-NQ/TW'

Importing the package loads none of its rules; each public name loads what it needs when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vnreport.version import __version__

if TYPE_CHECKING:
    from vnreport import register
    from vnreport.analyzer import (
        Analyzer,
        Classification,
        Extraction,
        Segmentation,
        analyze,
        classify,
        extract,
        find_indicators,
        find_quantities,
        find_references,
        find_times,
        segment,
    )
    "number_to_words",
    "parse_date",
    "parse_number",
    "parse_quantity",
