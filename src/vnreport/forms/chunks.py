"""Chunks: pieces of a report for search engines and retrieval, cut where the report itself pauses.

A chunk keeps to one section; within it blocks, list items, table rows and sentences are kept whole as far as the limit
allows, and a heading stays with its text. It carries what a search wants to filter by: the path of headings, the label,
the documents cited, the days spoken of.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import regex

from vnreport.entities.models import Quantity, Reference, Time
from vnreport.errors import ConfigError
from vnreport.facts.tables import head_rows
from vnreport.forms.cuts import Place, Unit, pieces
from vnreport.records import record
from vnreport.structure.layout import OUTSIDE
from vnreport.structure.models import LABELS, Block, Section

if TYPE_CHECKING:
    from vnreport.report import Report

# Fewer characters than this hold no sentence of a report.
SMALLEST = 100


@record
class Chunk:
    """A piece of a report: `source[start:end] == text`.

    `section` is the index of its section in `report.sections` (None before the first heading), `headings` the path of
    headings from the outermost to its own. `label` is the label that most of its characters carry, `label_shares` the
    part (0 to 1) of each. `table_head` is the head of the table whose rows the chunk begins among, None where the chunk
    holds the head itself or begins with no row. `references` and `times` are the mentions that begin in it.
    """

    start: int
    end: int
    text: str
    section: int | None
    headings: tuple[str, ...]
    label: str
    label_shares: Mapping[str, float]
    table_head: str | None = None
    references: tuple[Reference, ...] = ()
    times: tuple[Time, ...] = ()

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents cited, each once, as far as the text or the register fixes them."""
        return _each_once(reference.doc_id for reference in self.references)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the documents cited, as written or as the register has them, each once."""
        return _each_once(
            reference.code or (None if reference.register is None else reference.register.code)
            for reference in self.references
        )

    @property
    def first_day(self) -> datetime.date | None:
        """The first day spoken of; None where no time fixes one. Days on which cited documents were issued stay out."""
        return min((t.first_day for t in self._spoken_of() if t.first_day is not None), default=None)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day spoken of, as `first_day`."""
        return max((t.last_day for t in self._spoken_of() if t.last_day is not None), default=None)

    def _spoken_of(self) -> Iterator[Time]:
        return (time for time in self.times if time.role != "issued")

    @property
    def in_context(self) -> str:
        """What to embed: the path of headings and the head of the table above the text."""
        above = (" > ".join(self.headings), self.table_head, self.text)
        return "\n".join(part for part in above if part)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: mentions as `doc_ids` and `codes`, times as `first_day` and `last_day` (ISO or null)."""
        days = (self.first_day, self.last_day)
        first, last = (None if day is None else day.isoformat() for day in days)
        return {
            "start": self.start, "end": self.end, "text": self.text, "section": self.section,
            "headings": list(self.headings), "label": self.label, "label_shares": dict(self.label_shares),
            "table_head": self.table_head, "doc_ids": list(self.doc_ids), "codes": list(self.codes),
            "first_day": first, "last_day": last,
        }  # fmt: skip


def _each_once(names: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))


def find_chunks(report: Report, max_chars: int) -> tuple[Chunk, ...]:
    """The body of a report as chunks, in order. Raises ConfigError for fewer than `SMALLEST` characters."""
    if not isinstance(max_chars, int) or isinstance(max_chars, bool):
        raise TypeError(f"max_chars takes an int, not {type(max_chars).__name__}")
    if max_chars < SMALLEST:
        raise ConfigError(f"max_chars={max_chars}: a chunk holds {SMALLEST} characters or more")
    heads = _table_heads(report)
    maker = _Maker(report, heads)
    return tuple(
        maker.chunk(piece)
        for stretch in _stretches(report, _units(report, max_chars, heads))
        for piece in pieces(stretch, max_chars)
    )


# --- units ---------------------------------------------------------------------------------------------------------


def _units(report: Report, limit: int, heads: Mapping[int, str]) -> Iterator[Unit]:
    """The sentences of the body, and the words of those that are longer than the limit."""
    mentions: tuple[Reference | Time | Quantity, ...] = (*report.references, *report.times, *report.quantities)
    spans = _Spans([(mention.start, mention.end) for mention in mentions])
    previous: int | None = None
    for sentence in report.sentences:
        if _is_outside(report.blocks[sentence.block]):
            continue
        before = Place.SENTENCES if previous == sentence.block else _between(report, previous, sentence.block, heads)
        previous = sentence.block
        if sentence.end - sentence.start <= limit:
            yield Unit(sentence.start, sentence.end, before, sentence.block)
        else:
            yield from _words(report.text, sentence.start, sentence.end, before, sentence.block, spans, limit)


def _is_outside(block: Block) -> bool:
    """Whether a block is head, foot or furniture; the caption of a table or a picture belongs to the body."""
    return block.kind in OUTSIDE and block.kind != "caption"


_LEADS_IN = re.compile(r"[:：]\s*$")
_ENDS = re.compile(r"[.;:!?…][”\")»]?$")


def _between(report: Report, first: int | None, second: int, heads: Mapping[int, str]) -> Place:
    """What stands between two blocks of the body."""
    if first is None:
        return Place.BLOCKS
    block, after = report.blocks[first], report.blocks[second]
    kinds = block.kind, after.kind
    if second - first > 1 and _is_torn(block, after):
        return Place.BROKEN_SENTENCE
    if block.kind == "heading" or _LEADS_IN.search(block.text[-4:]) or kinds == ("caption", "table_row"):
        return Place.LEAD_IN
    if kinds == ("table_row", "table_row"):
        return Place.LEAD_IN if second in heads and first not in heads else Place.ROWS
    return Place.ITEMS if kinds == ("list_item", "list_item") else Place.BLOCKS


def _is_torn(block: Block, after: Block) -> bool:
    """Whether a sentence goes on behind a page number or a footnote."""
    if block.kind not in ("paragraph", "list_item") or after.kind != "paragraph" or _ENDS.search(block.text[-2:]):
        return False
    return after.text[0].islower() or block.text[-1] == ","


_WORD = re.compile(r"[^\s|]+|\|+")
_AFTER = ((Place.CLAUSES, (";", ":", "|", "…")), (Place.PHRASES, (",", ")", "–", "—", "-", "”")))


def _words(text: str, start: int, end: int, before: Place, block: int, spans: _Spans, limit: int) -> Iterator[Unit]:
    """The words of a sentence that is too long, and the parts of a word that is."""
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        if match.start() > start:
            before = _before_word(text, match.start(), spans)
        if len(word) <= limit:
            yield Unit(match.start(), match.end(), before, block)
            continue
        for first, last in _parts(word, limit):
            yield Unit(match.start() + first, match.start() + last, before if first == 0 else Place.LETTERS, block)


def _before_word(text: str, place: int, spans: _Spans) -> Place:
    if spans.cover(place):
        return Place.WORDS_OF_A_MENTION
    if text[place] == "|" or "\t" in text[max(0, place - 4) : place]:
        return Place.CLAUSES
    earlier = text[max(0, place - 16) : place].rstrip()
    return next((kind for kind, ends in _AFTER if earlier.endswith(ends)), Place.WORDS)


def _parts(word: str, limit: int) -> Iterator[tuple[int, int]]:
    """A word in parts of at most `limit` characters; a letter keeps its marks unless they alone are longer."""
    first = last = 0
    for match in regex.finditer(r"\X", word):
        if match.end() - first > limit and last > first:
            yield first, last
            first = last
        last = match.end()
        while last - first > limit:
            yield first, first + limit
            first += limit
    if last > first:
        yield first, last


class _Spans:
    """Spans of mentions, to ask whether a place stands inside one."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._reach: list[int] = []
        for start, end in sorted(spans):
            self._starts.append(start)
            self._reach.append(max(end, self._reach[-1]) if self._reach else end)

    def cover(self, place: int) -> bool:
        """Whether a span begins before the place and ends behind it."""
        index = bisect_left(self._starts, place) - 1
        return index >= 0 and self._reach[index] > place


