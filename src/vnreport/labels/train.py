"""Train the label model that the library ships, from annotated reports.

    python -m vnreport.labels.train corpora/reports -o src/vnreport/data/labels.model

Reports marked `"split": "train"` teach; those marked `"dev"` set the pull between neighbours and the sharpness of the
probabilities; those marked `"test"` are not looked at. One thread, sorted features, no chance: the same reports and the
same scikit-learn give the same model. The model is written as plain data (`vnreport.labels.model`).
"""

from __future__ import annotations

import argparse
import hashlib
import pathlib
from collections.abc import Callable, Sequence
from typing import Any

import sklearn

from vnreport.analyzer import read_passages
from vnreport.errors import GoldError
from vnreport.evaluation.gold import GoldDocument, load_gold
from vnreport.labels.fitting import Example, calibrate, fit
from vnreport.labels.model import Model
from vnreport.structure.models import LABELS

# Chosen on the dev reports among the values that docs/labels.md lists.
INVERSE_PENALTY, SCALE, SEEN = 0.5, 5.0, 5


def align(
    spans: Sequence[tuple[int, int]], gold: Sequence[dict[str, Any]]
) -> tuple[list[str | None], list[str | None]]:
    """For each span the label and aspect of the annotated sentence that overlaps it most; None where none does."""
    labels: list[str | None] = []
    aspects: list[str | None] = []
    place = 0
    for start, end in spans:
        while place < len(gold) and gold[place]["end"] <= start:
            place += 1
        best, size, index = None, 0, place
        while index < len(gold) and gold[index]["start"] < end:
            overlap = min(end, gold[index]["end"]) - max(start, gold[index]["start"])
            if overlap > size:
                best, size = gold[index], overlap
            index += 1
        labels.append(None if best is None else best["label"])
        aspects.append(None if best is None else best.get("aspect"))
    return labels, aspects


def load_examples(folder: pathlib.Path, read: Callable[[str], Any]) -> dict[str, list[Example]]:
    """The annotated reports of a folder by their split."""
    result: dict[str, list[Example]] = {}
    for document in load_gold([folder]):
        spans, passages = read(document.text)
        example = Example(passages, *align(spans, document.answers["sentences"]))
        result.setdefault(_split(document), []).append(example)
    return result


def _split(document: GoldDocument) -> str:
    """The split that a report is marked with; without a mark one in five is for calibration, by its name."""
    marked = document.answers.get("report", {}).get("split")
    if marked:
        return str(marked)
    return "dev" if hashlib.sha256(document.name.encode()).digest()[0] % 5 == 0 else "train"


def corpus_digest(folder: pathlib.Path) -> str:
    """A digest of all texts and annotations of a folder."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.gold.json")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def build(folder: pathlib.Path) -> Model:
    """The model of the annotated reports of a folder."""
    examples = load_examples(folder, read_passages)
    for split in ("train", "dev"):
        if not examples.get(split):
            raise GoldError(str(folder), f"holds no report of the split {split!r}")
    meta = {"scikit-learn": sklearn.__version__, "corpus": corpus_digest(folder), "reports": len(examples["train"])}
    model = fit(examples["train"], LABELS, penalty=INVERSE_PENALTY, scale=SCALE, seen=SEEN, alone=True, meta=meta)
    return calibrate(model, examples["dev"])


def main() -> None:
    """Train and write the model file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("-o", "--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    model = build(arguments.corpus)
    arguments.out.write_bytes(model.dump())
    print(f"{arguments.out}: {len(model.weights)} features, pull {model.meta['pull']}, sharpness {model.sharpness}")


if __name__ == "__main__":
    main()
