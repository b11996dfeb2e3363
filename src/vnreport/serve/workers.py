"""The worker processes of the service: as many as there are cores, each with one request at a time.

A reader in C (PDFium) or a program (LibreOffice) cannot be interrupted from inside, so a request that takes too long
ends with its process, and the next one gets a new process. More requests than can wait are refused at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from vnreport.batch.pool import Lost, Worker, process_context

Task = TypeVar("Task")


class Busy(Exception):
    """Too many requests are waiting, or this one has waited too long for its turn."""


class TimedOut(Exception):
    """The request took longer than it may; its process was ended."""


class Died(Exception):
    """The process of the request ended by itself, or could not start."""


class Workers(Generic[Task]):
    """Up to `jobs` processes that each make a worker by `setup(*arguments)`, started when they are first needed.

    `timeout` is how long a request may take, and how long it may wait before that; `waiting` how many may wait;
    `memory` caps each process, in bytes.
    """

    def __init__(
        self, setup: Callable[..., Callable[[Task], Any]], arguments: tuple[Any, ...], *, jobs: int, timeout: float,
        waiting: int, memory: int | None = None,
    ) -> None:  # fmt: skip
        self._context = process_context(setup)
        self._made = (setup, arguments, memory)
        self._timeout = timeout
        self._room = jobs + waiting
        self._slots = threading.BoundedSemaphore(jobs)
        self._lock = threading.Lock()
        self._idle: list[Worker[Task]] = []
        self._busy: set[Worker[Task]] = set()
        self._inside = 0
        self._closed = False

    @property
    def inside(self) -> int:
        """How many requests are being answered or wait."""
        return self._inside

    def run(self, task: Task) -> Any:
        """The answer to a task. Blocks; raises Busy, TimedOut or Died where there is none."""
        with self._lock:
            if self._closed or self._inside >= self._room:
                raise Busy
            self._inside += 1
        try:
            if not self._slots.acquire(timeout=self._timeout):
                raise Busy
            try:
                return self._answer(task)
            finally:
                self._slots.release()
        finally:
            with self._lock:
                self._inside -= 1

    def _answer(self, task: Task) -> Any:
        worker = self._take()
        try:
            worker.give(0, task, None)
            in_time = worker.connection.poll(self._timeout)
            answer = worker.take()  # which ends a worker that has none
        finally:
            self._give_back(worker)
        if not in_time:
            raise TimedOut
        if isinstance(answer, Lost):
            raise Died(answer.reason)
        return answer

    def _take(self) -> Worker[Task]:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is None:
            try:
                worker = Worker[Task](self._context, self._made)
            except (OSError, RuntimeError) as error:
                raise Died(f"its worker process could not start: {error}") from error
        with self._lock:
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: Worker[Task]) -> None:
        with self._lock:
            self._busy.discard(worker)
            if worker.alive and not self._closed:
                self._idle.append(worker)
                return
        if worker.alive:
            worker.end()

    def open(self) -> None:
        """Take requests, also after `close`; the processes are started when they are needed."""
        self._closed = False

    def close(self) -> None:
        """End all processes, also those that are at work, and take no more requests."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle, self._busy = [], set()
        for worker in workers:
            worker.end()
