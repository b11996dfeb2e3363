"""vnreport reads Vietnamese reports: outline, citations, times, targets and results, achievements and limitations.

>>> import vnreport
>>> report = vnreport.analyze("Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW.")
>>> report.references[0].code
'20-NQ/TW'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from vnreport.errors import (
    ConfigError,
    LexiconError,
    MissingDependency,
    ParseError,
    UnreadableFile,
    VnReportError,
)
from vnreport.report import Report
from vnreport.version import __version__

if TYPE_CHECKING:
    from vnreport.io import Document, read

__all__ = [
    "Analyzer",
    "Classification",
    "ConfigError",
    "Document",
    "Extraction",
    "LexiconError",
    "MissingDependency",
    "ParseError",
    "Report",
    "Segmentation",
    "UnreadableFile",
    "VnReportError",
    "__version__",
    "analyze",
    "classify",
    "extract",
    "find_indicators",
    "find_quantities",
    "find_references",
    "find_times",
    "read",
    "segment",
]


def __getattr__(name: str) -> Any:
    """`read` and `Document` are loaded when first asked for: reading files needs more than reading text does."""
    if name in ("read", "Document"):
        from vnreport import io

        return getattr(io, name)
    raise AttributeError(f"module 'vnreport' has no attribute {name!r}")
