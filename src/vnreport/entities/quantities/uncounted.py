"""Numbers that count nothing: line numbers, phone numbers, names such as "lớp 11", "Quốc lộ 1", "Covid-19"."""

from __future__ import annotations

import re

from vnreport.entities.quantities.amounts import Amount
from vnreport.entities.quantities.units import UnitRead, read_unit
from vnreport.lexicon import lexicon_cache, lexicon_cache_by, load_table, load_words
from vnreport.records import record
from vnreport.text.engine import GAP, line_lead, phrase_trie, spaced, syllable_before
from vnreport.text.letters import LOWER
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern


@lexicon_cache
def _labels() -> dict[str, dict[str, str]]:
    """The labels before a number with their kinds, by the syllables that they end with."""
    by_last: dict[str, dict[str, str]] = {}
    for row in load_table("number_labels", "word", "kind", "source"):
        by_last.setdefault(syllable_before(row["word"], len(row["word"])), {})[row["word"]] = row["kind"]
    return by_last


@lexicon_cache_by
def _label_pattern(last: str) -> re.Pattern[str]:
    """What matches a label that ends with a syllable."""
    named = phrase_trie(_labels()[last])
    return re.compile(
        rf"(?<![^\W\d_])(?P<counted>(?:số|mỗi|từng){GAP})?(?P<word>{named})(?:\.|[ ]?(?P<colon>:)?[ ]{{0,2}}\n?)$"
    )


# A number at the beginning of a line that counts the line: "1. ", "2.1. ", "3) ", "4/ ", "5- ", a row's first cell.
_LINE_NUMBER = pattern(r"(?:\d{1,2}\.){0,4}\d{1,2}(?:[.)/:]++(?=\s|[^\W\d_])|-(?=\s?[^\W\d_]|\s\D)|(?=\t)|\s{0,3}\|)")
_INLINE_NUMBER = pattern(r"\d{1,2}[.)](?=\s{1,2}[^\W\d_])")
_BRACKET_NUMBER = pattern(r"\d{1,2}\)(?:\s{0,2}[^\W\d_]|[.,;:\s]|$)")

# "chủ yếu: (1) 100% tổ chức đảng …; (2) 150 đảng viên"
_BRACKET_COUNT = pattern(r"\d{1,2}\)\s{1,2}\d")
_BEHIND_BREAK = pattern(r"[:;.\n]\s{0,2}\($")
_BRACKET_WORD = pattern(r"\d{1,2}\)\s{0,2}[^\W\d_]")
_COUNTS_WORD = pattern(r"(?:\d{1,3}(?:\.\d{3}){1,3}|\d{1,9})\s{1,9}[^\W\d_]")
_ATTACHED = frozenset("(-.,:/")
_BEHIND_MARK = pattern(r"[:.;]\s{1,2}$")
_GOES_ON_SMALL = pattern(rf"\d{{1,2}}\.\s{{1,4}}[{LOWER}]")

# What counts nothing goes on so behind its first digits, or begins like a number of a telephone.
_COUNTS_NOTHING = pattern(r"0\d\d|\d{1,12}+(?:[.+)a-zđ]|[^\S\n]?[/-])")
_PHONE = pattern(r"0\d{2,3}[. ]\d{3,4}[. ]\d{3,4}|0\d{8,10}(?!\d)|\+84[\d. ]{8,12}")
_GROUPED = r"\d{1,3}(?:\.\d{3}){0,5}(?:,\d{1,8})?"
_IDENTIFIER = pattern(
    rf"(?!\d{{1,3}}(?:\.\d{{3}}){{1,5}}(?![.\d/-]))(?!{_GROUPED}[/-]{_GROUPED}(?!\d))\d{{1,12}}(?:[./-]\d{{1,12}}){{3,9}}|\d{{1,4}}\+\d{{1,3}}(?!\d)|\d{{1,6}}[a-zđ]\d|\d{{1,4}}[a-z]-\d"
)

_JOINED_DIGITS = pattern(r"\d{1,40}(?:[.,/-]\d{1,40}){0,6}")
_ROUND_THE_CLOCK = pattern(r"24/(?:7|24(?:\s?(?:giờ|h)(?![^\W_]))?)(?!\d)")

# "4/14" and "30-4" with the larger number first are no part and no range, but day and month.
_DAY_MONTH = pattern(r"(\d{1,2})[^\S\n]?[/-][^\S\n]?(\d{1,2})(?![\d%]|[.,/-]\d|[^\S\n]%)")
_MAP_SCALE = pattern(r"1/(?:[125]\d?\.?000|[25]00)(?!\d)")
# The class of a war invalid: "thương binh 2/4".
_INVALID_CLASS = pattern(r"[1-4]/4(?!\d)")
_INVALID = pattern(r"(?:thương|bệnh) binh(?:,? (?:hạng|loại))?:?\s$")
_SMALL_STEP = 20
# The number of a name: "4", "12", "2.1"; longer ones only where nothing else can follow ("Công văn số 1234").
_WHOLE = pattern(r"\d{1,15}|\d{1,2}\.\d{1,2}")


def glued_letter(text: str, end: int) -> bool:
    """Whether a letter stands right behind the number: "5G", "12a"."""
    return end < len(text) and (text[end].isalpha() or text[end] == "_")


