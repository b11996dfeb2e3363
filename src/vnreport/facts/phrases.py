"""Phrases: the words that stand before a number in its clause, and those that follow it, cut to what is measured.

"UBND huyện đã | kết nạp | được 412 hội viên": the one who acts, connectives, times, and the verb or bound before the
number fall away. The word classes stand in `subject_words.tsv`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vnreport.facts.material import WINDOW, Material, Place
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import phrase_trie

# A subject is a phrase, not a sentence: what goes on longer is cut.
_LONGEST = 12
_LONGEST_AFTER = 9
_EDGE = " \n\t-–+*•,;:./|"
_MARKER = re.compile(r"\s{0,8}(?:[-–+*•]\s{0,3}|\(?[\divxa-zđ]{1,4}[.)/-]\s{1,3}|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s{1,3})")
HARD_BREAK = re.compile(r"[;:](?=\s|$)|\.\s")
_SOFT = re.compile(r",(?=\s|$)")
# "17/17 xã, thị trấn đạt chuẩn": the comma stands in the name of what is counted.
_BODIES = (
    r"(?:xã|phường|thị trấn|thị xã|thành phố|thành hội|thành|thị|huyện|quận|đặc khu|thôn|bản|ấp|khu phố|tổ dân phố|"
    r"đơn vị|cơ quan)"
)
_AFTER_END = re.compile(
    rf",(?=\s|$)(?!\s{_BODIES}(?![^\W_]))|[;:.?!(\n](?:\s|$)|\(|\)|\s(?:và|đồng thời)\s|\n\s{{0,3}}\n|\s[-–]\s|\|"
)
_GLOSS = re.compile(r"\s{0,2}\([^()\d\n]{1,20}\)")
_WORD = re.compile(r"\w+")


@lexicon_cache
def _words(use: str) -> str:
    rows = load_table("subject_words", "word", "use", "source")
    return rf"(?:{phrase_trie(row['word'] for row in rows if row['use'] == use)})(?![^\W_])"


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The word classes of `subject_words.tsv` as patterns over folded text."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    agent: re.Pattern[str]
    light: re.Pattern[str]
    verb: re.Pattern[str]
    verb_inside: re.Pattern[str]
    measure: re.Pattern[str]
    measure_inside: re.Pattern[str]
    ends: re.Pattern[str]
    compares: re.Pattern[str]
    generic: re.Pattern[str]
    whole_end: re.Pattern[str]
    event: re.Pattern[str]
    cause: re.Pattern[str]
    toward: re.Pattern[str]
    predicate: re.Pattern[str]


@lexicon_cache
def word_classes() -> WordClasses:
    """The word classes of the tables in force."""
    verbs = rf"(?:{_words('verb')}|{_words('light')})"
    no_noun = rf"(?<![^\W_])(?:(?P<noun>{_words('noun_of_work')})\s{{1,3}})?(?P<verb>{verbs})"
    return WordClasses(
        lead=re.compile(_words("lead") + r"[,:]?\s{0,3}"),
        tail=re.compile(rf"(?<![^\W_]){_words('tail')}$"),
        agent=re.compile(_words("agent")),
        light=re.compile(_words("light")),
        verb=re.compile(_words("verb")),
        verb_inside=re.compile(no_noun),
        measure=re.compile(_words("measure")),
        measure_inside=re.compile(
            r"(?<![^\W_])(?:đạt|có|với|nâng|đưa|là|giữ|cho|mục tiêu|chỉ tiêu|làm|và)\s{1,3}"
            rf"(?P<noun>{_words('measure')})"
        ),
        ends=re.compile(rf"(?<![^\W_])(?!{_words('kept')})(?<!chưa )(?<!đã ){_words('ends')}"),
        compares=re.compile(_words("compares")),
        generic=re.compile(rf"{_words('generic')}$"),
        whole_end=re.compile(
            rf"(?<![^\W_])(?:{_words('verb')}|{_words('measure')}|{_words('light')}|{_words('kept')})$"
        ),
        event=re.compile(_words("event")),
        cause=re.compile(_words("cause")),
        predicate=re.compile(rf"(?:{_words('predicate')}|{_words('verb')}|{_words('light')})"),
        toward=re.compile(rf"(?:đi|{_words('verb')})(?![^\W_])"),
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: where it stands, and what it begins with."""

    start: int
    end: int
    kind: str  # measure, verb, light, agent, noun

    def words(self, material: Material) -> int:
        """How many words it has."""
        return len(_WORD.findall(material.folded, self.start, self.end))


# --- before the number ---------------------------------------------------------------------------------------------


