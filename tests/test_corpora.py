"""The written corpus: complete, split, well-formed, and each report in its own words."""

from __future__ import annotations

import itertools
import json
import pathlib
import unicodedata
from collections import Counter, defaultdict
from typing import Any

import pytest

from vnreport.evaluation.gold import GoldDocument, load_gold
from vnreport.labels.passages import tokens
from vnreport.structure.models import LABELS
from vnreport.text.normalize import fold

REPORTS = pathlib.Path(__file__).parents[1] / "corpora" / "reports"
# Of a sentence's runs of so many words, this share stands in another sentence: then both have the same wording.
_RUN, _ALIKE = 5, 0.6
# Formulas may come again ("Kính đề nghị … xem xét, giải quyết"): so many sentences of a report, not more.
_FEW = 3


@pytest.fixture(scope="module")
def documents() -> list[GoldDocument]:
    return list(load_gold([REPORTS]))


def test_there_are_enough(documents: list[GoldDocument]) -> None:
    assert len(documents) >= 200
    assert sum(len(document.answers["sentences"]) for document in documents) >= 9000


def test_every_report_is_described_and_split(documents: list[GoldDocument]) -> None:
    splits = Counter(document.answers["report"]["split"] for document in documents)
    assert set(splits) == {"train", "dev", "test"}
    assert min(splits["dev"], splits["test"]) >= 25
    for document in documents:
        assert {"id", "sector", "level", "genre", "era", "layout", "split"} <= set(document.answers["report"]), (
            document.name
        )


def test_every_sentence_has_a_label_and_lies_in_a_block(documents: list[GoldDocument]) -> None:
    for document in documents:
        assert unicodedata.is_normalized("NFC", document.text), document.name
        blocks = [(b["start"], b["end"]) for b in document.answers["blocks"]]
        covered = set()
        for sentence in document.answers["sentences"]:
            assert sentence["label"] in LABELS
            assert any(start <= sentence["start"] and sentence["end"] <= end for start, end in blocks), document.name
            covered.update(range(sentence["start"], sentence["end"]))
        bare = [i for i, char in enumerate(document.text) if not char.isspace() and i not in covered]
        assert not bare, f"{document.name}: {document.text[bare[0] : bare[0] + 40]!r} has no label"


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [word for word in tokens(fold(text)) if word.isalpha() or word == "#"]
    return (
        frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)) if len(words) > 9 else frozenset()
    )


def shared_wording(texts: dict[str, list[str]]) -> dict[tuple[str, str], list[str]]:
    """For each two reports the sentences whose wording both have."""
    runs = [(name, sentence, _runs(sentence)) for name, sentences in texts.items() for sentence in sentences]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, (_, _, own) in enumerate(runs):
        for run in own:
            where[run].append(index)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, sentence, own in runs:
        others = Counter(other for run in own for other in where[run] if runs[other][0] != name)
        alike = {runs[other][0] for other, count in others.items() if count >= _ALIKE * len(own)}
        for other in alike:
            found[min(name, other), max(name, other)].append(sentence)
    return found


def test_the_check_of_wording_finds_a_copy() -> None:
    copied = "Đảng ủy đã chỉ đạo các chi bộ tổ chức sinh hoạt chuyên đề về {} trong quý III năm nay."
    texts = {"a": [copied.format("xây dựng nông thôn mới")], "b": [copied.format("bảo vệ môi trường")], "c": ["Khác."]}
    assert list(shared_wording(texts)) == [("a", "b")]


def test_no_report_is_written_after_another(documents: list[GoldDocument]) -> None:
    texts = {
        document.name: [document.text[s["start"] : s["end"]] for s in document.answers["sentences"]]
        for document in documents
    }
    shared = shared_wording(texts)
    copies = {pair: sentences[:5] for pair, sentences in shared.items() if len(sentences) > 2 * _FEW}
    assert not copies, json.dumps([[*pair, *copy] for pair, copy in copies.items()], ensure_ascii=False, indent=1)


def test_the_readme_has_the_statistics(documents: list[GoldDocument]) -> None:
    labels: Counter[str] = Counter()
    for document in documents:
        labels.update(sentence["label"] for sentence in document.answers["sentences"])
    page = (REPORTS.parent / "README.md").read_text("utf-8")
    for figure in (len(documents), sum(labels.values()), *labels.values()):
        assert f"{figure:,}" in page, figure


def test_examples_of_every_kind(documents: list[GoldDocument]) -> None:
    def values(key: str) -> set[Any]:
        return {document.answers["report"][key] for document in documents}

    assert len(values("sector")) >= 13
    assert values("level") == {"central", "province", "district", "commune", "cell", "unit"}
    assert len(values("genre")) >= 9
    eras = sorted(int(era) for era in values("era"))
    assert eras[0] <= 1995
    assert eras[-1] >= 2025
    assert all(later - earlier <= 4 for earlier, later in itertools.pairwise(eras))
