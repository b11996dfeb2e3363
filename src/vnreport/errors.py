"""Everything that vnreport raises on purpose, each with the place and the next step in its message."""

from __future__ import annotations

import os
from typing import Any


class VnReportError(Exception):
    """The parent of every error that vnreport raises on purpose."""


class LexiconError(VnReportError):
    """A row of a data table is wrong; names the file, the line and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.file, self.line, self.reason)


class ConfigError(VnReportError, ValueError):
    """An option has a value that it cannot have; the message lists the possible ones."""


class ParseError(VnReportError, ValueError):
    """A string is not a single value of the kind asked for."""


class UnreadableFile(VnReportError):
    """A file cannot be read as a report: damaged, of an unknown format, or too large.

    `path` is the file as given, `reason` says what is wrong and, where there is one, what to do next.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.reason)


class UnsupportedFormat(UnreadableFile):
    """A file is of a kind that holds no text which is read here: a picture, an archive, a table, a program."""


class ModelError(VnReportError):
    """A file is no model of labels, or one that this version cannot use; names the file and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.file, self.reason)


class GoldError(VnReportError):
    """An annotated report cannot be used; names the file, the place in it and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.file, self.reason)


class MissingDependency(VnReportError, ImportError):
    """A package that this one call needs is not installed; the message names the command that installs it."""

    def __init__(self, package: str, purpose: str, command: str) -> None:
        super().__init__(f"{purpose} needs {package}, which cannot be imported; install it with: {command}")
        self.package, self.purpose, self.command = package, purpose, command

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.package, self.purpose, self.command)


def fault(error: BaseException) -> str:
    """An error that nobody foresaw, as ledgers tell it: its class and its place in the library.

    Not its message, for that may quote the document, and a ledger is read by those who may not read the documents.
    """
    import traceback  # which takes long to import, and is rarely needed

    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}vnreport{os.sep}" in frame.filename] or list(frames)
    if not own:
        return type(error).__name__
    place = own[-1].filename.rpartition(f"{os.sep}vnreport{os.sep}")[2].replace(os.sep, "/")
    return f"{type(error).__name__} at {place}, line {own[-1].lineno}; please report it with the version of vnreport"
