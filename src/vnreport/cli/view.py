"""`vnreport view`: a report as a page to look at."""

from __future__ import annotations

import datetime
import os

import click

from vnreport.cli.console import EXIT_CODES, EXIT_SOME_FAILED, SETTINGS, shown, writing_to
from vnreport.cli.inputs import check_names, day, free_name, inputs
from vnreport.errors import ConfigError, LexiconError, ModelError

# The names of vnreport.view.texts.LANGUAGES, written out since --help must not load the rules; a test compares the two.
LANGUAGES = ("vi", "en")


@click.command(
    context_settings=SETTINGS,
    epilog=f"""
\b
Examples:
  vnreport view bao-cao.docx -o bao-cao.html
  vnreport view *.pdf -o trang/
  cat bao-cao.txt | vnreport view - --lang en > bao-cao.html

{EXIT_CODES}
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write there instead of to standard output: a file, or a folder that then holds NAME.html of each FILE.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    help="The language that the page opens in; a button of the page switches it.",
)
@click.option(
    "--report-date",
    metavar="YYYY-MM-DD",
    callback=day,
    help='Completes days without a year ("ngày 15/6"). Default: the date that the report itself bears.',
)
@click.option("--register", multiple=True, metavar="FILE", help="Your own register of documents (may be repeated).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. units.tsv.")
@click.option("--model", metavar="FILE", help="Labels by a model of your own (see vnreport train).")
@click.option("--no-people", is_flag=True, help="Leave out people, and blot out their names in the text.")
@click.pass_context
def view(
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    lang: str,
    report_date: datetime.date | None,
    register: tuple[str, ...],
    lexicon: tuple[str, ...],
    model: str | None,
    no_people: bool,
) -> None:
    """Make a page of a report: its text with everything that was found, and overviews beside it.

    The page is one HTML file that needs no network: cited documents, targets against results, a time line, findings;
    each leads to its place in the text.
    """
    output = None if output == "-" else output
    folder = output if output is not None and os.path.isdir(output) else None
    if len(files) > 1 and folder is None:
        raise click.UsageError("pages of several files go into a folder that exists: --output FOLDER.")
    check_names((*files, *register, *lexicon, *([model] if model else [])), output)

    from vnreport.analyzer import Analyzer
    from vnreport.io.analyzing import analyze_document
    from vnreport.view.page import render

    try:
        analyzer = Analyzer(register=register, lexicon=lexicon, model=model, people=not no_people)
    except (ConfigError, LexiconError, ModelError) as error:
        raise click.UsageError(str(error)) from error
    failed: list[str] = []
    taken: dict[str, str] = {}
    for name, document in inputs(files, failed):
        report = analyze_document(document, analyzer, report_date)
        source = None if name == "-" else os.path.basename(shown(name))
        page = render(report, lang=lang, place_of=document.place_of, name=source)
        target = output if folder is None else free_name(folder, name, ".html", taken)
        with writing_to(target) as sink:
            sink.write(page)
    context.exit(EXIT_SOME_FAILED if failed else 0)
