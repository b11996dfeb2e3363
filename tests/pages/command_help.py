"""docs/command-help.md: what `--help` prints, command by command."""

from __future__ import annotations

import pathlib

from click.testing import CliRunner

from vnreport.cli import cli

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "command-help.md"
HEAD = """# Help pages of the command line

Written by `python tests/pages/write.py`; the tests compare it with what the commands print.
Examples of use: [command-line.md](command-line.md).

```text
"""


def page() -> str:
    """The whole page, at a width of 100 columns."""
    shown = []
    for command in ([], *([name] for name in cli.commands)):
        line = " ".join(["vnreport", *command, "--help"])
        done = CliRunner().invoke(cli, [*command, "--help"], prog_name="vnreport", terminal_width=100)
        shown.append(f"$ {line}\n{done.output.rstrip()}\n")
    return HEAD + "\n".join(shown) + "```\n"
