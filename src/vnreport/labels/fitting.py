"""Fitting label models with scikit-learn: features as a sparse matrix, logistic regression, pulls between neighbours.

What is fitted here is plain data (`vnreport.labels.model`); scikit-learn is not needed to use it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from vnreport.labels.chain import smooth
from vnreport.labels.features import Feature, NewWords, Words, in_feature, pair, place_features, sentence_features
from vnreport.labels.model import Model, pack
from vnreport.labels.passages import Passage, Place
from vnreport.records import record

# What the pull between neighbours and the sharpness are chosen from.
_PULLS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_SHARPNESS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3)


@record
class Example:
    """The passages of one report, with the label and the aspect of each; None where nobody labelled it."""

    passages: Sequence[Passage]
    labels: Sequence[str | None]
    aspects: Sequence[str | None]


def vectorize(
    passages: Iterable[Passage], words: Words, columns: dict[Feature, int], scale: float
) -> scipy.sparse.csr_matrix:
    """The features of passages as rows: words at `scale` over the root of their number, the rest at 1."""
    values: list[float] = []
    indices: list[int] = []
    starts = [0]
    for passage in passages:
        mine, turns = sentence_features(passage, words)
        own = sorted(columns[f] for f in mine if f in columns)
        around = Counter(columns[f] for f in (*place_features(passage.place), *turns) if f in columns)
        indices += [*own, *around]
        values += [scale / math.sqrt(len(own))] * len(own) + [float(times) for times in around.values()]
        starts.append(len(indices))
    return scipy.sparse.csr_matrix((values, indices, starts), shape=(len(starts) - 1, len(columns)))


def without_place(examples: Sequence[Example]) -> list[Example]:
    """The sentences of the body once more, each as if it stood alone: so their own words learn to decide."""
    alone = Place("paragraph")
    result = []
    for example in examples:
        body = [i for i, p in enumerate(example.passages) if p.place.kind in ("paragraph", "list_item")]
        passages = [Passage(example.passages[i].folded, alone) for i in body]
        result.append(Example(passages, [example.labels[i] for i in body], [example.aspects[i] for i in body]))
    return result


def labelled(examples: Iterable[Example]) -> list[tuple[Passage, str, str | None]]:
    """The passages of the body that have a label, with label and aspect."""
    return [
        (passage, label, aspect)
        for example in examples
        for passage, label, aspect in zip(example.passages, example.labels, example.aspects, strict=True)
        if label is not None and not passage.place.formal
    ]


def vocabulary(passages: Iterable[Passage], words: Words, seen: int) -> dict[Feature, int]:
    """The columns of the features that at least `seen` passages have, in sorted order."""
    count: Counter[Feature] = Counter()
    for passage in passages:
        own, turns = sentence_features(passage, words)
        count.update({*own, *turns, *place_features(passage.place)})
    names = {feature: words.written(feature) for feature, times in count.items() if times >= seen}
    return {feature: column for column, feature in enumerate(sorted(names, key=names.__getitem__))}


def _without_rare(words: Words, weights: dict[Feature, int]) -> tuple[Words, dict[Feature, int]]:
    """Words without those that no feature is made of, and the weights under the numbers that they have then."""
    used = sorted({number for feature in weights if isinstance(feature, int) for number in in_feature(feature)})
    new = {number: place for place, number in enumerate(used, 1)}

    def renumbered(feature: Feature) -> Feature:
        if isinstance(feature, str):
            return feature
        numbers = [new[number] for number in in_feature(feature)]
        return numbers[0] if len(numbers) == 1 else pair(*numbers)

    kept = Words(words.names[number - 1] for number in used)
    return kept, {renumbered(feature): weight for feature, weight in weights.items()}


def fit_logistic(rows: scipy.sparse.csr_matrix, answers: Sequence[str], penalty: float) -> LogisticRegression:
    """Multinomial logistic regression over features."""
    return LogisticRegression(C=penalty, max_iter=2000, tol=1e-5).fit(rows, list(answers))


def fit(
    examples: Sequence[Example], labels: Sequence[str], *, penalty: float, scale: float, seen: int, alone: bool,
    meta: dict[str, Any],
) -> Model:  # fmt: skip
    """A model of examples, with the pulls between neighbours counted and nothing calibrated yet.

    `alone` teaches each sentence of the body once more without what it stands in.
    """
    known = labelled([*examples, *(without_place(examples) if alone else ())])
    words = NewWords()
    columns = vocabulary((passage for passage, _, _ in known), words, seen)
    rows = vectorize((passage for passage, _, _ in known), words, columns, scale)
    by_label = fit_logistic(rows, [label for _, label, _ in known], penalty)
    weights, bias = _by_class(by_label, labels)
    with_aspect = [index for index, (_, _, aspect) in enumerate(known) if aspect]
    aspects = sorted({f"{known[index][1]}/{known[index][2]}" for index in with_aspect})
    if len(aspects) > 1:
        finer = fit_logistic(rows[with_aspect], [f"{known[i][1]}/{known[i][2]}" for i in with_aspect], penalty)
        fine_weights, fine_bias = _by_class(finer, aspects)
        weights, bias = np.vstack([weights, fine_weights]), np.concatenate([bias, fine_bias])
    packed = {feature: pack(map(float, weights[:, column])) for feature, column in columns.items()}
    stay, cross = _pulls(examples, labels)
    kept, packed = _without_rare(words, packed)
    rounded = tuple(round(float(b), 6) for b in bias)
    return Model(tuple(labels), tuple(aspects), kept, packed, rounded, scale, stay, cross, 1.0, meta)


def _by_class(model: LogisticRegression, classes: Sequence[str]) -> tuple[Any, Any]:
    """Weights and biases in the order of `classes`; of two classes scikit-learn keeps one row, of opposite signs."""
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    order = [list(model.classes_).index(name) for name in classes]
    return weights[order], bias[order]


def _pulls(examples: Sequence[Example], labels: Sequence[str]) -> tuple[tuple[tuple[float, ...], ...], ...]:
    """The log of how much likelier than by chance each label follows each, inside a block and across blocks."""
    size = len(labels)
    counts = np.ones((2, size, size))
    for example in examples:
        before = None
        for passage, label in zip(example.passages, example.labels, strict=True):
            if passage.place.formal or label is None:
                continue
            if before is not None:
                counts[int(passage.number > 0), labels.index(before), labels.index(label)] += 1
            before = label
    result = []
    for table in counts[::-1]:
        chance = table.sum(0) / table.sum()
        pulls = np.log(table / table.sum(1, keepdims=True) / chance)
        result.append(tuple(tuple(round(float(value), 6) for value in row) for row in pulls))
    return tuple(result)


def calibrate(model: Model, examples: Sequence[Example]) -> Model:
    """The pull and the sharpness under which the labels of other reports are likeliest."""
    prepared = []
    for example in examples:
        body = [index for index, passage in enumerate(example.passages) if not passage.place.formal]
        logits = [row[: len(model.labels)] for row in model.logits([example.passages[i] for i in body])]
        prepared.append((logits, [example.passages[i].number > 0 for i in body], [example.labels[i] for i in body]))

    def loss(pull: float, sharpness: float) -> float:
        stay, cross = _times(model.stay, pull), _times(model.cross, pull)
        total = 0.0
        for logits, follows, answers in prepared:
            shares = smooth([[sharpness * v for v in row] for row in logits], follows, stay, cross)
            total -= sum(
                math.log(max(row[model.labels.index(answer)], 1e-9))
                for row, answer in zip(shares, answers, strict=True)
                if answer is not None
            )
        return total

    pull, sharpness = min(((p, s) for p in _PULLS for s in _SHARPNESS), key=lambda pair: loss(*pair))
    return replace(
        model, stay=_times(model.stay, pull), cross=_times(model.cross, pull), sharpness=sharpness,
        meta={**model.meta, "pull": pull},
    )  # fmt: skip


def _times(rows: Sequence[Sequence[float]], factor: float) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(value * factor, 6) for value in row) for row in rows)
