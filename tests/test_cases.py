"""The golden tables: each line of tests/cases/*.jsonl is a test; its id shows in pytest."""

from __future__ import annotations

import pytest

import golden
import vnreport
from vnreport.entities.abbreviations import find_abbreviations

FINDERS = {
    "references": vnreport.find_references,
    "times": vnreport.find_times,
    "quantities": vnreport.find_quantities,
    "abbreviations": find_abbreviations,
}


def _cases(kind: str) -> list[object]:
    params = []
    for case in golden.load(golden.CASES / f"{kind}.jsonl"):
        marks = [pytest.mark.xfail(reason=case.xfail, strict=True)] if case.xfail else []
        params.append(pytest.param(case, id=case.id, marks=marks))
    return params


@pytest.mark.parametrize("case", _cases("references"))
def test_references(case: golden.Case) -> None:
    assert not golden.check(case, FINDERS["references"])


@pytest.mark.parametrize("case", _cases("times"))
def test_times(case: golden.Case) -> None:
    assert not golden.check(case, FINDERS["times"])


@pytest.mark.parametrize("case", _cases("quantities"))
def test_quantities(case: golden.Case) -> None:
    assert not golden.check(case, FINDERS["quantities"])


@pytest.mark.parametrize("case", _cases("abbreviations"))
def test_abbreviations(case: golden.Case) -> None:
    assert not golden.check(case, FINDERS["abbreviations"])
