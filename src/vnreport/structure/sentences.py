"""Sentences inside blocks: end marks stay inside; abbreviations, codes, numbers and dates with dots do not split."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.structure.blocks import RawBlock
from vnreport.text.letters import LOWER, UPPER

# End marks with closing quotes and brackets; what stands after them decides.
_MARKS = re.compile(r"[.!?…]{1,40}[\"”’»)\]]{0,3}")
# "người.Trong": a full stop glued to the next sentence.
_GLUED_BEFORE = re.compile(r"(?:[^\W\d_]{2}[\"”)]?|\d{4}|\d%)$")
_GLUED_AFTER = re.compile(rf"[{UPPER}][{LOWER}]")
_NEXT = re.compile(rf"\s*[\"“‘«(\[]*(?:[-+*•–]\s?)?[\"“‘(]?(?:[^\W\d_{LOWER}]|\d|[-+*•–])")
_INLINE_ITEM = re.compile(rf"(?<=[:;])\s+(?=\(?\d{{1,2}}[.)]\s+[{UPPER}])")
_ITEM_LEAD = re.compile(r"[:;]\s+\(?\d")
_DIGIT_NEXT = re.compile(r"\s{0,2}[\s(]?\d")
_TWO_DIGITS = re.compile(r"\d{1,2}$")
_AFTER_MARK = re.compile(r"[:;.]\s+\(?$")
_ITEM_NUMBER = re.compile(r"(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,6}|[a-zđA-ZĐ]))$")
_CAPTION_NUMBER = re.compile(r"\W{0,4}[^\W\d_]{2,5}(?:\s[^\W\d_]{2,5})?\s{1,3}\d{1,3}(?:\.\d{1,2}){0,2}$")
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
    start = 0
    for cut in sorted({*_cuts(text), len(text)}):
        if block.kind == "caption" and start == 0 and _CAPTION_NUMBER.match(text[:cut].rstrip(" .")):
            continue  # "Bảng 1. Kết quả …": the number belongs to the caption
        piece = text[start:cut]
        stripped = piece.strip()
        if stripped and _SUBSTANCE.search(stripped):
            lead = len(piece) - len(piece.lstrip())
            yield block.start + start + lead, block.start + start + lead + len(stripped)
            start = cut
    rest = text[start:].strip()
    if rest:
        lead = start + len(text[start:]) - len(text[start:].lstrip())
        yield block.start + lead, block.start + lead + len(rest)


_SUBSTANCE = re.compile(r"\w")


def _cuts(text: str) -> Iterator[int]:
    begin, last = 0, len(text.rstrip())
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if end >= last:
            break
        glued = not text[end].isspace()
        if glued:
            if end - start > 1 or not _GLUED_AFTER.match(text, end):
                continue
            if not _GLUED_BEFORE.search(text, max(0, start - 5), start):
                continue
        elif not _NEXT.match(text, end):
            continue
        if text[start] == "." and text[start + 1] != "." and _is_abbreviated(text, begin, start, end, glued=glued):
            continue
        if ")" in text[end : end + _BRACKET] and not _DIGIT_NEXT.match(text, end) and _in_bracket(text, begin, end):
            continue
        yield end
        begin = end
    if _ITEM_LEAD.search(text):
        for match in _INLINE_ITEM.finditer(text):
            yield match.end()


# How long a bracket with a full stop inside may be.
_BRACKET = 120


def _in_bracket(text: str, begin: int, end: int) -> bool:
    """Whether the mark stands inside a bracket that closes soon after it."""
    closing = text.find(")", end, end + _BRACKET)
    if closing < 0 or "(" in text[end:closing]:
        return False
    reach = max(begin, end - _BRACKET)
    return text.rfind("(", reach, end) > text.rfind(")", reach, end)


def _is_abbreviated(text: str, begin: int, dot: int, end: int, *, glued: bool) -> bool:
    before = text[max(begin, dot - 24) : dot]
    if not before or before[-1].isspace():
        return False
    token = before.split()[-1]
    for opening in '(“"':
        token = token.rpartition(opening)[2]
    if not token:
        return False
    lower = token.lower()
    known = re.split(r"[,;]", lower)[-1] in _abbreviations()
    if not known and len(token) > 1 and token.isalpha() and not token.isupper():
        return False  # an ordinary word
    if dot - begin < 40 and _ITEM_NUMBER.match(token) and not text[begin : dot - len(token)].strip(' \n\t*_-+•“"'):
        return True  # the number of the item itself: "1. Tổ chức …"
    if _TWO_DIGITS.match(token) and _AFTER_MARK.search(text[max(begin, dot - len(token) - 4) : dot - len(token)]):
        return True
    if len(token) == 1 and token.isupper():
        return True
    return known and lower != "v.v" and (not glued or token[0].isupper())
