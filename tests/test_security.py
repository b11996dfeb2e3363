"""What docs/security.md promises: nothing is run, fetched or left behind, few bytes cannot ask for much."""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner

import vnreport
from format_makers import make_docx, make_html, make_odt, make_rtf, zipped
from pdf_maker import make_pdf
from vnreport.annotation.project import export, import_gold
from vnreport.batch.pool import Lost, Pool
from vnreport.cli import cli
from vnreport.io.reading import read_bytes
from vnreport.serve.start import error_page
from vnreport.view.page import render

ROOT = pathlib.Path(__file__).parent.parent
SOURCE = ROOT / "src" / "vnreport"
TEXT = "BÁO CÁO\nI. KẾT QUẢ\nĐã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW, đạt 105,5% kế hoạch.\n"

# --- nothing is run ------------------------------------------------------------------------------------------------

_CALLS = frozenset(("eval", "exec", "compile", "__import__", "breakpoint"))
_MODULES = frozenset(
    ("pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "ctypes", "socket", "ssl",
     "urllib", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib", "xmlrpc", "subprocess", "pty",
     "code", "codeop", "runpy", "webbrowser", "multiprocessing", "importlib", "pickletools", "xml", "lxml")
)  # fmt: skip
_ATTRIBUTES = frozenset(
    ("popen", "spawnl", "spawnv", "execv", "execl", "posix_spawn", "mktemp", "reload", "extractall",
     "read_pickle", "to_pickle", "allow_pickle", "urlopen", "create_connection")
)  # fmt: skip
# Who uses what of these, and why. What is not used any more must leave this list.
ALLOWED = {
    "records.py calls exec": "makes the __init__ of a record of its field names, as dataclasses does; no input",
    "structure/segmenter.py imports pickletools": "names the steps of a pickle without taking them",
    "structure/segmenter.py imports importlib": "loads underthesea when words are first asked for",
    "__init__.py imports importlib": "loads a public name when it is first asked for",
    "io/doc.py imports subprocess": "LibreOffice converts .doc files: a list of arguments, no shell, a time limit",
    "io/pdf.py imports ctypes": "arguments of PDFium's functions",
    "io/containers.py imports xml": "expat, which refuses to expand entities; document types are refused before",
    "io/odt.py imports xml": "the type of an element",
    "batch/pool.py imports multiprocessing": "worker processes; only they and their parent hold the ends of the pipe",
    "bridges/sklearn.py imports joblib": "threads or processes for scikit-learn's n_jobs; nothing is loaded from files",
    "annotation/label_studio.py imports xml": "quotes the value of an attribute; nothing is parsed",
    "cli/serve.py imports socket": "listens, for `vnreport serve` alone",
}


