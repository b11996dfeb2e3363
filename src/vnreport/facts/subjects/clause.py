"""A clause: what of the words before a number is measured.

    "UBND huyện | đã | kết nạp | được"      who acts, a connective, a verb, a verb of counting: the verb is told
    "tỷ lệ hộ nghèo | còn"                  a measure and what it measures
    "tổ chức", "đàn trâu, bò"               a verb that says little; a row of nouns

A clause is told by its measure, else by its verb; the one who acts, connectives, times, and the verb or bound right
before the number fall away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vnreport.facts.material import Material
from vnreport.facts.subjects.phrase import LONGEST, Phrase, cut, is_quoted, trim
from vnreport.facts.subjects.words import LETTER, WORD, word_classes
from vnreport.text.patterns import pattern

# "Huy hiệu 30, 40, 50 năm tuổi Đảng": between two figures a comma divides no phrases.
# "phòng, chống dịch": one work.
_SOFT = pattern(r"(?:(?<!\d),|,(?!\s\d))(?:(?<!phòng,)|(?!\schống\s))(?=\s|$)")
# "xây dựng và sửa chữa": two verbs of one work; more words before "và" are a work of their own.
_BARE_PAIR = 3
_LONGEST_ROW = LONGEST + 4
# A series has short members; a measure may be long: "số học sinh đỗ đại học, cao đẳng".
_SHORT_ROW, _LONG_MEASURE = 4, 8


def of_clause(material: Material, start: int, end: int) -> Phrase | None:
    """The last of the phrases between commas, together with what a series puts before it: "đàn trâu, bò"."""
    cuts = [start, *commas(material.folded, start, end)]
    found = clean(material, cuts[-1], end)
    if found is None or len(cuts) < 2 or found.kind not in ("noun", "verb"):
        return found
    if found.kind == "noun" and (row := _row_of_nouns(material, cuts, found)) is not None:
        return row
    before = clean(material, cuts[-2], cuts[-1] - 1)
    if before is None or before.end < cuts[-1] - 2 or found.start > cuts[-1] + 2:
        return found
    one = found.words(material), before.words(material)
    if before.kind == "measure" and one[1] <= _SHORT_ROW and _RATE.match(material.folded, before.start):
        # "tỷ lệ bản án, quyết định bị hủy"
        return Phrase(before.start, found.end, "measure")
    reach = _LONG_MEASURE if before.kind == "measure" else _SHORT_ROW
    series = found.kind == "noun" and before.kind in ("noun", "measure", "verb") and one[0] <= 2 and one[1] <= reach
    pair = found.kind == before.kind == "verb" and one[1] <= _BARE_PAIR
    if (series and (len(cuts) == 2 or one[0] == 1)) or pair:
        return Phrase(before.start, found.end, before.kind)
    return found


_RATE = pattern(r"(?:tỷ lệ|tỷ suất|số lượng|tổng số|số)\s")


def commas(folded: str, start: int, end: int) -> Iterator[int]:
    """Behind each comma that no quotation holds."""
    for match in _SOFT.finditer(folded, start, end):
        if not is_quoted(folded, start, match.start()):
            yield match.end()


def _row_of_nouns(material: Material, cuts: Sequence[int], found: Phrase) -> Phrase | None:
    """ "Số vụ trộm cắp, đánh bạc, cố ý gây thương tích": a measure at the head of a clause and what it measures."""
    if len(cuts) < 3 or re.search(r"\d", material.folded[cuts[0] : cuts[-1]]):
        return None
    first = clean(material, cuts[0], cuts[1] - 1)
    if first is None or first.kind != "measure" or first.end < cuts[1] - 2:
        return None
    whole = Phrase(first.start, found.end, "measure")
    return whole if whole.words(material) <= _LONGEST_ROW else None


def clean(material: Material, start: int, end: int) -> Phrase | None:
    """A stretch without time, connectives, the one who acts and the verb of the number; None if nothing is left."""
    weak = None
    for begin, stop in without_times(material, start, end):
        if _ATTRIBUTE.match(material.folded, begin, stop):
            told = _TOLD.search(material.folded, begin, stop)
            if told is None:
                continue
            begin = told.end()  # "Qua kiểm soát đã | từ chối thanh toán"
        found = _head(material, *trim(material, begin, stop))
        if found is not None and found.names:
            return found
        if found is None or found.kind == "agent":
            found = _bare_verb(material, begin, stop) or found
        weak = weak or found
    return weak


def _bare_verb(material: Material, start: int, end: int) -> Phrase | None:
    """ "Huyện đã giao | 165 thanh niên": a verb that was trimmed like one of counting, where nothing else is left."""
    verb = word_classes().bare_verb(material.folded, max(start, end - 40), end)
    return None if verb is None else Phrase(*verb, "verb")


_TOLD = pattern(r"\sđã\s")
# A stretch that only says whose, by what, or where.
_ATTRIBUTE = pattern(
    r"\s{0,3}(?:của|theo(?! dõi)|tại(?! ngũ| ngoại)|do|nhân dịp|qua(?! đời)|so với|trong khi|nhằm|để|trước|sau|"
    r"từ(?! chối| bỏ| trần))(?![^\W_])"
    r"(?=\s{1,3}[^\W\d_])(?!\s{1,3}đó)"
)


# "Huy hiệu 30 năm tuổi Đảng" is the name of a badge.
_OF_AGE = pattern(r"\s{1,3}tuổi(?![^\W_])")


def without_times(material: Material, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a stretch between its times."""
    position = start
    for time in material.times_between(start, end):
        if time.end <= end and not _OF_AGE.match(material.folded, time.end, end):
            yield position, time.start
            position = time.end
    yield position, end


