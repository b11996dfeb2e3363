"""`vnreport batch`: many documents into one output, by several processes, with a ledger of what failed."""

from __future__ import annotations

import datetime
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from vnreport.cli.analyze import PARTS
from vnreport.cli.console import EXIT_SOME_FAILED, SETTINGS, is_terminal, shown
from vnreport.cli.inputs import day, size
from vnreport.errors import ConfigError, LexiconError, MissingDependency, VnReportError

if TYPE_CHECKING:
    from vnreport.batch.plan import Plan
    from vnreport.batch.run import Summary


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport batch luu-tru/ -o ket-qua.jsonl
  vnreport batch luu-tru.zip 'bao-cao/**/*.docx' -o ket-qua.parquet --jobs 8
  vnreport batch --list danh-sach.txt -o ket-qua.xlsx --metadata don-vi.csv

\b
Exit codes: 0 all is well, 1 some documents failed (they stand in the ledger), 2 wrong usage,
130 interrupted (the same command goes on from there).
""",
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "-o", "--output", required=True, metavar="OUT",
    help="NAME.jsonl, a folder NAME.parquet or NAME.csv of tables, or NAME.xlsx.",
)  # fmt: skip
@click.option("--list", "lists", multiple=True, metavar="FILE", help="A list of paths, one a line (may be repeated).")
@click.option("--metadata", metavar="FILE", help="A CSV of your own columns, joined to the documents by path.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes. Default: one for each core.")
@click.option("--timeout", type=click.FloatRange(1), default=120.0, show_default=True, help="Seconds for one document.")
@click.option("--max-size", default="64M", show_default=True, callback=size, help="The largest document to read.")
@click.option("--max-memory", default="4G", show_default=True, callback=size, help="The most memory of one process.")
@click.option("--report-date", metavar="YYYY-MM-DD", callback=day, help="Completes days without a year in all reports.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Compute this part only (may be repeated).")
@click.option("--register", multiple=True, metavar="FILE", help="Your own register of documents (may be repeated).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. units.tsv.")
@click.option("--no-people", is_flag=True, help="Leave out people, and blot out their names in the text.")
@click.option("--redo", is_flag=True, help="Make anew what another version or other options made.")
@click.option("--mixed", is_flag=True, help="Keep what another version or other options made, and add to it.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read.")
@click.pass_context
def batch(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    lists: tuple[str, ...],
    metadata: str | None,
    jobs: int | None,
    timeout: float,
    max_size: int,
    max_memory: int,
    report_date: datetime.date | None,
    only: tuple[str, ...],
    register: tuple[str, ...],
    lexicon: tuple[str, ...],
    no_people: bool,
    redo: bool,
    mixed: bool,
    dry_run: bool,
) -> None:
    """Read many documents into one output.

    PATH is a file, a folder with all below it, a pattern in quotes, or an archive (.zip, .tar, .tar.gz). A run that was
    stopped goes on where it was when the command is given again; documents that have not changed are not read again.
    Their results lie in OUT.work. What fails stands in NAME.errors.jsonl with the stage and the reason.
    """
    from vnreport.analyzer import Analyzer
    from vnreport.batch.metadata import NO_METADATA, read_metadata
    from vnreport.batch.output import output_form
    from vnreport.batch.plan import read_list
    from vnreport.batch.run import Options, plan_batch, run_batch

    try:
        given = [*paths, *(path for file in lists for path in read_list(file))]
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--list cannot be read: {error}") from error
    if not given:
        raise click.UsageError("name at least one PATH or --list.")
    if redo and mixed:
        raise click.UsageError("--redo and --mixed say opposite things; give one.")
    try:
        output_form(output)
        analyzer = Analyzer(only=only or None, register=register, lexicon=lexicon, people=not no_people)
        options = Options(
            analyzer, jobs or _cores(), timeout, max_size, max_memory,
            read_metadata(metadata) if metadata else NO_METADATA, report_date, mixed, redo,
        )  # fmt: skip
        if dry_run:
            _tell_plan(plan_batch(given, output, options))
            return
        with _Progress() as progress:
            summary = run_batch(given, output, options, begin=progress.begin)
    except (ConfigError, LexiconError) as error:
        raise click.UsageError(str(error)) from error
    except MissingDependency as error:
        raise click.ClickException(str(error)) from error
    except VnReportError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}") from error
    _tell_summary(summary)
    context.exit(EXIT_SOME_FAILED if summary.failures else 0)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Progress:
    """A bar with the rate and the failures, on a terminal."""

    def __enter__(self) -> _Progress:
        self._bar: object = None
        return self

    def __exit__(self, *_: object) -> None:
        close = getattr(self._bar, "close", None)
        if close is not None:
            close()

    def begin(self, total: int):  # type: ignore[no-untyped-def]
        """The bar for so many documents; gives the function that moves it."""
        if not is_terminal(sys.stderr):
            return lambda done, failed: None
        from tqdm import tqdm

        bar = self._bar = tqdm(total=total, unit="doc", file=sys.stderr, dynamic_ncols=True)

        def tell(done: int, failed: int) -> None:
            bar.set_postfix(failed=failed, refresh=False)
            bar.update(done - bar.n)

        return tell


def _tell_plan(plan: Plan) -> None:
    from vnreport.io.page import clean

    suffixes = Counter(os.path.splitext(item.source)[1].lower() or "(none)" for item in plan.items)
    total = sum(item.size for item in plan.items)
    click.echo(f"{len(plan.items)} documents, {total:,} bytes")
    for suffix, count in suffixes.most_common():
        click.echo(f"  {count:8} {clean(suffix)}")
    for failure in plan.failures:
        click.echo(f"  not read: {clean(shown(failure.source))}: {clean(failure.reason)}")


def _tell_summary(summary: Summary) -> None:
    """The end of a batch, on standard error: standard output is for results."""
    rate = summary.fresh / summary.seconds if summary.seconds else 0.0
    lines = [
        f"{summary.documents} documents in {shown(summary.output)}",
        f"  {summary.fresh} read now ({rate:.1f} a second), {summary.kept} were there already",
    ]
    if summary.duplicates:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(summary.duplicates.items()))
        lines.append(f"  repeating another one: {counts}")
    if summary.drafts:
        lines.append(f"  {summary.drafts} drafts")
    if summary.failures:
        stages = Counter(failure.stage for failure in summary.failures)
        counts = ", ".join(f"{count} at {stage}" for stage, count in stages.most_common())
        lines.append(f"  {len(summary.failures)} failed ({counts}); each with its reason in {shown(summary.ledger)}")
    for line in lines:
        click.echo(line, err=True)
