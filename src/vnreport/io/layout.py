"""How paragraphs and tables of any format become lines of text, and where each paragraph of the file stands in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from vnreport.io.document import Document, Place
from vnreport.io.plain import mended
from vnreport.text.encodings import Decoded
from vnreport.text.encodings.detect import with_lost_letter

_LETTERHEAD = re.compile(r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN|Nơi nhận|NƠI NHẬN")
# A letterhead has a cell for the office and one for the motto, at most one more between them.
_LETTERHEAD_CELLS = 3

Cell = Sequence[str]


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """A table as lines: one for each row, its cells separated by tabs; a blank line ends it.

    A letterhead or a signature laid out as a table without lines is read cell by cell, as a person reads it.

    >>> table_lines([[["Chỉ tiêu"], ["KH"]], [["Kết nạp", "đảng viên"], ["400"]]])
    ['Chỉ tiêu\\tKH', 'Kết nạp đảng viên\\t400', '']
    """
    whole = "\n".join("\n".join(cell) for row in rows for cell in row)
    if _LETTERHEAD.search(whole) and max((len(row) for row in rows), default=0) <= _LETTERHEAD_CELLS:
        return [line for row in rows for cell in row for line in cell if line.strip()] + [""]
    lines = ["\t".join(re.sub(r"\s+", " ", " ".join(cell)).strip() for cell in row) for row in rows]
    return [*(line for line in lines if line.strip("\t")), ""]


class Lines:
    """Lines that grow, with the number of the paragraph (or the page) of the file that each came from."""

    def __init__(self, kind: str = "paragraph") -> None:
        self._kind = kind
        self._lines: list[str] = []
        self._numbers: list[int] = []

    def add(self, lines: Iterable[str], paragraph: int) -> None:
        """Append lines that one paragraph (or one table, which begins at that paragraph) gave."""
        for line in lines:
            self._lines.append(line)
            self._numbers.append(paragraph)

    def joined(self) -> tuple[str, tuple[Place, ...]]:
        """The text without blank lines at its ends, and a place for each paragraph that gave some of it."""
        first, last = 0, len(self._lines)
        while first < last and not self._lines[first].strip():
            first += 1
        while last > first and not self._lines[last - 1].strip():
            last -= 1
        places: list[Place] = []
        offset = 0
        for line, number in zip(self._lines[first:last], self._numbers[first:last], strict=True):
            if places and places[-1].number == number:
                places[-1] = Place(self._kind, number, places[-1].start, offset + len(line))
            elif line.strip():
                places.append(Place(self._kind, number, offset, offset + len(line)))
            offset += len(line) + 1
        return "\n".join(self._lines[first:last]), tuple(places)


def finished(
    name: str, kind: str, decided: str, lines: Lines, used: Sequence[str],
    warnings: Sequence[str] = (), furniture: Sequence[str] = (),
) -> Document:  # fmt: skip
    """The document that its lines make; `used` are encodings already decoded by the names of fonts."""
    text, places = lines.joined()
    encoding = "+".join(used)
    found = Decoded(text, encoding, f"{encoding} by the names of its fonts" if encoding else "")
    found = mended(with_lost_letter(found))
    if found.text != text:
        places = _moved(text, found.text, places)
    decided = ", ".join(part for part in (decided, found.how.removeprefix(", ")) if part)
    warnings = (*found.warnings, *warnings)
    return Document(found.text, name, kind, found.encoding or None, decided, warnings, places, tuple(furniture))


def _moved(before: str, after: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Places in a text whose lines were mended one by one: the same lines, of other lengths."""
    old, new = (
        list(itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0)) for text in (before, after)
    )
    number = {start: index for index, start in enumerate(old)}
    result = []
    for place in places:
        first = number[place.start]
        last = first + before.count("\n", place.start, place.end)
        result.append(Place(place.kind, place.number, new[first], new[last + 1] - 1))
    return tuple(result)


# --- automatic numbers ---------------------------------------------------------------------------------------------


# No list counts farther in letters; a program that says so is damaged, and "XXXX…" would never end.
_LAST_LETTER = 780


def whole_number(written: str | None, default: int) -> int:
    """The number of an attribute; the default where there is none or it is no whole number that a program writes."""
    return (
        int(written) if written is not None and written.isascii() and re.fullmatch(r"-?\d{1,9}", written) else default
    )


def written_number(value: int, style: str) -> str:
    """A number in the format of a list: "upperRoman", "lowerLetter", "decimalZero"; else in figures.

    >>> written_number(4, "upperRoman"), written_number(27, "lowerLetter"), written_number(10**6, "upperRoman")
    ('IV', 'aa', '1000000')
    """
    if value > _LAST_LETTER:
        return str(value)
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if style == "upperRoman" else roman.lower()
    if style in ("upperLetter", "lowerLetter") and value > 0:
        letters = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if style == "upperLetter" else letters.lower()
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _roman(value: int) -> str:
    result = ""
    for number, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= number:
            result += letters
            value -= number
    return result
