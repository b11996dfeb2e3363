"""The one pass over a text: references, provisions, times and quantities, each told what is already taken.

The families are tried in this order at every trigger: a code is no fraction, a date is no quantity.
"""

from __future__ import annotations

from dataclasses import dataclass

from vnreport.entities import provisions, quantities, references, times
from vnreport.entities.models import Provision, Quantity, Reference
from vnreport.entities.times import Draft
from vnreport.lexicon import lexicon_cache
from vnreport.text.engine import Scanner

Found = Reference | Provision | Draft | Quantity


@dataclass(frozen=True, slots=True)
class Scan:
    """What the pass found, in text order; references without their attributes, times before completion."""

    references: tuple[Reference, ...]
    provisions: tuple[Provision, ...]
    drafts: tuple[Draft, ...]
    quantities: tuple[Quantity, ...]


@lexicon_cache
def scanner() -> Scanner[Found]:
    """The compiled rules of all families, built on first use."""
    return Scanner([*references.rules(), *provisions.rules(), *times.rules(), *quantities.rules()])  # type: ignore[list-item]


def scan(text: str, folded: str) -> Scan:
    """One pass over a normalised text and its folded form."""
    kinds: dict[type, list[Found]] = {Reference: [], Provision: [], Draft: [], Quantity: []}
    for found in scanner().scan(text, folded):
        kinds[type(found)].append(found)
    return Scan(*(tuple(kinds[kind]) for kind in (Reference, Provision, Draft, Quantity)))  # type: ignore[arg-type]
