"""Links: the target that a result answers, and the other edges between the indicators of one report.

A target is joined to a result where the words compare the two, where a row of a table holds both, and elsewhere where
both name the same thing in the same unit for times that do not exclude each other. No link is better than a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from vnreport.entities.models import Quantity
from vnreport.facts.assessment import settled
from vnreport.facts.material import PLAN_WORDS, WINDOW, Material
from vnreport.facts.models import Indicator, RelatedIndicator
from vnreport.lexicon import lexicon_cache, load_words
from vnreport.records import record, replace
from vnreport.structure.models import Sentence
from vnreport.text.engine import SYLLABLE
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

# How many indicators before and after it a target looks at for its result.
_REACH = 400
# Share of the content words of a target that its result must repeat, chosen on the annotated reports.
_ENOUGH = 0.6
# How much of a clause after a quantity names what it counts.
_CLAUSE = 72


def link_targets(material: Material, indicators: Sequence[Indicator]) -> list[Indicator]:
    """The indicators with the target of each result that answers one, and the verdict that the two come to."""
    result = list(indicators)
    answered: dict[int, int] = {}
    for index, indicator in enumerate(result):
        if indicator.role == "target" and (place := _beside(material, result, index)) is not None:
            if result[place].target is not None:
                continue
            if result[place].role in ("change", "shortfall"):
                result[place] = replace(result[place], role="result", direction=None)
            if indicator.rule.endswith("target_bracket"):
                # What stands in the bracket is the target of what the result names.
                indicator = result[index] = replace(
                    indicator, subject=result[place].subject, subject_key=result[place].subject_key
                )
            result[place] = settled(material, result[place], indicator)
            answered[index] = place
    contents = _Contents(material, result)
    for index, indicator in enumerate(result):
        if indicator.role != "target":
            continue
        if index in answered:
            place = _same_again(material, result, index, answered[index], contents)
        else:
            place = _elsewhere(material, result, index, contents)
        if place is not None:
            result[place] = settled(material, result[place], indicator)
    return result


# --- in one sentence, in one row -----------------------------------------------------------------------------------

_COMPARED = pattern(r"\s{0,2}so với (?:mục tiêu|chỉ tiêu|kế hoạch|yêu cầu|nghị quyết)(?:\s\S{1,9}){0,2}\s{0,2}$")
_HIGHER = pattern(
    r"(?:(?:cao|thấp|nhiều|ít|thấp xa) hơn (?:so với )?|(?:không|chưa) đạt (?:được )?)"
    r"(?:mục tiêu|chỉ tiêu|kế hoạch|dự toán|nghị quyết|yêu cầu)"
)
_PLAN = pattern(PLAN_WORDS)
_IN_BRACKET = pattern(
    rf"\s?\(\s?{PLAN_WORDS}[^()\d]{{0,20}}$"
    rf"|\s?,\s?(?:trong khi\s)?{PLAN_WORDS}(?:\s(?:đề ra|được giao|giao|năm|là|đặt ra)){{0,3}}\s{{0,2}}$"
)
_REACHED = pattern(
    r"(?:mới|chỉ|đã|hiện nay|đến nay|kết quả|thực hiện)\s(?:\S{1,16}\s){0,3}?(?:đạt|được|có|thực hiện)"
    r"|(?:ước\s)?đạt\s{0,3}$"
)
_ALREADY = pattern(r"(?<![^\W_])(?:đã|đến nay|kết quả)\s")
# How far a target looks back in its sentence: a bracket may list the targets of several results.
_BACK = 8


def _beside(material: Material, indicators: Sequence[Indicator], index: int) -> int | None:
    """The result that a target in the same sentence or the same row of a table is compared with."""
    target = indicators[index]
    if target.rule.endswith(("target_word", "target_bracket", "compared_target")):
        place = _compared_before(material, indicators, index)
        if place is not None:
            return place
    table = target.rule.endswith(".table")
    for place in range(index + 1, min(len(indicators), index + 3)):
        other = indicators[place]
        if other.quantity.sentence != target.quantity.sentence:
            break
        if table and other.role == "result":
            return place
        if other.rule.endswith("result_after_target") and _named_alike(target, other):
            return place
        between = material.folded[target.quantity.end : other.quantity.start]
        if (
            not table
            and ";" not in between
            and len(between) < 90
            and (_REACHED.search(between) or (target.rule.endswith("target_word") and _ALREADY.search(between)))
            and other.role in ("result", "shortfall")
            and target.rule.endswith(("target_word", "target_clause", "quoted_target"))
            and same_unit(other.quantity, target.quantity)
        ):
            return place
    return None


def _named_alike(first: Indicator, second: Indicator) -> bool:
    """Whether two indicators count the same, and name it with the same words."""
    if first.subject is None or second.subject is None or not same_unit(first.quantity, second.quantity):
        return False
    return fold(first.subject.text) == fold(second.subject.text)


def _compared_before(material: Material, indicators: Sequence[Indicator], index: int) -> int | None:
    target = indicators[index]
    bracket = target.rule.endswith("target_bracket")
    for place in range(index - 1, max(-1, index - _BACK), -1):
        other = indicators[place]
        if other.quantity.sentence != target.quantity.sentence:
            break
        between = material.folded[other.quantity.end : target.quantity.start]
        if ";" in between and not bracket:
            break
        if not _PLAN.search(between) or not _compatible(other.quantity, target.quantity):
            continue
        if bracket and other.quantity.dimension == target.quantity.dimension == "share" and other.role != "result":
            continue
        if other.target is not None or (bracket and not _same_rate(other.quantity, target.quantity)):
            continue
        compares = other.role == "change" and _HIGHER.search(between) is not None
        falls_short = (
            other.role == "shortfall"
            and other.quantity.comparator not in ("<", "<=")
            and (
                bracket
                or _IN_BRACKET.match(between) is not None
                or _COMPARED.match(between) is not None
                or _HIGHER.search(between) is not None
            )
        )
        if other.role == "result" or compares or falls_short:
            return place
    return None


def _compatible(first: Quantity, second: Quantity) -> bool:
    if second.unit is None or first.unit is None:
        return True
    return same_unit(first, second)


def _same_rate(first: Quantity, second: Quantity) -> bool:
    """ "32,5 giường/vạn dân" is no "94%": a rate meets its own."""
    return (
        ("/" in (first.unit or "")) <= ("/" in (second.unit or "")) or second.unit is None or first.unit == second.unit
    )


# A report counts in few units, and compares them often.
_folded = lru_cache(maxsize=4096)(fold)


def same_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities count the same: one unit, one measure, or people by whatever name."""
    if not first.unit or not second.unit:
        return False
    a, b = _folded(first.unit), _folded(second.unit)
    if a == b or a.split("/")[0] == b.split("/")[0] or a.startswith(b + " ") or b.startswith(a + " "):
        return True
    if first.dimension is None or first.dimension != second.dimension:
        return False
    return first.dimension == "people" or (first.base_value is not None and second.base_value is not None)


