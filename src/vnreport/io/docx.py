"""Word files: the body in reading order, insertions kept, deletions left out, numbering written out, tables as rows.

python-docx opens the container; the body is walked here, since reports keep text where its paragraphs do not look:
tables, insertions, text boxes, automatic numbers, non-breaking hyphens.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.containers import check_container
from vnreport.io.document import Document
from vnreport.io.docx_fonts import mend_fonts
from vnreport.io.layout import Lines, finished, table_lines, whole_number, written_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(name: str, data: bytes) -> Document:
    """The text of a .docx file; automatic numbers stand before their paragraphs."""
    try:
        import docx
    except ImportError as error:
        raise MissingDependency("python-docx", "reading .docx files", "pip install 'vnreport[docx]'") from error
    check_container(name, data, "docx")
    try:
        opened = docx.Document(io.BytesIO(data))
        _refuse_document_types(name, opened)
        body = opened.element.body
        used = mend_fonts(opened)
        walk = _Walk(_Numbering(opened))
        walk.blocks(body)
        furniture = tuple(_furniture(opened))
    except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise UnreadableFile(
            name, f"is a damaged .docx file ({type(error).__name__}); open and save it again"
        ) from error
    except Exception as error:  # python-docx and lxml raise classes of their own for what a damaged container holds
        if type(error).__module__.split(".")[0] in ("docx", "lxml"):
            raise UnreadableFile(
                name, f"is a damaged .docx file ({type(error).__name__}); open and save it again"
            ) from error
        raise
    warnings = ["footnotes are left out"] if _has_footnotes(body) else []
    return finished(name, "docx", "docx by its content (word/document.xml)", walk.lines, used, warnings, furniture)


def _refuse_document_types(name: str, opened: Any) -> None:
    """No part declares a document type, wherever in its head that stands; nothing of one has been loaded so far."""
    for part in opened.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is not None and element.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(name, f"declares a document type in {part.partname[1:]}, which no .docx needs")


def _has_footnotes(body: Any) -> bool:
    return next(body.iter(f"{_W}footnoteReference"), None) is not None


def _furniture(opened: Any) -> Iterator[str]:
    """The lines of page headers and footers, each once; a section without one of its own shows that before it."""
    parts: set[str] = set()
    seen: set[str] = set()
    for reference in opened.element.body.iter(f"{_W}headerReference", f"{_W}footerReference"):
        key = reference.get(f"{_R}id")
        if key in parts or reference.get(f"{_W}type") not in (None, "default"):
            continue
        parts.add(key)
        for paragraph in opened.part.related_parts[key].element.iter(f"{_W}p"):
            text = "".join(_inline(paragraph, [])).strip()
            if text and text not in seen:
                seen.add(text)
                yield text


class _Walk:
    """The body in reading order, as lines; counts paragraphs as a person scrolling through the file would."""

    def __init__(self, numbering: _Numbering) -> None:
        self.lines = Lines()
        self._numbering = numbering
        self._paragraphs = 0

    def blocks(self, parent: Any) -> None:
        """Add the lines of all blocks of an element."""
        for child in parent:
            tag = child.tag
            first = self._paragraphs + 1
            if tag == f"{_W}p":
                self.lines.add(self._paragraph(child), first)
            elif tag == f"{_W}tbl":
                self.lines.add(self._table(child), first)
            elif tag in _WRAPPERS:
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> list[str]:
        self._paragraphs += 1
        boxes: list[Any] = []
        text = "".join(_inline(paragraph, boxes))
        label = self._numbering.label(paragraph) if text.strip() else ""
        lines = (label + text).split("\n")
        for box in boxes:
            lines += self._inner(box)
        return lines

    def _inner(self, parent: Any) -> list[str]:
        """The lines of a cell or a text box."""
        lines: list[str] = []
        for child in parent:
            if child.tag == f"{_W}p":
                lines += self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                lines += self._table(child)
            elif child.tag in _WRAPPERS:
                lines += self._inner(child)
        return lines

    def _table(self, table: Any) -> list[str]:
        return table_lines([list(self._cells(row)) for row in table.iter(f"{_W}tr") if _owner(row, "tbl") is table])

    def _cells(self, row: Any) -> Iterator[list[str]]:
        for cell in row.iter(f"{_W}tc"):
            if _owner(cell, "tr") is not row:
                continue
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart":
                yield [""]
                continue
            yield self._inner(cell)


_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "",
}
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK, f"{_W}instrText", f"{_W}delText"))


def _inline(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        else:
            yield from _inline(child, boxes)


def _owner(part: Any, kind: str) -> Any:
    """The table of a row, the row of a cell: the innermost one around it."""
    return next(part.iterancestors(f"{_W}{kind}"), None)


# --- automatic numbers ---------------------------------------------------------------------------------------------


# Lists have nine levels.
_LAST_LEVEL = 8


class _Numbering:
    """Automatic numbers: a paragraph's list and level, found by itself or through its style, counted in order."""

    def __init__(self, opened: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        self._abstract: dict[str, str] = {}
        try:
            root = opened.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for number in root.findall(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            if link is not None:
                self._abstract[number.get(f"{_W}numId")] = link.get(f"{_W}val")
        for abstract in root.findall(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId")
            for level in abstract.findall(f"{_W}lvl"):
                place = whole_number(level.get(f"{_W}ilvl"), 0)
                style, pattern = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
                self._levels[key, place] = (style, pattern, whole_number(_value(level, "start"), 1))
        for style in opened.styles.element.findall(f"{_W}style"):
            found = _list_of(style.find(f"{_W}pPr"))
            if found is not None:
                self._styles[style.get(f"{_W}styleId")] = found

    def label(self, paragraph: Any) -> str:
        """The number of a paragraph with a blank after it, or nothing."""
        properties = paragraph.find(f"{_W}pPr")
        found = _list_of(properties)
        if found is None and properties is not None:
            found = self._styles.get(_value(properties, "pStyle") or "")
        if found is None or found[0] == "0":
            return ""
        number, level = found
        abstract = self._abstract.get(number)
        if abstract is None or (abstract, level) not in self._levels:
            return ""
        counts = self._counts.setdefault(number, [])
        while len(counts) <= level:
            counts.append(self._levels.get((abstract, len(counts)), ("", "", 1))[2] - 1)
        counts[level] += 1
        del counts[level + 1 :]
        style, pattern, _ = self._levels[abstract, level]
        if style == "bullet":
            return "- "
        if style == "none":
            return ""

        def number_at(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            if place >= len(counts):
                return ""
            return written_number(counts[place], self._levels.get((abstract, place), ("decimal", "", 1))[0])

        written = re.sub(r"%(\d)", number_at, pattern)
        return f"{written} " if written.strip() else ""


def _value(element: Any, tag: str) -> str | None:
    child = element.find(f"{_W}{tag}")
    return None if child is None else child.get(f"{_W}val")


def _list_of(properties: Any) -> tuple[str, int] | None:
    if properties is None:
        return None
    numbered = properties.find(f"{_W}numPr")
    if numbered is None or _value(numbered, "numId") is None:
        return None
    return str(_value(numbered, "numId")), min(whole_number(_value(numbered, "ilvl"), 0), _LAST_LEVEL)
