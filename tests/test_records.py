"""Frozen records: they are what `dataclasses` makes, but for the time it takes to define and to make them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from functools import cached_property

import pytest

from vnreport.analyzer import Analyzer
from vnreport.entities.models import Quantity, Reference, Time
from vnreport.records import field, record, replace
from vnreport.report import Report
from vnreport.structure.models import Block
from vnreport.text.spans import DatedSpan, Span


@record
class _Own(Span):
    label: str = "other"
    scores: dict[str, float] = field(default_factory=dict)


@record(frozen=False)
class _Open:
    count: int = 0
    names: list[str] = field(default_factory=list)


@record(slots=False)
class _Computed:
    text: str

    @cached_property
    def length(self) -> int:
        return len(self.text)


@record(kw_only=True)
class _Named:
    label: str
    size: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", self.label.upper())


@pytest.mark.parametrize("kind", [Span, DatedSpan, Quantity, Time, Reference, Block, Report, Analyzer, _Own])
def test_a_record_takes_what_a_dataclass_takes(kind: type) -> None:
    fields = [field for field in dataclasses.fields(kind) if field.init]
    parameters = list(inspect.signature(kind).parameters.values())
    assert [parameter.name for parameter in parameters] == [field.name for field in fields]
    for parameter, told in zip(parameters, fields, strict=True):
        given = told.default is not dataclasses.MISSING or told.default_factory is not dataclasses.MISSING
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


@pytest.mark.parametrize("record", [_Own(0, 1, "a"), Span(0, 1, "a"), Block(0, 1, "a", "heading", number="1")])
def test_replace_is_that_of_dataclasses(record: Span) -> None:
    assert replace(record, end=2, text="ab") == dataclasses.replace(record, end=2, text="ab")
    assert type(replace(record)) is type(record)
    with pytest.raises(KeyError):
        replace(record, colour="red")  # type: ignore[call-arg]


def test_a_record_has_the_fields_of_a_dataclass_in_their_order() -> None:
    fields = {told.name: told for told in dataclasses.fields(_Own(0, 1, "a"))}
    assert list(fields) == ["start", "end", "text", "label", "scores"]
    assert fields["label"].default == "other"
    assert fields["scores"].default_factory is dict
    assert dataclasses.asdict(_Own(0, 1, "a")) == {"start": 0, "end": 1, "text": "a", "label": "other", "scores": {}}


def test_a_record_that_is_not_frozen_changes() -> None:
    first, second = _Open(), _Open()
    first.count += 1
    first.names.append("a")
    assert (first.count, first.names, second.names) == (1, ["a"], [])
    assert copy.deepcopy(first) == first != second
    with pytest.raises(TypeError, match="unhashable"):
        hash(first)
    with pytest.raises(AttributeError):
        first.other = 1  # type: ignore[attr-defined]


def test_a_record_without_slots_keeps_what_is_computed() -> None:
    whole = _Computed("abc")
    assert whole.length == 3
    assert pickle.loads(pickle.dumps(whole)) == whole == _Computed("abc")
    assert repr(whole) == "_Computed(text='abc')"
    with pytest.raises(dataclasses.FrozenInstanceError):
        whole.text = "b"  # type: ignore[misc]


def test_a_record_of_named_fields_takes_names_alone() -> None:
    one = _Named(label="a")
    assert (one.label, one.size) == ("A", 1)
    assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == dataclasses.replace(one, size=1) == one
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        _Named("a")  # type: ignore[misc, call-arg]


def test_a_field_of_dataclasses_is_refused() -> None:
    with pytest.raises(TypeError, match="not from dataclasses"):

        @record
        class _Mixed:
            names: list[str] = dataclasses.field(default_factory=list)
