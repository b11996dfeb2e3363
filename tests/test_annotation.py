"""The trust loop: samples of a batch, drafts for annotation tools, corrected files back as gold."""

from __future__ import annotations

import copy
import json
import pathlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vnreport
from vnreport.annotation import brat, label_studio, web_annotation
from vnreport.annotation.correcting import ASPECTS, settle
from vnreport.annotation.draft import draft_markup
from vnreport.annotation.gold import make_gold
from vnreport.annotation.marks import DEFAULT_LAYERS, LAYERS, LINK_TYPES, MARK_TYPES, Markup, choices
from vnreport.annotation.project import FORMS, export, import_gold, read_reports
from vnreport.annotation.sample import Sample, allocate, draw_sample
from vnreport.cli import cli
from vnreport.cli.export import FORMS as CLI_FORMS
from vnreport.errors import ConfigError, GoldError, ParseError
from vnreport.evaluation.gold import GoldDocument
from vnreport.evaluation.outcomes import compare
from vnreport.forms.tables import TABLES
from vnreport.text.offsets import OFFSET_UNITS, OffsetMap, convert_offsets
from whole_report import TEXT

HOSTILE = {
    "plain": TEXT,
    "crlf": TEXT.replace("\n", "\r\n"),
    "cr": TEXT.replace("\n", "\r"),
    "bom": "\ufeff" + TEXT,
    "astral": TEXT.replace("đã kết nạp", "📄𝐀 đã kết nạp").replace("I. KẾT", "🇻🇳 I. KẾT"),
    "nfd": unicodedata.normalize("NFD", TEXT),
    "separators": TEXT.replace(", ", ",\u2028").replace("năm ", "năm\u00a0").replace("; ", ";\x0b"),
    "tabs and bars": "Đạt |\t5/7 xã |\t98,7% kế hoạch\\n| thu 5 tỷ|đồng.",
    "markup": "Thu <b>5 tỷ đồng</b> & \"chi\" 'ba' ]]> theo QĐ 217/218.",
    "empty": "",
    "blank": " \n\t\r\n ",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="vnreport")


def exported(folder: pathlib.Path, form: str, text: str = TEXT, **options: Any) -> pathlib.Path:
    """The folder of a project with one text called `a`."""
    options.setdefault("layers", LAYERS)
    assert export([("a.txt", vnreport.analyze(text).to_dict())], folder, form, **options) == ("a",)
    if form == "label-studio":
        submit(folder / "tasks.json")
    return folder


def submit(tasks: pathlib.Path) -> None:
    """What an annotator does who submits every prediction as it is."""
    data = json.loads(tasks.read_bytes())
    for task in data:
        task["annotations"] = [{"id": 1, "was_cancelled": False, "result": task.pop("predictions")[0]["result"]}]
    tasks.write_bytes(json.dumps(data).encode())


def returned(folder: pathlib.Path, form: str, **options: Any) -> dict[str, Any]:
    """The gold of the text `a` as it comes back."""
    source = folder / "tasks.json" if form == "label-studio" else folder
    done = import_gold([source], folder / "gold", base=folder, **options)
    assert done.gold == ("a",)
    gold: dict[str, Any] = json.loads((folder / "gold" / "a.gold.json").read_bytes())
    return gold


def wrong(text: str, gold: dict[str, Any]) -> list[Any]:
    """Where the analysis is not what the gold says."""
    outcomes = compare(GoldDocument("a", text, gold), vnreport.analyze(text).to_dict())
    return [outcome for outcome in outcomes if outcome.verdict != "hit"]


# --- there and back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "unit"), [*((name, "codepoint") for name in HOSTILE), ("astral", "utf16"), ("nfd", "utf8")]
)
def test_what_nobody_corrects_comes_back_as_it_was(tmp_path: pathlib.Path, form: str, name: str, unit: str) -> None:
    text = HOSTILE[name]
    gold = returned(exported(tmp_path / "a", form, text, unit=unit), form)
    assert (tmp_path / "a" / "gold" / "a.txt").read_bytes().decode() == text
    assert wrong(text, gold) == []
    if name == "plain":
        assert all(gold[key] for key in ("sections", "sentences", "references", "times", "quantities", "indicators"))
        assert all(gold[key] for key in ("abbreviations", "organizations", "people", "places", "blocks"))
        assert gold["meta"]["signer"]["text"] == "Nguyễn Văn An"


@pytest.mark.parametrize("form", FORMS)
def test_the_samples_come_back_at_1(tmp_path: pathlib.Path, samples: dict[str, str], form: str) -> None:
    reports = [(f"{name}.txt", vnreport.analyze(text).to_dict()) for name, text in samples.items()]
    export(reports, tmp_path / "a", form, layers=DEFAULT_LAYERS)
    if form == "label-studio":
        submit(tmp_path / "a" / "tasks.json")
    source = tmp_path / "a" / ("tasks.json" if form == "label-studio" else "")
    assert len(import_gold([source], tmp_path / "gold").gold) == len(samples)
    result = vnreport.evaluate([tmp_path / "gold"], samples=1)
    assert {score.measure: score.f1 for score in result.scores} == {score.measure: 1.0 for score in result.scores}
    measured = {score.measure.partition(".")[0] for score in result.scores}
    assert measured == {"sections", "sentences", "labels", "references", "times", "quantities", "indicators"}


