"""The tables in `data/`: the only place that reads them, checks them and caches them.

A table is a UTF-8 file of TAB-separated columns. Lines that begin with `#` explain it; the first other line names the
columns. `load_table` checks every row once, and names file, line and reason when a row is wrong. Words are compared in
folded form (lower case, modern tone placement), so a table holds one spelling of each word.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources

from vnreport.errors import LexiconError

Row = dict[str, str]
DATA = resources.files("vnreport") / "data"


def parse_table(name: str, text: str, required: Iterable[str] = ()) -> tuple[Row, ...]:
    """Rows of a table as dicts by column; raises LexiconError that names file, line and reason."""
    columns: list[str] | None = None
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not unicodedata.is_normalized("NFC", line):
            raise LexiconError(name, number, "is not in Unicode form NFC")
        cells = [cell.strip() for cell in line.split("\t")]
        if columns is None:
            columns = cells
            if missing := [column for column in required if column not in columns]:
                raise LexiconError(name, number, f"has no column {missing[0]!r}; it has {', '.join(columns)}")
            continue
        if len(cells) != len(columns):
            raise LexiconError(name, number, f"has {len(cells)} columns where {len(columns)} are named")
        rows.append({"_line": str(number), **dict(zip(columns, cells, strict=True))})
    if columns is None:
        raise LexiconError(name, 1, "names no columns")
    return tuple(rows)


def split_cell(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by semicolons."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())


@cache
def load_table(name: str, *required: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.tsv`, checked once."""
    file = f"{name}.tsv"
    return parse_table(file, (DATA / file).read_text("utf-8"), required)


@cache
def load_words(use: str) -> tuple[str, ...]:
    """The words of one use from `word_lists.tsv`."""
    return tuple(row["word"] for row in load_table("word_lists", "word", "use", "source") if row["use"] == use)


def check_rows(name: str, rows: Iterable[Row], check: Callable[[Row], str | None]) -> None:
    """Raise LexiconError for the first row of which `check` returns a reason."""
    for row in rows:
        if reason := check(row):
            raise LexiconError(f"{name}.tsv", int(row["_line"]), reason)


@cache
def digest() -> str:
    """A digest of all tables, which names the state of the lexicon in a result."""
    state = hashlib.sha256()
    for entry in sorted((entry for entry in DATA.iterdir() if entry.name.endswith(".tsv")), key=lambda e: e.name):
        state.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return state.hexdigest()[:16]
