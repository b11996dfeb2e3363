"""Scores of many reports: precision, recall and F1 of each measure, with an interval by bootstrap over reports.

Reports are drawn with replacement, never single mentions: those of one report stand and fall together, and an interval
over mentions would look narrower than it is (Efron and Tibshirani 1993, the percentile interval).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from vnreport.records import record
from vnreport.structure.models import LABELS


@record
class Score:
    """A measure over all reports; `low` and `high` bound the F1 with 95 % confidence, None for a single report."""

    measure: str
    hits: int
    missed: int
    extra: int
    low: float | None = None
    high: float | None = None

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else None

    @property
    def recall(self) -> float | None:
        """The share of what was to be found that was found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return _f1((self.hits, self.missed, self.extra))


Counts = tuple[int, int, int]


def _f1(counts: Counts) -> float | None:
    hits, missed, extra = counts
    return 2 * hits / (2 * hits + missed + extra) if hits + missed + extra else None


def score(documents: Sequence[Mapping[str, Counts]], *, samples: int = 1000, seed: int = 1) -> list[Score]:
    """The scores of every measure; a document maps measures to (hits, missed, extra).

    >>> [(s.measure, round(s.f1, 3)) for s in score([{"times": (3, 1, 0)}, {"times": (2, 0, 1)}], samples=100)]
    [('times', 0.833)]
    """
    measures = sorted({measure for document in documents for measure in document})
    draws = _draws(len(documents), samples, seed)
    result = []
    for measure in measures:
        rows = [document.get(measure, (0, 0, 0)) for document in documents]
        result.append(Score(measure, *_total(rows), *_interval([_f1(_total([rows[i] for i in d])) for d in draws])))
    return result


def macro_f1(
    documents: Sequence[Mapping[str, Counts]], *, samples: int = 1000, seed: int = 1
) -> tuple[float, float, float] | None:
    """The mean F1 over the four labels of sentences, with its interval; None where nothing is labelled."""

    def mean(chosen: Sequence[Mapping[str, Counts]]) -> float | None:
        each = [_f1(_total([document.get(f"labels.{label}", (0, 0, 0)) for document in chosen])) for label in LABELS]
        known = [value for value in each if value is not None]
        return sum(known) / len(known) if known else None

    whole = mean(documents)
    if whole is None:
        return None
    low, high = _interval([mean([documents[i] for i in draw]) for draw in _draws(len(documents), samples, seed)])
    return whole, whole if low is None else low, whole if high is None else high


def _draws(count: int, samples: int, seed: int) -> list[list[int]]:
    chance = random.Random(seed)
    return [[chance.randrange(count) for _ in range(count)] for _ in range(samples)] if count > 1 else []


def _total(rows: Sequence[Counts]) -> Counts:
    return sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows)


def _interval(values: Sequence[float | None]) -> tuple[float | None, float | None]:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None, None
    return known[int(0.025 * (len(known) - 1))], known[int(0.975 * (len(known) - 1) + 0.999)]


def count(outcomes: Sequence[tuple[str, str]]) -> dict[str, Counts]:
    """(measure, verdict) pairs of one report as counts."""
    tally = Counter(outcomes)
    names = ("hit", "missed", "extra")
    return {
        measure: (tally[measure, names[0]], tally[measure, names[1]], tally[measure, names[2]])
        for measure in {measure for measure, _ in outcomes}
    }
