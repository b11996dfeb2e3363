"""Numbers as Vietnamese reports write them: "1.234,5", "1 234 567", "02", "một trăm hai mươi", "hai phần ba".

`.` groups thousands and `,` marks decimals; foreign style is read where the digits decide ("12.5", "0.0331"). Values
are exact `Decimal`s. Number words follow the school grammar with its variants (linh/lẻ, mươi/mười, lăm, mốt, tư, rưỡi).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_WS = r"[^\S\n]{0,4}(?:\n[^\S\n]{0,16})?"

DIGITS = re.compile(
    r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,8})?(?![\d])|\d{1,3}(?: \d{3}){2,4}(?!\d)|"
    r"\d{1,15}(?:[.,]\d{1,8}){0,1}(?![\d])|\d{1,15}"
)
_SPACED_DECIMAL = re.compile(r"(\d{1,9}),[ ]{1,2}(\d{1,3})(?=\s?(?:tỷ|tỉ|triệu|nghìn|kg|tấn|tạ|ha|m2|km|%))")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from a text: its value and where it ends; `words` says that it was written in words."""

    value: Decimal
    end: int
    words: bool = False


def digits_value(written: str) -> Decimal:
    """The value of digits with their separators.

    >>> digits_value("1.234,5"), digits_value("12.5"), digits_value("02"), digits_value("1,234.5")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('2'), Decimal('1234.5'))
    """
    written = written.replace(" ", "")
    if "," in written and "." in written:
        if written.rindex(",") > written.rindex("."):
            return Decimal(written.replace(".", "").replace(",", "."))
        return Decimal(written.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", written):
        return Decimal(written.replace(".", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}", written):
        return Decimal(written.replace(",", ""))
    return Decimal(written.replace(",", "."))


def read_digits(text: str, start: int) -> Number | None:
    """A number in digits at `start`."""
    if spaced := _SPACED_DECIMAL.match(text, start):
        return Number(Decimal(f"{spaced.group(1)}.{spaced.group(2)}"), spaced.end())
    match = DIGITS.match(text, start)
    if match is None:
        return None
    end = match.end()
    written = match.group()
    if text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit():
        longer = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?!\d)").match(text, start)
        if longer:
            written, end = longer.group(), longer.end()
    if sum(char.isdigit() for char in written) > 15:
        return None
    return Number(digits_value(written), end)


UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "chục": 10, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
HEADS = frozenset(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "dăm", "gấp", "nửa"))
_POINT = re.compile(r"\s{1,2}phẩy\s{1,2}([^\W\d_]{2,5})(?![^\W\d_])")
# "trong năm tổ chức 4 cuộc", "hằng năm xã": the year; "trong năm ngày" is five again.
_AFTER_WHICH_BOTH = re.compile(r"(?<![^\W_])(?:trong|sau|trước|qua|của|suốt)\s{1,3}$")
_YEAR_NOT_FIVE = re.compile(
    r"(?<![^\W_])(?:trong|sau|trước|qua|của|suốt|hằng|hàng|mỗi|từng|hết|đầu|cuối|giữa|cả|các|những|nhiều|mấy|vài)\s{1,3}$"
)
_TIME_UNIT = re.compile(r"\s{1,3}(?:năm|tháng|tuần|ngày|giờ|phút)(?![^\W_])")
_TOKEN = re.compile(r"[^\W\d_]{1,6}")
_BLANK = re.compile(r"[^\S\n]{1,4}(?:\n[^\S\n]{0,16})?|\n[^\S\n]{0,16}")


