"""`vnreport export`: reports as files of an annotation tool, pre-annotated."""

from __future__ import annotations

import click

from vnreport.annotation.marks import DEFAULT_LAYERS, LAYERS
from vnreport.cli.console import SETTINGS
from vnreport.errors import ConfigError, LexiconError, ModelError, VnReportError
from vnreport.text.offsets import OFFSET_UNITS

# The names of annotation.project.FORMS, written out since --help must not load the rules; a test compares the two.
FORMS = ("label-studio", "brat", "w3c")


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport export mau.jsonl --to brat -o du-an/
  vnreport export mau.jsonl --to label-studio --layer references --layer times -o du-an/
  vnreport export bao-cao.docx --to w3c -o du-an/
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", "form", required=True, type=click.Choice(FORMS), help="The annotation tool.")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="A new folder for the project.")
@click.option(
    "--layer", "layers", multiple=True, type=click.Choice(LAYERS),
    help=f"What to annotate (may be repeated). Default: {', '.join(DEFAULT_LAYERS)}.",
)  # fmt: skip
@click.option(
    "--offset-unit", "unit", type=click.Choice(OFFSET_UNITS), default="codepoint", show_default=True,
    help="What the offsets in the files count.",
)  # fmt: skip
@click.option("--register", multiple=True, metavar="FILE", help="Your own register of documents (may be repeated).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. units.tsv.")
@click.option("--model", metavar="FILE", help="Labels by a model of your own (see vnreport train).")
def export(
    files: tuple[str, ...],
    form: str,
    output: str,
    layers: tuple[str, ...],
    unit: str,
    register: tuple[str, ...],
    lexicon: tuple[str, ...],
    model: str | None,
) -> None:
    """Write reports as files of an annotation tool, with what vnreport found as a draft to be corrected.

    FILE is a sample (`vnreport sample`), any .jsonl of reports, or a document. The folder gets the files of the tool
    and its configuration, and a NAME.base.json for each text, which `vnreport import` compares the corrections with.
    """
    from vnreport.analyzer import Analyzer
    from vnreport.annotation.project import export as run
    from vnreport.annotation.project import read_reports

    try:
        analyzer = Analyzer(register=register, lexicon=lexicon, model=model)
        names = run(read_reports(files, analyzer), output, form, layers=layers or DEFAULT_LAYERS, unit=unit)
    except (ConfigError, LexiconError, ModelError) as error:
        raise click.UsageError(str(error)) from error
    except VnReportError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}") from error
    click.echo(f"{len(names)} {'text' if len(names) == 1 else 'texts'} in {output}")
