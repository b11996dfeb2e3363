"""`SectionClassifier`: a scikit-learn estimator of passages of reports, for researchers with labels of their own."""

from __future__ import annotations

import math
import os
import pathlib
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from vnreport.labels.fitting import Example, fit
from vnreport.labels.model import Model, load_model
from vnreport.labels.passages import Passage, Place
from vnreport.text.normalize import normalize


class SectionClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Classify passages (sentences, paragraphs, sections) into any set of labels.

    A multinomial logistic regression over the words of a passage, their pairs, the evaluative words of
    `report_words.tsv`, and, where passages come from `vnreport.analyzer.read_passages`, the headings above them. It
    takes part in pipelines, cross-validation and `clone` as any estimator of scikit-learn.

    Parameters: `penalty` is the inverse strength of regularisation (C of LogisticRegression), `scale` the weight of the
    words of a passage against what it stands in, `seen` in how many passages a feature has to stand.

    >>> texts = ["Đã kết nạp 12 đảng viên.", "Còn chậm, chưa đạt yêu cầu.", "Đã mở 4 lớp.", "Sinh hoạt chưa đều."]
    >>> model = SectionClassifier(seen=1).fit(texts, ["done", "lacking", "done", "lacking"])
    >>> model.predict(["Đã thu 5 triệu đồng.", "Chưa họp."]).tolist()
    ['done', 'lacking']
    """

    def __init__(self, *, penalty: float = 0.5, scale: float = 5.0, seen: int = 2) -> None:
        self.penalty = penalty
        self.scale = scale
        self.seen = seen

    def fit(self, X: Sequence[str | Passage], y: Sequence[str]) -> Self:
        """Learn from passages and their labels. Raises ValueError where they are not as many, or of one label only."""
        labels = [str(label) for label in y]
        if len(X) != len(labels):
            raise ValueError(f"{len(X)} passages and {len(labels)} labels: each passage needs one label")
        classes = sorted(set(labels))
        if len(classes) < 2:
            raise ValueError(f"only the label {classes} is given; at least two are needed")
        example = Example([_passage(item) for item in X], labels, [None] * len(labels))
        meta = {"estimator": self.get_params()}
        self.model_ = fit(
            [example], classes, penalty=self.penalty, scale=self.scale, seen=self.seen, alone=False, meta=meta
        )
        self.classes_ = np.asarray(classes)
        return self

    def predict_proba(self, X: Sequence[str | Passage]) -> np.ndarray[Any, Any]:
        """The probability of each class, by the order of `classes_`; each passage by itself."""
        check_is_fitted(self, "model_")
        rows = [row[: len(self.classes_)] for row in self.model_.logits([_passage(item) for item in X])]
        shares = [[math.exp(value - max(row)) for value in row] for row in rows]
        table = np.asarray(shares).reshape(len(rows), len(self.classes_))
        shared: np.ndarray[Any, Any] = table / table.sum(1, keepdims=True)
        return shared

    def predict(self, X: Sequence[str | Passage]) -> np.ndarray[Any, Any]:
        """The likeliest class of each passage."""
        best: np.ndarray[Any, Any] = self.classes_[self.predict_proba(X).argmax(1)]
        return best

    def explain(self, passage: str | Passage, label: str) -> list[tuple[str, float]]:
        """What speaks for (positive) or against a label, heaviest first."""
        check_is_fitted(self, "model_")
        return self.model_.explain(_passage(passage), label)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the fitted model as plain data: JSON, features and whole numbers; nothing in it can run."""
        check_is_fitted(self, "model_")
        pathlib.Path(path).write_bytes(self.model_.dump())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """The estimator of a file that `save` wrote. Raises ModelError that names the file and the reason."""
        model: Model = load_model(os.fspath(path))
        found = cls(**model.meta.get("estimator", {}))
        found.model_ = model
        found.classes_ = np.asarray(model.labels)
        return found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _passage(item: str | Passage) -> Passage:
    return item if isinstance(item, Passage) else Passage(normalize(item).folded, Place("paragraph"))
