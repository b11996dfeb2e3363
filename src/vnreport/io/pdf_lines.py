"""Lines of printed pages put together to paragraphs, by where they stand on the page.

A line goes on with the next one where it is full, which means that the next word would not have fitted, and where the
next one begins at the margin, at the usual distance, in the same size, and with no mark of a list or a heading.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from vnreport.records import record


@record
class Line:
    """A line of a page: its text, its left and right edge and its base line in points from the left bottom corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int


@record
class _Margins:
    left: float
    right: float
    pitch: float


# A line wider than this share of the widest is one of running text.
_WIDE = 0.75
# Fewer of those say nothing about margins.
_ENOUGH = 4
# In sizes of the letters: how far a line may begin from the margin, and a continued item from its mark.
_AT_MARGIN = 0.7
_HANGING = 4.0
# In usual distances of lines.
_NEXT = 1.35
_APART = 1.7
_BEGINS = re.compile(
    r"[-–—•+*▪\uf0a7\uf0b7]\s?|[(]?\d{1,2}(?:\.\d{1,2}){0,3}[.)/](?!\d)|[IVX]{1,5}(?:\s?[.)-]|/(?!\d))|"
    r"[a-zđA-ZĐ][.)]\s|Điều \d{1,3}[.:]|(?:Phần|PHẦN|Mục|MỤC|Chương|CHƯƠNG) (?:[IVX\d]{1,5}|thứ|THỨ)\b"
)


def rejoin(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """The paragraphs of a document, each with the page that it begins on; a blank one where a gap shows on the page.

    >>> page = [Line("Đảng bộ huyện đã kết nạp được", 72, 500, 700, 12, 1), Line("422 đảng viên.", 72, 160, 684, 12, 1)]
    >>> rejoin([*page, *page, *page, *page])[0]
    (1, 'Đảng bộ huyện đã kết nạp được 422 đảng viên.')
    """
    margins = _margins(lines)
    made: list[tuple[int, list[str]]] = []
    end = ""  # the last letters of the paragraph
    before: Line | None = None
    for line in lines:
        if before is not None and margins is not None and _goes_on(before, line, margins):
            more = _glue(end, line.text) + line.text
            made[-1][1].append(more)
            end = (end + more)[-2:]
        else:
            if before is not None and margins is not None and _stands_apart(before, line, margins):
                made.append((before.page, []))
            made.append((line.page, [line.text]))
            end = line.text[-2:]
        before = line
    return [(page, "".join(pieces)) for page, pieces in made]


def _margins(lines: Sequence[Line]) -> _Margins | None:
    """Where running text begins and ends, and the distance of its lines; None where too little of it shows."""
    written = [line for line in lines if line.text.strip() and "\t" not in line.text]
    if not written:
        return None
    widest = max(line.right - line.left for line in written)
    wide = [line for line in written if line.right - line.left >= _WIDE * widest]
    if len(wide) < _ENOUGH:
        return None
    steps = [
        one.base - other.base
        for one, other in itertools.pairwise(written)
        if one.page == other.page and 0 < one.base - other.base < 4 * one.size
    ]
    pitch = statistics.median(steps) if steps else 0.0
    left = statistics.mode(round(line.left) for line in wide)
    return _Margins(float(left), statistics.quantiles([line.right for line in wide], n=10)[-1], pitch)


def _goes_on(before: Line, line: Line, margins: _Margins) -> bool:
    if "\t" in before.text or "\t" in line.text or not before.text.strip() or not line.text.strip():
        return False
    if abs(before.size - line.size) > 1 or _BEGINS.match(line.text):
        return False
    if before.page == line.page and not 0 < before.base - line.base <= _NEXT * margins.pitch:
        return False
    hanging = _BEGINS.match(before.text) is not None and 0 <= line.left - before.left <= _HANGING * line.size
    # Lines of a continued item stand under one another, wherever the item is indented to.
    at_margin = line.left <= margins.left + _AT_MARGIN * line.size
    return (at_margin or hanging or abs(line.left - before.left) < 1) and _is_full(before, line, margins)


def _is_full(before: Line, line: Line, margins: _Margins) -> bool:
    """Whether the first word of the next line would not have fitted."""
    letter = (before.right - before.left) / max(1, len(before.text))
    word = line.text.split(maxsplit=1)[0]
    return before.right + letter * (len(word) + 0.5) > margins.right


def _stands_apart(before: Line, line: Line, margins: _Margins) -> bool:
    return before.page == line.page and before.base - line.base > _APART * margins.pitch > 0


def _glue(before: str, after: str) -> str:
    """Nothing behind the hyphen of a code cut at a line end ("05-" "CT/TW"), else a blank."""
    return "" if re.search(r"[\w/]-$", before) and re.match(r"\w", after) else " "
