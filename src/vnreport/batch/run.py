"""A batch from paths to an output: plan, work, compare, write; what failed goes into a ledger beside the output."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import pathlib
import shutil
import sys
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from vnreport.analyzer import Analyzer
from vnreport.batch.likeness import find_duplicates
from vnreport.batch.metadata import NO_METADATA, Metadata
from vnreport.batch.output import Listed, check_output, with_duplicates, write_output
from vnreport.batch.plan import Failure, Item, Plan, make_plan
from vnreport.batch.pool import Lost, Pool
from vnreport.batch.results import Results, generator_key, read_facts, remove_leftovers
from vnreport.batch.work import Deferred, Done, Settings, Task, Worker
from vnreport.errors import ConfigError
from vnreport.io.reading import MAX_BYTES
from vnreport.records import field, record

_GROUP = 50
_START, _EACH = 90, 25
MAX_MEMORY = 4 * 2**30


@record
class Options:
    """How a batch runs. `timeout` is in seconds for one document, `max_bytes` and `max_memory` in bytes."""

    analyzer: Analyzer = field(default_factory=Analyzer)
    jobs: int = 1
    timeout: float = 120.0
    max_bytes: int = MAX_BYTES
    max_memory: int | None = MAX_MEMORY
    metadata: Metadata = NO_METADATA
    report_date: datetime.date | None = None
    mixed: bool = False
    redo: bool = False


@record
class Summary:
    """What a batch did: documents read now, those whose content was read before (in an earlier run, or under another
    name), those that failed, those that repeat another one; seconds it took.
    """

    output: str
    fresh: int
    kept: int
    failures: tuple[Failure, ...]
    duplicates: Counter[str]
    drafts: int
    skipped: int
    seconds: float
    ledger: str

    @property
    def documents(self) -> int:
        """How many documents stand in the output."""
        return self.fresh + self.kept


Tell = Callable[[int, int], None]
"""Called with how many documents are done and how many of them failed."""


def work_folder(output: str) -> pathlib.Path:
    """Where the results of an output lie until it is written, and for the next run."""
    return pathlib.Path(output + ".work")


def ledger_place(output: str) -> pathlib.Path:
    """The list of what failed, beside the output."""
    place = pathlib.Path(output)
    return place.with_name(f"{place.stem}.errors.jsonl")


def plan_batch(paths: Sequence[str], output: str, options: Options) -> Plan:
    """What a batch would read. Members of tar archives are unpacked below the work folder."""
    unpacked = work_folder(output) / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    place = pathlib.Path(output)
    own = [place, work_folder(output), ledger_place(output)]
    own += [place.with_name(place.name + suffix) for suffix in (".tmp", ".new", ".old")]
    return make_plan(paths, unpack_to=unpacked, max_bytes=options.max_bytes, avoid=own)


def run_batch(
    paths: Sequence[str], output: str, options: Options | None = None, *, begin: Callable[[int], Tell] | None = None
) -> Summary:
    """Read and analyse all documents of some paths and write one output.

    The form of the output is that of its suffix: .jsonl, .parquet, .csv or .xlsx. A run that was stopped goes on where
    it was; documents that have not changed are not read again. Documents that fail stand in the ledger. Raises
    ConfigError for an output that cannot be, or for one that another version or other options made (unless
    `options.mixed` or `options.redo` says what to do with it). `begin` is called with the number of documents and gives
    a function that is told of progress.
    """
    options = options or Options()
    started = time.monotonic()
    check_output(output)
    folder = work_folder(output)
    with _locked(folder):
        generator = options.analyzer.describe()
        day = options.report_date
        generator["options"] = {**generator["options"], "report_date": None if day is None else day.isoformat()}
        results = Results(folder, generator_key(generator))
        _check_generator(results, output, options)
        remove_leftovers(folder)
        plan = plan_batch(paths, output, options)
        _write_state(folder, generator)
        ledger = _Ledger(ledger_place(output), plan.failures)
        tell = begin(len(plan.items)) if begin else lambda done, failed: None
        settings = Settings(
            options.analyzer, folder, results.generator, options.max_bytes, options.mixed, options.report_date
        )
        done = _work(plan.items, settings, options, ledger, tell)
        listed = [Listed(item.source, done[item.source].part) for item in plan.items if item.source in done]
        listed, drafts = _compared(listed)
        write_output(output, listed, options.metadata, options.jobs)
        ledger.close()
        shutil.rmtree(folder / "unpacked", ignore_errors=True)
    fresh = sum(outcome.fresh for outcome in done.values())
    repeats = Counter(item.duplicate_kind for item in listed if item.duplicate_kind)
    return Summary(
        output, fresh, len(done) - fresh, tuple(ledger.failures), Counter({k or "": n for k, n in repeats.items()}),
        drafts, plan.skipped, time.monotonic() - started, str(ledger_place(output)),
    )  # fmt: skip


@contextlib.contextmanager
def _locked(folder: pathlib.Path) -> Iterator[None]:
    """One batch at a time for one output; a batch that was killed leaves no lock behind."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ConfigError(f"{folder}: another batch is writing this output; wait for it to end") from None
        yield


