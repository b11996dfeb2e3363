"""Batches: plans, hostile files, stopped runs, outputs, duplicates, the user's own columns, many items from Python."""

from __future__ import annotations

import csv
import io
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

import vnreport
from format_makers import make_docx, make_rtf, zipped
from pdf_maker import make_pdf
from vnreport import Failure, Report, analyze_many
from vnreport.batch.likeness import find_duplicates, is_draft, sketch
from vnreport.batch.metadata import read_metadata
from vnreport.batch.plan import make_plan
from vnreport.batch.pool import Lost, Pool
from vnreport.batch.run import Options, Summary, run_batch
from vnreport.cli import cli
from vnreport.forms.tables import TABLES

WORDS = [
    "đảng",
    "bộ",
    "huyện",
    "xã",
    "tỉnh",
    "công",
    "tác",
    "kết",
    "quả",
    "thực",
    "hiện",
    "nghị",
    "quyết",
    "kế",
    "hoạch",
    "đoàn",
    "viên",
    "hội",
    "viên",
    "tổ",
    "chức",
    "cơ",
    "sở",
]


def report_text(number: int) -> str:
    """A small report of its own, not near to any other."""
    chance = random.Random(number)
    body = " ".join(chance.choice(WORDS) for _ in range(60))
    return f"BÁO CÁO số {number}\nĐã kết nạp {number} đảng viên theo Nghị quyết số 20-NQ/TW. {body}.\nCòn chậm.\n"


def write(folder: pathlib.Path, files: dict[str, bytes | str]) -> None:
    """Files below a folder."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode() if isinstance(data, str) else data)


def lines(path: pathlib.Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def call(*arguments: str | pathlib.Path) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, list(map(str, arguments)), prog_name="vnreport")


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder of eight reports, one of them twice."""
    write(tmp_path / "in", {f"{number}.txt": report_text(number) for number in range(6)})
    write(tmp_path / "in", {"con/sáu.docx": make_docx(report_text(6).splitlines()), "con/không.txt": report_text(0)})
    return tmp_path


# --- plans ---------------------------------------------------------------------------------------------------------


