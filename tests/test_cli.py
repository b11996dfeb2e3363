"""The command line as a user meets it: formats, exit codes, errors that name the file, UTF-8 whatever the console."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent
TEXT = "BÁO CÁO\nKết quả năm 2023\n\nI. KẾT QUẢ\nĐã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW ngày 28/1/2008.\n"


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "vnreport", *arguments], input=stdin, capture_output=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "báo cáo.txt"
    file.write_bytes(TEXT.encode())
    return file


def test_one_file_is_one_json_object(report: pathlib.Path) -> None:
    done = run("analyze", str(report))
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert data["source"] == str(report)
    assert data["references"][0]["code"] == "20-NQ/TW"
    assert data["text"] == TEXT


def test_several_files_are_an_array_and_lines(report: pathlib.Path) -> None:
    assert len(json.loads(run("analyze", str(report), str(report)).stdout)) == 2
    lines = run("analyze", "--format", "jsonl", str(report), str(report)).stdout.splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["vnreport/1", "vnreport/1"]


def test_standard_input_and_the_summary(report: pathlib.Path) -> None:
    done = run("analyze", "-", "--format", "summary", stdin=TEXT.encode("utf-8-sig"))
    assert done.returncode == 0
    shown = done.stdout.decode("utf-8")
    assert "Nghị quyết số 20-NQ/TW, 2008-01-28" in shown
    assert "I KẾT QUẢ" in shown
    assert "\x1b[" not in shown


def test_a_failed_input_is_named_and_the_rest_goes_on(report: pathlib.Path, tmp_path: pathlib.Path) -> None:
    bad = tmp_path / "hỏng.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    done = run("analyze", "--format", "jsonl", str(bad), str(report), str(tmp_path / "none.txt"))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    errors = done.stderr.decode("utf-8").splitlines()
    assert errors[0].startswith(f"vnreport: {bad}: is a damaged")
    assert errors[1] == f"vnreport: {tmp_path / 'none.txt'}: does not exist"


def test_when_nothing_could_be_read_json_is_still_json(tmp_path: pathlib.Path) -> None:
    done = run("analyze", str(tmp_path / "a"), str(tmp_path / "b"))
    assert (done.returncode, json.loads(done.stdout)) == (1, [])


@pytest.mark.parametrize(
    "arguments", [["analyze"], ["analyze", "x", "--format", "xml"], ["nope"], ["analyze", "x", "--report-date", "5/7"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Error" in done.stderr
    assert not done.stdout


def test_help_shows_examples_and_version() -> None:
    assert b"Examples:" in run("analyze", "--help").stdout
    assert run("--version").stdout.decode().strip() == f"vnreport {__import__('vnreport').__version__}"


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1252"}]
)
def test_output_is_utf8_whatever_the_console(report: pathlib.Path, environment: dict[str, str]) -> None:
    done = run("analyze", "-", "--format", "summary", stdin=TEXT.encode(), **environment)
    assert done.returncode == 0
    assert "Kết quả năm 2023" in done.stdout.decode("utf-8")


def test_report_date_only_output_and_indent(report: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "out.json"
    done = run(
        "analyze",
        "-",
        "-o",
        str(out),
        "--only",
        "times",
        "--report-date",
        "2021-07-05",
        "--indent",
        "1",
        stdin="ngày 15/6".encode(),
    )
    assert done.returncode == 0
    assert done.stdout == b""
    data = json.loads(out.read_text("utf-8"))
    assert data["times"][0]["first_day"] == "2021-06-15"
    assert out.read_bytes().count(b"\n") > 10


def test_schema_prints_json() -> None:
    assert json.loads(run("schema").stdout)["$id"] == "urn:vnreport:report:1"


def test_a_closed_pipe_ends_quietly(report: pathlib.Path) -> None:
    command = (
        f'"{sys.executable}" -m vnreport analyze --format jsonl '
        + " ".join(f'"{report}"' for _ in range(30))
        + " | head -c 10"
    )
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert len(done.stdout) == 10


def test_a_hostile_text_sends_no_escape_to_the_terminal() -> None:
    done = run(
        "analyze",
        "-",
        "--format",
        "summary",
        stdin="I. KẾT QUẢ \x1b[31m\x07\n\nĐã đạt 5 xã.\n\nII. HẠN CHẾ\n\nCòn chậm.".encode(),
    )
    assert b"\x1b" not in done.stdout
    assert b"\x07" not in done.stdout
