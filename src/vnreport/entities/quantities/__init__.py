"""Quantities: numbers that count or measure, with their scale word, unit and bound.

"hơn 1,2 tỷ đồng" is the span "1,2 tỷ đồng" with value 1200000000, unit "đồng" and comparator ">". Measuring units stand
in `units.tsv`, counted nouns in `counted_nouns.tsv`, bounds in `bounds.tsv`, and the words that make a number a name
("lớp 11", "Quốc lộ 1") in `number_labels.tsv`.
"""

from __future__ import annotations

from decimal import Context, Decimal

from vnreport.entities.models import Quantity
from vnreport.entities.number_words import HEADS, NUMBER_WORDS
from vnreport.entities.quantities.amounts import HALF_MORE, MULTIPLE, MULTIPLE_WORD, Amount, read_amount
from vnreport.entities.quantities.bounds import OR_MORE, comparator_of
from vnreport.entities.quantities.uncounted import glued_letter, label_before, skip_series, uncounted_end
from vnreport.entities.quantities.units import UnitRead, multiple_openings, read_unit
from vnreport.text.engine import DIGIT, GAP, Rule, syllable_before
from vnreport.text.patterns import pattern

EXACT = Context(prec=15)
_FOREIGN = pattern(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}")
_BLANKS = pattern(r"\s*+")
_POINT = pattern(r"[0-9]{1,3}\.[0-9]{3}")

# "một" counts where it is measured out: "mỗi xã có một hợp tác xã", "chỉ một cuộc", "khuyết một phó chủ nhiệm".
_MEASURED_ONE = pattern(
    r"(?:mỗi\s[^\W\d_]{1,7}\s(?:có\s)?|chỉ (?:có )?|(?:khuyết|thiếu|trong đó(?: có)?)\s|"
    r"mỗi(?:\s[^\W\d_]{1,7}){1,5}\s(?:có|nhận|phụ trách|giúp|giúp đỡ|kèm|cử|chọn)\s)$"
)
# "Đây là năm ngành bước vào …", "Trong năm huyện đã …": the year, not five.
_THE_YEAR = pattern(r"(?<![^\W_])(?:(?:đây|cũng|vẫn|\d{4}) là|trong)\s{1,2}$")


def find_quantity(text: str, folded: str, start: int) -> tuple[list[Quantity], int] | None:
    """A quantity at a digit or a number word, or nothing and its end where the number counts nothing."""
    if folded[start].isdigit():
        skip = uncounted_end(text, folded, start)
        if skip is not None:
            return [], skip
    elif m := MULTIPLE_WORD.match(folded, start):
        end = m.end()
        comparator = comparator_of(folded, start, end, syllable_before(folded, start), None, counted=False)
        times = Quantity(
            start, end, text[start:end], "quantity.multiple",
            value=MULTIPLE[m.group(1)], dimension="multiple", comparator=comparator,
        )  # fmt: skip
        return [times], end
    elif _is_article(folded, start):
        return None
    word = syllable_before(folded, start)
    label = label_before(folded, start, word)
    measured = read_amount(text, folded, start, neighbours=label is None)
    if measured is None or (measured.words and _year_word(folded, start, measured.end)):
        return None
    if measured.words and measured.of is None and _VAGUE_BEFORE.search(folded[max(0, start - 6) : start]):
        return None
    if measured.words and folded.startswith("gấp", start):
        return None
    end = measured.end
    after = OR_MORE.match(folded, end)
    unit = read_unit(text, folded, after.end() if after else end, words=measured.words, start=start)
    if measured.per is not None:
        lead = _BLANKS.match(text, measured.end)
        unit = UnitRead(text[lead.end() if lead else measured.end : measured.per], measured.per, None, None)
    rank = label is not None and label.rank and not (measured.words and label.word == "hạng")  # "Huân chương hạng Ba"
    if (
        measured.words
        and unit is None
        and not rank
        and measured.of is None
        and measured.value != Decimal("0.5")
        and not measured.scaled
    ):
        return None
    if (
        measured.words
        and measured.value == 1
        and measured.of is None
        and not (_MEASURED_ONE.search(folded[max(0, start - 60) : start]) and unit and unit.written.lower() != "phần")
        and not (unit and unit.dimension == "multiple")
    ):
        return None
    if measured.words and measured.of is not None and not measured.whole:
        unit = None
    if measured.of is not None and unit is not None and unit.dimension is None and not unit.known:
        unit = None
    if unit is None and glued_letter(text, measured.end):
        return [], measured.end
    if unit is None and measured.end - start >= 9 and text[start : measured.end].isdigit():
        return [], measured.end  # a tax code, an account number
    if label is not None and label.names(measured, text[start : measured.end], unit):
        return [], skip_series(text, folded, measured.end)
    if after and unit is None:
        after = None
    if after is None and unit is not None:
        after = OR_MORE.match(folded, unit.end)
    if (
        unit is not None
        and (half := HALF_MORE.match(folded, unit.end))
        and measured.value is not None
        and unit.dimension
    ):
        measured = measured._replace(value=measured.value + Decimal("0.5"))
        unit = unit._replace(end=half.end())
    if unit is not None:
        end = unit.end
        if measured.value is not None and measured.of is None:
            measured, end = _with_whole(text, folded, measured, unit)
    value, low, high = measured.value, measured.low, measured.high
    if (
        unit is not None
        and not measured.scaled
        and (unit.dimension == "money" or (unit.known and not unit.measures))
        and _FOREIGN.fullmatch(text[start : measured.end])
    ):
        value = Decimal(text[start : measured.end].replace(",", ""))  # "12,345 người": people have no decimals
    if (
        unit is not None
        and unit.dimension == "share"
        and value is not None
        and value > 1000
        and (point := _POINT.fullmatch(text[start : measured.end].strip()))
    ):
        value = Decimal(point.group())  # "80.285%": a decimal point
    base = None
    if unit is not None and unit.factor is not None and value is not None and measured.of is None:
        base = _base_value(value, unit.factor)
    dimension = unit.dimension if unit else None
    bound = after.group(1) if after else None
    comparator = comparator_of(folded, start, end, word, bound, counted=dimension in _COUNTED)
    rule = "quantity.rank" if rank else "quantity.counted" if unit else "quantity.bare"
    found = Quantity(
        start, end, text[start:end], rule, value=value, low=low, high=high, of=measured.of,
        unit=unit.written if unit else None, dimension=dimension, base_value=base, rank=rank, comparator=comparator,
    )  # fmt: skip
    return [found], end


