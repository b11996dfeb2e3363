"""The audit: where a report contradicts itself, with both places and the arithmetic.

A percentage that does not follow from its numbers, a part greater than its whole, "vượt" beside 78 %, "giảm" from less
to more, one indicator with two values, a day after the report's own. Only what cannot be read otherwise is a finding:
numbers count as rounded or cut off as they are written, and a bound or an estimate contradicts nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vnreport.entities.models import Quantity, Time
from vnreport.facts.assessment import compare
from vnreport.facts.catalogue import measured_in
from vnreport.facts.links import content_words
from vnreport.facts.material import PLAN_WORDS, Material
from vnreport.facts.models import Finding, Indicator
from vnreport.text.normalize import fold
from vnreport.text.spans import Span

_HUNDRED = Decimal(100)


def audit(material: Material, indicators: Sequence[Indicator], issued_on: datetime.date | None) -> list[Finding]:
    """The contradictions of a report, in text order; `issued_on` is its own date, where it bears one."""
    evidence = _Evidence(material, indicators, issued_on)
    found = [finding for check in _CHECKS for finding in check(evidence)]
    found.sort(key=lambda finding: (finding.start, finding.end, finding.kind))
    return found


@dataclass(frozen=True, slots=True)
class _Evidence:
    material: Material
    indicators: Sequence[Indicator]
    issued_on: datetime.date | None

    def edge(self, indicator: Indicator, kind: str) -> Indicator | None:
        """The indicator at the other end of an edge."""
        return next((self.indicators[e.indicator] for e in indicator.related if e.kind == kind), None)

    def before(self, indicator: Indicator, reach: int = 40) -> str:
        """The folded words of the clause before an indicator."""
        sentence = self.material.sentence_of(indicator)
        start = max(0 if sentence is None else sentence.start, indicator.start - reach)
        return self.material.folded[start : indicator.start]

    def after(self, indicator: Indicator, reach: int = 60) -> str:
        """The folded words of the sentence after an indicator."""
        sentence = self.material.sentence_of(indicator)
        end = indicator.end + reach if sentence is None else min(sentence.end, indicator.end + reach)
        return self.material.folded[indicator.end : end]

    def between(self, first: Indicator, second: Indicator) -> str:
        """The folded text from one indicator to a later one."""
        return self.material.folded[first.end : second.start]


# --- numbers as written --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """A number with how exactly it is written: "1,2 tỷ" is 1.2e9 give or take half of the last digit."""

    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        return self.value + self.step / 2


_DIGITS = re.compile(r"\d[\d.]{0,24}(?:,\s?(\d{1,8}))?")


def _written(quantity: Quantity) -> _Written | None:
    """The exact number that a quantity states; None for a range, a bound, an estimate or a number in words."""
    if quantity.value is None or quantity.comparator != "=" or quantity.rank:
        return None
    match = _DIGITS.match(quantity.text.lstrip("+-−"))
    if match is None:
        return None
    decimals = len(match.group(1) or "")
    digits = re.sub(r"\D", "", match.group())
    if not digits.strip("0"):
        return _Written(quantity.value, Decimal(1)) if quantity.value == 0 else None
    scale = abs(quantity.value) / (Decimal(digits) / Decimal(10) ** decimals)
    if re.fullmatch(r"0?\.\d+|\d{1,3}\.\d{1,2}", match.group()):
        # A decimal point ("58.3%"): the value says where it stands.
        decimals = -int(quantity.value.normalize().as_tuple().exponent) if quantity.value % 1 else 0
        scale = Decimal(1)
    if scale != 1 and re.search(r"\d.*\s\d", quantity.text):
        # "2 tỷ 560 triệu": exact to the smaller unit.
        return _Written(quantity.value, min(Decimal(1000000), quantity.value))
    step = scale / Decimal(10) ** decimals
    # A count is exact; what is measured is rounded to its last digit.
    exact = scale == 1 and not decimals and quantity.dimension not in ("share", "money", "area", "mass", "length", None)
    return _Written(quantity.value, Decimal(0) if exact else step)


def _percent(part: _Written, whole: _Written) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest percentage that two numbers as written can come to."""
    if whole.low <= 0 or part.low < 0:
        return None
    return _HUNDRED * part.low / whole.high, _HUNDRED * part.high / whole.low