def read_words(folded: str, start: int) -> Number | None:
    """A number in words at `start`: "mười lăm", "một nghìn năm trăm", "hai mươi mốt triệu rưỡi"."""
    if folded.startswith("năm", start) and _YEAR_NOT_FIVE.search(folded[max(0, start - 10) : start]):
        following = _TIME_UNIT.match(folded, start + 3)
        if following is None or not _AFTER_WHICH_BOTH.search(folded[max(0, start - 10) : start]):
            return None
    tokens: list[tuple[str, int]] = []
    cursor = start
    while len(tokens) < 24 and (match := _TOKEN.match(folded, cursor)):
        word = match.group()
        if word not in UNITS and word not in SCALES and word not in ("mười", "mươi", "trăm", "linh", "lẻ", "rưỡi"):
            break
        tokens.append((word, match.end()))
        blank = _BLANK.match(folded, match.end())
        if blank is None:
            break
        cursor = blank.end()
    for length in range(len(tokens), 0, -1):
        value = words_value([word for word, _ in tokens[:length]])
        if value is None:
            continue
        end = tokens[length - 1][1]
        tenths = _POINT.match(folded, end)
        if tenths is not None and tenths.group(1) in UNITS:
            return Number(Decimal(f"{value}.{UNITS[tenths.group(1)]}"), tenths.end(), words=True)
        return Number(Decimal(value), end, words=True)
    return None


def words_value(words: list[str]) -> int | None:
    """The value of number words, or None where they make no number.

    >>> words_value("một nghìn năm trăm".split()), words_value("hai mươi mốt".split()), words_value(["mươi"])
    (1500, 21, None)
    """
    if not words:
        return None
    for scale in ("tỷ", "tỉ", "triệu", "vạn", "nghìn", "ngàn", "chục"):
        if scale in words:
            place = words.index(scale)
            head, tail = words[:place], words[place + 1 :]
            factor = SCALES[scale]
            high = words_value(head)
            if high is None:
                return None
            if not tail:
                return high * factor
            if tail == ["rưỡi"]:
                return high * factor + factor // 2
            if tail[0] in ("linh", "lẻ"):
                tail = tail[1:]
            low = words_value(tail)
            if low is None or low >= factor:
                return None
            if len(tail) == 1 and factor > 10 and tail[0] in UNITS and low:
                return high * factor + low * factor // 10  # "hai nghìn tư": 2400
            return high * factor + low
    return _below_thousand(words)


# After "mười" and "mươi" five is "lăm": "mười năm" is ten years.
_NOT_AFTER_TEN = frozenset(("mốt", "năm"))


def _below_thousand(words: list[str]) -> int | None:
    if "trăm" in words:
        place = words.index("trăm")
        if place != 1 or words[0] not in UNITS:
            return None
        rest = words[place + 1 :]
        value = UNITS[words[0]] * 100
        if not rest:
            return value
        if rest == ["rưỡi"]:
            return value + 50
        if rest[0] in ("linh", "lẻ"):
            return value + UNITS[rest[1]] if len(rest) == 2 and rest[1] in UNITS else None
        low = _below_thousand(rest)
        if low is None or low >= 100 or rest == ["năm"]:
            return None
        return value + low * 10 if len(rest) == 1 and rest[0] in UNITS else value + low
    if words[0] == "mười":
        if len(words) == 1:
            return 10
        return (
            10 + UNITS[words[1]] if len(words) == 2 and words[1] in UNITS and words[1] not in _NOT_AFTER_TEN else None
        )
    if len(words) == 1:
        return UNITS.get(words[0]) if words[0] not in ("mốt", "lăm", "nhăm") else None
    if words[0] in UNITS and words[1] == "mươi":
        if len(words) == 2:
            return UNITS[words[0]] * 10
        return (
            UNITS[words[0]] * 10 + UNITS[words[2]]
            if len(words) == 3 and words[2] in UNITS and words[2] != "năm"
            else None
        )
    if len(words) == 2 and words[0] in UNITS and words[1] in ("mốt", "lăm", "tư") and UNITS[words[0]] > 1:
        return UNITS[words[0]] * 10 + UNITS[words[1]]
    return None


_NUMERALS = {
    "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def ordinal_value(written: str) -> int | None:
    """ "chín", "9" or "ix" as 9; None for what is no ordinal.

    >>> ordinal_value("mười hai"), ordinal_value("xii"), ordinal_value("4")
    (12, 12, 4)
    """
    if written.isdigit():
        return int(written)
    words = written.split()
    if words and all(word in _NUMERALS for word in words):
        return _NUMERALS[words[0]] + (_NUMERALS[words[1]] if len(words) > 1 else 0)
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    if not written or any(char not in values for char in written):
        return None
    numbers = [values[char] for char in written]
    return sum(-n if n < max(numbers[i:]) else n for i, n in enumerate(numbers))
