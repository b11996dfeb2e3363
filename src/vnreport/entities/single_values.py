"""One value in one string: a date, a number, a quantity. The whole string is the value, or ParseError says why not.

The finders look for values inside a text and never raise; these read what a cell of a table or a field of a form holds.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from vnreport.entities.models import Quantity
from vnreport.entities.quantities import find_quantity
from vnreport.entities.quantities.amounts import read_number
from vnreport.entities.quantities.bounds import is_bound
from vnreport.entities.times.points import read_date
from vnreport.errors import ParseError
from vnreport.records import replace
from vnreport.text.normalize import NormalizedText, normalize
from vnreport.text.patterns import pattern

_SHOWN = 60
_OR_MORE = pattern(r"\s*+(?:trở\s++(?:lên|xuống)\s*+)?")


def parse_date(string: str) -> datetime.date:
    """The day that a string says: "12/12/2013", "ngày 28 tháng 11 năm 2024", "mồng 3/2/1930", "2013-12-12".

    Raises ParseError where the string is no date, leaves the year open ("ngày 15/6"), or names a day that no calendar
    has ("31/02/2020"). A year of two digits is one of 1950-2049. Order and marks: Nghị định 30/2020/NĐ-CP, annex I.

    >>> parse_date("ngày 28 tháng 11 năm 2024")
    datetime.date(2024, 11, 28)
    >>> parse_date("31/02/2020")
    Traceback (most recent call last):
    vnreport.errors.ParseError: '31/02/2020' is no day of the calendar
    """
    text = _text_of(string, "parse_date")
    start = len(text.text) - len(text.text.lstrip())
    point = read_date(text.text, text.folded, start)
    if point is None or text.text[point.end :].strip():
        raise ParseError(f"{_shown(string)} is no date; write day, month and year, as in '12/12/2013'")
    low = point.low
    if not low.possible() or low.month is None or low.day is None:
        raise ParseError(f"{_shown(string)} is no day of the calendar")
    if low.year is None:
        raise ParseError(f"{_shown(string)} leaves the year open; find_times(text, report_date=...) completes it")
    return datetime.date(low.year, low.month, low.day)


def parse_number(string: str) -> Decimal:
    """The number that a string says, exact, with its scale words multiplied out.

    `.` groups thousands and `,` marks decimals; "12.5" and "1,234,567" are read where the digits decide. Raises
    ParseError where the string is no number or more than one. Source of the marks: Nghị định 30/2020/NĐ-CP, annex II.

    >>> parse_number("1.234,5"), parse_number("hai mươi mốt"), parse_number("5 tỷ 320 triệu")
    (Decimal('1234.5'), Decimal('21'), Decimal('5320000000'))
    """
    text = _text_of(string, "parse_number")
    start = len(text.text) - len(text.text.lstrip())
    read = read_number(text.text, text.folded, start)
    if read is None or text.text[read[0].end :].strip():
        raise ParseError(f"{_shown(string)} is no number; write digits ('1.234,5') or words ('hai mươi mốt')")
    return read[0].value


def parse_quantity(string: str) -> Quantity:
    """The quantity that a string says, with its bound: "hơn 1,2 tỷ đồng", "5/7 xã", "từ 400 đoàn viên trở lên".

    Offsets are those of the quantity in `string`, without the bound. Raises ParseError where the string holds anything
    else, or a length of time ("30 ngày"), which is a time. Source of the units: `data/units.tsv`.

    >>> quantity = parse_quantity("không quá 1,5 ha")
    >>> quantity.value, quantity.unit, quantity.comparator, quantity.base_value
    (Decimal('1.5'), 'ha', '<=', Decimal('15000'))
    """
    text = _text_of(string, "parse_quantity")
    for word in re.finditer(r"\w++", text.folded):
        start = word.start()
        found = find_quantity(text.text, text.folded, start)
        if found is None:
            continue
        before = text.folded[:start].strip()
        if not found[0] or (before and not is_bound(before)) or not _OR_MORE.fullmatch(text.folded, found[1]):
            break
        quantity = found[0][0]
        first, last = text.to_source(quantity.start, quantity.end)
        return replace(quantity, start=first, end=last, text=string[first:last])
    raise ParseError(f"{_shown(string)} is no quantity; write a number and what it counts or measures, as in '1,5 ha'")


def _text_of(string: str, name: str) -> NormalizedText:
    if not isinstance(string, str):
        raise TypeError(f"{name} wants a str, not {type(string).__name__}")
    return normalize(string)


def _shown(string: str) -> str:
    return repr(string if len(string) <= _SHOWN else string[:_SHOWN] + "…")
