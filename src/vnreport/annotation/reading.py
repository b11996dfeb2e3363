"""The fields that the rules read from a span alone: what a mark says that an annotator added or moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from vnreport.analyzer import find_quantities, find_references, find_times
from vnreport.annotation.marks import PROVISION_PARTS
from vnreport.entities.models import Quantity, Reference, Time
from vnreport.entities.provisions import find_provision
from vnreport.report import encode_number
from vnreport.structure.numbering import read_numbering
from vnreport.text.normalize import normalize


def read_fields(kind: str, text: str) -> dict[str, str]:
    """The fields that the text of a mark shows by itself; none where no rule reads it.

    >>> read_fields("quantity", "1,2 tỷ đồng")
    {'value': '1200000000', 'unit': 'đồng', 'comparator': '='}
    >>> read_fields("provision", "điểm b khoản 2 Điều 5")
    {'article': '5', 'clause': '2', 'point': 'b'}
    """
    return _READERS[kind](text) if kind in _READERS else {}


M = TypeVar("M", Reference, Time, Quantity)


def _widest(found: tuple[M, ...]) -> M | None:
    return max(found, key=lambda mention: mention.end - mention.start, default=None)


def _reference(text: str) -> dict[str, str]:
    found = _widest(find_references(text))
    return {} if found is None else _known({"document_type": found.type, "code": found.code})


def _day(text: str) -> dict[str, str]:
    found = _widest(find_times(text))
    return {"value": found.first_day.isoformat()} if found and found.type == "date" and found.first_day else {}


def _days(found: Time) -> dict[str, str | None]:
    days = {"first_day": found.first_day, "last_day": found.last_day}
    return {name: None if day is None else day.isoformat() for name, day in days.items()}


def _time(text: str) -> dict[str, str]:
    found = _widest(find_times(text))
    return {} if found is None else _known({"time_type": found.type, "time_role": found.role, **_days(found)})


def _period(text: str) -> dict[str, str]:
    found = _widest(find_times(text))
    return {} if found is None else _known(_days(found))


def _quantity(text: str) -> dict[str, str]:
    found = _widest(find_quantities(text))
    if found is None:
        return {}
    numbers = {"value": found.value, "low": found.low, "high": found.high, "of": found.of}
    written = {name: None if n is None else json.dumps(encode_number(n)) for name, n in numbers.items()}
    unit = None if found.unit is None else " ".join(found.unit.split())
    return _known({**written, "unit": unit, "comparator": found.comparator})


def _provision(text: str) -> dict[str, str]:
    source = normalize(text)
    found = find_provision(source.text, source.folded, 0)
    if found is None:
        return {}
    return _known({name: getattr(found[0][0], name) for name in PROVISION_PARTS})


def _section(text: str) -> dict[str, str]:
    found = read_numbering(normalize(text).text)
    return {} if found is None else _known({"number": found.number})


def _known(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


_READERS: dict[str, Callable[[str], dict[str, str]]] = {
    "section": _section, "reference": _reference, "issued_on": _day, "provision": _provision, "time": _time,
    "quantity": _quantity, "meta_issued_on": _day, "meta_period": _period,
}  # fmt: skip
