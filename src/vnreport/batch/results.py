"""Results on disk: one file for each document that was analysed, named after what it was made from.

A result lies in `parts/GENERATOR/ab/abcd….part`, where the generator is a digest of version, tables and options and the
name a digest of the document's bytes and format. It is written beside its place and moved there in one step, so that a
run that is killed leaves whole results or none, and the next run finds what is done.

A part is two lines: facts about the document (small), and the report's JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from vnreport.errors import ParseError
from vnreport.records import record


@record
class Facts:
    """What is known of a document beside its report: where its text came from, and how it can be compared."""

    content: str
    format: str
    encoding: str | None
    decided: str
    characters: int
    quality: float | None
    damage: tuple[str, ...]
    warnings: tuple[str, ...]
    draft: bool
    text: str
    sketch: tuple[int, ...]


def digest(data: bytes) -> str:
    """The name of some content."""
    return hashlib.sha256(data).hexdigest()


def generator_key(generator: Mapping[str, Any]) -> str:
    """A short name of version, tables and options."""
    return digest(json.dumps(generator, sort_keys=True, ensure_ascii=False).encode())[:12]


class Results:
    """The results of one output, by what they were made from."""

    def __init__(self, folder: pathlib.Path, generator: str) -> None:
        self.folder = folder
        self.generator = generator

    def place(self, content: str, kind: str, generator: str | None = None) -> pathlib.Path:
        """Where the result of some content, read as some format, lies or would lie."""
        name = f"{content}-{kind}.part"
        return self.folder / "parts" / (generator or self.generator) / content[:2] / name

    def find(self, content: str, kind: str, *, any_generator: bool = False) -> pathlib.Path | None:
        """The result of some content, or None; with `any_generator` also one of another version or other options."""
        own = self.place(content, kind)
        if own.exists():
            return own
        if any_generator:
            for other in self.generators():
                found = self.place(content, kind, other)
                if found.exists():
                    return found
        return None

    def generators(self) -> list[str]:
        """The generators that have left results here."""
        parts = self.folder / "parts"
        return sorted(entry.name for entry in parts.iterdir()) if parts.is_dir() else []

    def write(self, content: str, kind: str, facts: Facts, report: str) -> pathlib.Path:
        """Put a result into its place, in one step."""
        target = self.place(content, kind)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        head = json.dumps(asdict(facts), ensure_ascii=False)
        temporary.write_bytes(f"{head}\n{report}\n".encode("utf-8", "backslashreplace"))
        os.replace(temporary, target)
        return target


def read_part(path: pathlib.Path) -> tuple[Facts, str]:
    """The facts and the report's JSON of a result. Raises ParseError for a file that is none."""
    head, _, report = path.read_text("utf-8").partition("\n")
    return _facts(path, head), report.rstrip("\n")


def read_facts(path: pathlib.Path) -> Facts:
    """The facts of a result alone; its report is not read."""
    with path.open(encoding="utf-8") as stream:
        return _facts(path, stream.readline())


def _facts(path: pathlib.Path, head: str) -> Facts:
    try:
        row = json.loads(head)
        for name in ("damage", "warnings", "sketch"):
            row[name] = tuple(row[name])
        return Facts(**row)
    except (ValueError, TypeError, KeyError) as error:
        raise ParseError(f"{path}: no result of a batch ({error}); delete it and run the batch again") from error


def remove_leftovers(folder: pathlib.Path) -> None:
    """Remove what a killed run left half written."""
    for path in _leftovers(folder):
        path.unlink(missing_ok=True)


def _leftovers(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    parts = folder / "parts"
    return parts.glob("*/*/*.tmp") if parts.is_dir() else iter(())
