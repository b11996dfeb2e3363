"""PDF files with a text layer: page by page, without the lines that repeat at the edges of the pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document
from vnreport.io.layout import Lines, finished
from vnreport.text.encodings.mend import legacy_font, mend_runs

_LATIN = re.compile("[\x80-\xff]")

_PAGE_NUMBER = re.compile(r"(?:[-–—]\s?)?(?:trang\s)?\d{1,4}(?:\s?/\s?\d{1,4})?(?:\s?[-–—])?$", re.IGNORECASE)
_EDGE = 2


def read_pdf(name: str, data: bytes) -> Document:
    """The text layer of a .pdf; page numbers, running heads and feet are taken out, lines stay as they stand."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingDependency("pypdfium2", "reading .pdf files", "pip install 'vnreport[pdf]'") from error
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = (
            "has a password; save it without one"
            if "password" in str(error).lower()
            else "is a damaged .pdf file; get it again"
        )
        raise UnreadableFile(name, reason) from error
    used: set[str] = set()
    try:
        pages = [_page_text(opened, index, name, used) for index in range(len(opened))]
    finally:
        opened.close()
    if pages and not any(page.strip() for page in pages):
        raise UnreadableFile(name, "has no text layer: run OCR first")
    empty = [str(index) for index, page in enumerate(pages, 1) if not page.strip()]
    warnings = [f"no text on page {', '.join(empty)}: run OCR on them"] if empty else []
    kept, furniture = _without_edges(pages)
    lines = Lines("page")
    for number, page in enumerate(kept, 1):
        if page:
            lines.add(page.split("\n"), number)
    return finished(name, "pdf", "pdf by its first bytes", lines, sorted(used), warnings, furniture)


def _page_text(opened: Any, index: int, name: str, used: set[str]) -> str:
    import pypdfium2

    try:
        page = opened[index]
        try:
            layer = page.get_textpage()
            try:
                characters = _characters(layer)
                text = _by_fonts(layer, characters, used)
            finally:
                layer.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(name, f"is damaged on page {index + 1}; get the file again") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
    return "\n".join(_tables_ended([line.rstrip() for line in text.split("\n")]))


# The lines that a cell may take between two rows that show their cells.
_WRAPPED = 3


def _tables_ended(lines: list[str]) -> list[str]:
    """Lines with a blank one after two rows and more of cells, as every reader ends a table."""
    rows = [index for index, line in enumerate(lines) if "\t" in line]
    ends = set()
    for place, row in enumerate(rows):
        follows = place + 1 < len(rows) and rows[place + 1] - row <= _WRAPPED
        preceded = place > 0 and row - rows[place - 1] <= _WRAPPED
        if preceded and not follows:
            ends.add(row)
    return [part for index, line in enumerate(lines) for part in ((line, "") if index in ends else (line,))]


def _characters(layer: Any) -> list[str]:
    """The characters of a page in reading order, each at its index; a blank that is a wide gap is a tab.

    The cells of a row stand on one line with a blank between them; how wide it is tells a cell from a word.
    """
    import pypdfium2.raw as pdfium

    raw = layer.raw
    characters = [chr(pdfium.FPDFText_GetUnicode(raw, index)) for index in range(layer.count_chars())]
    for index in range(1, len(characters) - 1):
        if characters[index] != " " or characters[index - 1] in "\r\n \t" or characters[index + 1] in "\r\n ":
            continue
        gap = layer.get_charbox(index + 1)[0] - layer.get_charbox(index - 1)[2]
        if gap > _GAP * max(pdfium.FPDFText_GetFontSize(raw, index - 1), _SMALLEST):
            characters[index] = "\t"
    return characters


# In font sizes: a justified line stretches its blanks to one, cells stand farther apart.
_GAP = 1.4
_SMALLEST = 4.0


# --- fonts ---------------------------------------------------------------------------------------------------------

# A page in a font of an older encoding shows it in its first letters with marks.
_LOOKED_AT = 40


def _by_fonts(layer: Any, characters: list[str], used: set[str]) -> str:
    """The text of a page, what is in fonts of an older encoding decoded."""
    odd = [index for index, char in enumerate(characters) if _LATIN.match(char)]
    if not any(legacy_font(_font_at(layer, index)) for index in odd[:: max(1, len(odd) // _LOOKED_AT)]):
        return "".join(characters)
    runs: list[tuple[str, str | None]] = []
    for index, char in enumerate(characters):
        font = None if char in "\r\n\t" else _font_at(layer, index)
        legacy = legacy_font(font)
        if char == "\x02" and legacy is not None and legacy[0] == "tcvn3":
            # At the end of a line PDFium takes the letter for a hyphen and joins the lines.
            runs += [("\xad", font), ("\n", None)]
        elif runs and runs[-1][1] == font and font is not None:
            runs[-1] = (runs[-1][0] + char, font)
        else:
            runs.append((char, font))
    texts, found = mend_runs(runs)
    used.update(found)
    return "".join(texts)


def _font_at(layer: Any, index: int) -> str:
    import ctypes

    import pypdfium2.raw as pdfium

    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(layer.raw, index, buffer, 128, flags)
    return buffer.raw[: max(0, min(length, 128) - 1)].decode("latin-1")


# --- page furniture ------------------------------------------------------------------------------------------------


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _without_edges(pages: list[str]) -> tuple[list[str], list[str]]:
    """Pages without page numbers and without the lines that repeat at the top or bottom of most; and those lines."""
    split = [page.strip("\n").split("\n") for page in pages]
    full = [lines for lines in split if any(line.strip() for line in lines)]
    repeated: Counter[str] = Counter()
    for lines in full:
        repeated.update({_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:]) if line.strip()})
    wanted = max(2, (len(full) + 1) // 2)
    furniture = {shape for shape, count in repeated.items() if count >= wanted and len(full) > 1}
    result: list[str] = []
    dropped: dict[str, None] = {}
    for lines in split:
        kept = list(lines)
        for edge in (0, -1):
            for _ in range(_EDGE):
                if len(kept) > 1 and (
                    _PAGE_NUMBER.match(kept[edge].strip()) or _shape(kept[edge]) in furniture or not kept[edge].strip()
                ):
                    dropped[kept.pop(edge).strip()] = None
        result.append("\n".join(kept))
    return result, [line for line in dropped if line]
