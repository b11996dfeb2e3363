"""`vnreport corpus`: questions to the tables of a batch."""

from __future__ import annotations

import csv
import shutil

import click

from vnreport.cli.console import SETTINGS, writing_to
from vnreport.errors import ConfigError, MissingDependency
from vnreport.forms.spreadsheet import inert

# The names of vnreport.batch.corpus.QUESTIONS, written out since --help must not load the tables; a test compares.
QUESTIONS = ("summary", "citations", "indicators", "sections")


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport corpus ket-qua.parquet summary
  vnreport corpus ket-qua.parquet citations --year 2023 --issuer "Bộ Chính trị"
  vnreport corpus ket-qua.parquet indicators --subject "thu ngân sách" --format csv -o thu.csv
  vnreport corpus ket-qua.parquet sections
""",
)
@click.argument("output", metavar="OUT.parquet")
@click.argument("question", type=click.Choice(QUESTIONS))
@click.option("--year", type=click.IntRange(1900, 2100), help="Reports of this year only.")
@click.option("--issuer", metavar="WORDS", help="Cited documents whose issuer holds these words.")
@click.option("--place", metavar="WORDS", help="Reports whose place or issuer holds these words.")
@click.option("--subject", metavar="WORDS", help="The indicator whose subject holds these words.")
@click.option("--limit", type=click.IntRange(1, 10_000_000), default=50, show_default=True, help="The most rows.")
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@click.option("-o", "--to", "file", metavar="FILE", help="Write there instead of to standard output.")
def corpus(
    output: str, question: str, year: int | None, issuer: str | None, place: str | None, subject: str | None,
    limit: int, form: str, file: str | None,
) -> None:  # fmt: skip
    """Answer a question about all reports of a batch.

    summary: what there is, by kind and level. citations: the most cited documents by year; those that the texts do not
    fix stand apart, marked ambiguous. indicators: one indicator over years and places, or the most frequent ones.
    sections: shares of achievements, limitations and directions by kind and sector. Documents that repeat another one
    count once.
    """
    from vnreport.batch.corpus import Filter, ask, shown

    try:
        answer = ask(output, question, Filter(year, issuer, place, subject, limit))
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    except MissingDependency as error:
        raise click.ClickException(str(error)) from error
    with writing_to(file) as sink:
        if form == "csv":
            writer = csv.writer(sink, lineterminator="\n")
            writer.writerow(answer.columns)
            writer.writerows(map(inert, row) for row in answer.rows)
        else:
            width = max(80, min(200, shutil.get_terminal_size((120, 24)).columns))
            sink.writelines(f"{line}\n" for line in shown(answer, width=width))
