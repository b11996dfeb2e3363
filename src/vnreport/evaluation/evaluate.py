"""`vnreport.evaluate`: the library, or results of another tool, against annotated reports."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vnreport.analyzer import Analyzer
from vnreport.errors import GoldError
from vnreport.evaluation.gold import load_gold
from vnreport.evaluation.outcomes import Outcome, compare
from vnreport.evaluation.scores import Counts, Score, count, macro_f1, score
from vnreport.evaluation.shapes import check_shape
from vnreport.records import record

_CONTEXT = 40


@record
class Miss:
    """One wrong outcome: the report, the place in it, what was expected there, and the words around it."""

    document: str
    measure: str
    verdict: str
    start: int
    end: int
    text: str
    note: str


@record
class Evaluation:
    """Scores over annotated reports. `macro_f1` is the mean F1 of the four labels with its 95 % interval."""

    documents: int
    scores: tuple[Score, ...]
    macro_f1: tuple[float, float, float] | None
    misses: tuple[Miss, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: documents, scores by measure, macro F1, misses."""
        rows = {
            s.measure: {
                "f1": _rounded(s.f1), "low": _rounded(s.low), "high": _rounded(s.high),
                "precision": _rounded(s.precision), "recall": _rounded(s.recall),
                "hits": s.hits, "missed": s.missed, "extra": s.extra,
            }
            for s in self.scores
        }  # fmt: skip
        macro = None if self.macro_f1 is None else [_rounded(value) for value in self.macro_f1]
        misses = [{field.name: getattr(miss, field.name) for field in dataclasses.fields(miss)} for miss in self.misses]
        return {"documents": self.documents, "scores": rows, "macro_f1": macro, "misses": misses}

    def to_text(self, errors: int = 0) -> str:
        """A table to read, and up to `errors` wrong outcomes of each measure."""
        lines = [
            f"{self.documents} annotated reports",
            f"{'':26s}    F1   95 % interval   precision  recall    right missed  extra",
        ]
        for s in self.scores:
            between = "" if s.low is None or s.high is None else f"{s.low:.3f} - {s.high:.3f}"
            lines.append(
                f"{s.measure:26s} {_shown(s.f1)}   {between:13s}   {_shown(s.precision):9s}  {_shown(s.recall)}"
                f"   {s.hits:6d} {s.missed:6d} {s.extra:6d}"
            )
        if self.macro_f1 is not None:
            lines.append("{:26s} {:.3f}   {:.3f} - {:.3f}".format("labels, macro F1", *self.macro_f1))
        shown: dict[str, int] = {}
        for miss in self.misses:
            shown[miss.measure] = shown.get(miss.measure, 0) + 1
            if shown[miss.measure] <= errors:
                note = f" ({miss.note})" if miss.note else ""
                lines.append(
                    f"{miss.measure} {miss.verdict}: {miss.document} {miss.start}-{miss.end} {miss.text!r}{note}"
                )
        return "\n".join(lines)

    def to_markdown(self) -> str:
        """The table as Markdown, for a page of documentation."""
        lines = [
            "| measure | F1 | 95 % interval | precision | recall | right | missed | extra |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for s in self.scores:
            between = "" if s.low is None or s.high is None else f"{s.low:.3f}-{s.high:.3f}"
            shown = " | ".join(_shown(value).strip() for value in (s.precision, s.recall))
            counts = f"{s.hits:,} | {s.missed:,} | {s.extra:,}"
            lines.append(f"| {s.measure} | {_shown(s.f1).strip()} | {between} | {shown} | {counts} |")
        if self.macro_f1 is not None:
            lines.append("| labels, macro F1 | {:.3f} | {:.3f}-{:.3f} | | | | | |".format(*self.macro_f1))
        return "\n".join(lines)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _shown(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"


def evaluate(
    gold: Sequence[str | os.PathLike[str]],
    *,
    analyzer: Analyzer | None = None,
    predictions: str | os.PathLike[str] | None = None,
    split: str | None = None,
    samples: int = 1000,
    seed: int = 1,
) -> Evaluation:
    """Score the library on annotated reports: every part that they annotate, with bootstrap intervals over reports.

    `gold` are folders or files NAME.gold.json with NAME.txt beside them; `split` restricts them to those whose
    annotation says so ("test"). `analyzer` is what is measured (default: that of `vnreport.analyze`), or `predictions`,
    a folder of NAME.json in the form of `Report.to_dict()`. Raises GoldError that names the file and the place where an
    annotation or a prediction cannot be used.
    """
    find = _reader(analyzer or Analyzer(), predictions)
    counts: list[dict[str, Counts]] = []
    misses: list[Miss] = []
    for document in load_gold([pathlib.Path(path) for path in gold]):
        if split is not None and document.answers.get("report", {}).get("split") != split:
            continue
        outcomes = list(compare(document, find(document.name, document.text)))
        counts.append(count([(outcome.measure, outcome.verdict) for outcome in outcomes]))
        misses.extend(_miss(document.name, document.text, o) for o in outcomes if o.verdict != "hit")
    if not counts:
        raise GoldError(", ".join(map(str, gold)), f"holds no report of the split {split!r}")
    scores = tuple(score(counts, samples=samples, seed=seed))
    return Evaluation(len(counts), scores, macro_f1(counts, samples=samples, seed=seed), tuple(misses))


def _reader(analyzer: Analyzer, predictions: str | os.PathLike[str] | None) -> Callable[[str, str], Mapping[str, Any]]:
    if predictions is None:
        return lambda _, text: analyzer.analyze(text).to_dict()
    folder = pathlib.Path(predictions)

    def read(name: str, text: str) -> Mapping[str, Any]:
        file = folder / f"{name}.json"
        try:
            found: Any = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise GoldError(str(file), f"cannot be read as a prediction: {error}") from error
        if not isinstance(found, dict):
            raise GoldError(str(file), "is no JSON object")
        check_shape(str(file), found, text, predicted=True)
        return found

    return read


def _miss(document: str, text: str, outcome: Outcome) -> Miss:
    start, end = outcome.start, min(outcome.end, outcome.start + 3 * _CONTEXT)
    words = text[max(0, start - _CONTEXT) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + _CONTEXT]
    return Miss(document, outcome.measure, outcome.verdict, outcome.start, outcome.end, words, outcome.note)
