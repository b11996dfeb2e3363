"""Reads the number and symbol of a document where they stand in a text: "20-NQ/TW", "30/2020/NĐ-CP", "1454/QĐ-TLĐ".

A code is read part by part from what the document wrote, damage included, and written again as the drafting rules say:
a Party code is `number-TYPE/ISSUER` (Hướng dẫn 36-HD/VPTW), a State code `number[/year]/TYPE-ISSUER` (Nghị định
30/2020/NĐ-CP, annex III); codes of other systems keep their separators. What was mended is named in `repairs`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vnreport.lexicon import lexicon_cache, load_table, split_cell
from vnreport.records import record
from vnreport.text.letters import UPPER
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_GAP = r"[^\S\n]{0,4}(?:\n[^\S\n]{0,16})?"
# Marks of bold type may stand inside a code that came through Markdown ("203/**2025/QH15").
_MARKUP = r"\*{0,2}"
_SEPARATOR = pattern(rf"({_GAP}){_MARKUP}([-/]){_MARKUP}({_GAP})")
_BLANK = pattern(r"[^\S\n]{0,2}")
_NUMBER = pattern(r"(\d{1,6}(?:\.\d{1,2}(?=\s?[-/]))?)([a-zđA-ZĐ](?![^\W\d_]))?")
_YEAR = pattern(rf"{_GAP}[-/]{_MARKUP}{_GAP}((?:19|20)\d\d)(?!\d)")
# A year with a digit too many ("45/25010/NĐ-CP") or with a dash for its zero ("83/2-13/NĐ-CP").
_BAD_YEAR = pattern(rf"{_GAP}[-/]{_GAP}(\d{{5}}|2-\d\d)(?=[-/])")
_BEGINS_CODE = pattern(
    r"\d{1,6}+(?:\.\d{1,2}(?=\s?[-/]))?[a-zđA-ZĐ]?"
    rf"(?:{_GAP}{_MARKUP}[-/]{_MARKUP}{_GAP}(?:[{UPPER}]|(?:19|20)\d\d|\d{{5}}[-/]|2-\d\d[-/])|[^\S\n]{{0,2}}[{UPPER}])"
)
# No document that reports cite bears a year outside of these.
_FIRST_YEAR, _LAST_YEAR = 1945, 2035
# One part of a symbol: letters first, dots and ampersands inside, digits at the end (QH14, "QH 10", BCĐ389, BTGTU).
_PART = pattern(r"[^\W\d_](?:[^\W\d_]|[.&](?=[^\W\d_])){0,24}(?:\d{1,4}(?!\d)|[^\S\n\t]{1,2}\d{1,4}(?!\d|[/.-]\d))?")


@record
class Symbols:
    """The known parts of codes: folded spelling to the letters that the rules give, and what these stand for.

    `type_letters` are those letters that stand for a type.
    """

    types: dict[str, str]
    type_letters: frozenset[str]
    type_codes: dict[str, tuple[str, ...]]
    issuers: dict[str, str]
    systems: dict[str, str]
    names: dict[str, str]
    bodies: dict[str, tuple[str, ...]]


@lexicon_cache
def symbols() -> Symbols:
    """The symbols of `document_types.tsv` and `issuer_symbols.tsv`."""
    types: dict[str, str] = {}
    type_codes: dict[str, list[str]] = {}
    for row in load_table("document_types", "code", "names", "abbreviations", "symbols", "source"):
        for symbol in split_cell(row["symbols"]):
            types.setdefault(fold(symbol), symbol)
            type_codes.setdefault(fold(symbol), []).append(row["code"])
    issuers: dict[str, str] = {}
    systems: dict[str, str] = {}
    names: dict[str, str] = {}
    bodies: dict[str, tuple[str, ...]] = {}
    for row in load_table("issuer_symbols", "symbol", "system", "name", "aliases", "bodies", "source"):
        for spelling in (row["symbol"], *split_cell(row["aliases"])):
            issuers[fold(spelling)] = row["symbol"]
        systems[row["symbol"]] = row["system"]
        names[row["symbol"]] = row["name"]
        bodies[row["symbol"]] = split_cell(row["bodies"]) or (fold(row["name"]),)
    letters = frozenset(symbol for symbol in (*types.values(), *issuers.values()) if fold(symbol) in types)
    codes = {key: tuple(value) for key, value in type_codes.items()}
    return Symbols(types, letters, codes, issuers, systems, names, bodies)


# The year behind the symbol, the style of 1975-1985: "26-TT-1982".
_YEAR_BEHIND = pattern(rf"{_GAP}([-/]){_GAP}((?:19|20)\d\d)(?![\d/-])")
_PARTY_ENDING = pattern(r"(?:TW|TU|HU|ĐU|QU|ThU)$")


def system_of(issuer: str) -> str | None:
    """The system that an issuer's symbol belongs to: party, state, union, …, or None where nothing says it.

    >>> system_of("UBKTHU"), system_of("BTGTU"), system_of("UBND"), system_of("QH14")
    ('party', 'party', 'state', 'state')
    """
    known = symbols().systems
    if issuer in known:
        return known[issuer]
    bare = issuer.rstrip("0123456789")
    if bare in known:
        return known[bare]
    if _PARTY_ENDING.search(issuer):
        return "party"
    if issuer.startswith(("UBND", "HĐND", "SỞ")):
        return "state"
    return None


class CodeReading(NamedTuple):
    """A code as read and as the drafting rules write it; `end` is where it ends in the text."""

    number: str
    year: int | None
    symbol: str | None
    code: str | None
    type_symbol: str | None
    end: int
    repairs: tuple[str, ...]


def mended_year(written: str) -> int | None:
    """The year that a damaged one can only be; None where it can be several, or none.

    >>> mended_year("25010"), mended_year("2-13"), mended_year("20025")
    (2010, 2013, None)
    """
    if len(written) == 4:
        return int(written.replace("-", "0"))
    fewer = {int(written[:place] + written[place + 1 :]) for place in range(5)}
    possible = {year for year in fewer if _FIRST_YEAR <= year <= _LAST_YEAR}
    return possible.pop() if len(possible) == 1 else None


def read_number(text: str, position: int) -> tuple[str, int] | None:
    """A document's own number, with its letter ("4a") or its dot ("66.7"): the number and where it ends."""
    match = _NUMBER.match(text, position)
    return None if match is None else (match.group(1) + (match.group(2) or ""), match.end())


