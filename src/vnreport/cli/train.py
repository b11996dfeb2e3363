"""`vnreport train`: a label model from your own annotated reports."""

from __future__ import annotations

import click

from vnreport.cli.console import SETTINGS
from vnreport.errors import GoldError, MissingDependency


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport train corpora/reports -o labels.model
  vnreport analyze bao-cao.docx --model labels.model
  vnreport evaluate my-reports --split test --model labels.model
""",
)
@click.argument("gold", type=click.Path(exists=True, file_okay=False))
@click.option("-o", "--output", metavar="FILE", required=True, help="Where the model is written.")
def train(gold: str, output: str) -> None:
    """Train the labels of sentences on a folder of annotated reports, NAME.txt with NAME.gold.json.

    Reports that their annotation marks "split": "train" teach, those marked "dev" set the pull between neighbours and
    calibrate; a report without a mark goes to one of both by its name.
    """
    import pathlib

    try:
        from vnreport.labels.train import build
    except ImportError as error:
        raise click.ClickException(
            str(MissingDependency("scikit-learn", "vnreport train", "pip install scikit-learn"))
        ) from error
    try:
        model = build(pathlib.Path(gold))
    except (GoldError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    try:
        pathlib.Path(output).write_bytes(model.dump())
    except OSError as error:
        raise click.BadParameter(f"{output} cannot be written: {error}.", param_hint="--output") from error
    click.echo(f"{output}: {len(model.weights)} features from {model.meta['reports']} reports", err=True)