def dangers(source: str, file: str) -> Iterator[str]:
    """What in a source file could run, fetch or unpack what comes from outside."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.partition(".")[0] in _MODULES and not name.startswith("importlib.resources"):
                yield f"{file} imports {name.partition('.')[0]}"
        if isinstance(node, ast.Name) and node.id in _CALLS:
            yield f"{file} calls {node.id}"
        if isinstance(node, ast.Attribute) and (node.attr in _ATTRIBUTES or ast.unparse(node) == "os.system"):
            yield f"{file} calls {ast.unparse(node)}"
        if isinstance(node, ast.keyword) and node.arg in ("shell", "allow_pickle"):
            yield f"{file} passes {node.arg}"


def test_the_source_runs_nothing_that_it_is_given() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    assert len(files) > 100
    found = {d for file in files for d in dangers(file.read_text("utf-8"), file.relative_to(SOURCE).as_posix())}
    assert found == set(ALLOWED)
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    "line",
    ["import pickle", "from urllib.request import urlopen", "eval('1')", "exec(x)", "run = eval", "os.system('ls')",
     "import subprocess", "Popen(x, shell=True)", "np.load(f, allow_pickle=True)", "archive.extractall(p)",
     "from multiprocessing import connection", "import yaml", "import importlib"],
)  # fmt: skip
def test_the_check_sees_what_it_looks_for(line: str) -> None:
    assert list(dangers(line, "a.py"))


def test_no_file_of_the_package_is_a_pickle_or_a_program() -> None:
    files = [path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    kinds = {".py", ".tsv", ".model", ".json", ".html", ".css", ".js", ".typed"}
    assert {path.suffix or path.name for path in files} == kinds
    for file in files:
        if file.suffix == ".model":  # a head in JSON, then plain numbers
            assert json.loads(file.read_bytes().partition(b"\n")[0])
        else:
            file.read_text("utf-8")


# --- nothing is fetched, nothing is left behind --------------------------------------------------------------------

FILES: dict[str, Callable[[], bytes]] = {
    "a.txt": TEXT.encode,
    "b.md": TEXT.encode,
    "c.html": lambda: make_html([TEXT]),
    "d.docx": lambda: make_docx([TEXT]),
    "e.odt": lambda: make_odt([TEXT]),
    "f.rtf": lambda: make_rtf([TEXT]),
    "g.pdf": lambda: make_pdf([TEXT.split("\n")]),
}
# Python loads this in every process that it starts, also in those that multiprocessing starts.
WATCH = """
import os, socket, sys
_log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_write = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def _hear(event, arguments):
    if event == "socket.__new__":
        told = f"socket {socket.AddressFamily(arguments[1]).name}"
    elif event in ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"):
        family, address = arguments[0].family.name, arguments[1]
        told = f"{event} {family}" + (f" {address[0]}" if isinstance(address, tuple) else "")
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        told = event
    elif event == "open" and isinstance(arguments[0], str | bytes) and (arguments[2] or 0) & _write:
        told = f"write {os.path.abspath(os.fsdecode(arguments[0]))}"
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        told = f"{event} {arguments[0]}"
    elif event == "pickle.find_class":
        told = f"unpickle {arguments[0]}"
    else:
        return
    os.write(_log, (told + "\\n").encode("utf-8", "replace"))
sys.addaudithook(_hear)
"""
_LIBRARY = """
import sys, vnreport, pathlib
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    report = vnreport.analyze_file(file)
    assert report.references and report.quantities, file
    report.to_json(), report._repr_html_(), report.indicators_table(), report.to_dict()
