"""Designs of the label model compared on the dev reports: what each step adds.

    python tests/benchmarks/label_designs.py corpora/reports

Every design learns from the train reports and is measured on the sentences of the body of the dev reports; the test
reports are not looked at. The table stands in docs/labels.md.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from vnreport.analyzer import read_passages
from vnreport.labels.features import NewWords
from vnreport.labels.fitting import Example, calibrate, fit, fit_logistic, vectorize, vocabulary, without_place
from vnreport.labels.passages import Passage, Place
from vnreport.labels.train import INVERSE_PENALTY, SCALE, SEEN, load_examples
from vnreport.structure.models import LABELS

Known = list[tuple[Passage, str]]


def known(examples: Sequence[Example]) -> Known:
    """The labelled sentences of the body."""
    return [
        (passage, label)
        for example in examples
        for passage, label in zip(example.passages, example.labels, strict=True)
        if label is not None and not passage.place.formal
    ]


def words_alone(examples: Sequence[Example]) -> list[Example]:
    """Every sentence as if it stood alone."""
    alone = Place("paragraph")
    return [
        replace(e, passages=[p if p.place.formal else Passage(p.folded, alone) for p in e.passages]) for e in examples
    ]


def report(name: str, answers: Sequence[str], found: Sequence[str]) -> None:
    """One row of the table."""
    each = f1_score(answers, found, labels=LABELS, average=None)
    right = np.mean([a == b for a, b in zip(answers, found, strict=True)])
    cells = " | ".join(f"{value:.3f}" for value in (right, each.mean(), *each))
    print(f"| {name} | {cells} |", flush=True)


def by_rows(make: Callable[[], object], train: Known, dev: Known) -> list[str]:
    """A classifier of scikit-learn over the features of single sentences."""
    words = NewWords()
    columns = vocabulary((passage for passage, _ in train), words, SEEN)
    model = make()
    model.fit(vectorize((p for p, _ in train), words, columns, SCALE), [label for _, label in train])  # type: ignore[attr-defined]
    return list(model.predict(vectorize((p for p, _ in dev), words, columns, SCALE)))  # type: ignore[attr-defined]


def stacked(train: Sequence[Example], dev: Sequence[Example]) -> list[str]:
    """A second stage: boosted trees over the probabilities of a sentence and of its neighbours, out of five folds."""

    def rows(examples: Sequence[Example], shares: Sequence[np.ndarray]) -> np.ndarray:  # type: ignore[type-arg]
        blank = np.full((2, len(LABELS)), 1 / len(LABELS))
        result = []
        for example, share in zip(examples, shares, strict=True):
            body = [p for p in example.passages if not p.place.formal]
            wide = np.vstack([blank, share, blank])
            for index, passage in enumerate(body):
                near = wide[index : index + 5].ravel()
                place = passage.place
                extra = [
                    passage.number,
                    place.position or 0,
                    LABELS.index(place.announced.label) if place.announced else -1,
                ]
                result.append(np.concatenate([near, share.mean(0), extra]))
        return np.asarray(result)

    def shares_of(teachers: Sequence[Example], pupils: Sequence[Example]) -> list[np.ndarray]:  # type: ignore[type-arg]
        taught = known([*teachers, *without_place(teachers)])
        words = NewWords()
        columns = vocabulary((passage for passage, _ in taught), words, SEEN)
        model = fit_logistic(
            vectorize((p for p, _ in taught), words, columns, SCALE), [l for _, l in taught], INVERSE_PENALTY
        )
        order = [list(model.classes_).index(label) for label in LABELS]
        bodies = [[p for p in e.passages if not p.place.formal] for e in pupils]
        return [model.predict_proba(vectorize(body, words, columns, SCALE))[:, order] for body in bodies]

    folds = [shares_of([e for i, e in enumerate(train) if i % 5 != k], train[k::5]) for k in range(5)]
    in_order = [folds[index % 5][index // 5] for index in range(len(train))]
    trees = HistGradientBoostingClassifier(max_depth=4, learning_rate=0.05, max_iter=150, random_state=0)
    labels = [l for e in train for p, l in zip(e.passages, e.labels, strict=True) if not p.place.formal]
    keep = [index for index, label in enumerate(labels) if label is not None]
    table = rows(train, in_order)
    trees.fit(table[keep], [labels[index] for index in keep])
    found = trees.predict(rows(dev, shares_of(train, dev)))
    wanted = [l for e in dev for p, l in zip(e.passages, e.labels, strict=True) if not p.place.formal]
    return [str(f) for f, l in zip(found, wanted, strict=True) if l is not None]


def main() -> None:
    """Print the table."""
    examples = load_examples(pathlib.Path(sys.argv[1]), read_passages)
    train, dev = examples["train"], examples["dev"]
    answers = [label for _, label in known(dev)]
    print("| design | accuracy | macro-F1 | achievements | limitations | directions | other |")
    print("| --- | --- | --- | --- | --- | --- | --- |")

    def logistic() -> object:
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)

    report(
        "words of the sentence alone", answers, by_rows(logistic, known(words_alone(train)), known(words_alone(dev)))
    )
    report("naive Bayes, words and place", answers, by_rows(ComplementNB, known(train), known(dev)))
    report("linear SVM, words and place", answers, by_rows(lambda: LinearSVC(C=0.05), known(train), known(dev)))
    report("logistic, words and place", answers, by_rows(logistic, known(train), known(dev)))
    twice = [*train, *without_place(train)]
    report("… each sentence also taught alone", answers, by_rows(logistic, known(twice), known(dev)))
    report("… boosted trees over neighbours", answers, stacked(train, dev))
    model = fit(train, LABELS, penalty=INVERSE_PENALTY, scale=SCALE, seen=SEEN, alone=True, meta={})
    model = calibrate(model, dev)
    found = [
        mark.label
        for example in dev
        for passage, label, mark in zip(example.passages, example.labels, model.label(example.passages), strict=True)
        if label is not None and not passage.place.formal
    ]
    report("… chain over neighbours (shipped)", answers, found)


if __name__ == "__main__":
    main()
