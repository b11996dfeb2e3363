"""Periods: the time that an indicator holds for, or is due by.

A time of its own clause comes first, then one that its paragraph has opened with ("Tính đến hết ngày 30/11/2022, …"),
then that of the heading above, and last the period that the whole report covers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vnreport.entities.models import Time
from vnreport.facts.material import WINDOW, Material, Place
from vnreport.structure.models import Sentence
from vnreport.text.normalize import fold

_PRESENT = frozenset(("hiện nay", "năm nay", "đến nay"))
_SPANNING = frozenset(("year", "quarter", "months", "half", "month", "term"))


def find_period(place: Place, role: str) -> Time | None:
    """The time that a quantity of this role holds for; None where nothing says it."""
    material, quantity, sentence = place.material, place.quantity, place.sentence
    inside = material.times_between(
        max(sentence.start, quantity.start - WINDOW), min(sentence.end, quantity.end + WINDOW)
    )
    inside = [t for t in inside if t.type != "duration" and t.role != "issued"]
    wanted: Callable[[Time], bool] = (
        (lambda t: t.role == "baseline") if role == "baseline" else (lambda t: t.role != "baseline")
    )
    fitting = [
        t
        for t in inside
        if wanted(t) and not (t.type == "relative" and t.first_day is None and fold(t.text) not in _PRESENT)
    ]
    if role == "baseline":
        return min(fitting, key=lambda t: abs(t.start - quantity.end)) if fitting else None
    if fitting:
        clause_start = quantity.start - len(place.before.rpartition(";")[2])
        same = [t for t in fitting if t.start >= clause_start]
        before = [t for t in (same or fitting) if t.start < quantity.start]
        after = [
            t
            for t in same
            if t.start >= quantity.end and ";" not in material.text[quantity.end : t.start] and t.role == "deadline"
        ]
        if after and not (before and before[-1].role == "deadline"):
            return after[0]
        if before:
            return before[-1]
    return _of_paragraph(material, sentence) or _of_heading(material, sentence) or _of_report(material, sentence)


def _of_paragraph(material: Material, sentence: Sentence) -> Time | None:
    block = material.blocks[sentence.block]
    earlier = [
        t for t in material.times_between(max(block.start, sentence.start - 4 * WINDOW), sentence.start)
        if t.type in _SPANNING and t.role not in ("baseline", "issued", "deadline", "since")
    ]  # fmt: skip
    return earlier[-1] if earlier else None


def _of_heading(material: Material, sentence: Sentence) -> Time | None:
    block = material.blocks[sentence.block]
    section = material.sections[block.section] if block.section is not None else None
    while section is not None:
        if section.title is not None:
            titled = [
                t
                for t in material.times_between(section.start, section.start + len(section.title) + 12)
                if t.first_day is not None
            ]
            if titled:
                return titled[0]
        section = material.sections[section.parent] if section.parent is not None else None
    return None


def _of_report(material: Material, sentence: Sentence) -> Time | None:
    return None if sentence.label == "directions" else material.report_time


# A report that only says "một năm" in its title names the year in its opening.
_OPENING_TEXT = 1200


def report_time(times: Sequence[Time], period: tuple[int, int] | None, sentences: Sequence[Sentence]) -> Time | None:
    """The period that the report covers; where none is named, or no days are fixed, the first year of its opening."""
    titled = next((t for t in times if (t.start, t.end) == period), None)
    if titled is not None and titled.first_day is not None:
        return titled
    begin = 0 if titled is None else titled.end
    years = (
        t for t in times
        if t.type in ("year", "school_year") and t.role is None
        and t.sentence is not None and sentences[t.sentence].label != "directions"
    )  # fmt: skip
    return next((t for t in years if begin < t.start < begin + _OPENING_TEXT), titled)
