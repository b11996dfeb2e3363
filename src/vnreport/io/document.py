"""A file that was read: its text, and how its format and encoding were decided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file; `decided` says how format and encoding were found, `warnings` what was odd about it."""

    text: str
    path: str
    format: str
    encoding: str | None
    decided: str
    warnings: tuple[str, ...] = ()
