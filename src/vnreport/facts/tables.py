"""Tables in the text: the role of a number from its column, its subject from its row, its time from the column's head.

A table is a run of rows with TAB or pipe cells. Its head are the rows before the first that holds numbers of its own,
years and the numbers of columns set aside ("Chỉ tiêu | ĐVT | KH 2024 | TH 2024 | Tỷ lệ %").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vnreport.entities.models import Quantity, Time
from vnreport.facts.material import Material
from vnreport.records import record, replace
from vnreport.structure.models import Block
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

# What a column holds, by the words of its head; the first that fits decides.
_COLUMNS = (
    ("none", pattern(r"^(?:s?tt|số tt|đvt|đơn vị(?: tính)?|ghi chú|mã(?: số)?|người thực hiện|thời gian)$")),
    (
        "completion",
        pattern(
            r"(?:th|thực hiện|ước th|đạt|kết quả)\s?/\s?(?:kh|kế hoạch|dự toán|dt)|(?:so|%|với|tỷ lệ|đạt).{0,14}"
            r"(?:kh|kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)(?![^\W\d_])|(?:kh|kế hoạch|dự toán)\s?\(?%|"
            r"mức độ hoàn thành|hoàn thành\s?\(?%|% (?:hoàn thành|đạt)|đạt\s?\(?%|đạt tỷ lệ|^% ?th"
        ),
    ),
    (
        "change",
        pattern(r"tăng|giảm|so sánh|chênh lệch|\+/-|\(\+|so (?:với )?(?:cùng kỳ|ck|năm|(?:19|20)\d\d)|tốc độ|th/ck"),
    ),
    ("share", pattern(r"tỷ lệ|tỷ trọng|cơ cấu|^%|%\)?$")),
    ("baseline", pattern(r"cùng kỳ|năm trước|kỳ trước|quý trước|tháng trước|^ck(?![^\W\d_])|đầu kỳ|đầu năm")),
    ("target", pattern(r"kế hoạch|^kh(?![^\W\d_])|chỉ tiêu|mục tiêu|phấn đấu|dự toán|được giao|nghị quyết|^nq")),
    ("result", pattern(r"thực hiện|^th(?![^\W\d_])|kết quả|đạt|ước|kỳ báo cáo|lũy kế|số lượng|tổng")),
)
_LABEL = pattern(
    r"^(?:chỉ tiêu(?: chủ yếu)?|các chỉ tiêu|nội dung|tên.{0,20}|danh mục|nhiệm vụ|lĩnh vực|tiêu chí|hạng mục)$"
)
_NUMERIC = pattern(r"[-+−(]?\s?\d[\d.,\s]{0,20}\s?(?:%|\))?(?:\s?[-/]\s?\d[\d.,]{0,14}%?)?")
# How many rows the head of a table may have; rows of words that go on longer are another table.
_HEAD_ROWS = 8
# The blank cells that a row may begin with.
_INDENT = 40
_YEAR = pattern(r"(?:19|20)\d\d")
_RULE = pattern(r"[\s|:\-—=+]{3,}+")
# A row of what went wrong: its result is a shortfall.
_WRONG = pattern(r"(?:quá hạn|trễ hạn|chậm tiến độ|tồn đọng|chưa|không đạt)(?![^\W\d_])")


@record
class Cell:
    """What a table says of one of its numbers; the numbers of its head have no role."""

    role: str
    subject: Span | None
    time: Time | None
    direction: str | None
    estimated: bool = False


@record
class _Column:
    role: str
    time: Time | None
    estimated: bool = False


_Cells = list[tuple[int, str]]


def read_tables(material: Material, quantities: Sequence[Quantity]) -> dict[int, Cell]:
    """Index of a quantity in a table row to what the table says of it."""
    starts = {quantity.start: index for index, quantity in enumerate(quantities)}
    found: dict[int, Cell] = {}
    for rows in _runs(material):
        head: list[_Cells] = []
        body: list[_Cells] = []
        for cells in rows:
            (body if body or _has_numbers(cells) else head).append(cells)
        if not head or not body:
            continue
        for cells in head:
            for start, words in cells:
                for place in range(start, start + len(words)):
                    if place in starts:
                        found[starts[place]] = Cell("none", None, None, None)
        columns = _columns(head[-_HEAD_ROWS:], material)
        for cells in body:
            if not _is_numbering(cells):
                found.update(_row(cells, columns, starts))
    return found


def _runs(material: Material) -> Iterator[list[_Cells]]:
    """The cells of neighbouring rows."""
    run: list[_Cells] = []
    for block in material.blocks:
        if block.kind == "table_row":
            run.extend(_cells(material.text, block))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cells(text: str, block: Block) -> Iterator[_Cells]:
    """The rows of a block, for a rule of dashes may have joined two; each cell with its place.

    A block begins at its first letter: the blank cells before it stand between that and the beginning of the line.
    """
    position = text.rfind("\n", max(0, block.start - _INDENT), block.start) + 1
    if position == 0 or text[position : block.start].strip():
        position = block.start
    for line in text[position : block.end].splitlines(keepends=True):
        if not _RULE.fullmatch(line):
            cells, place = [], position
            pieces = re.split(r"(\t|\|)", line)
            for piece in pieces:
                if piece not in ("\t", "|"):
                    cells.append((place + len(piece) - len(piece.lstrip()), piece.strip()))
                place += len(piece)
            if line.lstrip().startswith("|"):
                cells = cells[1:]
            if len(cells) > 1 and not cells[-1][1]:
                cells = cells[:-1]
            yield cells
        position += len(line)


# A head of more rows than this is none: the table holds words.
_HEAD_ROWS = 3
# What keeps the cells of a row apart: a tab, a bar, or blanks alone.
_GAP = pattern(r"[\t|]| {3,40}")


def head_rows(blocks: Sequence[Block]) -> int:
    """How many rows of a table, given as neighbouring blocks, are its head.

    A rule ends it ("|---|---|"), or the first row that holds numbers of its own. In a table of words it is the first
    row, and a table of one row has none.
    """
    for index, block in enumerate(blocks[: _HEAD_ROWS + 1]):
        if any(_RULE.fullmatch(line) for line in block.text.splitlines()):
            return index + 1 if index + 1 < len(blocks) else 0
        if any(_has_numbers([(0, cell.strip()) for cell in _GAP.split(line)]) for line in block.text.splitlines()):
            return index
    return min(1, len(blocks) - 1)


def _has_numbers(cells: _Cells) -> bool:
    """Whether a row holds numbers of its own, behind a cell of words."""
    worded = False
    for _, words in cells:
        if _NUMERIC.fullmatch(words) and not _YEAR.fullmatch(words):
            if worded:
                return True
        elif re.search(r"[^\W\d_]{2}", words):
            worded = True
    return False


def _is_numbering(cells: _Cells) -> bool:
    """ "(1) (2) (3)", "A B 1 2 3=2/1": the numbers of the columns."""
    shown = [words for _, words in cells if words]
    return len(shown) > 2 and all(re.fullmatch(r"\(?[\dA-Z]{1,2}\)?(?:\s?=.{1,12})?", words) for words in shown)


def _columns(head: Sequence[_Cells], material: Material) -> list[_Column]:
    width = max(len(cells) for cells in head)
    columns: list[_Column] = []
    rows = [_spread(row, head[index + 1 :]) for index, row in enumerate(head)]
    for place in range(width):
        cells = [row[place] for row in rows if place < len(row)]
        words = " ".join(" ".join(fold(text).split()) for _, text in cells).strip()
        time = next((found for start, text in cells if (found := _time_in(material, start, text)) is not None), None)
        columns.append(_Column(_role_of(words, time), time))
    if not any(column.role == "target" for column in columns):
        # Without a plan a percentage is the thing itself.
        columns = [_Column("result", c.time) if c.role == "share" else c for c in columns]
    columns = [_Column("completion", c.time) if c.role == "share" else c for c in columns]
    estimated = [
        bool(_ESTIMATE.search(" ".join(fold(row[n][1]) for row in rows if n < len(row)))) for n in range(width)
    ]
    return [replace(column, estimated=own) for column, own in zip(_dated(columns), estimated, strict=True)]


# "Ước TH cả năm": the column is reckoned before the year is over.
_ESTIMATE = pattern(r"(?<![^\W_])(?:ước|dự ước|dự kiến)(?![^\W_])")


def _spread(row: _Cells, below: Sequence[_Cells]) -> _Cells:
    """A row of the head with each cell repeated over the blank ones that it spans, where heads stand below them."""
    if not below:
        return row
    spread: _Cells = []
    for place in range(max(len(row), len(below[0]))):
        own = row[place] if place < len(row) else (0, "")
        under = below[0][place][1] if place < len(below[0]) else ""
        spread.append(spread[-1] if not own[1] and under and spread else own)
    return spread


def _time_in(material: Material, start: int, text: str) -> Time | None:
    """The first time with a day that stands in a cell."""
    inside = material.times_between(start, start + max(1, len(text)))
    return next((time for time in inside if time.first_day is not None), None)


def _role_of(words: str, time: Time | None) -> str:
    if not words or _LABEL.fullmatch(words):
        return "none"
    role = next((name for name, pattern in _COLUMNS if pattern.search(words)), None)
    return role or ("dated" if time is not None else "result")


# What is told of the newest time; a time that one of these names is what it is compared with.
_OF_NEWEST = frozenset(("result", "change", "completion"))


def _dated(columns: Sequence[_Column]) -> list[_Column]:
    """Of columns that only say a time the last is the result, the others are what it is compared with."""
    told = [column for column in columns if column.role in ("dated", "result")]
    days = [c.time.first_day for c in told if c.time is not None and c.time.first_day is not None]
    latest = max(days, default=None)
    newest = next((c.time for c in told if c.time and latest is not None and c.time.first_day == latest), None)
    result: list[_Column] = []
    for column in columns:
        day = None if column.time is None else column.time.first_day
        if column.role == "dated":
            result.append(_Column("result" if day == latest else "baseline", column.time))
        elif (
            column.role in _OF_NEWEST and newest is not None and (column.time is None or column.time.role == "baseline")
        ):
            result.append(_Column(column.role, newest))
        else:
            result.append(column)
    return result


def _row(cells: _Cells, columns: Sequence[_Column], starts: dict[int, int]) -> Iterator[tuple[int, Cell]]:
    subject = _subject(cells)
    wrong = subject is not None and _WRONG.search(fold(subject.text)) is not None
    for place, (start, words) in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        index = next((starts[s] for s in range(start, start + 3) if s in starts and s < start + len(words)), None)
        if index is None or column is None or column.role == "none" or not _NUMERIC.match(words):
            continue
        role = "shortfall" if wrong and column.role == "result" else column.role
        direction = None
        if role == "change":
            direction = "down" if words.startswith(("-", "−")) else "up"
        estimated = column.estimated and role in ("result", "completion", "change", "shortfall")
        yield index, Cell(role, subject, column.time, direction, estimated)


def _subject(cells: _Cells) -> Span | None:
    """The first cell of words: the name of the row."""
    for start, words in cells:
        if re.search(r"[^\W\d_]{2}", words) and not _NUMERIC.fullmatch(words):
            return Span(start, start + len(words), words)
    return None
