"""The service: what it answers, in which form, and how that is told to other programs (OpenAPI)."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections.abc import AsyncIterator, Collection, Sequence
from importlib import resources
from typing import Annotated, Any, Literal, cast, get_args

from fastapi import FastAPI, File, Form, Query, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from starlette.exceptions import HTTPException
from starlette.routing import Match

from vnreport import register
from vnreport.analyzer import Analyzer
from vnreport.entities.codes import Code, parse_code
from vnreport.entities.models import RegisterEntry
from vnreport.errors import ParseError
from vnreport.io.reading import MAX_BYTES
from vnreport.serve.guard import Guard
from vnreport.serve.start import POLICY, VIEW_POLICY, error_page, start_page
from vnreport.serve.work import Answer, Task, Worker
from vnreport.serve.workers import Busy, Died, TimedOut, Workers
from vnreport.version import __version__

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
BODY_TIMEOUT = 60.0
_NAME = 255
_MENTION = 200

Part = Literal["structure", "labels", "references", "times", "quantities", "indicators", "names", "abbreviations"]
Unit = Literal["codepoint", "utf16", "utf8"]
Language = Literal["vi", "en"]


def _day(value: str) -> str:
    datetime.date.fromisoformat(value)
    return value


Day = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
# In a form a field that was left empty counts as absent, and the description says so.
FormDay = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"maxLength": 0}]}),
]
FormUnit = Annotated[Unit, WithJsonSchema({"type": "string", "enum": [*get_args(Unit), ""]})]
Mention = Annotated[str, Field(min_length=1, max_length=_MENTION)]


class TextRequest(BaseModel):
    """A text to be analysed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Đã kết nạp 422 đoàn viên."}]})
    text: str = Field(description="The text. Offsets of the answer count in it as it is given.")
    report_date: Day | None = Field(None, description='Completes days without a year ("ngày 15/6").')
    only: list[Part] = Field([], max_length=8, description="Compute these parts only.")
    offset_unit: Unit = Field("codepoint", description="What the offsets of the answer count.")