def _fits(claimed: _Written, bounds: tuple[Decimal, Decimal]) -> bool:
    """Whether a percentage may have been rounded, or cut off, from within the bounds."""
    step = claimed.step or Decimal(1)
    return bounds[0] - step < claimed.value < bounds[1] + step


def _show(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01")) if value != value.to_integral_value() else value.to_integral_value()
    return f"{rounded.normalize():f}" if rounded else "0"


def _finding(kind: str, first: Span | Indicator, second: Span | Indicator, message: str, arithmetic: str) -> Finding:
    other = Span(second.start, second.end, second.text)
    return Finding(kind, first.start, first.end, first.text, message, other, arithmetic)


def _shares_unit(first: Quantity, second: Quantity) -> bool:
    if first.unit is None or second.unit is None:
        return first.unit is second.unit
    return fold(first.unit) == fold(second.unit) or (
        first.dimension == second.dimension and first.dimension in ("money", "area", "mass", "length", "volume")
    )


# --- percentages ---------------------------------------------------------------------------------------------------


def _shares(evidence: _Evidence) -> Iterator[Finding]:
    """ "45/50 hồ sơ (80%)"; "57 đảng viên, trong đó nữ 20 đồng chí, chiếm 50%"."""
    for indicator in evidence.indicators:
        other = evidence.edge(indicator, "share_of")
        claimed = _written(indicator.quantity)
        if other is None or claimed is None or indicator.quantity.dimension != "share":
            continue
        if re.match(r"\s{0,2}(?:so với|trong|của|tổng|số|kế hoạch|chỉ tiêu|dự toán)", evidence.after(indicator)):
            continue
        part = _written(other.quantity)
        if part is None:
            continue
        if other.quantity.of is not None:
            whole, place = _Written(other.quantity.of, Decimal(0)), other
            part = _Written(
                part.value, part.step if other.quantity.dimension in ("area", "money", "length") else Decimal(0)
            )
        else:
            total = evidence.edge(other, "part_of")
            if total is None or total.quantity.of is not None or not _counts_of(other.quantity, total.quantity):
                continue
            found = _written(total.quantity)
            if found is None:
                continue
            whole, place = found, total
        bounds = _percent(part, whole)
        if bounds is not None and not _fits(claimed, bounds):
            sum_ = f"{_show(part.value)} / {_show(whole.value)} = {_show(_HUNDRED * part.value / whole.value)} %"
            yield _finding(
                "share_mismatch", indicator, place,
                f"{_show(part.value)} of {_show(whole.value)} is not {_show(claimed.value)} %",
                f"{sum_}, not {_show(claimed.value)} %",
            )  # fmt: skip


def _counts_of(part: Quantity, whole: Quantity) -> bool:
    return part.unit is None or _shares_unit(part, whole) or part.dimension == whole.dimension == "people"


def _completions(evidence: _Evidence) -> Iterator[Finding]:
    """ "48,6 tỷ đồng, bằng 80% dự toán (43,2 tỷ đồng)"; "vượt 5%" is read as 105 %."""
    for indicator in evidence.indicators:
        if indicator.role != "completion":
            continue
        ends = [evidence.indicators[e.indicator] for e in indicator.related if e.kind == "completion_of"]
        result = next((end for end in ends if end.role in ("result", "shortfall")), None)
        target = next((end for end in ends if end.role == "target"), None)
        if result is None or target is None or not _shares_unit(result.quantity, target.quantity):
            continue
        if result.quantity.dimension in ("share", "share_points") or result.quantity.of is not None:
            continue
        bare = indicator.quantity.unit is None
        claimed, reached, aimed = (_written(item.quantity) for item in (indicator, result, target))
        if claimed is None or reached is None or aimed is None or (bare and claimed.value <= 1):
            continue
        over = re.search(r"(?<![^\W_])vượt\s{1,3}(?:\S{1,12}\s)?$", evidence.before(indicator)) is not None
        if over:
            claimed = _Written(claimed.value + _HUNDRED, claimed.step)
        bounds = _percent(reached, aimed)
        if bounds is None or _fits(claimed, bounds):
            continue
        sum_ = f"{_show(reached.value)} / {_show(aimed.value)} = {_show(_HUNDRED * reached.value / aimed.value)} %"
        yield _finding(
            "completion_mismatch", indicator, target,
            f"the result {_show(reached.value)} is not {_show(claimed.value)} % of the target {_show(aimed.value)}",
            f"{sum_}, not {_show(claimed.value)} %",
        )  # fmt: skip


# --- changes -------------------------------------------------------------------------------------------------------


_CELL_EDGE = re.compile(r"[\t|]")
# A change of each year is not that of all.
_EACH = re.compile(r"(?<![^\W_])(?:bình quân|trung bình|mỗi|hằng|hàng|từng)\s|/(?:năm|tháng)")


def _changes(evidence: _Evidence) -> Iterator[Finding]:
    """ "gấp 3 lần cùng kỳ (2.629 ca)", "tăng 20 hộ" from 215 to 243: the difference and the quotient."""
    for indicator in evidence.indicators:
        if indicator.role != "change":
            continue
        baseline = evidence.edge(indicator, "change_from")
        result = evidence.edge(indicator, "change_of")
        if baseline is None or result is None:
            continue
        claimed, now, then = (_written(item.quantity) for item in (indicator, result, baseline))
        if claimed is None or now is None or then is None or not _shares_unit(result.quantity, baseline.quantity):
            continue
        if _EACH.search(evidence.before(indicator)) or _EACH.search(evidence.after(indicator, 12)):
            continue
        difference = now.value - then.value
        slack = claimed.step + now.step + then.step
        possible = [abs(difference)]
        fits = abs(abs(claimed.value) - abs(difference)) <= slack
        quantity = indicator.quantity
        if quantity.unit is None or quantity.dimension in ("share", "multiple"):
            bounds = _percent(now, then)
            if bounds is not None and quantity.dimension == "multiple":
                fits = _fits(_Written(claimed.value * _HUNDRED, (claimed.step or Decimal(1)) * _HUNDRED), bounds)
                possible = [now.value / then.value]
            elif bounds is not None:
                if _CELL_EDGE.search(evidence.between(baseline, indicator)):
                    fits = fits or _fits(claimed, bounds)  # "So sánh (%)" in a table is a quotient as often
                grown = (bounds[0] - _HUNDRED, bounds[1] - _HUNDRED)
                magnitude = (min(map(abs, grown)), max(map(abs, grown)))
                fits = fits or _fits(_Written(abs(claimed.value), claimed.step), magnitude)
                possible.append(abs(_HUNDRED * difference / then.value))
        if not fits:
            found = " or ".join(_show(value) for value in possible)
            yield _finding(
                "change_mismatch", indicator, baseline,
                f"from {_show(then.value)} to {_show(now.value)} is not a change of {_show(claimed.value)}",
                f"{_show(now.value)} - {_show(then.value)} = {_show(difference)}; {found}, not {_show(claimed.value)}",
            )  # fmt: skip


_RISES = re.compile(r"(?<![^\W_])(?:tăng|nâng)\s{1,3}từ\s{1,3}(?:mức\s)?$")
_FALLS = re.compile(r"(?<![^\W_])(?:giảm|hạ)\s{1,3}từ\s{1,3}(?:mức\s)?$")


def _directions(evidence: _Evidence) -> Iterator[Finding]:
    """ "giảm từ 4,1% lên 6,4%", "tăng từ 50 hộ xuống 40 hộ"."""
    for indicator in evidence.indicators:
        baseline = evidence.edge(indicator, "change_from")
        if baseline is None or indicator.role not in ("result", "target"):
            continue
        now, then = _written(indicator.quantity), _written(baseline.quantity)
        if now is None or then is None or not _shares_unit(indicator.quantity, baseline.quantity):
            continue
        before = evidence.before(baseline)
        rises, falls = _RISES.search(before) is not None, _FALLS.search(before) is not None
        if (rises and now.value < then.value) or (falls and now.value > then.value):
            said = "rises" if rises else "falls"
            sign = "<" if rises else ">"
            yield _finding(
                "direction_mismatch", indicator, baseline,
                f"it {said} from {_show(then.value)} to {_show(now.value)}",
                f"{_show(now.value)} {sign} {_show(then.value)}",
            )  # fmt: skip


# --- parts and wholes ----------------------------------------------------------------------------------------------

# What is planned may be done more than once over.
_PLANNED = re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|giao)(?![^\W_])")
_WHOLES = frozenset(("people", "body", "household"))


