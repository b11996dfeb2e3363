"""Evidence: what every check of the audit reads, and the finding that it makes of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from vnreport.facts.material import Material
from vnreport.facts.models import Finding, Indicator
from vnreport.records import record
from vnreport.text.spans import Span


@record
class Evidence:
    """A report with its indicators, and the day that it bears."""

    material: Material
    indicators: Sequence[Indicator]
    issued_on: datetime.date | None

    def edge(self, indicator: Indicator, kind: str) -> Indicator | None:
        """The indicator at the other end of an edge."""
        return next((self.indicators[e.indicator] for e in indicator.related if e.kind == kind), None)

    def before(self, indicator: Indicator, reach: int = 40) -> str:
        """The folded words of the clause before an indicator."""
        sentence = self.material.sentence_of(indicator)
        start = max(0 if sentence is None else sentence.start, indicator.start - reach)
        return self.material.folded[start : indicator.start]

    def after(self, indicator: Indicator, reach: int = 60) -> str:
        """The folded words of the sentence after an indicator."""
        sentence = self.material.sentence_of(indicator)
        end = indicator.end + reach if sentence is None else min(sentence.end, indicator.end + reach)
        return self.material.folded[indicator.end : end]

    def between(self, first: Indicator, second: Indicator) -> str:
        """The folded text from one indicator to a later one."""
        return self.material.folded[first.end : second.start]


def finding(kind: str, first: Span | Indicator, second: Span | Indicator, message: str, arithmetic: str) -> Finding:
    """A finding at the first place, against the second."""
    other = Span(second.start, second.end, second.text)
    return Finding(kind, first.start, first.end, first.text, message, other, arithmetic)
