"""The scanning engine: one trigger scan over the text, then small bounded patterns by the word that triggered them.

A rule names the syllables that it may begin with (its heads; "0" stands for any digit). All heads of all rules make one
trie, so the text is scanned once, and at a hit only the rules of that head are tried, in their order. Adding a rule
costs nothing where its head does not stand. Every pattern has bounded repeats only (a test refuses others), which keeps
the whole linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from vnreport.text.normalize import fold

T = TypeVar("T")
DIGIT = "0"


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A named way to find something: tried at every `head`, it returns what it found and where it ended, or None.

    `find(text, folded, start)` gets the normalised and the folded text and the offset of the head.
    """

    name: str
    heads: frozenset[str]
    find: Callable[[str, str, int], tuple[list[T], int] | None]


def first_syllables(phrases: Iterable[str]) -> frozenset[str]:
    """The heads of phrases: "nghị quyết" begins with "nghị", "6 tháng" with a digit."""
    heads = set()
    for phrase in phrases:
        match = re.match(r"[^\W\d_]+", fold(phrase))
        heads.add(match.group() if match else DIGIT)
    return frozenset(heads)


# A line end over which nothing reads on, as between two rows of a table: no blank, no letter.
CLOSED = "\x00"
# Between two words of an expression: blanks, and one line break with the indent of the next line.
GAP = r"[^\S\n]{0,5}(?:\n[^\S\n]{0,16})?"


def alternation(phrases: list[str]) -> str:
    """Phrases as one alternation, longest first, any white space (at most one line break) between their syllables."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(GAP.join(re.escape(part) for part in phrase.split()) for phrase in ordered)


def phrase_trie(phrases: Iterable[str]) -> str:
    """As `alternation`, for hundreds of phrases: they share their beginnings, so a miss costs next to nothing."""
    return trie_pattern(" ".join(phrase.split()) for phrase in phrases).replace("\\ ", _BLANK_IN_PHRASE)


# Between the syllables of a phrase there is at least one blank or a line break.
_BLANK_IN_PHRASE = r"(?:[^\S\n]{1,5}|[^\S\n]{0,5}\n[^\S\n]{0,16})"


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for exactly these words, longest first, that shares their beginnings.

    >>> trie_pattern(["chỉ", "chính", "quy", "quyết"])
    '(?:ch(?:ính|ỉ)|quy(?:ết)?)'
    """
    words = sorted(set(words))
    if not words:
        raise ValueError("a trie needs at least one word")
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    options = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not options:
        return ""
    if len(options) == 1 and "" not in node:
        return options[0]
    return f"(?:{'|'.join(options)})" + ("?" if "" in node else "")


_LEAD = 60


def line_lead(text: str, place: int) -> str:
    """What stands before `place` on its line, at most 60 characters of it: enough to see whether it begins the line.

    >>> line_lead("a\\n - 5", 5)
    ' - '
    """
    reach = max(0, place - _LEAD)
    return text[max(reach, text.rfind("\n", reach, place) + 1, text.rfind(CLOSED, reach, place) + 1) : place]


class Scanner(Generic[T]):
    """The rules of all families, compiled into one trigger and a table from head to rules."""

    def __init__(self, rules: Iterable[Rule[T]]) -> None:
        self._rules: dict[str, tuple[Rule[T], ...]] = {}
        ordered = tuple(rules)
        for head in frozenset[str]().union(*(rule.heads for rule in ordered)):
            self._rules[head] = tuple(rule for rule in ordered if head in rule.heads)
        words = trie_pattern(head for head in self._rules if head != DIGIT)
        self._trigger = re.compile(rf"(?<!\w)(?:[0-9]|{words}(?![^\W\d_]))")

    def scan(self, text: str, folded: str) -> Iterator[T]:
        """What the rules find, from left to right; a later rule does not look inside what an earlier one took."""
        search, rules, position = self._trigger.search, self._rules, 0
        while match := search(folded, position):
            start = match.start()
            head = match.group()
            position = match.end()
            for rule in rules.get(head) or rules.get(DIGIT, ()):
                found = rule.find(text, folded, start)
                if found is not None:
                    yield from found[0]
                    position = max(found[1], start + 1)
                    break
