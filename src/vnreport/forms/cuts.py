"""Where a text may be cut, and its pieces: each within a limit, and cut at the softest place.

A text is a row of units (a sentence; inside a sentence that is too long, its words). Before each unit stands a place to
cut, softer or harder. The work is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple


class Place(IntEnum):
    """What a cut stands between, from the softest to the hardest."""

    BLOCKS = 1
    ITEMS = 2
    ROWS = 3
    SENTENCES = 4
    LEAD_IN = 5
    """A heading and its text, a lead-in and its list, a caption and its table."""
    BROKEN_SENTENCE = 6
    """The two parts of a sentence that the end of a page tore."""
    CLAUSES = 7
    PHRASES = 8
    WORDS = 9
    WORDS_OF_A_MENTION = 10
    LETTERS = 11


class Unit(NamedTuple):
    """A stretch that is never cut, the place before it, and the index of its block."""

    start: int
    end: int
    before: Place
    block: int


def pieces(units: Sequence[Unit], limit: int) -> Iterator[Sequence[Unit]]:
    """Neighbouring units as pieces of at most `limit` characters, each cut at the softest place.

    A piece is at least a third full, unless only a cut inside a sentence would make it so. Of places that are equally
    soft the last is taken, and between the last two pieces the one that makes them most alike.

    >>> units = [Unit(0, 5, Place.BLOCKS, 0), Unit(6, 9, Place.SENTENCES, 0), Unit(10, 14, Place.BLOCKS, 1)]
    >>> [(piece[0].start, piece[-1].end) for piece in pieces(units, 10)]
    [(0, 9), (10, 14)]
    """
    first = 0
    while first < len(units):
        last = _cut(units, first, limit)
        yield units[first:last]
        first = last


def _cut(units: Sequence[Unit], first: int, limit: int) -> int:
    """The index of the unit that the next piece begins with."""
    start, end = units[first].start, units[-1].end
    if end - start <= limit:
        return len(units)
    places = []
    for index in range(first + 1, len(units)):
        if units[index - 1].end - start > limit:
            break
        places.append(index)
    two_will_do = end - start <= 2 * limit

    def rank(index: int) -> tuple[int, bool, int]:
        size, rest = units[index - 1].end - start, end - units[index].start
        return units[index].before, two_will_do and rest > limit, abs(size - rest) if two_will_do else -size

    full = [index for index in places if units[index - 1].end - start >= limit // 3]
    best = min(full or places, key=rank)
    if units[best].before > Place.LEAD_IN:
        best = min((index for index in places if units[index].before <= Place.LEAD_IN), key=rank, default=best)
    return best
