"""The outline on the side: the tree of sections, each the way to its place, with its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnreport.view.markup import element, escape, one_line
from vnreport.view.pane import block_of
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.report import Report
    from vnreport.structure.models import Section

_FIRST_WORDS = 60


def outline(report: Report, texts: Texts, *, labelled: bool) -> str:
    """The sections as nested lists; a section without a heading shows how it begins."""
    children: dict[int | None, list[Section]] = {}
    for section in report.sections:
        children.setdefault(section.parent, []).append(section)
    if None not in children:
        return texts.span("outline.none", tag="p", class_="none")
    return _list(report, texts, children, None, labelled)


def _list(
    report: Report, texts: Texts, children: dict[int | None, list[Section]], parent: int | None, labelled: bool
) -> str:
    items = []
    for section in children.get(parent, ()):
        block = block_of(report.blocks, section.start)
        number = "" if section.number is None else element("b", escape(section.number)) + " "
        label = element("i", texts.span(f"label.{section.label}"), class_=section.label) if labelled else ""
        link = element("a", label, number, _title(report, texts, section), href=f"#b{block}")
        items.append(element("li", link, _list(report, texts, children, section.id, labelled)))
    return element("ol", *items) if items else ""


def _title(report: Report, texts: Texts, section: Section) -> str:
    if section.title is not None:
        return one_line(section.title)
    words = report.text[section.start : min(section.end, section.start + _FIRST_WORDS)]
    return texts.span("outline.untitled", class_="none") + f" {one_line(words)}…"
