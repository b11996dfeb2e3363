"""One report in every format, written by hand: a list of blocks in, the bytes of a file out.

A block is a paragraph (a str), a numbered item (`Item`) or a table (`Table`). Text between ⟦ and ⟧ is inserted, between
⟨ and ⟩ deleted, where the format knows such marks.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


@dataclass(frozen=True)
class Item:
    """An item of a numbered list."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; a line break in a cell begins a paragraph."""

    rows: tuple[tuple[str, ...], ...]


Blocks = Sequence[str | Item | Table]
_CHANGED = re.compile("⟦(.*?)⟧|⟨(.*?)⟩|([^⟦⟨]+)")


def pieces(text: str) -> list[tuple[str, str]]:
    """A text as (kind, piece): "ins", "del" or ""."""
    return [("ins" if m[1] else "del" if m[2] else "", m[1] or m[2] or m[3]) for m in _CHANGED.finditer(text)]


def plain(text: str) -> str:
    """What a reader of the final document sees."""
    return "".join(piece for kind, piece in pieces(text) if kind != "del")


# --- docx ----------------------------------------------------------------------------------------------------------


def make_docx(blocks: Blocks, font: str | None = None) -> bytes:
    """A Word file, its tables, changes and numbers as Word keeps them; all text in one font, if one is named."""
    made = docx.Document()
    if font:
        fonts = made.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), font)
    for block in blocks:
        if isinstance(block, Table):
            table = made.add_table(rows=len(block.rows), cols=len(block.rows[0]))
            for row, cells in enumerate(block.rows):
                for column, text in enumerate(cells):
                    cell = table.cell(row, column)
                    first, *rest = text.split("\n")
                    _fill(cell.paragraphs[0], first)
                    for line in rest:
                        _fill(cell.add_paragraph(), line)
        elif isinstance(block, Item):
            _fill(made.add_paragraph(style="List Number"), block.text)
        else:
            _fill(made.add_paragraph(), block)
    made.sections[0].footer.paragraphs[0].text = "CHÂN TRANG"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _fill(paragraph: Any, text: str) -> None:
    for kind, piece in pieces(text):
        run = OxmlElement("w:r")
        for part in re.split("(\u2011)", piece):
            element = OxmlElement("w:noBreakHyphen" if part == "\u2011" else "w:delText" if kind == "del" else "w:t")
            if part != "\u2011":
                element.text = part
                element.set(qn("xml:space"), "preserve")
            run.append(element)
        if kind:
            around = OxmlElement(f"w:{kind}")
            around.append(run)
            paragraph._p.append(around)
        else:
            paragraph._p.append(run)


# --- odt -----------------------------------------------------------------------------------------------------------

_SPACES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}  # fmt: skip
_XMLNS = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in _SPACES.items())


def make_odt(blocks: Blocks, font: str | None = None) -> bytes:
    """An OpenDocument text; deletions stand where such files keep them, apart from the text."""
    deleted: list[str] = []
    body = "".join(_odt_block(block, deleted) for block in blocks)
    region = "<text:changed-region><text:deletion><text:p>{}</text:p></text:deletion></text:changed-region>"
    regions = "".join(map(region.format, deleted))
    tracked = f"<text:tracked-changes>{regions}</text:tracked-changes>" if deleted else ""
    face = f'<style:font-face style:name="F" svg:font-family="{font or "Arial"}"/>'
    face = f"<office:font-face-decls>{face}</office:font-face-decls>"
    content = f"<office:body><office:text>{tracked}{body}</office:text></office:body>"
    content = f"<office:document-content {_XMLNS}>{face}<office:automatic-styles/>{content}</office:document-content>"
    styles = (
        f'<office:document-styles {_XMLNS}>{face}<office:styles><style:default-style style:family="paragraph">'
        '<style:text-properties style:font-name="F"/></style:default-style><text:list-style style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style>'
        "</office:styles><office:master-styles><style:master-page><style:footer><text:p>CHÂN TRANG</text:p>"
        "</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": styles})