def phrase_before(place: Place) -> Phrase | None:
    """The phrase of the clause that ends at the number."""
    material, quantity = place.material, place.quantity
    start = max(place.sentence.start, quantity.start - WINDOW)
    if place.previous is not None:
        start = max(start, place.previous.end)
    else:
        marker = _MARKER.match(material.folded, start, quantity.start)
        start = marker.end() if marker else start
    end = quantity.start
    inner = _inside_bracket(material, start, end)
    found = _of_stretch(place, inner, end)
    if found is None and inner > start and material.folded[inner - 1] == "(":
        # "phụ cấp thấp (0,3 mức lương cơ sở)": the bracket tells the number of what stands before it.
        outside = _in_clause(material, _last_break(material, start, inner - 1), inner - 1)
        found = None if outside is None or outside.kind in ("light", "agent") else outside
    return found


def _last_break(material: Material, start: int, end: int) -> int:
    hard = [match.end() for match in HARD_BREAK.finditer(material.folded, start, end)]
    return hard[-1] if hard else start


def _of_stretch(place: Place, start: int, end: int) -> Phrase | None:
    material = place.material
    clause = _last_break(material, start, end)
    found = _in_clause(material, clause, end)
    told = found is not None and found.kind != "light"
    if told or clause == start or material.folded[clause - 1] != ":" or phrase_after(place) is not None:
        return found
    # "Sởi, bạch hầu: 0 ca", "Hiến máu: tổ chức 46 đợt"
    topic = _in_clause(material, _last_break(material, start, clause - 1), clause - 1)
    return found if topic is None or topic.kind in ("light", "agent") else topic


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


def _in_clause(material: Material, start: int, end: int) -> Phrase | None:
    """The last of the phrases between commas, together with what a series puts before it: "đàn trâu, bò"."""
    cuts = [start, *(match.end() for match in _SOFT.finditer(material.folded, start, end))]
    found = _clean(material, cuts[-1], end)
    if found is None or len(cuts) < 2 or found.kind not in ("noun", "verb"):
        return found
    if found.kind == "noun" and (row := _row_of_nouns(material, cuts, found)) is not None:
        return row
    before = _clean(material, cuts[-2], cuts[-1] - 1)
    if before is None or before.end < cuts[-1] - 2 or found.start > cuts[-1] + 2:
        return found
    one = found.words(material), before.words(material)
    series = found.kind == "noun" and before.kind in ("noun", "measure", "verb") and one[0] <= 2 and one[1] <= 4
    pair = found.kind == before.kind == "verb" and one[1] == 1
    if (series and (len(cuts) == 2 or one[0] == 1)) or pair:
        return Phrase(before.start, found.end, before.kind)
    return found


def _row_of_nouns(material: Material, cuts: list[int], found: Phrase) -> Phrase | None:
    """ "Số vụ trộm cắp, đánh bạc, cố ý gây thương tích": a measure at the head of a clause and what it measures."""
    if len(cuts) < 3 or re.search(r"\d", material.folded[cuts[0] : cuts[-1]]):
        return None
    first = _clean(material, cuts[0], cuts[1] - 1)
    if first is None or first.kind != "measure" or first.end < cuts[1] - 2:
        return None
    whole = Phrase(first.start, found.end, "measure")
    return whole if whole.words(material) <= _LONGEST + 4 else None


def _clean(material: Material, start: int, end: int) -> Phrase | None:
    """A stretch without time, connectives, the one who acts and the verb of the number; None if nothing is left."""
    weak = None
    for begin, stop in _without_times(material, start, end):
        if _ATTRIBUTE.match(material.folded, begin, stop):
            continue
        found = _head(material, *_trim(material, begin, stop))
        if found is not None and found.kind not in ("light", "agent"):
            return found
        weak = weak or found
    return weak


# A stretch that only says whose, by what, or where.
_ATTRIBUTE = re.compile(
    r"\s{0,3}(?:của|theo|tại|do|nhân dịp|qua|so với|trong khi|nhằm|để|trước|sau|từ)(?![^\W_])"
    r"(?=\s{1,3}[^\W\d_])(?!\s{1,3}đó)"
)


