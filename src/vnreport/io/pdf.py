"""PDF files with a text layer: page by page, without the lines that repeat at the edges of the pages."""

from __future__ import annotations

import re
from collections import Counter

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document

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
    try:
        pages = [_page_text(opened, index, name) for index in range(len(opened))]
    finally:
        opened.close()
    empty = [str(index) for index, page in enumerate(pages, 1) if not page.strip()]
    if pages and len(empty) == len(pages):
        raise UnreadableFile(name, "has no text layer: run OCR first")
    warnings = (f"no text on page {', '.join(empty)}: run OCR on them",) if empty else ()
    return Document("\n".join(_without_edges(pages)), name, "pdf", None, "pdf by its first bytes", warnings)


def _page_text(opened: object, index: int, name: str) -> str:
    import pypdfium2

    try:
        page = opened[index]  # type: ignore[index]
        try:
            layer = page.get_textpage()
            try:
                text = layer.get_text_bounded()
            finally:
                layer.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(name, f"is damaged on page {index + 1}; get the file again") from error
    text = str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _without_edges(pages: list[str]) -> list[str]:
    """Pages without page numbers and without the lines that repeat at the top or bottom of most pages."""
    split = [page.strip("\n").split("\n") for page in pages if page.strip()]
    repeated: Counter[str] = Counter()
    for lines in split:
        repeated.update({_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:]) if line.strip()})
    wanted = max(2, (len(split) + 1) // 2)
    furniture = {shape for shape, count in repeated.items() if count >= wanted and len(split) > 1}
    result = []
    for lines in split:
        kept = list(lines)
        for edge in (0, -1):
            for _ in range(_EDGE):
                if len(kept) > 1 and (
                    _PAGE_NUMBER.match(kept[edge].strip()) or _shape(kept[edge]) in furniture or not kept[edge].strip()
                ):
                    kept.pop(edge)
        result.append("\n".join(kept))
    return result
