"""Every result can be copied, pickled and written down, and comes back equal."""

from __future__ import annotations

import copy
import json
import pathlib
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import vnreport
from vnreport.batch.likeness import Likeness

SAMPLE = (
    "UBND XÃ TÂN TIẾN\nSố: 12/BC-UBND\nTân Tiến, ngày 5 tháng 6 năm 2023\nBÁO CÁO\nKết quả công tác năm 2023\n\n"
    "I. KẾT QUẢ\nĐồng chí Trần Thị Lan: kết nạp 422 đoàn viên, vượt chỉ tiêu 400; thu 1.234,5 tỷ đồng (80%).\n"
    "Thực hiện điểm b khoản 2 Điều 5 Luật Đất đai và QĐ 217/218, các công đoàn cơ sở (CĐCS) đạt 5/7 xã.\n"
    "II. HẠN CHẾ\nTừ ngày 15/6 còn chậm so với cùng kỳ.\n"
)


def _document() -> vnreport.Document:
    from vnreport.io.reading import read_bytes

    return read_bytes("a.html", f"<p>{SAMPLE}</p><table><tr><td>1</td><td>2</td></tr></table>".encode())


RESULTS: dict[str, Callable[[], Any]] = {
    "report": lambda: vnreport.analyze(SAMPLE),
    "report without people": lambda: vnreport.Analyzer(people=False).analyze(SAMPLE),
    "report of nothing": lambda: vnreport.analyze(""),
    "extract": lambda: vnreport.extract(SAMPLE),
    "find_references": lambda: vnreport.find_references(SAMPLE),
    "find_times": lambda: vnreport.find_times(SAMPLE),
    "find_quantities": lambda: vnreport.find_quantities(SAMPLE),
    "find_indicators": lambda: vnreport.find_indicators(SAMPLE),
    "segment": lambda: vnreport.segment(SAMPLE),
    "classify": lambda: vnreport.classify(SAMPLE),
    "explain": lambda: vnreport.Analyzer().explain(SAMPLE, 200),
    "words": lambda: vnreport.analyze(SAMPLE).words,
    "tagged words": lambda: vnreport.analyze(SAMPLE).tagged_words,
    "targets": lambda: vnreport.analyze(SAMPLE).targets(),
    "indicators_table": lambda: vnreport.analyze(SAMPLE).indicators_table(),
    "shares": lambda: vnreport.analyze(SAMPLE).shares(),
    "chunks": lambda: vnreport.analyze(SAMPLE).chunks(200),
    "by_document": lambda: vnreport.by_document(vnreport.find_references(SAMPLE)),
    "count_citations": lambda: vnreport.count_citations([vnreport.find_references(SAMPLE)]),
    "lookup": lambda: vnreport.register.lookup("QĐ 217"),
    "parse_code": lambda: vnreport.parse_code("20-NQ/TW"),
    "parse_quantity": lambda: vnreport.parse_quantity("5 tỷ đồng"),
    "analyzer": lambda: vnreport.Analyzer(only=("times",), people=False),
    "document": _document,
    "failure": lambda: vnreport.Failure("a.txt", "read", "is empty"),
    "likeness": lambda: Likeness(1, "near"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_survives_copying_and_pickling(name: str) -> None:
    result = RESULTS[name]()
    assert result == RESULTS[name]()
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(result, protocol)) == result
    assert copy.copy(result) == result
    assert copy.deepcopy(result) == result


@pytest.mark.parametrize("error", [
    vnreport.ParseError("no number"), vnreport.UnreadableFile("a.txt", "is empty"), vnreport.ConfigError("only"),
    vnreport.LexiconError("units.tsv", 3, "empty"), vnreport.ModelError("m", "none"), vnreport.GoldError("g", "none"),
    vnreport.MissingDependency("numpy", "fitting", "pip install numpy"),
], ids=lambda error: type(error).__name__)  # fmt: skip
def test_an_error_survives_pickling(error: vnreport.VnReportError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), vars(back)) == (str(error), vars(error))


def test_a_report_survives_being_written_down(samples: dict[str, str]) -> None:
    for text in (*samples.values(), SAMPLE, "", "\ud800 5/7 xã", "\ufeff"):
        for analyzer in (vnreport.Analyzer(), vnreport.Analyzer(people=False), vnreport.Analyzer(only=("times",))):
            report = analyzer.analyze(text)
            data = report.to_dict()
            assert vnreport.Report.from_dict(data) == report
            assert vnreport.Report.from_dict(data).to_dict() == data
            assert json.loads(report.to_json()) == data
            assert vnreport.Report.from_dict(json.loads(report.to_json(indent=1))) == report


def test_a_copy_knows_its_words_by_itself(tmp_path: pathlib.Path) -> None:
    report = vnreport.analyze(SAMPLE)
    words = report.words
    place = tmp_path / "report.pickle"
    place.write_bytes(pickle.dumps(report))
    assert pickle.loads(place.read_bytes()).words == words
