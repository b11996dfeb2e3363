"""The fonts of a Word file: text in fonts of an older encoding is put into Unicode before the body is read.

A run's font stands at the run, in its character style, in its paragraph's style and the styles that is based on, or in
the defaults of the document; the first that names one wins.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from vnreport.text.encodings.mend import legacy_font, mend_runs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = ("ascii", "hAnsi", "cs")


def mend_fonts(opened: Any) -> tuple[str, ...]:
    """Decode, in place, the text of all runs in fonts of an older encoding; returns the encodings found."""
    body, fonts = opened.element.body, _Fonts(opened)
    runs: list[tuple[str, str | None]] = []
    places: list[Any] = []
    last = None
    for run in body.iter(f"{_W}r"):
        font = fonts.of(run)
        if legacy_font(font) is not None:
            _keep_soft_hyphens(run)
        paragraph = run.getparent()
        if last is not None and paragraph is not last:
            # A letter may be cut between runs, never between paragraphs.
            runs.append(("\n", None))
            places.append(None)
        last = paragraph
        for text in run.iter(f"{_W}t"):
            runs.append((text.text or "", font))
            places.append(text)
    if not any(legacy_font(font) for _, font in runs):
        return ()
    texts, used = mend_runs(runs)
    for place, text in zip(places, texts, strict=True):
        if place is not None:
            place.text = text
    return used


def _keep_soft_hyphens(run: Any) -> None:
    """Word holds U+00AD as an element; in TCVN3 it is the letter "ư"."""
    for mark in list(run.iter(f"{_W}softHyphen")):
        text = mark.makeelement(f"{_W}t", {})
        text.text = "\xad"
        mark.getparent().replace(mark, text)


class _Fonts:
    """The font of a run, by the rules of inheritance."""

    def __init__(self, opened: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        self._normal: str | None = None
        root = opened.styles.element
        for style in root.findall(f"{_W}style"):
            self._styles[style.get(f"{_W}styleId")] = style
            if style.get(f"{_W}default") in ("1", "true", "on") and style.get(f"{_W}type") == "paragraph":
                self._normal = style.get(f"{_W}styleId")
        self._default = _named(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        self._of_style = cache(self._search_style)

    def of(self, run: Any) -> str | None:
        """The name of the font that a run is drawn in, or None where only the theme says it."""
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            own = _named(properties) or self._of_style(_value(properties, "rStyle"))
            if own:
                return own
        paragraph = run.getparent()
        while paragraph is not None and paragraph.tag != f"{_W}p":
            paragraph = paragraph.getparent()
        style = None if paragraph is None else _value(paragraph.find(f"{_W}pPr"), "pStyle")
        return self._of_style(style or self._normal) or self._default

    def _search_style(self, name: str | None) -> str | None:
        seen: set[str] = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            own = _named(style.find(f"{_W}rPr"))
            if own:
                return own
            name = _value(style, "basedOn")
        return None


def _named(properties: Any) -> str | None:
    fonts = None if properties is None else properties.find(f"{_W}rFonts")
    if fonts is None:
        return None
    return next((name for kind in _KINDS if (name := fonts.get(f"{_W}{kind}"))), None)


def _value(element: Any, tag: str) -> str | None:
    child = None if element is None else element.find(f"{_W}{tag}")
    return None if child is None else child.get(f"{_W}val")