def _check_generator(results: Results, output: str, options: Options) -> None:
    others = [name for name in results.generators() if name != results.generator]
    if not others or options.mixed:
        return
    if options.redo:
        for name in others:
            shutil.rmtree(results.folder / "parts" / name, ignore_errors=True)
        return
    if results.generators() == others:
        raise ConfigError(
            f"{output}: was made by another version or with other options; --redo makes all of it anew, "
            "--mixed keeps the old results and adds to them, or name another output"
        )


def _write_state(folder: pathlib.Path, generator: dict[str, Any]) -> None:
    temporary = folder / "generator.tmp"
    temporary.write_text(json.dumps(generator, ensure_ascii=False, indent=1), "utf-8")
    os.replace(temporary, folder / "generator.json")


class _Ledger:
    """What failed, on disk as soon as it is known."""

    def __init__(self, place: pathlib.Path, failures: Sequence[Failure]) -> None:
        self.failures: list[Failure] = []
        self._sink = place.open("w", encoding="utf-8", errors="surrogateescape", newline="\n")
        for failure in failures:
            self.add(failure)

    def add(self, failure: Failure) -> None:
        """One more failure."""
        self.failures.append(failure)
        row = {"path": failure.source, "stage": failure.stage, "reason": failure.reason}
        self._sink.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._sink.flush()

    def close(self) -> None:
        """No more failures."""
        self._sink.close()


def _work(items: Sequence[Item], settings: Settings, options: Options, ledger: _Ledger, tell: Tell) -> dict[str, Done]:
    """Every item done or in the ledger: each by itself, then .doc files in groups, then those whose group failed."""
    done: dict[str, Done] = {}
    queue: deque[Task] = deque(Task((item,)) for item in items)
    documents: list[Item] = []
    failed = len(ledger.failures)
    while queue or documents:
        if not queue:
            queue.extend(_groups(documents, options.jobs))
            documents = []
        pool = Pool(
            Worker, (settings,), options.jobs, timeout=options.timeout, allowance=_allowance, memory=options.max_memory
        )
        tasks = list(queue)
        queue.clear()
        for _, task, answer in pool.run(tasks):
            if isinstance(answer, Lost):
                if len(task.items) > 1:
                    queue.extend(Task((item,), alone=True) for item in task.items)
                    continue
                answer = [Failure(task.items[0].source, answer.kind, answer.reason)]
            for outcome in answer:
                if isinstance(outcome, Deferred):
                    documents.append(outcome.item)
                elif isinstance(outcome, Failure):
                    ledger.add(outcome)
                else:
                    done[outcome.source] = outcome
            tell(len(done) + len(ledger.failures) - failed, len(ledger.failures))
    return done


def _groups(documents: Sequence[Item], jobs: int) -> Iterator[Task]:
    """Groups of .doc files, as large as starting LibreOffice asks for and small enough that all workers have some."""
    size = max(1, min(_GROUP, -(-len(documents) // jobs)))
    for start in range(0, len(documents), size):
        yield Task(tuple(documents[start : start + size]), alone=True)


def _allowance(task: Task) -> float:
    return float(_START + _EACH * len(task.items)) if task.alone else 0.0


def _compared(listed: Sequence[Listed]) -> tuple[list[Listed], int]:
    """The documents with those marked that repeat another one, and how many are drafts."""
    texts: list[str] = []
    drafts: list[bool] = []
    sketches: list[array[int]] = []
    for item in listed:
        facts = read_facts(pathlib.Path(item.part))
        texts.append(facts.text)
        drafts.append(facts.draft)
        sketches.append(array("L" if array("I").itemsize < 4 else "I", facts.sketch))
    return with_duplicates(listed, find_duplicates(texts, sketches, drafts)), sum(drafts)
