"""Blocks: paragraphs, headings, list items, tables, captions, letterhead, title, signature and page furniture.

Hard-wrapped lines are joined first; then the head of the report (letterhead, title, byline) and its foot (signature,
web furniture) are set apart, and what lies between is divided by numbering, bullets and blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.structure.lines import Line, continues, split_lines, wrap_width
from vnreport.structure.numbering import Numbering, read_numbering
from vnreport.text.letters import UPPER
from vnreport.text.normalize import fold


@dataclass(slots=True)
class RawBlock:
    """A block before it has a section and a label."""

    start: int
    end: int
    text: str
    kind: str
    numbering: Numbering | None = None
    gap: int = 0


# --- page furniture ------------------------------------------------------------------------------------------------

_PAGE_NUMBER = re.compile(r"(?:[-–—]\s?)?(?:[Tt]rang\s)?\d{1,3}(?:\s?/\s?\d{1,3})?(?:\s?[-–—])?$")
_HAS_DIGIT = re.compile(r"\d")
_DECORATION = re.compile(r"[\s*_=~\-–—.•oO0#+]{1,80}$")
_BREADCRUMB = re.compile(r"[^>»]{2,40}(?:\s(?:>|»|›|/)\s{1,3}[^>»]{2,60}){1,5}$")
_CLOCK_LINE = re.compile(r"(?:(?:thứ \w+|chủ nhật),?\s)?(?:ngày\s)?(?:\d{1,2}[:hg]\d{2}|\d{1,2}/\d{1,2}/\d{4}).{0,60}$")
_BYLINE = re.compile(
    r"(?:bài,? (?:và )?ảnh|tin,? (?:bài|ảnh)|tác giả|nguồn|theo|ảnh|bài|thực hiện|người viết|biên "
    r"tập)\s?:\s?\S.{0,70}$"
)


@lexicon_cache
def _furniture() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    rows = load_table("furniture", "phrase", "match", "source")
    by_match = {
        kind: tuple(row["phrase"] for row in rows if row["match"] == kind) for kind in ("whole", "start", "inside")
    }
    return frozenset(by_match["whole"]), by_match["start"], by_match["inside"]


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture: a page number, a counter, a menu, a log-in link.

    >>> is_furniture("Lượt xem: 497"), is_furniture("- 2 -"), is_furniture("Đăng nhập"), is_furniture("2. Hạn chế")
    (True, True, True, False)
    """
    if len(line) > 90:
        return False
    if _PAGE_NUMBER.match(line):
        return True
    folded = fold(line).strip(" •-|*\t")
    whole, start, inside = _furniture()
    if folded.rstrip(":") in whole or (len(folded) < 60 and folded.startswith(start) and line[-1] not in ".;"):
        return True
    return len(folded) < 60 and _HAS_DIGIT.search(folded) is not None and any(phrase in folded for phrase in inside)


# --- head of the report --------------------------------------------------------------------------------------------

_MOTTO = re.compile(
    r"cộng hòa xã hội chủ nghĩa|độc lập\s{0,2}-?\s{0,2}tự\s{0,2}do|đảng cộng sản việt nam$|đoàn tncs hồ chí minh$"
)
# "Số: 12/BC-UBND" alone in its cell; "số 20-NQ/TW của Bộ Chính trị" at the beginning of a line is a citation.
_NUMBER_LINE = re.compile(
    r"\W{0,3}số\s{0,3}:?\s{0,10}[\d.…\s]{0,12}[a-z]?\s?[-/]?\s?[^\W\d_][^\s]{0,30}(?:\s?[-/&]\s?[^\s]{1,20}){0,3}(?:\s{2,}|\t|$)"
)
_PLACE_DATE = re.compile(r"(?:^|\s{2}|\*\s?)[^\W\d_][^,;:\d]{1,45},\s{0,3}ngày[\s.…\d]{0,30}(?:tháng|/|-)")
_TYPE_LINE = re.compile(
    r"(?:BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|CHƯƠNG TRÌNH|NGHỊ QUYẾT|THÔNG BÁO|KẾT LUẬN|ĐỀ ÁN|HƯỚNG DẪN|BIÊN "
    r"BẢN|DIỄN VĂN|THAM LUẬN|QUYẾT ĐỊNH|"
    r"PHƯƠNG ÁN|BÀI PHÁT BIỂU|BẢN KIỂM ĐIỂM|Báo cáo|BÁO CÁO CHÍNH TRỊ)(?![^\W\d_])"
)
_HEAD_LINES = 18
_OPENING = re.compile(
    r"(?:thực hiện|căn cứ|kính gửi|trong|năm|ngày|sáng|chiều|nhằm|để|nhân|theo|qua|sau|được|trên cơ sở|dưới sự)\s"
)


