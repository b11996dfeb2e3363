"""The command line: `vnreport analyze` and `vnreport schema`. Thin: it reads arguments and files, and prints."""

from __future__ import annotations

import datetime
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING, Any, TextIO

import click

from vnreport.errors import UnreadableFile, VnReportError
from vnreport.version import __version__

if TYPE_CHECKING:
    from vnreport.report import Report

_EXAMPLES = """
\b
Examples:
  vnreport analyze bao-cao.docx
  vnreport analyze *.pdf --format jsonl -o ket-qua.jsonl
  cat bao-cao.txt | vnreport analyze - --report-date 2024-07-05
  vnreport analyze bao-cao.txt --only references --format json
"""
_PARTS = ("structure", "labels", "references", "times", "quantities", "indicators", "names", "abbreviations")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EXAMPLES)
@click.version_option(__version__, "--version", prog_name="vnreport", message="%(prog)s %(version)s")
def cli() -> None:
    """Read Vietnamese reports: outline, cited documents, dates, targets and results, achievements and limitations.

    Exit codes: 0 all read, 1 some input failed (the others are printed), 2 wrong usage.
    """


@cli.command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["summary", "json", "jsonl"]),
    help="Default: summary on a terminal, else json.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write there instead of to standard output.")
@click.option(
    "--report-date", type=click.DateTime(["%Y-%m-%d"]), help="Completes dates without a year, e.g. 2024-07-05."
)
@click.option("--only", multiple=True, type=click.Choice(_PARTS), help="Compute this part only (may be repeated).")
@click.option("--indent", type=click.IntRange(0, 8), help="Indent JSON by so many blanks.")
@click.option("--no-color", is_flag=True, help="No colours in the summary (NO_COLOR does the same).")
@click.pass_context
def analyze(
    context: click.Context,
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    report_date: datetime.datetime | None,
    only: tuple[str, ...],
    indent: int | None,
    no_color: bool,
) -> None:
    """Read reports (.txt, .md, .html, .docx, .pdf; "-" is standard input) and print what they say."""
    from vnreport.analyzer import Analyzer

    analyzer = Analyzer(only=only or None)
    day = report_date.date() if report_date is not None else None
    terminal = output is None and sys.stdout.isatty()
    form = form or ("summary" if terminal else "json")
    failures = 0

    def reports() -> Iterator[tuple[str, Report]]:
        nonlocal failures
        for name in files:
            try:
                yield name, analyzer.analyze(_text_of(name), report_date=day)
            except VnReportError as error:
                failures += 1
                click.echo(f"vnreport: {error}", err=True)

    with _sink(output) as sink:
        colour = terminal and not no_color and "NO_COLOR" not in os.environ
        _WRITERS[form](sink, reports(), len(files), indent, colour)
    context.exit(1 if failures else 0)


@cli.command()
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of the result."""
    click.echo((resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8").rstrip())


# --- input ---------------------------------------------------------------------------------------------------------


def _text_of(name: str) -> str:
    from vnreport.io import read
    from vnreport.io.plain import read_plain

    if name == "-":
        return read_plain("-", sys.stdin.buffer.read(), "txt").text
    document = read(name)
    for warning in document.warnings:
        click.echo(f"vnreport: {name}: {warning}", err=True)
    return document.text


# --- output --------------------------------------------------------------------------------------------------------


def _sink(output: str | None) -> TextIO:
    """Where the result goes, always as UTF-8 with "\\n"."""
    if output is None:
        return _Borrowed(sys.stdout)  # type: ignore[return-value]
    try:
        return open(output, "w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.BadParameter(f"{output}: cannot be written: {error.strerror}", param_hint="--output") from error


class _Borrowed:
    """Standard output in a `with` that leaves it open."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __enter__(self) -> TextIO:
        return self._stream

    def __exit__(self, *_: object) -> None:
        self._stream.flush()


def _as_dict(name: str, report: Report) -> dict[str, Any]:
    return {"source": name, **report.to_dict()}


def _dump(value: Any, indent: int | None) -> str:
    from vnreport.report import escape_surrogates

    return escape_surrogates(json.dumps(value, ensure_ascii=False, indent=indent))


def _write_json(sink: TextIO, reports: Iterator[tuple[str, Report]], count: int, indent: int | None, _: bool) -> None:
    if count == 1:
        for name, report in reports:
            sink.write(_dump(_as_dict(name, report), indent) + "\n")
        return
    opened = "["
    for name, report in reports:
        sink.write(opened + "\n" + _dump(_as_dict(name, report), indent))
        opened = ","
    sink.write("[]\n" if opened == "[" else "\n]\n")


def _write_jsonl(sink: TextIO, reports: Iterator[tuple[str, Report]], count: int, indent: int | None, _: bool) -> None:
    for name, report in reports:
        sink.write(_dump(_as_dict(name, report), None) + "\n")


def _write_summary(
    sink: TextIO, reports: Iterator[tuple[str, Report]], count: int, indent: int | None, colour: bool
) -> None:
    from vnreport.io.summary import clean, summarize

    width = max(60, min(120, shutil.get_terminal_size((100, 24)).columns))
    for place, (name, report) in enumerate(reports):
        if count > 1:
            sink.write(("\n" if place else "") + f"=== {clean(name)}\n")
        sink.write(summarize(report, width=width, colour=colour).encode("utf-8", "replace").decode() + "\n")


_WRITERS = {"json": _write_json, "jsonl": _write_jsonl, "summary": _write_summary}


def main() -> None:
    """The entry point: UTF-8 out whatever the console's code page, and a quiet end when the reader goes away."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        cli(prog_name="vnreport", standalone_mode=True)
    except BrokenPipeError:
        # The reader (head, less) has gone: point standard output at nothing so that the last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except UnreadableFile as error:
        click.echo(f"vnreport: {error}", err=True)
        sys.exit(1)
