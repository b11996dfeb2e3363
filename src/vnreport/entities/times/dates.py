"""Single points in a text and lists of them, dates in digits alone, and dates with a blank."""

from __future__ import annotations

import re

from vnreport.entities.quantities.amounts import SCALE
from vnreport.entities.quantities.units import read_unit
from vnreport.entities.times.drafts import Draft, Partial, draft_of
from vnreport.entities.times.periods import LIST_MARK, TO, contradicts, range_of, read_finish
from vnreport.entities.times.points import (
    BARE_DAY,
    BARE_DAY_MONTH,
    BARE_MONTH,
    BARE_YEAR,
    COUNT_WORD,
    DATE_IN_WORDS,
    FULL_DATE,
    QUARTERS,
    SEPARATOR,
    YEAR,
    Point,
    int_or_none,
    point_of,
    read_day_month,
    read_month,
    read_point,
    read_point_plain,
)  # fmt: skip
from vnreport.text.engine import GAP, line_lead, syllable_before
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern

_BLANK_DATE = pattern(
    rf"ngày[\s.…]{{0,30}}/?{GAP}(?:tháng[\s.…]{{1,30}}năm(?:[\s.…]{{0,30}}(?:{YEAR}(?!\d))?)|"
    rf"tháng(?=[\s.…]{{1,12}}\d{{1,2}}))"
)
_BLANK_MONTH = pattern(rf"tháng(?:[\s.…]{{1,30}}|{GAP})năm{GAP}({YEAR})(?!\d)")
_BLANK_DAY = pattern(rf"ngày[\s.…]{{1,30}}/{GAP}(\d{{1,2}}){GAP}/{GAP}({YEAR})(?!\d)")


