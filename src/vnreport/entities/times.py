"""Times: dates, months, quarters, halves, years, terms, school years, periods, durations and relative times.

What is read here is a draft: an expression with the parts that it says. A part that it leaves open (the year of
"ngày 15/6") is completed in `facts/temporal.py` from the report; nothing here looks at a clock.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from vnreport.entities.models import Time
from vnreport.entities.numbers import ordinal_value, read_digits, read_words
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import DIGIT, Rule, alternation, first_syllables
from vnreport.text.engine import GAP as _WS

_SEP = rf"{_WS}[/.-]{_WS}"
_Y = r"(?:1[89]|20)\d\d"
_NOT_CODE = r"(?![\d])(?!/\d{0,4}/?[^\W\d_])(?!-[^\W\d_]{1,6}/)"


@dataclass(frozen=True, slots=True)
class Partial:
    """A point of time as far as the text says it: any part may be open. `kind` is its unit."""

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def possible(self) -> bool:
        """Whether a calendar has such a day; an open year is taken for a leap year."""
        if self.month is not None and self.kind != "quarter" and not 1 <= self.month <= 12:
            return False
        if self.day is not None and self.month is not None:
            return 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]
        return True

    def bounds(self, year: int) -> tuple[datetime.date, datetime.date]:
        """First and last day, with `year` where the year is open."""
        year = self.year or year
        if self.kind == "quarter" and self.month is not None:
            first = 3 * self.month - 2
            return datetime.date(year, first, 1), _month_end(year, first + 2)
        if self.month is None:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if self.day is None:
            return datetime.date(year, self.month, 1), _month_end(year, self.month)
        day = datetime.date(year, self.month, self.day)
        return day, day


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Draft:
    """A time expression before its open parts are completed; `low` and `high` are None where it fixes none."""

    start: int
    end: int
    text: str
    rule: str
    type: str
    low: Partial | None = None
    high: Partial | None = None
    modifier: str | None = None
    role: str | None = None
    open_end: bool = False
    resolves: str | None = None
    edtf: str | None = None
    impossible: bool = False

    @property
    def needs_year(self) -> bool:
        """Whether a year has to come from elsewhere."""
        return not self.impossible and any(point is not None and point.year is None for point in (self.low, self.high))


def _draft(text: str, start: int, end: int, rule: str, kind: str, **values: object) -> Draft:
    end = start + len(text[start:end].rstrip())
    return Draft(start, end, text[start:end], f"time.{rule}", kind, **values)  # type: ignore[arg-type]


_MONTH_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4,
             "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}  # fmt: skip
_COUNT_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười)"

# --- points --------------------------------------------------------------------------------------------------------

_DATE_FULL = re.compile(
    rf"(?:(?:ngày|mồng|mùng|"
    rf"hôm){_WS})?(\d{{1,2}}){_WS}(?P<a>[/.-]){{1,2}}{_WS}(\d{{1,2}}){_WS}[/.-]{{1,2}}{_WS}(\d{{4}}){_NOT_CODE}"
)
_DATE_BAD_YEAR = re.compile(rf"ngày{_WS}(\d{{1,2}})/(\d{{1,2}})/(\d{{3}}|\d{{5}})(?!\d)")
_STRAY = rf"(?:{_WS}[*/|]{_WS}(?:\w(?!\w))?)?"
_DATE_WORDS = re.compile(
    rf"(?:ngày|mồng|mùng){_WS}(?:mồng{_WS}|mùng{_WS})?(\d{{1,2}}){_WS},?{_WS}tháng{_WS}(\d{{1,2}}|"
    rf"mười{_WS}một|mười{_WS}hai|"
    rf"giêng|chạp|một|hai|ba|tư|năm(?!{_WS}\d)|sáu|bảy|tám|chín|"
    rf"mười)(?!\d)(?:{_STRAY}{_WS},?{_WS}(?:năm{_WS}|[/.-]{_WS})({_Y})(?!\d))?"
)
_DATE_SHORT = re.compile(
    rf"(?:ngày|mồng|mùng|"
    rf"hôm){_WS}(\d{{1,2}})[^\S\n]?[/.-][^\S\n]?(\d{{1,2}})(?![\d])(?![^\S\n]?[/.-][^\S\n]?\d)(?!/)(?!\./\d)(?:{_WS}năm{_WS}({_Y})(?!\d))?"
)
_DAY = re.compile(rf"(?:ngày|mồng|mùng){_WS}(\d{{1,2}})(?!\d)(?![.,/-]\d)")
_BARE_DAY_MONTH = re.compile(r"(\d{1,2})[/-](\d{1,2})(?![\d/])")
_BARE_DAY = re.compile(r"(\d{1,2})(?!\d)")
_MONTH = re.compile(
    rf"tháng{_WS}(?:(\d{{1,2}})(?!\d)(?![.,]\d{{1,3}}(?!\d))|(giêng|chạp|tư|mười{_WS}một|mười{_WS}hai|"
    rf"một|hai|ba|năm|sáu|bảy|tám|chín|mười)(?![^\W\d_]))"
    rf"(?:(?:{_WS},?{_WS}năm{_WS}|{_SEP}|{_WS})({_Y})(?!\d)(?!{_WS}-{_WS}\d{{4}}))?"
)
_BARE_MONTH = re.compile(rf"(\d{{1,2}})(?:{_SEP}|{_WS}năm{_WS})({_Y})(?!\d)")
_QUARTER = re.compile(
    rf"qu[ýí]{_WS}(iv|i{{1,3}}|0?[1-4]|một(?!{_WS}lần)|hai|ba|bốn|"
    rf"tư)(?![^\W_])(?:(?:{_WS},?{_WS}(?:của{_WS})?năm{_WS}|{_SEP}|{_WS})({_Y})(?!\d))?"
)
_YEAR = re.compile(rf"năm{_WS}({_Y})(?!\d)(?![/]\d)")
_BARE_YEAR = re.compile(rf"({_Y})(?!\d)(?![/.,]\d)")
_HALF = re.compile(rf"(?:nửa|nữa){_WS}(đầu|cuối){_WS}năm(?:{_WS}({_Y})(?!\d))?(?!{_WS}học)")
_N_MONTHS = re.compile(
    rf"(\d{{1,2}}|{_COUNT_WORD}){_WS}tháng{_WS}(đầu|cuối)(?:{_WS}(?:của{_WS})?năm(?!{_WS}học)(?:{_WS}({_Y})(?!\d))?)?"
    rf"|(\d{{1,2}}|{_COUNT_WORD}){_WS}tháng(?:{_WS}(?:của{_WS}|trong{_WS})?năm{_WS}|/)({_Y})(?!\d)"
)
_MODIFIERS = {"đầu": "early", "giữa": "mid", "cuối": "late", "khoảng": "approx", "nửa": "half", "nữa": "half"}
_MODIFIED = re.compile(rf"(đầu|giữa|cuối|khoảng){_WS}")


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    low: Partial
    high: Partial
    type: str
    modifier: str | None = None


def _one(match: re.Match[str], partial: Partial, kind: str) -> _Point:
    return _Point(match.start(), match.end(), partial, partial, kind)


def _int(value: str | None) -> int | None:
    return None if value is None else int(value)


def _month_number(digits: str | None, word: str | None) -> int | None:
    if digits is not None:
        return int(digits)
    return None if word is None else _MONTH_WORDS[re.sub(r"\s+", " ", word)]


def _read_date(text: str, folded: str, at: int) -> _Point | None:
    if m := _DATE_FULL.match(folded, at):
        return _one(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
    if m := _DATE_BAD_YEAR.match(folded, at):
        return _one(m, Partial("date", None, 99, int(m.group(1))), "date")
    if m := _DATE_WORDS.match(folded, at):
        number = m.group(2)
        month = _month_number(number if number.isdigit() else None, number if not number.isdigit() else None)
        return _one(m, Partial("date", _int(m.group(3)), month, int(m.group(1))), "date")
    if m := _DATE_SHORT.match(folded, at):
        return _one(m, Partial("date", _int(m.group(3)), int(m.group(2)), int(m.group(1))), "date")
    return None


def _read_month(text: str, folded: str, at: int) -> _Point | None:
    m = _MONTH.match(folded, at)
    if m is None:
        return None
    if (
        m.group(2) is not None
        and m.group(3) is None
        and not (text[m.start(2)].isupper() and not text[at : m.start(2)].isupper())
    ) and m.group(2) not in ("giêng", "chạp"):
        return None
    if m.group(2) == "năm" and m.group(3) is not None and not re.search(r"năm\s+năm", m.group()):
        return None
    month = _month_number(m.group(1), m.group(2))
    return _one(m, Partial("month", _int(m.group(3)), month), "month")


def _read_quarter(text: str, folded: str, at: int) -> _Point | None:
    if m := _QUARTER.match(folded, at):
        return _one(m, Partial("quarter", _int(m.group(2)), _QUARTERS[m.group(1)]), "quarter")
    return None


def _read_year(text: str, folded: str, at: int) -> _Point | None:
    if m := _YEAR.match(folded, at):
        return _one(m, Partial("year", int(m.group(1))), "year")
    return None


def _read_months(text: str, folded: str, at: int) -> _Point | None:
    """ "6 tháng đầu năm 2022", "3 tháng cuối năm", "10 tháng năm 2024", "nửa đầu năm 2025"."""
    if m := _HALF.match(folded, at):
        first = 1 if m.group(1) == "đầu" else 7
        year = _int(m.group(2))
        return _Point(m.start(), m.end(), Partial("month", year, first), Partial("month", year, first + 5), "half")
    m = _N_MONTHS.match(folded, at)
    if m is None:
        return None
    written = re.sub(r"\s+", " ", m.group(1) or m.group(4))
    count = int(written) if written.isdigit() else (ordinal_value(written) or {"một": 1}.get(written, 0))
    if not 1 <= count <= 12:
        return None
    year = _int(m.group(3) or m.group(5))
    if m.group(2) is None or m.group(2) == "đầu":
        first, last = 1, count
    else:
        first, last = 13 - count, 12
    if m.group(2) is not None and not re.search(r"năm", m.group()[len(written) :]):
        return None
    return _Point(m.start(), m.end(), Partial("month", year, first), Partial("month", year, last), "months")


_READERS: tuple[Callable[[str, str, int], _Point | None], ...] = (
    _read_months, _read_date, _read_month, _read_quarter, _read_year,
)  # fmt: skip


def _read_point(text: str, folded: str, at: int) -> _Point | None:
    for reader in _READERS:
        if point := reader(text, folded, at):
            return point
    if m := _MODIFIED.match(folded, at):
        inner = _read_point_plain(text, folded, m.end())
        if inner is not None and inner.type != "date":
            return replace(inner, start=at, modifier=_MODIFIERS[m.group(1)])
    return None


def _read_point_plain(text: str, folded: str, at: int) -> _Point | None:
    for reader in _READERS[1:]:
        if point := reader(text, folded, at):
            return point
    return None


# --- ranges --------------------------------------------------------------------------------------------------------

_FROM = re.compile(rf"(?:kể{_WS})?từ{_WS}")
_TO = re.compile(rf"{_WS}(?:cho{_WS})?(?:đến|tới){_WS}(?:hết{_WS}|cuối{_WS}(?=ngày|{_Y}))?|{_WS}-{_WS}")
_NOW = re.compile(
    rf"{_WS}(?:cho{_WS})?(?:đến|tới){_WS}(?:thời{_WS}điểm{_WS})?(?:nay|hiện{_WS}nay|hiện{_WS}tại|giờ)(?![^\W_])"
)
_SINCE_TERM = re.compile(
    rf"từ{_WS}(?:đầu|khi{_WS}bắt{_WS}đầu){_WS}(?:nhiệm{_WS}k[ỳì](?:{_WS}(?P<a>{_Y}){_WS}-{_WS}{_Y})?|"
    rf"năm(?!{_WS}\d)|năm{_WS}học)(?:{_WS}(?:cho{_WS})?(?:đến|tới){_WS}(?:nay|thời{_WS}điểm{_WS}này))"
)


def _read_start(text: str, folded: str, at: int) -> _Point | None:
    """The first point of a range, which may be a bare day, day and month, or year."""
    if point := _read_point(text, folded, at):
        return point
    if m := _DAY.match(folded, at):
        return _one(m, Partial("date", None, None, int(m.group(1))), "date")
    if m := _BARE_DAY_MONTH.match(folded, at):
        return _one(m, Partial("date", None, int(m.group(2)), int(m.group(1))), "date")
    if m := _BARE_YEAR.match(folded, at):
        return _one(m, Partial("year", int(m.group(1))), "year")
    return None


def _read_finish(text: str, folded: str, at: int, first: _Point) -> _Point | None:
    """The last point of a range, which may leave out the unit word of the first."""
    if point := _read_point(text, folded, at):
        return point
    kind = first.low.kind
    if kind == "date" and (m := _BARE_DAY_MONTH.match(folded, at)):
        return _one(m, Partial("date", None, int(m.group(2)), int(m.group(1))), "date")
    if kind == "month":
        if m := _BARE_MONTH.match(folded, at):
            return _one(m, Partial("month", int(m.group(2)), int(m.group(1))), "month")
        if (m := _BARE_DAY.match(folded, at)) and not re.match(r"\s{0,2}[%.,/]?\d|\s?%", folded[m.end() : m.end() + 4]):
            return _one(m, Partial("month", None, int(m.group(1))), "month")
    if kind == "quarter" and (
        m := re.compile(rf"(iv|i{{1,3}}|[1-4])(?![^\W_])(?:(?:{_WS}năm{_WS}|{_SEP})({_Y}))?").match(folded, at)
    ):
        return _one(m, Partial("quarter", _int(m.group(2)), _QUARTERS[m.group(1)]), "quarter")
    if kind == "year" and (m := _BARE_YEAR.match(folded, at)):
        return _one(m, Partial("year", int(m.group(1))), "year")
    return None


def _range(text: str, start: int, first: _Point, last: _Point, rule: str) -> Draft | None:
    low, high = first.low, last.high
    if low.kind == "date" and low.month is None and high.month is not None:
        low = replace(low, month=high.month)
    if low.month is None and low.kind == "date":
        return None
    if low.year is None and high.year is not None:
        earlier = (low.month or 0, low.day or 0) > (high.month or 0, high.day or 0) and low.kind == high.kind
        low = replace(low, year=high.year - 1 if earlier else high.year)
    elif high.year is None and low.year is not None:
        high = replace(high, year=low.year)
    bad = not (low.possible() and high.possible())
    return _draft(text, start, last.end, rule, "period", low=low, high=high, impossible=bad)


def find_range(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "từ ngày 01/01 đến 30/6/2021", "từ năm 2018 đến nay", "từ tháng 5 đến giữa tháng 7"."""
    if m := _SINCE_TERM.match(folded, start):
        begun = Partial("year", int(m.group("a"))) if m.group("a") else None
        return [
            _draft(text, start, m.end(), "since_term", "period", role="since", low=begun, open_end=begun is not None)
        ], m.end()
    m = _FROM.match(folded, start)
    if m is None:
        return None
    first = _read_start(text, folded, m.end())
    if first is None:
        return None
    begin = start if not folded.startswith("kể", start) else folded.index("từ", start)
    if now := _NOW.match(folded, first.end):
        if first.low.kind == "date" and first.low.month is None:
            return None
        return [
            _draft(text, begin, now.end(), "since_open", "period", low=first.low, open_end=True, role="since",
                   modifier=first.modifier, impossible=not first.low.possible())
        ], now.end()  # fmt: skip
    to = _TO.match(folded, first.end)
    if to is None:
        return None
    last = _read_finish(text, folded, to.end(), first)
    if last is None or _contradicts(first, last):
        return None
    draft = _range(text, begin, first, last, "range")
    return None if draft is None else ([draft], draft.end)


