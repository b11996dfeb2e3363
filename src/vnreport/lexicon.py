"""The tables in `data/`: the only place that reads them, checks them and caches them.

A table is a UTF-8 file of TAB-separated columns. Lines that begin with `#` explain it; the first other line names the
columns. `load_table` checks every row once, and names file, line and reason when a row is wrong. Words are compared in
folded form (lower case, modern tone placement), so a table holds one spelling of each word.

A user's own tables extend the shipped ones: `with using(own): …` makes every cached loader answer for them.
"""

from __future__ import annotations

import functools
import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from vnreport.errors import LexiconError
from vnreport.records import record

Row = dict[str, str]
F = TypeVar("F", bound=Callable[..., Any])
_DATA = os.path.join(os.path.dirname(__file__), "data")


@record
class OwnTable:
    """A table of the user: the shipped table that it extends, its file as errors name it, and its text."""

    table: str
    file: str
    text: str


class _Lexicon:
    """The tables in force, with everything that was made of them."""

    __slots__ = ("memo", "own")

    def __init__(self, own: tuple[OwnTable, ...]) -> None:
        self.own = own
        self.memo: dict[object, Any] = {}


_SHIPPED = _Lexicon(())
_current: ContextVar[_Lexicon] = ContextVar("lexicon", default=_SHIPPED)
_lexicon_of = functools.lru_cache(maxsize=16)(_Lexicon)  # each holds megabytes of patterns


@contextmanager
def using(own: tuple[OwnTable, ...]) -> Iterator[None]:
    """For the calls inside, the shipped tables extended by a user's own."""
    if not own:
        yield
        return
    token = _current.set(_lexicon_of(own))
    try:
        yield
    finally:
        _current.reset(token)


def lexicon_cache(function: F) -> F:
    """Compute once for the tables in force: what is made of tables lives as long as they do."""

    @functools.wraps(function)
    def cached() -> Any:
        memo = _current.get().memo
        try:
            return memo[function]
        except KeyError:
            value = memo[function] = function()
            return value

    return cast(F, cached)


def lexicon_cache_by(function: F) -> F:
    """As `lexicon_cache`, once for each of the arguments of a function that takes some."""

    @functools.wraps(function)
    def cached(*args: object) -> Any:
        memo, key = _current.get().memo, (function, args)
        try:
            return memo[key]
        except KeyError:
            value = memo[key] = function(*args)
            return value

    return cast(F, cached)


# Columns with a closed set of values, and columns of numbers; an empty cell is checked by the table's own reader.
_CLOSED = {
    ("bounds", "comparator"): ("=", ">=", ">", "<=", "<", "~"),
    ("bounds", "side"): ("before", "after"),
    ("number_labels", "kind"): ("name", "label", "step", "counter", "rank", "count"),
    ("report_words", "sense"): (
        "lack", "bad_state", "bad_event", "hardship", "contrast", "good_state", "good_event", "done", "task", "intent",
        "proposal", "cause", "good_cause", "lesson", "context", "admin",
    ),
    ("section_labels", "label"): ("achievements", "limitations", "directions", "other", "inherit", "none"),
    ("role_cues", "place"): ("before", "after", "clause", "sentence", "estimate"),
    ("subject_words", "use"): (
        "lead", "tail", "agent", "light", "event", "verb", "measure", "ends", "compares", "generic", "noun_of_work",
        "cause", "kept", "predicate", "thing", "bare", "yields", "joins", "empty", "plan", "grade", "aim",
    ),
    ("indicators", "good"): ("up", "down", ""),
    ("furniture", "match"): ("whole", "start", "inside", "foot"),
    ("issuer_words", "kind"): ("whole", "small", "office"),
    ("organization_words", "kind"): (
        "strong", "weak", "field", "never", "complete", "needs_name", "numbered", "roman", "verb",
    ),
    ("parts_of_speech", "upos"): (
        "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X",
    ),
    ("places", "level"): (
        "province", "city", "district", "urban_district", "town", "provincial_city", "municipal_city",
    ),
}  # fmt: skip
_NUMBERS = frozenset((("units", "factor"),))
# Columns of words that are looked for in a text by their first syllable.
_WORDED = frozenset(
    (("counted_nouns", "noun"), ("document_names", "name"), ("indicators", "aliases"), ("indicators", "name"),
     ("issuer_classes", "words"), ("issuer_words", "word"), ("organization_words", "word"), ("subject_words", "word"),
     ("title_words", "phrase"))
)  # fmt: skip
# The columns that make two rows the same; elsewhere it is the first one.
_KEYS = {
    "register": ("code", "issued_on", "short_names"),
    "word_lists": ("word", "use"),
    "subject_words": ("word", "use"),
    "organization_words": ("word", "kind"),
    "furniture": ("phrase", "match"),
    "places": ("name", "level", "parent"),
    "document_names": ("type", "name"),
    "report_words": ("word", "sense"),
    "parts_of_speech": ("tag", "word"),
}


Columns = dict[str, Sequence[str]]


def parse_table(name: str, text: str, required: Iterable[str] = (), table: str | None = None) -> tuple[Row, ...]:
    """Rows of a table as dicts by column; raises LexiconError that names file, line and reason.

    `table` names the shipped table whose rules the rows must obey.
    """
    columns = _parse_columns(name, text, required, table)
    names = tuple(columns)
    return tuple([dict(zip(names, row)) for row in zip(*columns.values(), strict=True)])  # noqa: B905 (slow)


