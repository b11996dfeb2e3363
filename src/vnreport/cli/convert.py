"""`vnreport convert`: any document as clean UTF-8 text."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from vnreport.cli.console import EXIT_SOME_FAILED, SETTINGS, is_terminal, tell, writing_to
from vnreport.cli.inputs import free_name
from vnreport.errors import ConfigError, UnreadableFile, VnReportError

if TYPE_CHECKING:
    from vnreport.io.document import Document


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport convert bao-cao-1998.txt -o bao-cao.txt
  vnreport convert *.doc --into van-ban/
  vnreport convert thu.txt --encoding viqr --nfc

Exit codes: 0 all is well, 1 some input failed (the others are still written), 2 wrong usage.
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output (one FILE only).")
@click.option("--into", metavar="FOLDER", help="Write NAME.txt of each FILE into this folder.")
@click.option(
    "--encoding", metavar="NAME", help="The encoding of plain text, where it is known: tcvn3, vni, vps, viqr, …"
)
@click.option("--nfc", is_flag=True, help="Compose letters and their marks (Unicode form NFC).")
@click.pass_context
def convert(
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    into: str | None,
    encoding: str | None,
    nfc: bool,
) -> None:
    """Write the text of documents as UTF-8.

    The encoding is told from the text: TCVN3, VNI, VISCII, Windows-1258, and Unicode read wrongly. What cannot be told
    is refused with the reason. How each was decided is told on standard error when the text goes to a file.
    """
    if output is not None and (into is not None or len(files) > 1):
        raise click.UsageError("--output takes the text of one FILE; for several use --into FOLDER.")
    if into is not None and not os.path.isdir(into):
        raise click.BadParameter(f"{into} is no folder.", param_hint="--into")
    failed = False
    taken: dict[str, str] = {}
    for name in files:
        try:
            document = _read(name, encoding)
        except ConfigError as error:
            raise click.UsageError(str(error)) from error
        except VnReportError as error:
            failed = True
            tell(name, error.reason if isinstance(error, UnreadableFile) else str(error))
            continue
        target = output
        if into is not None:
            target = free_name(into, name, ".txt", taken)
        for warning in (*document.warnings, *map(str, document.damage)):
            tell(name, f"warning: {warning}")
        if target is not None or (is_terminal(sys.stderr) and not is_terminal(sys.stdout)):
            tell(name, document.decided)
        _write(target, document, nfc)
    context.exit(EXIT_SOME_FAILED if failed else 0)


def _read(name: str, encoding: str | None) -> Document:
    from vnreport.io import read

    return read(name, encoding=encoding)


def _write(target: str | None, document: Document, nfc: bool) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", document.text) if nfc else document.text
    with writing_to(target) as sink:
        sink.write(text if text.endswith("\n") or not text else text + "\n")
