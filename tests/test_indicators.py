"""Indicators: what is measured, links, verdicts and edges; tables; targets followed; plain rows."""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import replace
from typing import Any

import pytest

import golden
import vnreport
from vnreport import Analyzer
from vnreport.facts.links import content_words, same_unit
from vnreport.facts.models import Indicator
from vnreport.facts.overview import COLUMNS, FollowedTarget, reached_share
from vnreport.lexicon import load_table, split_cell
from vnreport.text.normalize import fold

ROWS = [json.loads(line) for line in (golden.CASES / "indicators.jsonl").read_text("utf-8").splitlines()]
_MARK = re.compile(r"⟦([^⟧]+)⟧")


def _shown(report: vnreport.Report, indicator: Indicator, name: str) -> Any:
    """A field of an indicator as the table writes it."""
    value = getattr(indicator, name)
    if name == "rule":
        return value.removeprefix("indicator.")
    if name == "related":
        return [[edge.kind, report.indicators[edge.indicator].text] for edge in value]
    return value.text if hasattr(value, "text") else value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_indicators(row: dict[str, Any]) -> None:
    report = vnreport.analyze(_MARK.sub(r"\1", row["text"]))
    assert [indicator.text for indicator in report.indicators] == _MARK.findall(row["text"])
    for indicator, expected in zip(report.indicators, row["expect"], strict=True):
        found = {name: _shown(report, indicator, name) for name in expected}
        assert found == expected, indicator.text


def edges(report: vnreport.Report) -> set[tuple[str, str, str]]:
    items = report.indicators
    return {(item.text, edge.kind, items[edge.indicator].text) for item in items for edge in item.related}


def test_edges_join_shares_changes_and_parts() -> None:
    report = vnreport.analyze(
        "Kết nạp 318 đoàn viên, bằng 106% chỉ tiêu giao (300 đoàn viên). "
        "Số vụ tai nạn giảm từ 9 vụ (năm 2022) xuống 5 vụ. "
        "Thi hành kỷ luật 57 đảng viên, trong đó có 15 đảng viên nữ."
    )
    assert edges(report) == {
        ("106%", "completion_of", "318 đoàn viên"), ("106%", "completion_of", "300 đoàn viên"),
        ("5 vụ", "change_from", "9 vụ"), ("15 đảng viên", "part_of", "57 đảng viên"),
    }  # fmt: skip
    assert all(0 < edge.score <= 1 for item in report.indicators for edge in item.related)