@dataclass(slots=True)
class _Head:
    """How many lines are letterhead, title and byline; `roles` names each of those lines."""

    roles: dict[int, str]
    body: int


def _find_head(lines: Sequence[Line]) -> _Head:
    roles: dict[int, str] = {}
    marks = [index for index, line in enumerate(lines[:_HEAD_LINES]) if _is_letterhead_mark(line)]
    type_at = next(
        (i for i, line in enumerate(lines[: _HEAD_LINES + 4]) if len(line.text) < 160 and _TYPE_LINE.match(line.text)),
        None,
    )
    if marks and (type_at is None or type_at > marks[0]):
        stop = type_at if type_at is not None else marks[-1] + 1
        if type_at is not None and any(
            read_numbering(line.text) and line.text[:1] in "I1A" for line in lines[:type_at]
        ):
            stop = marks[-1] + 1
        for index in range(stop):
            roles[index] = "boilerplate" if _is_web_line(lines[index]) else "letterhead"
        index = _title_run(lines, stop, roles) if type_at is not None or _looks_like_title(lines, stop) else stop
        return _Head(roles, index)
    index = 0
    while index < len(lines) and index < 6 and _is_web_line(lines[index]):
        roles[index] = "byline" if _is_byline(lines[index]) else "boilerplate"
        index += 1
    if len(lines) - index < 3:
        return _Head({}, 0) if len(lines) < 4 else _Head(roles, index)
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
    while index < len(lines) and index < 10 and (_is_web_line(lines[index]) or _is_byline(lines[index])):
        roles[index] = "byline" if _is_byline(lines[index]) and not is_furniture(lines[index].text) else "boilerplate"
        index += 1
    return _Head(roles, index)


def _is_letterhead_mark(line: Line) -> bool:
    if len(line.text) > 170:
        return False
    folded = line.folded
    if _MOTTO.search(folded) or _NUMBER_LINE.match(folded):
        return True
    if len(folded) >= 130:
        return False
    return bool(_PLACE_DATE.search(folded) or re.search(r"\s{3}(?:số\s|.*ngày.*tháng)", folded))


def _is_web_line(line: Line) -> bool:
    return (
        is_furniture(line.text)
        or (len(line.text) < 110 and _BREADCRUMB.match(line.text) is not None and ">" in line.text)
        or _is_byline(line)
    )


def _is_byline(line: Line) -> bool:
    return len(line.text) < 100 and (
        (_CLOCK_LINE.match(line.folded) is not None and line.text[-1] not in ".;")
        or _BYLINE.match(line.folded) is not None
    )


def _looks_like_title(lines: Sequence[Line], index: int) -> bool:
    if index >= len(lines) or index + 2 > len(lines):
        return False
    line = lines[index]
    if len(line.text) > 230 or line.text[-1] in ".;:," or read_numbering(line.text):
        return False
    if "\t" in line.text or line.folded.startswith(("phần thứ", "kính gửi")):
        return False
    rest = lines[index + 1 :]
    return bool(rest) and (line.letters_upper or len(rest) > 3 or max(len(other.text) for other in rest) > 150)


