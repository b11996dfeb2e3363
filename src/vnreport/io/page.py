"""A page of plain text: what a source says made safe to print, lines cut to a width, and aligned columns.

What the source says is shown, never obeyed: control characters, marks that turn the direction of writing and lone
surrogates appear as "�", invisible characters not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from vnreport.records import record

Paint = Callable[[str, str], str]

_COLOURS = {
    "achievements": "32", "limitations": "31", "directions": "34", "other": "90",
    "exceeded": "32", "met": "32", "missed": "31", "unanswered": "33", "note": "33", "heading": "1",
}  # fmt: skip
MIN_WIDTH = 60
# More of one string never reaches the page; cutting first keeps a text of one 5 MB line as cheap as any other.
LONGEST = 4000


def plain(text: str, style: str) -> str:
    """The text as it is."""
    return text


def painted(text: str, style: str) -> str:
    """The text in the colour of a style."""
    code = _COLOURS.get(style)
    return text if code is None or not text else f"\x1b[{code}m{text}\x1b[0m"


_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e01ef]"
)


def clean(text: str) -> str:
    """One line of the source, safe to print: NFC, single blanks, what could act on a terminal made visible.

    >>> clean("Đảng  bộ\\n\\x1b[31mhuyện")
    'Đảng bộ �[31mhuyện'
    """
    head = unicodedata.normalize("NFC", text[:LONGEST])
    line = " ".join(_INVISIBLE.sub("", _UNSAFE.sub(_visible, head)).split())
    return _with_few_marks(line) + ("…" if len(text) > LONGEST else "")


def _visible(match: re.Match[str]) -> str:
    # White space among the controls (tab, line ends) is layout of the source, not an attack.
    return " " if match.group().isspace() else "�"


def _with_few_marks(text: str) -> str:
    """At most two combining marks on a letter: NFC leaves Vietnamese none, and a heap of them hides other lines."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if _columns(char) == 0 else 0
        if run <= 2:
            kept.append(char)
    return "".join(kept)


def display_width(text: str) -> int:
    """The columns that a text takes on a terminal; combining marks take none, East Asian letters two.

    >>> display_width("Đảng bộ"), display_width("Đa\\u0309ng"), display_width("党委")
    (7, 4, 4)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def wrap(text: str, width: int) -> list[str]:
    """A cleaned text in lines of at most `width` columns, broken between words and, in longer words, anywhere."""
    lines = [""]
    for word in clean(text).split(" "):
        for piece in _pieces(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if display_width(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    if display_width(word) <= width:
        return [word]
    pieces, used = [""], 0
    for char in word:
        columns = _columns(char)
        if used + columns > width and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += char
        used += columns
    return pieces


def shorten(text: str, width: int, lines: int = 1) -> list[str]:
    """A cleaned text in at most `lines` lines, cut between words with " …" where it is longer.

    >>> shorten("Đẩy mạnh phong trào thi đua yêu nước", 20)
    ['Đẩy mạnh phong …']
    """
    whole = wrap(text, width)
    if len(whole) <= lines:
        return whole
    rest = " ".join(whole[lines - 1 :])
    return [*whole[: lines - 1], f"{wrap(rest, width - 2)[0]} …"]


def first_line(text: str, width: int) -> str:
    """A cleaned text in one line."""
    return shorten(text, width)[0]


# --- tables --------------------------------------------------------------------------------------------------------


@record
class Column:
    """A column: its head, the most columns it may take (None: what the others leave), and how it is shown."""

    head: str
    most: int | None
    right: bool = False
    painted: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, paint: Paint) -> list[list[str]]:
    """The lines of the head, then of each row, aligned and indented by two; a column without any text is left out."""
    used = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    columns = [columns[place] for place in used]
    rows = [[row[place] for place in used] for row in rows]
    needed = [
        max(display_width(column.head), *(display_width(row[place]) for row in rows))
        for place, column in enumerate(columns)
    ]
    fixed = [
        min(need, max(column.most, display_width(column.head))) if column.most is not None else 0
        for need, column in zip(needed, columns, strict=True)
    ]
    spare = width - 2 * len(columns) - sum(fixed)
    widths = [
        min(need, spare) if column.most is None else size
        for need, size, column in zip(needed, fixed, columns, strict=True)
    ]
    heads = [column.head for column in columns]
    blocks = [[_line(heads, columns, widths, plain)] if any(heads) else []]
    for row in rows:
        cells = [shorten(text, widths[place], 2) for place, text in enumerate(row)]
        height = max(map(len, cells))
        texts = [[cell[line] if line < len(cell) else "" for cell in cells] for line in range(height)]
        blocks.append([_line(line, columns, widths, paint) for line in texts])
    return blocks


def _line(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], paint: Paint) -> str:
    cells = []
    for text, column, width in zip(texts, columns, widths, strict=True):
        room = " " * (width - display_width(text))
        shown = paint(text, text) if column.painted else text
        cells.append(room + shown if column.right else shown + room)
    return "  " + "  ".join(cells).rstrip()


def joined(blocks: Iterable[list[str]]) -> list[str]:
    """The lines of blocks."""
    return [line for block in blocks for line in block]


def more(left_out: int, noun: str) -> list[str]:
    """What a list leaves out, in words."""
    return [f"  … and {count(left_out, f'more {noun}')}"] if left_out > 0 else []


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
