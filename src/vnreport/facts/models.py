"""Indicators and metadata: frozen records of what a report says about its work and about itself."""

from __future__ import annotations

import datetime

from vnreport.entities.models import Quantity, Time
from vnreport.records import record
from vnreport.text.spans import DatedSpan, Span


@record
class RelatedIndicator:
    """An edge to another indicator, by index, with how sure it is (0 to 1).

    `kind`: completion_of (a result or a target), change_of (a result), change_from (a baseline), part_of (a whole),
    share_of (the number that a percentage expresses).
    """

    indicator: int
    kind: str
    score: float


@record
class Indicator:
    """What a quantity says about the work: role, subject, time, whether it was met, and the target it answers.

    `estimated` is True where the report does not tell what was reached but reckons it ("ước đạt", "dự kiến").
    """

    quantity: Quantity
    role: str
    rule: str
    subject: Span | None = None
    subject_key: str | None = None
    direction: str | None = None
    time: Time | None = None
    assessment: str | None = None
    basis: str | None = None
    target: Indicator | None = None
    related: tuple[RelatedIndicator, ...] = ()
    estimated: bool = False

    @property
    def start(self) -> int:
        """The span of an indicator is that of its quantity."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Where its quantity ends."""
        return self.quantity.end

    @property
    def text(self) -> str:
        """Its quantity as written."""
        return self.quantity.text

    @property
    def sentence(self) -> int | None:
        """The sentence of its quantity."""
        return self.quantity.sentence


@record
class Period(Span):
    """The time that the report covers."""

    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    type: str | None = None


@record
class Meta:
    """What the report says about itself; a key is None where the report does not say it.

    `parent` is the body above the issuer in the letterhead, `office` that of the signer, `form` whose rules the
    letterhead follows: "state" or "party".
    """

    title: Span | None = None
    number: Span | None = None
    issuer: Span | None = None
    place: Span | None = None
    issued_on: DatedSpan | None = None
    period: Period | None = None
    signer: Span | None = None
    kind: str | None = None
    level: str | None = None
    sector: str | None = None
    parent: Span | None = None
    office: Span | None = None
    form: str | None = None


@record
class Finding:
    """A contradiction found in the report: what kind, the two places, and the arithmetic.

    `other` is the place that the first one contradicts; None where that is the report's own date. `kind` is one of
    share_mismatch, completion_mismatch, change_mismatch, direction_mismatch, part_exceeds_whole, sum_mismatch,
    verdict_mismatch, two_values, date_after_report.
    """

    kind: str
    start: int
    end: int
    text: str
    message: str
    other: Span | None = None
    arithmetic: str | None = None
