"""One indicator with two values: the same name, time and unit at two places."""

from __future__ import annotations

from collections.abc import Iterator

from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import show, written
from vnreport.facts.catalogue import measured_in
from vnreport.facts.links import content_words
from vnreport.facts.models import Finding, Indicator
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

_LEVELS = frozenset(("share", "money", "mass", "area"))
# With how many values of one indicator a further one is compared: reports tell few, and many of these are rounded.
_TOLD = 16


def twice(evidence: Evidence) -> Iterator[Finding]:
    """The same usual indicator, for the same time, in the same unit, with two values at two places."""
    known: dict[tuple[object, ...], list[Indicator]] = {}
    for indicator in evidence.indicators:
        key = _identity(evidence, indicator)
        if key is None:
            continue
        own = written(indicator.quantity)
        for other in known.get(key, ()):
            there = written(other.quantity)
            if own is None or there is None or other.quantity.sentence == indicator.quantity.sentence:
                continue
            if own.low > there.high or there.low > own.high:
                yield finding(
                    "two_values", indicator, other,
                    f"one indicator has two values, {show(there.value)} and {show(own.value)}",
                    f"{show(own.value)} - {show(there.value)} = {show(own.value - there.value)}",
                )  # fmt: skip
                break
        else:
            told = known.setdefault(key, [])
            if len(told) < _TOLD and all(written(other.quantity) != own for other in told):
                told.append(indicator)


def _identity(evidence: Evidence, indicator: Indicator) -> tuple[object, ...] | None:
    """What must be the same for two numbers to be one: entry of the catalogue, words, unit, time, role."""
    quantity, time, subject = indicator.quantity, indicator.time, indicator.subject
    if indicator.role != "result" or indicator.subject_key is None or subject is None or quantity.of is not None:
        return None
    if time is None or time.first_day is None or time.last_day is None or measured_in(quantity) not in _LEVELS:
        return None
    if written(quantity) is None or evidence.edge(indicator, "part_of") is not None:
        return None
    words = content_words(fold(subject.text))
    if len(words) < 2 or not _whole_subject(evidence, subject, indicator):
        return None
    return indicator.subject_key, words, fold(quantity.unit or ""), time.first_day, time.last_day, time.modifier


_NARROWS = pattern(r"(?:trong đó|riêng|tại|ở|xã|phường|thị trấn|huyện|quý|tháng|bình quân|theo|chuẩn)(?![^\W_])")


def _whole_subject(evidence: Evidence, subject: Span, indicator: Indicator) -> bool:
    """Whether the words around the subject narrow it to a part: a place, a shorter time, another standard."""
    folded = evidence.material.folded
    sentence = evidence.material.sentence_of(indicator)
    if sentence is None or subject.start < sentence.start:
        return False
    around = folded[max(sentence.start, subject.start - 40) : subject.start] + folded[subject.end : indicator.start]
    return _NARROWS.search(around) is None and subject.end <= indicator.start
