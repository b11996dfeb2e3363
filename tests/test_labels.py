"""The label model: its arithmetic, its file, the estimator for users, and equality with scikit-learn."""

from __future__ import annotations

import json
import pathlib
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import vnreport
from vnreport.analyzer import read_passages
from vnreport.errors import ConfigError, ModelError
from vnreport.labels.chain import smooth
from vnreport.labels.classifier import SectionClassifier
from vnreport.labels.features import NewWords
from vnreport.labels.fitting import fit, fit_logistic, vectorize, vocabulary
from vnreport.labels.model import Model, load_model, pack, read_model, shipped_model
from vnreport.labels.train import load_examples
from vnreport.structure.models import LABELS

CORPORA = pathlib.Path(__file__).parents[1] / "corpora"


@pytest.fixture(scope="module")
def small() -> tuple[Model, list[object], list[str]]:
    """A model of the layout reports, their passages and labels."""
    examples = [example for group in load_examples(CORPORA / "layout", read_passages).values() for example in group]
    model = fit(examples, LABELS, penalty=0.5, scale=5.0, seen=2, alone=False, meta={})
    known = [
        (passage, label)
        for example in examples
        for passage, label in zip(example.passages, example.labels, strict=True)
        if label is not None and not passage.place.formal
    ]
    return model, [passage for passage, _ in known], [label for _, label in known]


def test_the_plain_data_score_as_scikit_learn_does(small: tuple[Model, list[object], list[str]]) -> None:
    model, passages, labels = small
    words = NewWords()
    columns = vocabulary(passages, words, 2)  # type: ignore[arg-type]
    rows = vectorize(passages, words, columns, 5.0)  # type: ignore[arg-type]
    theirs = fit_logistic(rows, labels, 0.5)
    logits = np.asarray([row[: len(LABELS)] for row in model.logits(passages)])  # type: ignore[arg-type]
    ours = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    order = [list(theirs.classes_).index(label) for label in LABELS]
    np.testing.assert_allclose(ours, theirs.predict_proba(rows)[:, order], atol=1e-3)
    assert [LABELS[index] for index in ours.argmax(1)] == list(theirs.predict(rows))


def test_the_file_is_the_model(small: tuple[Model, list[object], list[str]]) -> None:
    model, passages, _ = small
    again = read_model(model.dump(), "memory")
    assert again.dump() == model.dump()
    assert again.logits(passages[:50]) == model.logits(passages[:50])  # type: ignore[arg-type]


@given(
    st.lists(st.lists(st.floats(-60, 60), min_size=3, max_size=3), min_size=1, max_size=30),
    st.sampled_from((1, 20, 200)),
)
def test_weights_add_up_exactly_however_many(rows: list[list[float]], times: int) -> None:
    from vnreport.labels.model import _add

    total = _add([pack(row) for row in rows] * times, 3)
    units = [times * sum(round(row[field] * 65536) for row in rows) / 65536 for field in range(3)]
    assert total == units


