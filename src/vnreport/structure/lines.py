"""The lines of a text, and which of them were one line before a page broke them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from vnreport.lexicon import lexicon_cache, load_words
from vnreport.records import record
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_FINAL = '.;:!?…”"'
_MARK = pattern(r"[^\W_]")


@record(frozen=False)
class Line:
    """A line without the blanks at its ends; `gap` counts the empty lines before it, `indent` its leading blanks.

    `furniture` is the answer of `is_furniture`, once somebody has asked.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    furniture: bool | None = None
    _folded: str | None = None

    @property
    def folded(self) -> str:
        """`bare` in the form for comparing; few lines ever need it, so it is made when one asks."""
        if self._folded is None:
            self._folded = fold(self.bare)
        return self._folded

    @property
    def bare(self) -> str:
        """The words without the marks of markdown and the bars of a table around them."""
        if self.text[0].isalnum() and self.text[-1].isalnum():
            return self.text
        return self.text.strip("*_#|\\ \t") or self.text

    @property
    def letters_upper(self) -> bool:
        """Whether every letter is a capital, and there are at least two."""
        return self.text.isupper() and sum(char.isalpha() for char in self.text) > 1


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything.

    >>> [(line.text, line.gap) for line in split_lines("BÁO CÁO\\n\\n  I. Kết quả")]
    [('BÁO CÁO', 0), ('I. Kết quả', 1)]
    """
    lines: list[Line] = []
    place = gap = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = 0 if raw[0] == stripped[0] else len(raw) - len(raw.lstrip())
            start = place + indent
            lines.append(Line(start, start + len(stripped), stripped, indent, gap if lines else 0))
            gap = 0
        else:
            gap += 1
        place += len(raw) + 1
    return lines


# A pair of lines shows wrapping when the second begins small and the first ends without a mark.
_WRAP_MIN, _WRAP_MAX = 40, 140


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text was hard-wrapped, or None where its lines are whole paragraphs."""
    widths = []
    pairs = 0
    for first, second in itertools.pairwise(lines):
        if second.gap:
            continue
        pairs += 1
        length = first.indent + len(first.text)
        if _WRAP_MIN <= length <= _WRAP_MAX and first.text[-1] not in _FINAL and second.text[0].islower():
            widths.append(length)
    if len(widths) < 3 or len(widths) * 8 < pairs:
        return None
    widths.sort()
    return widths[-1 - len(widths) // 20]


# From how many blanks on an indent opens a paragraph.
_INDENT = 3


def opens_with_indent(lines: Sequence[Line]) -> bool:
    """Whether paragraphs open with an indent, as a typist sets them: their other lines begin at the margin."""
    openings = sum(
        first.indent >= _INDENT and second.indent < _INDENT and not second.gap and second.text[0].islower()
        for first, second in itertools.pairwise(lines)
    )
    inside = sum(line.indent < _INDENT and line.text[0].islower() for line in lines)
    hung = sum(
        first.indent < _INDENT <= second.indent and not second.gap and second.text[0].islower()
        for first, second in itertools.pairwise(lines)
    )
    return openings >= 3 and hung * 4 <= inside


def fills(first: Line, second: Line, width: int | None) -> bool:
    """Whether the first word of `second` had no room on the line of `first`."""
    return width is not None and first.indent + len(first.text) + 1 + len(second.text.split(None, 1)[0]) > width - 2


def continues(first: Line, second: Line, width: int | None, *, indented: bool = False) -> bool:
    """Whether `second` is the same paragraph as `first`, broken by the width of a page.

    The first word of the second line would have fitted on the first line: then the break was meant. With `indented`,
    paragraphs open with an indent.
    """
    if second.gap or (indented and second.indent >= _INDENT):
        return False
    if width is None:
        return second.text[0].islower() and first.text[-1] not in _FINAL and not first.letters_upper
    full = fills(first, second, width)
    if first.text[-1] in ".;:!?…":
        return full and not _starts_item(second.text)
    if full or second.text[0].islower():
        return True
    return second.text[0].isdigit() and not _starts_item(second.text) and _is_broad(first, width)


def breaks_inside(paragraph: Sequence[Line], line: Line, width: int | None) -> bool:
    """Whether the last line of a wrapped paragraph breaks off in mid-sentence, although the next begins with a capital.

    Its last word can end no sentence ("… sát của⏎Tỉnh ủy"), or the paragraph has run over lines before.
    """
    last = paragraph[-1]
    if width is None or line.gap or last.text[-1] in _FINAL or not _is_broad(last, width):
        return False
    if last.letters_upper or _starts_item(line.text):
        return False
    return len(paragraph) > 1 or last.folded.rsplit(None, 1)[-1] in _open_words()


@lexicon_cache
def _open_words() -> frozenset[str]:
    return frozenset(load_words("ends_no_sentence"))


def _is_broad(line: Line, width: int) -> bool:
    """Whether a line is long enough for a break in mid-sentence."""
    return (line.indent + len(line.text)) * 2 > width


def _starts_item(text: str) -> bool:
    return re.match(r"(?:[-+*•–]|\d{1,2}(?:\.\d{1,2}){0,6}[.)/-]\s|[a-zđ]\)|[IVX]{1,5}[./-])", text) is not None
