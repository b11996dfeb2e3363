"""The audit: planted contradictions are found, with both places and the arithmetic; a clean text raises no alarm."""

from __future__ import annotations

import json
import pathlib
from decimal import Decimal

import pytest

import golden
import vnreport
from vnreport.facts.audit.written import Written, fits, percent, show, written
from vnreport.report import Report

ROWS = [json.loads(line) for line in (golden.CASES / "audit.jsonl").read_text("utf-8").splitlines()]
CORPORA = pathlib.Path(__file__).parents[1] / "corpora"


def _cases() -> list[object]:
    marks = [[pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else [] for row in ROWS]
    return [pytest.param(row, id=row["id"], marks=mark) for row, mark in zip(ROWS, marks, strict=True)]


def test_the_set_is_large_enough() -> None:
    planted = sum(bool(row["expect"]) for row in ROWS)
    assert planted >= 60
    assert len(ROWS) - planted >= 200


@pytest.mark.parametrize("row", _cases())
def test_contradictions(row: dict[str, object]) -> None:
    report = vnreport.analyze(str(row["text"]))
    assert [finding.kind for finding in report.findings] == row["expect"]
    if "told" in row:
        told = [[f.text, f.other and f.other.text, f.message, f.arithmetic] for f in report.findings]
        assert told == row["told"]
    for finding in report.findings:
        assert report.text[finding.start : finding.end] == finding.text
        assert finding.message
        assert finding.arithmetic
        if finding.kind == "date_after_report":
            assert finding.other is None
        else:
            assert finding.other is not None
            assert report.text[finding.other.start : finding.other.end] == finding.other.text


# `legacy/` holds the same reports in encodings older than Unicode.
TEXTS = [file for file in (*CORPORA.glob("*/*.txt"), *CORPORA.glob("*/*/*.txt")) if file.parent.name != "legacy"]


@pytest.mark.parametrize("file", sorted(TEXTS), ids=lambda f: f.stem)
def test_no_false_alarm_in_the_annotated_reports(file: pathlib.Path) -> None:
    assert vnreport.analyze(file.read_bytes().decode("utf-8")).findings == ()


def test_findings_survive_the_dict_and_decomposed_text() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Đã giải quyết 45/50 hồ sơ (80%).")
    report = vnreport.analyze(text)
    assert [finding.text for finding in report.findings] == ["80%"]
    assert report.findings[0].arithmetic == "45 / 50 = 90 %, not 80 %"
    assert Report.from_dict(report.to_dict()) == report


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12 xã", "12", "12"),  # a count is exact
        ("12 cái", "12", "12"),
        ("1.234 hộ", "1234", "1234"),
        ("5%", "4.5", "5.5"),  # what is measured is rounded to its last digit
        ("58.3%", "58.25", "58.35"),
        ("80.285%", "80.2845", "80.2855"),
        ("12,50%", "12.495", "12.505"),
        ("12,5 người", "12.45", "12.55"),
        ("12 ha", "11.5", "12.5"),
        ("3 tấn", "2.5", "3.5"),
        ("4 km", "3.5", "4.5"),
        ("900 đồng", "899.5", "900.5"),
        ("412", "411.5", "412.5"),
        ("1,2 tỷ đồng", "1150000000", "1250000000"),
        ("30 nghìn tỷ đồng", "29500000000000", "30500000000000"),
        ("2 tỷ 560 triệu đồng", "2559500000", "2560500000"),  # exact to the smaller unit
        ("0%", "-0.5", "0.5"),
        ("0 ca", "-0.5", "0.5"),
    ],
)
def test_a_number_is_as_exact_as_it_is_written(text: str, low: str, high: str) -> None:
    number = written(vnreport.parse_quantity(text))
    assert number is not None
    assert (number.low, number.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["khoảng 12 xã", "ít nhất 5%", "5 - 7 xã", "mười hai xã", "hai phần ba"])
def test_a_bound_an_estimate_a_range_and_words_are_not_exact(text: str) -> None:
    assert written(vnreport.parse_quantity(text)) is None


@pytest.mark.parametrize(
    ("part", "whole", "claimed", "right"),
    [
        ("45 hồ sơ", "50 hồ sơ", "90%", True),
        ("45 hồ sơ", "50 hồ sơ", "91%", False),
        ("45 hồ sơ", "50 hồ sơ", "89%", False),
        ("2 hộ", "3 hộ", "66,6%", True),  # cut off
        ("2 hộ", "3 hộ", "66,7%", True),  # rounded
        ("2 hộ", "3 hộ", "66,8%", False),
        ("2 hộ", "3 hộ", "66,5%", False),
        ("1,2 tỷ đồng", "2,4 tỷ đồng", "53%", True),  # 1,15 to 1,25 of 2,35 to 2,45
        ("1,2 tỷ đồng", "2,4 tỷ đồng", "55%", False),
        ("1,2 tỷ đồng", "2,4 tỷ đồng", "45%", False),
    ],
)
def test_a_percentage_fits_what_two_numbers_as_written_can_come_to(
    part: str, whole: str, claimed: str, right: bool
) -> None:
    of, to, share = (written(vnreport.parse_quantity(text)) for text in (part, whole, claimed))
    assert of is not None
    assert to is not None
    assert share is not None
    bounds = percent(of, to)
    assert bounds is not None
    assert fits(share, bounds) is right


def test_of_nothing_there_is_no_percentage() -> None:
    nothing, one = Written(Decimal(0), Decimal(0)), Written(Decimal(1), Decimal(0))
    assert percent(one, nothing) is None
    assert percent(nothing, one) == (0, 0)
    assert percent(Written(Decimal(0), Decimal(1)), one) is None
    assert percent(one, Written(Decimal(1), Decimal(2))) is None
    assert [show(Decimal(number)) for number in ("0", "48600000000", "12.345", "0.1", "90.0")] == [
        "0", "48600000000", "12.34", "0.1", "90",
    ]  # fmt: skip
