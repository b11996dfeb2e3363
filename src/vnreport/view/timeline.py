"""The time line: each day and period that the report names as a row on a scale of years, in the order of the calendar.

The scale runs over the times that most mentions fall into; what lies before or after it ends in an arrow at its edge.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vnreport.records import record
from vnreport.view.marks import Marks
from vnreport.view.markup import element, escape, one_line
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.entities.models import Time
    from vnreport.report import Report

_ROW, _HEAD = 22, 26
_LEFT, _RIGHT = 150, 400
_LABEL_LETTERS = 21
# The scale leaves out the outermost mentions on each side, one in so many.
_OUTERMOST = 20


@record
class Entry:
    """A day or a period with the mentions that name it; an end that the text leaves open is None."""

    first: datetime.date | None
    last: datetime.date | None
    times: tuple[Time, ...]


def timeline(report: Report, marks: Marks, texts: Texts) -> str:
    """The time line, and the times that are fixed to no day."""
    entries = _entries(report.times)
    parts = []
    if entries:
        mentions = sum(len(entry.times) for entry in entries)
        parts.append(texts.span("times.count", len(entries), mentions, tag="p", class_="count"))
        parts.append(_picture(entries, report, marks, texts))
    else:
        parts.append(texts.span("times.none", tag="p", class_="none"))
    floating = [time for time in report.times if time.first_day is None and time.last_day is None]
    if floating:
        parts.append(texts.span("times.open", tag="h3"))
        counts = Counter(" ".join(time.text.split()).casefold() for time in floating)
        first = {" ".join(time.text.split()).casefold(): time for time in reversed(floating)}
        items = [
            element(
                "li", element("a", escape(name), href=f"#m{marks.of('time', first[name])}"), element("b", str(count))
            )
            for name, count in counts.most_common()
        ]
        parts.append(element("ul", *items, class_="floating"))
    return "".join(parts)


def _entries(times: Sequence[Time]) -> list[Entry]:
    groups: dict[tuple[datetime.date | None, datetime.date | None], list[Time]] = {}
    for time in times:
        if time.first_day is not None or time.last_day is not None:
            groups.setdefault((time.first_day, time.last_day), []).append(time)
    entries = [Entry(first, last, tuple(found)) for (first, last), found in groups.items()]
    return sorted(entries, key=lambda e: (e.first or datetime.date.min, e.last or datetime.date.max))


@record
class _Scale:
    """Years on the width of the picture."""

    first: int
    last: int

    def x(self, day: datetime.date) -> float:
        whole = (self.last + 1 - self.first) * 365.25
        days = (day - datetime.date(self.first, 1, 1)).days
        return _LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, days / whole))


def _scale(entries: Sequence[Entry], report: Report) -> _Scale:
    years = sorted(day.year for e in entries for day in (e.first, e.last) if day is not None for _ in e.times)
    cut = len(years) // _OUTERMOST
    inner = years[cut : len(years) - cut]
    period = report.meta.period
    own = [] if period is None else [day.year for day in (period.first_day, period.last_day) if day is not None]
    return _Scale(min(*inner, *own, inner[0]), max(*inner, *own, inner[0]))


def _picture(entries: Sequence[Entry], report: Report, marks: Marks, texts: Texts) -> str:
    scale = _scale(entries, report)
    height = _HEAD + _ROW * len(entries) + 4
    drawn = [_years(scale, height), _own_period(report, scale, height, texts)]
    drawn.extend(_row(entry, place, scale, marks, texts) for place, entry in enumerate(entries))
    return (
        f'<svg class="timeline" role="group" viewBox="0 0 {_RIGHT + 8} {height}"'
        f"{texts.named('aria_label', 'times.title')}>{''.join(drawn)}</svg>"
    )


def _years(scale: _Scale, height: int) -> str:
    count = scale.last + 1 - scale.first
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000) if count <= 7 * step)
    drawn = []
    for year in range(scale.first + -scale.first % step, scale.last + 1, step):
        x = scale.x(datetime.date(year, 1, 1))
        drawn.append(f'<line class="year" x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 6}" y2="{height}"/>')
        drawn.append(f'<text class="year" x="{x + 2:.1f}" y="{_HEAD - 10}">{year}</text>')
    return "".join(drawn)


def _own_period(report: Report, scale: _Scale, height: int, texts: Texts) -> str:
    """The time that the report covers, behind the rows."""
    period = report.meta.period
    if period is None or period.first_day is None or period.last_day is None:
        return ""
    first, last = scale.x(period.first_day), scale.x(period.last_day)
    title = texts.span("times.period", tag="title")
    return (
        f'<rect class="own" x="{first:.1f}" y="{_HEAD - 6}" width="{max(1.0, last - first):.1f}" height="{height}">'
        f"{title}</rect>"
    )


def _row(entry: Entry, place: int, scale: _Scale, marks: Marks, texts: Texts) -> str:
    y = _HEAD + place * _ROW
    text = " ".join(entry.times[0].text.split())
    short = text if len(text) <= _LABEL_LETTERS else text[: _LABEL_LETTERS - 1] + "…"
    count = f" ×{len(entry.times)}" if len(entry.times) > 1 else ""
    role = next((time.role for time in entry.times if time.role is not None), "none")
    link = f"#m{marks.of('time', entry.times[0])}"
    return (
        f'<a href="{link}" class="role-{role}"><title>{one_line(text)}</title>'
        f'<rect class="hit" x="0" y="{y}" width="{_RIGHT}" height="{_ROW}"/>'
        f'<text x="0" y="{y + 15}">{escape(short)}<tspan class="times">{count}</tspan></text>'
        f"{_shape(entry, y, scale)}</a>"
    )


def _shape(entry: Entry, y: int, scale: _Scale) -> str:
    """A diamond for a day, a bar for a period; an arrow where a period is open or leaves the scale."""
    first = entry.first or datetime.date(scale.first, 1, 1)
    last = entry.last or datetime.date(scale.last, 12, 31)
    start, end, middle = scale.x(first), scale.x(last), y + _ROW / 2
    before = entry.first is None or first.year < scale.first
    after = entry.last is None or last.year > scale.last
    drawn = []
    if end - start < 4 and not (before or after):
        x = (start + end) / 2
        drawn.append(f'<path d="M{x:.1f} {middle - 5}l5 5l-5 5l-5-5z"/>')
    else:
        drawn.append(f'<rect x="{start:.1f}" y="{middle - 4}" width="{max(3.0, end - start):.1f}" height="8" rx="2"/>')
    if before:
        drawn.append(f'<path d="M{start - 6:.1f} {middle}l7-6v12z"/>')
    if after:
        drawn.append(f'<path d="M{end + 6:.1f} {middle}l-7-6v12z"/>')
    return "".join(drawn)
