"""One way to write Vietnamese, with a map back to the way that the document wrote it.

Documents mix NFC and NFD, write Ð (Icelandic) or Ɖ (African) for Đ and Ƣ for Ư, and are full of non-breaking spaces,
zero-width characters, dashes of every kind and Wingdings bullets. Finders read the normalised text; spans are mapped
back to the source once, at the end. Clean text is its own normalisation and costs one scan.

`folded` is the form for comparing: lower case and modern tone placement ("hoà" and "hòa", "uỷ" and "ủy" are one). It
has the same length as the normalised text, so an offset into one is an offset into the other.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import cached_property

from vnreport.records import record
from vnreport.text.patterns import pattern

_SPACES = "\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_LINES = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LETTERS = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "Ƣ": "Ư", "ƣ": "ư", "İ": "I"}
_WINGDINGS = "".join(map(chr, range(0xF020, 0xF100)))

_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_LINES, "\n"),
        **dict.fromkeys(_WINGDINGS, "•"),
        **_LETTERS,
    }
)
_ODD = pattern(f"[{_SPACES}{_DASHES}{_LINES}{''.join(_LETTERS)}\uf020-\uf0ff]")
_DROPPED = frozenset((*_INVISIBLE, "\r"))
# What changes the length: a letter with combining marks, invisible characters, the first half of "\r\n".
_PIECE = pattern(f"[^\u0300-\u036f{_INVISIBLE}](?:[{_INVISIBLE}]*+[\u0300-\u036f])++|[{_INVISIBLE}]++|\r(?=\n)")
_CARRIAGE = pattern("\r(?!\n)")

# A line end over which nothing reads on, as between two rows of a table: no blank, no letter.
CLOSED = "\x00"
_BLANK_LINE = pattern(r"\n(?=[^\S\n]*+\n)")

# What is written in two ways: the tone on either vowel of "oa", "oe", "uy", and "i" or "y" alone behind k, l, t and s.
_TONED_I, _TONED_Y = "ìíỉĩị", "ỳýỷỹỵ"
_ONE_SPELLING = {
    old: new
    for plain, vowels in {"o": ("aàáảãạ", "eèéẻẽẹ"), "u": (f"y{_TONED_Y}",)}.items()
    for vowel in vowels
    for toned, old_tone in zip("òóỏõọ" if plain == "o" else "ùúủũụ", vowel[1:], strict=True)
    for old, new in ((plain + old_tone, toned + vowel[0]),)
}
_ONE_SPELLING |= {
    onset + old: onset + new
    for onsets, pairs in (("klt", zip(_TONED_I, _TONED_Y, strict=True)), ("s", zip(_TONED_Y, _TONED_I, strict=True)))
    for old, new in pairs
    for onset in onsets
}
# It begins with a plain class, which a search skips to; "quý" is no "úy", and "skí" no syllable.
_TWO_WAYS = pattern(rf"[ouklts][àáảãạèéẻẽẹ{_TONED_Y}{_TONED_I}](?<!qu.)(?![^\W\d_])(?:(?<=[ou].)|(?<![^\W\d_]..))")
_QUI = pattern(rf"qu([i{_TONED_I}])(?![^\W\d_])")
_TO_Y = str.maketrans(f"i{_TONED_I}", f"y{_TONED_Y}")


def fold(text: str) -> str:
    """Lower case and one spelling, of the same length: "Thuỷ lợi HOÀ Bình" -> "thủy lợi hòa bình".

    Of "i" and "y" alone the one that most reports write: "y" behind k, l, t and qu ("kỳ", "lý", "quy"), "i" behind s.

    >>> fold("Uỷ ban KHOÁ XII, quí I, hoàn thành"), fold("tỉ lệ, học kì, quản lí, qui định, bác sỹ")
    ('ủy ban khóa xii, quý i, hoàn thành', 'tỷ lệ, học kỳ, quản lý, quy định, bác sĩ')
    """
    lower = text.lower()
    if "qu" in lower:
        lower = _QUI.sub(_with_y, lower)
    return lower if lower.isascii() else _TWO_WAYS.sub(_in_one_spelling, lower)


def _in_one_spelling(pair: re.Match[str]) -> str:
    return _ONE_SPELLING.get(pair[0], pair[0])


def _with_y(syllable: re.Match[str]) -> str:
    return syllable[0].translate(_TO_Y)


@record(slots=False)
class NormalizedText:
    """A text, its normalised and its folded form, and the map from their offsets back to the source.

    `starts[i]` and `ends[i]` are the source offsets of the normalised character `i`; both are None where offsets are
    the same on both sides.
    """

    source: str
    text: str
    starts: array[int] | None = None
    ends: array[int] | None = None

    @cached_property
    def folded(self) -> str:
        """The form for comparing, of the same length as `text`."""
        return fold(self.text)

    @cached_property
    def closed(self) -> str:
        """The text for finders, of the same length: over its blank lines nothing reads on.

        >>> normalize("Đảng bộ\\n \\nTrong năm").closed
        'Đảng bộ\\x00 \\nTrong năm'
        """
        return _BLANK_LINE.sub(CLOSED, self.text)

    @cached_property
    def folded_closed(self) -> str:
        """`folded` with its blank lines closed."""
        return _BLANK_LINE.sub(CLOSED, self.folded)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of a non-empty normalised span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalize(source: str) -> NormalizedText:
    """Normalise a text and keep the map back.

    >>> n = normalize("ngày\u00a05\u20116, phƣơng hƣớng")
    >>> n.text
    'ngày 5-6, phương hướng'
    >>> normalize("một\\r\\nhai").text
    'một\\nhai'
    >>> m = normalize(unicodedata.normalize("NFD", "Nghị quyết"))
    >>> m.text, m.to_source(0, 4)
    ('Nghị quyết', (0, 5))
    """
    text, starts, ends = source, None, None
    if "\r" in text:
        text = _CARRIAGE.sub("\n", text)
    if _ODD.search(text):
        # Few odd characters occur in one text: to replace each is many times faster than to translate all.
        odd = _ODD.search(text)
        while odd is not None:
            text = text.replace(odd.group(), _ONE_TO_ONE[ord(odd.group())])
            odd = _ODD.search(text, odd.end())
    if not unicodedata.is_normalized("NFC", text) or any(char in text for char in _DROPPED):
        text, starts, ends = _compose(text)
    return NormalizedText(source, text, starts, ends)


def _compose(text: str) -> tuple[str, array[int], array[int]]:
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    last = 0
    for match in _PIECE.finditer(text):
        begin, stop = match.span()
        parts.append(text[last:begin])
        starts.extend(range(last, begin))
        ends.extend(range(last + 1, begin + 1))
        composed = unicodedata.normalize("NFC", "".join(c for c in match.group() if c not in _DROPPED))
        composed = composed.translate(_ONE_TO_ONE)
        for offset in range(len(composed)):
            starts.append(min(begin + offset, stop - 1))
            ends.append(begin + offset + 1 if offset < len(composed) - 1 else stop)
        parts.append(composed)
        last = stop
    parts.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return "".join(parts), starts, ends
