"""Aims that the report quotes: "Đại hội đề ra 15 chỉ tiêu", the members of their list, and what came of them."""

from __future__ import annotations

from vnreport.facts.material import WINDOW, Place
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

# "Chương trình mục tiêu quốc gia" is a name.
_PAST_AIM = pattern(
    r"(?:đề ra|xác định|đặt mục tiêu|đặt kế hoạch|phấn đấu|mục tiêu(?! quốc gia)|đặt ra|đưa ra mục tiêu)(?![^\W_])"
)


_OUTCOME_TOLD = pattern(
    r"(?:đã|kết quả|thực hiện|hoàn thành|đạt được|nhằm|theo)\s|,\scó\s|[;,]\s(?:đến nay|hiện nay|nay)(?![^\W_])"
)


# With these a clause tells what came of an aim, and no further one.
REPORTED = pattern(r"(?<![^\W_])(?:đã|kết quả|thực hiện|hoàn thành|đạt được|nhằm|theo|đến nay|nay|mới)\s|,\scó\s")


_DIGIT = pattern(r"\d")


_HELD_AGAINST = pattern(r"(?:đạt|vượt|so với|thực hiện|nhằm|trong)\s[^.;]{0,12}$")


def past_aim(place: Place) -> Role | None:
    """A target that the report quotes: "Nghị quyết Đại hội đề ra 15 chỉ tiêu, trong đó …"."""
    before = place.before
    aims = list(_PAST_AIM.finditer(before))
    if not aims:
        return None
    match = aims[-1]
    rest = before[match.end() :]
    if listed := _LIST_OPENS.match(_without_times(place, rest)):
        rest = rest[listed.end() :].rpartition(";")[2]
    elif match.group() in ("mục tiêu", "đặt ra") and _DIGIT.search(_without_times(place, rest)):
        return None
    if _OUTCOME_TOLD.search(rest) or _HELD_AGAINST.search(before[: match.start()][-18:]):
        return None
    return Role("target", "quoted_target")


# "đề ra mục tiêu đến năm 2025: A 62 triệu m3; B không quá 14%": each member is an aim of its own.
_LIST_OPENS = pattern(r"[^\d,.;:]{0,60}:")


def _without_times(place: Place, words: str) -> str:
    """The words that end at the number, times blotted out: "mục tiêu đến năm 2025: sản lượng đạt"."""
    begin = place.quantity.start - len(words)
    for time in place.material.times_between(begin, place.quantity.start):
        words = words[: time.start - begin] + " " * (time.end - time.start) + words[time.end - begin :]
    return words


def listed_aim(clues: Clues) -> Role | None:
    """ "đề ra mục tiêu: A 62 triệu m3; B không quá 14%; C …": the list goes on with the aims."""
    last, between = clues.last, clues.place.between
    if last is None or not between or not last.rule.endswith("quoted_target") or REPORTED.search(between):
        return None
    assigned = last.rule.endswith("assigned_quoted_target")
    stops = (";", ",") if clues.label == "other" or assigned else (";",)
    return Role("target", last.rule.rpartition(".")[2]) if any(stop in between for stop in stops) else None


def quoted(clues: Clues) -> Role | None:
    """An aim that the report quotes; among what is neither result nor plan, a mere context."""
    aim = past_aim(clues.place) or listed_aim(clues)
    if aim is not None or clues.label != "other":
        return aim
    last = clues.last
    if last is not None and last.rule.endswith("quoted_target") and REPORTED.search(clues.place.between):
        return Role("result", "result_after_target")
    return None if _may_report(clues.place) else Role("other", "context")


# Below it a label is no better than even.
_UNSURE = 0.5


def _may_report(place: Place) -> bool:
    """Whether a sentence may as well report: "Năm 2023, kết nạp 422 đoàn viên theo Nghị quyết …" by itself."""
    if place.sentence.label_score >= _UNSURE or place.opening() is None:
        return False
    scores = place.sentence.label_scores
    return sorted(scores, key=lambda label: scores[label])[-2] == "achievements"


_LEADS_TO_AIMS = pattern(
    r"(?:đề ra|đặt ra|xác định|giao|thông qua)(?![^\W_])[^.;:]{0,60}(?:chỉ tiêu|mục tiêu)(?! quốc gia)[^.;:]{0,100}:$"
)


_LEADS_TO_RESULTS = pattern(r"(?<![^\W_])(?:kết quả|thực hiện|đạt|hoàn thành)(?![^\W_])")


def item_of_aims(clues: Clues) -> Role | None:
    """ "Đại hội đề ra các chỉ tiêu như sau: - Thu nhập: 30 triệu đồng. - …": each item is an aim of then."""
    place = clues.place
    lead = place.material.lead_of(place.sentence.block)
    if lead is None or lead.label == "directions" or REPORTED.search(clues.before):
        return None
    words = place.material.folded[max(lead.start, lead.end - WINDOW) : lead.end]
    aims = _LEADS_TO_AIMS.search(words)
    return Role("target", "quoted_target") if aims and not _LEADS_TO_RESULTS.search(words) else None
