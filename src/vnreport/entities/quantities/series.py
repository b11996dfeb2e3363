"""Series of numbers that share a unit: "khiển trách 41, cảnh cáo 13 đồng chí", "31 đảng viên: khiển trách 20, nữ 9".

A bare number of a series keeps `unit` None, since none stands with it, and carries the unit of the series as
`unit_inherited`: that of the total before a colon or a bracket, else the one written at the end, else at the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.models import Quantity
from vnreport.records import replace
from vnreport.text.patterns import pattern

# What may stand between two members: a comma or "và", then a few words without figures or the end of a clause;
# the parts of a total may stand apart by semicolons too.
_BEFORE = r"[^\d.,;:()\n|\t]{0,30}"
_WORDS = r"\s{0,3}(?:và\s)?[^\d.;:()\n|\t]{0,30}\n?[^\d.;:()\n|\t]{0,20}"
_STEP = pattern(rf"\s{{0,2}}(?:,|và|&){_WORDS}")
_PART = pattern(rf"{_BEFORE}(?:,|;|và|&){_WORDS}")
# Between a total and its first part: "31 đảng viên, trong đó: khiển trách ", "1.250 đoàn viên (nữ ".
_OPENING = pattern(
    r"[;,]?[^\d.;:()\n|\t]{0,40}(?:[:(]|trong\sđó|bao\sgồm|gồm)\s{0,2}(?:có|gồm|trong\sđó)?:?\s{0,2}[^\d.;:()\n|\t]{0,40}",
    re.IGNORECASE,
)
_SHARE = pattern(r"\s{0,2}\([^()\n]{0,24}%\)")
_COUNTED = frozenset(("count", "people", "body", "household"))


def share_units(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities with `unit_inherited` where a bare number stands in a series that names its unit once."""
    if not any(_bare(quantity) for quantity in quantities):
        return tuple(quantities)
    aside = [_aside(text, quantity) for quantity in quantities]
    series = iter(_shared(text, [quantity for quantity, beside in zip(quantities, aside, strict=True) if not beside]))
    return tuple(quantity if beside else next(series) for quantity, beside in zip(quantities, aside, strict=True))


def _aside(text: str, quantity: Quantity) -> bool:
    """Whether a share stands in brackets of its own: "khá 567 (29,8%)"."""
    return quantity.dimension == "share" and text[quantity.end : quantity.end + 1] == ")"


def _shared(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    units = [quantity.unit if _counts(quantity) else None for quantity in quantities]
    of_total = [False] * len(quantities)
    for index in range(1, len(quantities)):
        if not _bare(quantities[index]):
            continue
        between = _between(text, quantities[index - 1], quantities[index])
        opened = units[index - 1] is not None and _OPENING.fullmatch(between) is not None
        goes_on = of_total[index - 1] and _PART.fullmatch(between) is not None
        if opened or goes_on:
            units[index], of_total[index] = units[index - 1], True
    for index in range(len(quantities) - 2, -1, -1):
        if _bare(quantities[index]) and not of_total[index] and units[index] is None and units[index + 1] is not None:
            between = _between(text, quantities[index], quantities[index + 1])
            if _STEP.fullmatch(between) and not of_total[index + 1]:
                units[index] = units[index + 1]
    for index in range(1, len(quantities)):
        if _bare(quantities[index]) and units[index] is None and units[index - 1] is not None:
            between = _between(text, quantities[index - 1], quantities[index])
            if _STEP.fullmatch(between):
                units[index] = units[index - 1]
    return tuple(
        replace(quantity, unit_inherited=unit) if unit is not None and _bare(quantity) else quantity
        for quantity, unit in zip(quantities, units, strict=True)
    )


def _between(text: str, first: Quantity, second: Quantity) -> str:
    between = text[first.end : second.start]
    return _SHARE.sub("", between) if "%)" in between else between


def _counts(quantity: Quantity) -> bool:
    return quantity.dimension in _COUNTED or (
        quantity.dimension is None and quantity.unit is not None and "/" not in quantity.unit
    )


def _bare(quantity: Quantity) -> bool:
    return quantity.rule == "quantity.bare" and quantity.value is not None and quantity.value == int(quantity.value)
