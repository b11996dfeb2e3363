"""Documents that are the same, nearly the same, or drafts.

Two texts are near when they share most runs of words: each text keeps, for each of 64 classes of such runs, the one
with the smallest hash; the share of the classes in which two texts agree estimates the share of runs that they have in
common (one-permutation MinHash, Li et al. 2012). Only texts that agree in a whole band of classes are compared.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from vnreport.records import record
from vnreport.text.normalize import fold, normalize

_CLASSES = 64
_BAND = 4
_RUN = 4
# Two versions of one report that differ in a date, a number and a signature agree in nine of ten runs and more.
_NEAR = 0.8
_WORD = re.compile(r"\w+")
_EMPTY = 2**32 - 1
# A number or a date that was left blank in the letterhead, or the word itself.
_DRAFT = re.compile(
    r"dự thảo|số\s?:?[ .…_]{0,20}/(?:bc|kh|nq|tb|qđ|tt)\b|ngày[ .…_]{2,20}tháng[ .…_\d]{1,20}năm", re.IGNORECASE
)
_HEAD = 1200


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hash of each class of runs of four words; empty for a text too short to compare.

    >>> sketch("ngắn")
    ()
    """
    words = _WORD.findall(fold(normalize(text).text))
    if len(words) < 4 * _RUN:
        return ()
    smallest = [_EMPTY] * _CLASSES
    for place in range(len(words) - _RUN + 1):
        value = zlib.crc32(" ".join(words[place : place + _RUN]).encode("utf-8", "replace"))
        index = value % _CLASSES
        if value < smallest[index]:
            smallest[index] = value
    return tuple(smallest)


def is_draft(text: str) -> bool:
    """Whether the head of a text shows that it was not yet issued.

    >>> is_draft("UBND XÃ\\nSố:    /BC-UBND\\nngày    tháng 01 năm 2026"), is_draft("UBND XÃ\\nSố: 12/BC-UBND")
    (True, False)
    """
    return _DRAFT.search(fold(text[:_HEAD])) is not None


@record
class Likeness:
    """The document that another one repeats, by position, and how: `exact` or `near`."""

    of: int
    kind: str


def find_duplicates(
    texts: Sequence[str], sketches: Sequence[Sequence[int]], drafts: Sequence[bool]
) -> dict[int, Likeness]:
    """By position, documents that repeat another one: the first of them that is no draft, else the first.

    `texts` are digests of the texts, so that a report saved in two formats is one.
    """
    found: dict[int, Likeness] = {}
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        if text in first:
            found[index] = Likeness(first[text], "exact")
        else:
            first[text] = index
    for start in range(0, _CLASSES, _BAND):
        bands: dict[tuple[int, ...], int] = {}
        for index, row in enumerate(sketches):
            if not row or index in found:
                continue
            band = tuple(row[start : start + _BAND])
            if band.count(_EMPTY) > 1:
                continue
            other = bands.setdefault(band, index)
            if other != index and other not in found and _agree(sketches[other], row) >= _NEAR:
                found[index] = Likeness(other, "near")
    return _lead_by_finals(found, drafts)


def _agree(one: Sequence[int], other: Sequence[int]) -> float:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != _EMPTY or b != _EMPTY]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def _lead_by_finals(found: dict[int, Likeness], drafts: Sequence[bool]) -> dict[int, Likeness]:
    """Each group led by its first document that is no draft."""
    groups: dict[int, list[int]] = {}
    for index, likeness in found.items():
        leader = likeness.of
        while leader in found:
            leader = found[leader].of
        groups.setdefault(leader, []).append(index)
    result: dict[int, Likeness] = {}
    for leader, others in groups.items():
        members = sorted([leader, *others])
        head = next((index for index in members if not drafts[index]), members[0])
        for index in members:
            if index != head:
                own = found.get(index) or found[head]
                result[index] = Likeness(head, own.kind)
    return result
