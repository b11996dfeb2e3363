"""Points of time in words and digits: a day, a month, a quarter, a year, the months of a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from vnreport.entities.numbers import ordinal_value
from vnreport.entities.quantities.units import read_unit
from vnreport.entities.times.drafts import Partial
from vnreport.text.engine import GAP, spaced
from vnreport.text.patterns import pattern

SEPARATOR = rf"{GAP}[/.-]{GAP}"
YEAR = r"(?:1[89]|20)\d\d"
# Two digits stand for a year where reports wrote them so: 1950-1999, and 2000-2049 inside a full date.
_CENTURY_TURN = 50
NOT_CODE = r"(?![\d])(?!/\d{0,4}/?[^\W\d_])(?!-[^\W\d_]{1,6}/)"

_MONTH_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4,
             "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}  # fmt: skip
COUNT_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười)"


FULL_DATE = pattern(
    rf"(?:(?:ngày|mồng|mùng|"
    rf"hôm){GAP})?(\d{{1,2}}){GAP}(?P<a>[/.-]){{1,2}}{GAP}(\d{{1,2}}){GAP}[/.-]{{1,2}}{GAP}(\d{{4}}){NOT_CODE}"
)
# Without "ngày", a day and its month are a date where the year or the end of a phrase follows: "12 tháng 8 năm 1996".
_DATE_NO_WORD = pattern(
    rf"(\d{{1,2}}){GAP}tháng{GAP}(\d{{1,2}})(?!\d)(?:(?:{GAP},?{GAP}năm{GAP}|[/.-])({YEAR})(?!\d)|"
    rf"(?={GAP}(?:[,;:)]|\.(?!\d)|$|(?:đến|tới)(?![^\W_]))))"
)
_NUMBERED = pattern(r"(?<![^\W_])(?:số|đợt|thứ|lần|kỳ)\s{1,2}$")
_DATE_SHORT_YEAR = pattern(rf"(?:ngày{GAP})?(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d\d)(?![\d%])(?![/.,-]\d){NOT_CODE}")
_ISO_DATE = pattern(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d/-])")
_DATE_BAD_YEAR = pattern(rf"ngày{GAP}(\d{{1,2}})/(\d{{1,2}})/(\d{{3}}|\d{{5}})(?!\d)")
_STRAY = rf"(?:{GAP}[*/|]{GAP}(?:\w(?!\w))?)?"
DATE_IN_WORDS = pattern(
    rf"(?:ngày|mồng|mùng){GAP}(?:mồng{GAP}|mùng{GAP})?(\d{{1,2}}){GAP},?{GAP}tháng{GAP}(\d{{1,2}}|"
    rf"mười{GAP}một|mười{GAP}hai|"
    rf"giêng|chạp|một|hai|ba|tư|năm(?!{GAP}\d)|sáu|bảy|tám|chín|"
    rf"mười)(?!\d)(?:{_STRAY}{GAP},?{GAP}(?:năm{GAP}|[/.-]{GAP})({YEAR})(?!\d))?"
)
_DATE_SHORT = pattern(
    rf"(?:ngày|mồng|mùng|"
    rf"hôm){GAP}(\d{{1,2}})[^\S\n]?[/.-][^\S\n]?(\d{{1,2}})(?![\d])(?!\.\d|-\d{{4}}|-\d{{1,2}}(?![\d/]))(?!/)(?!\./\d)(?:{GAP}năm{GAP}({YEAR})(?!\d))?"
)
DAY = pattern(rf"(?:ngày|mồng|mùng){GAP}(\d{{1,2}})(?!\d)(?![.,/-]\d)")
BARE_DAY_MONTH = pattern(r"(\d{1,2})(?:/[^\S\n]?|-)(\d{1,2})(?![\d/])")
BARE_DAY = pattern(r"(\d{1,2})(?!\d)")
_SHORT_YEAR = r"[/-]([89]\d)(?![\d%]|[.,/-]\d)"
_MONTH = pattern(
    rf"tháng{GAP}(?:(\d{{1,2}})(?!\d)(?![.,]\d{{1,3}}(?!\d))|(giêng|chạp|tư|mười{GAP}một|mười{GAP}hai|"
    rf"một|hai|ba|năm|sáu|bảy|tám|chín|mười)(?![^\W\d_]))"
    rf"(?:(?:{GAP},?{GAP}năm{GAP}|{SEPARATOR}|{GAP})({YEAR})(?!\d)(?!{GAP}-{GAP}\d{{4}})|{_SHORT_YEAR})?"
)
BARE_MONTH = pattern(rf"(\d{{1,2}})(?:{SEPARATOR}|{GAP}năm{GAP})({YEAR})(?!\d|{GAP}-{GAP}\d{{4}})")
_QUARTER = pattern(
    rf"qu[ýí]{GAP}(iv|i{{1,3}}|0?[1-4](?!{GAP}(?:lần|buổi|cuộc|kỳ)(?![^\W_]))|một(?!{GAP}lần)|hai|ba|bốn|"
    rf"tư)(?![^\W_])(?:(?:{GAP},?{GAP}(?:của{GAP})?năm{GAP}|{SEPARATOR}|{GAP})({YEAR})(?!\d)|{_SHORT_YEAR})?"
)
_YEAR = pattern(rf"năm{GAP}({YEAR}|[5-9]\d)(?!\d)(?![/.,%]\d|{GAP}%)")
_COUNT_BEFORE = pattern(rf"(?:\d|(?<![^\W_]){COUNT_WORD}|mấy|nhiều|hằng|hàng|mỗi){GAP}$")
BARE_YEAR = pattern(rf"({YEAR})(?!\d)(?![/.,]\d)")
_HALF = pattern(rf"(?:nửa|nữa){GAP}(đầu|cuối){GAP}năm(?:{GAP}({YEAR})(?!\d))?(?!{GAP}học)")
_N_MONTHS = pattern(
    rf"(\d{{1,2}}|{COUNT_WORD}){GAP}tháng{GAP}(đầu|cuối)(?:{GAP}(?:của{GAP})?năm(?!{GAP}học)(?:{GAP}({YEAR})(?!\d))?)?"
    rf"|(\d{{1,2}}|{COUNT_WORD}){GAP}tháng(?:{GAP}(?:của{GAP}|trong{GAP})?năm{GAP}|/|{GAP})({YEAR})(?!\d)"
)
MODIFIERS = {"đầu": "early", "giữa": "mid", "cuối": "late", "khoảng": "approx", "nửa": "half", "nữa": "half"}
MODIFIED = pattern(rf"(đầu|giữa|cuối|khoảng){GAP}")
_HALF_OF = pattern(rf"n[ửữ]a{GAP}(?=đầu|cuối)")
_SHIFTS = {"trước": -1, "ngoái": -1, "nay": 0, "tới": 1, "sau": 1, "đó": 0, "ấy": 0}
_YEAR_WORD = pattern(rf"{GAP}(trước|ngoái|nay|tới|sau|đó|ấy)(?:{GAP}đó)?(?![^\W_])")
_YEAR_BESIDE = pattern(rf"{GAP}(?:của{GAP})?năm{_YEAR_WORD.pattern}")
# A time of day before a date: "17 giờ 30 phút, ngày", "24h00 ngày".
CLOCK_LEAD = (
    rf"(?:\d{{1,2}}{GAP}(?:giờ|h|g|:)(?:{GAP}\d{{2}}(?!\d))?(?:{GAP}(?:phút|'|’))?{GAP},?{GAP}(?=ngày|\d{{1,2}}/))?"
)


class Point(NamedTuple):
    """A point as read: its span and the first and last part-date that it covers."""

    start: int
    end: int
    low: Partial
    high: Partial
    type: str
    modifier: str | None = None


def point_of(match: re.Match[str], partial: Partial, kind: str) -> Point:
    """A point that is one part-date."""
    return Point(match.start(), match.end(), partial, partial, kind)


def int_or_none(value: str | None) -> int | None:
    """The number of a group that may be missing."""
    return None if value is None else int(value)


def month_number(digits: str | None, word: str | None) -> int | None:
    """The month of digits or of its word."""
    if digits is not None:
        return int(digits)
    return None if word is None else _MONTH_WORDS[spaced(word)]


def full_year(written: str) -> int:
    """The year of two or four digits.

    >>> full_year("2013"), full_year("92"), full_year("05")
    (2013, 1992, 2005)
    """
    year = int(written)
    return year if len(written) == 4 else year + (1900 if year >= _CENTURY_TURN else 2000)


def _year_in(*groups: str | None) -> int | None:
    return next((full_year(group) for group in groups if group), None)


def read_day_month(folded: str, at: int) -> Point | None:
    """Day and month in digits alone, as they stand inside a range or a list: "30/6", "20/01 năm sau"."""
    m = BARE_DAY_MONTH.match(folded, at)
    if m is None:
        return None
    return _of_named_year(folded, point_of(m, Partial("date", None, int(m.group(2)), int(m.group(1))), "date"))


def read_date(text: str, folded: str, at: int) -> Point | None:
    """A day with its month: "12/12/2013", "ngày 28 tháng 11 năm 2024", "mùng 3/2"."""
    if m := FULL_DATE.match(folded, at):
        return point_of(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
    if (
        (m := _DATE_NO_WORD.match(folded, at))
        and 1 <= int(m.group(1)) <= 31
        and 1 <= int(m.group(2)) <= 12
        and not _NUMBERED.search(folded[max(0, at - 6) : at])
    ):
        return point_of(m, Partial("date", int_or_none(m.group(3)), int(m.group(2)), int(m.group(1))), "date")
    if (m := _DATE_SHORT_YEAR.match(folded, at)) and int(m.group(3)) <= 12 and 1 <= int(m.group(1)) <= 31:
        year = full_year(m.group(4))
        return point_of(m, Partial("date", year, int(m.group(3)), int(m.group(1))), "date")
    if m := _ISO_DATE.match(folded, at):
        return point_of(m, Partial("date", int(m.group(1)), int(m.group(2)), int(m.group(3))), "date")
    if folded[at : at + 1].isdecimal():
        return None
    if m := _DATE_BAD_YEAR.match(folded, at):
        return point_of(m, Partial("date", None, 99, int(m.group(1))), "date")
    if m := DATE_IN_WORDS.match(folded, at):
        number = m.group(2)
        month = month_number(number if number.isdigit() else None, number if not number.isdigit() else None)
        return point_of(m, Partial("date", int_or_none(m.group(3)), month, int(m.group(1))), "date")
    if m := _DATE_SHORT.match(folded, at):
        return point_of(m, Partial("date", int_or_none(m.group(3)), int(m.group(2)), int(m.group(1))), "date")
    return None


def read_month(text: str, folded: str, at: int) -> Point | None:
    """A month: "tháng 6/2021", "tháng 3.2026", "tháng Giêng"."""
    m = _MONTH.match(folded, at)
    if m is None:
        return None
    if (
        m.group(2) is not None
        and m.group(3) is None
        and not (text[m.start(2)].isupper() and not text[at : m.start(2)].isupper())
    ) and not (m.group(2) in ("giêng", "chạp") or _YEAR_BESIDE.match(folded, m.end())):
        return None
    if m.group(2) == "năm" and m.group(3) is not None and not re.search(r"năm\s++năm", m.group()):
        return None
    month = month_number(m.group(1), m.group(2))
    return point_of(m, Partial("month", _year_in(m.group(3), m.group(4)), month), "month")


def read_quarter(text: str, folded: str, at: int) -> Point | None:
    """A quarter: "quý I/2026", "quí 4-2019", "quý hai năm 2020"."""
    if m := _QUARTER.match(folded, at):
        return point_of(m, Partial("quarter", _year_in(m.group(2), m.group(3)), QUARTERS[m.group(1)]), "quarter")
    return None


def read_year(text: str, folded: str, at: int) -> Point | None:
    """A year: "năm 2024", "năm 95"."""
    m = _YEAR.match(folded, at)
    if m is None:
        return None
    if len(m.group(1)) == 2:
        unit = read_unit(text, folded, m.end(), words=False, start=at)
        if (unit is not None and unit.known) or _COUNT_BEFORE.search(folded[max(0, at - 12) : at]):
            return None
    return point_of(m, Partial("year", full_year(m.group(1))), "year")


def read_months(text: str, folded: str, at: int) -> Point | None:
    """ "6 tháng đầu năm 2022", "3 tháng cuối năm", "10 tháng năm 2024", "nửa đầu năm 2025"."""
    if m := _HALF.match(folded, at):
        first = 1 if m.group(1) == "đầu" else 7
        year = int_or_none(m.group(2))
        return Point(m.start(), m.end(), Partial("month", year, first), Partial("month", year, first + 5), "half")
    m = _N_MONTHS.match(folded, at)
    if m is None:
        return None
    written = spaced(m.group(1) or m.group(4))
    count = int(written) if written.isdigit() else (ordinal_value(written) or {"một": 1}.get(written, 0))
    if not 1 <= count <= 12:
        return None
    year = int_or_none(m.group(3) or m.group(5))
    if m.group(2) is None or m.group(2) == "đầu":
        first, last = 1, count
    else:
        first, last = 13 - count, 12
    if m.group(2) is not None and "năm" not in m.group()[len(written) :]:
        return None
    return Point(m.start(), m.end(), Partial("month", year, first), Partial("month", year, last), "months")


_Reader = Callable[[str, str, int], Point | None]
_READERS: tuple[_Reader, ...] = (read_months, read_date, read_month, read_quarter, read_year)
# Those that can read what begins with a character; all of them for any other.
_READERS_AT: dict[str, tuple[_Reader, ...]] = {
    **dict.fromkeys("0123456789mh", (read_months, read_date)),  # "12/12/2013", "mồng 3/2", "hai tháng cuối năm"
    **dict.fromkeys("bcs", (read_months,)),  # "ba tháng đầu năm"
    **dict.fromkeys("đgk", ()),
    "n": (read_months, read_date, read_year),  # "nửa đầu năm", "ngày 5/6", "năm 2024"
    "q": (read_quarter,),
    "t": (read_months, read_month),
}


def read_point(text: str, folded: str, at: int) -> Point | None:
    """A point of any kind, with "đầu", "giữa", "cuối", "khoảng" before it."""
    for reader in _READERS_AT.get(folded[at : at + 1], _READERS):
        if point := reader(text, folded, at):
            return _of_named_year(folded, point)
    half = _HALF_OF.match(folded, at)
    if m := MODIFIED.match(folded, half.end() if half else at):
        inner = read_point_plain(text, folded, m.end())
        if inner is not None and inner.type != "date":
            return inner._replace(start=at, modifier=MODIFIERS[m.group(1)])
    return None


def _of_named_year(folded: str, point: Point) -> Point:
    """ "tháng 12 năm trước", "6 tháng đầu năm nay": the year that stands beside a point counts from the report's."""
    if point.low.year is not None:
        return point
    pattern = _YEAR_WORD if folded.startswith("năm", point.end - 3) else _YEAR_BESIDE
    m = pattern.match(folded, point.end)
    if m is None:
        return point
    shift = _SHIFTS[m.group(1)]
    return point._replace(end=m.end(), low=point.low._replace(shift=shift), high=point.high._replace(shift=shift))


def read_point_plain(text: str, folded: str, at: int) -> Point | None:
    """A point without the word that says which part of it, and no count of months."""
    for reader in _READERS_AT.get(folded[at : at + 1], _READERS):
        if reader is not read_months and (point := reader(text, folded, at)):
            return _of_named_year(folded, point)
    return None
