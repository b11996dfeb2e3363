"""Train the label model anew and compare it with the shipped one, and with scikit-learn's own, on every sentence.

    python tests/benchmarks/rebuild_labels.py corpora/reports

Exits 1 where a label differs, or a probability by more than a thousandth: of the rebuilt model, or, before neighbours
count, of the scikit-learn pipeline that it was made from. Rounding differs between machines; the labels may not.
"""

from __future__ import annotations

import pathlib
import sys

import numpy as np

from vnreport.analyzer import read_passages
from vnreport.labels.features import NewWords
from vnreport.labels.fitting import Example, fit_logistic, labelled, vectorize, vocabulary, without_place
from vnreport.labels.model import Model, shipped_model
from vnreport.labels.train import INVERSE_PENALTY, SCALE, SEEN, build, corpus_digest, load_examples
from vnreport.structure.models import LABELS

TOLERANCE = 0.001


def against_scikit_learn(model: Model, groups: dict[str, list[Example]]) -> tuple[int, float]:
    """How many labels of single sentences differ from those of the pipeline, and by how much the probabilities do."""
    taught = labelled([*groups["train"], *without_place(groups["train"])])
    words = NewWords()
    columns = vocabulary((passage for passage, _, _ in taught), words, SEEN)
    rows = vectorize((passage for passage, _, _ in taught), words, columns, SCALE)
    theirs = fit_logistic(rows, [label for _, label, _ in taught], INVERSE_PENALTY)
    passages = [passage for group in groups.values() for passage, _, _ in labelled(group)]
    logits = np.asarray([row[: len(LABELS)] for row in model.logits(passages)])
    ours = np.exp(logits - logits.max(1, keepdims=True))
    ours /= ours.sum(1, keepdims=True)
    order = [list(theirs.classes_).index(label) for label in LABELS]
    expected = theirs.predict_proba(vectorize(passages, words, columns, SCALE))[:, order]
    return int((ours.argmax(1) != expected.argmax(1)).sum()), float(np.abs(ours - expected).max())


def main() -> None:
    """Build, compare, print."""
    folder = pathlib.Path(sys.argv[1])
    shipped = shipped_model()
    if shipped.meta["corpus"] != corpus_digest(folder):
        raise SystemExit(
            f"the shipped model was trained on other reports than {folder}: run python -m vnreport.labels.train"
        )
    rebuilt = build(folder)
    sentences, furthest, different = 0, 0.0, []
    groups = load_examples(folder, read_passages)
    unlike, off = against_scikit_learn(shipped, groups)
    print(f"scikit-learn: {unlike} labels differ, probabilities by {off:.6f} at most")
    for examples in groups.values():
        for example in examples:
            pairs = zip(example.passages, shipped.label(example.passages), rebuilt.label(example.passages), strict=True)
            for passage, ours, theirs in pairs:
                sentences += 1
                furthest = max(furthest, *(abs(ours.scores[label] - theirs.scores[label]) for label in ours.scores))
                if ours.label != theirs.label:
                    different.append(passage.folded[:80])
    print(f"{sentences} sentences, {len(different)} labels differ, probabilities by {furthest:.6f} at most")
    for text in different[:10]:
        print(f"  {text!r}")
    if different or unlike or max(furthest, off) > TOLERANCE:
        raise SystemExit("the rebuilt label model is not the shipped one")


if __name__ == "__main__":
    main()
