"""A report as plain records: all mentions in one flat list, or the rows of one table.

The mentions have the names of the result (`start`, `label`), the tables those that `vnreport batch` writes (`start_at`,
`content_label`), which SQL can say without quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vnreport.errors import ConfigError
from vnreport.forms.tables import TABLES, Cell, Column, Entry, Row, columns_of, day, rows

if TYPE_CHECKING:
    from vnreport.report import Report

MENTIONS = columns_of(
    "kind", "start:whole", "end:whole", "text", "sentence:whole", "section:whole", "label", "type", "role", "key",
    "code", "doc_id", "issued_on:day", "first_day:day", "last_day:day", "edtf", "value:number", "low:number",
    "high:number", "of:number", "unit", "comparator", "subject", "direction", "assessment", "full_name", "rule",
)  # fmt: skip
"""The columns of the table `mentions`, the same for every kind; what a kind does not have is null.

`type` is that of a reference or a time, and the dimension of a quantity. A quantity carries what its indicator says:
`role`, `subject`, `key` (its `subject_key`), `direction`, `assessment`, and the days that it holds for.
"""

NAMES = ("mentions", *TABLES)

_KINDS = {
    "reference": "references", "time": "times", "quantity": "quantities", "organization": "organizations",
    "person": "people", "place": "places", "abbreviation": "abbreviations",
}  # fmt: skip


def read_table(report: Report, table: str, source: str | None) -> tuple[tuple[Column, ...], list[Row]]:
    """Columns and rows of a table of a report. Raises ConfigError for a name that is no table."""
    if table == "mentions":
        return MENTIONS, list(_mentions(report.to_dict()))
    if table not in TABLES:
        raise ConfigError(f"table={table!r} is none of {', '.join(NAMES)}")
    return TABLES[table], [row for _, row in rows(Entry(source, {}, report.to_dict()), (table,))]


def find_records(report: Report, table: str, source: str | None) -> list[dict[str, Cell]]:
    """The rows of a table as dicts."""
    columns, found = read_table(report, table, source)
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in found]


def _mentions(report: Mapping[str, Any]) -> Iterator[Row]:
    said = {indicator["quantity"]: indicator for indicator in report["indicators"]}
    found = [(kind, index, mention) for kind, key in _KINDS.items() for index, mention in enumerate(report[key])]
    for kind, index, mention in sorted(found, key=lambda item: (item[2]["start"], item[2]["end"])):
        cells = {
            "kind": kind,
            **{name: mention.get(name) for name in ("start", "end", "text", "sentence", "code", "key", "rule")},
            **_place(report, mention["sentence"]),
            **_FIELDS[kind](report, mention, said.get(index) if kind == "quantity" else None),
        }
        yield tuple(cells.get(column.name) for column in MENTIONS)


def _place(report: Mapping[str, Any], sentence: int | None) -> dict[str, Cell]:
    if sentence is None:
        return {}
    found = report["sentences"][sentence]
    return {"label": found["label"], "section": report["blocks"][found["block"]]["section"]}


_Dict = Mapping[str, Any]


def _reference(_: _Dict, mention: _Dict, __: _Dict | None) -> dict[str, Cell]:
    known = mention["register"] or {}
    issued = (mention["issued_on"] or {}).get("value") or known.get("issued_on")
    return {"type": mention["type"], "doc_id": mention["doc_id"], "issued_on": day(issued)}


def _time(_: _Dict, mention: _Dict, __: _Dict | None) -> dict[str, Cell]:
    days = {name: day(mention[name]) for name in ("first_day", "last_day")}
    return {"type": mention["type"], "role": mention["role"], "edtf": mention["edtf"], **days}


def _quantity(report: _Dict, mention: _Dict, indicator: _Dict | None) -> dict[str, Cell]:
    amounts = {name: mention[name] for name in ("value", "low", "high", "of", "unit", "comparator")}
    if indicator is None:
        return {"type": mention["dimension"], **amounts}
    time = None if indicator["time"] is None else report["times"][indicator["time"]]
    return {
        "type": mention["dimension"],
        **amounts,
        **{name: indicator[name] for name in ("role", "direction", "assessment")},
        "subject": None if indicator["subject"] is None else indicator["subject"]["text"],
        "key": indicator["subject_key"],
        "first_day": None if time is None else day(time["first_day"]),
        "last_day": None if time is None else day(time["last_day"]),
    }


def _name(_: _Dict, mention: _Dict, __: _Dict | None) -> dict[str, Cell]:
    return {"full_name": mention["full_name"]}


def _abbreviation(_: _Dict, mention: _Dict, __: _Dict | None) -> dict[str, Cell]:
    return {"full_name": mention["long"]}


_FIELDS = {
    "reference": _reference, "time": _time, "quantity": _quantity, "organization": _name, "person": _name,
    "place": _name, "abbreviation": _abbreviation,
}  # fmt: skip