vnreport.classify(report.text), vnreport.find_indicators(report.text), vnreport.read(file)
"""


class Watched:
    """Runs Python programs in a folder of their own, with a temporary folder of their own, and what they did."""

    def __init__(self, folder: pathlib.Path, temp: pathlib.Path) -> None:
        self.folder, self.temp, self.given = folder, temp, folder / "in"
        self.log, site = folder / "watched", folder / "site"
        self.given.mkdir()
        site.mkdir()
        (site / "sitecustomize.py").write_text(WATCH)
        for name, make in FILES.items():
            (self.given / name).write_bytes(make())
        path = os.pathsep.join([str(site), str(ROOT / "src")])
        own = {"WATCHED": str(self.log), "TMPDIR": str(self.temp), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        self.environment = {**os.environ, **own}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> set[str]:
        """What a program did, once it has ended well."""
        with self.start(*arguments) as process:
            _, err = process.communicate(timeout=300)
            assert process.returncode == 0, err
        return self.heard()

    def heard(self) -> set[str]:
        return set(self.log.read_text("utf-8").splitlines()) if self.log.exists() else set()


@pytest.fixture
def watched(tmp_path: pathlib.Path) -> Iterator[Watched]:
    with tempfile.TemporaryDirectory(prefix="w") as temp:  # the name of a socket in it may have 107 characters
        yield Watched(tmp_path, pathlib.Path(temp))


def test_the_watch_hears_what_it_listens_for(watched: Watched) -> None:
    program = (
        "import socket, subprocess, pickle, pathlib; socket.socket().connect_ex(('127.0.0.1', 9));"
        "pickle.loads(pickle.dumps(pathlib.PurePath('a'))); open('b', 'w').close(); subprocess.run(['true'])"
    )
    heard = watched.run("-c", program)
    assert {line.partition(" ")[0] for line in heard} == {
        "socket", "socket.connect", "unpickle", "write", "subprocess.Popen",
    }  # fmt: skip
    assert "socket AF_INET" in heard


def test_the_library_and_every_reader_touch_nothing_but_what_they_read(watched: Watched) -> None:
    assert watched.run("-c", _LIBRARY, str(watched.given)) == set()
    assert list(watched.temp.iterdir()) == []


def test_words_ask_no_other_host(watched: Watched) -> None:
    heard = watched.run("-c", f"import vnreport; assert len(vnreport.analyze({TEXT!r}).words) > 10")
    # urllib3, which underthesea imports, tries whether there is IPv6.
    assert heard <= {"socket AF_INET6", "socket.bind AF_INET6 ::1"}


def test_commands_write_their_output_and_nothing_else(watched: Watched) -> None:
    output = watched.folder / "out"
    for command in (["analyze", "a.txt"], ["indicators", "d.docx"], ["convert", "g.pdf"], ["view", "c.html"]):
        name, file = command
        heard = watched.run("-m", "vnreport", name, str(watched.given / file), "-o", str(output))
        assert {line for line in heard if not line.startswith(f"write {output}")} == set(), name
    assert list(watched.temp.iterdir()) == []


def test_a_batch_speaks_to_its_own_processes_alone(watched: Watched) -> None:
    (watched.given / "h.zip").write_bytes(zipped({"i.txt": TEXT}))
    heard = watched.run("-m", "vnreport", "batch", str(watched.given), "-o", "out.jsonl", "--jobs", "2")
    assert len((watched.folder / "out.jsonl").read_text("utf-8").splitlines()) == len(FILES) + 1
    assert {line for line in heard if line.startswith("socket")} <= {
        "socket AF_UNIX", "socket.bind AF_UNIX", "socket.connect AF_UNIX", "socket.sendmsg AF_UNIX",
    }  # fmt: skip
    assert "socket.bind AF_UNIX" in heard
    # Processes hand their settings, tasks and answers to each other by pickles, over pipes that nobody else holds.
    unpickled = {line.split()[1].partition(".")[0] for line in heard if line.startswith("unpickle")}
    assert unpickled <= {"multiprocessing", "vnreport", "pathlib", "builtins", "copyreg", "datetime", "__main__"}
    written = [line.removeprefix("write ") for line in heard if line.startswith("write")]
    probe = re.compile(re.escape(str(watched.temp)) + r"/[a-z0-9_]{8}")  # where tempfile tries whether it may write
    outside = [path for path in written if not path.startswith(f"{watched.folder}/out.")]
    assert [path for path in outside if not probe.fullmatch(path)] == []
    assert not [line for line in heard if line.startswith(("subprocess", "os."))]
    assert list(watched.temp.iterdir()) == []
    assert sorted(path.name for path in watched.given.iterdir()) == [*FILES, "h.zip"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_batch_that_is_killed_leaves_no_text_behind(watched: Watched, how: signal.Signals) -> None:
    for number in range(400):
        (watched.given / f"{number}.txt").write_text(TEXT * 20 + str(number), "utf-8")
    with watched.start("-m", "vnreport", "batch", "in", "-o", "out.jsonl", "--jobs", "2") as process:
        parts = watched.folder / "out.jsonl.work"
        while process.poll() is None and sum(1 for _ in parts.rglob("*.part")) < 10:
            time.sleep(0.02)
        assert process.poll() is None
        (os.killpg if how is signal.SIGKILL else os.kill)(process.pid, how)
        process.communicate(timeout=60)
    left = [path for path in watched.temp.rglob("*") if not path.is_dir()]
    # What has no time to tidy up leaves the name of a socket.
    assert [path for path in left if not path.is_socket()] == []
    assert left == [] or how is signal.SIGKILL


def test_nothing_is_left_by_a_file_that_cannot_be_read(watched: Watched) -> None:
    bad = {
        "a.docx": make_docx([TEXT])[:-300], "b.pdf": b"%PDF-1.7\nx", "c.doc": bytes.fromhex("d0cf11e0a1b11ae1"),
        "d.odt": make_odt([TEXT])[:-300], "e.rtf": b"{\\rtf1\\u-99999999 x", "f.txt": b"\x00\x01",
    }  # fmt: skip
    for name, data in bad.items():
        (watched.folder / name).write_bytes(data)
    program = """
