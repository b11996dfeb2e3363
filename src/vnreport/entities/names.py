"""Names of organisations, people and places, by the words that introduce them.

Simple and precise rules for now: a body named by its head word and capitals, a person after a title or in a signature,
a place after its administrative level.
"""

from __future__ import annotations

import re

from vnreport.entities.attributes import read_issuer
from vnreport.entities.models import Name
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import alternation
from vnreport.text.letters import LOWER, UPPER


@lexicon_cache
def _heads() -> re.Pattern[str]:
    rows = load_table("issuer_words", "word", "kind", "source")
    words = [row["word"] for row in rows if row["kind"] in ("whole", "head")]
    return re.compile(rf"(?<![^\W_])(?:{alternation(words)})(?![^\W\d_])")


_PERSON = re.compile(
    rf"(?<![^\W_])(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Tt]hS\.|[Tt]hs\.|TS\.|PGS\.TS\.|GS\.TS\.|"
    rf"BS\.)\s{{1,2}}((?:[{UPPER}][{LOWER}]{{0,7}}\s){{1,3}}[{UPPER}][{LOWER}]{{0,7}})(?![^\W_])"
)
_PLACE = re.compile(
    rf"(?<![^\W_])(?:[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Tt]hị xã|[Qq]uận|[Tt]hành phố|TP\.|"
    rf"[Tt]hôn|[Bb]ản)\s((?:[{UPPER}][{LOWER}]{{1,7}}\s?){{1,4}})(?![^\W_])"
)


def find_organizations(text: str, folded: str) -> list[Name]:
    """Bodies such as "Ban Thường vụ LĐLĐ huyện Bảo Yên", as far as their name goes."""
    found: list[Name] = []
    position = 0
    while match := _heads().search(folded, position):
        start = match.start()
        end = read_issuer(text, folded, start) if text[start].isupper() else None
        if end is None or not _is_name(text[start:end]):
            position = match.end()
            continue
        end = start + len(text[start:end].rstrip(" ,;.("))
        found.append(Name(start, end, text[start:end], "name.organization"))
        position = end
    return found


def _is_name(words: str) -> bool:
    return len(words.split()) > 1 or words.isupper()


def find_people(text: str) -> list[Name]:
    """People after a title or a form of address: "đồng chí Nguyễn Văn A"."""
    return [Name(m.start(1), m.end(1), m.group(1), "name.person") for m in _PERSON.finditer(text)]


def find_places(text: str) -> list[Name]:
    """Places after their administrative level: "huyện Bảo Yên"."""
    found = []
    for match in _PLACE.finditer(text):
        end = match.start() + len(match.group().rstrip())
        found.append(Name(match.start(), end, text[match.start() : end], "name.place"))
    return found
