"""Records, tables and CoNLL-U of a report, without any package of another tool."""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import unicodedata
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import conllu
import vnreport
from properties.test_laws import TEXTS
from vnreport.cli import cli
from vnreport.forms.records import MENTIONS, NAMES
from vnreport.forms.tables import TABLES, Entry, rows
from vnreport.lexicon import load_table

# Those of an older encoding are no text before they are read as files.
CORPORA = [
    path
    for path in sorted((pathlib.Path(__file__).parent.parent / "corpora").rglob("*.txt"))
    if path.parent.name != "legacy"
]
TYPES = {"text": str, "whole": int, "number": (int, float), "day": datetime.date, "truth": bool}

# --- records -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CORPORA[::40], ids=lambda path: path.stem)
def test_every_mention_is_a_record(path: pathlib.Path) -> None:
    text = path.read_bytes().decode("utf-8")
    report = vnreport.analyze(text)
    records = report.to_records()
    kinds = {
        "reference": report.references, "time": report.times, "quantity": report.quantities,
        "organization": report.organizations, "person": report.people, "place": report.places,
        "abbreviation": report.abbreviations,
    }  # fmt: skip
    for kind, mentions in kinds.items():
        own = [row for row in records if row["kind"] == kind]
        assert [(row["start"], row["end"], row["rule"]) for row in own] == [(m.start, m.end, m.rule) for m in mentions]
        for row, mention in zip(own, mentions, strict=True):
            assert row["label"] == report.label_of(mention)
            section = report.section_of(mention)
            assert row["section"] == (None if section is None else section.id)
    assert len(records) == sum(map(len, kinds.values()))
    for row in records:
        assert text[row["start"] : row["end"]] == row["text"]  # type: ignore[misc]
    assert [(row["start"], row["end"]) for row in records] == sorted((row["start"], row["end"]) for row in records)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_cells_are_of_their_column(text: str) -> None:
    report = vnreport.analyze(text)
    for table in NAMES:
        columns = MENTIONS if table == "mentions" else TABLES[table]
        for record in report.to_records(table):
            assert list(record) == [column.name for column in columns]
            for column in columns:
                cell = record[column.name]
                assert cell is None or isinstance(cell, TYPES[column.kind]), (table, column, cell)


def test_a_quantity_says_what_its_indicator_says() -> None:
    report = vnreport.analyze("Năm 2023, kết nạp 422 đoàn viên, vượt chỉ tiêu 400.")
    row = next(row for row in report.to_records() if row["text"] == "422 đoàn viên")
    indicator = next(i for i in report.indicators if i.text == "422 đoàn viên")
    assert (row["role"], row["assessment"], row["value"]) == ("result", "exceeded", 422)
    assert row["subject"] == indicator.subject.text  # type: ignore[union-attr]
    assert (row["first_day"], row["last_day"]) == (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))


def test_a_citation_has_its_day_from_the_text_or_the_register() -> None:
    report = vnreport.analyze("Theo Nghị quyết số 20-NQ/TW ngày 28/1/2008 và QĐ 217.")
    days = {row["key"]: row["issued_on"] for row in report.to_records() if row["kind"] == "reference"}
    assert days == {
        "resolution:20-NQ/TW": datetime.date(2008, 1, 28),
        "decision:217-QĐ/TW": datetime.date(2013, 12, 12),
    }


@pytest.mark.parametrize("written", ["0,1", "1.234.567,891", "99,9999999", "123456789012345", "1,2 tỷ", "0,000001"])
def test_numbers_give_back_their_exact_amount(written: str) -> None:
    report = vnreport.analyze(f"Thu {written} đồng.")
    (row,) = (row for row in report.to_records() if row["kind"] == "quantity")
    assert Decimal(repr(float(row["value"]))) == report.quantities[0].value  # type: ignore[arg-type]