@record
class Label:
    """The word before a number that makes it a name or a rank, and its kind in `number_labels.tsv`."""

    word: str
    kind: str

    @property
    def rank(self) -> bool:
        """Whether the number is a rank among many."""
        return self.kind == "rank"

    def names(self, amount: Amount, written: str, unit: UnitRead | None) -> bool:
        """Whether the number says which one and counts nothing: "lớp 11", "xóm 4", but not "xóm 4 hộ"."""
        if self.kind == "counter":
            return True
        if self.kind == "rank" or amount.scaled or amount.of is not None or not _WHOLE.fullmatch(written):
            return self.kind == "name" and amount.of is not None and unit is None
        if (
            unit is not None
            and unit.known
            and unit.written.lower() != "tổ chức"
            and (self.kind != "name" or unit.measures)
        ):
            return False
        if self.kind == "name":
            return True
        return len(written) <= 4 and (self.kind == "label" or float(written) <= _SMALL_STEP)


def label_before(folded: str, start: int, last: str) -> Label | None:
    """The word of `number_labels.tsv` that stands before a number and ends with the syllable `last`."""
    kinds = _labels().get(last)
    if kinds is None:
        return None
    match = _label_pattern(last).search(folded[max(0, start - 26) : start])
    if match is None:
        return None
    word = spaced(match.group("word"))
    kind = kinds[word]
    if kind == "count" or (match.group("colon") and kind in ("label", "step")):
        return None
    if match.group("counted") and kind != "rank":
        return None
    return Label(word, kind)


# "Huy hiệu 30, 40, 50 năm tuổi Đảng": the last of them is a length of time.
_OF_TIME = pattern(r"\s{1,3}(?:năm|tháng|ngày)(?![^\W_])(?!\s{1,3}\d)")
_SERIES = pattern(r"\s{0,2}(?:,|-|;|và)\s{0,2}(?:và\s{1,2})?(\d{1,3})(?![\d%]|[.,/-]\d|\s%)")


def skip_series(text: str, folded: str, end: int) -> int:
    """ "mức 1, 2", "xóm 4, 7 và 9": the further numbers of a named series count nothing either."""
    while match := _SERIES.match(folded, end):
        unit = read_unit(text, folded, match.end(), words=False, start=match.start(1))
        if (unit is not None and unit.known) or glued_letter(text, match.end()) or _OF_TIME.match(folded, match.end()):
            break
        end = match.end()
    return end


@lexicon_cache
def _named_days() -> frozenset[str]:
    return frozenset(load_words("named_day"))


def _day_month_end(text: str, folded: str, start: int) -> int | None:
    """Where "30-4", "20/11" or "2/9" ends, which name a day and count nothing, unless a unit follows."""
    m = _DAY_MONTH.match(folded, start)
    if m is None:
        return None
    day, month = int(m.group(1)), int(m.group(2))
    if not (day > month or f"{day}/{month}" in _named_days()) or not (day <= 31 and 1 <= month <= 12):
        return None
    unit = read_unit(text, folded, m.end(), words=False, start=start)
    if unit is not None and unit.known:
        return None
    return m.end()


def uncounted_end(text: str, folded: str, start: int) -> int | None:
    """Where a number ends that counts nothing: line numbers, footnote marks, phone numbers, names like "Covid-19"."""
    if (
        (m := _LINE_NUMBER.match(text, start))
        and not (m.group().endswith(".") and text[m.end() : m.end() + 1].isdigit())
        and line_lead(text, start).strip(" \t#*>-+•|") in ("", "(")
    ):
        return m.end()
    before = text[start - 1 : start]
    if before in _ATTACHED and (attached := _attached_end(text, start, before)) is not None:
        return attached
    if not _COUNTS_NOTHING.match(folded, start):
        return None
    for number in (_PHONE, _IDENTIFIER, _MAP_SCALE):
        if m := number.match(folded, start):
            return m.end()
    if (m := _ROUND_THE_CLOCK.match(folded, start)) and not _counts(text, folded, m.end()):
        return m.end()
    if (m := _INVALID_CLASS.match(folded, start)) and _INVALID.search(folded[max(0, start - 18) : start]):
        return m.end()
    if (named := _day_month_end(text, folded, start)) is not None:
        return named
    inline = _INLINE_NUMBER.match(text, start)
    if inline is None or not _BEHIND_MARK.search(text, max(0, start - 3), start):
        return None
    return None if _GOES_ON_SMALL.match(text, start, start + 6) else inline.end()


def _counts(text: str, folded: str, end: int) -> bool:
    """Whether a unit follows that a table holds: "24/24 lớp", but not "trực 24/24"."""
    unit = read_unit(text, folded, end, words=False, start=end)
    return unit is not None and unit.known


def _attached_end(text: str, start: int, before: str) -> int | None:
    """Where a number ends that hangs on the mark before it: "(1) ", "COVID-19", "QH/14", the "5" of "1.2.5"."""
    two_before = text[start - 2] if start >= 2 else ""
    if before == "(" and (m := _BRACKET_NUMBER.match(text, start)):
        attached = two_before != "" and not two_before.isspace()
        enumerates = (_BRACKET_WORD.match(text, start, start + 8) and (two_before in f" \n\t{CLOSED}" or attached)) or (
            _BRACKET_COUNT.match(text, start) and _BEHIND_BREAK.search(text, max(0, start - 4), start)
        )
        if attached or (enumerates and int(m.group()[: m.group().index(")")]) <= 30):
            return m.end()
    hangs = (
        (before == "-" and two_before.isalpha())
        or (before in ".,:" and two_before.isdigit())
        or (before == "/" and two_before.isalpha() and not _COUNTS_WORD.match(text, start, start + 20))
    )
    return _digits_end(text, start) if hangs else None


def _digits_end(text: str, start: int) -> int:
    match = _JOINED_DIGITS.match(text, start)
    return match.end() if match else start + 1
