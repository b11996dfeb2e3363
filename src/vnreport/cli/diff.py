"""`vnreport diff`: what changed between two outputs of a batch."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from vnreport.cli.console import SETTINGS, shown, writing_to
from vnreport.errors import ConfigError

if TYPE_CHECKING:
    from vnreport.batch.diff import DocumentDiff, Totals

_CHANGED = 1
_EXAMPLES = 3


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport diff cu.jsonl moi.jsonl
  vnreport diff cu.jsonl moi.jsonl --format jsonl -o thay-doi.jsonl

Exit codes: 0 nothing changed, 1 something did, 2 wrong usage.
""",
)
@click.argument("old", metavar="OLD.jsonl")
@click.argument("new", metavar="NEW.jsonl")
@click.option(
    "--format", "form", type=click.Choice(["summary", "jsonl"]), default="summary", show_default=True,
    help="Counts with examples; or one object for each document that changed, with all its changes.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, output: str | None) -> None:
    """Show what changed between two .jsonl outputs of `vnreport batch`.

    Documents are compared by name. Scores, and numbers that only say where another record stands, are not compared.
    """
    from vnreport.batch.diff import Totals, compare

    totals = Totals()
    examples: dict[str, list[str]] = {}
    try:
        with writing_to(output) as sink:
            for found in compare(old, new):
                totals.add(found)
                if form == "jsonl" and found.kind != "same":
                    sink.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
                elif form == "summary":
                    _remember(examples, found)
            if form == "summary":
                sink.write("\n".join(_summary(totals, examples)) + "\n")
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    context.exit(_CHANGED if set(totals.documents) - {"same"} else 0)


def _remember(examples: dict[str, list[str]], found: DocumentDiff) -> None:
    for change in found.changes:
        kept = examples.setdefault(change.part, [])
        if len(kept) < _EXAMPLES:
            kept.append(f"{_told(change.before, change.after)} ({shown(found.source)})")


def _told(before: Any, after: Any) -> str:
    """A change in a line: what came, what went, or the fields that differ."""
    from vnreport.io.page import clean

    if before is None or after is None:
        value = after if before is None else before
        text = value if isinstance(value, str) else (value.get("text") or value.get("title") or value)
        return f"{'new' if before is None else 'gone'}: {clean(str(text))}"
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{clean(str(before))} -> {clean(str(after))}"
    fields = [key for key in after if before.get(key) != after.get(key)]
    told = ", ".join(f"{key} {clean(str(before.get(key)))} -> {clean(str(after.get(key)))}" for key in fields[:3])
    return f"{clean(str(after.get('text') or ''))[:60]}: {told}"


def _summary(totals: Totals, examples: dict[str, list[str]]) -> list[str]:
    from vnreport.io.page import Column, joined, plain, shorten, table

    names = {
        "same": "the same", "changed": "changed", "text": "of another text", "added": "only in the new",
        "removed": "only in the old",
    }  # fmt: skip
    counts = ", ".join(f"{totals.documents[kind]} {name}" for kind, name in names.items() if totals.documents[kind])
    lines = [f"{sum(totals.documents.values())} documents: {counts or 'none'}"]
    if totals.touched:
        rows = [
            (part, str(totals.touched[part]), str(totals.new[part]), str(totals.gone[part]), str(totals.other[part]))
            for part in totals.touched
        ]
        heads = ("part", "documents", "new", "gone", "other")
        columns = [Column(head, None if not place else 12, place > 0) for place, head in enumerate(heads)]
        lines += ["", *joined(table(columns, rows, 100, plain)), ""]
    for part, told in examples.items():
        lines += [part, *(f"  {line}" for line in (shorten(one, 110)[0] for one in told))]
    return lines
