"""The words that name a kind of document, as the text may write them, and the record that a mention becomes."""

from __future__ import annotations

import re

from vnreport.entities.models import Reference
from vnreport.lexicon import lexicon_cache, load_table, split_cell
from vnreport.records import record
from vnreport.text.engine import phrase_trie
from vnreport.text.normalize import fold


@record
class TypeWord:
    """A type word as the text may write it: full name or abbreviation."""

    code: str
    abbreviated: bool


@lexicon_cache
def type_words() -> dict[str, TypeWord]:
    """Folded type word to its type; a name before an abbreviation, an earlier row before a later one."""
    words: dict[str, TypeWord] = {}
    rows = load_table("document_types", "code", "names", "abbreviations", "symbols", "source")
    for abbreviated, column in ((False, "names"), (True, "abbreviations")):
        for row in rows:
            for word in split_cell(row[column]):
                words.setdefault(fold(word), TypeWord(row["code"], abbreviated))
    return words


@lexicon_cache
def _by_letters() -> dict[str, tuple[str, TypeWord]]:
    """Type words by their letters alone: a text may lose a blank ("kế hoạchphối hợp")."""
    return {"".join(word.split()): (word, kind) for word, kind in type_words().items()}


def read_type(folded: str, at: int) -> tuple[str, TypeWord, int] | None:
    """The type word that stands at a place of the folded text, whatever blanks it is written with, and where it ends.

    >>> read_type("kế hoạchphối hợp 57", 0)
    ('kế hoạch phối hợp', TypeWord(code='plan', abbreviated=False), 16)
    """
    match = type_pattern().match(folded, at)
    return None if match is None else (*_by_letters()["".join(match[1].split())], match.end())


@lexicon_cache
def type_pattern() -> re.Pattern[str]:
    """Matches a type word in folded text, longest first; "Nghị quyếtsố 12" has lost a blank."""
    return re.compile(rf"({phrase_trie(type_words(), glued=True)})(?:(?![^\W\d_])|(?=số\s?:?\s?\d))")


def make_reference(text: str, start: int, end: int, rule: str, **values: object) -> Reference:
    """A mention with the slice of the text that it stands for."""
    return Reference(start=start, end=end, text=text[start:end], rule=f"reference.{rule}", **values)  # type: ignore[arg-type]
