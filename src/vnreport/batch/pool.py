"""Worker processes that may crash or hang: what they were at is known, given up, and the rest goes on.

The pools of the standard library end when one of their processes dies, and do not say at what. Here each worker has a
pipe of its own and one task at a time, so a worker that dies or runs out of time names its task by that.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from vnreport.records import record

Task = TypeVar("Task")
_READY = "ready"
_START_TIMEOUT = 120


@record
class Lost:
    """A task that gave no answer: its worker died (`crash`) or ran out of time (`timeout`)."""

    kind: str
    reason: str


def process_context(setup: Callable[..., Any]) -> Any:
    """How worker processes start, the module of their `setup` loaded once for all of them where the system can."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([setup.__module__])
    return context


class Pool(Generic[Task]):
    """`jobs` processes that each make a worker by `setup(*arguments)` and give it one task after the other.

    `setup` and `arguments` are pickled, so `setup` is a function or class of a module. `timeout` is the time that a
    task has, in seconds; `allowance` adds to it for single tasks. `memory` caps the memory of a process, in bytes.
    """

    def __init__(
        self, setup: Callable[..., Callable[[Task], Any]], arguments: tuple[Any, ...], jobs: int, *,
        timeout: float | None = None, allowance: Callable[[Task], float] = lambda _: 0.0, memory: int | None = None,
    ) -> None:  # fmt: skip
        self._context = process_context(setup)
        self._made = (setup, arguments, memory)
        self._jobs = jobs
        self._timeout = timeout
        self._allowance = allowance
        self._workers: list[Worker[Task]] = []
        self._next = 0

    def run(self, tasks: Iterable[Task], *, ahead: int | None = None) -> Iterator[tuple[int, Task, Any | Lost]]:
        """Each task with its position and its answer, in the order in which they are done.

        With `ahead`, no task starts that is so far after the oldest one not yet done. An answer that is an exception is
        the answer, not raised.
        """
        numbered = enumerate(tasks)
        waiting: deque[tuple[int, Task]] = deque()
        running: dict[int, Worker[Task]] = {}
        drained = False
        try:
            while True:
                while not drained and len(running) + len(waiting) < self._jobs and self._near(running, waiting, ahead):
                    following = next(numbered, None)
                    if following is None:
                        drained = True
                    else:
                        self._next = following[0] + 1
                        waiting.append(following)
                while waiting and len(running) < self._jobs:
                    number, task = waiting.popleft()
                    worker = self._idle()
                    limit = None if self._timeout is None else self._timeout + self._allowance(task)
                    worker.give(number, task, limit)
                    running[number] = worker
                if not running:
                    return
                for worker in self._answered(list(running.values())):
                    number, given = worker.number, worker.task
                    answer = worker.take()
                    del running[number]
                    yield number, given, answer
        finally:
            self.close()

    def _near(self, running: dict[int, Worker[Task]], waiting: deque[tuple[int, Task]], ahead: int | None) -> bool:
        if ahead is None:
            return True
        numbers = [*running, *(number for number, _ in waiting)]
        return not numbers or self._next - min(numbers) < ahead

    def _idle(self) -> Worker[Task]:
        self._workers = [worker for worker in self._workers if worker.alive]
        for worker in self._workers:
            if not worker.busy:
                return worker
        worker = Worker[Task](self._context, self._made)
        self._workers.append(worker)
        return worker

    def _answered(self, running: list[Worker[Task]]) -> list[Worker[Task]]:
        """The workers that have an answer, have died or are out of time; waits for the first of them."""
        ends = [worker.deadline for worker in running if worker.deadline is not None]
        patience = max(0.0, min(ends) - time.monotonic()) if ends else None
        heard = set(wait([worker.connection for worker in running], patience))
        now = time.monotonic()
        return [
            worker for worker in running
            if worker.connection in heard or (worker.deadline is not None and worker.deadline <= now)
        ]  # fmt: skip

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers = []


class Worker(Generic[Task]):
    """One process, as its parent sees it; `made` is its setup, the arguments of that, and the cap of its memory."""

    def __init__(self, context: Any, made: tuple[Any, ...]) -> None:
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, *made), daemon=True)
        self._process.start()
        theirs.close()
        self.busy = False
        self.alive = True
        self.deadline: float | None = None
        self.number = -1
        self.task: Task
        if not self.connection.poll(_START_TIMEOUT) or self._received() != _READY:
            self.end()
            raise RuntimeError(
                "a worker process could not start; a script that uses several processes runs its own code under "
                'if __name__ == "__main__":'
            )

    def _received(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def give(self, number: int, task: Task, limit: float | None) -> None:
        """Start a task."""
        self.number, self.task, self.busy = number, task, True
        self.deadline = None if limit is None else time.monotonic() + limit
        with contextlib.suppress(OSError):  # the process has died: its end is seen when the answer is taken
            self.connection.send(task)

    def take(self) -> Any | Lost:
        """The answer to the task, or how it was lost; a worker that lost one is ended."""
        self.busy = False
        if self.connection.poll():
            try:
                return self.connection.recv()
            except (EOFError, OSError):
                self._process.join(5)
                code = self._process.exitcode
                self.end()
                return Lost("crash", f"its worker process died ({_exit(code)})")
        self.end()
        return Lost("timeout", "took longer than --timeout")

    def end(self) -> None:
        """Stop the process, first by asking, so that it can stop programs that it started."""
        self.alive = False
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
        self._process.join(5)
        self.connection.close()


def _exit(code: int | None) -> str:
    if code is None:
        return "no exit code"
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(
    connection: Connection, setup: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...], memory: int | None
) -> None:
    """A worker process: one task after the other until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if memory is not None and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    work = setup(*arguments)
    connection.send(_READY)
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(work(task))


def _leave(_: int, __: object) -> None:
    raise SystemExit(143)
