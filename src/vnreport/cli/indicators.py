"""`vnreport indicators`: the targets, results, shares of plan and changes of reports as a table."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import click

from vnreport.cli.console import EXIT_CODES, EXIT_SOME_FAILED, SETTINGS, is_terminal, shown, writing_to
from vnreport.cli.inputs import check_names, day, inputs
from vnreport.errors import ConfigError, LexiconError
from vnreport.forms.spreadsheet import inert

_Rows = Iterator[tuple[str, list[dict[str, Any]]]]


@click.command(
    context_settings=SETTINGS,
    epilog=f"""
\b
Examples:
  vnreport indicators bao-cao.docx
  vnreport indicators *.docx --format csv -o chi-tieu.csv
  cat bao-cao.txt | vnreport indicators - --format json

{EXIT_CODES}
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="Readable table; CSV with one row for each indicator; or a JSON array of the same rows. Default: table on a "
    "terminal, else csv.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--report-date",
    metavar="YYYY-MM-DD",
    callback=day,
    help='Completes days without a year ("ngày 15/6"). Default: the date that the report itself bears.',
)
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. indicators.tsv.")
@click.option("--no-people", is_flag=True, help="Leave out people, and blot out their names in the text.")
@click.pass_context
def indicators(
    context: click.Context,
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    report_date: datetime.date | None,
    lexicon: tuple[str, ...],
    no_people: bool,
) -> None:
    """Print targets, results, shares of plan and changes as a table.

    Each result stands in one row with the target that it answers; a target without a result is "unanswered". The column
    "key" names usual indicators, so that rows of several reports can be put side by side.
    """
    output = None if output == "-" else output
    form = form or ("table" if output is None and is_terminal(sys.stdout) else "csv")
    check_names((*files, *lexicon), output)

    from vnreport.analyzer import Analyzer

    try:
        analyzer = Analyzer(only=("indicators",), lexicon=lexicon, people=not no_people)
    except (ConfigError, LexiconError) as error:
        raise click.UsageError(str(error)) from error
    failed: list[str] = []
    with writing_to(output) as sink:
        rows = (
            (shown(name), analyzer.analyze(document.text, report_date=report_date).indicators_table())
            for name, document in inputs(files, failed)
        )
        _WRITERS[form](sink, rows, len(files) > 1)
    context.exit(EXIT_SOME_FAILED if failed else 0)


def _write_csv(sink: TextIO, reports: _Rows, several: bool) -> None:
    """Comma-separated, with a head; what a spreadsheet would take for a formula is set apart by an apostrophe."""
    from vnreport.facts.overview import COLUMNS

    writer = csv.DictWriter(sink, ["source", *COLUMNS], lineterminator="\n")
    writer.writeheader()
    for source, rows in reports:
        for row in rows:
            writer.writerow({key: _cell(value) for key, value in {"source": source, **row}.items()})


def _cell(value: Any) -> Any:
    return inert(value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value)


def _write_json(sink: TextIO, reports: _Rows, several: bool) -> None:
    """One array of all rows."""
    from vnreport.report import escape_surrogates

    before = "[\n"
    for source, rows in reports:
        for row in rows:
            sink.write(before + escape_surrogates(json.dumps({"source": source, **row}, ensure_ascii=False)))
            before = ",\n"
    sink.write("[]\n" if before == "[\n" else "\n]\n")


def _write_table(sink: TextIO, reports: _Rows, several: bool) -> None:
    from vnreport.io.indicator_table import table_of_indicators
    from vnreport.io.page import clean

    width = max(60, min(160, shutil.get_terminal_size((120, 24)).columns))
    gap = ""
    for source, rows in reports:
        title = f"=== {clean(source)}\n" if several else ""
        sink.write(f"{gap}{title}{table_of_indicators(rows, width=width)}\n")
        sink.flush()
        gap = "\n"


_WRITERS: dict[str, Callable[[TextIO, _Rows, bool], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
}