def tar_of(entries: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return buffer.getvalue()


def test_what_is_read(tmp_path: pathlib.Path) -> None:
    write(tmp_path, {
        "a/2.txt": "x", "a/1.txt": "x", "a/.hidden.txt": "x", "a/~$1.docx": "x",
        "b.zip": zipped({"x/1.txt": "x", "../out.txt": "x", "/abs.txt": "x", "__MACOSX/1.txt": "x"}),
        "c.tar.gz": tar_of({"1.txt": b"x", "../../out.txt": b"x"}),
        "d.docx": make_docx(["x"]),
    })  # fmt: skip
    (tmp_path / "a" / "e.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe")
    plan = make_plan([str(tmp_path), str(tmp_path / "a" / "*.txt"), "no-such", "no-*.txt"], unpack_to=tmp_path / "u")
    names = [item.source.removeprefix(f"{tmp_path}/") for item in plan.items]
    assert names == ["b.zip!x/1.txt", "c.tar.gz!1.txt", "d.docx", "a/1.txt", "a/2.txt"]
    reasons = {failure.source.removeprefix(f"{tmp_path}/"): failure.reason for failure in plan.failures}
    assert reasons == {
        "b.zip!../out.txt": "its name leads outside of the archive",
        "b.zip!/abs.txt": "its name leads outside of the archive",
        "c.tar.gz!../../out.txt": "its name leads outside of the archive",
        "c.tar.gz!link.txt": "is no file (a link or a device in an archive)",
        "pipe": "is no file (a device, a pipe or a socket)",
        "a/e.pdf": "is a folder, not a document; what is in it is read",
        "no-such": "does not exist",
        "no-*.txt": "matches no file",
    }
    assert plan.skipped == 2
    assert [path.name for path in (tmp_path / "u").iterdir()] == ["00000001"]


def test_a_dry_run_reads_nothing(folder: pathlib.Path) -> None:
    done = call("batch", folder / "in", "nowhere.txt", "-o", folder / "out.jsonl", "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.startswith("8 documents, ")
    assert "       7 .txt\n" in done.stdout
    assert "not read: nowhere.txt: does not exist" in done.stdout
    assert not (folder / "out.jsonl").exists()


# --- results -------------------------------------------------------------------------------------------------------


def test_one_line_for_each_document(folder: pathlib.Path) -> None:
    (folder / "list.txt").write_text(f"# the rest\n{folder / 'in' / 'con'}\n", "utf-8")
    files, rest = sorted((folder / "in").glob("*.txt")), folder / "list.txt"
    done = call("batch", *files, "--list", rest, "-o", folder / "out.jsonl", "--jobs", "2")
    assert done.exit_code == 0, done.output
    assert "8 documents in " in done.stderr
    assert re.search(r"[78] read now .*, [01] were there already", done.stderr)
    found = lines(folder / "out.jsonl")
    assert [pathlib.Path(row["source"]).name for row in found] == [
        *(f"{n}.txt" for n in range(6)),
        "không.txt",
        "sáu.docx",
    ]
    first = found[0]
    assert first["document"]["format"] == "txt"
    assert first["document"]["quality"] > 0.9
    assert found[6]["duplicate_of"] == first["document_id"]
    assert found[6]["duplicate_kind"] == "exact"
    assert found[7]["document"]["format"] == "docx"
    report = Report.from_dict(first)
    assert report == vnreport.analyze_file(first["source"])
    assert lines(folder / "out.errors.jsonl") == []


def test_what_has_not_changed_is_kept(folder: pathlib.Path) -> None:
    output = str(folder / "out.jsonl")

    def run() -> Summary:
        return run_batch([str(folder / "in")], output, Options(jobs=2))

    assert run().documents == 8
    assert (run().fresh, run().kept) == (0, 8)
    before = (folder / "out.jsonl").read_bytes()
    (folder / "in" / "0.txt").write_text(report_text(100), "utf-8")
    (folder / "in" / "1.txt").unlink()
    changed = run()
    assert (changed.fresh, changed.kept) == (1, 6)
    assert len(lines(folder / "out.jsonl")) == 7
    (folder / "in" / "0.txt").write_text(report_text(0), "utf-8")
    (folder / "in" / "1.txt").write_text(report_text(1), "utf-8")
    assert run().fresh == 0
    assert (folder / "out.jsonl").read_bytes() == before


def test_mixed_versions_are_refused_unless_asked_for(folder: pathlib.Path) -> None:
    output, only = str(folder / "out.jsonl"), vnreport.Analyzer(only=("times",))
    run_batch([str(folder / "in")], output, Options())
    with pytest.raises(vnreport.ConfigError, match="made by another version or with other options; --redo"):
        run_batch([str(folder / "in")], output, Options(analyzer=only))
    (folder / "in" / "new.txt").write_text(report_text(9), "utf-8")
    mixed = run_batch([str(folder / "in")], output, Options(analyzer=only, mixed=True))
    assert (mixed.fresh, mixed.kept) == (1, 8)
    assert {str(row["generator"]["options"]["only"]) for row in lines(folder / "out.jsonl")} == {"None", "['times']"}
    anew = run_batch([str(folder / "in")], output, Options(analyzer=only, redo=True))
    assert anew.documents == 9
    assert anew.fresh >= 7
    assert {str(row["generator"]["options"]["only"]) for row in lines(folder / "out.jsonl")} == {"['times']"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "out.doc"), "the suffix names the form of the output: .jsonl, .parquet, .csv, .xlsx"),
        (("-o", "no/such/out.jsonl"), "does not exist"),
        (("-o", "out.jsonl", "--max-size", "lots"), "is no size"),
        (("-o", "out.jsonl", "--redo", "--mixed"), "opposite things"),
        (("-o", "out.jsonl", "--metadata", "none.csv"), "none.csv: cannot be opened"),
    ],
)
def test_wrong_usage(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(folder)
    done = call("batch", "in", *arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_a_folder_that_no_batch_made_is_left_alone(folder: pathlib.Path) -> None:
    write(folder, {"mine.csv/keep.txt": "x"})
    with pytest.raises(vnreport.ConfigError, match="is a folder that no batch made"):
        run_batch([str(folder / "in")], str(folder / "mine.csv"), Options())
    assert (folder / "mine.csv" / "keep.txt").exists()


# --- tables --------------------------------------------------------------------------------------------------------


def test_every_column_can_be_named_without_quotes(folder: pathlib.Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    summary = run_batch([str(folder / "in")], str(folder / "out.parquet"), Options(jobs=2))
    assert summary.documents == 8
    base = sqlite3.connect(":memory:")
    with duckdb.connect() as duck:
        for table, columns in TABLES.items():
            names = ", ".join(column.name for column in columns)
            files = folder / "out.parquet" / table / "*.parquet"
            duck.execute(f"create view {table} as select {names} from '{files}'")
            base.execute(f"create table {table} ({names})")
            base.execute(f"select {names} from {table}")
            for column in columns:
                duck.execute(f"select {column.name}, count(*) as n from {table} group by {column.name}").fetchall()
        assert duck.execute("select count(*) from documents").fetchone() == (8,)
        codes = duck.execute("select code, count(*) from citations where code is not null group by code").fetchall()
        assert codes == [("20-NQ/TW", 8)]
        joined = duck.execute(
            "select count(*) from quantities join sentences using (document_id, sentence_no) "
            "where contains(sentences.written, quantities.written) "
            "and sentences.content_label = quantities.content_label"
        ).fetchone()
        assert joined == duck.execute("select count(*) from quantities").fetchone()
        assert duck.execute("select count(distinct quantity_id) = count(*) from quantities").fetchone() == (True,)


def test_csv_for_a_spreadsheet(folder: pathlib.Path) -> None:
    write(folder / "in", {"f.txt": "=HYPERLINK(1)\n\n+ Đã đạt 5/7 xã.\n\n@cmd\n"})
    run_batch([str(folder / "in" / "f.txt")], str(folder / "out.csv"), Options())
    data = (folder / "out.csv" / "blocks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    written = [row["written"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
    assert written == ["'=HYPERLINK(1)", "'+ Đã đạt 5/7 xã.", "'@cmd"]
    assert {path.stem for path in (folder / "out.csv").glob("*.csv")} == set(TABLES)


def test_excel_holds_text_as_text(folder: pathlib.Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write(folder / "in", {"f.txt": "=1+1\n\nĐã đạt\x0b 5/7 xã.\n"})
    run_batch([str(folder / "in" / "f.txt")], str(folder / "out.xlsx"), Options())
    book = openpyxl.load_workbook(folder / "out.xlsx")
    assert book.sheetnames == list(TABLES) or set(book.sheetnames) == set(TABLES)
    cells = [cell for row in book["blocks"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s")]


def test_own_columns_are_joined_by_path(folder: pathlib.Path) -> None:
    table = "Tệp;Huyện;from\nin/0.txt;Nậm Khê;2021\nsáu.docx;Vĩnh Lộc;2022\n"
    (folder / "own.csv").write_bytes(table.encode("utf-8-sig"))
    metadata = read_metadata(str(folder / "own.csv"))
    assert metadata.columns == ("Huyện", "from")
    run_batch([str(folder / "in")], str(folder / "out.csv"), Options(metadata=metadata))
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv" / "documents.csv").read_text("utf-8-sig"))))
    by_name = {pathlib.Path(row["source"]).name: (row["user_huyện"], row["user_from"]) for row in rows}
    assert by_name["sáu.docx"] == ("Vĩnh Lộc", "2022")
    assert by_name["0.txt"] == ("Nậm Khê", "2021")
    assert by_name["5.txt"] == ("", "")
    (folder / "bad.csv").write_text("path,a\nx,1,2\n", "utf-8")
    with pytest.raises(vnreport.ConfigError, match=r"bad\.csv, line 2: has 3 cells where 2 are named"):
        read_metadata(str(folder / "bad.csv"))


# --- likeness ------------------------------------------------------------------------------------------------------


def test_near_duplicates_and_drafts(samples: dict[str, str]) -> None:
    final = next(iter(samples.values()))
    draft = "DỰ THẢO\n" + final.replace("ngày 08 tháng 12", "ngày     tháng 12")
    other = list(samples.values())[1]
    texts = [draft, final, other, final + "\n"]
    assert [is_draft(text) for text in texts] == [True, False, False, False]
    found = find_duplicates(
        [str(hash(text)) for text in texts], [sketch(text) for text in texts], [is_draft(t) for t in texts]
    )
    # The final report leads, though its draft stands first.
    assert {index: (like.of, like.kind) for index, like in found.items()} == {0: (1, "near"), 3: (1, "near")}


# --- hostile files -------------------------------------------------------------------------------------------------


def hostile(folder: pathlib.Path) -> dict[str, str]:
    """Files that try to end or to fill a batch, each with the reason that its line in the ledger gives."""
    word = make_docx(["Đã đạt 5/7 xã."])
    xxe = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'
    write(folder, {
        "truncated.docx": word[: len(word) // 2],
        "truncated.pdf": make_pdf([["x"]])[:80],
        "locked.doc": bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "bomb.docx": zipped({"word/document.xml": b"0" * (300 * 2**20)}),
        "bomb.zip": zipped({"huge.txt": b"0" * (65 * 2**20)}),
        "xxe.docx": zipped({"word/document.xml": xxe, "[Content_Types].xml": xxe}),
        "traverse.zip": zipped({"../../outside.txt": "x"}),
        "empty.txt": b"", "blank.txt": b" \n\n ", "noise.txt": random.Random(3).randbytes(5000),
        "scan.pdf": make_pdf([[]]), "picture.txt": b"\x89PNG\r\n", "nul.txt": b"abc\0def",
    })  # fmt: skip
    (folder / "folder.pdf").mkdir()
    with (folder / "zeros.txt").open("wb") as sparse:
        sparse.truncate(2**30)
    return {
        "truncated.docx": "damaged", "truncated.pdf": "damaged", "locked.doc": "password", "bomb.docx": "unpacks to",
        "bomb.zip!huge.txt": "more than the", "xxe.docx": "declares a document type",
        "traverse.zip!../../outside.txt": "outside", "empty.txt": "is empty", "blank.txt": "is empty",
        "noise.txt": "no encoding", "scan.pdf": "OCR", "picture.txt": "OCR", "nul.txt": "NUL",
        "folder.pdf": "is a folder", "zeros.txt": "more than the",
    }  # fmt: skip


def test_hostile_files_are_one_line_each(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "in"
    wanted = hostile(folder)
    # An endless line, and a file whose suffix lies, are read as what they are.
    write(folder, {"endless.txt": "Đã kết nạp 422 đảng viên, " * 40_000, "lies.pdf": make_rtf(["Đã đạt 5/7 xã."])})
    output = tmp_path / "out.jsonl"
    started = time.monotonic()
    done = call("batch", folder, "-o", output, "--jobs", "2", "--timeout", "60", "--max-memory", "2G")
    assert done.exit_code == 1
    assert time.monotonic() - started < 120
    ledger = {row["path"].removeprefix(f"{folder}/"): row["reason"] for row in lines(tmp_path / "out.errors.jsonl")}
    assert len(lines(tmp_path / "out.errors.jsonl")) == len(ledger)
    assert set(ledger) == set(wanted)
    for name, reason in wanted.items():
        assert reason in ledger[name], name
    assert {pathlib.Path(row["source"]).name for row in lines(output)} == {"endless.txt", "lies.pdf"}
    assert "15 failed" in done.stderr


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le")


def test_old_word_files_without_libreoffice(tmp_path: pathlib.Path) -> None:
    write(tmp_path / "in", {"1.doc": OLD, "2.doc": OLD + b"\0", "3.txt": "Đã đạt 5/7 xã."})
    command = [sys.executable, "-m", "vnreport", "batch", "in", "-o", "out.jsonl", "--jobs", "1"]
    environment = {**os.environ, "VNREPORT_SOFFICE": "no-such-program"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    reasons = [row["reason"] for row in lines(tmp_path / "out.errors.jsonl")]
    assert len(reasons) == 2
    assert all("reading .doc files needs soffice" in reason for reason in reasons)
    assert len(lines(tmp_path / "out.jsonl")) == 1
    assert "Traceback" not in done.stderr


# --- workers that crash or hang ------------------------------------------------------------------------------------


def misbehave() -> Callable[[str], str]:
    """A worker that does what its task says."""

    def work(task: str) -> str:
        if task == "die":
            os._exit(7)
        if task == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if task == "hang":
            time.sleep(60)
        return task.upper()

    return work


def test_a_worker_that_dies_or_hangs_names_its_task() -> None:
    tasks = ["a", "die", "b", "hang", "killed", "c"]
    answers = {task: answer for _, task, answer in Pool(misbehave, (), 2, timeout=1.0).run(tasks)}
    assert answers["die"] == Lost("crash", "its worker process died (exit code 7)")
    assert answers["killed"] == Lost("crash", "its worker process died (SIGKILL)")
    assert answers["hang"] == Lost("timeout", "took longer than --timeout")
    assert [answers[name] for name in "abc"] == ["A", "B", "C"]


def test_tasks_are_taken_no_faster_than_they_are_done() -> None:
    taken = 0

    def tasks() -> Iterator[str]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield "x"

    run = Pool(misbehave, (), 2).run(tasks(), ahead=4)
    next(run)
    assert taken <= 6
    assert sum(1 for _ in run) == 99


def test_a_run_that_is_killed_loses_and_doubles_nothing(tmp_path: pathlib.Path) -> None:
    count = int(os.environ.get("VNREPORT_KILL_DOCUMENTS", "80"))
    write(tmp_path / "in", {f"{number % 7}/{number}.txt": report_text(number) for number in range(count)})
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "vnreport", "batch", "in", "-o", str(output), "--jobs", "2"]
    chance = random.Random(5)
    killed = 0
    for _ in range(3):
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True)
        parts = tmp_path / "out.jsonl.work" / "parts"
        before = sum(1 for _ in parts.glob("*/*/*.part"))
        wanted = before + chance.randint(5, count // 4)
        while process.poll() is None and sum(1 for _ in parts.glob("*/*/*.part")) < wanted:
            time.sleep(0.02)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed == 3
    assert not output.exists()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = Counter(row["source"] for row in lines(output))
    assert found == Counter(f"in/{number % 7}/{number}.txt" for number in range(count))
    assert " were there already" in done.stderr
    assert not list((tmp_path / "out.jsonl.work").glob("parts/*/*/*.tmp"))


def test_a_result_that_cannot_be_written_is_named(folder: pathlib.Path) -> None:
    work = folder / "out.jsonl.work"
    work.mkdir()
    (work / "parts").write_bytes(b"a file where a folder should be")
    summary = run_batch([str(folder / "in" / "1.txt")], str(folder / "out.jsonl"), Options())
    assert [(f.stage, f.reason) for f in summary.failures] == [
        ("write", "its result cannot be written: Not a directory")
    ]
    assert summary.documents == 0


# --- from Python ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_items_in_order(tmp_path: pathlib.Path, jobs: int) -> None:
    write(tmp_path, {"a.txt": "Đạt 4 xã.", "b.pdf": b"%PDF-1.7 broken"})
    items: list[Any] = [
        "Đạt 1 xã.", ("hai", "Đạt 2 xã."), ("ba", None), tmp_path / "a.txt", tmp_path / "b.pdf", 7,
        ("x", "y", "z"), "Đạt 3 xã.",
    ]  # fmt: skip
    found = list(analyze_many(items, jobs=jobs))
    assert [key for key, _ in found] == [0, "hai", "ba", tmp_path / "a.txt", tmp_path / "b.pdf", 5, 6, 7]
    values = [str(r.quantities[0].value) if isinstance(r, Report) else r.stage for _, r in found]
    assert values == ["1", "2", "input", "4", "read", "input", "input", "3"]
    assert all(isinstance(result, Report | Failure) for _, result in found)


def test_many_items_are_not_read_ahead() -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield f"Đạt {number} xã."

    for jobs, most in ((1, 1), (2, 12)):
        taken = 0
        results = analyze_many(items(), jobs=jobs)
        next(results)
        assert taken <= most
        results.close()  # type: ignore[attr-defined]


def test_wrong_arguments_of_many() -> None:
    with pytest.raises(vnreport.ConfigError, match="jobs=0"):
        analyze_many([], jobs=0)
    with pytest.raises(vnreport.ConfigError, match="timeout needs jobs=2"):
        analyze_many([], timeout=1)


def test_a_zip_with_a_password(tmp_path: pathlib.Path) -> None:
    data = bytearray(zipped({"a.txt": "x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    write(tmp_path, {"locked.zip": bytes(data)})
    with zipfile.ZipFile(tmp_path / "locked.zip") as archive:
        assert archive.infolist()[0].flag_bits & 1
    plan = make_plan([str(tmp_path / "locked.zip")], unpack_to=tmp_path / "u")
    assert [failure.reason for failure in plan.failures] == ["has a password"]