import sys, vnreport
for name in sys.argv[1:]:
    try:
        vnreport.read(name)
    except vnreport.UnreadableFile:
        continue
    assert name == "e.rtf", name
"""
    assert watched.run("-c", program, *bad) == set()
    assert list(watched.temp.iterdir()) == []


@pytest.mark.parametrize("form", ["brat", "w3c", "label-studio"])
def test_marks_that_come_back_write_where_they_are_told(form: str, tmp_path: pathlib.Path) -> None:
    out, back = tmp_path / "out", tmp_path / "a" / "b"
    (name,) = export([("a.txt", vnreport.analyze(TEXT).to_dict())], out, form, layers=("references",))
    base = out / f"{name}.base.json"
    base.write_text(json.dumps({**json.loads(base.read_text("utf-8")), "name": "../../evil"}), "utf-8")
    if form == "label-studio":
        tasks = json.loads((out / "tasks.json").read_text("utf-8"))
        tasks[0]["data"]["name"] = "../../evil"
        (out / "tasks.json").write_text(json.dumps(tasks), "utf-8")
    with pytest.raises(vnreport.GoldError, match=r"evil|no name"):
        import_gold([out / "tasks.json"] if form == "label-studio" else [out], back)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


# --- few bytes cannot ask for much ---------------------------------------------------------------------------------

_ODT = "application/vnd.oasis.opendocument.text"
_XMLNS = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "text", "table", "style")
)
_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def _odt(body: str, styles: str = "", head: str = "") -> bytes:
    content = f"{head}<office:document-content {_XMLNS}><office:body><office:text>{body}</office:text></office:body>"
    sheet = f"<office:document-styles {_XMLNS}>{styles}</office:document-styles>"
    return zipped({"mimetype": _ODT, "content.xml": content + "</office:document-content>", "styles.xml": sheet})


def _docx(body: str, head: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A Word file whose body, and some of whose parts, are put in place of those that it had."""
    parts = dict(parts or {})
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make_docx(["x"]))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data: str | bytes = old.read(name)
            if name == "word/document.xml":
                data = f"{head}<w:document {_WORD}><w:body>{body}<w:sectPr/></w:body></w:document>"
            elif name == "word/_rels/document.xml.rels" and "word/header9.xml" in parts:
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
                own = f'<Relationship Id="rIdH" Type="{kind}" Target="header9.xml"/></Relationships>'
                data = old.read(name).replace(b"</Relationships>", own.encode())
            elif name == "[Content_Types].xml" and "word/header9.xml" in parts:
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
                own = f'<Override PartName="/word/header9.xml" ContentType="{kind}"/></Types>'
                data = old.read(name).replace(b"</Types>", own.encode())
            new.writestr(name, parts.pop(name, data))
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()


def _nested(depth: int, before: str, inner: str, after: str) -> str:
    return before * depth + inner + after * depth