def _parts(evidence: _Evidence) -> Iterator[Finding]:
    """ "38 đảng viên, trong đó nữ 40 đồng chí"; "15/13 xã"."""
    for indicator in evidence.indicators:
        quantity = indicator.quantity
        own = _written(quantity)
        if own is None:
            continue
        planned = _PLANNED.search(evidence.before(indicator) + evidence.after(indicator)) is not None
        if (
            quantity.of is not None
            and quantity.value is not None
            and quantity.value > quantity.of
            and not quantity.rank
        ):
            if quantity.dimension in _WHOLES and not planned:
                whole = Span(quantity.start, quantity.end, quantity.text)
                yield _finding(
                    "part_exceeds_whole", indicator, whole,
                    f"{_show(quantity.value)} is more than the whole, {_show(quantity.of)}",
                    f"{_show(quantity.value)} > {_show(quantity.of)}",
                )  # fmt: skip
            continue
        whole_ = evidence.edge(indicator, "part_of")
        total = None if whole_ is None else _written(whole_.quantity)
        if whole_ is None or total is None or whole_.quantity.of is not None or quantity.of is not None:
            continue
        if quantity.unit is not None and not _counts_of(quantity, whole_.quantity):
            continue
        if own.low > total.high:
            yield _finding(
                "part_exceeds_whole", indicator, whole_,
                f"the part {_show(own.value)} is more than the whole, {_show(total.value)}",
                f"{_show(own.value)} > {_show(total.value)}",
            )  # fmt: skip


