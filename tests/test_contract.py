"""The contract as a caller meets it: types, errors, bad input, and what the main job must read on a real report."""

from __future__ import annotations

import datetime
import json
import pathlib
import pickle
import unicodedata
from decimal import Decimal

import pytest

import vnreport
from vnreport.analyzer import PARTS

FUNCTIONS = (
    vnreport.analyze, vnreport.extract, vnreport.find_references, vnreport.find_times, vnreport.find_quantities,
    vnreport.find_indicators, vnreport.segment, vnreport.classify,
)  # fmt: skip
ODD = {
    "empty": "", "newline": "\n", "blanks": " \t\r\n\u3000",
    "surrogate": "đạt 5\ud800 xã \udfff", "marks": "\u0301\u0323\u0302" * 9,
    "bom": "\ufeff1. Kết quả\r\nĐã đạt 5/7 xã.", "nul": "đạt\x00 5 xã",
    "emoji": "👍🏽 Đạt 92% 😀", "zero-width": "\u200b\u200b\u00ad",
    "separator": "<\x1f0", "rtl": "\u202eđạt 5 xã", "controls": "\x01\x02\x1f\x85\u2028đạt 5 xã",
}  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", ODD)
def test_odd_text_gives_a_result(function, name: str) -> None:  # type: ignore[no-untyped-def]
    function(ODD[name])


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("value", [None, b"x", pathlib.Path("x"), float("nan"), 5, ["x"]], ids=repr)
def test_a_wrong_type_names_the_right_call(function, value: object) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(
        TypeError, match=rf"vnreport\.{function.__name__}\(text\) takes a str, not {type(value).__name__}"
    ):
        function(value)


@pytest.mark.parametrize("value", ["2021-01-01", datetime.datetime(2021, 1, 1), 2021])
def test_a_wrong_report_date_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"report_date takes a datetime\.date"):
        vnreport.analyze("ngày 15/6", report_date=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ODD)
def test_spans_slice_the_source_and_json_is_plain(name: str) -> None:
    report = vnreport.analyze(ODD[name])
    check_offsets(report)
    data = report.to_dict()
    json.dumps(data)
    assert vnreport.Report.from_dict(data) == report
    report.to_json().encode("utf-8")


def check_offsets(report: vnreport.Report) -> None:
    """The slice law for everything with a span, and blocks and sentences that cover all that is visible."""

    def walk(value: object) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            if "start" in value and "text" in value:
                assert report.text[value["start"] : value["end"]] == value["text"]
                assert value["text"] == value["text"].strip()
                assert value["start"] < value["end"]
            for item in value.values():
                walk(item)

    walk(report.to_dict())
    for items in (report.blocks, report.sentences):
        covered = set()
        for item in items:
            span = range(item.start, item.end)
            assert covered.isdisjoint(span)
            covered.update(span)
        assert all(char.isspace() for place, char in enumerate(report.text) if place not in covered)
    for sentence in report.sentences:
        block = report.blocks[sentence.block]
        assert block.start <= sentence.start
        assert sentence.end <= block.end
    for mentions in (report.references, report.times, report.quantities):
        assert list(mentions) == sorted(mentions, key=lambda m: (m.start, m.end))
        for mention in mentions:
            assert mention.rule
            if mention.sentence is not None:
                home = report.sentences[mention.sentence]
                assert home.start <= mention.start < home.end


def test_a_text_of_one_long_line_is_read_in_one_go() -> None:
    line = "Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW ngày 28/1/2008, đạt 105,5% kế hoạch. " * 3000
    report = vnreport.analyze(line)
    assert len(report.references) == 3000
    assert len(report.blocks) == 1


def test_nfd_gives_the_same_values(samples: dict[str, str]) -> None:
    for text in samples.values():
        composed, decomposed = (
            vnreport.analyze(unicodedata.normalize("NFC", text)),
            vnreport.analyze(unicodedata.normalize("NFD", text)),
        )
        check_offsets(decomposed)
        assert [r.code for r in composed.references] == [r.code for r in decomposed.references]
        assert [(t.first_day, t.last_day, t.role) for t in composed.times] == [
            (t.first_day, t.last_day, t.role) for t in decomposed.times
        ]
        assert [(q.value, q.low, q.high, q.of) for q in composed.quantities] == [
            (q.value, q.low, q.high, q.of) for q in decomposed.quantities
        ]
        assert [s.label for s in composed.sentences] == [s.label for s in decomposed.sentences]


def test_samples_obey_the_laws(samples: dict[str, str]) -> None:
    assert len(samples) >= 3
    for text in samples.values():
        report = vnreport.analyze(text)
        check_offsets(report)
        assert vnreport.Report.from_dict(json.loads(report.to_json())) == report
        assert pickle.loads(pickle.dumps(report)) == report
        assert report.to_json() == vnreport.analyze(text).to_json()


def test_only_restricts_the_parts() -> None:
    text = "Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW năm 2008 (NQ)."
    report = vnreport.Analyzer(only=("references",)).analyze(text)
    assert report.references
    assert not (report.quantities)
    assert not (report.indicators)
    assert not (report.abbreviations)
    with pytest.raises(vnreport.ConfigError, match="'citations' is no part"):
        vnreport.Analyzer(only=("citations",))
    with pytest.raises(vnreport.ConfigError, match="collection"):
        vnreport.Analyzer(only="references")
    assert vnreport.Analyzer(only=PARTS).analyze(text).references == vnreport.analyze(text).references
    assert pickle.loads(pickle.dumps(vnreport.Analyzer(only=("times",)))) == vnreport.Analyzer(only=("times",))


def test_report_date_is_the_only_clock() -> None:
    text = "Đến ngày 15/6 đạt 50% kế hoạch."
    assert vnreport.analyze(text).times[0].first_day is None
    time = vnreport.analyze(text, report_date=datetime.date(2021, 7, 5)).times[0]
    assert (time.first_day, time.inferred) == (datetime.date(2021, 6, 15), True)


def test_indicators_hold_objects_and_the_dict_holds_indices() -> None:
    report = vnreport.analyze("Năm 2023 đã tạo việc làm mới cho 23.400 lao động (chỉ tiêu 23.000).")
    result, target = report.indicators
    assert result.target == target
    assert (result.role, target.role, result.assessment) == ("result", "target", "exceeded")
    assert result.quantity.value == Decimal(23400)
    data = report.to_dict()["indicators"]
    assert (data[0]["quantity"], data[0]["target"], data[1]["target"]) == (0, 1, None)
    assert report.sentence_of(result.quantity) is report.sentences[0]
    assert report.label_of(result.quantity) == report.sentences[0].label


def test_a_damaged_dict_is_refused() -> None:
    data = vnreport.analyze("x").to_dict()
    with pytest.raises(vnreport.ParseError, match="schema"):
        vnreport.Report.from_dict({})
    del data["blocks"]
    with pytest.raises(vnreport.ParseError, match="blocks"):
        vnreport.Report.from_dict(data)


def test_a_number_does_not_read_on_into_the_next_row() -> None:
    text = "Chỉ tiêu\tĐơn vị\tKH\tTH\nThu\ttỷ đồng\t12,4\t15,9\nTỷ lệ hộ nghèo\t%\t3,2\t2,1\nHộ khá\thộ\t12\t15\n"
    quantities = vnreport.analyze(text).quantities
    assert [(q.text, str(q.value)) for q in quantities] == [
        ("12,4", "12.4"), ("15,9", "15.9"), ("3,2", "3.2"), ("2,1", "2.1"), ("12", "12"), ("15", "15"),
    ]  # fmt: skip
