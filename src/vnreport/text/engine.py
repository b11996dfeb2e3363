"""The scanning engine: one trigger scan over the text, then small bounded patterns by the word that triggered them.

A rule names how what it finds may begin (its heads): a syllable, or a syllable and the beginning of what follows it
("công văn", "nhiệm k"); "0" stands for a number in digits. All heads of all rules make one trie, so the text is
scanned once, and at a hit only the rules of that head are tried, in their order. Adding a rule costs nothing where its
head does not stand. Every pattern has bounded repeats only (a test refuses others), which keeps the whole linear.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from vnreport.text.letters import LOWER
from vnreport.text.normalize import fold

T = TypeVar("T")
DIGIT = "0"


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A named way to find something: tried at each of its heads, it returns what it found and where it ended, or None.

    `find(text, folded, start)` gets the normalised and the folded text and the offset of the head.
    """

    name: str
    heads: frozenset[str]
    find: Callable[[str, str, int], tuple[list[T], int] | None]


def first_syllables(phrases: Iterable[str]) -> frozenset[str]:
    """The heads of phrases: "nghị quyết" begins with "nghị", "6 tháng" with a digit."""
    heads = set()
    for phrase in phrases:
        match = re.match(r"[^\W\d_]++", fold(phrase))
        heads.add(match.group() if match else DIGIT)
    return frozenset(heads)


_HEAD = re.compile(r"([^\W\d_]++|\d++)\s*+(\S*+)")


def heads(phrases: Iterable[str]) -> frozenset[str]:
    """How phrases begin, as heads of a rule.

    >>> sorted(heads(["Nghị quyết liên tịch", "luật", "6 tháng đầu năm"]))
    ['0 tháng', 'luật', 'nghị quyết']
    """
    found = (_HEAD.match(fold(phrase)) for phrase in phrases)
    pairs = ((DIGIT if match[1].isdigit() else match[1], match[2]) for match in found if match is not None)
    return frozenset(f"{first} {second}".rstrip() for first, second in pairs)


def crossed(words: Iterable[str], phrases: Iterable[str]) -> frozenset[str]:
    """The heads of each of `words` with any of `phrases` behind it.

    >>> sorted(crossed(["đầu", "cuối"], ["năm", "giai đoạn"]))
    ['cuối giai', 'cuối năm', 'đầu giai', 'đầu năm']
    """
    return heads(" ".join(pair) for pair in itertools.product(words, tuple(phrases)))


# A line end over which nothing reads on, as between two rows of a table: no blank, no letter.
CLOSED = "\x00"
# Between two words of an expression: blanks, and one line break with the indent of the next line.
GAP = r"[^\S\n]{0,5}(?:\n[^\S\n]{0,16})?"


def phrase_trie(phrases: Iterable[str], *, glued: bool = False) -> str:
    """Phrases, longest first, any white space (at most one line break) between their syllables; `glued`, even none.

    They share their beginnings, so that a miss costs next to nothing however many they are.
    """
    return trie_pattern(map(spaced, phrases)).replace("\\ ", GAP if glued else BLANK_IN_PHRASE)


def spaced(phrase: str) -> str:
    """A phrase as the tables write it, with one blank between its syllables: "cán \\n bộ" as "cán bộ"."""
    return " ".join(phrase.split())


# Between the syllables of a phrase there is at least one blank or a line break.
BLANK_IN_PHRASE = r"(?:[^\S\n]{1,5}|[^\S\n]{0,5}\n[^\S\n]{0,16})"


def trie_pattern(words: Iterable[str], tails: Mapping[str, str] = MappingProxyType({})) -> str:
    """A regular expression for exactly these words, longest first, that shares their beginnings.

    `tails` are expressions for what has to follow a word.

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
        node[""] = tails.get(word, "")
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    options = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not options:
        return str(node[""])
    if node.get(""):
        return f"(?:{'|'.join(options)}|{node['']})"
    if len(options) == 1 and "" not in node:
        return options[0]
    return f"(?:{'|'.join(options)})" + ("?" if "" in node else "")


_BACKWARDS = re.compile(r"[\s.:]{0,24}([^\W\d_]{1,8}|.)", re.DOTALL)


def syllable_before(folded: str, place: int) -> str:
    """The syllable before a place, over blanks, points and colons, at most its last eight letters; or the mark there.

    Hundreds of phrases may stand before a number: whether one of them can is told by what it ends with.

    >>> syllable_before("thu khoảng: 5", 12), syllable_before("(5", 1), syllable_before("ít nhất", 7)
    ('khoảng', '(', 'nhất')
    """
    match = _BACKWARDS.match(folded[max(0, place - 32) : place][::-1])
    return "" if match is None else match[1][::-1]


def trie_at_word(words: Iterable[str]) -> str:
    """As `trie_pattern`, for words that begin with a letter, where no letter or digit stands before them.

    The look back comes behind the first letter: a pattern that begins with letters is found many times faster.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    options = [rf"{re.escape(letter)}(?<![^\W_].){trie_pattern(own)}" for letter, own in sorted(rests.items())]
    return f"(?:{'|'.join(options)})"