def _contradicts(first: _Point, last: _Point) -> bool:
    return first.low.kind == "year" and last.low.kind in ("month", "quarter") and last.low.year is None


# --- terms, periods, school years ----------------------------------------------------------------------------------

_PERIOD = re.compile(
    rf"(?:(?P<part>nửa(?:{_WS}(?:đầu|cuối))?|nữa|giữa|đầu|cuối){_WS})?"
    rf"(?P<word>nhiệm{_WS}k[ỳì]|giai{_WS}đoạn|thời{_WS}k[ỳì]|năm{_WS}học|niên{_WS}học|niên{_WS}khóa|"
    rf"các{_WS}năm|những{_WS}năm|năm)"
    rf"{_WS}[:(]?{_WS}(?:từ{_WS})?(?:năm{_WS})?(?P<a>{_Y}){_WS}(?:[-/]|đến|"
    rf"tới){_WS}(?:năm{_WS})?(?P<b>{_Y}|\d\d(?!\d))(?!\d)"
)
_PERIOD_GLUED = re.compile(
    rf"(?P<word>năm{_WS}học|niên{_WS}khóa|giai{_WS}đoạn|nhiệm{_WS}k[ỳì]){_WS}(?P<a>{_Y})(?P<b>{_Y})(?!\d)"
)
_PERIOD_TYPES = {"nhiệm": "term", "giai": "period", "thời": "period", "niên": "school_year"}
_YEARS_PERIOD = re.compile(
    rf"(?:\d{{1,2}}|{_COUNT_WORD}){_WS}năm{_WS},?{_WS}(?P<open>\(?){_WS}(?P<a>{_Y}){_WS}(?:-|"
    rf"đến){_WS}(?P<b>{_Y})(?!\d)(?P<close>{_WS}\))?"
)
_BARE_PERIOD = re.compile(rf"(?P<a>{_Y}){_WS}-{_WS}(?P<b>{_Y})(?![\d])(?!/[^\W\d_])(?!{_WS}-{_WS}\d)")
_TERM_OPEN = re.compile(rf"(?:nửa|nữa){_WS}(?:đầu{_WS}|cuối{_WS})?nhiệm{_WS}k[ỳì](?!{_WS}(?:qua|trước|tới|này))")


