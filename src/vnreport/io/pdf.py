"""PDF files with a text layer: lines put together to paragraphs, without those that repeat at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document
from vnreport.io.layout import Lines, finished
from vnreport.io.pdf_lines import Line, rejoin
from vnreport.text.encodings.mend import legacy_font, mend_runs

_LATIN = re.compile("[\x80-\xff]")

_PAGE_NUMBER = re.compile(r"(?:[-–—]\s?)?(?:trang\s)?\d{1,4}(?:\s?/\s?\d{1,4})?(?:\s?[-–—])?$", re.IGNORECASE)
_EDGE = 2
# Few bytes may name one page again and again.
_MAX_PAGES = 5000
_MAX_CHARACTERS = 20_000_000


def read_pdf(name: str, data: bytes) -> Document:
    """The text layer of a .pdf; page numbers, running heads and feet are taken out, wrapped lines rejoined."""
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
        pages = _pages(opened, name, used)
    finally:
        opened.close()
    empty = [str(number) for number, page in enumerate(pages, 1) if not any(line.text.strip() for line in page)]
    if pages and len(empty) == len(pages):
        raise UnreadableFile(name, "has no text layer: run OCR first")
    warnings = [f"no text on page {', '.join(empty)}: run OCR on them"] if empty else []
    kept, furniture = _without_edges(pages)
    lines = Lines("page")
    for number, paragraph in rejoin([line for page in kept for line in page]):
        lines.add([paragraph], number)
    return finished(name, "pdf", "pdf by its first bytes", lines, sorted(used), warnings, furniture)


def _pages(opened: Any, name: str, used: set[str]) -> list[list[Line]]:
    """The lines of all pages. Raises UnreadableFile for more of them, or of text, than there is in any report."""
    count = len(opened)
    if count > _MAX_PAGES:
        raise UnreadableFile(name, f"has {count:,} pages, more than any report")
    pages = []
    left = _MAX_CHARACTERS
    for index in range(count):
        pages.append(_page_lines(opened, index, name, used))
        left -= sum(len(line.text) for line in pages[-1])
        if left < 0:
            raise UnreadableFile(name, f"holds more than {_MAX_CHARACTERS:,} characters, more than any report")
    return pages


def _page_lines(opened: Any, index: int, name: str, used: set[str]) -> list[Line]:
    import pypdfium2

    try:
        page = opened[index]
        try:
            layer = page.get_textpage()
            try:
                characters = _characters(layer)
                text = _by_fonts(layer, characters, used)
                places = _line_places(layer, characters)
            finally:
                layer.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(name, f"is damaged on page {index + 1}; get the file again") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
    texts = text.split("\n")
    if len(places) != len(texts):  # a letter at a line's end was taken for a hyphen: where its lines stand is not known
        places = [(0.0, 0.0, 0.0, 0.0)] * len(texts)
    lines = [Line(written.rstrip(), *place, index + 1) for written, place in zip(texts, places, strict=True)]
    return _tables_ended(lines)


def _line_places(layer: Any, characters: list[str]) -> list[tuple[float, float, float, float]]:
    """Left and right edge, base line and size of the letters of each line."""
    import ctypes

    import pypdfium2.raw as pdfium

    places: list[tuple[float, float, float, float]] = []
    start = 0
    text = "".join("\n" if char == "\r" else char for char in characters).replace("\n\n", "\0\n")
    for line in text.split("\n"):
        shown = [start + place for place, char in enumerate(line) if not char.isspace() and char != "\0"]
        if shown:
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(layer.raw, shown[0], x, y)
            left, right = layer.get_charbox(shown[0])[0], layer.get_charbox(shown[-1])[2]
            places.append((left, right, y.value, float(pdfium.FPDFText_GetFontSize(layer.raw, shown[0]))))
        else:
            places.append((0.0, 0.0, 0.0, 0.0))
        start += len(line) + 1
    return places


# The lines that a cell may take between two rows that show their cells.
_WRAPPED = 3


def _tables_ended(lines: list[Line]) -> list[Line]:
    """Lines with a blank one after two rows and more of cells, as every reader ends a table."""
    rows = [index for index, line in enumerate(lines) if "\t" in line.text]
    ends = set()
    for place, row in enumerate(rows):
        follows = place + 1 < len(rows) and rows[place + 1] - row <= _WRAPPED
        preceded = place > 0 and row - rows[place - 1] <= _WRAPPED
        if preceded and not follows:
            ends.add(row)
    return [
        part
        for index, line in enumerate(lines)
        for part in ((line, replace(line, text="")) if index in ends else (line,))
    ]


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
    marked: list[tuple[str, str | None]] = []
    for index, char in enumerate(characters):
        font = None if char in "\r\n\t" else _font_at(layer, index)
        legacy = legacy_font(font)
        if char == "\x02" and legacy is not None and legacy[0] == "tcvn3":
            # At the end of a line PDFium takes the letter for a hyphen and joins the lines.
            marked += [("\xad", font), ("\n", None)]
        else:
            marked.append((char, font))
    runs = [("".join(char for char, _ in alike), font) for font, alike in groupby(marked, itemgetter(1))]
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


def _without_edges(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Pages without page numbers and without the lines that repeat at the top or bottom of most; and those lines."""
    full = [texts for page in pages if (texts := [line.text for line in page if line.text.strip()])]
    repeated: Counter[str] = Counter()
    for texts in full:
        repeated.update({_shape(text) for text in (*texts[:_EDGE], *texts[-_EDGE:])})
    wanted = max(2, (len(full) + 1) // 2)
    furniture = {shape for shape, count in repeated.items() if count >= wanted and len(full) > 1}
    dropped: dict[str, None] = {}
    result = []
    for page in pages:
        kept = _trimmed(page)
        for edge in (0, -1):
            for _ in range(_EDGE):
                if len(kept) > 1 and (
                    _PAGE_NUMBER.match(kept[edge].text.strip()) or _shape(kept[edge].text) in furniture
                ):
                    dropped[kept.pop(edge).text.strip()] = None
                    kept = _trimmed(kept)
        result.append(kept)
    return result, [line for line in dropped if line]


def _trimmed(page: list[Line]) -> list[Line]:
    """A page without blank lines at its top and bottom."""
    written = [index for index, line in enumerate(page) if line.text.strip()]
    return page[written[0] : written[-1] + 1] if written else []
