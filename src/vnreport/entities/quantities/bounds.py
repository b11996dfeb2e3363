"""Bounds: the words beside a number that say at least, at most, about ("ít nhất", "trở lên", "gần")."""

from __future__ import annotations

import re

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import GAP, phrase_trie, spaced, syllable_before
from vnreport.text.patterns import pattern

_BEFORE_NUMBER = ("là", "đạt", "từ", "có", "phải")


@lexicon_cache
def _bounds() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """What matches a bound before a number, the comparator of each, and the syllables that they end with."""
    rows = load_table("bounds", "phrase", "side", "comparator", "source")
    before = {row["phrase"]: row["comparator"] for row in rows if row["side"] == "before"}
    ends = frozenset(syllable_before(phrase, len(phrase)) for phrase in before)
    between = "|".join(rf"{word}{GAP}" for word in _BEFORE_NUMBER)
    return re.compile(rf"(?<![^\W\d_])({phrase_trie(before)}){GAP}(?:{between}){{0,2}}$"), before, ends


OR_MORE = pattern(rf"{GAP}(?:đồng{GAP}chí{GAP})?trở{GAP}(lên|xuống)(?![^\W_])")
_OR_MORE_LATER = pattern(r"[^,.;:()\n\d]{0,45}\n?[^,.;:()\n\d]{0,45}?\btrở\s++(lên|xuống)(?![^\W_])")

_FROM_BEFORE = pattern(r"(?<![^\W_])từ\s{1,3}$")

# "38 em đạt từ 27 điểm" reaches at least so much, unless a second end follows ("từ 5% lên 7%").
_REACHES_FROM = pattern(r"(?<![^\W_])(?:đạt|đỗ)(?:\s{1,3}điểm)?\s{1,3}từ\s{1,3}$")
_IS_RANGE = pattern(rf"\d{GAP}(?:-|–|đến|tới){GAP}\d")
_OTHER_END = pattern(r"[^.;:\n]{0,40}?(?<![^\W_])(?:lên|xuống|đến|tới|sang|thành)(?![^\W_])")

_NEGATED_OVER = pattern(r"(?:không|chưa)(?:\s{1,3}[^\W\d_]{1,8}){0,4}\s{1,3}quá\s{0,2}$")
# "cấp trên", "nêu trên": the word is no bound there.
_NO_BOUND = pattern(
    r"(?:cấp|nêu|nói|như|đoàn|ở|phía|bậc)\s{1,2}(?:trên|dưới)$"
    r"|(?:văn|bản|đơn|thư|lên|tăng|giảm|xuống|tính|cho|dài|nâng|đạt|tới|còn|từ|thu|được)(?:\s[^\W\d_]{1,8}){0,1}\s{1,2}đến$"
)


def is_bound(words: str) -> bool:
    """Whether folded words are a bound and nothing else: "hơn", "ít nhất từ", "không quá"."""
    return _bounds()[0].fullmatch(words + " ") is not None or words in ("từ", "đạt")


# "giá trị sản xuất trên 1 ha", "bình quân trên 01 ha": for each of it, no bound.
_PER_AREA = pattern(rf"0?1{GAP}(?:ha|héc{GAP}ta|sào|mẫu|m2|m²|km2|đơn{GAP}vị{GAP}diện{GAP}tích)(?![^\W_])")


def comparator_of(folded: str, start: int, end: int, word: str, after: str | None, *, counted: bool) -> str:
    """The comparator that the words around a number give it.

    `word` is the syllable before the number, `after` is "lên" of "trở lên", "xuống" of "trở xuống".
    `counted`: things, not a measure, so that "đến" leads to them: "trực tuyến đến 143 điểm cầu".
    """
    direction = after
    pattern, comparators, ends = _bounds()
    if direction is None and word == "từ" and _FROM_BEFORE.search(folded[max(0, start - 8) : start]):
        later = _OR_MORE_LATER.match(folded, end)
        direction = later.group(1) if later else None
    if direction is not None:
        return ">=" if direction == "lên" else "<="
    if word not in ends and not word.endswith(_BEFORE_NUMBER):
        return "="
    window = folded[max(0, start - 48) : start]
    if (
        word == "từ"
        and _REACHES_FROM.search(window)
        and not _IS_RANGE.search(folded, start, end)
        and not _OTHER_END.match(folded, end)
    ):
        return ">="
    match = pattern.search(window)
    if match is not None and match.group(1) == "trên" and _PER_AREA.match(folded, start):
        return "="
    if match is None or _NO_BOUND.search(window[: match.end(1)]):
        return "="
    phrase = spaced(match.group(1))
    if phrase == "đến" and counted:
        return "="
    if phrase == "quá" and _NEGATED_OVER.search(window):
        return "<="
    return comparators[phrase]
