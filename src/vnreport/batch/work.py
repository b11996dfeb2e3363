"""What a worker process does with one document: read, analyse, put the result into its place."""

from __future__ import annotations

import datetime
import pathlib
import tempfile
from collections.abc import Callable

from vnreport.analyzer import Analyzer
from vnreport.batch.likeness import is_draft, sketch
from vnreport.batch.plan import Failure, Item, load
from vnreport.batch.results import Facts, Results, digest
from vnreport.errors import UnreadableFile, VnReportError, fault
from vnreport.io.analyzing import analyze_document
from vnreport.io.doc import check_doc, convert, read_converted
from vnreport.io.document import Document
from vnreport.io.reading import read_bytes, sniff
from vnreport.records import record


@record
class Task:
    """Items to do together: one of any format, or several .doc files, which one start of LibreOffice converts.

    `alone` is one .doc by itself, after the group that it was in had failed.
    """

    items: tuple[Item, ...]
    alone: bool = False


@record
class Done:
    """A result in its place; `fresh` says that it was made now and not by an earlier run."""

    source: str
    part: str
    fresh: bool


@record
class Deferred:
    """A .doc that waits for others, to be converted with them."""

    item: Item


Outcome = Done | Failure | Deferred


@record
class Settings:
    """What is the same for all documents of a batch."""

    analyzer: Analyzer
    folder: pathlib.Path
    generator: str
    max_bytes: int
    mixed: bool = False
    report_date: datetime.date | None = None


class Worker:
    """A worker: settings once, then tasks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._results = Results(settings.folder, settings.generator)
        settings.analyzer.analyze("Báo cáo")  # the tables and patterns, loaded before the first task is timed

    def __call__(self, task: Task) -> list[Outcome]:
        """The outcomes of a task, one for each item."""
        if len(task.items) > 1:
            return self._group(task.items)
        item = task.items[0]
        return [self._guarded(item, lambda: self._one(item, task.alone))]

    def _guarded(self, item: Item, step: Callable[[], Outcome]) -> Outcome:
        """What went wrong with a document, as its failure: nothing that it holds ends the batch."""
        try:
            return step()
        except UnreadableFile as error:
            return Failure(item.source, "read", error.reason)
        except VnReportError as error:
            return Failure(item.source, "read", str(error))
        except OSError as error:
            return Failure(item.source, "read", f"cannot be opened: {error.strerror or error}")
        except MemoryError:
            return Failure(item.source, "analyze", "needs more memory than --max-memory")
        except Exception as error:  # noqa: BLE001 - the edge of one document: told in the ledger, without its words
            return Failure(item.source, "analyze", fault(error))

    def _one(self, item: Item, alone: bool) -> Outcome:
        data = self._load(item)
        content, kind = digest(data), sniff(item.source, data)
        part = self._results.find(content, kind, any_generator=self._settings.mixed)
        if part is not None:
            return Done(item.source, str(part), False)
        if kind == "doc" and not alone:
            return Deferred(item)
        return self._finish(item, content, kind, read_bytes(item.source, data))

    def _load(self, item: Item) -> bytes:
        try:
            data = load(item, self._settings.max_bytes)
        except ValueError as error:
            raise UnreadableFile(item.source, str(error)) from error
        if not data.strip():
            raise UnreadableFile(item.source, "is empty")
        return data

    def _group(self, items: tuple[Item, ...]) -> list[Outcome]:
        with tempfile.TemporaryDirectory(prefix="vnreport-") as name:
            folder = pathlib.Path(name)
            outcomes: dict[str, Outcome] = {}
            given: list[tuple[Item, str, pathlib.Path]] = []
            for index, item in enumerate(items):
                try:
                    data = self._load(item)
                    check_doc(item.source, data)
                except (UnreadableFile, OSError) as error:
                    reason = error.reason if isinstance(error, UnreadableFile) else str(error)
                    outcomes[item.source] = Failure(item.source, "read", reason)
                    continue
                path = folder / f"{index}.doc"
                path.write_bytes(data)
                given.append((item, digest(data), path))
            try:
                made = convert([path for _, _, path in given], folder / "out") if given else []
            except VnReportError as error:  # LibreOffice is not there
                return [outcomes.get(item.source) or Failure(item.source, "read", str(error)) for item in items]
            for (item, content, _), result in zip(given, made, strict=True):
                outcomes[item.source] = self._guarded(item, self._converted(item, content, result))
        return [outcomes[item.source] for item in items]

    def _converted(self, item: Item, content: str, result: pathlib.Path | None) -> Callable[[], Outcome]:
        def step() -> Outcome:
            if result is None:
                raise UnreadableFile(item.source, "is damaged or has a password: LibreOffice cannot open it")
            return self._finish(item, content, "doc", read_converted(item.source, result.read_bytes()))

        return step

    def _finish(self, item: Item, content: str, kind: str, document: Document) -> Outcome:
        if not document.text.strip():
            raise UnreadableFile(item.source, "holds no text")
        report = analyze_document(document, self._settings.analyzer, self._settings.report_date)
        facts = Facts(
            content, document.format, document.encoding, document.decided, len(document.text), document.quality,
            tuple(damage.kind for damage in document.damage), document.warnings, is_draft(document.text),
            digest(document.text.encode("utf-8", "surrogatepass")), sketch(document.text),
        )  # fmt: skip
        written = report.to_json()
        try:
            part = self._results.write(content, kind, facts, written)
        except OSError as error:
            return Failure(item.source, "write", f"its result cannot be written: {error.strerror or error}")
        return Done(item.source, str(part), True)