class CodeRequest(BaseModel):
    """Mentions of documents to be looked up."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"mentions": ["QĐ 217", "20 -NQ/ TW"]}]})
    mentions: list[Mention] = Field(min_length=1, max_length=100)


class Lookup(BaseModel):
    """What a mention of a document says."""

    mention: str
    code: Code | None = Field(description="The number and symbol, read as a whole; null where it is none.")
    reason: str | None = Field(description="Why it is no code.")
    register_entries: list[RegisterEntry] = Field(description="The well-known documents that fit the mention.")


class Health(BaseModel):
    """That the service is there."""

    status: Literal["ok"]
    version: str
    requests: int = Field(description="How many requests are being answered or wait.")


class Fault(BaseModel):
    """What is wrong, and where: a field, a line and column of the body, a file, a header."""

    place: str
    reason: str


class Faults(BaseModel):
    """Why a request was not answered."""

    detail: list[Fault]


_REASONS = {
    400: "The request is none, or calls this machine by a name that it does not know.",
    403: "The request comes from a page of another site.",
    408: "The body did not arrive in time.",
    413: "The body, or what it holds, is too large.",
    415: "The file is of a kind that is not read.",
    422: "A field or a file is wrong; `place` says which, and where in it.",
    503: "Too many requests wait, or the process of this one died.",
    504: "The request took too long.",
}


def _faults(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": Faults, "description": _REASONS[code]} for code in (400, 403, *codes)}


_REPORT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report, as `vnreport schema` describes it.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}},
    }
}
_BODY = (408, 413, 422)
_WORK = (*_BODY, 503, 504)


def create_app(
    *,
    analyzer: Analyzer | None = None,
    hosts: Collection[str] = LOCAL_HOSTS,
    jobs: int = 1,
    waiting: int = 16,
    timeout: float = 60.0,
    max_bytes: int = MAX_BYTES,
    max_memory: int | None = None,
) -> FastAPI:
    """The service as an ASGI application. `hosts` are the names that a request may call it by, without a port.

    `jobs` processes answer at a time, `waiting` requests more may wait; each has `timeout` seconds. `max_bytes` caps a
    body, `max_memory` a process.
    """
    workers = Workers[Task](
        Worker, (analyzer or Analyzer(),), jobs=jobs, timeout=timeout, waiting=waiting, memory=max_memory
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        workers.open()
        yield
        await run_in_threadpool(workers.close)

    app = FastAPI(
        title="vnreport", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        description="Reads Vietnamese reports: outline, cited documents, times, quantities, indicators, labels. "
        "Nothing that is sent is kept.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )  # fmt: skip
    app.state.workers = workers
    app.add_middleware(Guard, hosts=hosts, max_bytes=max_bytes, body_timeout=BODY_TIMEOUT)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(HTTPException, _refused)
    _add_analysis(app, workers, analyzer)
    _add_lookup(app, analyzer)
    _add_pages(app, workers)

    @app.get("/health", tags=["service"], responses=_faults())
    async def health() -> Health:
        """Whether the service is there, and how busy it is."""
        return Health(status="ok", version=__version__, requests=workers.inside)

    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


# --- what it answers -----------------------------------------------------------------------------------------------


def _add_analysis(app: FastAPI, workers: Workers[Task], analyzer: Analyzer | None) -> None:
    @app.post("/analyze", tags=["reports"], response_class=Response, responses={**_REPORT, **_faults(*_WORK)})
    def analyze(request: TextRequest) -> Response:
        """Analyse a text."""
        day = None if request.report_date is None else datetime.date.fromisoformat(request.report_date)
        task = Task(request.text, report_date=day, only=tuple(request.only), offset_unit=request.offset_unit)
        return _json(_answer(workers, task))

    @app.post("/analyze/file", tags=["reports"], response_class=Response, responses={**_REPORT, **_faults(415, *_WORK)})
    def analyze_file(
        file: Annotated[UploadFile, File(description="Text, Markdown, HTML, .docx, .doc, .odt, .rtf or .pdf.")],
        report_date: Annotated[FormDay, Form()] = "",
        only: Annotated[list[Part], Form(max_length=8)] = [],  # noqa: B006 - FastAPI copies it
        offset_unit: Annotated[FormUnit, Form()] = "codepoint",
    ) -> Response:
        """Read a file and analyse it. `source` of the answer is its name."""
        day = datetime.date.fromisoformat(report_date) if report_date else None
        task = Task(
            data=file.file.read(), name=_file_name(file), report_date=day, only=tuple(only), offset_unit=offset_unit
        )
        return _json(_answer(workers, task))


def _add_lookup(app: FastAPI, analyzer: Analyzer | None) -> None:
    own = analyzer.register if analyzer is not None else ()

    def look_up(mention: str) -> Lookup:
        code, reason = None, None
        try:
            code = parse_code(mention)
        except ParseError as error:
            reason = str(error)
        found = register.lookup(mention, register=own)  # type: ignore[arg-type]
        return Lookup(mention=mention, code=code, reason=reason, register_entries=list(found))

    @app.get("/code", tags=["codes"], responses=_faults(422))
    def look_up_one(mention: Annotated[str, Query(min_length=1, max_length=_MENTION)]) -> Lookup:
        """Look up one mention of a document, such as "QĐ 217" or "20-NQ/TW"."""
        return look_up(mention)

    @app.post("/code", tags=["codes"], responses=_faults(*_BODY))
    def look_up_many(request: CodeRequest) -> list[Lookup]:
        """Look up several mentions; the answers stand in their order."""
        return [look_up(mention) for mention in request.mentions]


def _add_pages(app: FastAPI, workers: Workers[Task]) -> None:
    @app.get("/", include_in_schema=False)
    async def start(lang: Language = "vi") -> HTMLResponse:
        return HTMLResponse(start_page(lang), headers={"content-security-policy": POLICY})

    @app.post("/view", include_in_schema=False)
    def view(
        text: Annotated[str, Form()] = "",
        file: Annotated[UploadFile | None, File()] = None,
        lang: Annotated[Language, Form()] = "vi",
    ) -> HTMLResponse:
        """The view of a text or of a file, for the frame of the start page."""
        given = file is not None and bool(file.filename)
        if given and file is not None:
            task = Task(data=file.file.read(), name=_file_name(file), page=lang)
        else:
            task = Task(text, page=lang)
        headers = {"content-security-policy": VIEW_POLICY}
        try:
            answer = _answer(workers, task)
        except HTTPException as error:
            (fault,) = cast(list[dict[str, str]], error.detail)
            page = error_page(lang, fault["place"], fault["reason"])
            return HTMLResponse(page, status_code=error.status_code, headers=headers)
        return HTMLResponse(answer.body, headers=headers)


def _file_name(file: UploadFile) -> str:
    """The name of an upload without folders, as the answer and errors call it."""
    name = os.path.basename((file.filename or "").replace("\\", "/"))[:_NAME]
    return name.encode("utf-8", "replace").decode() or "file"


def _answer(workers: Workers[Task], task: Task) -> Answer:
    """The answer of a worker; HTTPException where there is none."""
    place = "text" if task.data is None else f"file {task.name}"
    try:
        answer: Answer = workers.run(task)
    except Busy:
        raise _fault(503, "service", "too many requests wait; try again", {"retry-after": "5"}) from None
    except TimedOut:
        raise _fault(504, place, "took longer than --timeout") from None
    except Died as error:
        raise _fault(503, place, str(error)) from None
    if answer.status != 200:
        raise _fault(answer.status, answer.place, answer.reason)
    return answer


def _json(answer: Answer) -> Response:
    return Response(answer.body, media_type="application/json")


# --- what is wrong -------------------------------------------------------------------------------------------------


def _fault(status: int, place: str, reason: str, headers: dict[str, str] | None = None) -> HTTPException:
    detail: Any = [{"place": place, "reason": reason}]
    return HTTPException(status, detail, headers)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    place = "body" if error.status_code == 400 else "request"  # what the framework calls damaged is always a body
    detail = error.detail if isinstance(error.detail, list) else [{"place": place, "reason": str(error.detail)}]
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["allow"] = ", ".join(_methods(request))
    return JSONResponse({"detail": detail}, error.status_code, headers)


def _methods(request: Request) -> list[str]:
    """The methods of all routes of a path: one route alone does not know of the others."""
    there = (route for route in request.app.routes if route.matches(request.scope)[0] != Match.NONE)
    return sorted({method for route in there for method in route.methods})


async def _wrong_request(_: Request, error: Exception) -> Response:
    """Where a request is wrong, without what it said: a field, or a line and column of the body."""
    assert isinstance(error, RequestValidationError)
    return JSONResponse({"detail": [_located(item, error.body) for item in error.errors()]}, 422)


def _located(item: Any, body: Any) -> dict[str, str]:
    where, *path = item["loc"]
    if item["type"] == "json_invalid" and isinstance(body, str) and path and isinstance(path[0], int):
        before = body[: path[0]]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return {"place": f"{where}, line {line}, column {column}", "reason": f"no JSON: {item['ctx']['error']}"}
    place = f"{where}, field {'.'.join(map(str, path))}" if path else str(where)
    return {"place": place, "reason": item["msg"]}


# --- how it is told ------------------------------------------------------------------------------------------------


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the schema of the result among its own."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes,
            license_info=app.license_info, openapi_version="3.1.0",
        )  # fmt: skip
        schemas = described["components"]["schemas"]
        schemas.update(_report_schemas())
        app.openapi_schema = _without_unused(described)
    return app.openapi_schema


def _report_schemas() -> dict[str, Any]:
    """The schema of the result and its definitions, as components."""
    text = (resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8")
    schema = json.loads(text.replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Any] = schema.pop("$defs")
    report = {key: value for key, value in schema.items() if key not in ("$schema", "$id")}
    return {**definitions, "Report": report}


def _without_unused(described: dict[str, Any]) -> dict[str, Any]:
    """Without the form of errors that FastAPI describes for all and that is not the one used here."""
    for operation in (o for path in described["paths"].values() for o in path.values()):
        fault = operation["responses"].get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if fault.get("$ref", "").endswith("/HTTPValidationError"):
            del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        described["components"]["schemas"].pop(name, None)
    return described


PARTS: Sequence[str] = get_args(Part)
"""The parts that a request may ask for: those of `vnreport.analyzer.PARTS`."""