_ALL_PARTS = re.compile(
    r"\s{0,2}[^\W\d_,;.]{0,12}(?:\s[^\W\d_,;.]{1,12}){0,4},?\s?\(?(?:gồm|bao gồm)\s?:?\s[^.;]{0,60}$"
    r"|[^,;.()\d]{0,40}\(\s?$"
)


def _sums(evidence: _Evidence) -> Iterator[Finding]:
    """ "332 cuộc (239 cuộc theo kế hoạch và 93 cuộc đột xuất)": the parts of a whole that is told in full."""
    items = evidence.indicators
    for index, whole in enumerate(items):
        total = _written(whole.quantity)
        if (
            total is None
            or whole.quantity.of is not None
            or whole.quantity.dimension in (None, "share", "share_points")
        ):
            continue
        parts = _told_in_full(evidence, index)
        if len(parts) < 2:
            continue
        written = [_written(part.quantity) for part in parts]
        if any(part is None for part in written):
            continue
        added = sum((part.value for part in written if part is not None), Decimal(0))
        slack = total.step + sum((part.step for part in written if part is not None), Decimal(0))
        if abs(added - total.value) > slack:
            shown = " + ".join(_show(part.value) for part in written if part is not None)
            yield _finding(
                "sum_mismatch", whole, parts[-1],
                f"the parts add up to {_show(added)}, not to {_show(total.value)}",
                f"{shown} = {_show(added)}, not {_show(total.value)}",
            )  # fmt: skip


