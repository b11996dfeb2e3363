"""The number part of a quantity: scale words, ranges, parts of a whole, fractions, multiples."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from vnreport.entities.number_words import SCALES, read_words
from vnreport.entities.numbers import Number, read_digits
from vnreport.text.engine import GAP
from vnreport.text.patterns import pattern

SCALE = pattern(
    rf"{GAP}(?:(chục|trăm|nghìn|ngàn|vạn|ức|triệu|tỷ)(?![^\W\d_])|tr(?=\.?đ(?![^\W_])|{GAP}đồng(?![^\W_]))\.?|"
    rf"tr(?=/[^\W\d_])|(?<=\d)tr(?![^\W_]))"
)
_FACTORS = {**SCALES, "trăm": 100}
_BLANK = pattern(GAP)
_HALF = pattern(rf"{GAP}nửa(?![^\W_])")
_GOES_ON = pattern(r"\s?[-/]\s?\d")
_NEIGHBOUR_NOUN = rf"(?={GAP}(?:lần|lượt|tuổi|người|hộ|buổi|bữa|cuộc|chuyến|cháu|em)(?![^\W_]))"
_NEIGHBOURS = pattern(rf"(\d), (\d)(?:{_NEIGHBOUR_NOUN}|(?= năm(?![^\W_])))")  # "2, 3 lần"
_ONE_TO_TEN = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_WORD_NEIGHBOURS = pattern(  # "một, hai lần"
    rf"({'|'.join(_ONE_TO_TEN)})(?:,{GAP}|{GAP}hoặc{GAP}|{GAP}(?!năm))({'|'.join(_ONE_TO_TEN)}){_NEIGHBOUR_NOUN}"
)
_FOURTH = pattern(r"tư(?![^\W\d_])")
HALF_MORE = pattern(rf"{GAP}rưỡi(?![^\W\d_])")
_RANGE = pattern(rf"{GAP}(?:-|đến|tới){GAP}(?=\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)")
_OF = pattern(
    rf"{GAP}/{GAP}(?=\d)|{GAP}(?:(?:trong|trên)(?:{GAP}tổng)?(?:{GAP}số)?|"
    rf"/{GAP}tổng(?:{GAP}số)?){GAP}(?=\d)|{GAP}(?:trong|trên)(?:{GAP}(?:tổng{GAP})?số)?{GAP}(?=hai|ba|"
    rf"bốn|năm|sáu|bảy|tám|chín|mười)"
)
# What an amount of several parts goes on with behind its first number; behind most numbers stands nothing of it.
_GOES_ON_WITH = pattern(rf"{GAP}(?:phần|/|tr[êo]n|-|đến|tới|,|nửa|hoặc|{'|'.join(_ONE_TO_TEN)})")
_DIGIT_FRACTION = pattern(rf"(\d{{1,3}}){GAP}phần{GAP}(10|100)(?!\d|[.,]\d)")
_POPULATION_RATE = pattern(
    rf"{GAP}(?:/|trên){GAP}(?:1\.?000|1?00\.?000|10\.?000|(?:một{GAP}|1{GAP})?(?:vạn|nghìn|ngàn|triệu)){GAP}"
    rf"(?:dân{GAP}số|dân|người|trẻ|lao{GAP}động|phụ{GAP}nữ|ca)(?![^\W\d_])"
)
_TENTH = pattern(rf"{GAP}([1-9])(?={GAP}(?:đồng(?![^\W_])|[;)]|,(?!\d)|\.(?!\d)|$))")  # "3 tỷ 2"
_FRACTION_WORDS = pattern(rf"{GAP}phần{GAP}")

MULTIPLE = {"đôi": Decimal(2), "rưỡi": Decimal("1.5"), "ba": Decimal(3), "bốn": Decimal(4), "năm": Decimal(5)}
MULTIPLE_WORD = pattern(rf"gấp{GAP}(đôi|rưỡi|ba|bốn|năm)(?![^\W\d_])(?!{GAP}(?:lần|mươi|trăm|phẩy|rưỡi))")
_ROUGH = pattern(rf"dăm{GAP}(ba|bảy|sáu)(?![^\W\d_])")


class Amount(NamedTuple):
    """The number part: a value or a range, and the total of a part.

    `words`: written in words; `scaled`: with a scale word; `whole`: `of` counts the whole ("5/7 xã");
    `per`: where the unit of a rate ends that has no counted noun of its own ("8,65/10.000 dân").
    """

    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    of: Decimal | None = None
    words: bool = False
    scaled: bool = False
    whole: bool = False
    per: int | None = None


def read_number(text: str, folded: str, start: int) -> tuple[Number, bool] | None:
    """A number with its scale words: "1,2 tỷ", "5 tỷ 320 triệu", "2 triệu rưỡi", "30 nghìn tỷ"."""
    number = read_digits(folded, start) or read_words(folded, start)
    if number is None:
        return None
    match = SCALE.match(folded, number.end)
    if match is None:
        return number, number.words and number.value >= 1000
    value, total, end, last_factor = number.value, Decimal(0), number.end, None
    while match is not None:
        factor, reach = _FACTORS[match.group(1) or "triệu"], match.end()
        if double := SCALE.match(folded, reach):
            factor *= _FACTORS[double.group(1) or "triệu"]
            reach = double.end()
        if last_factor is not None and factor >= last_factor:
            break  # "5 triệu 3 tỷ": two numbers
        if half := HALF_MORE.match(folded, reach):
            value += Decimal("0.5")
            reach = half.end()
        total += value * factor
        end, last_factor = reach, factor
        if tenth := _TENTH.match(folded, end):
            return Number(total + Decimal(tenth.group(1)) * factor / 10, tenth.end(), number.words), True
        gap = _BLANK.match(folded, end)
        following = read_digits(folded, gap.end() if gap else end)
        match = None if following is None else SCALE.match(folded, following.end)
        value = value if following is None else following.value
    return Number(total, end, number.words), True


def _scaled_like(first: Number, second: Number, scaled: bool, digits: Number) -> Decimal:
    """ "12.500 - 13.000 tỷ đồng": the scale word of the second end serves the first."""
    if not scaled or not digits.value:
        return first.value
    factor = second.value / digits.value
    return first.value * factor


def _neighbours(folded: str, start: int) -> Amount | None:
    """Two neighbouring numbers for a rough one: "3, 4 buổi", "một, hai lần"."""
    if m := _NEIGHBOURS.match(folded, start):
        low, high, words = int(m.group(1)), int(m.group(2)), False
    elif m := _WORD_NEIGHBOURS.match(folded, start):
        low, high, words = _ONE_TO_TEN.index(m.group(1)) + 1, _ONE_TO_TEN.index(m.group(2)) + 1, True
    else:
        return None
    return Amount(m.end(), low=Decimal(low), high=Decimal(high), words=words) if high == low + 1 else None


def read_amount(text: str, folded: str, start: int, *, neighbours: bool = True) -> Amount | None:
    """The number part at `start`: "5/7", "85 - 90", "hai phần ba", "1,2 tỷ".

    Without `neighbours`, "3, 4 buổi" is no range of three to four: behind a name ("lớp 3, 4 buổi").
    """
    read = read_number(text, folded, start)
    if read is None:
        rough = _ROUGH.match(folded, start)
        return rough and Amount(
            rough.end(), low=Decimal(5), high=Decimal(7 if rough.group(1) == "bảy" else 6), words=True
        )  # fmt: skip
    first, scaled = read
    if not _GOES_ON_WITH.match(folded, first.end):
        return Amount(first.end, first.value, words=first.words, scaled=scaled)
    if tenths := _DIGIT_FRACTION.match(folded, start):
        return Amount(tenths.end(), value=Decimal(tenths.group(1)), of=Decimal(tenths.group(2)))
    if rate := _POPULATION_RATE.match(folded, first.end):
        return Amount(first.end, value=first.value, words=first.words, per=rate.end())
    if (phrase := _FRACTION_WORDS.match(folded, first.end)) and first.words:
        below = read_words(folded, phrase.end()) or _fourth(folded, phrase.end())
        if below is not None and below.value > 1:
            return Amount(below.end, value=first.value, of=below.value, words=True)
    if first.words and first.value == 1 and (half := _HALF.match(folded, first.end)):
        return Amount(half.end(), value=Decimal("0.5"), words=True)
    if of := _OF.match(folded, first.end):
        total = read_number(text, folded, of.end())
        if total is not None:
            digits = read_digits(folded, of.end()) or total[0]
            part = first.value if scaled else _scaled_like(first, total[0], total[1], digits)
            return Amount(total[0].end, value=part, of=total[0].value, words=first.words, scaled=True, whole=True)
    if span := _RANGE.match(folded, first.end):
        second = read_number(text, folded, span.end())
        if second is not None and not _GOES_ON.match(folded, second[0].end):
            digits = read_digits(folded, span.end()) or second[0]
            low = first.value if scaled else _scaled_like(first, second[0], second[1], digits)
            if low < second[0].value:
                return Amount(second[0].end, low=low, high=second[0].value, words=first.words, scaled=second[1])
    if neighbours and (pair := _neighbours(folded, start)):
        return pair
    return Amount(first.end, value=first.value, words=first.words, scaled=scaled)


def _fourth(folded: str, at: int) -> Number | None:
    match = _FOURTH.match(folded, at)
    return Number(Decimal(4), match.end(), words=True) if match else None
