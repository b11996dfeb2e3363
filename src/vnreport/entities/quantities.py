"""Quantities: numbers that count or measure, with their scale word, unit and bound.

"hơn 1,2 tỷ đồng" is the span "1,2 tỷ đồng" with value 1200000000, unit "đồng" and comparator ">". Measuring units stand
in `units.tsv`, counted nouns in `counted_nouns.tsv`, bounds in `bounds.tsv`, and the words that make a number a name
("lớp 11", "Quốc lộ 1") in `number_labels.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from vnreport.entities.models import Quantity
from vnreport.entities.numbers import HEADS, SCALES, Number, read_digits, read_words
from vnreport.lexicon import lexicon_cache, load_table, load_words, split_cell
from vnreport.text.engine import DIGIT, Rule, alternation, line_lead
from vnreport.text.engine import GAP as _WS
from vnreport.text.letters import LOWER
from vnreport.text.normalize import fold

_EXACT = Context(prec=15)
_POINT = re.compile(r"[0-9]{1,3}\.[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A measuring unit: its dimension and its factor to the base unit of the dimension, None where that varies."""

    dimension: str
    factor: Decimal | None


@lexicon_cache
def units() -> dict[str, Unit]:
    """Folded spelling of a unit to what it measures."""
    known: dict[str, Unit] = {}
    for row in load_table("units", "code", "dimension", "factor", "symbol", "aliases", "source"):
        unit = Unit(row["dimension"], Decimal(row["factor"]) if row["factor"] else None)
        for spelling in (row["symbol"], *split_cell(row["aliases"])):
            known.setdefault(fold(spelling), unit)
    return known


@lexicon_cache
def nouns() -> dict[str, str]:
    """Folded counted noun to its dimension."""
    return {
        fold(row["noun"]): row["dimension"]
        for row in load_table("counted_nouns", "noun", "kind", "dimension", "source")
    }


def _bounded(phrases: list[str]) -> str:
    return rf"(?:{alternation(phrases)})(?![^\W\d_])"


@lexicon_cache
def _unit_pattern() -> re.Pattern[str]:
    symbols = sorted(units(), key=lambda unit: (-len(unit), unit))
    marks = "|".join(re.escape(symbol) for symbol in symbols if not symbol[-1].isalnum())
    words = [symbol for symbol in symbols if symbol[-1].isalnum()]
    return re.compile(rf"(?:{marks})|{_bounded(words)}")


@lexicon_cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(_bounded(list(nouns())))


@lexicon_cache
def _bounds() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = load_table("bounds", "phrase", "side", "comparator", "source")
    before = {row["phrase"]: row["comparator"] for row in rows if row["side"] == "before"}
    return re.compile(
        rf"(?<![^\W\d_])({alternation(list(before))}){_WS}(?:là{_WS}|đạt{_WS}|từ{_WS}|có{_WS}|phải{_WS}){{0,2}}$"
    ), before


@lexicon_cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = load_table("number_labels", "word", "kind", "source")
    kinds = {row["word"]: row["kind"] for row in rows}
    return re.compile(rf"(?<![^\W\d_])({alternation(list(kinds))})[ ]{{0,2}}[.:]?[ ]{{0,2}}\n?$"), kinds


