"""The same text gives the same result: under any hash seed, in threads, in processes, whatever was read before."""

from __future__ import annotations

import itertools
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import vnreport

CORPORA = pathlib.Path(__file__).parents[2] / "corpora"
_DOCUMENTS, _THREADS = 200, 8

# What a process of its own says of the samples: everything that a result can be asked for, as one digest.
_SAY = """
import hashlib, pathlib, sys
import vnreport
from vnreport.batch.likeness import sketch
from vnreport.io.summary import summarize
digest = hashlib.sha256()
for name in sys.argv[1:]:
    text = pathlib.Path(name).read_bytes().decode("utf-8")
    report = vnreport.analyze(text)
    for part in (
        report.to_json(), repr(report), repr(vnreport.extract(text)), repr(vnreport.segment(text)),
        repr(vnreport.classify(text[-400:])), repr(report.indicators_table()), repr(report.targets()),
        repr(report.shares()), summarize(report), repr(sketch(text)), repr(vnreport.by_document(report.references)),
        repr(vnreport.count_citations([report.references])), repr(vnreport.Analyzer().describe()),
        vnreport.Analyzer(people=False).analyze(text).to_json(),
    ):
        digest.update(part.encode("utf-8", "surrogatepass"))
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def documents() -> list[str]:
    """Two hundred short texts, each other than all others."""
    files = itertools.cycle(sorted((CORPORA / "reports").glob("*.txt")))
    pieces: list[str] = []
    for round_ in range(_DOCUMENTS):
        lines = next(files).read_bytes().decode("utf-8").split("\n")
        start = (round_ * 3) % max(1, len(lines) - 6)
        pieces.append("\n".join((*lines[start : start + 6], f"Đạt {round_}/{_DOCUMENTS} xã.")))
    return pieces


def test_hash_seeds_change_no_byte(heavy: int) -> None:
    samples = sorted(map(str, (CORPORA / "samples").glob("*.txt")))[: 2 * heavy]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _SAY, *samples], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("0", "1", "4294967295", "random")[: 3 if heavy == 1 else 4]
    ]  # fmt: skip
    said = [process.communicate()[0] for process in running]
    assert all(process.returncode == 0 for process in running)
    assert len(set(said)) == 1, said


def test_threads_give_what_one_gives(documents: list[str]) -> None:
    """Eight threads take the texts each in an order of its own, and share one analyzer that has read nothing yet."""
    serial = [vnreport.analyze(text).to_json() for text in documents]
    analyzer = vnreport.Analyzer()
    orders = [documents[shift:] + documents[:shift] for shift in range(0, _DOCUMENTS, _DOCUMENTS // _THREADS)]

    def read(number: int) -> list[str]:
        part = orders[number][: _DOCUMENTS // _THREADS]
        return [analyzer.analyze(text).to_json() for text in part]

    with ThreadPoolExecutor(_THREADS) as pool:
        found = [text for part in pool.map(read, range(_THREADS)) for text in part]
    assert found == serial


def test_processes_give_what_one_gives(documents: list[str], heavy: int) -> None:
    some = documents[: 30 * heavy]
    found = [report for _, report in vnreport.analyze_many(some, jobs=2)]
    assert found == [vnreport.analyze(text) for text in some]


def test_what_was_read_before_changes_nothing(documents: list[str]) -> None:
    some = documents[:30]
    forth = {text: vnreport.analyze(text).to_json() for text in some}
    back = {text: vnreport.analyze(text).to_json() for text in reversed(some)}
    assert forth == back
