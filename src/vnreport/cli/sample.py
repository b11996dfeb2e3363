"""`vnreport sample`: a stratified sample of a batch, to be annotated by hand."""

from __future__ import annotations

import json

import click

from vnreport.cli.console import SETTINGS, writing_to
from vnreport.errors import ConfigError, MissingDependency


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport sample ket-qua.jsonl -n 200 --by kind,decade --seed 1 -o mau.jsonl
  vnreport sample ket-qua.parquet -n 50 --by level,label -o mau.jsonl
""",
)
@click.argument("batch", metavar="OUT")
@click.option("-n", "--size", type=click.IntRange(1), required=True, metavar="N", help="How many documents to draw.")
@click.option(
    "--by", default="", metavar="COLUMNS",
    help="Strata: columns of the table of documents, with commas between them; also decade, year and label.",
)  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same documents.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
def sample(batch: str, size: int, by: str, seed: int, output: str | None) -> None:
    """Draw a stratified sample of the documents of a batch.

    OUT is the NAME.jsonl or NAME.parquet of `vnreport batch`. Each stratum gives in proportion to its size, and at
    least one document; copies of other documents are left out. The sample is one object a line, for `vnreport export`;
    what each stratum had and gave is told on standard error.
    """
    from vnreport.annotation.sample import draw_sample
    from vnreport.report import escape_surrogates

    columns = [name.strip() for name in by.split(",") if name.strip()]
    try:
        drawn = draw_sample(batch, size, by=columns, seed=seed)
    except (ConfigError, MissingDependency) as error:
        raise click.ClickException(str(error)) from error
    with writing_to(output) as sink:
        for document in drawn.documents:
            sink.write(escape_surrogates(json.dumps(document, ensure_ascii=False)) + "\n")
    click.echo(drawn.to_text(), err=True)
