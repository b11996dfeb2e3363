"""Web pages: the main content with its title, one block element a line, tables as rows of TAB-separated cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document
from vnreport.io.layout import table_lines
from vnreport.io.plain import decode_file, mended
from vnreport.text.encodings import Decoded, mend_runs
from vnreport.text.encodings.mend import legacy_font
from vnreport.text.encodings.tables import as_windows, to_bytes

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DROPPED = (
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "iframe",
    "svg",
    "button",
    "select",
    "nav",
    "aside",
    "footer",
    "form",
    "del",
)
# What of it a reader of the page sees.
_FURNITURE = frozenset(("nav", "aside", "footer", "form"))
_WESTERN = ("iso-8859-1", "windows-1252", "cp1252", "latin1", "us-ascii", "x-user-defined")
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote",
     "figure", "figcaption", "table", "pre", "address", "dl", "dt", "dd", "center", "body")
)  # fmt: skip
# The part of the text that an element must hold to be taken for the main content.
_MAIN_SHARE = 0.5


def read_html(name: str, data: bytes) -> Document:
    """The text of a web page; what navigates, advertises or asks is left out and named as furniture."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise MissingDependency("selectolax", "reading .html files", "pip install 'vnreport[html]'") from error
    source = _characters(name, data)
    if _too_deep(source.text):
        raise UnreadableFile(name, "is no page that a program wrote: it is nested too deeply")
    tree = LexborHTMLParser(source.text)
    title_node = tree.css_first("title")
    title = title_node.text().strip() if title_node is not None else ""
    faces = _style_faces(tree)
    furniture = tuple(dict.fromkeys(_dropped(tree)))
    body = tree.body
    if body is None:
        return Document("", name, "html", source.encoding, "html by its tags")
    texts, used = _unicode_texts(body, faces)
    root = _main(tree, body)
    lines: list[str] = []
    heading = tree.css_first("h1")
    if heading is not None and root.css_first("h1") is None and heading.text().strip():
        lines += [_one_line(_text_of(heading, texts)), ""]
    elif heading is None and title:
        lines += [_one_line(title), ""]
    _walk([root], lines, [], texts)
    found = _finished(name, _join(lines), source, used)
    decided = f"html by its tags, {found.how}"
    return Document(found.text, name, "html", found.encoding, decided, found.warnings, furniture=furniture)


_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,11})(?:[^<>]*(/)>)?", re.IGNORECASE)
# Elements that are empty, or that end where the next one begins.
_UNNESTED = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
     "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "html", "body")
)  # fmt: skip
# A parser of HTML looks through all open elements at a tag, and opens those anew that make letters bold or red.
_MOST_STEPS = 20_000_000


def _too_deep(source: str) -> bool:
    """Whether the open elements at each tag, summed over all tags, are more than in any page, before it is parsed.

    Tags are counted by name, not parsed: what is closed crosswise on purpose may still pass.

    >>> _too_deep("<div><p>" * 2000 + "x"), _too_deep("<div>" * 10_000 + "x"), _too_deep("<div><br></div>" * 10_000)
    (False, True, False)
    """
    if source.count("<") ** 2 // 2 <= _MOST_STEPS:
        return False
    depths: dict[str, int] = {}
    depth = steps = 0
    for end, tag, closed in _TAG.findall(source):
        steps += depth
        tag = tag.lower()
        if tag in _UNNESTED or (closed and depths.get("svg")):
            continue
        own = depths.get(tag, 0)
        if not end:
            depths[tag] = own + 1
            depth += 1
        elif own:
            depths[tag] = own - 1
            depth -= 1
    return steps > _MOST_STEPS


def _characters(name: str, data: bytes) -> Decoded:
    """The page as characters: Unicode, the encoding it declares, or Windows-1252 until its text shows more."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or data[:64].count(0) > 8:
        found = decode_file(name, data)
        return Decoded(found.text, found.encoding, found.how)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8 by its bytes")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    encoding = declared.group(1).decode("ascii").lower() if declared else ""
    if encoding not in ("", "utf-8", "utf8", *_WESTERN):
        try:
            return Decoded(data.decode(encoding), encoding, f"{encoding} by its declaration")
        except (LookupError, UnicodeDecodeError):
            pass
    # Pages in TCVN3 and VNI declare a western encoding or none; their text is looked at once the tags are gone.
    return Decoded(as_windows(data), "", "")


def _finished(name: str, text: str, source: Decoded, used: tuple[str, ...]) -> Decoded:
    if source.encoding or used:
        encoding = "+".join(used) or source.encoding
        how = f"{encoding} by the names of its fonts" if used else source.how
        return mended(Decoded(text, encoding, how))
    codes = to_bytes(text)
    if codes is None:  # an entity such as &ldquo;&#7899; beside codes of one byte
        return mended(Decoded(text, "windows-1252", "windows-1252 by default"))
    return decode_file(name, codes)


def _dropped(tree: Any) -> Iterator[str]:
    """Take what is no content out of the tree; yields the text of it that a reader of the page sees."""
    for node in tree.css("div[title=header], div[title=footer]"):  # pages of a text processor
        yield from [text] if (text := _one_line(node.text(separator=" "))) else []
        node.decompose()
    for tag in _DROPPED:
        for node in tree.css(tag):
            if tag != "head" or node.parent is None or node.parent.tag == "html":
                if tag in _FURNITURE and (text := _one_line(node.text(separator=" "))):
                    yield text
                node.decompose()


# --- fonts ---------------------------------------------------------------------------------------------------------

_FACE = re.compile(r"font(?:-family)?\s*:[^;{}]{0,200}?[\"']?((?:\.vn|vni-|vps |vi )[\w ]{2,30})", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,3000})\}")


def _style_faces(tree: Any) -> dict[str, str]:
    """Fonts of an older encoding by the class or the tag that a style sheet of the page gives them to."""
    found: dict[str, str] = {}
    for sheet in tree.css("style"):
        for rule in _RULE.finditer(sheet.text()):
            face = _FACE.search(rule[2])
            if face is None:
                continue
            for selector in rule[1].split(","):
                last = selector.strip().split()[-1:] or [""]
                found[last[0].partition(".")[2] or last[0]] = face[1]
    return found


def _face_of(node: Any, faces: dict[str, str]) -> str | None:
    attributes = node.attributes
    if node.tag == "font" and attributes.get("face"):
        return str(attributes["face"]).split(",")[0]
    style = attributes.get("style") or ""
    if "font" in style:
        face = _FACE.search(style)
        if face is not None or "font-family" in style:
            return face[1] if face is not None else ""
    for name in (*(attributes.get("class") or "").split(), node.tag):
        if name in faces:
            return faces[name]
    return None


def _unicode_texts(body: Any, faces: dict[str, str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """The texts of nodes in fonts of an older encoding, decoded, by node; and the encodings found."""
    runs: list[tuple[str, str | None]] = []
    nodes: list[int] = []
    stack: list[tuple[Any, str | None]] = [(body, None)]
    while stack:
        node, face = stack.pop()
        tag = _tag(node)
        if tag == "-text":
            runs.append((node.text(deep=False), face))
            nodes.append(node.mem_id)
            continue
        if tag.startswith(("-", "!", "_")):
            continue
        if tag in _BLOCKS or tag in ("li", "td", "th", "br"):
            runs.append(("\n", None))
            nodes.append(0)
        own = _face_of(node, faces)
        face = face if own is None else own
        stack.extend((child, face) for child in reversed(list(node.iter(include_text=True))))
    if not any(legacy_font(face) for _, face in runs):
        return {}, ()
    texts, used = mend_runs(runs)
    return {node: text for node, text in zip(nodes, texts, strict=True) if node}, used


def _text_of(node: Any, texts: dict[int, str]) -> str:
    """The text of a node and all below it, with its fonts taken into account."""
    lines: list[str] = []
    _walk([node], lines, [], texts)
    return " ".join(lines)


def _main(tree: Any, body: Any) -> Any:
    whole = len(body.text())
    for selector in ("article", "main", "[role=main]"):
        node = tree.css_first(selector)
        if node is not None and len(node.text()) >= whole * _MAIN_SHARE:
            return node
    return body


def _tag(node: Any) -> str:
    """The tag of a node; "-…" and "!…" are text and comments, and an instruction (`<?xml:namespace … ?>`) has none."""
    return str(node.tag or "!instruction")


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _walk(nodes: list[Any], lines: list[str], lists: list[int | None], texts: dict[int, str]) -> None:
    """Append the lines of some nodes; an unfinished line is the last of `lines`."""
    stack: list[tuple[Any, bool]] = [(node, False) for node in reversed(nodes)]
    held: list[str] = []  # text in the line, not yet added to it
    while stack:
        current, done = stack.pop()
        tag = _tag(current)
        if tag == "-text":
            held.append(texts[current.mem_id] if current.mem_id in texts else current.text(deep=False))
            continue
        if held and (tag in _BLOCKS or tag in ("li", "br")):
            _add(lines, "".join(held))
            held.clear()
        if done:
            if tag in ("ul", "ol") and lists:
                lists.pop()
            if tag in _BLOCKS or tag == "li":
                lines.append("")
            if tag in ("p", "table", "h1", "h2", "h3", "h4", "blockquote", "figure") and lines[-2:] != ["", ""]:
                lines.append("")
            continue
        if tag == "br":
            lines.append("")
            continue
        if tag == "table" and (rows := _rows(current, texts)) is not None:
            _break(lines)
            lines += [*table_lines(rows), ""]
            continue
        if tag.startswith(("-", "!", "_")):
            continue
        if (tag in _BLOCKS or tag == "li") and not _ITEM.fullmatch(lines[-1] if lines else ""):
            _break(lines)
        if tag in ("ul", "ol"):
            lists.append(0 if tag == "ol" else None)
        if tag == "li":
            _add(lines, _marker(lists))
        stack.append((current, True))
        children = list(current.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children))
    if held:
        _add(lines, "".join(held))


# A table with more text in a cell than this lays out the page; what it holds is read block by block.
_CELL = 1500


def _rows(table: Any, texts: dict[int, str]) -> list[list[list[str]]] | None:
    """The rows of a table of data or of a letterhead; None for one that lays out the page."""
    if table.css_first("table table") is not None or table.css_first("h1") is not None:
        return None
    rows: list[list[list[str]]] = []
    for row in table.css("tr"):
        cells = []
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            lines: list[str] = []
            _walk(list(cell.iter(include_text=True)), lines, [], texts)
            if sum(map(len, lines)) > _CELL:
                return None
            cells.append([line.strip(" ") for line in lines if line.strip()])
        if cells:
            rows.append(cells)
    return rows


_ITEM = re.compile(r"- |\d{1,4}[.] ")


def _marker(lists: list[int | None]) -> str:
    if not lists or lists[-1] is None:
        return "- "
    lists[-1] = (lists[-1] or 0) + 1
    return f"{lists[-1]}. "


def _break(lines: list[str]) -> None:
    if lines and lines[-1]:
        lines.append("")


def _add(lines: list[str], text: str) -> None:
    text = re.sub(r"[ \t\r\n]+", " ", text)
    if not lines:
        lines.append("")
    lines[-1] += text.lstrip(" ") if not lines[-1] or lines[-1].endswith(" ") else text


def _join(lines: list[str]) -> str:
    text = "\n".join(line.strip(" ") for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
