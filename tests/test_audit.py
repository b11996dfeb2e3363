"""The audit: planted contradictions are found, with both places and the arithmetic; a clean text raises no alarm."""

from __future__ import annotations

import json
import pathlib

import pytest

import golden
import vnreport
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
