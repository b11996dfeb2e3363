"""The letterhead: the body that issues the report, the one above it, and whose form it follows.

Nghị định 30/2020/NĐ-CP, annex I, and Hướng dẫn 36-HD/VPTW: names in capitals on the left, the motto on the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.organizations import names_a_body
from vnreport.records import record
from vnreport.structure.blocks import RawBlock
from vnreport.text.engine import spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

_MOTTO = pattern(
    r"cộng\s{1,2}hòa\s{1,2}xã\s{1,2}hội\s{1,2}chủ\s{1,2}nghĩa\s{1,2}việt\s{1,2}nam|"
    r"độc\s{1,2}lập\s{0,2}-?\s{0,2}tự\s{0,2}do\s{0,2}-?\s{0,2}hạnh\s{1,2}phúc|"
    r"đảng\s{1,2}cộng\s{1,2}sản\s{1,2}việt\s{1,2}nam$"
)


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _head_cells(text: str, head: Sequence[RawBlock]) -> list[tuple[int, str]]:
    """The cells of the letterhead (two columns stand on one line) that name a body, in order."""
    cells = []
    for block in head:
        for line in re.finditer(r"[^\n]++", block.text):
            position = 0
            for cell in re.split(r"(\s{3,}+|\t|\|)", line.group()):
                words = cell.strip(" *_-|")
                if len(words) > 3:
                    cells.append((block.start + line.start() + position + cell.index(words), words))
                position += len(cell)
    return cells


@record
class Body:
    """A body in the letterhead: its place, and its whole name, which may go on in the next line of its column."""

    span: Span
    name: str


def _bodies(text: str, head: Sequence[RawBlock]) -> list[Body]:
    """The bodies that the letterhead names in capitals, from the highest down.

    A cell that names no body of its own ("TỈNH AN CHÂU", "MIỀN BẮC") goes on with the one above it; where the other
    column stands between the two, the place of the body is its first line.
    """
    bodies: list[Body] = []
    for start, words in _head_cells(text, head):
        folded = fold(words)
        if _MOTTO.search(folded) or _NO_NAME.match(folded) or "ngày" in folded or re.search(r"\d{2}/", folded):
            continue
        letters = [char for char in words if char.isalpha()]
        if not letters or sum(char.isupper() for char in letters) * 10 < len(letters) * 8:
            continue
        end = start + len(words)
        if bodies and _goes_on(folded):
            above = bodies[-1].span
            whole = above if text[above.end : start].strip() else _span(text, above.start, end)
            bodies[-1] = Body(whole, f"{bodies[-1].name} {words}")
        else:
            bodies.append(Body(_span(text, start, end), words))
    return bodies


_NO_NAME = pattern(r"số\s?:?|[/-]|\(?(?:dự thảo|tối mật|tuyệt mật|mật|hỏa tốc|thượng khẩn|khẩn)(?:\W|$)")
_PLACE_LINE = pattern(
    r"(?:và|&|(?:huyện|tỉnh|quận)(?!\s{1,2}(?:ủy|đoàn|đội|hội)(?![^\W_]))|xã|phường|thị trấn|thành phố|thị xã|"
    r"đặc khu)\s"
)


def _goes_on(folded: str) -> bool:
    return _PLACE_LINE.match(folded) is not None or not names_a_body(folded, 0)


def find_issuer(text: str, head: Sequence[RawBlock], blocks: Sequence[RawBlock]) -> tuple[Body | None, Body | None]:
    """The body that issues the report and the one above it: the last two of the letterhead."""
    bodies = _bodies(text, head)
    if not bodies:
        author = _byline_issuer(text, blocks)
        return None if author is None else Body(author, author.text), None
    above = bodies[-2] if len(bodies) > 1 and names_a_body(fold(bodies[-2].name), 0) else None
    return bodies[-1], above


def find_form(head: Sequence[RawBlock]) -> str | None:
    """The letterhead's form: the State's (Nghị định 30/2020/NĐ-CP) or the Party's (Hướng dẫn 36-HD/VPTW)."""
    words = spaced(fold(" ".join(block.text for block in head)))
    if re.search(r"cộng hòa xã hội chủ nghĩa việt nam|độc lập - tự do - hạnh phúc", words):
        return "state"
    return "party" if "đảng cộng sản việt nam" in words else None


_AUTHOR_ORG = pattern(
    r"(?<![^\W_])(?:văn\s{1,2}phòng|hội|lđlđ|liên\s{1,2}đoàn|công\s{1,2}đoàn|ban|ubnd|sở|phòng|"
    r"huyện\s{1,2}đoàn|tỉnh\s{1,2}đoàn|đoàn|trung\s{1,2}tâm|"
    r"cổng\s{1,2}thông\s{1,2}tin|báo|đài)\s"
)


def _byline_issuer(text: str, blocks: Sequence[RawBlock]) -> Span | None:
    for block in reversed(blocks):
        if block.kind != "byline":
            continue
        folded = fold(block.text)
        match = re.search(r":\s{0,2}(?=\S)", folded)
        start = match.end() if match else 0
        found = _AUTHOR_ORG.search(folded, start)
        if found is not None:
            return _span(text, block.start + found.start(), block.end)
    return None