# --- across sentences and sections ---------------------------------------------------------------------------------


@lexicon_cache
def _silent_words() -> frozenset[str]:
    return frozenset((*load_words("no_content"), *load_words("of_plans")))


class _Contents:
    """The content words of each indicator, read once: of its clause, and of its subject with its unit."""

    def __init__(self, material: Material, indicators: Sequence[Indicator]) -> None:
        self._material, self._indicators = material, indicators
        self._clauses: dict[int, frozenset[str]] = {}
        self._results = [index for index, indicator in enumerate(indicators) if indicator.role == "result"]

    def results_around(self, index: int) -> Iterable[int]:
        """The results after an indicator, then those before it, as far as a target looks."""
        first, here, last = (bisect_left(self._results, place) for place in (index - _REACH, index, index + _REACH))
        yield from self._results[here:last]
        yield from self._results[first:here]

    def clause(self, index: int) -> frozenset[str]:
        """The words of the clause around a quantity, without those of its unit and of comparison."""
        if index not in self._clauses:
            indicator = self._indicators[index]
            sentence = self._material.sentence_of(indicator)
            self._clauses[index] = frozenset() if sentence is None else self._read(indicator, sentence)
        return self._clauses[index]

    def _read(self, indicator: Indicator, sentence: Sentence) -> frozenset[str]:
        quantity, folded = indicator.quantity, self._material.folded
        before = folded[max(sentence.start, quantity.start - WINDOW) : quantity.start]
        after = folded[quantity.end : min(sentence.end, quantity.end + _CLAUSE)]
        named = [_MARK_BEFORE.split(before)[-1], _MARK_AFTER.split(after, 1)[0]]
        if indicator.subject is not None:
            named.append(fold(indicator.subject.text))
        return content_words(" ".join(named), quantity.unit)


