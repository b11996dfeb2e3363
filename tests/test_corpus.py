"""A whole corpus: questions to its tables, what an upgrade changed, and the Arrow function."""

from __future__ import annotations

import csv
import io
import json
import pathlib
from typing import Any

import pytest
from click.testing import CliRunner, Result

import vnreport
from format_makers import make_docx
from vnreport.batch.corpus import QUESTIONS, Filter, ask
from vnreport.batch.diff import compare
from vnreport.batch.run import Options, run_batch
from vnreport.cli import cli
from vnreport.cli.corpus import QUESTIONS as NAMED


def letter(place: str, year: int, amount: str, extra: str = "") -> str:
    """A yearly report of a commune."""
    return (
        f"UBND HUYỆN NẬM KHÊ\nUBND XÃ {place.upper()}\nSố: {year}/BC-UBND\n"
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{place}, ngày 20 tháng 12 năm {year}\n\n"
        f"BÁO CÁO\nKết quả thực hiện nhiệm vụ năm {year}\n\nI. KẾT QUẢ\n"
        f"Thực hiện Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị và Nghị quyết 18.\n"
        f"Thu ngân sách đạt {amount} tỷ đồng, đạt 105% kế hoạch.\nĐã kết nạp 5 đảng viên.\n{extra}\n"
        f"II. HẠN CHẾ\nTiến độ giải ngân còn chậm.\n"
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The tables of five reports; one is there twice."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "in").mkdir()
    texts = [
        letter("Vĩnh Lộc", 2021, "10"), letter("Vĩnh Lộc", 2022, "12,5"),
        letter("Phú Vân", 2022, "9", "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ."),
    ]  # fmt: skip
    for number, text in enumerate([*texts, texts[0]]):
        (folder / "in" / f"{number}.txt").write_text(text, "utf-8")
    run_batch([str(folder / "in")], str(folder / "out.parquet"), Options())
    return folder / "out.parquet"


def rows(folder: pathlib.Path, question: str, **which: Any) -> list[dict[str, Any]]:
    """An answer as dicts."""
    answer = ask(str(folder), question, Filter(**which))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_what_there_is(corpus: pathlib.Path) -> None:
    (found,) = rows(corpus, "summary")
    assert (found["report_kind"], found["admin_level"], found["documents"]) == ("year", "commune", 3)
    assert (found["first_year"], found["last_year"]) == (2021, 2022)


def test_the_most_cited_documents(corpus: pathlib.Path) -> None:
    found = rows(corpus, "citations")
    fixed = [(r["report_year"], r["called"], r["documents"]) for r in found if not r["ambiguous"]]
    assert fixed == [(2022, "217-QĐ/TW", 2), (2021, "217-QĐ/TW", 1), (2022, "30/2020/NĐ-CP", 1)]
    # "Nghị quyết 18" names no one document: counted, and apart.
    assert {r["cited"] for r in found if r["ambiguous"]} != set()
    assert {r["called"] for r in rows(corpus, "citations", issuer="Chính phủ")} == {"30/2020/NĐ-CP"}
    assert {r["report_year"] for r in rows(corpus, "citations", year=2021)} == {2021}


def test_an_indicator_over_years_and_places(corpus: pathlib.Path) -> None:
    found = [r for r in rows(corpus, "indicators", subject="Thu ngân sách") if r["unit"] == "đồng"]
    assert [(r["of_year"], r["place"], r["amount"]) for r in found] == [
        (2021, "Vĩnh Lộc", 10e9), (2022, "Phú Vân", 9e9), (2022, "Vĩnh Lộc", 12.5e9),
    ]  # fmt: skip
    assert len(rows(corpus, "indicators", subject="thu ngân sách", place="phú vân")) < len(found) * 2
    assert {"subject", "mentions", "documents"} <= set(rows(corpus, "indicators")[0])


def test_a_usual_name_finds_an_indicator_however_it_is_worded(corpus: pathlib.Path) -> None:
    found = rows(corpus, "indicators", subject="Kết nạp đảng viên")
    assert {(r["subject"], r["unit"]) for r in found} == {("kết nạp", "đảng viên")}
    assert rows(corpus, "indicators", subject="kết nạp đảng viên đợt 3/2") == []


def test_shares_of_labels(corpus: pathlib.Path) -> None:
    (found,) = rows(corpus, "sections")
    assert found["limitations_percent"] > 0
    assert found["documents"] == 3


def call(*arguments: str | pathlib.Path) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, list(map(str, arguments)), prog_name="vnreport")


