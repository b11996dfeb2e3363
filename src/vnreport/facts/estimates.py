"""Estimates: whether a number tells what was reached, or what it is reckoned to come to ("ước đạt", "dự kiến").

Reports are written before their time is over, and say so: "thu ngân sách cả năm ước đạt 48,6 tỷ đồng". The words stand
in `role_cues.tsv`, right before the number, or at the head of a sentence that is an estimate as a whole. A target is
none: what is to be reached was not reckoned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.facts.material import Place
from vnreport.facts.models import Indicator
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.records import replace
from vnreport.text.engine import phrase_trie
from vnreport.text.patterns import pattern

_TOLD = frozenset(("result", "completion", "change", "shortfall"))
# Between the word and the number stand only verbs and bounds of counting.
_COUNTING = (
    r"(?:(?:đạt|được|có|là|bằng|tăng|giảm|vượt|chiếm|còn|lên|tới|đến|trên|hơn|gần|khoảng|dưới|thêm|cả năm|tỷ lệ)"
    r"\s{1,3}){0,3}(?:\(\s?)?$"
)
_HEAD = r"(?:[-–+*•\s]|\(?[\divxa-zđ]{1,4}[.)/-]\s){0,6}"
# What the words are a part of: "thỏa ước", "hương ước".
_OTHER = r"(?<!thỏa )(?<!công )(?<!hương )(?<!quy )(?<!hiệp )(?<!giao )(?<!mong )(?<!như )(?<!theo )"


@lexicon_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words right before a number, and at the head of a sentence."""
    rows = load_table("role_cues", "cue", "place", "role", "direction", "source")
    words = rf"(?:{phrase_trie(row['cue'] for row in rows if row['place'] == 'estimate')})(?![^\W_])"
    near = rf"(?<![^\W\d_]){_OTHER}{words}\s{{1,3}}{_COUNTING}"
    return re.compile(near), re.compile(rf"{_HEAD}{words}(?P<rest>[^;]{{0,300}})$")


_REACHED = pattern(r"(?<![^\W_])đã(?![^\W_])")


def is_estimated(place: Place, role: str) -> bool:
    """Whether the quantity at a place is an estimate; one of a target is none."""
    if role not in _TOLD:
        return False
    near, head = _patterns()
    if near.search(place.before[-60:]):
        return True
    opening = head.match(place.before)
    return opening is not None and not _REACHED.search(opening.group("rest"))


def reckoned(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Indicators with the shares and changes that speak of an estimate in their sentence: they are estimates, too."""
    return [
        replace(item, estimated=True) if not item.estimated and _speaks_of_estimate(item, indicators) else item
        for item in indicators
    ]


def _speaks_of_estimate(item: Indicator, indicators: Sequence[Indicator]) -> bool:
    ends = (indicators[e.indicator] for e in item.related if e.kind in ("completion_of", "change_of", "share_of"))
    return any(end.estimated and end.sentence == item.sentence for end in ends)