def _told_in_full(evidence: _Evidence, index: int) -> list[Indicator]:
    """The parts of a whole in a bracket, or after "gồm", that ends with "và": all of the same unit as the whole."""
    items, whole = evidence.indicators, evidence.indicators[index]
    parts: list[Indicator] = []
    for other in items[index + 1 : index + 9]:
        if other.quantity.sentence != whole.quantity.sentence:
            break
        if not parts:
            opening = evidence.between(whole, other)
            if not _ALL_PARTS.fullmatch(opening) or "trong đó" in opening:
                return []
            bracket = "(" in opening
        else:
            between = evidence.between(parts[-1], other)
            if ";" in between or (bracket and ")" in between):
                break
        if other.quantity.of is not None or not _is_kind_of(other.quantity, whole.quantity):
            return []
        parts.append(other)
    if len(parts) < 2 or not re.search(r"(?:,|\s)và\s", evidence.between(parts[-2], parts[-1])):
        return []
    if bracket and not re.match(r"[^();]{0,60}\)", evidence.after(parts[-1], 80)):
        return []
    return parts


def _is_kind_of(part: Quantity, whole: Quantity) -> bool:
    """ "trường mầm non" is a kind of "trường"."""
    own, general = fold(part.unit or ""), fold(whole.unit or "")
    return bool(general) and (own == general or own.startswith(general + " "))


# --- words against numbers -----------------------------------------------------------------------------------------

_VERDICT = (
    rf"(?P<verdict>(?P<over>vượt)\s(?:mức\s)?{PLAN_WORDS}"
    rf"|(?:không|chưa)\s(?:đạt|hoàn thành)\s(?:được\s)?{PLAN_WORDS})"
)
_NO_NUMBER = r"(?![^.;,()]{0,30}\d)(?![^\W\d_])"
_BESIDE_AFTER = re.compile(
    rf"(?:\s{PLAN_WORDS}(?:\s[^\W\d_]{{1,8}}){{0,3}})?\s{{0,2}}[,(–-]\s?(?:và\s)?{_VERDICT}{_NO_NUMBER}"
)
_BESIDE_BEFORE = re.compile(
    rf"(?<![^\W_]){_VERDICT}(?:\s(?:đề ra|được giao|giao|năm))?\s?[,(–-]\s?(?:chỉ\s|mới\s|ước\s)?(?:đạt|bằng)\s{{1,2}}$"
)
_BY_HOW_MUCH = re.compile(r"vượt\s{1,3}(?:\S{1,12}\s)?$")


def _verdicts(evidence: _Evidence) -> Iterator[Finding]:
    """ "vượt kế hoạch" beside 78 %, "chưa đạt chỉ tiêu" beside 104 %, "vượt chỉ tiêu 400" with 380."""
    for indicator in evidence.indicators:
        if indicator.role == "completion":
            yield from _verdict_of_share(evidence, indicator)
        target = indicator.target
        if target is None or indicator.basis != "stated" or indicator.quantity.of is not None:
            if target is not None and indicator.role == "result":
                yield from _verdict_beside(evidence, indicator, target)
            continue
        real = compare(indicator.quantity, target.quantity, less=False)
        if _opposed(indicator.assessment, real) and not _less_may_be_better(indicator, target):
            yield _against(indicator, target, str(indicator.assessment))