def _head(material: Material, start: int, end: int) -> Phrase | None:
    """What of a trimmed clause is measured: from its measure, else from its verb, without the one who acts."""
    folded, classes = material.folded, word_classes()
    if start >= end or classes.is_whole("generic", folded, start, end) or not LETTER.search(folded, start, end):
        return None
    measured = classes.end_of("measure", folded, start, end) is not None
    if not measured:
        marks = [mark for mark in classes.tells(folded, start, end) if not mark[2] or _opens(folded, start, mark[0])]
        if marks:
            found = _head(material, *trim(material, marks[-1][1], end))
            if found is not None or folded[slice(*marks[-1][:2])] == "và":
                return found
        quoted = max(folded.rfind("”", start, end), folded.rfind('"', start, end)) + 1
        if quoted > start:
            # 'phong trào "Tết vì người nghèo" trao 8.420 suất quà'
            found = _head(material, *trim(material, quoted, end))
            if found is not None and found.kind == "verb":
                return found
    if measured:
        return cut(material, start, end, "measure")
    inside = classes.last_measure(folded, start, end)
    if inside is not None:
        return cut(material, inside, end, "measure")
    if classes.end_of("compares", folded, start, end):
        return None
    agent = classes.agent(folded, start, end)
    light, verb = (classes.end_of(use, folded, start, end) for use in ("light", "verb"))
    # "Ban hành" is no "Ban".
    if agent is not None and (verb is None or agent >= verb):
        return _act(material, start, agent, end)
    if light is not None and (verb is None or light > verb):
        return _after_light(material, start, end)
    if verb is not None:
        return cut(material, start, end, "verb")
    return cut(material, start, end, "noun")


def _opens(folded: str, start: int, place: int) -> bool:
    """ "chấp hành Điều lệ và giám sát" tells another work; "xây dựng và sửa chữa", "tiếp nhận và phân bổ" are one."""
    reach = max(start, place - 20)
    before = reach + len(folded[reach:place].rstrip())
    if word_classes().last(("verb", "measure", "light", "kept"), folded, reach, before) is not None:
        return False
    return len(WORD.findall(folded, start, place)) > _BARE_PAIR


_NEGATIONS = ("chưa ", "không ")


def _act(material: Material, start: int, agent_end: int, end: int) -> Phrase | None:
    """ "UBND huyện kiểm tra": what is done; without a verb, the body itself is what is described."""
    folded, classes = material.folded, word_classes()
    if re.match(r"mỗi\s", folded[start:end]):
        return cut(material, start, end, "noun")
    for verb in classes.verbs(folded, agent_end, end):
        if verb.noun and not verb.noun.startswith("được"):
            continue
        if folded.endswith(_NEGATIONS, agent_end, verb.start):
            # "học sinh | chưa hoàn thành"
            return cut(material, start, end, "noun")
        found = _head(material, *trim(material, verb.start, end))
        if found is not None:
            return found
    return cut(material, start, end, "agent")


def _after_light(material: Material, start: int, end: int) -> Phrase | None:
    """A verb that says little alone ("tổ chức", "phối hợp với …"): what it governs, else itself."""
    folded, classes = material.folded, word_classes()
    light = classes.end_of("light", folded, start, end)
    if light is None:
        return None
    rest = trim(material, light, end)
    for verb in classes.verbs(folded, light, end):
        if classes.end_of("measure", folded, *rest) is not None:
            # "duy trì | tỷ lệ điều tra khám phá án"
            return cut(material, *rest, "measure")
        if not verb.noun and (found := _head(material, verb.start, end)) is not None:
            return found
    if rest[0] < rest[1] and not classes.is_whole("generic", folded, *rest):
        return cut(material, start, end, "verb")
    return cut(material, start, end, "light")