def read_code(text: str, position: int, *, type_known: bool) -> CodeReading | None:
    """Read a full code (number and symbol) at `position`; None where no symbol follows the number.

    Without a type word before it (`type_known=False`) a symbol must hold a known type and something else.
    """
    numbered = read_number(text, position)
    if numbered is None:
        return None
    number, cursor = numbered
    repairs: list[str] = []
    year: int | None = None
    unclear: str | None = None
    if match := _YEAR.match(text, cursor):
        year, cursor = int(match.group(1)), match.end()
        if len(match.group()) > 5:
            repairs.append("space")
    elif bad := _BAD_YEAR.match(text, cursor):
        year, cursor = mended_year(bad.group(1)), bad.end()
        repairs.append("year" if year is not None else "unclear_year")
        unclear = bad.group(1) if year is None else None
    parts, separators, end, spaced = _read_parts(text, cursor)
    if not parts:
        return None
    if spaced:
        repairs.append("space")
    reading = _compose(number, year, parts, separators, end, repairs, type_known=type_known)
    if reading is not None and year is None and (behind := _YEAR_BEHIND.match(text, reading.end)):
        code = f"{reading.code}{behind.group(1)}{behind.group(2)}"
        reading = reading._replace(year=int(behind.group(2)), code=code, end=behind.end())
    if reading is not None and unclear is not None:
        reading = reading._replace(code=f"{number}/{unclear}{(reading.code or '')[len(number) :]}")
    return reading


def may_begin_code(text: str, position: int) -> bool:
    """Whether a year, a separator with a capital, or a capital follows the number here, as in any full code.

    >>> may_begin_code("20-NQ/TW", 0), may_begin_code("85 - 90%", 0), may_begin_code("5 xã", 0)
    (True, False, False)
    """
    return _BEGINS_CODE.match(text, position) is not None


def read_symbol(text: str, position: int) -> CodeReading | None:
    """Read the symbol of a code whose number is left blank ("/TTr-STP"); its `code` is None."""
    parts, separators, end, spaced = _read_parts(text, position)
    if not parts or fold(parts[0]) not in symbols().types:
        return None
    reading = _compose("", None, parts, separators, end, ["space"] if spaced else [], type_known=True)
    return None if reading is None else reading._replace(code=None)


