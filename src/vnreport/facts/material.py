"""What a report offers to read its indicators from, and the place of one quantity in it.

Everything in facts/ that reads indicators takes a `Material` (the report, in one coordinate system) and a `Place` (one
quantity with its sentence and its neighbours), and gives back records; nothing is written into either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vnreport.entities.models import Quantity, Time
from vnreport.facts.models import Indicator
from vnreport.records import record
from vnreport.structure.models import Block, Section, Sentence
from vnreport.text.patterns import pattern

# How far a quantity looks for its words inside its sentence; a longer reach crosses into other clauses, and costs.
WINDOW = 300
# How far from the beginning of its sentence a time can open it.
OPENING = 60
# What a result is held against, as reports call it.
PLAN_WORDS = r"(?:chỉ tiêu|kế hoạch|mục tiêu|yêu cầu|nghị quyết|dự toán|(?:kh|ct|nq|dt)(?![^\W_]))"
_OPENING = pattern(
    r"(?:[-–+*•\s]|[\divx]{1,4}[.)/-]\s|\(?\d{1,2}\)\s?)*+"
    r"(?:(?<=[.)]\s)[^.;:\d\n]{2,50}:\s{1,2})?"  # "1. Sản xuất, kinh doanh: Năm 2022, …"
    r"(?:(?:phấn đấu|trong|tính|đến|tới|hết|từ|kể|bước|sang|vào|riêng|kết quả|cụ thể|tiếp tục|sau|đầu|cuối|giữa|và|"
    r"hiện|theo số liệu|theo báo cáo|qua|thực hiện|so với|cả|mục tiêu|ngày|hội nghị|thời điểm|năm|nay|là)"
    r"[,:]?\s{1,3}){0,5}"
)
# How many items back the lead-in of a list is looked for.
_LIST_REACH = 24
# Where nothing is measured: the head and the foot of a report, and page furniture.
_SILENT = frozenset(("boilerplate", "letterhead", "title", "signature"))


@record
class Material:
    """A report as its indicators are read: all spans in the normalised text."""

    text: str
    folded: str
    sentences: Sequence[Sentence]
    blocks: Sequence[Block]
    sections: Sequence[Section]
    times: Sequence[Time]
    report_time: Time | None
    time_starts: Sequence[int]

    def times_between(self, start: int, end: int) -> Sequence[Time]:
        """The times that begin in `[start, end)`."""
        return self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]

    def first_time(self, start: int, end: int) -> Time | None:
        """The first of the times that begin in `[start, end)`."""
        index = bisect_left(self.time_starts, start)
        return self.times[index] if index < len(self.times) and self.time_starts[index] < end else None

    def opens(self, time: Time) -> bool:
        """Whether a time stands at the head of its sentence, so that it rules what follows."""
        if time.sentence is None:
            return False
        start = self.sentences[time.sentence].start
        return time.start - start <= OPENING and _OPENING.fullmatch(self.folded, start, time.start) is not None

    def lead_of(self, block: int) -> Block | None:
        """The block that leads in the list of an item: "Đại hội đề ra các chỉ tiêu sau:"."""
        for place in range(block, max(-1, block - _LIST_REACH), -1):
            if self.blocks[place].kind != "list_item":
                own = place < block and self.folded[self.blocks[place].end - 1] == ":"
                return self.blocks[place] if own else None
        return None

    def sentence_of(self, indicator: Indicator) -> Sentence | None:
        """The sentence of an indicator."""
        place = indicator.quantity.sentence
        return None if place is None else self.sentences[place]

    def is_row(self, indicator: Indicator) -> bool:
        """Whether an indicator stands in a row of a table."""
        sentence = self.sentence_of(indicator)
        return sentence is not None and self.blocks[sentence.block].kind == "table_row"


class Place:
    """A quantity where it stands: its sentence, the quantities before and after it there, and the words around it.

    `before` and `after` are the folded text of the sentence on either side of the quantity, `between` that between the
    quantity before and this one, empty where there is none.
    """

    __slots__ = ("after", "before", "between", "following", "material", "previous", "quantity", "sentence")

    def __init__(
        self,
        material: Material,
        quantity: Quantity,
        sentence: Sentence,
        previous: Quantity | None,
        following: Quantity | None,
    ) -> None:
        self.material, self.quantity, self.sentence = material, quantity, sentence
        self.previous, self.following = previous, following
        folded, start, end = material.folded, quantity.start, quantity.end
        self.before = folded[max(sentence.start, start - WINDOW) : start]
        self.after = folded[end : min(sentence.end, end + WINDOW)]
        self.between = "" if previous is None else folded[previous.end : start]

    def opening(self) -> Time | None:
        """The time at the head of the sentence, before the quantity."""
        first = self.material.first_time(self.sentence.start, self.quantity.start)
        return first if first is not None and self.material.opens(first) else None

    @property
    def is_share(self) -> bool:
        """Whether the quantity is a share: "98%", or "2/3" without a noun."""
        return self.quantity.dimension == "share" or (self.quantity.of is not None and not self.quantity.unit)


def places(material: Material, quantities: Sequence[Quantity]) -> Iterator[tuple[int, Place]]:
    """Each quantity that may say something about the work, with its index."""
    for index, quantity in enumerate(quantities):
        if quantity.sentence is None:
            continue
        sentence = material.sentences[quantity.sentence]
        if material.blocks[sentence.block].kind in _SILENT:
            continue
        yield index, Place(material, quantity, sentence, _near(quantities, index, -1), _near(quantities, index, 1))


def _near(quantities: Sequence[Quantity], index: int, step: int) -> Quantity | None:
    """The next quantity of the sentence; an age ("trẻ dưới 1 tuổi") belongs to the name of what is counted."""
    for other in (index + step, index + 2 * step):
        if not 0 <= other < len(quantities) or quantities[other].sentence != quantities[index].sentence:
            return None
        if quantities[other].dimension != "age":
            return quantities[other]
    return None


def phrases(words: str) -> str:
    """Several blanks or a line break as one blank: how the tables write their words."""
    return _BLANKS.sub(" ", words)


_BLANKS = pattern(r"\s++")
