"""Frozen records: they are what `dataclasses` makes, but for the time it takes to define and to make them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle

import pytest

from vnreport.entities.models import Quantity, Reference, Time
from vnreport.structure.models import Block
from vnreport.text.records import replace
from vnreport.text.spans import DatedSpan, Span


@dataclasses.dataclass(frozen=True, slots=True)
class _Plain:
    start: int
    end: int
    text: str
    label: str = "other"
    scores: dict[str, float] = dataclasses.field(default_factory=dict)


@pytest.mark.parametrize("kind", [Span, DatedSpan, Quantity, Time, Reference, Block])
def test_a_record_takes_what_a_dataclass_takes(kind: type) -> None:
    fields = [field for field in dataclasses.fields(kind) if field.init]
    parameters = list(inspect.signature(kind).parameters.values())
    assert [parameter.name for parameter in parameters] == [field.name for field in fields]
    for parameter, field in zip(parameters, fields, strict=True):
        given = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        assert (parameter.default is not inspect.Parameter.empty) == given


def test_a_record_is_frozen_equal_hashable_and_travels() -> None:
    span = DatedSpan(1, 3, "ab")
    assert span == DatedSpan(start=1, end=3, text="ab", value=None)
    assert hash(span) == hash(DatedSpan(1, 3, "ab"))
    assert pickle.loads(pickle.dumps(span)) == copy.copy(span) == span
    assert span != DatedSpan(1, 4, "ab")
    assert span != Span(1, 3, "ab")
    assert repr(span) == "DatedSpan(start=1, end=3, text='ab', value=None)"
    assert dataclasses.is_dataclass(span)
    assert dataclasses.asdict(span)["text"] == "ab"
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.end = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del span.end
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'text'"):
        DatedSpan(1, 3)  # type: ignore[call-arg]


def test_a_default_that_is_made_is_made_for_each() -> None:
    assert Block(0, 1, "a", "paragraph").label_scores == {}
    assert Block(0, 1, "a", "paragraph", label_scores={"other": 1.0}).label_scores == {"other": 1.0}


@pytest.mark.parametrize("record", [_Plain(0, 1, "a"), Span(0, 1, "a"), Block(0, 1, "a", "heading", number="1")])
def test_replace_is_that_of_dataclasses(record: Span) -> None:
    assert replace(record, end=2, text="ab") == dataclasses.replace(record, end=2, text="ab")
    assert type(replace(record)) is type(record)
    with pytest.raises(KeyError):
        replace(record, colour="red")  # type: ignore[call-arg]
