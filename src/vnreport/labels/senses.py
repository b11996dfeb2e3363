"""What single words of a report do: "thua lỗ" is a bad event, "tiếp tục" a task, "thiếu" a lack, of whatever.

The words are a table, `report_words.tsv`. A word under a negation ("không xảy ra tai nạn") has the sense "not …".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vnreport.lexicon import lexicon_cache, load_table

# What turns the words behind it into their opposite, up to three syllables on.
_NEGATIONS = frozenset(("không", "chưa", "chẳng", "tránh", "ngăn", "phòng", "chống", "giảm"))
_REACH = 4
_ENDS = frozenset(",.;:")


@lexicon_cache
def _words() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """The sense of each word; by the pair of syllables that longer words begin with, their lengths, longest first."""
    senses = {row["word"]: row["sense"] for row in load_table("report_words", "word", "sense", "source")}
    lengths: dict[str, set[int]] = {}
    for syllables in map(str.split, senses):
        if len(syllables) > 1:
            lengths.setdefault(" ".join(syllables[:2]), set()).add(len(syllables))
    return senses, {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in lengths.items()}


def find_senses(tokens: Sequence[str], pairs: Sequence[str]) -> list[tuple[int, str]]:
    """The senses of the words among tokens, with the index of their first; of two words at one place the longer counts.

    `pairs` are the tokens two by two, which the caller has at hand.

    >>> tokens = "hợp tác xã thua lỗ , nợ đọng".split()
    >>> find_senses(tokens, [f"{one} {two}" for one, two in pairwise(tokens)])
    [(3, 'bad_event'), (6, 'bad_event')]
    >>> find_senses(["không", "ngộ", "độc"], ["không ngộ", "ngộ độc"])
    [(1, 'not bad_event')]
    """
    senses, lengths = _words()
    begun = [place for place, pair in enumerate(pairs) if pair in lengths]
    alone = [place for place, token in enumerate(tokens) if token in senses]
    found = []
    after = 0
    for place in sorted({*begun, *alone}):
        if place < after:
            continue
        sense, taken = None, 1
        for taken in lengths.get(pairs[place], ()) if place < len(pairs) else ():
            sense = senses.get(" ".join(tokens[place : place + taken]))
            if sense is not None:
                break
        if sense is None:
            sense, taken = senses.get(tokens[place]), 1
        if sense is not None:
            found.append((place, f"not {sense}" if _is_negated(tokens, place) else sense))
            after = place + taken
    return found


def _is_negated(tokens: Sequence[str], place: int) -> bool:
    for token in reversed(tokens[max(0, place - _REACH) : place]):
        if token in _ENDS:
            return False
        if token in _NEGATIONS:
            return True
    return False


def sense_features(tokens: Sequence[str], pairs: Sequence[str]) -> list[str]:
    """Which senses a sentence holds, which twice, first, last, at its very beginning, and which follow each other."""
    found = find_senses(tokens, pairs)
    if not found:
        return ["sense="]
    senses = [sense for _, sense in found]
    once = dict.fromkeys(senses)
    features = [f"sense={sense}" for sense in once]
    features += [f"twice={sense}" for sense in once if senses.count(sense) > 1]
    features += [f"final={senses[-1]}", *[f"then={one}>{two}" for one, two in pairwise(senses)]]
    if not found[0][0]:
        features.append(f"head={senses[0]}")
    return features
