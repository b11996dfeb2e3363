"""A file in, a report out: reading and analysing in one call, with what was odd about the file among the warnings."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace

from vnreport.analyzer import Analyzer
from vnreport.io.document import Document
from vnreport.io.reading import MAX_BYTES, read
from vnreport.report import Report

_DEFAULT = Analyzer()


def analyze_file(
    path: str | os.PathLike[str],
    *,
    report_date: datetime.date | None = None,
    analyzer: Analyzer | None = None,
    max_bytes: int = MAX_BYTES,
    encoding: str | None = None,
) -> Report:
    """Read a file and analyse its text; what was odd about the file stands in `warnings`.

    Offsets count code points of the text that `vnreport.read(path)` gives. Raises what `vnreport.read` raises.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "bao-cao.txt")
    ...     _ = file.write_bytes("Đã đạt 5/7 xã theo Nghị quyết số 20-NQ/TW.".encode())
    ...     report = analyze_file(file)
    >>> report.references[0].code
    '20-NQ/TW'
    """
    document = read(path, max_bytes=max_bytes, encoding=encoding)
    return analyze_document(document, analyzer or _DEFAULT, report_date)


def analyze_document(document: Document, analyzer: Analyzer, report_date: datetime.date | None = None) -> Report:
    """The report of a document that was read, its warnings and its damage among those of the report."""
    report = analyzer.analyze(document.text, report_date=report_date)
    odd = (*document.warnings, *map(str, document.damage))
    return replace(report, warnings=(*report.warnings, *odd)) if odd else report
