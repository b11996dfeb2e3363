"""A file that was read: its text, how its format and encoding were decided, and where in the file each part stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Protocol

from vnreport.records import record
from vnreport.text.quality import Damage, find_damage, quality


class Located(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""


@record
class Place:
    """A page or a paragraph of the file, counted from 1, and the part of the text that it gave: `[start, end)`."""

    kind: str
    number: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


@record
class Document:
    """The text of a file; `decided` says how format and encoding were found, `warnings` what was odd about it.

    `places` are the pages of a .pdf, the paragraphs of a .docx, .doc or .odt; plain text has none, since its lines are
    its own. `furniture` is what was left out as no part of the report: page headers and footers, menus of a web page.

    >>> import vnreport
    >>> document = Document("Báo cáo.\\nĐạt 5/7 xã.", "a.txt", "txt", "utf-8", "txt by its name")
    >>> document.quality, str(document.place_of(vnreport.find_quantities(document.text)[0]))
    (1.0, 'line 2')
    """

    text: str
    path: str
    format: str
    encoding: str | None
    decided: str
    warnings: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    furniture: tuple[str, ...] = ()

    @property
    def quality(self) -> float | None:
        """The share of the words that are well-formed Vietnamese syllables; None for a text without words."""
        return quality(self.text)

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What damage the text shows: lost letters, glued words, columns side by side; a record for each kind."""
        return find_damage(self.text)

    def place_of(self, mention: Located) -> Place:
        """The page, paragraph or line of the file that a mention begins in."""
        index = bisect_right(self.places, mention.start, key=lambda place: place.start) - 1
        if index >= 0:
            return self.places[index]
        starts = _line_starts(self.text)
        line = bisect_right(starts, max(0, mention.start))
        return Place("line", line, starts[line - 1], starts[line] - 1 if line < len(starts) else len(self.text))


@lru_cache(maxsize=1)
def _line_starts(text: str) -> list[int]:
    """Where the lines of a text begin; the last text is kept, since one asks for many mentions of a document."""
    return [0, *(match.end() for match in re.finditer("\n", text))]
