"""Locality: what the finders give for a block does not change with the blocks around it.

But for what the contract lets the whole report decide, which stands in `DECIDED_BY_THE_REPORT`.
"""

from __future__ import annotations

import dataclasses
import itertools
import pathlib
import random
from typing import Any

import pytest

import vnreport

REPORTS = sorted((pathlib.Path(__file__).parents[2] / "corpora" / "reports").glob("*.txt"))

DECIDED_BY_THE_REPORT: dict[str, frozenset[str]] = {
    # Years and days completed from elsewhere in the text, marked `inferred`; what "đến" means (a deadline that lies
    # ahead or a state that is past) follows from them.
    "times": frozenset(
        ("first_day", "last_day", "edtf", "inferred", "resolved_first_day", "resolved_last_day", "role", "sentence")
    ),
    # Keys and identities; the code of a short form, which the text gives elsewhere, with its symbol and year; edges to
    # other documents, by index.
    "references": frozenset(
        ("key", "doc_id", "register", "candidates", "code", "symbol", "year", "repairs", "relations", "sentence")
    ),
    # Nothing, but for the index of the sentence.
    "quantities": frozenset(("sentence",)),
}
# A bare type word ("Chỉ thị"), "Nghị quyết này" and a short name that the text defines are mentions where a document
# was named before: the report decides whether they are there at all.
TAKES_UP_ANOTHER = (".bare", ".anaphora", ".defined")


def _found(text: str, start: int, end: int) -> dict[str, list[dict[str, Any]]]:
    """What the finders give between two places, with offsets from the first."""
    extraction = vnreport.extract(text)
    found: dict[str, list[dict[str, Any]]] = {}
    for part, free in DECIDED_BY_THE_REPORT.items():
        inside = [_moved(item, start) for item in getattr(extraction, part) if start <= item.start < end]
        found[part] = [
            {
                field.name: getattr(mention, field.name)
                for field in dataclasses.fields(mention)
                if field.name not in free
            }
            for mention in inside
            if not mention.rule.endswith(TAKES_UP_ANOTHER)
        ]
    return found


def _names(record: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(record)]


def _moved(value: Any, by: int) -> Any:
    """A record with all its offsets moved back."""
    if isinstance(value, tuple):
        return tuple(_moved(item, by) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: getattr(value, field.name) - by
        if field.name in ("start", "end")
        else _moved(getattr(value, field.name), by)
        for field in dataclasses.fields(value)
    }
    return dataclasses.replace(value, **changes)


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """The paragraphs of the written reports that cite, date or count something."""
    texts = itertools.chain.from_iterable(file.read_bytes().decode("utf-8").split("\n") for file in REPORTS)
    return [text for text in texts if 30 < len(text) < 600 and any(char.isdigit() for char in text)]


def test_a_block_gives_the_same_among_other_blocks(paragraphs: list[str], heavy: int) -> None:
    chance = random.Random(4)
    for _ in range(250 * heavy):
        before, block, after = (chance.choice(paragraphs).strip() for _ in range(3))
        text = f"{before}\n\n{block}\n\n{after}"
        start = len(before) + 2
        assert _found(text, start, start + len(block)) == _found(block, 0, len(block)), text


@pytest.mark.parametrize(("before", "block", "after"), [
    ("Cả nước có bảy tỉnh, theo Quyết định", "1- Nguyên nhân của những kết quả là 5 đơn vị.", "12 xã."),
    ("Rút ngắn thời gian từ 15", "Năm 2023 đạt 5/7 xã, tăng", "12 %"),
    ("Nghị quyết số", "20-NQ/TW và 5", "tỷ đồng"),
    ("ngày 5 tháng", "6 năm 2020 có ít nhất", "5 đoàn viên"),
    ("nhiệm kỳ 2020 -", "2025 đạt 85 -", "90%"),
    ("Luật", "Đất đai năm 2013; khoản 1", "Điều 5 Luật Nhà ở"),
])  # fmt: skip
def test_nothing_reads_on_over_a_blank_line(before: str, block: str, after: str) -> None:
    text = f"{before}\n\n{block}\n\n{after}"
    start = len(before) + 2
    assert _found(text, start, start + len(block)) == _found(block, 0, len(block))
