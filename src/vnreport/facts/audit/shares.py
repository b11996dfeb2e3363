"""Shares that do not follow from their numbers: "45/50 hồ sơ (80%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import HUNDRED, Written, counts_of, fits, percent, show, written
from vnreport.facts.models import Finding


def shares(evidence: Evidence) -> Iterator[Finding]:
    """ "45/50 hồ sơ (80%)"; "57 đảng viên, trong đó nữ 20 đồng chí, chiếm 50%"."""
    for indicator in evidence.indicators:
        other = evidence.edge(indicator, "share_of")
        claimed = written(indicator.quantity)
        if other is None or claimed is None or indicator.quantity.dimension != "share":
            continue
        if re.match(r"\s{0,2}(?:so với|trong|của|tổng|số|kế hoạch|chỉ tiêu|dự toán)", evidence.after(indicator)):
            continue
        part = written(other.quantity)
        if part is None:
            continue
        if other.quantity.of is not None:
            whole, place = Written(other.quantity.of, Decimal(0)), other
            part = Written(
                part.value, part.step if other.quantity.dimension in ("area", "money", "length") else Decimal(0)
            )
        else:
            total = evidence.edge(other, "part_of")
            if total is None or total.quantity.of is not None or not counts_of(other.quantity, total.quantity):
                continue
            found = written(total.quantity)
            if found is None:
                continue
            whole, place = found, total
        bounds = percent(part, whole)
        if bounds is not None and not fits(claimed, bounds):
            sum_ = f"{show(part.value)} / {show(whole.value)} = {show(HUNDRED * part.value / whole.value)} %"
            yield finding(
                "share_mismatch", indicator, place,
                f"{show(part.value)} of {show(whole.value)} is not {show(claimed.value)} %",
                f"{sum_}, not {show(claimed.value)} %",
            )  # fmt: skip
