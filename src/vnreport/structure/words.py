"""Words: those of underthesea's segmenter, as slices of the source.

The segmenter gets one sentence at a time, in NFC, without line breaks; codes, dates, numbers with their sign and
abbreviations in capitals are kept whole; words in capitals are segmented as in small letters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Protocol

from vnreport.errors import MissingDependency
from vnreport.structure.models import Sentence, Words
from vnreport.structure.segmenter import load_segmenter
from vnreport.text.letters import UPPER
from vnreport.text.normalize import normalize
from vnreport.text.patterns import pattern


class Spanned(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


_ACRONYM = rf"[{UPPER}][{UPPER}0-9&]{{1,14}}(?![^\W_])"
_NUMBER = r"\d{1,4}(?:[./-]\d{1,4}){2}|\d{1,15}(?:[.,]\d{1,9}){0,5}\s?%|\d{1,15}(?:[.,/]\d{1,9}){0,5}(?![^\W_])"
_PROTECTED = pattern(rf"(?<![\w])(?:{_NUMBER}|{_ACRONYM})")
_CODE_TAIL = pattern(r"\d{1,6}[a-zđ]?(?:\s?/\s?\d{4})?\s?[-/]\s?[A-ZĐ][\w./&\s-]*+$")


def segment_words(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Spanned],
    proper: Sequence[tuple[int, int]],
    *,
    pos: bool = False,
) -> Words:
    """The words of the sentences of `text`, in order; no word crosses a sentence. With `pos` each has a tag.

    `mentions` may hold codes; `proper` are the proper names of people and places, which keep their capitals where the
    words around them are written in capitals throughout.

    Raises MissingDependency where underthesea cannot be imported.
    """
    segment = load_segmenter().find_words
    names = sorted(proper)
    starts, ends = array("I"), array("I")
    tags: list[str] = []
    for sentence, whole in protected_spans(text, sentences, mentions):
        cursor, before = sentence.start, len(starts)
        for start, end in [*whole, (sentence.end, sentence.end)]:
            for left, right in _stretches(text, cursor, start):
                for first, last in _segment_piece(text, left, right, segment, names):
                    starts.append(first)
                    ends.append(last)
            if end > start:
                starts.append(start)
                ends.append(end)
            cursor = end
        if pos and len(starts) > before:
            words = [text[a:b] for a, b in zip(starts[before:], ends[before:], strict=True)]
            shown = [re.sub(r" +", " ", _shown(normalize(word).text)) for word in words]
            for first in range(0, len(shown), _TAGGED):
                tags.extend(_tagger()(shown[first : first + _TAGGED]))
    return Words(text, starts, ends, tuple(tags) if pos else None)


# The most words that the tagger gets at once: its time grows with their square. Few sentences are so long.
_TAGGED = 200


@cache
def _tagger() -> Callable[[list[str]], list[str]]:
    """underthesea's part-of-speech tagger over words that are already found."""
    try:
        from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor
    except ImportError as error:
        raise MissingDependency("underthesea", "tagging words", "pip install 'underthesea>=9.5,<10'") from error
    model = CRFPOSTagPredictor.Instance()
    return lambda words: [tag for _, tag in model.predict(words)]


def _code_spans(text: str, mentions: Sequence[Spanned]) -> Iterator[tuple[int, int]]:
    """The code inside each reference: "20-NQ/TW" of "Nghị quyết số 20-NQ/TW"."""
    for mention in mentions:
        if getattr(mention, "code", None):
            match = _CODE_TAIL.search(text, mention.start, mention.end)
            if match is not None:
                yield match.start(), match.end()


