"""The anchor of a report: the date and the period from which "năm trước", "quý trước" and "cùng kỳ" are reckoned."""

from __future__ import annotations

import datetime

from vnreport.entities.times.drafts import days_in
from vnreport.records import record

Days = tuple[datetime.date, datetime.date]


@record
class Anchor:
    """What completes an open year: the date of the report, and the period that it covers."""

    date: datetime.date | None = None
    period: tuple[datetime.date, datetime.date] | None = None

    @property
    def year(self) -> int | None:
        """The year that the report speaks of: that of its period, else that of its date."""
        if self.period is not None and self.period[0].year == self.period[1].year:
            return self.period[1].year
        return None if self.date is None else self.date.year


def same_period(year: int, anchor: Anchor) -> Days:
    """ "cùng kỳ năm 2021": the months of the report's period in that year, else the whole year.

    >>> period = (datetime.date(2022, 1, 1), datetime.date(2022, 2, 28))
    >>> same_period(2020, Anchor(period=period))
    (datetime.date(2020, 1, 1), datetime.date(2020, 2, 29))
    """
    if anchor.period is None or anchor.period[0].year != anchor.period[1].year:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    first, last = anchor.period
    month_end = days_in(year, last.month)
    whole_month = last.day == days_in(last.year, last.month)
    first_day = min(first.day, days_in(year, first.month))
    return (
        datetime.date(year, first.month, first_day),
        datetime.date(year, last.month, month_end if whole_month else min(last.day, month_end)),
    )


def resolve(rule: str, anchor: Anchor) -> Days | tuple[None, None]:
    """The days of a relative time by its rule in `relative_times.tsv`; None where the anchor does not give them.

    Quarters and months are counted from the last day of the report's period, since a report on a quarter is dated after
    it; "hiện nay" is the day of the report. A time before the first year of the calendar or after its last has no days.

    >>> resolve("last_year", Anchor(datetime.date(2021, 7, 5)))
    (datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
    >>> resolve("last_year", Anchor(datetime.date(1, 1, 1))), resolve("next_month", Anchor(datetime.date.max))
    ((None, None), (None, None))
    """
    year = anchor.year
    if rule in _YEARS and year is not None and _in_calendar(year + _YEARS[rule]):
        return datetime.date(year + _YEARS[rule], 1, 1), datetime.date(year + _YEARS[rule], 12, 31)
    if (
        rule == "same_period_last_year" and anchor.period is not None and year == anchor.period[0].year
        and _in_calendar(year - 1)
    ):  # fmt: skip
        return same_period(year - 1, anchor)
    if rule == "now" and anchor.date is not None:
        return anchor.date, anchor.date
    day = anchor.period[1] if anchor.period is not None else anchor.date
    if rule in _MONTHS and day is not None:
        length, shift = _MONTHS[rule]
        month = day.year * 12 + (day.month - 1) // length * length + shift * length
        if _in_calendar(month // 12) and _in_calendar((month + length) // 12):
            return _first_of(month), _first_of(month + length) - datetime.timedelta(days=1)
    return None, None


def _in_calendar(year: int) -> bool:
    return datetime.MINYEAR <= year <= datetime.MAXYEAR


_YEARS = {"this_year": 0, "last_year": -1, "next_year": 1}
_MONTHS = {"last_month": (1, -1), "next_month": (1, 1), "last_quarter": (3, -1), "next_quarter": (3, 1)}


def _first_of(month: int) -> datetime.date:
    """The first day of a month counted from year 0."""
    return datetime.date(month // 12, month % 12 + 1, 1)
