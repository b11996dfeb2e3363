"""Why a sentence has its label: the features that weighed most, and what its neighbours changed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vnreport.labels.model import Labelled, Model
from vnreport.labels.passages import Passage
from vnreport.records import record


@record
class Explanation:
    """Why a sentence has its label.

    `alone` holds the probabilities from its own words and headings, `scores` those with its neighbours counted in.
    `weights` are features with what each adds to the label over the mean of the labels, heaviest first: words and pairs
    of words, "^…" the first words, "sense=…" what words do (`report_words.tsv`), "announced=…" what the heading says,
    "title:…", "path:…", "lead:…" words of the heading, of those above it, and of the line that introduces a list.
    """

    start: int
    end: int
    text: str
    label: str
    scores: dict[str, float]
    alone: dict[str, float]
    weights: tuple[tuple[str, float], ...]


def explain_sentence(
    text: str, span: tuple[int, int], index: int, passages: Sequence[Passage], marks: Sequence[Labelled], model: Model
) -> Explanation:
    """The explanation of the sentence `index`, whose label is `marks[index]`."""
    start, end = span
    mark, passage = marks[index], passages[index]
    if passage.place.formal:
        return Explanation(start, end, text[start:end], mark.label, mark.scores, mark.scores, ())
    row = [model.sharpness * value for value in model.logits([passage])[0][: len(model.labels)]]
    exponentials = [math.exp(value - max(row)) for value in row]
    alone = {
        label: round(value / sum(exponentials), 6) for label, value in zip(model.labels, exponentials, strict=True)
    }
    weights = tuple((feature, round(weight, 3)) for feature, weight in model.explain(passage, mark.label))
    return Explanation(start, end, text[start:end], mark.label, mark.scores, alone, weights)
