"""What to check: contradictions with both places and the arithmetic, and what was odd about the text or its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING

from vnreport.view.marks import Marks, Spanned
from vnreport.view.markup import element, escape, one_line
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.facts.models import Finding
    from vnreport.report import Report
    from vnreport.text.spans import Span


def findings(report: Report, marks: Marks, texts: Texts) -> str:
    """The findings of a report and its warnings."""
    parts = [texts.span("findings.count", len(report.findings), len(report.warnings), tag="p", class_="count")]
    if report.findings:
        parts.append(element("ol", *(_finding(item, report, marks, texts) for item in report.findings)))
    else:
        parts.append(texts.span("findings.none", tag="p", class_="none"))
    if report.warnings:
        told = [element("li", escape(warning), lang="en") for warning in report.warnings]
        parts.append(texts.span("findings.warnings", tag="h3") + element("ul", *told))
    return "".join(parts)


def _finding(finding: Finding, report: Report, marks: Marks, texts: Texts) -> str:
    other: Span | None = finding.other
    second = texts.span("findings.report_date") if other is None else _link(other, other.text, report, marks)
    first = _link(finding, finding.text, report, marks)
    places = [texts.span("findings.first"), f"{first},", texts.span("findings.other"), second]
    if finding.arithmetic is None:
        told = element("p", escape(finding.message), lang="en")
    else:
        told = element("p", _arithmetic(finding.arithmetic, texts), class_="arithmetic")
    return element("li", texts.coded("finding", finding.kind, class_="name"), element("p", " ".join(places)), told)


# What an arithmetic is made of besides its signs: days, numbers, and two words.
_PIECE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)|(?P<number>\d{1,40}(?:\.\d{1,40})?)|\b(?P<word>not|or)\b")


def _arithmetic(text: str, texts: Texts) -> str:
    """The arithmetic of a finding with days, numbers and words as the language has them."""

    def piece(match: re.Match[str]) -> str:
        found = match.group()
        if match["word"]:
            return texts.span(f"arithmetic.{found}")
        if match["day"]:
            return texts.day(found)
        return texts.number(Decimal(found))

    return _PIECE.sub(piece, escape(text))


def _link(place: Spanned, text: str, report: Report, marks: Marks) -> str:
    return element("a", one_line(text), href=f"#{anchor(place, report, marks)}")


def anchor(place: Spanned, report: Report, marks: Marks) -> str:
    """The element of the page that shows a place: its mark, else the sentence that it begins in."""
    mark = marks.at(place)
    if mark is not None:
        return f"m{mark}"
    return f"s{max(0, bisect_right(report.sentences, place.start, key=lambda sentence: sentence.start) - 1)}"
