"""The head of a report: letterhead, title, byline, before the first line of the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.records import record
from vnreport.structure.furniture import DECORATION, PAGE_NUMBER, is_byline, is_furniture, is_web_line
from vnreport.structure.lines import Line
from vnreport.structure.numbering import read_numbering
from vnreport.structure.webpage import web_head
from vnreport.text.patterns import pattern

_MOTTO = pattern(
    r"(?<!nước )(?<!nước  )cộng\s{1,2}hòa\s{1,2}xã\s{1,2}hội\s{1,2}chủ\s{1,2}nghĩa|"
    r"độc\s{1,2}lập\s{0,2}-?\s{0,2}tự\s{0,2}do|"
    r"đảng\s{1,2}cộng\s{1,2}sản\s{1,2}việt\s{1,2}nam$|đoàn\s{1,2}tncs\s{1,2}hồ\s{1,2}chí\s{1,2}minh$"
)
# "Số: 12/BC-UBND" alone in its cell; "số 20-NQ/TW của Bộ Chính trị" at the beginning of a line is a citation.
_NUMBER_LINE = pattern(
    r"\W{0,3}số\s{0,3}:?\s{0,10}[\d.…\s]{0,12}[a-z]?\s?[-/]?\s?[^\W\d_][^\s]{0,30}(?:\s?[-/&]\s?[^\s]{1,20}){0,3}(?:\s{2,}+|\t|$)"
)
# "Số  lao  động" with its blanks doubled is no number.
_NUMBER = pattern(r"[\d/…-]|\.\.")
_PLACE_DATE = pattern(r"(?:^|\s{2}|\*\s?)[^\W\d_][^,;:\d]{1,45},\s{0,3}ngày[\s.…\d]{0,30}(?:tháng|/|-)")
_TYPE_LINE = pattern(
    r"(?:BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|CHƯƠNG TRÌNH|NGHỊ QUYẾT|THÔNG BÁO|KẾT LUẬN|ĐỀ ÁN|HƯỚNG DẪN|BIÊN "
    r"BẢN|DIỄN VĂN|THAM LUẬN|QUYẾT ĐỊNH|"
    r"PHƯƠNG ÁN|BÀI PHÁT BIỂU|BẢN KIỂM ĐIỂM|Báo cáo|BÁO CÁO CHÍNH TRỊ)(?![^\W\d_])"
)
_HEAD_LINES = 18
_ADDRESSES = ("kính gửi", "kính thưa", "thưa các", "thưa toàn thể")
_OPENING = pattern(
    r"(?:thực hiện|căn cứ|kính gửi|trong|năm|ngày|sáng|chiều|nhằm|để|nhân|theo|qua|sau|được|trên cơ sở|dưới sự)\s"
)


@record(frozen=False)
class Head:
    """How many lines are letterhead, title and byline; `roles` names each of those lines."""

    roles: dict[int, str]
    body: int


def find_head(lines: Sequence[Line]) -> Head:
    """The roles of the first lines: a letterhead with its title, the head of a web page, or a title alone."""
    roles: dict[int, str] = {}
    marks = [index for index, line in enumerate(lines[:_HEAD_LINES]) if _is_letterhead_mark(line)]
    type_at = next(
        (i for i, line in enumerate(lines[: _HEAD_LINES + 4]) if len(line.text) < 160 and _TYPE_LINE.match(line.bare)),
        None,
    )
    if marks and (type_at is None or type_at > marks[0]):
        stop = type_at if type_at is not None else marks[-1] + 1
        if type_at is not None and any(
            read_numbering(line.text) and line.text[:1] in "I1A" for line in lines[:type_at]
        ):
            stop = marks[-1] + 1
        for index in range(stop):
            roles[index] = _letterhead_role(lines[index])
        index = _title_run(lines, stop, roles) if type_at is not None or _looks_like_title(lines, stop) else stop
        return Head(roles, index)
    page = web_head(lines)
    if page is not None:
        return Head(page, max(index for index, role in page.items() if role == "title") + 1)
    index = 0
    while index < len(lines) and index < 6 and is_web_line(lines[index]):
        roles[index] = "byline" if is_byline(lines[index]) and not is_furniture(lines[index]) else "boilerplate"
        index += 1
    if len(lines) - index < 3:
        return Head({}, 0) if len(lines) < 4 else Head(roles, index)
    if type_at is not None and index <= type_at <= index + 4:
        for before in range(index, type_at):
            roles[before] = "letterhead"
        index = _title_run(lines, type_at, roles)
    elif _looks_like_title(lines, index):
        roles[index] = "title"
        index += 1
        while (
            index < len(lines)
            and not lines[index].gap
            and roles.get(index - 1) == "title"
            and lines[index].letters_upper
            and len(lines[index].text) < 160
            and not read_numbering(lines[index].text)
        ):
            roles[index] = "title"
            index += 1
        for _ in range(_small_lines(lines, index)):
            roles[index] = "title"
            index += 1
    while index < len(lines) and index < 10 and is_web_line(lines[index]):
        roles[index] = "byline" if is_byline(lines[index]) and not is_furniture(lines[index]) else "boilerplate"
        index += 1
    return Head(roles, index)


# What a digital signature prints on the first page.
_SIGNED_BY = pattern(r"(?:người ký|ký bởi|thời gian ký|ngày ký|cơ quan|email|signature|signed by)\s?:")


def _letterhead_role(line: Line) -> str:
    if _SIGNED_BY.match(line.folded):
        return "signature"
    return "boilerplate" if is_web_line(line) else "letterhead"


# What every mark of a letterhead holds, looked for before anything is folded.
_MAY_BE_MARK = pattern("[Ss]ố|SỐ|[Nn]gày|NGÀY|[Cc]ộng|CỘNG|[Đđ]ộc|ĐỘC|TNCS")


def _is_letterhead_mark(line: Line) -> bool:
    if len(line.text) > 170 or not _MAY_BE_MARK.search(line.text):
        return False
    folded = line.folded
    number = _NUMBER_LINE.match(folded)
    if _MOTTO.search(folded) or (number is not None and _NUMBER.search(number.group())):
        return True
    if len(folded) >= 130:
        return False
    return bool(_PLACE_DATE.search(folded) or re.search(r"\s{3}(?:số\s|.{0,160}ngày.{0,60}tháng)", folded))


def _looks_like_title(lines: Sequence[Line], index: int) -> bool:
    if index >= len(lines) or index + 2 > len(lines):
        return False
    line = lines[index]
    if len(line.text) > 230 or line.text[-1] in ".;:," or read_numbering(line.text):
        return False
    if "\t" in line.text or line.folded.startswith(("phần thứ", "kính gửi")):
        return False
    following = lines[index + 1]
    if not following.gap and line.indent > following.indent and following.text[0].islower() and not line.letters_upper:
        return False  # the first line of a paragraph that opens with an indent
    rest = lines[index + 1 :]
    return bool(rest) and (line.letters_upper or len(rest) > 3 or max(len(other.text) for other in rest) > 150)


def _title_run(lines: Sequence[Line], start: int, roles: dict[int, str]) -> int:
    """Mark the title from its type word on; returns the first line of the body."""
    index = start
    alone = False
    while index < len(lines) and index < start + 9:
        line = lines[index]
        if index > start:
            if DECORATION.match(line.text) and not PAGE_NUMBER.match(line.text):
                roles[index] = "title"
                index += 1
                continue
            if line.gap and not alone:
                break
            if line.folded.startswith(_ADDRESSES) or line.bare[-1] == "!":
                break
            if index - start > 1 and line.letters_upper and not lines[index - 1].letters_upper:
                break  # a heading in capitals below a title in small letters
            if read_numbering(line.text) and not (
                alone and line.text[0].isdigit() and re.match(r"\d{1,2}\s", line.text)
            ):
                numbering = read_numbering(line.text)
                marked = numbering is not None and numbering.style == "hash" and numbering.number is None
                if (
                    numbering is not None
                    and numbering.style not in ("bullet", "ordinal", "cardinal")
                    and not (alone and marked)  # "# BÁO CÁO", "## Tình hình thực hiện …"
                ):
                    break
            if _ends_sentence(lines, index, alone=alone) or len(line.text) > 260:
                break
            if not alone and not line.letters_upper and not roles_continue(lines, index, start):
                break
        # A type line with its year is a title already: "BÁO CÁO TỔNG KẾT NĂM HỌC 2008 - 2009".
        alone = index == start and line.letters_upper and len(line.text) < 40 and _names_type_alone(line)
        roles[index] = "title"
        index += 1
    return index


def _small_lines(lines: Sequence[Line], index: int) -> int:
    """How many lines in small letters the title of a page goes on with: short ones, an empty line behind the last."""
    count = 0
    while count < 4 and index + count < len(lines) and not lines[index + count].gap:
        text = lines[index + count].text
        if not text[0].islower() or len(text) > 100 or text[-1] in ".;:,":
            return 0
        count += 1
    return count if index + count < len(lines) and lines[index + count].gap else 0


def _ends_sentence(lines: Sequence[Line], index: int, *, alone: bool) -> bool:
    """Whether a long line ends as titles do not; "Kết quả … năm 2024;" below "BÁO CÁO" goes on in the line below."""
    text = lines[index].text
    if text[-1] not in ".:;" or len(text) <= 60:
        return False
    goes_on = text[-1] == ";" and alone and index + 1 < len(lines) and not lines[index + 1].gap
    return not (goes_on and lines[index + 1].text[0].islower())


def _names_type_alone(line: Line) -> bool:
    return _TYPE_LINE.match(line.bare) is not None and not any(char.isdigit() for char in line.bare)


def roles_continue(lines: Sequence[Line], index: int, start: int) -> bool:
    """Whether a title goes on in small letters: no blank line, and it does not open the body."""
    line = lines[index]
    previous = lines[index - 1]
    if line.text[0].islower():
        return True
    if previous.letters_upper and index - start > 1 and not line.letters_upper and len(line.text) > 120:
        return False
    return len(line.text) < 70 or not _OPENING.match(line.folded)
