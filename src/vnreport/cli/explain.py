"""`vnreport explain`: why a sentence has its label."""

from __future__ import annotations

import dataclasses
import json

import click

from vnreport.cli.console import SETTINGS, writing_to
from vnreport.errors import ConfigError, ModelError, UnreadableFile


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport explain bao-cao.txt --at 1250
  vnreport explain bao-cao.docx --find "còn chậm" --format json
""",
)
@click.argument("file", metavar="FILE")
@click.option("--at", type=click.IntRange(0), metavar="OFFSET", help="An offset (code points) inside the sentence.")
@click.option("--find", "words", metavar="WORDS", help="The first sentence that holds these words.")
@click.option("--top", type=click.IntRange(1), default=12, show_default=True, help="How many features to show.")
@click.option("--model", metavar="FILE", help="A label model of your own.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="A list, or one object.")
def explain(file: str, at: int | None, words: str | None, top: int, model: str | None, form: str) -> None:
    """Show which words and headings weighed most for the label of a sentence."""
    from vnreport.analyzer import Analyzer
    from vnreport.io import read

    if (at is None) == (words is None):
        raise click.UsageError("give either --at OFFSET or --find WORDS.")
    try:
        text = read(file).text
        place = at if at is not None else text.find(words or "")
        if place < 0 or place >= len(text):
            raise click.BadParameter(f"{file} has no such place; it holds {len(text)} characters.")
        found = Analyzer(model=model).explain(text, place)
    except (UnreadableFile, ConfigError, ModelError) as error:
        raise click.ClickException(str(error)) from error
    with writing_to(None) as sink:
        if form == "json":
            row = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
            sink.write(json.dumps(row, ensure_ascii=False, indent=1) + "\n")
            return
        sink.write(f"{found.start}-{found.end} {' '.join(found.text.split())}\n{found.label}\n")
        for name, scores in (("with its neighbours", found.scores), ("alone", found.alone)):
            sink.write(f"  {name:20s} " + "  ".join(f"{k} {v:.2f}" for k, v in scores.items()) + "\n")
        for feature, weight in found.weights[:top]:
            sink.write(f"  {weight:+7.3f}  {feature}\n")
