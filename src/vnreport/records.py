"""Records that cost little: little to define, and little to make.

A frozen dataclass with slots has six methods written out and compiled for it, which is a third of the time that it
takes to import the library; and its `__init__` fills each field through `object.__setattr__`, which looks it up by its
name, where one report holds thousands of records. `record` writes out the `__init__` alone, which fills its slots
directly; the other methods are shared by all records. For `dataclasses.fields`, `asdict` and `is_dataclass` a record
is a dataclass; what they read is made when they first ask, for the module takes longer to import than all records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")
_MISSING: Any = object()


class _Fresh:
    """A default that is made anew for each record."""

    __slots__ = ("default_factory",)

    def __init__(self, *, default_factory: Callable[[], Any]) -> None:
        self.default_factory = default_factory


if TYPE_CHECKING:
    from dataclasses import field as field  # typed as these two, field by field
    from dataclasses import replace as replace
else:
    field = _Fresh

    def replace(record, /, **changes):
        """A record like this one but for the fields named: `dataclasses.replace`, in a third of its time."""
        kind = type(record)
        values, places = list(_reader(kind)(record)), _places(kind)
        for name, value in changes.items():
            values[places[name]] = value
        return kind(*values)


@overload
def record(kind: type[T], /) -> type[T]: ...
@overload
def record(*, frozen: bool = True, slots: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: Any = None, /, *, frozen: bool = True, slots: bool = True, kw_only: bool = False) -> Any:
    """A frozen dataclass with slots, in all that is asked of one.

    >>> @record
    ... class Place:
    ...     name: str
    ...     level: str | None = None
    >>> Place("Bảo Yên", level="district")
    Place(name='Bảo Yên', level='district')

    One that is not `frozen` may be changed; one without `slots` has room for what is computed of it later; the fields
    of one with `kw_only` are given by their names.
    """
    if kind is None:
        return lambda kind: _made(kind, frozen, slots, kw_only)
    return _made(kind, frozen, slots, kw_only)


def _made(kind: type, frozen: bool, slots: bool, kw_only: bool) -> type:
    own: dict[str, str] = kind.__annotations__
    held = dict(vars(kind))
    defaults = {name: held.pop(name) for name in own if name in held}
    for name, default in defaults.items():
        if hasattr(default, "default_factory") and not isinstance(default, _Fresh):
            raise TypeError(f"{kind.__qualname__}.{name}: take `field` from vnreport.records, not from dataclasses")
    inherited: dict[str, Any] = {}
    for base in reversed(kind.__mro__[1:]):
        inherited |= base.__dict__.get("_record_defaults", {})
    all_defaults = inherited | {name: defaults.get(name, _MISSING) for name in own}
    for name, method in (_SHARED | (_FROZEN if frozen else _CHANGING)).items():
        held.setdefault(name, method)
    held["_record_defaults"] = all_defaults
    held["__match_args__"] = () if kw_only else tuple(all_defaults)
    held["__dataclass_fields__"] = _FieldsOfDataclass()
    if slots:
        held["__slots__"] = tuple(name for name in own if name not in inherited)
        held["__reduce__"] = _named_again if kw_only else _made_again
    held.pop("__dict__", None)
    held.pop("__weakref__", None)
    made = type(kind)(kind.__name__, kind.__bases__, held)
    made.__qualname__ = kind.__qualname__
    setattr(made, "__init__", _written_init(made, slots, kw_only))  # noqa: B010 (mypy forbids the assignment)
    return made


def _written_init(kind: Any, slots: bool, kw_only: bool) -> Any:
    """The `__init__` of a record, written as text and compiled, as `dataclasses` itself makes them."""
    known: dict[str, Any] = {"_MISSING": _MISSING}
    arguments, lines = ["self", "*"] if kw_only else ["self"], []
    if not slots:
        lines.append(" held = self.__dict__")
    for name, default in kind._record_defaults.items():
        value, argument = name, name
        if isinstance(default, _Fresh):
            known[f"_make_{name}"], argument = default.default_factory, f"{name}=_MISSING"
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        elif default is not _MISSING:
            known[f"_default_{name}"], argument = default, f"{name}=_default_{name}"
        arguments.append(argument)
        if slots:
            known[f"_fill_{name}"] = getattr(kind, name).__set__
            lines.append(f" _fill_{name}(self, {value})")
        else:
            lines.append(f" held[{name!r}] = {value}")
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(arguments)}):\n" + "\n".join(lines), known)
    init = known["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    init.__annotations__ = _annotations(kind) | {"return": None}
    return init


def _annotations(kind: type) -> dict[str, str]:
    """The fields of a record with their types, those of its bases first."""
    written: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if "_record_defaults" in base.__dict__:
            written |= base.__annotations__
    return written


class _FieldsOfDataclass:
    """What `dataclasses` keeps of a dataclass, made when it is first asked for."""

    def __get__(self, record: object, kind: Any) -> Any:
        import dataclasses

        annotations = _annotations(kind)
        fields: list[tuple[str, Any, Any]] = []
        for name, default in kind._record_defaults.items():
            told: dict[str, Any] = {"kw_only": not kind.__match_args__}
            if isinstance(default, _Fresh):
                told["default_factory"] = default.default_factory
            elif default is not _MISSING:
                told["default"] = default
            fields.append((name, annotations[name], dataclasses.field(**told)))
        made: Any = dataclasses.make_dataclass(kind.__name__, fields)
        kind.__dataclass_fields__ = made.__dataclass_fields__
        return kind.__dataclass_fields__


# --- the methods that all records share ------------------------------------------------------------------------------


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


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
    fields = (f"{name}={value!r}" for name, value in zip(field_names(kind), _reader(kind)(self), strict=True))
    return f"{kind.__qualname__}({', '.join(fields)})"


def _made_again(self: Any) -> tuple[type, tuple[Any, ...]]:
    """How `pickle` and `copy` make a record again."""
    kind: Any = type(self)
    return kind, _reader(kind)(self)


def _named_again(self: Any) -> tuple[Any, ...]:
    """The same for a record whose fields are given by their names."""
    kind: Any = type(self)
    return partial(kind, **dict(zip(field_names(kind), _reader(kind)(self), strict=True))), ()


_SHARED = {"__eq__": _equal, "__repr__": _shown}
_FROZEN = {"__hash__": _hash, "__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
_CHANGING = {"__hash__": None}


def is_record(kind: object) -> bool:
    """Whether something is a class of records."""
    return isinstance(kind, type) and hasattr(kind, "_record_defaults")


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """The names of the fields of a class of records, in their order."""
    return tuple(kind._record_defaults)


def needed_fields(kind: Any) -> tuple[str, ...]:
    """The fields that have no default."""
    return tuple(name for name, default in kind._record_defaults.items() if default is _MISSING)


@cache
def _reader(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """What reads all fields of a record."""
    names = field_names(kind)
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


@cache
def _places(kind: type) -> dict[str, int]:
    """The place of each field among them."""
    return {name: place for place, name in enumerate(field_names(kind))}
