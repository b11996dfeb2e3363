"""`vnreport analyze`: files or standard input in, summaries or JSON out."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

import click

from vnreport.cli.console import EXIT_CODES, EXIT_SOME_FAILED, SETTINGS, is_terminal, shown, writing_to
from vnreport.cli.inputs import check_names, day, inputs
from vnreport.errors import ConfigError, LexiconError, ModelError
from vnreport.records import record
from vnreport.text.offsets import OFFSET_UNITS, convert_offsets

if TYPE_CHECKING:
    from vnreport.report import Report

# The names of vnreport.analyzer.PARTS, written out since --help must not load the rules; a test compares the two.
PARTS = ("structure", "labels", "references", "times", "quantities", "indicators", "names", "abbreviations")


@click.command(
    context_settings=SETTINGS,
    epilog=f"""
\b
Examples:
  vnreport analyze bao-cao.docx
  vnreport analyze bao-cao.txt --only references --format json --indent 2
  vnreport analyze *.pdf --format jsonl -o ket-qua.jsonl
  cat bao-cao.txt | vnreport analyze - --report-date 2024-07-05

{EXIT_CODES}
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["summary", "json", "jsonl", "conllu"]),
    help="Readable summary; one JSON object (an array of them for several files); one object per line; or words with "
    "parts of speech and mentions as CoNLL-U. Default: summary on a terminal, else json.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--report-date",
    metavar="YYYY-MM-DD",
    callback=day,
    help='Completes days without a year ("ngày 15/6"). Default: the date that the report itself bears.',
)
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Compute this part only (may be repeated).")
@click.option("--register", multiple=True, metavar="FILE", help="Your own register of documents (may be repeated).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. units.tsv.")
@click.option("--model", metavar="FILE", help="Labels by a model of your own (see vnreport train).")
@click.option("--no-people", is_flag=True, help="Leave out people, and blot out their names in the text.")
@click.option("--indent", type=click.IntRange(0, 8), metavar="N", help="Indent --format json by N blanks.")
@click.option(
    "--offset-unit", "unit", type=click.Choice(OFFSET_UNITS), default="codepoint", show_default=True,
    help="What the offsets of the JSON count: for JavaScript, Java and .NET utf16, for bytes utf8.",
)  # fmt: skip
@click.option("--no-color", is_flag=True, help="No colours in the summary; so does the variable NO_COLOR.")
@click.pass_context
def analyze(
    context: click.Context,
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    report_date: datetime.date | None,
    only: tuple[str, ...],
    register: tuple[str, ...],
    lexicon: tuple[str, ...],
    model: str | None,
    no_people: bool,
    indent: int | None,
    unit: str,
    no_color: bool,
) -> None:
    """Read reports and print what they say.

    FILE is plain text, Markdown, HTML, .docx, .doc, .odt, .rtf or a .pdf with a text layer; "-" is text from standard
    input. Each JSON object is the result that `vnreport schema` describes, with the name of its file under "source".
    """
    output = None if output == "-" else output
    terminal = output is None and is_terminal(sys.stdout)
    form = form or ("summary" if terminal else "json")
    if indent is not None and form != "json":
        raise click.UsageError(f"--indent goes with --format json, not with {form}.")
    if unit != "codepoint" and form == "summary":
        raise click.UsageError("--offset-unit goes with --format json or jsonl, not with summary.")
    check_names((*files, *register, *lexicon, *([model] if model else [])), output)

    from vnreport.analyzer import Analyzer
    from vnreport.io.analyzing import analyze_document

    try:
        analyzer = Analyzer(only=only or None, register=register, lexicon=lexicon, model=model, people=not no_people)
    except (ConfigError, LexiconError, ModelError) as error:
        raise click.UsageError(str(error)) from error
    style = _Style(
        several=len(files) > 1,
        indent=indent,
        unit=unit,
        # Between a window too narrow for a table and lines too long to read.
        width=max(60, min(120, shutil.get_terminal_size((100, 24)).columns)),
        colour=terminal and not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )
    failed: list[str] = []
    with writing_to(output) as sink:
        reports = (
            (name, analyze_document(document, analyzer, report_date)) for name, document in inputs(files, failed)
        )
        _WRITERS[form](sink, reports, style)
    context.exit(EXIT_SOME_FAILED if failed else 0)


# --- output -----------------------------------------------------------------------------------------------------------


@record
class _Style:
    """How results are written: one of several, indented, in which offsets (JSON), how wide and coloured (summary)."""

    several: bool
    indent: int | None
    unit: str
    width: int
    colour: bool


_Reports = Iterator[tuple[str, "Report"]]


def _write_json(sink: TextIO, reports: _Reports, style: _Style) -> None:
    """One object for one input, an array for several; what has been read is written at once, not kept."""
    if not style.several:
        for name, report in reports:
            sink.write(_json(name, report, style, style.indent) + "\n")
        return
    before = "[\n"
    for name, report in reports:
        sink.write(before + _json(name, report, style, style.indent))
        before = ",\n"
    sink.write("[]\n" if before == "[\n" else "\n]\n")


def _write_jsonl(sink: TextIO, reports: _Reports, style: _Style) -> None:
    for name, report in reports:
        sink.write(_json(name, report, style, None) + "\n")
        sink.flush()


def _write_summary(sink: TextIO, reports: _Reports, style: _Style) -> None:
    from vnreport.io.page import clean
    from vnreport.io.summary import summarize

    gap = ""
    for name, report in reports:
        title = f"=== {clean(shown(name))}\n" if style.several else ""
        sink.write(f"{gap}{title}{summarize(report, width=style.width, colour=style.colour)}\n")
        sink.flush()
        gap = "\n"


def _write_conllu(sink: TextIO, reports: _Reports, style: _Style) -> None:
    for name, report in reports:
        sink.write(report.to_conllu(source=shown(name)))
        sink.flush()


_WRITERS: dict[str, Callable[[TextIO, _Reports, _Style], None]] = {
    "summary": _write_summary,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "conllu": _write_conllu,
}


def _json(name: str, report: Report, style: _Style, indent: int | None) -> str:
    from vnreport.report import escape_surrogates

    found = report.to_dict()
    if style.unit != "codepoint":
        found = convert_offsets(found, style.unit)
    data = {"source": shown(name), **found}
    return escape_surrogates(json.dumps(data, ensure_ascii=False, indent=indent))
