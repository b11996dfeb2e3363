"""The mentions: frozen records that say where, what was written, what it means and which rule found it.

Every mention has `start`, `end`, `text` (a slice of the source), `rule` (the dotted name of the rule that found it)
and `sentence` (the index of the sentence that it stands in; None when a finder runs alone on a string).
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from vnreport.records import record
from vnreport.text.spans import DatedSpan, Span


@record
class Provision:
    """A place inside a cited document: "điểm b khoản 2 Điều 5" is article "5", clause "2", point "b"."""

    start: int
    end: int
    text: str
    appendix: str | None = None
    part: str | None = None
    chapter: str | None = None
    section: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None


@record
class RegisterEntry:
    """A row of the register of well-known documents."""

    code: str | None
    type: str
    issued_on: datetime.date | None
    issuer: str
    title: str


@record
class Relation:
    """A typed edge to another document of the text: `amends`, `replaces`, `guides`, `issued_with`, `implements`.

    `reference` is the index of the other mention in `report.references`.
    """

    type: str
    reference: int


@record
class Reference:
    """A cited document, e.g. "Nghị quyết số 20-NQ/TW".

    The span is the core mention: document type through number and symbol, or through the name where there is no
    number. Date, issuer, title and provisions stand outside it and have spans of their own; `extent` covers all.
    `code` is what the drafting rules would write, `repairs` names what was mended to get there.
    """

    start: int
    end: int
    text: str
    rule: str
    type: str | None = None
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    code: str | None = None
    name: str | None = None
    issued_on: DatedSpan | None = None
    issuer: Span | None = None
    title: Span | None = None
    provisions: tuple[Provision, ...] = ()
    key: str | None = None
    doc_id: str | None = None
    register: RegisterEntry | None = None
    candidates: tuple[RegisterEntry, ...] = ()
    extent: Span | None = None
    repairs: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentence: int | None = None


@record
class Time:
    """A time expression without its preposition, e.g. "nhiệm kỳ 2017-2022", "quý II/2021", "6 tháng đầu năm".

    `first_day` and `last_day` are inclusive and None where the text does not fix them; `inferred` says that the year
    or the date was completed from elsewhere. `edtf` is the Extended Date/Time Format string (ISO 8601-2).
    """

    start: int
    end: int
    text: str
    rule: str
    type: str
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    edtf: str | None = None
    role: str | None = None
    modifier: str | None = None
    inferred: bool = False
    resolved_first_day: datetime.date | None = None
    resolved_last_day: datetime.date | None = None
    sentence: int | None = None


@record
class Quantity:
    """A number that counts or measures, with its scale word and unit: "1,2 tỷ đồng", "5/7 xã", "85 - 90%".

    `value` has the scale multiplied out; a range has `low` and `high` and no `value`; a part of a whole has `of`.
    `base_value` is the value in the base unit of its `dimension` (đồng, m², kg, m, s).
    """

    start: int
    end: int
    text: str
    rule: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    unit_inherited: str | None = None
    dimension: str | None = None
    base_value: Decimal | None = None
    comparator: str = "="
    rank: bool = False
    sentence: int | None = None


@record
class Name:
    """An organisation, a person or a place; `full_name` is the long form where the text itself gives it."""

    start: int
    end: int
    text: str
    rule: str
    full_name: str | None = None
    key: str | None = None
    code: str | None = None
    sentence: int | None = None


@record
class Abbreviation:
    """A short form where the text defines it: "công đoàn cơ sở (CĐCS)"; the span is that of the short form."""

    start: int
    end: int
    text: str
    rule: str
    short: str
    long: str
    sentence: int | None = None
