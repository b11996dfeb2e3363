"""The command line: one file a command, and what they share in `console`.

Thin: a command reads its arguments, asks the library and prints. What only one command needs is imported inside it, so
that `vnreport --help` loads nothing but click.
"""

from __future__ import annotations

import io
import os
import sys
from typing import cast

import click

from vnreport.cli.analyze import PARTS, analyze
from vnreport.cli.batch import batch
from vnreport.cli.code import code
from vnreport.cli.console import EXIT_INTERRUPTED, EXIT_SOME_FAILED, SETTINGS, not_written
from vnreport.cli.convert import convert
from vnreport.cli.corpus import corpus
from vnreport.cli.diff import diff
from vnreport.cli.evaluate import evaluate
from vnreport.cli.explain import explain
from vnreport.cli.export import export
from vnreport.cli.import_ import import_
from vnreport.cli.indicators import indicators
from vnreport.cli.sample import sample
from vnreport.cli.schema import schema
from vnreport.cli.serve import serve
from vnreport.cli.train import train
from vnreport.cli.types import types
from vnreport.cli.view import view
from vnreport.version import __version__

__all__ = ["PARTS", "cli", "main"]


@click.group(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport analyze bao-cao.docx
  vnreport analyze *.pdf --format jsonl -o ket-qua.jsonl
  vnreport batch luu-tru/ -o ket-qua.jsonl
  vnreport corpus ket-qua.parquet citations
  vnreport convert bao-cao-1998.txt -o bao-cao.txt
  vnreport code "20 -NQ/ TW"
  vnreport types
  vnreport indicators bao-cao.docx --format csv
  vnreport view bao-cao.docx -o bao-cao.html
  vnreport schema
""",
)
@click.version_option(__version__, "--version", prog_name="vnreport", message="%(prog)s %(version)s")
def cli() -> None:
    """Read Vietnamese reports: outline, cited documents, dates, targets and results, achievements and limitations."""


for command in (
    analyze,
    batch,
    code,
    convert,
    corpus,
    diff,
    evaluate,
    explain,
    export,
    import_,
    indicators,
    sample,
    schema,
    serve,
    train,
    types,
    view,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line: UTF-8 out whatever the console's code page, and no traceback for what a user may do."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        status = cast(int | None, cli.main(prog_name="vnreport", standalone_mode=False)) or 0
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except OSError as error:  # from the help page: commands tell their own
        click.echo(f"Error: {not_written('standard output', error)}", err=True)
        status = EXIT_SOME_FAILED
    except click.Abort:
        click.echo("vnreport: interrupted", err=True)
        status = EXIT_INTERRUPTED
    _leave_nothing_to_flush()
    sys.exit(status)


def _leave_nothing_to_flush() -> None:
    """Flush standard output; where its reader has gone, drop the rest, which Python would complain of at its end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