def _base_value(value: Decimal, factor: Decimal) -> Decimal:
    base = EXACT.multiply(value, factor).normalize(EXACT)
    return base.quantize(_UNIT) if base == base.to_integral_value() and base.adjusted() < 15 else base


_UNIT = Decimal(1)
_VAGUE_BEFORE = pattern(r"(?<![^\W_])(?:vài|mấy|dăm)\s{1,2}$")  # "vài ba người": no number is meant


def _year_word(folded: str, start: int, end: int) -> bool:
    return folded[start:end] == "năm" and _THE_YEAR.search(folded[max(0, start - 12) : start]) is not None


_WHOLE_OF_SAME = pattern(rf"{GAP}/{GAP}(?=\d)")


def _with_whole(text: str, folded: str, part: Amount, unit: UnitRead) -> tuple[Amount, int]:
    """ "876 việc/1.012 việc": the whole with the unit said again."""
    slash = _WHOLE_OF_SAME.match(folded, unit.end)
    whole = slash and read_amount(text, folded, slash.end())
    if not whole or whole.value is None or whole.of is not None or part.value is None:
        return part, unit.end
    again = read_unit(text, folded, whole.end, words=False, start=whole.end)
    if again is None or again.written.lower() != unit.written.lower():
        return part, unit.end
    return part._replace(of=whole.value, whole=True), again.end


_COUNTED = frozenset(("count", "people", "body", "household"))
# What "một" goes on with where it is a number: "một trăm", "một nửa", "một hoặc hai", "một trên ba".
_ONE = pattern(r"một\s{1,4}([^\W\d_]{1,8})")
_ONE_GOES_ON = frozenset((*NUMBER_WORDS, "phần", "nửa", "hoặc", "đến", "tới", "trên", "trong", "phẩy"))


def _is_article(folded: str, start: int) -> bool:
    """Whether "một" counts nothing, as it mostly does: "một số", "một cách"."""
    one = _ONE.match(folded, start)
    return (
        one is not None
        and one[1] not in _ONE_GOES_ON
        and one[1] not in multiple_openings()
        and not _MEASURED_ONE.search(folded[max(0, start - 60) : start])
    )


def rules() -> list[Rule[Quantity]]:
    """The rule of this family."""
    return [Rule("quantity", frozenset({DIGIT}) | HEADS, find_quantity)]