TABLES = {
    "tabs": "TT\tChỉ tiêu\tĐVT\tKH 2024\tTH 2024\tTỷ lệ %\n1\tKết nạp hội viên\tngười\t600\t630\t105\n",
    "pipes": "| TT | Chỉ tiêu | ĐVT | KH 2024 | TH 2024 | Tỷ lệ % |\n|---|---|---|---|---|---|\n"
    "| 1 | Kết nạp hội viên | người | 600 | 630 | 105 |\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_role_by_column_and_subject_by_row(name: str) -> None:
    target, result, share = vnreport.analyze(f"Kết quả như sau:\n\n{TABLES[name]}").indicators
    assert [item.role for item in (target, result, share)] == ["target", "result", "completion"]
    assert {item.subject.text for item in (target, result, share) if item.subject} == {"Kết nạp hội viên"}
    assert {item.subject_key for item in (target, result, share)} == {"member_admission"}
    assert result.target == target
    assert (result.assessment, result.basis) == ("exceeded", "computed")


def test_targets_are_followed_and_none_is_left_out() -> None:
    report = vnreport.analyze(
        "I. KẾT QUẢ\nKết nạp 422 đoàn viên, vượt chỉ tiêu 400.\nII. PHƯƠNG HƯỚNG\nPhấn đấu năm tới thu 5 tỷ đồng.\n"
    )
    followed = report.targets()
    assert [(item.target.text, item.assessment) for item in followed] == [
        ("400", "exceeded"),
        ("5 tỷ đồng", "unanswered"),
    ]
    assert [result.text for result in followed[0].results] == ["422 đoàn viên"]
    assert len(followed) == sum(item.role == "target" for item in report.indicators)


def test_rows_are_plain_and_hold_every_target() -> None:
    text = (pathlib.Path(__file__).parents[1] / "corpora/samples/ubnd-xa-6-thang-2024.txt").read_text("utf-8")
    report = vnreport.analyze(text)
    rows = report.indicators_table()
    assert all(tuple(row) == COLUMNS for row in rows)
    assert json.loads(json.dumps(rows)) == rows
    unanswered = sum(item.assessment == "unanswered" and not item.results for item in report.targets())
    assert sum(row["role"] == "target" for row in rows) == sum(not item.results for item in report.targets())
    assert sum(row["assessment"] == "unanswered" for row in rows) == unanswered
    for row in rows:
        assert report.text[row["start"] : row["end"]].strip()


# --- the catalogue -------------------------------------------------------------------------------------------------

CATALOGUE = load_table("indicators", "code")
UNITS = {
    "share": "12%", "money": "12 tỷ đồng", "mass": "12 tấn", "area": "12 ha", "people": "12 người", "count": "12 vụ",
    "body": "12 đơn vị", "household": "12 hộ", "length": "12 km", "points": "12 điểm",
    "share_points": "12 điểm phần trăm",
    "share_permille": "12‰", "work": "12 ngày công", "": "12 cái",
}  # fmt: skip


def test_the_catalogue_is_large_and_its_names_are_folded_once() -> None:
    assert len(CATALOGUE) >= 150
    for row in CATALOGUE:
        for name in (row["name"], *split_cell(row["aliases"])):
            assert name == fold(name), f"indicators.tsv, line {row['_line']}"


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row["code"])
def test_every_usual_indicator_is_found_by_its_name(row: dict[str, str]) -> None:
    unit = next((unit for unit in split_cell(row["units"]) if unit in UNITS), None)
    amount = UNITS[unit] if unit is not None else f"12 {split_cell(row['units'])[0]}" if row["units"] else "112"
    report = vnreport.analyze(f"Kết quả: {row['name']} là {amount}.")
    found = {item.subject_key for item in report.indicators}
    assert row["code"] in found, [(item.text, item.subject) for item in report.indicators]


