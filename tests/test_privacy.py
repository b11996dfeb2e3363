"""What is written down about a document besides its result quotes nothing of it; and results without people."""

from __future__ import annotations

import html
import json
import os
import pathlib
import random
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator

import pytest

import vnreport
from format_makers import make_docx, make_html, make_odt, make_rtf
from pdf_maker import make_pdf
from vnreport.batch.plan import Failure, Item
from vnreport.batch.results import Results
from vnreport.batch.work import Settings, Task, Worker
from vnreport.text.quality import find_damage

# It stands in every document in several dresses, and in no name of a file.
SECRET = "Nguyễn Mật Danh"
MARKS = ("Mật Danh", "Mat Danh", "zqxjk")
REPORT = (
    "BÁO CÁO\nKết quả công tác năm 2023 zqxjk\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n"
    f"Đồng chí {SECRET} zqxjk đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW ngày 31/02/2008 Mat Danh.\n"
    "Thu zqxjk đạt 45/50 hồ sơ (80%), vượt kế hoạch 78%.\nKT. CHỦ TỊCH\n" + SECRET + "\n"
)


def _documents() -> dict[str, bytes]:
    """One report in every format."""
    blocks = REPORT.split("\n")
    return {
        "a.txt": REPORT.encode(),
        "b.docx": make_docx(blocks),
        "c.odt": make_odt(blocks),
        "d.rtf": make_rtf(blocks),
        "e.html": make_html(blocks),
        "f.pdf": make_pdf([["zqxjk Mat Danh " * 4] * 8]),
        "g.txt": unicodedata.normalize("NFD", REPORT).encode("utf-16"),
        "h.txt": REPORT.encode("cp1258", "replace"),
        "i.md": f"# {REPORT}".encode(),
        "j.xml": f"<zqxjk>{SECRET}</zqxjk>".encode(),
        "k.txt": ("zqxjk " * 40).encode() + bytes(range(128, 256)) * 9,
        "l.txt": "Káº¿t quáº£ zqxjk ".encode() * 30,
        "m.html": b"<table><tr><td>zqxjk" * 4000,
        "n.rtf": b"{\\rtf1 zqxjk {\\u99999? \\'zz zqxjk",
    }


