"""The work that a text asks for grows as the text does: counted in lines of Python run, which no busy machine changes.

`tests/benchmarks/linear_time.py` measures seconds, on more texts and far larger ones; here stand those that once took
time that grew with the square.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import pytest

import vnreport
from vnreport.batch.diff import compare

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "benchmarks"))

from adversaries import text_of

# Below so many lines in the shorter text a function has done too little to be compared.
_MANY = 250


def _lines(call: Callable[[], object]) -> Counter[CodeType]:
    """How many lines of each function of the library a call runs; a comprehension is a function of its own."""
    counts: Counter[CodeType] = Counter()

    def inside(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_code] += 1
        return inside

    def outside(frame: FrameType, _: str, __: Any) -> Any:
        return inside if "vnreport" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(outside)
    try:
        call()
    finally:
        sys.settrace(before)
    return counts


def _steep(make: Callable[[int], Callable[[], object]], length: int) -> list[str]:
    """The functions whose work more than doubles, by a half, when the text doubles."""
    make(length)()  # loads what is loaded once
    small, large = _lines(make(length)), _lines(make(2 * length))
    return [
        f"{code.co_qualname}: {small[code]} lines, then {count}"
        for code, count in large.items()
        if small[code] > _MANY and count > 2.5 * small[code]
    ]


@pytest.mark.parametrize(("name", "length"), [
    ("short forms", 4000), ("values of one line", 4000), ("times of one line", 4000), ("head of a table", 4000),
    ("broad head of a table", 4000), ("days to come", 8000), ("deadlines ahead", 8000),
])  # fmt: skip
def test_work_grows_as_the_text_does(name: str, length: int) -> None:
    def make(size: int) -> Callable[[], object]:
        text = text_of(name, size)
        return lambda: vnreport.analyze(text)

    assert _steep(make, length) == []


def test_the_count_sees_what_grows_with_the_square() -> None:
    def make(size: int) -> Callable[[], object]:
        given = ["a"] * (size // 10)
        namespace: dict[str, Any] = {}
        exec(compile("def pairs(given):\n return [1 for a in given for b in given]\n", "vnreport", "exec"), namespace)
        return lambda: namespace["pairs"](given)

    assert _steep(make, 800)


def test_words_of_one_long_sentence_are_read_in_stretches() -> None:
    text = "kết quả " * 2000
    words = vnreport.analyze(text).words
    assert len(words) == 2000
    assert {word.text for word in words} == {"kết quả"}


def test_lines_of_marks_belong_to_the_block_before_them() -> None:
    text = "Đã họp.\n" + "***\n" * 50
    (block,) = vnreport.analyze(text).blocks
    assert block.text == text.strip()


def test_outputs_of_one_mention_again_and_again_are_compared(tmp_path: pathlib.Path) -> None:
    def make(size: int) -> Callable[[], object]:
        report = vnreport.analyze(text_of("resolutions", size)).to_dict()
        files = []
        for side in ("", " "):
            files.append(tmp_path / f"{size}{side}.jsonl")
            row = {"source": "a.txt", **report, "text": report["text"] + side}
            files[-1].write_text(json.dumps(row), "utf-8")
        return lambda: list(compare(*map(str, files)))

    assert _steep(make, 4000) == []


def test_a_long_report_is_evaluated(tmp_path: pathlib.Path) -> None:
    def make(size: int) -> Callable[[], object]:
        text = text_of("one line of prose", size)
        folder = tmp_path / str(size)
        folder.mkdir(exist_ok=True)
        answers = json.dumps(vnreport.analyze(text).to_dict())
        (folder / "a.txt").write_bytes(text.encode())
        for suffix in (".gold.json", ".json"):
            (folder / f"a{suffix}").write_text(answers, "utf-8")
        return lambda: vnreport.evaluate([folder], predictions=folder, samples=1)

    assert _steep(make, 10_000) == []