def _title_run(lines: Sequence[Line], start: int, roles: dict[int, str]) -> int:
    """Mark the title from its type word on; returns the first line of the body."""
    index = start
    alone = False
    while index < len(lines) and index < start + 9:
        line = lines[index]
        if index > start:
            if _DECORATION.match(line.text) and not _PAGE_NUMBER.match(line.text):
                roles[index] = "title"
                index += 1
                continue
            if line.gap and not alone:
                break
            if read_numbering(line.text) and not (
                alone and line.text[0].isdigit() and re.match(r"\d{1,2}\s", line.text)
            ):
                numbering = read_numbering(line.text)
                if numbering is not None and numbering.style not in ("bullet", "ordinal"):
                    break
            if (line.text[-1] in ".:;" and len(line.text) > 60) or len(line.text) > 260:
                break
            if not alone and not line.letters_upper and not roles_continue(lines, index, start):
                break
        alone = (
            line.letters_upper and len(line.text) < 40 and _TYPE_LINE.match(line.text) is not None and index == start
        )
        roles[index] = "title"
        index += 1
    return index


def roles_continue(lines: Sequence[Line], index: int, start: int) -> bool:
    """Whether a title goes on in small letters: no blank line, and it does not open the body."""
    line = lines[index]
    previous = lines[index - 1]
    if line.text[0].islower():
        return True
    if previous.letters_upper and index - start > 1 and not line.letters_upper and len(line.text) > 120:
        return False
    return len(line.text) < 70 or not _OPENING.match(line.folded)


# --- foot of the report --------------------------------------------------------------------------------------------

