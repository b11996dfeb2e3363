"""The service: what it answers, what it refuses, that it keeps nothing, and that nothing which it is sent stops it."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("httpx")

from fastapi.testclient import TestClient

import vnreport
from format_makers import make_docx
from pdf_maker import make_pdf
from vnreport.analyzer import PARTS as ANALYZER_PARTS
from vnreport.batch.pool import Worker as PoolWorker
from vnreport.serve import app as service
from vnreport.serve.app import create_app
from vnreport.serve.guard import Guard
from vnreport.serve.work import Answer, Task, Worker
from vnreport.serve.workers import Busy, Died, TimedOut, Workers
from vnreport.text.offsets import OFFSET_UNITS, convert_offsets
from vnreport.view.texts import LANGUAGES

TEXT = "📄 Theo Chỉ thị số 05-CT/TW ngày 15/6, đã kết nạp 422 đoàn viên."
LIMIT = 200_000


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(jobs=2, timeout=60, max_bytes=LIMIT)
    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        yield made


def fault(response: Any) -> tuple[int, str, str]:
    """The status, and the place and reason of the only fault."""
    (detail,) = response.json()["detail"]
    assert set(detail) == {"place", "reason"}
    return response.status_code, detail["place"], detail["reason"]


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_text_gives_the_report_of_the_library(client: TestClient) -> None:
    answer = client.post("/analyze", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.json() == vnreport.analyze(TEXT).to_dict()


def test_half_a_character_is_answered_as_it_came(client: TestClient) -> None:
    head = {"content-type": "application/json"}
    answer = client.post("/analyze", content=b'{"text": "5 x\\u00e3 \\ud83d"}', headers=head)
    assert answer.json() == vnreport.analyze("5 xã \ud83d").to_dict()


def test_options_are_those_of_the_library(client: TestClient) -> None:
    body = {"text": TEXT, "report_date": "2021-07-05", "only": ["times", "references"], "offset_unit": "utf16"}
    found = client.post("/analyze", json=body).json()
    assert found["times"][0]["first_day"] == "2021-06-15"
    assert (found["quantities"], found["generator"]["options"]["only"]) == ([], ["references", "times"])
    analyzer = vnreport.Analyzer(only=("times", "references"))
    only = analyzer.analyze(TEXT, report_date=datetime.date(2021, 7, 5))
    assert found == convert_offsets(only.to_dict(), "utf16")


def test_the_names_are_those_of_the_library() -> None:
    assert tuple(service.PARTS) == ANALYZER_PARTS
    assert get_args(service.Unit) == OFFSET_UNITS
    assert get_args(service.Language) == LANGUAGES


FILES: dict[str, Callable[[], bytes]] = {
    "báo cáo.txt": lambda: TEXT.encode(),
    "cũ.txt": lambda: b"K\325t qu\266 c\253ng t\270c n\250m 1998, ph\255\254ng h\255\355ng",
    "a.html": lambda: f"<html><body><p>{TEXT}</p></body></html>".encode(),
    "a.docx": lambda: make_docx([TEXT]),
    "a.pdf": lambda: make_pdf([["Đã kết nạp 422 đoàn viên."]]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_analyze_file_gives(client: TestClient, tmp_path: pathlib.Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    only = {"only": ["quantities", "labels"]}
    answer = client.post("/analyze/file", files={"file": (name, FILES[name]())}, data=only)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found.pop("source") == name
    analyzer = vnreport.Analyzer(only=("quantities", "labels"))
    assert found == vnreport.analyze_file(tmp_path / name, analyzer=analyzer).to_dict()


def test_codes_are_looked_up(client: TestClient) -> None:
    found = client.get("/code", params={"mention": "20 -NQ/ TW"}).json()
    assert (found["code"]["code"], found["code"]["repairs"], found["reason"]) == ("20-NQ/TW", ["space"], None)
    assert len(found["register_entries"]) > 1
    short, none = client.post("/code", json={"mentions": ["QĐ 217", "24/7"]}).json()
    assert (short["code"], short["register_entries"][0]["issued_on"]) == (None, "2013-12-12")
    assert (none["register_entries"], "no code of a document" in none["reason"]) == ([], True)


def test_the_users_own_tables_are_used(tmp_path: pathlib.Path) -> None:
    (tmp_path / "own.tsv").write_text(
        "code\ttype\tissued_on\tissuer\ttitle\tshort_names\tsource\n"
        "77-NQ/HU\tresolution\t2021-05-03\tHuyện ủy\tphát triển cây quế\tNghị quyết 77\town\n"
    )
    app = create_app(analyzer=vnreport.Analyzer(register=[tmp_path / "own.tsv"]))
    with TestClient(app, base_url="http://localhost") as client:
        found = client.post("/analyze", json={"text": "Thực hiện Nghị quyết 77.", "only": ["references"]}).json()
        assert found["references"][0]["doc_id"] == "resolution:77-NQ/HU@2021-05-03"
        entries = client.get("/code", params={"mention": "Nghị quyết 77"}).json()["register_entries"]
        assert [entry["code"] for entry in entries] == ["77-NQ/HU"]


def test_people_are_left_out_where_nobody_may_see_them() -> None:
    analyzer = vnreport.Analyzer(people=False)
    text = "Đồng chí Trần Thị Lan đã trao 12 suất quà."
    with TestClient(create_app(analyzer=analyzer), base_url="http://localhost") as client:
        for only in ([], ["quantities"]):
            answer = client.post("/analyze", json={"text": text, "only": only})
            assert (answer.status_code, "Lan" in answer.text) == (200, False)
        assert "Trần Thị Lan" not in client.post("/view", data={"text": text}).text


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "version": vnreport.__version__, "requests": 0}


def test_the_start_page_and_the_view(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in page.text
    assert '<html lang="en">' in client.get("/", params={"lang": "en"}).text
    assert not re.search(r"https?://", page.text)
    view = client.post("/view", data={"text": TEXT, "lang": "en"}, files={"file": ("", b"")})
    assert (view.status_code, view.text.startswith('<!doctype html>\n<html lang="en">')) == (200, True)
    assert view.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "05-CT/TW" in client.post("/view", files={"file": ("<b>.txt", TEXT.encode())}).text
    failed = client.post("/view", files={"file": ("<b>.png", b"\x89PNG....")})
    assert failed.status_code == 415
    assert "file &lt;b&gt;.png: is a picture" in failed.text


def test_every_answer_bears_the_headers(client: TestClient) -> None:
    answers = [
        client.get("/health"), client.get("/"), client.post("/view", data={"text": "a"}), client.get("/nowhere"),
        client.post("/analyze", content=b"{"), client.get("/health", headers={"host": "evil.example"}),
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "content-security-policy" in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert client.options("/analyze", headers={"access-control-request-method": "POST"}).status_code == 405


def page_examples() -> list[tuple[str, str, str]]:
    """The requests of the page: method and path, body, and what the answer shows."""
    page = (pathlib.Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")
    return re.findall(r"```http\n(.*)\n((?:.*\n)*?)```\n\n```json\n((?:.*\n)*?)```", page)


def shows(answer: Any, shown: Any) -> bool:
    """Whether all that a page shows stands in an answer."""
    if isinstance(shown, dict):
        return all(key in answer and shows(answer[key], value) for key, value in shown.items())
    if isinstance(shown, list):
        return len(answer) == len(shown) and all(map(shows, answer, shown))
    return bool(answer == shown)


@pytest.mark.parametrize(("line", "body", "shown"), page_examples())
def test_the_examples_of_the_page_run(client: TestClient, line: str, body: str, shown: str) -> None:
    method, path = line.split(" ", 1)
    answer = client.request(method, path, json=json.loads(body) if body else None)
    assert shows(answer.json(), json.loads(shown)), answer.text


def test_the_page_has_examples() -> None:
    assert len(page_examples()) == 4


# --- what it refuses -----------------------------------------------------------------------------------------------

WRONG_BODIES = {
    "no JSON": (b'{"text":\n  oops}', "body, line 2, column 3", "no JSON: Expecting value"),
    "empty": (b"", "body", "Field required"),
    "a list": (b"[]", "body", "Input should be a valid dictionary or object"),
    "no text": (b"{}", "body, field text", "Field required"),
    "a number": (b'{"text": 5}', "body, field text", "Input should be a valid string"),
    "no day": (
        b'{"text": "", "report_date": "2023-02-30"}',
        "body, field report_date",
        "Value error, day",
    ),
    "a day in another form": (
        b'{"text": "", "report_date": "5/7/2023"}',
        "body, field report_date",
        "String should match",
    ),
    "no part": (b'{"text": "", "only": ["word"]}', "body, field only.0", "Input should be 'structure', 'labels'"),
    "an unknown field": (b'{"text": "", "lang": "vi"}', "body, field lang", "Extra inputs are not permitted"),
}


@pytest.mark.parametrize("case", WRONG_BODIES)
def test_a_wrong_body_is_told_with_its_place(client: TestClient, case: str) -> None:
    body, place, reason = WRONG_BODIES[case]
    answer = client.post("/analyze", content=body, headers={"content-type": "application/json"})
    status, where, why = fault(answer)
    assert (status, where) == (422, place)
    assert why.startswith(reason)


@pytest.mark.parametrize("body", [b'{"text": "\xc3("}', b"[" * 100_000])
def test_a_body_that_nobody_can_parse_is_told(client: TestClient, body: bytes) -> None:
    answer = client.post("/analyze", content=body, headers={"content-type": "application/json"})
    assert fault(answer)[:2] == (400, "body")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_of_the_calendar_is_a_report_date(client: TestClient, day: str) -> None:
    text = "So với năm trước, tháng tới, quý tới, năm tới, tháng trước, quý trước và cùng kỳ; ngày 15/6."
    answer = client.post("/analyze", json={"text": text, "report_date": day})
    assert (answer.status_code, len(answer.json()["times"])) == (200, 8), answer.text


WRONG_FILES = {
    "a picture": ("a.pdf", b"\x89PNG\r\n\x1a\n....", 415, "is a picture: run OCR first"),
    "a packed file": ("a.txt.gz", b"\x1f\x8b....", 415, "is packed (gzip)"),
    "a damaged Word file": ("a.docx", b"PK\x03\x04....", 422, "is a damaged .docx or zip file"),
    "a damaged PDF": ("a.pdf", b"%PDF-1.7 ....", 422, ""),
    "a binary": ("a.bin", bytes(range(256)) * 4, 415, ""),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_wrong_file_is_told_with_its_name(client: TestClient, case: str) -> None:
    name, data, status, reason = WRONG_FILES[case]
    told = fault(client.post("/analyze/file", files={"file": (f"C:\\x\\..\\{name}", data)}))
    assert told[:2] == (status, f"file {name}")
    assert told[2].startswith(reason)


def test_a_form_without_a_file_is_told(client: TestClient) -> None:
    assert fault(client.post("/analyze/file", data={"only": "times"}))[:2] == (422, "body, field file")
    assert fault(client.get("/code", params={"mention": "x" * 201}))[:2] == (422, "query, field mention")
    assert fault(client.get("/code"))[:2] == (422, "query, field mention")
    head = {"content-type": "multipart/form-data; boundary=x"}
    assert fault(client.post("/analyze/file", content=b"--y\r\n", headers=head))[0] in (400, 422)


def test_what_is_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/analyze", json={"text": "a" * (LIMIT - 1000)}).status_code == 200
    told = fault(client.post("/analyze", json={"text": "a" * LIMIT}))
    assert told == (413, "body", "has more than the 200,000 bytes of --max-size")

    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"a" * 10_000

    head = {"content-type": "application/json"}
    assert fault(client.post("/analyze", content=pieces(), headers=head)) == told
    large = {"file": ("a.txt", b"a" * LIMIT)}
    assert fault(client.post("/analyze/file", files=large)) == told


REFUSED = {
    "a name that points here": ({"host": "evil.example"}, 400, "header Host"),
    "no name": ({"host": ""}, 400, "header Host"),
    "a name that begins as ours": ({"host": "127.0.0.1.evil.example:8765"}, 400, "header Host"),
    "another page": ({"origin": "https://evil.example"}, 403, "header Origin"),
    "another port": ({"origin": "http://127.0.0.1:9"}, 403, "header Origin"),
    "a frame without origin": ({"origin": "null"}, 403, "header Origin"),
    "a browser that says so": ({"sec-fetch-site": "cross-site"}, 403, "header Sec-Fetch-Site"),
    "no length": ({"content-length": "-1"}, 400, "header Content-Length"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_comes_from_elsewhere_is_refused(client: TestClient, case: str) -> None:
    headers, status, place = REFUSED[case]
    assert fault(client.get("/health", headers=headers))[:2] == (status, place)


@pytest.mark.parametrize(
    "headers",
    [{"host": "localhost:1"}, {"host": "[::1]:8765"}, {"host": "LOCALHOST"}, {"origin": "http://127.0.0.1:8765"},
     {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}],
)  # fmt: skip
def test_what_comes_from_here_passes(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/health", headers=headers).status_code == 200


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def never() -> Any:
        await asyncio.sleep(60)

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        inner = create_app()
        guard = Guard(inner, hosts=("testserver",), max_bytes=100, body_timeout=0.05)
        inner.user_middleware.clear()
        scope = {
            "type": "http", "method": "POST", "path": "/analyze", "raw_path": b"/analyze", "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"content-type", b"application/json"), (b"content-length", b"9")],
            "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "client": None, "root_path": "",
        }  # fmt: skip
        await guard(scope, never, send)

    asyncio.run(run())
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["detail"][0]["place"] == "body"


# --- workers -------------------------------------------------------------------------------------------------------


class Moody:
    """A worker that does what it is told."""

    def __call__(self, task: str) -> Any:
        if task == "sleep":
            time.sleep(60)
        if task == "die":
            os._exit(7)
        return task, os.getpid()


def test_a_request_that_takes_too_long_ends_with_its_process() -> None:
    workers = Workers[str](Moody, (), jobs=1, timeout=2, waiting=0)
    try:
        first = workers.run("a")
        assert workers.run("b")[1] == first[1]
        with pytest.raises(TimedOut):
            workers.run("sleep")
        second = workers.run("c")
        assert second[1] != first[1]
        with pytest.raises(Died, match="exit code 7"):
            workers.run("die")
        assert workers.run("d")[1] not in (first[1], second[1])
        with pytest.raises(ProcessLookupError):
            os.kill(first[1], 0)
        assert workers.inside == 0
    finally:
        workers.close()
    with pytest.raises(Busy):
        workers.run("e")


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise OSError("no memory")

    workers = Workers[str](Moody, (), jobs=1, timeout=2, waiting=0)
    monkeypatch.setattr(PoolWorker, "__init__", broken)
    with pytest.raises(Died, match="could not start: no memory"):
        workers.run("a")
    assert workers.inside == 0


def test_more_than_can_wait_is_refused_at_once() -> None:
    workers = Workers[str](Moody, (), jobs=1, timeout=3, waiting=1)
    raised: list[str] = []

    def ask() -> None:
        try:
            workers.run("sleep")
        except (Busy, TimedOut) as error:
            raised.append(type(error).__name__)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    try:
        workers.run("a")
        for thread in threads:
            thread.start()
        started = time.monotonic()
        while len(raised) < 2 and time.monotonic() - started < 2:
            time.sleep(0.01)
        assert raised == ["Busy", "Busy"]
        for thread in threads:
            thread.join()
        assert sorted(raised[2:]) in (["Busy", "TimedOut"], ["TimedOut", "TimedOut"])
    finally:
        workers.close()


@pytest.mark.parametrize(
    ("error", "status", "place"),
    [(Busy(), 503, "service"), (TimedOut(), 504, "text"), (Died("its worker process died (SIGSEGV)"), 503, "text")],
)
def test_lost_requests_are_told(error: Exception, status: int, place: str) -> None:
    app = create_app()

    def run(_: Task) -> Any:
        raise error

    app.state.workers.run = run
    with TestClient(app, base_url="http://localhost") as client:
        answer = client.post("/analyze", json={"text": "a"})
        assert fault(answer)[:2] == (status, place)
        assert ("retry-after" in answer.headers) == isinstance(error, Busy)


def test_an_error_of_ours_is_told_without_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(vnreport.Analyzer())

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("mật")

    monkeypatch.setattr(vnreport.Analyzer, "analyze", broken)
    answer = worker(Task("mật"))
    assert (answer.status, answer.place) == (500, "text")
    assert "mật" not in answer.reason
    monkeypatch.setattr(vnreport.Analyzer, "analyze", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
    assert worker(Task("a")) == Answer(413, b"", "text", "needs more memory than the service has for one request")


# --- as a program --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="vn") as made:
        yield made


@pytest.fixture
def served(folder: str) -> Iterator[tuple[str, subprocess.Popen[bytes], pathlib.Path]]:
    """`vnreport serve` in a folder of its own, which is also that of its temporary files.

    Not below `tmp_path`: the path of a socket has to be short.
    """
    environment = {**os.environ, "TMPDIR": folder, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "vnreport", "serve", "--port", "0", "--jobs", "1"], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    address = re.search(rb"(http://127\.0\.0\.1:\d+)/", process.stderr.readline())
    assert address is not None
    with process:
        yield address[1].decode(), process, pathlib.Path(folder)
        process.kill()


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data, named)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_program_answers_keeps_nothing_and_ends(served: tuple[str, subprocess.Popen[bytes], pathlib.Path]) -> None:
    address, process, folder = served
    for _ in range(100):
        try:
            status, _ = fetch(f"{address}/health")
            break
        except OSError:
            time.sleep(0.1)
    assert status == 200
    body = json.dumps({"text": TEXT}).encode()
    status, answer = fetch(f"{address}/analyze", body, content_type="application/json")
    assert (status, json.loads(answer)["references"][0]["code"]) == (200, "05-CT/TW")
    head = b'content-disposition: form-data; name="file"; filename="a.txt"'
    page = f"<html><!-- {'a' * 2**21} --><body><p>{TEXT}</p></body></html>".encode()  # more than is held in memory
    large = b"\r\n".join([b"--x", head, b"", page, b"--x--", b""])
    status, answer = fetch(f"{address}/analyze/file", large, content_type="multipart/form-data; boundary=x")
    assert status == 200
    assert fetch(f"{address}/health", host="evil.example")[0] == 400
    assert fetch(f"{address}/analyze", b"{", content_type="application/json")[0] == 422
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert (out, kept) == (b"", [])
    assert "đoàn viên" not in err.decode()
    assert b"Traceback" not in err


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "vnreport", "serve", "--port", str(port)], capture_output=True, check=False
        )
    assert done.returncode == 1
    assert f"cannot listen at 127.0.0.1, port {port}: " in done.stderr.decode()
