"""Abbreviations where the text defines them: "công đoàn cơ sở (CĐCS)", "CCB (cựu chiến binh)".

The long form is the noun phrase before the bracket, or inside it. The initials, read without accents (Ủ is U, "và" is
"&"), say where it begins when they fit; where they do not, it begins with its clause.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from vnreport.entities.models import Abbreviation
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_SHORT = rf"[{UPPER}][A-Za-zĐđÀ-ỹ&.-]{{0,14}}[{UPPER}a-zđ]"
_CALLED = r"(?:(?:sau đây|dưới đây|sau)\s)?(?:được\s)?(?:viết tắt|gọi tắt|gọi chung|gọi)(?:\slà)?\s?:?\s?"
# Patterns begin with their bracket: a literal is found many times faster than what may stand before it.
_BRACKETS = pattern(
    rf"\((?:(?<=[^\s(]\()|(?<=[^\s(]\s\())\s?(?:{_CALLED})?[“\"]?(?P<inside>{_SHORT}(?:\s?[,;]\s?{_SHORT}){{0,4}}|"
    rf"[{UPPER}]{{2,9}}\s[{UPPER}]{{2,9}})[”\"]?\s?\)"
)
# "(sau đây gọi tắt là Ban Chỉ đạo)", ", sau đây gọi tắt là Công ty": any name that begins with a capital.
_NAMED = pattern(
    r"(?<=[^\s(]),?\s?\(?\s?(?:sau đây|dưới đây|sau|được)?\s?(?:viết tắt|gọi tắt|gọi chung)\s(?:là\s)?:?\s?"
    rf"[“\"]?(?P<name>[{UPPER}][^\W_]{{1,14}}(?:\s[^\W_][^\s,.;:()“”\"]{{0,14}}){{0,6}})[”\"]?\s?(?:\)|[,.;]|$)",
    re.MULTILINE,
)
# One of these leads to every name of this kind; how far before it the words that lead to it may begin.
_NAMINGS = ("viết tắt", "gọi tắt", "gọi chung")
_LEAD = 14
# How far back the long form may begin: it lies in one paragraph, over one line break at most.
_REACH = 260
_REVERSED = pattern(rf"\((?P<long>[{LOWER}][^()\n]{{5,80}})\)")
_BEFORE_REVERSED = pattern(r"(?<![\w(])(?P<short>[A-ZĐƯÔ][A-ZĐƯÔÂĂÊƠ&-]{1,13})\s?\Z")
_SHORT_REACH = 15
_WORD = pattern(r"[^\W\d_]++|&")
_CLAUSE = pattern(r"[.;:!?“”\"\n()]|\s-\s")
_CLAUSE_OF_PARTS = pattern(r"[.;:!?“”\"\n()]")
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
    """Where the long form of `short` stands at the end of `before`, which may end with a name in quotes."""
    if (bare := before.rstrip())[-1:] in ("”", '"'):
        before = bare[:-1]
    words = list(_WORD.finditer(before))
    if not words:
        return None
    cut = 0
    for mark in (_CLAUSE_OF_PARTS if "-" in short else _CLAUSE).finditer(before):
        if mark.group() != "\n" or before[mark.end() : mark.end() + 1] == "\n":
            cut = mark.end()
    if (usual := common_long_forms().get(short)) is not None:
        folded = fold(before)
        place = folded.rfind(fold(usual))
        if place >= cut and not _WORD.search(folded, place + len(usual)):
            return place, place + len(usual)
    candidates = [match for match in words if match.start() >= cut]
    end = words[-1].end()
    for letters in (_letters(short), _capitals(short)):
        window = candidates[-(2 * len(letters) + 6) :]
        begin = _fits(letters, [match.group() for match in window])
        if begin is not None:
            first = window[begin]
            return _extended(before, window, begin, first.start()), end
    return None


@lexicon_cache
def common_long_forms() -> dict[str, str]:
    """Short forms that everybody writes and what they stand for: `abbreviations.tsv`."""
    return {row["short"]: row["long"] for row in load_table("abbreviations", "short", "long", "source")}


def _extended(before: str, window: list[re.Match[str]], begin: int, start: int) -> int:
    """ "cán bộ, công chức, viên chức, người lao động": a coordinated noun that the initials skip belongs to it."""
    lead = before[:start]
    match = re.search(r"(?:^|[\s(])((?:cán bộ),\s{1,9})$", lead)
    return match.start(1) if match else start


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Every short form that the text defines, in text order; the span is that of the short form.

    >>> [(a.short, a.long) for a in find_abbreviations("các công đoàn cơ sở (CĐCS) và CCB (cựu chiến binh)")]
    [('CĐCS', 'công đoàn cơ sở'), ('CCB', 'cựu chiến binh')]
    """
    found: list[Abbreviation] = []
    for match in _BRACKETS.finditer(text):
        before = _paragraph_before(text, match.start() - text[match.start() - 1].isspace())
        base = match.start("inside")
        inside = match.group("inside")
        shorts = list(re.finditer(_SHORT, inside))
        if len(inside.split()) == 2 and inside.isupper() and "," not in inside and ";" not in inside:
            shorts = list(re.finditer(r".+", inside))
        parts = _coordinated(before, [written.group() for written in shorts])
        for written, place in zip(shorts, parts, strict=True):
            short = written.group()
            if place is None or sum(char.isupper() for char in short) < 2:
                continue
            begin, end = place
            long = re.sub(r"\s++", " ", before[begin:end])
            if long.lower() != short.lower():
                found.append(_abbreviation(base + written.start(), short, long, "abbreviation.bracket"))
    known = {item.start for item in found}
    for match in _names_given(text):
        name = match.group("name")
        before = _paragraph_before(text, match.start())
        meant = _named(before, name)
        if meant is not None and match.start("name") not in known:
            found.append(_abbreviation(match.start("name"), name, meant, "abbreviation.named"))
    for match in _REVERSED.finditer(text):
        short_form = _BEFORE_REVERSED.search(text, max(0, match.start() - _SHORT_REACH), match.start())
        if short_form is None:
            continue
        short, long = short_form.group("short"), re.sub(r"\s++", " ", match.group("long"))
        words = [word.group() for word in _WORD.finditer(long)]
        if _fits(_letters(short), words) == 0:
            found.append(_abbreviation(short_form.start(), short, long, "abbreviation.reversed"))
    return sorted(found, key=lambda item: (item.start, item.end))


