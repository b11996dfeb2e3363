"""Indicators: what every quantity of a report says about the work, read step by step.

    tables, roles -> subjects, periods, estimates -> assessment (stated) -> links (and the verdict computed)
    -> related edges -> estimates over these edges

Each step takes the records of the one before and gives back new ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from vnreport.entities.models import Quantity
from vnreport.facts.assessment import stated
from vnreport.facts.catalogue import name_over, subject_key
from vnreport.facts.estimates import is_estimated, reckoned
from vnreport.facts.links import link_targets, relate
from vnreport.facts.material import Material, Place, places
from vnreport.facts.models import Indicator
from vnreport.facts.periods import find_period
from vnreport.facts.roles import find_role
from vnreport.facts.subjects import Subject, find_subject
from vnreport.facts.tables import Cell, read_tables
from vnreport.text.normalize import fold
from vnreport.text.spans import Span


def find_indicators(material: Material, quantities: Sequence[Quantity]) -> list[Indicator]:
    """One indicator for every quantity that reports, targets or compares work."""
    cells = read_tables(material, quantities)
    found: list[Indicator] = []
    for index, place in places(material, quantities):
        cell = cells.get(index)
        if cell is None:
            found.append(_of_text(place, found))
        elif cell.role != "none":
            found.append(_of_cell(place, cell))
    return reckoned(relate(material, link_targets(material, stated(material, found))))


def _of_cell(place: Place, cell: Cell) -> Indicator:
    quantity = place.quantity
    time = cell.time
    if time is None and cell.role in ("result", "completion", "shortfall", "change"):
        time = place.material.report_time
    key = None if cell.subject is None else subject_key(fold(cell.subject.text), quantity)
    return Indicator(
        quantity, cell.role, "indicator.table", cell.subject, key, cell.direction, time, estimated=cell.estimated
    )


def _of_text(place: Place, found: Sequence[Indicator]) -> Indicator:
    quantity = place.quantity
    role = find_role(place, found[-1] if found else None)
    # "tàu dài từ 15 m trở lên": a bound inside a subject has none to share.
    subject = find_subject(place, role, [i for i in found[-12:] if not i.rule.endswith(".threshold")])
    span, key = _named(place, subject)
    return Indicator(
        quantity, role.role, f"indicator.{role.rule}", span, key, role.direction, find_period(place, role),
        estimated=is_estimated(place, role.role),
    )  # fmt: skip


def _named(place: Place, subject: Subject | None) -> tuple[Span | None, str | None]:
    """The subject, widened to the usual name that it is a piece of ("tỷ lệ lao động | qua đào tạo"), and its key."""
    material, quantity = place.material, place.quantity
    floor = max(place.sentence.start, quantity.start - _FURTHER if place.previous is None else place.previous.end)
    if subject is None:
        named = name_over(material.folded, quantity.start, quantity.start, (floor, quantity.start), quantity)
        return (None, None) if named is None else (_span(material, named.start, named.end), named.code)
    span, key = subject.span, subject_key(subject.words, quantity)
    if span.start < floor or quantity.start <= span.start < quantity.end:
        return span, key
    ahead = quantity.start if span.end <= quantity.start else place.sentence.end
    reach = (max(floor, span.start - _FURTHER), min(ahead, span.end + _FURTHER))
    named = name_over(material.folded, span.start, span.end, reach, quantity)
    if named is None or (key is not None and (named.start, named.end) == (span.start, span.end)):
        return span, key
    start = span.start if quantity.start < span.start else min(named.start, span.start)
    return _span(material, start, max(named.end, span.end)), named.code


def _span(material: Material, start: int, end: int) -> Span:
    return Span(start, end, material.text[start:end])


# How far a usual name may go on around the piece of it that was found.
_FURTHER = 60
