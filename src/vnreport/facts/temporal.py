"""Times completed: the years that the report leaves open, the days of "cùng kỳ", and the role of each time.

The anchor is `report_date`, or else the report's own date, or the period that it covers. What was completed from it is
marked `inferred`; a relative time keeps null days and gets `resolved_first_day` and `resolved_last_day`.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vnreport.entities.models import Reference, Time
from vnreport.entities.number_words import read_words
from vnreport.entities.numbers import read_digits
from vnreport.entities.times import Draft, Partial, as_time
from vnreport.entities.times.drafts import days_in
from vnreport.facts.anchor import Anchor, resolve, same_period
from vnreport.records import record, replace
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import spaced, syllable_before
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern


@record
class Places:
    """Where blocks and headings begin, so that an open year is looked for near by: offsets in text order.

    `headings[i]` is the span of the heading that block `i` stands under, or None.
    """

    blocks: tuple[int, ...] = ()
    headings: tuple[tuple[int, int] | None, ...] = ()

    def block_of(self, place: int) -> int:
        """The index of the block that holds an offset; -1 without blocks."""
        return bisect_right(self.blocks, place) - 1


def complete_times(
    text: str, folded: str, drafts: Sequence[Draft], anchor: Anchor, places: Places | None = None
) -> list[Time]:
    """Drafts as times, with the open years completed where something fixes them."""
    places = places or Places()
    own = anchor  # its year is the report's; a period that the text only names serves "cùng kỳ"
    anchor = _with_period_of_text(folded, drafts, anchor)
    drafts = [_of_report(folded, draft, own) for draft in drafts]
    roles = [draft.role or _role(folded, draft) for draft in drafts]
    years = _YearsAbove(folded, drafts, roles, places)
    result: list[Time] = []
    for index, draft in enumerate(drafts):
        year, inferred = None, False
        if draft.needs_year:
            year = years.near(index) or own.year or anchor.year or _any_year(drafts, years, index, anchor)
            inferred = year is not None
        result.append(_complete(draft, roles[index], year, anchor, inferred=inferred))
    return result


_MONTHS_ALONE = pattern(rf"(\d{{1,2}}|ba|sáu|bảy|tám|chín|mười|mười{_WS}một){_WS}tháng")
_CLAUSE_BEGINS = pattern(
    r"(?:^|[\n.;:,(|\t*+•–-])\s{0,3}(?:(?:trong|ước|kết quả|tổng hợp|công tác|lũy kế|tính chung|so với)\s{1,2})?$"
    r"|(?:tổng hợp|kết quả|xếp loại|sơ kết|công tác|báo cáo)\s{1,2}$"
)
_NO_MONTHS_OF_YEAR = pattern(
    rf"{_WS}(?:/|tù|lương|qua|tới|tuổi|liền|liên|sau|trước|nữa|còn|chưa|trở|kể|một|\d)|{_WS}-{_WS}\d"
)


def _of_report(folded: str, draft: Draft, anchor: Anchor) -> Draft:
    """ "6 tháng" at the head of a clause in a report on six months: the months of its year, not a length of time.

    A report without such a period counts so the months that are over on its day: "8 tháng mới thu …" in September.
    """
    months = _MONTHS_ALONE.fullmatch(folded, draft.start, draft.end) if draft.type == "duration" else None
    if months is None or _NO_MONTHS_OF_YEAR.match(folded, draft.end):
        return draft
    number = read_digits(folded, draft.start) or read_words(folded, draft.start)
    count = int(number.value) if number is not None else 0
    if not 3 <= count <= 12 or not _CLAUSE_BEGINS.search(folded[max(0, draft.start - 24) : draft.start]):
        return draft
    period = anchor.period
    if period is not None and period[0].year == period[1].year and (period[0].month, period[1].month) != (1, 12):
        over = period[0].month == 1 and period[1].month == count
    else:
        day = anchor.date
        over = day is not None and day.year == anchor.year and day.month in (count, count + 1)
    return (
        draft._replace(type="months", low=Partial("month", None, 1), high=Partial("month", None, count))
        if over
        else draft
    )


def _with_period_of_text(folded: str, drafts: Sequence[Draft], anchor: Anchor) -> Anchor:
    """Without a period of the report, "cùng kỳ" compares with the first period of months that the text names.

    A day up to which the report counts ("Tính đến hết ngày 30/11/2022") ends the period that is compared.
    """
    period = anchor.period
    if period is None:
        for draft in drafts:
            if draft.type not in ("months", "half", "quarter", "month") or draft.needs_year or draft.impossible:
                continue
            if draft.low is not None and draft.high is not None:
                period = (draft.low.bounds(0)[0], draft.high.bounds(0)[1])
                break
    if period is not None and period[0].year == period[1].year:
        for draft in drafts:
            counted = (
                draft.low is not None
                and draft.type == "date"
                and draft.low.year == period[1].year
                and draft.low.possible()
            )
            if counted and not draft.impossible and _AS_OF.search(folded[max(0, draft.start - 24) : draft.start]):
                day = draft.low.bounds(0)[0] if draft.low is not None else period[1]
                if period[0] <= day < period[1]:
                    period = (period[0], day)
                break
    return replace(anchor, period=period)


_AS_OF = pattern(rf"tính{_WS}đến(?:{_WS}hết)?{_WS}$")


class _YearsAbove:
    """For every draft, the year that governs it: named before in the same block, or in the heading above."""

    def __init__(self, folded: str, drafts: Sequence[Draft], roles: Sequence[str | None], places: Places) -> None:
        self._drafts, self._places = drafts, places
        self._last: list[int | None] = []  # the last governing draft before each
        self.usable: list[int] = []  # drafts whose year may serve where nothing else fixes one
        last: int | None = None
        for index, draft in enumerate(drafts):
            self._last.append(last)
            if _governs(draft, roles[index]):
                last = index
            if draft.high is not None and draft.high.year is not None and not draft.impossible and draft.type not in (
                "term", "decade", "century"
            ) and roles[index] not in ("issued", "baseline"):  # fmt: skip
                self.usable.append(index)
        self._starts = [draft.start for draft in drafts]

    def near(self, index: int) -> int | None:
        block = self._places.block_of(self._drafts[index].start)
        if block < 0:
            return None
        last = self._last[index]
        if last is not None and self._drafts[last].start >= self._places.blocks[block]:
            return _year_of(self._drafts[last])
        heading = self._places.headings[block] if block < len(self._places.headings) else None
        if heading is None:
            return None
        inside = self._drafts[bisect_left(self._starts, heading[0]) : bisect_left(self._starts, heading[1])]
        years = [
            draft.low.year
            for draft in inside
            if draft.low is not None and draft.low.year is not None
            and draft.type in ("year", "quarter", "month", "months", "half")
        ]  # fmt: skip
        return years[-1] if years else None


def _year_of(draft: Draft) -> int | None:
    return None if draft.high is None else draft.high.year


def _governs(draft: Draft, role: str | None) -> bool:
    """Whether a time says what year the sentences after it speak of."""
    if draft.high is None or draft.high.year is None or draft.impossible or role in ("issued", "baseline", "since"):
        return False
    return draft.type in ("year", "quarter", "half", "months", "month")


def _any_year(drafts: Sequence[Draft], years: _YearsAbove, index: int, anchor: Anchor) -> int | None:
    """Without any anchor: the nearest year of the same text, before or else after."""
    if anchor.date is not None or anchor.period is not None:
        return anchor.date.year if anchor.date is not None else None
    place = bisect_left(years.usable, index)
    nearest = years.usable[place - 1] if place else years.usable[place] if place < len(years.usable) else None
    return None if nearest is None else _year_of(drafts[nearest])


def _complete(draft: Draft, role: str | None, year: int | None, anchor: Anchor, *, inferred: bool) -> Time:
    if draft.resolves == "same_period" and draft.low is not None and draft.low.year is not None:
        first, last = same_period(draft.low.year, anchor)
        return as_time(draft, first, last, _interval(first, last), role=role)
    if draft.type == "relative":
        resolved = resolve(draft.resolves or "none", anchor)
        return as_time(
            draft, None, None, None, role=role, resolved_first_day=resolved[0], resolved_last_day=resolved[1]
        )  # fmt: skip
    if draft.impossible or draft.low is None:
        return as_time(draft, None, None, None, role=role)
    if draft.needs_year and year is None:
        return as_time(draft, None, None, None, role=role)
    low = draft.low if year is None else draft.low.in_year(year)
    if not low.possible():
        return as_time(draft, None, None, None, role=role)
    first = low.bounds(low.year or 0)[0]
    if draft.open_end or draft.high is None:
        return as_time(
            draft,
            first,
            None,
            f"{_point_edtf(draft)}/.." if not draft.needs_year else f"{first}/..",
            role=role,
            inferred=inferred,
        )
    high = draft.high if year is None else draft.high.in_year(year)
    if not high.possible():
        return as_time(draft, None, None, None, role=role)
    last = high.bounds(high.year or 0)[1]
    if last < first:
        turned = _over_new_year(draft, year, anchor)
        if turned is None:
            return as_time(draft, None, None, None, role=role)
        first, last = turned
    return as_time(draft, first, last, draft.edtf or _edtf(draft, first, last), role=role, inferred=inferred)


def _over_new_year(draft: Draft, year: int | None, anchor: Anchor) -> tuple[datetime.date, datetime.date] | None:
    """ "từ ngày 01/11 đến ngày 20/01" in a report of a known year: of the two winters that touch it, the one nearer to
    the day of the report. None where no such day decides, or where the text itself gives a year."""
    low, high = draft.low, draft.high
    if low is None or high is None or low.month == high.month or any((low.year, high.year, low.shift, high.shift)):
        return None
    if year is None or anchor.date is None or not datetime.MINYEAR < year < datetime.MAXYEAR:
        return None
    winters = [(low.bounds(begun)[0], high.bounds(begun + 1)[1]) for begun in (year - 1, year)]
    far = [max((first - anchor.date).days, (anchor.date - last).days, 0) for first, last in winters]
    return None if far[0] == far[1] else winters[far.index(min(far))]


def _point_edtf(draft: Draft) -> str:
    low = draft.low
    if low is None or low.year is None:
        return ".."
    if low.kind == "quarter" and low.month is not None:
        return f"{low.year}-{32 + low.month}"
    if low.month is None:
        return f"{low.year}"
    return f"{low.year}-{low.month:02d}" + (f"-{low.day:02d}" if low.day is not None else "")


def _edtf(draft: Draft, first: datetime.date, last: datetime.date) -> str:
    """The shortest EDTF (ISO 8601-2) that says these days: level 1 for intervals, level 2 for quarters and halves."""
    kind = draft.type
    if kind == "date":
        return first.isoformat()
    if kind == "month":
        return f"{first:%Y-%m}"
    if kind == "quarter":
        return f"{first.year}-{32 + (first.month + 2) // 3}"
    if kind == "year":
        return f"{first.year}"
    if kind in ("half", "months") and first.year == last.year and (first.month, last.month) in ((1, 6), (7, 12)):
        return f"{first.year}-{40 if first.month == 1 else 41}"
    kinds = {point.kind for point in (draft.low, draft.high) if point is not None}
    if kinds & {"date", "quarter"}:
        return f"{first.isoformat()}/{last.isoformat()}"
    return _interval(first, last) or ""


def _interval(first: datetime.date | None, last: datetime.date | None) -> str | None:
    if first is None or last is None:
        return None
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}/{last.year}" if first.year != last.year else f"{first.year}"
    if first.day == 1 and last.day == days_in(last.year, last.month):
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return f"{first.isoformat()}/{last.isoformat()}"


# --- roles ---------------------------------------------------------------------------------------------------------

_BASELINE = pattern(
    rf"(?:so{_WS}với(?:{_WS}[\d.,]{{1,12}}{_WS}(?:%|[^\W\d_]{{1,8}}(?:{_WS}(?!đến|tới|trước|từ|vào)[^\W\d_]{{1,8}})?))?|so|cùng{_WS}với|(?:cao|thấp|nhiều|ít|nhanh|chậm|tăng|giảm|lớn|"
    rf"tốt){_WS}hơn(?:{_WS}(?:hẳn|nhiều))?|bằng{_WS}[\d.,]{{1,8}}{_WS}(?:%|lần)|"
    rf"gấp{_WS}(?:(?:[\d.,]{{1,8}}|nhiều|hai|ba|bốn|năm|mấy){_WS}lần|đôi|rưỡi)"
    rf"|tương{_WS}đương|(?:khác|hơn){_WS}(?:hẳn{_WS})?(?:so{_WS}với)?)"
    rf"(?:{_WS}(?:với|trung{_WS}bình|bình{_WS}quân|mức|số|thời{_WS}điểm|của|kế{_WS}hoạch|đầu|trước)){{0,3}}{_WS}$"
)
_COMPARES = pattern(r"so|với|hơn|bằng|gấp|đương")
_DEADLINE = pattern(
    rf"(?<![^\W\d_])(?:trước|chậm{_WS}nhất(?:{_WS}(?:là|vào|đến|trong|hết)){{0,2}}|"
    rf"muộn{_WS}nhất(?:{_WS}(?:là|vào|đến))?|không{_WS}(?:quá|muộn{_WS}hơn)|"
    rf"hạn(?:{_WS}(?:cuối|chót))?(?:{_WS}(?:cùng|là|đến))?)(?:{_WS}(?:hết|khi|thời{_WS}điểm))?{_WS}$"
)
_UNTIL = pattern(
    rf"(?<![^\W\d_])(?P<state>tính{_WS}(?:từ{_WS}[^,.;]{{2,30}})?)?(?:đến|tới)(?:{_WS}(?:hết|cuối|trước|giữa))?{_WS}$"
)
_SINCE = pattern(rf"(?<![^\W\d_])(?:kể{_WS})?từ(?:{_WS}(?:sau|khi|trước))?{_WS}$")
# What these three end with, and what a time of day ends with.
_ENDS_ROLE = (
    "trước", "sau", "từ", "đến", "tới", "hết", "cuối", "giữa", "nhất", "là", "vào", "trong", "quá", "hơn", "hạn",
    "chót", "cùng", "khi", "điểm",
)  # fmt: skip
_ENDS_CLOCK = frozenset(("giờ", "h", "g", "phút", "'", "’"))
_AND_BEFORE = pattern(rf"{_WS}trở{_WS}(?:về|lại){_WS}trước(?![^\W_])")
_CLOCK_BEFORE = pattern(rf"\d{{1,2}}{_WS}(?:giờ|h|g|:)(?:{_WS}\d{{2}}(?!\d))?(?:{_WS}(?:phút|'|’))?{_WS},?{_WS}$")
_AGO = pattern(r"trước(?:\s{1,9}(?:đây|đó))?$", re.IGNORECASE)
_AIM = pattern(
    r"phấn đấu|mục tiêu|chỉ tiêu|tầm nhìn|định hướng|phương hướng|nhiệm vụ|sẽ|hoàn thành|kế hoạch|đặt "
    r"ra|đề ra|yêu cầu|bảo đảm|đảm bảo|cơ bản|lộ trình|dự kiến|cần|tối thiểu|ít nhất|trở lên"
)
_STATE = pattern(
    r"^[^.;\n]{0,8}?,?\s{0,3}(?:đã|có|còn|mới|toàn|cả|tổng|huyện|tỉnh|xã|số|khuyết|cũng|\d|chi bộ|đảng bộ)"
)


def _role(folded: str, draft: Draft) -> str | None:
    """The role that the words around a time give it; what "đến" means is decided with the anchor later."""
    before = folded[max(0, draft.start - 60) : draft.start]
    ahead = before.rstrip(", \n")
    word = syllable_before(ahead, len(ahead))
    if word in _ENDS_CLOCK or word.isdecimal():
        before = _CLOCK_BEFORE.sub("", before)
        word = syllable_before(before, len(before))
    if draft.type == "duration":
        return "baseline" if _AGO.search(draft.text) and _BASELINE.search(before) else None
    if _COMPARES.search(before) and _BASELINE.search(before):
        return "baseline"
    if draft.resolves == "same_period" or spaced(fold(draft.text)).startswith(("cùng kỳ", "ck")):
        return "baseline"
    if draft.type == "relative" or not word.endswith(_ENDS_ROLE):
        return None
    if _DEADLINE.search(before):
        return "deadline"
    if draft.type in ("period",) and draft.role is None and draft.rule != "time.period":
        return None
    if _SINCE.search(before) and not draft.text.lower().startswith("từ") and not _AND_BEFORE.match(folded, draft.end):
        return "since"
    if match := _UNTIL.search(before):
        return None if match.group("state") else "until"
    return None


def settle_roles(
    text: str, folded: str, times: Sequence[Time], references: Sequence[Reference], anchor: Anchor,
    forward: Sequence[tuple[int, int]] = (),
) -> list[Time]:  # fmt: skip
    """Decide "đến …": a deadline where it lies ahead, a state where it is past; and mark the dates of documents.

    `forward` are the spans of text that speak of what is to be done, in order.
    """
    issued = {r.issued_on.start: r for r in references if r.issued_on is not None}
    result = []
    for time in times:
        role = time.role
        if time.start in issued and time.type == "date":
            role = "issued"
        elif role == "until":
            role = "deadline" if _lies_ahead(folded, time, anchor, forward) else None
        elif role == "deadline" and _lies_behind(folded, time, anchor):
            role = None
        elif role is None and _is_comparison_in_brackets(folded, time, anchor):
            role = "baseline"
        result.append(time if role == time.role else replace(time, role=role))
    return result


def _lies_ahead(folded: str, time: Time, anchor: Anchor, forward: Sequence[tuple[int, int]]) -> bool:
    now = anchor.date or (anchor.period[1] if anchor.period else None)
    index = bisect_right(forward, time.start, key=lambda span: span[0]) - 1
    if index >= 0 and time.start < forward[index][1]:
        return True
    before = folded[max(0, time.start - 90) : time.start]
    if re.search(r"tính\s{1,9}đến[^,.;]{0,10}$", before):
        return False
    if now is not None and time.last_day is not None:
        if time.last_day > now:
            return not (
                time.type in ("date", "month", "quarter", "year")
                and time.last_day.year == now.year
                and _STATE.match(folded[time.end : time.end + 20])
                and not _AIM.search(before)
            )
        return bool(re.search(r"phấn đấu[^.;]{0,40}$|mục tiêu[^.;]{0,40}$|tầm nhìn\s{1,9}đến\s{1,9}$", before))
    if _STATE.match(folded[time.end : time.end + 20]) and time.type in ("date", "month"):
        return bool(_AIM.search(before[-40:]))
    if re.search(r"(?:đến|tới)\s{1,9}hết\s{1,9}$", before):
        return True
    return time.type in ("year", "term", "quarter", "school_year", "decade") or _AIM.search(before) is not None


def _lies_behind(folded: str, time: Time, anchor: Anchor) -> bool:
    """ "Trước năm 2018 có 12 đơn vị": a year that is past when nothing was to be done by it."""
    now = anchor.date or (anchor.period[1] if anchor.period else None)
    if now is None or time.last_day is None or time.type != "year" or time.last_day.year >= now.year:
        return False
    return _AIM.search(folded[max(0, time.start - 60) : time.start]) is None


_IN_BRACKET = pattern(r"\((?:[^()\n]{0,50};)?\s{0,2}$")
_BRACKET = pattern(r"\d[^()\n]{0,40}\($")
_RISE_FROM = pattern(
    r"(?:từ|giảm từ|tăng từ)\s{1,3}(?:mức\s{1,3})?[\d.,]{1,16}(?:\s{1,3}(?:nghìn|triệu|"
    r"tỷ))?\s{0,3}[%\w]{0,14}(?:\s{1,3}\w{1,8}){0,3}\s{1,3}\(?$"
)


def _is_comparison_in_brackets(folded: str, time: Time, anchor: Anchor) -> bool:
    """ "giảm từ 9 vụ (năm 2021) xuống 05 vụ", "8,2 triệu đồng (năm 2022: 7,85 triệu)": the value of another time."""
    if time.type not in ("year", "quarter", "months", "month", "school_year") or time.first_day is None:
        return False
    before = folded[max(0, time.start - 60) : time.start]
    if _RISE_FROM.search(before):
        return True
    after = folded[time.end : time.end + 14]
    if _BRACKET.search(before) and re.match(r"\s?(?::|là|đạt|có)\s?\d", after):
        return True
    return _IN_BRACKET.search(before) is not None and re.match(r"\s?:\s?[\d]", after) is not None
