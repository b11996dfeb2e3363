"""Text as markup: what a report says is shown, never obeyed.

`visible` changes characters one for one, so that offsets into the source are offsets into the page; `escape` and
`attributes` make markup of the result.
"""

from __future__ import annotations

import re
from html import escape as _escape

# Control characters, marks that turn the direction of writing, lone surrogates. Tab and line ends are layout.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with "�" for each character that could act on a page, and a blank for odd white space.

    >>> visible("Đảng\\u202e bộ\\x00"), len(visible("a\\ud800b\\x0c"))
    ('Đảng� bộ�', 4)
    """
    return _UNSAFE.sub(lambda match: " " if match.group().isspace() else "�", text)


def escape(text: str) -> str:
    """A text as the content of an element; a carriage return stays one.

    >>> escape("a < b & c\\r\\n"), escape("</script>")
    ('a &lt; b &amp; c&#13;\\n', '&lt;/script&gt;')
    """
    return _escape(visible(text), quote=False).replace("\r", "&#13;")


def attributes(**values: str | int | bool | None) -> str:
    """Attributes with a blank before each; None and False are left out, `_` is written `-`.

    >>> attributes(class_="a b", data_x='say "no"', hidden=True, title=None)
    ' class="a b" data-x="say &quot;no&quot;" hidden'
    """
    written = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        written.append(f" {name}" if value is True else f' {name}="{_quoted(value)}"')
    return "".join(written)


def _quoted(value: str | int) -> str:
    return _escape(visible(str(value))).replace("\r", "&#13;").replace("\n", "&#10;")


def element(tag: str, *content: str, **values: str | int | bool | None) -> str:
    """An element with markup inside.

    >>> element("b", escape("1 < 2"), class_="sum")
    '<b class="sum">1 &lt; 2</b>'
    """
    return f"<{tag}{attributes(**values)}>{''.join(content)}</{tag}>"


def one_line(text: str) -> str:
    """A stretch of the source in one line, as content of an element."""
    return escape(" ".join(text.split()))