_FIRST = re.compile(r"[^\W\d_]++")


class Phrases:
    """The phrases of a table, read where one of them may begin, with any blanks between their syllables; longest first.

    One text holds few of thousands: they are kept by their first syllable, and those of a syllable become a pattern
    when a text first holds it.

    >>> bodies = Phrases(["hội đồng", "hội đồng nhân dân"])
    >>> bodies.match("hội đồng nhân dân xã", 0).group(), bodies.match("hội nông dân", 0)
    ('hội đồng nhân dân', None)
    """

    __slots__ = ("_patterns", "by_first")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.by_first: dict[str, list[str]] = {}
        for phrase in phrases:
            for first in first_syllables((phrase,)):
                self.by_first.setdefault(first, []).append(phrase)

    def beginning(self, first: str) -> re.Pattern[str] | None:
        """The pattern of the phrases that begin with a syllable; None where none does."""
        pattern = self._patterns.get(first)
        if pattern is None and (own := self.by_first.get(first)) is not None:
            pattern = self._patterns[first] = re.compile(rf"(?:{phrase_trie(own)})(?![^\W_])")
        return pattern

    def match(self, folded: str, start: int) -> re.Match[str] | None:
        """The longest phrase that stands at a place of a folded text."""
        first = _FIRST.match(folded, start)
        pattern = None if first is None else self.beginning(first.group())
        return None if pattern is None else pattern.match(folded, start)


_LEAD = 60


def line_lead(text: str, place: int) -> str:
    """What stands before `place` on its line, at most 60 characters of it: enough to see whether it begins the line.

    >>> line_lead("a\\n - 5", 5)
    ' - '
    """
    reach = max(0, place - _LEAD)
    return text[max(reach, text.rfind("\n", reach, place) + 1, text.rfind(CLOSED, reach, place) + 1) : place]


# Between the two parts of a head: whatever white space any rule may step over there.
_BETWEEN = r"\s{0,24}+"
_NUMBER = r"[0-9]\d{0,14}"
_END_OF_SYLLABLE = r"(?![^\W\d_])"


class _Opening(Generic[T]):
    """What is tried at a first syllable, by what follows it."""

    __slots__ = ("_by_second", "_second", "_whatever", "lookahead")

    def __init__(self, rules: Sequence[tuple[str, Rule[T]]]) -> None:
        """`rules` are in their order, each with the second part of a head, "" where anything may follow."""
        seconds = {second for second, _ in rules if second}
        self._whatever = self._tried(rules, "")
        self._by_second = {second: self._tried(rules, second) for second in seconds}
        self._second = re.compile(f"{_BETWEEN}({trie_pattern(seconds)})") if seconds else None
        self.lookahead = "" if self._whatever or not seconds else f"(?={_BETWEEN}{trie_pattern(seconds)})"

    @staticmethod
    def _tried(rules: Sequence[tuple[str, Rule[T]]], second: str) -> tuple[Rule[T], ...]:
        """The rules for a second part: those whose own is the beginning of it."""
        return tuple(dict.fromkeys(rule for own, rule in rules if second.startswith(own)))

    def rules(self, folded: str, end: int) -> tuple[Rule[T], ...]:
        """The rules to try where the first syllable ends at `end`."""
        second = self._second and self._second.match(folded, end)
        return self._by_second[second[1]] if second else self._whatever


class Scanner(Generic[T]):
    """The rules of all families, compiled into one trigger and a table from head to rules."""

    def __init__(self, rules: Iterable[Rule[T]]) -> None:
        by_first: dict[str, list[tuple[str, Rule[T]]]] = {}
        for rule in rules:
            for head in sorted(rule.heads):
                first, _, second = head.partition(" ")
                by_first.setdefault(first, []).append((second, rule))
        self._openings = {first: _Opening(own) for first, own in by_first.items()}
        tails = {first: _END_OF_SYLLABLE + opening.lookahead for first, opening in self._openings.items()}
        words = trie_pattern((first for first in tails if first != DIGIT), tails)
        # It begins with what stands before a head: to a class of characters a search skips many times faster.
        self._trigger = re.compile(rf"[^{LOWER}0-9_](?<!\w)(?:{_NUMBER}|{words})")

    def scan(self, text: str, folded: str) -> Iterator[T]:
        """What the rules find, from left to right; a later rule does not look inside what an earlier one took."""
        search, openings, position = self._trigger.search, self._openings, 0
        number = openings.get(DIGIT)
        led = "\n" + folded
        while match := search(led, position):
            start, position = match.start(), match.end() - 1
            opening = openings.get(folded[start:position], number)
            for rule in opening.rules(folded, position) if opening is not None else ():
                found = rule.find(text, folded, start)
                if found is not None:
                    yield from found[0]
                    position = max(found[1], start + 1)
                    break
