"""Subjects: what a quantity measures, as a span of the report.

What is measured stands before the number and its verb ("tỷ lệ hộ nghèo còn 4%"), is itself the verb before a counted
noun ("kết nạp 412 hội viên"), or follows what was counted ("14 xã có điện", "tổ chức 3 cuộc đối thoại"); a number that
names nothing of its own belongs to the one before it ("…, tăng 5% so với cùng kỳ").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vnreport.facts.material import PLAN_WORDS, Place
from vnreport.facts.models import Indicator
from vnreport.facts.phrases import HARD_BREAK, Phrase, earlier_phrase, phrase_after, phrase_before, word_classes
from vnreport.facts.roles import Role
from vnreport.text.normalize import fold
from vnreport.text.spans import Span

# A bare verb ("trồng mới", "hoàn thành tốt") gives way to the noun that it acts on.
_BARE = 3
_MEASURED = frozenset(("area", "length", "mass", "volume"))
_RATE = re.compile(r"[^\W\d_]{1,16}(?:\s[^\W\d_]{1,16}){0,3}(?=\s?/)")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: its span, and the words that name it, the verb before the number included ("trồng … rừng")."""

    span: Span
    words: str


def find_subject(place: Place, role: Role, earlier: Sequence[Indicator]) -> Subject | None:
    """What the quantity at a place measures, or None where nothing in its reach names it.

    `earlier` are the indicators before it, whose subject it may share.
    """
    return _Reader(place, role, earlier).read()


