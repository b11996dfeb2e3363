"""The command line as a user meets it: formats, exit codes, errors that name the file, UTF-8 whatever the console."""

from __future__ import annotations

import errno
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import time
from importlib import resources
from typing import Any

import pytest
from click.testing import CliRunner, Result

import vnreport
from vnreport.analyzer import PARTS as ANALYZER_PARTS
from vnreport.cli import PARTS, cli
from vnreport.io.document import Document

ROOT = pathlib.Path(__file__).parent.parent
TEXT = (
    "BÁO CÁO\nKết quả công tác năm 2023\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n"
    "Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW ngày 28/1/2008.\n\n"
    "II. HẠN CHẾ\nTiến độ còn chậm.\n"
)


# As a user runs it: what is written waits in a buffer, so that a failure may come as late as the last flush.
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def run(*arguments: str | pathlib.Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m vnreport` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "vnreport", *map(str, arguments)], input=stdin, capture_output=True, check=False,
        env={**BUFFERED, **environment},
    )  # fmt: skip


def call(*arguments: str | pathlib.Path, stdin: bytes | str = b"") -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, prog_name="vnreport")


@pytest.fixture
def report(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "báo cáo.txt"
    file.write_bytes(TEXT.encode())
    return file


@pytest.fixture
def damaged(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "hỏng.docx"
    file.write_bytes(b"PK\x03\x04 broken")
    return file


# --- formats -------------------------------------------------------------------------------------------------------


def test_one_file_is_one_object_that_is_the_report_of_the_library(report: pathlib.Path) -> None:
    done = call("analyze", report)
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert list(data)[:2] == ["source", "schema"]
    assert data.pop("source") == str(report)
    assert data == vnreport.analyze(TEXT).to_dict()
    assert done.stdout.count("\n") == 1


def test_several_files_are_an_array(report: pathlib.Path) -> None:
    for indent in ([], ["--indent", "2"]):
        data = json.loads(call("analyze", report, report, *indent).stdout)
        assert [item["source"] for item in data] == [str(report)] * 2


def test_jsonl_is_one_object_a_line(report: pathlib.Path) -> None:
    for files in ([report], [report, report]):
        lines = call("analyze", "--format", "jsonl", *files).stdout.splitlines()
        assert [json.loads(line)["schema"] for line in lines] == ["vnreport/1"] * len(files)


def test_indent(report: pathlib.Path) -> None:
    assert call("analyze", report, "--indent", "3").stdout.startswith('{\n   "source": ')


def test_the_summary(report: pathlib.Path) -> None:
    done = call("analyze", report, "--format", "summary")
    assert done.exit_code == 0
    assert "Kết quả công tác năm 2023" in done.stdout
    assert "II. HẠN CHẾ" in done.stdout
    assert "===" not in done.stdout
    several = call("analyze", report, "-", "--format", "summary", stdin="Đạt 5 xã.".encode()).stdout
    assert several.startswith(f"=== {report}\n")
    assert "\n\n=== -\n" in several


def test_output_goes_to_the_file(report: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "kết quả.json"
    done = call("analyze", report, "-o", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(out.read_bytes())["source"] == str(report)
    assert b"\r" not in out.read_bytes()
    assert call("analyze", report, "-o", "-").stdout == out.read_text("utf-8")


# --- options -------------------------------------------------------------------------------------------------------


def test_the_parts_are_those_of_the_analyzer() -> None:
    assert PARTS == ANALYZER_PARTS


@pytest.mark.parametrize("part", PARTS)
def test_only(report: pathlib.Path, part: str) -> None:
    data = json.loads(call("analyze", report, "--only", part).stdout)
    assert data.pop("source")
    assert data == vnreport.Analyzer(only=(part,)).analyze(TEXT).to_dict()


def test_only_may_be_repeated(report: pathlib.Path) -> None:
    data = json.loads(call("analyze", report, "--only", "times", "--only", "references").stdout)
    assert data["times"]
    assert data["references"]
    assert not data["quantities"]
    assert data["generator"]["options"]["only"] == ["references", "times"]


def test_report_date_completes_a_day() -> None:
    text = "Đến ngày 15/6 đạt 50% kế hoạch."
    times = json.loads(call("analyze", "-", "--report-date", "2021-07-05", stdin=text).stdout)["times"]
    assert (times[0]["first_day"], times[0]["inferred"]) == ("2021-06-15", True)
    assert json.loads(call("analyze", "-", stdin=text).stdout)["times"][0]["first_day"] is None


# --- standard input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_standard_input_is_utf8_with_or_without_a_mark(mark: bytes) -> None:
    data = json.loads(call("analyze", "-", stdin=mark + TEXT.encode()).stdout)
    assert (data["source"], data["text"]) == ("-", TEXT)


def test_line_ends_of_standard_input_are_kept() -> None:
    assert json.loads(run("analyze", "-", stdin=b"a\r\nb\rc\n").stdout)["text"] == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"caf\xe9", "UTF-8"),
        (b"\x00\xff\xfe", "UTF-8"),
        (b"%PDF-1.7", "name the file"),
        (b"PK\x03\x04", "name the file"),
    ],
)
def test_standard_input_that_is_no_text(data: bytes, reason: str) -> None:
    done = call("analyze", "-", stdin=data)
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("vnreport: -: ")
    assert reason in line


def test_closed_standard_input_and_output(report: pathlib.Path) -> None:
    start = f'"{sys.executable}" -m vnreport analyze'
    closed = subprocess.run(f"{start} - <&-", shell=True, capture_output=True, check=False)
    assert closed.returncode == 1
    assert closed.stderr.startswith(b"vnreport: -: standard input is closed;")
    closed = subprocess.run(f'{start} "{report}" >&-', shell=True, capture_output=True, check=False)
    assert closed.returncode == 1
    assert b"--output FILE" in closed.stderr
    assert b"Traceback" not in closed.stderr


# --- failures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "count"), [("jsonl", len), ("json", len)])
def test_a_failed_input_is_named_and_the_rest_goes_on(
    report: pathlib.Path, damaged: pathlib.Path, tmp_path: pathlib.Path, form: str, count: Any
) -> None:
    missing = tmp_path / "none.txt"
    done = call("analyze", "--format", form, damaged, report, missing)
    assert done.exit_code == 1
    found = json.loads(done.stdout) if form == "json" else [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["source"] for item in found] == [str(report)]
    first, second = done.stderr.splitlines()
    assert first.startswith(f"vnreport: {damaged}: is a damaged")
    assert second == f"vnreport: {missing}: does not exist"


def test_json_of_several_inputs_that_all_fail_is_an_empty_array(damaged: pathlib.Path) -> None:
    done = call("analyze", damaged, damaged)
    assert (done.exit_code, json.loads(done.stdout)) == (1, [])
    assert call("analyze", damaged).stdout == ""


def test_a_missing_package_names_the_file_and_the_command(
    report: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(path: str) -> Document:
        raise vnreport.MissingDependency("python-docx", "reading .docx", "pip install 'vnreport[docx]'")

    monkeypatch.setattr("vnreport.io.read", missing)
    done = call("analyze", report)
    assert done.exit_code == 1
    assert done.stderr == (
        f"vnreport: {report}: reading .docx needs python-docx, which cannot be imported; "
        "install it with: pip install 'vnreport[docx]'\n"
    )


def test_warnings_of_a_reader_go_to_standard_error(report: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warned = Document(TEXT, str(report), "pdf", None, "test", ("no text on page 3",))
    monkeypatch.setattr("vnreport.io.read", lambda path: warned)
    done = call("analyze", report)
    assert done.exit_code == 0
    assert done.stderr == f"vnreport: {report}: warning: no text on page 3\n"
    assert json.loads(done.stdout)["text"] == TEXT


def test_a_file_name_cannot_act_on_the_terminal() -> None:
    done = call("analyze", "\x1b[31mđỏ\nhai")
    assert done.stderr == "vnreport: �[31mđỏ hai: does not exist\n"


# --- usage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["analyze"], "Missing argument"),
        (["analyze", "x", "--format", "xml"], "'xml' is not one of"),
        (["analyze", "x", "--only", "citations"], "'citations' is not one of"),
        (["analyze", "x", "--report-date", "5/7/2024"], "'5/7/2024' is no day; write it as YYYY-MM-DD"),
        (["analyze", "x", "--report-date", "2024-02-30"], "'2024-02-30' is no day"),
        (["analyze", "x", "--report-date", "20240705"], "'20240705' is no day"),
        (["analyze", "x", "--indent", "-1"], "--indent"),
        (["analyze", "x", "--indent", "2", "--format", "jsonl"], "--indent goes with --format json"),
        (["analyze", "-", "-"], "standard input can be read once only"),
        (["analyze", "x", "-o", "/no/such/folder/x.json"], "/no/such/folder/x.json cannot be written: No such file"),
        (["analyze", "x", "-o", "a\0b"], "cannot be written"),
        (["nope"], "No such command 'nope'"),
        (["--nope"], "No such option"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], told: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not done.stdout


def test_an_input_is_never_overwritten(report: pathlib.Path, tmp_path: pathlib.Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(report)
    for output in (report, link):
        done = call("analyze", report, "--output", output)
        assert done.exit_code == 2
        assert "is also an input" in done.stderr
    assert report.read_bytes() == TEXT.encode()


def test_usage_is_told_in_the_same_way_by_a_process(report: pathlib.Path) -> None:
    done = run("analyze", "--format", "xml", report)
    assert done.returncode == 2
    assert b"Usage: vnreport analyze" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", [[], ["analyze"], ["schema"]])
def test_help_has_examples(command: list[str], option: str) -> None:
    done = call(*command, option)
    assert done.exit_code == 0
    assert re.search(r"^ +Examples?:\n +vnreport |^ +Examples?:\n +cat ", done.stdout, re.MULTILINE)


def test_version() -> None:
    assert run("--version").stdout.decode() == f"vnreport {vnreport.__version__}\n"


def test_schema_prints_the_shipped_file() -> None:
    shipped = (resources.files("vnreport") / "data" / "report.schema.json").read_bytes()
    assert run("schema").stdout == shipped
    assert json.loads(shipped)["$id"] == "urn:vnreport:report:1"


def test_the_command_line_loads_nothing_heavy(report: pathlib.Path) -> None:
    heavy = ("sklearn", "numpy", "scipy", "pandas", "underthesea", "docx", "pypdfium2", "selectolax", "jsonschema")
    code = (
        "import sys, vnreport.cli as c; early = 'vnreport.analyzer' in sys.modules;"
        f"c.cli(['analyze', {str(report)!r}, '--format', 'summary'], standalone_mode=False);"
        f"print(early, [m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "False []\n"


# --- the process: encodings, pipes, terminals ----------------------------------------------------------------------

CONSOLES = {
    "ascii": {"PYTHONIOENCODING": "ascii"}, "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp1258": {"PYTHONIOENCODING": "cp1258"}, "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LANG": "POSIX", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
}  # fmt: skip


@pytest.mark.parametrize("console", CONSOLES)
def test_output_is_utf8_whatever_the_console(tmp_path: pathlib.Path, console: str) -> None:
    for form in ("summary", "json"):
        done = run("analyze", "-", "--format", form, stdin=TEXT.encode(), **CONSOLES[console])
        assert done.returncode == 0
        assert "Kết quả công tác năm 2023" in done.stdout.decode("utf-8")
    (tmp_path / "báo cáo.txt").write_bytes(TEXT.encode())
    source = json.loads(run("analyze", tmp_path / "báo cáo.txt", **CONSOLES[console]).stdout)["source"]
    assert source == str(tmp_path / "báo cáo.txt")
    failed = run("analyze", tmp_path / "không có.txt", **CONSOLES[console])
    assert failed.returncode == 1
    assert "không có.txt: does not exist\n" in failed.stderr.decode("utf-8")


def test_a_lone_surrogate_in_a_file_name_is_written(tmp_path: pathlib.Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o.txt")
    pathlib.Path(name).write_bytes(TEXT.encode())
    done = run("analyze", name)
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["source"] == name
    assert "b�o.txt" in run("analyze", name, name, "--format", "summary").stdout.decode("utf-8")


@pytest.mark.parametrize("form", ["json", "jsonl", "summary"])
def test_a_closed_pipe_ends_quietly(report: pathlib.Path, form: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vnreport", "analyze", "--format", form, *[str(report)] * 60],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BUFFERED,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(10)
    process.stdout.close()
    assert (process.stderr.read(), process.wait(60)) == (b"", 0)
    process.stderr.close()


ENVIRONMENTS = pytest.mark.parametrize(
    "environment", [BUFFERED, {**BUFFERED, "PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"]
)


@ENVIRONMENTS
@pytest.mark.parametrize("arguments", [["schema"], ["--help"], ["--version"], ["analyze", "-"]])
def test_a_pipe_that_nobody_reads_ends_quietly(arguments: list[str], environment: dict[str, str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "vnreport", *arguments], input=TEXT.encode(), stdout=pipe, stderr=subprocess.PIPE,
            check=False, env=environment,
        )  # fmt: skip
    assert done.stderr == b""
    # A help page that click prints by itself ends with click's own code.
    assert done.returncode == 0 or arguments[0].startswith("--")


@ENVIRONMENTS
@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["--help"], ["analyze", "-"], ["analyze", "-", "-o", "/dev/full"]])
def test_a_full_disk_is_told(arguments: list[str], environment: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "vnreport", *arguments], input=TEXT.encode(), stdout=full, stderr=subprocess.PIPE,
            check=False, env=environment,
        )  # fmt: skip
    assert done.returncode == 1
    place = "/dev/full" if "-o" in arguments else "standard output"
    assert done.stderr.decode().startswith(f"Error: {place} cannot be written: No space left on device")
    assert done.stderr.count(b"\n") == 1


def test_an_interrupt_ends_without_a_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vnreport", "analyze", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background lets its children ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdin is not None
    # It waits for more text than a pipe holds, so it has begun to read when all of this is written.
    process.stdin.write(TEXT.encode() * 2000)
    process.stdin.flush()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (output, errors.split()) == (b"", [b"vnreport:", b"interrupted"])


def on_terminal(*arguments: str, **environment: str) -> str:
    """What the command shows on a terminal of 90 columns."""
    master, slave = pty.openpty()
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "TERM")}
    variables.update({"TERM": "xterm-256color", "COLUMNS": "90", **environment})
    process = subprocess.Popen(
        [sys.executable, "-m", "vnreport", *arguments], stdin=slave, stdout=slave, stderr=slave, env=variables
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError as error:
            if error.errno != errno.EIO:  # how Linux says that the other end has gone
                raise
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    assert process.wait(60) == 0
    return shown.decode("utf-8").replace("\r\n", "\n")


def test_on_a_terminal_it_is_a_summary_in_colours(report: pathlib.Path) -> None:
    shown = on_terminal("analyze", str(report))
    assert "\x1b[31mlimitations\x1b[0m" in shown
    assert max(len(re.sub(r"\x1b\[\d+m", "", line)) for line in shown.splitlines()) <= 90
    assert on_terminal("analyze", str(report), "--format", "jsonl").startswith('{"source"')


@pytest.mark.parametrize("way", [["--no-color"], {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_turned_off(report: pathlib.Path, way: list[str] | dict[str, str]) -> None:
    arguments, environment = (way, {}) if isinstance(way, list) else ([], way)
    shown = on_terminal("analyze", str(report), *arguments, **environment)
    assert "HẠN CHẾ" in shown
    assert "\x1b" not in shown
    assert "\x1b" in on_terminal("analyze", str(report), NO_COLOR="")


def test_a_hostile_text_sends_no_escape_to_the_terminal() -> None:
    text = "I. KẾT QUẢ \x1b[31m\x07\u202e\n\nĐã đạt 5 xã.\n\nII. HẠN CHẾ\n\nCòn \x9b2J chậm."
    done = run("analyze", "-", "--format", "summary", stdin=text.encode())
    shown = done.stdout.decode("utf-8")
    assert "KẾT QUẢ �[31m��" in shown
    assert not re.search("[\x1b\x07\x9b\u202e]", shown)
    data = run("analyze", "-", stdin=text.encode()).stdout
    assert json.loads(data)["text"] == text
    assert not re.search(rb"[\x1b\x07]", data)


# --- the documentation ---------------------------------------------------------------------------------------------


def test_every_command_stands_on_the_page() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    assert all(f"\nvnreport {name}" in page for name in cli.commands)
