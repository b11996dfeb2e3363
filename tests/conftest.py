"""Shared pieces of the tests: the samples, and the path to the helpers beside this file."""

from __future__ import annotations

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
ROOT = pathlib.Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots FOLDER`: where the tests in a browser keep their pictures."""
    parser.addoption("--screenshots", default=str(ROOT / "tmp" / "screenshots"), metavar="FOLDER")


@pytest.fixture(scope="session")
def samples() -> dict[str, str]:
    """The sample reports by name, read without newline translation."""
    folder = ROOT / "corpora" / "samples"
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))}
