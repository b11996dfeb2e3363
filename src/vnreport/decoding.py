"""Plain values of JSON back into frozen records, each checked against the type that its field declares.

What comes from outside is never trusted: a value of another type, a day that no calendar has, a span that is not that
of its text is a ParseError that names the place, "references[3].issued_on.value".
"""

from __future__ import annotations

import datetime
import math
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from vnreport.errors import ParseError
from vnreport.records import field_names, is_record, needed_fields

Decoder = Callable[[Any, str], Any]
"""From a plain value and the text of the report to the value of a field; raises `Wrong`."""


class Wrong(Exception):
    """A value that cannot be decoded: why, and the place of it, known from the inside out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, ""

    def within(self, place: str) -> Wrong:
        """The same, of a value inside another one."""
        self.place = place + self.place
        return self


def decode(kind: Any, value: Any, text: str, place: str) -> Any:
    """The value of a declared type that a plain value stands for; raises ParseError that names the place.

    >>> from vnreport.text.spans import DatedSpan
    >>> decode(DatedSpan, {"start": 0, "end": 1, "text": "x", "value": "2013-12-12"}, "xy", "day")
    DatedSpan(start=0, end=1, text='x', value=datetime.date(2013, 12, 12))
    >>> decode(DatedSpan, {"start": 0, "end": 1, "text": "x", "value": "2013-02-30"}, "xy", "day")
    Traceback (most recent call last):
    vnreport.errors.ParseError: day.value: '2013-02-30' is no day
    """
    try:
        return _decoder(kind)(value, text)
    except Wrong as wrong:
        wrong.within(place)
        raise ParseError(f"{wrong.place}: {wrong.reason}") from None


@cache
def _decoder(kind: Any) -> Decoder:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_record(kind):
        return _record(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return _optional(_decoder(next(argument for argument in arguments if argument is not types.NoneType)))
    if origin is tuple:
        return _list(_decoder(arguments[0]))
    return _mapping(_decoder(arguments[1]))


def _shown(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= 60 else f"{written[:60]}…"


def _exactly(kind: type, name: str) -> Decoder:
    def check(value: Any, text: str) -> Any:
        if type(value) is not kind:
            raise Wrong(f"{_shown(value)} is no {name}")
        return value

    return check


def _is_number(value: Any) -> bool:
    return type(value) is int or (type(value) is float and math.isfinite(value))


def _float(value: Any, text: str) -> float:
    if not _is_number(value):
        raise Wrong(f"{_shown(value)} is no number")
    return value  # type: ignore[no-any-return]


def _decimal(value: Any, text: str) -> Decimal:
    if not _is_number(value):
        raise Wrong(f"{_shown(value)} is no number")
    return Decimal(value) if type(value) is int else Decimal(repr(value))


def _day(value: Any, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong(f"{_shown(value)} is no day") from None


def _anything(value: Any, text: str) -> Any:
    return value


_PLAIN: dict[Any, Decoder] = {
    str: _exactly(str, "text"), int: _exactly(int, "whole number"), bool: _exactly(bool, "truth value"), float: _float,
    Decimal: _decimal, datetime.date: _day, Any: _anything,
}  # fmt: skip


def _optional(inner: Decoder) -> Decoder:
    return lambda value, text: None if value is None else inner(value, text)


def _list(inner: Decoder) -> Decoder:
    def decode_items(value: Any, text: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise Wrong(f"{_shown(value)} is no list")
        items: list[Any] = []
        try:
            for item in value:
                items.append(inner(item, text))
        except Wrong as wrong:
            raise wrong.within(f"[{len(items)}]") from None
        return tuple(items)

    return decode_items


def _mapping(inner: Decoder) -> Decoder:
    def decode_values(value: Any, text: str) -> dict[str, Any]:
        if not isinstance(value, Mapping) or not all(type(key) is str for key in value):
            raise Wrong(f"{_shown(value)} is no object")
        return {key: inner(item, text) for key, item in value.items()}

    return decode_values


def _record(kind: Any) -> Decoder:
    """A record from an object; keys that it does not know are of a later version, and passed over."""
    hints = get_type_hints(kind)
    known = {name: _decoder(hints[name]) for name in field_names(kind)}
    needed = needed_fields(kind)
    spanned = "start" in known and "end" in known
    written = spanned and "text" in known

    def decode_record(value: Any, text: str) -> Any:
        if not isinstance(value, Mapping):
            raise Wrong(f"{_shown(value)} is no object")
        for name in needed:
            if name not in value:
                raise Wrong(f"has no key {name!r}")
        values = {}
        name = ""
        try:
            for name, inner in known.items():
                if name in value:
                    values[name] = inner(value[name], text)
        except Wrong as wrong:
            raise wrong.within(f".{name}") from None
        if spanned:
            start, end = values["start"], values["end"]
            if not 0 <= start < end <= len(text):
                raise Wrong(f"the span {start}-{end} is not inside the text of {len(text)} characters")
            if written and text[start:end] != values["text"]:
                raise Wrong(f"{_shown(values['text'])} is not what stands at {start}-{end}")
        return kind(**values)

    return decode_record
