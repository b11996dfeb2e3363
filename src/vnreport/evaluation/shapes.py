"""What an annotation and a prediction must look like for the comparison to read them; anything else is a GoldError.

Both come from outside: from a person's editor, from another tool. Each key that the comparison looks at has a shape
here; keys that it does not look at may hold anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from vnreport.errors import GoldError

Shape = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _whole(value: Any) -> bool:
    return type(value) is int


def _number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _list(value: Any) -> bool:
    return isinstance(value, list)


def _provisions(value: Any) -> bool:
    return isinstance(value, list) and all(map(_object, value))


def _named(value: Any) -> bool:
    return isinstance(value, Mapping) and (value.get("text") is None or isinstance(value["text"], str))


_SPAN: dict[str, Shape] = {"start": _whole, "end": _whole}
# By part: what must be there, and what may be there or be null.
_ANNOTATED: dict[str, tuple[dict[str, Shape], dict[str, Shape]]] = {
    "blocks": ({**_SPAN, "kind": _text}, {"also": _list}),
    "sections": ({"start": _whole, "level": _whole, "label": _text}, {"end": _whole, "also": _list}),
    "sentences": (_SPAN, {"label": _text, "aspect": _text, "also": _list}),
    "references": ({**_SPAN, "type": _text}, {
        "code": _text, "issued_on": _object, "issuer": _object, "title": _object, "provisions": _provisions,
        "register": _object,
    }),
    "times": (_SPAN, {"first_day": _text, "last_day": _text, "type": _text, "role": _text}),
    "quantities": (_SPAN, {
        "value": _number, "low": _number, "high": _number, "comparator": _text, "unit": _text,
    }),
    "indicators": ({"quantity": _whole, "role": _text}, {
        "also": _list, "assessment": _text, "subject": _named, "time": _whole, "target": _whole,
    }),
    "organizations": (_SPAN, {}),
    "people": (_SPAN, {}),
    "places": (_SPAN, {}),
    "abbreviations": ({"short": _text, "long": _text}, _SPAN),
}  # fmt: skip
# What a prediction must hold besides, null where nothing was found.
_PREDICTED = {
    "sentences": ("label",), "references": ("code", "text", "issued_on", "issuer", "title"),
    "times": ("text", "type", "role"), "quantities": ("text",),
}  # fmt: skip
# A key that may be null although it has to be there.
_NULLABLE = {("references", "type")}


def check_shape(file: str, side: Mapping[str, Any], text: str, *, predicted: bool = False) -> None:
    """Raise GoldError, with file and place, for the first thing in an annotation that cannot be compared."""
    for part, (needed, optional) in _ANNOTATED.items():
        items = side.get(part)
        if items is None and (predicted or part not in side):
            continue
        if not isinstance(items, list):
            raise GoldError(file, f"{part} is no list")
        for index, item in enumerate(items):
            place = f"{part}[{index}]"
            if not isinstance(item, dict):
                raise GoldError(file, f"{place} is no object")
            for key in (*needed, *(_PREDICTED.get(part, ()) if predicted else ())):
                if key not in item:
                    raise GoldError(file, f"{place} has no key {key!r}")
            for key, shape in {**needed, **optional}.items():
                value = item.get(key)
                may_be_null = key in optional or (part, key) in _NULLABLE
                if not (value is None and may_be_null) and not shape(value):
                    raise GoldError(file, f"{place}.{key}: {_shown(value)} is not what stands there in such a file")
            _check_span(file, place, item, text)
    _check_meta(file, side.get("meta"))
    if "report" in side and not isinstance(side["report"], Mapping):
        raise GoldError(file, "report is no object")
    _check_indices(file, side)


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _check_span(file: str, place: str, item: Mapping[str, Any], text: str) -> None:
    start = item.get("start")
    if start is None:
        return
    end = item["end"] if item.get("end") is not None else start + 1
    if not 0 <= start < end <= len(text):
        raise GoldError(file, f"{place}: the span {start}-{end} is not inside the text of {len(text)} characters")
    if item.get("text") is not None and item["text"] != text[start:end]:
        raise GoldError(file, f"{place}: {_shown(item['text'])} is annotated where {_shown(text[start:end])} stands")


def _check_meta(file: str, meta: Any) -> None:
    if meta is None:
        return
    if not isinstance(meta, Mapping):
        raise GoldError(file, "meta is no object")
    for name, value in meta.items():
        if not isinstance(value, Mapping):
            if value is not None and not isinstance(value, str):
                raise GoldError(file, f"meta.{name}: {_shown(value)} is neither text nor object")
        elif ("start" in value or "end" in value) and not (_whole(value.get("start")) and _whole(value.get("end"))):
            raise GoldError(file, f"meta.{name}: {_shown(value)} has no span of two whole numbers")


def _check_indices(file: str, side: Mapping[str, Any]) -> None:
    """The indices of indicators point at something."""
    counts = {part: len(side.get(part) or ()) for part in ("quantities", "times", "indicators")}
    for place, item in enumerate(side.get("indicators") or ()):
        for key, part in (("quantity", "quantities"), ("time", "times"), ("target", "indicators")):
            index = item.get(key)
            if index is not None and not 0 <= index < counts[part]:
                raise GoldError(
                    file, f"indicators[{place}].{key}: {index} is the index of none of {counts[part]} {part}"
                )
