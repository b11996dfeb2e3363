"""Frozen records that cost little: little to define, and little to make.

A frozen dataclass with slots has six methods written out and compiled for it, which is a third of the time that it
takes to import the library; and its `__init__` fills each field through `object.__setattr__`, which looks it up by its
name, where one report holds thousands of records. `record` writes out the `__init__` alone, which fills its slots
directly; the other methods are shared by all records. For `dataclasses.fields`, `asdict` and `is_dataclass` a record
is a dataclass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def record(kind: type[T]) -> type[T]:
    """A frozen dataclass with slots, in all that is asked of one.

    >>> @record
    ... class Place:
    ...     name: str
    ...     level: str | None = None
    >>> Place("Bảo Yên", level="district")
    Place(name='Bảo Yên', level='district')
    """
    for name, method in _SHARED.items():
        setattr(kind, name, method)
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    setattr(made, "__init__", _written_init(made))  # noqa: B010 (mypy forbids the assignment)
    return made


def _written_init(kind: type) -> Any:
    """The `__init__` of a record, written as text and compiled, as `dataclasses` itself makes them."""
    known: dict[str, Any] = {"_MISSING": dataclasses.MISSING}
    arguments, lines = [], []
    for field in dataclasses.fields(kind):
        name, value, argument = field.name, field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"], argument = field.default, f"{name}=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"], argument = field.default_factory, f"{name}=_MISSING"
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        known[f"_fill_{name}"] = getattr(kind, name).__set__
        arguments.append(argument)
        lines.append(f" _fill_{name}(self, {value})")
    exec(f"def __init__(self, {', '.join(arguments)}):\n" + "\n".join(lines), known)
    init = known["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in dataclasses.fields(kind)} | {"return": None}
    return init


# --- the methods that all records share ------------------------------------------------------------------------------


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _equal(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    kind: Any = type(self)
    values = _reader(kind)
    return values(self) == values(other)


def _hash(self: Any) -> int:
    kind: Any = type(self)
    return hash(_reader(kind)(self))


def _shown(self: Any) -> str:
    kind: Any = type(self)
    fields = (f"{name}={value!r}" for name, value in zip(_names(kind), _reader(kind)(self), strict=True))
    return f"{kind.__qualname__}({', '.join(fields)})"


def _made_again(self: Any) -> tuple[type, tuple[Any, ...]]:
    """How `pickle` and `copy` make a record again."""
    kind: Any = type(self)
    return kind, _reader(kind)(self)


_SHARED = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__reduce__": _made_again,
}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _reader(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """What reads all fields of a record."""
    names = _names(kind)
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


if TYPE_CHECKING:
    from dataclasses import replace as replace  # typed as that one, field by field
else:

    def replace(record, /, **changes):
        """A record like this one but for the fields named: `dataclasses.replace`, in a third of its time."""
        kind = type(record)
        values, places = list(_reader(kind)(record)), _places(kind)
        for name, value in changes.items():
            values[places[name]] = value
        return kind(*values)


@cache
def _places(kind: type) -> dict[str, int]:
    """The place of each field among them."""
    return {name: place for place, name in enumerate(_names(kind))}
