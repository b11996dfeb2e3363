"""The pages of docs/ that programs write are what those programs write now."""

from __future__ import annotations

import types

import pytest

from pages.write import PAGES


@pytest.mark.parametrize("written", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_a_written_page_is_what_its_program_writes(written: types.ModuleType) -> None:
    assert written.PAGE.read_text("utf-8") == written.page(), "run python tests/pages/write.py"