def _stretches(report: Report, units: Iterator[Unit]) -> Iterator[list[Unit]]:
    """Runs of units that may stand in one chunk: of one section, with the headings that lead to it."""
    run: list[Unit] = []
    for unit in units:
        if run and not _goes_on(report, run, unit):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _goes_on(report: Report, run: Sequence[Unit], unit: Unit) -> bool:
    last, block = report.blocks[run[-1].block], report.blocks[unit.block]
    if last is block:
        return True
    if last.section != block.section:
        # A heading without a text of its own stays with the section below it.
        bare = all(report.blocks[earlier.block].kind == "heading" for earlier in run)
        below = bare and any(index == last.section for index in _ancestors(report.sections, block.section))
        return below or (unit.before is Place.LEAD_IN and _is_unheaded(report.sections, block.section))
    between = report.blocks[run[-1].block + 1 : unit.block]
    return not between or unit.before is Place.BROKEN_SENTENCE


def _is_unheaded(sections: Sequence[Section], index: int | None) -> bool:
    """Whether a section is but a run of one label in a text without headings: it parts no list from its lead-in."""
    return index is not None and not sections[index].heading


def _ancestors(sections: Sequence[Section], index: int | None) -> Iterator[int]:
    """A section and those around it, from the inside out."""
    while index is not None:
        yield index
        index = sections[index].parent


