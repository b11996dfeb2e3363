"""`vnreport types`: the table of document types, with names, abbreviations, symbols and sources."""

from __future__ import annotations

import click

from vnreport.cli.console import SETTINGS, writing_to

_COLUMNS = ("code", "names", "abbreviations", "symbols", "source")


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Example:
  vnreport types | grep circular
""",
)
def types() -> None:
    """Print the table of document types.

    A line for each: code, names, abbreviations, symbols inside codes, and source, separated by tabs.
    """
    from vnreport.lexicon import load_table

    with writing_to(None) as sink:
        sink.write("\t".join(_COLUMNS) + "\n")
        for row in load_table("document_types", *_COLUMNS):
            sink.write("\t".join(row[column] for column in _COLUMNS) + "\n")
