"""The one pass over a text: references, provisions, times and quantities, each told what is already taken.

The families are tried in this order at every trigger: a code is no fraction, a date is no quantity.
"""

from __future__ import annotations

from vnreport.entities import provisions, quantities, references, times
from vnreport.entities.document_words import type_pattern
from vnreport.entities.models import Provision, Quantity, Reference
from vnreport.entities.quantities.series import share_units
from vnreport.entities.times import Draft
from vnreport.lexicon import lexicon_cache
from vnreport.records import record
from vnreport.text.engine import Rule, Scanner
from vnreport.text.letters import UPPER
from vnreport.text.patterns import pattern

_CAPITAL = pattern(f"[{UPPER}]")
Found = Reference | Provision | Draft | Quantity


@record
class Scan:
    """What the pass found, in text order; references without their attributes, times before completion."""

    references: tuple[Reference, ...]
    provisions: tuple[Provision, ...]
    drafts: tuple[Draft, ...]
    quantities: tuple[Quantity, ...]


def _up_to_documents(rule: Rule[Quantity]) -> Rule[Quantity]:
    """A rule of quantities that gives way to the documents that it counts: "hai Kế hoạch số 21, 22-KH/HU"."""

    def find(text: str, folded: str, start: int) -> tuple[list[Quantity], int] | None:
        found = rule.find(text, folded, start)
        if found is None or not _CAPITAL.search(text, start + 1, found[1]):
            return found
        word = type_pattern().search(folded, start + 1, found[1])
        if word is None or references.find_document(text, folded, word.start()) is None:
            return found
        return found[0], word.start()

    return Rule(rule.name, rule.heads, find)


def rules() -> list[Rule[Found]]:
    """The rules of all families, in the order in which they are tried."""
    counted = [_up_to_documents(rule) for rule in quantities.rules()]
    return [*references.rules(), *provisions.rules(), *times.rules(), *counted]  # type: ignore[list-item]


@lexicon_cache
def scanner() -> Scanner[Found]:
    """The compiled rules, built on first use."""
    return Scanner(rules())


def scan(text: str, folded: str) -> Scan:
    """One pass over a normalised text and its folded form, both with their blank lines closed."""
    kinds: dict[type, list[Found]] = {Reference: [], Provision: [], Draft: [], Quantity: []}
    for found in scanner().scan(text, folded):
        kinds[type(found)].append(found)
    mentions, places, drafts, amounts = (kinds[kind] for kind in (Reference, Provision, Draft, Quantity))
    counted = share_units(text, amounts)  # type: ignore[arg-type]
    return Scan(tuple(mentions), tuple(places), tuple(drafts), counted)  # type: ignore[arg-type]