_ODT_TABLE = (
    "<table:table><table:table-row><table:table-cell {}>",
    "</table:table-cell></table:table-row></table:table>",
)
_P = "<text:p>x</text:p>"
_REPEATED = 'table:number-columns-repeated="200"'
_EMPTY_ROW = f"<table:table-row><table:table-cell {_REPEATED}/></table:table-row>"
_WORD_TABLE = (
    "<w:tbl><w:tr><w:sdt><w:sdtContent><w:tc>",
    "</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl><w:p/>",
)
_BEHIND = f"<!--{'x' * 5000}-->"
_ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
_BOMB = f"{_BEHIND}{_ENTITIES}]>"
_NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>x</w:t></w:r></w:p>"
)
_LISTS = (
    f'<w:numbering {_WORD}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="999999999"><w:start w:val="999999999"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_ROMAN = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I" '
    'text:start-value="999999999"/></text:list-style>'
)
_PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
_SECTION = "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>"
_OWN_HEADER = '<w:headerReference w:type="default" r:id="rIdH"/>'
_HEADER = {"word/header9.xml": f"<w:hdr {_WORD}>{_PARAGRAPH * 3000}</w:hdr>"}
_X, _DEEP, _TAGS = "x", "nested too deeply", "more than 4,000,000 tags"
# A file, and its text, or a part of the reason why it is refused; None where either may be.
HUNGRY: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "many-parts.docx": (lambda: zipped({"word/document.xml": "<d/>", **{f"p{i}": "" for i in range(20_001)}}), "parts"),
    "tags.docx": (lambda: _docx("<w:p/>" * 5_000_000), _TAGS),
    "tags-elsewhere.docx": (lambda: _docx("", parts={"word/own.bin": "<w:p/>" * 5_000_000}), _TAGS),
    "tags.odt": (lambda: _odt("<text:p/>" * 5_000_000), _TAGS),
    "entities.docx": (lambda: _docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", _BOMB), "declares a document type"),
    "entities-in-a-value.docx": (lambda: _docx('<w:p w:x="&i;"/>', _BOMB), "declares a document type"),
    "entities.odt": (lambda: _odt("<text:p>&i;</text:p>", head=_BOMB), "declares a document type"),
    "entities-utf16.odt": (
        lambda: zipped({"mimetype": _ODT, "content.xml": f"{_BOMB}<d>&i;</d>".encode("utf-16")}), "document type",
    ),
    "deep.docx": (lambda: _docx(_nested(20_000, "<w:sdt>", "", "</w:sdt>")), "damaged"),
    "deep.odt": (lambda: _odt(_nested(20_000, "<text:section>", "", "</text:section>")), _DEEP),
    "tables-in-tables.docx": (lambda: _docx(_nested(40, _WORD_TABLE[0], _PARAGRAPH, _WORD_TABLE[1])), _X),
    "tables-in-tables.odt": (
        lambda: _odt(_nested(40, _ODT_TABLE[0].format(""), _P, _ODT_TABLE[1])), _X,
    ),
    "sections.docx": (
        lambda: _docx(
            _SECTION.format(_OWN_HEADER) + _SECTION.format("") * 3000 + _PARAGRAPH,
            parts=_HEADER,
        ),
        _X,
    ),
    "repeated-cells.odt": (
        lambda: _odt(_nested(6, _ODT_TABLE[0].format(_REPEATED), _P, _ODT_TABLE[1])),
        None,
    ),
    "repeated-empty-cells.odt": (
        lambda: _odt(f"<table:table>{_EMPTY_ROW * 100_000}</table:table><text:p>x</text:p>"),
        _X,
    ),
    "blanks.odt": (lambda: _odt("<text:p>" + '<text:s text:c="999999999"/>' * 2000 + "x</text:p>"), None),
    "roman.odt": (
        lambda: _odt(f'<text:list text:style-name="L"><text:list-item>{_P}</text:list-item></text:list>', _ROMAN),
        "999999999 x",
    ),
    "list-level.docx": (lambda: _docx(_NUMBERED, parts={"word/numbering.xml": _LISTS}), _X),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x", _DEEP),
    "lists.html": (lambda: b"<html><body>" + b"<ul><li>" * 50_000 + b"x", _DEEP),
    "fonts.html": (lambda: b"".join(b"<font color=%d>" % n for n in range(5000)) + b"<p>x" * 30_000, _DEEP),
    "tables.html": (lambda: b"<html><body>" + b"<table><tr><td>" * 2_000 + b"x", _X),
    "line.html": (lambda: b"<html><body>" + b"x" * 5_000_000, None),
    "groups.rtf": (lambda: b"{\\rtf1" + b"{" * 500_000 + b"x" + b"}" * 500_000, _X),
    "fonts.rtf": (lambda: b"{\\rtf1{\\fonttbl" + b"{\\f1 .VnTime;}" * 20_000 + b"}x}", None),
    "font-table.rtf": (lambda: b"{\\rtf1{\\fonttbl\\f1\\fcharset0 " + b"\\fcharset0 y" * 20_000 + b"}x}", _X),
    "links.rtf": (lambda: b"{\\rtf1 x " + b'{\\field{\\*\\fldinst{HYPERLINK "' * 5_000, _X),
    "binary.rtf": (lambda: b"{\\rtf1\\bin999999999 x}", _X),
    "huge-page.pdf": (lambda: make_pdf([["x"]]).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]"), None),
    "one-page-again.pdf": (
        lambda: make_pdf([["x"]]).replace(b"/Count 1/Kids[7 0 R]", b"/Count 6000/Kids[" + b"7 0 R " * 6000 + b"]"),
        "6,000 pages",
    ),
    "many-pages.pdf": (lambda: make_pdf([["x"]]).replace(b"/Count 1", b"/Count 99999999"), None),
    "own-parent.pdf": (lambda: make_pdf([["x"]]).replace(b"/Kids[7 0 R]", b"/Kids[2 0 R]"), None),
}  # fmt: skip


