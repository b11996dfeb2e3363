"""Periods: the time that an indicator holds for, or is due by.

A time rules as far as it reaches: right behind the number, or a term set to it, before any other; one in the clause for
that clause; one that opens a sentence ("Tính đến hết ngày 30/11/2022, …") for the sentence and for those after it in
the paragraph; then the heading above; and last the period that the whole report covers. What is asked of others, and
the plan of a year in a report on a part of it, take no time from so far away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.models import Time
from vnreport.facts.material import OPENING, WINDOW, Material, Place
from vnreport.facts.roles import Role
from vnreport.structure.models import Sentence
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_PRESENT = frozenset(("hiện nay", "năm nay", "đến nay"))
_CARRIED = frozenset(("year", "quarter", "months", "half", "month", "term", "school_year", "period", "date"))
_PART_OF_YEAR = frozenset(("months", "half", "quarter", "month"))
# Between a number and a time that is set to it: "15% trong quý II", "02 trạm y tế, hoàn thành trước 31/8/2023".
_RIGHT_BEHIND = pattern(r"\s{0,3}(?:(?:trong|vào|của|cả|ở|cho)\s{1,3}){0,2}$")
_DUE_BEHIND = pattern(
    r"[^,;]{0,200}$|[^,;]{0,120},\s(?:và\s)?(?:hoàn thành|xong|chậm nhất|muộn nhất|thời hạn|trước)?[^,;\d]{0,16}$"
)
_UNTIL = pattern(r"(?:đến|tới)\s(?:hết\s)?$")
_ASKS = pattern(r"(?<![^\W_])(?:đề nghị|kiến nghị|đề xuất)(?![^\W_])")


def find_period(place: Place, role: Role) -> Time | None:
    """The time that a quantity of this role holds for; None where nothing says it."""
    own = [time for time in _of_clause(place) if _says_when(time) and not _tells_prices(place, time)]
    if role.rule == "baseline_is":
        told = place.material.times_between(place.quantity.start - WINDOW, place.quantity.start)
        return told[-1] if told else None
    if role.role == "baseline":
        return place.opening() if role.rule == "earlier_time" else _compared(place, own)
    own = [time for time in own if time.role != "baseline"]
    return _in_clause(place, own) or _of_list(place, role) or _from_afar(place, role)


def _says_when(time: Time) -> bool:
    if time.type == "duration" or time.role == "issued":
        return False
    return time.type != "relative" or time.first_day is not None or fold(time.text) in _PRESENT


def _of_lead(place: Place) -> Time | None:
    """The last time in the lead-in of a list of aims: "đề ra các chỉ tiêu đến năm 2020 như sau:"."""
    lead = place.material.lead_of(place.sentence.block)
    times = () if lead is None else place.material.times_between(lead.start, lead.end)
    return times[-1] if times and _says_when(times[-1]) else None


_PRICES = pattern(r"giá (?:so sánh|cố định|gốc)\s(?:năm\s)?$")


def _tells_prices(place: Place, time: Time) -> bool:
    """ "theo giá so sánh 2010": the year of the prices is not that of the value."""
    return _PRICES.search(place.material.folded, max(0, time.start - 20), time.start) is not None


def _of_clause(place: Place) -> Sequence[Time]:
    """The times between the semicolons around a quantity."""
    quantity = place.quantity
    start = quantity.start - len(place.before.rpartition(";")[2])
    end = quantity.end + len(place.after.partition(";")[0])
    return place.material.times_between(start, end)


def _of_list(place: Place, role: Role) -> Time | None:
    """The time right before the colon that opens a list: "mục tiêu đến năm 2025: A 62 triệu m3; B 14%"."""
    colon = place.before.rfind(":")
    if colon < 0 or ";" not in place.before[colon:]:
        return _of_lead(place) if role.rule.endswith("quoted_target") else None
    end = place.quantity.start - len(place.before) + colon
    times = place.material.times_between(place.sentence.start, end)
    told = times and _says_when(times[-1]) and times[-1].role != "baseline"
    return times[-1] if told and not place.material.folded[times[-1].end : end].strip() else None


def _compared(place: Place, own: Sequence[Time]) -> Time | None:
    """The time of a baseline stands beside it: "9 vụ (năm 2021)", "cùng kỳ năm 2021 (2.629 ca)"."""
    quantity = place.quantity
    for time in own:
        if time.start >= quantity.end:
            between = place.material.folded[quantity.end : time.start]
            if re.fullmatch(r"\s{0,3}(?:\(|(?:của|trong|vào|ở)\s)?\s{0,2}", between):
                return time
    before = [time for time in own if time.end <= quantity.start and time.role == "baseline"]
    return before[-1] if before else None


def _in_clause(place: Place, own: Sequence[Time]) -> Time | None:
    folded, quantity = place.material.folded, place.quantity
    before = [time for time in own if time.start < quantity.start]
    after = [time for time in own if time.start >= quantity.end]
    if after:
        between = folded[quantity.end : after[0].start]
        if _RIGHT_BEHIND.fullmatch(between):
            return after[0]
        due = next((time for time in after if time.role == "deadline"), None)
        bound = before and before[-1].role == "deadline"
        if due is not None and not bound and _DUE_BEHIND.fullmatch(folded[quantity.end : due.start]):
            return due
    if before:
        return before[-1]
    if after and "," not in folded[quantity.end : after[0].start] and after[0].role != "deadline":
        return after[0]
    return None


def _from_afar(place: Place, role: Role) -> Time | None:
    """The opening of the sentence or of the paragraph, the heading, the report."""
    material, sentence = place.material, place.sentence
    opened = material.times_between(sentence.start, min(place.quantity.start, sentence.start + OPENING + 1))
    opening = next((time for time in opened if material.opens(time)), None)
    if opening is not None and _says_when(opening) and opening.role != "baseline":
        return opening
    if sentence.label == "directions" and _ASKS.search(place.before) is not None:
        return None
    carried = _of_paragraph(material, sentence)
    if carried is not None:
        return carried
    covered = material.report_time
    if role.role == "target" and sentence.label != "directions" and covered is not None and _is_part(covered, role):
        return None
    return _of_heading(material, sentence) or _of_report(material, sentence)


def _is_part(covered: Time, role: Role) -> bool:
    """Whether a report on a part of a year, or of a term, speaks of the plan of the whole."""
    return covered.type in _PART_OF_YEAR or (covered.modifier is not None and role.rule != "quoted_target")


def _of_paragraph(material: Material, sentence: Sentence) -> Time | None:
    """The last time that opened a sentence of the paragraph; a month up to which one thing is told rules that alone."""
    block = material.blocks[sentence.block]
    earlier = material.times_between(max(block.start, sentence.start - 4 * WINDOW), sentence.start)
    for time in reversed(earlier):
        if not material.opens(time) or time.type not in _CARRIED or time.role in ("baseline", "issued", "deadline"):
            continue
        if time.role == "since" and time.type != "period":
            continue
        if time.type != "month" or not _UNTIL.search(material.folded, max(0, time.start - 8), time.start):
            return time
    return None


def _of_heading(material: Material, sentence: Sentence) -> Time | None:
    block = material.blocks[sentence.block]
    section = material.sections[block.section] if block.section is not None else None
    while section is not None:
        if section.title is not None:
            begin = material.text.find(section.title, section.start)
            titled = [t for t in material.times_between(begin, begin + len(section.title)) if t.first_day is not None]
            if titled:
                return titled[0]
        section = material.sections[section.parent] if section.parent is not None else None
    return None


def _of_report(material: Material, sentence: Sentence) -> Time | None:
    covered = material.report_time
    if sentence.label == "directions" or covered is None:
        return None
    # The make-up of a body is told as of the day of writing, not of the whole term.
    return None if sentence.label == "other" and (covered.type == "term" or covered.modifier is not None) else covered


# A report that only says "một năm" in its title names the year in its opening.
_OPENING_TEXT = 1200


def report_time(times: Sequence[Time], period: tuple[int, int] | None, sentences: Sequence[Sentence]) -> Time | None:
    """The period that the report covers; where none is named, or no days are fixed, the first year of its opening."""
    titled = next((t for t in times if (t.start, t.end) == period), None)
    if titled is not None and titled.first_day is not None:
        return titled
    begin = 0 if titled is None else titled.end
    years = (
        t for t in times
        if t.type in ("year", "school_year") and t.role is None
        and t.sentence is not None and sentences[t.sentence].label != "directions"
    )  # fmt: skip
    return next((t for t in years if begin < t.start < begin + _OPENING_TEXT), titled)