def _parse_columns(name: str, text: str, required: Iterable[str], table: str | None) -> Columns:
    """The columns of a table, each with its values, and "_line": the line of each row."""
    lines = enumerate(text.splitlines(), 1)
    told = [(number, line) for number, line in lines if line and line[0] != "#" and not line.isspace()]
    if not unicodedata.is_normalized("NFC", text):
        for number, line in told:
            if not unicodedata.is_normalized("NFC", line):
                raise LexiconError(name, number, "is not in Unicode form NFC")
    if not told:
        raise LexiconError(name, 1, "names no columns")
    number, line = told[0]
    names = [*map(str.strip, line.split("\t"))]
    if missing := [column for column in required if column not in names]:
        raise LexiconError(name, number, f"has no column {missing[0]!r}; it has {', '.join(names)}")
    tabs = len(names) - 1
    for number, line in told[1:]:
        if (found := line.count("\t")) != tabs:
            raise LexiconError(name, number, f"has {found + 1} columns where {tabs + 1} are named")
    values: list[Sequence[str]] = [*zip(*(line.split("\t") for _, line in told[1:]), strict=True)] or [()] * len(names)
    if any(blank in text for blank in (" \t", "\t ", " \n", "\n ")):
        values = [[cell.strip() for cell in column] for column in values]
    columns: Columns = dict(zip(names, values, strict=True))
    columns["_line"] = [str(number) for number, _ in told[1:]]
    if table is not None:
        keys = _KEYS.get(table) or names[:1]  # what tells a row from others: the first, where nothing else is said
        for column in names:
            _check_column(name, table, column, columns, key=column in keys)
    return columns


# A document without a number, a day or a short name, a province without one above it, a tag of any word.
_MAY_BE_EMPTY = frozenset(
    (("register", "code"), ("register", "issued_on"), ("register", "short_names"), ("places", "parent"),
     ("parts_of_speech", "word"))
)  # fmt: skip


def _check_column(name: str, table: str, column: str, columns: Columns, *, key: bool) -> None:
    values = columns[column]
    if key and (table, column) not in _MAY_BE_EMPTY and "" in values:
        raise LexiconError(name, int(columns["_line"][values.index("")]), f"has nothing in the column {column}")
    allowed = _CLOSED.get((table, column))
    if allowed is not None and not (told := set(values)).issubset(allowed):
        place = next(place for place, value in enumerate(values) if value in told.difference(allowed))
        reason = f"{column} {values[place]!r} is none of {', '.join(allowed)}"
        raise LexiconError(name, int(columns["_line"][place]), reason)
    for place, value in enumerate(values) if (table, column) in _WORDED else ():
        words = split_cell(value) if ";" in value else (value,)
        if not all(word[:1].isalpha() for word in words if word):
            raise LexiconError(name, int(columns["_line"][place]), f"{column} {value!r} does not begin with a letter")
    for place, value in enumerate(values) if (table, column) in _NUMBERS else ():
        try:
            float(value or 0)
        except ValueError:
            reason = f"{column} {value!r} is no number"
            raise LexiconError(name, int(columns["_line"][place]), reason) from None


def split_cell(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by semicolons."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def shipped(file: str) -> bytes:
    """What a file of `data/` holds."""
    with open(os.path.join(_DATA, file), "rb") as opened:
        return opened.read()


@lexicon_cache_by
def load_table(name: str, *required: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.tsv`, checked once; a user's own rows come first and replace those with the same key."""
    file = f"{name}.tsv"
    rows = parse_table(file, shipped(file).decode("utf-8"), required, name)
    columns = tuple(rows[0])[:-1]
    own = [
        {**dict.fromkeys(columns, ""), **row, "_own": "yes"}
        for table in _current.get().own
        if table.table == name
        for row in parse_table(table.file, table.text, required, name)
    ]
    if not own:
        return rows
    key = _KEYS.get(name, columns[:1])
    replaced = {tuple(row[column] for column in key) for row in own}
    return (*own, *(row for row in rows if tuple(row[column] for column in key) not in replaced))


def load_columns(name: str, *required: str) -> tuple[Sequence[str], ...]:
    """Columns of `data/<name>.tsv`, with a user's own rows, in the order asked for: for tables of many rows."""
    if any(table.table == name for table in _current.get().own):
        rows = load_table(name, *required)
        return tuple([row[column] for row in rows] for column in required)
    file = f"{name}.tsv"
    columns = _parse_columns(file, shipped(file).decode("utf-8"), required, name)
    return tuple(columns[column] for column in required)


@lexicon_cache_by
def load_words(use: str) -> tuple[str, ...]:
    """The words of one use from `word_lists.tsv`."""
    return tuple(row["word"] for row in load_table("word_lists", "word", "use", "source") if row["use"] == use)


def check_rows(name: str, rows: Iterable[Row], check: Callable[[Row], str | None]) -> None:
    """Raise LexiconError for the first row of which `check` returns a reason."""
    for row in rows:
        if reason := check(row):
            raise LexiconError(name, int(row["_line"]), reason)


def table_names() -> tuple[str, ...]:
    """The names of the shipped tables."""
    return tuple(sorted(file[:-4] for file in os.listdir(_DATA) if file.endswith(".tsv")))


@lexicon_cache
def digest() -> str:
    """A digest of all tables in force, which names the state of the lexicon in a result."""
    state = hashlib.sha256()
    for name in table_names():
        state.update(name.encode() + b"\0" + shipped(f"{name}.tsv") + b"\0")
    for own in _current.get().own:
        state.update(own.table.encode() + b"\0" + own.text.encode("utf-8", "surrogatepass") + b"\0")
    return state.hexdigest()[:16]
