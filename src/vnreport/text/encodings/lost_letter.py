"""The letter "ư" of TCVN3 where a program lost it: its code is that of the soft hyphen, which many readers drop.

A word that is no syllable gets it back where exactly one syllable results ("đợc" -> "được"). "ngời" is a syllable
itself and stays, so a warning says how many words were mended.
"""

from __future__ import annotations

import re

from vnreport.text.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]{1,7}")
# Fewer words than these are slips of the pen.
_ENOUGH = 3


def restore_lost_letter(text: str, *, bare: bool = True) -> tuple[str, int]:
    """The text with "ư" put back, and into how many words; unchanged where it holds the letter, or too few lack it.

    Without `bare` only words that bear other marks are mended, for "t" alone proves nothing.

    >>> restore_lost_letter("đã đợc các cấp ủy tăng cờng, trớc đây cha có")
    ('đã được các cấp ủy tăng cường, trước đây cha có', 3)
    >>> restore_lost_letter("đã được tăng cờng trớc và đợc")[1]
    0
    """
    if re.search("[ưừứửữựƯỪỨỬỮỰ]", text):
        return text, 0
    count = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal count
        word = match.group()
        if is_syllable(word) or (word.isascii() and (not bare or len(word) > 2 or not word.islower())):
            return word
        letter = "Ư" if word.isupper() and len(word) > 1 else "ư"
        options = [word[:place] + letter + word[place:] for place in range(len(word) + 1)]
        good = [option for option in options if is_syllable(option)]
        if len(good) != 1:
            return word
        count += 1
        return good[0]

    mended = _WORD.sub(mend, text)
    return (mended, count) if count >= _ENOUGH else (text, 0)
