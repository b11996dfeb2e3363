"""The foot of a report: signature, office and recipients, author line, and what a web page prints below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vnreport.structure.furniture import is_byline, is_furniture
from vnreport.structure.lines import Line
from vnreport.structure.webpage import web_foot
from vnreport.text.engine import spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_SIGN = pattern(
    r"(?:\W{0,3})(?:nơi nhận|nơi gửi|(?:t/m|tm|t\.m|k/t|kt|k\.t|t/l|tl|tuq|t/uq|q)\s?[./]?\s(?=\S)|"
    r"(?:tm|kt|tl|tuq)\.\s?\S|thay mặt|người (?:viết|lập|làm|tổng hợp|báo cáo))"
)
_OFFICE = pattern(
    r"(?:quyền |phó |q\.\s?)?(?:chủ tịch|bí thư|giám đốc|tổng giám đốc|trưởng|trưởng ban|trưởng phòng|"
    r"trưởng đoàn|tổ trưởng|hiệu trưởng|chánh án|viện trưởng|chánh thanh tra|"
    r"chánh văn phòng|chi cục trưởng|cục trưởng|vụ trưởng|chủ nhiệm|chỉ huy trưởng|chính trị viên|tư "
    r"lệnh|bộ trưởng|thứ trưởng|thủ trưởng|thường trực|đội trưởng|trạm trưởng|hội trưởng|"
    r"phó chủ tịch(?: thường trực)?|phó bí thư(?: thường trực)?|phó giám đốc|phó hiệu trưởng|phó "
    r"trưởng ban|kế toán|thủ quỹ|thư ký)(?:\s[^\W\d_]{1,12}){0,6}$"
)


def names_office(words: str) -> bool:
    """Whether a cell of a signature says an office.

    >>> names_office("KT. CHỦ TỊCH"), names_office("PHÓ BÍ THƯ THƯỜNG TRỰC"), names_office("Nguyễn Văn An")
    (True, True, False)
    """
    plain = re.sub(r"^(?:t/?m|tm|kt|k/t|tl|t/l|tuq|q)\W{1,2}", "", spaced(fold(words))).strip()
    return _OFFICE.match(plain) is not None


# The body that reports, alone at the end: "BAN CHẤP HÀNH HỘI LHPN HUYỆN KHÓA XIV".
_COMMITTEE = pattern(r"(?:ban (?:chấp hành|thường vụ|giám \w++)|ủy ban|đảng ủy|chi ủy|chi bộ|thường trực)(?![^\W_])")
# A table or list behind the signature opens with such a line.
_APPENDIX = pattern(r"(?:phụ lục|phụ biểu|biểu số|biểu mẫu|danh sách|bảng tổng hợp)(?![^\W_])")
# How many lines a signature may take, recipients included.
_SIGNATURE = 40


def find_foot(lines: Sequence[Line], body: int) -> dict[int, str]:
    """The roles of the last lines: furniture of a web page, above it the signature or the author's name.

    What follows an appendix's heading behind the signature is body again, and gets no role.
    """
    roles: dict[int, str] = {}
    stop = web_foot(lines, body)
    if stop is not None:
        roles.update(dict.fromkeys(range(stop, len(lines)), "boilerplate"))
    last = (len(lines) if stop is None else stop) - 1
    for end in (last, *_before_appendices(lines, body, last)):
        start = _signature(lines, body, end)
        if start is not None:
            for place in range(start, end + 1):
                roles[place] = "boilerplate" if is_furniture(lines[place]) else "signature"
            return roles
    while last > body + 1 and is_byline(lines[last]) and is_byline(lines[last - 1]):
        roles[last] = "byline"
        last -= 1
    if last > body + 1 and _is_author(lines[last]) and lines[last - 1].text[-1] in './…”"!?)':
        roles[last] = "byline"
    return roles


def _before_appendices(lines: Sequence[Line], body: int, last: int) -> Iterator[int]:
    """The lines before which an appendix may open, from above."""
    for place in range(body + 2, last + 1):
        line = lines[place]
        if len(line.text) < 90 and line.text[0].isupper() and _APPENDIX.match(line.folded):
            yield place - 1


def _signature(lines: Sequence[Line], body: int, last: int) -> int | None:
    """Where the signature that ends with the line `last` begins."""
    start = None
    for place in range(last, max(body, last - _SIGNATURE) - 1, -1):
        line = lines[place]
        folded = spaced(line.folded if len(line.text) < 200 else line.text[:16].lower())
        if start is None and place < last and len(line.text) < 90 and _APPENDIX.match(folded):
            return None
        if (_SIGN.match(folded) and (len(line.text) < 130 or folded.startswith("nơi nhận"))) or (
            start is None
            and last - place < 4
            and len(line.text) < 60
            and line.letters_upper
            and (_OFFICE.match(folded) or (place == last and _COMMITTEE.match(folded)))
        ):
            start = place
        elif (start is not None and place < start - 8) or (len(line.text) > 160 and not folded.startswith("nơi nhận")):
            break
    return start


def _is_author(line: Line) -> bool:
    words = line.text.split()
    if is_byline(line):
        return True
    if not 2 <= len(words) <= 10 or line.text[-1] in ".;:,!?" or any(char.isdigit() for char in line.text):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals * 2 >= len(words) and words[0][0].isupper() and words[1][0].isupper() and not line.letters_upper
