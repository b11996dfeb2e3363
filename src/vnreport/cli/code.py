"""`vnreport code`: what the number and symbol of a document say, and how the drafting rules write them."""

from __future__ import annotations

import dataclasses
import json

import click

from vnreport.cli.console import EXIT_CODES, EXIT_SOME_FAILED, SETTINGS, tell, writing_to
from vnreport.errors import ParseError


@click.command(
    context_settings=SETTINGS,
    epilog=f"""
\b
Examples:
  vnreport code "20 -NQ/ TW" 61/2018/NĐCP
  vnreport code --json 1187/UBND-NĐ

{EXIT_CODES}
""",
)
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
@click.pass_context
def code(context: click.Context, codes: tuple[str, ...], as_json: bool) -> None:
    """Read codes of documents and print them as the drafting rules write them.

    A line for each: the code, what its symbol may stand for, issuer, system and what was mended, separated by tabs.
    """
    from vnreport.entities.codes import parse_code
    from vnreport.report import escape_surrogates

    failed = False
    with writing_to(None) as sink:
        for written in codes:
            try:
                value = parse_code(written)
            except ParseError as error:
                failed = True
                tell(written, str(error))
                continue
            if as_json:
                sink.write(escape_surrogates(json.dumps(dataclasses.asdict(value), ensure_ascii=False)) + "\n")
                continue
            cells = (
                value.code, " or ".join(value.types) or "-", value.issuer_name or value.issuer or "-",
                value.system or "-", ", ".join(value.repairs) or "-",
            )  # fmt: skip
            sink.write("\t".join(cells) + "\n")
    context.exit(EXIT_SOME_FAILED if failed else 0)
