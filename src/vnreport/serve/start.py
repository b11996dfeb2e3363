"""The start page: a text is pasted or a file dropped, and its view stands below, in a frame of its own.

The form works without a script. The frame is sandboxed: what it shows has no origin, so it can reach neither this page
nor the service. Style and script are allowed by their digests alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Template

from vnreport.lexicon import parse_table
from vnreport.view.markup import escape
from vnreport.view.texts import LANGUAGES


def _asset(name: str) -> str:
    return (resources.files("vnreport.serve") / name).read_text("utf-8")


_STYLE, _SCRIPT, _PAGE = (_asset(f"start.{suffix}") for suffix in ("css", "js", "html"))


def _digest(part: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; style-src {_digest(_STYLE)}; script-src {_digest(_SCRIPT)}; img-src data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the start page may load and do."""

VIEW_POLICY = "sandbox allow-scripts allow-modals; frame-ancestors 'self'"
"""What the view may do, beside what its own policy allows: nothing that needs an origin."""


@cache
def _texts(lang: str) -> Mapping[str, str]:
    rows = parse_table("start.tsv", _asset("start.tsv"), ("key", *LANGUAGES))
    return {row["key"]: escape(row[lang]) for row in rows}


@cache
def start_page(lang: str) -> str:
    """The page in a language, "vi" or "en".

    >>> '<html lang="en">' in start_page("en")
    True
    """
    other = next(name for name in LANGUAGES if name != lang)
    return Template(_PAGE).substitute(
        _texts(lang), lang=lang, other_lang=other, style=_STYLE, script=_SCRIPT
    )  # fmt: skip


def error_page(lang: str, place: str, reason: str) -> str:
    """What the frame shows where there is no view.

    >>> '<p lang="en">file a.xlsx: is a table</p>' in error_page("en", "file a.xlsx", "is a table")
    True
    """
    title = _texts(lang)["failed"]
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body><main><h1>{title}</h1>\n<p lang="en">{escape(place)}: {escape(reason)}</p></main></body>\n</html>\n'
    )