def _read_parts(text: str, cursor: int) -> tuple[list[str], list[str], int, bool]:
    """The parts of a symbol and the separator before each ("" where it is lost)."""
    known = symbols()
    parts: list[str] = []
    separators: list[str] = []
    spaced = False
    end = cursor
    while len(parts) < 8:
        separator = _SEPARATOR.match(text, cursor)
        if separator is None:
            # "298 KH/TWĐTN", "57/2020/NĐ CP": only a blank between number and type, or type and issuer.
            blank = _BLANK.match(text, cursor)
            after = blank.end() if blank else cursor
            match = None if len(parts) > 1 else _PART.match(text, after)
            if match is None:
                break
            word = fold(match.group())
            table = known.types if not parts else known.issuers
            glued = not parts and after == cursor and text[cursor - 1].isdigit()
            if word not in table or not match.group()[0].isupper() or (not parts and after == cursor and not glued):
                break
            parts.append(match.group())
            separators.append("")
            cursor = end = match.end()
            spaced = spaced or after > end
            continue
        if parts and separator.group(1) and separator.group(3) and (len(parts) > 1 or not _is_type(parts[-1])):
            break  # " - " after a whole symbol is a dash of the sentence
        match = _PART.match(text, separator.end())
        if match is None:
            break
        part = _trim_part(match.group())
        if part is None:
            break
        parts.append(part)
        separators.append(separator.group(2))
        cursor = end = match.start() + len(part)
        spaced = spaced or bool(separator.group(1) or separator.group(3))
        if len(part) < len(match.group()):
            break
    return parts, separators, end, spaced


def _is_type(part: str) -> bool:
    return fold(part) in symbols().types


_CAPITALS = pattern(r"[A-ZĐƯÔÂĂÊƠ]{2,25}(?=[^\W\d_])")


def _trim_part(part: str) -> str | None:
    """The part of a symbol that a word holds: all of "BGDĐT", "CP" of the glued "CPnhư", nothing of "Kế"."""
    known = symbols()
    folded = fold(part)
    if folded in known.types or folded in known.issuers:
        return part
    capitals = sum(char.isupper() or char.isdigit() for char in part)
    if part[0].isupper() and (capitals * 2 > len(part) or (capitals >= 2 and capitals * 2 >= len(part))):
        return part
    if part[0].isupper() and folded[:2] == "cp" and len(part) == 3:
        return part[:2]  # "NĐ-Cpa": a letter of what follows is glued to it
    head = _CAPITALS.match(part)
    if head and fold(head.group()) in known.issuers:
        return head.group()
    return None


def _split_glued(part: str) -> tuple[str, str] | None:
    """ "NĐCP" is NĐ and CP with the hyphen lost; "KHĐT" is not KH and ĐT."""
    known = symbols()
    folded = fold(part)
    for length in range(len(part) - 1, 1, -1):
        head, tail = folded[:length], folded[length:]
        if head in known.types and (tail in known.issuers or system_of(part[length:]) == "party"):
            return part[:length], part[length:]
    return None


def _joined_issuers(parts: list[str], separators: list[str]) -> tuple[list[str], list[str]]:
    """One issuer that is written in two parts is one: "BGD-ĐT" is BGDĐT."""
    for place in range(len(parts) - 1):
        if separators[place + 1] == "-" and fold(f"{parts[place]}-{parts[place + 1]}") in symbols().issuers:
            joined = f"{parts[place]}-{parts[place + 1]}"
            return [*parts[:place], joined, *parts[place + 2 :]], [*separators[: place + 1], *separators[place + 2 :]]
    return parts, separators


