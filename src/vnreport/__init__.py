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
    from vnreport.batch.many import analyze_many
    from vnreport.batch.plan import Failure
    from vnreport.entities.codes import Code, is_code, normalize_code, parse_code
    from vnreport.entities.number_words import number_to_words
    from vnreport.entities.single_values import parse_date, parse_number, parse_quantity
    from vnreport.errors import (
        ConfigError,
        GoldError,
        LexiconError,
        MissingDependency,
        ModelError,
        ParseError,
        UnreadableFile,
        VnReportError,
    )
    from vnreport.evaluation.evaluate import evaluate
    from vnreport.facts.citations import CitationCount, annotate, by_document, count_citations
    from vnreport.io import Document, read
    from vnreport.io.analyzing import analyze_file
    from vnreport.labels.classifier import SectionClassifier
    from vnreport.report import Report
    from vnreport.text.offsets import convert_offsets

__all__ = [
    "Analyzer",
    "CitationCount",
    "Classification",
    "Code",
    "ConfigError",
    "Document",
    "Extraction",
    "Failure",
    "GoldError",
    "LexiconError",
    "MissingDependency",
    "ModelError",
    "ParseError",
    "Report",
    "SectionClassifier",
    "Segmentation",
    "UnreadableFile",
    "VnReportError",
    "__version__",
    "analyze",
    "analyze_file",
    "analyze_many",
    "annotate",
    "by_document",
    "classify",
    "convert_offsets",
    "count_citations",
    "evaluate",
    "extract",
    "find_indicators",
    "find_quantities",
    "find_references",
    "find_times",
    "is_code",
    "normalize_code",
    "number_to_words",
    "parse_code",
    "parse_date",
    "parse_number",
    "parse_quantity",
    "read",
    "register",
    "segment",
]

_HOMES = {
    "vnreport.entities.codes": ("Code", "is_code", "normalize_code", "parse_code"),
    "vnreport.facts.citations": ("CitationCount", "annotate", "by_document", "count_citations"),
    "vnreport.batch.many": ("analyze_many",),
    "vnreport.batch.plan": ("Failure",),
    "vnreport.io": ("Document", "read"),
    "vnreport.io.analyzing": ("analyze_file",),
    "vnreport.report": ("Report",),
    "vnreport.entities.number_words": ("number_to_words",),
    "vnreport.entities.single_values": ("parse_date", "parse_number", "parse_quantity"),
    "vnreport.errors": (
        "ConfigError", "GoldError", "LexiconError", "MissingDependency", "ModelError", "ParseError", "UnreadableFile",
        "VnReportError",
    ),
    "vnreport.evaluation.evaluate": ("evaluate",),
    "vnreport.labels.classifier": ("SectionClassifier",),
    "vnreport.text.offsets": ("convert_offsets",),
}  # fmt: skip
_MODULES = frozenset(("register",))
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its home when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'vnreport' has no attribute {name!r}")
    if name in _MODULES:
        return import_module(f"vnreport.{name}")
    value = getattr(import_module(_HOME_OF.get(name, "vnreport.analyzer")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
