"""After the number: what is said of what was counted ("14 xã | có điện"), or what happened ("4 vụ | cháy rừng")."""

from __future__ import annotations

from vnreport.facts.material import WINDOW, Place
from vnreport.facts.subjects.phrase import Phrase, at_most, is_quoted, keeps, trim_blanks, trim_edges
from vnreport.facts.subjects.words import LETTER, WORD, word_classes
from vnreport.text.patterns import pattern

_LONGEST = 12
# "17/17 xã, thị trấn đạt chuẩn": the comma stands in the name of what is counted.
_BODIES = (
    r"(?:xã|phường|thị trấn|thị xã|thành phố|thành hội|thành|thị|huyện|quận|đặc khu|thôn|bản|ấp|khu phố|tổ dân phố|"
    r"đơn vị|cơ quan)"
)
_STOP = pattern(
    rf",(?=\s|$)(?!\s(?:{_BODIES}|vững mạnh)(?![^\W_]))"
    r"|[;:.?!(\n](?:\s|$)|\(|\)|\s(?:và|đồng thời)\s|\n\s{0,3}\n|\s[-–]\s|\|"
)
_CLOSES = pattern(r"[”\"]")
_SHARE_GLOSS = pattern(r"\s{0,2}\(\d{1,3}(?:,\d{1,2})?\s?%\)(?=\s[^\W\d_])")
_DIGIT = pattern(r"\d")
_GLOSS = pattern(r"\s{0,2}\([^()\d\n]{1,20}\)")
_QUOTED = pattern(r"\s{0,2}(?:“[^”]{1,80}”|\"[^\"\n]{1,80}\")")


def phrase_after(place: Place) -> Phrase | None:
    """The phrase that follows what was counted, or None where nothing is said there."""
    folded, classes = place.material.folded, word_classes()
    if grade := classes.grade_after(folded, place.quantity.end, place.sentence.end):
        return Phrase(*grade, "noun")
    start, end = _trim(folded, *_stretch(place))
    compared = classes.end_of("compares", folded, start, end) and not _SHORT.match(folded, start, end)
    if start >= end or compared or classes.end_of("plan", folded, start, end):
        return None
    reach, end = end, at_most(folded, start, _stop(folded, start, end), _LONGEST)
    if is_quoted(folded, start, end) and (closing := _CLOSES.search(folded, end, reach)):
        end = closing.end()
    # Before another number stand the words that count it, too.
    for _ in range(3 if place.following is not None and end == place.following.start else 1):
        loose = classes.last(("tail",), folded, max(start, end - 40), end)
        if loose is not None and folded[loose:end] not in ("được", "mới"):
            end = loose
        start, end = _trim(folded, start, end)
    start, end = trim_edges(folded, start, end)
    if not place.is_share:
        start, end = _behind_kind(folded, start, end)
    if start >= end or classes.is_whole("generic", folded, start, end) or classes.is_whole("empty", folded, start, end):
        return None
    return Phrase(start, end, "noun")


def _stretch(place: Place) -> tuple[int, int]:
    """From the number to the next one, to a mark that ends the clause, or to a time."""
    folded = place.material.folded
    start, end = place.quantity.end, min(place.sentence.end, place.quantity.end + WINDOW)
    if place.following is not None:
        end = min(end, place.following.start)
    gloss = _GLOSS.match(folded, start, end)
    if gloss is None and (gloss := _SHARE_GLOSS.match(folded, start, place.sentence.end)):
        # "11/12 thôn (91,7%) có nhà văn hóa": what is said of them stands behind their share
        end = min(place.sentence.end, gloss.end() + WINDOW)
        further = _DIGIT.search(folded, gloss.end(), end)
        end = further.start() if further else end
    start = gloss.end() if gloss else start
    quoted = _QUOTED.match(folded, start, end)
    if stop := _STOP.search(folded, quoted.end() if quoted else start, end):
        if is_quoted(folded, start, stop.start()) and (mark := _CLOSES.search(folded, stop.start(), end)):
            # 'dữ liệu “đúng, đủ, sạch, sống”': a name is not cut in two
            stop = _STOP.search(folded, mark.end(), end)
        end = stop.start() if stop else end
    closing = folded.find('"', start, end)
    if closing >= 0 and folded.count('"', place.sentence.start, start) % 2 == 1:
        end = closing  # 'chỉ tiêu "50% cơ sở có nhà công vụ" mới đạt'
    if place.quantity.dimension != "body" and folded.startswith(",", start):
        return start, start  # "xã Ea Trol 0,42%, xã Sông Hinh 0,35%": the comma stands in no name of what is counted
    for time in place.material.times_between(start, end):
        if not LETTER.search(folded, start, time.start):
            # "mười một chi bộ hai năm liền không giám sát"
            start = time.end
        elif not _OVER.search(folded, max(start, time.start - 6), time.start):
            return start, time.start
    return start, end


_OVER = pattern(r"(?:trên|quá|hơn|qua)\s{1,2}$")


def _stop(folded: str, start: int, end: int) -> int:
    """Where the phrase stops before what says how, where and by whom."""
    classes = word_classes()
    for stop in classes.stops(folded, start, end):
        word = folded[stop.start : stop.end]
        if stop.kept or (stop.start == start and word == "vào"):
            # "đưa 15 thủ tục | vào hoạt động"
            continue
        first = stop.start == start and word != "do"
        measured = word == "với" and _with_measure(folded, stop.end)
        if first or measured or not keeps(folded, stop):
            return stop.start
    return end


def _with_measure(folded: str, place: int) -> bool:
    return word_classes().end_of("measure", folded[place : place + 32].lstrip(), 0) is not None


def _behind_kind(folded: str, start: int, end: int) -> tuple[int, int]:
    """ "5 thôn | vùng cao | chưa có chi bộ": what is said of them begins behind what kind they are."""
    said = None if word_classes().says(folded, start, end) else _SAID.search(folded, start, end)
    if said is None or is_quoted(folded, max(0, start - 2), said.start()):
        return start, end
    if len(WORD.findall(folded, said.start(), end)) <= _SAYS_MORE:
        return start, end
    return _trim(folded, said.start(), end)


_SAID = pattern(r"(?<=\s)(?:đã|đang|chưa|không|được|bị|đều)(?=\s)")
_SAYS_MORE = 2
# "05 giáo viên chưa đạt chuẩn" tells what is short; "chưa đạt kế hoạch" only that something is.
_SHORT = pattern(r"(?:không|chưa) đạt\s(?!kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|yêu cầu)")


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks and marks, and without the words that join it to the number."""
    for _ in range(4):
        start, end = trim_blanks(folded, start, end)
        behind = word_classes().after_joint(folded, start, end)
        if behind is None:
            break
        start = behind
    return start, end