class _Reader:
    """The choice between what stands before the number, what follows it, and what an earlier number has named."""

    def __init__(self, place: Place, role: Role, earlier: Sequence[Indicator]) -> None:
        self._place, self._role, self._earlier, self._material = place, role, earlier, place.material
        self._left, self._right = phrase_before(place), phrase_after(place)
        self._between = place.between

    def read(self) -> Subject | None:
        left, right = self._left, self._right
        if self._is_compared() and (shared := self._shared()) is not None:
            return shared
        if right is not None and _BROUGHT.search(self._place.before[-12:]):
            # "đuối nước làm 03 trẻ em tử vong"
            return self._as_subject(right)
        verdict = self._verdict()
        if verdict is not None and (left is None or left.kind in ("light", "agent", "noun")):
            return self._as_subject(verdict)
        if left is not None and self._is_leftover(left) and (shared := self._shared()) is not None:
            return shared
        if left is not None and left.kind not in ("light", "agent"):
            if right is not None and self._gives_way(left, right):
                return self._as_subject(right, left)
            return self._as_subject(left)
        return self._without_left()

    def _without_left(self) -> Subject | None:
        """Nothing before the number names it: what follows does, or an earlier number has."""
        left, right, shared = self._left, self._right, self._shared()
        if shared is not None and left is None and self._belongs_to_earlier():
            return shared
        if left is None and right is not None and shared is not None and self._goes_on(right, shared):
            return shared
        if right is not None and (left is None or left.kind == "agent" or self._happens(right)):
            return self._as_subject(right, left)
        rate = _rate(self._place)
        first = earlier_phrase(self._place)
        alone = shared is None or ";" in self._between or not self._between.strip(" ,;\n")
        if rate is not None and alone and (left is not None or first is None or first.kind == "agent"):
            return Subject(rate, rate.text)
        if left is not None:
            return self._as_subject(left)
        if shared is None and left is None and (ahead := self._ahead()) is not None:
            return self._as_subject(ahead)
        if shared is not None and not HARD_BREAK.search(self._between):
            return shared
        if first is not None:
            return self._as_subject(first)
        return shared or self._of_block()

    def _as_subject(self, phrase: Phrase, verb: Phrase | None = None) -> Subject:
        text, folded = self._material.text, self._material.folded
        words = folded[phrase.start : phrase.end]
        if verb is not None and verb.kind in ("verb", "light"):
            words = f"{folded[verb.start : verb.end]} {words}"
        elif phrase.kind in ("verb", "light") and self._right is not None:
            # "giới thiệu | 12 đoàn viên | ưu tú cho Đảng": the unit stands between.
            words = f"{words} {self._place.quantity.unit or ''} {folded[self._right.start : self._right.end]}"
        return Subject(Span(phrase.start, phrase.end, text[phrase.start : phrase.end]), words)

    def _shared(self) -> Subject | None:
        """The subject of the number before it in the sentence; a change takes that of the number with its unit."""
        home, unit = self._place.quantity.sentence, self._place.quantity.unit
        near = [i for i in self._earlier[-8:] if i.quantity.sentence == home and i.subject is not None]
        if not near or self._place.previous is None:
            return None
        chosen = near[-1]
        if self._role.role == "change" and unit is not None and chosen.quantity.unit != unit:
            chosen = next((i for i in reversed(near) if i.quantity.unit == unit and i.role != "change"), chosen)
        assert chosen.subject is not None
        return Subject(chosen.subject, fold(chosen.subject.text))

    def _ahead(self) -> Phrase | None:
        """ "Có 3 tập thể, 7 cá nhân được tặng Bằng khen": of a row of counts the last says what all did."""
        place, following = self._place, self._place.following
        if following is None or place.is_share or following.sentence != place.quantity.sentence:
            return None
        between = self._material.folded[place.quantity.end : following.start]
        if not re.fullmatch(r"\s{0,2}(?:,|và)\s{0,2}", between):
            return None
        return phrase_after(Place(self._material, following, place.sentence, place.quantity, None))

    def _of_block(self) -> Subject | None:
        """A sentence that says no subject at all ("Đạt 98% kế hoạch.") goes on with that of the sentence before it."""
        if not self._earlier or self._place.previous is not None:
            return None
        if self._role.role not in ("completion", "change", "baseline") and not self._place.is_share:
            return None
        last = self._earlier[-1]
        other = self._material.sentence_of(last)
        if last.subject is None or other is None or other.block != self._place.sentence.block:
            return None
        return Subject(last.subject, fold(last.subject.text))

    def _belongs_to_earlier(self) -> bool:
        """Whether a number without a name speaks of the number before it, and not of what follows."""
        place, role, between = self._place, self._role, self._between
        if place.quantity.rank or re.match(r"\s{0,2}(?:và|hoặc|/)(?:\s|$)", between) or between.strip() == "/":
            return True
        if re.search(r"\([^()]{0,24}$", between):
            return True
        if role.role in ("change", "completion", "baseline") and not HARD_BREAK.search(between):
            return place.is_share or self._right is None
        return False

    def _goes_on(self, right: Phrase, shared: Subject) -> bool:
        """ "cấp 38 giấy phép, 12 giấy chứng nhận an toàn": a row of things that one verb governs."""
        place, folded = self._place, self._material.folded
        if place.previous is None or place.is_share or shared.span.start > place.previous.start:
            return False
        if not re.fullmatch(r"[^;:.()]{0,60},\s?", place.between) or _rate(place) is not None:
            return False
        return word_classes().predicate.match(folded, right.start, right.end) is None

    def _is_compared(self) -> bool:
        """A target that a result is held against names nothing of its own: "thấp hơn mục tiêu 95%"."""
        rule = self._role.rule
        if rule.endswith(("target_bracket", "compared_target")):
            return True
        if not rule.endswith("target_word"):
            return False
        return _AGAINST.search(self._place.before[-60:]) is not None or _PLAN_TOLD.fullmatch(self._between) is not None

    def _is_leftover(self, left: Phrase) -> bool:
        """Words right behind the number before are its own: "31 vụ | vi phạm với số tiền | 1,47 tỷ đồng"."""
        if left.kind not in ("noun", "agent") or self._place.previous is None:
            return False
        return not _BREAK.search(self._material.folded, self._place.previous.end, left.start)

    def _gives_way(self, left: Phrase, right: Phrase) -> bool:
        """Whether the verb before the number says less than what follows: "trồng 3.150 ha | rừng"."""
        if left.kind != "verb" or left.words(self._material) > _BARE:
            return False
        folded, classes = self._material.folded, word_classes()
        if classes.cause.match(folded, left.start, left.end) and classes.toward.match(folded, right.start, right.end):
            return True
        return right.words(self._material) > 1 and (self._place.is_share or self._place.quantity.dimension in _MEASURED)

    def _happens(self, right: Phrase) -> bool:
        """After a light verb the noun names what is done, unless it is a mere adjective of what was counted."""
        quantity = self._place.quantity
        if fold(quantity.unit or "") in _COUNTED_TARGETS:
            return False
        if quantity.dimension == "money" and word_classes().toward.match(self._material.folded, right.start, right.end):
            # "bố trí 1,2 tỷ đồng nâng cấp chợ"
            return False
        if right.words(self._material) > 1:
            return True
        return word_classes().event.match(fold(quantity.unit or "")) is not None

    def _verdict(self) -> Phrase | None:
        """ "11 chỉ tiêu vượt": of counted targets, what became of them is what is told."""
        quantity, folded = self._place.quantity, self._material.folded
        if fold(quantity.unit or "") not in _COUNTED_TARGETS:
            return None
        match = _VERDICT.match(folded, quantity.end, self._place.sentence.end)
        if match is None:
            match = _VERDICT_BEFORE.search(folded, max(self._place.sentence.start, quantity.start - 30), quantity.start)
        return None if match is None else Phrase(match.start(1), match.end(1), "verb")