def _verdict_of_share(evidence: _Evidence, indicator: Indicator) -> Iterator[Finding]:
    written = _written(indicator.quantity)
    if written is None or indicator.quantity.unit != "%" or _BY_HOW_MUCH.search(evidence.before(indicator)):
        return
    match = _BESIDE_AFTER.match(evidence.after(indicator)) or _BESIDE_BEFORE.search(evidence.before(indicator, 60))
    if match is None:
        return
    exceeded = match.group("over") is not None
    if (written.value < _HUNDRED) != exceeded:
        return
    origin = indicator.end if match.re is _BESIDE_AFTER else indicator.start - len(match.string)
    start, end = origin + match.start("verdict"), origin + match.end("verdict")
    said = "exceeded" if exceeded else "missed"
    yield _finding(
        "verdict_mismatch", indicator, Span(start, end, evidence.material.text[start:end]),
        f"the words say {said}, the number says {_show(written.value)} %",
        f"{_show(written.value)} % {'<' if exceeded else '>='} 100 %",
    )  # fmt: skip


_WORD_OVER = re.compile(rf"(?<![^\W_])vượt\s(?:mức\s|so với\s)?{PLAN_WORDS}")
_WORD_SHORT = re.compile(rf"(?:thấp hơn|không đạt|chưa đạt)\s(?:so với\s)?(?:mức\s)?{PLAN_WORDS}")


def _verdict_beside(evidence: _Evidence, result: Indicator, target: Indicator) -> Iterator[Finding]:
    """The words between a result and its target: "380 đoàn viên, vượt chỉ tiêu 400"."""
    if result.quantity.sentence != target.quantity.sentence or result.end > target.start:
        return
    between = evidence.between(result, target)
    if re.search(r"\d", between):
        return
    real = compare(result.quantity, target.quantity, less=False)
    if _WORD_OVER.search(between) and real in ("missed", "met") and target.quantity.comparator == "=":
        if real == "missed" and not _less_may_be_better(result, target):
            yield _against(result, target, "exceeded")
    elif (short := _WORD_SHORT.search(between)) and real in ("exceeded", "met"):
        by_so_much = short.group().startswith("thấp hơn") and _is_small_beside(target.quantity, result.quantity)
        if not by_so_much and not _less_may_be_better(result, target):
            yield _against(result, target, "missed")


def _is_small_beside(one: Quantity, other: Quantity) -> bool:
    """Whether an amount may be a difference: "92,4%, thấp hơn chỉ tiêu giao 0,9%" is 0,9 below the target."""
    return one.value is not None and other.value is not None and 2 * one.value < other.value


def _against(result: Indicator, target: Indicator, said: str) -> Finding:
    value, bound = result.quantity.value or Decimal(0), target.quantity.value or target.quantity.low or Decimal(0)
    sign = "<" if value < bound else ">" if value > bound else "="
    return _finding(
        "verdict_mismatch", result, target, f"the words say {said}, the numbers do not",
        f"{_show(value)} {sign} {_show(bound)}",
    )  # fmt: skip


def _opposed(said: str | None, real: str | None) -> bool:
    return (said, real) in (("exceeded", "missed"), ("missed", "exceeded"), ("met", "missed"))


def _less_may_be_better(result: Indicator, target: Indicator) -> bool:
    return (
        target.quantity.comparator in ("<", "<=")
        or compare(result.quantity, target.quantity, less=True) is None
        or (_is_bad(result) or _is_bad(target))
    )


_BAD = re.compile(
    r"nghèo|thất nghiệp|vi phạm|tai nạn|tử vong|suy dinh dưỡng|nợ|tội phạm|phạm pháp|sinh con|tăng dân số|ô nhiễm|cháy|"
    r"quá hạn|trễ|tham nhũng|bỏ học|mắc|dịch|thiệt hại|khiếu|tệ nạn|"
    r"thời gian|chi phí|hao hụt|tỷ lệ sinh|cắt giảm|giảm|dưới"
)


def _is_bad(indicator: Indicator) -> bool:
    return indicator.subject is None or _BAD.search(fold(indicator.subject.text)) is not None


# --- one indicator, two values -------------------------------------------------------------------------------------

_LEVELS = frozenset(("share", "money", "mass", "area"))