# --- chunks --------------------------------------------------------------------------------------------------------


class _Maker:
    """Makes chunks of pieces, with what the report says of their place."""

    def __init__(self, report: Report, heads: Mapping[int, str]) -> None:
        self._report, self._heads = report, heads
        self._references = [reference.start for reference in report.references]
        self._times = [time.start for time in report.times]
        self._sentences = [sentence.start for sentence in report.sentences]

    def chunk(self, piece: Sequence[Unit]) -> Chunk:
        """The chunk of a piece."""
        report = self._report
        start, end = piece[0].start, piece[-1].end
        section = report.blocks[piece[-1].block].section
        shares = self._shares(start, end)
        return Chunk(
            start=start,
            end=end,
            text=report.text[start:end],
            section=section,
            headings=self._path(section),
            label=max(LABELS, key=shares.__getitem__),
            label_shares=shares,
            table_head=self._heads.get(piece[0].block),
            references=report.references[bisect_left(self._references, start) : bisect_left(self._references, end)],
            times=report.times[bisect_left(self._times, start) : bisect_left(self._times, end)],
        )

    def _shares(self, start: int, end: int) -> dict[str, float]:
        amounts = dict.fromkeys(LABELS, 0)
        sentences = self._report.sentences
        for index in range(max(0, bisect_right(self._sentences, start) - 1), len(sentences)):
            sentence = sentences[index]
            if sentence.start >= end:
                break
            amounts[sentence.label] += min(end, sentence.end) - max(start, sentence.start)
        whole = sum(amounts.values())
        return {label: amount / whole for label, amount in amounts.items()}

    def _path(self, section: int | None) -> tuple[str, ...]:
        sections = self._report.sections
        names = [sections[index].heading for index in _ancestors(sections, section)]
        return tuple(name for name in reversed(names) if name)


def _table_heads(report: Report) -> dict[int, str]:
    """The head of its table for each block that is a row of one behind its head."""
    heads: dict[int, str] = {}
    blocks = report.blocks
    first = 0
    while first < len(blocks):
        last = first
        while last < len(blocks) and blocks[last].kind == "table_row":
            last += 1
        rows = head_rows(blocks[first:last]) if last > first else 0
        if rows:
            head = report.text[blocks[first].start : blocks[first + rows - 1].end]
            heads.update(dict.fromkeys(range(first + rows, last), head))
        first = max(last, first + 1)
    return heads
