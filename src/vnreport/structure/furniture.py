"""Page furniture: lines that a web page or a printer set around a report, and no author wrote."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.records import record
from vnreport.structure.lines import Line
from vnreport.text.patterns import pattern

PAGE_NUMBER = pattern(r"(?:[-–—]\s?)?(?:(?:[Tt]rang|[Pp]age)\s)?\d{1,3}(?:\s?(?:[/⁄∕]|of)\s?\d{1,3})?(?:\s?[-–—])?$")
DECORATION = pattern(r"[\s*_=~\-–—.•oO0#+]{1,80}$")
_HAS_DIGIT = pattern(r"\d")
_LEAD = pattern(r"\W++")
_BREADCRUMB = pattern(r"[^>»]{2,40}(?:\s(?:>|»|›|/)\s{1,3}[^>»]{2,60}){1,5}$")
# "Thứ ba, 24/12/2019 | 08:30", "Cập nhật lúc: 16:20 | 19/10/2021", "08:49 | 06/08/2021".
_CLOCK_LINE = pattern(
    r"(?:(?:cập nhật|ngày đăng|đăng ngày|đăng lúc|xuất bản|ngày|đăng)(?: lúc| ngày)?\s?:?\s?)?"
    r"(?:(?:thứ \w++|chủ nhật|cn),?\s)?(?:ngày\s)?(?:\d{1,2}[:hg]\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{4}).{0,90}$"
)
# A headline in a list of others: its day stands in brackets behind it.
_RELATED = pattern(r".{10,150}[(\[]\s?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?(?:\s\d{1,2}:\d{2})?\s?[)\]]$")
_FONT_SIZE = pattern(r"(?:A\s?[-+]?\s?){2,4}$")
_COMMENTS = pattern(r"(?:\d{1,4} bình luận|bình luận \(\d{1,4}\))$")
# The head of an e-mail, and the line above one that is passed on.
_MAIL = pattern(r"(?:from|to|cc|bcc|subject|date|sent|chủ đề|người gửi)\s?:\s|-{3,}+.{3,40}-{3,}+$")
BYLINE = pattern(
    r"(?:bài,? (?:và )?ảnh|tin,? (?:bài|ảnh)|tin|tin và ảnh|tác giả|nguồn|theo|ảnh|bài|thực hiện|người viết|biên "
    r"tập)\s?:\s?\S.{0,70}$"
)


@record
class _Phrases:
    whole: frozenset[str]
    start: tuple[str, ...]
    inside: tuple[str, ...]
    foot: tuple[str, ...]


@lexicon_cache
def _furniture() -> _Phrases:
    rows = load_table("furniture", "phrase", "match", "source")
    by_match = {
        kind: tuple(row["phrase"] for row in rows if row["match"] == kind)
        for kind in ("whole", "start", "inside", "foot")
    }
    return _Phrases(frozenset(by_match["whole"]), by_match["start"], by_match["inside"], by_match["foot"])


def is_furniture(line: Line) -> bool:
    """Whether a line is page furniture: a page number, a counter, a menu, a log-in link. Several steps ask.

    >>> from vnreport.structure.lines import split_lines
    >>> [is_furniture(line) for line in split_lines("Lượt xem: 497\\n- 2 -\\nĐăng nhập\\n2. Hạn chế")]
    [True, True, True, False]
    """
    if line.furniture is None:
        line.furniture = len(line.text) <= 90 and _reads_as_furniture(line.text, line.folded)
    return line.furniture


def _reads_as_furniture(line: str, folded: str) -> bool:
    if PAGE_NUMBER.match(line):
        return True
    if not line[0].isalnum():
        folded = _LEAD.sub("", folded, count=1)
    folded = folded.strip(" •-|*\t")
    phrases = _furniture()
    if folded.rstrip(":") in phrases.whole or _FONT_SIZE.match(line) or _COMMENTS.match(folded):
        return True
    if len(folded) >= 60:
        return False
    if "   " in line and all(_is_link(part) for part in re.split(r"\s{2,}+", folded)):
        return True
    if folded.startswith(phrases.start) and line[-1] not in ".;":
        return True
    return _HAS_DIGIT.search(folded) is not None and any(phrase in folded for phrase in phrases.inside)


def _is_link(folded: str) -> bool:
    phrases = _furniture()
    return folded.strip(" :|") in phrases.whole or folded.startswith(phrases.start)


_FIGURES = pattern(r"\d{1,4}")
_RUNNING = 140


def running_lines(lines: Sequence[Line], taken: Collection[int]) -> dict[int, str]:
    """Headers and footers of every page: the same line twice or more, beside a page number or in columns."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        text = line.text
        if index not in taken and 8 < len(text) < _RUNNING and text[0].isalpha() and text[-1] not in ".;:,":
            places.setdefault(_FIGURES.sub("#", text), []).append(index)
    found = {}
    for same in places.values():
        if len(same) > 1 and any(_at_an_edge(lines, index) for index in same):
            found.update(dict.fromkeys(same, "boilerplate"))
    return found


def _at_an_edge(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands beside a page number, or holds two columns itself."""
    beside = (index - 1, index + 1)
    if any(0 <= other < len(lines) and PAGE_NUMBER.match(lines[other].text) for other in beside):
        return True
    return re.search(r"\S\s{5,}+\S", lines[index].text) is not None


def opens_foot(line: Line) -> bool:
    """Whether a line can only stand below an article: "Tin liên quan", "Bình luận", "Copyright © 2024 …"."""
    text = line.text
    folded = _LEAD.sub("", line.folded, count=1) if not text[0].isalnum() else line.folded
    return "©" in text or (len(text) < 120 and (folded.startswith(_furniture().foot) or bool(_COMMENTS.match(folded))))


def is_related(line: Line) -> bool:
    """Whether a line is the headline of another article, with its day in brackets."""
    return len(line.text) < 180 and _RELATED.match(line.text) is not None


def is_clock(line: Line) -> bool:
    """Whether a line says when a page was put up."""
    return len(line.text) < 100 and _CLOCK_LINE.match(line.folded) is not None and line.text[-1] not in ".;"


def is_byline(line: Line) -> bool:
    """Whether a line names the author, with a word that says so."""
    return len(line.text) < 100 and BYLINE.match(line.folded) is not None


# No line of a menu, a breadcrumb or an e-mail's head is longer.
_LONGEST = 160


def is_web_line(line: Line) -> bool:
    """Whether a line is furniture of a web page above an article."""
    if len(line.text) > _LONGEST:
        return False
    if is_furniture(line) or is_clock(line) or is_byline(line) or _MAIL.match(line.folded):
        return True
    return len(line.text) < 110 and ">" in line.text.replace("»", ">") and _BREADCRUMB.match(line.text) is not None