# A piece behind a comma that holds a number tells what that one counts.
_MARK_BEFORE, _MARK_AFTER = pattern(r"[,;:(]"), pattern(r"[;:()]|,(?=[^,;:()\d]{0,72}\d)")


def content_words(text: str, unit: str | None = None) -> frozenset[str]:
    """The words of a folded text that say what is measured."""
    silent, own = _silent_words(), set(SYLLABLE.findall(fold(unit or "")))
    return frozenset(
        word for word in SYLLABLE.findall(text) if len(word) > 1 and word not in silent and word not in own
    )


@record
class _Candidate:
    place: int
    score: float


def _elsewhere(material: Material, indicators: Sequence[Indicator], index: int, contents: _Contents) -> int | None:
    """The result anywhere in the report that speaks of the same thing in the same unit as a target that it quotes."""
    target = indicators[index]
    home = material.sentence_of(target)
    if home is None or not (_is_quoted(material, target) or home.label == "directions"):
        return None
    if _COMPARES.search(material.folded, max(home.start, target.quantity.start - 40), target.quantity.start):
        # What it is compared with stands beside it, or nowhere.
        return None
    wanted = contents.clause(index)
    candidates = []
    for place in contents.results_around(index):
        other = indicators[place]
        if not _may_answer(material, target, other, home):
            continue
        ahead = not _is_quoted(material, target)
        if ahead and (place < index or other.assessment is None):
            continue
        score = _likeness(target, other, wanted, contents.clause(place))
        if other.assessment is not None:
            score += 0.15
        candidates.append(_Candidate(place, score))
    return _best(candidates)


def _likeness(target: Indicator, result: Indicator, wanted: frozenset[str], given: frozenset[str]) -> float:
    """How much of what a target names its result names too; the same entry of the catalogue settles it."""
    if target.subject_key is not None and target.subject_key == result.subject_key:
        return 1.0
    if target.subject_key is not None and result.subject_key is not None:
        return 0.0
    if len(wanted) < 2:
        return 0.0
    return len(wanted & given) / len(wanted)


def _best(candidates: Iterable[_Candidate]) -> int | None:
    """The most alike; of equals the first. Below `_ENOUGH` none is."""
    best = max(candidates, key=lambda candidate: (candidate.score, -candidate.place), default=None)
    return best.place if best is not None and best.score >= _ENOUGH else None


_COMPARES = pattern(
    rf"(?:so với|hơn|vượt|không đạt|chưa đạt|trong khi)\s(?:\S{{1,9}}\s){{0,2}}?{PLAN_WORDS}[^,.;\d]{{0,24}}$"
)
_EACH_YEAR = pattern(r"(?:mỗi|hằng|hàng|từng)\s(?:năm|quý|tháng)|/năm|bình quân (?:một )?năm")


def _is_quoted(material: Material, target: Indicator) -> bool:
    """Whether a target is one of the past: quoted, or for a time that the report has covered."""
    if target.rule.endswith(("quoted_target", "target_clause", "target_word")):
        return True
    covered, due = material.report_time, target.time
    if covered is None or due is None or covered.last_day is None or due.last_day is None:
        return False
    if due.sentence != target.quantity.sentence:
        return False  # a time that is only carried over dates no aim of the past
    return due.last_day <= covered.last_day and target.rule.endswith("direction") and due.role != "deadline"


