"""What says nothing of the work: a bound of what is counted, what only says which, what is supposed or denied."""

from __future__ import annotations

from vnreport.facts.roles.aims import listed_aim, past_aim
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

# "tàu cá có chiều dài từ 15 m trở lên": a bound of what is counted, not a count.
_THRESHOLD = pattern(r"\s{1,3}trở\s{1,2}(?:lên|xuống)(?:\s{1,2}(?:\(|đạt|được|có|là)|[.,;]?\s{0,2}$)")


# "không còn chi bộ dưới 05 đảng viên": of what kind none is to be left.
_NONE_LEFT = pattern(r"không còn [^,;.\d]{1,30}\s(?:dưới|trên|từ)\s{1,3}$")


def threshold(clues: Clues) -> Role | None:
    """ "tàu cá dài từ 15 m trở lên": a bound of what is counted."""
    quantity = clues.place.quantity
    if _NONE_LEFT.search(clues.before[-50:]):
        return Role("other", "threshold")
    if quantity.dimension == "age":
        return Role("other", "threshold")
    bound = quantity.rule.endswith("counted") and not clues.forward and _THRESHOLD.match(clues.after)
    aimed = bound and (past_aim(clues.place) or listed_aim(clues))
    return Role("other", "threshold") if bound and not aimed else None


_PER_ONE = pattern(r"(?<![^\W_])(?:trên|mỗi)\s{1,3}$")


_CROPS = pattern(r"(?<![^\W_])(?:lúa|ruộng|đất|ngô)\s{1,2}$")  # "lúa hai vụ"


_IN_NAME = pattern(r"[\"“][^\"“”,.;:]{0,24}(?:, [^\"“”,.;:]{0,24})?$")


_QUOTE_CLOSES = pattern(r"[^.;:]{0,24}?[\"”]")


def tells_which(clues: Clues) -> Role | None:
    """What only says which, by what or per what: "4 sao", "theo 83 tiêu chí", "trên 1 ha", "“5 không, 3 sạch”"."""
    quantity, before = clues.place.quantity, clues.before
    per_one = quantity.dimension == "area" and quantity.value == 1 and _PER_ONE.search(before[-8:])
    if (
        quantity.unit == "sao"
        or per_one
        or before.endswith("theo ")
        or (quantity.unit == "vụ" and _CROPS.search(before))
    ):
        return Role("other", "tells_which")
    quoted = quantity.dimension is None and _QUOTE_CLOSES.match(clues.after)
    return Role("other", "tells_which") if quoted and _IN_NAME.search(before[-50:]) else None


# What is only supposed, and what is denied: the scope runs to the end of the clause.
_SUPPOSED = pattern(r"(?<![^\W_])(?:nếu|giả sử|trong trường hợp)\s(?!so|tính|không kể|loại trừ)[^;.]{0,160}$")


_DENIED = pattern(r"(?<![^\W_])(?:chưa|không) có [^,;.\d]{1,40}\snào(?:\s[^,;.\d]{0,30})?\s$")


def unreal(clues: Clues) -> Role | None:
    """ "Nếu thuận lợi, doanh thu đạt 120 tỷ", "chưa có đơn vị nào đạt 100%": told, but not reached."""
    if clues.forward or not (_SUPPOSED.search(clues.before[-200:]) or _DENIED.search(clues.before[-90:])):
        return None
    return Role("other", "unreal")
