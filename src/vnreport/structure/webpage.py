"""Web pages: the article between the menus above it and the links, counters and comments below it.

A page is known by its furniture. The title is the headline before the first paragraph; what stands above it, and
between it and that paragraph, is furniture, but for photo captions and the author's name.
"""

from __future__ import annotations

from collections.abc import Sequence

from vnreport.structure.furniture import (
    PAGE_NUMBER,
    is_byline,
    is_clock,
    is_furniture,
    is_related,
    is_web_line,
    opens_foot,
)
from vnreport.structure.lines import Line
from vnreport.structure.numbering import read_numbering
from vnreport.text.patterns import pattern

# How far down a page its first paragraph may stand, and how long a line makes one.
_ABOVE, _PARAGRAPH = 60, 130
_SITE = pattern(
    r"(?:cổng|trang thông tin|báo (?!cáo)|tạp chí|đài|website|cơ quan (?:của|ngôn luận)|tiếng nói)\s?[^:]{3,120}$|"
    r"[^:]{3,30}\.vn$"
)
# What a page says about itself below: who runs it, where, by what licence.
_IMPRINT = pattern(
    r"(?:giấy phép|tòa soạn|cơ quan chủ quản|chịu trách nhiệm|tổng biên tập|địa chỉ|trụ sở|điện thoại|đt|email|fax|"
    r"website|đường dây nóng|hotline|bản quyền|ghi rõ nguồn|vui lòng|thiết kế)(?![^\W_])"
)


def web_head(lines: Sequence[Line]) -> dict[int, str] | None:
    """The roles of the lines of a page down to its first paragraph; None where the text is no web page."""
    first = next((i for i, line in enumerate(lines[:_ABOVE]) if _is_paragraph(line)), None)
    if first is None or not any(_shows_a_page(line) for line in [*lines[: min(first, 30)], *lines[-25:]]):
        return None
    title = _headline(lines, first)
    if title is None:
        return None
    roles = {index: "title" if index in title else "boilerplate" for index in range(title.stop)}
    for index in range(title.stop, first):
        line = lines[index]
        if is_byline(line) and not is_furniture(line):
            roles[index] = "byline"
        elif is_web_line(line) or (len(line.text.split()) < 5 and line.text[-1] not in ".:!?"):
            roles[index] = "boilerplate"
    return roles


def _shows_a_page(line: Line) -> bool:
    return opens_foot(line) or (is_web_line(line) and not is_byline(line) and not PAGE_NUMBER.match(line.text))


def _is_paragraph(line: Line) -> bool:
    if len(line.text) < _PARAGRAPH or (len(line.text) <= 200 and line.text[-1] not in '.!?…:;”")'):
        return False
    return "|" not in line.text and not is_web_line(line) and not _IMPRINT.match(line.text[:24].lower())


def _headline(lines: Sequence[Line], first: int) -> range | None:
    """The line, or lines in capitals, that most looks like the title of the article; of two alike the lower one."""
    best, score = None, 0
    furniture = [is_web_line(line) for line in lines[: first + 1]]
    for index in range(first):
        line = lines[index]
        words = len(line.text.split())
        if furniture[index] or "|" in line.text or line.text[-1] in ".;,":
            continue
        if not 4 <= words <= 45 or len(line.text) > 230:
            continue
        points = 2 + (words >= 7) + 2 * furniture[index + 1] + (index > 0 and furniture[index - 1])
        points += index + 1 == first
        points -= 3 * bool(_SITE.match(line.folded)) + bool(read_numbering(line.text))
        if points >= score and points > 0:
            best, score = index, points
    if best is None:
        return None
    start = best
    while start and _wraps(lines[start - 1], lines[start]) and len(lines[start - 1].text.split()) > 3:
        start -= 1
    stop = best + 1
    while stop < first and _wraps(lines[stop - 1], lines[stop]):
        stop += 1
    return range(start, stop)


def _wraps(line: Line, following: Line) -> bool:
    """Whether a headline in capitals goes on in the next line."""
    if following.gap or is_web_line(line) or is_web_line(following):
        return False
    return line.letters_upper and following.letters_upper


# No headline and no menu is as long; an imprint may be.
_LONG = 180


def _reads_as_body(line: Line) -> bool:
    if _IMPRINT.match(line.folded) or is_related(line):
        return False
    numbering = read_numbering(line.text)
    if numbering is not None and numbering.style not in ("bullet", "star"):
        return True
    return len(line.text) > 160 or (len(line.text) > 45 and line.text[-1] in ".;")


def web_foot(lines: Sequence[Line], body: int) -> int | None:
    """The first line of what a page prints below its article; None where nothing such stands there."""
    place = None
    for index in range(len(lines) - 1, body, -1):
        line = lines[index]
        if len(line.text) > _LONG and not _IMPRINT.match(line.text[:24].lower()):
            break
        if opens_foot(line) or (is_furniture(line) and not PAGE_NUMBER.match(line.text)):
            place = index
        elif _reads_as_body(line):
            break
    if place is None:
        return None
    while place - 1 > body and (is_related(lines[place - 1]) or is_clock(lines[place - 1])):
        place -= 1
    return place
