"""What a worker process of the service does with one request: read, analyse, write the answer."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

from vnreport.analyzer import Analyzer
from vnreport.errors import MissingDependency, UnreadableFile, UnsupportedFormat
from vnreport.io.analyzing import analyze_document
from vnreport.io.document import Document
from vnreport.io.reading import read_bytes
from vnreport.records import record
from vnreport.report import Report, escape_surrogates
from vnreport.text.offsets import convert_offsets
from vnreport.view.page import render


@record
class Task:
    """A request: a text, or the bytes of a file with its name; as JSON, or as a page in a language."""

    text: str | None = None
    data: bytes | None = None
    name: str | None = None
    report_date: datetime.date | None = None
    only: tuple[str, ...] = ()
    offset_unit: str = "codepoint"
    page: str | None = None


@record
class Answer:
    """What comes back: the status, and the body, or the place and the reason where there is none."""

    status: int
    body: bytes = b""
    place: str = ""
    reason: str = ""


class Worker:
    """A worker: the user's tables and model once, then tasks. Nothing of a task is kept."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        analyzer.analyze("Báo cáo")  # the tables and patterns, loaded before the first request is timed

    def __call__(self, task: Task) -> Answer:
        """The answer to a task; whatever a file holds, it is an answer and no exception."""
        place = "text" if task.data is None else f"file {task.name}"
        try:
            return self._answer(task)
        except UnsupportedFormat as error:
            return Answer(415, place=place, reason=error.reason)
        except UnreadableFile as error:
            return Answer(422, place=place, reason=error.reason)
        except MissingDependency as error:
            return Answer(503, place=place, reason=str(error))
        except MemoryError:
            return Answer(413, place=place, reason="needs more memory than the service has for one request")
        except Exception as error:  # noqa: BLE001 - the edge of one request: told by its class, never by its content
            return Answer(500, place=place, reason=f"an error that should be reported: {type(error).__name__}")

    def _answer(self, task: Task) -> Answer:
        if task.data is None:
            document = Document(task.text or "", "text", "txt", None, "given as text")
        else:
            document = read_bytes(task.name or "file", task.data)
        analyzer = self._analyzer
        if task.only:
            analyzer = replace(analyzer, only=task.only)
        if task.data is None:
            report = analyzer.analyze(document.text, report_date=task.report_date)
        else:
            report = analyze_document(document, analyzer, task.report_date)
        if task.page is not None:
            page = render(report, lang=task.page, place_of=document.place_of, name=task.name)
            return Answer(200, page.encode("utf-8", "replace"))
        return Answer(200, _json(report, task).encode())


def _json(report: Report, task: Task) -> str:
    """The report as JSON, with the name of the file under "source"."""
    found = report.to_dict()
    if task.offset_unit != "codepoint":
        found = convert_offsets(found, task.offset_unit)
    if task.data is not None:
        found = {"source": task.name, **found}
    return escape_surrogates(json.dumps(found, ensure_ascii=False))
