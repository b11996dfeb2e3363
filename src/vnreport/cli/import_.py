"""`vnreport import`: corrected files of an annotation tool as gold."""

from __future__ import annotations

import click

from vnreport.cli.console import SETTINGS
from vnreport.errors import GoldError
from vnreport.text.offsets import OFFSET_UNITS


@click.command(
    "import",
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport import du-an/ -o vang/
  vnreport import project-1.json --base du-an/ -o vang/
  vnreport evaluate vang/
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where NAME.txt and NAME.gold.json go.")
@click.option("--base", metavar="FOLDER", help="The folder that `vnreport export` wrote. Default: that of the files.")
@click.option(
    "--offset-unit", "unit", type=click.Choice(OFFSET_UNITS), help="What the offsets count, if not what was exported."
)  # fmt: skip
def import_(paths: tuple[str, ...], output: str, base: str | None, unit: str | None) -> None:
    """Turn corrected files into annotated reports for `vnreport evaluate` and `vnreport train`.

    PATH is a folder of .ann files (brat) or .jsonld files (W3C), one of them, or the JSON that Label Studio exports.
    Corrections win, what was deleted is gone, and what was added has the fields that the rules read from its span. A
    file that is wrong is named with the place in it, and then nothing is written.
    """
    from vnreport.annotation.project import import_gold

    try:
        done = import_gold(paths, output, base=base, unit=unit)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}") from error
    for name in done.waiting:
        click.echo(f"vnreport: {name}: is not annotated yet", err=True)
    click.echo(f"{len(done.gold)} annotated {'report' if len(done.gold) == 1 else 'reports'} in {output}")