@given(
    st.lists(st.tuples(st.lists(st.floats(-30, 30), min_size=2, max_size=2), st.booleans()), min_size=1, max_size=12)
)
def test_the_chain_gives_probabilities(rows: list[tuple[list[float], bool]]) -> None:
    evidence, follows = [row for row, _ in rows], [same for _, same in rows]
    shares = smooth(evidence, follows, [[1.0, -1.0], [-1.0, 1.0]], [[0.2, 0.0], [0.0, 0.2]])
    assert all(abs(sum(row) - 1.0) < 1e-9 for row in shares)
    alone = smooth(evidence, follows, [[0.0, 0.0]] * 2, [[0.0, 0.0]] * 2)
    for row, (given_row, _) in zip(alone, rows, strict=True):
        assert (row[0] > row[1]) == (given_row[0] > given_row[1]) or abs(given_row[0] - given_row[1]) < 1e-9


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: b"", "no model"),
        (lambda data: b"\x80\x04]q\x00.", "no model"),
        (lambda data: data[:-7], "cut off"),
        (lambda data: data.replace(b"vnreport-labels/2", b"vnreport-labels/9"), "format"),
        (lambda data: data.replace(b'"bias"', b'"bios"'), "no model"),
    ],
)
def test_a_damaged_file_is_named(damage: object, reason: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "own.model"
    path.write_bytes(damage(shipped_model().dump()))  # type: ignore[operator]
    with pytest.raises(ModelError, match=reason) as caught:
        load_model(str(path))
    assert str(path) in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_shipped_model_is_small_and_says_what_it_was_made_of() -> None:
    path = pathlib.Path(vnreport.__file__).parent / "data" / "labels.model"
    assert path.stat().st_size < 5 << 20
    head = json.loads(path.read_bytes().partition(b"\n")[0])
    assert tuple(head["labels"]) == LABELS
    assert head["meta"]["scikit-learn"]
    assert len(head["meta"]["corpus"]) == 16


TEXTS = ["Đã kết nạp 12 đảng viên.", "Còn chậm, chưa đạt yêu cầu.", "Đã mở 4 lớp.", "Sinh hoạt chưa đều."] * 6
ANSWERS = ["done", "lacking", "done", "lacking"] * 6


def test_the_estimator_is_one_of_scikit_learn() -> None:
    model = SectionClassifier(seen=1, penalty=2.0)
    assert clone(model).get_params() == {"penalty": 2.0, "scale": 5.0, "seen": 1}
    scores = cross_val_score(model, TEXTS, ANSWERS, cv=3)
    assert scores.mean() == 1.0
    piped = make_pipeline(FunctionTransformer(lambda texts: [text.upper() for text in texts]), model)
    assert list(piped.fit(TEXTS, ANSWERS).predict(["Chưa họp."])) == ["lacking"]


def test_the_estimator_is_saved_as_plain_data(tmp_path: pathlib.Path) -> None:
    model = SectionClassifier(seen=1).fit(TEXTS, ANSWERS)
    model.save(tmp_path / "own.model")
    again = SectionClassifier.load(tmp_path / "own.model")
    assert again.get_params() == model.get_params()
    np.testing.assert_array_equal(again.predict_proba(TEXTS), model.predict_proba(TEXTS))
    assert model.predict_proba(TEXTS).sum(1) == pytest.approx(1.0)
    assert model.explain("Còn chậm.", "lacking")[0][1] > 0


def test_the_estimator_refuses_what_it_cannot_learn_from() -> None:
    with pytest.raises(ValueError, match="2 passages and 1 labels"):
        SectionClassifier().fit(["a", "b"], ["x"])
    with pytest.raises(ValueError, match="at least two"):
        SectionClassifier().fit(["a", "b"], ["x", "x"])


def test_an_analyzer_takes_a_model_of_the_four_labels_only(tmp_path: pathlib.Path) -> None:
    SectionClassifier(seen=1).fit(TEXTS, ANSWERS).save(tmp_path / "own.model")
    with pytest.raises(ConfigError, match="labels"):
        vnreport.Analyzer(model=tmp_path / "own.model")
    shipped = shipped_model()
    deaf = replace(shipped, weights={}, bias=tuple(9.0 if label == "other" else 0.0 for label in shipped.labels)
                   + shipped.bias[4:])  # fmt: skip
    (tmp_path / "deaf.model").write_bytes(deaf.dump())
    report = vnreport.Analyzer(model=tmp_path / "deaf.model").analyze("Còn chậm, chưa đạt yêu cầu.")
    assert report.sentences[0].label == "other"


def test_shares_add_up() -> None:
    text = (CORPORA / "samples" / "cong-doan-huyen-2023.txt").read_bytes().decode("utf-8")
    report = vnreport.analyze(text)
    for by in ("characters", "sentences"):
        shares = report.shares(by)
        assert sum(share.share for share in shares.values()) == pytest.approx(1.0)
        assert sum(share.expected for share in shares.values()) == pytest.approx(1.0, abs=1e-4)
    body = [
        s for s in report.sentences if report.blocks[s.block].kind in ("heading", "paragraph", "list_item", "table_row")
    ]
    assert sum(share.amount for share in report.shares("sentences").values()) == len(body)
    with pytest.raises(ValueError, match="characters"):
        report.shares("words")
