"""The audit: where a report contradicts itself, with both places and the arithmetic.

A percentage that does not follow from its numbers, a part greater than its whole, "vượt" beside 78 %, "giảm" from less
to more, one indicator with two values, a day after the report's own; each check is a file. Only what cannot be read
otherwise is a finding: numbers count as rounded or cut off as they are written, and a bound or an estimate contradicts
nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from vnreport.facts.audit.changes import changes, directions
from vnreport.facts.audit.completions import completions
from vnreport.facts.audit.days import days
from vnreport.facts.audit.evidence import Evidence
from vnreport.facts.audit.parts import parts, sums
from vnreport.facts.audit.shares import shares
from vnreport.facts.audit.twice import twice
from vnreport.facts.audit.verdicts import verdicts
from vnreport.facts.material import Material
from vnreport.facts.models import Finding, Indicator

__all__ = ["audit"]

_CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    shares, completions, changes, directions, parts, sums, verdicts, twice, days,
)  # fmt: skip


def audit(material: Material, indicators: Sequence[Indicator], issued_on: datetime.date | None) -> list[Finding]:
    """The contradictions of a report, in text order; `issued_on` is its own date, where it bears one."""
    evidence = Evidence(material, indicators, issued_on)
    found = [finding for check in _CHECKS for finding in check(evidence)]
    found.sort(key=lambda finding: (finding.start, finding.end, finding.kind))
    return found
