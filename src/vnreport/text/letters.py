"""Capital and small letters of Vietnamese, as contents of a character class.

Unicode interleaves the two (Ạ U+1EA0, ạ U+1EA1), so a range such as À-Ỹ holds both: patterns use these instead.
"""

from __future__ import annotations

from vnreport.text.patterns import pattern

_LATIN = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"
_EXTENDED = "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))

UPPER = f"A-Z{_LATIN}{_EXTENDED}"
LOWER = f"a-z{_LATIN.lower()}{_EXTENDED.lower()}"

_CAPITALISED = pattern(rf"[{UPPER}](?<![^\W_].)[^\W\d_]*+")


def capitalised_words(text: str, folded: str) -> list[tuple[int, str]]:
    """The words that begin with a capital letter: where each begins, and the word in folded form.

    >>> capitalised_words("Huyện ủy và UBND huyện", "huyện ủy và ubnd huyện")
    [(0, 'huyện'), (12, 'ubnd')]
    """
    return [(match.start(), folded[match.start() : match.end()]) for match in _CAPITALISED.finditer(text)]
