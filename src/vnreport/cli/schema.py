"""`vnreport schema`: the JSON Schema of a result."""

from __future__ import annotations

from importlib import resources

import click

from vnreport.cli.console import SETTINGS, writing_to


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Example:
  vnreport schema > report.schema.json
""",
)
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of a result."""
    text = (resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8")
    with writing_to(None) as sink:
        sink.write(text)
