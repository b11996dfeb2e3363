"""The outline: a tree of sections from the headings, by a stack of numbering styles.

A style that is open closes everything below it; a new style opens a level below. Numbers may repeat, skip and
contradict each other: only the style decides, but for decimals, whose own depth is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnreport.records import record
from vnreport.structure.blocks import RawBlock
from vnreport.structure.numbering import Numbering, read_numbering
from vnreport.text.patterns import pattern

# Outer styles first: where two styles meet for the first time, the outer one closes the inner.
_RANK = {"part": 0, "capital": 1, "roman": 2, "caps": 3, "romandecimal": 3, "arabic": 4, "decimal": 5, "hash": 3,
         "arabic)": 6, "letter": 7, "(arabic)": 8, "ordinal": 9, "star": 9, "plain": 9, "cardinal": 10,
         "bullet": 11}  # fmt: skip


@record
class RawSection:
    """A section before it has a label; `block` is the index of its heading."""

    id: int
    parent: int | None
    level: int
    number: str | None
    title: str | None
    start: int
    end: int
    block: int


@record(frozen=False)
class _Open:
    style: str
    depth: int
    section: int


def _style(block: RawBlock) -> tuple[str, int, Numbering | None]:
    numbering = block.numbering or read_numbering(block.text)
    if numbering is None:
        return ("caps" if block.text.isupper() else "plain"), 1, None
    if numbering.style == "hash":
        return "hash", block.text.count("#", 0, 7), numbering
    return numbering.style, numbering.depth, numbering


def find_sections(blocks: Sequence[RawBlock]) -> list[RawSection]:
    """The sections that the headings open, in order; `end` is where the last block of the section ends."""
    stack: list[_Open] = []
    opened: list[tuple[int, int | None, int, RawBlock, Numbering | None]] = []
    styles: list[tuple[str, int]] = []
    run_in = _run_in_headings(blocks)
    for index, block in enumerate(blocks):
        if block.kind != "heading" and index not in run_in:
            continue
        if block.numbering is None and block.text[0].islower() and opened:
            continue  # the rest of a heading that a page break tore
        style, depth, numbering = _style(block)
        if index in run_in and numbering is None:
            style = "plain"
        place = next((i for i, item in enumerate(stack) if (item.style, item.depth) == (style, depth)), None)
        if place is None:
            place = len(stack)
            while place and _closes(style, depth, stack[place - 1]):
                place -= 1
        del stack[place:]
        parent = stack[-1].section if stack else None
        stack.append(_Open(style, depth, len(opened)))
        opened.append((index, parent, len(stack), block, numbering))
        styles.append((style, depth))
    lasts = _last_blocks(opened, len(blocks))
    sections = []
    for number, (index, parent, level, block, numbering) in enumerate(opened):
        last = lasts[number]
        end = _end_of_body(blocks, index, last)
        title = block.text[numbering.offset if numbering else 0 :]
        if index in run_in:
            title = title[: title.index(":")]
        title = title.strip(" \n*_#:")
        sections.append(
            RawSection(
                number, parent, level, numbering.number if numbering else None, title or None, block.start, end, index
            )
        )
    return sections


def _last_blocks(opened: Sequence[tuple[int, int | None, int, RawBlock, Numbering | None]], count: int) -> list[int]:
    """For each section, the index of the heading that closes it, or the number of blocks."""
    lasts = [count] * len(opened)
    waiting: list[int] = []
    for number, (index, _, level, _, _) in enumerate(opened):
        while waiting and opened[waiting[-1]][2] >= level:
            lasts[waiting.pop()] = index
        waiting.append(number)
    return lasts


_RUN_IN = pattern(r"(?P<title>[^\W\d_][^:.;!?\n]{2,90}?)\s?:(?:\*\*)?\s++\S")
_LEAD_IN = pattern(r"về\s|của\s|công tác\s")
_UNNUMBERED = frozenset(("bullet", "star", "ordinal", "cardinal", "(arabic)"))


def _run_in_headings(blocks: Sequence[RawBlock]) -> frozenset[int]:
    """Paragraphs that begin with their own heading: "Về kinh tế: …", "a) Của ưu điểm: …".

    One alone is a sentence with a colon; it takes a neighbour of the same shape, and for letters and digits all of
    the run must have it.
    """
    shaped: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if block.kind not in ("paragraph", "list_item"):
            continue
        offset = block.numbering.offset if block.numbering else 0
        style = block.numbering.style if block.numbering else "plain"
        match = _RUN_IN.match(block.text, offset)
        if match is None or style in _UNNUMBERED or len(match.group("title").split()) > (9 if style == "plain" else 16):
            continue
        title = match.group("title")
        counts = any(char.isdigit() for char in title) and not title.isupper()
        if len(block.text) - match.end() < 10 or (counts and style != "plain"):
            continue
        shaped[index] = style
    found: set[int] = set()
    about = [i for i, style in shaped.items() if style == "plain" and _LEAD_IN.match(blocks[i].text.lower())]
    if len(about) >= 2:
        found.update(i for i, style in shaped.items() if style == "plain" and i >= about[0])
    for index, style in shaped.items():
        if style != "plain" and _LEAD_IN.match(_words(blocks[index])):
            neighbours = [
                n for n in (index - 1, index + 1) if shaped.get(n) == style and _LEAD_IN.match(_words(blocks[n]))
            ]
            if neighbours:
                found.add(index)
    for run in _runs(blocks):
        if len(run) > 1 and all(index in shaped for index in run):
            found.update(run)
    return frozenset(found)


def _runs(blocks: Sequence[RawBlock]) -> Iterator[list[int]]:
    """The items of each list that is numbered on in one style, up to the next heading."""
    run: list[int] = []
    kind: tuple[str, int] | None = None
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            yield run
            run, kind = [], None
        elif block.kind == "list_item" and block.numbering is not None and block.numbering.style not in _UNNUMBERED:
            own = (block.numbering.style, block.numbering.depth)
            if own != kind and kind is not None:
                yield run
                run = []
            run.append(index)
            kind = own
    yield run


def _words(block: RawBlock) -> str:
    return block.text[block.numbering.offset if block.numbering else 0 :].lower()


def _closes(style: str, depth: int, top: _Open) -> bool:
    if style == top.style == "decimal":
        return depth < top.depth
    if style == "decimal" and top.style == "arabic":
        return False
    if style == top.style:
        return depth <= top.depth
    return _RANK[style] < _RANK[top.style]


def _end_of_body(blocks: Sequence[RawBlock], first: int, last: int) -> int:
    """Signature and furniture at the end of the report belong to no section."""
    end = last
    while end > first + 1 and blocks[end - 1].kind in ("signature", "boilerplate", "byline") and last == len(blocks):
        end -= 1
    return blocks[end - 1].end
