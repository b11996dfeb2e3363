"""A report inside a notebook: the page in a frame of its own, so that no style, id or script meets those around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnreport.view.markup import element
from vnreport.view.page import render

if TYPE_CHECKING:
    from vnreport.report import Report

_HEIGHT = 640


def frame(report: Report, *, lang: str = "vi") -> str:
    """The page of a report as an `<iframe>` that may run its own script and do nothing else.

    >>> import vnreport
    >>> frame(vnreport.analyze("Đạt 5/7 xã."))[:48]
    '<iframe class="vnreport" sandbox="allow-scripts"'
    """
    return element(
        "iframe", class_="vnreport", sandbox="allow-scripts", width="100%", height=_HEIGHT, frameborder=0,
        title="vnreport", srcdoc=render(report, lang=lang),
    )  # fmt: skip
