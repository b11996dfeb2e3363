"""What a Vietnamese syllable is, and how much of a text is made of them.

A syllable is an onset, a rime and at most one tone; a rime that ends in a stop (c, ch, p, t) takes only sắc or nặng.
Letters decoded by a wrong table hardly ever make one, which tells encodings apart and shows damage.
Source of the parts: data/syllable_parts.tsv.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from vnreport.lexicon import lexicon_cache, lexicon_cache_by, load_table
from vnreport.records import record
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.patterns import pattern

TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = frozenset("\u0301\u0323")
_WORD = pattern(r"[^\W\d_]++")
# A mark that is no letter between two letters: what a wrong table makes of a letter ("c«ng"). Hyphens and apostrophes
# stand there in good texts too.
_STRAY = pattern(
    "[^\\W\\d_][^\\w\\s\\x00-\\x7f\u2010-\u2019\u201c\u201d\u2026\u00b7\u00ad]{1,3}(?=[^\\W\\d_])|[\u00a2-\u00aa\u00ac\u00ae\u00af\u00b1-\u00b6\u00b8-\u00ba\u00bc-\u00be](?=[^\\W\\d_])"
)
# An abbreviation in capitals ("LĐLĐ", "GD&ĐT") says nothing.
_SHORT = pattern("[A-ZĐ]{1,6}")
# Addresses of the net are no words.
_ADDRESS = pattern(r"(?:https?://|www\.)[^\s<>]{1,200}|[\w.+-]{1,60}@[\w.-]{1,60}")
# A capital with a mark after a small letter: no way of writing, but what a wrong table gives.
_MIXED = pattern(f"[{LOWER}][{UPPER}]")
_FRONT = frozenset("eêiy")
# The onsets after which y alone is a rime ("kỳ", "tỷ"); elsewhere i is written.
_BEFORE_Y = frozenset(("", "h", "k", "l", "m", "s", "t", "v", "qu"))


@record
class Evidence:
    """How Vietnamese a text looks: words with marks, how many are syllables, how many common ones; words without.

    `letters` are the good ones of one letter, which signs of another encoding easily become.
    """

    marked: int
    good: int
    letters: int
    common: int
    plain: int
    plain_good: int

    @property
    def share(self) -> float:
        """The share of the words with marks that are syllables; 0 where there are none."""
        return self.good / self.marked if self.marked else 0.0

    @property
    def plain_share(self) -> float:
        """The share of the words without marks that are syllables; 1 where there are none."""
        return self.plain_good / self.plain if self.plain else 1.0

    @property
    def density(self) -> float:
        """The share of the words that bear marks: two of three in Vietnamese, one of five in French."""
        words = self.marked + self.plain
        return self.marked / words if words else 0.0

    @property
    def score(self) -> float:
        """What decodings of the same bytes are ranked by: syllables, and among equals the common ones."""
        return self.share + 0.3 * (self.common / self.marked if self.marked else 0.0)

    @property
    def weight(self) -> float:
        """How much speaks for Vietnamese in all: syllables for it, words that are none against it."""
        bad, plain_bad = self.marked - self.good, self.plain - self.plain_good
        return self.good - self.letters + self.common - 2 * bad + 0.3 * self.plain_good - plain_bad


@lexicon_cache_by
def _parts(kind: str) -> frozenset[str]:
    return frozenset(
        row["part"] for row in load_table("syllable_parts", "kind", "part", "source") if row["kind"] == kind
    )


@lexicon_cache
def _shapes() -> tuple[frozenset[str], frozenset[str]]:
    """The toneless syllables that take any tone, and those that end in a stop."""
    stops = _parts("stop")
    free: set[str] = set()
    stopped: set[str] = set()
    for onset in ("", *_parts("onset")):
        for rime in (*_parts("open"), *_parts("nasal"), *stops):
            shape = _spelled(onset, rime)
            if shape is not None:
                (stopped if rime in stops else free).add(shape)
    return frozenset(free), frozenset(stopped)


def _spelled(onset: str, rime: str) -> str | None:
    """Onset and rime as the spelling joins them, or None where it never does."""
    front = rime[0] in _FRONT
    if onset == "qu":
        return "q" + rime if rime[0] == "u" else None if rime[0] in "oư" else onset + rime
    if onset == "gi":
        return None if rime[0] in "iy" else onset + rime
    if onset in ("k", "gh", "ngh") and not front:
        return None
    if onset in ("c", "g", "ng") and front and not (onset == "g" and rime[0] == "i"):
        return None
    if rime[0] == "y":
        return onset + rime if onset == "" or (rime == "y" and onset in _BEFORE_Y) else None
    return onset + rime


@lru_cache(maxsize=2**16)
def is_syllable(word: str) -> bool:
    """Whether a word is one well-formed Vietnamese syllable, whatever its case.

    >>> [is_syllable(word) for word in ("Nghị", "quyết", "hoà", "KHÓA", "céng", "hợt", "quột", "ngyên")]
    [True, True, True, True, False, True, True, False]
    """
    bare, tone = [], ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TONES:
            tone += char
        else:
            bare.append(char)
    if len(tone) > 1:
        return False
    shape = unicodedata.normalize("NFC", "".join(bare))
    free, stopped = _shapes()
    return shape in free or (shape in stopped and (tone in _STOP_TONES))


def _miswritten(word: str) -> bool:
    return any(pair.group()[1] > "\x7f" for pair in _MIXED.finditer(word))


@lexicon_cache
def _bare_shapes() -> frozenset[str]:
    free, stopped = _shapes()
    return frozenset(bare(shape) for shape in free | stopped)


def bare(word: str) -> str:
    """A word in small letters without any marks: "Đảng" -> "dang"."""
    apart = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_bare_syllable(word: str) -> bool:
    """Whether a word is a syllable whose marks were left out.

    >>> is_bare_syllable("Dang"), is_bare_syllable("quyet"), is_bare_syllable("the"), is_bare_syllable("and")
    (True, True, True, False)
    """
    return word.lower() in _bare_shapes()


def weigh(text: str) -> Evidence:
    """The evidence that a text is Vietnamese.

    >>> found = weigh("Đảng bộ huyện đã kết nạp 422 đảng viên")
    >>> found.marked, found.good, found.plain
    (8, 8, 0)
    """
    composed = unicodedata.normalize("NFC", text)
    common_ones = _parts("common")
    marked = good = letters = common = plain = plain_good = 0
    words = _WORD.findall(_ADDRESS.sub(" ", composed) if "@" in composed or "/" in composed else composed)
    for word, count in Counter(words).items():
        if word.isascii():
            # Units and list letters ("km", "b") prove nothing.
            if not word.isupper() and (len(word) > 2 or is_syllable(word)):
                plain += count
                plain_good += count if is_syllable(word) else 0
            continue
        if _SHORT.fullmatch(word) and not is_syllable(word):
            continue
        marked += count
        if is_syllable(word) and not _miswritten(word):
            good += count
            letters += count if len(word) == 1 else 0
            if len(word) > 1 and word.lower() in common_ones:
                common += count
    return Evidence(marked + len(_STRAY.findall(composed)), good, letters, common, plain, plain_good)
