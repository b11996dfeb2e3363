"""Blocks, sections, sentences and words: frozen records with offsets into the source."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from vnreport.records import field, record

LABELS = ("achievements", "limitations", "directions", "other")
_NO_SCORES: dict[str, float] = {}


def _no_scores() -> dict[str, float]:
    """The scores of what nobody has labelled: one empty dict for all, for there are thousands of sentences."""
    return _NO_SCORES


@record
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
    label_scores: dict[str, float] = field(default_factory=_no_scores)
    aspect: str | None = None


@record
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
    label_scores: dict[str, float] = field(default_factory=_no_scores)
    aspect: str | None = None

    @property
    def heading(self) -> str:
        """Number and title on one line, with the mark that reports put behind a number; empty where there is neither.

        >>> Section(0, None, 1, "II", "KẾT QUẢ", 0, 20).heading, Section(1, 0, 2, "a", None, 12, 20).heading
        ('II. KẾT QUẢ', 'a)')
        """
        number = self.number or ""
        mark = "" if not number else ")" if len(number) == 1 and number.islower() else "."
        return " ".join(f"{number}{mark} {self.title or ''}".split())


@record
class Sentence:
    """A sentence, inside one block; headings, captions and list items are sentences of their own."""

    start: int
    end: int
    text: str
    block: int
    label: str = "other"
    label_score: float = 0.0
    label_scores: dict[str, float] = field(default_factory=_no_scores)
    aspect: str | None = None


class Sentences(Sequence[Sentence]):
    """Sentences without labels as arrays of offsets; a `Sentence` is made when one is looked at.

    >>> found = Sentences("Đã họp. Kết quả tốt.", array("I", [0, 8]), array("I", [7, 20]), array("I", [0, 0]))
    >>> found[1].text, len(found), [sentence.block for sentence in found]
    ('Kết quả tốt.', 2, [0, 0])
    """

    __slots__ = ("_blocks", "_ends", "_starts", "_text")

    def __init__(self, text: str, starts: array[int], ends: array[int], blocks: array[int]) -> None:
        self._text, self._starts, self._ends, self._blocks = text, starts, ends, blocks

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence]) -> Sentences:
        """The sentences of a text, from records."""
        columns = zip(*((s.start, s.end, s.block) for s in sentences), strict=True) if sentences else ((), (), ())
        starts, ends, blocks = (array("I", column) for column in columns)
        return cls(text, starts, ends, blocks)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> Sentence: ...
    @overload
    def __getitem__(self, place: slice) -> Sentences: ...
    def __getitem__(self, place: int | slice) -> Sentence | Sentences:
        if isinstance(place, slice):
            return Sentences(self._text, self._starts[place], self._ends[place], self._blocks[place])
        start, end = self._starts[place], self._ends[place]
        return Sentence(start, end, self._text[start:end], self._blocks[place])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sentences):
            return NotImplemented
        return (self._text, self._starts, self._ends, self._blocks) == (
            other._text, other._starts, other._ends, other._blocks,
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Sentences({[sentence.text for sentence in self]!r})"


@record
class Word:
    """A word: codes, dates, numbers with their sign and abbreviations in capitals are one word each.

    `pos` is the part of speech as underthesea tags it ("N", "V", "Np"), where tags were asked for.
    """

    start: int
    end: int
    text: str
    pos: str | None = None


class Words(Sequence[Word]):
    """The words of a text as two arrays of offsets; a `Word` is made when one is looked at.

    >>> words = Words("Công đoàn cơ sở", array("I", [0, 10]), array("I", [9, 15]))
    >>> words[1].text, len(words), [word.start for word in words]
    ('cơ sở', 2, [0, 10])
    """

    __slots__ = ("_ends", "_pos", "_starts", "_text")

    def __init__(self, text: str, starts: array[int], ends: array[int], pos: tuple[str, ...] | None = None) -> None:
        self._text, self._starts, self._ends, self._pos = text, starts, ends, pos

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> Word: ...
    @overload
    def __getitem__(self, place: slice) -> Words: ...
    def __getitem__(self, place: int | slice) -> Word | Words:
        if isinstance(place, slice):
            tags = None if self._pos is None else self._pos[place]
            return Words(self._text, self._starts[place], self._ends[place], tags)
        start, end = self._starts[place], self._ends[place]
        return Word(start, end, self._text[start:end], None if self._pos is None else self._pos[place])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Words):
            return NotImplemented
        return (self._text, self._starts, self._ends, self._pos) == (
            other._text, other._starts, other._ends, other._pos,
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Words({[word.text for word in self]!r})"
