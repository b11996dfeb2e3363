"""Blocks, sections, sentences and words: frozen records with offsets into the source."""

from __future__ import annotations

from dataclasses import dataclass, field

LABELS = ("achievements", "limitations", "directions", "other")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row or piece of furniture.

    `kind` is one of title, heading, paragraph, list_item, table_row, caption, byline, letterhead, signature,
    boilerplate. `number` is the heading's or the item's own number ("II", "2.1", "a"), or None.
    """

    start: int
    end: int
    text: str
    kind: str
    number: str | None = None
    section: int | None = None
    label: str = "other"
    label_score: float = 0.0
    label_scores: dict[str, float] = field(default_factory=dict)
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline; `start` and `end` include the heading, `parent` is the id of the enclosing section."""

    id: int
    parent: int | None
    level: int
    number: str | None
    title: str | None
    start: int
    end: int
    label: str = "other"
    label_score: float = 0.0
    label_scores: dict[str, float] = field(default_factory=dict)
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, inside one block; headings, captions and list items are sentences of their own."""

    start: int
    end: int
    text: str
    block: int
    label: str = "other"
    label_score: float = 0.0
    label_scores: dict[str, float] = field(default_factory=dict)
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word: codes, dates, numbers with their sign and abbreviations in capitals are one word each."""

    start: int
    end: int
    text: str