_PIECES = st.sampled_from(
    ["Chỉ thị số 05-CT/TW ", "ngày 15/5/2016", "kết nạp 422 đoàn viên", "\n", "\r\n", "📄", "I. KẾT QUẢ\n",
     "năm 2023, ", "đạt 98,7% kế hoạch", ". ", "e\u0302\u0301", "|", "\\", "\x85", " của Bộ Chính trị", "còn chậm",
     "\ufeff", "\t"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES | st.text(max_size=4), max_size=14).map("".join), st.sampled_from(OFFSET_UNITS))
def test_any_text_survives_every_format(text: str, unit: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    draft = draft_markup(vnreport.analyze(text).to_dict(), LAYERS)
    gold = make_gold(settle(draft, draft), LAYERS)
    task = label_studio.write_task("a", draft, unit, "0")
    collection = json.loads(json.dumps(web_annotation.write_collection("a", draft, unit)))
    numbered = {mark.id: f"T{number}" for number, mark in enumerate(draft.marks, 1)}
    backs = (
        label_studio.read_results(text, json.loads(json.dumps(task["predictions"][0]["result"])), unit),
        web_annotation.read_collection("a", text, collection, unit),
        brat.read_ann(text, brat.write_ann(draft, unit), unit),
    )
    assert wrong(text, gold) == []
    for markup in backs[:2]:
        assert (set(markup.links), markup.marks) == (set(draft.links), draft.marks)
    assert [mark.id for mark in backs[2].marks] == list(numbered.values())
    for markup in backs:
        assert make_gold(settle(markup, markup), LAYERS) == gold


def test_what_is_exported_is_what_is_annotated(tmp_path: pathlib.Path) -> None:
    gold = returned(exported(tmp_path / "a", "brat", layers=("times",)), "brat")
    assert set(gold) == {"report", "times"}
    gold = returned(exported(tmp_path / "b", "w3c", layers=("quantities",)), "w3c")
    assert "time" not in gold["indicators"][0]
    assert "times" not in gold


def test_a_series_shares_its_date(tmp_path: pathlib.Path) -> None:
    text = "Thực hiện các Nghị quyết 18, 19-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương."
    folder = exported(tmp_path / "a", "brat", text, layers=("references",))
    assert (folder / "a.ann").read_text("utf-8").count("issued_on") == 1
    assert [r["issued_on"]["value"] for r in returned(folder, "brat")["references"]] == ["2017-10-25"] * 2


# --- corrections ---------------------------------------------------------------------------------------------------

Edit = Callable[[Markup], Markup]
SHORT = (
    "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị, đã kết nạp 422 đoàn viên năm 2023, đạt 105% kế hoạch. "
    "Tuy nhiên, việc thu còn chậm so với 1.250 hộ."
)


def ann_of(tmp_path: pathlib.Path) -> pathlib.Path:
    return exported(tmp_path / "a", "brat", SHORT, layers=DEFAULT_LAYERS) / "a.ann"


def edited(file: pathlib.Path, *edits: tuple[str, str], add: str = "") -> dict[str, Any]:
    """The gold after a person changed some lines (patterns, what stands there then) and added others."""
    ann = file.read_bytes().decode()
    for pattern, instead in edits:
        ann, count = re.subn(pattern, instead, ann, flags=re.MULTILINE)
        assert count, pattern
    file.write_bytes((ann + add).encode())
    return returned(file.parent, "brat")


def line_of(file: pathlib.Path, kind: str, words: str) -> str:
    """The id of the span of some words."""
    found = re.search(rf"^(T\d+)\t{kind} [\d ;]+\t{re.escape(words)}$", file.read_bytes().decode(), re.MULTILINE)
    assert found is not None, (kind, words)
    return found[1]


def test_what_is_deleted_is_gone_with_its_parts(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    reference = line_of(ann, "reference", "Chỉ thị số 05-CT/TW")
    gold = edited(ann, (rf"^(?:{reference}\t|[A#R]\d+\t\S+ (?:Arg1:)?{reference}[ \t]).*\n", ""))
    assert gold["references"] == []
    assert [time["text"] for time in gold["times"]] == ["ngày 15/5/2016", "năm 2023"]


def test_a_label_that_is_changed_loses_the_aspect_of_the_old_one(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    before = returned(ann.parent, "brat")["sentences"]
    assert (before[0]["label"], before[0]["aspect"]) == ("achievements", "results")
    gold = edited(ann, (r"^T1\tachievements ", "T1\tdirections "))
    assert (gold["sentences"][0]["label"], gold["sentences"][0]["aspect"]) == ("directions", None)


def test_a_span_that_is_moved_is_read_again(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    start = SHORT.index("1.250 hộ")
    gold = edited(ann, (rf"quantity {start} {start + 8}\t1.250 hộ", f"quantity {start} {start + 5}\t1.250"))
    moved = next(q for q in gold["quantities"] if q["start"] == start)
    assert (moved["value"], moved["unit"], moved["text"]) == (1250, None, "1.250")


def test_a_field_that_is_corrected_wins_over_the_span(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    quantity = line_of(ann, "quantity", "422 đoàn viên")
    start = SHORT.index("422")
    gold = edited(
        ann,
        (rf"^(#\d+\tAnnotatorNotes {quantity}\t)value: 422", r"\1value: 425"),
        (rf"^{quantity}\tquantity {start} {start + 13}\t.*$", f"{quantity}\tquantity {start} {start + 8}\t422 đoàn"),
        (rf"^(A\d+\trole {quantity}) result", r"\1 target"),
    )
    changed = next(q for q in gold["quantities"] if q["start"] == start)
    assert (changed["value"], changed["text"]) == (425, "422 đoàn")
    assert next(i for i in gold["indicators"] if gold["quantities"][i["quantity"]] == changed)["role"] == "target"


def test_what_is_added_is_read_by_the_rules(tmp_path: pathlib.Path) -> None:
    text = "Tổng số mười hai nghìn lượt. Văn bản 05-CT/TW và quý ba."
    ann = exported(tmp_path / "a", "brat", text, layers=DEFAULT_LAYERS) / "a.ann"
    kept = [line for line in ann.read_bytes().decode().splitlines() if "\tother " in line or "\tachievements " in line]
    ann.write_bytes("".join(f"{line}\n" for line in kept).encode())
    spans = {
        "quantity": "mười hai nghìn lượt", "reference": "05-CT/TW", "time": "quý ba",
    }  # fmt: skip
    lines = [
        f"T{number}\t{kind} {text.index(words)} {text.index(words) + len(words)}\t{words}\n"
        for number, (kind, words) in enumerate(spans.items(), 900)
    ]
    gold = edited(ann, add="".join(lines))
    assert [(q["value"], q["unit"]) for q in gold["quantities"]] == [(12000, "lượt")]
    assert [(r["type"], r["code"]) for r in gold["references"]] == [("directive", "05-CT/TW")]
    assert [(t["type"], t["first_day"]) for t in gold["times"]] == [("quarter", None)]
    assert gold["indicators"] == []


def test_links_are_corrected(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    quantity, time = line_of(ann, "quantity", "105%"), line_of(ann, "time", "ngày 15/5/2016")
    gold = edited(ann, (rf"^R\d+\tat Arg1:{quantity} Arg2:\S+", f"R900\tat Arg1:{quantity} Arg2:{time}"))
    index = next(n for n, q in enumerate(gold["quantities"]) if q["text"] == "105%")
    found = next(i for i in gold["indicators"] if i["quantity"] == index)
    assert gold["times"][found["time"]]["text"] == "ngày 15/5/2016"


def test_a_number_that_brat_gives_to_another_span_is_no_correction_of_the_old_one(tmp_path: pathlib.Path) -> None:
    ann = ann_of(tmp_path)
    time, start = line_of(ann, "time", "năm 2023"), SHORT.index("ngày 15/5/2016")
    words = SHORT[start : start + 14]
    gold = edited(
        ann,
        (rf"^(?:[A#]\d+\t\S+ {time}|R\d+\tat \S+ Arg2:{time})\b.*\n", ""),
        (rf"^T\d+\ttime {start} .*\n", ""),
        (rf"^[A#]\d+\t\S+ {line_of(ann, 'time', words)}\b.*\n", ""),
        (rf"^{time}\t.*$", f"{time}\ttime {start} {start + 14}\t{words}"),
    )
    assert [(t["text"], t["first_day"]) for t in gold["times"]] == [(words, "2016-05-15")]


def test_label_studio_takes_corrections(tmp_path: pathlib.Path) -> None:
    tasks = exported(tmp_path / "a", "label-studio", SHORT, layers=DEFAULT_LAYERS) / "tasks.json"
    data = json.loads(tasks.read_bytes())
    results = data[0]["annotations"][0]["result"]
    start = SHORT.index("năm 2023")
    time = next(r["id"] for r in results if r["type"] == "labels" and r["value"]["start"] == start)
    results[:] = [r for r in results if time not in (r.get("id"), r.get("from_id"), r.get("to_id"))]
    place = {"start": start + 4, "end": start + 8, "text": "2023"}
    head = {"id": "Xy_-9", "to_name": "text", "origin": "manual"}
    results.append({**head, "from_name": "mark", "type": "labels", "value": {**place, "labels": ["time"]}})
    results.append({**head, "from_name": "time_role", "type": "choices", "value": {**place, "choices": ["deadline"]}})
    results.append(
        {**head, "from_name": "fields", "type": "textarea", "value": {**place, "text": ["last_day: 2023-06-30"]}}
    )
    quantity = next(r["id"] for r in results if r["type"] == "labels" and r["value"]["text"] == "105%")
    results.append({"type": "relation", "from_id": "Xy_-9", "to_id": quantity, "direction": "left", "labels": ["at"]})
    tasks.write_bytes(json.dumps(data).encode())
    gold = returned(tasks.parent, "label-studio")
    assert gold["times"][1] == {
        "start": start + 4, "end": start + 8, "text": "2023", "type": "year", "role": "deadline",
        "first_day": "2023-01-01", "last_day": "2023-06-30",
    }  # fmt: skip
    index = next(n for n, q in enumerate(gold["quantities"]) if q["text"] == "105%")
    assert next(i for i in gold["indicators"] if i["quantity"] == index)["time"] == 1


def test_of_several_annotations_the_ground_truth_counts(tmp_path: pathlib.Path) -> None:
    tasks = exported(tmp_path / "a", "label-studio", SHORT) / "tasks.json"
    data = json.loads(tasks.read_bytes())
    empty = {"id": 2, "was_cancelled": False, "result": []}
    data[0]["annotations"].append(empty)
    tasks.write_bytes(json.dumps(data).encode())
    with pytest.raises(GoldError, match="2 annotations and 0 of them as ground truth"):
        returned(tasks.parent, "label-studio")
    empty["ground_truth"] = True
    tasks.write_bytes(json.dumps(data).encode())
    assert returned(tasks.parent, "label-studio")["quantities"] == []
    data[0]["annotations"] = [{**empty, "was_cancelled": True}]
    tasks.write_bytes(json.dumps(data).encode())
    assert import_gold([tasks], tmp_path / "none").waiting == ("a",)


def test_a_web_annotation_may_be_a_quotation_alone(tmp_path: pathlib.Path) -> None:
    file = exported(tmp_path / "a", "w3c", SHORT, layers=("references", "times")) / "a.jsonld"
    data = json.loads(file.read_bytes())
    for item in data["first"]["items"]:
        if item["motivation"] == "tagging":
            del item["target"]["selector"][1]
    file.write_bytes(json.dumps(data["first"]["items"]).encode())
    assert [t["text"] for t in returned(file.parent, "w3c")["times"]] == ["ngày 15/5/2016", "năm 2023"]


# --- wrong files ---------------------------------------------------------------------------------------------------

LAST = "T900\ttime 0 4\tTheo\n"
WRONG_ANN = {
    "no tab": ("T900 time 0 4", "line {n}: 'T900 time 0 4' is no annotation"),
    "a type nobody knows": ("T900\tngày 0 4\tTheo", "line {n}: T900 has the type 'ngày', which is none of section"),
    "other words": ("T900\ttime 0 4\tTheu", "line {n}: T900 says 'Theu' where 'Theo' stands"),
    "outside": ("T900\ttime 0 4000\tTheo", "line {n}: T900: offset 4000 lies outside of a text of"),
    "backwards": ("T900\ttime 4 4\t", "line {n}: T900 marks no words"),
    "no numbers": ("T900\ttime 0-4\tTheo", "line {n}: T900 is no span"),
    "twice": ("T1\ttime 0 4\tTheo", "line {n}: T1 is there twice"),
    "a hole": ("T900\ttime 0 4;9 12\tTheo thị", "line {n}: T900 leaves out 'Chỉ'"),
    "an event": ("E1\ttime:T1", "line {n}: E1 is an event"),
    "an attribute of nothing": ("A900\trole T900 result", "line {n}: there is no T900"),
    "an attribute of another type": ("A900\trole T1 result", "line {n}: A900: a mark 'achievements' has no attribute"),
    "a second value": (LAST + "A900\ttime_type T900 year\nA901\ttime_type T900 month", "has two values of 'time_type'"),
    "a value nobody knows": (
        LAST + "A900\ttime_type T900 week",
        "T900, time 'Theo' at 0-4: time_type 'week' is none of",
    ),
    "no value": (LAST, "T900, time 'Theo' at 0-4: has no time_type"),
    "a field nobody knows": (LAST + "#900\tAnnotatorNotes T900\tday: 3", "T900: 'day: 3' is no field of a mark 'time'"),
    "no day": (LAST + "A900\ttime_type T900 date\n#900\tAnnotatorNotes T900\tfirst_day: 31/2/2020", "is no day"),
    "days backwards": (
        LAST + "A900\ttime_type T900 year\n#900\tAnnotatorNotes T900\tfirst_day: 2021-01-01 | last_day: 2020-01-01",
        "first_day 2021-01-01 is after last_day 2020-01-01",
    ),
    "no number": (
        "T900\tquantity 0 4\tTheo\n#900\tAnnotatorNotes T900\tvalue: 1.234,5",
        "value '1.234,5' is no number",
    ),
    "infinity": ("T900\tquantity 0 4\tTheo\n#900\tAnnotatorNotes T900\tvalue: Infinity", "is no number"),
    "a comparator": ("T900\tquantity 0 4\tTheo\n#900\tAnnotatorNotes T900\tcomparator: ≥", "comparator '≥' is none of"),
    "no role": ("T900\tquantity 0 4\tTheo\nA900\tdirection T900 up", "has a direction but no role"),
    "no level": ("T900\tsection 0 4\tTheo\nA900\tlabel T900 other", "has no level"),
    "no owner": ("T900\tissuer 0 4\tTheo", "T900, issuer 'Theo' at 0-4: belongs to no reference"),
    "overlapping sentences": ("T900\tother 0 4\tTheo", "overlaps the sentence"),
    "an aspect of another label": ("T900\tother 500 504\t", "lies outside"),
    "a relation nobody knows": (LAST + "R900\tnear Arg1:T900 Arg2:T1", "'near' is no type of relation"),
    "a relation of others": (LAST + "R900\tat Arg1:T900 Arg2:T1", "a link 'at' goes from"),
    "a relation to nothing": (LAST + "R900\tat Arg1:T900 Arg2:T901", "there is no T901"),
    "half a relation": (LAST + "R900\tat T900", "is no relation"),
}


@pytest.mark.parametrize("case", WRONG_ANN)
def test_a_wrong_ann_is_named_with_its_place(tmp_path: pathlib.Path, case: str) -> None:
    ann = ann_of(tmp_path)
    number = ann.read_bytes().count(b"\n") + 1
    lines, reason = WRONG_ANN[case]
    ann.write_bytes(ann.read_bytes() + f"{lines}\n".encode())
    with pytest.raises(GoldError, match=re.escape(reason.format(n=number))) as raised:
        returned(ann.parent, "brat")
    assert raised.value.file == str(ann)
    assert not (tmp_path / "a" / "gold").exists()


def test_offsets_in_another_unit_are_noticed(tmp_path: pathlib.Path) -> None:
    folder = exported(tmp_path / "a", "brat", "📄 " + SHORT, unit="utf16")
    with pytest.raises(GoldError, match=r"line \d+: T\d+.* do the offsets count in another unit"):
        returned(folder, "brat", unit="codepoint")


Change = Callable[[dict[str, Any]], Any]
WRONG_TASKS: dict[str, tuple[Change, str]] = {
    "no annotations": (lambda t: t.pop("annotations"), "task 0, a: has no 'annotations'; export the project as JSON"),
    "another text": (lambda t: t["data"].update(text="khác"), "task 0, a: its text is not the one that was exported"),
    "no name": (lambda t: t["data"].pop("name"), "task 0 has no name in its data"),
    "a path as a name": (lambda t: t["data"].update(name="../a"), "task 0 has no name in its data"),
    "another name": (lambda t: t["data"].update(name="b"), "b.base.json: is missing"),
    "no result": (lambda t: t["annotations"][0].pop("result"), "task 0, a: has an annotation without a list 'result'"),
    "a string": (lambda t: t["annotations"][0].update(result=["x"]), "task 0, a: result[0] is no result with a type"),
    "no id": (lambda t: t["annotations"][0]["result"][0].pop("id"), "task 0, a: result[0] has no 'id'"),
    "no value": (lambda t: t["annotations"][0]["result"][0].pop("value"), "result[0], m1 has no 'value'"),
    "two labels": (
        lambda t: t["annotations"][0]["result"][0]["value"].update(labels=["time", "title"]),
        "result[0], m1 has ['time', 'title'] as its labels; one is wanted",
    ),
    "a label nobody knows": (
        lambda t: t["annotations"][0]["result"][0]["value"].update(labels=["PER"]), "result[0], m1 has the label 'PER'",
    ),
    "offsets of text": (
        lambda t: t["annotations"][0]["result"][0]["value"].update(start="x"), "result[0], m1 has no span of the text",
    ),
    "other words": (
        lambda t: t["annotations"][0]["result"][0]["value"].update(text="khác"), "result[0], m1 says 'khác' where",
    ),
    "a box": (
        lambda t: t["annotations"][0]["result"].append({"type": "rectanglelabels"}), "has the type 'rectanglelabels'",
    ),
    "a relation to nothing": (
        lambda t: t["annotations"][0]["result"].append(
            {"type": "relation", "from_id": "m1", "to_id": "x", "labels": ["at"]}
        ),
        "there is no region 'x'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_TASKS)
def test_a_wrong_task_is_named_with_its_place(tmp_path: pathlib.Path, case: str) -> None:
    tasks = exported(tmp_path / "a", "label-studio", SHORT) / "tasks.json"
    change, reason = WRONG_TASKS[case]
    data = json.loads(tasks.read_bytes())
    change(data[0])
    tasks.write_bytes(json.dumps(data).encode())
    with pytest.raises(GoldError, match=re.escape(reason)):
        returned(tasks.parent, "label-studio")


WRONG_PAGES: dict[str, tuple[Change, str]] = {
    "no items": (lambda d: d["first"].pop("items"), "is no annotation collection with a first page of items"),
    "no id": (lambda d: d["first"]["items"][0].pop("id"), "annotation 0 has no id"),
    "one id twice": (
        lambda d: d["first"]["items"].append(copy.deepcopy(d["first"]["items"][0])), "two annotations have the same id",
    ),
    "no tag": (lambda d: d["first"]["items"][0].update(body=[]), "m1: has the tags []; one of section"),
    "a body that is a string": (lambda d: d["first"]["items"][0].update(body="x"), "m1: its body is no list"),
    "no selector": (lambda d: d["first"]["items"][0].update(target="a.txt"), "m1: its target has no TextPosition"),
    "another quotation": (
        lambda d: d["first"]["items"][0]["target"]["selector"][0].update(exact="khác"), "m1: quotes 'khác' where",
    ),
    "no numbers": (
        lambda d: d["first"]["items"][0]["target"]["selector"][1].update(start="0"), "m1: its position 0-",
    ),
    "outside": (
        lambda d: d["first"]["items"][0]["target"]["selector"][1].update(end=9999), "m1: offset 9999 lies outside",
    ),
    "a link to nothing": (
        lambda d: d["first"]["items"][-1].update(target="urn:vnreport:a:m999"), "of which one is no mark of this text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_PAGES)
def test_a_wrong_collection_is_named_with_its_place(tmp_path: pathlib.Path, case: str) -> None:
    file = exported(tmp_path / "a", "w3c", SHORT) / "a.jsonld"
    change, reason = WRONG_PAGES[case]
    data = json.loads(file.read_bytes())
    change(data)
    file.write_bytes(json.dumps(data).encode())
    with pytest.raises(GoldError, match=re.escape(reason)) as raised:
        returned(file.parent, "w3c")
    assert raised.value.file == str(file)


def test_other_files_are_refused(tmp_path: pathlib.Path) -> None:
    folder = exported(tmp_path / "a", "brat", SHORT)
    for name, data, reason in (
        ("a.txt", b"kh\xc3\xa1c", "is not the text that was exported"),
        ("a.ann", b"\xff", "is no UTF-8"),
        ("a.base.json", b"{", "is no JSON"),
        ("a.base.json", b"{}", "was not written by `vnreport export`"),
        ("a.base.json", b'{"schema": "x"}', "has the schema 'x'"),
    ):
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(data)
        with pytest.raises(GoldError, match=re.escape(reason)):
            returned(folder, "brat")
        (folder / name).write_bytes(before)
    with pytest.raises(GoldError, match=r"holds no \.ann and no \.jsonld"):
        import_gold([tmp_path], tmp_path / "gold")
    with pytest.raises(GoldError, match=r"is none of \.ann"):
        import_gold([folder / "a.txt"], tmp_path / "gold")
    with pytest.raises(GoldError, match="cannot be opened"):
        import_gold([folder / "b.json"], tmp_path / "gold")
    with pytest.raises(GoldError, match="came back before"):
        import_gold([folder / "a.ann", exported(tmp_path / "b", "w3c", SHORT) / "a.jsonld"], tmp_path / "gold")


def test_what_cannot_be_exported_is_refused(tmp_path: pathlib.Path) -> None:
    report = vnreport.Analyzer(only=("times",)).analyze(SHORT).to_dict()
    for reports, options, reason in (
        ([("a", report)], {"layers": DEFAULT_LAYERS}, "a: the report was made with only=['times'], without labels"),
        ([("a", vnreport.analyze("\ud800 5 xã").to_dict())], {"layers": ()}, "half of a character"),
        ([], {"layers": ("x",)}, "layer 'x' is none of"),
        ([], {"layers": (), "form": "x"}, "form='x' is none of"),
        ([], {"layers": (), "unit": "x"}, "offset_unit='x' is none of"),
    ):
        with pytest.raises(ConfigError, match=re.escape(reason)):
            export(reports, tmp_path / "a", **{"form": "brat", **options})  # type: ignore[arg-type]
        assert not (tmp_path / "a").exists()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").touch()
    with pytest.raises(ConfigError, match="is there already and not empty"):
        export([], tmp_path / "a", "brat", layers=())


def test_texts_of_one_name_stay_apart(tmp_path: pathlib.Path) -> None:
    report = vnreport.analyze("5 xã").to_dict()
    sources = ("x/Báo cáo.txt", "y/báo cáo.docx", "a.zip!z/Báo cáo.pdf", "...", "-", "a/../..")
    names = export([(source, report) for source in sources], tmp_path / "a", "brat", layers=("times",))
    assert names == ("Báo-cáo", "báo-cáo-2", "Báo-cáo-3", "text", "text-2", "text-3")


# --- the files of the tools ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [LAYERS, DEFAULT_LAYERS, ("names",), ("quantities",)])
def test_the_config_of_label_studio_names_what_the_tasks_use(layers: tuple[str, ...]) -> None:
    root = ElementTree.fromstring(label_studio.write_config(layers))
    markup = draft_markup(vnreport.analyze(TEXT).to_dict(), layers)
    results = label_studio.write_task("a", markup, "codepoint", "0")["predictions"][0]["result"]
    controls = {node.attrib["name"]: node for node in root if "name" in node.attrib}
    labels = {node.attrib["value"] for node in root.iter("Label")}
    relations = {node.attrib["value"] for node in root.iter("Relation")}
    for result in results:
        if result["type"] == "relation":
            assert relations.issuperset(result["labels"])
            continue
        control = controls[result["from_name"]]
        assert (control.tag.lower(), control.attrib["toName"]) == (result["type"], "text")
        assert labels.issuperset(result["value"].get("labels", []))
        if control.tag == "Choices":
            assert {node.attrib["value"] for node in control}.issuperset(result["value"]["choices"])
    for node in (*root.iter("Choices"), *root.iter("TextArea")):
        assert labels.issuperset(node.attrib["whenLabelValue"].split(","))
    assert controls["text"].attrib["value"] == "$text"


@pytest.mark.parametrize("layers", [LAYERS, DEFAULT_LAYERS, ("names",)])
def test_the_configuration_of_brat_names_what_the_files_use(layers: tuple[str, ...]) -> None:
    sections: dict[str, list[str]] = {}
    for line in brat.write_conf(layers).splitlines():
        if line.startswith("["):
            sections[line.strip("[]")] = []
        elif line:
            sections[list(sections)[-1]].append(line)
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    values = {}
    for line in sections["attributes"]:
        name, rest = line.split("\t")
        carriers, allowed = re.fullmatch(r"Arg:(\S+), Value:(\S+)", rest).groups()  # type: ignore[union-attr]
        assert set(sections["entities"]).issuperset(carriers.split("|"))
        values[name] = allowed.split("|")
    relations = {line.split("\t")[0] for line in sections["relations"]}
    assert not set(values) & set(sections["entities"])
    for line in brat.write_ann(draft_markup(vnreport.analyze(TEXT).to_dict(), layers), "codepoint").splitlines():
        head, body = line.split("\t")[:2]
        if head[0] == "T":
            assert body.split()[0] in sections["entities"]
        elif head[0] == "A":
            assert body.split()[2] in values[body.split()[0]]
        elif head[0] == "R":
            assert body.split()[0] in relations


def test_brat_reads_the_words_that_it_wrote() -> None:
    """The check that brat itself makes: fragments joined by blanks are the words of the line."""
    for text in HOSTILE.values():
        plain = brat.plain_text(text)
        assert len(plain) == len(text)
        assert plain.split("\n") == plain.splitlines() or plain.endswith("\n") or not plain
        for line in brat.write_ann(draft_markup(vnreport.analyze(text).to_dict(), LAYERS), "codepoint").split("\n"):
            if line.startswith("T"):
                _, head, words = line.split("\t", 2)
                places = [tuple(map(int, piece.split())) for piece in head.split(" ", 1)[1].split(";")]
                assert " ".join(plain[start:end] for start, end in places) == words


def test_the_vocabulary_is_that_of_the_library() -> None:
    fields = {field for kind in MARK_TYPES.values() for field in kind.choices}
    assert all(choices(field) for field in fields)
    assert {aspect for aspects in ASPECTS.values() for aspect in aspects} == set(choices("aspect"))
    assert {kind.layer for kind in MARK_TYPES.values()} == set(LAYERS)
    assert all(kind in MARK_TYPES for ends in LINK_TYPES.values() for kinds in ends for kind in kinds)
    assert set(CLI_FORMS) == set(FORMS)


# --- offsets -------------------------------------------------------------------------------------------------------


@given(st.text())
def test_offsets_are_those_of_the_encoded_text(text: str) -> None:
    wide, bytes_ = OffsetMap(text, "utf16"), OffsetMap(text, "utf8")
    for place in range(len(text) + 1):
        units = len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        size = len(text[:place].encode("utf-8", "surrogatepass"))
        assert (wide.to_unit(place), bytes_.to_unit(place)) == (units, size)
        assert (wide.to_codepoint(units), bytes_.to_codepoint(size)) == (place, place)


def test_an_offset_inside_a_character_is_refused() -> None:
    offsets = OffsetMap("a📄", "utf16")
    for place, reason in ((2, "inside a character"), (4, "outside"), (-1, "outside")):
        with pytest.raises(ValueError, match=reason):
            offsets.to_codepoint(place)
    with pytest.raises(ValueError, match="outside"):
        OffsetMap("abc", "utf8").to_codepoint(4)
    with pytest.raises(ValueError, match="offset_unit='bytes' is none of codepoint, utf16, utf8"):
        OffsetMap("a", "bytes")


def test_a_report_in_other_units_slices_the_encoded_text() -> None:
    text = HOSTILE["astral"]
    data = vnreport.analyze(text).to_dict()
    before = copy.deepcopy(data)
    for unit, encoding, size in (("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)):
        converted = convert_offsets(data, unit)
        encoded = text.encode(encoding)
        checked = 0
        for key in ("blocks", "sentences", "references", "times", "quantities", "places"):
            for item in converted[key]:
                assert encoded[item["start"] * size : item["end"] * size].decode(encoding) == item["text"]
                checked += 1
        assert checked > 40
        assert converted["meta"]["signer"]["start"] > data["meta"]["signer"]["start"]
        with pytest.raises(ValueError, match="converted before"):
            convert_offsets(converted, "utf8")
        with pytest.raises(ParseError, match="a Report counts code points"):
            vnreport.Report.from_dict(converted)
    assert data == before


def test_analyze_counts_in_other_units(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("📄 Đạt 5/7 xã.".encode())
    found = json.loads(run("analyze", file, "--offset-unit", "utf16").stdout)
    assert (found["offset_unit"], found["quantities"][0]["start"]) == ("utf16", 7)
    assert "offset_unit" not in json.loads(run("analyze", file, "--format", "jsonl").stdout)
    assert run("analyze", file, "--offset-unit", "utf8", "--format", "summary").exit_code == 2


# --- samples -------------------------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.integers(0, 40).map(lambda n: (str(n),)), st.integers(1, 500), min_size=1), st.integers(0, 900)
)
def test_a_sample_is_shared_out_in_proportion(sizes: dict[tuple[str, ...], int], more: int) -> None:
    size, whole = len(sizes) + more, sum(sizes.values())
    given_ = allocate(sizes, size)
    assert sum(given_.values()) == min(size, whole)
    assert all(1 <= given_[key] <= had for key, had in sizes.items())
    for key, had in sizes.items():
        for other, others in sizes.items():
            if had > others and given_[other] > 1:
                assert given_[key] >= given_[other]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A batch of 24 documents: kinds and years by turns, one of them twice."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "in").mkdir()
    for number in range(24):
        year = (1998, 2009, 2023)[number % 3]
        title = "năm" if number % 4 else "quý III"
        words = " ".join(f"việc{number}x{index}" for index in range(12))
        text = f"Hà Sơn, ngày 05 tháng 12 năm {year}\n\nBÁO CÁO\nKết quả công tác {title} {year}\n\nĐã làm {words}."
        (folder / "in" / f"{number:02d}.txt").write_bytes(text.replace("quý III ", "quý III năm ").encode())
    (folder / "in" / "24.txt").write_bytes((folder / "in" / "00.txt").read_bytes())
    (folder / "own.csv").write_text(
        "path,huyện\n" + "".join(f"{n:02d}.txt,{'AB'[n % 2]}\n" for n in range(25)), "utf-8"
    )
    for name in ("out.jsonl", "out.parquet"):
        options = ("--jobs", "1", "--metadata", folder / "own.csv")
        assert run("batch", folder / "in", "-o", folder / name, *options).exit_code == 0
    return folder


def names(sample: Sample) -> list[str]:
    return [pathlib.Path(document["source"]).name for document in sample.documents]


def test_a_sample_has_every_stratum_in_proportion(archive: pathlib.Path) -> None:
    sample = draw_sample(str(archive / "out.jsonl"), 12, by=("kind", "decade"))
    assert [(s.values, s.had, s.got) for s in sample.strata] == [
        (("quarter", "1990s"), 2, 1), (("quarter", "2000s"), 2, 1), (("quarter", "2020s"), 2, 1),
        (("year", "1990s"), 6, 3), (("year", "2000s"), 6, 3), (("year", "2020s"), 6, 3),
    ]  # fmt: skip
    assert Counter(tuple(d["stratum"].values()) for d in sample.documents) == {s.values: s.got for s in sample.strata}
    assert sum(document["weight"] for document in sample.documents) == 24
    assert all(document["schema"] == "vnreport/1" for document in sample.documents)
    assert len(set(names(sample)) & {"00.txt", "24.txt"}) < 2
    assert sample.to_text().splitlines()[0] == "kind     decade  had  got"
    assert sample.to_text().splitlines()[-1] == "         all      24   12"


def test_a_sample_follows_the_seed_and_not_the_order(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    drawn = draw_sample(str(archive / "out.jsonl"), 6, seed=7)
    lines = (archive / "out.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "turned.jsonl").write_bytes(b"".join(reversed(lines)))
    assert draw_sample(str(tmp_path / "turned.jsonl"), 6, seed=7) == drawn
    others = {tuple(names(draw_sample(str(archive / "out.jsonl"), 6, seed=seed))) for seed in range(8)}
    assert len(others) == 8


@pytest.mark.parametrize("by", [(), ("kind",), ("decade", "label"), ("huyện",), ("file_format", "year", "is_draft")])
def test_parquet_gives_the_same_sample(archive: pathlib.Path, by: tuple[str, ...]) -> None:
    lines, tables = (draw_sample(str(archive / name), 8, by=by) for name in ("out.jsonl", "out.parquet"))
    assert names(lines) == names(tables)
    assert lines.strata == tables.strata
    assert set(tables.documents[0]) == {"source", "document_id", "stratum", "weight"}
    if by:
        reports = dict(read_reports_of(tables, archive))
        assert [reports[source]["text"] for source in reports] == [document["text"] for document in lines.documents]


def read_reports_of(sample: Sample, folder: pathlib.Path) -> Any:
    file = folder / "drawn.jsonl"
    file.write_bytes("".join(json.dumps(document) + "\n" for document in sample.documents).encode())
    return read_reports([str(file)])


def test_what_is_no_batch_or_no_column_is_named(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"source": "a"}\n')
    (tmp_path / "b.jsonl").write_text("{\n")
    for output, options, reason in (
        (archive / "out.jsonl", {"size": 2, "by": ("kind", "decade")}, "6 strata need a sample of 6 or more"),
        (archive / "out.jsonl", {"size": 2, "by": ("tỉnh",)}, "no column 'tỉnh'; they have kind, level"),
        (archive / "in", {"size": 2}, "is no .parquet output of `vnreport batch`"),
        (archive / "none.jsonl", {"size": 2}, "does not exist"),
        (tmp_path / "a.jsonl", {"size": 2}, "line 1: is no report that `vnreport batch` wrote"),
        (tmp_path / "b.jsonl", {"size": 2}, "line 1: is no JSON"),
    ):
        with pytest.raises(ConfigError, match=re.escape(reason)):
            draw_sample(str(output), **options)  # type: ignore[arg-type]
    assert {"report_kind", "admin_level", "sector", "duplicate_of", "sentence_count"} <= {
        column.name for column in TABLES["documents"]
    }


def test_an_archive_is_sampled_too(tmp_path: pathlib.Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("x/1.txt", "Đã thu 5 tỷ đồng.")
    source = f"{tmp_path / 'a.zip'}!x/1.txt"
    (tmp_path / "list.jsonl").write_text(json.dumps({"source": source}))
    assert [(name, report["text"]) for name, report in read_reports([str(tmp_path / "list.jsonl")])] == [
        (source, "Đã thu 5 tỷ đồng.")
    ]


def test_the_commands(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    drawn = run("sample", archive / "out.jsonl", "-n", 6, "--by", "kind", "--seed", 1, "-o", tmp_path / "drawn.jsonl")
    assert (drawn.exit_code, drawn.stdout) == (0, "")
    assert drawn.stderr.splitlines()[-1].split() == ["all", "24", "6"]
    assert run("sample", archive / "out.jsonl", "-n", 1, "--by", "kind").exit_code == 1
    done = run("export", tmp_path / "drawn.jsonl", "--to", "brat", "-o", tmp_path / "brat")
    assert (done.exit_code, done.output) == (0, f"6 texts in {tmp_path / 'brat'}\n")
    assert run("export", tmp_path / "drawn.jsonl", "--to", "brat", "-o", tmp_path / "brat").exit_code == 2
    done = run("import", tmp_path / "brat", "-o", tmp_path / "gold")
    assert (done.exit_code, done.output) == (0, f"6 annotated reports in {tmp_path / 'gold'}\n")
    scores = json.loads(run("evaluate", tmp_path / "gold", "--format", "json").stdout)["scores"]
    assert {row["f1"] for row in scores.values()} == {1.0}
    (next((tmp_path / "brat").glob("*.ann"))).write_text("x")
    failed = run("import", tmp_path / "brat", "-o", tmp_path / "gold2")
    assert failed.exit_code == 1
    assert re.search(r"Error: .*\.ann: line 1: 'x' is no annotation", failed.stderr)
    for arguments in (("export", tmp_path / "none.txt"), ("export", tmp_path / "none.jsonl")):
        failed = run(*arguments, "--to", "w3c", "-o", tmp_path / "w3c")
        assert failed.exit_code == 1
        assert "none." in failed.stderr
