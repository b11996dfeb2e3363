"""Times: dates, months, quarters, halves, years, terms, school years, periods, durations and relative times.

What is read here is a draft: an expression with the parts that it says. A part that it leaves open (the year of
"ngày 15/6") is completed in `facts/temporal.py` from the report; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Callable

from vnreport.entities.times.dates import find_blank, find_lone_year, find_numeric, find_point
from vnreport.entities.times.drafts import Draft, Partial, as_time
from vnreport.entities.times.durations import find_clock, find_duration, find_recurring
from vnreport.entities.times.periods import find_bare_period, find_decade, find_period, find_range
from vnreport.entities.times.relative import find_relative
from vnreport.lexicon import load_table
from vnreport.text.engine import DIGIT, Rule, first_syllables

__all__ = ["Draft", "Partial", "as_time", "rules"]

_NUMBER_HEADS = frozenset((DIGIT, "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))


def rules() -> list[Rule[Draft]]:
    """The rules of this family, in the order in which they are tried."""
    points = frozenset(
        ("ngày", "mồng", "mùng", "hôm", "tháng", "quý", "quí", "năm", "nửa", "nữa", "đầu", "giữa", "cuối", "khoảng")
    )
    periods = frozenset(("nhiệm", "giai", "thời", "niên", "năm", "nửa", "nữa", "giữa", "đầu", "cuối", "các", "những"))
    relative = first_syllables(row["phrase"] for row in load_table("relative_times", "phrase", "resolves", "source"))
    relative |= {"đầu", "giữa", "cuối"}
    families: list[tuple[str, frozenset[str], Callable[[str, str, int], tuple[list[Draft], int] | None]]] = [
        ("time.clock", frozenset((DIGIT, "lúc", "hồi")), find_clock),
        ("time.range", frozenset(("từ", "kể")), find_range),
        ("time.period", periods, find_period),
        ("time.bare_period", _NUMBER_HEADS, find_bare_period),
        ("time.relative", relative, find_relative),
        ("time.decade", frozenset(("thập", "những", "các", "thế", "đầu", "giữa", "cuối", "nửa")), find_decade),
        ("time.blank", frozenset(("ngày", "tháng")), find_blank),
        ("time.point", points | _NUMBER_HEADS, find_point),
        ("time.recurring", frozenset(("ngày", "mồng", "mùng")), find_recurring),
        ("time.numeric", frozenset((DIGIT,)), find_numeric),
        ("time.duration", _NUMBER_HEADS | {"nửa", "nữa"}, find_duration),
        ("time.lone_year", frozenset((DIGIT,)), find_lone_year),
    ]
    return [Rule(name, heads, find) for name, heads, find in families]
