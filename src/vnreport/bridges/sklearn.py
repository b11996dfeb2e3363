"""scikit-learn: `ReportFeatures` turns reports into numbers, one row for each: labels, citations, indicators, layout.

The features are counts and shares that a researcher can name, not words: they say what a report does, not about what.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from vnreport.analyzer import Analyzer
from vnreport.errors import ConfigError
from vnreport.lexicon import load_table
from vnreport.report import Report
from vnreport.structure.models import LABELS

GROUPS = ("size", "shares", "citations", "documents", "times", "quantities", "indicators", "findings")
"""The groups of features, in the order of their columns."""

_TIMES = (
    "date", "month", "quarter", "half", "months", "year", "period", "term", "school_year", "decade", "century",
    "duration", "relative",
)  # fmt: skip
_ROLES = ("target", "result", "completion", "change", "baseline", "shortfall", "other")
_ASSESSMENTS = ("exceeded", "met", "missed", "open", "unanswered")


class ReportFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Features of whole reports, from texts or from `Report` objects.

    Parameters: `groups` are the groups of features to make (of `GROUPS`), `min_reports` in how many reports of the
    training set a document has to be cited to be a feature of its own, `max_documents` how many such features there are
    at most (the most cited; None for all), `analyzer` how texts are analysed, `report_date` what completes their days,
    `n_jobs` how many processes analyse them (as everywhere in scikit-learn; Reports need no analysis).

    What is learned is `documents_`, the documents that are features of their own, by `doc_id` or, where nothing fixes
    it over texts, by `key`. All other columns are the same whatever was seen.

    >>> texts = ["Đã kết nạp 5 đảng viên theo QĐ 217.", "Công tác thu còn chậm. Thực hiện QĐ 217/218."]
    >>> features = ReportFeatures(groups=("shares", "documents")).fit(texts)
    >>> features.get_feature_names_out().tolist()
    ['share_achievements', 'share_limitations', 'share_directions', 'share_other',
     'cites_decision:217-QĐ/TW@2013-12-12']
    >>> features.transform(texts)[:, -1].tolist()
    [1.0, 1.0]
    """

    def __init__(
        self,
        *,
        groups: Sequence[str] = GROUPS,
        min_reports: int = 2,
        max_documents: int | None = 100,
        analyzer: Analyzer | None = None,
        report_date: datetime.date | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.groups = groups
        self.min_reports = min_reports
        self.max_documents = max_documents
        self.analyzer = analyzer
        self.report_date = report_date
        self.n_jobs = n_jobs

    def fit(self, X: Iterable[str | Report], y: object = None) -> Self:
        """Learn which documents are cited often enough. Raises ConfigError for a group that there is not."""
        self._learn(self._reports(X))
        return self

    def transform(self, X: Iterable[str | Report]) -> np.ndarray[Any, Any]:
        """The features of each report as a row of floats. Raises TypeError for what is neither a text nor a Report."""
        check_is_fitted(self, "documents_")
        return self._rows(self._reports(X))

    def fit_transform(self, X: Iterable[str | Report], y: object = None) -> np.ndarray[Any, Any]:
        """`fit` and `transform` with one analysis of each text."""
        reports = self._reports(X)
        self._learn(reports)
        return self._rows(reports)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray[Any, Any]:
        """The names of the columns, e.g. "share_limitations", "citations_decree", "indicators_target"."""
        check_is_fitted(self, "documents_")
        return np.asarray(self._names, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = True
        return tags

    @property
    def _n_features_out(self) -> int:
        return len(self._names)

    def _reports(self, X: Iterable[str | Report]) -> list[Report]:
        if isinstance(X, str | Report) or not isinstance(X, Iterable):
            raise TypeError(f"X is a {type(X).__name__}; give a list of texts or of Reports")
        items = list(X)
        for place, item in enumerate(items):
            if not isinstance(item, str | Report):
                raise TypeError(f"X[{place}] is a {type(item).__name__}, neither a text nor a Report")
        analyzer = self.analyzer or Analyzer()
        texts = [item for item in items if isinstance(item, str)]
        found = Parallel(n_jobs=self.n_jobs)(delayed(analyzer.analyze)(t, report_date=self.report_date) for t in texts)
        analysed = iter(found)
        return [item if isinstance(item, Report) else next(analysed) for item in items]

    def _learn(self, reports: Sequence[Report]) -> None:
        if unknown := [group for group in self.groups if group not in GROUPS]:
            raise ConfigError(f"groups has {unknown[0]!r}; the groups are {', '.join(GROUPS)}")
        cited = Counter(document for report in reports for document in _documents(report))
        often = [document for document, count in cited.items() if count >= self.min_reports]
        often.sort(key=lambda document: (-cited[document], document))
        self.documents_ = tuple(often[: self.max_documents])

    @property
    def _names(self) -> list[str]:
        return [name for group in GROUPS if group in self.groups for name in _columns(group, self.documents_)]

    def _rows(self, reports: Sequence[Report]) -> np.ndarray[Any, Any]:
        names = self._names
        rows = np.zeros((len(reports), len(names)))
        for place, report in enumerate(reports):
            counted = _features(report)
            rows[place] = [counted.get(name, 0.0) for name in names]
        return rows


def _columns(group: str, documents: Sequence[str]) -> list[str]:
    """The columns of a group."""
    kinds: Mapping[str, Sequence[str]] = {
        "size": ("characters", "sentences", "sections", "table_rows"),
        "shares": [f"share_{label}" for label in LABELS],
        "citations": ["citations", "cited_documents", *(f"citations_{kind}" for kind in _document_types())],
        "documents": [f"cites_{document}" for document in documents],
        "times": ["times", *(f"times_{kind}" for kind in _TIMES)],
        "quantities": ["quantities", "quantities_share", "quantities_money"],
        "indicators": [
            "indicators", *(f"indicators_{role}" for role in _ROLES), *(f"targets_{kind}" for kind in _ASSESSMENTS),
        ],
        "findings": ["findings"],
    }  # fmt: skip
    return list(kinds[group])


def _document_types() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["code"] for row in load_table("document_types", "code")))


def _documents(report: Report) -> Counter[str]:
    """The documents that a report cites, each with its number of mentions."""
    names = (reference.doc_id or reference.key for reference in report.references)
    return Counter(name for name in names if name is not None)


def _features(report: Report) -> dict[str, float]:
    """All features of a report that are not null, by their names."""
    documents = _documents(report)
    counted: Counter[str] = Counter(f"cites_{name}" for name in documents.elements())
    counted.update(f"citations_{reference.type}" for reference in report.references)
    counted.update(f"times_{time.type}" for time in report.times)
    counted.update(f"quantities_{quantity.dimension}" for quantity in report.quantities)
    counted.update(f"indicators_{indicator.role}" for indicator in report.indicators)
    counted.update(f"targets_{target.assessment}" for target in report.targets())
    shares = {f"share_{label}": share.share for label, share in report.shares().items()}
    return {
        **counted,
        **shares,
        "characters": len(report.text),
        "sentences": len(report.sentences),
        "sections": len(report.sections),
        "table_rows": sum(block.kind == "table_row" for block in report.blocks),
        "citations": len(report.references),
        "cited_documents": len(documents),
        "times": len(report.times),
        "quantities": len(report.quantities),
        "indicators": len(report.indicators),
        "findings": len(report.findings),
    }
