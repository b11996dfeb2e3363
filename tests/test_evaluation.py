"""Evaluation against annotated reports: what counts as right, the intervals, errors that name the file, the command."""

from __future__ import annotations

import json
import pathlib

import pytest
from click.testing import CliRunner

import vnreport
from vnreport.cli import cli
from vnreport.errors import GoldError
from vnreport.evaluation.scores import score

TEXT = "I. KẾT QUẢ\nĐã kết nạp 12 đảng viên theo Chỉ thị số 03-CT/HU ngày 03/02/2021.\nII. HẠN CHẾ\nThu còn chậm.\n"


def _gold(folder: pathlib.Path, **changes: object) -> pathlib.Path:
    """What the library says of a text, as gold, with some parts changed."""
    found = vnreport.analyze(TEXT).to_dict()
    keys = ("blocks", "sections", "sentences", "references", "times", "quantities", "indicators", "abbreviations")
    answers = {key: found[key] for key in keys}
    answers["meta"] = {"title": None}
    answers.update(changes)
    (folder / "one.txt").write_text(TEXT, "utf-8")
    (folder / "one.gold.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    return folder


def test_what_the_library_says_is_right_by_its_own_answers(tmp_path: pathlib.Path) -> None:
    result = vnreport.evaluate([_gold(tmp_path)])
    assert {s.measure for s in result.scores} >= {"blocks", "sections", "sentences", "labels", "references", "times"}
    assert all(s.f1 == 1.0 for s in result.scores), [s for s in result.scores if s.f1 != 1.0]
    assert result.misses == ()


def test_each_fault_counts_where_it_stands(tmp_path: pathlib.Path) -> None:
    found = vnreport.analyze(TEXT).to_dict()
    reference = {**found["references"][0], "code": "04-CT/HU"}
    time = {**found["times"][0], "last_day": "2021-02-04"}
    quantity = {**found["quantities"][0], "value": 13}
    sentence = {**found["sentences"][-1], "label": "directions"}
    result = vnreport.evaluate(
        [
            _gold(
                tmp_path, references=[reference], times=[time], quantities=[quantity], indicators=[],
                sentences=[*found["sentences"][:-1], sentence],
            )
        ]
    )  # fmt: skip
    by = {s.measure: s for s in result.scores}
    for measure in ("references", "times", "quantities"):
        assert (by[measure].hits, by[measure].missed, by[measure].extra) == (0, 1, 1), measure
    assert by["labels"].missed == 1
    assert by["labels.directions"].recall == 0.0
    assert by["labels.limitations"].precision == pytest.approx(0.5)
    wrong = next(miss for miss in result.misses if miss.measure == "labels")
    assert (wrong.document, TEXT[wrong.start : wrong.end]) == ("one", "Thu còn chậm.")
    assert wrong.note == "expected directions, found limitations"


def test_an_interval_holds_its_score_and_is_the_same_each_time() -> None:
    documents = [{"times": (hits, 10 - hits, 1)} for hits in (10, 9, 8, 4, 7, 10, 6)]
    (first,), (second,) = score(documents, samples=300), score(documents, samples=300)
    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert first.f1 is not None
    assert first.low < first.f1 < first.high
    assert score(documents[:1], samples=300)[0].low is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"times": [{"start": 5, "end": 4000}]}, r"times\[0\]: the span 5-4000"),
        (
            {"blocks": [{"start": 0, "end": 2, "text": "x", "kind": "heading"}]},
            r"blocks\[0\]: 'x' is annotated where 'I\.' stands",
        ),
        ({"quantities": ["12"]}, r"quantities\[0\] is no object"),
    ],
)
def test_an_annotation_that_cannot_be_is_named(tmp_path: pathlib.Path, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(GoldError, match=reason) as caught:
        vnreport.evaluate([_gold(tmp_path, **changes)])
    assert "one.gold.json" in str(caught.value)


def test_a_folder_without_gold_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(GoldError, match=r"holds no NAME\.gold\.json"):
        vnreport.evaluate([tmp_path])
    with pytest.raises(GoldError, match="split 'test'"):
        vnreport.evaluate([_gold(tmp_path)], split="test")


def test_the_command_prints_a_table_or_json(tmp_path: pathlib.Path) -> None:
    folder = str(_gold(tmp_path))
    table = CliRunner().invoke(cli, ["evaluate", folder])
    assert table.exit_code == 0
    assert "references" in table.output
    rows = CliRunner().invoke(cli, ["evaluate", folder, "--format", "markdown"]).output.splitlines()
    assert rows[1] == "| --- | --- | --- | --- | --- | --- | --- | --- |"
    assert {row.count("|") for row in rows} == {9}
    shown = CliRunner().invoke(cli, ["evaluate", folder, "--format", "json"])
    assert json.loads(shown.output)["scores"]["labels"]["f1"] == 1.0
    (tmp_path / "one.gold.json").write_text("{", "utf-8")
    broken = CliRunner().invoke(cli, ["evaluate", folder])
    assert broken.exit_code == 1
    assert "one.gold.json" in broken.output


def test_results_of_another_tool_are_measured_as_well(tmp_path: pathlib.Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    _gold(gold)
    (tmp_path / "one.json").write_text(json.dumps({"sentences": []}), "utf-8")
    result = vnreport.evaluate([gold], predictions=tmp_path)
    assert next(s for s in result.scores if s.measure == "labels").hits == 0
