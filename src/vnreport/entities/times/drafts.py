"""A time expression as far as the text says it: which parts it names and which it leaves open."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from vnreport.entities.models import Time


class Partial(NamedTuple):
    """A point of time as far as the text says it: any part may be open. `kind` is its unit.

    `shift` counts from the year that completes an open one: -1 in "tháng 12 năm trước".
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    shift: int = 0

    def in_year(self, year: int) -> Partial:
        """The point with its open year filled from `year`."""
        return self._replace(year=year + self.shift) if self.year is None else self

    def possible(self) -> bool:
        """Whether a calendar has such a day; an open year is taken for a leap year."""
        if self.year is not None and not datetime.MINYEAR <= self.year <= datetime.MAXYEAR:
            return False
        if self.month is not None and self.kind != "quarter" and not 1 <= self.month <= 12:
            return False
        if self.day is not None and self.month is not None:
            return 1 <= self.day <= days_in(self.year or 2024, self.month)
        return True

    def bounds(self, year: int) -> tuple[datetime.date, datetime.date]:
        """First and last day, with `year` where the year is open."""
        year = self.year or year + self.shift
        if self.kind == "quarter" and self.month is not None:
            first = 3 * self.month - 2
            return datetime.date(year, first, 1), month_end(year, first + 2)
        if self.month is None:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if self.day is None:
            return datetime.date(year, self.month, 1), month_end(year, self.month)
        day = datetime.date(year, self.month, self.day)
        return day, day


_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month]


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, days_in(year, month))


class Draft(NamedTuple):
    """A time expression before its open parts are completed; `low` and `high` are None where it fixes none."""

    start: int
    end: int
    text: str
    rule: str
    type: str
    low: Partial | None = None
    high: Partial | None = None
    modifier: str | None = None
    role: str | None = None
    open_end: bool = False
    resolves: str | None = None
    edtf: str | None = None
    impossible: bool = False

    @property
    def needs_year(self) -> bool:
        """Whether a year has to come from elsewhere."""
        low, high = self.low, self.high
        return not self.impossible and (
            (low is not None and low.year is None) or (high is not None and high.year is None)
        )  # fmt: skip


def draft_of(text: str, start: int, end: int, rule: str, kind: str, **values: object) -> Draft:
    """A draft over `text[start:end]`, without the blanks at its end."""
    end = start + len(text[start:end].rstrip())
    return Draft(start, end, text[start:end], f"time.{rule}", kind, **values)  # type: ignore[arg-type]


def as_time(
    draft: Draft, first: datetime.date | None, last: datetime.date | None, edtf: str | None, **values: object
) -> Time:
    """A draft with its days, as the public record."""
    return Time(
        draft.start, draft.end, draft.text, draft.rule, draft.type, first, last, edtf, modifier=draft.modifier,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip
