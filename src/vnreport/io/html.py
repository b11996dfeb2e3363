"""Web pages: the main content with its title, one block element a line, tables as rows of TAB-separated cells."""

from __future__ import annotations

import re
from typing import Any

from vnreport.errors import MissingDependency
from vnreport.io.document import Document
from vnreport.io.plain import decode

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
)
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote",
     "figure", "figcaption", "table", "pre", "address", "dl", "dt", "dd", "center", "body")
)  # fmt: skip
# The part of the text that an element must hold to be taken for the main content.
_MAIN_SHARE = 0.5


def read_html(name: str, data: bytes) -> Document:
    """The text of a web page; what navigates, advertises or asks is left out."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise MissingDependency("selectolax", "reading .html files", "pip install 'vnreport[html]'") from error
    text, encoding = _decode(name, data)
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    title = title_node.text().strip() if title_node is not None else ""
    for tag in _DROPPED:
        for node in tree.css(tag):
            if tag != "head" or node.parent is None or node.parent.tag == "html":
                node.decompose()
    body = tree.body
    if body is None:
        return Document("", name, "html", encoding, "html by its tags")
    root = _main(tree, body)
    lines: list[str] = []
    heading = tree.css_first("h1")
    if heading is not None and root.css_first("h1") is None and heading.text().strip():
        lines += [_one_line(heading.text()), ""]
    elif heading is None and title:
        lines += [_one_line(title), ""]
    _walk(root, lines, [])
    return Document(_join(lines), name, "html", encoding, f"html by its tags, {encoding} by its marks")


def _decode(name: str, data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:4096])
    encoding = declared.group(1).decode("ascii").lower() if declared else ""
    if (
        encoding
        and encoding not in ("utf-8", "utf8")
        and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    ):
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            return decode(name, data)
    return decode(name, data)


def _main(tree: Any, body: Any) -> Any:
    whole = len(body.text())
    for selector in ("article", "main", "[role=main]"):
        node = tree.css_first(selector)
        if node is not None and len(node.text()) >= whole * _MAIN_SHARE:
            return node
    return body


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _walk(node: Any, lines: list[str], lists: list[int | None]) -> None:
    """Append the lines of an element; an unfinished line is the last of `lines`."""
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        current, done = stack.pop()
        tag = current.tag
        if done:
            if tag in ("ul", "ol") and lists:
                lists.pop()
            if tag in _BLOCKS or tag == "li":
                lines.append("")
            if tag in ("p", "table", "h1", "h2", "h3", "h4", "blockquote", "figure") and lines[-2:] != ["", ""]:
                lines.append("")
            continue
        if tag == "-text":
            _add(lines, current.text(deep=False))
            continue
        if tag == "br":
            lines.append("")
            continue
        if tag == "tr":
            cells = [_one_line(cell.text()) for cell in current.iter() if cell.tag in ("td", "th")]
            if any(cells):
                _break(lines)
                lines += ["\t".join(cells), ""]
            continue
        if tag.startswith(("-", "!", "_")):
            continue
        if tag in _BLOCKS or tag == "li":
            _break(lines)
        if tag in ("ul", "ol"):
            lists.append(0 if tag == "ol" else None)
        if tag == "li":
            _add(lines, _marker(lists))
        stack.append((current, True))
        children = list(current.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children))


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
