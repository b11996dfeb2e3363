"""Words against numbers: "vượt kế hoạch" beside 78 %, "vượt chỉ tiêu 400" with 380."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vnreport.entities.models import Quantity
from vnreport.facts.assessment import compare
from vnreport.facts.audit.evidence import Evidence, finding
from vnreport.facts.audit.written import HUNDRED, show, written
from vnreport.facts.material import PLAN_WORDS
from vnreport.facts.models import Finding, Indicator
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

_VERDICT = (
    rf"(?P<verdict>(?P<over>vượt)\s(?:mức\s)?{PLAN_WORDS}"
    rf"|(?:không|chưa)\s(?:đạt|hoàn thành)\s(?:được\s)?{PLAN_WORDS})"
)
_NO_NUMBER = r"(?![^.;,()]{0,30}\d)(?![^\W\d_])"
_BESIDE_AFTER = pattern(
    rf"(?:\s{PLAN_WORDS}(?:\s[^\W\d_]{{1,8}}){{0,3}})?\s{{0,2}}[,(–-]\s?(?:và\s)?{_VERDICT}{_NO_NUMBER}"
)
_BESIDE_BEFORE = pattern(
    rf"(?<![^\W_]){_VERDICT}(?:\s(?:đề ra|được giao|giao|năm))?\s?[,(–-]\s?(?:chỉ\s|mới\s|ước\s)?(?:đạt|bằng)\s{{1,2}}$"
)
_BY_HOW_MUCH = pattern(r"vượt\s{1,3}(?:\S{1,12}\s)?$")


def verdicts(evidence: Evidence) -> Iterator[Finding]:
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


def _verdict_of_share(evidence: Evidence, indicator: Indicator) -> Iterator[Finding]:
    own = written(indicator.quantity)
    if own is None or indicator.quantity.unit != "%" or _BY_HOW_MUCH.search(evidence.before(indicator)):
        return
    match = _BESIDE_AFTER.match(evidence.after(indicator)) or _BESIDE_BEFORE.search(evidence.before(indicator, 60))
    if match is None:
        return
    exceeded = match.group("over") is not None
    if (own.value < HUNDRED) != exceeded:
        return
    origin = indicator.end if match.re.pattern == _BESIDE_AFTER.pattern else indicator.start - len(match.string)
    start, end = origin + match.start("verdict"), origin + match.end("verdict")
    said = "exceeded" if exceeded else "missed"
    yield finding(
        "verdict_mismatch", indicator, Span(start, end, evidence.material.text[start:end]),
        f"the words say {said}, the number says {show(own.value)} %",
        f"{show(own.value)} % {'<' if exceeded else '>='} 100 %",
    )  # fmt: skip


_WORD_OVER = pattern(rf"(?<![^\W_])vượt\s(?:mức\s|so với\s)?{PLAN_WORDS}")
_WORD_SHORT = pattern(rf"(?:thấp hơn|không đạt|chưa đạt)\s(?:so với\s)?(?:mức\s)?{PLAN_WORDS}")


def _verdict_beside(evidence: Evidence, result: Indicator, target: Indicator) -> Iterator[Finding]:
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
    value, bound = _least(result.quantity), _least(target.quantity)
    sign = "<" if value < bound else ">" if value > bound else "="
    return finding(
        "verdict_mismatch", result, target, f"the words say {said}, the numbers do not",
        f"{show(value)} {sign} {show(bound)}",
    )  # fmt: skip


def _least(quantity: Quantity) -> Decimal:
    """The number that was compared: of a range the lower end."""
    return quantity.value if quantity.value is not None else quantity.low or Decimal(0)


def _opposed(said: str | None, real: str | None) -> bool:
    return (said, real) in (("exceeded", "missed"), ("missed", "exceeded"), ("met", "missed"))


def _less_may_be_better(result: Indicator, target: Indicator) -> bool:
    return (
        target.quantity.comparator in ("<", "<=")
        or compare(result.quantity, target.quantity, less=True) is None
        or (_is_bad(result) or _is_bad(target))
    )


_BAD = pattern(
    r"nghèo|thất nghiệp|vi phạm|tai nạn|tử vong|suy dinh dưỡng|nợ|tội phạm|phạm pháp|sinh con|tăng dân số|ô nhiễm|cháy|"
    r"quá hạn|trễ|tham nhũng|bỏ học|mắc|dịch|thiệt hại|khiếu|tệ nạn|"
    r"thời gian|chi phí|hao hụt|tỷ lệ sinh|cắt giảm|giảm|dưới"
)


def _is_bad(indicator: Indicator) -> bool:
    return indicator.subject is None or _BAD.search(fold(indicator.subject.text)) is not None
