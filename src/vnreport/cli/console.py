"""What every command shares: names and messages on standard error, results to a file or to standard output.

`writing_to` writes UTF-8 with "\\n" and ends quietly when the reader of a pipe has gone away.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

import click

EXIT_SOME_FAILED = 1
EXIT_INTERRUPTED = 130

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
EXIT_CODES = "Exit codes: 0 all is well, 1 some input failed (the others are still printed), 2 wrong usage."


def shown(name: str) -> str:
    """A file's name as UTF-8, also where a locale such as C made it a row of single bytes."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def tell(name: str, message: str) -> None:
    """One line on standard error, safe to print whatever the file is called."""
    from vnreport.io.page import clean

    click.echo(f"vnreport: {clean(shown(name))}: {clean(message)}", err=True)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees what is written there."""
    return stream is not None and stream.isatty()


@contextlib.contextmanager
def writing_to(name: str | None) -> Iterator[TextIO]:
    """Where results go: a file, or standard output. A failure to write names the place; a closed pipe is no failure."""
    try:
        with contextlib.ExitStack() as stack:
            stream = sys.stdout if name is None else stack.enter_context(opened(name))
            if stream is None:
                raise click.ClickException("standard output is closed; use --output FILE.")
            yield stream
            stream.flush()
    except BrokenPipeError:
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        # Inputs turn their own OSError into UnreadableFile, so this one is the output's.
        raise click.ClickException(not_written(name or "standard output", error)) from error


def opened(name: str) -> TextIO:
    """A file to write to; a name that cannot be opened is wrong usage."""
    try:
        return open(name, "w", encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:  # ValueError: the name holds a NUL
        reason = error.strerror if isinstance(error, OSError) else error
        raise click.BadParameter(f"{name} cannot be written: {reason}.", param_hint="--output") from error


def not_written(place: str, error: OSError) -> str:
    """What a failure to write says."""
    return f"{place} cannot be written: {error.strerror or error}; make room there or use --output FILE."