def _without_times(material: Material, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for time in material.times_between(start, end):
        if time.end <= end:
            yield position, time.start
            position = time.end
    yield position, end


def _trim(material: Material, start: int, end: int) -> tuple[int, int]:
    """Without connectives at the beginning, and verbs and bounds at the end."""
    folded, classes = material.folded, word_classes()
    for _ in range(12):
        while start < end and folded[start] in _EDGE + ')"”':
            start += 1
        while start < end and folded[end - 1] in _EDGE + '("“':
            end -= 1
        reach = max(start, end - 40)
        if match := classes.tail.search(folded[reach:end]):
            whole = classes.whole_end.search(folded[reach:end])
            if whole is None or whole.start() >= match.start():
                end = reach + match.start()
                continue
        if (match := classes.lead.match(folded, start, end)) and not classes.measure.match(folded, start, end):
            start = match.end()
            continue
        break
    return start, max(start, end)


def _head(material: Material, start: int, end: int) -> Phrase | None:
    """What of a trimmed clause is measured: from its measure, else from its verb, without the one who acts."""
    folded, classes = material.folded, word_classes()
    if start >= end or classes.generic.fullmatch(folded, start, end) or not re.search(r"[^\W\d_]", folded[start:end]):
        return None
    if not classes.measure.match(folded, start, end):
        marks = list(_PREDICATE.finditer(folded, start, end))
        if marks:
            found = _head(material, *_trim(material, marks[-1].end(), end))
            if found is not None or marks[-1].group() == "và":
                return found
        quoted = max(folded.rfind("”", start, end), folded.rfind('"', start, end)) + 1
        if quoted > start:
            # 'phong trào "Tết vì người nghèo" trao 8.420 suất quà'
            found = _head(material, *_trim(material, quoted, end))
            if found is not None and found.kind == "verb":
                return found
    inside = list(classes.measure_inside.finditer(folded, start, end))
    if inside and not classes.measure.match(folded, start, end):
        return _cut(material, inside[-1].start("noun"), end, "measure")
    if classes.measure.match(folded, start, end):
        return _cut(material, start, end, "measure")
    if classes.compares.match(folded, start, end):
        return None
    agent = classes.agent.match(folded, start, end)
    light, verb = classes.light.match(folded, start, end), classes.verb.match(folded, start, end)
    # "Ban hành" is no "Ban".
    if agent is not None and (verb is None or agent.end() >= verb.end()):
        return _act(material, start, agent.end(), end)
    if light is not None and (verb is None or light.end() > verb.end()):
        return _after_light(material, start, end)
    if verb is not None:
        return _cut(material, start, end, "verb")
    return _cut(material, start, end, "noun")


# Behind it begins what is said of the one who acts.
_PREDICATE = re.compile(
    r"(?:(?<=\s)(?:đã|sẽ|cũng|cho biết|nêu rõ)"
    r"|(?<=\S)\s{1,3}toàn (?:tỉnh|huyện|xã|phường|thành phố|thị xã|quận|ngành|trường|thôn|đảng bộ)"
    r"|(?<=\s)và(?=\s{1,3}(?:còn|có|đã|được|xây dựng|vận động|kết nạp|thành lập|hỗ trợ|tặng|giới thiệu|tổ chức)"
    r"(?:\s|$)))(?=\s)"
)


def _act(material: Material, start: int, agent_end: int, end: int) -> Phrase | None:
    """ "UBND huyện kiểm tra": what is done; without a verb, the body itself is what is described."""
    folded, classes = material.folded, word_classes()
    if re.match(r"mỗi\s", folded[start:end]):
        return _cut(material, start, end, "noun")
    for match in classes.verb_inside.finditer(folded, agent_end, end):
        if match.group("noun") and not match.group("noun").startswith("được"):
            continue
        found = _head(material, *_trim(material, match.start("verb"), end))
        if found is not None:
            return found
    return _cut(material, start, end, "agent")


def _after_light(material: Material, start: int, end: int) -> Phrase | None:
    """A verb that says little alone ("tổ chức", "phối hợp với …"): what it governs, else itself."""
    folded, classes = material.folded, word_classes()
    light = classes.light.match(folded, start, end)
    if light is None:
        return None
    last = None
    for match in classes.verb_inside.finditer(folded, light.end(), end):
        if not match.group("noun"):
            last = match
    if last is not None:
        found = _head(material, last.start("verb"), end)
        if found is not None:
            return found
    rest = _trim(material, light.end(), end)
    if rest[0] < rest[1] and not classes.generic.fullmatch(folded, *rest):
        return _cut(material, start, end, "verb")
    return _cut(material, start, end, "light")


def _cut(material: Material, start: int, end: int, kind: str) -> Phrase | None:
    """A phrase without what says how, where and by whom."""
    folded, classes = material.folded, word_classes()
    for match in classes.ends.finditer(folded, start, end):
        if folded.count('"', start, match.start()) % 2 or folded.count("“", start, match.start()) > folded.count(
            "”", start, match.start()
        ):
            continue
        if len(_WORD.findall(folded, start, match.start())) >= 2 and match.group() not in _PART_OF_NAME:
            end = match.start()
            break
    words = list(_WORD.finditer(folded, start, end))
    if len(words) > _LONGEST:
        end = words[_LONGEST - 1].end()
    start, end = _trim_edges(folded, start, end)
    return Phrase(start, end, kind) if words and start < end else None


_PART_OF_NAME = frozenset(("trên địa bàn", "tăng", "giảm", "với", "do", "khi", "trong", "từ", "bằng", "mà"))


def _trim_edges(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks and marks at the edges, and without a mark whose partner is no part of the phrase."""
    whole = None
    while whole != (start, end):
        whole = start, end
        while start < end and folded[start] in _EDGE + ")":
            start += 1
        while start < end and folded[end - 1] in _EDGE + "(":
            end -= 1
        for opening, closing in ("“”", '""', "()"):
            if end > start and folded[end - 1] == closing and folded.count(opening, start, end - 1) < 1:
                end -= 1
            if end > start and folded[start] == opening and folded.count(closing, start + 1, end) < 1:
                start += 1
    return start, end


# --- after the number ----------------------------------------------------------------------------------------------


def phrase_after(place: Place) -> Phrase | None:
    """The phrase that follows what was counted: its predicate ("có điện"), or what happened ("cháy rừng")."""
    material, folded, classes = place.material, place.material.folded, word_classes()
    start, end = place.quantity.end, place.sentence.end
    gloss = _GLOSS.match(folded, start, end)
    start = gloss.end() if gloss else start
    if place.following is not None:
        end = min(end, place.following.start)
    end = min(end, start + WINDOW)
    quoted = re.match(r"\s{0,2}“[^”]{1,80}”", folded[start:end])
    if stop := _AFTER_END.search(folded, start + quoted.end() if quoted else start, end):
        end = stop.start()
    for time in material.times_between(start, end):
        if not re.search(r"[^\W\d_]", folded[start : time.start]):
            # "mười một chi bộ hai năm liền không giám sát"
            start = time.end
        elif not re.search(r"(?:trên|quá|hơn|qua)\s{1,2}$", folded[max(start, time.start - 6) : time.start]):
            end = time.start
            break
    start, end = _trim_after(folded, start, end)
    compared = classes.compares.match(folded, start, end) and not _SHORT.match(folded, start, end)
    if start >= end or compared or _NO_SUBJECT.match(folded, start, end):
        return None
    for match in classes.ends.finditer(folded, start, end):
        if match.group() not in _PART_OF_NAME or (match.start() == start and match.group() != "do") or (
            match.group() == "với" and classes.measure.match(folded[match.end() :].lstrip()[:30])
        ):  # fmt: skip
            end = match.start()
            break
    words = list(_WORD.finditer(folded, start, end))
    if len(words) > _LONGEST_AFTER:
        end = words[_LONGEST_AFTER - 1].end()
    for _ in range(3 if place.following is not None and end == place.following.start else 1):
        loose = classes.tail.search(folded[max(start, end - 40) : end])
        if loose is not None and loose.group() not in ("được", "mới"):
            end = max(start, end - 40) + loose.start()
        start, end = _trim_after(folded, start, end)
    start, end = _trim_edges(folded, start, end)
    if start >= end or classes.generic.fullmatch(folded, start, end) or _EMPTY.fullmatch(folded[start:end]):
        return None
    return Phrase(start, end, "noun")


_NO_SUBJECT = re.compile(r"(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|yêu cầu|tổng|cho|số)(?![^\W_])")
# "05 giáo viên chưa đạt chuẩn" tells what is short; "chưa đạt kế hoạch" only that something is.
_SHORT = re.compile(r"(?:không|chưa) đạt\s(?!kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|yêu cầu)")
_EMPTY = re.compile(
    r"(?:các loại|khác|mới|đó|này|nữa|khác nhau|trở lên|còn lại|tham dự|nói trên|các|đầu tiên|liền|mỗi năm)"
)
_LEAD_AFTER = re.compile(
    r"(?:trong số đó|trong số này|liền|được|đã được|là|trở lên|trở xuống|mới|đã|và|về|số|của)(?![^\W_])\s{0,3}"
)


def _trim_after(folded: str, start: int, end: int) -> tuple[int, int]:
    for _ in range(4):
        while start < end and folded[start] in _EDGE:
            start += 1
        while start < end and folded[end - 1] in _EDGE:
            end -= 1
        match = _LEAD_AFTER.match(folded, start, end)
        if match is None:
            break
        start = match.end()
    return start, end


# --- further away --------------------------------------------------------------------------------------------------


def earlier_phrase(place: Place) -> Phrase | None:
    """The first phrase of the clause: "hộ khá, giàu chiếm quá nửa, bằng 1,4 lần năm 2020"."""
    material, end = place.material, place.quantity.start
    start = max(place.sentence.start, end - WINDOW)
    if place.previous is not None:
        start = max(start, place.previous.end)
    clause = [match.end() for match in HARD_BREAK.finditer(material.folded, start, end)]
    begin = clause[-1] if clause else start
    marker = _MARKER.match(material.folded, begin, end)
    begin = marker.end() if marker else begin
    cuts = [begin, *(match.end() for match in _SOFT.finditer(material.folded, begin, end)), end]
    for first, last in itertools.pairwise(cuts):
        found = _clean(material, first, last)
        if found is not None and found.kind != "light":
            return found
    return None
