"""Records moved from the normalised text back to the source: every span that they hold, at any depth.

A record is a dataclass; it is placed where it has `start` and `end`, and its `text`, if it has one, is the slice of the
text between them. What moving does not change stays the same object.
"""

from __future__ import annotations

import operator
import typing
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from vnreport.records import is_record, record, replace
from vnreport.text.normalize import NormalizedText

T = TypeVar("T")


def relocate(record: T, source: NormalizedText) -> T:
    """A record whose spans count in the normalised text, with spans that count in the source.

    >>> from vnreport.text.normalize import normalize
    >>> from vnreport.text.spans import Span
    >>> relocate(Span(0, 5, "a 2-3"), normalize("\\u200ba 2\\u20133"))
    Span(start=1, end=6, text='a 2–3')
    """
    moved: T = record if source.text == source.source else _Move(source).record(record)
    return moved


@record
class _Shape:
    """The fields of a class of records that hold records, and whether it has offsets and text."""

    inner: tuple[str, ...]
    placed: bool
    written: bool


@cache
def _shape(kind: type) -> _Shape:
    hints = typing.get_type_hints(kind)
    placed = "start" in hints
    return _Shape(tuple(name for name, hint in hints.items() if _holds_records(hint)), placed, "text" in hints)


def _holds_records(hint: Any) -> bool:
    return is_record(hint) or any(_holds_records(part) for part in typing.get_args(hint))


class _Move:
    """One move of one result: what two of its records share, they share afterwards."""

    def __init__(self, source: NormalizedText) -> None:
        self._source = source
        self._moved: dict[int, tuple[Any, Any]] = {}  # the record that is moved is held, so that its id stays its own

    def record(self, record: Any) -> Any:
        if (known := self._moved.get(id(record))) is not None:
            return known[1]
        kind: type = type(record)
        shape = _shape(kind)
        changes: dict[str, Any] = {}
        for name in shape.inner:
            held = getattr(record, name)
            moved = self._held(held) if held else held
            if moved is not held:
                changes[name] = moved
        if shape.placed:
            start, end = record.start, record.end
            if self._source.starts is not None:
                start, end = self._source.to_source(start, end)
                if start != record.start or end != record.end:
                    changes |= {"start": start, "end": end}
            if shape.written and (text := self._source.source[start:end]) != record.text:
                changes["text"] = text
        moved = replace(record, **changes) if changes else record
        if changes or shape.inner:
            self._moved[id(record)] = record, moved
        return moved

    def _held(self, held: Any) -> Any:
        """A record that another one holds, or a sequence of them."""
        if not isinstance(held, Sequence):
            return self.record(held)
        moved = [self.record(record) for record in held]
        return held if all(map(operator.is_, moved, held)) else tuple(moved)
