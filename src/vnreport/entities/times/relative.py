"""Times that only a point of reference fixes: the closed list of `relative_times.tsv`."""

from __future__ import annotations

import re

from vnreport.entities.times.drafts import Draft, Partial, draft_of
from vnreport.entities.times.points import MODIFIED, MODIFIERS, YEAR
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import GAP, phrase_trie
from vnreport.text.patterns import pattern


@lexicon_cache
def _relative_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = load_table("relative_times", "phrase", "resolves", "source")
    trie = phrase_trie((row["phrase"] for row in rows), glued=True)
    return (
        re.compile(rf"{trie}(?![^\W\d_])"),
        {row["phrase"].replace(" ", ""): row["resolves"] for row in rows},
    )


_SAME_PERIOD_YEAR = pattern(rf"cùng{GAP}kỳ(?:{GAP}của)?{GAP}năm{GAP}({YEAR})(?!\d)|cùng{GAP}kỳ{GAP}({YEAR})(?!\d)")

# "có năm tới 14 loại": in some years up to 14, no coming year.
_SOME_YEAR = pattern(r"có\s{1,2}$")
_UP_TO = pattern(rf"tới{GAP}\d{{1,3}}(?![\d/])")


_COMPARED_WITH = pattern(r"(?:(?<![^\W_])(?:so|với)|%)\s{0,2}$")
_YEAR_BEHIND = pattern(rf"{GAP}(?:năm{GAP})?{YEAR}(?!\d)")


def _is_short_period(text: str, folded: str, start: int, end: int) -> bool:
    """ "bằng 97% CK", "so với CK"; elsewhere the two letters are other things, and before a year it is the year."""
    compared = text[start:end].isupper() and _COMPARED_WITH.search(folded, max(0, start - 6), start) is not None
    return compared and _YEAR_BEHIND.match(folded, end) is None


def find_relative(text: str, folded: str, start: int) -> tuple[list[Draft], int] | None:
    """The closed list of `relative_times.tsv`, and "cùng kỳ năm 2021", which has a year of its own."""
    if folded.startswith("cùng", start) and (m := _SAME_PERIOD_YEAR.match(folded, start)):
        point = Partial("year", int(m.group(1) or m.group(2)))
        return [
            draft_of(text, start, m.end(), "same_period", "relative", low=point, high=point, resolves="same_period")
        ], m.end()
    pattern, resolves = _relative_pattern()
    part = MODIFIED.match(folded, start)
    m2 = pattern.match(folded, part.end() if part else start)
    if m2 is None or (part and not m2.group().startswith(("năm", "nhiệm", "giai", "quý", "tháng"))):
        return None
    if _SOME_YEAR.search(folded[max(0, start - 4) : start]) and _UP_TO.match(folded, m2.end() - 3):
        return [], start + len("năm")
    phrase = "".join(m2.group().split())
    if phrase == "ck" and not _is_short_period(text, folded, start, m2.end()):
        return None
    if phrase in ("chođếnnay", "tínhđếnnay"):
        start = m2.end() - len("đến nay")
        while folded[start] != "đ":
            start -= 1
    modifier = MODIFIERS[part.group(1)] if part else None
    return [
        draft_of(text, start, m2.end(), "relative", "relative", resolves=resolves[phrase], modifier=modifier)
    ], m2.end()
