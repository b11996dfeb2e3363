"""One value in one string, or the reason why not."""

from __future__ import annotations

import datetime
import pickle
from decimal import Decimal

import pytest

import vnreport
from vnreport.entities.numbers import ordinal_value


@pytest.mark.parametrize(("string", "day"), [
    ("12/12/2013", (2013, 12, 12)), ("ngày 28 tháng 11 năm 2024", (2024, 11, 28)), ("7-4-2015", (2015, 4, 7)),
    (" 31.12.2010 ", (2010, 12, 31)), ("ngày 01 /07/2022", (2022, 7, 1)), ("mồng 3 tháng 2 năm 1930", (1930, 2, 3)),
    ("2013-12-12", (2013, 12, 12)), ("15/6/92", (1992, 6, 15)), ("ngày 5 tháng Giêng năm 1990", (1990, 1, 5)),
    ("12 tháng 8 năm 1996", (1996, 8, 12)), ("29/02/2024", (2024, 2, 29)),
])  # fmt: skip
def test_dates(string: str, day: tuple[int, int, int]) -> None:
    assert vnreport.parse_date(string) == datetime.date(*day)


@pytest.mark.parametrize(("string", "reason"), [
    ("31/02/2020", "no day of the calendar"), ("29/02/2023", "no day of the calendar"), ("ngày 15/6", "year open"),
    ("tháng 6/2021", "is no date"), ("ngày 12/12/2013 và", "is no date"), ("", "is no date"), ("hôm nay", "is no date"),
])  # fmt: skip
def test_what_is_no_date_says_why(string: str, reason: str) -> None:
    with pytest.raises(vnreport.ParseError, match=reason):
        vnreport.parse_date(string)


@pytest.mark.parametrize(("string", "value"), [
    ("1.234,5", "1234.5"), ("12.5", "12.5"), ("0.0331", "0.0331"), ("1.234", "1234"), ("1,234,567", "1234567"),
    ("02", "2"), ("1 234 567", "1234567"), ("1,2 tỷ", "1200000000"), ("5 tỷ 320 triệu", "5320000000"),
    ("2 triệu rưỡi", "2500000"), ("30 nghìn tỷ", "30000000000000"), ("hai mươi mốt", "21"), (" mười lăm ", "15"),
])  # fmt: skip
def test_numbers(string: str, value: str) -> None:
    assert vnreport.parse_number(string) == Decimal(value)


@pytest.mark.parametrize("string", ["", "abc", "12 13", "12 xã", "hai phần ba", "mười năm nữa", "1.2.3"])
def test_what_is_no_number_is_refused(string: str) -> None:
    with pytest.raises(vnreport.ParseError, match="is no number"):
        vnreport.parse_number(string)


@pytest.mark.parametrize(("string", "span", "fields"), [
    ("hơn 1,2 tỷ đồng", "1,2 tỷ đồng", {"value": 1200000000, "unit": "đồng", "comparator": ">"}),
    ("5/7 xã", "5/7 xã", {"value": 5, "of": 7, "unit": "xã"}),
    ("85 - 90%", "85 - 90%", {"low": 85, "high": 90, "unit": "%"}),
    ("từ 400 đoàn viên trở lên", "400 đoàn viên", {"value": 400, "comparator": ">="}),
    ("ít nhất từ 400 trở lên đoàn viên", "400 trở lên đoàn viên", {"value": 400, "comparator": ">="}),
    ("60 tạ/ha", "60 tạ/ha", {"value": 60, "unit": "tạ/ha"}),
    ("mười hai công nhân", "mười hai công nhân", {"value": 12, "unit": "công nhân"}),
    ("hai phần ba", "hai phần ba", {"value": 2, "of": 3, "unit": None}),
    ("gấp đôi", "gấp đôi", {"value": 2, "dimension": "multiple"}),
])  # fmt: skip
def test_quantities(string: str, span: str, fields: dict[str, object]) -> None:
    quantity = vnreport.parse_quantity(string)
    assert string[quantity.start : quantity.end] == quantity.text == span
    assert {name: getattr(quantity, name) for name in fields} == fields


@pytest.mark.parametrize("string", ["", "30 ngày", "12 xã và 5 thôn", "1. Kết quả", "trên đường", "lớp 11", "Hà Nội"])
def test_what_is_no_quantity_is_refused(string: str) -> None:
    with pytest.raises(vnreport.ParseError, match="is no quantity"):
        vnreport.parse_quantity(string)


def test_a_decomposed_string_keeps_its_offsets() -> None:
    string = "ít nhất 400 đoàn viên"
    quantity = vnreport.parse_quantity(string)
    assert string[quantity.start : quantity.end] == quantity.text
    assert (quantity.value, quantity.comparator) == (400, ">=")


@pytest.mark.parametrize("parse", [vnreport.parse_date, vnreport.parse_number, vnreport.parse_quantity])
def test_only_strings_are_parsed(parse: object) -> None:
    with pytest.raises(TypeError, match="wants a str"):
        parse(12)  # type: ignore[operator]


def test_the_error_survives_a_worker() -> None:
    with pytest.raises(vnreport.ParseError) as caught:
        vnreport.parse_date("x" * 500)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert len(str(again)) < 200


@pytest.mark.parametrize(("written", "value"), [
    ("nhất", 1), ("hai", 2), ("ba", 3), ("bốn", 4), ("tư", 4), ("năm", 5), ("sáu", 6), ("bảy", 7), ("tám", 8),
    ("chín", 9), ("mười", 10), ("mười một", None), ("mười hai", 12), ("15", 15), ("i", 1), ("iv", 4), ("vi", 6),
    ("ix", 9), ("xiv", 14), ("xix", 19), ("xl", 40), ("lx", 60), ("", None), ("xa", None), ("hai trăm", None),
])  # fmt: skip
def test_ordinals(written: str, value: int | None) -> None:
    assert ordinal_value(written) == value
