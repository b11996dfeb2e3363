"""Numbers in words, read and written: "một trăm hai mươi", "hai mươi mốt triệu rưỡi".

The grammar is that of the schools: "linh" or "lẻ" before a single unit, "mốt", "tư" and "lăm" after "mươi", "rưỡi" for
half of the last order; "vạn" is 10⁴, "ức" 10⁵.
"""

from __future__ import annotations

from decimal import Decimal

from vnreport.entities.numbers import Number
from vnreport.text.patterns import pattern

UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "ức": 10**5, "chục": 10, "triệu": 10**6, "tỷ": 10**9,
}  # fmt: skip
HEADS = frozenset(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "dăm", "gấp", "nửa"))
_POINT = pattern(r"\s{1,2}phẩy\s{1,2}([^\W\d_]{2,5})(?![^\W\d_])")
# "trong năm tổ chức 4 cuộc", "hằng năm xã": the year; "trong năm ngày" is five again.
_AFTER_WHICH_BOTH = pattern(r"(?<![^\W_])(?:trong|sau|trước|qua|của|suốt)\s{1,3}$")
_YEAR_NOT_FIVE = pattern(
    r"(?<![^\W_])(?:trong|sau|trước|qua|của|suốt|hằng|hàng|mỗi|từng|hết|đầu|cuối|giữa|cả|các|những|nhiều|mấy|vài)\s{1,3}$"
)
_TIME_UNIT = pattern(r"\s{1,3}(?:năm|tháng|tuần|ngày|giờ|phút)(?![^\W_])")
NUMBER_WORDS = frozenset((*UNITS, *SCALES, "mười", "mươi", "trăm", "linh", "lẻ", "rưỡi"))
_ORDERS_DOWN = ("tỷ", "triệu", "ức", "vạn", "nghìn", "ngàn", "chục")
_LONGEST = 32  # words of a number below 10**15: five groups of five, and the orders between them
_TOKEN = pattern(r"[^\W\d_]{1,6}")
_BLANK = pattern(r"[^\S\n]{1,4}(?:\n[^\S\n]{0,16})?|\n[^\S\n]{0,16}")


def read_words(folded: str, start: int) -> Number | None:
    """A number in words at `start`: "mười lăm", "một nghìn năm trăm", "hai mươi mốt triệu rưỡi"."""
    if folded.startswith("năm", start) and _YEAR_NOT_FIVE.search(folded[max(0, start - 10) : start]):
        following = _TIME_UNIT.match(folded, start + 3)
        if following is None or not _AFTER_WHICH_BOTH.search(folded[max(0, start - 10) : start]):
            return None
    tokens: list[tuple[str, int]] = []
    cursor = start
    while len(tokens) < _LONGEST and (match := _TOKEN.match(folded, cursor)):
        word = match.group()
        if word not in NUMBER_WORDS:
            break
        if word in UNITS and len(tokens) > 1 and tokens[-1][0] in UNITS and tokens[-2][0] in UNITS:
            break  # no number has three digits in a row
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
    for scale in _ORDERS_DOWN if len(words) > 1 else ():
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
            odd = tail[0] in ("linh", "lẻ")
            tail = tail[1:] if odd else tail
            low = words_value(tail)
            if low is None or low >= factor:
                return None
            if len(tail) == 1 and not odd and factor > 10 and tail[0] in UNITS and low:
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


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_ORDERS = ((10**6, "triệu"), (10**3, "nghìn"))
LARGEST = 10**15


def number_to_words(number: int) -> str:
    """An integer from 0 to 10¹⁵ in Vietnamese words, as schools teach them.

    >>> number_to_words(2_305_021)
    'hai triệu ba trăm linh năm nghìn không trăm hai mươi mốt'
    >>> number_to_words(1_000_000_000_000_000)
    'một triệu tỷ'

    Raises ValueError for a number outside that range, TypeError for what is no integer.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"number_to_words wants an int, not {type(number).__name__}")
    if not 0 <= number <= LARGEST:
        raise ValueError(f"number_to_words writes 0 to 10**15, not {number}")
    billions, rest = divmod(number, 10**9)
    if not billions:
        return " ".join(_millions(rest, led=False)) or "không"
    return " ".join([*_millions(billions, led=False), "tỷ", *_millions(rest, led=True)])


def _millions(number: int, *, led: bool) -> list[str]:
    """The words of a number below 10⁹; `led` says that a higher order stands before it."""
    words: list[str] = []
    for size, name in _ORDERS:
        group, number = divmod(number, size)
        if group:
            words += [*_hundreds(group, led=led or bool(words)), name]
    return words + _hundreds(number, led=led or bool(words)) if number else words


def _hundreds(number: int, *, led: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or led else []
    tens, unit = divmod(rest, 10)
    if not rest:
        return words
    if not tens:
        return [*words, "linh", _DIGITS[unit]] if words else [_DIGITS[unit]]
    if tens == 1:
        return [*words, "mười", *([("lăm" if unit == 5 else _DIGITS[unit])] if unit else [])]
    return [*words, _DIGITS[tens], "mươi", *([_AFTER_TENS.get(unit, _DIGITS[unit])] if unit else [])]