def test_the_command(corpus: pathlib.Path, tmp_path: pathlib.Path) -> None:
    assert tuple(QUESTIONS) == NAMED
    shown = call("corpus", corpus, "citations")
    assert shown.exit_code == 0
    assert "217-QĐ/TW" in shown.stdout
    done = call("corpus", corpus, "sections", "--format", "csv", "--to", tmp_path / "a.csv")
    assert done.exit_code == 0
    assert next(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"))))["report_kind"] == "year"
    wrong = call("corpus", tmp_path, "summary")
    assert wrong.exit_code == 2
    assert "is no .parquet output" in wrong.stderr


# --- what changed --------------------------------------------------------------------------------------------------


def test_what_an_upgrade_changed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(letter("Vĩnh Lộc", 2020 + number, "10"), "utf-8")
    run_batch([str(tmp_path / "in")], str(tmp_path / "a.jsonl"), Options())
    assert call("diff", tmp_path / "a.jsonl", tmp_path / "a.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    lines[0]["references"][0]["code"] = "218-QĐ/TW"
    lines[0]["sentences"][0]["label_score"] = 0.123
    dropped = lines[1]["times"].pop()
    lines[1]["indicators"] = [i for i in lines[1]["indicators"] if i["time"] != len(lines[1]["times"])]
    lines[2]["source"] = "renamed.txt"
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    found = {pathlib.Path(d.source).name: d for d in compare(str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"))}
    assert {name: d.kind for name, d in found.items()} == {
        "0.txt": "changed", "1.txt": "changed", "renamed.txt": "added", "2.txt": "removed",
    }  # fmt: skip
    (change,) = found["0.txt"].changes
    assert (change.part, change.before["code"], change.after["code"]) == ("references", "217-QĐ/TW", "218-QĐ/TW")  # type: ignore[index]
    gone = [change for change in found["1.txt"].changes if change.part == "times"]
    assert [(c.before["text"], c.after) for c in gone] == [(dropped["text"], None)]  # type: ignore[index]
    done = call("diff", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert done.exit_code == 1
    assert done.stdout.startswith("4 documents: 2 changed, 1 only in the new, 1 only in the old\n")
    assert "code 217-QĐ/TW -> 218-QĐ/TW" in done.stdout
    listed = call("diff", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--format", "jsonl").stdout.splitlines()
    assert len(listed) == 4
    wrong = call("diff", tmp_path / "in" / "0.txt", tmp_path / "a.jsonl")
    assert wrong.exit_code == 2
    assert "is no .jsonl output of a batch" in wrong.stderr


# --- record batches ------------------------------------------------------------------------------------------------


def test_record_batches_in_and_out() -> None:
    pa = pytest.importorskip("pyarrow")
    from vnreport.arrow import SCHEMA, SCHEMA_DDL, process_batches

    text = letter("Vĩnh Lộc", 2021, "10")
    texts = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": [text, ""]})
    contents = [make_docx(text.split("\n")), b"%PDF-1.7 x"]
    files = pa.RecordBatch.from_pydict({"path": ["a.docx", "b.pdf"], "content": contents})
    made = list(process_batches([texts, files]))
    assert [batch.schema for batch in made] == [SCHEMA, SCHEMA]
    assert [batch.num_rows for batch in made] == [2, 2]
    first, empty, word, broken = [row for batch in made for row in batch.to_pylist()]
    report = vnreport.analyze(text)
    assert [c["code"] for c in first["citations"]] == [r.code for r in report.references]
    assert [q["amount"] for q in first["quantities"]] == [
        None if q.value is None else float(q.value) for q in report.quantities
    ]
    assert (first["report_code"], first["error"]) == ("2021/BC-UBND", None)
    assert [c["code"] for c in word["citations"]] == [c["code"] for c in first["citations"]]
    assert (empty["error"], empty["citations"]) == (None, [])
    assert broken["error"] == "read: is a damaged .pdf file; get it again"
    assert SCHEMA_DDL.startswith("document_id STRING, source STRING, ")
    assert "citations ARRAY<STRUCT<citation_id: STRING, " in SCHEMA_DDL
    with pytest.raises(vnreport.ConfigError, match="a batch has the columns x; it needs one of id, path"):
        list(process_batches([pa.RecordBatch.from_pydict({"x": ["a"]})]))
