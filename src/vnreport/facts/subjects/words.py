"""Words: the classes of `subject_words.tsv`, asked of folded text.

Who acts ("UBND huyện"), what is done ("kết nạp"), what begins a measure ("tỷ lệ"), what falls away at either end ("đã",
"đạt được"), and where a phrase stops ("theo", "so với"). Only here is the table read.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnreport.lexicon import lexicon_cache, load_columns
from vnreport.text.engine import SYLLABLE, WORD_START, Found, Phrases, spaced, syllable_before
from vnreport.text.patterns import pattern

WORD = pattern(r"\w++")
LETTER = pattern(r"[^\W\d_]")


class Stop(NamedTuple):
    """A word at which a phrase may stop: `kept`, it never does there; `whose`, whom something belongs to comes next."""

    start: int
    end: int
    kept: bool = False
    whose: bool = False


class Done(NamedTuple):
    """A verb inside a phrase, with the noun right before it that makes it one ("công tác", "việc"), or None."""

    start: int
    end: int
    noun: str | None


# One sentence is asked again and again for what stands at the same places.
_WORTH_REMEMBERING = 100


class _Lately(threading.local):
    """What the text that a thread reads was asked for."""

    folded: str = ""
    readings: dict[int, Sequence[Found[frozenset[str]]]]


class WordClasses:
    """The words of the table, each with its uses; questions are asked of a place, or of a stretch."""

    __slots__ = ("_ending", "_first", "_lately", "_uses")

    def __init__(self) -> None:
        self._lately = _Lately()
        uses: dict[str, set[str]] = {}
        for word, use in zip(*load_columns("subject_words", "word", "use"), strict=True):
            uses.setdefault(word, set()).add(use)
        shared: dict[frozenset[str], frozenset[str]] = {}  # few sets of uses are different
        own_uses = {word: shared.setdefault(own := frozenset(found), own) for word, found in uses.items()}
        self._uses = Phrases(own_uses)
        # The syllables that the words of each use begin with: most places are told by them to hold none.
        self._first: dict[str, set[str]] = {}
        # The words by the syllables that they end with, the longest first.
        self._ending: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for word in sorted(uses, key=len, reverse=True):
            self._ending.setdefault(syllable_before(word, len(word)), []).append((word, own_uses[word]))
        for first, words in self._uses.by_first.items():
            for use in frozenset().union(*(own_uses[word] for word in words)):
                self._first.setdefault(use, set()).add(first)

    def _at(self, folded: str, start: int, stop: int | None = None) -> Sequence[Found[frozenset[str]]]:
        """The words that stand at a place, the shortest first."""
        if len(folded) < _WORTH_REMEMBERING:
            return self._uses.readings(folded, start, stop)
        lately = self._lately
        if lately.folded is not folded:
            lately.folded, lately.readings = folded, {}
        found = lately.readings.get(start)
        if found is None:
            found = lately.readings[start] = self._uses.readings(folded, start)
        if not found or stop is None or found[-1].end <= stop:
            return found
        return [word for word in found if word.end <= stop]

    def end_of(self, use: str, folded: str, start: int, stop: int | None = None) -> int | None:
        """Where the longest word of a use ends that stands at a place; None where none stands."""
        first = SYLLABLE.match(folded, start, len(folded) if stop is None else stop)
        if first is None or first[0] not in self._first[use]:
            return None
        return _longest(use, self._at(folded, start, stop))

    def is_whole(self, use: str, folded: str, start: int = 0, stop: int | None = None) -> bool:
        """Whether a stretch is one word of a use, and no more."""
        return self.end_of(use, folded, start, stop) == (len(folded) if stop is None else stop)

    def last(self, uses: tuple[str, ...], folded: str, start: int, stop: int) -> int | None:
        """Where the longest word of any of these uses begins that ends a stretch."""
        ending = self._ending.get(syllable_before(folded, stop))
        if ending is None:
            return None
        stretch = folded[start:stop]
        written = spaced(stretch) if _ODD_BLANK.search(stretch) else stretch
        for word, own in ending:
            if written.endswith(word) and not own.isdisjoint(uses):
                place = stop - len(word) if written is stretch else start + _place_of(word, stretch)
                if not folded[place - 1 : place].isalnum():
                    return place
        return None

    # --- at a place ---

    def after_lead(self, folded: str, start: int, stop: int) -> int | None:
        """Where what follows a connective at the head of a phrase begins."""
        readings = self._at(folded, start, stop)
        end = None if _longest("kept", readings) else _longest("lead", readings)
        if end is not None and (_longest("verb", readings) or 0) > end:
            return None  # "đầu tư" is no "đầu" with something behind it
        return None if end is None else _past(_MARK_AND_BLANK, folded, end, stop)

    def after_joint(self, folded: str, start: int, stop: int) -> int | None:
        """Where what follows a word begins that only joins a phrase to its number."""
        end = self.end_of("joins", folded, start, stop)
        return None if end is None else _past(_BLANK, folded, end, stop)

    def agent(self, folded: str, start: int, stop: int | None = None) -> int | None:
        """Where the one who acts ends: "UBND huyện"."""
        readings = self._at(folded, start, stop)
        return None if _longest("thing", readings) else _longest("agent", readings)

    def says(self, folded: str, start: int, stop: int | None = None) -> bool:
        """Whether a phrase says something of what was counted: it begins with a predicate or a verb."""
        readings = self._at(folded, start, stop)
        return not _longest("kept", readings) and any(not _PREDICATES.isdisjoint(found.value) for found in readings)

    def leads_on(self, folded: str, start: int, stop: int) -> bool:
        """Whether a phrase tells what someone is made to do."""
        return _TOWARD.match(folded, start, stop) is not None or self.says(folded, start, stop)

    def grade_after(self, folded: str, start: int, stop: int) -> tuple[int, int] | None:
        """The grade right behind a number, with nothing more to come."""
        lead = _GRADED.match(folded, start, stop)
        end = None if lead is None else self.end_of("grade", folded, lead.end(), stop)
        return None if lead is None or end is None or not _ENDS_HERE.match(folded, end, stop) else (lead.end(), end)

    def grade_before(self, folded: str, start: int, stop: int) -> tuple[int, int] | None:
        """The grade right before a number: "khá 214 em"."""
        for lead in _GRADED_BEFORE.finditer(folded, start, stop):
            end = self.end_of("grade", folded, lead.end(), stop)
            if end is not None and _COUNTS.fullmatch(folded, end, stop):
                return lead.end(), end
        return None

    # --- inside a stretch ---

    def stops(self, folded: str, start: int, stop: int) -> Iterator[Stop]:
        """Where a phrase may stop."""
        last = start
        kept, ends = self._first["kept"], self._first["ends"]
        for word in WORD_START.finditer(folded, start, stop):
            place, first = word.start(), word[0]
            if place < last or not (first in ends or first in kept or first in _OF):
                continue
            readings = self._at(folded, place, stop)
            if end := _longest("kept", readings):
                yield Stop(place, end, kept=True)
            elif folded.endswith(("chưa ", "đã "), 0, place):
                continue
            elif (whose := _WHOSE.match(folded, place, stop)) and self._owner(folded, whose.end(), stop):
                end = whose.end(1)
                yield Stop(place, end, whose=True)
            elif end := _longest("ends", readings):
                yield Stop(place, end)
            last = end or last

    def _owner(self, folded: str, place: int, stop: int) -> bool:
        some = _SOME.match(folded, place, stop)
        named = self.agent(folded, place, stop)
        return named is not None or (some is not None and self.agent(folded, some.end(), stop) is not None)

    def verbs(self, folded: str, start: int, stop: int) -> Iterator[Done]:
        """The verbs inside a stretch."""
        last = start
        begins = self._first["verb"] | self._first["light"] | self._first["noun_of_work"]
        for word in WORD_START.finditer(folded, start, stop):
            place = word.start()
            if place < last or word[0] not in begins:
                continue
            if (found := self._verb_at(folded, place, stop)) is not None:
                yield found
                last = found.end

    def _verb_at(self, folded: str, place: int, stop: int) -> Done | None:
        readings = self._at(folded, place, stop)
        for noun in reversed([found for found in readings if "noun_of_work" in found.value]):
            gap = _BLANKS.match(folded, noun.end, stop)
            end = None if gap is None else self._does(self._at(folded, gap.end(), stop))
            if gap is not None and end is not None:
                return Done(gap.end(), end, folded[place : noun.end])
        end = self._does(readings)
        return None if end is None else Done(place, end, None)

    @staticmethod
    def _does(readings: Sequence[Found[frozenset[str]]]) -> int | None:
        return _longest("verb", readings) or _longest("light", readings)

    def last_measure(self, folded: str, start: int, stop: int) -> int | None:
        """Where the last measure behind a verb of counting begins: "đạt tỷ lệ …"."""
        found = None
        for lead in _COUNTING.finditer(folded, start, stop):
            if self.end_of("measure", folded, lead.end(), stop):
                found = lead.end()
        return found

    def bare_verb(self, folded: str, start: int, stop: int) -> tuple[int, int] | None:
        """A verb at the end of a stretch that a number may stand behind: "đã giao | 165 thanh niên"."""
        bare = self._first["bare"]
        for word in WORD_START.finditer(folded, start, stop):
            for found in reversed(self._at(folded, word.start(), stop)) if word[0] in bare else ():
                if "bare" in found.value and _BEFORE_NUMBER.fullmatch(folded, found.end, stop):
                    return found.start, found.end
        return None

    def tells(self, folded: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
        """What something new is told behind: its start, its end, and whether it is an "và" before a verb."""
        for mark in _TELLS.finditer(folded, start, stop):
            pair = mark.group("pair") is not None
            if pair:
                gap = _BLANKS.match(folded, mark.end(), stop)
                if gap is None or self._does(self._at(folded, gap.end(), stop)) is None:
                    continue
            yield mark.start(), mark.end(), pair


@lexicon_cache
def word_classes() -> WordClasses:
    """The word classes of the tables in force."""
    return WordClasses()


_ODD_BLANK = pattern(r"[^\S ]| {2}")


def _place_of(word: str, stretch: str) -> int:
    """Where a word begins that ends a stretch, whatever blanks stand in it."""
    left, place = len(word.replace(" ", "")), len(stretch)
    while left:
        place -= 1
        left -= not stretch[place].isspace()
    return place


def _longest(use: str, readings: Sequence[Found[frozenset[str]]]) -> int | None:
    for found in reversed(readings):
        if use in found.value:
            return found.end
    return None


def _past(pattern: re.Pattern[str], folded: str, place: int, stop: int) -> int:
    match = pattern.match(folded, place, stop)
    return place if match is None else match.end()


_PREDICATES = frozenset(("predicate", "verb", "light"))
_BLANK, _BLANKS = pattern(r"\s{0,3}"), pattern(r"\s{1,3}")
_MARK_AND_BLANK = pattern(r"[,:]?\s{0,3}")
_TOWARD = pattern(r"(?:đi|vào|ra khỏi|lên)(?![^\W_])")
_GRADED = pattern(r"\s{1,2}(?:loại\s|xếp loại\s)?")
_ENDS_HERE = pattern(r"\s?(?:[,;.)]|\(|$)")
_GRADED_BEFORE = pattern(r"[,;:(]\s{0,2}(?:và\s|còn\s)?(?:loại\s)?")
_COUNTS = pattern(r"\s{1,2}(?:(?:là|có|đạt|chiếm)\s)?")
_OF = frozenset(("của", "với"))
_WHOSE = pattern(r"(của|với)\s")
_SOME = pattern(r"(?:các|một số)\s")
_COUNTING = pattern(r"(?<![^\W_])(?:đạt|có|với|nâng|đưa|là|giữ|giao|cho|mục tiêu|chỉ tiêu|làm|và)\s{1,3}(?=[^\W\d_])")
_BEFORE_NUMBER = pattern(r"(?:\s{1,3}(?:được|thêm|cho|xong|hết|đủ|từ|trên|hơn|gần|ít nhất)){0,2}\s{0,3}")
# Behind it begins what is said of the one who acts.
_TELLS = pattern(
    r"(?:(?<=\s)(?:đã|sẽ|cũng|cho biết|nêu rõ)"
    r"|(?<=\S)\s{1,3}toàn (?:tỉnh|huyện|xã|phường|thành phố|thị xã|quận|ngành|trường|thôn|đảng bộ)"
    r"|(?<=\s)và(?=\s{1,3}(?:còn|có|đã|được)\s)"
    r"|(?<=\s)(?:chỉ tiêu|mục tiêu)(?=\s{1,3}[^\W\d_])"
    r"|(?P<pair>(?<=\s)và))(?=\s)"
)
