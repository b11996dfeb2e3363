"""Shares of plan, and the values of another time that a result is held against."""

from __future__ import annotations

from vnreport.facts.material import WINDOW
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

# How far on the time that opens a sentence rules the numbers in it.
_RULES_ON = 4 * WINDOW


_MARK = pattern(r"[;,]")


def earlier_time(clues: Clues) -> Role | None:
    """ "Năm 2021 có 12 vụ" in a report on 2022: a value of before, told to compare."""
    opening, covered = clues.place.opening(), clues.place.material.report_time
    if opening is None or covered is None or opening.last_day is None or covered.first_day is None:
        return None
    if opening.last_day >= covered.first_day or opening.role in ("issued", "since"):
        return None
    if clues.place.quantity.start - opening.end > _RULES_ON:
        return None
    others = clues.place.material.times_between(opening.end, clues.place.quantity.start)
    if any(time.type != "duration" for time in others) or clues.share:
        return None
    return Role("baseline", "earlier_time") if not _MARK.search(clues.before[-1:] + clues.clause[:1]) else None


_REACHES = pattern(
    r"(?:đạt|bằng|hoàn thành|vượt|được|ước|mới đạt|chỉ đạt|tương đương|ước đạt)\s{1,3}(?:\S{1,16}\s){0,2}$"
)


# "24,8% so với mục tiêu 32%": two shares compared, no share of a plan.
_NUMBERED_PLAN = pattern(r"\s{0,3}so với (?:mục tiêu|chỉ tiêu|kế hoạch|nghị quyết)(?:\s(?:là|đề ra|giao))?\s\d")


_REACHED = pattern(r"đạt|bằng|vượt")
_GIVEN = pattern(r"giao\s{0,3}$")


def completion(clues: Clues) -> Role | None:
    """ "đạt 98,7% kế hoạch"; among directions only where the number itself is reached, not asked for."""
    if not clues.share or clues.following_role != "completion":
        return None
    if clues.forward and not (_REACHES.search(clues.before[-40:]) and _REACHED.search(clues.before[-30:])):
        return None
    if clues.forward and "phấn đấu" in clues.clause:
        return None
    if _GIVEN.search(clues.before[-8:]) or _NUMBERED_PLAN.match(clues.after):
        return None
    if clues.forward and "giải ngân" in clues.clause:
        return Role("target", "direction")
    return Role("completion", "completion")


_BASELINE_TIME = pattern(r"(?:cùng kỳ|năm trước|năm ngoái|năm \d{4}|quý trước)[^,.;]{0,14}\(\s?$")


_BASELINE_BRACKET = pattern(r"\((?:năm|quý|cùng kỳ|tháng)[^():]{0,20}(?::|là|đạt)\s{0,2}$")


_RISE = pattern(
    r"\s{0,3}(?:\([^()]{0,40}\)\s{0,3})?(?:nâng\s{1,3}|tăng\s{1,3}|giảm\s{1,3})?(?:lên|xuống|"
    r"còn)(?![^\W_])|\s{0,3}\([^()]{0,30}\)\s{1,3}(?:lên|xuống)"
    r"|\s{1,3}(?:(?:vào|ở|của)\s)?(?:đầu |cuối )?(?:năm|quý|tháng) [\d/]{1,7}\s(?:tăng |giảm |nâng )?(?:lên|xuống|còn)"
)


_MOVES = pattern(r"tăng|giảm|hơn|vượt")


def _was(clues: Clues) -> bool:
    """ "so với năm 2020 là 1.200 hộ", "cùng kỳ năm 2022 là 900 hộ": the value of the time compared with."""
    if not clues.before.endswith("là "):
        return False
    start = clues.place.quantity.start
    times = clues.place.material.times_between(start - 44, start)
    if not times or clues.place.material.folded[times[-1].end : start] != " là ":
        return False
    compared = times[-1].role == "baseline" or times[-1].text.lower().startswith("cùng kỳ")
    return compared and not _MOVES.search(clues.clause)


# "tăng từ 71% của năm 2019": what it rose from.
_OF_THEN = pattern(r"\s{1,3}(?:của|vào|hồi|ở|trong)?\s?(?:đầu |cuối )?(?:năm \d{4}|năm trước|cùng kỳ)(?![^\W_])")


_FROM = pattern(r"(?:^|\s)(?:từ|tăng từ|giảm từ|nâng từ)\s{1,3}(?:mức\s)?$")
_AND_MORE = pattern(r"\s{0,3}trở")
_MOVES_FROM = pattern(r"(?<![^\W_])(?:tăng|giảm|nâng) từ\s{1,3}$")
_JUST_FROM = pattern(r"(?:^|\s)từ\s{1,3}$")
_TO = pattern(r"[^,.;]{0,30}?(?<!trở)\s(?:xuống|lên)(?:\s|\n)")


def baseline(clues: Clues) -> Role | None:
    """ "gấp 3,2 lần cùng kỳ năm 2021 (2.629 ca)", "từ 6,4% xuống còn 4,1%"."""
    before, after = clues.before, clues.after
    if _was(clues):
        return Role("baseline", "baseline_is")
    if _BASELINE_TIME.search(before[-60:]) or _BASELINE_BRACKET.search(before[-40:]):
        return Role("baseline", "baseline_bracket")
    if _FROM.search(before[-16:]) and _RISE.match(after) and not _AND_MORE.match(after):
        return Role("baseline", "from_to")
    if _MOVES_FROM.search(before[-12:]) and _OF_THEN.match(after) and not clues.forward:
        return Role("baseline", "from_to")
    if _JUST_FROM.search(before[-6:]) and _TO.match(after) and not clues.forward:
        return Role("baseline", "from_to")
    return None
