"""`ReportFeatures` in scikit-learn: its conventions, pipelines, frames, and the numbers themselves."""

from __future__ import annotations

import datetime
import pathlib
import pickle
import re
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import vnreport
from vnreport.bridges.sklearn import GROUPS, ReportFeatures

TEXTS = [
    "Năm 2023, kết nạp 422 đoàn viên, vượt chỉ tiêu 400. Thực hiện QĐ 217/218.",
    "Công tác thu còn chậm; QĐ 217 chưa được quán triệt. Nghị quyết 99 chưa triển khai.",
    "Phấn đấu năm 2024 thu 5 tỷ đồng theo Nghị định số 30/2020/NĐ-CP; Nghị định số 30/2020/NĐ-CP.",
    "",
]
REPORTS = [vnreport.analyze(text) for text in TEXTS]
KNOWN = "decision:217-QĐ/TW@2013-12-12"


def row(features: ReportFeatures, report: vnreport.Report) -> dict[str, float]:
    return dict(zip(features.get_feature_names_out(), features.transform([report])[0], strict=True))


def test_the_checks_of_scikit_learn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Can't test estimator which requires input of type string"
        results = check_estimator(ReportFeatures(), on_skip=None)
    assert results
    assert {result["status"] for result in results} <= {"passed", "skipped"}


def test_the_numbers() -> None:
    features = ReportFeatures(min_reports=1).fit(REPORTS)
    first = row(features, REPORTS[0])
    assert (first["citations"], first["citations_decision"], first["cited_documents"]) == (2, 2, 2)
    assert first[f"cites_{KNOWN}"] == 1
    assert (first["indicators_result"], first["targets_exceeded"], first["targets_unanswered"]) == (1, 1, 0)
    assert (first["times_year"], first["sentences"]) == (1, 2)
    third = row(features, REPORTS[2])
    assert third["cites_decree:30/2020/NĐ-CP"] == 2
    assert (third["quantities_money"], third["targets_unanswered"]) == (1, 1)
    assert third["characters"] == len(TEXTS[2])
    assert set(row(features, REPORTS[3]).values()) == {0.0}


def test_shares_are_those_of_the_report() -> None:
    features = ReportFeatures(groups=("shares",)).fit(REPORTS)
    for report in REPORTS:
        assert list(features.transform([report])[0]) == [share.share for share in report.shares().values()]


def test_every_column_is_a_number_that_can_be_made(samples: dict[str, str]) -> None:
    """A misspelt column would be zero for ever."""
    texts = [
        *samples.values(), *TEXTS,
        "Từ ngày 20/11/2023 đến năm 2024, nhiệm kỳ 2020-2025, quý I/2023, tháng 5/2023, thế kỷ XX, thập niên 90, "
        "năm học 2022-2023, nửa đầu năm 2023, 6 tháng đầu năm 2023, trong 5 ngày, hiện nay, ngày 1/1/2023.",
        "Kết quả đạt 90%, không đạt chỉ tiêu 95%. Thu 5 tỷ đồng, năm 2022 thu 4 tỷ đồng, tăng 25% so với năm 2022.",
        "| TT | Chỉ tiêu | KH 2023 | TH 2023 |\n|---|---|---|---|\n| 1 | Kết nạp | 10 | 12 |",
    ]  # fmt: skip
    features = ReportFeatures(min_reports=1)
    found = features.fit_transform(texts)
    never = {name for name, column in zip(features.get_feature_names_out(), found.T, strict=True) if not column.any()}
    assert not {name for name in never if not name.startswith("citations_")} - {
        "findings",
        "targets_open",
        "targets_met",
    }


def test_what_is_learned() -> None:
    assert ReportFeatures().fit(REPORTS).documents_ == (KNOWN,)
    assert len(ReportFeatures(min_reports=1, max_documents=2).fit(REPORTS).documents_) == 2
    assert ReportFeatures(min_reports=1, max_documents=None).fit(REPORTS).documents_[0] == KNOWN
    assert ReportFeatures(min_reports=9).fit(REPORTS).documents_ == ()


