"""Sentences inside blocks: end marks stay inside; abbreviations, codes, numbers and dates with dots do not split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.structure.blocks import RawBlock
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.patterns import pattern

# End marks with closing quotes and brackets, before a blank or a capital; what stands around them decides. One pattern
# for each mark that a run may begin with: a literal is found many times faster than one of a class.
_MARKS = {mark: pattern(rf"{re.escape(mark)}(?<![.!?…].)[.!?…]*+[\"”’»)\]]{{0,3}}(?=[\s{UPPER}])") for mark in ".!?…"}
# "người.Trong": a full stop glued to the next sentence.
_GLUED_BEFORE = pattern(r"(?:[^\W\d_]{2}[\"”)]?|\d{4}|\d%)$")
_GLUED_AFTER = pattern(rf"[{UPPER}][{LOWER}]")
_NEXT = pattern(rf"\s*+[\"“‘«(\[]*+(?:[-+*•–]\s?)?[\"“‘(]?(?:[^\W\d_{LOWER}]|\d|[-+*•–])")
_INLINE_ITEM = pattern(rf"(?<!\s)\s++(?=\(?(\d{{1,2}})[.)]\s++[{UPPER}])")
_DIGIT_NEXT = pattern(r"\s{0,2}[\s(]?\d")
# "quý I. Kết quả …", "hai phòng loại B. Đề nghị …": a number or a grade, no initial.
_BEFORE_ROMAN = pattern(
    r"(?:quý|khóa|khoá|kỳ|phần|đợt|vùng|khu vực|thứ|mục|chương|bậc|cấp|đại hội|trung ương|kỳ họp)\s++\w$"
)
_BEFORE_GRADE = pattern(r"(?:hạng|loại|nhóm|mức|khối|lớp|bảng|hộ)\s++\w$")
_TWO_DIGITS = pattern(r"\d{1,2}$")
_AFTER_MARK = pattern(r"[:;.]\s++\(?$")
_ITEM_NUMBER = pattern(r"(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,6}|[a-zđA-ZĐ]))$")
_CAPTION_NUMBER = pattern(r"\W{0,4}[^\W\d_]{2,5}(?:\s[^\W\d_]{2,5})?\s{1,3}\d{1,3}(?:\.\d{1,2}){0,2}$")
_WHOLE = frozenset(("heading", "title", "table_row", "letterhead", "boilerplate", "byline"))


@lexicon_cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["short"] for row in load_table("sentence_abbreviations", "short", "source"))


def split_block(block: RawBlock) -> Iterator[tuple[int, int]]:
    """The sentences of a block as offsets into the text that the block stands in."""
    text = block.text
    if block.kind in _WHOLE:
        yield block.start, block.end
        return
    base, start, length = block.start, 0, len(text)
    for cut in _cuts(text):
        if block.kind == "caption" and not start and _CAPTION_NUMBER.match(text[:cut].rstrip(" .")):
            continue  # "Bảng 1. Kết quả …": the number belongs to the caption
        if text[start].isalnum() or _SUBSTANCE.search(text, start, cut):
            end = cut
            while text[end - 1].isspace():
                end -= 1
            yield base + start, base + end
            start = cut
            while start < length and text[start].isspace():
                start += 1
    if start < length:
        yield base + start, block.end


_SUBSTANCE = pattern(r"\w")


def _cuts(text: str) -> Iterable[int]:
    """Where sentences end, in order."""
    ends = _ends(text)
    items = list(_items(text))
    return sorted({*ends, *items}) if items else ends


def _items(text: str) -> Iterator[int]:
    """Where items numbered in the running line begin: "gồm: 1. Tổ chức …"; the first is 1, and each one more."""
    due = 1
    for mark in ":;":
        place = text.find(mark)
        while place >= 0:
            match = _INLINE_ITEM.match(text, place + 1)
            if match and (int(match.group(1)) == 1 or (due > 1 and int(match.group(1)) >= due)):
                due = int(match.group(1)) + 1
                yield match.end()
            place = text.find(mark, place + 1)


def _marks(text: str) -> list[re.Match[str]]:
    """The runs of end marks, in order."""
    found = list(_MARKS["."].finditer(text))
    rare = [match for mark in "!?…" if mark in text for match in _MARKS[mark].finditer(text)]
    return sorted([*found, *rare], key=re.Match.start) if rare else found


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    begin, last = 0, len(text)
    for match in _marks(text):
        start, end = match.span()
        if end >= last:
            break
        glued = not text[end].isspace()
        if glued:
            if end - start > 1 or not _GLUED_AFTER.match(text, end):
                continue
            if not _GLUED_BEFORE.search(text, max(0, start - 5), start):
                continue
        elif not (text[end + 1].isupper() or _NEXT.match(text, end)):
            continue
        if text[start] == "." and text[start + 1] != "." and _is_abbreviated(text, begin, start, glued=glued):
            continue
        if ")" in text[end : end + _BRACKET] and not _DIGIT_NEXT.match(text, end) and _in_bracket(text, begin, end):
            continue
        ends.append(end)
        begin = end
    return ends


# How long a bracket with a full stop inside may be.
_BRACKET = 120


def _in_bracket(text: str, begin: int, end: int) -> bool:
    """Whether the mark stands inside a bracket that closes soon after it."""
    closing = text.find(")", end, end + _BRACKET)
    if closing < 0 or "(" in text[end:closing]:
        return False
    reach = max(begin, end - _BRACKET)
    return text.rfind("(", reach, end) > text.rfind(")", reach, end)


# How far back the item before may stand.
_ITEM_REACH = 2000


def _numbers_an_item(text: str, dot: int, number: int) -> bool:
    """Whether a number before a full stop numbers an item of the running line: the first, or one more than before."""
    reach = max(0, dot - _ITEM_REACH)
    return number == 1 or any(text.find(f"{number - 1}{mark}", reach, dot) >= 0 for mark in ".)")


def _is_abbreviated(text: str, begin: int, dot: int, *, glued: bool) -> bool:
    blank = text.rfind(" ", max(begin, dot - 12), dot)
    if blank >= 0:
        word = text[blank + 1 : dot]
        if len(word) > 1 and word.isalpha() and word.islower() and word not in _abbreviations():
            return False  # an ordinary word, as nearly always
    before = text[max(begin, dot - 24) : dot]
    if not before or before[-1].isspace():
        return False
    token = before.split()[-1]
    if not token.isalpha():
        token = re.split(r"[(“\"]", token)[-1]
        if not token:
            return False
    lower = token.lower()
    known = (lower if token.isalpha() else re.split(r"[,;]", lower)[-1]) in _abbreviations()
    if not known and len(token) > 1 and token.isalpha() and not token.isupper():
        return False  # an ordinary word
    if (
        dot - begin < 40
        and _ITEM_NUMBER.match(token.lstrip("*_#"))
        and not text[begin : dot - len(token)].strip(' \n\t*_#-+•“"')
    ):
        return True  # the number of the item itself: "1. Tổ chức …"
    if _TWO_DIGITS.match(token) and _AFTER_MARK.search(text[max(begin, dot - len(token) - 4) : dot - len(token)]):
        return _numbers_an_item(text, dot, int(token))
    if len(token) == 1 and token.isupper():
        lead = before.lower()
        return not (_BEFORE_GRADE.search(lead) or (token in "IVX" and _BEFORE_ROMAN.search(lead)))
    return known and lower != "v.v" and (not glued or token[0].isupper())
