"""Blocks: paragraphs, headings, list items, tables, captions, letterhead, title, signature and page furniture.

Hard-wrapped lines are joined first; then the head of the report (letterhead, title, byline) and its foot (signature,
web furniture) are set apart, and what lies between is divided by numbering, bullets and blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vnreport.structure.foot import find_foot
from vnreport.structure.furniture import DECORATION, PAGE_NUMBER, is_furniture
from vnreport.structure.head import find_head
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
    head = find_head(lines)
    roles = {**head.roles, **find_foot(lines, head.body)}
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
            DECORATION.match(line.text)
            and not PAGE_NUMBER.match(line.text)
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
