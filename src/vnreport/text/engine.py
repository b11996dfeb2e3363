"""The scanning engine: one trigger scan over the text, then small bounded patterns by the word that triggered them.

A rule names how what it finds may begin (its heads): a syllable, or a syllable and the beginning of what follows it
("công văn", "nhiệm k"); "0" stands for a number in digits. All heads of all rules make one trie, so the text is
scanned once, and at a hit only the rules of that head are tried, in their order. Adding a rule costs nothing where its
head does not stand. Every pattern has bounded repeats only (a test refuses others), which keeps the whole linear.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from vnreport.records import record
from vnreport.text.letters import LOWER
from vnreport.text.normalize import CLOSED, fold
from vnreport.text.patterns import pattern

T = TypeVar("T")
V = TypeVar("V")
DIGIT = "0"


@record
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


_HEAD = pattern(r"([^\W\d_]++|\d++)\s*+(\S*+)")


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


# Between two words of an expression: blanks, and one line break with the indent of the next line. Finders read text
# whose blank lines are closed, so that no second line break follows.
GAP = r"\s{0,22}"


def phrase_trie(phrases: Iterable[str], *, glued: bool = False) -> str:
    """Phrases, longest first, any white space between their syllables; `glued`, even none.

    They share their beginnings, so that a miss costs next to nothing however many they are.
    """
    return trie_pattern(map(spaced, phrases)).replace("\\ ", GAP if glued else BLANK_IN_PHRASE)


def spaced(phrase: str) -> str:
    """A phrase as the tables write it, with one blank between its syllables: "cán \\n bộ" as "cán bộ"."""
    return " ".join(phrase.split())


# Between the syllables of a phrase there is at least one blank or a line break. It is short, as the patterns of the
# tables hold thousands of it, and each takes its time to compile.
BLANK_IN_PHRASE = r"\s{1,22}"


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


_BACKWARDS = pattern(r"[\s.:]{0,24}([^\W\d_]{1,8}|.)", re.DOTALL)


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


SYLLABLE = pattern(r"[^\W\d_]++")
WORD_START = pattern(r"(?<![^\W_])[^\W\d_]++")
# A piece of a phrase behind its first syllable: letters, a number, or one mark; behind white space, or glued.
_LETTERS = r"([^\W\d_]++|\d++|\S)"
_APART, _GLUED = pattern(rf"{BLANK_IN_PHRASE}{_LETTERS}"), pattern(_LETTERS)


class Found(NamedTuple, Generic[V]):
    """A phrase that stands in a text, with what is known of it."""

    start: int
    end: int
    value: V


# `Found(*fields)` in half of its time.
_found: Callable[[tuple[int, int, Any]], Found[Any]] = functools.partial(tuple.__new__, Found)


# What a node of a tree holds beside the pieces that may follow behind white space: what is known of the phrase that
# ends there, and the pieces that may follow without any.
_VALUE, _WITHOUT_BLANK = "", " "


class Phrases(Generic[V]):
    """The phrases of a table, with any blanks between their syllables; where several stand, the longest.

    They are a tree of their pieces, and no pattern: a text holds few of thousands, so only the branches of the first
    syllables that it holds are made, and nothing is compiled. No letter or digit may follow a phrase; with
    `before_digits`, no letter ("kg" of "5kg3").

    >>> bodies = Phrases({"hội đồng": 1, "hội đồng nhân dân": 2})
    >>> bodies.match("hội đồng  nhân dân xã", 0), bodies.match("hội nông dân", 0)
    (Found(start=0, end=18, value=2), None)
    >>> [found.start for found in bodies.each("các hội đồng và hội đồng nhân dân")]
    [4, 16]
    """

    __slots__ = ("_before_digits", "_trees", "_values", "by_first")

    def __init__(self, phrases: Mapping[str, V], *, before_digits: bool = False) -> None:
        self._before_digits = before_digits
        self._values = phrases
        self._trees: dict[str, dict[str, Any]] = {}
        self.by_first: dict[str, list[str]] = {}
        for phrase in phrases:
            first = SYLLABLE.match(phrase)
            if first is None:
                raise ValueError(f"{phrase!r} does not begin with a letter")
            self.by_first.setdefault(first[0], []).append(phrase)

    def _grow(self, first: str) -> dict[str, Any]:
        """The tree of the phrases that begin with a syllable."""
        tree: dict[str, Any] = {}
        for phrase in self.by_first[first]:
            node, place = tree, len(first)
            while place < len(phrase):
                piece = _APART.match(phrase, place)
                if piece is None:
                    node = node.setdefault(_WITHOUT_BLANK, {})
                    piece = _GLUED.match(phrase, place)
                assert piece is not None
                node, place = node.setdefault(piece[1], {}), piece.end()
            node[_VALUE] = self._values[phrase]
        self._trees[first] = tree
        return tree

    def match(self, folded: str, start: int, stop: int | None = None) -> Found[V] | None:
        """The longest phrase that stands at a place of a folded text; `stop` is where the text ends for it."""
        found = self.readings(folded, start, stop)
        return found[-1] if found else None

    def readings(self, folded: str, start: int, stop: int | None = None) -> Sequence[Found[V]]:
        """All phrases that stand at a place, the shortest first."""
        stop = len(folded) if stop is None else stop
        first = SYLLABLE.match(folded, start, stop)
        if first is None or first[0] not in self.by_first:
            return ()
        return self._read(folded, start, first[0], stop)

    def _read(self, folded: str, start: int, first: str, stop: int) -> list[Found[V]]:
        """As `readings`, where a first syllable of phrases stands."""
        node = self._trees.get(first) or self._grow(first)
        found: list[Found[V]] = []
        end = start + len(first)
        while True:
            if _VALUE in node:
                behind = folded[end : end + 1] if end < stop else ""
                if not behind.isalnum() or (self._before_digits and behind.isdecimal()):
                    found.append(_found((start, end, node[_VALUE])))
                if len(node) == 1:
                    return found
            piece = _APART.match(folded, end, stop)
            if piece is None:
                if _WITHOUT_BLANK not in node or (piece := _GLUED.match(folded, end, stop)) is None:
                    return found
                node = node[_WITHOUT_BLANK]
            following = node.get(piece[1])
            if following is None:
                return found
            node, end = following, piece.end()

    def each(
        self, folded: str, start: int = 0, stop: int | None = None, *, overlapping: bool = False
    ) -> Iterator[Found[V]]:
        """The phrases that stand in a stretch, from left to right; `overlapping`, also those that begin in another."""
        stop = len(folded) if stop is None else stop
        for first in WORD_START.finditer(folded, start, stop):
            if first[0] in self.by_first and first.start() >= start:
                found = self._read(folded, first.start(), first[0], stop)
                if found:
                    yield found[-1]
                    start = start if overlapping else found[-1].end

    def search(self, folded: str, start: int = 0, stop: int | None = None) -> Found[V] | None:
        """The first phrase that stands in a stretch."""
        return next(self.each(folded, start, stop), None)


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

    __slots__ = ("_by_second", "_second", "_spelled", "_whatever", "lookahead")

    def __init__(self, rules: Sequence[tuple[str, Rule[T]]]) -> None:
        """`rules` are in their order, each with the second part of a head, "" where anything may follow."""
        seconds = {second for second, _ in rules if second}
        self._whatever = self._tried(rules, "")
        self._by_second = {second: self._tried(rules, second) for second in seconds}
        self._spelled = trie_pattern(seconds) if seconds else ""
        self._second: re.Pattern[str] | None = None
        self.lookahead = "" if self._whatever or not seconds else f"(?={_BETWEEN}{self._spelled})"

    @staticmethod
    def _tried(rules: Sequence[tuple[str, Rule[T]]], second: str) -> tuple[Rule[T], ...]:
        """The rules for a second part: those whose own is the beginning of it."""
        return tuple(dict.fromkeys(rule for own, rule in rules if second.startswith(own)))

    def rules(self, folded: str, end: int) -> tuple[Rule[T], ...]:
        """The rules to try where the first syllable ends at `end`."""
        if not self._spelled:
            return self._whatever
        if self._second is None:
            self._second = re.compile(f"{_BETWEEN}({self._spelled})")
        second = self._second.match(folded, end)
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
        # It begins with what stands before a head: to a class of characters a search skips many times faster. The class
        # lets other letters pass ("ñ"); to look back for them here, at every word, would take as long as all the rest.
        self._trigger = re.compile(rf"[^{LOWER}0-9_](?:{_NUMBER}|{words})")

    def scan(self, text: str, folded: str) -> Iterator[T]:
        """What the rules find, from left to right; a later rule does not look inside what an earlier one took."""
        search, openings, position = self._trigger.search, self._openings, 0
        number = openings.get(DIGIT)
        led = "\n" + folded
        while match := search(led, position):
            start, position = match.start(), match.end() - 1
            if led[start].isalnum():
                continue
            opening = openings.get(folded[start:position], number)
            for rule in opening.rules(folded, position) if opening is not None else ():
                found = rule.find(text, folded, start)
                if found is not None:
                    yield from found[0]
                    position = max(found[1], start + 1)
                    break
