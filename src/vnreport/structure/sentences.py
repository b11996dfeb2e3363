"""Sentences inside blocks: end marks stay inside; abbreviations, codes, numbers and dates with dots do not split."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.structure.blocks import RawBlock
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import fold

# An end mark with closing quotes and brackets, before white space, or glued to the next sentence ("người.Trong").
_END = re.compile(
    rf"(?:\.{{2,9}}|[.!?…]){{1,9}}[\"”’»)\]]{{0,3}}(?=\s|$)|(?<=[^\W\d_]{{2}})\.(?=[{UPPER}][{LOWER}])|"
    rf"(?<=[^\W\d_]{{2}}[\"”)])\.(?=[{UPPER}][{LOWER}])"
)
_NEXT = re.compile(rf"\s*[\"“‘«(\[]*(?:[-+*•–]\s?)?[\"“‘(]?(?:[^\W\d_{LOWER}]|\d|[-+*•–])")
_INLINE_ITEM = re.compile(rf"(?<=[:;])\s+(?=\(?\d{{1,2}}[.)]\s+[{UPPER}])")
_TOKEN_BEFORE = re.compile(r"[^\s(“\"]{1,24}$")
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
    begin = 0
    for match in _END.finditer(text):
        end = match.end()
        if end >= len(text.rstrip()):
            break
        glued = end < len(text) and not text[end].isspace()
        if not glued and not _NEXT.match(text, end):
            continue
        if (
            match.group().startswith(".")
            and not match.group().startswith("..")
            and _is_abbreviated(text, begin, match.start(), end, glued=glued)
        ):
            continue
        if not re.match(r"[\s(]*\d", text[end : end + 3]) and _in_bracket(text, begin, end):
            continue
        yield end
        begin = end
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
    token_match = _TOKEN_BEFORE.search(text[max(begin, dot - 24) : dot])
    if token_match is None:
        return False
    token = token_match.group()
    if dot - begin < 40 and not text[begin:dot].strip()[: -len(token)].strip(' *_-+•“"') and _ITEM_NUMBER.match(token):
        return True  # the number of the item itself: "1. Tổ chức …"
    if re.search(r"[:;.]\s+\(?$", text[max(begin, dot - len(token) - 4) : dot - len(token)]) and re.match(
        r"\d{1,2}$", token
    ):
        return True
    if len(token) == 1 and token.isalpha() and token.isupper():
        return True
    folded = fold(token)
    if folded == "v.v":
        return False
    tail = re.split(r"[,;]", folded)[-1]
    if tail not in _abbreviations():
        return False
    return not glued or token[0].isupper()
