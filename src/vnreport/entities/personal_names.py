"""The words of personal names: family names of Vietnam, and the middle words that stand in names of people alone."""

from __future__ import annotations

from vnreport.lexicon import lexicon_cache, load_words


@lexicon_cache
def families() -> frozenset[str]:
    """The family names, folded."""
    return frozenset(load_words("family_name"))


@lexicon_cache
def sure_families() -> frozenset[str]:
    """Family names that are hardly ever another word: a name of two syllables is known by them."""
    return frozenset(load_words("sure_family_name"))


@lexicon_cache
def middle_words() -> frozenset[str]:
    """Second syllables that stand in names of people alone: "Trần Văn Ba", "Lê Thị Hoa", "Vàng A Sùng"."""
    return frozenset(load_words("middle_name"))
