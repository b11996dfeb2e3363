"""The marks of the page: every mention of a report in text order, each of one kind, each with a number of its own.

A quantity and what it says about the work stand in the same place, so they are one mark; its kind is that of the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from vnreport.entities.models import Abbreviation, Name, Quantity, Reference, Time
from vnreport.records import record

if TYPE_CHECKING:
    from vnreport.facts.models import Indicator
    from vnreport.report import Report

KINDS = ("reference", "time", "target", "result", "number", "organization", "person", "place", "abbreviation")
_NUMBERS = ("target", "result", "number")
_KIND_OF_ROLE = {"target": "target", "other": "number"}

Mention = Reference | Time | Quantity | Name | Abbreviation


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


@record
class Mark:
    """A mention with its number on the page, its kind, and the indicator of a quantity that has one."""

    id: int
    kind: str
    mention: Mention
    indicator: Indicator | None = None

    @property
    def start(self) -> int:
        """Where its mention begins."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Where its mention ends."""
        return self.mention.end


class Marks:
    """All marks of a report, in text order, and the number of each mention's mark."""

    def __init__(self, report: Report) -> None:
        found = sorted(
            (mention.start, -mention.end, KINDS.index(kind), order, mention, indicator)
            for order, (kind, mention, indicator) in enumerate(_mentions(report))
        )
        self.all = tuple(
            Mark(place, KINDS[kind], mention, indicator)
            for place, (_, _, kind, _, mention, indicator) in enumerate(found)
        )
        self._ids = {(_family(mark.kind), mark.start, mark.end): mark.id for mark in self.all}

    def of(self, family: str, mention: Spanned) -> int | None:
        """The number of the mark of a mention; `family` is a kind, or "number" for all that counts."""
        return self._ids.get((family, mention.start, mention.end))

    def at(self, place: Spanned) -> int | None:
        """The number of the mark that covers just this place, of whatever kind."""
        found = (self.of(family, place) for family in ("number", *KINDS))
        return next((id_ for id_ in found if id_ is not None), None)


def _family(kind: str) -> str:
    return "number" if kind in _NUMBERS else kind


def _mentions(report: Report) -> Iterator[tuple[str, Mention, Indicator | None]]:
    indicators = {(item.start, item.end): item for item in report.indicators}
    for quantity in report.quantities:
        indicator = indicators.get((quantity.start, quantity.end))
        kind = "number" if indicator is None else _KIND_OF_ROLE.get(indicator.role, "result")
        yield kind, quantity, indicator
    for kind, mentions in (
        ("reference", report.references), ("time", report.times), ("organization", report.organizations),
        ("person", report.people), ("place", report.places), ("abbreviation", report.abbreviations),
    ):  # fmt: skip
        for mention in mentions:
            yield kind, mention, None
