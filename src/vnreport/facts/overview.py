"""Overviews of the indicators of one report: each target with what became of it, and all of them as plain rows.

Both count everything: a target without a result is `unanswered`, and stands in the table like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from vnreport.entities.models import Quantity, Time
from vnreport.facts.models import Indicator
from vnreport.records import record


@record
class FollowedTarget:
    """A target with the results that answer it and the shares of plan that speak of it."""

    target: Indicator
    results: tuple[Indicator, ...] = ()
    completions: tuple[Indicator, ...] = ()

    @property
    def assessment(self) -> str:
        """exceeded, met, missed; `open` where no word and no number settles it, `unanswered` without a result."""
        told = [item.assessment for item in (*self.results, *self.completions) if item.assessment is not None]
        if told:
            return told[-1]
        return "open" if self.results or self.completions else "unanswered"


def follow_targets(indicators: Sequence[Indicator]) -> tuple[FollowedTarget, ...]:
    """Every target, in text order, with its results and its shares of plan."""
    results: dict[tuple[int, int], list[Indicator]] = {}
    for indicator in indicators:
        if indicator.target is not None:
            results.setdefault(_place(indicator.target), []).append(indicator)
    shares = _spoken_of(indicators, "completion_of")
    followed = []
    for index, indicator in enumerate(indicators):
        if indicator.role != "target":
            continue
        answers = tuple(results.get(_place(indicator), ()))
        followed.append(FollowedTarget(indicator, answers, tuple(shares.get(index, ()))))
    return tuple(followed)


def _place(indicator: Indicator) -> tuple[int, int]:
    return indicator.quantity.start, indicator.quantity.end


def _spoken_of(indicators: Sequence[Indicator], kind: str) -> dict[int, list[Indicator]]:
    """The indicators that have an edge of a kind, by the index of the other end."""
    found: dict[int, list[Indicator]] = {}
    for indicator in indicators:
        for edge in indicator.related:
            if edge.kind == kind:
                found.setdefault(edge.indicator, []).append(indicator)
    return found


def reached_share(target: Indicator, result: Indicator) -> Decimal | None:
    """The percentage of a target that its result comes to; None where dividing the two would say nothing true.

    >>> import vnreport
    >>> target, result = vnreport.analyze("Kết nạp 250 đoàn viên theo chỉ tiêu, đã kết nạp 275 đoàn viên.").indicators
    >>> reached_share(target, result)
    Decimal('110')
    """
    wanted, reached = target.quantity, result.quantity
    if wanted.value is None or reached.value is None or wanted.value <= 0 or wanted.rank or reached.rank:
        return None
    # A bare number of a table may be a percentage, a share of a share reads as points, and below an upper bound fewer
    # is better.
    if wanted.unit is None or reached.unit is None or wanted.comparator in ("<", "<="):
        return None
    if any((quantity.dimension or "").startswith("share") for quantity in (wanted, reached)):
        return None
    share = 100 * reached.value / wanted.value
    # Where the report calls 120 % missed, fewer was better there too.
    if (result.assessment == "missed" and share >= 100) or (result.assessment == "exceeded" and share <= 100):
        return None
    return share


# --- rows ----------------------------------------------------------------------------------------------------------

_SHOWN = ("target", "result", "shortfall", "completion", "change")
COLUMNS = (
    "indicator", "key", "role", "target", "result", "unit", "completion", "change", "baseline", "period", "first_day",
    "last_day", "assessment", "basis", "estimated", "target_value", "result_value", "section", "label", "start", "end",
)  # fmt: skip
"""The columns of `indicator_rows`, in their order."""


def indicator_rows(
    indicators: Sequence[Indicator], place_of: Callable[[Indicator], tuple[str | None, str | None]]
) -> list[dict[str, Any]]:
    """One row for each result with its target, share of plan and change, and for each target without a result.

    `place_of` says the heading and the label that an indicator stands under. Amounts stand as written, with their
    bound; `target_value` and `result_value` are numbers for computing.
    """
    shares, changes = _spoken_of(indicators, "completion_of"), _spoken_of(indicators, "change_of")
    answered = {_place(item.target) for item in indicators if item.target is not None}
    told = {_place(item) for items in (*shares.values(), *changes.values()) for item in items}
    rows = []
    for index, indicator in enumerate(indicators):
        if indicator.role not in _SHOWN or (_place(indicator) in told and indicator.role in ("completion", "change")):
            continue
        if indicator.role == "target" and _place(indicator) in answered:
            continue
        rows.append(_row(indicators, index, shares.get(index, ()), changes.get(index, ()), place_of(indicator)))
    return rows


def _row(
    indicators: Sequence[Indicator], index: int, shares: Sequence[Indicator], changes: Sequence[Indicator],
    place: tuple[str | None, str | None],
) -> dict[str, Any]:  # fmt: skip
    own = indicators[index]
    role = own.role
    target = own if role == "target" else own.target
    result = own if role in ("result", "shortfall") else None
    share = own if role == "completion" else next(iter(shares), None)
    change = own if role == "change" else next(iter(changes), None)
    edges = (*own.related, *(change.related if change is not None else ()))
    baseline = next((indicators[edge.indicator] for edge in edges if edge.kind == "change_from"), None)
    verdict = next((item for item in (own, share) if item is not None and item.assessment is not None), None)
    unit = (result or target or own).quantity.unit
    return {
        "indicator": None if own.subject is None else _line(own.subject.text),
        "key": own.subject_key,
        "role": role,
        "target": _amount(target),
        "result": _amount(result),
        "unit": None if unit is None else _line(unit),
        "completion": _amount(share),
        "change": _change(change),
        "baseline": _amount(baseline),
        "period": None if own.time is None else _line(own.time.text),
        "first_day": _day(own.time, "first_day"),
        "last_day": _day(own.time, "last_day"),
        "assessment": verdict.assessment if verdict is not None else "unanswered" if role == "target" else None,
        "basis": None if verdict is None else verdict.basis,
        "estimated": own.estimated,
        "target_value": None if target is None else _number(target.quantity),
        "result_value": None if result is None else _number(result.quantity),
        "section": None if place[0] is None else _line(place[0]),
        "label": place[1],
        "start": own.start,
        "end": own.end,
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def _amount(indicator: Indicator | None) -> str | None:
    if indicator is None:
        return None
    quantity = indicator.quantity
    text = _line(quantity.text)
    return text if quantity.comparator == "=" else f"{quantity.comparator} {text}"


_SIGNS = {"up": "+", "down": "-"}


def _change(indicator: Indicator | None) -> str | None:
    amount = _amount(indicator)
    if indicator is None or amount is None:
        return None
    sign = _SIGNS.get(indicator.direction or "", "")
    return amount if amount.startswith(("+", "-", "−")) else sign + amount


def _day(time: Time | None, field: str) -> str | None:
    day = None if time is None else getattr(time, field)
    return None if day is None else day.isoformat()


def _number(quantity: Quantity) -> int | float | None:
    value = quantity.value if quantity.value is not None else quantity.low
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
