"""Tables in the text: the role of a number from its column, its subject from its row, its time from the column's head.

A table is a run of rows with TAB or pipe cells; the first row without numbers in its own right is the head
("Chỉ tiêu | ĐVT | Kế hoạch năm | Thực hiện | Tỷ lệ %").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vnreport.entities.models import Quantity, Time
from vnreport.facts.material import Material
from vnreport.structure.models import Block
from vnreport.text.normalize import fold
from vnreport.text.spans import Span

_COLUMNS = (
    (
        "completion",
        re.compile(
            r"tỷ lệ|tỉ lệ|% ?(?:so với )?(?:kh|kế hoạch)|so (?:với )?(?:kh|kế hoạch)|đạt \(?%|hoàn thành|th/kh|%$"
        ),
    ),
    ("change", re.compile(r"tăng|giảm|so sánh|chênh lệch|so (?:với )?cùng kỳ|tốc độ")),
    ("target", re.compile(r"kế hoạch|^kh\b|chỉ tiêu giao|mục tiêu|phấn đấu|dự toán|được giao|nghị quyết")),
    ("baseline", re.compile(r"cùng kỳ|năm trước|kỳ trước|quý trước")),
    ("result", re.compile(r"thực hiện|^th\b|kết quả|đạt được|ước|kỳ báo cáo|lũy kế")),
)
_LABEL_COLUMN = re.compile(r"^(?:tt|stt|số tt|chỉ tiêu|nội dung|tên|danh mục|đơn vị|đvt|đơn vị tính|ghi chú)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says of one of its numbers."""

    role: str
    subject: Span | None
    time: Time | None
    direction: str | None


def _cells(block: Block) -> list[tuple[int, str]]:
    cells, position = [], block.start
    for piece in re.split(r"(\t|\|)", block.text):
        if piece not in ("\t", "|"):
            stripped = piece.strip()
            lead = len(piece) - len(piece.lstrip())
            cells.append((position + lead, stripped))
        position += len(piece)
    if block.text.startswith("|"):
        cells = cells[1:]
    return cells


def read_tables(material: Material, quantities: Sequence[Quantity]) -> dict[int, Cell]:
    """Index of a quantity in a table row to what the table says of it."""
    by_start = {quantity.start: index for index, quantity in enumerate(quantities)}
    found: dict[int, Cell] = {}
    head: list[tuple[int, str]] = []
    for block in material.blocks:
        if block.kind != "table_row":
            head = []
            continue
        cells = _cells(block)
        if not head:
            head = cells
            continue
        subject = _subject(cells, head)
        columns = _column_roles(head, material.times)
        for place, (start, words) in enumerate(cells):
            column = columns[place] if place < len(columns) else None
            index = next(
                (by_start[s] for s in range(start, start + 3) if s in by_start and s < start + len(words)), None
            )
            if index is None or column is None:
                continue
            role, time = column
            direction = None
            if role == "change":
                direction = "down" if words.startswith(("-", "−")) else "up"
            found[index] = Cell(role, subject, time, direction)
    return found


def _subject(cells: Sequence[tuple[int, str]], head: Sequence[tuple[int, str]]) -> Span | None:
    for start, words in cells:
        if len(words) > 2 and not re.match(r"[\d.,\s%+-]+$", words):
            return Span(start, start + len(words), words)
    return None


def _column_roles(head: Sequence[tuple[int, str]], times: Sequence[Time]) -> list[tuple[str, Time | None] | None]:
    roles: list[tuple[str, Time | None] | None] = []
    dated: list[tuple[int, Time]] = []
    for place, (start, words) in enumerate(head):
        folded = fold(words)
        time = next(
            (t for t in times if start <= t.start < start + max(1, len(words)) and t.first_day is not None), None
        )
        role = next((name for name, pattern in _COLUMNS if pattern.search(folded)), None)
        if (_LABEL_COLUMN.match(folded) and role not in ("target",)) or folded in ("chỉ tiêu", ""):
            roles.append(None)
            continue
        if role is None and time is not None:
            dated.append((place, time))
            role = "result"
        roles.append((role or "result", time))
    if len(dated) > 1:
        latest = max(dated, key=lambda item: item[1].first_day)  # type: ignore[arg-type, return-value]
        for place, time in dated:
            if place != latest[0]:
                roles[place] = ("baseline", time)
        for place, column in enumerate(roles):
            if column is not None and column[1] is None:
                roles[place] = (column[0], latest[1])
    return roles
