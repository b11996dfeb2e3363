"""Blocks: paragraphs, headings, list items, tables, captions, letterhead, title, signature and page furniture.

Hard-wrapped lines are joined first; then the head of the report (letterhead, title, byline) and its foot (signature,
web furniture) are set apart, and what lies between is divided by numbering, bullets and blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vnreport.records import record
from vnreport.structure.foot import find_foot
from vnreport.structure.furniture import DECORATION, PAGE_NUMBER, is_furniture, running_lines
from vnreport.structure.head import find_head
from vnreport.structure.lines import Line, breaks_inside, continues, fills, opens_with_indent, split_lines, wrap_width
from vnreport.structure.numbering import Numbering, read_numbering
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern


@record(frozen=False)
class RawBlock:
    """A block before it has a section and a label."""

    start: int
    end: int
    text: str
    kind: str
    numbering: Numbering | None = None
    gap: int = 0


_CAPTION = pattern(
    r"(?:bảng|biểu|biểu đồ|hình|ảnh|sơ đồ|đồ thị|biểu số|bảng "
    r"số)\s?(?:số\s)?\d{0,2}(?:\.\d{1,2})?\s?[.:/-]\s?\S|\(?ảnh:|ảnh minh họa"
)
_CAPTION_LIKE = pattern(
    r"(?:lễ|quang cảnh|toàn cảnh|các đại biểu|đại biểu|đồng chí|ban chấp hành|đoàn|lãnh đạo|một góc|"
    r"hình ảnh|hội nghị|phó chủ tịch|chủ tịch)\s"
)
_PIPE_RULE = pattern(r"[\s|:+=-]{3,}+$")


def find_blocks(text: str) -> list[RawBlock]:
    """The blocks of a normalised text, in order, none overlapping; they cover everything but white space."""
    lines = split_lines(text)
    if not lines:
        return []
    head = find_head(lines)
    roles = {**head.roles, **find_foot(lines, head.body)}
    body = [line for index, line in enumerate(lines) if index not in roles]
    width = wrap_width(body)
    indented = opens_with_indent(body)
    rows = _aligned_rows(lines, roles)
    roles.update(running_lines(lines, roles))
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
        if (
            group
            and kind in ("title", "letterhead", "signature", "boilerplate", "byline", "table_row")
            and not (kind == "table_row" and _PIPE_RULE.match(line.text))
        ):
            flush()
        if group and kind == "table_row" and _PIPE_RULE.match(line.text):
            group.append(line)  # "|---|---|" belongs to the row that it rules off
            continue
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
                blocks[-1].end = line.end
            continue
        if is_furniture(line):
            flush()
            kind, numbering = "boilerplate", None
            group.append(line)
            continue
        found = read_numbering(line.text)
        if index in rows or _is_row(line, found):
            flush()
            kind, numbering = "table_row", None
            group.append(line)
            continue
        if group and found is not None and found.style == "bullet" and _breaks_years(group[-1], line):
            group.append(line)
            continue
        if group and found is not None and _wrapped_number(group[-1], line, found, width, indented=indented):
            found = None
        goes_on = group and found is None and continues(group[-1], line, width, indented=indented)
        goes_on = goes_on or (group and found is None and breaks_inside(group, line, width))
        if goes_on or (group and found is None and _title_of_part(group, line, numbering)):
            group.append(line)
            continue
        flush()
        numbering = found
        kind = _opening_kind(line, found)
        group.append(line)
    flush()
    for block in blocks:
        if len(block.text) != block.end - block.start:  # lines of marks came after it
            block.text = text[block.start : block.end]
    return _settle(blocks)


# A row of a table whose columns are aligned by blanks: three cells or more, and its neighbour is one too.
_CELLS = pattern(r"\S(?:\S|[^\S\n](?!\s\s))*+")


def _aligned_rows(lines: Sequence[Line], roles: Mapping[int, str]) -> frozenset[int]:
    """The lines of tables whose columns are kept apart by blanks alone."""
    shaped = [
        index not in roles and "   " in line.text and len(_CELLS.findall(line.text)) >= 3
        for index, line in enumerate(lines)
    ]
    found = set()
    for index, fits in enumerate(shaped):
        if fits and ((index and shaped[index - 1]) or (index + 1 < len(shaped) and shaped[index + 1])):
            found.add(index)
    return frozenset(found)


def _is_row(line: Line, numbering: Numbering | None) -> bool:
    """Whether tabs or bars divide a line into cells; a tab behind a bullet or a number only sets it off."""
    if line.text.count("|") >= 2:
        return True
    return "\t" in line.text[numbering.offset if numbering is not None else 0 :]


# A number belongs to the word at the end of the line before: "Đại hội Đảng bộ xã lần thứ⏎XXI."
_TAKES_NUMBER = pattern(r"(?:thứ|khóa|khoá|quý|số|năm|ngày|tháng|điều|khoản|điểm|mục)$", re.IGNORECASE)


_NEW_ITEM = pattern(rf"\d{{1,2}}(?:\.\s?|(?:\.\d{{1,2}}){{1,4}}\.?\s?)[{UPPER}]")


_YEAR_AHEAD = pattern(r"(?<!\d)(?:19|20)\d\d$")
_YEAR_BEHIND_DASH = pattern(r"[-–]\s?(?:19|20)\d\d(?!\d)")


def _breaks_years(previous: Line, line: Line) -> bool:
    """ "giai đoạn 2021⏎- 2025": a page broke inside a period, and the dash is no bullet."""
    return not line.gap and bool(_YEAR_BEHIND_DASH.match(line.text)) and bool(_YEAR_AHEAD.search(previous.text[-5:]))


def _wrapped_number(previous: Line, line: Line, numbering: Numbering, width: int | None, *, indented: bool) -> bool:
    """A line that only looks numbered because a page broke before a number ("năm⏎2005", "cao⏎15 m")."""
    if width is None or not continues(previous, line, width, indented=indented):
        return False
    if previous.text[-1] in ".;:!?":
        return False
    if _TAKES_NUMBER.search(previous.text[-12:]):
        return True
    if numbering.style == "bullet":
        return not (line.text[1:2] == " " and line.text[2:3].isupper())
    if numbering.style == "letter":
        return fills(previous, line, width) and line.text[numbering.offset : numbering.offset + 1].islower()
    return numbering.style in ("arabic", "decimal") and not _NEW_ITEM.match(line.text)


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
    if len(line.text) < 200 and line.text[0] in "BbHhẢảSsĐđ(" and _CAPTION.match(line.folded):
        return "caption"
    if numbering is None:
        return "paragraph"
    return "list_item" if numbering.style == "bullet" else "numbered"


_HEADING_MAX = 170
# "II. NGUYÊN NHÂN: Kết quả nêu trên bắt nguồn từ …": the title and its text in one paragraph.
_TITLE_RUN_IN = pattern(rf"[^:{LOWER}]{{4,80}}:\s++\S.{{25}}")
_ENDS_SENTENCE = pattern(r"[.;!?…][”\")]?$|/\.$")
_ABBREVIATED_END = pattern(r"v\.v\.$")


def _settle(blocks: list[RawBlock]) -> list[RawBlock]:
    """Decide which numbered blocks are headings, and which short lines are headings or captions."""
    result: list[RawBlock] = []
    items: dict[tuple[str, int], str] = {}
    body: RawBlock | None = None
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        previous = result[-1] if result else None
        torn = previous is not None and previous.kind == "boilerplate" and body is not None and _goes_on(body, block)
        if block.kind == "numbered" and block.numbering is not None:
            key = (block.numbering.style, block.numbering.depth)
            heading = not _is_torn(blocks, index) and _is_heading(block, items.get(key), following)
            if heading:
                items = {k: v for k, v in items.items() if k == key}
            items[key] = "heading" if heading else "list_item"
            block = _of_kind(block, items[key])
        elif block.kind == "paragraph" and torn and body is not None:
            block = _of_kind(block, body.kind)
        elif block.kind == "paragraph":
            block = _of_kind(block, _plain_kind(block, previous, following))
        if block.kind != "boilerplate":
            body = block
        result.append(block)
    return result


def _goes_on(first: RawBlock, second: RawBlock) -> bool:
    """Whether a page break tore one paragraph into two."""
    if first.text[-1] in _FINAL or first.kind not in ("list_item", "paragraph", "heading") or second.numbering:
        return False
    if first.kind == "heading" and (len(second.text) > 90 or second.text[-1] in _FINAL):
        return False
    return second.text[0].islower() or first.text[-1] in ",-" or second.text[0].isdigit()


def _is_torn(blocks: Sequence[RawBlock], index: int) -> bool:
    """Whether the rest of a block stands behind the page number below it."""
    later = index + 1
    while later < len(blocks) and blocks[later].kind == "boilerplate":
        later += 1
    if later in (index + 1, len(blocks)) or blocks[index].text.isupper():
        return False
    rest = blocks[later].text
    if not rest[0].islower() or blocks[index].text[-1] in _FINAL:
        return False
    return len(rest) > 90 or rest[-1] in _FINAL  # a short rest without an end mark is that of a heading


_FINAL = frozenset('.;:!?…”"')


def _of_kind(block: RawBlock, kind: str) -> RawBlock:
    if kind == block.kind:
        return block
    return RawBlock(block.start, block.end, block.text, kind, block.numbering, block.gap)


def _is_heading(block: RawBlock, sibling: str | None, following: RawBlock | None) -> bool:
    """`sibling` is the kind of the item before it in the same style, since the last heading above."""
    numbering = block.numbering
    if numbering is None:
        return False
    words = block.text[numbering.offset :].strip("*_# ")
    if numbering.style == "part" or numbering.style == "hash":
        return len(block.text) < 300
    if numbering.style in ("roman", "capital", "romandecimal"):
        if len(block.text) >= 260 or (_ENDS_SENTENCE.search(words) and len(words) > 90):
            return False
        return not (_TITLE_RUN_IN.match(words) and _ENDS_SENTENCE.search(words))
    if words.isupper() and len(words) < 260:
        return True
    if len(words) > _HEADING_MAX or (
        _ENDS_SENTENCE.search(words)
        and not (
            words.endswith(".") and len(words) < 80 and _is_short_title(words) and _opens(block, sibling, following)
        )
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
    if numbering.style in ("ordinal", "cardinal"):
        # "Thứ nhất, về kết quả" above its text; in a list the next item follows, or the sentence ends.
        return following is not None and (following.numbering is None or following.numbering.style != numbering.style)
    if words.endswith((",", " và", " của")):
        return False
    if words.endswith(":") and sibling == "list_item":
        return False
    if following is None:
        return len(words.split()) < 9 and not any(char.isdigit() for char in words)
    same = (
        following.numbering is not None
        and following.numbering.style == numbering.style
        and following.kind == "numbered"
        and following.numbering.depth == numbering.depth
    )
    return not (same and re.search(r"\d", words) and not re.search(r"(?:năm|quý|tháng)\s", fold(words)))


def _is_short_title(words: str) -> bool:
    """Whether words with a full stop can be a title: one clause, no figures."""
    return (len(words) < 45 and ":" not in words) or not re.search(r"[:;,\d]|\.\s", words)


def _opens(block: RawBlock, sibling: str | None, following: RawBlock | None) -> bool:
    """Whether a numbered line with a full stop stands above text of its own, and ends no list of such lines."""
    if following is None or block.numbering is None or following.kind in ("heading", "boilerplate", "signature"):
        return False
    if following.numbering is not None and following.numbering.style == block.numbering.style:
        return False
    return sibling != "list_item"


_HEADING_WORDS = pattern(
    r"kết quả|ưu điểm|hạn chế|tồn tại|khuyết điểm|nguyên nhân|phương hướng|nhiệm vụ|giải pháp|mục "
    r"tiêu|chỉ tiêu|kiến nghị|đề xuất|đánh giá|bài học|tình hình|công tác|về |khó khăn|thuận lợi|đặc "
    r"điểm|kinh nghiệm|phần "
)


_TABLE_TITLE = pattern(r"(?:biểu|bảng|phụ biểu)(?![^\W_])")
_IN_A_PHOTO = pattern(
    r"\((?:thứ \w++ )?(?:bên |từ |đứng |người |ngồi |hàng )?(?:phải|trái|giữa|đầu)(?: sang| qua)?[^()]{0,20}\)"
)


def _is_subhead(words: str) -> bool:
    """Whether a line can be a subheading of the press: short, and it names nobody, as captions do."""
    parts = words.split()
    return 2 <= len(parts) <= 11 and not any(part[0].isupper() for part in parts[1:] if part[0].isalpha())


def _is_body(block: RawBlock | None) -> bool:
    return block is not None and (_is_long(block) or block.kind == "list_item")


def _is_long(block: RawBlock | None) -> bool:
    return block is not None and block.kind == "paragraph" and len(block.text) > 110


def _plain_kind(block: RawBlock, previous: RawBlock | None, following: RawBlock | None) -> str:
    words = block.text
    if len(words) < 150 and _IN_A_PHOTO.search(words.lower()) and block.gap and (following is None or following.gap):
        return "caption"
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
    if _TABLE_TITLE.match(folded) and following is not None and following.kind == "table_row":
        return "caption"
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
    apart = block.gap > 0 and (following is None or (following.gap > 0 and following.kind != "boilerplate"))
    between = _is_long(previous) and _is_long(following)
    if len(words) < 130 and _CAPTION_LIKE.match(folded) and (apart or between):
        return "caption"
    if block.gap > 0 and _is_long(following) and following is not None and not following.gap and len(words) < 90:
        return "heading"
    if (
        following is not None
        and len(words) < 90
        and words[0].isupper()
        and _HEADING_WORDS.search(folded)
        and following.kind not in ("caption", "boilerplate")
    ):
        return "heading"
    if apart and _is_subhead(words) and _is_body(previous) and _is_body(following):
        return "heading"
    if apart and len(words) < 130 and len(words.split()) > 3 and not re.search(r"\d", words):
        return "caption"
    return "paragraph"
