"""Days after the report itself on which something is said to have been done."""

from __future__ import annotations

from collections.abc import Iterator

from vnreport.entities.models import Time
from vnreport.facts.audit.evidence import Evidence
from vnreport.facts.models import Finding
from vnreport.text.patterns import pattern

_DONE = pattern(r"(?<![^\W_])(?:đã|được tổ chức|diễn ra|hoàn thành|ban hành)(?![^\W_])")


def days(evidence: Evidence) -> Iterator[Finding]:
    """A day on which something is said to have been done, or a document issued, after the report itself."""
    day = evidence.issued_on
    if day is None:
        return
    done: dict[int, bool] = {}
    for time in evidence.material.times:
        if time.type != "date" or time.first_day is None or time.inferred or time.first_day <= day:
            continue
        if time.sentence is None or not (time.role == "issued" or _is_past(evidence, time, done)):
            continue
        block = evidence.material.blocks[evidence.material.sentences[time.sentence].block]
        if block.kind in ("letterhead", "title", "signature", "boilerplate", "byline"):
            continue
        yield Finding(
            "date_after_report", time.start, time.end, time.text,
            f"{time.first_day} lies after the report's own day, {day}", None, f"{time.first_day} > {day}",
        )  # fmt: skip


def _is_past(evidence: Evidence, time: Time, done: dict[int, bool]) -> bool:
    """Whether the sentence of a time tells what was done; `done` are the answers for sentences asked about before."""
    if time.sentence is None or time.role in ("deadline", "since"):
        return False
    if time.sentence not in done:
        sentence = evidence.material.sentences[time.sentence]
        words = evidence.material.folded[sentence.start : sentence.end]
        told = sentence.label == "achievements" and _DONE.search(words) is not None
        done[time.sentence] = told and "sẽ" not in words.split()
    return done[time.sentence]
