"""The choice: the phrase before the number, the one behind it, or what an earlier number has named.

What is measured stands before the number and its verb ("tỷ lệ hộ nghèo còn 4%"), is itself the verb before a counted
noun ("kết nạp 412 hội viên"), or follows what was counted ("14 xã có điện", "tổ chức 3 cuộc đối thoại"); a number that
names nothing of its own belongs to the one before it ("…, tăng 5% so với cùng kỳ"). The rules are tried in the order of
`_RULES`; the first that answers wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vnreport.facts.material import PLAN_WORDS, Material, Place
from vnreport.facts.models import Indicator
from vnreport.facts.roles import Role
from vnreport.facts.subjects.after import phrase_after
from vnreport.facts.subjects.before import HARD_BREAK, earlier_phrase, phrase_before
from vnreport.facts.subjects.phrase import Phrase
from vnreport.facts.subjects.words import word_classes
from vnreport.records import record
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span


@record
class Subject:
    """What is measured: its span, and the words that name it, the verb before the number included ("trồng … rừng")."""

    span: Span
    words: str


def find_subject(place: Place, role: Role, earlier: Sequence[Indicator]) -> Subject | None:
    """What the quantity at a place measures, or None where nothing in its reach names it.

    `earlier` are the indicators before it, whose subject it may share.
    """
    clues = _Clues(place, role, earlier)
    for rule in _RULES:
        subject = rule(clues)
        if subject is not None:
            return subject
    return None


class _Clues:
    """What stands around one quantity, read once for all rules."""

    __slots__ = (
        "before",
        "between",
        "earlier",
        "folded",
        "left",
        "material",
        "place",
        "right",
        "role",
        "shared",
        "unit",
    )

    def __init__(self, place: Place, role: Role, earlier: Sequence[Indicator]) -> None:
        self.place, self.role, self.earlier = place, role, earlier
        self.material: Material = place.material
        self.folded, self.before, self.between = place.material.folded, place.before, place.between
        self.left, self.right = phrase_before(place), phrase_after(place)
        self.unit = fold(place.quantity.unit or "")
        self.shared = _shared(place, role, earlier)

    @property
    def named(self) -> Phrase | None:
        """The phrase before the number, if it names something by itself."""
        return self.left if self.left is not None and self.left.names else None

    def is_counted_event(self) -> bool:
        """Whether what was counted is an event, whose name follows: "3 cuộc đối thoại"."""
        return word_classes().end_of("event", self.unit, 0) is not None

    def counts_aims(self) -> bool:
        """Whether what was counted are aims, of which is told what became of them: "11 chỉ tiêu"."""
        return word_classes().is_whole("aim", self.unit)

    def says(self, phrase: Phrase) -> bool:
        """Whether a phrase says something of what was counted: "được khen", "vi phạm"."""
        return word_classes().says(self.folded, phrase.start, phrase.end)

    def subject(self, phrase: Phrase, verb: Phrase | None = None) -> Subject:
        """A phrase as the subject; its words hold the verb before the number and the counted noun, too."""
        words = self.folded[phrase.start : phrase.end]
        if verb is not None and verb.kind in ("verb", "light"):
            words = f"{self.folded[verb.start : verb.end]} {words}"
        elif phrase.kind in ("verb", "light") and self.right is not None:
            # "giới thiệu | 12 đoàn viên | ưu tú cho Đảng": the unit stands between.
            words = f"{words} {self.place.quantity.unit or ''} {self.folded[self.right.start : self.right.end]}"
        return Subject(Span(phrase.start, phrase.end, self.material.text[phrase.start : phrase.end]), words)


def _shared(place: Place, role: Role, earlier: Sequence[Indicator]) -> Subject | None:
    """The subject of the number before it in the sentence; a change takes that of the number with its unit."""
    home, unit = place.quantity.sentence, place.quantity.unit
    near = [i for i in earlier[-8:] if i.quantity.sentence == home and i.subject is not None]
    if not near or place.previous is None:
        return None
    near = _outside(place, near) or near
    chosen = near[-1]
    amount = unit is not None and place.quantity.dimension != "share"
    if role.role == "change" and amount and chosen.quantity.unit != unit:
        chosen = next((i for i in reversed(near) if i.quantity.unit == unit and i.role != "change"), chosen)
    if role.role == "change" and amount and ";" in place.between:
        # "Kết nạp 196 đoàn viên, trong đó 158 là học sinh; so với cùng kỳ tăng 31": of the whole, not of its part
        wholes = (i for i in reversed(near) if i.quantity.unit == unit and not _is_part(place.material, i))
        chosen = next(wholes, chosen)
    return _of(chosen)


_PART = pattern(r"trong đó\s(?:có\s)?$")


def _is_part(material: Material, indicator: Indicator) -> bool:
    start = indicator.quantity.start
    return _PART.search(material.folded, max(0, start - 14), start) is not None


def _outside(place: Place, near: Sequence[Indicator]) -> list[Indicator]:
    """ "62 trường (mầm non 21, tiểu học 23) với 28.450 học sinh": what a bracket told ends with it."""
    if not place.between.lstrip().startswith(")"):
        return []
    folded, previous = place.material.folded, near[-1].quantity
    opening = folded.rfind("(", place.sentence.start, previous.start)
    return [item for item in near if item.quantity.end <= opening]


def _of(indicator: Indicator) -> Subject | None:
    return None if indicator.subject is None else Subject(indicator.subject, fold(indicator.subject.text))


# --- what the words right around the number decide ------------------------------------------------------------------

_MEASURED = frozenset(("area", "length", "mass", "volume"))
_WORTH = pattern(r"([^,;:.()\d]{0,40}(?<!tổng)\s{1,2}trị giá)\s(?:là\s|trên\s|hơn\s|gần\s|khoảng\s|ước\s){0,2}")


def _worth(clues: _Clues) -> Subject | None:
    """ "1.250 suất quà trị giá | 625 triệu đồng": the thing that was counted, with the word of its worth."""
    previous = clues.place.previous
    if previous is None or previous.unit is None or previous.dimension in _MEASURED:
        return None
    match = _WORTH.fullmatch(clues.between)
    if match is None or not previous.text.endswith(previous.unit):
        return None
    return clues.subject(Phrase(previous.end - len(previous.unit), previous.end + match.end(1), "measure"))


_AGAINST = pattern(
    r"(?:so với|so|hơn|vượt|không đạt|chưa đạt|\(|% |trong khi)\s?(?:\S{1,9}\s){0,1}"
    rf"{PLAN_WORDS}[^,.;\d]{{0,24}}$"
)
# "mới đạt 60%, chỉ tiêu đề ra là 80%"
_PLAN_TOLD = pattern(
    rf"\s?[(,]\s?(?:trong khi\s)?{PLAN_WORDS}(?:\s(?:đề ra|được giao|giao|năm|là|đặt ra)){{0,3}}\s{{0,2}}"
)


def _compared(clues: _Clues) -> Subject | None:
    """A target that a result is held against names nothing of its own: "thấp hơn mục tiêu 95%"."""
    rule = clues.role.rule
    if rule.endswith(("target_bracket", "compared_target")):
        return clues.shared
    held = _AGAINST.search(clues.before[-60:]) or _PLAN_TOLD.fullmatch(clues.between)
    return clues.shared if rule.endswith("target_word") and held else None


_BROUGHT = pattern(r"(?<![^\W_])(?:làm|khiến|làm cho|nên)\s{1,3}$")


def _brought(clues: _Clues) -> Subject | None:
    """ "đuối nước làm | 03 trẻ em | tử vong"."""
    if clues.right is None or not _BROUGHT.search(clues.before[-12:]):
        return None
    return clues.subject(clues.right)


_VERDICT = pattern(
    r"\s{0,3}(?:[^\W\d_]{1,9}\s){0,9}?(?:đã\s|đều\s|cơ bản\s)?"
    r"(đạt và vượt|đạt, vượt|vượt|(?:không|chưa) (?:đạt|hoàn thành)|hoàn thành|đạt thấp|đạt)(?![^\W_])"
)
_VERDICT_BEFORE = pattern(r"(?<![^\W_])(đạt và vượt|đạt, vượt|hoàn thành và vượt|vượt|đạt)\s{1,3}$")


def _verdict(clues: _Clues) -> Subject | None:
    """ "11 chỉ tiêu | vượt": of counted targets, what became of them is what is told."""
    quantity = clues.place.quantity
    if not clues.counts_aims() or (clues.left is not None and clues.left.kind in ("verb", "measure")):
        return None
    match = _VERDICT.match(clues.folded, quantity.end, clues.place.sentence.end)
    if match is None:
        reach = max(clues.place.sentence.start, quantity.start - 30)
        match = _VERDICT_BEFORE.search(clues.folded, reach, quantity.start)
    return None if match is None else clues.subject(Phrase(match.start(1), match.end(1), "verb"))


_THERE_ARE = pattern(r"(?<![^\W_])(?:có|còn)\s(?:thêm\s|trên\s|hơn\s|gần\s|khoảng\s|từ\s|ít nhất\s|tới\s|đến\s){0,2}$")


def _exists(clues: _Clues) -> Subject | None:
    """ "Qua đánh giá, phân loại cuối năm có 138 cơ sở | hoàn thành tốt nhiệm vụ": they are there, and do it."""
    left, right = clues.left, clues.right
    if left is None or right is None or left.kind == "measure" or not _THERE_ARE.search(clues.before[-24:]):
        return None
    if clues.folded.startswith("mỗi ", left.start):
        return None
    told = clues.says(right) or (clues.place.is_share and right.words(clues.material) > 1)
    return clues.subject(right) if told else None


_BESIDE = pattern(r"\svà\s$")


def _beside(clues: _Clues) -> Subject | None:
    """ "máy X-quang và 02 máy siêu âm | đã hỏng"."""
    left, right = clues.left, clues.right
    if left is None or right is None or left.kind != "noun" or not _BESIDE.search(clues.before[-6:]):
        return None
    return clues.subject(right)


_BREAK = pattern(r"[,;:.](?:\s|$)|\(|\)|\s(?:và|trong đó|làm|nhưng|song)\s")


def _leftover(clues: _Clues) -> Subject | None:
    """Words right behind the number before are its own: "31 vụ | vi phạm với số tiền | 1,47 tỷ đồng"."""
    left, previous = clues.left, clues.place.previous
    if left is None or left.kind not in ("noun", "agent") or previous is None:
        return None
    own = clues.folded[left.start].isdigit() or not _BREAK.search(clues.folded, previous.end, left.start)
    return clues.shared if own else None


def _completed(clues: _Clues) -> Subject | None:
    """ "Tổng số thu 186,3 tỷ đồng, hoàn thành | 100,6% kế hoạch": a share of plan is of what was told before it."""
    left = clues.left
    if clues.role.role != "completion" or left is None or clues.shared is None:
        return None
    return clues.shared if word_classes().is_whole("bare", clues.folded, left.start, left.end) else None


# --- the phrase before the number -----------------------------------------------------------------------------------


def _told_before(clues: _Clues) -> Subject | None:
    """What stands before the number, unless it says less than what follows."""
    left, right = clues.named, clues.right
    if left is None:
        return None
    if right is not None and _gives_way(clues, left, right):
        return clues.subject(right, left)
    return clues.subject(left)


# A bare verb ("trồng mới", "hoàn thành tốt") gives way to the noun that it acts on.
_BARE = 3
_PART_OF_ALL = pattern(r"\s{1,2}(?:tổng\s)?(?:số|vụ việc)\s")


def _gives_way(clues: _Clues, left: Phrase, right: Phrase) -> bool:
    """Whether the verb before the number says less than what follows: "trồng 3.150 ha | rừng"."""
    folded, classes, quantity = clues.folded, word_classes(), clues.place.quantity
    if left.kind != "verb":
        return False
    if clues.is_counted_event() and classes.last(("light",), folded, left.start, left.end) is not None:
        return True
    cause = None if quantity.dimension == "money" else classes.last(("cause",), folded, left.start, left.end)
    if cause is not None and classes.leads_on(folded, right.start, right.end):
        return True
    if left.words(clues.material) > _BARE:
        return False
    if classes.end_of("yields", folded, left.start, left.end) and clues.is_counted_event():
        return True
    if clues.place.is_share and cause is None and _PART_OF_ALL.match(folded, quantity.end):
        return False
    if right.words(clues.material) < 2:
        return False
    # "hiến 5.420 m2 đất | làm đường" tells what for.
    aim = clues.unit.endswith(" đất") and clues.says(right)
    return clues.place.is_share or (quantity.dimension in _MEASURED and not aim)


# --- nothing before the number names it -----------------------------------------------------------------------------

# "1.830 đồng chí, bằng 1,42% dân số"
_MAKES_UP = pattern(r"\s?,?\s?(?:chiếm|bằng|tương đương)\s(?:tỷ lệ\s|khoảng\s|trên\s|hơn\s|gần\s){0,2}")
_AMONG = pattern(r"\(\s?(?:trong đó|gồm|bao gồm)")
_IN_BRACKET = pattern(r"\([^()]{0,24}$")
_JOINED = pattern(r"\s{0,2}(?:và|hoặc|/)(?:\s|$)")


def _earlier_number(clues: _Clues) -> Subject | None:
    """A number without a name may speak of the number before it, and not of what follows."""
    if clues.left is not None or clues.shared is None:
        return None
    place, between = clues.place, clues.between
    own = clues.right is not None
    if place.quantity.rank or between.strip() == "/" or _JOINED.match(between):
        return clues.shared
    if _IN_BRACKET.search(between) and not (own and _AMONG.search(between)):
        return clues.shared
    if clues.role.role in ("change", "completion", "baseline") and not HARD_BREAK.search(between):
        return clues.shared if place.is_share or not own else None
    return clues.shared if place.is_share and _MAKES_UP.fullmatch(between) else None


_GOES_ON = pattern(r"[^;:.()]{0,60},\s?")


def _goes_on(clues: _Clues) -> Subject | None:
    """ "cấp 38 giấy phép, 12 giấy chứng nhận | an toàn": a row of things that one verb governs."""
    shared, right, place = clues.shared, clues.right, clues.place
    if clues.left is not None or right is None or shared is None or place.previous is None or place.is_share:
        return None
    if shared.span.start > place.previous.start or clues.says(right) or _rate(clues) is not None:
        return None
    own = place.quantity.dimension in _MEASURED and right.words(clues.material) > 1
    if own and word_classes().agent(shared.words, 0) is None:
        return None  # "giao nộp 142 khẩu súng, 23 kg | thuốc nổ"
    return shared if _GOES_ON.fullmatch(clues.between) else None


def _setting(clues: _Clues) -> Subject | None:
    """ "Đảng bộ có 16 chi bộ | trực thuộc": a body is described by how many of what it has."""
    left, right = clues.left, clues.right
    if left is None or right is None or left.kind != "agent":
        return None
    if clues.role.role != "other" and clues.place.quantity.dimension != "body":
        return None
    return clues.subject(left) if _is_kind(clues, right) else None


def _told_after(clues: _Clues) -> Subject | None:
    """What follows what was counted: its predicate, what happened, or which kind it is."""
    left, right = clues.left, clues.right
    if right is None or not (left is None or left.kind == "agent" or _happens(clues, right)):
        return None
    return clues.subject(_with_unit(clues, right) if _is_kind(clues, right) else right, left)


def _happens(clues: _Clues, right: Phrase) -> bool:
    """After a light verb the noun names what is done, unless it is a mere adjective of what was counted."""
    quantity, folded = clues.place.quantity, clues.folded
    if clues.counts_aims():
        return False
    if quantity.dimension == "money" and word_classes().leads_on(folded, right.start, right.end):
        # "bố trí 1,2 tỷ đồng nâng cấp chợ"
        return False
    return clues.is_counted_event() or (right.words(clues.material) > 1 and not _helped(clues, right))


_HELP = pattern(r"(?:giúp|giúp đỡ)(?![^\W_])")


def _helped(clues: _Clues, right: Phrase) -> bool:
    """ "giúp 1.870 hộ phụ nữ nghèo": of people who are helped it is the help that is counted, not who they are."""
    left = clues.left
    if left is None or clues.place.quantity.dimension in (*_MEASURED, "money"):
        return False
    return _HELP.match(clues.folded, left.start, left.end) is not None and not clues.says(right)


_SHORT_KIND = 2


def _is_kind(clues: _Clues, right: Phrase) -> bool:
    """Whether what follows only says which kind of thing was counted: "5 giải | nhì", "16 chi bộ | trực thuộc"."""
    if clues.place.is_share or clues.place.quantity.dimension in (*_MEASURED, "money"):
        return False
    return right.words(clues.material) <= _SHORT_KIND and not clues.is_counted_event() and not clues.says(right)


def _with_unit(clues: _Clues, right: Phrase) -> Phrase:
    """Which kind it is, with the noun that was counted: "5 | giải nhì"."""
    quantity = clues.place.quantity
    apart = clues.folded[quantity.end : right.start].strip()
    if quantity.unit is None or apart or not quantity.text.endswith(quantity.unit):
        return right
    return Phrase(quantity.end - len(quantity.unit), right.end, "noun")


# --- what is left ---------------------------------------------------------------------------------------------------

_RATE = pattern(r"[^\W\d_]{1,16}(?:\s[^\W\d_]{1,16}){0,3}(?=\s?/)")


def _rate(clues: _Clues) -> Span | None:
    quantity = clues.place.quantity
    if quantity.rule != "quantity.counted" or "/" not in clues.unit or quantity.dimension in ("money", "mass"):
        return None
    match = _RATE.search(quantity.text)
    if match is None or match.group().split()[0].lower() in ("triệu", "tỷ", "nghìn"):
        return None
    return Span(quantity.start + match.start(), quantity.start + match.end(), match.group())


def _told_by_rate(clues: _Clues) -> Subject | None:
    """ "14,8 bác sĩ/vạn dân": the rate itself says what is counted."""
    rate = _rate(clues)
    if rate is None:
        return None
    alone = clues.shared is None or ";" in clues.between or not clues.between.strip(" ,;\n")
    first = earlier_phrase(clues.place)
    return Subject(rate, rate.text) if alone and (clues.left or first is None or first.kind == "agent") else None


def _whatever_stands_before(clues: _Clues) -> Subject | None:
    """The one who acts, or a verb that says little, where nothing else is told."""
    return None if clues.left is None else clues.subject(clues.left)


def _ahead(clues: _Clues) -> Subject | None:
    """ "Có 3 tập thể, 7 cá nhân | được tặng Bằng khen": of a row of counts the last says what all did."""
    place, following = clues.place, clues.place.following
    if clues.shared is not None or following is None or place.is_share:
        return None
    if following.sentence != place.quantity.sentence:
        return None
    between = clues.folded[place.quantity.end : following.start]
    if not re.fullmatch(r"\s{0,2}(?:,|và)\s{0,2}", between):
        return None
    phrase = phrase_after(Place(clues.material, following, place.sentence, place.quantity, None))
    return None if phrase is None else clues.subject(phrase)


def _of_sentence(clues: _Clues) -> Subject | None:
    """That of the number before it in the clause, else the first phrase of the clause."""
    if clues.shared is not None and not HARD_BREAK.search(clues.between):
        return clues.shared
    first = earlier_phrase(clues.place)
    return clues.shared if first is None else clues.subject(first)


def _of_block(clues: _Clues) -> Subject | None:
    """A sentence that says no subject at all ("Đạt 98% kế hoạch.") goes on with that of the sentence before it."""
    if not clues.earlier or clues.place.previous is not None:
        return None
    if clues.role.role not in ("completion", "change", "baseline") and not clues.place.is_share:
        return None
    last = clues.earlier[-1]
    other = clues.material.sentence_of(last)
    if other is None or other.block != clues.place.sentence.block:
        return None
    return _of(last)


_RULES: tuple[Callable[[_Clues], Subject | None], ...] = (
    _worth, _compared, _brought, _verdict, _exists, _beside, _leftover, _completed,
    _told_before,
    _earlier_number, _goes_on, _setting, _told_after,
    _told_by_rate, _whatever_stands_before, _ahead, _of_sentence, _of_block,
)  # fmt: skip
