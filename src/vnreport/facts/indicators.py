"""Indicators: what every quantity of a report says about the work, read step by step.

    tables, roles -> subjects, periods -> assessment (stated) -> links (and the verdict computed) -> related edges

Each step takes the records of the one before and gives back new ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from vnreport.entities.models import Quantity
from vnreport.facts.assessment import stated
from vnreport.facts.catalogue import subject_key
from vnreport.facts.links import link_targets, relate
from vnreport.facts.material import Material, Place, places
from vnreport.facts.models import Indicator
from vnreport.facts.periods import find_period
from vnreport.facts.roles import find_role
from vnreport.facts.subjects import find_subject
from vnreport.facts.tables import Cell, read_tables
from vnreport.text.normalize import fold


def find_indicators(material: Material, quantities: Sequence[Quantity]) -> list[Indicator]:
    """One indicator for every quantity that reports, targets or compares work."""
    cells = read_tables(material, quantities)
    found: list[Indicator] = []
    for index, place in places(material, quantities):
        cell = cells.get(index)
        found.append(_of_text(place, found) if cell is None else _of_cell(place, cell))
    return relate(material, link_targets(material, stated(material, found)))


def _of_cell(place: Place, cell: Cell) -> Indicator:
    quantity = place.quantity
    time = cell.time
    if time is None and cell.role in ("result", "completion", "shortfall", "change"):
        time = place.material.report_time
    key = None if cell.subject is None else subject_key(fold(cell.subject.text), quantity)
    return Indicator(quantity, cell.role, "indicator.table", cell.subject, key, cell.direction, time)


def _of_text(place: Place, found: Sequence[Indicator]) -> Indicator:
    quantity = place.quantity
    role = find_role(place, found[-1] if found else None)
    # "tàu dài từ 15 m trở lên": a bound inside a subject has none to share.
    subject = find_subject(place, role, [i for i in found[-12:] if not i.rule.endswith(".threshold")])
    key = None if subject is None else subject_key(subject.words, quantity)
    span = None if subject is None else subject.span
    return Indicator(
        quantity, role.role, f"indicator.{role.rule}", span, key, role.direction, find_period(place, role.role)
    )
