"""Short forms of cited documents: "Nghị quyết 57" takes the code that the text gives elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from vnreport.entities.models import Reference
from vnreport.facts.register import comparable_code
from vnreport.records import field, record, replace
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_Number = tuple[str | None, str, int | None]


@record(frozen=False)
class _Full:
    """The mentions in full of the documents of one type and number, in text order, and the codes that they give."""

    mentions: list[Reference] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def add(self, reference: Reference) -> None:
        """One mention more."""
        self.mentions.append(reference)
        self.starts.append(reference.start)
        self.codes.add(comparable_code(reference.code or ""))

    def last_before(self, place: int) -> Reference | None:
        """The last mention that begins before an offset."""
        index = bisect_left(self.starts, place)
        return self.mentions[index - 1] if index else None


def complete_short_forms(text: str, references: Sequence[Reference]) -> list[Reference]:
    """ "Nghị quyết 57" is the only resolution with number 57 that the text cites in full: it takes its code.

    A short form right before its long form in brackets ("Nghị quyết 18 (Nghị quyết số 18-NQ/TW …)") takes that one.
    """
    full: dict[_Number, _Full] = {}
    for reference in references:
        if reference.code is not None and reference.number is not None:
            number = reference.type, plain_number(reference.number)
            for place in {(*number, None), (*number, reference.year)}:
                full.setdefault(place, _Full()).add(reference)
    result = []
    for index, reference in enumerate(references):
        if reference.code is None and reference.number is not None:
            same = full.get((reference.type, plain_number(reference.number), reference.year))
            chosen: Reference | None = None
            if same is not None:
                chosen = same.mentions[0] if len(same.codes) == 1 else same.last_before(reference.start)
            elif index:
                chosen = _same_series(text, references[index - 1], reference)
            if chosen is not None and chosen.code is not None:
                tail = chosen.code[len(chosen.number or "") :]
                code = chosen.code if chosen.number == reference.number or same else f"{reference.number}{tail}"
                reference = replace(
                    reference, code=code, symbol=chosen.symbol, year=chosen.year,
                    repairs=(*reference.repairs, "inherit_symbol"),
                )  # fmt: skip
        result.append(reference)
    return result


_SAME_YEAR = pattern(r"\s{1,3}cùng\s{1,3}năm(?![^\W\d_])")


def _same_series(text: str, before: Reference, reference: Reference) -> Reference | None:
    """ "Thông tư 02/2021/TT-BNV và Thông tư 03 cùng năm": the symbol and the year go on."""
    if before.code is None or before.type != reference.type:
        return None
    return before if _SAME_YEAR.match(fold(text[reference.end : reference.end + 12])) else None


def plain_number(number: str) -> str:
    """A number without the noughts before it."""
    return number.lstrip("0") or number
