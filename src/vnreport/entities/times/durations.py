"""Lengths of time, times of day and recurring days: "05 ngày làm việc", "8 giờ 30 phút", "ngày 03 hằng tháng"."""

from __future__ import annotations

from vnreport.entities.number_words import read_words
from vnreport.entities.numbers import read_digits
from vnreport.entities.times.drafts import Draft, draft_of
from vnreport.entities.times.points import COUNT_WORD
from vnreport.text.engine import GAP
from vnreport.text.patterns import pattern

# "tháng 12.2020", "ngày 2/9", but no "lũy kế 9 tháng 1.312 lao động".
_DAY_MARK = r"(?:[/-]|\.(?!\d{3}(?!\d)))\d"
_UNIT = (
    rf"(?:năm(?!{GAP}(?:học|\d{{4}}))|"
    rf"tháng(?!{GAP}(?:lương|đầu|cuối|tuổi|\d{{1,2}}(?:{_DAY_MARK}|{GAP}năm{GAP}\d)))|tuần(?!{GAP}lễ{GAP}văn)|"
    rf"ngày(?!{GAP}(?:công|lương|càng|hội|\d{{1,2}}(?:{_DAY_MARK}|{GAP}tháng)))(?:{GAP}làm{GAP}việc)?|"
    rf"giờ(?!{GAP}(?:công|học|dạy|giảng|thao|chuẩn|[0-5]?\d(?!\d|[.,]\d|{GAP}%)))(?:{GAP}làm{GAP}việc)?|tiếng(?!{GAP}\w)|phút|"
    rf"quý(?!{GAP}(?:vị|đại|khách|i|[1-4]))|thập{GAP}kỷ|nhiệm{GAP}kỳ(?!{GAP}\d))"
)
_DURATION_UNIT = pattern(
    rf"{GAP}(?P<unit>{_UNIT})(?![^\W\d_])(?!/)(?:{GAP}(?:qua|tới|gần{GAP}đây|vừa{GAP}qua|"
    rf"tiếp{GAP}theo)(?![^\W_]))?(?:{GAP}rưỡi)?"
)
_MAYBE_DURATION = pattern(
    rf"\d{{1,9}}(?:[.,]\d{{1,9}})?{GAP}(?:năm|tháng|tuần|ngày|giờ|tiếng|phút|quý|thập|nhiệm|-|đến)"
)
_DURATION_MORE = pattern(
    rf"{GAP}(?:\d{{1,2}}|{COUNT_WORD}){GAP}(?:tháng|ngày|giờ|phút)(?![^\W_])(?!{GAP}(?:đầu|cuối|năm|lương|công))"
)
_DURATION_TO = pattern(rf"{GAP}(?:-|đến){GAP}")
_CLOCK = pattern(
    rf"\d{{1,2}}(?:{GAP}(?:giờ|h|g){GAP}|:)[0-5]\d(?!\d|[.,]\d|{GAP}%)(?:{GAP}(?:phút|'|’))?|\d{{1,2}}h(?![^\W\d_])|"
    rf"\d{{1,2}}{GAP}giờ(?={GAP},?{GAP}(?:ngày|sáng|trưa|chiều|tối|đêm)(?![^\W_]))|"
    rf"(?:lúc|hồi|vào){GAP}\d{{1,2}}{GAP}(?:giờ|h|g)(?:{GAP}\d{{2}}(?!\d)(?:{GAP}phút)?)?(?![^\W\d_])"
)
_LASTING = pattern(r"(?<![^\W_])(?:trong|sau|vòng|quá|dưới|tối đa)\s{1,2}$")
_NUMBERED = pattern(r"(?<![^\W_])(?:số|đợt|thứ|lần|kỳ|tuần)\s{1,2}$")
_DIGITS_FOLLOW = pattern(rf"{GAP}\d")
_HALF_UNIT = pattern(
    rf"n[ửữ]a{GAP}(?:năm(?!{GAP}(?:học|ngoái|nay|trước|\d))|tháng|tuần|ngày|giờ|thế{GAP}kỷ|thập{GAP}kỷ)(?![^\W_])"
    rf"(?!{GAP}(?:đầu|cuối))(?:{GAP}(?:qua|tới|gần{GAP}đây|vừa{GAP}qua)(?![^\W_]))?"
)
# "hai buổi một tuần", "một tuần cắt 3 buổi": so much for each of it, no length of time.
_NUMBER_OF = pattern(rf"(?:\d|(?<![^\W_]){COUNT_WORD})(?:\s[^\W\d_]{{1,8}}){{1,2}}\s{{1,2}}$")
_LASTS = pattern(
    r"(?<![^\W_])(?:trong|sau|qua|hơn|gần|suốt|vòng|khoảng|quá|dưới|được|mới|đã|chưa|trên|hết|thêm|là|cách|muộn|chậm|sớm|trễ|dài|nghỉ|học|mất|giam|tù|ngừng|treo)\s{1,2}$"
)
_TIMES_EACH = pattern(
    rf"{GAP}[^\W\d_]{{1,8}}{GAP}\d|{GAP}(?:[^\W\d_]{{1,8}}{GAP})?{COUNT_WORD}{GAP}(?!tháng|ngày|tuần|giờ|phút|năm)[^\W\d_]"
)
_RATE_BEFORE = pattern(r"[%\d]\s?\n?$|(?:đồng|tấn|lần|bình quân|mỗi|lớp|hàng|hằng|tuổi)\s{1,2}$")