def reader() -> Callable[[str], str]:
    """What a worker process does: read a hungry file, and answer with its text, or with the reason."""

    def read(name: str) -> str:
        data = HUNGRY[name][0]()
        assert len(data) < 8 << 20, name
        try:
            return read_bytes(name, data).text
        except vnreport.UnreadableFile as error:
            return error.reason

    return read


def test_few_bytes_cannot_ask_for_much() -> None:
    """Each file is read in a process with two gigabytes, or refused, before it counts as hanging."""
    answers = {name: answer for _, name, answer in Pool(reader, (), 1, timeout=120, memory=2 << 30).run(HUNGRY)}
    assert [(name, answer) for name, answer in answers.items() if isinstance(answer, Lost)] == []
    assert list(answers) == list(HUNGRY)
    for name, (_, wanted) in HUNGRY.items():
        answer = answers[name].strip()
        assert len(answer) < 8 << 20, name
        if wanted is not None:
            assert answer == wanted if wanted.endswith(_X) and len(wanted) < 20 else wanted in answer, (
                name,
                answer[:200],
            )


# --- what is printed is no program ---------------------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "\"' onmouseover='alert(1)' x='",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<style>*{background:url(//x)}</style>",
    "<meta http-equiv=refresh content='0;url=//x'>", "<base href=//x>", "<form action=//x><input autofocus>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "&lt;b&gt; &#60;script&#62; &amp;lt;", "<!-- x", "]]><script>", "\u202e\x00\ud800", "${lang} $$ %s {0}",
    "</title><b>",
)  # fmt: skip


