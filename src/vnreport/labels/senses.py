"""What single words of a report do: "thua lỗ" is a bad event, "tiếp tục" a task, "thiếu" a lack, of whatever.

The words are a table, `report_words.tsv`. A word under a negation ("không xảy ra tai nạn") has the sense "not …".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from sys import intern
from typing import Any

from vnreport.lexicon import lexicon_cache, load_columns

# What turns the words behind it into their opposite, up to three syllables on.
_NEGATIONS = frozenset(("không", "chưa", "chẳng", "tránh", "ngăn", "phòng", "chống", "giảm"))
_REACH = 4
_ENDS = frozenset(",.;:")
_TURNS = _NEGATIONS | _ENDS


@lexicon_cache
def _words() -> dict[str, Any]:
    """The senses of words as a tree of their syllables: a sense where only one word is left, else a branch.

    The sense of a word that others go on from stands under "" in its branch. A branch is a list of the rests of its
    words, each with its sense behind a tab, until a text first holds its syllable.
    """
    tree: dict[str, Any] = {}
    for word, sense in zip(*load_columns("report_words", "word", "sense"), strict=True):
        first, _, rest = word.partition(" ")
        tree.setdefault(first, []).append(f"{rest}\t{sense}")
    return tree


def _grown(words: Sequence[str]) -> str | dict[str, Any]:
    """The branch of words with their senses."""
    told = (word.partition("\t") for word in words)
    return _branch([(rest, intern(sense)) for rest, _, sense in told])  # interned: thousands of words share them


def _branch(words: Sequence[tuple[str, str]]) -> str | dict[str, Any]:
    """The branch of words, given by what follows its syllable: a sense where nothing does."""
    following: dict[str, list[tuple[str, str]]] = {}
    for word, sense in words:
        first, _, rest = word.partition(" ")
        following.setdefault(first, []).append((rest, sense))
    if list(following) == [""]:
        return following[""][-1][1]
    return {first: own[-1][1] if not first else _branch(own) for first, own in following.items()}


def find_senses(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """The senses of the words among tokens, with the index of their first; of two words at one place the longer counts.

    >>> find_senses("hợp tác xã thua lỗ , nợ đọng".split())
    [(3, 'bad_event'), (6, 'bad_event')]
    >>> find_senses(["không", "ngộ", "độc"])
    [(1, 'not bad_event')]
    """
    found = []
    words = _words()
    denies = not _NEGATIONS.isdisjoint(tokens)
    after, last = 0, len(tokens)
    for place, node in enumerate(map(words.get, tokens)):
        if node is None or place < after:
            continue
        if isinstance(node, list):
            node = words[tokens[place]] = _grown(node)
        sense, stop = None, place
        while node is not None:
            stop += 1
            if isinstance(node, str):
                sense, after = node, stop
                break
            if "" in node:
                sense, after = node[""], stop
            node = node.get(tokens[stop]) if stop < last else None
        if sense is not None:
            found.append((place, f"not {sense}" if denies and _is_negated(tokens, place) else sense))
    return found


def _is_negated(tokens: Sequence[str], place: int) -> bool:
    before = tokens[max(0, place - _REACH) : place]
    if _TURNS.isdisjoint(before):
        return False
    return next(token for token in reversed(before) if token in _TURNS) in _NEGATIONS


def sense_features(tokens: Sequence[str]) -> list[str]:
    """Which senses a sentence holds, which twice, first, last, at its very beginning, and which follow each other."""
    found = find_senses(tokens)
    if not found:
        return ["sense="]
    senses = [sense for _, sense in found]
    once = dict.fromkeys(senses)
    features = [f"sense={sense}" for sense in once]
    if len(once) < len(senses):
        features += [f"twice={sense}" for sense in once if senses.count(sense) > 1]
    features += [f"final={senses[-1]}", *[f"then={one}>{two}" for one, two in pairwise(senses)]]
    if not found[0][0]:
        features.append(f"head={senses[0]}")
    return features
