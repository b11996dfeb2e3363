"""Roles: whether a quantity is a target, a result, a share of plan, a change, a baseline or a shortfall.

The words around the number decide ("vượt", "chỉ tiêu", "so với"; `role_cues.tsv`), each within its scope: right before
the number, right after it, or earlier in its clause, up to the word that ends the clause. What they leave open the
label of the sentence settles: "giảm 3 vụ" is a change among results and a target among directions. The rules are
tried in the order of `_RULES`; the first that answers wins.
"""

from __future__ import annotations

from collections.abc import Callable

from vnreport.facts.material import Place
from vnreport.facts.models import Indicator
from vnreport.facts.roles.aims import item_of_aims, quoted
from vnreport.facts.roles.changes import cue_before, over_plan, series
from vnreport.facts.roles.clues import Clues, Role
from vnreport.facts.roles.comparisons import baseline, completion, earlier_time
from vnreport.facts.roles.others import tells_which, threshold, unreal
from vnreport.facts.roles.shortfalls import short
from vnreport.facts.roles.targets import (
    ahead,
    answers,
    assigned,
    compared_target,
    named_target,
    share_of_target,
    target_bracket,
)

__all__ = ["Role", "find_role"]


def find_role(place: Place, last: Indicator | None) -> Role:
    """The role of the quantity at a place; `last` is the indicator before it."""
    clues = Clues(place, last)
    for rule in _RULES:
        role = rule(clues)
        if role is not None:
            return role
    return Role("result", "result")


_RULES: tuple[Callable[[Clues], Role | None], ...] = (
    threshold,
    tells_which,
    unreal,
    named_target,
    share_of_target,
    earlier_time,
    series,
    completion,
    baseline,
    compared_target,
    cue_before,
    target_bracket,
    assigned,
    item_of_aims,
    answers,
    ahead,
    over_plan,
    quoted,
    short,
)
