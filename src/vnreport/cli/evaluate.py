"""`vnreport evaluate`: how well the library does on annotated reports."""

from __future__ import annotations

import json

import click

from vnreport.cli.console import SETTINGS, writing_to
from vnreport.errors import ConfigError, GoldError, ModelError


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport evaluate corpora/samples
  vnreport evaluate corpora/held_out --errors 5
  vnreport evaluate gold/ --format json -o scores.json
""",
)
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="Show N wrong answers of each measure.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="A table to read or for a page, or one object.",
)
@click.option("--predictions", metavar="DIR", help="Measure NAME.json files of DIR instead of the library.")
@click.option("--split", metavar="NAME", help='Only reports that their annotation puts there, e.g. "test".')
@click.option("--model", metavar="FILE", help="Labels by a model of your own (see vnreport train).")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
def evaluate(
    gold: tuple[str, ...],
    errors: int,
    form: str,
    predictions: str | None,
    split: str | None,
    model: str | None,
    output: str | None,
) -> None:
    """Score every annotated part: right, missed, extra, precision, recall, F1 and its 95 % interval by bootstrap.

    GOLD are folders of NAME.txt with NAME.gold.json, or single NAME.gold.json files.
    """
    from vnreport.analyzer import Analyzer
    from vnreport.evaluation.evaluate import evaluate as run

    try:
        result = run(gold, analyzer=Analyzer(model=model), predictions=predictions, split=split)
    except (ConfigError, GoldError, ModelError) as error:
        raise click.ClickException(str(error)) from error
    with writing_to(output) as sink:
        if form == "json":
            sink.write(json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n")
        elif form == "markdown":
            sink.write(result.to_markdown() + "\n")
        else:
            sink.write(result.to_text(errors) + "\n")