def _broken() -> Iterator[tuple[str, bytes]]:
    """The documents whole, cut off, and with single bytes changed."""
    chance = random.Random(7)
    for name, data in _documents().items():
        yield name, data
        stem, suffix = name.split(".")
        for number, share in enumerate((3, 2)):
            yield f"{stem}-cut{number}.{suffix}", data[: len(data) // share]
        for number in range(4):
            changed = bytearray(data)
            for _ in range(12):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield f"{stem}-noise{number}.{suffix}", bytes(changed)
        yield f"{stem}-wrong.{'pdf' if suffix != 'pdf' else 'docx'}", data


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, data in _broken():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        packed.writestr("inside.txt", REPORT)
        packed.writestr("../outside.txt", REPORT)
    damaged = bytearray((folder / "packed.zip").read_bytes())
    damaged[60:80] = b"zqxjk" * 4
    (folder / "damaged.zip").write_bytes(bytes(damaged))
    (folder / "metadata.csv").write_text("path;đơn vị\na.txt;huyện\n", "utf-8")
    return folder


def _tells(text: str) -> list[str]:
    """The words of the documents that stand in something that was written."""
    return [mark for mark in MARKS if mark in unicodedata.normalize("NFC", text)]


def _run(*arguments: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vnreport", *map(str, arguments)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_what_a_batch_tells_quotes_nothing(archive: pathlib.Path, tmp_path: pathlib.Path, suffix: str) -> None:
    output = tmp_path / f"out.{suffix}"
    done = _run("batch", archive, "-o", output, "--jobs", "2", "--metadata", archive / "metadata.csv")
    assert done.returncode == 1, done.stderr
    ledger = (tmp_path / "out.errors.jsonl").read_text("utf-8")
    assert len(ledger.splitlines()) > 10
    assert not _tells(ledger), [line for line in ledger.splitlines() if _tells(line)]
    assert not _tells(done.stdout + done.stderr)
    results = {output.name, "parts"}
    for place in tmp_path.rglob("*"):
        inside = results & set(place.relative_to(tmp_path).parts)
        if place.is_file() and not inside:
            assert not _tells(place.read_bytes().decode("utf-8", "replace")), place
        assert not _tells(str(place))


def test_the_marks_stand_in_the_results(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    _run("batch", archive / "a.txt", "-o", tmp_path / "out.jsonl", "--jobs", "1")
    assert _tells((tmp_path / "out.jsonl").read_text("utf-8")) == list(MARKS)


def test_messages_of_single_commands_quote_nothing(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    files = sorted(file for file in archive.iterdir() if file.suffix not in (".zip", ".csv"))
    for command in (("analyze", "--format", "jsonl", "-o"), ("indicators", "--format", "csv", "-o")):
        done = _run(command[0], *files, *command[1:], tmp_path / "out")
        assert done.returncode == 1
        assert not _tells(done.stderr), [line for line in done.stderr.splitlines() if _tells(line)]
    (tmp_path / "texts").mkdir()
    done = _run("convert", *files, "--into", tmp_path / "texts")
    assert not _tells(done.stdout + done.stderr)


class _Breaking:
    """An analyzer with a fault that quotes what it was given, as faults do."""

    def analyze(self, text: str, **_: object) -> vnreport.Report:
        if text == "Báo cáo":
            return vnreport.analyze(text)
        raise ValueError(f"invalid literal: {text!r}")


def test_a_fault_is_told_by_its_place(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(REPORT, "utf-8")
    broken = _Breaking()
    settings = Settings(broken, tmp_path, "x" * 16, 10_000)  # type: ignore[arg-type]
    Results(tmp_path, "x" * 16)
    (failure,) = Worker(settings)(Task((Item(str(file), str(file), None, len(REPORT)),)))
    (_, other), = vnreport.analyze_many([("a", REPORT)], analyzer=broken)  # type: ignore[arg-type]  # fmt: skip
    for found in (failure, other):
        assert isinstance(found, Failure)
        assert found.stage == "analyze"
        assert found.reason.startswith("ValueError at ")
        assert ", line " in found.reason
        assert not _tells(found.reason)


def test_warnings_quote_nothing() -> None:
    text = "K?t qu? zqxjk c?ng t?c th?ng " * 20 + "Káº¿t quáº£ Mat Danh "
    found = find_damage(text)
    assert found
    assert not _tells("".join(map(str, found)))


# --- without people --------------------------------------------------------------------------------------------------

NAMED = (
    "UBND XÃ TÂN TIẾN\nSố: 12/BC-UBND\nTân Tiến, ngày 5 tháng 6 năm 2023\nBÁO CÁO\nKết quả công tác năm 2023\n\n"
    "I. KẾT QUẢ CỦA ĐỒNG CHÍ TRẦN THỊ LAN\n"
    "Đồng chí Trần Thị Lan và đ/c Hùng đã trao 12 suất quà tại Trường THPT Trần Phú. Trần  Thị\nLan đạt 98% kế hoạch.\n"
    "Quyết định số 5/QĐ-UBND ngày 1/2/2023 về việc khen thưởng ông Lê Văn Bảy.\n\nKT. CHỦ TỊCH\nPhạm Đức Long\n"
)
NAMES = ("Trần Thị Lan", "TRẦN THỊ LAN", "trần thị lan", "Hùng", "Lê Văn Bảy", "lê văn bảy", "Phạm Đức Long", "Bảy")


def _names(text: str) -> list[str]:
    text = " ".join(unicodedata.normalize("NFC", text).replace("\\n", " ").split())
    return [name for name in NAMES if name in text]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_report_without_people_names_none(form: str) -> None:
    text = unicodedata.normalize(form, NAMED)  # type: ignore[arg-type]
    full, report = vnreport.analyze(text), vnreport.Analyzer(people=False).analyze(text)
    assert {person.text for person in full.people} >= {
        unicodedata.normalize(form, name)  # type: ignore[arg-type]
        for name in ("Trần Thị Lan", "Hùng", "Lê Văn Bảy", "Phạm Đức Long")
    }
    assert _names(full.to_json())
    assert _names(report.to_json()) == []
    assert report.people == ()
    assert report.meta.signer is None
    assert "Trường THPT Trần Phú" in unicodedata.normalize("NFC", report.text)
    assert vnreport.Report.from_dict(json.loads(report.to_json())) == report


def test_nothing_moves_where_names_are_blotted_out() -> None:
    full, report = vnreport.analyze(NAMED), vnreport.Analyzer(people=False).analyze(NAMED)
    assert len(report.text) == len(NAMED)
    assert all(a == b or b == "█" for a, b in zip(NAMED, report.text, strict=True))
    for part in ("blocks", "sections", "sentences", "references", "times", "quantities", "organizations", "places"):
        ours, theirs = getattr(report, part), getattr(full, part)
        assert [(item.start, item.end) for item in ours] == [(item.start, item.end) for item in theirs]
        if part != "sections":
            assert all(report.text[item.start : item.end] == item.text for item in ours)
    assert [word.text for word in report.words]


def test_a_text_without_people_is_left_as_it_is() -> None:
    text = "Đã kết nạp 422 đảng viên tại xã Tân Tiến."
    report, full = vnreport.Analyzer(people=False).analyze(text), vnreport.analyze(text)
    assert report.text == text
    assert report.generator["options"] == {"only": None, "people": False}
    assert {**report.to_dict(), "generator": None} == {**full.to_dict(), "generator": None}


def test_parts_that_nobody_asked_for_stay_away() -> None:
    report = vnreport.Analyzer(only=("times",), people=False).analyze(NAMED)
    assert report.organizations == report.places == report.people == ()
    assert _names(report.to_json()) == []


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet"])
def test_no_output_of_a_batch_names_people(tmp_path: pathlib.Path, suffix: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(NAMED, "utf-8")
    output = tmp_path / f"out.{suffix}"
    done = _run("batch", tmp_path / "in", "-o", output, "--jobs", "1", "--no-people")
    assert done.returncode == 0, done.stderr
    if suffix == "parquet":
        import duckdb

        tables = [file.parent.name for file in output.rglob("*.parquet")]
        told = "\n".join(
            str(duckdb.sql(f"select * from '{output}/{table}/*.parquet'").fetchall()) for table in sorted(set(tables))
        )
    elif suffix == "xlsx":
        with zipfile.ZipFile(output) as book:
            told = html.unescape("\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist()))
    else:
        files = [output] if output.is_file() else sorted(output.rglob("*.csv"))
        told = "\n".join(file.read_text("utf-8") for file in files)
    assert "12 suất quà" in told
    assert _names(told) == []
    for place in (tmp_path / "out.jsonl.work").rglob("*.json"):
        assert _names(place.read_bytes().decode("utf-8", "replace")) == []


@pytest.mark.parametrize("command", [
    ("analyze", "--format", "json"), ("analyze", "--format", "jsonl"), ("analyze", "--format", "summary"),
    ("indicators", "--format", "csv"), ("indicators", "--format", "json"), ("indicators", "--format", "table"),
    ("view",),
])  # fmt: skip
def test_no_command_names_people(tmp_path: pathlib.Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(NAMED, "utf-8")
    done = _run(command[0], file, *command[1:], "--no-people")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert _names(done.stdout) == []


def test_a_batch_does_not_mix_reports_with_and_without_people(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(NAMED, "utf-8")
    assert _run("batch", file, "-o", tmp_path / "out.jsonl").returncode == 0
    again = _run("batch", file, "-o", tmp_path / "out.jsonl", "--no-people")
    assert again.returncode == 2
    assert "--redo" in again.stderr
