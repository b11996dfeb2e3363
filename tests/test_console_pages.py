"""The commands that the pages of docs/ show print what the pages say, in the order of the page and in one folder.

A block opened by ```console holds commands behind "$ ", their further lines behind "> ", and what they print; "..."
stands for what is left out. The folder holds nothing but `corpora`.
"""

from __future__ import annotations

import doctest
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent
PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if "```console" in page.read_text("utf-8")]


def examples(page: pathlib.Path) -> list[tuple[str, str]]:
    """The commands of a page, each with what it shows."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = piece.split("\n")
            first = next((n for n, line in enumerate(lines) if n and not line.startswith("> ")), len(lines))
            command = "\n".join([lines[0], *(line[2:] for line in lines[1:first])])
            found.append((command, "\n".join(lines[first:])))
    return found


def test_there_are_pages_with_commands() -> None:
    assert "command-line" in [page.stem for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_print_what_it_says(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    shell = f'vnreport() {{ "{sys.executable}" -m vnreport "$@"; }}\npython() {{ "{sys.executable}" "$@"; }}\n'
    checker = doctest.OutputChecker()
    shown = examples(page)
    assert shown
    for command, expected in shown:
        done = subprocess.run(
            ["sh", "-c", shell + command], cwd=tmp_path, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        got = done.stdout.decode("utf-8") + (f"(exit code {done.returncode})\n" if done.returncode else "")
        assert checker.check_output(expected, got, doctest.ELLIPSIS), f"$ {command}\n{got}"