def _twice(evidence: _Evidence) -> Iterator[Finding]:
    """The same usual indicator, for the same time, in the same unit, with two values at two places."""
    known: dict[tuple[object, ...], list[Indicator]] = {}
    for indicator in evidence.indicators:
        key = _identity(evidence, indicator)
        if key is None:
            continue
        own = _written(indicator.quantity)
        for other in known.get(key, ()):
            there = _written(other.quantity)
            if own is None or there is None or other.quantity.sentence == indicator.quantity.sentence:
                continue
            if own.low > there.high or there.low > own.high:
                yield _finding(
                    "two_values", indicator, other,
                    f"one indicator has two values, {_show(there.value)} and {_show(own.value)}",
                    f"{_show(own.value)} - {_show(there.value)} = {_show(own.value - there.value)}",
                )  # fmt: skip
                break
        else:
            known.setdefault(key, []).append(indicator)


def _identity(evidence: _Evidence, indicator: Indicator) -> tuple[object, ...] | None:
    """What must be the same for two numbers to be one: entry of the catalogue, words, unit, time, role."""
    quantity, time, subject = indicator.quantity, indicator.time, indicator.subject
    if indicator.role != "result" or indicator.subject_key is None or subject is None or quantity.of is not None:
        return None
    if time is None or time.first_day is None or time.last_day is None or measured_in(quantity) not in _LEVELS:
        return None
    if _written(quantity) is None or evidence.edge(indicator, "part_of") is not None:
        return None
    words = content_words(fold(subject.text))
    if len(words) < 2 or not _whole_subject(evidence, subject, indicator):
        return None
    return indicator.subject_key, words, fold(quantity.unit or ""), time.first_day, time.last_day, time.modifier


_NARROWS = re.compile(r"(?:trong đó|riêng|tại|ở|xã|phường|thị trấn|huyện|quý|tháng|bình quân|theo|chuẩn)(?![^\W_])")


def _whole_subject(evidence: _Evidence, subject: Span, indicator: Indicator) -> bool:
    """Whether the words around the subject narrow it to a part: a place, a shorter time, another standard."""
    folded = evidence.material.folded
    sentence = evidence.material.sentence_of(indicator)
    if sentence is None or subject.start < sentence.start:
        return False
    around = folded[max(sentence.start, subject.start - 40) : subject.start] + folded[subject.end : indicator.start]
    return _NARROWS.search(around) is None and subject.end <= indicator.start


# --- days ----------------------------------------------------------------------------------------------------------

_DONE = re.compile(r"(?<![^\W_])(?:đã|được tổ chức|diễn ra|hoàn thành|ban hành)(?![^\W_])")


def _days(evidence: _Evidence) -> Iterator[Finding]:
    """A day on which something is said to have been done, or a document issued, after the report itself."""
    day = evidence.issued_on
    if day is None:
        return
    for time in evidence.material.times:
        if time.type != "date" or time.first_day is None or time.inferred or time.first_day <= day:
            continue
        if time.sentence is None or not _is_past(evidence, time):
            continue
        block = evidence.material.blocks[evidence.material.sentences[time.sentence].block]
        if block.kind in ("letterhead", "title", "signature", "boilerplate", "byline"):
            continue
        yield Finding(
            "date_after_report", time.start, time.end, time.text,
            f"{time.first_day} lies after the report's own day, {day}", None, f"{time.first_day} > {day}",
        )  # fmt: skip


def _is_past(evidence: _Evidence, time: Time) -> bool:
    if time.role == "issued":
        return True
    if time.sentence is None or time.role in ("deadline", "since"):
        return False
    sentence = evidence.material.sentences[time.sentence]
    words = evidence.material.folded[sentence.start : sentence.end]
    return sentence.label == "achievements" and _DONE.search(words) is not None and "sẽ" not in words.split()


_CHECKS: tuple[Callable[[_Evidence], Iterator[Finding]], ...] = (
    _shares,
    _completions,
    _changes,
    _directions,
    _parts,
    _sums,
    _verdicts,
    _twice,
    _days,
)
