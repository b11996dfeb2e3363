"""What a card says about a mention: rows of a field and its values, as plain lists that the page's script reads.

A row is `[key, value, …]`, where `field.key` names the field. A value is a text of the report, or a list that begins
with what it is: `["w", key, …]` words of the page, `["d", day]`, `["r", first, last]` days, `["n", digits]` a number,
`["c", code]` a code of the result, `["l", id, text]` the way to another mark.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from vnreport.entities.models import Abbreviation, Name, Quantity, Reference, RegisterEntry, Time
from vnreport.view.marks import Mark, Marks
from vnreport.view.markup import visible
from vnreport.view.texts import Argument, digits, table

if TYPE_CHECKING:
    from vnreport.facts.models import Indicator
    from vnreport.report import Report
    from vnreport.text.spans import DatedSpan

Value = str | list[Any]
Row = list[Any]


class Fields:
    """The rows of every mark of a report."""

    def __init__(self, report: Report, marks: Marks) -> None:
        self._report, self._marks = report, marks
        self._results: dict[tuple[int, int], list[Indicator]] = {}
        for indicator in report.indicators:
            if indicator.target is not None:
                self._results.setdefault((indicator.target.start, indicator.target.end), []).append(indicator)

    def of(self, mark: Mark) -> list[Row]:
        """The rows of a mark: what it means, then the rules that found it. A field without a value has no row."""
        mention = mark.mention
        rows: Iterator[Row]
        if isinstance(mention, Reference):
            rows = self._reference(mention)
        elif isinstance(mention, Time):
            rows = _time(mention)
        elif isinstance(mention, Quantity):
            rows = self._quantity(mention, mark.indicator)
        else:
            rows = _name(mention)
        rules = [mention.rule, *([] if mark.indicator is None else [mark.indicator.rule])]
        kept = [row for row in rows if len(row) > 1]
        return [*kept, ["rule", *(["c", visible(rule)] for rule in rules)]]

    def _reference(self, reference: Reference) -> Iterator[Row]:
        yield _words("type", "type", reference.type)
        yield _codes("code", reference.code)
        yield _texts("name", reference.name)
        yield ["issued_on", *_issued_on(reference.issued_on)]
        yield _texts("issuer", None if reference.issuer is None else reference.issuer.text)
        yield _texts("title", None if reference.title is None else reference.title.text)
        yield _texts("provisions", *(provision.text for provision in reference.provisions))
        if reference.register is not None:
            yield ["register", *_entry(reference.register)]
        for entry in reference.candidates:
            yield ["candidates", *_entry(entry)]
        for relation in reference.relations:
            other = self._report.references[relation.reference]
            yield ["relations", coded("relation", relation.type), self._link("reference", other)]
        yield ["repairs", *(coded("repair", repair) for repair in reference.repairs)]
        yield _codes("doc_id", reference.doc_id)

    def _quantity(self, quantity: Quantity, indicator: Indicator | None) -> Iterator[Row]:
        if indicator is not None:
            yield from self._indicator(indicator)
        if quantity.comparator != "=":
            yield _words("comparator", "comparator", quantity.comparator)
        yield _numbers("value", quantity.value)
        yield _numbers("range", quantity.low, quantity.high)
        yield _numbers("of", quantity.of)
        yield _texts("unit", quantity.unit)
        yield _texts("unit_inherited", quantity.unit_inherited)
        if quantity.base_value is not None and quantity.base_value != quantity.value:
            yield ["base_value", ["n", digits(quantity.base_value)], ["c", visible(quantity.dimension or "")]]
        if quantity.rank:
            yield ["rank", word("value.yes")]

    def _indicator(self, indicator: Indicator) -> Iterator[Row]:
        yield _words("role", "role", indicator.role)
        yield _texts("subject", None if indicator.subject is None else indicator.subject.text)
        yield _codes("subject_key", indicator.subject_key)
        yield _words("direction", "direction", indicator.direction)
        if indicator.time is not None:
            yield ["time", self._link("time", indicator.time)]
        if indicator.assessment is not None:
            yield [*_words("assessment", "assessment", indicator.assessment), *_words("", "basis", indicator.basis)[1:]]
        if indicator.estimated:
            yield ["estimated", word("value.yes")]
        if indicator.target is not None:
            yield ["target", self._link("number", indicator.target)]
        results = self._results.get((indicator.start, indicator.end), ())
        yield ["results", *(self._link("number", result) for result in results)]
        for edge in indicator.related:
            other = self._report.indicators[edge.indicator]
            yield ["related", coded("related", edge.kind), self._link("number", other)]

    def _link(self, family: str, mention: Any) -> Value:
        id_ = self._marks.of(family, mention)
        text = " ".join(visible(mention.text).split())
        return text if id_ is None else ["l", id_, text]


def word(key: str, *arguments: Argument) -> list[Any]:
    """Words of the page as a value."""
    return ["w", key, *arguments]


def coded(group: str, code: str) -> Value:
    """The words of a code, or the code where a newer result has one that is unknown here."""
    key = f"{group}.{code}"
    return word(key) if key in table() else ["c", visible(code)]


def _words(field: str, group: str, code: str | None) -> Row:
    return [field] if code is None else [field, coded(group, code)]


def _texts(field: str, *texts: str | None) -> Row:
    return [field, *(" ".join(visible(text).split()) for text in texts if text)]


def _codes(field: str, code: str | None) -> Row:
    return [field] if code is None else [field, ["c", visible(code)]]


def _numbers(field: str, *numbers: Decimal | None) -> Row:
    return [field, *(["n", digits(value)] for value in numbers if value is not None)]


def _range(field: str, first: datetime.date | None, last: datetime.date | None) -> Row:
    if first is None and last is None:
        return [field]
    ends = [None if day is None else day.isoformat() for day in (first, last)]
    return [field, ["d", ends[0]] if ends[0] == ends[1] else ["r", *ends]]


def _issued_on(span: DatedSpan | None) -> list[Value]:
    if span is None:
        return []
    return [visible(span.text) if span.value is None else ["d", span.value.isoformat()]]


def _entry(entry: RegisterEntry) -> list[Value]:
    code: list[Value] = [] if entry.code is None else [["c", visible(entry.code)]]
    day: list[Value] = [] if entry.issued_on is None else [["d", entry.issued_on.isoformat()]]
    return [*code, *day, visible(entry.issuer), visible(entry.title)]


def _time(time: Time) -> Iterator[Row]:
    yield _words("type", "time", time.type)
    yield _range("days", time.first_day, time.last_day)
    yield _range("resolved", time.resolved_first_day, time.resolved_last_day)
    yield _words("role", "time_role", time.role)
    yield _words("modifier", "modifier", time.modifier)
    if time.inferred:
        yield ["inferred", word("value.yes")]
    yield _codes("edtf", time.edtf)


def _name(name: Name | Abbreviation) -> Iterator[Row]:
    if isinstance(name, Abbreviation):
        yield _texts("long", name.long)
        return
    yield _texts("full_name", name.full_name)
    yield _texts("key", name.key)
    yield _codes("code", name.code)


def spoken_of(mark: Mark) -> list[tuple[int, int]]:
    """The places beside a mark that belong to it: the extent of a citation, the subject and the time of a number."""
    mention, indicator = mark.mention, mark.indicator
    if isinstance(mention, Reference):
        return [] if mention.extent is None else [(mention.extent.start, mention.extent.end)]
    if indicator is None:
        return []
    return [(place.start, place.end) for place in (indicator.subject, indicator.time) if place is not None]


PlaceOf = Callable[[Any], Any]
"""What answers for any mention where in its file it stands: something with `kind` and `number`."""


def place_row(place_of: PlaceOf, mention: Any) -> Row:
    """The row of the page, paragraph or line that a mention begins in."""
    place = place_of(mention)
    return ["place", word(f"place.{place.kind}", place.number)]
