"""Places inside a cited document: "điểm b khoản 2 Điều 5", "các Điều 5, 6", "Mục 3 Phần II", "Phụ lục III".

The hierarchy is that of Luật 80/2015/QH13 (phần, chương, mục, điều, khoản, điểm) with the annex before it. A series
gives one provision for each member, all with the levels that are written once.
"""

from __future__ import annotations

import re
from itertools import product

from vnreport.entities.models import Provision
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import Rule, crossed, heads
from vnreport.text.patterns import pattern

_LEVELS = {
    "phụ lục": "appendix", "phần": "part", "chương": "chapter", "mục": "section", "tiểu mục": "section",
    "điều": "article", "khoản": "clause", "điểm": "point",
}  # fmt: skip
_ITEMS = {
    "appendix": r"(?:[ivxl]{1,6}|\d{1,2}[a-z]?|[a-z])",
    "part": r"(?:[ivxl]{1,6}|\d{1,2}|thứ{_WS}(?:nhất|hai|ba|tư|năm)|[a-z])",
    "chapter": r"(?:[ivxl]{1,6}|\d{1,2})",
    "section": r"(?:[ivxl]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2}|[a-z])",
    "article": r"\d{1,3}[a-zđ]?",
    "clause": r"\d{1,2}[a-zđ]?",
    "point": r"(?:[a-zđ]\d?|\d{1,2}(?:\.\d{1,2}){0,2})",
}


def _unit(word: str) -> str:
    level = _LEVELS[word]
    item = _ITEMS[level].replace("{_WS}", _WS) + r"(?![^\W_])"
    name = word.replace(" ", _WS)
    more = rf"(?:{_WS}(?:,|và|hoặc){_WS}(?:và{_WS})?(?:{name}{_WS})?{item}){{0,8}}"
    return rf"(?P<{level if word != 'tiểu mục' else 'subsection'}>{name}{_WS}{item}{more})"


_PHRASE = pattern(rf"(?:các{_WS})?(?:{'|'.join(_unit(word) for word in sorted(_LEVELS, key=len, reverse=True))})")
# "danh mục 60 ha", "dứt điểm 151 vụ", "Kỷ niệm chương 9 đồng chí": the level is part of another word there.
_OTHER_WORD = pattern(r"(?<![^\W_])(?:danh|hạng|dứt|thời|địa|trọng|niệm|huân|huy|cổ|thành|góp|nhiều)[ ]{1,2}$")
_LINK = pattern(rf"{_WS},?{_WS}(?:của{_WS}|tại{_WS}|thuộc{_WS})?")
_SPLIT = pattern(r"\s*+(?:,|\bvà\b|\bhoặc\b)\s*+")
_LEVEL_WORD = "|".join(word.replace(" ", _WS) for word in sorted(_LEVELS, key=len, reverse=True))
_WORDS = pattern(rf"^(?:{_LEVEL_WORD}){_WS}")


_ANY_WORD = pattern(rf"(?:{_LEVEL_WORD})(?![^\W_])")
_TRAILING = pattern(r"[\s,]{0,20}(?:và|hoặc)?[\s,]{0,20}$")
# From the largest level to the smallest.
_RANKS = ("appendix", "part", "chapter", "section", "article", "clause", "point")


def find_provision(text: str, folded: str, start: int) -> tuple[list[Provision], int] | None:
    """A chain of places: each level once, the smaller before the larger or the other way round."""
    if not _PHRASE.match(folded, start) or _OTHER_WORD.search(folded[max(0, start - 8) : start]):
        return None
    values: dict[str, list[str]] = {}
    cursor, end = start, start
    while match := _PHRASE.match(folded, cursor):
        group = match.lastgroup or ""
        level = "section" if group == "subsection" else group
        if level in values or (values and _begins_another(folded, cursor, match, values)):
            break
        stop = _own_items(match, group, level, values)
        written = text[match.start(group) : stop]
        items = [_WORDS.sub("", part) if _WORDS.match(part.lower()) else part for part in _SPLIT.split(written) if part]
        values[level] = [_strip_word(item) for item in items if _strip_word(item)]
        end = stop
        link = _LINK.match(folded, end)
        cursor = link.end() if link else end
    if not values:
        return None
    alone = set(values)
    if alone == {"point"} or (alone <= {"part", "section"} and end - start < 6 and not text[start].isupper()):
        return None
    combinations = product(*values.values())
    return [
        Provision(start, end, text[start:end], **dict(zip(values, combination, strict=True)))
        for combination in combinations
    ][:40], end


def _own_items(match: re.Match[str], group: str, level: str, values: dict[str, list[str]]) -> int:
    """Where the items of a level end that the smaller levels before it belong to: "khoản 4 Điều 9 và Điều 10"."""
    if not values or _RANKS.index(level) > _RANKS.index(next(reversed(values))):
        return match.end()
    words = list(_ANY_WORD.finditer(match.string, match.start(group), match.end()))
    if len(words) < 2:
        return match.end()
    return match.start() + len(_TRAILING.sub("", match.string[match.start() : words[1].start()]))


def _begins_another(folded: str, cursor: int, match: re.Match[str], values: dict[str, list[str]]) -> bool:
    """Whether a level behind a comma belongs to the next place: "Điều 12, khoản 2 Điều 13"."""
    if "," not in folded[max(0, cursor - 3) : cursor] and "và" not in folded[max(0, cursor - 4) : cursor]:
        return False
    link = _LINK.match(folded, match.end())
    following = _PHRASE.match(folded, link.end() if link else match.end())
    group = following.lastgroup if following is not None else None
    return ("section" if group == "subsection" else group) in values


def _strip_word(item: str) -> str:
    folded = item.lower()
    match = _WORDS.match(folded)
    return (item[match.end() :] if match else item).strip()


def rules() -> list[Rule[Provision]]:
    """The rule of this family."""
    return [Rule("provision", heads(_LEVELS) | crossed(["các"], _LEVELS), find_provision)]
