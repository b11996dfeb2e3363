"""The inputs that commands share: files and standard input as documents, and options that are checked.

Inputs that cannot be read are told and counted; the others go on.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from vnreport.cli.console import shown, tell
from vnreport.errors import UnreadableFile, VnReportError

if TYPE_CHECKING:
    from vnreport.io.document import Document


def day(_: click.Context, __: click.Parameter, value: str | None) -> datetime.date | None:
    """A day written as YYYY-MM-DD, or a usage error that shows how to write one."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):  # "2024-02-30" has the form and is no day: refused below
            return datetime.date.fromisoformat(value)
    raise click.BadParameter(f"{value!r} is no day; write it as YYYY-MM-DD, e.g. 2024-07-05.")


_SIZES = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def size(_: click.Context, __: click.Parameter, value: str) -> int:
    """A size such as 64M in bytes, or a usage error that shows how to write one."""
    match = re.fullmatch(r"([0-9]{1,9})([KMG]?)B?", value.strip().upper())
    if match is None or int(match[1]) == 0:
        raise click.BadParameter(f"{value!r} is no size; write it as 64M or 2G.")
    return int(match[1]) * _SIZES[match[2]]


def check_names(files: Sequence[str], output: str | None) -> None:
    """Refuse standard input twice, and an output that is also an input."""
    if files.count("-") > 1:
        raise click.UsageError("standard input can be read once only; give one '-'.")
    for name in files:
        # Opening the output would empty the input before it is read.
        if output is not None and name != "-" and _same_file(name, output):
            raise click.UsageError(f"--output {output} is also an input; write to another file.")


def _same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one of them does not exist (yet), or is no file name: they are not the same
        return False


def free_name(folder: str, name: str, suffix: str, taken: dict[str, str]) -> str:
    """NAME.suffix in the folder; of two files with one name the second keeps its own, so that none is overwritten."""
    stem = os.path.splitext(os.path.basename(name))[0]
    for candidate in (f"{stem}{suffix}", f"{os.path.basename(name)}{suffix}"):
        target = os.path.join(folder, candidate)
        if target not in taken and os.path.abspath(target) != os.path.abspath(name):
            taken[target] = name
            return target
    raise click.UsageError(f"{shown(name)}: two inputs have this name; write them into different folders.")


def inputs(names: Sequence[str], failed: list[str]) -> Iterator[tuple[str, Document]]:
    """Name and document of each input that can be read; each other is told on standard error and added to `failed`."""
    for name in names:
        try:
            document = _standard_input() if name == "-" else _file(name)
        except VnReportError as error:
            failed.append(name)
            tell(name, error.reason if isinstance(error, UnreadableFile) else str(error))
        else:
            yield name, document


def _file(name: str) -> Document:
    from vnreport.io import read

    document = read(name)
    for warning in document.warnings:
        tell(name, f"warning: {warning}")
    return document


def _standard_input() -> Document:
    from vnreport.io.plain import read_plain
    from vnreport.io.reading import MAX_BYTES

    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else None
    except OSError as error:
        raise UnreadableFile("-", f"cannot be read: {error.strerror or error}") from error
    if data is None:
        raise UnreadableFile("-", "standard input is closed; pipe a text into it or name a file")
    if len(data) > MAX_BYTES:
        raise UnreadableFile("-", f"has more than {MAX_BYTES:,} bytes; split it into one file for each report")
    if data.startswith((b"%PDF-", b"PK\x03\x04")):
        raise UnreadableFile("-", "is no text but a .pdf or .docx; name the file instead of piping it")
    return read_plain("-", data, "txt")
