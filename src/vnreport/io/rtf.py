"""Rich Text (.rtf): striprtf reads the text; marks set before it keep tables, deletions and the fonts of runs.

striprtf knows neither the font of a run nor the end of a row. So the source is scanned once: where a font of an older
encoding begins or ends, and at each end of a cell and a row, a private-use character is put in, which comes out among
the text and is taken out again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document
from vnreport.io.layout import Lines, finished, table_lines
from vnreport.text.encodings.mend import legacy_font, mend_runs

_CELL, _ROW, _PARAGRAPH = "\ue000", "\ue001", "\ue002"
_FONT = 0xE010
_MAX_FONTS = 4000
_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\[^a-z]|([{}])", re.IGNORECASE)
_FACE = re.compile(r"\{\s*\\f(\d{1,5})([^;{}]{0,300}(?:\{[^{}]{0,200}\}[^;{}]{0,200}){0,3});", re.IGNORECASE)
_FONT_WORD = re.compile(r"\\f(?:(charset)(\d{1,3})|(\d{1,5}))(?!\d)", re.IGNORECASE)
_BRACE = re.compile(r"\\[{}\\]|([{}])")
_MARKS = re.compile(f"[{chr(_FONT)}-{chr(_FONT + _MAX_FONTS)}]")


def read_rtf(name: str, data: bytes) -> Document:
    """The text of an .rtf file."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise MissingDependency("striprtf", "reading .rtf files", "pip install 'vnreport[rtf]'") from error
    source = data.decode("latin-1")
    fonts = _font_table(source)
    marked = "".join(_marked(_with_plain_table(source, fonts), fonts))
    try:
        text = str(rtf_to_text(marked, errors="surrogateescape"))  # type: ignore[no-untyped-call]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UnreadableFile(name, f"is a damaged .rtf file ({error}); open and save it again") from error
    # Bytes that Windows-1252 has no character for are letters in VISCII.
    text = re.sub("[\udc80-\udcff]", lambda byte: chr(ord(byte.group()) - 0xDC00), text)
    text, used = _decoded(text, fonts)
    lines = Lines()
    for number, paragraph in enumerate(_paragraphs(text), 1):
        lines.add(paragraph, number)
    return finished(name, "rtf", "rtf by its first bytes", lines, used)


def _font_table(source: str) -> dict[int, str]:
    """Numbers and names of the fonts of an older encoding."""
    start = source.find("\\fonttbl")
    found = {}
    for match in _FACE.finditer(source, max(start, 0), start + 2**18) if start >= 0 else ():
        face = re.sub(r"\{[^{}]*\}|\\[a-z]+-?\d*[ ]?", "", match[2]).strip()
        if legacy_font(face) is not None and int(match[1]) < _MAX_FONTS:
            found[int(match[1])] = face
    return found


def _with_plain_table(source: str, fonts: dict[int, str]) -> str:
    """The source with a font table of numbers and character sets alone, one font in each group.

    A font of an older encoding is one of Windows-1252, so that each byte stays one character. The patterns of striprtf
    take time without end for a table that is not as programs write it.
    """
    start = source.find("\\fonttbl")
    if start < 0:
        return source
    end, depth = len(source), 1
    for match in _BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(match[1], 0)
        if not depth:
            end = match.start()
            break
    charsets: dict[int, str] = {}
    font: int | None = None
    for match in _FONT_WORD.finditer(source, start, end):
        if match[3]:
            font = int(match[3])
        elif font is not None:
            charsets.setdefault(font, "0" if font in fonts else match[2])
    table = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in charsets.items())
    return f"{source[:start]}\\fonttbl{table}{source[end:]}"


def _marked(source: str, fonts: dict[int, str]) -> Iterator[str]:
    """The source with private-use characters where fonts, cells and rows change, without deleted text."""
    default = re.search(r"\\deff(\d{1,5})", source[:400])
    font = int(default[1]) if default else -1
    stack: list[int] = []
    in_table = False
    shown = -1
    last = 0
    deleted_at: int | None = None
    for match in _TOKEN.finditer(source):
        word, number, brace = match.groups()
        mark = ""
        if brace == "{":
            stack.append(font)
        elif brace == "}":
            font = stack.pop() if stack else font
            if deleted_at is not None and len(stack) < deleted_at:
                deleted_at, last = None, match.start()
        elif word == "f" and number is not None:
            font = int(number)
        elif word == "plain":
            font = int(default[1]) if default else font
        elif word == "pard":
            in_table = False
        elif word == "intbl":
            in_table = True
        elif word in ("cell", "nestcell"):
            yield source[last : match.start()] + _CELL
            last = match.end()
            continue
        elif word in ("row", "nestrow"):
            mark, in_table = _ROW, False
        elif word == "par" and in_table:
            yield source[last : match.start()] + _PARAGRAPH
            last = match.end()
            continue
        elif word == "fldinst":
            mark = "\n"  # what is in it is no text; striprtf would look for the end of a link, again and again
        elif word == "deleted" and number != "0" and deleted_at is None:
            yield source[last : match.start()]
            last, deleted_at = match.start(), len(stack)
        if deleted_at is not None:
            last = match.end()
            continue
        now = font if font in fonts else -1
        if now != shown and (word in ("f", "plain") or brace == "}"):
            mark += chr(_FONT + 1 + now)
            shown = now
        if mark:
            yield source[last : match.end()] + mark
            last = match.end()
    if deleted_at is None:
        yield source[last:]


def _decoded(text: str, fonts: dict[int, str]) -> tuple[str, tuple[str, ...]]:
    runs: list[tuple[str, str | None]] = []
    font: str | None = None
    last = 0
    for match in _MARKS.finditer(text):
        runs.append((text[last : match.start()], font))
        font = fonts.get(ord(match.group()) - _FONT - 1)
        last = match.end()
    runs.append((text[last:], font))
    # A letter may be cut between runs, never between lines.
    pieces = [
        (piece, None if piece in ("\n", _CELL, _ROW, _PARAGRAPH) else font)
        for run, font in runs
        for piece in re.split(f"([\n{_CELL}{_ROW}{_PARAGRAPH}])", run)
        if piece
    ]
    texts, used = mend_runs(pieces)
    return "".join(texts), used


# The number of a list item, as the program that wrote the file left it before the text.
_NUMBER = re.compile(r"^[ ]?(?:(?P<number>[(]?[0-9IVXivxa-zA-ZđĐ]{1,6}[.)/]?)|(?P<bullet>[•·o§\uf020-\uf0ff-]))\t")


def _number(match: re.Match[str]) -> str:
    return f"{match['number'] or '-'} "


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The paragraphs of a text, each as lines; a table is one, as the lines that its rows make."""
    rows: list[list[list[str]]] = []
    for piece in re.split(f"(\n|{_ROW})", text):
        if _CELL in piece:
            cells = piece.split(_CELL)
            # What follows the last cell of a row is the row's own end.
            rows.append([cell.strip("\n").split(_PARAGRAPH) for cell in cells[:-1]])
            piece = cells[-1].replace(_PARAGRAPH, "")
        if piece in (_ROW, "") or (piece == "\n" and rows):
            continue
        if rows:
            yield table_lines(rows)
            rows = []
        if piece != "\n":
            yield _NUMBER.sub(_number, piece).replace(_PARAGRAPH, "\n").split("\n")
    if rows:
        yield table_lines(rows)
