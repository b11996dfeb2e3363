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
from vnreport.io.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAX_UNPACKED = 256 * 2**20
_MAX_ENTRIES = 20_000
_LETTERHEAD = re.compile(r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN|Nơi nhận|NƠI NHẬN")


def read_docx(name: str, data: bytes) -> Document:
    """The text of a .docx file; automatic numbers stand before their paragraphs."""
    try:
        import docx
    except ImportError as error:
        raise MissingDependency("python-docx", "reading .docx files", "pip install 'vnreport[docx]'") from error
    _check_container(name, data)
    try:
        opened = docx.Document(io.BytesIO(data))
        body = opened.element.body
        numbering = _Numbering(opened)
        lines = list(_block_lines(body, numbering))
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
    warnings = ("footnotes are left out",) if _has_footnotes(body) else ()
    return Document(
        "\n".join(lines).strip("\n"), name, "docx", None, "docx by its content (word/document.xml)", warnings
    )


def _has_footnotes(body: Any) -> bool:
    return next(body.iter(f"{_W}footnoteReference"), None) is not None


def _check_container(name: str, data: bytes) -> None:
    """Refuse what unpacks to more than any report, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED:
                raise UnreadableFile(
                    name, f"unpacks to {unpacked:,} bytes in {len(entries):,} parts, more than any report"
                )
            for entry in entries:
                if entry.flag_bits & 1:
                    raise UnreadableFile(name, "has a password; save it without one")
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(4096).upper():
                            raise UnreadableFile(
                                name, f"declares a document type in {entry.filename}, which no .docx needs"
                            )
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, f"is a damaged .docx file ({error}); get the file again") from error


def _block_lines(parent: Any, numbering: _Numbering) -> Iterator[str]:
    for child in parent:
        tag = child.tag
        if tag == f"{_W}p":
            yield from _paragraph(child, numbering)
        elif tag == f"{_W}tbl":
            yield from _table(child, numbering)
        elif tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
            yield from _block_lines(child, numbering)


def _paragraph(paragraph: Any, numbering: _Numbering) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_inline(paragraph, boxes))
    label = numbering.label(paragraph) if text.strip() else ""
    yield from (label + text).split("\n")
    for box in boxes:
        yield from _block_lines(box, numbering)


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


def _table(table: Any, numbering: _Numbering) -> Iterator[str]:
    rows = [list(_cells(row, numbering)) for row in table.iter(f"{_W}tr") if _owner(row) is table]
    whole = "\n".join("\n".join(cell) for row in rows for cell in row)
    if _LETTERHEAD.search(whole) and max((len(row) for row in rows), default=0) <= 3:
        # A letterhead or a signature laid out as a table without lines: cell by cell, as a person reads it.
        for row in rows:
            for cell in row:
                yield from (line for line in cell if line.strip())
        yield ""
        return
    for row in rows:
        yield "\t".join(re.sub(r"\s+", " ", " ".join(cell)).strip() for cell in row)
    yield ""


def _owner(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


def _cells(row: Any, numbering: _Numbering) -> Iterator[list[str]]:
    for cell in row.iter(f"{_W}tc"):
        if cell.getparent() is not row and cell.getparent().tag == f"{_W}tr":
            continue
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val") != "restart":
            yield [""]
            continue
        yield list(_block_lines(cell, numbering))


# --- automatic numbers ---------------------------------------------------------------------------------------------


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
                place = int(level.get(f"{_W}ilvl") or 0)
                style, pattern = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
                self._levels[key, place] = (style, pattern, int(_value(level, "start") or 1))
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
            return _written(counts[place], self._levels.get((abstract, place), ("decimal", "", 1))[0])

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
    return str(_value(numbered, "numId")), int(_value(numbered, "ilvl") or 0)


def _written(value: int, style: str) -> str:
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
