"""Abbreviations where the text defines them: "công đoàn cơ sở (CĐCS)", "CCB (cựu chiến binh)".

The long form is the noun phrase before the bracket, or inside it. The initials, read without accents (Ủ is U, "và" is
"&"), say where it begins when they fit; where they do not, it begins with its clause.
"""

from __future__ import annotations

import re
import unicodedata

from vnreport.entities.models import Abbreviation
from vnreport.text.letters import LOWER, UPPER

_SHORT = rf"[{UPPER}][A-Za-zĐđÀ-ỹ&.-]{{0,14}}[{UPPER}a-zđ]"
_BRACKETS = re.compile(
    rf"(?<=[^\s(])\s?\(\s?(?:(?:sau đây |dưới đây )?(?:viết tắt|gọi tắt|gọi|gọi chung)\s(?:là\s)?:?\s?)?"
    rf"[“\"]?(?P<inside>{_SHORT}(?:\s?[,;]\s?{_SHORT}){{0,4}})[”\"]?\s?\)"
)
# How far back the long form may begin: it lies in one paragraph, over one line break at most.
_REACH = 260
_REVERSED = re.compile(rf"(?<![\w(])(?P<short>[A-ZĐƯÔ][A-ZĐƯÔÂĂÊƠ&-]{{1,13}})\s?\((?P<long>[{LOWER}][^()\n]{{5,80}})\)")
_WORD = re.compile(r"[^\W\d_]+|&")
_CLAUSE = re.compile(r"[.;:!?“”\"\n]|\s-\s")
_SKIPPED = frozenset(
    ("và", "của", "các", "cho", "về", "với", "người", "trong", "cán", "bộ", "theo", "ở", "do", "trên", "là", "tại")
)


def _initial(word: str) -> str:
    if word in ("và", "&"):
        return "&"
    letter = word[0].upper()
    if letter in "ĐÐ":
        return "Đ"
    return unicodedata.normalize("NFD", letter)[0]


def _letters(short: str) -> list[str]:
    return [_initial(char) for char in short if char.isalpha() or char == "&"]


def _capitals(short: str) -> list[str]:
    return [_initial(char) for char in short if char.isupper() or char == "&"]


def _fits(letters: list[str], words: list[str]) -> int | None:
    """The index of the word at which the long form of `letters` begins, so that it ends with the last word; or None."""
    place = len(words) - 1
    skipped = 0
    for offset, letter in enumerate(reversed(letters)):
        while place >= 0 and _initial(words[place]) != letter:
            if offset == 0 or letter == "&":
                return None
            if _initial(words[place]) == "&" or words[place].lower() in _SKIPPED:
                place -= 1
                continue
            skipped += 1
            if skipped > max(1, len(letters) // 3):
                return None
            place -= 1
        if place < 0:
            return None
        start = place
        place -= 1
    return start if letters else None


def _long_form(before: str, short: str) -> tuple[int, int] | None:
    """Where the long form of `short` stands at the end of `before`."""
    words = list(_WORD.finditer(before))
    if not words:
        return None
    cut = 0
    for mark in _CLAUSE.finditer(before):
        if mark.group() != "\n" or before[mark.end() : mark.end() + 1] == "\n":
            cut = mark.end()
    candidates = [match for match in words if match.start() >= cut]
    end = words[-1].end()
    for letters in (_letters(short), _capitals(short)):
        window = candidates[-(2 * len(letters) + 6) :]
        begin = _fits(letters, [match.group() for match in window])
        if begin is not None:
            first = window[begin]
            return _extended(before, window, begin, first.start()), end
    return None


def _extended(before: str, window: list[re.Match[str]], begin: int, start: int) -> int:
    """ "cán bộ, công chức, viên chức, người lao động": a coordinated noun that the initials skip belongs to it."""
    lead = before[:start]
    match = re.search(r"(?:^|[\s(])((?:cán bộ),\s+)$", lead)
    return match.start(1) if match else start


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Every short form that the text defines, in text order; the span is that of the short form.

    >>> [(a.short, a.long) for a in find_abbreviations("các công đoàn cơ sở (CĐCS) và CCB (cựu chiến binh)")]
    [('CĐCS', 'công đoàn cơ sở'), ('CCB', 'cựu chiến binh')]
    """
    found: list[Abbreviation] = []
    for match in _BRACKETS.finditer(text):
        reach = max(match.start() - _REACH, 0)
        origin = max(text.rfind("(", reach, match.start()) + 1, reach)
        before = text[origin : match.start()]
        if "\n\n" in before:
            before = before[before.rindex("\n\n") + 2 :]
        base = match.start("inside")
        shorts = list(re.finditer(_SHORT, match.group("inside")))
        parts = _coordinated(before, [short.group() for short in shorts])
        for short, place in zip(shorts, parts, strict=True):
            if place is None or sum(char.isupper() for char in short.group()) < 2:
                continue
            begin, end = place
            start = base + short.start()
            long = re.sub(r"\s+", " ", before[begin:end])
            if long.lower() != short.group().lower():
                found.append(
                    Abbreviation(
                        start, start + len(short.group()), short.group(), "abbreviation.bracket", short.group(), long
                    )
                )
    for match in _REVERSED.finditer(text):
        short_form, long = match.group("short"), re.sub(r"\s+", " ", match.group("long"))
        words = [word.group() for word in _WORD.finditer(long)]
        if _fits(_letters(short_form), words) == 0:
            found.append(
                Abbreviation(
                    match.start("short"), match.end("short"), short_form, "abbreviation.reversed", short_form, long
                )
            )
    return sorted(found, key=lambda item: (item.start, item.end))


def _coordinated(before: str, shorts: list[str]) -> list[tuple[int, int] | None]:
    """The long form of each short form: "công nghiệp hóa, hiện đại hóa (CNH, HĐH)" has one for each."""
    if len(shorts) == 1:
        place = _long_form(before, shorts[0])
        return [place if place is not None else _whole_clause(before, shorts[0])]
    places: list[tuple[int, int] | None] = []
    end = len(before)
    for short in reversed(shorts):
        place = _long_form(before[:end].rstrip(" ,;"), short)
        places.append(place)
        if place is not None:
            end = place[0]
    places.reverse()
    return places


def _whole_clause(before: str, short: str) -> tuple[int, int] | None:
    """The whole clause before the bracket, where it is a short noun phrase that begins with a capital."""
    cut = max([mark.end() for mark in re.finditer(r"[.;:,!?“”\"\n]\s?", before)], default=0)
    phrase = before[cut:].rstrip()
    if not 2 <= len(phrase.split()) <= 8 or not short.isupper() or not phrase[0].isupper():
        return None
    if phrase.split()[0].lower() in _SKIPPED or len(short) < 3:
        return None
    return cut, cut + len(phrase)
