"""Many texts or files from Python: reports in order, a failure where one gives none, constant memory."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator

from vnreport.analyzer import Analyzer
from vnreport.batch.plan import Failure
from vnreport.batch.pool import Lost, Pool
from vnreport.errors import ConfigError, UnreadableFile, VnReportError, fault
from vnreport.io.analyzing import analyze_file
from vnreport.records import record
from vnreport.report import Report

# Tasks that may be started while the oldest is still at work, for each process: enough to keep all busy.
_AHEAD = 4

_Given = str | os.PathLike[str] | tuple[object, str]


@record
class _Task:
    key: object
    text: str | None
    path: str | None
    wrong: str | None = None


class _Worker:
    def __init__(self, analyzer: Analyzer, report_date: datetime.date | None) -> None:
        self._analyzer, self._report_date = analyzer, report_date

    def __call__(self, task: _Task) -> Report | Failure:
        """The report of one item, or why there is none."""
        try:
            if task.wrong is not None:
                return Failure(str(task.key), "input", task.wrong)
            if task.path is not None:
                return analyze_file(task.path, analyzer=self._analyzer, report_date=self._report_date)
            return self._analyzer.analyze(task.text or "", report_date=self._report_date)
        except UnreadableFile as error:
            return Failure(str(task.key), "read", error.reason)
        except VnReportError as error:
            return Failure(str(task.key), "read", str(error))
        except Exception as error:  # noqa: BLE001 - one bad item never ends the others; its class and place are told
            return Failure(str(task.key), "analyze", fault(error))


def analyze_many(
    items: Iterable[_Given],
    *,
    jobs: int = 1,
    timeout: float | None = None,
    analyzer: Analyzer | None = None,
    report_date: datetime.date | None = None,
) -> Iterator[tuple[object, Report | Failure]]:
    """Analyse texts, files or (id, text) pairs; yields (id, report) in the order given, or (id, failure).

    A `str` is a text and its id its position; a path is a `pathlib.Path` and its own id. `items` is read as results are
    taken, so a generator over millions needs no memory. With `jobs` above 1 that many processes share the work; then an
    item that crashes its process or takes longer than `timeout` seconds is a failure too. Reports travel between
    processes, which costs about as much as analysing short texts: for the results of a whole archive on disk use
    `vnreport batch`. Raises ConfigError for fewer than one job, or a timeout with just one.

    >>> import vnreport
    >>> found = dict(vnreport.analyze_many([("a", "Đạt 5/7 xã."), ("b", None)]))
    >>> found["a"].quantities[0].text, found["b"].reason
    ('5/7 xã', 'the text is a NoneType, not a str')
    """
    if jobs < 1:
        raise ConfigError(f"jobs={jobs}: at least one process does the work")
    if timeout is not None and jobs == 1:
        raise ConfigError("timeout needs jobs=2 or more: one's own process cannot be stopped")
    return _results(_tasks(items), jobs, timeout, analyzer or Analyzer(), report_date)


def _tasks(items: Iterable[_Given]) -> Iterator[_Task]:
    for position, item in enumerate(items):
        key: object = position
        text: object = item
        if isinstance(item, os.PathLike):
            yield _Task(item, None, os.fspath(item))
            continue
        if isinstance(item, tuple):
            if len(item) != 2:
                yield _Task(position, None, None, f"the item is a tuple of {len(item)}, not an (id, text) pair")
                continue
            key, text = item
        wrong = None if isinstance(text, str) else f"the text is a {type(text).__name__}, not a str"
        yield _Task(key, text if isinstance(text, str) else None, None, wrong)


def _results(
    tasks: Iterator[_Task], jobs: int, timeout: float | None, analyzer: Analyzer, report_date: datetime.date | None
) -> Iterator[tuple[object, Report | Failure]]:
    if jobs == 1:
        worker = _Worker(analyzer, report_date)
        for task in tasks:
            yield task.key, worker(task)
        return
    pool: Pool[_Task] = Pool(_Worker, (analyzer, report_date), jobs, timeout=timeout)
    early: dict[int, tuple[object, Report | Failure]] = {}
    due = 0
    for number, task, answer in pool.run(tasks, ahead=_AHEAD * jobs):
        if isinstance(answer, Lost):
            answer = Failure(str(task.key), answer.kind, answer.reason)
        early[number] = task.key, answer
        while due in early:
            yield early.pop(due)
            due += 1
