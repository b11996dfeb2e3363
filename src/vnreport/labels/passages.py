"""Passages: the sentences of a report with what they stand in, which is all that their labels are read from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vnreport.labels.headings import Announcement, announcements
from vnreport.records import record
from vnreport.structure.blocks import RawBlock
from vnreport.structure.layout import OUTSIDE, section_of_blocks
from vnreport.structure.outline import RawSection
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_TOKEN = pattern(r"[^\W\d_]++|[0-9][0-9.,]*+|[%,.;:!?…“”\"()/]")
_DIGITS = frozenset("0123456789")
# How many tokens of the line that introduces a list say what its items are.
_LEAD = 12
# A text of so few blocks has no beginning, middle and end.
_NO_COURSE = 3
# How many headings above its own count for a section.
_ABOVE = 3


def tokens(folded: str) -> list[str]:
    """The syllables of a folded text, its numbers as "#", and its marks.

    >>> tokens("đạt 105,5% kế hoạch, vượt.")
    ['đạt', '#', '%', 'kế', 'hoạch', ',', 'vượt', '.']
    """
    return ["#" if token[0] in _DIGITS else token for token in _TOKEN.findall(folded)]


@record
class Place:
    """What all sentences of a block share: its kind and numbering, the headings above it, and where in the body it is.

    `lead` are the last tokens of the line that introduces a list ("Cụ thể:"), `opening` says that no heading has come
    yet, `ahead` that the block opens with a time after the report, `position` is the tenth of the body; None in a text
    too short to have a course.
    """

    kind: str
    style: str = ""
    announced: Announcement | None = None
    title: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    headed: bool = False
    opening: bool = False
    ahead: bool = False
    position: int | None = None

    @property
    def formal(self) -> bool:
        """Whether the block stands around the report: letterhead, title, signature, furniture."""
        return self.kind in OUTSIDE


@record
class Passage:
    """A sentence, folded, in its place; `number` counts the sentences of its block, `last` is its last one."""

    folded: str
    place: Place
    number: int = 0
    last: bool = True


def find_passages(
    folded: str,
    blocks: Sequence[RawBlock],
    sections: Sequence[RawSection],
    spans: Sequence[tuple[int, int, int]],
    ahead: Collection[int] = (),
) -> list[Passage]:
    """The passages of a report; `spans` are start, end and block of its sentences."""
    places = _places(folded, blocks, sections, ahead)
    result = []
    number = 0
    for index, (start, end, block) in enumerate(spans):
        number = number + 1 if index and spans[index - 1][2] == block else 0
        last = index + 1 == len(spans) or spans[index + 1][2] != block
        result.append(Passage(folded[start:end], places[block], number, last))
    return result


def _places(
    folded: str, blocks: Sequence[RawBlock], sections: Sequence[RawSection], ahead: Collection[int]
) -> list[Place]:
    owner = section_of_blocks(blocks, sections)
    announced = announcements(sections)
    titles = [tuple(tokens(fold(section.title or ""))) for section in sections]
    paths = [_path(section, sections, titles) for section in sections]
    body = [index for index, block in enumerate(blocks) if block.kind not in OUTSIDE]
    course = len(body) > _NO_COURSE
    tenth = {index: 10 * order // len(body) for order, index in enumerate(body)} if course else {}
    first = sections[0].block if sections else (body[0] + 1 if course else 0)
    result = []
    lead: tuple[str, ...] = ()
    for index, block in enumerate(blocks):
        home = owner[index]
        result.append(
            Place(
                block.kind,
                block.numbering.style if block.numbering else "",
                None if home is None else announced[home],
                () if home is None else titles[home],
                () if home is None else paths[home],
                lead if block.kind in ("list_item", "table_row") else (),
                bool(sections),
                index < first,
                index in ahead,
                tenth.get(index),
            )
        )
        if block.text.endswith(":"):
            lead = tuple(tokens(folded[block.start : block.end])[-_LEAD:])
        elif block.kind not in ("list_item", "table_row", "boilerplate"):
            lead = ()
    return result


def _path(section: RawSection, sections: Sequence[RawSection], titles: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The titles above a section, the nearest first."""
    found: list[str] = []
    above = section.parent
    for _ in range(_ABOVE):
        if above is None:
            break
        found += (*titles[above], ";")
        above = sections[above].parent
    return tuple(found)
