"""The text of the report as markup: blocks, sentences and marks woven into one another, no character lost.

The text content of the pane is the source, but for what `markup.visible` shows in another way. Spans that overlap in
part are cut where they would cross: the later part of a mark is one more element that names the same mark.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnreport.facts.tables import head_rows
from vnreport.view.markup import attributes, element, escape

if TYPE_CHECKING:
    from vnreport.report import Report
    from vnreport.structure.models import Block
    from vnreport.view.fields import PlaceOf
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


def pane(report: Report, marks: Marks, *, labelled: bool, place_of: PlaceOf | None = None) -> str:
    """The report's text; blocks are `#b0`, sentences `#s0`, marks `#m0`, each in text order.

    With `place_of`, a block that begins on another page of the file than the one before carries the page's number.
    """
    weaver = _Weaver(report, marks, labelled)
    levels = _heading_levels(report)
    tables = _tables(report)
    parts: list[str] = []
    done, page, head_end, table_end = 0, 1, 0, 0
    for index, block in enumerate(report.blocks):
        parts.append(weaver.gap(done, block.start))
        place = None if place_of is None else place_of(block)
        turned = place is not None and place.kind == "page" and place.number != page
        page = page if place is None or not turned else place.number
        given = attributes(
            class_=block.kind, id=f"b{index}", data_l=block.label[0] if labelled else None,
            data_page=page if turned else None,
        )  # fmt: skip
        if index in tables:
            rows, heads = tables[index]
            head_end, table_end = index + heads, index + rows
            parts.append('<div class="table" role="table">')
        if index < table_end:
            parts.append(weaver.row(block, given, head=index < head_end))
        else:
            tag = f"h{levels[index]}" if index in levels else "p"
            parts.append(f"<{tag}{given}>{weaver.weave(block.start, block.end)}</{tag}>")
        if index + 1 == table_end:
            parts.append("</div>")
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

    def row(self, block: Block, given: str, *, head: bool) -> str:
        """A row of a table, its cells apart; what separates them stays in the text, out of sight."""
        out = [f'<div role="row"{given}>']
        role = "columnheader" if head else "cell"
        done = block.start
        for start, end in _cells(self._text, block):
            if start > done:
                out.append(f"<span class=edge>{escape(self._text[done:start])}</span>")
            number = " num" if _NUMBER.fullmatch(self._text, start, end) else ""
            out.append(f'<span class="cell{number}" role="{role}">{self.weave(start, end)}</span>')
            done = end
        if done < block.end:
            out.append(f"<span class=edge>{escape(self._text[done : block.end])}</span>")
        return "".join((*out, "</div>"))

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


# What separates cells: a tab, a bar, and the rule of dashes under a head. Every repeat is bounded.
_EDGE = re.compile(r"\t|[^\S\n]{0,40}\|[^\S\n]{0,40}|\n[|+:=\-\s]{0,400}\Z")
_NUMBER = re.compile(r"\s{0,9}[\d.,/%+−-]{1,30}\s{0,9}")


def _cells(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The cells of a row, an empty one too; outside the bars at its ends there is none."""
    done = block.start
    for edge in _EDGE.finditer(text, block.start, block.end):
        if edge.start() > done or (done > block.start and not edge.group().startswith("\n")):
            yield done, edge.start()
        done = edge.end()
    if done < block.end:
        yield done, block.end


def _tables(report: Report) -> dict[int, tuple[int, int]]:
    """Where a run of ruled rows begins: how many rows it has, and how many of them are its head."""
    found: dict[int, tuple[int, int]] = {}
    run = 0
    for index in range(len(report.blocks) + 1):
        block = report.blocks[index] if index < len(report.blocks) else None
        if block is not None and block.kind == "table_row" and ("\t" in block.text or "|" in block.text):
            run += 1
        elif run:
            rows = report.blocks[index - run : index]
            found[index - run] = run, head_rows(rows)
            run = 0
    return found


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
