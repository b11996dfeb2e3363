"""Places: administrative units by their level word ("huyện Bảo Yên", "TP. Hồ Chí Minh", "tổ dân phố số 3"), and bare
names of provinces and districts, or of units that the same text has named with their level.

`places.tsv` lists the provinces and districts of 1995-2026. A name that several units share has no code unless the text
names the province of just one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from vnreport.entities.officers import names_officer
from vnreport.lexicon import lexicon_cache, load_table, load_words
from vnreport.records import record
from vnreport.text.engine import BLANK_IN_PHRASE, Phrases, spaced, trie_at_word
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import CLOSED, fold
from vnreport.text.patterns import pattern

_GAP = r"[^\S\n]{1,2}|[^\S\n]{0,3}\n[^\S\n]{0,3}"
_SHORT_LEVELS = ("tp", "tp.", "tx.", "tt.", "q.", "p.", "h.")
_LEVELS = (
    "thành phố", "thị trấn", "thị xã", "đặc khu", "tổ dân phố", "khu phố", "tỉnh", "huyện", "quận", "phường", "xã",
    "thôn", "bản", "ấp", "xóm", "khóm", "buôn", "làng", "tdp", *_SHORT_LEVELS,
)  # fmt: skip
_LEVEL = pattern(trie_at_word(_LEVELS).replace("\\ ", r"\s{1,2}") + r"(?:(?<=\.)|(?![^\W_]))")
_COOPERATIVE = pattern(r"hợp\s{1,2}tác\s{1,2}$")
_PLURAL = pattern(r"(?<![^\W_])các[^\S\n]{1,2}$")
_NOT_AFTER_LEVEL = frozenset(("ủy", "đoàn", "đội", "hội", "viên", "đảng", "lân"))
# A number for a name; a noun behind it would be counted ("2 phường 5 xã"), a word of grammar would not.
_NUMBER = pattern(
    r"(?:số\s{1,2})?\d{1,2}(?![\d.,/%]{0,20}\d|%)(?![^\S\n]?(?!(?:và|đã|có|là|được|tại|của|thuộc|ở|với|cho|trên)\s)[^\W\d_])"
)
_SYLLABLE = pattern(rf"[{UPPER}][{LOWER}]{{0,7}}(?:['’][{UPPER}{LOWER}]{{1,7}})?(?![^\W_])")
_SHOUTED = pattern(rf"[{UPPER}]{{1,8}}(?:['’][{UPPER}]{{1,8}})?(?![^\W_])")
_BLANK = pattern(_GAP)
_IN_PHRASE = pattern(BLANK_IN_PHRASE)
_WORD = pattern(r"[^\W\d_]++")
_OF_NAME = pattern(r"[^\W\d_]++(?:['’][^\W\d_]++)?|-")
_AND = pattern(r",\s{0,2}|\s{1,2}và\s{1,2}|;\s{0,2}")


@record
class Place:
    """A place in the text: its span, where its own name begins, and its level word (None for a bare name)."""

    start: int
    end: int
    name_start: int
    level: str | None


@record
class Unit:
    """A row of `places.tsv`."""

    name: str
    level: str
    code: str
    parent: str


@lexicon_cache
def units() -> dict[str, tuple[Unit, ...]]:
    """The provinces and districts of `places.tsv` by folded name."""
    found: dict[str, list[Unit]] = {}
    for row in load_table(
        "places", "name", "level", "code", "parent", "valid_from", "valid_to", "merged_into", "source"
    ):
        unit = Unit(row["name"], row["level"], row["code"], row["parent"])
        known = found.setdefault(_plain(row["name"]), [])
        if unit not in known:
            known.append(unit)
    return {name: tuple(known) for name, known in found.items()}


@lexicon_cache
def _known_names() -> Phrases[bool]:
    return Phrases(dict.fromkeys([*(name for name in units() if name[:1].isalpha()), "việt nam"], True))


_PROVINCIAL = frozenset(("province", "city"))
_NAMESAKE = "hồ chí minh"  # of the city, and of the union of youth


def level_of_body(name: str) -> str | None:
    """The level of a body by the province or district that its name ends with, without a word for the level.

    >>> level_of_body("Công đoàn ngành Giáo dục Hà Tĩnh"), level_of_body("Hội Nông dân Việt Nam")
    ('province', None)
    """
    plain = _plain(name)
    last = next((known for known in reversed(list(_known_names().each(plain))) if known.end == len(plain)), None)
    if last is None or last.start == 0 or plain.endswith(_NAMESAKE):
        return None
    levels = {unit.level for unit in units().get(plain[last.start :], ())}
    if not levels:
        return None
    return "province" if not _PROVINCIAL.isdisjoint(levels) else "district"


@lexicon_cache
def numbered_levels() -> frozenset[str]:
    """Levels whose places may have a number for a name: "phường 5", "tổ dân phố số 3"."""
    return frozenset(load_words("numbered_level"))


@lexicon_cache
def _stop_words() -> frozenset[str]:
    return frozenset(load_words("no_place_name"))


def _plain(name: str) -> str:
    """A name for comparing: folded, one space between syllables, one dash between parts."""
    return spaced(fold(name).replace("-", " - "))


# A line, or a cell of a letterhead of two columns, ends here.
_CELL_EDGES = ("\n", "\t", "|", CLOSED, "   ")
_CELL_EDGE = pattern("|".join(map(re.escape, _CELL_EDGES)))


def shouted_at(text: str, place: int) -> bool:
    """Whether the words around a place are written in capitals throughout ("HUYỆN BẢO YÊN")."""
    before = text[max(0, place - 80) : place]
    for mark in _CELL_EDGES:
        before = before.rpartition(mark)[2]
    edge = _CELL_EDGE.search(text, place, place + 80)
    words = before + text[place : edge.start() if edge is not None else place + 80]
    letters = sum(map(str.isalpha, words))
    return letters > 0 and sum(map(str.isupper, words)) * 10 >= letters * 8


def known_at(text: str, folded: str, start: int) -> int | None:
    """Where the name of a province or district of the table ends that stands at `start`; None where none does."""
    known = _known_names().match(folded, start)
    return known.end if known is not None and _capitalised(text[start : known.end]) else None


def read_place_name(
    text: str, folded: str, start: int, *, shouted: bool, of: tuple[int, str] | None = None
) -> int | None:  # fmt: skip
    """Where the proper name of a place that begins at `start` ends; None where none begins.

    `of` says where the phrase begins that the name ends, and its level word: its officer's name is no place.
    """
    syllable = _SHOUTED if shouted else _SYLLABLE
    known = known_at(text, folded, start)
    if known is not None:
        return known
    if of is not None and not shouted and names_officer(text, folded, of[0], start, of[1]):
        return None
    end, cursor = None, start
    for _ in range(4):
        match = syllable.match(text, cursor)
        if match is None or (shouted and folded[cursor : match.end()] in _stop_words()):
            break
        if end is not None and of is not None and not shouted and names_officer(text, folded, of[0], cursor, None):
            break
        end = match.end()
        gap = _BLANK.match(text, end)
        if gap is None or (shouted and "\n" in gap.group()):
            break
        cursor = gap.end()
    return end


def _capitalised(words: str) -> bool:
    return all(part[0].isupper() for part in re.findall(r"[^\W_]++", words))


def find_levelled(text: str, folded: str) -> Iterator[Place]:
    """Places after their level word; of "các xã Nghĩa Đô, Vĩnh Yên và Tân Dương" each name by itself."""
    position = 0
    while match := _LEVEL.search(folded, position):
        start, position = match.span()
        word = spaced(match.group())
        short = word in _SHORT_LEVELS
        if _COOPERATIVE.search(folded, max(0, start - 12), start) or (short and not text[start].isupper()):
            continue
        gap = _BLANK.match(text, position)
        cursor = gap.end() if gap is not None else position
        if _PLURAL.search(folded, max(0, start - 7), start):
            yield from _coordinated(text, folded, cursor, word)
            continue
        if gap is None and (not short or word == "tp"):
            continue
        shouted = text[start:position].isupper() and shouted_at(text, start)
        number = _NUMBER.match(folded, cursor) if word in numbered_levels() else None
        if number is not None:
            yield Place(start, number.end(), cursor, word)
            position = number.end()
            continue
        first = _first_word(folded, cursor)
        if first in _NOT_AFTER_LEVEL:
            continue
        end = read_place_name(text, folded, cursor, shouted=shouted, of=(start, word))
        if end is None or end - cursor < 2:
            continue
        if word in ("thôn", "bản", "ấp", "xóm", "khu phố") and (
            tail := re.compile(r"\s\d{1,2}(?![\d.,/%])").match(text, end)
        ):
            end = tail.end()
        yield Place(start, end, cursor, word)
        position = end


def own_name(words: str) -> int:
    """Where the proper name begins in the words of a place: 6 in "huyện Bảo Yên", 0 in "Lào Cai"."""
    match = _LEVEL.match(fold(words))
    if match is None:
        return 0
    gap = _BLANK.match(words, match.end())
    return gap.end() if gap is not None else match.end()


def _first_word(folded: str, start: int) -> str:
    match = _WORD.match(folded, start)
    return match.group() if match else ""


def _coordinated(text: str, folded: str, cursor: int, word: str) -> Iterator[Place]:
    colon = re.compile(r"\s?:\s{0,2}").match(text, cursor)
    cursor = colon.end() if colon else cursor
    for _ in range(40):
        end = read_place_name(text, folded, cursor, shouted=False)
        if end is None:
            break
        yield Place(cursor, end, cursor, word)
        link = _AND.match(folded, end)
        if link is None:
            break
        cursor = link.end()


def find_bare(
    text: str, folded: str, capitalised: Sequence[tuple[int, str]], named: Sequence[Place]
) -> Iterator[Place]:
    """Bare names of provinces, districts and of units that the text has named with their level.

    Each begins with a word of `capitalised`.
    """
    of_text, known = _names_of_text(text, named), _known_names()
    first = {syllable.partition("'")[0].partition("’")[0] for syllable in of_text}
    position = 0
    for start in [start for start, word in capitalised if word in known.by_first or word in first]:
        if start < position:
            continue
        end = _end_of_name(folded, start, of_text)
        if end is None:
            name = known.match(folded, start)
            if name is None:
                continue
            end = name.end
        position = end
        words = text[start:end]
        if not _capitalised(words) or (words.isupper() and not shouted_at(text, start)):
            continue
        if _plain(words) == _NAMESAKE or (" " not in words.strip() and _plain(words) not in _single_provinces()):
            continue
        yield Place(start, end, start, None)


def _names_of_text(text: str, named: Sequence[Place]) -> dict[str, Any]:
    """The names of two syllables and more that a text gives with their level, as a tree; a name ends at ""."""
    tree: dict[str, Any] = {}
    for name in {_plain(text[place.name_start : place.end]) for place in named}:
        if " " in name and not any(char.isdigit() for char in name):
            node = tree
            for syllable in name.split():
                node = node.setdefault(syllable, {})
            node[""] = {}
    return tree


def _end_of_name(folded: str, start: int, tree: dict[str, Any]) -> int | None:
    """Where the longest name of a tree ends that stands at `start`; None where none does."""
    end, node, place = None, tree, start
    while syllable := _OF_NAME.match(folded, place):
        node = node.get(syllable.group(), {})
        if "" in node and not folded[syllable.end() : syllable.end() + 1].isalnum():
            end = syllable.end()
        gap = _IN_PHRASE.match(folded, syllable.end()) if node else None
        if gap is None:
            break
        place = gap.end()
    return end


@lexicon_cache
def _single_provinces() -> frozenset[str]:
    """Provinces of one syllable: "Huế"."""
    return frozenset(
        name
        for name, known in units().items()
        if " " not in name and any(u.level in ("province", "city") for u in known)
    )


_FAMILY = {
    "tỉnh": ("province",), "thành phố": ("city", "provincial_city", "municipal_city"), "huyện": ("district",),
    "quận": ("urban_district",), "thị xã": ("town",), "tp.": ("city", "provincial_city", "municipal_city"),
    "tp": ("city", "provincial_city", "municipal_city"), "tx.": ("town",), "q.": ("urban_district",),
    "h.": ("district",),
}  # fmt: skip


def code_of(name: str, level: str | None, provinces: frozenset[str]) -> str | None:
    """The code of the unit that a name means; None where several fit and the provinces of the text do not decide."""
    known = units().get(_plain(name), ())
    if level is not None:
        known = tuple(unit for unit in known if unit.level in _FAMILY.get(level, ()))
    elif any(unit.level in ("province", "city") for unit in known):
        known = tuple(unit for unit in known if unit.level in ("province", "city"))
    if len({(unit.parent, unit.code) for unit in known}) > 1:
        known = tuple(unit for unit in known if _plain(unit.parent) in provinces)
    codes = {unit.code for unit in known}
    return (next(iter(codes)) or None) if len(codes) == 1 else None


def provinces_named(text: str, places: Sequence[Place]) -> frozenset[str]:
    """The folded names of the provinces among the places of a text."""
    names = {_plain(text[place.name_start : place.end]) for place in places}
    return frozenset(
        name for name in names if any(unit.level in ("province", "city") for unit in units().get(name, ()))
    )
