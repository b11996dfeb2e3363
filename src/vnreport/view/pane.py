"""The text of the report as markup: blocks, sentences and marks woven into one another, no character lost.

The text content of the pane is the source, but for what `markup.visible` shows in another way. Spans that overlap in
part are cut where they would cross: the later part of a mark is one more element that names the same mark.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnreport.view.markup import element, escape

if TYPE_CHECKING:
    from vnreport.report import Report
    from vnreport.structure.models import Block
    from vnreport.view.marks import Marks

_MARK, _SENTENCE = 1, 0
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True, order=True)
class _Open:
    """A span still to be written, in the order of writing: where it begins, longer ones first, sentences outside."""

    start: int
    before: int
    layer: int
    id: int
    begun: bool = False

    @property
    def end(self) -> int:
        return -self.before


def pane(report: Report, marks: Marks, *, labelled: bool) -> str:
    """The report's text; blocks are `#b0`, sentences `#s0`, marks `#m0`, each in text order."""
    weaver = _Weaver(report, marks, labelled)
    levels = _heading_levels(report)
    parts: list[str] = []
    done = 0
    for index, block in enumerate(report.blocks):
        parts.append(weaver.gap(done, block.start))
        inside = weaver.weave(block.start, block.end)
        tag = f"h{levels[index]}" if index in levels else "p"
        label = block.label[0] if labelled else None
        parts.append(element(tag, inside, class_=block.kind, id=f"b{index}", data_l=label))
        done = block.end
    parts.append(weaver.gap(done, len(report.text)))
    return "".join(parts)


class _Weaver:
    """The spans of a report that were not yet written, in text order."""

    def __init__(self, report: Report, marks: Marks, labelled: bool) -> None:
        self._text, self._report, self._marks, self._labelled = report.text, report, marks, labelled
        size = len(report.text)
        spans: Iterable[tuple[int, int, int, int]] = (
            *((s.start, s.end, _SENTENCE, index) for index, s in enumerate(report.sentences)),
            *((m.start, m.end, _MARK, m.id) for m in marks.all),
        )
        self._waiting = [_Open(start, -end, layer, id_) for start, end, layer, id_ in spans if 0 <= start < end <= size]
        heapq.heapify(self._waiting)

    def gap(self, start: int, end: int) -> str:
        """What stands between blocks: white space, which a browser drops between paragraphs."""
        text = self._text[start:end]
        if not text.strip():
            return element("span", escape(text), hidden=True) if text.strip(_BLANK) else escape(text)
        return element("p", self.weave(start, end), class_="paragraph")

    def weave(self, start: int, end: int) -> str:
        """The text from start to end with all spans that lie in it."""
        out: list[str] = []
        stack: list[_Open] = []
        waiting = self._waiting
        done = start
        while True:
            while waiting and waiting[0].end <= done:  # the white space at the end of a cut span
                heapq.heappop(waiting)
            upcoming = max(done, waiting[0].start) if waiting and waiting[0].start < end else end
            while stack and stack[-1].end <= upcoming:
                out.append(escape(self._text[done : stack[-1].end]))
                done = stack[-1].end
                out.append("</span>" if stack.pop().layer == _SENTENCE else "</mark>")
            out.append(escape(self._text[done:upcoming]))
            done = upcoming
            if upcoming == end:
                return "".join(out)
            span = heapq.heappop(waiting)
            reach = stack[-1].end if stack else end
            if span.end > reach:
                heapq.heappush(waiting, _Open(reach, span.before, span.layer, span.id, begun=True))
                span = _Open(upcoming, -reach, span.layer, span.id, span.begun)
            out.append(self._tag(span))
            stack.append(span)

    def _tag(self, span: _Open) -> str:
        # Thousands of these make up the page, so their attributes stand without quotes.
        if span.layer == _SENTENCE:
            id_ = f"data-s={span.id}" if span.begun else f"id=s{span.id}"
            label = f" data-l={self._report.sentences[span.id].label[0]}" if self._labelled else ""
            return f"<span class=s {id_}{label}>"
        id_ = f"data-m={span.id}" if span.begun else f"id=m{span.id}"
        return f"<mark class={self._marks.all[span.id].kind} {id_}>"


def _heading_levels(report: Report) -> dict[int, int]:
    """The level (3 to 6) of each heading: that of its section in the outline; no level is left out on the way down."""
    depths: list[int] = []
    for section in report.sections:
        depths.append(0 if section.parent is None else depths[section.parent] + 1)
    levels: dict[int, int] = {}
    before = 2
    for index, block in enumerate(report.blocks):
        if block.kind == "heading":
            wanted = 3 if block.section is None else 3 + depths[block.section]
            before = levels[index] = min(wanted, before + 1, 6)
    return levels


def block_of(blocks: Sequence[Block], place: int) -> int | None:
    """The index of the block that covers a place or begins right after it."""
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high) // 2
        if blocks[middle].end <= place:
            low = middle + 1
        else:
            high = middle
    return low if low < len(blocks) else None