_AIMS = frozenset(("chỉ tiêu", "mục tiêu", "tiêu chí", "nhiệm vụ"))


def _may_answer(material: Material, target: Indicator, other: Indicator, home: Sentence) -> bool:
    if other.role != "result" or other.target is not None or other.quantity.sentence == target.quantity.sentence:
        return False
    if not same_unit(other.quantity, target.quantity) or other.quantity.rank or target.quantity.rank:
        return False
    if _folded(target.quantity.unit or "") in _AIMS and _folded(other.quantity.unit or "") not in _AIMS:
        return False  # "12 kỳ" do not answer "14 chỉ tiêu"
    if _is_part(material, other) != _is_part(material, target) or _one_year_of_many(target, other):
        return False
    if _is_of_whole_term(material, target) and not _is_of_whole_term(material, other) and _is_of_short_time(other):
        return _is_rate(target.quantity)
    if _each_year(material, target) != _each_year(material, other) and not _is_rate(target.quantity):
        return False
    return not _apart(material, target, other)


def _is_rate(quantity: Quantity) -> bool:
    """Shares and amounts a head are levels: they do not add up over the years."""
    return (
        quantity.dimension in ("share", "share_points") or "/" in (quantity.unit or "") or quantity.dimension == "money"
    )


def _one_year_of_many(target: Indicator, result: Indicator) -> bool:
    """ "cả nhiệm kỳ thành lập 15 CĐCS" is not answered by what one year brought."""
    aim, done = target.time, result.time
    if (
        aim is None
        or done is None
        or _is_rate(target.quantity)
        or done.type not in ("year", "quarter", "month", "months", "half")
    ):
        return False
    if done.last_day is not None and done.last_day == aim.last_day and target.quantity.dimension in ("mass", "area"):
        # What the last year has reached.
        return False
    return aim.type in ("term", "period") and done.modifier is None


_MARK = pattern(r"[,;:.]")


def _each_year(material: Material, indicator: Indicator) -> bool:
    before = _MARK.split(_clause_before(material, indicator)[-60:])[-1]
    return _EACH_YEAR.search(before + fold(indicator.quantity.text)) is not None


def _is_of_whole_term(material: Material, indicator: Indicator) -> bool:
    return _WHOLE_TERM.search(_clause_before(material, indicator)) is not None


def _is_of_short_time(indicator: Indicator) -> bool:
    return indicator.time is not None and indicator.time.type in ("year", "months", "quarter")


_WHOLE_TERM = pattern(r"(?:cả|toàn|trong|hết) (?:nhiệm kỳ|khóa|giai đoạn)")


def _clause_before(material: Material, indicator: Indicator) -> str:
    sentence = material.sentence_of(indicator)
    start = indicator.quantity.start if sentence is None else max(sentence.start, indicator.quantity.start - 120)
    return material.folded[start : indicator.quantity.start]


def _is_part(material: Material, indicator: Indicator) -> bool:
    """ "trong đó nữ 120": a part does not answer for the whole."""
    sentence = material.sentence_of(indicator)
    if sentence is None or indicator.role != "result":
        return False
    start = max(sentence.start, indicator.quantity.start - 80)
    return _AMONG_THEM.search(material.folded, start, indicator.quantity.start) is not None


_AMONG_THEM = pattern(r"trong (?:đó|số đó)[^.;]{0,60}$")


def _apart(material: Material, target: Indicator, result: Indicator) -> bool:
    """Whether the result lies before the target's time begins, or after it is over."""
    aim, done = target.time, result.time
    if aim is None or done is None:
        return False
    if aim.first_day is not None and done.last_day is not None and done.last_day < aim.first_day:
        until = re.search(r"(?:đến|tới)\s(?:hết\s|cuối\s)?$", material.folded[max(0, aim.start - 12) : aim.start])
        return aim.role != "deadline" and until is None
    return aim.last_day is not None and done.first_day is not None and done.first_day > aim.last_day


