"""How well a text came through: the share of its words that are syllables, and the damage that shows.

Reports reach archives through fonts, scanners and converters that lose letters, glue words or mix columns. Nothing is
mended here: who reads a result should know what it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vnreport.records import record
from vnreport.text.encodings.mend import find_mojibake
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.patterns import pattern
from vnreport.text.syllables import Evidence, is_bare_syllable, is_syllable, weigh

# Fewer signs than these, or a smaller share of the words, are slips of the pen.
_COUNT = 3
_SHARE = 0.01
# Fewer words than these say nothing about a text as a whole.
_WORDS = 20


@record
class Damage:
    """A kind of damage: how often it shows, and where first. Offsets count code points of the text.

    `kind` is one of `replacement`, `question_marks`, `mojibake`, `lost_letters`, `no_marks`, `glued_words`,
    `spaced_letters`, `wrong_letters`, `lost_hyphens`, `interleaved_columns`. `str()` is what warnings say: it quotes
    nothing of the text.
    """

    kind: str
    count: int
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"{_MEANING[self.kind]} ({self.count} places, first at {self.start})"


_MEANING = {
    "replacement": "letters were lost and replaced by U+FFFD",
    "question_marks": "letters were lost and replaced by question marks",
    "mojibake": "UTF-8 was read as Windows-1252",
    "lost_letters": "letters with marks were dropped",
    "no_marks": "the text was written without marks",
    "glued_words": "blanks between words were lost",
    "spaced_letters": "blanks stand inside words",
    "wrong_letters": "letters were taken for others by a wrong table (ơ for ô)",
    "lost_hyphens": "hyphens of codes and of spans of years were lost",
    "interleaved_columns": "columns stand side by side on the lines",
}


def quality(text: str) -> float | None:
    """The share of the words that are well-formed Vietnamese syllables, from 0 to 1; None for a text without words.

    Abbreviations in capitals and single letters are not counted. A clean report has 0.97 and more.

    >>> quality("Đảng bộ huyện đã kết nạp 422 đảng viên"), quality("Cng tc thng k"), quality("2021")
    (1.0, 0.0, None)
    """
    return share(weigh(text))


def share(found: Evidence) -> float | None:
    """`quality` from evidence already weighed."""
    words = found.marked + found.plain
    return round((found.good + found.plain_good) / words, 4) if words else None


def find_damage(text: str) -> tuple[Damage, ...]:
    """What damage a text shows, one record for each kind, in the order of `Damage`.

    >>> [(d.kind, d.count, d.text) for d in find_damage("ỦY BAN TH? TR?N V? Đ?NG, ngày 5")]
    [('question_marks', 4, 'TH?')]
    """
    found = weigh(text)
    words = max(1, found.marked + found.plain)
    result = []
    for kind, find in _FINDERS.items():
        spans = list(find(text, found))
        wanted = 1 if kind in ("no_marks", "lost_letters") else max(_COUNT, _SHARE * words)
        if len(spans) >= wanted:
            start, end = spans[0]
            result.append(Damage(kind, len(spans), start, end, text[start:end]))
    return tuple(result)


_Spans = Iterator[tuple[int, int]]


def _of(pattern: re.Pattern[str]) -> Callable[[str, Evidence], _Spans]:
    return lambda text, _: (match.span() for match in pattern.finditer(text))


_LETTER = f"[{UPPER}{LOWER}]"
_QUESTION = pattern(f"{_LETTER}{{1,6}}\\?(?={_LETTER}|[ ][{UPPER}]{{1,6}}[?])|{_LETTER}{{1,3}}\\?(?=[ ][{LOWER}])")
_VOWELLESS = pattern(
    r"(?<![\w.\-/])(?:[bcdghklmnpqrstvxBCDGHKLMNPQRSTVX]|ng|ch|th|tr|nh|ph|kh)[bcdghklmnpqrstvx]{1,4}(?![\w.\-/])"
)
_LONG = pattern(r"[^\W\d_]{2,60}")
_WORD = pattern(r"[^\W\d_]{4,60}")
_LONE_END = pattern(f"(?<={_LETTER})[ ](?:ng|nh|ch|[cmnpt]|NG|NH|CH|[CMNPT])(?=[ ,.;:\n]|$)")
_WRONG = pattern(
    r"(?<![^\W\d_])(?:[kK][hH])?[bcdđghlmnprstvxBCDĐGHLMNPRSTVX]{0,2}(?:ơng|ƠNG)(?![^\W\d_])|(?<![^\W\d_])(?:[hH]ịa|[pP]hịng|[tT]rịn|[cC]ịn)(?![^\W\d_])"
)
_HYPHENS = pattern(
    r"\d{1,4}/\d{4}/(?:NĐCP|NQCP|QĐTTg|QĐUBND|NQHĐND|TT(?!LT)[A-ZĐ]{2,8})(?!\w)|(?<!\d)(?:19|20)\d\d(?:19|20)\d\d(?!\d)"
)
_TWO_SIDES = pattern(
    f"^[^\n]{{0,200}}{_LETTER}[ ]{_LETTER}[^\n]{{0,200}}?(?:[ ]{{3,}}+|\t)"
    f"[^\n]{{0,80}}{_LETTER}[ ]{_LETTER}[^\n]{{0,200}}$",
    re.M,
)


def _lost_letters(text: str, found: Evidence) -> _Spans:
    """Words left without a vowel, in a text that has hardly any marks."""
    if found.density > 0.1:
        return
    spans = [match.span() for match in _VOWELLESS.finditer(text)]
    if len(spans) >= max(_COUNT, 0.15 * sum(1 for _ in _LONG.finditer(text))):
        yield from spans


def _no_marks(text: str, found: Evidence) -> _Spans:
    """Vietnamese words, hardly any of them with marks."""
    if found.plain < _WORDS or found.density > 0.05:
        return
    spans = [match.span() for match in _LONG.finditer(text) if is_bare_syllable(match.group())]
    if len(spans) >= 0.8 * sum(1 for _ in _LONG.finditer(text)):
        yield from spans


def _glued(text: str, _: Evidence) -> _Spans:
    """Words that are no syllable and are two or more, one after the other, with at least two of them marked."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() or is_syllable(word):
            continue
        if sum(char > "\x7f" for char in word) >= 2 and _pieces(word) >= 2:
            yield match.span()