def test_own_rows_name_own_indicators(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "indicators.tsv"
    file.write_text(
        "code\tname\taliases\tunits\tgood\tsource\ncinnamon\tdiện tích quế\ttrồng quế\tarea\tup\town\n", "utf-8"
    )
    text = "Diện tích quế đạt 120 ha."
    assert [i.subject_key for i in Analyzer(lexicon=[file]).analyze(text).indicators] == ["cinnamon"]
    assert [i.subject_key for i in vnreport.analyze(text).indicators] == [None]


def test_an_unknown_subject_has_no_key() -> None:
    (found,) = vnreport.analyze("Đã phủ sóng 5G tại 6 phường.").indicators
    assert isinstance(found, Indicator)
    assert found.subject_key is None


def test_a_head_of_two_rows_is_read_as_one() -> None:
    table = (
        "Biểu 1\n\nSTT\tNội dung\tĐơn vị tính\tNăm 2022\tNăm 2023\t\tSo sánh (%)\n"
        "\t\t\t\tKế hoạch\tThực hiện\tTH/KH\tSo 2022\n1\tSản lượng lúa\ttấn\t4.820\t5.000\t5.010\t100,2\t103,9\n"
    )
    found = [(item.role, item.time and item.time.text) for item in vnreport.analyze(table).indicators]
    roles = ["baseline", "target", "result", "completion", "change"]
    assert [role for role, _ in found] == roles
    assert [time for _, time in found[:3]] == ["Năm 2022", "Năm 2023", "Năm 2023"]


@pytest.mark.parametrize(
    "text", ["Nếu đơn hàng ổn định, doanh thu đạt 120 tỷ đồng.", "Chưa có đơn vị nào đạt 100% chỉ tiêu."]
)
def test_what_is_supposed_or_denied_is_no_result(text: str) -> None:
    (found,) = vnreport.analyze(text).indicators
    assert (found.role, found.assessment) == ("other", None)


# --- overviews -----------------------------------------------------------------------------------------------------

REPORT = (
    "UBND XÃ TÂN LẬP\nSố: 45/BC-UBND\nTân Lập, ngày 5 tháng 12 năm 2023\n\nBÁO CÁO\nKết quả công tác năm 2023\n\n"
    "I. KẾT QUẢ\n1. Kinh tế\n"
    "Thu ngân sách ước đạt 48,6 tỷ\nđồng, bằng 112,5% dự toán, tăng 8,2% so với cùng kỳ.\n"
    "Kết nạp 318 đoàn viên, bằng 106% chỉ tiêu giao (300).\n"
    "Số vụ tai nạn giao thông giảm từ 9 vụ (năm 2022) xuống 5 vụ.\nTỷ lệ hộ nghèo giảm 1,5%.\n"
    "II. PHƯƠNG HƯỚNG NĂM 2024\nPhấn đấu kết nạp ít nhất 320 đoàn viên.\n"
)
OF_2023 = {"period": "năm 2023", "first_day": "2023-01-01", "last_day": "2023-12-31", "estimated": False,
           "section": "Kinh tế", "label": "achievements"}  # fmt: skip
TOLD: list[dict[str, Any]] = [
    {**OF_2023, "indicator": "Thu ngân sách", "key": "budget_revenue", "role": "result", "result": "~ 48,6 tỷ đồng",
     "unit": "đồng", "completion": "112,5%", "change": "+8,2%", "assessment": "exceeded", "basis": "stated",
     "estimated": True, "result_value": 48_600_000_000},
    {**OF_2023, "indicator": "Kết nạp", "key": "union_admission", "role": "result", "target": "300",
     "result": "318 đoàn viên", "unit": "đoàn viên", "completion": "106%", "assessment": "exceeded",
     "basis": "computed", "target_value": 300, "result_value": 318},
    {**OF_2023, "indicator": "Số vụ tai nạn giao thông", "key": "traffic_accidents", "role": "result",
     "result": "5 vụ", "unit": "vụ", "baseline": "9 vụ", "result_value": 5},
    {**OF_2023, "indicator": "Tỷ lệ hộ nghèo", "key": "poverty_rate", "role": "change", "unit": "%",
     "change": "-1,5%"},
    {"indicator": "kết nạp", "key": "union_admission", "role": "target", "target": ">= 320 đoàn viên",
     "unit": "đoàn viên", "period": "NĂM 2024", "first_day": "2024-01-01", "last_day": "2024-12-31",
     "assessment": "unanswered", "estimated": False, "target_value": 320, "section": "PHƯƠNG HƯỚNG NĂM 2024",
     "label": "directions"},
]  # fmt: skip


def test_a_row_says_all_that_is_told_of_a_result_and_of_a_target_without_one() -> None:
    report = vnreport.analyze(REPORT)
    rows = report.indicators_table()
    assert rows == [
        {**dict.fromkeys(COLUMNS), **told, "start": row["start"], "end": row["end"]}
        for told, row in zip(TOLD, rows, strict=True)
    ]
    shown = [report.text[row["start"] : row["end"]] for row in rows]
    assert shown == ["48,6 tỷ\nđồng", "318 đoàn viên", "5 vụ", "1,5%", "320 đoàn viên"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Thu ngân sách đạt 98% kế hoạch.", ["completion"]),
        ("Thu ngân sách tăng 8,2% so với cùng kỳ.", ["change"]),
        ("Còn 3 chi bộ chưa hoàn thành nhiệm vụ.", ["shortfall"]),
        ("Phấn đấu năm 2025 kết nạp 50 đảng viên.", ["target"]),
        ("Tỷ lệ hộ nghèo giảm từ 6,4% xuống còn 4,1%.", ["result"]),  # where it came from stands in its row
        ("Hiện nay Đảng bộ có 16 chi bộ với 350 đảng viên.", []),
    ],
)
def test_what_has_a_row_of_its_own(text: str, roles: list[str]) -> None:
    assert [row["role"] for row in vnreport.analyze(text).indicators_table()] == roles


