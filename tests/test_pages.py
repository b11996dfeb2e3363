"""The pages of docs/: those that programs write are what they write now, links lead somewhere, the citation is true."""

from __future__ import annotations

import pathlib
import re
import types

import pytest
import yaml

import vnreport
from pages.write import PAGES

ROOT = pathlib.Path(__file__).parent.parent
WRITTEN = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").rglob("*.md")]


@pytest.mark.parametrize("written", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_a_written_page_is_what_its_program_writes(written: types.ModuleType) -> None:
    assert written.PAGE.read_text("utf-8") == written.page(), "run python tests/pages/write.py"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: pathlib.Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert vnreport.__version__.startswith(citation["version"])
    assert citation["license"] == "Apache-2.0"
    assert {"title", "authors", "message", "cff-version"} <= citation.keys()