def _pieces(word: str) -> int:
    """Into how many syllables a word divides, the fewest; 0 where it does not."""
    best = [0] + [99] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 7), end):
            if best[start] < 99 and end - start >= 2 and is_syllable(word[start:end]):
                best[end] = min(best[end], best[start] + 1)
    return best[-1] if best[-1] < 99 else 0


def _columns(text: str, _: Evidence) -> _Spans:
    """Lines of running text on both sides of a gap, four and more in a row; fewer are a letterhead or a signature."""
    run: list[tuple[int, int]] = []
    for match in _TWO_SIDES.finditer(text):
        left, right = re.split(r"[ ]{3,}|\t", match.group().strip(), maxsplit=1)
        if len(left) < 25 or len(right) < 25 or left.isupper() or right.isupper():
            continue
        if run and match.start() != run[-1][1] + 1:
            if len(run) >= 4:
                yield from run
            run = []
        run.append(match.span())
    if len(run) >= 4:
        yield from run


_FINDERS: dict[str, Callable[[str, Evidence], _Spans]] = {
    "replacement": _of(pattern("[^\\s\ufffd]{0,6}\ufffd++")),
    "question_marks": _of(_QUESTION),
    "mojibake": lambda text, _: find_mojibake(text),
    "lost_letters": _lost_letters,
    "no_marks": _no_marks,
    "glued_words": _glued,
    "spaced_letters": _of(_LONE_END),
    "wrong_letters": _of(_WRONG),
    "lost_hyphens": _of(_HYPHENS),
    "interleaved_columns": _columns,
}
