"""Numbers in digits as Vietnamese reports write them: "1.234,5", "1 234 567", "02"; and ordinals.

`.` groups thousands and `,` marks decimals; foreign style is read where the digits decide ("12.5", "0.0331"). Values
are exact `Decimal`s.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from vnreport.text.patterns import pattern

DIGITS = pattern(
    r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,8})?(?![\d])|\d{1,3}(?: \d{3}){2,4}(?!\d)|"
    r"\d{1,15}(?:[.,]\d{1,8}){0,1}(?![\d])|\d{1,15}"
)
# A scan puts a blank before the mark, where no sentence ends: "1 .234", "98 ,5%".
_BLANK_BEFORE_MARK = pattern(r"(\d{1,3}) ([.,])(\d{1,3})(?![\d.,]\d)(?!\d)")
_FOREIGN_GROUPS = pattern(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?!\d)")
_ONE_GROUP = pattern(r"[1-9]\d{0,2}\.\d{3}")
_MARKS = frozenset(".,")
# More significant digits than JSON can carry exactly.
_LONGEST = 15
_SPACED_DECIMAL = pattern(r"(\d{1,9}),[ ]{1,2}(\d{1,3})(?=\s?(?:tỷ|triệu|nghìn|kg|tấn|tạ|ha|m2|km|%))")


class Number(NamedTuple):
    """A number read from a text: its value and where it ends; `words` says that it was written in words."""

    value: Decimal
    end: int
    words: bool = False


def digits_value(written: str) -> Decimal:
    """The value of digits with their separators.

    >>> digits_value("1.234,5"), digits_value("12.5"), digits_value("02"), digits_value("1,234.5")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('2'), Decimal('1234.5'))
    """
    if written.isdecimal():
        return Decimal(written)
    written = written.replace(" ", "")
    points, commas = written.count("."), written.count(",")
    if points and commas:
        if written.rindex(",") > written.rindex("."):
            return Decimal(written.replace(".", "").replace(",", "."))
        return Decimal(written.replace(",", ""))
    if points > 1 or commas > 1 or _ONE_GROUP.fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", ""))
    return Decimal(written.replace(",", "."))


def read_digits(text: str, start: int) -> Number | None:
    """A number in digits at `start`."""
    match = DIGITS.match(text, start)
    if match is None:
        return None
    written, end = match.group(), match.end()
    mark = text[end : end + 2]
    if mark == ", " and (spaced := _SPACED_DECIMAL.match(text, start)):
        return Number(Decimal(f"{spaced.group(1)}.{spaced.group(2)}"), spaced.end())
    if mark in (" ,", " .") and (damaged := _BLANK_BEFORE_MARK.match(text, start)):
        if mark == " ," or len(damaged.group(3)) == 3:
            return Number(digits_value("".join(damaged.groups())), damaged.end())
    elif mark[:1] in _MARKS and mark[1:].isdecimal() and (longer := _FOREIGN_GROUPS.match(text, start)):
        written, end = longer.group(), longer.end()
    if len(written) > _LONGEST and sum(char.isdecimal() for char in written) > _LONGEST:
        return None
    return Number(digits_value(written), end)


_NUMERALS = {
    "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def ordinal_value(written: str) -> int | None:
    """ "chín", "9" or "ix" as 9; None for what is no ordinal.

    >>> ordinal_value("mười hai"), ordinal_value("xii"), ordinal_value("4")
    (12, 12, 4)
    """
    if written.isdigit():
        return int(written)
    words = written.split()
    if words and all(word in _NUMERALS for word in words):
        return _NUMERALS[words[0]] + (_NUMERALS[words[1]] if len(words) > 1 else 0)
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    if not written or any(char not in values for char in written):
        return None
    numbers = [values[char] for char in written]
    return sum(-n if n < max(numbers[i:]) else n for i, n in enumerate(numbers))