def find_blank(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "ngày     tháng 6 năm 2025" is the month; "ngày... tháng... năm 2019" fixes nothing."""
    if m := _BLANK_DAY.match(folded, start):
        blank = Partial("month", int(m.group(2)), int(m.group(1)))
        return [
            draft_of(
                text, m.start(1), m.end(), "blank_day", "month", low=blank, high=blank, impossible=not blank.possible()
            )
        ], m.end()
    if m := _BLANK_MONTH.match(folded, start):
        return [draft_of(text, start, m.end(), "blank_month", "month", impossible=True)], m.end()
    m = _BLANK_DATE.match(folded, start)
    if m is None or DATE_IN_WORDS.match(folded, start):
        return None
    if m.group().rstrip().endswith("tháng"):
        at = folded.index("tháng", start)
        point = read_month(text, folded, at)
        if point is None:
            return None
        return [single(text, point)], point.end
    if not re.search(r"[.…\s]{2}|\d", m.group()[4:]):
        return None
    return [draft_of(text, start, m.end(), "blank_date", "date", impossible=True)], m.end()


def single(text: str, point: Point) -> Draft:
    """The draft of a point that stands alone."""
    bad = not (point.low.possible() and point.high.possible())
    return draft_of(
        text, point.start, point.end, "point", point.type, low=point.low, high=point.high, modifier=point.modifier,
        impossible=bad,
    )  # fmt: skip


def find_point(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """One point of time, a range without "từ", or a list that shares its unit word and its year."""
    if folded.find("ngày", start, start + _BEFORE_DAY) >= 0 and (listed := _day_list(text, folded, start)):
        return listed
    point = read_point(text, folded, start)
    if point is None:
        return None
    if point.type in ("date", "month", "quarter", "year") and (to := TO.match(folded, point.end)):
        bare_dash = "-" in to.group()
        last = read_finish(text, folded, to.end(), point)
        if last is not None and (bare_dash or point.type == "date" == last.type) and not contradicts(point, last) \
                and (bare_dash is False or last.low.kind == point.low.kind):  # fmt: skip
            draft = range_of(text, point.start, point, last, "range")
            if draft is not None:
                return [draft], draft.end
    drafts = [single(text, point)]
    end = point.end
    while len(drafts) < 20 and (join := LIST_MARK.match(folded, end)):
        following = _list_member(text, folded, join.end(), point)
        if following is None:
            break
        drafts.append(single(text, following))
        end = following.end
    if point.type != "year" and point.low.year is None and (recurs := _EVERY_YEAR.match(folded, end)):
        return [], recurs.end()
    return _inherit_years(drafts), end


_EVERY_YEAR = pattern(rf"{GAP}(?:hằng|hàng|mỗi){GAP}năm(?![^\W_])")


_BARE_QUARTER = pattern(rf"(iv|i{{1,3}}|[1-4])(?![^\W_])(?![.,]\d|{GAP}%)(?:(?:{GAP}năm{GAP}|{SEPARATOR})({YEAR}))?")
_SEVERAL = pattern(r"(?:các|những)\s{1,2}$")
_ENDS_LIST = pattern(r"\s{0,2}(?:[;:)]|\.(?!\d)|$)")


def _counts_nothing(text: str, folded: str, number: re.Match[str]) -> bool:
    """Whether a bare number of a list is followed by no unit: "quý 1, 2 và 3" but not "quý 1, 2 cuộc"."""
    if (number.re.pattern == _BARE_QUARTER.pattern and number.group(2) is not None) or not number.group(1).isdigit():
        return True
    if re.match(r"[.,/-]\d|\s?%", folded[number.end() : number.end() + 2]):
        return False
    unit = read_unit(text, folded, number.end(), words=False, start=number.start())
    return unit is None or not unit.known


def _list_member(text: str, folded: str, at: int, point: Point) -> Point | None:
    if point.type == "year" and (m := BARE_YEAR.match(folded, at)):
        return point_of(m, Partial("year", int(m.group(1))), "year")
    if point.type == "quarter" and (m := _BARE_QUARTER.match(folded, at)) and _counts_nothing(text, folded, m):
        return point_of(m, Partial("quarter", int_or_none(m.group(2)), QUARTERS[m.group(1)]), "quarter")
    if point.type == "month" and (m := BARE_MONTH.match(folded, at)) and int(m.group(1)) <= 12:
        return point_of(m, Partial("month", int(m.group(2)), int(m.group(1))), "month")
    if point.type == "month" and (m := BARE_DAY.match(folded, at)) and 1 <= int(m.group(1)) <= 12:
        if _SEVERAL.search(folded[max(0, point.start - 6) : point.start]) and _counts_nothing(text, folded, m):
            return point_of(m, Partial("month", None, int(m.group(1))), "month")
        join = LIST_MARK.match(folded, m.end())
        if (join is not None and _list_member(text, folded, join.end(), point)) or _ENDS_LIST.match(folded, m.end()):
            return point_of(m, Partial("month", None, int(m.group(1))), "month")
    if point.type == "date":
        if m := FULL_DATE.match(folded, at):
            return point_of(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
        day = read_day_month(folded, at)
        if day is not None and day.low.possible() and "/" in folded[at : day.end]:
            return day
    if (
        point.type in ("date", "month", "quarter")
        and (same := read_point_plain(text, folded, at))
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
        elif year is not None and draft.low is not None and draft.low.shift == 0 and draft.high is not None:
            draft = draft._replace(low=draft.low._replace(year=year), high=draft.high._replace(year=year))
        result.append(draft)
    result.reverse()
    first_known = next((d.low.year for d in result if d.low is not None and d.low.year is not None), None)
    return [
        d._replace(low=d.low._replace(year=first_known), high=d.high._replace(year=first_known))
        if first_known is not None and d.low is not None and d.high is not None and d.low.year is None
        else d
        for d in result
    ]


# How far behind a count "ngày" may stand: "hai ngày 12 và 13/10".
_BEFORE_DAY = 36
_DAYS = pattern(
    rf"(?:(?:\d{{1,2}}|{COUNT_WORD}){GAP})?(?P<word>ngày){GAP}(?P<days>\d{{1,2}}(?:{GAP}(?:,|và|-|đến){GAP}(?:ngày{GAP})?\d{{1,2}}){{1,12}})"
    rf"(?:(?:[^\S\n]?[/-][^\S\n]?|\.)(?P<month>\d{{1,2}})(?!\d)(?:{SEPARATOR}(?P<year>{YEAR})(?!\d))?|"
    rf"{GAP}tháng{GAP}(?P<named_month>\d{{1,2}})(?!\d)"
    rf"(?:(?:{GAP},?{GAP}năm{GAP}|{SEPARATOR})(?P<named_year>{YEAR})(?!\d))?)"
)


def _day_list(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "các ngày 12, 13 và 14/10/2022": three dates; "ngày 13-14/10": one period."""
    m = _DAYS.match(folded, start)
    if m is None or FULL_DATE.match(folded, m.start("word")):
        return None
    inner, base, start = m.group("days"), m.start("days"), m.start("word")
    month = int(m.group("month") or m.group("named_month"))
    year = int_or_none(m.group("year") or m.group("named_year"))
    if not 1 <= month <= 12:
        return None
    numbers = list(re.finditer(r"\d{1,2}", inner))
    joined_by_dash = len(numbers) == 2 and re.search(r"-|đến", inner)
    if not joined_by_dash and "-" in inner:
        return None
    if joined_by_dash:
        low = Partial("date", year, month, int(numbers[0].group()))
        high = Partial("date", year, month, int(numbers[1].group()))
        bad = not (low.possible() and high.possible())
        return [draft_of(text, start, m.end(), "days", "period", low=low, high=high, impossible=bad)], m.end()
    drafts = []
    for index, number in enumerate(numbers):
        point = Partial("date", year, month, int(number.group()))
        first = start if index == 0 else base + number.start()
        last = m.end() if index == len(numbers) - 1 else base + number.end()
        drafts.append(
            draft_of(text, first, last, "days", "date", low=point, high=point, impossible=not point.possible())
        )
    return drafts, m.end()


_DAYPART_STRONG = pattern(rf"(?:sáng|trưa|chiều|tối|đêm)(?:{GAP}(?:nay|mai|qua))?,?{GAP}$")
_UNTIL_NOW = pattern(r"(?:đến|tới)[^\S\n]{1,2}nay,?[^\S\n]{0,2}$")  # "đến nay 5/7 học sinh"
_TO_DATE = pattern(rf"{GAP}(?:-|đến){GAP}")
_BARE_DAY_DOT_MONTH = pattern(r"(\d{1,2})\.(\d{1,2})(?![\d.]\d|\d)(?=[,;.)\s]|$)")
# Before day and month in digits; the larger number first, they are no part of a whole.
_DATE_CUE = pattern(
    r"(?<![^\W_])(?:(?:từ|đến|tới|trước|sau|quá|hạn|hạn (?:cuối|chót)(?: là)?|thời điểm|xong|"
    r"vào|hôm|ngay|hết)[^\S\n]{1,3}|"
    r"(?:chậm|muộn) nhất(?: là)?[^\S\n]{1,3}|(?:nay|mai|qua)[^\S\n]{1,2}\()$"
)
# What the two patterns for a word that wants a date end with.
_BEFORE_DATE = (
    "từ", "đến", "tới", "trước", "sau", "quá", "hạn", "cuối", "chót", "là", "điểm", "xong", "vào", "hôm", "ngay",
    "hết", "nhất", "nay", "mai", "qua", "sáng", "trưa", "chiều", "tối", "đêm", "(", ",",
)  # fmt: skip
_ENDS_PHRASE = pattern(r"\s{0,2}(?:[,;:)]|\.(?!\d)|$)")
_LASTS = pattern(rf"{GAP}(?:%|(?:ngày|tháng|năm|tuần|giờ|phút|lần)(?![^\W_]))")
_DAYPART = pattern(rf"(?:sáng|trưa|chiều|tối|đêm|hôm|vào|trước|đến|ngay)(?:{GAP}(?:nay|mai|qua|nay,))?,?{GAP}$")


def find_numeric(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """A date in digits alone: "12/12/2013", "18.4.2023", "Sáng 11/12"."""
    if m := FULL_DATE.match(folded, start):
        return _full_dates(text, folded, m)
    if (m := _BARE_DAY_DOT_MONTH.match(folded, start)) and _DAYPART_STRONG.search(folded[max(0, start - 14) : start]):
        day_month = Partial("date", None, int(m.group(2)), int(m.group(1)))
        if day_month.possible():
            return [draft_of(text, start, m.end(), "day_month", "date", low=day_month, high=day_month)], m.end()
    return _day_and_month(text, folded, start)


def _full_dates(text: str, folded: str, m: re.Match[str]) -> tuple[list[Draft], int] | None:
    """ "12/12/2013", "07/5/1954 - 07/5/2024", "12/12/2013 và 15/6/2014"."""
    start = m.start()
    if text.startswith("0.", start) or not (1 <= int(m.group(3)) <= 12 or int(m.group(1)) <= 31):
        return None
    point = point_of(m, Partial("date", int(m.group(4)), int(m.group(3)), int(m.group(1))), "date")
    to = _TO_DATE.match(folded, point.end)
    if to and (last := FULL_DATE.match(folded, to.end())):
        finish = point_of(last, Partial("date", int(last.group(4)), int(last.group(3)), int(last.group(1))), "date")
        draft = range_of(text, start, point, finish, "numeric_range")
        if draft is not None:
            return [draft], draft.end
    if not point.low.possible() and "." in m.group():
        return None
    drafts, end = [single(text, point)], point.end
    while (
        len(drafts) < 20
        and (join := LIST_MARK.match(folded, end))
        and (following := _list_member(text, folded, join.end(), point))
    ):
        drafts.append(single(text, following))
        end = following.end
    return drafts, end


def _day_and_month(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "Sáng 11/12", "từ 10-7", "chậm nhất 25/12": only behind a word that wants a date, for most are fractions."""
    m = BARE_DAY_MONTH.match(folded, start)
    if m is None:
        return None
    day, month = int(m.group(1)), int(m.group(2))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if not syllable_before(folded, start).endswith(_BEFORE_DATE):
        return None
    before, day_month = folded[max(0, start - 16) : start], Partial("date", None, month, day)
    if (
        _DATE_CUE.search(before)
        and day_month.possible()
        and (day > month or m.group().startswith("0") or _ENDS_PHRASE.match(folded, m.end()))
    ):
        unit = read_unit(text, folded, m.end(), words=False, start=start)
        if (unit is None or not unit.known) and not _LASTS.match(folded, m.end()):
            return [draft_of(text, start, m.end(), "day_month", "date", low=day_month, high=day_month)], m.end()
    if not _DAYPART.search(before) or _UNTIL_NOW.search(before):
        return None
    follows = folded[m.end() : m.end() + 14]
    counts = re.match(rf"{GAP}(?!(?:để|sẽ|phải|hoàn|và|năm)(?![^\W_]))[^\W\d_]", follows)
    if counts and re.search(r"(?:đến|trước)\W{0,8}$", folded[max(0, start - 8) : start]):
        return None
    if re.search(r"(?:vào|ngay)\W{0,8}$", folded[max(0, start - 6) : start]) and re.match(rf"{GAP}[^\W\d_]", follows):
        return None
    bad = not day_month.possible()
    return [draft_of(text, start, m.end(), "day_month", "date", low=day_month, high=day_month, impossible=bad)], m.end()


_LONE_YEAR = pattern(r"(?:19[3-9]\d|20[0-5]\d)(?![\w%‰])(?![.,/-]\d)(?![^\S\n]{0,2}[%/])")
# A number of that size is a count where such a word announces it, and a year elsewhere.
_COUNTED = pattern(r"(?:là|đạt|được|có|gồm|tổng|cộng|còn|hơn|trên|gần|khoảng|số|mã|giá|[:=|x])[^\S\n]{0,3}$")


# The row of a year in a table: "| 2013 (ước) | 38,5% |".
_ENDS_CELL = pattern(r"[^\S\n\t]{0,3}\*{0,2}(?:\([^()|\t\n\d]{1,20}\))?[^\S\n\t]{0,3}[|\t]")


# The head of a column: "| KH 2024 | Ước TH 2024 | So với 2023 |".
_HEAD_OF_COLUMN = pattern(
    r"(?:^|[|\t])[^\S\n]{0,3}(?:(?:kh|th|dt|ct|kế hoạch|thực hiện|dự toán|chỉ tiêu|kết quả|ước|đạt|giao|so với|so|"
    r"cùng kỳ|tăng|giảm|tỷ lệ|đến|%|/)\s{1,2}){1,5}$"
)
_ENDS_HEAD = pattern(rf"[^\S\n\t]{{0,3}}(?:\(%\)|%)?[^\S\n\t]{{0,3}}(?:[|\t\n{CLOSED}]|$)")


def find_lone_year(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """A year without its word: "so với 2019", "dự toán 2023 giao", "(2016, 2017)", "tầm nhìn 2030"."""
    m = _LONE_YEAR.match(folded, start)
    if m is None:
        return None
    if _in_table(text, start):
        lead = line_lead(folded, start)
        names_row = not lead.strip(" \t|*") and _ENDS_CELL.match(text, m.end()) is not None
        if not names_row and not (_HEAD_OF_COLUMN.search(lead) and _ENDS_HEAD.match(text, m.end())):
            return None
        return [single(text, point_of(m, Partial("year", int(m.group())), "year"))], m.end()
    if _COUNTED.search(folded[max(0, start - 12) : start]):
        return None
    unit = read_unit(text, folded, m.end(), words=False, start=start)
    if (unit is not None and unit.known) or SCALE.match(folded, m.end()):
        return None
    return [single(text, point_of(m, Partial("year", int(m.group())), "year"))], m.end()


def _in_table(text: str, place: int) -> bool:
    """Whether the line holds cells of a table, whose numbers are printed without their unit."""
    lead = line_lead(text, place).lstrip()
    follow = text[place : place + 60].split("\n", 1)[0]
    return any(mark in lead or mark in follow for mark in ("|", "\t"))