_AGAINST = re.compile(
    r"(?:so với|so|hơn|vượt|không đạt|chưa đạt|\(|% |trong khi)\s?(?:\S{1,9}\s){0,1}"
    rf"{PLAN_WORDS}[^,.;\d]{{0,24}}$"
)
# "mới đạt 60%, chỉ tiêu đề ra là 80%"
_PLAN_TOLD = re.compile(
    rf"\s?[(,]\s?(?:trong khi\s)?{PLAN_WORDS}(?:\s(?:đề ra|được giao|giao|năm|là|đặt ra)){{0,3}}\s{{0,2}}"
)
_BROUGHT = re.compile(r"(?<![^\W_])(?:làm|khiến|làm cho)\s{1,3}$")
_COUNTED_TARGETS = frozenset(("chỉ tiêu", "mục tiêu", "nhiệm vụ", "tiêu chí", "chỉ số"))
_VERDICT = re.compile(
    r"\s{0,3}(?:[^\W\d_]{1,9}\s){0,9}?(?:đã\s|đều\s|cơ bản\s)?"
    r"(đạt và vượt|đạt, vượt|vượt|(?:không|chưa) (?:đạt|hoàn thành)|hoàn thành|đạt thấp|đạt)(?![^\W_])"
)
_VERDICT_BEFORE = re.compile(r"(?<![^\W_])(đạt và vượt|đạt, vượt|hoàn thành và vượt|vượt|đạt)\s{1,3}$")
_BREAK = re.compile(r"[,;:.](?:\s|$)|\(|\)|\s(?:và|trong đó|làm|nhưng|song)\s")


def _rate(place: Place) -> Span | None:
    """ "14,8 bác sĩ/vạn dân": the rate itself says what is counted."""
    quantity = place.quantity
    if (
        quantity.rule != "quantity.counted"
        or "/" not in (quantity.unit or "")
        or quantity.dimension in ("money", "mass")
    ):
        return None
    match = _RATE.search(quantity.text)
    if match is None or match.group().split()[0].lower() in ("triệu", "tỷ", "nghìn"):
        return None
    return Span(quantity.start + match.start(), quantity.start + match.end(), match.group())