def test_tables_are_those_of_a_batch(samples: dict[str, str], tmp_path: pathlib.Path) -> None:
    """What `vnreport batch` writes as CSV is what the report of the same file gives."""
    import csv

    from vnreport.batch.run import Options, run_batch

    source = tmp_path / "bao-cao.txt"
    source.write_bytes(samples["ubnd-xa-6-thang-2024"].encode())
    run_batch([str(source)], str(tmp_path / "out.csv"), Options())
    report = vnreport.analyze_file(source)
    for table in TABLES:
        with (tmp_path / "out.csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            wanted = list(csv.DictReader(file))
        found = report.to_records(table, source=str(source))
        assert len(wanted) == len(found)
        known = {"file_format", "encoding", "quality", "damage", "is_draft"}
        for one, two in zip(wanted, found, strict=True):
            assert list(one) == list(two)
            for name in one.keys() - known:
                shown = "" if two[name] is None else str(two[name])
                assert one[name].removeprefix("'") == shown.removeprefix("'"), (table, name)


def test_without_a_name_a_document_has_no_id() -> None:
    report = vnreport.analyze("Đạt 5/7 xã.")
    assert report.to_records("quantities")[0]["quantity_id"] == "q0"
    assert report.to_records("quantities")[0]["document_id"] is None
    named = report.to_records("quantities", source="a.txt")[0]
    assert named["quantity_id"] == f"{named['document_id']}-q0"


def test_a_table_that_there_is_not_is_refused() -> None:
    report = vnreport.analyze("Đạt 5/7 xã.")
    with pytest.raises(vnreport.ConfigError, match="table='words' is none of mentions, documents, blocks"):
        report.to_records("words")


def test_a_table_asks_for_its_own_rows_only() -> None:
    report = vnreport.analyze("Đạt 5/7 xã.").to_dict()
    assert {table for table, _ in rows(Entry(None, {}, report), ("times", "quantities"))} == {"quantities"}


@pytest.mark.parametrize("method", ["to_pandas", "to_polars", "to_arrow"])
def test_a_missing_package_is_named(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = {"to_pandas": "pandas", "to_polars": "polars", "to_arrow": "pyarrow"}[method]
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(vnreport.MissingDependency, match=f"needs {package}.*pip install"):
        getattr(vnreport.analyze("Đạt 5/7 xã."), method)()


# --- CoNLL-U -------------------------------------------------------------------------------------------------------


def _checked(text: str) -> list[conllu.Sentence]:
    report = vnreport.analyze(text)
    sentences = conllu.check(report.to_conllu())
    assert len(sentences) == len(report.sentences)
    place, begun = 0, set()
    for own, sentence in zip(report.sentences, sentences, strict=True):
        assert sentence.comments["label"] == own.label
        for word in sentence.words:
            start, end = map(int, word.misc["TokenRange"].split(":"))
            assert not text[place:start].strip()
            assert own.start <= start < end <= own.end
            place = end
            shown = re.sub("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]", "\ufffd", text[start:end])
            assert word.form == unicodedata.normalize("NFC", " ".join(shown.split()))
            for mark in filter(None, word.misc.get("Mention", "").split(",")):
                letter, kind, index = mark.split("-")
                lists = {
                    "reference": report.references, "time": report.times, "quantity": report.quantities,
                    "organization": report.organizations, "person": report.people, "place": report.places,
                }  # fmt: skip
                mention = lists[kind][int(index)]
                assert start < mention.end
                assert mention.start < end
                assert (letter == "B") == (start <= mention.start)
                begun.add((kind, int(index)))
    assert not text[place:].strip()
    total = (
        report.references, report.times, report.quantities, report.organizations, report.people, report.places
    )  # fmt: skip
    assert len(begun) == sum(map(len, total))
    return sentences


@pytest.mark.parametrize("form", ["NFC", "NFD", "CRLF"])
@pytest.mark.parametrize("path", CORPORA[::50], ids=lambda path: path.stem)
def test_conllu_of_the_corpora(path: pathlib.Path, form: str) -> None:
    text = path.read_bytes().decode("utf-8")
    _checked(text.replace("\n", "\r\n") if form == "CRLF" else unicodedata.normalize(form, text))


@given(st.one_of(TEXTS, st.text(st.characters(), max_size=60)))
@settings(max_examples=60, deadline=None)
def test_conllu_of_any_text(text: str) -> None:
    _checked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "a\x00b\x85c\u2028d",
        "đạt \ud800 xã",
        "_",
        "\u0301\u0323 đạt",
        "👍🏽 Đạt 92% 😀",
        "\ud800" * 3,
        "\u200b\u00ad",
        "a|b=c",
    ],
)
def test_conllu_of_odd_text(text: str) -> None:
    _checked(text)


def test_words_keep_their_blanks_and_mentions_their_words() -> None:
    (sentence,) = _checked("Công đoàn cơ  sở xã Lùng Phình thực\u00a0hiện Nghị quyết số 20-NQ/TW.")
    forms = {word.form: word for word in sentence.words}
    assert sentence.comments["text"] == "Công đoàn cơ sở xã Lùng Phình thực hiện Nghị quyết số 20-NQ/TW."
    assert "thực hiện" in forms
    assert forms["20-NQ/TW"].misc["Mention"].startswith("I-reference-0")
    assert forms["20-NQ/TW"].misc["SpaceAfter"] == "No"


def test_documents_and_paragraphs_are_told() -> None:
    report = vnreport.analyze("I. KẾT QUẢ\nĐã họp. Kết quả tốt.")
    lines = report.to_conllu(source="kho/báo cáo.txt").splitlines()
    assert re.fullmatch(r"# newdoc id = [0-9a-f]{16}", lines[0])
    assert lines[1] == "# source = kho/báo cáo.txt"
    assert lines.count("# newpar") == 2
    ids = [line for line in lines if line.startswith("# sent_id")]
    assert [line.split("-")[-1] for line in ids] == ["s0", "s1", "s2"]


def test_every_tag_of_the_table_is_universal_and_every_word_of_its_own_counts() -> None:
    for row in load_table("parts_of_speech"):
        assert row["upos"] in conllu.UPOS
    (sentence,) = _checked("Kết quả là 5% và còn chậm.")
    tags = {word.form: word.upos for word in sentence.words}
    assert tags["và"] == "CCONJ"
    assert tags["."] == "PUNCT"


def test_the_command_writes_conllu(tmp_path: pathlib.Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Đã kết nạp 5 đoàn viên.", "utf-8")
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    result = CliRunner().invoke(cli, ["analyze", *files, "--format", "conllu"])
    assert result.exit_code == 0
    assert len(conllu.check(result.stdout)) == 2
    assert json.loads(CliRunner().invoke(cli, ["analyze", files[0], "--format", "json"]).stdout)["schema"]