_ONE_TO_TEN = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_COUNT = "|".join(_ONE_TO_TEN)
_NEIGHBOUR = pattern(
    rf"(?:(\d), (?=(\d){GAP}\w)|({_COUNT})(?:,{GAP}|{GAP}hoặc{GAP}|{GAP}(?!năm))(?=({_COUNT})(?![^\W_])))"
)
# "hai năm trước", "hai năm về trước"; "hai tháng trước hạn" is something else.
_AGO = pattern(
    rf"{GAP}(?:về{GAP}trước|trước{GAP}(?:đây|đó)|trước(?={GAP}(?:thì|là|không|chưa|đã|[,.;:)\n]|$)))(?![^\W_])"
)

_AGO_COMPARED = pattern(rf"{GAP}(?:về{GAP})?trước(?:{GAP}(?:đây|đó))?(?!{GAP}(?:hạn|khi|ngày|thời|kỳ))(?![^\W_])")
_COMPARES = pattern(r"so(?: với)?\s{1,2}$")


def _neighbour(folded: str, start: int) -> int | None:
    """Where the second of two neighbouring numbers begins: "một, hai năm", "2, 3 tháng"."""
    m = _NEIGHBOUR.match(folded, start)
    if m is None or _NUMBERED.search(folded[max(0, start - 6) : start]):
        return None
    low, high = (
        (int(m.group(1)), int(m.group(2)))
        if m.group(1)
        else (_ONE_TO_TEN.index(m.group(3)), _ONE_TO_TEN.index(m.group(4)))
    )
    return m.end() if high == low + 1 else None


def find_duration(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "05 ngày làm việc", "3 - 6 tháng", "hai năm", "29 năm 6 tháng", "Năm năm qua", "nửa tháng"."""
    if half := _HALF_UNIT.match(folded, start):
        return [draft_of(text, start, half.end(), "duration", "duration")], half.end()
    digit = folded[start].isdigit()
    rough = None if digit and folded[start + 1 : start + 2] != "," else _neighbour(folded, start)
    at = start if rough is None else rough
    if digit and not _MAYBE_DURATION.match(folded, at):
        return None
    first = read_digits(folded, at) or read_words(folded, at)
    if first is None:
        return None
    end = first.end
    unit = _DURATION_UNIT.match(folded, end)
    if unit is None and first.words and folded.startswith("năm", at):
        return None
    if unit is None and (to := _DURATION_TO.match(folded, end)):
        second = read_digits(folded, to.end()) or read_words(folded, to.end())
        if second is None:
            return None
        unit = _DURATION_UNIT.match(folded, second.end)
    if unit is None:
        return None
    if _NUMBERED.search(folded[max(0, start - 6) : start]) and _DIGITS_FOLLOW.match(folded, unit.end()):
        return [], first.end  # "bão số 8 ngày 25", "tuần 3 tháng 11"
    if rough is None and first.words and first.value == 1 and _is_rate(folded, start, unit.end()):
        return [], unit.end()
    end = unit.end()
    if ago := (_AGO_COMPARED if _COMPARES.search(folded[max(0, start - 10) : start]) else _AGO).match(folded, end):
        end = ago.end()
    if more := _DURATION_MORE.match(folded, end):
        end = more.end()
    return [draft_of(text, start, end, "duration", "duration")], end


def _is_rate(folded: str, start: int, end: int) -> bool:
    """Whether "một tuần" is what something is counted per."""
    before = folded[max(0, start - 24) : start]
    if _RATE_BEFORE.search(before[-12:]):
        return True
    return not _LASTS.search(before) and bool(_NUMBER_OF.search(before) or _TIMES_EACH.match(folded, end))


_PER_DAY = pattern(r"(?<![^\W_])(?:mỗi|một|hàng|hằng|từng)\s{1,2}$")  # "mỗi ngày 60 lượt"
_RECURRING = pattern(
    rf"(?:ngày{GAP}(?:(?:mồng|mùng){GAP})?|(?:mồng|mùng){GAP})\d{{1,2}}(?!\d)(?!{GAP}[/.-]?{GAP}\d)(?:{GAP}(?:,|và){GAP}\d{{1,2}}(?!\d|[.,/-]\d|{GAP}[%/])"
    rf"(?={GAP}(?:[,.;)]|và|hằng|hàng|mỗi|$))){{0,6}}(?:{GAP}(?:hằng|hàng|của|mỗi){GAP}(?:tháng|quý|"
    rf"năm)(?:{GAP}liền{GAP}kề)?)?"
)


def find_recurring(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """ "ngày 03 hằng tháng", "ngày 20": a day without its month is no time; taken so that its digits count nothing."""
    m = _RECURRING.match(folded, start)
    if m is None or _PER_DAY.search(folded[max(0, start - 8) : start]):
        return None
    return [], m.end()


def find_clock(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """A time of day is no time of the contract; it is taken so that its digits count nothing. "trong 72h" lasts."""
    m = _CLOCK.match(folded, start)
    if m is None:
        return None
    if m.group().endswith("h") and _LASTING.search(folded[max(0, start - 10) : start]):
        return [draft_of(text, start, m.end(), "duration", "duration")], m.end()
    return [], m.end()