def test_a_target_is_open_where_nothing_settles_it() -> None:
    target, met, silent = (
        Indicator(vnreport.parse_quantity(text), role, "own", assessment=verdict)
        for text, role, verdict in (("12 xã", "target", None), ("12 xã", "result", "met"), ("9 xã", "result", None))
    )
    followed = FollowedTarget(target, (met, silent), (replace(met, assessment="exceeded"),))
    assert followed.assessment == "exceeded", "the share of plan is told last"
    assert FollowedTarget(target, (met, silent)).assessment == "met"
    assert FollowedTarget(target, (silent,)).assessment == FollowedTarget(target, (), (silent,)).assessment == "open"
    assert FollowedTarget(target).assessment == "unanswered"


@pytest.mark.parametrize(
    ("target", "result", "verdict", "share"),
    [
        ("250 đoàn viên", "275 đoàn viên", None, 110),
        ("1 hộ", "1 hộ", "met", 100),
        ("0,5 tỷ đồng", "400 triệu đồng", "missed", 80),
        ("0 vụ", "3 vụ", None, None),  # of nothing
        ("từ 5 - 7 xã", "6 xã", None, None),  # of a range
        ("12 xã", "từ 5 - 7 xã", None, None),
        ("dưới 10 vụ", "8 vụ", "exceeded", None),  # fewer is better
        ("không quá 10 vụ", "8 vụ", "exceeded", None),
        ("95%", "96 hộ", None, None),  # a share of a share
        ("95 hộ", "96%", None, None),
        ("100 vụ", "100 vụ", "missed", None),  # fewer was better
        ("100 vụ", "100 vụ", "exceeded", None),
        ("100 vụ", "99 vụ", "missed", 99),
        ("100 vụ", "101 vụ", "exceeded", 101),
        ("250", "275 đoàn viên", None, None),  # a bare number may be a percentage
        ("250 đoàn viên", "275", None, None),
    ],
)
def test_a_share_of_plan_is_computed_only_where_it_is_one(
    target: str, result: str, verdict: str | None, share: int | None
) -> None:
    wanted = Indicator(vnreport.parse_quantity(target), "target", "own")
    reached = Indicator(vnreport.parse_quantity(result), "result", "own", assessment=verdict)
    assert reached_share(wanted, reached) == share


# --- links ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("5 xã", "7 xã", True),
        ("5 xã", "7 hộ", False),
        ("7 trường mầm non", "5 trường", True),
        ("7 trường", "5 trường mầm non", True),
        ("60 tạ/ha", "5 tạ", True),
        ("60 tạ/ha", "5 tấn/ha", False),
        ("12 đảng viên", "3 đoàn viên", True),  # people by whatever name
        ("1 tỷ đồng", "5 triệu đồng", True),
        ("5 kg", "3 tấn", True),  # one measure
        ("5 kg", "3 ha", False),
        ("5%", "3 xã", False),
        ("5 cuộc", "3 vụ", True),  # both counted
        ("12", "12 xã", False),
        ("12 xã", "12", False),
    ],
)
def test_what_counts_the_same(first: str, second: str, same: bool) -> None:
    assert same_unit(vnreport.parse_quantity(first), vnreport.parse_quantity(second)) is same


def test_the_words_that_say_what_is_measured() -> None:
    assert content_words("tỷ lệ hộ nghèo theo chuẩn 2022 đạt kế hoạch y") == {"hộ", "nghèo", "chuẩn"}
    assert content_words("hộ nghèo", "hộ") == {"nghèo"}
