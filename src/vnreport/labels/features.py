"""Features: what a model sees of a passage, as words. A feature is a string; a passage has it or not.

The words of the sentence itself (syllables, pairs, its first three) are one group, whose size depends on the length of
the sentence; a model weighs that group by the square root of its size, so that a long sentence is no surer than a short
one. What its words do (`labels/senses.py`), and what the sentence stands in (headings, lead of the list, kind of block,
place in the report), are the other group.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vnreport.labels.passages import Passage, Place, tokens
from vnreport.labels.senses import sense_features


def sentence_features(passage: Passage) -> tuple[set[str], list[str]]:
    """The words of a sentence, and what they do and where in its block it stands.

    >>> own, turn = sentence_features(Passage("còn chậm.", Place("paragraph")))
    >>> sorted(own)
    ['.', '^còn', '^còn chậm', 'chậm', 'chậm .', 'còn', 'còn chậm']
    >>> turn[:2]
    ['number=0', 'last=True']
    """
    words = tokens(passage.folded)
    start = [word for word in words[:8] if word.isalpha()][:3]
    own = {*words, *[f"{one} {two}" for one, two in pairwise(words)]}
    own.update(["^" + " ".join(start[:length]) for length in range(1, len(start) + 1)])
    return own, [f"number={min(passage.number, 3)}", f"last={passage.last}", *sense_features(words)]


def place_features(place: Place) -> list[str]:
    """What all sentences of a block share."""
    features = [f"kind={place.kind}", f"style={place.style}", f"headed={place.headed}"]
    if place.position is not None:
        features.append(f"tenth={place.position}")
    if place.opening:
        features.append("opening")
    if place.ahead:
        features.append("ahead")
    if place.announced is None:
        features.append("announced=")
    else:
        label, aspect, inherited = place.announced.label, place.announced.aspect, place.announced.inherited
        features += [f"announced={label}", f"announced={label}/{aspect}/{inherited}", f"announced={label} {place.kind}"]
    features += _words("title", place.title)
    features += _words("path", place.path)
    features += _words("lead", place.lead)
    return features


def _words(group: str, words: Sequence[str]) -> list[str]:
    return [*(f"{group}:{word}" for word in words), *(f"{group}:{one} {two}" for one, two in pairwise(words))]