def _compose(
    number: str,
    year: int | None,
    parts: list[str],
    separators: list[str],
    end: int,
    repairs: list[str],
    *,
    type_known: bool,
) -> CodeReading | None:
    known = symbols()
    types, issuers = known.types, known.issuers
    first = fold(parts[0])
    if first not in types and first not in issuers and (cut := _split_glued(parts[0])):
        parts, separators = [*cut, *parts[1:]], [separators[0], "", *separators[1:]]
        repairs.append("hyphen")
    parts, separators = _joined_issuers(parts, separators)
    written = ["".join(part.split()) for part in parts]
    keys = [fold(part) for part in written]
    mended = [types.get(key) or issuers.get(key) or part for key, part in zip(keys, written, strict=True)]
    swapped = len(mended) > 1 and keys[0] not in types and keys[1] in types
    if swapped and keys[0] in issuers and system_of(mended[0]) == "party":
        mended[:2] = mended[1], mended[0]
        repairs.append("order")
    if len(mended) > 1 and len(mended[0]) == 2 and mended[0] not in known.type_letters:
        turned = types.get(fold(mended[0][::-1]))
        if turned is not None and system_of(mended[1]) == "party":
            mended[0] = turned
            repairs.append("letters")
    type_symbol = next((part for part in mended if part in known.type_letters), None)
    if type_symbol is not None and type_symbol != mended[0] and system_of(mended[0]) == "state":
        type_symbol = None  # "1187/UBND-NĐ" is a letter of the people's committee, by its unit "NĐ"
    if not type_known and not _tells_itself(mended, year, type_symbol):
        return None
    if not type_known and not all(part[0].isupper() for part in written):
        return None
    if mended != written and "order" not in repairs and "letters" not in repairs:
        same_letters = [fold(part) for part in mended] == keys
        repairs.append("case" if same_letters else "issuer")
    separators = [separators[0], *separators[1:]]
    first, rest = _separators(year, mended, separators, repairs)
    symbol = mended[0] + "".join(sep + part for sep, part in zip(rest, mended[1:], strict=True))
    code = number + (f"/{year}" if year else "") + first + symbol
    return CodeReading(number, year, symbol, code, type_symbol, end, tuple(dict.fromkeys(repairs)))


# A letter of a State body by its unit needs as many parts; "72/2025/QH15" tells itself by term and year.
_TERM = pattern(r"(?:QH|UBTVQH)\d{1,2}$")


def _tells_itself(parts: list[str], year: int | None, type_symbol: str | None) -> bool:
    """Whether a code is one without a type word before it."""
    if type_symbol is not None:
        return len(parts) > 1 or year is not None
    if year is not None:
        return _TERM.match(parts[0]) is not None
    return len(parts) > 1 and symbols().systems.get(parts[0]) == "state" and parts[1].isupper()


def _separators(year: int | None, parts: list[str], written: list[str], repairs: list[str]) -> tuple[str, list[str]]:
    """The separator before the symbol and those inside it, as the system of the issuer wants them."""
    first, rest = written[0], written[1:]
    is_type = parts[0] in symbols().type_letters
    system = system_of(parts[1]) if len(parts) > 1 else system_of(parts[0])
    if is_type and len(parts) > 1 and system == "party":
        wanted_first, wanted = "-", ["/", *("-" for _ in rest[1:])]
        if len(rest) > 1:
            wanted[1:] = [sep or "-" for sep in rest[1:]]
    elif is_type and len(parts) > 1 and (system == "state" or year is not None):
        wanted_first, wanted = "/", ["-"] * len(rest)
        if system == "state" and parts[1].startswith("HĐND") and parts[1] != "HĐND" and rest[0]:
            wanted[0] = rest[0]  # "4a/2001/NQ/HĐND4": the style of the people's councils before 2004
    else:
        wanted_first, wanted = first or ("-" if rest[:1] == ["/"] else "/"), [sep or "-" for sep in rest]
    if first != wanted_first or rest != wanted:
        lost = not first or "" in rest
        swapped = bool(rest) and first == "/" and rest[0] == "-" and wanted_first == "-"
        repairs.append("hyphen" if lost else "order" if swapped else "dash")
    return wanted_first, wanted


def type_of_symbol(code: CodeReading) -> str | None:
    """The type that a code's symbol stands for, where no type word says it.

    A code of a State body without a symbol of a type, with the unit that drafted it, is that of an official letter.
    """
    if code.type_symbol is None:
        parts = re.split(r"[-/]", code.symbol or "")
        return "official_letter" if len(parts) > 1 and code.year is None and system_of(parts[0]) == "state" else None
    codes = symbols().type_codes.get(fold(code.type_symbol), ())
    return codes[0] if codes else None
