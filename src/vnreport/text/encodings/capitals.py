"""Capitals that a font drew: TCVN3 has no capital letters with a tone, so "KẾT QUẢ" was typed as "KÕT QU¶" in .VnTimeH.

Where the name of the font is known the run is put in capitals; where it is not, words in capitals show it.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]++")


def restore_capitals(text: str) -> str:
    """Put the small letters with marks inside words in capitals into capitals too.

    >>> restore_capitals("KếT QUả CÔNG TáC Và HạN CHế. Và Là: Ba ở Vì")
    'KẾT QUẢ CÔNG TÁC VÀ HẠN CHẾ. Và Là: Ba ở Vì'
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    words = list(_WORD.finditer(line))
    shouted = [_shouted(match.group()) for match in words]
    if not any(shouted):
        return line
    out, last = [], 0
    for place, match in enumerate(words):
        word = match.group()
        if shouted[place] or (_could_be(word) and _among(shouted, words, place)):
            out += [line[last : match.start()], word.upper()]
            last = match.end()
    return "".join(out) + line[last:]


def _shouted(word: str) -> bool:
    """Two capitals without a tone and nothing small but letters with marks: "KếT", "QUả", "CHế"."""
    return sum(char.isupper() for char in word) >= 2 and not any("a" <= char <= "z" for char in word)


def _could_be(word: str) -> bool:
    return not any("a" <= char <= "z" for char in word) and not word.isupper()


def _among(shouted: list[bool], words: list[re.Match[str]], place: int) -> bool:
    """Whether the words on both sides are in capitals, or the one side that there is."""
    near = [shouted[index] for index in (place - 1, place + 1) if 0 <= index < len(words)]
    return bool(near) and all(near)
