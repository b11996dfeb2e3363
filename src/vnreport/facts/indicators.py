"""Indicators: the role, subject, time and assessment of every quantity, and the target that a result answers.

The role comes from the words around the number (`role_cues.tsv`), from its clause, and from the label of its sentence:
"giảm 3 vụ" is a change among results and a target among directions. A link is made only where the words make it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vnreport.entities.models import Quantity, Time
from vnreport.facts.models import Indicator
from vnreport.facts.tables import table_roles
from vnreport.lexicon import lexicon_cache, load_table, load_words
from vnreport.structure.models import Block, Section, Sentence
from vnreport.text.engine import trie_pattern
from vnreport.text.normalize import fold
from vnreport.text.spans import Span

# How far a quantity looks for its words inside its sentence; a longer reach crosses into other clauses, and costs.
_WINDOW = 300
_CLAUSE_MARK = re.compile(r"[,;:()\n“”]|\.\s|\s-\s|\s(?:và|trong đó|nhưng|song)\s")
_BOUND_WORDS = (
    r"(?:(?:ít nhất|tối thiểu|tối đa|không quá|không dưới|không thấp hơn|trên|dưới|hơn|khoảng|gần|xấp "
    r"xỉ|ước|ước đạt|đạt|được|còn|từ|là|có|lên|tới|đến|bình quân|"
    r"thêm|mới|chỉ|mới chỉ|cả|tổng số|thêm được|lại|chung)\s{1,3})"
)


@dataclass(frozen=True, slots=True)
class Material:
    """What a report offers to read its indicators from, all in one coordinate system."""

    text: str
    folded: str
    sentences: Sequence[Sentence]
    blocks: Sequence[Block]
    sections: Sequence[Section]
    times: Sequence[Time]
    report_time: Time | None
    time_starts: Sequence[int]


@lexicon_cache
def _cues() -> dict[str, tuple[re.Pattern[str], dict[str, tuple[str, str | None]]]]:
    """For each place, the pattern of its cues and what they mean."""
    tables: dict[str, dict[str, tuple[str, str | None]]] = {}
    for row in load_table("role_cues", "cue", "place", "role", "direction", "source"):
        direction = None if row["direction"] == "-" else row["direction"]
        tables.setdefault(row["place"], {})[row["cue"]] = (row["role"], direction)
    patterns = {}
    for place, table in tables.items():
        words = trie_pattern(table).replace("\\ ", r"\s{1,3}")
        if place == "before":
            pattern = rf"(?<![^\W\d_])({words})\s{{1,3}}(?:\(\s?)?{_BOUND_WORDS}{{0,3}}(?:\(\s?)?$"
        elif place == "after":
            pattern = rf"\s{{0,3}}({words})(?![^\W\d_])"
        else:
            pattern = rf"(?<![^\W\d_])({words})(?![^\W\d_])"
        patterns[place] = (re.compile(pattern), table)
    return patterns


@dataclass(frozen=True, slots=True)
class _Role:
    role: str
    rule: str
    direction: str | None = None


def find_indicators(material: Material, quantities: Sequence[Quantity]) -> list[Indicator]:
    """One indicator for every quantity that reports, targets or compares work."""
    tables = table_roles(material.text, material.blocks, material.times, quantities)
    indicators: list[Indicator] = []
    for index, quantity in enumerate(quantities):
        if index in tables:
            cell = tables[index]
            indicators.append(
                Indicator(quantity, cell.role, "indicator.table", subject=cell.subject, subject_key=_key(cell.subject),
                          time=cell.time or (material.report_time if cell.role in ("result", "completion") else None),
                          direction=cell.direction)
            )  # fmt: skip
            continue
        sentence = material.sentences[quantity.sentence] if quantity.sentence is not None else None
        if sentence is None or material.blocks[sentence.block].kind in (
            "boilerplate",
            "letterhead",
            "title",
            "signature",
        ):
            continue
        previous = quantities[index - 1] if index else None
        role = _role(material, quantity, sentence, previous, indicators[-1] if indicators else None)
        if role is None:
            continue
        subject = _subject(material, quantity, sentence, previous, indicators[-1] if indicators else None, role)
        time = _time(material, quantity, sentence, role)
        indicators.append(
            Indicator(quantity, role.role, f"indicator.{role.rule}", subject=subject, subject_key=_key(subject),
                      direction=role.direction, time=time)
        )  # fmt: skip
    return _link(material, _assess(material, indicators))


# --- role ----------------------------------------------------------------------------------------------------------


def _before(material: Material, quantity: Quantity, sentence: Sentence) -> str:
    return material.folded[max(sentence.start, quantity.start - _WINDOW) : quantity.start]


def _after(material: Material, quantity: Quantity, sentence: Sentence) -> str:
    return material.folded[quantity.end : min(sentence.end, quantity.end + _WINDOW)]


def _clause(before: str) -> str:
    cut = 0
    for mark in _CLAUSE_MARK.finditer(before):
        cut = mark.end()
    return before[cut:]


_RISE = re.compile(
    r"\s{0,3}(?:\([^()]{0,40}\)\s{0,3})?(?:nâng\s{1,3}|tăng\s{1,3}|giảm\s{1,3})?(?:lên|xuống|"
    r"còn)(?![^\W_])|\s{0,3}\([^()]{0,30}\)\s{1,3}(?:lên|xuống)"
)
_PART_OF = re.compile(r"^(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)")
_BASELINE_TIME = re.compile(r"(?:cùng kỳ|năm trước|năm ngoái|năm \d{4}|quý trước)[^,.;]{0,14}\(\s?$")
_CONDITION = re.compile(r"(?:cao|thấp|nhiều|ít) hơn (?:mục tiêu|kế hoạch|chỉ tiêu|bình quân|dự toán)[^,.;\d]{0,40}$")
_TARGET_AFTER = re.compile(r"\s{0,3}(?:đề ra|được giao|theo nghị quyết|của nghị quyết)")
# "tàu cá có chiều dài từ 15 m trở lên": a bound of what is counted, not a count.
_THRESHOLD = re.compile(r"\s{1,3}trở\s{1,2}(?:lên|xuống)(?:\s{1,2}(?:\(|đạt|được|có|là)|[.,;]?\s{0,2}$)")
_NAMED_TARGET = re.compile(r"(?:chỉ tiêu|yêu cầu|mục tiêu)[^,.;\d]{0,40}$")
_REACHED_ONLY = re.compile(r"[^.;]{0,60}?(?<![^\W_])(?:mới|chỉ) đạt")
_REMAINING = re.compile(r"(?:còn|vẫn còn|hiện còn|nay còn)\s{1,3}(?:khoảng\s|gần\s|hơn\s|trên\s)?$")


def _role(
    material: Material, quantity: Quantity, sentence: Sentence, previous: Quantity | None, last: Indicator | None
) -> _Role | None:
    before, after = _before(material, quantity, sentence), _after(material, quantity, sentence)
    clause = _clause(before)
    label = sentence.label
    forward = label == "directions"
    cues = _cues()
    unit = (quantity.unit or "").lower()
    near = cues["before"][0].search(before[-70:])
    cue = re.sub(r"\s+", " ", near.group(1)) if near else None
    found = cues["before"][1].get(cue) if cue else None
    following = cues["after"][0].match(after)
    word_after = re.sub(r"\s+", " ", following.group(1)) if following else None
    counted = quantity.rule.endswith("counted") and not forward and _past_target(before) is None
    if quantity.dimension == "age" or (counted and _THRESHOLD.match(after)):
        return _Role("other", "threshold")
    if _NAMED_TARGET.search(before[-60:]) and _REACHED_ONLY.match(after):
        return _Role("target", "target_word")
    between = material.folded[previous.end : quantity.start] if previous is not None else ""
    if last is not None and last.role == "change" and re.fullmatch(r"\s{0,2}và\s{1,2}", between):
        return _Role("change", "change_series", last.direction)
    if unit == "lần" and re.search(r"bằng\s{1,2}$", before[-6:]):
        return _Role("change", "change_multiple", "up")
    if quantity.dimension == "share_points" and re.search(r"(?<![^\W_])vượt\s{1,3}$", before[-8:]):
        return _Role("change", "change_points", "up")
    share = quantity.dimension == "share" or (quantity.of is not None and not unit)
    if (
        share
        and word_after is not None
        and cues["after"][1][word_after][0] == "completion"
        and (
            re.search(
                r"(?:đạt|bằng|hoàn thành|vượt|được|ước|mới đạt|chỉ đạt|tương đương|ước đạt)\s{1,3}(?:\S+\s){0,2}$",
                before[-40:],
            )
            or not forward
        )
        and not (forward and not re.search(r"đạt|bằng|vượt", before[-30:]))
        and not re.search(r"giao\s{0,3}$", before[-8:])
    ):
        if forward and "giải ngân" in clause:
            return _Role("target", "direction")
        return _Role("completion", "completion")
    if _BASELINE_TIME.search(before[-60:]):
        return _Role("baseline", "baseline_bracket")
    if re.search(r"\((?:năm|quý|cùng kỳ|tháng)[^():]{0,20}(?::|là|đạt)\s{0,2}$", before[-40:]):
        return _Role("baseline", "baseline_bracket")
    if (
        re.search(r"(?:^|\s)(?:từ|tăng từ|giảm từ|nâng từ)\s{1,3}(?:mức\s)?$", before[-16:])
        and _RISE.match(after)
        and not re.match(r"\s{0,3}trở", after)
    ):
        return _Role("baseline", "from_to")
    if (
        re.search(r"(?:^|\s)từ\s{1,3}$", before[-6:])
        and re.match(r"[^,.;]{0,30}?(?<!trở)\s(?:xuống|lên)(?:\s|\n)", after)
        and not forward
    ):
        return _Role("baseline", "from_to")
    if _CONDITION.search(before[-70:]) and not share:
        return _Role("target", "compared_target")
    if found is not None:
        role, direction = found
        if role == "target" and not (cue in ("kế hoạch", "nghị quyết", "yêu cầu") and word_after == "năm"):
            return _Role("target", "target_word")
        if role == "change" and cue is not None:
            if cue in ("tăng", "giảm") and re.match(
                r"\s{0,3}(?:tới|xuống còn|lên)", before[before.rfind(cue) + len(cue) :]
            ):
                return _Role("result" if not forward else "target", "reached")
            if forward:
                return _Role("target", "direction", direction)
            if (
                re.search(r"(?:mục tiêu|chỉ tiêu|phấn đấu)[^.;]{0,60}$", before)
                and not re.search(r"so với", before[-60:])
                and not re.search(r"\d", before[max(0, before.rfind("mục tiêu")) :])
                and "đề ra" in before
            ):
                return _Role("target", "target_clause")
            return _Role("change", "change", direction)
        if role == "shortfall" and not forward:
            return _Role("shortfall", "missed")
    if re.search(r"(?:chỉ tiêu|kế hoạch|mục tiêu|chỉ tiêu [^(]{0,40}giao|giao)\s{0,3}\(\s?(?:là\s)?$", before[-60:]):
        return _Role("target", "target_bracket")
    if re.search(r"\(\s?$", before[-2:]) and last is not None and previous is not None and re.search(
        r"(?:chỉ tiêu|nghị quyết|kế hoạch|dự toán)[^()]{0,140}\(\s?$", material.folded[previous.end : quantity.start]
    ):  # fmt: skip
        return _Role("target", "target_bracket")
    if forward:
        return _Role("target", "direction")
    if (
        re.search(r"(?:vượt|thấp hơn|không đạt)\s{1,3}(?:mốc|so với)?\s{0,3}$", before[-20:])
        and word_after is None
        and share is False
        and "chỉ tiêu" in after[:30]
    ):
        return _Role("change", "change", "up")
    if re.search(r"(?<![^\W_])vượt\s{1,3}$", before[-8:]) and re.match(
        r"[^,.;]{0,20}so với (?:chỉ tiêu|kế hoạch|mục tiêu|nghị quyết)", after
    ):
        return _Role("change", "change_to_plan", "up")
    if label == "other":
        return _past_target(before) or _Role("other", "context")
    past = _past_target(before)
    if past is not None:
        return past
    if label == "limitations":
        if (
            re.search(r"(?:mới đạt|chỉ đạt|mới có|đạt)\s{1,3}$", before[-10:])
            and word_after is None
            and "yêu cầu" in before
        ):
            return _Role("result", "result_below")
        return _Role("shortfall", "shortfall")
    if (
        _REMAINING.search(before[-20:])
        and cues["after"][0].match(after)
        and word_after in ("chưa", "không", "bị", "chậm", "quá hạn")
    ):
        return _Role("shortfall", "remaining")
    if _REMAINING.search(before[-20:]) and re.match(r"[^,.;]{0,40}(?:chưa|không đạt|quá hạn)", after):
        return _Role("shortfall", "remaining")
    return _Role("result", "result")


_PAST_AIM = re.compile(
    r"(?:đề ra|xác định|đặt mục tiêu|đặt kế hoạch|phấn đấu|mục tiêu|đặt ra|đưa ra mục tiêu)(?![^\W_])"
)


def _past_target(before: str) -> _Role | None:
    """A target that the report quotes: "Nghị quyết Đại hội đề ra 15 chỉ tiêu, trong đó …"."""
    aims = list(_PAST_AIM.finditer(before))
    if not aims:
        return None
    match = aims[-1]
    rest = before[match.end() :]
    if match.group() in ("mục tiêu", "đặt ra") and re.search(r"\d", rest):
        return None
    if re.search(r"(?:đã|kết quả|thực hiện|hoàn thành|đạt được|nhằm|theo)\s", rest) or re.search(
        r"(?:đạt|vượt|so với|thực hiện|nhằm|trong)\s[^.;]{0,12}$", before[: match.start()][-18:]
    ):
        return None
    return _Role("target", "quoted_target")


# --- subject -------------------------------------------------------------------------------------------------------

_LEAD_WORDS = re.compile(
    r"^(?:đã|và|đồng thời|trong đó|qua đó|toàn (?:tỉnh|huyện|xã|thành phố|trường|ngành)|kết quả|có|"
    r"được|với|riêng|cụ thể|các cấp|là|cho|đến nay|thêm|như|phấn đấu|"
    r"mục tiêu|chỉ tiêu|tiếp tục|sẽ|đồng thời|tổ chức|thực hiện)\s+"
)
_TAIL_WORDS = re.compile(
    r"(?:\s|^)(?:so với|so|trước|đạt|được|có|là|ước|ước đạt|đạt được|còn|từ|lên|xuống|xuống còn|tăng|giảm|bằng|chiếm|"
    r"khoảng|gần|trên|hơn|dưới|ít nhất|tối thiểu|tối đa|không quá|không dưới|xấp xỉ|gấp|vượt|thêm|mới|"
    r"chỉ|cho|với|tại|trong|đã|"
    r"không thấp hơn|tổng số|cho trên|thấp hơn|cao hơn|của|ở|mức|duy trì|giữ ổn định|đến|tới|:|\(|-|"
    r"kế hoạch|chỉ tiêu|mục tiêu|giữ|nâng)$"
)
_WORDS_AFTER = re.compile(r"\s{0,3}((?:[^\W_]{1,16}[\s/-]{1,3}){0,9}[^\W_]{1,16})")


def _subject(
    material: Material,
    quantity: Quantity,
    sentence: Sentence,
    previous: Quantity | None,
    last: Indicator | None,
    role: _Role,
) -> Span | None:
    """What is measured: the words of the clause before the number, else those after it, else the last subject."""
    start = sentence.start
    if previous is not None and previous.end > start and previous.sentence == quantity.sentence:
        start = previous.end
    start = max(start, quantity.start - _WINDOW)
    before = material.text[start : quantity.start]
    cut = 0
    for mark in re.finditer(r"[,;:.“”\n](?:\s|$)|\(|\s-\s", before):
        if mark.end() < len(before.rstrip()):
            cut = mark.end()
    begin = start + cut
    for time in _times_between(material, begin, quantity.start):
        if material.text[time.end : quantity.start].strip(_EDGE):
            begin = time.end
    left = _tighten(material.text, begin, quantity.start)
    follows = previous is not None and previous.sentence == quantity.sentence
    compares = role.role in ("change", "completion", "baseline") and (left is None or len(left.text.split()) < 2)
    if compares and follows and last is not None and last.subject is not None:
        return last.subject
    if left is not None and len(left.text.split()) >= 1 and not _generic(left.text):
        return left
    match = _WORDS_AFTER.match(material.text, quantity.end, sentence.end)
    if match is not None:
        right = _tighten(material.text, match.start(1), match.end(1))
        if right is not None and not _generic(right.text):
            words = right.text.split()
            return (
                right
                if len(words) < 9
                else Span(right.start, right.start + len(" ".join(words[:8])), right.text[: len(" ".join(words[:8]))])
            )
    if last is not None and previous is not None and previous.sentence == quantity.sentence:
        return last.subject
    return left


def _generic(words: str) -> bool:
    return fold(words) in ("tỷ lệ", "tổng số", "số", "có", "và", "trong đó", "đạt", "được", "mỗi", "cả")


_EDGE = ' \n\t-+*•,;:.()“”"0123456789/'


def _tighten(text: str, start: int, end: int) -> Span | None:
    """Strip verbs, bounds and marks from both ends of a phrase."""
    start += len(text[start:end]) - len(text[start:end].lstrip(_EDGE))
    piece = text[start:end].rstrip(' \n\t,;:.(-“"')
    for _ in range(8):
        folded = fold(piece)
        if match := _TAIL_WORDS.search(folded):
            piece = piece[: match.start()].rstrip(" \n\t,;:.(-")
            continue
        if match := _LEAD_WORDS.match(folded):
            start += match.end()
            piece = piece[match.end() :]
            continue
        break
    if not piece.strip():
        return None
    return Span(start, start + len(piece), piece)


_STOP = frozenset(load_words("no_content"))


def _key(subject: Span | None) -> str | None:
    """The subject folded, without function words: the same for the same indicator."""
    if subject is None:
        return None
    words = [word for word in re.findall(r"\w+", fold(subject.text)) if word not in _STOP]
    return " ".join(words) or None


# --- time ----------------------------------------------------------------------------------------------------------


def _time(material: Material, quantity: Quantity, sentence: Sentence, role: _Role) -> Time | None:
    inside = _times_between(
        material, max(sentence.start, quantity.start - _WINDOW), min(sentence.end, quantity.end + _WINDOW)
    )
    inside = [t for t in inside if t.type != "duration" and t.role != "issued"]
    wanted: Callable[[Time], bool] = (
        (lambda t: t.role == "baseline") if role.role == "baseline" else (lambda t: t.role != "baseline")
    )
    fitting = [
        t
        for t in inside
        if wanted(t) and not (t.type == "relative" and t.first_day is None and fold(t.text) not in _PRESENT)
    ]
    if role.role == "baseline":
        return min(fitting, key=lambda t: abs(t.start - quantity.end)) if fitting else None
    if fitting:
        clause_start = quantity.start - len(_before(material, quantity, sentence).rpartition(";")[2])
        same = [t for t in fitting if t.start >= clause_start]
        before = [t for t in (same or fitting) if t.start < quantity.start]
        after = [
            t
            for t in same
            if t.start >= quantity.end and ";" not in material.text[quantity.end : t.start] and t.role == "deadline"
        ]
        if after and not (before and before[-1].role == "deadline"):
            return after[0]
        if before:
            return before[-1]
    block = material.blocks[sentence.block]
    earlier = [
        t for t in _times_between(material, max(block.start, sentence.start - 4 * _WINDOW), sentence.start)
        if t.type in _SPANNING and t.role not in ("baseline", "issued", "deadline", "since")
    ]  # fmt: skip
    if earlier:
        return earlier[-1]
    section = material.sections[block.section] if block.section is not None else None
    while section is not None:
        if section.title is not None:
            titled = [
                t
                for t in _times_between(material, section.start, section.start + len(section.title) + 12)
                if t.first_day is not None
            ]
            if titled:
                return titled[0]
        section = material.sections[section.parent] if section.parent is not None else None
    if sentence.label == "directions":
        return None
    return material.report_time


_PRESENT = frozenset(("hiện nay", "năm nay", "đến nay"))
_SPANNING = frozenset(("year", "quarter", "months", "half", "month", "term"))


def _times_between(material: Material, start: int, end: int) -> Sequence[Time]:
    starts = material.time_starts
    return material.times[bisect_left(starts, start) : bisect_left(starts, end)]


# A report that only says "một năm" in its title names the year in its opening.
_OPENING_TEXT = 1200


def report_time(times: Sequence[Time], period: tuple[int, int] | None) -> Time | None:
    """The period that the report covers; where its title fixes no days, the first year that its body speaks of."""
    titled = next((t for t in times if (t.start, t.end) == period), None)
    if titled is None or titled.first_day is not None:
        return titled
    near = titled.end + _OPENING_TEXT
    return next((t for t in times if t.type == "year" and t.role is None and titled.end < t.start < near), titled)


# --- assessment and links ------------------------------------------------------------------------------------------

_EXCEEDS = re.compile(r"(?<![^\W_])vượt(?![^\W_])")
_MISSES = re.compile(
    r"(?:không|chưa)\s(?:đạt|hoàn thành)(?:\s(?:chỉ tiêu|kế hoạch|mục tiêu|yêu cầu))?|thấp (?:xa "
    r")?(?:hơn|so với) (?:mục tiêu|chỉ tiêu|kế hoạch|yêu cầu)"
)
_PLAN_WORDS = re.compile(r"chỉ tiêu|kế hoạch|mục tiêu|nghị quyết|dự toán")


def _assess(material: Material, indicators: Sequence[Indicator]) -> list[Indicator]:
    result = []
    for indicator in indicators:
        quantity = indicator.quantity
        sentence = material.sentences[quantity.sentence] if quantity.sentence is not None else None
        assessment = None
        if sentence is not None:
            before = _before(material, quantity, sentence)[-40:]
            after = _after(material, quantity, sentence)[:70]
            if indicator.role == "completion" and quantity.value is not None:
                if re.search(r"vượt\s{1,3}(?:\S+\s){0,2}$", before) or quantity.value > 100:
                    assessment = "exceeded"
                elif quantity.value == 100 and re.search(r"(?:đạt|hoàn thành|bằng)\s{1,3}$", before):
                    assessment = "met"
            elif indicator.role == "result":
                if re.match(r"[^.;\d]{0,60}\(?,?\s?vượt (?:chỉ tiêu|kế hoạch|mục tiêu)", after) or re.match(
                    r"[^.;]{0,50}[,(]\s?vượt\s[\d.,]+\s?[^\W_%]*\s?[^.;,]{0,12}so với chỉ tiêu", after
                ):
                    assessment = "exceeded"
            elif indicator.role == "shortfall" and re.search(r"không đạt|chưa đạt", after[:30] + before[-20:]):
                assessment = "missed"
            elif indicator.role == "change" and indicator.rule.endswith("change_to_plan"):
                assessment = "exceeded"
        result.append(replace(indicator, assessment=assessment, basis="stated" if assessment else None))
    return result


def _link(material: Material, indicators: list[Indicator]) -> list[Indicator]:
    """Join results to the targets that they answer: by the words of comparison in one sentence, by their row in a
    table, and elsewhere by subject and unit. No link is better than a wrong one."""
    result = list(indicators)
    taken: set[int] = set()
    answered: set[int] = set()
    for index, indicator in enumerate(result):
        if indicator.role != "target":
            continue
        place = _result_beside(material, result, index)
        if place is not None and place not in taken:
            taken.add(place)
            answered.add(index)
            if result[place].role in ("change", "shortfall"):
                result[place] = replace(result[place], role="result", direction=None)
            result[place] = _joined(material, result[place], indicator)
    for index, indicator in enumerate(result):
        if indicator.role == "target" and index not in answered:
            place = _result_elsewhere(material, result, index)
            if place is not None and place not in taken:
                taken.add(place)
                result[place] = _joined(material, result[place], indicator)
    return result


def _compatible(first: Quantity, second: Quantity) -> bool:
    if second.unit is None or first.unit is None:
        return True
    a, b = fold(first.unit), fold(second.unit)
    if a == b or a.startswith(b) or b.startswith(a):
        return True
    return first.dimension == second.dimension == "people"


_COMPARED = re.compile(r"\s{0,2}so với (?:mục tiêu|chỉ tiêu|kế hoạch|yêu cầu|nghị quyết)(?:\s\S{1,9}){0,2}\s{0,2}$")
_BESIDE = re.compile(r"chỉ tiêu|kế hoạch|mục tiêu|dự toán|yêu cầu")
_REACHED = re.compile(
    r"(?:mới|chỉ|đã|hiện nay|đến nay|kết quả|thực hiện)\s(?:\S{1,16}\s){0,3}?(?:đạt|được)|(?:ước\s)?đạt\s{0,3}$"
)


def _result_beside(material: Material, indicators: Sequence[Indicator], index: int) -> int | None:
    """The result that a target in the same sentence or the same row of a table is compared with."""
    target = indicators[index]
    table = target.rule.endswith(".table")
    if target.rule.endswith(("target_word", "target_bracket", "compared_target")):
        for place in range(index - 1, max(-1, index - 5), -1):
            other = indicators[place]
            if other.quantity.sentence != target.quantity.sentence:
                break
            between = material.folded[other.quantity.end : target.quantity.start]
            if ";" in between and not target.rule.endswith("target_bracket"):
                break
            if not _BESIDE.search(between) or not _compatible(other.quantity, target.quantity):
                continue
            compares = target.rule.endswith("compared_target") and other.role == "change"
            falls_short = other.role == "shortfall" and _COMPARED.match(between) is not None
            if other.role == "result" or compares or falls_short:
                return place
    for place in range(index + 1, min(len(indicators), index + 3)):
        other = indicators[place]
        if other.quantity.sentence != target.quantity.sentence:
            break
        between = material.folded[target.quantity.end : other.quantity.start]
        if table and other.role == "result":
            return place
        if (
            (
                not table
                and ";" not in between
                and len(between) < 90
                and _REACHED.search(between)
                and other.role in ("result", "shortfall")
            )
            and target.rule.endswith(("target_word", "target_clause", "quoted_target"))
            and _same_unit(other.quantity, target.quantity)
        ):
            return place if other.role == "result" else None
    return None


def _same_unit(first: Quantity, second: Quantity) -> bool:
    a, b = fold(first.unit or ""), fold(second.unit or "")
    if not a or not b:
        return False
    return a == b or a.split("/")[0] == b.split("/")[0] or (first.dimension == second.dimension == "people")


def _result_elsewhere(material: Material, indicators: Sequence[Indicator], index: int) -> int | None:
    """The later result that speaks of the same thing in the same unit as a target that the report quotes."""
    target = indicators[index]
    home = _sentence_of(material, target)
    ahead = home is not None and home.label == "directions"
    if home is None or not (ahead or target.rule.endswith(("quoted_target", "target_clause"))):
        return None
    wanted = _content(material, target, home)
    if len(wanted) < 2:
        return None
    best, score = None, 0.0
    for place in range(index + 1, min(len(indicators), index + _FURTHEST)):
        other = indicators[place]
        sentence = _sentence_of(material, other)
        if other.role != "result" or sentence is None or other.target is not None or sentence is home:
            continue
        if not _same_unit(other.quantity, target.quantity) or (ahead and other.assessment is None):
            continue
        overlap = len(wanted & _content(material, other, sentence)) / len(wanted)
        if other.assessment is not None:
            overlap += 0.15
        if overlap > score:
            best, score = place, overlap
    return best if score >= _ENOUGH else None


# Share of the content words of a target that its result must repeat, chosen on the annotated reports.
_ENOUGH = 0.6
# How many indicators further a target looks for its result.
_FURTHEST = 400


def _sentence_of(material: Material, indicator: Indicator) -> Sentence | None:
    place = indicator.quantity.sentence
    return None if place is None else material.sentences[place]


def _content(material: Material, indicator: Indicator, sentence: Sentence) -> set[str]:
    """The content words of the clause around a quantity, without the words of its unit and of comparison."""
    quantity = indicator.quantity
    before = re.split(r"[,;:(]", _before(material, quantity, sentence))[-1]
    after = re.split(r"[;:()]", _after(material, quantity, sentence)[:_CLAUSE])
    own = set(re.findall(r"[^\W\d_]+", fold(quantity.unit or "")))
    words = re.findall(r"[^\W\d_]+", before + " " + after[0])
    return {word for word in words if word not in _STOP and word not in _PLAN and word not in own and len(word) > 1}


# How much of a clause after a quantity names what it counts.
_CLAUSE = 72
_PLAN = frozenset(load_words("of_plans"))


def _joined(material: Material, result: Indicator, target: Indicator) -> Indicator:
    about = " ".join(fold(span.text) for span in (result.subject, target.subject) if span is not None)
    computed = _compare(result.quantity, target.quantity, less=_LESS_IS_BETTER.search(about) is not None)
    assessment, basis = result.assessment, result.basis
    if assessment is None and computed is not None:
        low = _sentence_of(material, result)
        around = material.folded[
            min(result.quantity.start, target.quantity.start) - 30 : max(result.quantity.end, target.quantity.end)
        ]
        if (
            computed != "missed"
            or _MISSES.search(around)
            or re.search(r"(?:mới|chỉ) (?:đạt|có)", around)
            or (low is not None and low.label == "limitations")
        ):
            assessment, basis = computed, "computed"
    return replace(result, target=target, assessment=assessment, basis=basis)


_LESS_IS_BETTER = re.compile(rf"(?<![^\W_])(?:{trie_pattern(load_words('less_is_better'))})(?![^\W_])")


def _compare(result: Quantity, target: Quantity, *, less: bool) -> str | None:
    value = result.value if result.value is not None else result.low
    bound = target.value if target.value is not None else target.low
    if value is None or bound is None:
        return None
    if target.comparator in ("<=", "<") or less:
        return "exceeded" if less and value < bound else "met" if value <= bound else "missed"
    if value > bound:
        return "exceeded"
    return "met" if value == bound else "missed"