def _odt_block(block: str | Item | Table, deleted: list[str]) -> str:
    if isinstance(block, Table):
        rows = "".join(
            "<table:table-row>"
            + "".join(
                "<table:table-cell>"
                + "".join(_odt_block(line, deleted) for line in cell.split("\n"))
                + "</table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in block.rows
        )
        return f"<table:table>{rows}</table:table>"
    if isinstance(block, Item):
        item = f"<text:list-item>{_odt_block(block.text, deleted)}</text:list-item>"
        return f'<text:list text:style-name="L" text:continue-numbering="true">{item}</text:list>'
    text = ""
    for kind, piece in pieces(block):
        if kind == "del":
            deleted.append(html.escape(piece))
        else:
            text += f"<text:span>{html.escape(piece)}</text:span>"
    return f"<text:p>{text}</text:p>"


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """A zip file with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# --- rtf -----------------------------------------------------------------------------------------------------------


def make_rtf(blocks: Blocks, font: str | None = None) -> bytes:
    """A Rich Text file as a text processor writes it."""
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Arial;}{\\f1\\fnil\\fcharset0 "
    head += (font or "Times New Roman") + ";}}\n"
    body = []
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = ""
                for cell in row:
                    lines = ("\\pard\\intbl {\\f1 " + _rtf(line) + "}" for line in cell.split("\n"))
                    cells += "\\par ".join(lines) + "\\cell\n"
                body.append("\\trowd\\cellx3000\\cellx6000\\cellx9000 " + cells + "\\row\n")
        elif isinstance(block, Item):
            number += 1
            body.append(
                "\\pard{\\listtext\\pard\\plain " + f"{number}." + "\\tab}{\\f1 " + _rtf(block.text) + "}\\par\n"
            )
        else:
            body.append("\\pard\\plain {\\f1 " + _rtf(block) + "}\\par\n")
    return (head + "".join(body) + "}").encode("ascii")


def _rtf(text: str) -> str:
    out = ""
    for kind, piece in pieces(text):
        written = "".join(map(_rtf_letter, piece))
        out += (
            "{\\deleted " + written + "}"
            if kind == "del"
            else "{\\revised " + written + "}"
            if kind == "ins"
            else written
        )
    return out


def _rtf_letter(char: str) -> str:
    if char == "\u2011":
        return "\\_"
    return char if char < "\x7f" else f"\\'{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char)}?"


# --- html ----------------------------------------------------------------------------------------------------------


def make_html(blocks: Blocks, font: str | None = None, charset: str = "utf-8") -> bytes:
    """A web page with a menu before the report and a footer after it."""
    body = []
    for block in blocks:
        if isinstance(block, Table):
            rows = ""
            for row in block.rows:
                cells = "".join(f"<td>{_html(cell).replace(chr(10), '<br>')}</td>" for cell in row)
                rows += f"<tr>{cells}</tr>"
            body.append(f"<table>{rows}</table>")
        elif isinstance(block, Item):
            body.append(f"<li>{_html(block.text)}</li>")
        else:
            body.append(f"<p>{_html(block)}</p>")
    text = re.sub("((?:<li>.*?</li>)+)", r"<ol>\1</ol>", "".join(body))
    text = f'<font face="{font}">{text}</font>' if font else text
    content = f"<body><nav>Trang chủ</nav><div>{text}</div><footer>Bản quyền</footer></body>"
    page = f'<html><head><meta charset="{charset}"></head>{content}</html>'
    return page.encode(charset, "xmlcharrefreplace")


def _html(text: str) -> str:
    tags = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>", "": "{}"}
    return "".join(tags[kind].format(html.escape(piece)) for kind, piece in pieces(text))


# --- pdf -----------------------------------------------------------------------------------------------------------


def pdf_lines(blocks: Blocks) -> list[str]:
    """The lines of a page as a printer would set them, row by row, without deletions."""
    lines: list[str] = []
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if any("\n" in cell for cell in row):
                    lines += [line for cell in row for line in plain(cell).split("\n")]
                else:
                    lines.append("\t".join(map(plain, row)))
        elif isinstance(block, Item):
            number += 1
            lines.append(f"{number}. {plain(block.text)}")
        else:
            lines.append(plain(block))
    return [line.replace("\u2011", "-") for line in lines]
