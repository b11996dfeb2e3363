"""What must hold of any text and any file: no error but the documented ones, the slice law, caps on time and memory."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import re
import resource
import time
from collections.abc import Iterator
from typing import Any

import vnreport

# For inputs of a few thousand characters, which take milliseconds; instrumented code is some ten times slower.
SECONDS = 4.0
MEGABYTES = 400
DAY = datetime.date(2024, 2, 29)


class BrokenLaw(AssertionError):
    """A law does not hold for an input."""


def hold(condition: bool, law: str) -> None:
    """Raise BrokenLaw where the condition is not met."""
    if not condition:
        raise BrokenLaw(law)


@contextlib.contextmanager
def capped(seconds: float = SECONDS) -> Iterator[None]:
    """Hold what runs inside to a time of the processor and to a growth of the process."""
    before, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    took = time.process_time() - before
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) // 1024
    hold(took <= seconds, f"took {took:.1f} s")
    hold(grown <= MEGABYTES, f"took {grown} MB")


def check_spans(text: str, value: Any) -> None:
    """The slice law for a record and all records in it."""
    if isinstance(value, list | tuple):
        for item in value:
            check_spans(text, item)
    elif dataclasses.is_dataclass(value):
        if hasattr(value, "start") and hasattr(value, "end"):
            hold(0 <= value.start < value.end <= len(text), f"span {value.start}-{value.end} of {len(text)}")
            if hasattr(value, "text"):
                hold(text[value.start : value.end] == value.text, f"{value.text!r} is not what stands there")
                hold(value.text == value.text.strip(), f"{value.text!r} has white space at an end")
        for field in dataclasses.fields(value):
            check_spans(text, getattr(value, field.name))


def check_sorted(items: Any) -> None:
    """Mentions stand in the order of the text."""
    places = [(item.start, item.end) for item in items]
    hold(places == sorted(places), f"not in order: {places}")


def check_cover(text: str, items: Any) -> None:
    """Items do not overlap, and together they cover all that is visible."""
    end = 0
    for item in items:
        hold(item.start >= end, f"{item.start}-{item.end} overlaps what ends at {end}")
        hold(not text[end : item.start].strip(), f"{text[end : item.start]!r} is left out")
        end = item.end
    hold(not text[end:].strip(), f"{text[end:]!r} is left out at the end")


def check_report(report: vnreport.Report) -> None:
    """The contract of a whole report."""
    text = report.text
    names = [field.name for field in dataclasses.fields(report) if field.name not in ("text", "generator", "warnings")]
    for name in names:
        check_spans(text, getattr(report, name))
    for name in (
        "references",
        "times",
        "quantities",
        "organizations",
        "people",
        "places",
        "abbreviations",
        "indicators",
    ):
        check_sorted(getattr(report, name))
    check_cover(text, report.blocks)
    check_cover(text, report.sentences)
    for sentence in report.sentences:
        block = report.blocks[sentence.block]
        hold(block.start <= sentence.start and sentence.end <= block.end, "a sentence leaves its block")
    for part in (*report.blocks, *report.sentences):
        hold(part.label in part.label_scores or not part.label_scores, "a label without a score")
        hold(not part.label_scores or abs(sum(part.label_scores.values()) - 1) < 1e-5, "scores that do not sum to 1")
    data = json.loads(report.to_json())
    report.to_json().encode("utf-8")
    if re.search("[\ud800-\udbff][\udc00-\udfff]", text):  # two characters that JSON cannot hold side by side
        hold(vnreport.Report.from_dict(data).to_dict() == data, "from_dict is not the inverse of to_json")
    else:
        hold(vnreport.Report.from_dict(data) == report, "from_dict is not the inverse of to_json")
    check_use(report)


def check_use(report: vnreport.Report) -> None:
    """Everything that can be asked of a report has an answer."""
    report.to_dict()
    report.indicators_table()
    report.targets()
    report.shares()
    report.shares("sentences")
    for mention in (*report.references, *report.times, *report.quantities, *report.people):
        report.sentence_of(mention)
        report.section_of(mention)
        report.label_of(mention)
    for short in report.abbreviations:
        hold(isinstance(report.long_form(short.short), str | None), "a long form that is no text")