def _same_again(
    material: Material, indicators: Sequence[Indicator], index: int, known: int, contents: _Contents
) -> int | None:
    """A result of a table that the text tells too: the same value of the same thing."""
    target, answer = indicators[index], indicators[known]
    if not target.rule.endswith(".table") or answer.quantity.value is None:
        return None
    wanted = contents.clause(known) | content_words(fold(answer.subject.text) if answer.subject else "")
    for place in contents.results_around(index):
        other = indicators[place]
        if other.role != "result" or other.target is not None or material.is_row(other) or not wanted:
            continue
        if not _same_value(other.quantity, answer.quantity):
            continue
        given = contents.clause(place) | content_words(fold(other.quantity.unit or ""))
        if len(wanted & given) / len(wanted) >= _ENOUGH:
            return place
    return None


_SCALES = (Decimal(1), Decimal(1000), Decimal(1000000), Decimal(1000000000))


def _same_value(text: Quantity, cell: Quantity) -> bool:
    """A cell holds the number as printed, its scale stands in the column of units."""
    if text.value is None or cell.value is None or cell.value == 0:
        return False
    return any(text.value == cell.value * scale for scale in (_SCALES if text.dimension == "money" else _SCALES[:1]))


# --- other edges ---------------------------------------------------------------------------------------------------

# Scores of the kinds of evidence: an edge inside one row or bracket is surer than one over a comma.
_SURE, _LIKELY = 0.9, 0.7
_PART = pattern(r"(?:trong (?:đó|tổng số đó|số đó|số này)|gồm|bao gồm|cụ thể)(?![^\W_])")
_SHARE_OF = pattern(
    r"(?:[^;.()\d]{0,80}[,(\s]\s?|\s?)\(?(?:ước\s)?(?:tỷ lệ|đạt tỷ lệ|chiếm tỷ lệ|đạt|chiếm|bằng|tương đương)?\s{0,2}$"
)


def relate(material: Material, indicators: Sequence[Indicator]) -> list[Indicator]:
    """The indicators with their edges: `completion_of`, `change_of`, `change_from`, `part_of`, `share_of`."""
    places = {(item.quantity.start, item.quantity.end): index for index, item in enumerate(indicators)}
    related: list[Indicator] = []
    for index, indicator in enumerate(indicators):
        edges: list[RelatedIndicator] = []
        if indicator.role == "completion":
            edges = _completion_edges(material, indicators, index, places)
        elif indicator.role == "change":
            edges = [
                RelatedIndicator(place, "change_of", score) for place, score in _measured(material, indicators, index)
            ]
            edges += _baseline_edges(indicators, index)
        elif indicator.role in ("result", "other", "shortfall"):
            edges = _part_edges(material, indicators, index)
            if indicator.role == "result":
                edges += _baseline_edges(indicators, index)
        edges.sort(key=lambda edge: (edge.indicator, edge.kind))
        related.append(replace(indicator, related=tuple(edges)) if edges else indicator)
    return related


def _neighbours(indicators: Sequence[Indicator], index: int, reach: int) -> Iterable[int]:
    """The indicators of the same sentence, the nearest before first, then the nearest after."""
    home = indicators[index].quantity.sentence
    for place in (
        *range(index - 1, max(-1, index - 1 - reach), -1),
        *range(index + 1, min(len(indicators), index + 1 + reach)),
    ):
        if indicators[place].quantity.sentence == home:
            yield place


def _same_subject(first: Indicator, second: Indicator) -> bool:
    return first.subject is not None and second.subject is not None and first.subject.start == second.subject.start


# "giảm 5 vụ (11,6%)": one change, told twice.
_SAME_CHANGE = pattern(r"\s?[(,]\s?(?:tương ứng|tương đương|bằng)?\s?")


