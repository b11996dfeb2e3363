"""Before the number: the phrase of its clause, else the topic that a colon or a bracket ends."""

from __future__ import annotations

import itertools

from vnreport.facts.material import WINDOW, Material, Place
from vnreport.facts.subjects.after import phrase_after
from vnreport.facts.subjects.clause import clean, commas, of_clause, without_times
from vnreport.facts.subjects.phrase import Phrase, cut, trim
from vnreport.facts.subjects.words import LETTER, word_classes
from vnreport.text.patterns import pattern

HARD_BREAK = pattern(r"[;:](?=\s|$)|\.\s")
_MARKER = pattern(r"\s{0,8}(?:[-–+*•]\s{0,3}|\(?[\divxa-zđ]{1,4}[.)/-]\s{1,3}|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s{1,3})")


def phrase_before(place: Place) -> Phrase | None:
    """The phrase of the clause that ends at the number."""
    material, quantity = place.material, place.quantity
    reach = max(place.sentence.start, quantity.start - 30)
    grade = word_classes().grade_before(material.folded, reach, quantity.start)
    if grade is not None and place.previous is not None:  # "khá 214 em, trung bình 46 em"
        return Phrase(*grade, "verb")
    start = max(place.sentence.start, quantity.start - WINDOW)
    if place.previous is not None:
        start = max(start, place.previous.end)
    else:
        marker = _MARKER.match(material.folded, start, quantity.start)
        start = marker.end() if marker else start
    end = quantity.start
    inner = _inside_bracket(material, start, end)
    if place.previous is not None and inner == place.previous.end and _OF_BEFORE.match(material.folded, inner, end):
        # "giúp 5.870 hộ | thoát nghèo, | tạo việc làm cho 4.120 lao động": what is said of the number before it
        comma = next(commas(material.folded, inner, end), inner)
        inner = inner if HARD_BREAK.search(material.folded, inner, comma) else comma
    found = _of_stretch(place, inner, end)
    if found is None and inner > start and material.folded[inner - 1] == "(":
        # "phụ cấp thấp (0,3 mức lương cơ sở)": the bracket tells the number of what stands before it.
        outside = of_clause(material, _last_break(material, start, inner - 1), inner - 1)
        found = outside if outside is not None and outside.names else None
    return found


_OF_BEFORE = pattern(r"\s{1,3}(?!(?:và|với|đồng thời|trong đó|trên|so với|cùng|nâng|đưa)(?![^\W_]))[^\W\d_]")


def _last_break(material: Material, start: int, end: int) -> int:
    hard = [match.end() for match in HARD_BREAK.finditer(material.folded, start, end)]
    return hard[-1] if hard else start


def _of_stretch(place: Place, start: int, end: int) -> Phrase | None:
    material = place.material
    clause = _last_break(material, start, end)
    found = of_clause(material, clause, end)
    told = found is not None and found.kind != "light"
    if told or clause == start or material.folded[clause - 1] != ":" or phrase_after(place) is not None:
        return found
    # "Sởi, bạch hầu: 0 ca", "Hiến máu: tổ chức 46 đợt"
    begin = _last_break(material, start, clause - 1)
    topic = of_clause(material, begin, clause - 1)
    if topic is not None and topic.names:
        return topic
    named = any(LETTER.search(material.folded, *piece) for piece in without_times(material, begin, clause - 1))
    if found is None and named and (topic is None or topic.kind == "agent"):
        # "+ Doanh nghiệp hỗ trợ: 12,9 tỷ đồng": the item is the name of its number.
        return cut(material, *trim(material, begin, clause - 1), "noun")
    return found


def _inside_bracket(material: Material, start: int, end: int) -> int:
    """Behind a bracket that is still open at the number, or that closes before it."""
    depth_at = material.folded.rfind("(", start, end)
    if depth_at >= 0 and ")" not in material.folded[depth_at:end]:
        return depth_at + 1
    first_close = material.folded.find(")", start, end)
    first_open = material.folded.find("(", start, end)
    if first_close >= 0 and (first_open < 0 or first_close < first_open):
        return first_close + 1
    return start


def earlier_phrase(place: Place) -> Phrase | None:
    """The first phrase of the clause: "hộ khá, giàu chiếm quá nửa, bằng 1,4 lần năm 2020"."""
    material, end = place.material, place.quantity.start
    start = max(place.sentence.start, end - WINDOW)
    if place.previous is not None:
        start = max(start, place.previous.end)
    begin = _last_break(material, start, end)
    marker = _MARKER.match(material.folded, begin, end)
    begin = marker.end() if marker else begin
    cuts = [begin, *commas(material.folded, begin, end), end]
    for first, last in itertools.pairwise(cuts):
        found = clean(material, first, last)
        if found is not None and found.kind != "light":
            return found
    return None
