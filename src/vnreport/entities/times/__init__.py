"""Times: dates, months, quarters, halves, years, terms, school years, periods, durations and relative times.

What is read here is a draft: an expression with the parts that it says. A part that it leaves open (the year of
"ngày 15/6") is completed in `facts/temporal.py` from the report; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Callable

from vnreport.entities.number_words import SCALES, UNITS
from vnreport.entities.times.dates import find_blank, find_lone_year, find_numeric, find_point
from vnreport.entities.times.drafts import Draft, Partial, as_time
from vnreport.entities.times.durations import find_clock, find_duration, find_recurring
from vnreport.entities.times.periods import find_bare_period, find_decade, find_period, find_range
from vnreport.entities.times.relative import find_relative
from vnreport.lexicon import load_table
from vnreport.text.engine import Rule, crossed, heads

__all__ = ["Draft", "Partial", "as_time", "rules"]

_COUNTS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_PARTS = ("đầu", "giữa", "cuối")
_PERIODS = ("nhiệm kỳ", "giai đoạn", "thời kỳ", "niên học", "niên khóa", "các năm", "những năm")
_DECADES = ("thập kỷ", "thập niên", "thế kỷ", "những năm", "các năm")
_FROM = ("nay", "giờ", "khi", "ngày", "mồng", "mùng", "hôm", "tháng", "quý", "năm", "khoảng",
         "nửa", "nữa", *_PARTS, *_COUNTS, *"0123456789")  # fmt: skip
_MARKS = ("/", ".", "-")
_LENGTHS = ("năm", "tháng", "tuần", "ngày", "giờ", "tiếng", "phút", "quý", "thập", "nhiệm", "đến", "-", ",")
_NUMBERS_GO_ON = ("hoặc", "phẩy", "mười", "mươi", "trăm", "linh", "lẻ", "rưỡi", *UNITS, *SCALES)


def rules() -> list[Rule[Draft]]:
    """The rules of this family, in the order in which they are tried."""
    halves = crossed(("nửa", "nữa"), _PARTS)
    said = [row["phrase"] for row in load_table("relative_times", "phrase", "resolves", "source")]
    families: list[tuple[str, frozenset[str], Callable[[str, str, int], tuple[list[Draft], int] | None]]] = [
        ("time.clock", heads(("0 giờ", "0 h", "0 g", "0 :", "lúc", "hồi")), find_clock),
        ("time.range", heads(("kể từ",)) | crossed(("từ",), _FROM), find_range),
        (
            "time.period",
            heads(("năm", *_PERIODS)) | crossed((*_PARTS, "nửa", "nữa"), ("năm", *_PERIODS)) | halves,
            find_period,
        ),
        ("time.bare_period", crossed(("0", *_COUNTS), ("năm", "/", "-", "một")), find_bare_period),
        (
            "time.relative",
            heads(said) | crossed(_PARTS, ("năm", "nhiệm", "giai", "quý", "tháng")),
            find_relative,
        ),
        ("time.decade", heads(_DECADES) | crossed(_PARTS, _DECADES) | halves, find_decade),
        ("time.blank", heads(("ngày", "tháng")), find_blank),
        (
            "time.point",
            heads(("ngày", "mồng", "mùng", "hôm", "tháng", "quý", "năm"))
            | crossed((*_PARTS, "khoảng"), ("tháng", "quý", "năm"))
            | crossed(("0", *_COUNTS), ("tháng", "ngày", "một"))
            | crossed(("0",), _MARKS)
            | halves,
            find_point,
        ),
        ("time.recurring", heads(("ngày", "mồng", "mùng")), find_recurring),
        ("time.numeric", crossed(("0",), _MARKS), find_numeric),
        (
            "time.duration",
            crossed(("0", *_COUNTS, "nửa", "nữa"), (*_LENGTHS, "thế", ".")) | crossed(_COUNTS, _NUMBERS_GO_ON),
            find_duration,
        ),
        ("time.lone_year", heads(("0",)), find_lone_year),
    ]
    return [Rule(*family) for family in families]