def _measured(material: Material, indicators: Sequence[Indicator], index: int) -> list[tuple[int, float]]:
    """The result that a share of plan or a change speaks of: the nearest before it with the same subject.

    What stands in a bracket that closed before it is a part: "57 đảng viên (15 nữ), đạt 114% chỉ tiêu".
    """
    own = indicators[index]
    found: list[tuple[int, float]] = []
    if own.role == "change" and own.quantity.dimension == "share" and index:
        before = indicators[index - 1]
        between = material.folded[before.quantity.end : own.quantity.start]
        if before.role == "change" and _SAME_CHANGE.fullmatch(between):
            return _measured(material, indicators, index - 1)
    for place in _neighbours(indicators, index, 4):
        other = indicators[place]
        if other.role not in ("result", "shortfall") or not _same_subject(own, other):
            continue
        if own.role == "completion" and other.quantity.dimension in ("share", "share_points"):
            continue
        closed = material.folded.find(")", other.quantity.end, own.quantity.start)
        if closed >= 0 and "(" not in material.folded[other.quantity.end : closed]:
            found.append((place, _LIKELY))
            continue
        if own.quantity.dimension in ("share", "multiple") or same_unit(own.quantity, other.quantity):
            return [(place, _SURE)]
        found.append((place, _LIKELY))
    return found[:1]


def _completion_edges(
    material: Material, indicators: Sequence[Indicator], index: int, places: dict[tuple[int, int], int]
) -> list[RelatedIndicator]:
    edges = [RelatedIndicator(place, "completion_of", score) for place, score in _measured(material, indicators, index)]
    for edge in tuple(edges):
        target = indicators[edge.indicator].target
        if target is not None:
            edges.append(
                RelatedIndicator(places[target.quantity.start, target.quantity.end], "completion_of", edge.score)
            )
    if not edges:
        for place in _neighbours(indicators, index, 3):
            if indicators[place].role == "target" and _same_subject(indicators[index], indicators[place]):
                return [RelatedIndicator(place, "completion_of", _LIKELY)]
    return edges


def _baseline_edges(indicators: Sequence[Indicator], index: int) -> list[RelatedIndicator]:
    own = indicators[index]
    for place in _neighbours(indicators, index, 3):
        other = indicators[place]
        if other.role == "baseline" and _same_subject(own, other):
            return [RelatedIndicator(place, "change_from", _SURE)]
    return []


# "46 đảng viên (giảm 08 đảng viên so với năm trước), gồm: khiển trách 29"
_ASIDE = pattern(r"\s?\([^()]{0,80}\)")


def _part_edges(material: Material, indicators: Sequence[Indicator], index: int) -> list[RelatedIndicator]:
    own = indicators[index]
    for place in range(index - 1, max(-1, index - 1 - _BACK), -1):
        whole = indicators[place]
        if whole.quantity.sentence != own.quantity.sentence:
            break
        if material.is_row(own):
            break
        if whole.quantity.dimension == "age":
            continue  # "500 trẻ dưới 1 tuổi, đạt 95%": it tells who was counted
        between = material.folded[whole.quantity.end : own.quantity.start]
        if own.quantity.dimension == "share":
            told = _same_subject(own, whole) and _SHARE_OF.fullmatch(between) is not None
            if place == index - 1 and told and whole.quantity.dimension != "share":
                return [RelatedIndicator(place, "share_of", _SURE if "(" in between else _LIKELY)]
            continue
        if ";" in between or whole.role == "change" or not _counts_alike(own.quantity, whole.quantity):
            continue
        between = _ASIDE.sub("", between)
        parts = list(_PART.finditer(between))
        # The words that open the parts stand right behind the whole.
        if parts and not re.search(r"\d", between[: parts[0].start()]) and parts[0].start() <= 60:
            return [RelatedIndicator(place, "part_of", _LIKELY)]
    return []


def _counts_alike(part: Quantity, whole: Quantity) -> bool:
    if part.rank or whole.rank:
        return False
    if part.unit is None:
        return whole.dimension not in ("share", "money", "area", "mass", "length")
    own, general = fold(part.unit), fold(whole.unit or "")
    if own == general or (general and own.startswith(general + " ")):
        return True
    return part.dimension == whole.dimension == "people"
