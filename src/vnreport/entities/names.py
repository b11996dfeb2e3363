"""Named entities of a report: organisations, people and places, in one order so that none takes another's words.

Bodies and places with their level come first (a body may hold places), then people outside of both, then bare names of
places outside of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vnreport.entities.models import Name
from vnreport.entities.organizations import find_bodies
from vnreport.entities.people import find_addressed, find_by_family, find_signed
from vnreport.entities.places import Place, code_of, find_bare, find_levelled, provinces_named
from vnreport.lexicon import lexicon_cache, load_words
from vnreport.records import record
from vnreport.text.engine import spaced
from vnreport.text.letters import capitalised_words
from vnreport.text.normalize import CLOSED, fold
from vnreport.text.patterns import pattern


@record
class Names:
    """Organisations, people and places, each in text order."""

    organizations: tuple[Name, ...]
    people: tuple[Name, ...]
    places: tuple[Name, ...]


@record
class Zones:
    """Where letterheads and signatures stand, where signatures and bylines, what is no place for names (furniture and
    the cores of cited documents), and where blocks begin across which no name goes on."""

    formal: Sequence[tuple[int, int]] = ()
    signed: Sequence[tuple[int, int]] = ()
    closed: Sequence[tuple[int, int]] = ()
    edges: Sequence[int] = ()


# One pattern for each line of the motto: a literal is found many times faster than one of two.
_MOTTO = (
    pattern(r"cộng hòa xã hội chủ nghĩa việt nam"),
    pattern(r"độc lập\s{0,2}-?\s{0,2}tự\s{0,2}do\s{0,2}-?\s{0,2}hạnh phúc"),
)


def _fenced(text: str, folded: str, edges: Sequence[int]) -> tuple[str, str]:
    """A text and its folded form, of the same length, in which nothing reads on across an edge."""
    ends, last = [], 0
    for edge in edges:
        place = text.rfind("\n", last, edge)
        if place >= last:
            ends.append(place)
            last = place + 1
    starts = [0, *(place + 1 for place in ends)]
    spans = list(zip(starts, [*ends, len(text)], strict=True))
    return CLOSED.join([text[a:b] for a, b in spans]), CLOSED.join([folded[a:b] for a, b in spans])


def find_names(source: str, folded: str, zones: Zones, long_forms: Mapping[str, str]) -> Names:
    """The named entities of a normalised text; `long_forms` opens abbreviations, of the text or of a table."""
    text, folded = _fenced(source, folded, zones.edges)
    closed = _Cover([*zones.closed, *(match.span() for motto in _MOTTO for match in motto.finditer(folded))])
    capitalised = capitalised_words(text, folded)
    bodies = [span for span in find_bodies(text, folded, capitalised, zones.formal) if not closed.touches(*span)]
    body_cover = _Cover(bodies)
    levelled = [place for place in find_levelled(text, folded) if not closed.touches(place.start, place.end)]
    level_cover = _Cover([(place.start, place.end) for place in levelled])
    people: list[tuple[int, int]] = []
    for start, end in zones.signed:
        people.extend(find_signed(text, start, end))
    people.extend(find_addressed(text, folded))
    ends = {end for _, end in bodies} | {place.end for place in levelled}
    people.extend(find_by_family(text, folded, capitalised, ends))
    chosen: list[tuple[int, int]] = []
    for span in sorted(set(people), key=lambda item: (item[0], -item[1])):
        if body_cover.touches(*span) or level_cover.touches(*span) or closed.touches(*span):
            continue
        if chosen and span[0] < chosen[-1][1]:
            continue
        chosen.append(span)
    taken = _Cover(chosen)
    places = list(levelled)
    for place in find_bare(text, folded, capitalised, levelled):
        inside = body_cover.touches(place.start, place.end)
        if (
            level_cover.touches(place.start, place.end)
            or taken.touches(place.start, place.end)
            or closed.touches(place.start, place.end)
        ):
            continue
        if inside and _one_line(text[place.start : place.end]) == "việt nam":
            continue
        if not inside and _runs_on(text, place):
            continue
        places.append(place)
    provinces = provinces_named(text, places)
    names = {text[start:end] for start, end in bodies}
    keys = {name: body_key(name, long_forms) for name in names}
    return Names(
        tuple(Name(s, e, text[s:e], "name.organization", key=keys[text[s:e]]) for s, e in bodies),
        tuple(Name(s, e, text[s:e], "name.person", key=_one_line(text[s:e])) for s, e in chosen),
        tuple(_place(text, place, provinces) for place in sorted(places, key=lambda p: (p.start, p.end))),
    )


def _place(text: str, place: Place, provinces: frozenset[str]) -> Name:
    words = text[place.start : place.end]
    code = code_of(text[place.name_start : place.end], place.level, provinces)
    return Name(
        place.start,
        place.end,
        words,
        "name.place" if place.level else "name.place_bare",
        key=_one_line(words),
        code=code,
    )


def _runs_on(text: str, place: Place) -> bool:
    """Whether a capitalised word before or after shows that a bare name is part of another ("Nguyễn Thái Bình")."""
    before, after = text[max(0, place.start - 12) : place.start], text[place.end : place.end + 12]
    if text[place.start : place.end].isupper():
        return False
    ahead = _CAPITAL_BEFORE.search(before)
    if ahead is not None and fold(ahead.group(1)) not in _no_part_of_names():  # "Tại Lào Cai"
        return True
    return _CAPITAL_BEHIND.match(after) is not None


_CAPITAL_BEFORE = pattern(r"(?:^|[^.!?\s]\s)([^\W\d_a-zà-ỹ][^\W\d_]{0,7})\s$")
_CAPITAL_BEHIND = pattern(r"\s[A-ZĐ][^\W\d_]{0,7}(?![^\W_])")


@lexicon_cache
def _no_part_of_names() -> frozenset[str]:
    return frozenset(load_words("after_name"))


def _one_line(words: str) -> str:
    return spaced(fold(words))


_FILLER = pattern(r"(?<![^\W_])(?:của|các cấp)\s")
_IN_BRACKETS = pattern(r"\s\([^()]{2,14}\)")
_CITY, _TOWN = pattern(r"(?i)\btp\.\s?"), pattern(r"(?i)\btx\.\s?")
_TOKEN = pattern(r"[^\W\d_]{1,20}(?:[&.-][^\W\d_]{1,20}){0,4}")


def body_key(name: str, long_forms: Mapping[str, str]) -> str:
    """A name for comparing: abbreviations opened, folded, one line, without a short form in brackets.

    >>> body_key("BCHTW", {"BCHTW": "Ban Chấp hành Trung ương"})
    'ban chấp hành trung ương'
    """
    if "(" in name:
        name = _IN_BRACKETS.sub("", name)
    opened = _TOKEN.sub(lambda m: long_forms.get(m.group(), m.group()), name)
    if "." in opened:
        opened = _CITY.sub("thành phố ", _TOWN.sub("thị xã ", opened))
    return spaced(_FILLER.sub("", _one_line(opened)))


class _Cover:
    """Spans, asked whether any of them overlaps another span."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._place = 0
        self._last = -1

    def touches(self, start: int, end: int) -> bool:
        """Whether a span of the cover overlaps; asked in rising order it looks at each span once."""
        if start < self._last:
            self._place = 0
        self._last = start
        while self._place < len(self._spans) and self._spans[self._place][1] <= start:
            self._place += 1
        return self._place < len(self._spans) and self._spans[self._place][0] < end
