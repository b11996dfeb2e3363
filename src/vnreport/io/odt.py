"""OpenDocument texts (.odt): the body in reading order, deletions left out, numbering written out, tables as rows."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from vnreport.errors import UnreadableFile
from vnreport.io.containers import check_container, read_part
from vnreport.io.document import Document
from vnreport.io.layout import Lines, finished, table_lines, whole_number, written_number
from vnreport.text.encodings.mend import legacy_font, mend_runs

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SKIPPED = frozenset(
    (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}table-of-content",
     f"{_TEXT}sequence-decls", f"{_OFFICE}forms", f"{_TEXT}variable-decls")
)  # fmt: skip
# Few bytes may ask for much: blanks of one mark, repeats of a cell, and characters that repeats add to a file.
_MAX_BLANKS = 100
_MAX_CELLS = 200
_MAX_REPEATED = 1_000_000


def read_odt(name: str, data: bytes) -> Document:
    """The text of an .odt file."""
    check_container(name, data, "odt", ("content.xml", "styles.xml"))
    content = read_part(name, data, "content.xml", "odt")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableFile(name, "is an OpenDocument file but no text; name an .odt")
    styles = read_part(name, data, "styles.xml", "odt")
    used = _mend_fonts(body, _Fonts([styles, content]))
    walk = _Walk(_Numbering([styles, content]))
    walk.blocks(body)
    notes = next(body.iter(f"{_TEXT}note"), None) is not None
    warnings = ["footnotes are left out"] if notes else []
    furniture = tuple(dict.fromkeys(_furniture(styles)))
    return finished(name, "odt", "odt by its content (content.xml)", walk.lines, used, warnings, furniture)


def _furniture(styles: Element) -> Iterator[str]:
    for part in ("header", "footer"):
        for element in styles.iter(f"{_STYLE}{part}"):
            for paragraph in element.iter(f"{_TEXT}p"):
                text = "".join(_inline(paragraph, [])).strip()
                if text:
                    yield text


class _Walk:
    """The body in reading order, as lines."""

    def __init__(self, numbering: _Numbering) -> None:
        self.lines = Lines()
        self._numbering = numbering
        self._paragraphs = 0
        self._again = _MAX_REPEATED

    def blocks(self, parent: Element) -> None:
        """Add the lines of all blocks of an element."""
        for child in parent:
            first = self._paragraphs + 1
            if child.tag == f"{_TEXT}section":
                self.blocks(child)
            else:
                self.lines.add(self._block(child), first)

    def _block(self, child: Element) -> list[str]:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            return self._paragraph(child, "")
        if child.tag == f"{_TEXT}list":
            return self._list(child, 1, child.get(f"{_TEXT}style-name"))
        if child.tag == f"{_TABLE}table":
            return table_lines([list(self._cells(row)) for row in _rows(child)])
        if child.tag in _SKIPPED or child.tag == f"{_TEXT}soft-page-break":
            return []
        return self._inner(child)

    def _cells(self, row: Element) -> Iterator[list[str]]:
        """The lines of each cell; one that is repeated is written so often, while that stays within a report."""
        for cell in row:
            if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                lines = self._inner(cell)
                yield lines
                again = min(whole_number(cell.get(f"{_TABLE}number-columns-repeated"), 1) - 1, _MAX_CELLS)
                size = max(1, sum(map(len, lines)))
                again = max(0, min(again, self._again // size))
                self._again -= again * size
                for _ in range(again):
                    yield lines

    def _inner(self, parent: Element) -> list[str]:
        return [line for child in parent for line in self._block(child)]

    def _paragraph(self, paragraph: Element, label: str) -> list[str]:
        self._paragraphs += 1
        boxes: list[Element] = []
        text = "".join(_inline(paragraph, boxes))
        lines = (label + text if text.strip() else text).split("\n")
        for box in boxes:
            lines += self._inner(box)
        return lines

    def _list(self, element: Element, level: int, style: str | None) -> list[str]:
        lines: list[str] = []
        self._numbering.enter(element, level)
        for item in element:
            labelled = item.tag == f"{_TEXT}list-item"
            for child in item:
                if child.tag == f"{_TEXT}list":
                    lines += self._list(child, level + 1, child.get(f"{_TEXT}style-name") or style)
                elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    label = self._numbering.label(style, level) if labelled else ""
                    labelled = False
                    lines += self._paragraph(child, label)
                else:
                    lines += self._block(child)
        return lines


_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, without those of the tables in its cells."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _inline(element: Element, boxes: list[Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == f"{_TEXT}s":
            yield " " * min(whole_number(child.get(f"{_TEXT}c"), 1), _MAX_BLANKS)
        elif tag == f"{_TEXT}tab":
            yield "\t"
        elif tag == f"{_TEXT}line-break":
            yield "\n"
        elif tag == f"{_DRAW}text-box":
            boxes.append(child)
        elif tag not in _SKIPPED:
            yield from _inline(child, boxes)
        yield child.tail or ""


# --- list numbers --------------------------------------------------------------------------------------------------


class _Numbering:
    """The numbers of lists: formats by style and level, counted in the order of the text."""

    def __init__(self, roots: list[Element]) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        for root in roots:
            for style in root.iter(f"{_TEXT}list-style"):
                for level in style:
                    place = whole_number(level.get(f"{_TEXT}level"), 1)
                    kind = "bullet" if level.tag == f"{_TEXT}list-level-style-bullet" else "number"
                    form = level.get(f"{_STYLE}num-format") or "" if kind == "number" else "bullet"
                    self._levels[style.get(f"{_STYLE}name") or "", place] = (
                        form, level.get(f"{_STYLE}num-prefix") or "", level.get(f"{_STYLE}num-suffix") or "",
                        whole_number(level.get(f"{_TEXT}start-value"), 1),
                    )  # fmt: skip

    def enter(self, element: Element, level: int) -> None:
        """A list begins: its level counts from the start again, unless it goes on with an earlier one."""
        style = element.get(f"{_TEXT}style-name")
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        if style is not None and not goes_on:
            for key in [key for key in self._counts if key[0] == style and key[1] >= level]:
                del self._counts[key]

    def label(self, style: str | None, level: int) -> str:
        """The number of a list item with a blank after it, or nothing."""
        found = self._levels.get((style or "", level))
        if found is None:
            return "- "
        form, prefix, suffix, start = found
        if form == "bullet":
            return "- "
        if not form:
            return ""
        key = (style or "", level)
        self._counts[key] = self._counts.get(key, start - 1) + 1
        kinds = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
        return f"{prefix}{written_number(self._counts[key], kinds.get(form, 'decimal'))}{suffix} "


# --- fonts ---------------------------------------------------------------------------------------------------------


class _Fonts:
    """The font of a style, by the rules of inheritance."""

    def __init__(self, roots: list[Element]) -> None:
        self._faces: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self.default: str | None = None
        for root in roots:
            for face in root.iter(f"{_STYLE}font-face"):
                self._faces[face.get(f"{_STYLE}name") or ""] = face.get(f"{_SVG}font-family") or ""
            for style in root.iter(f"{_STYLE}default-style"):
                if style.get(f"{_STYLE}family") == "paragraph":
                    self.default = self._named(style) or self.default
            for style in root.iter(f"{_STYLE}style"):
                name = style.get(f"{_STYLE}name") or ""
                font = self._named(style)
                if font:
                    self._own[name] = font
                parent = style.get(f"{_STYLE}parent-style-name")
                if parent:
                    self._parents[name] = parent

    def _named(self, style: Element) -> str | None:
        for properties in style.iter(f"{_STYLE}text-properties"):
            name = properties.get(f"{_STYLE}font-name")
            family = self._faces.get(name, name) if name else properties.get(f"{_FO}font-family")
            if family:
                return family
        return None

    def of(self, style: str | None) -> str | None:
        """The font of a named style, or None where it takes that of its surroundings."""
        seen: set[str] = set()
        while style is not None and style not in seen:
            if style in self._own:
                return self._own[style]
            seen.add(style)
            style = self._parents.get(style)
        return None


def _mend_fonts(body: Element, fonts: _Fonts) -> tuple[str, ...]:
    """Decode, in place, text in fonts of an older encoding; returns the encodings found."""
    runs: list[tuple[str, str | None]] = []
    places: list[tuple[Element, str]] = []

    def collect(element: Element, font: str | None) -> None:
        font = fonts.of(element.get(f"{_TEXT}style-name")) or font
        if element.text:
            runs.append((element.text, font))
            places.append((element, "text"))
        for child in element:
            collect(child, font)
            if child.tail:
                runs.append((child.tail, font))
                places.append((child, "tail"))
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            runs.append(("\n", None))
            places.append((element, ""))

    collect(body, fonts.default)
    if not any(legacy_font(font) for _, font in runs):
        return ()
    texts, used = mend_runs(runs)
    for (element, side), text in zip(places, texts, strict=True):
        if side:
            setattr(element, side, text)
    return used