def protected_spans(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Spanned]
) -> Iterator[tuple[Sentence, list[tuple[int, int]]]]:
    """For each sentence the stretches that are one word: codes, dates, numbers with their sign, abbreviations."""
    codes = sorted(_code_spans(text, mentions))
    starts = [start for start, _ in codes]
    for sentence in sentences:
        near = codes[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        yield sentence, _protected_spans(text, sentence.start, sentence.end, near)


def _protected_spans(text: str, start: int, end: int, codes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    own = [code for code in codes if start <= code[0] and code[1] <= end]
    spans, code = list(own), 0
    shouted = text[start:end].isupper()
    for match in _PROTECTED.finditer(text, start, end):
        if match.group()[0].isalpha() and shouted and _is_syllable(match.group()):
            continue
        if (
            match.group()[0].isalpha()
            and _is_syllable(match.group())
            and _in_capital_phrase(text, match.start(), match.end())
        ):
            continue
        while code < len(own) and own[code][1] <= match.start():
            code += 1
        if code == len(own) or match.end() <= own[code][0]:
            spans.append(match.span())
    return sorted(spans)


_VOWELS = pattern(r"[aeiouy]")


def _is_syllable(letters: str) -> bool:
    """Whether capitals can be a syllable of a shouted word ("BẢO", "YÊN") and not an abbreviation ("CĐCS")."""
    plain = unicodedata.normalize("NFD", letters.lower())
    base = "".join(char for char in plain if not unicodedata.combining(char)).replace("đ", "d")
    return re.fullmatch(r"(?:ngh?|[bdghklmnpqrstvxc]h?|tr|gi|qu)?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", base) is not None


def _in_capital_phrase(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start].split(), text[end : end + 12].split()
    return bool(
        (before and before[-1].isupper() and len(before[-1]) > 1)
        or (after and after[0].isupper() and len(after[0]) > 1)
    )


_CONTROL = pattern(r"[\s\x00-\x1f]")
_SURROGATE = pattern(r"[\ud800-\udfff]")


def _shown(text: str) -> str:
    """What the segmenter and the tagger get, of the same length: one line that UTF-8 can hold."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


# The most characters that the segmenter gets at once: its time grows faster than what it is given.
_STRETCH = 2000


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of a sentence in pieces that the segmenter reads in its stride, cut at blanks where there are any."""
    while end - start > _STRETCH:
        limit = start + _STRETCH
        blank = max(text.rfind(mark, start, limit) for mark in " \n\t")
        cut = blank + 1 if blank > start else limit
        yield start, cut
        start = cut
    yield start, end


def _segment_piece(
    text: str, start: int, end: int, segment: Callable[[str], list[tuple[int, int]]], names: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The words of a stretch of one sentence, as spans of the source."""
    if not text[start:end].strip():
        return
    normal = normalize(text[start:end])
    shown = _shown(normal.text)
    for first, last in segment(
        _calm(shown, lambda place: _within(names, start + normal.to_source(place, place + 1)[0]))
    ):
        a, b = normal.to_source(first, last)
        yield start + a, start + b


def _within(spans: Sequence[tuple[int, int]], place: int) -> bool:
    index = bisect_right(spans, (place, 1 << 60)) - 1
    return index >= 0 and spans[index][0] <= place < spans[index][1]


_SHOUTED = pattern(rf"(?<!\w)[{UPPER}]{{2,8}}(?!\w)")
_SHOUTED_PHRASE = pattern(rf"(?<!\w)(?:[{UPPER}]{{2,8}} ){{1,40}}[{UPPER}]{{2,8}}(?!\w)")


def _calm(text: str, proper: Callable[[int], bool]) -> str:
    """Shouted phrases as they would stand in a sentence, of the same length: the segmenter knows "huyện Bảo Yên", not
    "HUYỆN BẢO YÊN". A proper name keeps a capital at each syllable."""

    def syllable(match: re.Match[str]) -> str:
        calm = match.group().lower()
        if len(calm) != len(match.group()):
            return match.group()
        return calm[0].upper() + calm[1:] if proper(match.start()) else calm

    if not _SHOUTED_PHRASE.search(text):
        return text
    parts, last = [], 0
    for match in _SHOUTED_PHRASE.finditer(text):
        parts.append(text[last : match.start()])
        for piece in re.finditer(r" |[^ ]+", match.group()):
            found = _SHOUTED.match(text, match.start() + piece.start())
            parts.append(syllable(found) if found else piece.group())
        last = match.end()
    return "".join(parts) + text[last:]
