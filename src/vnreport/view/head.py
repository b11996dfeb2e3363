"""The head of the page: what the report says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnreport.view.markup import element, escape, one_line
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.report import Report


def title(report: Report) -> str | None:
    """The report's title in one line, as plain text; None where it has none."""
    return None if report.meta.title is None else " ".join(report.meta.title.text.split())


def head(report: Report, texts: Texts) -> str:
    """The title and the facts of the report's letterhead; a fact that the report does not state is left out."""
    meta = report.meta
    facts: list[tuple[str, str]] = [
        (field, one_line(span.text))
        for field, span in (("number", meta.number), ("issuer", meta.issuer), ("parent", meta.parent))
        if span is not None
    ]
    if meta.issued_on is not None:
        day = meta.issued_on.value
        facts.append(("issued_on", one_line(meta.issued_on.text) if day is None else texts.day(day)))
    if meta.place is not None:
        facts.append(("issued_at", one_line(meta.place.text)))
    if meta.period is not None:
        first, last = meta.period.first_day, meta.period.last_day
        facts.append(
            ("period", one_line(meta.period.text) if first is None and last is None else texts.days(first, last))
        )
    signer = [one_line(span.text) for span in (meta.office, meta.signer) if span is not None]
    if meta.signer is not None:
        facts.append(("signer", ", ".join(signer)))
    for field, group, code in (
        ("kind", "kind_of_report", meta.kind), ("level", "level", meta.level), ("sector", "sector", meta.sector),
        ("form", "form", meta.form),
    ):  # fmt: skip
        if code is not None:
            facts.append((field, texts.coded(group, code)))
    name = title(report)
    heading = texts.span("page.untitled", tag="h1") if name is None else element("h1", escape(name), lang="vi")
    rows = [element("div", texts.span(f"field.{field}", tag="dt"), element("dd", fact)) for field, fact in facts]
    return heading + (element("dl", *rows) if rows else "")
