"""Parts greater than their whole, and parts that do not add up to it: "38 đảng viên, trong đó nữ 40 đồng chí"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vnreport.entities.models import Quantity
from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import counts_of, show, written
from vnreport.facts.models import Finding, Indicator
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

# What is planned may be done more than once over.
_PLANNED = pattern(r"(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|giao)(?![^\W_])")
_WHOLES = frozenset(("people", "body", "household"))


def parts(evidence: Evidence) -> Iterator[Finding]:
    """ "38 đảng viên, trong đó nữ 40 đồng chí"; "15/13 xã"."""
    for indicator in evidence.indicators:
        quantity = indicator.quantity
        own = written(quantity)
        if own is None:
            continue
        planned = _PLANNED.search(evidence.before(indicator) + evidence.after(indicator)) is not None
        if (
            quantity.of is not None
            and quantity.value is not None
            and quantity.value > quantity.of
            and not quantity.rank
        ):
            if quantity.dimension in _WHOLES and not planned:
                whole = Span(quantity.start, quantity.end, quantity.text)
                yield finding(
                    "part_exceeds_whole", indicator, whole,
                    f"{show(quantity.value)} is more than the whole, {show(quantity.of)}",
                    f"{show(quantity.value)} > {show(quantity.of)}",
                )  # fmt: skip
            continue
        whole_ = evidence.edge(indicator, "part_of")
        total = None if whole_ is None else written(whole_.quantity)
        if whole_ is None or total is None or whole_.quantity.of is not None or quantity.of is not None:
            continue
        if quantity.unit is not None and not counts_of(quantity, whole_.quantity):
            continue
        if own.low > total.high:
            yield finding(
                "part_exceeds_whole", indicator, whole_,
                f"the part {show(own.value)} is more than the whole, {show(total.value)}",
                f"{show(own.value)} > {show(total.value)}",
            )  # fmt: skip


_ALL_PARTS = pattern(
    r"\s{0,2}[^\W\d_,;.]{0,12}(?:\s[^\W\d_,;.]{1,12}){0,4},?\s?\(?(?:gồm|bao gồm)\s?:?\s[^.;]{0,60}$"
    r"|[^,;.()\d]{0,40}\(\s?$"
)


def sums(evidence: Evidence) -> Iterator[Finding]:
    """ "332 cuộc (239 cuộc theo kế hoạch và 93 cuộc đột xuất)": the parts of a whole that is told in full."""
    items = evidence.indicators
    for index, whole in enumerate(items):
        total = written(whole.quantity)
        if (
            total is None
            or whole.quantity.of is not None
            or whole.quantity.dimension in (None, "share", "share_points")
        ):
            continue
        parts = _told_in_full(evidence, index)
        if len(parts) < 2:
            continue
        told = [number for part in parts if (number := written(part.quantity)) is not None]
        if len(told) < len(parts):
            continue
        added = sum((part.value for part in told), Decimal(0))
        slack = total.step + sum((part.step for part in told), Decimal(0))
        if abs(added - total.value) > slack:
            shown = " + ".join(show(part.value) for part in told)
            yield finding(
                "sum_mismatch", whole, parts[-1],
                f"the parts add up to {show(added)}, not to {show(total.value)}",
                f"{shown} = {show(added)}, not {show(total.value)}",
            )  # fmt: skip


def _told_in_full(evidence: Evidence, index: int) -> list[Indicator]:
    """The parts of a whole in a bracket, or after "gồm", that ends with "và": all of the same unit as the whole."""
    items, whole = evidence.indicators, evidence.indicators[index]
    parts: list[Indicator] = []
    for other in items[index + 1 : index + 9]:
        if other.quantity.sentence != whole.quantity.sentence:
            break
        if not parts:
            opening = evidence.between(whole, other)
            if not _ALL_PARTS.fullmatch(opening) or "trong đó" in opening:
                return []
            bracket = "(" in opening
        else:
            between = evidence.between(parts[-1], other)
            if ";" in between or (bracket and ")" in between):
                break
        if other.quantity.of is not None or not _is_kind_of(other.quantity, whole.quantity):
            return []
        parts.append(other)
    if len(parts) < 2 or not re.search(r"(?:,|\s)và\s", evidence.between(parts[-2], parts[-1])):
        return []
    if bracket and not re.match(r"[^();]{0,60}\)", evidence.after(parts[-1], 80)):
        return []
    return parts


def _is_kind_of(part: Quantity, whole: Quantity) -> bool:
    """ "trường mầm non" is a kind of "trường"."""
    own, general = fold(part.unit or ""), fold(whole.unit or "")
    return bool(general) and (own == general or own.startswith(general + " "))
