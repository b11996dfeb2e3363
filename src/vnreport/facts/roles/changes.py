"""Changes: "tăng 5%", what goes on with one, and by how much a plan was exceeded."""

from __future__ import annotations

import re

from vnreport.facts.material import PLAN_WORDS
from vnreport.facts.roles.aims import listed_aim
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

# "so với cùng kỳ tăng 5 vụ, 8 đối tượng": both are held against what opens the clause.
_COMPARED_FIRST = pattern(r"so với (?:cùng kỳ|năm|quý|tháng|đầu)[^,.;]{0,40}?(?:tăng|giảm)[^,.;]{0,24}, $")


_AND_JOINS = pattern(r"\s{0,2}và\s{1,2}")
_BRACKET_OPENS = pattern(r"\s?\((?:tức\s|tương đương\s|tương ứng\s)?")


def _goes_on(clues: Clues) -> bool:
    """Whether a number goes on with the change before it: "tăng 04 vụ và …", "giảm 7 vụ (10,8%)"."""
    between = clues.place.between
    if _AND_JOINS.fullmatch(between):
        return True
    if clues.share:
        return _BRACKET_OPENS.fullmatch(between) is not None
    return between == ", " and _COMPARED_FIRST.search(clues.before) is not None and clues.after[:1] in ("", ".", ";")


# What a plan is exceeded by is a small part of what was reached.
_SMALL_PART = 5


_OVER_PLAN = pattern(r"vượt (?:chỉ tiêu|kế hoạch|mục tiêu|kh|ct)\s$")


def _exceeds_by(clues: Clues) -> bool:
    """ "đạt 31 triệu đồng, vượt chỉ tiêu 1 triệu đồng": by so much, while 400 of 422 is the plan itself."""
    last, own = clues.last, clues.place.quantity
    if last is None or last.role != "result" or not _OVER_PLAN.search(clues.place.between):
        return False
    done = last.quantity
    if done.sentence != own.sentence or done.value is None or own.value is None or clues.share:
        return False
    return (done.unit or "").split("/")[0] == own.unit and own.value * _SMALL_PART < done.value


_EQUALS = pattern(r"bằng\s{1,2}$")
_EXCEEDS = pattern(r"(?<![^\W_])vượt\s{1,3}$")


def series(clues: Clues) -> Role | None:
    """ "tăng 04 vụ và 9 bị can", "bằng 1,4 lần", "vượt 0,6 điểm %"."""
    quantity, last = clues.place.quantity, clues.last
    if last is not None and last.role == "change" and _goes_on(clues):
        return Role("change", "change_series", last.direction)
    if _exceeds_by(clues):
        return Role("change", "change_to_plan", "up")
    if (quantity.unit or "").lower() == "lần" and _EQUALS.search(clues.before[-6:]):
        return Role("change", "change_multiple", "up")
    if quantity.dimension == "share_points" and _EXCEEDS.search(clues.before[-8:]):
        return Role("change", "change_points", "up")
    return None


_RISES = {"tăng từ": "up", "giảm từ": "down", "nâng từ": "up"}


_UP_TO = pattern(r"\s{0,3}(?:tới|xuống còn|lên)")


def cue_before(clues: Clues) -> Role | None:
    """What the word right before the number says of it."""
    before, cue = clues.before, clues.cue
    if clues.role is None or cue is None:
        return None
    if clues.role == "target" and not (cue in ("kế hoạch", "nghị quyết", "yêu cầu") and clues.following == "năm"):
        return Role("target", "target_word")
    if clues.role == "change":
        if cue.endswith("hơn") and re.search(rf"không\s{{1,2}}{cue}[^.,;]{{0,12}}$", before[-30:]):
            # "không thấp hơn 1,2 tháng lương" is a bound.
            return None
        behind = before[before.rfind(cue.split()[-1]) + len(cue.split()[-1]) :]
        if cue in ("tăng", "giảm") and _UP_TO.match(behind):
            return Role("target" if clues.forward else "result", "reached")
        if clues.forward:
            return Role("target", "direction", clues.direction)
        if _aims_at_change(before) or listed_aim(clues) is not None:
            return Role("target", "target_clause")
        return Role("change", "change", clues.direction)
    if clues.role == "shortfall" and not clues.forward:
        return Role("shortfall", "missed")
    if clues.role == "baseline" and clues.place.quantity.low is not None and cue in _RISES:
        # "tăng từ 15 - 40%": by so much
        return Role("target" if clues.forward else "change", "change", _RISES[cue])
    return None


_ASKED_CHANGE = pattern(r"(?<![^\W_])giao\s(?:tăng|giảm)(?:\s(?:từ|ít nhất|tối thiểu|thêm))?\s$")


_AIMED = pattern(r"(?:mục tiêu|chỉ tiêu|phấn đấu)[^.;]{0,60}$")
_DIGIT = pattern(r"\d")


def _aims_at_change(before: str) -> bool:
    """ "Nghị quyết đề ra mục tiêu mỗi năm giảm 2% hộ nghèo", "NQ giao giảm 6%"."""
    return _ASKED_CHANGE.search(before[-24:]) is not None or (
        _AIMED.search(before) is not None
        and "so với" not in before[-60:]
        and not _DIGIT.search(before[max(0, before.rfind("mục tiêu")) :])
        and "đề ra" in before
    )


_APART_FROM_PLAN = pattern(r"(?:vượt|thấp hơn|không đạt)\s{1,3}(?:mốc|so với)?\s{0,3}$")
_AGAINST_PLAN = pattern(rf"[^,.;]{{0,20}}so với {PLAN_WORDS}")


def over_plan(clues: Clues) -> Role | None:
    """ "vượt 18 đồng chí so với chỉ tiêu": a difference to the plan."""
    before, after = clues.before, clues.after
    if (
        _APART_FROM_PLAN.search(before[-20:])
        and clues.following is None
        and not clues.share
        and "chỉ tiêu" in after[:30]
    ):
        return Role("change", "change_to_plan", "up")
    if _EXCEEDS.search(before[-8:]) and _AGAINST_PLAN.match(after):
        return Role("change", "change_to_plan", "up")
    return None
