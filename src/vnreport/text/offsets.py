"""Offsets in the units that other programs count in: Python's code points, UTF-16 units, bytes of UTF-8.

In "📄 số 20" the number begins at 5 in code points, at 6 in UTF-16 units (JavaScript, Java, .NET), at 10 in bytes of
UTF-8. Source: The Unicode Standard, section 3.9 (encoding forms).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

OFFSET_UNITS = ("codepoint", "utf16", "utf8")


def _utf16_units(character: str) -> int:
    return 1 if character < "\U00010000" else 2


def _utf8_bytes(character: str) -> int:
    if character < "\x80":
        return 1
    if character < "\u0800":
        return 2
    return 3 if character < "\U00010000" else 4


_SIZES = {"utf16": _utf16_units, "utf8": _utf8_bytes}


class OffsetMap:
    """The offsets of one text in a unit, both ways. Raises ValueError for a unit that is none of `OFFSET_UNITS`.

    A lone surrogate counts as the one unit, or the three bytes, that it would take.

    >>> offsets = OffsetMap("📄 số 20", "utf16")
    >>> offsets.to_unit(5), offsets.to_codepoint(6)
    (6, 5)
    """

    def __init__(self, text: str, unit: str) -> None:
        if unit not in OFFSET_UNITS:
            raise ValueError(f"offset_unit={unit!r} is none of {', '.join(OFFSET_UNITS)}")
        self._length = len(text)
        self._places: array[int] | None = None
        if unit != "codepoint" and not text.isascii():
            self._places = array("Q", accumulate(map(_SIZES[unit], text), initial=0))

    def to_unit(self, place: int) -> int:
        """The offset in the unit of an offset in code points."""
        return place if self._places is None else self._places[place]

    def to_codepoint(self, place: int) -> int:
        """The offset in code points of an offset in the unit; ValueError where none is, or one inside a character."""
        if self._places is None:
            if not 0 <= place <= self._length:
                raise ValueError(f"offset {place} lies outside of a text of {self._length}")
            return place
        index = bisect_left(self._places, place)
        if index > self._length or self._places[index] != place:
            reason = "stands inside a character" if 0 <= place <= self._places[-1] else "lies outside of the text"
            raise ValueError(f"offset {place} {reason}")
        return index


def convert_offsets(data: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """A report's dict with every `start` and `end` in another unit, which its key `offset_unit` then names.

    `data` is what `Report.to_dict()` gives, and stays as it is; `unit` is "codepoint", "utf16" or "utf8". Raises
    ValueError for another unit, and for a dict that was converted before.

    >>> import vnreport
    >>> data = vnreport.analyze("📄 Đã kết nạp 422 đoàn viên.").to_dict()
    >>> converted = convert_offsets(data, "utf16")
    >>> data["quantities"][0]["start"], converted["quantities"][0]["start"], converted["offset_unit"]
    (13, 14, 'utf16')
    """
    if data.get("offset_unit", "codepoint") != "codepoint":
        raise ValueError(f"the offsets of this dict were converted before: they count in {data['offset_unit']}")
    offsets = OffsetMap(data["text"], unit)
    converted = {key: _converted(value, offsets) for key, value in data.items()}
    return {**converted, "offset_unit": unit}


def _converted(value: Any, offsets: OffsetMap) -> Any:
    if isinstance(value, list):
        return [_converted(item, offsets) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        key: offsets.to_unit(item) if key in ("start", "end") and isinstance(item, int) else _converted(item, offsets)
        for key, item in value.items()
    }
