"""The numbering of headings and items: "Phần thứ nhất", "A/", "I.", "1-", "1.1.", "a)", "(1)", "*", "Một là,"."""

from __future__ import annotations

import re

from vnreport.records import record
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.patterns import pattern


@record
class Numbering:
    """How a line is numbered: its style ("roman."), the number as written ("II"), and where its own words begin."""

    style: str
    number: str | None
    offset: int

    @property
    def depth(self) -> int:
        """How many parts a decimal number has: 2 for "1.1"."""
        return self.number.count(".") + 1 if self.number and self.style.startswith("decimal") else 1


_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", pattern(
        r"((?:PHẦN|Phần|CHƯƠNG|Chương|PHỤ LỤC|Phụ lục)\s++(?:thứ\s++\w++|THỨ\s++\w++|[IVX]{1,5}|[A-ZĐ](?!\w)|"
        r"\d{1,2}))(?:\s*+[.:/)-]++\s*+|\s++|$)"
)),
    ("roman", pattern(
        rf"([IVX]{{1,6}})(?:\s?[.)/]{{1,2}}(?![{LOWER}])\s*+-?|\s?-\s*+|\s*+:)\s*+(?=[^\W\d_]|[“\"(]|$)"
    )),
    ("romandecimal", pattern(r"([IVX]{1,6}\.\d{1,2}(?:\.\d{1,2})?)[.)]?\s*+(?=[^\W\d_])")),
    ("capital", pattern(
        rf"([A-HĐK])(?!/[A-Z]\s)(?:\s?[./)]{{1,2}}(?![{LOWER}])-?\s*+|\s?-\s++|\s?-(?=[{UPPER}]{{2}}))(?=[^\W\d_]|$)"
    )),
    ("decimal", pattern(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)/]{1,2}-?\s*+|\s?-\s*+|\s++)(?=[^\W\d_]|[“\"(*]|\d)")),
    ("arabic", pattern(
        r"(\d{1,2})(?:\s?[./]{1,2}-?\s*+|\s?-\s*+|\s?:\s*+)(?=[^\W\d_]|[“\"(*]|\d++[,.%]?\d*+\s?[^\W\d_]|"
        r"$)(?!\d{1,2}[./]\d)"
)),
    ("arabic)", pattern(r"(\d{1,2})\)[.-]?\s*+(?=\S)")),
    ("letter", pattern(rf"([a-zđ])(?:\s?[)./]{{1,2}}-?\s*+(?=[^\W\d_]|[“\"]|\d)|\s?,\s++(?=[{UPPER}]))")),
    ("(arabic)", pattern(r"\((\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*+(?=\S)")),
    ("ordinal", pattern(r"(Thứ\s(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s?[,:;]\s*+")),
    ("cardinal", pattern(r"((?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)\slà)\s?[,:;]\s*+")),
    ("star", pattern(r"()\\?\*++\s*+(?=[^\W\d_]|[“\"\d])")),
    ("hash", pattern(r"()#{1,6}\s++(?=\S)")),
    ("bullet", pattern(rf"()(?:[-+•●○■□▪◦➢➤✓→–—·]\s*+(?=\S)|o(?:\t\s*+|\s++(?=[{UPPER}])))")),
)  # fmt: skip
# What any numbering begins with: most lines are ordinary paragraphs, and one look at their first letters says so.
_BEGINS = pattern(
    r"[\d(*#_\\\-+•●○■□▪◦➢➤✓→–—·]|[IVX]{1,6}\s{0,3}[.)/:-]|[^\W\d_]\s?[.,)/-]|(?:phần|chương|thứ|phụ lục|o)\s|"
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\slà",
    re.IGNORECASE,
)
# "1.234 đồng" is an amount, "20-NQ/TW" a code, where a line happens to begin with them.
_NO_ITEM = pattern(r"\d{1,3}(?:\.\d{3}){1,4}(?!\d)|\d{1,4}\s?-\s?[A-ZĐ][A-Za-zĐđ]{0,4}/[A-ZĐ]")
# Markdown's marks in front of a number: bold and italic, and the headings of "## I. KẾT QUẢ".
_BOLD = pattern(r"(?:\*{1,3}|_{1,3})(?=\S)")
_HASH = pattern(r"#{1,6}\s++(?=\S)")


def read_numbering(text: str) -> Numbering | None:
    """The numbering that a line begins with, or None.

    >>> read_numbering("II- Kết quả").number, read_numbering("6.1.Công tác").style, read_numbering("đ) Khác").style
    ('II', 'decimal', 'letter')
    >>> [read_numbering(line).number for line in ("I/. Kết quả", "A/- Tình hình", "1.- Công tác", "a/. Nội dung")]
    ['I', 'A', '1', 'a']
    >>> read_numbering("15 đảng viên") is None, read_numbering("12/12/2013") is None
    (True, True)
    """
    if not _BEGINS.match(text):
        return None
    lead = 0
    if hashes := _HASH.match(text):
        inner = read_numbering(text[hashes.end() :])
        if inner is None or inner.style in ("bullet", "star"):
            return Numbering("hash", None, hashes.end())
        return Numbering("hash", inner.number, hashes.end() + inner.offset)
    if bold := _BOLD.match(text):
        lead = bold.end()
    for style, marker in _STYLES:
        match = marker.match(text, 0 if style == "star" else lead)
        if match is None:
            continue
        if style == "star" and lead > 1:
            continue
        number = match.group(1) or None
        if style in ("decimal", "arabic") and _NO_ITEM.match(text, lead):
            continue
        return Numbering(style, re.sub(r"\s++", " ", number) if number else None, match.end())
    return None
