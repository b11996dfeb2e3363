"""Units and counted nouns: what a number measures or counts, and what it is counted per ("tạ/ha", "ca/100.000 dân")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from vnreport.lexicon import lexicon_cache, load_columns, load_table, load_words, split_cell
from vnreport.records import record
from vnreport.text.engine import GAP, Found, Phrases
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern


@record
class Unit:
    """A measuring unit: its dimension and its factor to the base unit of the dimension, None where that varies."""

    dimension: str
    factor: Decimal | None


@lexicon_cache
def units() -> dict[str, Unit]:
    """Folded spelling of a unit to what it measures."""
    known: dict[str, Unit] = {}
    for row in load_table("units", "code", "dimension", "factor", "symbol", "aliases", "source"):
        unit = Unit(row["dimension"], Decimal(row["factor"]) if row["factor"] else None)
        for spelling in split_cell(f"{row['symbol']};{row['aliases']}"):
            known.setdefault(fold(spelling), unit)
    return known


@lexicon_cache
def nouns() -> dict[str, str]:
    """Folded counted noun to its dimension."""
    named = zip(*load_columns("counted_nouns", "noun", "dimension"), strict=True)
    return {fold(noun): dimension for noun, dimension in named}


class _Counts(NamedTuple):
    """What a phrase of the tables is behind a number: a measuring unit, a counted noun, or what only looks like one."""

    unit: Unit | None
    noun: str | None  # its dimension
    false: bool  # "đồng loạt", "giải thể", "huyện giao" begin like a unit and are none


class _Standing(NamedTuple):
    """What stands at a place of a text: the longest unit and noun, and whether something only looks like them."""

    unit: Found[Unit] | None
    noun: Found[str] | None
    false: bool


_NOTHING = _Standing(None, None, False)


@record
class _Words:
    """All spellings of all units, all counted nouns, and what only looks like them."""

    phrases: Phrases[_Counts]
    marks: dict[str, Unit]  # what begins with no letter, or ends with none: "%", "US$"
    mark: re.Pattern[str]
    mark_openings: frozenset[str]  # the first characters of marks
    openings: frozenset[str]  # with which a unit begins that begins with no letter
    not_counted: frozenset[str]

    def at(self, folded: str, start: int) -> _Standing:
        """What stands at a place."""
        unit: Found[Unit] | None = None
        noun: Found[str] | None = None
        false = False
        for end, counts in [found[1:] for found in self.phrases.readings(folded, start)]:
            if counts.unit is not None:
                unit = Found(start, end, counts.unit)
            if counts.noun is not None:
                noun = Found(start, end, counts.noun)
            false = false or counts.false
        if folded[start : start + 1] in self.mark_openings and (mark := self.mark.match(folded, start)):
            unit = Found(start, mark.end(), self.marks[mark.group()])
        elif unit is None and noun is None and not false:
            return _NOTHING
        return _Standing(unit, noun, false)


@lexicon_cache
def _words() -> _Words:
    known = units()
    marks = {symbol: unit for symbol, unit in known.items() if not (symbol[0].isalpha() and symbol[-1].isalnum())}
    no_letter = r"(?![^\W\d_])"
    spelled = (re.escape(mark) + no_letter * mark[-1].isalnum() for mark in sorted(marks, reverse=True))
    counted, false = nouns(), frozenset(word for word in load_words("false_unit") if word[:1].isalpha())
    phrases: dict[str, Any] = dict.fromkeys([*known, *counted, *false])
    for mark in marks:
        del phrases[mark]
    shared: dict[_Counts, _Counts] = {}  # few of them are different
    for phrase in phrases:
        own = _Counts(known.get(phrase), counted.get(phrase), phrase in false)
        phrases[phrase] = shared.setdefault(own, own)
    return _Words(
        Phrases(phrases, before_digits=True),
        marks,
        re.compile("|".join(spelled)),
        frozenset(mark[0] for mark in marks),
        frozenset(mark[0] for mark in marks if not mark[0].isalpha()),
        frozenset(load_words("not_counted")),
    )


@lexicon_cache
def multiple_openings() -> frozenset[str]:
    """The first syllables of the units that say how many times: "lần"."""
    return frozenset(name.split()[0] for name, unit in units().items() if unit.dimension == "multiple")


_PER = pattern(rf"{GAP}/{GAP}(?P<number>\d[\d.]{{0,9}}{GAP})?(?P<scale>(?:vạn|nghìn|triệu){GAP})?")
_PER_MANY = pattern(r"10{0,8}")
_PER_TIME = pattern(
    rf"(?:ngày{GAP}-?{GAP}đêm|năm|tháng|tuần|ngày|giờ|quý|học{GAP}kỳ|kỳ|vụ|lần|lượt|phút|giây|buổi|đêm|ca)(?![^\W\d_])"
)
_PER_WORD = pattern(r"[^\W\d_]{1,8}")
_BLANK = pattern(GAP)
_ONE = Decimal(1)
_FALLBACK = pattern(rf"{GAP}([^\W\d_]{{1,12}})(?![^\W_])")
# Words of time that reach this far are units: "40 giờ/tháng", "154 giờ thao giảng", "1,2 tháng lương" are no durations.
_TIMED_UNIT = pattern(
    rf"(?:tháng{GAP}lương|ngày{GAP}(?:lương|công)|giờ{GAP}công|giờ|ngày(?={GAP}/)|tháng(?={GAP}/)|"
    rf"phút(?={GAP}/)|năm(?={GAP}/))(?![^\W\d_])"
)


class UnitRead(NamedTuple):
    """A unit as it stands in a text.

    `known` is False where no table holds it; `measures` tells a measuring unit from a counted noun.
    """

    written: str
    end: int
    dimension: str | None
    factor: Decimal | None
    known: bool = True
    measures: bool = False


def read_unit(text: str, folded: str, at: int, *, words: bool, start: int) -> UnitRead | None:
    """The unit or counted noun behind a number that ends at `at`; after number words only what a table holds."""
    known = _words()
    gap = _BLANK.match(folded, at)
    position = gap.end() if gap else at
    first = folded[position : position + 1]
    if not first.isalpha() and first not in known.openings:
        return None
    unit, noun, false = known.at(folded, position)
    if false:
        return None
    glued = position == at
    if unit is not None and glued and folded[position : unit.end] in ("m", "l", "g", "t") and text[position].isupper():
        unit = None
    if glued and unit:
        noun = None
    if noun is not None and words and text[position].isupper() and not text[position : noun.end].isupper():
        noun = None  # "Ba Đình"
    if noun is not None and (unit is None or noun.end > unit.end):
        return _with_denominator(text, folded, position, noun.end, noun.value, _ONE)
    if unit is not None:
        dimension, factor = unit.value.dimension, unit.value.factor
        return _with_denominator(text, folded, position, unit.end, dimension, factor, measures=True)
    if timed := _TIMED_UNIT.match(folded, position):
        return _with_denominator(text, folded, position, timed.end(), None, None)
    if words or glued:
        return None
    other = _FALLBACK.match(folded, at)
    if other is None or other.group(1) in known.not_counted or "\n\n" in text[at : other.start(1)]:
        return None
    if text[other.start(1)].isupper() and not text[other.start(1) : other.end(1)].isupper():
        return None
    return _with_denominator(text, folded, other.start(1), other.end(1), None, None, known=False)


def _with_denominator(
    text: str, folded: str, start: int, end: int, dimension: str | None, factor: Decimal | None, *,
    known: bool = True, measures: bool = False,
) -> UnitRead:  # fmt: skip
    """The unit with what it is counted per: "tạ/ha", "đồng/người/tháng", "ca/100.000 dân"."""
    for _ in range(3):
        per = _PER.match(folded, end)
        if per is None:
            break
        at, words = per.end(), _words()
        standing = words.at(folded, at)
        counter = standing.noun or standing.unit
        if time := _PER_TIME.match(folded, at):
            reach = time.end()
        elif counter is not None:
            reach = counter.end
        else:
            word = _PER_WORD.match(folded, at)
            if (
                dimension == "share"
                or word is None
                or word.group() in words.not_counted
                or (per.group("number") is not None and not per.group("scale"))
            ):
                break
            reach = word.end()
        if folded[at:reach] == folded[start:end] and per.group("number"):
            break  # "876 việc/1.012 việc" is a part of its whole
        if per.group("number") and not _PER_MANY.fullmatch(per.group("number").strip().replace(".", "")):
            break
        end = reach
        dimension, factor = None, None
    return UnitRead(text[start:end], end, dimension, factor, known, measures)
