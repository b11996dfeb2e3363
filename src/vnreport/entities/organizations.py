"""Organisations: one particular body by its head word and the words that tell it from others, its place included:
"Ban Thường vụ LĐLĐ huyện Bảo Yên", "Trường THPT số 1 Bảo Yên", "Công ty TNHH MTV May Minh Phát".

Heads and fields are words of `organization_words.tsv`; what issues documents stands in `issuer_words.tsv`. A head alone
("Ban Chấp hành"), and bodies in general ("các chi bộ"), are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnreport.entities.officers import names_officer
from vnreport.entities.places import known_at, numbered_levels, read_place_name, shouted_at
from vnreport.lexicon import lexicon_cache, load_table, load_words
from vnreport.records import record
from vnreport.text.engine import Found, Phrases, spaced
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern

# Between the words of a name: a blank or two, or one line break.
_GAP = pattern(r"[^\S\n]{1,2}(?!\s)|[^\S\n]{0,2}\n[^\S\n]{0,60}(?=\S)")
_DASH = pattern(r"\s?-\s?(?=\S)")
_LEVEL = pattern(
    r"(?:thành\s{1,2}phố|thị\s{1,2}trấn|thị\s{1,2}xã|đặc\s{1,2}khu|tổ\s{1,2}dân\s{1,2}phố|khu\s{1,2}phố|khu\s{1,2}dân\s{1,2}cư|tỉnh|huyện|"
    r"quận|phường|xã|thôn|bản|ấp|xóm|khóm|buôn|làng|tdp|kdc)(?![^\W_])|(?:tp|tx|tt|q|p|h)\.|tp(?=\s)|liên\s{1,2}thôn"
)
_NUMBER = pattern(r"(?:số\s{1,2})?\d{1,4}(?![\d.,/%]{0,20}\d|%|/|[^\S\n]?[-–]\d)(?![^\W\d_])")
_ROMAN = pattern(r"(?:khu\s{1,2}vực\s{1,2})?[IVX]{1,4}(?![^\W_])|khu\s{1,2}vực(?![^\W_])")
_ACRONYM = pattern(rf"\s{{1,2}}\([{UPPER}&]{{2,12}}\)(?=\s)")
_CAPITAL = pattern(
    rf"[{UPPER}][{LOWER}]{{0,7}}(?:['’][{UPPER}{LOWER}]{{1,7}})?(?![^\W_])|[{UPPER}]{{2,12}}(?:[-&.][{UPPER}]{{1,8}}){{0,3}}(?![^\W_])"
)
_QUOTED = pattern(rf"[“\"][^“”\"\n{CLOSED}]{{2,40}}[”\"]")
_MANY = pattern(
    r"(?<![^\W_])(?:các|những|mỗi|từng|nhiều|mọi|một số|hai|ba|bốn|sáu|bảy|tám|chín|mười|tổng số|"
    r"\d{1,4}(?:/\d{1,4})?)[^\S\n]{1,2}$"
)
_SECOND = pattern(rf"\s{{1,2}}([{LOWER}]{{1,7}})(?![^\W_])")
_NO_LEVEL = pattern(r"\s{1,2}(?:ủy|đoàn|đội|hội|viên)(?![^\W_])")
# "Bệnh viện Nhi Đồng 2"; a noun behind a number would be counted.
_TRAILING_NUMBER = pattern(
    r"\s{1,2}\d{1,2}(?!\d|[.,/-]\d|%)(?!\s{1,2}(?!(?:và|đã|có|là|được|tại|của|thuộc|ở|với|cho|trên)\s)[^\W\d_])"
)
_TWO_SYLLABLES = pattern(rf"[{UPPER}][{LOWER}]{{1,6}}\s{{1,2}}[{UPPER}][{LOWER}]{{1,6}}$")


# What a name may go on with in small letters, but for the fields of the table.
_SMALL = pattern(rf"{_LEVEL.pattern}|\d|số\s|khu\s|và |[“\"]")


class _Uses(NamedTuple):
    """What a phrase of the tables is: the head of a body of some kind, a field, what begins no part of a name."""

    head: str | None
    field: str | None
    never: bool
    proper: bool  # a head that takes a proper name


class _Here(NamedTuple):
    """What stands at a place of a text: the longest head and field, and whether nothing there goes on a name."""

    head: Found[str] | None
    field: Found[str] | None
    never: bool
    proper: bool


_NOTHING = _Here(None, None, False, False)


@record
class _Words:
    phrases: Phrases[_Uses]
    complete: frozenset[str]
    numbered: frozenset[str]
    roman: frozenset[str]
    outside: frozenset[str]
    verbs: frozenset[str]


# Offices of one person, which issue documents but are no bodies.
_OFFICES = frozenset(("trung ương", "thủ tướng", "thủ tướng chính phủ", "chủ tịch nước"))


@lexicon_cache
def _words() -> _Words:
    by_kind: dict[str, list[str]] = {}
    for row in load_table("organization_words", "word", "kind", "source"):
        by_kind.setdefault(row["kind"], []).append(row["word"])
    issuers = load_table("issuer_words", "word", "kind", "source")
    kinds = {word: kind for kind in ("weak", "strong") for word in by_kind[kind]}
    kinds |= {row["word"]: "whole" for row in issuers if row["kind"] == "whole" and row["word"] not in _OFFICES}
    fields, never, proper = (frozenset(by_kind[kind]) for kind in ("field", "never", "needs_name"))
    uses = {}
    shared: dict[_Uses, _Uses] = {}  # few of them are different
    for word in [*kinds, *fields, *never, *proper]:
        own = _Uses(kinds.get(word), word if word in fields else None, word in never, word in proper)
        uses[word] = shared.setdefault(own, own)
    return _Words(
        Phrases(uses),
        frozenset(by_kind["complete"]),
        frozenset(by_kind["numbered"]),
        frozenset(by_kind["roman"]),
        frozenset(load_words("after_name")),
        frozenset(by_kind["verb"]),
    )


def _here(words: _Words, folded: str, place: int) -> _Here:
    readings = words.phrases.readings(folded, place)
    if not readings:
        return _NOTHING
    head = field = None
    never = proper = False
    for start, end, uses in readings:
        head = head if uses.head is None else Found(start, end, uses.head)
        field = field if uses.field is None else Found(start, end, uses.field)
        never, proper = never or uses.never, proper or uses.proper
    return _Here(head, field, never, proper)


def find_bodies(
    text: str, folded: str, capitalised: Sequence[tuple[int, str]], formal: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The spans of names of bodies; each begins with a word of `capitalised`.

    `formal` are letterheads and signatures: there a line holds a whole name.
    """
    words = _words()
    position = named = 0
    zone = 0
    heads = words.phrases.by_first
    for start in [start for start, word in capitalised if word in heads]:
        if start < position or (here := _here(words, folded, start)).head is None:
            continue
        head = here.head
        beside = start - 1 == named and text[named] == "/"  # "HĐND/UBND xã Bản Qua"
        if not beside and _JOINED_BEFORE.match(text, max(0, start - 2)):
            continue
        position = head.end
        while zone < len(formal) and formal[zone][1] <= start:
            zone += 1
        official = zone < len(formal) and formal[zone][0] <= start
        if here.never:
            continue
        if _MANY.search(folded, max(0, start - 14), start):
            continue
        if _OFFICER.match(folded, position):
            continue
        if _STANDING.match(folded, start) and _OFFICE_BEFORE.search(folded, max(0, start - 16), start):
            continue
        end = _Reader(text, folded, head, words, official=official).read()
        if end is None and _shares(text, folded, head):
            end = position
        if end is not None:
            yield start, end
            position = named = end


# What joins a head to the word before it: "NQ/TW".
_JOINED_BEFORE = pattern(r"[^\W_][/-]")


# "Chi cục trưởng", "Viện phó" are offices.
_OFFICER = pattern(r"\s{1,2}(?:trưởng|phó|viên)(?![^\W_])")
# "Phó Bí thư Thường trực Huyện ủy": the word belongs to the office.
_STANDING = pattern(r"thường\s{1,2}trực(?![^\W_])")
_OFFICE_BEFORE = pattern(
    r"(?:bí\s{1,2}thư|chủ\s{1,2}tịch|chủ\s{1,2}nhiệm|giám\s{1,2}đốc|trưởng\s{1,2}ban|trưởng\s{1,2}đoàn|chỉ\s{1,2}huy)\s{1,2}$"
)
_AND = pattern(r"\s?(?:-|,|và|&)\s{1,2}|/")


def _shares(text: str, folded: str, head: Found[str]) -> bool:
    """Whether a head shares what the last of a row says: "Đảng ủy - HĐND - UBND xã Cam Cọn", "HĐND/UBND"."""
    if head.value != "strong":
        return False
    link = _AND.match(folded, head.end)
    if link is None or not text[link.end() : link.end() + 1].isupper():
        return False
    following = _here(_words(), folded, link.end()).head
    return following is not None and following.value == "strong"


def names_a_body(folded: str, start: int) -> bool:
    """Whether the head of a body stands at a place: "Văn" of "Văn phòng" is no given name."""
    return _here(_words(), folded, start).head is not None


def read_body(text: str, folded: str, start: int) -> int | None:
    """Where a body that begins at `start` ends, a head alone included ("Ban Thường vụ"); None where no head stands."""
    words = _words()
    here = _here(words, folded, start)
    if here.head is None or here.never:
        return None
    # Behind "CỦA" stands a body, in capitals as in a letterhead.
    official = text[start : here.head.end].isupper() and shouted_at(text, start)
    reader = _Reader(text, folded, here.head, words, official=official)
    reader.read()
    return reader.end


class _Reader:
    """Reads on from a head, word by word, as long as the words belong to the name."""

    __slots__ = (
        "_seen", "_shouted", "end", "folded", "key", "kind", "named", "official", "open", "owed", "particular", "start",
        "strong", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, folded: str, head: Found[str], words: _Words, *, official: bool) -> None:
        self.text, self.folded, self.official, self.words = text, folded, official, words
        self.start, self.end, self.kind = head
        self.key = spaced(folded[head.start : head.end])
        self._shouted: bool | None = None
        self._seen: dict[int, _Here] = {}
        # Whether the words so far name one body; whether any one word more would; whether a proper name has been read.
        self.particular = self.kind == "whole"
        self.strong = self.kind == "strong"
        self.named = False
        # Whether the head read last takes a proper name: "Công đoàn Trường THPT".
        self.owed = self._needs_name()
        # Whether what was read last may go on in small letters; a level and a second body may not.
        self.open = True

    @property
    def shouted(self) -> bool:
        """Whether the line is written in capitals; most names are read without the question."""
        if self._shouted is None:
            self._shouted = shouted_at(self.text, self.start)
        return self._shouted

    def _here(self, place: int) -> _Here:
        """What stands at a place; it is asked of one place many times."""
        here = self._seen.get(place)
        if here is None:
            here = self._seen[place] = _here(self.words, self.folded, place)
        return here

    def read(self) -> int | None:
        """Where the name ends; None where the words name no one body."""
        head = self.end
        for _ in range(24):
            if not self._step():
                break
        if self.particular or (self.strong and (self.end > head or self.key in self.words.complete)):
            return self.end
        return None

    def _step(self) -> bool:
        """Read one word or phrase more; False at the end of the name."""
        if acronym := _ACRONYM.match(self.text, self.end):
            if self._goes_on(acronym.end() + 1):
                self.end = acronym.end()
                return True
            return False
        gap = _GAP.match(self.text, self.end)
        if gap is None:
            return self._dashed()
        cursor = gap.end()
        if cursor >= len(self.text):
            return False
        if not (self.text[cursor].isupper() or _SMALL.match(self.folded, cursor) or self._here(cursor).field):
            return False
        level = self._level_at(cursor)
        newline = "\n" in gap.group()
        if newline and level is None:
            if self.official and (self.particular or self.strong):
                return False
            if self.shouted and not self.official:
                return False
        if level is not None:
            return self._level(cursor, level)
        if self._here(cursor).never and not self._names_field(cursor):
            return False
        for part in (self._head, self._field, self._number, self._joined, self._quoted):
            goes_on = part(cursor)
            if goes_on is not None:
                return goes_on
        # A line of a letterhead or a signature that begins with no word of bodies begins something else.
        return not (newline and self.official) and self._capital(cursor)

    def _names_field(self, cursor: int) -> bool:
        """ "Đảng ủy Quân sự": with a capital, and not of capitals all, a word that ends names is the field of one."""
        return not self.shouted and self.text[cursor].isupper() and self._here(cursor).field is not None

    def _goes_on(self, place: int) -> bool:
        if self._level_at(place) or self._here(place).field:
            return True
        return _CAPITAL.match(self.text, place) is not None and not self._here(place).head

    def _dashed(self) -> bool:
        """ "Lao động - Thương binh và Xã hội": a dash joins fields, but not bodies ("Đảng ủy - HĐND")."""
        dash = _DASH.match(self.text, self.end)
        if dash is None or not self.text[dash.end()].isupper() or self._here(dash.end()).head:
            return False
        field = self._here(dash.end()).field
        if field is None:
            return False
        self.end = field.end
        return True

    def _level_at(self, cursor: int) -> re.Match[str] | None:
        level = _LEVEL.match(self.folded, cursor)
        return None if level is None or _NO_LEVEL.match(self.folded, level.end()) else level

    def _level(self, cursor: int, level: re.Match[str]) -> bool:
        """ "huyện Bảo Yên", "phường 5", or the level alone, which ends the name."""
        self.end, self.particular, self.open = level.end(), True, False
        gap = _GAP.match(self.text, self.end)
        place = gap.end() if gap is not None else self.end
        if gap is not None and "\n" in gap.group() and self.shouted:
            return False
        word = spaced(level.group())
        number = _NUMBER.match(self.folded, place) if word in numbered_levels() else None
        if number is not None:
            self.end = number.end()
            return True
        if not self.shouted and self._is_head(place):
            return False
        end = read_place_name(self.text, self.folded, place, shouted=self.shouted, of=(self.start, word))
        if end is None:
            return False
        self.end, self.named = end, True
        tail = _TRAILING_NUMBER.match(self.text, end) if word in numbered_levels() else None
        if tail is not None:
            self.end = tail.end()
        return True

    def _is_head(self, place: int) -> bool:
        """Whether another body begins here; "phường Trung Tâm" has a capital too many for a "Trung tâm"."""
        head = self._here(place).head
        if head is None:
            return False
        syllables = self.text[place : head.end].split()
        return len(syllables) < 2 or not all(syllable.istitle() for syllable in syllables)

    def _head(self, cursor: int) -> bool | None:
        """A body of the body: "Ban Thường vụ Huyện ủy"."""
        head = self._here(cursor).head
        if head is None or not self.text[cursor].isupper():
            return None
        field = self._here(cursor).field
        if field is not None and field.end > head.end:
            return None
        if self.named:
            return False
        self.end, self.open, self.owed = head.end, False, self._here(cursor).proper
        self.strong = self.strong or head.value == "strong"
        self.particular = self.particular or head.value in ("whole", "strong")
        return True

    def _field(self, cursor: int) -> bool | None:
        """What the body deals with: "Nội vụ", "Nông nghiệp và Phát triển nông thôn"."""
        field = self._here(cursor).field
        if field is None:
            return None
        capital = self.text[cursor].isupper()
        if not capital and (self.shouted or not self._small_field(field)):
            return None
        if self.shouted and not self.official and not self.particular and not self.strong:
            gap = _GAP.match(self.text, field.end)
            if gap is None or self._level_at(gap.end()) is None:
                return False
        self.end = field.end
        self.particular = self.particular or (capital and not self._needs_name())
        return True

    def _small_field(self, field: Found[str]) -> bool:
        """Whether a field in small letters belongs to the name: "Trường tiểu học số 1", "Hội phụ nữ huyện"."""
        if not self.open or field.value in self.words.verbs:
            return False
        return " " in field.value or self.key in ("trường", "công ty", "hội", "đoàn")

    def _needs_name(self) -> bool:
        """Whether the head takes a proper name: "Trường Tiểu học" is none, "Phòng Nội vụ" is one."""
        return self._here(self.start).proper

    def _number(self, cursor: int) -> bool | None:
        """ "Trường THPT số 1", "Ban Chỉ đạo 35", "Chi cục Thuế khu vực II"."""
        number = _NUMBER.match(self.folded, cursor)
        if self.named and self._needs_name() and (tail := _TRAILING_NUMBER.match(self.text, self.end)):
            self.end = tail.end()  # "Bệnh viện Nhi Đồng 2"
            return False
        if number is None or not (self.folded.startswith("số", cursor) or self.key in self.words.numbered):
            number = _ROMAN.match(self.text, cursor) if self.key in self.words.roman and not self.shouted else None
        if number is None:
            return None
        self.end, self.particular = number.end(), True
        return True

    def _joined(self, cursor: int) -> bool | None:
        """ "và" between two fields."""
        if not self.folded.startswith("và ", cursor):
            return None
        field = self._here(cursor + 3).field
        if field is None or not self.text[cursor + 3].isupper() or self._here(cursor + 3).head:
            return False
        self.end = field.end
        return True

    def _quoted(self, cursor: int) -> bool | None:
        quoted = _QUOTED.match(self.text, cursor)
        if quoted is None or not self._needs_name():
            return None
        self.end, self.particular, self.named = quoted.end(), True, True
        return True

    def _capital(self, cursor: int) -> bool:
        """A syllable of a proper name, or, but for schools and companies, a word of two: "Quỹ Hỗ trợ nông dân"."""
        capital = _CAPITAL.match(self.text, cursor)
        if capital is None or self.kind == "whole" or (self.shouted and not self.official):
            return False
        # A school or a company has its own name first, of two syllables at least.
        complete = not self.owed or _TWO_SYLLABLES.search(self.text, self.start, self.end) is not None
        if (
            (self.particular or self.strong)
            and complete
            and known_at(self.text, self.folded, cursor) is None
            and names_officer(self.text, self.folded, self.start, cursor, None)
        ):
            return False
        proper = self.named
        self.end, self.particular, self.named, self.open = capital.end(), True, True, True
        if not self._needs_name() and not proper and not capital.group().isupper():
            second = _SECOND.match(self.text, self.end)
            if second is not None and second.group(1) not in self.words.outside:
                self.end = second.end()
                self.named = False
        return True
