"""The indicators of a report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vnreport.io.page import MIN_WIDTH, Column, clean, joined, plain, table

_TABLE = ("indicator", "target", "result", "completion", "change", "period", "assessment", "place")


def table_of_indicators(rows: Sequence[Mapping[str, Any]], *, width: int = 120) -> str:
    """Rows of `Report.indicators_table()` as lines of at most `width` columns; `place` is the offset in the source.

    >>> import vnreport
    >>> print(table_of_indicators(vnreport.analyze("Kết nạp 422 đoàn viên, vượt chỉ tiêu 400.").indicators_table()))
      indicator  target  result         assessment  place
      Kết nạp    400     422 đoàn viên  exceeded        8
    """
    if not rows:
        return "No indicators."
    cap = max(10, width // 7)
    columns = [
        Column(name, None if name == "indicator" else 10 if name in ("assessment", "place") else cap, name == "place")
        for name in _TABLE
    ]
    shown = [[clean(str(row.get(name, "") or "")) for name in _TABLE[:-1]] + [str(row["start"])] for row in rows]
    return "\n".join(joined(table(columns, shown, max(MIN_WIDTH, width), plain)))