def _names_given(text: str) -> Iterator[re.Match[str]]:
    """The names that a text gives in words: "(sau đây gọi tắt là Công ty)"."""
    if not any(naming in text for naming in _NAMINGS):
        return
    position = 0
    for naming in re.finditer("|".join(_NAMINGS), text):
        for start in range(max(position, naming.start() - _LEAD), naming.start() + 1):
            if match := _NAMED.match(text, start):
                yield match
                position = match.end()
                break


def _abbreviation(start: int, short: str, long: str, rule: str) -> Abbreviation:
    return Abbreviation(start, start + len(short), short, rule, short, long)


def _paragraph_before(text: str, place: int) -> str:
    """What stands before a bracket, back to the bracket or the paragraph before it."""
    reach = max(place - _REACH, 0)
    before = text[max(text.rfind("(", reach, place) + 1, reach) : place]
    return before[before.rindex("\n\n") + 2 :] if "\n\n" in before else before


def _named(before: str, name: str) -> str | None:
    """The long form of a name that is not made of initials: it begins with the same word, or its initials fit."""
    if len(name.split()) == 1 and name.isupper():
        place = _long_form(before, name)
        return None if place is None else re.sub(r"\s++", " ", before[place[0] : place[1]])
    clause = re.split(r"[.;!?]\s", before)[-1]
    first = name.split()[0]
    begin = max((match.start() for match in re.finditer(rf"(?<!\w){re.escape(first)}(?!\w)", clause)), default=-1)
    if begin < 0:
        return None
    long = re.sub(r"\s++", " ", clause[begin:]).strip(" ,(")
    return long if len(long) > len(name) else None


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
