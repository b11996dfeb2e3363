"""Every fixed value of a time is an expression of the Extended Date/Time Format, and says the same days."""

from __future__ import annotations

import calendar
import datetime
import pathlib
import time

import pytest
from edtf import parse_edtf

import golden
import vnreport
from vnreport.entities.models import Time

REPORTS = sorted((pathlib.Path(__file__).parents[1] / "corpora").glob("*/*.txt"))
# Seasons of level 2: quarters are 33-36, halves of the year 40 and 41; the library knows them but gives them no days.
_SEASONS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}


def days_of(expression: str) -> tuple[datetime.date, datetime.date | None]:
    """First and last day that an expression says, by the library; None for an open end."""
    if "/" not in expression and "-" in expression and int(expression.split("-")[1]) in _SEASONS:
        assert str(parse_edtf(expression)) == expression
        first, last = _SEASONS[int(expression.split("-")[1])]
        year = int(expression.split("-")[0])
        return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])
    parsed = parse_edtf(expression)
    assert str(parsed) == expression
    first_day = _date(parsed.lower_strict())
    if expression.endswith("/.."):
        return first_day, None
    return first_day, _date(parsed.upper_strict())


def _date(moment: time.struct_time) -> datetime.date:
    return datetime.date(moment.tm_year, moment.tm_mon, moment.tm_mday)


def check(found: Time) -> None:
    if found.edtf is None:
        assert found.first_day is None, found
        return
    first, last = days_of(found.edtf)
    if found.type == "school_year":
        assert (first.year, last and last.year) == (
            found.first_day and found.first_day.year,
            found.last_day and found.last_day.year,
        )
    else:
        assert (first, last) == (found.first_day, found.last_day), found


@pytest.mark.parametrize(
    "case", [c for c in golden.load(golden.CASES / "times.jsonl") if not c.xfail], ids=lambda c: c.id
)
def test_the_edtf_of_every_case_says_its_days(case: golden.Case) -> None:
    for found in vnreport.find_times(case.text, report_date=case.report_date):
        check(found)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_edtf_of_every_written_report_says_its_days(path: pathlib.Path) -> None:
    for found in vnreport.analyze(path.read_text("utf-8")).times:
        check(found)


@pytest.mark.parametrize(("text", "edtf"), [
    ("ngày 12/12/2013", "2013-12-12"), ("tháng 3.2026", "2026-03"), ("quý II/2021", "2021-34"), ("năm 2025", "2025"),
    ("6 tháng đầu năm 2022", "2022-40"), ("6 tháng cuối năm 2022", "2022-41"), ("9 tháng năm 2023", "2023-01/2023-09"),
    ("nhiệm kỳ 2017- 2022", "2017/2022"), ("năm học 2021 - 2022", "2021/2022"), ("từ năm 2018 đến nay", "2018/.."),
    ("từ tháng 5/2018 đến nay", "2018-05/.."), ("những năm 1990", "199X"), ("thế kỷ XX", "1901/2000"),
    ("từ ngày 01/01 đến 30/6/2021", "2021-01-01/2021-06-30"),
    ("từ quý I/2020 đến quý II/2021", "2020-01-01/2021-06-30"),
])  # fmt: skip
def test_the_expression_of_each_type(text: str, edtf: str) -> None:
    (found,) = vnreport.find_times(text)
    assert found.edtf == edtf
    check(found)
