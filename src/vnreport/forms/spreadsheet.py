"""Cells of a CSV file for a spreadsheet: CSV has no types, and a text that begins as a formula would be run."""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")
# A sign alone, as the dash that stands for standard input, is none.
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?!$)")
# A sign before digits and words names no function, no cell and no program.
_AMOUNT = re.compile(r"[+\-]\d[\d.,]{0,40}(?: ?%| [^\W_]{1,20}(?:[ /][^\W_]{1,20}){0,6})?")


def inert(cell: T) -> T | str:
    """The cell; a text that a spreadsheet would take for a formula behind an apostrophe.

    >>> inert("=HYPERLINK(A1)"), inert("- Hạn chế"), inert("+12,5%"), inert("-3 vụ"), inert("-")
    ("'=HYPERLINK(A1)", "'- Hạn chế", '+12,5%', '-3 vụ', '-')
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _AMOUNT.fullmatch(cell):
        return "'" + cell
    return cell
