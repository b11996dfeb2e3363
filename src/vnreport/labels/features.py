"""Features: what a model sees of a passage, as words. A passage has a feature or not.

Words have numbers, so that nothing has to be spelled for the many that a sentence has: a feature is the number of a
word, a number made of those of two words that follow each other, or a name.

The words of the sentence itself (syllables, pairs, its first three) are one group, whose size depends on the length of
the sentence; a model weighs that group by the square root of its size, so that a long sentence is no surer than a short
one. What its words do (`labels/senses.py`), and what the sentence stands in (headings, lead of the list, kind of block,
place in the report), are the other group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from vnreport.labels.passages import Passage, Place, tokens
from vnreport.labels.senses import sense_features

Feature = int | str
# A word has a number below this, two words one above.
_PAIRS = 1 << 16


def pair(one: int, two: int) -> int:
    """The feature of two words that follow each other."""
    return (one + 1) * _PAIRS + two


def in_feature(feature: int) -> tuple[int, ...]:
    """The numbers of the words that a feature is made of.

    >>> in_feature(2), in_feature(pair(1, 2))
    ((2,), (1, 2))
    """
    return (feature,) if feature < _PAIRS else (feature // _PAIRS - 1, feature % _PAIRS)


class Words(dict[str, int]):
    """The numbers of words, from 1 on; a word that is not known is 0."""

    def __init__(self, words: Iterable[str]) -> None:
        self.names = list(words)
        super().__init__(zip(self.names, range(1, len(self.names) + 1), strict=True))

    def __missing__(self, word: str) -> int:
        return 0

    def written(self, feature: Feature) -> str:
        """A feature as people read it.

        >>> words = Words(["còn", "chậm"])
        >>> own, _ = sentence_features(Passage("còn chậm.", Place("paragraph")), words)
        >>> sorted(map(words.written, own & {1, 2, 131074}))
        ['chậm', 'còn', 'còn chậm']
        """
        if isinstance(feature, str):
            return feature
        return " ".join(self.names[number - 1] for number in in_feature(feature))


class NewWords(Words):
    """Words that are numbered as they come, for learning."""

    def __init__(self) -> None:
        super().__init__(())

    def __missing__(self, word: str) -> int:
        self.names.append(word)
        number = self[word] = len(self.names)
        if number == _PAIRS:
            raise ValueError(f"more than {_PAIRS - 1} different words are too many for a model")
        return number


def sentence_features(passage: Passage, known: Words) -> tuple[set[Feature], list[str]]:
    """The words of a sentence, and what they do and where in its block it stands.

    >>> own, turn = sentence_features(Passage("còn chậm.", Place("paragraph")), Words(["còn", "chậm", "."]))
    >>> sorted(own, key=str)
    [1, 131074, 196611, 2, 3, '^còn', '^còn chậm']
    >>> turn[:2]
    ['number=0', 'last=True']
    """
    words = tokens(passage.folded)
    numbers = list(map(known.__getitem__, words))
    own: set[Feature] = {*numbers, *[(one + 1) * _PAIRS + two for one, two in pairwise(numbers)]}
    start = [word for word in words[:8] if word.isalpha()][:3]
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
