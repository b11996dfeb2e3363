"""Shortfalls: what went wrong, or is still left undone."""

from __future__ import annotations

from vnreport.facts.material import PLAN_WORDS
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

_FALLS = pattern(r"(?<![^\W_])(?:mới|thấp|chưa|không|giảm|chậm|yếu|kém|khó khăn|hạn chế|còn|thiếu)(?![^\W_])")


_CLAUSE_START = pattern(
    r"(?:^|[,;:.(]\s?|(?<![^\W_])(?:còn|có|ở|riêng|nhưng|song|và|vẫn|tại|một số|hiện))"
    r"(?:\s{1,3}(?:còn|có|khoảng|gần|hơn|trên|ở))?\s{0,3}$"
)


_WRONG_AFTER = pattern(
    r"(?:\s[^\W\d_]{1,9}){0,6}?\s(?:chưa(?! phát hiện)|"
    r"không (?:đạt|hoàn thành|bảo đảm|đảm bảo|thực hiện)|quá hạn|trễ hạn|chậm tiến độ|"
    r"còn (?:yếu|chậm|thấp|hạn chế|tùy tiện|hình thức|lúng túng|thiếu|chung chung|bất cập|đơn điệu))(?![^\W_])"
)


_EXCEEDS = pattern(rf",?\s?(?:vượt|đạt)\s(?:mức\s|so với\s)?{PLAN_WORDS}")


_REMAINING = pattern(r"(?:còn|vẫn còn|hiện còn|nay còn)\s{1,3}(?:khoảng\s|gần\s|hơn\s|trên\s)?$")


_ONLY = pattern(r"(?:mới đạt|chỉ đạt|mới có|đạt)\s{1,3}$")
_REACHES = pattern(r"(?<!mới )(?<!chỉ )đạt\s{1,3}$")
_UNDONE = pattern(r"[^,.;]{0,40}(?:chưa|không đạt|quá hạn)")


def short(clues: Clues) -> Role | None:
    """What went wrong: everything among limitations, elsewhere what is still left undone."""
    before, after = clues.before, clues.after
    if clues.label == "limitations" and not _EXCEEDS.match(after):
        if _ONLY.search(before[-10:]) and clues.following is None and "yêu cầu" in before:
            return Role("result", "result_below")
        told = before.rpartition(";")[2] + after[:70]
        if clues.share and _REACHES.search(before[-12:]) and not _FALLS.search(told):
            # A sentence of limits may tell first what was reached: "mũi 3 đạt 86,9%, …; tiêm chủng chỉ đạt 88,5%".
            return Role("result", "result_beside")
        return Role("shortfall", "shortfall")
    if _CLAUSE_START.search(before[-24:]) and _WRONG_AFTER.match(after):
        return Role("shortfall", "wrong")
    if _REMAINING.search(before[-20:]) and (
        clues.following in ("chưa", "không", "bị", "chậm", "quá hạn") or _UNDONE.match(after)
    ):
        return Role("shortfall", "remaining")
    return None
