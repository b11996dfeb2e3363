"""The cited documents: each once, with how often and where the report names it, and what the register knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vnreport.view.marks import Marks
from vnreport.view.markup import element, escape, one_line
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.entities.models import Reference, RegisterEntry
    from vnreport.report import Report


def documents(report: Report, marks: Marks, texts: Texts) -> str:
    """The table of cited documents, the most cited first."""
    if not report.references:
        return texts.span("documents.none", tag="p", class_="none")
    groups: dict[str, list[Reference]] = {}
    for reference in report.references:
        groups.setdefault(reference.key or f"? {reference.text}", []).append(reference)
    ordered = sorted(groups.values(), key=lambda mentions: -len(mentions))
    head = element(
        "tr",
        texts.span("documents.document", tag="th", scope="col"),
        texts.span("documents.mentions", tag="th", scope="col"),
    )
    rows = [_row(mentions, marks, texts) for mentions in ordered]
    return texts.span(
        "documents.count", len(groups), len(report.references), tag="p", class_="count"
    ) + element("table", element("thead", head), element("tbody", *rows), class_="documents")  # fmt: skip


def _row(mentions: Sequence[Reference], marks: Marks, texts: Texts) -> str:
    entry = next((r.register for r in mentions if r.register is not None), None)
    cell = element("th", *_document(mentions, entry, texts), scope="row")
    links = [
        f'<a href="#m{marks.of("reference", r)}"{texts.named("aria_label", "documents.mention", place)}>{place}</a>'
        for place, r in enumerate(mentions, 1)
    ]
    return element("tr", cell, element("td", element("b", str(len(mentions))), element("span", *links, class_="jumps")))


def _document(mentions: Sequence[Reference], entry: RegisterEntry | None, texts: Texts) -> list[str]:
    """The fullest name, then day, issuer and title as the report gives them, else as the register does."""
    fullest = max(mentions, key=lambda r: (r.code is not None, len(r.text)))
    name = one_line(fullest.text)
    code = fullest.code if fullest.code is not None or entry is None else entry.code
    if code is not None and code not in fullest.text:
        name += f" ({escape(code)})"
    day = next((r.issued_on.value for r in mentions if r.issued_on is not None and r.issued_on.value), None)
    issuer = next((r.issuer.text for r in mentions if r.issuer is not None), None)
    title = next((r.title.text for r in mentions if r.title is not None), None)
    if entry is not None:
        day, issuer, title = day or entry.issued_on, issuer or entry.issuer, entry.title or title
    known = [*([] if day is None else [texts.day(day)]), *([] if issuer is None else [one_line(issuer)])]
    parts = [element("span", name, class_="name")]
    if known:
        parts.append(element("span", " · ".join(known), class_="sub"))
    if title is not None:
        parts.append(element("span", one_line(title), class_="title"))
    candidates = next((r.candidates for r in mentions if r.candidates), ())
    if candidates:
        named = [element("li", *_candidate(entry, texts)) for entry in candidates]
        told = texts.span("documents.candidates", len(candidates), tag="summary")
        parts.append(element("details", told, element("ul", *named)))
    return parts


def _candidate(entry: RegisterEntry, texts: Texts) -> list[str]:
    day = "" if entry.issued_on is None else texts.day(entry.issued_on) + ": "
    return [day, one_line(entry.title)]
