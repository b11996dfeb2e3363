"""The catalogue of usual indicators (`indicators.tsv`): a name by which the same indicator is found again.

"Tổng thu ngân sách nhà nước trên địa bàn" and "thu NSNN" are `budget_revenue`; the row also says in which dimension it
is measured and whether more or less of it is good. A user's own rows come first.
"""

from __future__ import annotations

from vnreport.entities.models import Quantity
from vnreport.entities.quantities.units import units
from vnreport.lexicon import lexicon_cache, load_table, split_cell
from vnreport.records import record
from vnreport.text.engine import Phrases
from vnreport.text.normalize import fold


@record
class Entry:
    """A usual indicator: its code, the dimensions or units that it is measured in, and its good direction."""

    code: str
    units: frozenset[str]
    good: str | None


@lexicon_cache
def _catalogue() -> tuple[Phrases[tuple[Entry, ...]], dict[str, tuple[Entry, ...]], dict[str, Entry]]:
    """All names with their entries, as they are found in a text and by themselves, and the entries by code."""
    by_name: dict[str, list[Entry]] = {}
    by_code: dict[str, Entry] = {}
    for row in load_table("indicators", "code", "name", "aliases", "units", "good", "source"):
        entry = Entry(
            row["code"], frozenset(split_cell(row["units"])), row["good"] if row["good"] in ("up", "down") else None
        )
        by_code.setdefault(entry.code, entry)
        for name in (row["name"], *split_cell(row["aliases"])):
            by_name.setdefault(" ".join(fold(name).split()), []).append(entry)
    named = {name: tuple(entries) for name, entries in by_name.items()}
    return Phrases(named), named, by_code


def subject_key(naming: str, quantity: Quantity) -> str | None:
    """The code of the usual indicator that these folded words name, or None; the unit may complete the name.

    "kết nạp" of 422 "đảng viên" is `party_admission`. Of several names the longest wins.
    """
    words = " ".join(f"{naming} {fold(quantity.unit or '')}".split())
    found = sorted(_catalogue()[0].each(words, overlapping=True), key=lambda name: name.start - name.end)
    fitting = (entry.code for name in found for entry in name.value if _fits(entry, quantity))
    return next(fitting, None)


def code_of(name: str) -> str | None:
    """The code of the usual indicator that goes by this name, or None.

    >>> code_of("Kết nạp đảng viên"), code_of("kết nạp")
    ('party_admission', None)
    """
    entries = _catalogue()[1].get(" ".join(fold(name).split()), ())
    return entries[0].code if len({entry.code for entry in entries}) == 1 else None


@record
class Named:
    """A usual name in the text: its place, and the code of its entry."""

    start: int
    end: int
    code: str


def name_over(folded: str, start: int, end: int, reach: tuple[int, int], quantity: Quantity) -> Named | None:
    """The longest usual name within `reach` that covers the stretch `[start, end)`, or goes on behind it.

    An empty stretch is covered by any name before it.
    """
    best: Named | None = None
    for first, last, entries in _catalogue()[0].each(folded, *reach, overlapping=True):
        if start < end and (first >= end or last < end):
            continue
        if best is not None and last - first <= best.end - best.start:
            continue
        entry = next((e for e in entries if _fits(e, quantity)), None)
        if entry is not None and (start == end or first <= start or last > end):
            best = Named(first, last, entry.code)
    return best


def _fits(entry: Entry, quantity: Quantity) -> bool:
    """Whether a quantity can measure an indicator; a bare number of a table can measure any."""
    if not entry.units or quantity.unit is None:
        return True
    unit = fold(quantity.unit)
    return measured_in(quantity) in entry.units or unit in entry.units or unit.split("/")[0] in entry.units


def measured_in(quantity: Quantity) -> str | None:
    """The dimension of a quantity; of a rate ("triệu đồng/người") that of what it counts a head."""
    if quantity.dimension is not None or quantity.unit is None:
        return quantity.dimension
    unit = units().get(fold(quantity.unit).split("/")[0].strip())
    return None if unit is None else unit.dimension


def good_direction(code: str | None) -> str | None:
    """ "up" or "down": whether more or less of an indicator is good; None where the catalogue does not say."""
    entry = _catalogue()[2].get(code or "")
    return None if entry is None else entry.good