def test_texts_and_reports_alike() -> None:
    features = ReportFeatures()
    wanted = features.fit_transform(TEXTS)
    assert np.array_equal(wanted, features.fit(REPORTS).transform([TEXTS[0], *REPORTS[1:]]))
    assert np.array_equal(wanted, ReportFeatures(n_jobs=2).fit(TEXTS).transform(TEXTS))
    assert np.array_equal(wanted, features.transform(np.array(TEXTS, dtype=object)))
    assert wanted.shape == (len(TEXTS), len(features.get_feature_names_out()))
    assert wanted.dtype == float
    assert features.transform([]).shape == (0, wanted.shape[1])


def test_columns_stand_in_the_order_of_the_groups() -> None:
    whole = ReportFeatures().fit(REPORTS).get_feature_names_out().tolist()
    parts = [name for group in GROUPS for name in ReportFeatures(groups=[group]).fit(REPORTS).get_feature_names_out()]
    assert whole == parts
    assert len(set(whole)) == len(whole)


def test_an_analyzer_and_a_day_of_ones_own() -> None:
    only = ReportFeatures(groups=("times", "citations"), analyzer=vnreport.Analyzer(only=("times",)))
    counted = dict(zip(only.fit(TEXTS).get_feature_names_out(), only.transform(TEXTS)[0], strict=True))
    assert (counted["times"], counted["citations"]) == (1, 0)
    features = ReportFeatures(report_date=datetime.date(2024, 7, 5)).fit(["ngày 15/6 đã họp"])
    assert clone(features).report_date == datetime.date(2024, 7, 5)


def test_frames() -> None:
    pd = pytest.importorskip("pandas")
    features = ReportFeatures().set_output(transform="pandas")
    frame = features.fit_transform(pd.Series(TEXTS, index=["a", "b", "c", "d"]))
    assert list(frame.columns) == list(features.get_feature_names_out())
    assert frame.shape[0] == len(TEXTS)
    pytest.importorskip("polars")
    assert ReportFeatures().set_output(transform="polars").fit_transform(TEXTS).width == frame.shape[1]
    table = pd.DataFrame({"text": TEXTS, "year": [2020, 2021, 2022, 2023]})
    columns = ColumnTransformer([("report", ReportFeatures(), "text"), ("year", "passthrough", ["year"])])
    assert columns.fit_transform(table).shape == (len(TEXTS), frame.shape[1] + 1)
    assert columns.get_feature_names_out()[0] == "report__characters"


def test_in_a_pipeline_and_a_search() -> None:
    texts = [TEXTS[0], TEXTS[1]] * 4
    wanted = [1, 0] * 4
    model = make_pipeline(ReportFeatures(), StandardScaler(), LogisticRegression())
    search = GridSearchCV(model, {"reportfeatures__groups": [("shares",), ("shares", "citations")]}, cv=2)
    search.fit(texts, wanted)
    assert search.predict(texts).tolist() == wanted
    again = pickle.loads(pickle.dumps(search.best_estimator_))
    assert again.predict(texts).tolist() == wanted


def test_the_example_of_the_page() -> None:
    page = (pathlib.Path(__file__).parent.parent.parent / "docs" / "other-tools.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(from sklearn.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # the page's own code
    assert names["names"][-1] == f"cites_{KNOWN}"
    assert names["guess"] == ["tốt"]


def test_clone_and_pickle() -> None:
    features = ReportFeatures(groups=("shares",), min_reports=3)
    assert clone(features).get_params() == features.get_params()
    fitted = features.fit(REPORTS)
    assert np.array_equal(pickle.loads(pickle.dumps(fitted)).transform(REPORTS), fitted.transform(REPORTS))


@pytest.mark.parametrize(("given", "reason"), [
    ("một văn bản", "X is a str; give a list"), (None, "X is a NoneType"), (["a", None], r"X\[1\] is a NoneType"),
    (np.zeros((2, 2)), r"X\[0\] is a ndarray"), (REPORTS[0], "X is a Report"),
])  # fmt: skip
def test_what_is_no_report_is_refused(given: object, reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        ReportFeatures().fit(given)


def test_a_wrong_group_is_named_and_nothing_is_done_before_fit() -> None:
    with pytest.raises(vnreport.ConfigError, match="groups has 'words'; the groups are size, shares"):
        ReportFeatures(groups=("words",)).fit(TEXTS)
    with pytest.raises(NotFittedError):
        ReportFeatures().transform(TEXTS)
    with pytest.raises(NotFittedError):
        ReportFeatures().get_feature_names_out()