_SIGN = re.compile(
    r"(?:\W{0,3})(?:nơi nhận|nơi gửi|(?:t/m|tm|t\.m|k/t|kt|k\.t|t/l|tl|tuq|t/uq|q)\s?[./]?\s(?=\S)|"
    r"(?:tm|kt|tl|tuq)\.\s?\S|thay mặt|người (?:viết|lập|làm|tổng hợp|báo cáo))"
)
_OFFICE = re.compile(
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
    plain = re.sub(r"^(?:t/?m|tm|kt|k/t|tl|t/l|tuq|q)\W{1,2}", "", fold(words)).strip()
    return _OFFICE.match(plain) is not None


def _find_foot(lines: Sequence[Line], body: int) -> dict[int, str]:
    """The signature block and the furniture after it, from below."""
    roles: dict[int, str] = {}
    index = len(lines) - 1
    while (
        index > body
        and (is_furniture(lines[index].text) or _is_menu(lines, index))
        and not _PAGE_NUMBER.match(lines[index].text)
    ):
        roles[index] = "boilerplate"
        index -= 1
    last = index
    start = None
    for place in range(last, max(body, last - 40) - 1, -1):
        folded = lines[place].folded if len(lines[place].text) < 200 else lines[place].text[:12].lower()
        if (_SIGN.match(folded) and (len(lines[place].text) < 130 or folded.startswith("nơi nhận"))) or (
            start is None
            and last - place < 4
            and len(lines[place].text) < 60
            and _OFFICE.match(folded)
            and lines[place].letters_upper
        ):
            start = place
        elif (start is not None and place < start - 8) or (
            len(lines[place].text) > 160 and not folded.startswith("nơi nhận")
        ):
            break
    if start is not None:
        for place in range(start, last + 1):
            roles[place] = "boilerplate" if is_furniture(lines[place].text) else "signature"
        return roles
    if last > body + 1 and _is_author(lines[last]) and lines[last - 1].text[-1] in './…”"!?':
        roles[last] = "byline"
    return roles


def _is_menu(lines: Sequence[Line], index: int) -> bool:
    """A short line without an end mark below furniture, e.g. a counter's bullet."""
    return (
        "•" in lines[index].text[:2]
        and len(lines[index].text) < 40
        and re.search(r":\s?\d+$", lines[index].text) is not None
    )


def _is_author(line: Line) -> bool:
    words = line.text.split()
    if _is_byline(line):
        return True
    if not 2 <= len(words) <= 10 or line.text[-1] in ".;:,!?" or any(char.isdigit() for char in line.text):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals * 2 >= len(words) and words[0][0].isupper() and words[1][0].isupper() and not line.letters_upper


# --- body ----------------------------------------------------------------------------------------------------------

_CAPTION = re.compile(
    r"(?:bảng|biểu|biểu đồ|hình|ảnh|sơ đồ|đồ thị|biểu số|bảng "
    r"số)\s?(?:số\s)?\d{0,2}(?:\.\d{1,2})?\s?[.:/-]\s?\S|\(?ảnh:|ảnh minh họa"
)
_CAPTION_LIKE = re.compile(
    r"(?:lễ|quang cảnh|toàn cảnh|các đại biểu|đại biểu|đồng chí|ban chấp hành|đoàn|lãnh đạo|một góc|"
    r"hình ảnh|hội nghị|phó chủ tịch|chủ tịch)\s"
)
_PIPE_RULE = re.compile(r"[\s|:+=-]{3,}$")


def find_blocks(text: str) -> list[RawBlock]:
    """The blocks of a normalised text, in order, none overlapping; they cover everything but white space."""
    lines = split_lines(text)
    if not lines:
        return []
    head = _find_head(lines)
    roles = {**head.roles, **_find_foot(lines, head.body)}
    width = wrap_width([line for index, line in enumerate(lines) if index not in roles])
    blocks: list[RawBlock] = []
    group: list[Line] = []
    kind = ""
    numbering: Numbering | None = None

    def flush() -> None:
        if group:
            start, end = group[0].start, group[-1].end
            blocks.append(RawBlock(start, end, text[start:end], kind, numbering, group[0].gap))
            group.clear()

    for index, line in enumerate(lines):
        role = roles.get(index)
        if role is not None:
            if not (group and kind == role == "title"):
                flush()
                kind, numbering = role, None
            group.append(line)
            continue
        if group and kind in ("title", "letterhead", "signature", "boilerplate", "byline", "table_row"):
            flush()
        if (
            _DECORATION.match(line.text)
            and not _PAGE_NUMBER.match(line.text)
            and not line.text.isalnum()
            and (group or blocks)
        ):
            if group:
                group.append(line)
                flush()
            else:
                blocks[-1] = replace(blocks[-1], end=line.end, text=text[blocks[-1].start : line.end])
            continue
        if is_furniture(line.text):
            flush()
            kind, numbering = "boilerplate", None
            group.append(line)
            continue
        if "\t" in line.text or line.text.count("|") >= 2:
            flush()
            kind, numbering = "table_row", None
            group.append(line)
            continue
        found = read_numbering(line.text)
        if group and found is not None and _wrapped_number(group[-1], line, found, width):
            found = None
        if group and found is None and (continues(group[-1], line, width) or _title_of_part(group, line, numbering)):
            group.append(line)
            continue
        flush()
        numbering = found
        kind = _opening_kind(line, found)
        group.append(line)
    flush()
    return _settle(blocks)


def _wrapped_number(previous: Line, line: Line, numbering: Numbering, width: int | None) -> bool:
    """A line that only looks numbered because a page broke before a number ("năm⏎2005", "cao⏎15 m")."""
    if width is None or not continues(previous, line, width):
        return False
    if previous.text[-1] in ".;:!?":
        return False
    if numbering.style == "bullet":
        return not (line.text[1:2] == " " and line.text[2:3].isupper())
    return numbering.style in ("arabic", "decimal", "letter") and not re.match(rf"\d{{1,2}}\.\s?[{UPPER}]", line.text)


def _title_of_part(group: Sequence[Line], line: Line, numbering: Numbering | None) -> bool:
    """ "Phần thứ nhất" and the title on the next line are one heading; so is a heading in capitals that wraps."""
    if line.gap or read_numbering(line.text):
        return False
    if (
        numbering is not None
        and numbering.style == "part"
        and len(group) == 1
        and len(group[0].text) - numbering.offset < 3
    ):
        return True
    heading_like = numbering is not None and numbering.style in ("part", "roman", "capital", "arabic", "decimal")
    if group[-1].letters_upper and line.letters_upper and (heading_like or numbering is None):
        return len(group[-1].text) > 25 and group[-1].text[-1] not in ".:;" and len(group) < 4
    return False


def _opening_kind(line: Line, numbering: Numbering | None) -> str:
    if len(line.text) < 200 and _CAPTION.match(line.folded):
        return "caption"
    if numbering is None:
        return "paragraph"
    return "list_item" if numbering.style in ("bullet", "ordinal") else "numbered"


_HEADING_MAX = 170
_ENDS_SENTENCE = re.compile(r"[.;!?…][”\")]?$|/\.$")
_ABBREVIATED_END = re.compile(r"v\.v\.$")


def _settle(blocks: list[RawBlock]) -> list[RawBlock]:
    """Decide which numbered blocks are headings, and which short lines are headings or captions."""
    result: list[RawBlock] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        previous = result[-1] if result else None
        if block.kind == "numbered":
            block = _of_kind(block, "heading" if _is_heading(block, previous, following) else "list_item")
        elif block.kind == "paragraph":
            block = _of_kind(block, _plain_kind(block, previous, following))
        result.append(block)
    return result


def _of_kind(block: RawBlock, kind: str) -> RawBlock:
    if kind == block.kind:
        return block
    return RawBlock(block.start, block.end, block.text, kind, block.numbering, block.gap)


def _is_heading(block: RawBlock, previous: RawBlock | None, following: RawBlock | None) -> bool:
    numbering = block.numbering
    if numbering is None:
        return False
    words = block.text[numbering.offset :].strip("*_# ")
    if numbering.style == "part" or numbering.style == "hash":
        return len(block.text) < 300
    if numbering.style in ("roman", "capital", "romandecimal"):
        return len(block.text) < 260 and not (_ENDS_SENTENCE.search(words) and len(words) > 90)
    if words.isupper() and len(words) < 260:
        return True
    if len(words) > _HEADING_MAX or (
        _ENDS_SENTENCE.search(words)
        and not (words.endswith(".") and len(words) < 45 and ":" not in words and _opens(block, following))
    ):
        return False
    if (
        numbering.style == "(arabic)"
        and following is not None
        and following.numbering is not None
        and following.numbering.style == "(arabic)"
    ):
        return False
    colon = words.find(":")
    if 0 <= colon < len(words) - 1 and len(words) - colon > 25:
        return False
    if words[:1].islower() and numbering.style in ("letter", "star"):
        return False
    if words.endswith((",", " và", " của")):
        return False
    if following is None:
        return previous is None or (len(words.split()) < 9 and not any(char.isdigit() for char in words))
    same = (
        following.numbering is not None
        and following.numbering.style == numbering.style
        and following.kind == "numbered"
        and following.numbering.depth == numbering.depth
    )
    return not (same and re.search(r"\d", words) and not re.search(r"(?:năm|quý|tháng)\s", fold(words)))


def _opens(block: RawBlock, following: RawBlock | None) -> bool:
    return following is not None and not (
        following.numbering is not None
        and block.numbering is not None
        and following.numbering.style == block.numbering.style
    )


_HEADING_WORDS = re.compile(
    r"kết quả|ưu điểm|hạn chế|tồn tại|khuyết điểm|nguyên nhân|phương hướng|nhiệm vụ|giải pháp|mục "
    r"tiêu|chỉ tiêu|kiến nghị|đề xuất|đánh giá|bài học|tình hình|công tác|về |khó khăn|thuận lợi|đặc "
    r"điểm|kinh nghiệm|phần "
)


def _plain_kind(block: RawBlock, previous: RawBlock | None, following: RawBlock | None) -> str:
    words = block.text
    short = len(words) < 150 and not _ENDS_SENTENCE.search(words)
    if not short or (not words[0].isalpha() and words[0] not in '“"*_'):
        return "paragraph"
    folded = fold(words)
    if words.isupper() and len(words.split()) > 1 and following is not None:
        return "heading"
    if previous is None and following is None:
        return "paragraph"
    if folded.startswith("kính gửi"):
        return "letterhead"
    if words.endswith(":"):
        if (
            len(words) < 60
            and following is not None
            and _HEADING_WORDS.match(folded)
            and following.kind in ("list_item", "paragraph", "numbered")
        ):
            return "heading"
        return "paragraph"
    if words.endswith(","):
        return "paragraph"
    apart = block.gap > 0 and (following is None or following.gap > 0)
    if _CAPTION_LIKE.match(folded) and apart and len(words) < 130:
        return "caption"
    if (
        following is not None
        and len(words) < 90
        and words[0].isupper()
        and _HEADING_WORDS.search(folded)
        and following.kind not in ("caption", "boilerplate")
    ):
        return "heading"
    if apart and len(words) < 130 and len(words.split()) > 3 and not re.search(r"\d", words):
        return "caption"
    return "paragraph"
