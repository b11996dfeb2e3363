"""Stretches of time: ranges, terms, periods, school years, decades and centuries."""

from __future__ import annotations

import re

from vnreport.entities.numbers import ordinal_value
from vnreport.entities.times.drafts import Draft, Partial, draft_of
from vnreport.entities.times.points import (
    BARE_DAY,
    BARE_MONTH,
    BARE_YEAR,
    CLOCK_LEAD,
    COUNT_WORD,
    DAY,
    MODIFIERS,
    QUARTERS,
    SEPARATOR,
    YEAR,
    Point,
    full_year,
    int_or_none,
    point_of,
    read_day_month,
    read_point,
)  # fmt: skip
from vnreport.text.engine import GAP, spaced
from vnreport.text.patterns import pattern

_FROM = pattern(rf"(?:kể{GAP})?từ{GAP}{CLOCK_LEAD}")
TO = pattern(rf"{GAP}(?:cho{GAP})?(?:đến|tới){GAP}(?:hết{GAP}|cuối{GAP}(?=ngày|{YEAR}))?{CLOCK_LEAD}|{GAP}-{GAP}")
_NOW = pattern(
    rf"{GAP}(?:cho{GAP})?(?:đến|tới){GAP}(?:thời{GAP}điểm{GAP})?(?:nay|hiện{GAP}nay|hiện{GAP}tại|giờ)(?![^\W_])"
)
_FROM_NOW = pattern(
    rf"từ{GAP}(?:nay|giờ){GAP}(?:cho{GAP})?(?:đến|tới){GAP}(?:(?:hết|cuối){GAP}){{1,2}}"
    rf"(?:năm(?:{GAP}học)?|quý|tháng|nhiệm{GAP}kỳ)(?:{GAP}(?:nay|này))?(?![^\W_])"
    rf"(?!{GAP}(?:\d|học|i{{1,3}}(?![^\W_])|iv(?![^\W_])))"
)
_SINCE_BEGINNING = pattern(
    rf"từ{GAP}(?:đầu|khi{GAP}bắt{GAP}đầu){GAP}(?:(?P<term>nhiệm{GAP}kỳ"
    rf"(?:{GAP}(?P<a>{YEAR}){GAP}-{GAP}{YEAR})?(?:{GAP}(?!đến|tới)[^\W_]{{1,10}}){{0,8}}+)|"
    rf"năm{GAP}học|tháng|quý|khóa|(?P<year>năm)(?!{GAP}(?:\d|học)))(?={GAP}(?:cho{GAP})?(?:đến|tới))"
)


# "từ 24 đến 27-6": the first day leaves its month to the last.
_DAY_BEFORE_DATE = pattern(
    rf"(\d{{1,2}})(?={GAP}(?:đến|tới){GAP}(?:ngày{GAP})?\d{{1,2}}(?:[/-]|{GAP}tháng{GAP})\d{{1,2}}(?!\d|[.,]\d|{GAP}%))"
)


_LAST_QUARTER = pattern(rf"(iv|i{{1,3}}|[1-4])(?![^\W_])(?:(?:{GAP}năm{GAP}|{SEPARATOR})({YEAR}))?")


def _read_start(text: str, folded: str, at: int) -> Point | None:
    """The first point of a range, which may be a bare day, day and month, or year."""
    if point := read_point(text, folded, at):
        return point
    if m := DAY.match(folded, at):
        return point_of(m, Partial("date", None, None, int(m.group(1))), "date")
    if point := read_day_month(folded, at):
        return point
    if m := _DAY_BEFORE_DATE.match(folded, at):
        return point_of(m, Partial("date", None, None, int(m.group(1))), "date")
    if m := BARE_YEAR.match(folded, at):
        return point_of(m, Partial("year", int(m.group(1))), "year")
    return None


def read_finish(text: str, folded: str, at: int, first: Point) -> Point | None:
    """The last point of a range, which may leave out the unit word of the first."""
    if point := read_point(text, folded, at):
        return point
    kind = first.low.kind
    if kind == "date" and (point := read_day_month(folded, at)):
        return point
    if kind == "month":
        if m := BARE_MONTH.match(folded, at):
            return point_of(m, Partial("month", int(m.group(2)), int(m.group(1))), "month")
        if (m := BARE_DAY.match(folded, at)) and not re.match(r"\s{0,2}[%.,/]?\d|\s?%", folded[m.end() : m.end() + 4]):
            return point_of(m, Partial("month", None, int(m.group(1))), "month")
    if kind == "quarter" and (m := _LAST_QUARTER.match(folded, at)):
        return point_of(m, Partial("quarter", int_or_none(m.group(2)), QUARTERS[m.group(1)]), "quarter")
    if kind == "year" and (m := BARE_YEAR.match(folded, at)):
        return point_of(m, Partial("year", int(m.group(1))), "year")
    return None