# A number at the beginning of a line that counts the line: "1. ", "2.1. ", "3) ", "4/ ", "5- ", a row's first cell.
_LINE_NUMBER = re.compile(r"(?:\d{1,2}\.){0,4}\d{1,2}(?:[.)/:]+(?=\s|[^\W\d_])|-(?=\s?[^\W\d_]|\s\D)|(?=\t)|\s{0,3}\|)")
_INLINE_NUMBER = re.compile(r"\d{1,2}[.)](?=\s{1,2}[^\W\d_])")
_BRACKET_NUMBER = re.compile(r"\d{1,2}\)(?:\s{0,2}[^\W\d_]|[.,;:\s]|$)")
_SCALE = re.compile(rf"{_WS}(nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?![^\W\d_])")
_HALF_MORE = re.compile(rf"{_WS}rưỡi(?![^\W\d_])")
_RANGE = re.compile(rf"{_WS}(?:-|đến|tới){_WS}(?=\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)")
_OF = re.compile(
    rf"{_WS}/{_WS}(?=\d)|{_WS}(?:(?:trong|trên)(?:{_WS}tổng)?(?:{_WS}số)?|"
    rf"/{_WS}tổng(?:{_WS}số)?){_WS}(?=\d)|{_WS}(?:trong|trên)(?:{_WS}(?:tổng{_WS})?số)?{_WS}(?=hai|ba|"
    rf"bốn|năm|sáu|bảy|tám|chín|mười)"
)
_FRACTION_WORDS = re.compile(rf"{_WS}phần{_WS}")
_OR_MORE = re.compile(rf"{_WS}(?:đồng{_WS}chí{_WS})?trở{_WS}(lên|xuống)(?![^\W_])")
_OR_MORE_LATER = re.compile(r"[^,.;:()\n\d]{0,45}\n?[^,.;:()\n\d]{0,45}?\btrở\s+(lên|xuống)(?![^\W_])")
_PER = re.compile(rf"{_WS}/{_WS}(?P<number>\d[\d.]{{0,9}}{_WS})?(?P<scale>(?:vạn|nghìn|triệu){_WS})?")
_PER_TIME = re.compile(rf"(?:năm|tháng|tuần|ngày|giờ|quý|học{_WS}kỳ|kỳ|vụ|lần|lượt|phút|giây|buổi|đêm|ca)(?![^\W\d_])")
_PER_WORD = re.compile(r"[^\W\d_]{1,8}")
_FALLBACK = re.compile(rf"{_WS}([^\W\d_]{{1,12}})(?![^\W\d_])")
_NOT_NOUN = frozenset(load_words("not_counted"))
_FROM_BEFORE = re.compile(r"(?<![^\W_])từ\s{1,3}$")
_PHONE = re.compile(r"0\d{2,3}[. ]\d{3,4}[. ]\d{3,4}|0\d{8,10}(?!\d)|\+84[\d. ]{8,12}")
_GROUPED = r"\d{1,3}(?:\.\d{3}){0,5}(?:,\d{1,8})?"
_IDENTIFIER = re.compile(
    rf"(?!\d{{1,3}}(?:\.\d{{3}}){{1,5}}(?![.\d/-]))(?!{_GROUPED}[/-]{_GROUPED}(?!\d))\d{{1,12}}(?:[./-]\d{{1,12}}){{3,9}}|\d{{1,6}}[a-zđ]\d|\d{{1,4}}[a-z]-\d"
)
_NEGATED_OVER = re.compile(r"(?:không|chưa)(?:\s{1,3}[^\W\d_]{1,8}){0,4}\s{1,3}quá\s{0,2}$")
# "cấp trên", "nêu trên": the word is no bound there.
_NO_BOUND = re.compile(
    r"(?:cấp|nêu|nói|như|đoàn|ở|phía|bậc)\s{1,2}(?:trên|dưới)$"
    r"|(?:lên|tăng|giảm|xuống|tính|cho|dài|nâng|đạt|tới|còn|từ|thu|được)(?:\s[^\W\d_]{1,8}){0,1}\s{1,2}đến$"
)
_FALSE_UNIT = re.compile(
    rf"đồng{_WS}(?:loạt|đều|thuận|thời|bộ|tình|lòng|hành|minh|tâm)|lần{_WS}nữa|con{_WS}số|"
    rf"điểm{_WS}(?:nghẽn|nóng)|(?:tỉnh|huyện|xã|cấp|trung{_WS}ương){_WS}(?:trên{_WS})?giao"
)
# "một" counts where it is measured out: "mỗi xã có một hợp tác xã", "chỉ một cuộc".
_MEASURED_ONE = re.compile(r"(?:mỗi\s[^\W\d_]{1,7}\s(?:có\s)?|chỉ (?:có )?)$")
_ROUND_THE_CLOCK = re.compile(r"24/(?:7|24(?:\s?(?:giờ|h)(?![^\W_]))?)(?!\d)")
_MULTIPLE = {"đôi": Decimal(2), "rưỡi": Decimal("1.5"), "ba": Decimal(3), "bốn": Decimal(4), "năm": Decimal(5)}
_MULTIPLE_WORD = re.compile(rf"gấp{_WS}(đôi|rưỡi|ba|bốn|năm)(?![^\W\d_])(?!{_WS}(?:lần|mươi|trăm|phẩy|rưỡi))")
_ROUGH = re.compile(rf"dăm{_WS}(ba|bảy|sáu)(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Measured:
    """The number part: a value or a range, and the total of a part."""

    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    of: Decimal | None = None
    words: bool = False
    scaled: bool = False
    whole: bool = False


def _read_number(text: str, folded: str, start: int) -> tuple[Number, bool] | None:
    """A number with its scale words: "1,2 tỷ", "5 tỷ 320 triệu", "2 triệu rưỡi", "30 nghìn tỷ"."""
    number = read_digits(folded, start) or read_words(folded, start)
    if number is None:
        return None
    if number.words and not _SCALE.match(folded, number.end):
        return number, number.value >= 1000
    value, end, scaled = number.value, number.end, False
    total, last_factor = Decimal(0), None
    while match := _SCALE.match(folded, end):
        factor = SCALES[match.group(1)]
        end = match.end()
        if double := _SCALE.match(folded, end):
            factor *= SCALES[double.group(1)]
            end = double.end()
        if last_factor is not None and factor >= last_factor:
            return None
        part = value * factor
        scaled = True
        if half := _HALF_MORE.match(folded, end):
            part += Decimal(factor) / 2
            end = half.end()
        total += part
        last_factor = factor
        gap = re.compile(_WS).match(folded, end)
        following = read_digits(folded, gap.end() if gap else end)
        if following is None or not _SCALE.match(folded, following.end):
            break
        value = following.value
        end = following.end
    return Number(total if scaled else value, end, number.words), scaled


def _scaled_like(first: Number, second: Number, scaled: bool, digits: Number) -> Decimal:
    """ "12.500 - 13.000 tỷ đồng": the scale word of the second end serves the first."""
    if not scaled or not digits.value:
        return first.value
    factor = second.value / digits.value
    return first.value * factor


def _measure(text: str, folded: str, start: int) -> _Measured | None:
    if m := _ROUGH.match(folded, start):
        return _Measured(m.end(), low=Decimal(5), high=Decimal(7 if m.group(1) == "bảy" else 6), words=True)
    read = _read_number(text, folded, start)
    if read is None:
        return None
    first, scaled = read
    if (phrase := _FRACTION_WORDS.match(folded, first.end)) and first.words:
        below = read_words(folded, phrase.end()) or _fourth(folded, phrase.end())
        if below is not None and below.value > 1:
            return _Measured(below.end, value=first.value, of=below.value, words=True)
    if first.words and first.value == 1 and (half := re.compile(rf"{_WS}nửa(?![^\W_])").match(folded, first.end)):
        return _Measured(half.end(), value=Decimal("0.5"), words=True)
    if of := _OF.match(folded, first.end):
        total = _read_number(text, folded, of.end())
        if total is not None:
            digits = read_digits(folded, of.end()) or total[0]
            part = first.value if scaled else _scaled_like(first, total[0], total[1], digits)
            return _Measured(total[0].end, value=part, of=total[0].value, words=first.words, scaled=True, whole=True)
    if span := _RANGE.match(folded, first.end):
        second = _read_number(text, folded, span.end())
        if second is not None and not re.match(r"\s?[-/]\s?\d", folded[second[0].end : second[0].end + 3]):
            digits = read_digits(folded, span.end()) or second[0]
            low = first.value if scaled else _scaled_like(first, second[0], second[1], digits)
            if low < second[0].value:
                return _Measured(second[0].end, low=low, high=second[0].value, words=first.words, scaled=second[1])
    if (pair := re.compile(r"(\d), (\d)(?= (?:lần|tuổi|năm|người|hộ)(?![^\W_]))").match(folded, start)) and int(
        pair.group(2)
    ) == int(pair.group(1)) + 1:
        return _Measured(pair.end(), low=Decimal(pair.group(1)), high=Decimal(pair.group(2)))
    return _Measured(first.end, value=first.value, words=first.words, scaled=scaled)


def _fourth(folded: str, at: int) -> Number | None:
    match = re.compile(r"tư(?![^\W\d_])").match(folded, at)
    return Number(Decimal(4), match.end(), words=True) if match else None


# Words of time that reach this far are units: "40 giờ/tháng", "154 giờ thao giảng", "1,2 tháng lương" are no durations.
_TIMED_UNIT = re.compile(
    rf"(?:tháng{_WS}lương|ngày{_WS}(?:lương|công)|giờ{_WS}công|giờ|ngày(?={_WS}/)|tháng(?={_WS}/)|"
    rf"phút(?={_WS}/)|năm(?={_WS}/))(?![^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class _UnitRead:
    written: str
    end: int
    dimension: str | None
    factor: Decimal | None
    known: bool = True


def _read_unit(text: str, folded: str, at: int, *, words: bool, start: int) -> _UnitRead | None:
    gap = re.compile(_WS).match(folded, at)
    position = gap.end() if gap else at
    glued = position == at
    match = _unit_pattern().match(folded, position)
    if match is not None and glued and match.group() in ("m", "l", "g", "t") and text[position].isupper():
        match = None
    noun = None if glued and match else _noun_pattern().match(folded, position)
    if noun is not None and (match is None or noun.end() > match.end()):
        spelling = re.sub(r"\s+", " ", noun.group())
        end, dimension, factor = noun.end(), nouns().get(spelling), None
        return _with_denominator(text, folded, position, end, dimension, factor)
    if match is not None:
        unit = units()[re.sub(r"\s+", " ", match.group())]
        return _with_denominator(text, folded, position, match.end(), unit.dimension, unit.factor)
    if timed := _TIMED_UNIT.match(folded, position):
        return _with_denominator(text, folded, position, timed.end(), None, None)
    if words or glued:
        return None
    other = _FALLBACK.match(folded, at)
    if other is None or other.group(1) in _NOT_NOUN or "\n\n" in text[at : other.start(1)]:
        return None
    if text[other.start(1)].isupper() and not text[other.start(1) : other.end(1)].isupper():
        return None
    return replace(_with_denominator(text, folded, other.start(1), other.end(1), None, None), known=False)


def _with_denominator(
    text: str, folded: str, start: int, end: int, dimension: str | None, factor: Decimal | None
) -> _UnitRead:
    """The unit with what it is counted per: "tạ/ha", "đồng/người/tháng", "ca/100.000 dân"."""
    for _ in range(3):
        per = _PER.match(folded, end)
        if per is None:
            break
        at = per.end()
        match = _PER_TIME.match(folded, at) or _noun_pattern().match(folded, at) or _unit_pattern().match(folded, at)
        if match is None:
            match = _PER_WORD.match(folded, at)
            if (
                match is None
                or match.group() in _NOT_NOUN
                or (per.group("number") is not None and not per.group("scale"))
            ):
                break
        if per.group("number") and not re.match(r"1\d{2,}|10", per.group("number").replace(".", "")):
            break
        end = match.end()
        dimension, factor = None, None
    return _UnitRead(text[start:end], end, dimension, factor)


def find_quantity(text: str, folded: str, start: int) -> tuple[list[Quantity], int] | None:
    """A quantity at a digit or a number word, or nothing and its end where the number counts nothing."""
    if folded[start].isdigit():
        skip = _not_a_quantity(text, folded, start)
        if skip is not None:
            return [], skip
    elif m := _MULTIPLE_WORD.match(folded, start):
        return [
            _make(text, folded, start, m.end(), "multiple", value=_MULTIPLE[m.group(1)], dimension="multiple")
        ], m.end()
    measured = _measure(text, folded, start)
    if measured is None:
        return None
    if measured.words and folded.startswith("gấp", start):
        return None
    end = measured.end
    after = _OR_MORE.match(folded, end)
    unit = _read_unit(text, folded, after.end() if after else end, words=measured.words, start=start)
    label, rank = _label_before(folded, start)
    rank = rank and not (measured.words and label == "hạng")  # "Huân chương hạng Ba"
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
        and not _MEASURED_ONE.search(folded[max(0, start - 14) : start])
        and not (unit and unit.dimension == "multiple")
    ):
        return None
    if measured.words and measured.of is not None and not measured.whole:
        unit = None
    if measured.of is not None and unit is not None and unit.dimension is None and not unit.known:
        unit = None
    if unit is None and _glued_letter(text, measured.end):
        return [], measured.end
    if unit is None and measured.end - start >= 9 and text[start : measured.end].isdigit():
        return [], measured.end  # a tax code, an account number
    if measured.words and unit is None and rank:
        unit = None
    if label and not rank and (unit is None or not unit.known or unit.dimension is None or label in _STRONG_LABELS):
        return [], _skip_series(folded, measured.end)
    if after and unit is None:
        after = None
    if after is None and unit is not None:
        after = _OR_MORE.match(folded, unit.end)
    if (
        unit is not None
        and (half := _HALF_MORE.match(folded, unit.end))
        and measured.value is not None
        and unit.dimension
    ):
        measured = replace(measured, value=measured.value + Decimal("0.5"))
        unit = replace(unit, end=half.end())
    if unit is not None and _FALSE_UNIT.match(folded, unit.end - len(unit.written)):
        unit = None
        if measured.words:
            return None
    if unit is not None:
        end = unit.end
    value, low, high = measured.value, measured.low, measured.high
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
        base = _EXACT.multiply(value, unit.factor).normalize(_EXACT)
        base = base.quantize(Decimal(1)) if base == base.to_integral_value() and base.adjusted() < 15 else base
    return [
        _make(
            text, folded, start, end, "rank" if rank else "counted" if unit else "bare",
            value=value, low=low, high=high, of=measured.of, unit=unit.written if unit else None,
            dimension=unit.dimension if unit else None, base_value=base, rank=rank,
            after=after.group(1) if after else None,
        )
    ], end  # fmt: skip


_STRONG_LABELS = frozenset(
    ("quốc lộ", "tỉnh lộ", "lần thứ", "khóa", "lớp", "mũi", "thứ", "iso", "tcvn", "trang", "kỳ họp thứ", "số")
)


def _make(
    text: str, folded: str, start: int, end: int, rule: str, *, after: str | None = None, **values: object
) -> Quantity:
    comparator = _comparator(folded, start, end, after)
    return Quantity(start, end, text[start:end], f"quantity.{rule}", comparator=comparator, **values)  # type: ignore[arg-type]


def _comparator(folded: str, start: int, end: int, after: str | None) -> str:
    direction = after
    if direction is None and _FROM_BEFORE.search(folded[max(0, start - 8) : start]):
        later = _OR_MORE_LATER.match(folded, end)
        direction = later.group(1) if later else None
    if direction is not None:
        return ">=" if direction == "lên" else "<="
    window = folded[max(0, start - 48) : start]
    pattern, comparators = _bounds()
    match = pattern.search(window)
    if match is None or _NO_BOUND.search(window[: match.end(1)]):
        return "="
    phrase = re.sub(r"\s+", " ", match.group(1))
    if phrase == "quá" and _NEGATED_OVER.search(window):
        return "<="
    return comparators[phrase]


def _glued_letter(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalpha() or text[end] == "_")


def _label_before(folded: str, start: int) -> tuple[str | None, bool]:
    pattern, kinds = _labels()
    match = pattern.search(folded[max(0, start - 26) : start])
    if match is None:
        return None, False
    label = re.sub(r"\s+", " ", match.group(1))
    if label in ("số", "xếp") and re.search(
        r"(?:tổng|một|đa|vài|những|số|thiểu|chỉ|hệ|dân|doanh|điểm|nhân)\s+$",
        folded[max(0, start - 26 + match.start() - 8) : max(0, start - 26) + match.start()],
    ):
        return None, False
    return label, kinds[label] == "rank"


def _skip_series(folded: str, end: int) -> int:
    """ "mức 1, 2": the further numbers of a named series count nothing either."""
    series = re.compile(
        r"(?:\s{0,2}(?:,|-)\s{0,2}\d{1,2}(?![\d.,/%])(?=[,.;)\s]|$)"
        r"(?!\s{1,3}(?:xã|hộ|người|đồng|vụ|lần)(?![^\W_])))+"
    )
    match = series.match(folded, end)
    return match.end() if match else end


def _not_a_quantity(text: str, folded: str, start: int) -> int | None:
    """Where a number ends that counts nothing: line numbers, footnote marks, phone numbers, names like "Covid-19"."""
    lead = line_lead(text, start).strip(" \t#*>-+•|")
    if (
        (not lead or lead == "(")
        and (m := _LINE_NUMBER.match(text, start))
        and not (m.group().endswith(".") and text[m.end() : m.end() + 1].isdigit())
    ):
        return m.end()
    before = text[start - 1] if start else ""
    if before == "(" and (m := _BRACKET_NUMBER.match(text, start)):
        attached = start >= 2 and not text[start - 2].isspace()
        enumerates = re.match(r"\d{1,2}\)\s{0,2}[^\W\d_]", text[start : start + 8]) and (
            start < 2 or text[start - 2] in " \n\t" or attached
        )
        if attached or (enumerates and int(re.match(r"\d+", text[start:]).group()) <= 30):  # type: ignore[union-attr]
            return m.end()
    if before == "-" and start >= 2 and text[start - 2].isalpha():
        return _digits_end(text, start)
    if before in ".,:" and start >= 2 and text[start - 2].isdigit():
        return _digits_end(text, start)
    if (
        before == "/"
        and start >= 2
        and text[start - 2].isalpha()
        and not re.match(r"\d+\s+[^\W\d_]", text[start : start + 9])
    ):
        return _digits_end(text, start)
    for pattern in (_PHONE, _IDENTIFIER):
        if m := pattern.match(folded, start):
            return m.end()
    if m := _ROUND_THE_CLOCK.match(folded, start):
        return m.end()
    inline = _INLINE_NUMBER.match(text, start)
    if inline is None or not re.search(r"[:.;]\s+$", text[max(0, start - 3) : start]):
        return None
    return None if re.match(rf"\d{{1,2}}\.\s+[{LOWER}]", text[start : start + 6]) else inline.end()


def _digits_end(text: str, start: int) -> int:
    match = re.compile(r"\d+(?:[.,/-]\d+){0,6}").match(text, start)
    return match.end() if match else start + 1


def rules() -> list[Rule[Quantity]]:
    """The rule of this family."""
    return [Rule("quantity", frozenset({DIGIT}) | HEADS, find_quantity)]