def _with(payload: str) -> str:
    """A report with a payload in its title, a heading, a table, names, titles of documents, units and subjects."""
    return (
        f"ĐẢNG BỘ HUYỆN {payload}\nSố: 12/BC-HU\nBÁO CÁO\nkết quả {payload} năm 2023\n\nI. KẾT QUẢ {payload}\n"
        f"Ông Nguyễn Văn An {payload}, Nghị quyết số 20-NQ/TW ngày 25/10/2017 về “{payload}” đạt 105% kế hoạch.\n"
        f"- Số {payload} kết nạp: 422 {payload}, chỉ tiêu 400 {payload} trong năm 2024 {payload}.\n"
        f"Chỉ tiêu\tKH\tTH\n{payload}\t400\t422\nThu {payload}\t5 tỷ\t6 tỷ\n\nNơi nhận: {payload}\n"
    )


def _shapes(page: str) -> set[tuple[str, ...]]:
    """Every element of a page with the names of its attributes, and with where its links lead."""
    lexbor = pytest.importorskip("selectolax.lexbor")
    return {
        (node.tag, *sorted(node.attributes), *(str(node.attributes.get(k))[:1] for k in ("href", "src", "action")))
        for node in lexbor.LexborHTMLParser(page).css("*")
    }


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_is_markup(payload: str) -> None:
    known = _shapes(render(vnreport.analyze(_with("việc")), name="a.txt"))
    for plain in ROOT.glob("corpora/samples/*.txt"):
        known |= _shapes(render(vnreport.analyze(plain.read_text("utf-8"))))
    report = vnreport.analyze(_with(payload))
    page = render(report, name=payload)
    assert _shapes(page) - known == set()
    assert len(re.findall("<script", page)) == 2
    assert "default-src 'none'" in page
    frame = _shapes(report._repr_html_())
    assert {shape[0] for shape in frame} == {"html", "head", "body", "iframe"}
    assert {shape[0] for shape in _shapes(error_page("vi", f"file {payload}", payload))} == {
        "html", "head", "meta", "title", "body", "main", "h1", "p",
    }  # fmt: skip


def test_cells_of_csv_files_are_no_formulas(tmp_path: pathlib.Path) -> None:
    formulas = ("=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "-1 x(2)", "+1 a!A0")
    lines = [
        f"{formula} đạt {number}0% kế hoạch, tăng 12% so với cùng kỳ." for number, formula in enumerate(formulas, 1)
    ]
    (tmp_path / "=1+1.txt").write_text("BÁO CÁO\n" + "\n\n".join([*lines, *formulas]), "utf-8")
    run = CliRunner()
    with contextlib.chdir(tmp_path):
        for command in (["batch", "=1+1.txt", "-o", "out.csv", "--jobs", "1"],
                        ["indicators", "=1+1.txt", "--format", "csv", "-o", "out.csv/own.csv"]):  # fmt: skip
            done = run.invoke(cli, command)
            assert done.exit_code == 0, done.output
        tables = [file.read_text("utf-8-sig") for file in pathlib.Path("out.csv").glob("*.csv")]
    cells = {cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row}
    assert {"'" + formula for formula in formulas} <= cells
    odd = [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]
    assert [cell for cell in odd if not re.fullmatch(r"[+-][\d.,]+(?: ?%| \w+)?", cell)] == []


# --- the promises are those of the tests ---------------------------------------------------------------------------


def test_the_document_names_tests_that_there_are() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) > 15
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [pair for pair in named if f"\ndef {pair[1]}(" not in texts.get(pair[0], "")] == []
    own = set(re.findall(r"^def (test_\w+)\(", texts["test_security.py"], re.MULTILINE))
    assert own - {name for _, name in named} == {"test_the_document_names_tests_that_there_are"}


def test_the_document_names_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {*project["dependencies"], *(line for name in extras if name not in ("dev", "bridges", "fuzz")
                                          for line in extras[name] if not line.startswith("vnreport"))}  # fmt: skip
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([^`]+[<>=][^`]+)` \|[^|]*\| ([^|]*) \|", page, re.MULTILINE))
    assert set(rows) == wanted
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split())
    assert rows == {line: pins[re.split("[<>=]", line)[0]] for line in wanted}