def range_of(text: str, start: int, first: Point, last: Point, rule: str) -> Draft | None:
    """The period between two points; what one of them leaves open, the other gives."""
    low, high = first.low, last.high
    if low.kind == "date" and low.month is None and high.month is not None:
        low = low._replace(month=high.month)
    if low.month is None and low.kind == "date":
        return None
    turns = (low.month or 0, low.day or 0) > (high.month or 0, high.day or 0) and low.kind == high.kind
    if low.year is None and high.year is not None:
        low = low._replace(year=high.year - 1 if turns else high.year)
    elif high.year is None and low.year is not None:
        high = high._replace(year=low.year + 1 if turns and low.month != high.month else low.year)
    bad = not (low.possible() and high.possible())
    return draft_of(text, start, last.end, rule, "period", low=low, high=high, impossible=bad)


def find_range(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "từ ngày 01/01 đến 30/6/2021", "từ năm 2018 đến nay", "từ đầu năm đến hết tháng 10", "từ nay đến cuối năm"."""
    if m := _FROM_NOW.match(folded, start):
        return [draft_of(text, start, m.end(), "range", "period")], m.end()
    if m := _SINCE_BEGINNING.match(folded, start):
        return _since_beginning(text, folded, m)
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
            draft_of(text, begin, now.end(), "since_open", "period", low=first.low, open_end=True, role="since",
                   modifier=first.modifier, impossible=not first.low.possible())
        ], now.end()  # fmt: skip
    to = TO.match(folded, first.end)
    if to is None:
        return None
    last = read_finish(text, folded, to.end(), first)
    if last is None or contradicts(first, last):
        return None
    draft = range_of(text, begin, first, last, "range")
    return None if draft is None else ([draft], draft.end)


def _since_beginning(text: str, folded: str, begun: re.Match[str]) -> tuple[list[Draft], int] | None:
    """ "từ đầu nhiệm kỳ đến nay" has no days; "từ đầu năm đến ngày 15/11" begins with the year of its last day."""
    start = begun.start()
    first = Partial("year", int(begun.group("a"))) if begun.group("a") else None
    if now := _NOW.match(folded, begun.end()):
        return [
            draft_of(text, start, now.end(), "since_term", "period", role="since", low=first, open_end=bool(first))
        ], now.end()
    to = TO.match(folded, begun.end())
    last = read_point(text, folded, to.end()) or read_day_month(folded, to.end()) if to else None
    if last is None or last.low.kind == "year":
        return None
    if begun.group("year"):
        first = Partial("date", last.high.year, 1, 1, last.high.shift)
    known = first is not None and last.high.possible()
    return [
        draft_of(text, start, last.end, "since_term", "period", low=first, high=last.high if known else None,
                 impossible=not known)
    ], last.end  # fmt: skip


def contradicts(first: Point, last: Point) -> bool:
    """Whether two points make no range: a year and a month without one."""
    return first.low.kind == "year" and last.low.kind in ("month", "quarter") and last.low.year is None


_PERIOD = pattern(
    rf"(?:(?P<part>nửa(?:{GAP}(?:đầu|cuối))?|nữa|giữa|đầu|cuối){GAP})?"
    rf"(?P<word>nhiệm{GAP}kỳ|giai{GAP}đoạn|thời{GAP}kỳ|năm{GAP}học|niên{GAP}học|niên{GAP}khóa|"
    rf"các{GAP}năm|những{GAP}năm|năm)"
    rf"(?:{GAP}5{GAP}năm)?"
    rf"{GAP}[:(,]?{GAP}(?:từ{GAP})?(?:năm{GAP})?(?P<a>{YEAR}|[5-9]\d){GAP}(?:[-/]|đến|"
    rf"tới){GAP}(?:năm{GAP})?(?P<b>{YEAR}|\d\d(?!\d))(?!\d)(?!{GAP}%)"
)
# "nhiệm kỳ V (2025 - 2030)": the number of a term is an ordinal; its years are the time.
_NUMBERED_TERM = pattern(
    rf"nhiệm{GAP}kỳ{GAP}(?:thứ{GAP})?(?:[ivx]{{1,6}}|\d{{1,2}}(?!{GAP}năm)|nhất|hai|ba){GAP}[:(,]?{GAP}(?:từ{GAP})?(?:năm{GAP})?"
    rf"(?P<a>{YEAR}){GAP}(?:-|đến){GAP}(?:năm{GAP})?(?P<b>{YEAR})(?!\d)"
)
_PERIOD_GLUED = pattern(
    rf"(?P<word>năm{GAP}học|niên{GAP}khóa|giai{GAP}đoạn|nhiệm{GAP}kỳ){GAP}(?P<a>{YEAR})(?P<b>{YEAR})(?!\d)"
)
_PERIOD_TYPES = {"nhiệm": "term", "giai": "period", "thời": "period", "niên": "school_year"}
_YEARS_PERIOD = pattern(
    rf"(?:\d{{1,2}}|{COUNT_WORD}){GAP}năm{GAP},?{GAP}(?P<open>\(?){GAP}(?P<a>{YEAR}){GAP}(?:-|"
    rf"đến){GAP}(?P<b>{YEAR})(?!\d)(?P<close>{GAP}\))?"
)
_YEAR_PAIR = pattern(rf"(?P<a>{YEAR})/(?P<b>{YEAR})(?![\d/]|-)")  # "niên vụ 2017/2018"
BARE_PERIOD = pattern(rf"(?P<a>{YEAR}){GAP}-{GAP}(?P<b>{YEAR})(?![\d])(?!/[^\W\d_])(?!{GAP}-{GAP}\d)")


def find_period(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "nửa nhiệm kỳ 2017-2022", "giai đoạn 2016 - 2020", "năm học 2023 -2024", "năm 2021-2025"."""
    if folded.startswith("nhiệm", start) and (m := _NUMBERED_TERM.match(folded, start)):
        begun, end = m.start("a"), m.end("b")
        return [_years(text, begun, end, "term", "term", int(m.group("a")), int(m.group("b")), None)], end
    m = _PERIOD.match(folded, start) or _PERIOD_GLUED.match(folded, start)
    if m is None:
        return None
    first = full_year(m.group("a"))
    written = m.group("b")
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    if last < first and len(written) == 2:
        last += 100
    word = spaced(m.group("word"))
    if word in ("năm học", "niên học", "niên khóa") and last - first in (1,):
        kind = "school_year"
    elif word == "niên khóa" or word == "năm học":
        kind = "period"
    else:
        kind = _PERIOD_TYPES.get(word.split()[0], "period")
    if len(written) == 2 and (word.endswith("năm") or not 0 < last - first <= 15):
        return None
    if len(m.group("a")) == 2 and word.endswith("năm"):
        return None
    part = (m.group("part") or "").split() if m.re.pattern == _PERIOD.pattern else []
    modifier = MODIFIERS.get(part[0]) if part else None
    if part and kind not in ("term", "period", "school_year"):
        return None
    end = m.end()
    opened = "(" in text[start:end] and text[end : end + 1] == ")"
    drafts = [_years(text, start, end + (1 if opened else 0), "period", kind, first, last, modifier)]
    while (
        len(drafts) < 12 and (join := LIST_MARK.match(folded, end)) and (more := BARE_PERIOD.match(folded, join.end()))
    ):
        a, b = int(more.group("a")), int(more.group("b"))
        drafts.append(_years(text, join.end(), more.end(), "period_series", kind, a, b, None))
        end = more.end()
    return drafts, max(end, drafts[-1].end)


def _years(text: str, start: int, end: int, rule: str, kind: str, first: int, last: int, modifier: str | None) -> Draft:
    if kind == "school_year":
        low, high = Partial("month", first, 9), Partial("month", last, 5)
    else:
        low, high = Partial("year", first), Partial("year", last)
    return draft_of(
        text, start, end, rule, kind, low=low, high=high, modifier=modifier, edtf=f"{first}/{last}",
        impossible=first > last,
    )  # fmt: skip


def find_bare_period(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "5 năm 2001 - 2005", "(2015-2020)", "07/5/1954 - 07/5/2024"."""
    if m := _YEARS_PERIOD.match(folded, start):
        end = m.end() if not m.group("open") or m.group("close") else m.end("b")
        return [_years(text, start, end, "years_period", "period", int(m.group("a")), int(m.group("b")), None)], end
    if (m := _YEAR_PAIR.match(folded, start)) and int(m.group("b")) == int(m.group("a")) + 1:
        return [
            _years(text, start, m.end(), "bare_period", "period", int(m.group("a")), int(m.group("b")), None)
        ], m.end()
    m = BARE_PERIOD.match(folded, start)
    if m and 0 < int(m.group("b")) - int(m.group("a")) <= 60:
        return [
            _years(text, start, m.end(), "bare_period", "period", int(m.group("a")), int(m.group("b")), None)
        ], m.end()
    return None


LIST_MARK = pattern(rf"{GAP}(?:,|và|;|&|hoặc){GAP}(?:và{GAP})?")

_OF_CENTURY = rf"{GAP}(?:của{GAP})?thế{GAP}kỷ{GAP}(?:trước|(?P<century>[xiv]{{1,5}}|\d\d))"
_DECADE = pattern(
    rf"(?:(?P<part>đầu|giữa|cuối){GAP})?(?:thập{GAP}(?:kỷ|niên)(?:{GAP}(?:những{GAP})?năm)?|"
    rf"những{GAP}năm|các{GAP}năm){GAP}"
    rf"(?P<year>(?:19|20)\d0|"
    rf"[1-9]0)(?!\d)(?!{GAP}-{GAP}\d)(?!{GAP},{GAP}\d\d{{2}})(?:{_OF_CENTURY})?"
)
_MORE_DECADE = pattern(
    rf"(?P<year>[1-9]0)(?!\d)(?={GAP}(?:,|và){GAP}[1-9]0(?!\d)|{GAP}(?:của{GAP})?thế{GAP}kỷ)(?:{_OF_CENTURY})?"
)
_CENTURY = pattern(
    rf"(?:(?P<part>đầu|giữa|cuối|nửa{GAP}đầu|"
    rf"nửa{GAP}cuối){GAP})?thế{GAP}kỷ{GAP}(?:thứ{GAP})?(?P<century>[xiv]{{1,6}}|\d\d)(?![^\W_])"
)


def _decades(text: str, folded: str, first: re.Match[str]) -> tuple[list[Draft], int] | None:
    """ "những năm 60, 70 của thế kỷ XX": the century written once serves all."""
    written = int(first.group("year"))
    if written < 20 and folded.startswith(("các", "những"), first.start()):
        return None
    found = [first]
    if written < 100 and not _names_century(first):
        while (
            len(found) < 9
            and (join := LIST_MARK.match(folded, found[-1].end()))
            and (more := _MORE_DECADE.match(folded, join.end()))
        ):
            found.append(more)
    century = found[-1].group("century")
    base = (ordinal_value(century) or 20) * 100 - 100 if century else 1900
    modifier = MODIFIERS.get(first.group("part") or "")
    drafts = []
    for match in found:
        year = int(match.group("year"))
        year += base if year < 100 else 0
        drafts.append(
            draft_of(text, match.start(), match.end(), "decade", "decade", low=Partial("year", year),
                     high=Partial("year", year + 9), modifier=modifier, edtf=f"{year // 10}X")
        )  # fmt: skip
    return drafts, found[-1].end()


def _names_century(match: re.Match[str]) -> bool:
    return match.group("century") is not None or "kỷ" in match.group()[match.end("year") - match.start() :]


def find_decade(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "thập kỷ 90", "những năm 1990", "thế kỷ XXI"."""
    if m := _DECADE.match(folded, start):
        return _decades(text, folded, m)
    m = _CENTURY.match(folded, start)
    if m is None:
        return None
    number = ordinal_value(m.group("century"))
    if number is None or not 1 <= number <= 21:
        return None
    first, last = (number - 1) * 100 + 1, number * 100
    part = (m.group("part") or "").split()
    modifier = MODIFIERS.get(part[0]) if part else None
    return [
        draft_of(text, start, m.end(), "century", "century", low=Partial("year", first), high=Partial("year", last),
               modifier=modifier, edtf=f"{first:04d}/{last:04d}")
    ], m.end()  # fmt: skip
