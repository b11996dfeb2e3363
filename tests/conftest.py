"""Shared pieces of the tests: the samples, and the path to the helpers beside this file."""

from __future__ import annotations

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
ROOT = pathlib.Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots FOLDER`: for the tests in a browser; `--heavy N`: for the properties."""
    parser.addoption("--screenshots", default=str(ROOT / "tmp" / "screenshots"), metavar="FOLDER")
    parser.addoption("--heavy", type=int, default=1, help="how many times as many texts the properties look at")


@pytest.fixture(scope="session")
def samples() -> dict[str, str]:
    """The sample reports by name, read without newline translation."""
    folder = ROOT / "corpora" / "samples"
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="session")
def heavy(request: pytest.FixtureRequest) -> int:
    """How many times as many texts as usual a property looks at."""
    return int(request.config.getoption("--heavy"))
