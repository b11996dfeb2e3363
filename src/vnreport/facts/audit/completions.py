"""Shares of plan that do not follow from result and target: "48,6 tỷ đồng, bằng 80% dự toán (43,2 tỷ đồng)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import HUNDRED, Written, fits, percent, shares_unit, show, written
from vnreport.facts.models import Finding


def completions(evidence: Evidence) -> Iterator[Finding]:
    """ "48,6 tỷ đồng, bằng 80% dự toán (43,2 tỷ đồng)"; "vượt 5%" is read as 105 %."""
    for indicator in evidence.indicators:
        if indicator.role != "completion":
            continue
        ends = [evidence.indicators[e.indicator] for e in indicator.related if e.kind == "completion_of"]
        result = next((end for end in ends if end.role in ("result", "shortfall")), None)
        target = next((end for end in ends if end.role == "target"), None)
        if result is None or target is None or not shares_unit(result.quantity, target.quantity):
            continue
        if result.quantity.dimension in ("share", "share_points") or result.quantity.of is not None:
            continue
        bare = indicator.quantity.unit is None
        claimed, reached, aimed = (written(item.quantity) for item in (indicator, result, target))
        if claimed is None or reached is None or aimed is None or (bare and claimed.value <= 1):
            continue
        over = re.search(r"(?<![^\W_])vượt\s{1,3}(?:\S{1,12}\s)?$", evidence.before(indicator)) is not None
        if over:
            claimed = Written(claimed.value + HUNDRED, claimed.step)
        bounds = percent(reached, aimed)
        if bounds is None or fits(claimed, bounds):
            continue
        sum_ = f"{show(reached.value)} / {show(aimed.value)} = {show(HUNDRED * reached.value / aimed.value)} %"
        yield finding(
            "completion_mismatch", indicator, target,
            f"the result {show(reached.value)} is not {show(claimed.value)} % of the target {show(aimed.value)}",
            f"{sum_}, not {show(claimed.value)} %",
        )  # fmt: skip
