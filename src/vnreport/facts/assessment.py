"""Assessments: whether what was aimed at was exceeded, met or missed, as the text says it or as two numbers show it.

Words come first ("vượt chỉ tiêu", "chưa đạt", "bằng đúng kế hoạch"), with `basis` "stated"; a linked pair of target and
result is compared with the bound of the target in mind (422 against ">= 400") and the direction that is good (fewer
poor households), with `basis` "computed". While the period of a target still runs, less than it is no failure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.models import Quantity, Time
from vnreport.facts.catalogue import good_direction
from vnreport.facts.material import PLAN_WORDS, Material
from vnreport.facts.models import Indicator
from vnreport.lexicon import load_words
from vnreport.records import replace
from vnreport.text.engine import trie_pattern
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_OVER_BEFORE = pattern(r"(?<![^\W_])vượt\s{1,3}(?:\S{1,12}\s){0,2}$")
_JUST_BEFORE = pattern(r"(?:đạt|hoàn thành|bằng)\s{1,3}$")
_ONLY_BEFORE = pattern(r"(?:mới|chỉ)\s(?:đạt|bằng|được)\s{1,3}$")
_OVER_AFTER = pattern(
    rf"[^.;\d]{{0,60}}\(?,?\s?(?:hoàn thành\s)?(?:đạt và\s)?vượt\s{{1,3}}(?:mức\s|so với\s)?{PLAN_WORDS}"
)
# "98,6% (tăng 0,4% so với năm 2018), vượt chỉ tiêu đề ra": what stands aside tells no verdict.
_ASIDE = pattern(r"^\s?\((?:tăng|giảm|cao hơn|thấp hơn|năm|cùng kỳ)[^()]{0,60}\)")
_DONE_BEFORE = pattern(rf"hoàn thành\s(?:tốt\s|xong\s)?{PLAN_WORDS}(?:\sđược giao)?[^,.;\d]{{0,40}}$")
_KEPT_AFTER = pattern(
    rf"[^.;\d]{{0,40}}[,(–-]\s?(?:bằng đúng|đúng|đúng bằng|đạt đúng|bảo đảm đúng|đạt đầy đủ|đạt|hoàn thành|đảm bảo)\s"
    rf"(?:theo\s)?{PLAN_WORDS}(?![^.;,]{{0,20}}\d)"
)
_SHORT_OF = pattern(rf"(?:không|chưa) đạt(?:\s(?:được\s)?{PLAN_WORDS}|[.,;)]|\s{{0,2}}$)")
_SHORT_AFTER = pattern(rf"[^.;\d]{{0,40}}[,(–-]?\s?(?:không|chưa)\sđạt\s(?:được\s)?(?:so với\s)?{PLAN_WORDS}")
# What became of counted targets: "11 chỉ tiêu vượt", "hai chỉ tiêu không đạt"; "21 chỉ tiêu đạt và vượt" is both.
_LISTED = (
    (pattern(r"\s{0,2}(?:[^\W\d_]{1,8}\s){0,4}?(?:không|chưa)\s(?:đạt|hoàn thành|thực hiện)(?![^\W_])"), "missed"),
    (pattern(r"\s{0,2}(?:đã\s|đạt\s)?(?:hoàn thành\s)?vượt(?![^\W_])"), "exceeded"),
    (
        pattern(r"\s{0,2}(?:đã\s|cơ bản\s)?(?:đạt|hoàn thành)(?:[.,;)]|\s(?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu)|$)"),
        "met",
    ),
)
_MEMBERS = pattern(r"(?:không|chưa) đạt[^.;]{0,20}(?:là|gồm|trong đó có|:)\s")
_HUNDRED = 100
_YEAR = 250  # days: a school year is the shortest


def stated(material: Material, indicators: Sequence[Indicator]) -> list[Indicator]:
    """The indicators with what the words around them say of their being reached."""
    result: list[Indicator] = []
    for indicator in indicators:
        verdict = _words(material, indicator) or _member(material, indicator, result)
        result.append(replace(indicator, assessment=verdict, basis="stated" if verdict else None))
    return result


def _words(material: Material, indicator: Indicator) -> str | None:
    quantity, sentence = indicator.quantity, material.sentence_of(indicator)
    if sentence is None:
        return None
    before = material.folded[max(sentence.start, quantity.start - 40) : quantity.start]
    after = _ASIDE.sub("", material.folded[quantity.end : min(sentence.end, quantity.end + 120)], count=1)
    if indicator.role == "completion":
        return _completion(quantity, before, sentence.label) or _only(indicator, before, sentence.label)
    if indicator.role == "change":
        return "exceeded" if indicator.rule.endswith("change_to_plan") else None
    if fold(quantity.unit or "") in ("chỉ tiêu", "mục tiêu") and indicator.role != "target":
        return next((verdict for pattern, verdict in _LISTED if pattern.match(after)), None)
    if indicator.role == "shortfall":
        clause = re.split(r"[;,:]", before)[-1]
        return "missed" if _SHORT_OF.search(after[:40]) or _SHORT_OF.search(clause[-24:]) else None
    if indicator.role == "result":
        if _OVER_AFTER.match(after):
            return "exceeded"
        if _KEPT_AFTER.match(after) or _DONE_BEFORE.search(before):
            return "met"
        if _SHORT_AFTER.match(after):
            return "missed"
    return None


def _completion(quantity: Quantity, before: str, label: str) -> str | None:
    """ "đạt 105% kế hoạch"; below a hundred only the words say that the time is over."""
    value = quantity.value
    if _OVER_BEFORE.search(before):
        return "exceeded"
    if value is None:
        return None
    if quantity.unit is None and quantity.of is not None:
        return "missed" if _ONLY_BEFORE.search(before) and label == "limitations" else None
    if value > _HUNDRED:
        return "exceeded"
    return "met" if value == _HUNDRED and _JUST_BEFORE.search(before) else None


_ONLY_REACHED = pattern(r"(?<![^\W_])chỉ\s(?:đạt|bằng|hoàn thành|thực hiện)(?:\sđược)?\s{1,3}$")


def _only(indicator: Indicator, before: str, label: str) -> str | None:
    """ "Thu khác chỉ đạt 71% dự toán" among limits; of a part of a year it tells no more than where things stand."""
    value, time = indicator.quantity.value, indicator.time
    if value is None or value >= _HUNDRED or label != "limitations" or not _ONLY_REACHED.search(before):
        return None
    whole = time is None or (time.type not in ("months", "half", "quarter", "month") and time.modifier is None)
    return "missed" if whole else None


def _member(material: Material, indicator: Indicator, earlier: Sequence[Indicator]) -> str | None:
    """ "hai chỉ tiêu không đạt là A (71,5%) và B (24,6/26%)": what is listed shares the verdict."""
    if indicator.role not in ("result", "shortfall"):
        return None
    for other in reversed(earlier[-6:]):
        if other.quantity.sentence != indicator.quantity.sentence:
            return None
        if other.assessment == "missed" and fold(other.quantity.unit or "") in ("chỉ tiêu", "mục tiêu"):
            between = material.folded[other.quantity.end : indicator.quantity.start]
            return "missed" if _MEMBERS.search(between) and ";" not in between else None
    return None


# --- a result against its target -----------------------------------------------------------------------------------

_FALLS_SHORT = pattern(
    rf"(?:không|chưa)\s(?:đạt|hoàn thành)|thấp (?:xa )?hơn (?:so với )?{PLAN_WORDS}|thấp xa so với {PLAN_WORDS}"
    r"|(?:mới|chỉ) (?:đạt|có|được)"
)


def settled(material: Material, result: Indicator, target: Indicator) -> Indicator:
    """A result with its target, and with the verdict that the two come to where the text says none."""
    if result.assessment is not None:
        return replace(result, target=target)
    verdict = compare(result.quantity, target.quantity, less=_less_is_better(result, target))
    if verdict == "missed" and not (_is_over(result.time, target.time) or _says_short(material, result, target)):
        verdict = None
    return replace(result, target=target, assessment=verdict, basis="computed" if verdict else None)


def compare(result: Quantity, target: Quantity, *, less: bool = False) -> str | None:
    """How a result stands to a target: "exceeded", "met", "missed", or None where one of them says no value.

    `less`: a smaller number is the better one; so it is where the target is an upper bound.
    """
    value = result.value if result.value is not None else result.low
    bound = target.value if target.value is not None else target.low
    if value is None or bound is None:
        return None
    if result.base_value is not None and target.base_value is not None and result.dimension == target.dimension:
        value, bound = result.base_value, target.base_value
    if target.comparator in ("<=", "<") or less:
        if target.comparator == "<" and value == bound:
            return "missed"
        return "exceeded" if value < bound else "met" if value == bound else "missed"
    if target.comparator == ">" and value == bound:
        return "missed"
    top = target.high if target.high is not None else bound
    if value > top:
        return "exceeded"
    return "met" if value >= bound else "missed"


# "Quỹ “Vì người nghèo”", "hỗ trợ hộ nghèo": more of it is better.
_FOR_THE_POOR = pattern(
    r"[\"“][^\"”]{1,80}[\"”]?"
    r"|(?:vì|cho|giúp|giúp đỡ|hỗ trợ|tặng)\s(?:các\s)?(?:người|hộ|hội viên|học sinh|trẻ em)\snghèo"
)


def _less_is_better(result: Indicator, target: Indicator) -> bool:
    known = good_direction(result.subject_key) or good_direction(target.subject_key)
    if known is not None:
        return known == "down"
    about = " ".join(fold(span.text) for span in (result.subject, target.subject) if span is not None)
    about = _FOR_THE_POOR.sub("", about)
    return re.search(rf"(?<![^\W_])(?:{trie_pattern(load_words('less_is_better'))})(?![^\W_])", about) is not None


def _is_over(result: Time | None, target: Time | None) -> bool:
    """Whether the time of the target has run out by that of the result."""
    if result is None or target is None or result.last_day is None or target.last_day is None:
        return False
    if result.modifier is not None or result.last_day < target.last_day:
        return False
    # A share of a year has the plan of the year behind it: only a whole year, or a day that was due, is over.
    return target.role == "deadline" or target.first_day is None or (target.last_day - target.first_day).days >= _YEAR


def _says_short(material: Material, result: Indicator, target: Indicator) -> bool:
    sentence = material.sentence_of(result)
    if sentence is not None and sentence.label == "limitations":
        return True
    if result.quantity.sentence != target.quantity.sentence:
        return False
    start, end = sorted((result.quantity.start, target.quantity.start))
    return _FALLS_SHORT.search(material.folded, max(0, start - 30), end) is not None
