"""Changes that do not lead from one value to the other, or that go the other way: "giảm từ 4,1% lên 6,4%"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import HUNDRED, Written, fits, percent, shares_unit, show, written
from vnreport.facts.models import Finding
from vnreport.text.patterns import pattern

_CELL_EDGE = pattern(r"[\t|]")
# A change of each year is not that of all.
_EACH = pattern(r"(?<![^\W_])(?:bình quân|trung bình|mỗi|hằng|hàng|từng)\s|/(?:năm|tháng)")


def changes(evidence: Evidence) -> Iterator[Finding]:
    """ "gấp 3 lần cùng kỳ (2.629 ca)", "tăng 20 hộ" from 215 to 243: the difference and the quotient."""
    for indicator in evidence.indicators:
        if indicator.role != "change":
            continue
        baseline = evidence.edge(indicator, "change_from")
        result = evidence.edge(indicator, "change_of")
        if baseline is None or result is None:
            continue
        claimed, now, then = (written(item.quantity) for item in (indicator, result, baseline))
        if claimed is None or now is None or then is None or not shares_unit(result.quantity, baseline.quantity):
            continue
        if _EACH.search(evidence.before(indicator)) or _EACH.search(evidence.after(indicator, 12)):
            continue
        difference = now.value - then.value
        slack = claimed.step + now.step + then.step
        possible = [abs(difference)]
        agrees = abs(abs(claimed.value) - abs(difference)) <= slack
        quantity = indicator.quantity
        if quantity.unit is None or quantity.dimension in ("share", "multiple"):
            bounds = percent(now, then)
            if bounds is not None and quantity.dimension == "multiple":
                agrees = fits(Written(claimed.value * HUNDRED, (claimed.step or Decimal(1)) * HUNDRED), bounds)
                possible = [now.value / then.value]
            elif bounds is not None:
                if _CELL_EDGE.search(evidence.between(baseline, indicator)):
                    agrees = agrees or fits(claimed, bounds)  # "So sánh (%)" in a table is a quotient as often
                grown = (bounds[0] - HUNDRED, bounds[1] - HUNDRED)
                magnitude = (min(map(abs, grown)), max(map(abs, grown)))
                agrees = agrees or fits(Written(abs(claimed.value), claimed.step), magnitude)
                possible.append(abs(HUNDRED * difference / then.value))
        if not agrees:
            found = " or ".join(show(value) for value in possible)
            yield finding(
                "change_mismatch", indicator, baseline,
                f"from {show(then.value)} to {show(now.value)} is not a change of {show(claimed.value)}",
                f"{show(now.value)} - {show(then.value)} = {show(difference)}; {found}, not {show(claimed.value)}",
            )  # fmt: skip


_RISES = pattern(r"(?<![^\W_])(?:tăng|nâng)\s{1,3}từ\s{1,3}(?:mức\s)?$")
_FALLS = pattern(r"(?<![^\W_])(?:giảm|hạ)\s{1,3}từ\s{1,3}(?:mức\s)?$")


def directions(evidence: Evidence) -> Iterator[Finding]:
    """ "giảm từ 4,1% lên 6,4%", "tăng từ 50 hộ xuống 40 hộ"."""
    for indicator in evidence.indicators:
        baseline = evidence.edge(indicator, "change_from")
        if baseline is None or indicator.role not in ("result", "target"):
            continue
        now, then = written(indicator.quantity), written(baseline.quantity)
        if now is None or then is None or not shares_unit(indicator.quantity, baseline.quantity):
            continue
        before = evidence.before(baseline)
        rises, falls = _RISES.search(before) is not None, _FALLS.search(before) is not None
        if (rises and now.value < then.value) or (falls and now.value > then.value):
            said = "rises" if rises else "falls"
            sign = "<" if rises else ">"
            yield finding(
                "direction_mismatch", indicator, baseline,
                f"it {said} from {show(then.value)} to {show(now.value)}",
                f"{show(now.value)} {sign} {show(then.value)}",
            )  # fmt: skip