def find_period(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "nửa nhiệm kỳ 2017-2022", "giai đoạn 2016 - 2020", "năm học 2023 -2024", "năm 2021-2025"."""
    m = _PERIOD.match(folded, start) or _PERIOD_GLUED.match(folded, start)
    if m is None:
        return None
    first = int(m.group("a"))
    written = m.group("b")
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    word = re.sub(r"\s+", " ", m.group("word"))
    if word in ("năm học", "niên học", "niên khóa") and last - first in (1,):
        kind = "school_year"
    elif word == "niên khóa" or word == "năm học":
        kind = "period"
    else:
        kind = _PERIOD_TYPES.get(word.split()[0], "period")
    if len(written) == 2 and kind != "school_year":
        return None
    part = (m.groupdict().get("part") or "").split()
    modifier = _MODIFIERS.get(part[0]) if part else None
    if part and kind not in ("term", "period", "school_year"):
        return None
    end = m.end()
    opened = "(" in text[start:end] and text[end : end + 1] == ")"
    drafts = [_years(text, start, end + (1 if opened else 0), "period", kind, first, last, modifier)]
    while len(drafts) < 12 and (join := _LIST.match(folded, end)) and (more := _BARE_PERIOD.match(folded, join.end())):
        a, b = int(more.group("a")), int(more.group("b"))
        drafts.append(_years(text, join.end(), more.end(), "period_series", kind, a, b, None))
        end = more.end()
    return drafts, max(end, drafts[-1].end)


def _years(text: str, start: int, end: int, rule: str, kind: str, first: int, last: int, modifier: str | None) -> Draft:
    if kind == "school_year":
        low, high = Partial("month", first, 9), Partial("month", last, 5)
    else:
        low, high = Partial("year", first), Partial("year", last)
    return _draft(
        text, start, end, rule, kind, low=low, high=high, modifier=modifier, edtf=f"{first}/{last}",
        impossible=first > last,
    )  # fmt: skip


def find_bare_period(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "5 năm 2001 - 2005", "(2015-2020)", "07/5/1954 - 07/5/2024"."""
    if m := _YEARS_PERIOD.match(folded, start):
        end = m.end() if not m.group("open") or m.group("close") else m.end("b")
        return [_years(text, start, end, "years_period", "period", int(m.group("a")), int(m.group("b")), None)], end
    m = _BARE_PERIOD.match(folded, start)
    if m and 0 < int(m.group("b")) - int(m.group("a")) <= 60:
        return [
            _years(text, start, m.end(), "bare_period", "period", int(m.group("a")), int(m.group("b")), None)
        ], m.end()
    return None


# --- single points, lists ------------------------------------------------------------------------------------------

_LIST = re.compile(rf"{_WS}(?:,|và|;|&|hoặc){_WS}(?:và{_WS})?")
_BLANK_DATE = re.compile(
    rf"ngày[\s.…]{{0,30}}/?{_WS}(?:tháng[\s.…]{{1,30}}năm(?:[\s.…]{{0,30}}(?:{_Y}(?!\d))?)|"
    rf"tháng(?=[\s.…]{{1,12}}\d{{1,2}}))"
)
_BLANK_MONTH = re.compile(rf"tháng(?:[\s.…]{{1,30}}|{_WS})năm{_WS}({_Y})(?!\d)")
_BLANK_DAY = re.compile(rf"ngày[\s.…]{{1,30}}/{_WS}(\d{{1,2}}){_WS}/{_WS}({_Y})(?!\d)")


def find_blank(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "ngày     tháng 6 năm 2025" is the month; "ngày... tháng... năm 2019" fixes nothing."""
    if m := _BLANK_DAY.match(folded, start):
        blank = Partial("month", int(m.group(2)), int(m.group(1)))
        return [
            _draft(text, start, m.end(), "blank_day", "month", low=blank, high=blank, impossible=not blank.possible())
        ], m.end()
    if m := _BLANK_MONTH.match(folded, start):
        return [_draft(text, start, m.end(), "blank_month", "month", impossible=True)], m.end()
    m = _BLANK_DATE.match(folded, start)
    if m is None or _DATE_WORDS.match(folded, start):
        return None
    if m.group().rstrip().endswith("tháng"):
        at = folded.index("tháng", start)
        point = _read_month(text, folded, at)
        if point is None:
            return None
        return [_single(text, point)], point.end
    if not re.search(r"[.…\s]{2,}|\d", m.group()[4:]):
        return None
    return [_draft(text, start, m.end(), "blank_date", "date", impossible=True)], m.end()


def _single(text: str, point: _Point) -> Draft:
    bad = not (point.low.possible() and point.high.possible())
    return _draft(
        text, point.start, point.end, "point", point.type, low=point.low, high=point.high, modifier=point.modifier,
        impossible=bad,
    )  # fmt: skip


def find_point(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """One point of time, a range without "từ", or a list that shares its unit word and its year."""
    listed = _day_list(text, folded, start)
    if listed is not None:
        return listed
    point = _read_point(text, folded, start)
    if point is None:
        return None
    if point.type in ("date", "month", "quarter", "year") and (to := _TO.match(folded, point.end)):
        bare_dash = "-" in to.group()
        last = _read_finish(text, folded, to.end(), point)
        if last is not None and (bare_dash or point.type == "date" == last.type) and not _contradicts(point, last) \
                and (bare_dash is False or last.low.kind == point.low.kind):  # fmt: skip
            draft = _range(text, point.start, point, last, "range")
            if draft is not None:
                return [draft], draft.end
    drafts = [_single(text, point)]
    end = point.end
    while len(drafts) < 20 and (join := _LIST.match(folded, end)):
        following = _list_member(text, folded, join.end(), point)
        if following is None:
            break
        drafts.append(_single(text, following))
        end = following.end
    return _inherit_years(drafts), end


def _list_member(text: str, folded: str, at: int, point: _Point) -> _Point | None:
    if point.type == "year" and (m := _BARE_YEAR.match(folded, at)):
        return _one(m, Partial("year", int(m.group(1))), "year")
    if point.type == "quarter" and (
        m := re.compile(rf"(iv|i{{1,3}})(?![^\W_])(?:(?:{_WS}năm{_WS}|{_SEP})({_Y}))?").match(folded, at)
    ):
        return _one(m, Partial("quarter", _int(m.group(2)), _QUARTERS[m.group(1)]), "quarter")
    if point.type == "month" and (m := _BARE_MONTH.match(folded, at)) and int(m.group(1)) <= 12:
        return _one(m, Partial("month", int(m.group(2)), int(m.group(1))), "month")
    if point.type == "month" and (m := _BARE_DAY.match(folded, at)) and int(m.group(1)) <= 12:
        join = _LIST.match(folded, m.end())
        if join is not None and _list_member(text, folded, join.end(), point):
            return _one(m, Partial("month", None, int(m.group(1))), "month")
    if point.type == "date":
        if m := _DATE_FULL.match(folded, at):
            return _one(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
        if m := _BARE_DAY_MONTH.match(folded, at):
            day, month = int(m.group(1)), int(m.group(2))
            if day <= 31 and month <= 12 and "/" in m.group():
                return _one(m, Partial("date", None, month, day), "date")
    if (
        point.type in ("date", "month", "quarter")
        and (same := _read_point_plain(text, folded, at))
        and same.type == point.type
    ):
        return same
    return None


def _inherit_years(drafts: list[Draft]) -> list[Draft]:
    """ "ngày 09/01 và 16/02/2017": a year written once serves the members before it, and those after it."""
    year: int | None = None
    result: list[Draft] = []
    for draft in reversed(drafts):
        if draft.low is not None and draft.low.year is not None:
            year = draft.low.year
        elif year is not None and draft.low is not None and draft.high is not None:
            draft = replace(draft, low=replace(draft.low, year=year), high=replace(draft.high, year=year))
        result.append(draft)
    result.reverse()
    first_known = next((d.low.year for d in result if d.low is not None and d.low.year is not None), None)
    return [
        replace(d, low=replace(d.low, year=first_known), high=replace(d.high, year=first_known))
        if first_known is not None and d.low is not None and d.high is not None and d.low.year is None
        else d
        for d in result
    ]


_DAYS = re.compile(
    rf"ngày{_WS}(\d{{1,2}}(?:{_WS}(?:,|và|;|-|đến){_WS}(?:ngày{_WS})?\d{{1,2}}){{1,12}})"
    rf"(?:{_SEP}(\d{{1,2}})(?!\d)(?:{_SEP}({_Y})(?!\d))?|"
    rf"{_WS}tháng{_WS}(\d{{1,2}})(?!\d)(?:(?:{_WS},?{_WS}năm{_WS}|{_SEP})({_Y})(?!\d))?)"
)


def _day_list(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "các ngày 12, 13 và 14/10/2022": three dates; "ngày 13-14/10": one period."""
    m = _DAYS.match(folded, start)
    if m is None or _DATE_FULL.match(folded, start):
        return None
    month, year = int(m.group(2) or m.group(4)), _int(m.group(3) or m.group(5))
    numbers = list(re.finditer(r"\d{1,2}", m.group(1)))
    inner = m.group(1)
    base = m.start(1)
    joined_by_dash = len(numbers) == 2 and re.search(r"-|đến", inner)
    if not joined_by_dash and "-" in inner:
        return None
    if joined_by_dash:
        low = Partial("date", year, month, int(numbers[0].group()))
        high = Partial("date", year, month, int(numbers[1].group()))
        bad = not (low.possible() and high.possible())
        return [_draft(text, start, m.end(), "days", "period", low=low, high=high, impossible=bad)], m.end()
    drafts = []
    for index, number in enumerate(numbers):
        point = Partial("date", year, month, int(number.group()))
        first = start if index == 0 else base + number.start()
        last = m.end() if index == len(numbers) - 1 else base + number.end()
        drafts.append(_draft(text, first, last, "days", "date", low=point, high=point, impossible=not point.possible()))
    return drafts, m.end()


_DAYPART_STRONG = re.compile(rf"(?:sáng|trưa|chiều|tối|đêm)(?:{_WS}(?:nay|mai|qua))?,?{_WS}$")
_BARE_DAY_DOT_MONTH = re.compile(r"(\d{1,2})\.(\d{1,2})(?![\d.]\d|\d)(?=[,;.)\s]|$)")
_DAYPART = re.compile(rf"(?:sáng|trưa|chiều|tối|đêm|hôm|vào|trước|đến|ngay)(?:{_WS}(?:nay|mai|qua|nay,))?,?{_WS}$")


def find_numeric(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """A date in digits alone: "12/12/2013", "18.4.2023", "Sáng 11/12"."""
    if m := _DATE_FULL.match(folded, start):
        if text[start:].startswith("0.") or not (1 <= int(m.group(3)) <= 12 or int(m.group(1)) <= 31):
            return None
        point = _one(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
        to = re.compile(rf"{_WS}(?:-|đến){_WS}").match(folded, point.end)
        if to and (last := _DATE_FULL.match(folded, to.end())):
            finish = _one(last, Partial("date", int(last.group(4)), int(last.group(3)), int(last.group(1))), "date")
            draft = _range(text, start, point, finish, "numeric_range")
            if draft is not None:
                return [draft], draft.end
        if not point.low.possible() and "." in m.group():
            return None
        drafts, end = [_single(text, point)], point.end
        while (
            len(drafts) < 20
            and (join := _LIST.match(folded, end))
            and (following := _list_member(text, folded, join.end(), point))
        ):
            drafts.append(_single(text, following))
            end = following.end
        return drafts, end
    if (m := _BARE_DAY_DOT_MONTH.match(folded, start)) and _DAYPART_STRONG.search(folded[max(0, start - 14) : start]):
        day_month = Partial("date", None, int(m.group(2)), int(m.group(1)))
        if day_month.possible():
            return [_draft(text, start, m.end(), "day_month", "date", low=day_month, high=day_month)], m.end()
    m = _BARE_DAY_MONTH.match(folded, start)
    if m is None or not _DAYPART.search(folded[max(0, start - 16) : start]):
        return None
    day, month = int(m.group(1)), int(m.group(2))
    follows = folded[m.end() : m.end() + 14]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    counts = re.match(rf"{_WS}(?!(?:để|sẽ|phải|hoàn|và|năm)(?![^\W_]))[^\W\d_]", follows)
    if counts and re.search(r"(?:đến|trước)\W*$", folded[max(0, start - 8) : start]):
        return None
    if re.search(r"(?:vào|ngay)\W*$", folded[max(0, start - 6) : start]) and re.match(rf"{_WS}[^\W\d_]", follows):
        return None
    day_month = Partial("date", None, month, day)
    bad = not day_month.possible()
    return [_draft(text, start, m.end(), "day_month", "date", low=day_month, high=day_month, impossible=bad)], m.end()


# --- decades, centuries, relative, durations -----------------------------------------------------------------------

_DECADE = re.compile(
    rf"(?:(?P<part>đầu|giữa|cuối){_WS})?(?:thập{_WS}(?:kỷ|kỉ|niên)(?:{_WS}(?:những{_WS})?năm)?|"
    rf"những{_WS}năm|các{_WS}năm){_WS}"
    rf"(?P<year>(?:19|20)\d0|"
    rf"[1-9]0)(?!\d)(?!{_WS}[-,]{_WS}\d)(?:{_WS}(?:của{_WS})?thế{_WS}kỷ{_WS}(?:trước|"
    rf"(?P<century>[xiv]{{1,5}}|\d\d)))?"
)
_CENTURY = re.compile(
    rf"(?:(?P<part>đầu|giữa|cuối|nửa{_WS}đầu|"
    rf"nửa{_WS}cuối){_WS})?thế{_WS}kỷ{_WS}(?:thứ{_WS})?(?P<century>[xiv]{{1,6}}|\d\d)(?![^\W_])"
)


def find_decade(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "thập kỷ 90", "những năm 1990", "thế kỷ XXI"."""
    if m := _DECADE.match(folded, start):
        written = int(m.group("year"))
        if written < 100:
            if folded[m.start() :].startswith(("các", "những")) and written < 20:
                return None
            century = ordinal_value(m.group("century")) if m.group("century") else None
            written += (century - 1) * 100 if century else 1900
        low, high = Partial("year", written), Partial("year", written + 9)
        modifier = _MODIFIERS.get(m.group("part") or "")
        return [
            _draft(
                text,
                start,
                m.end(),
                "decade",
                "decade",
                low=low,
                high=high,
                modifier=modifier,
                edtf=f"{written // 10}X",
            )
        ], m.end()
    m = _CENTURY.match(folded, start)
    if m is None:
        return None
    number = ordinal_value(m.group("century"))
    if number is None or not 1 <= number <= 21:
        return None
    first, last = (number - 1) * 100 + 1, number * 100
    part = (m.group("part") or "").split()
    modifier = _MODIFIERS.get(part[0]) if part else None
    return [
        _draft(text, start, m.end(), "century", "century", low=Partial("year", first), high=Partial("year", last),
               modifier=modifier, edtf=f"{first:04d}/{last:04d}")
    ], m.end()  # fmt: skip


@lexicon_cache
def _relative_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = load_table("relative_times", "phrase", "resolves", "source")
    return (
        re.compile(rf"(?:{alternation([row['phrase'] for row in rows]).replace('kỳ', 'k[ỳì]')})(?![^\W\d_])"),
        {row["phrase"].replace(" ", ""): row["resolves"] for row in rows},
    )


_SAME_PERIOD_YEAR = re.compile(rf"cùng{_WS}k[ỳì](?:{_WS}của)?{_WS}năm{_WS}({_Y})(?!\d)|cùng{_WS}k[ỳì]{_WS}({_Y})(?!\d)")


def find_relative(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """The closed list of `relative_times.tsv`, and "cùng kỳ năm 2021", which has a year of its own."""
    if m := _SAME_PERIOD_YEAR.match(folded, start):
        point = Partial("year", int(m.group(1) or m.group(2)))
        return [
            _draft(text, start, m.end(), "same_period", "relative", low=point, high=point, resolves="same_period")
        ], m.end()
    pattern, resolves = _relative_pattern()
    m2 = pattern.match(folded, start)
    if m2 is None:
        return None
    phrase = re.sub(r"\s+", "", m2.group()).replace("kì", "kỳ")
    if phrase in ("chođếnnay", "tínhđếnnay"):
        start = m2.end() - len("đến nay")
        while folded[start] != "đ":
            start -= 1
    return [_draft(text, start, m2.end(), "relative", "relative", resolves=resolves[phrase])], m2.end()


_UNIT = (
    rf"(?:năm(?!{_WS}(?:học|\d{{4}}))|tháng(?!{_WS}(?:lương|đầu|cuối|tuổi))|tuần(?!{_WS}lễ{_WS}văn)|"
    rf"ngày(?!{_WS}(?:công|lương|càng|hội))(?:{_WS}làm{_WS}việc)?|"
    rf"giờ(?!{_WS}(?:công|học|dạy|giảng|thao|chuẩn|\d))(?:{_WS}làm{_WS}việc)?|tiếng(?!{_WS}\w)|phút|"
    rf"quý(?!{_WS}(?:vị|đại|khách|i|[1-4]))|thập{_WS}k[ỷỉ]|nhiệm{_WS}k[ỳì](?!{_WS}\d))"
)
_DURATION_UNIT = re.compile(
    rf"{_WS}(?P<unit>{_UNIT})(?![^\W\d_])(?!/)(?:{_WS}(?:qua|tới|gần{_WS}đây|vừa{_WS}qua|"
    rf"tiếp{_WS}theo)(?![^\W_]))?(?:{_WS}rưỡi)?"
)
_DURATION_MORE = re.compile(
    rf"{_WS}(?:\d{{1,2}}|{_COUNT_WORD}){_WS}(?:tháng|ngày|giờ|phút)(?![^\W_])(?!{_WS}(?:đầu|cuối|năm|lương|công))"
)
_DURATION_TO = re.compile(rf"{_WS}(?:-|đến){_WS}")
_CLOCK = re.compile(
    rf"\d{{1,2}}{_WS}(?:giờ|h|g|:){_WS}\d{{2}}(?!\d)(?:{_WS}(?:phút|'|’))?|\d{{1,2}}h(?![^\W\d_])|"
    rf"(?:lúc|hồi|vào){_WS}\d{{1,2}}{_WS}(?:giờ|h|g)(?:{_WS}\d{{2}}(?!\d)(?:{_WS}phút)?)?(?![^\W\d_])"
)
_RATE_BEFORE = re.compile(r"[%\d]\s?\n?$|(?:đồng|tấn|lần|bình quân|mỗi|lớp|hàng|hằng|tuổi)\s{1,2}$")


def find_duration(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "05 ngày làm việc", "3 - 6 tháng", "hai năm", "29 năm 6 tháng", "Năm năm qua"."""
    first = read_digits(folded, start) or read_words(folded, start)
    if first is None:
        return None
    end = first.end
    unit = _DURATION_UNIT.match(folded, end)
    if unit is None and first.words and folded.startswith("năm", start):
        return None
    if unit is None and (to := _DURATION_TO.match(folded, end)):
        second = read_digits(folded, to.end()) or read_words(folded, to.end())
        if second is None:
            return None
        unit = _DURATION_UNIT.match(folded, second.end)
    if unit is None:
        return None
    if first.words and first.value == 1 and _RATE_BEFORE.search(folded[max(0, start - 12) : start]):
        return None
    end = unit.end()
    if more := _DURATION_MORE.match(folded, end):
        end = more.end()
    return [_draft(text, start, end, "duration", "duration")], end


_RECURRING = re.compile(
    rf"ngày{_WS}\d{{1,2}}(?!\d)(?!{_WS}[/.-]?{_WS}\d)(?:{_WS}(?:hằng|hàng|của|mỗi){_WS}(?:tháng|quý|"
    rf"năm)(?:{_WS}liền{_WS}kề)?)?"
)


def find_recurring(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "ngày 03 hằng tháng", "ngày 20": a day without its month is no time; taken so that its digits count nothing."""
    m = _RECURRING.match(folded, start)
    return None if m is None else ([], m.end())


def find_clock(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """A time of day is no time of the contract; it is taken so that its digits count nothing."""
    m = _CLOCK.match(folded, start)
    return None if m is None else ([], m.end())


_NUMBER_HEADS = frozenset((DIGIT, "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))


def rules() -> list[Rule[Draft]]:
    """The rules of this family, in the order in which they are tried."""
    points = frozenset(
        ("ngày", "mồng", "mùng", "hôm", "tháng", "quý", "quí", "năm", "nửa", "nữa", "đầu", "giữa", "cuối", "khoảng")
    )
    periods = frozenset(("nhiệm", "giai", "thời", "niên", "năm", "nửa", "nữa", "giữa", "đầu", "cuối", "các", "những"))
    relative = first_syllables(row["phrase"] for row in load_table("relative_times", "phrase", "resolves", "source"))
    families: list[tuple[str, frozenset[str], Callable[[str, str, int], tuple[list[Draft], int] | None]]] = [
        ("time.clock", frozenset((DIGIT, "lúc", "hồi")), find_clock),
        ("time.range", frozenset(("từ", "kể")), find_range),
        ("time.period", periods, find_period),
        ("time.bare_period", _NUMBER_HEADS, find_bare_period),
        ("time.relative", relative, find_relative),
        ("time.decade", frozenset(("thập", "những", "các", "thế", "đầu", "giữa", "cuối", "nửa")), find_decade),
        ("time.blank", frozenset(("ngày", "tháng")), find_blank),
        ("time.point", points | _NUMBER_HEADS, find_point),
        ("time.recurring", frozenset(("ngày",)), find_recurring),
        ("time.numeric", frozenset((DIGIT,)), find_numeric),
        ("time.duration", _NUMBER_HEADS, find_duration),
    ]
    return [Rule(name, heads, find) for name, heads, find in families]


def as_time(
    draft: Draft, first: datetime.date | None, last: datetime.date | None, edtf: str | None, **values: object
) -> Time:
    """A draft with its days, as the public record."""
    return Time(
        draft.start, draft.end, draft.text, draft.rule, draft.type, first, last, edtf, modifier=draft.modifier,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip
