"""People: full names after a title or a form of address, after a family name that Vietnamese use, and in signatures."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from vnreport.entities.officers import names_officer
from vnreport.entities.organizations import names_a_body
from vnreport.entities.personal_names import families, sure_families
from vnreport.lexicon import lexicon_cache, load_words
from vnreport.text.engine import first_syllables, phrase_trie, spaced, trie_at_word
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

# "H'Nhung Niê": the names of women of the Ê Đê.
_SYLLABLE = rf"(?:H['’])?[{UPPER}][{LOWER}]{{0,6}}"
_GAP = r"(?:[^\S\n]{1,2}|[^\S\n]{0,2}\n[^\S\n]{0,3})"
# "ThS. ", "PGS. TS. ", "PGS.TS ", "Th.S ".
_DEGREE = pattern(r"(?:(?:[A-Za-zĐđ]{1,5}\.){1,3}(?:(?:TS|CKI{1,2}|[Ss])(?=\s))?\s?){1,2}")
_NAME = pattern(rf"{_SYLLABLE}(?:{_GAP}{_SYLLABLE}){{0,4}}\.?(?![^\W_])")
_FAMILY_START = pattern(rf"{_SYLLABLE}{_GAP}{_SYLLABLE}(?![^\W_])")
_SHOUTED_NAME = pattern(rf"[{UPPER}]{{1,7}}(?:{_GAP}[{UPPER}]{{1,7}}){{1,4}}(?![^\W_])")
_AND = pattern(r"(?:\s?\([^()\n]{1,60}\))?(?:,\s{1,2}|\s{1,2}và\s{1,2})(?:[đĐ]/c\s|[đĐ]ồng chí\s)?")
# What is named after a person: "đường Lê Lợi", "Trường THPT Trần Phú", "TP. Hồ Chí Minh".
_PLACE_BEFORE = pattern(
    r"(?:đường|phố|ngã\s{1,2}tư|ngã\s{1,2}ba|ngã\s{1,2}năm|nút\s{1,2}giao|tuyến|"
    r"trường|thpt|thcs|tiểu\s{1,2}học|mầm\s{1,2}non|giải|giải\s{1,2}thưởng|quỹ|cầu|chợ|sông|núi|phường|xã|thôn|làng|ấp|"
    r"quận|huyện|tỉnh|tp\.?|đền|đình|miếu|chùa|nhà\s{1,2}thờ|di\s{1,2}tích|quảng\s{1,2}trường|bảo\s{1,2}tàng|tượng|"
    r"thành\s{1,2}phố|tncs|cộng\s{1,2}sản|đội|công\s{1,2}viên|tượng\s{1,2}đài|học\s{1,2}viện|bệnh\s{1,2}viện|nhà\s{1,2}máy|khu|lăng|rạp|"
    r"tiền\s{1,2}phong)\s{1,2}$"
)


# After these a given name may stand alone: "đ/c Lan".
_GIVEN_NAME_AFTER = frozenset(("đồng chí", "đ/c", "ông", "bà", "anh", "chị"))


@lexicon_cache
def _addresses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first syllables of forms of address, and the forms whole."""
    words = load_words("before_person")
    forms = rf"(?:các\s)?(?:{phrase_trie(words)})(?:\s?:)?{_GAP}"
    first = {*first_syllables(words), *load_words("degree")}
    begin = trie_at_word([*first, *(f"các {syllable}" for syllable in first)]).replace("\\ ", r"\s")
    return re.compile(rf"{begin}(?![^\W_])"), re.compile(forms)


@lexicon_cache
def _not_in_names() -> frozenset[str]:
    return frozenset(load_words("no_personal_name"))


@lexicon_cache
def _after_names() -> frozenset[str]:
    return frozenset(load_words("ends_personal_name"))


def find_addressed(text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Names after a title or a form of address, and those in a row after it: "các đồng chí: Trần Văn A, Lê Thị B"."""
    first, forms = _addresses()
    position = 0
    while begin := first.search(folded, position):
        position = begin.start() + 1
        match = forms.match(folded, begin.start()) or _DEGREE.match(text, begin.start())
        if match is None:
            continue
        cursor = match.end()
        address = spaced(folded[match.start() : cursor]).strip(" :")
        series = address.startswith("các") or ":" in match.group()
        alone = address.removeprefix("các ") in _GIVEN_NAME_AFTER
        for _ in range(20):
            shouted = text[cursor : cursor + 4].isupper()
            end = _read(text, cursor, shouted=shouted)
            if shouted and end is not None and fold(text[cursor:end].split()[0]) not in families():
                break
            if end is not None and " " not in text[cursor:end] and names_a_body(folded, cursor):
                break
            if end is None or (" " not in text[cursor:end].replace("\n", " ") and not alone):
                break
            yield cursor, end
            link = _AND.match(text, end)
            if link is None or not (series or "và" in link.group() or "đ" in link.group().lower()):
                break
            cursor = link.end()
            alone = False


def _read(text: str, start: int, *, shouted: bool) -> int | None:
    """Where the name that begins at `start` ends: it stops before words of offices and bodies."""
    match = (_SHOUTED_NAME if shouted else _NAME).match(text, start)
    if match is None:
        return None
    end = start
    for part in re.finditer(r"[^\s]++", match.group()):
        if fold(part.group()).strip(".") in _after_names():
            break
        end = start + part.end()
    words = text[start:end]
    if words.endswith(".") and not re.search(rf"\s[{UPPER}]\.$", words):
        end -= 1
    if end == start or (text[start:end].isupper() and len(text[start:end]) < 2):
        return None
    return end


def find_by_family(
    text: str, folded: str, capitalised: Sequence[tuple[int, str]], named: Container[int] = ()
) -> Iterator[tuple[int, int]]:  # fmt: skip
    """Names in running text whose first word, one of `capitalised`, is a Vietnamese family name.

    `named` are the places where names of bodies and units end, behind which that of an officer may stand.
    """
    known = families()
    position = 0
    refused: int | None = None  # where the last name of something else ends: "đường Nguyễn Văn Cừ - Trần Phú"
    for start in [start for start, word in capitalised if word in known]:
        if (
            start < position
            or not _FAMILY_START.match(text, start)
            or (end := _read(text, start, shouted=False)) is None
        ):
            continue
        end = next((place for place in range(start + 1, end) if place in named), end)
        parts = fold(text[start:end]).split()
        if len(parts) < 2 or (len(parts) == 2 and parts[0] not in sure_families()):
            continue
        position = end
        joined = refused is not None and _ROW.fullmatch(text, refused, start) is not None
        if not joined and (start - 1 in named or not _of_another_name(text, folded, start)):
            yield start, end
        else:
            refused = end


_ROW = pattern(r"\s{0,2}[-–,]\s{1,2}|\s{1,2}và\s{1,2}")


def _of_another_name(text: str, folded: str, start: int) -> bool:
    """Whether the words before a name make it that of something else: "đường Lê Lợi", not "Trưởng thôn Lò Văn Ba"."""
    begin = max(0, start - 16)
    if place := _PLACE_BEFORE.search(folded, begin, start):
        return not names_officer(text, folded, place.start(), start, place.group().strip())
    if body := _BODY_ALONE.search(text, max(0, start - 10), start):
        return not names_officer(text, folded, body.start(), start, None)
    return _CAPITAL_BEFORE.search(text, max(0, start - 10), start) is not None


# "Giám đốc Sở Lương Thế Viễn".
_BODY_ALONE = pattern(r"(?<![^\W_])(?:Sở|Cục|Ban|Phòng|Viện)\s$")
_CAPITAL_BEFORE = pattern(rf"[{UPPER}][{LOWER}]{{0,7}}\s$")


def is_person_name(words: str) -> bool:
    """Whether words are written as a Vietnamese full name: two to five capitalised syllables.

    >>> is_person_name("Nguyễn Văn A"), is_person_name("PHÓ CHỦ TỊCH"), is_person_name("Nơi nhận")
    (True, False, False)
    """
    parts = words.split()
    if not 2 <= len(parts) <= 5:
        return False
    if not all(
        part[0].isupper() and part.replace("-", "").replace(".", "").isalpha() and len(part) < 9 for part in parts
    ):
        return False
    known = [fold(part) for part in parts]
    return sum(part in _not_in_names() for part in known) * 2 < len(parts)


def find_signed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Names that fill a cell of a signature, where the family name or the office above shows what they are."""
    for cell in re.finditer(r"[^\s](?:[^\n\t]{0,200}?[^\s])??(?=[^\S\n]{3}|\t|\n|$)", text[start:end]):
        words, place = cell.group(), start + cell.start()
        degree = _DEGREE.match(words)
        if degree is not None:
            words, place = words[degree.end() :], place + degree.end()
        words = words.strip("*_ ")
        place = text.index(words, place) if words else place
        if is_person_name(words) and fold(words.split()[0]) in families():
            yield place, place + len(words)
