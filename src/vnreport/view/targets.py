"""Targets against results: what became of every target, and what else the report measures against a plan or a past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from vnreport.facts.overview import FollowedTarget, reached_share
from vnreport.records import record
from vnreport.view.marks import Marks
from vnreport.view.markup import element, escape, one_line
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.facts.models import Indicator
    from vnreport.report import Report

ASSESSMENTS = ("exceeded", "met", "missed", "open", "unanswered")
# A bar ends here: what was reached twice over looks like what was reached tenfold.
_MOST = 150
_WIDTH = 150

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈"}


def targets(report: Report, marks: Marks, texts: Texts) -> str:
    """The targets with their results, then the results that answer no target of the report."""
    followed = report.targets()
    others = [row for row in report.indicators_table() if _compares(row)]
    parts = []
    if followed:
        counts = Counter(item.assessment for item in followed)
        parts.append(texts.span("targets.count", len(followed), tag="p", class_="count"))
        parts.append(_counts(counts, len(followed), texts))
        body = [element("tbody", *_target(item, marks, texts)) for item in followed]
        parts.append(_table(("targets.target", "targets.share", "targets.verdict"), body, texts))
    else:
        parts.append(texts.span("targets.none", tag="p", class_="none"))
    if others:
        parts.append(texts.span("targets.others", tag="h3"))
        rows = [_other(row, report, marks, texts) for row in others]
        body = [element("tbody", *rows)]
        parts.append(_table(("targets.indicator", "targets.share", "targets.verdict"), body, texts))
    return "".join(parts)


def _compares(row: dict[str, Any]) -> bool:
    return row["target"] is None and any(row[name] is not None for name in ("completion", "change", "assessment"))


def _table(heads: Sequence[str], body: Sequence[str], texts: Texts) -> str:
    head = element("tr", *(texts.span(key, tag="th", scope="col") for key in heads))
    return element("table", element("thead", head), *body, class_="targets")


def _counts(counts: Counter[str], whole: int, texts: Texts) -> str:
    """How many targets were exceeded, met, missed, as one bar and its legend."""
    boxes, told, x = [], [], 0.0
    for name in (name for name in ASSESSMENTS if counts[name]):
        width = 100 * counts[name] / whole
        boxes.append(f'<rect class="{name}" x="{x:.2f}" y="0" width="{width:.2f}" height="8"/>')
        x += width
        told.append(element("li", texts.span(f"assessment.{name}"), element("b", str(counts[name])), class_=name))
    bar = f'<svg class="whole" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{"".join(boxes)}</svg>'
    return bar + element("ul", *told, class_="verdicts")


def _target(item: FollowedTarget, marks: Marks, texts: Texts) -> list[str]:
    """The rows of one target: one for each result."""
    rows = []
    target = item.target
    stated = item.completions[-1] if item.completions else None
    for place, result in enumerate(item.results or (None,)):
        told = [_jump(target, marks, "→" if item.results else "")] if place == 0 else []
        if result is not None:
            told.append(_jump(result, marks))
        subject = _subject(target, texts) if place == 0 else ""
        cell = element("th", subject, element("span", " ".join(told), class_="amounts"), scope="row")
        verdict = item.assessment if result is None or result.assessment is None else result.assessment
        computed = None if result is None else reached_share(target, result)
        if stated is not None:
            share = _stated(stated, marks, verdict)
        elif computed is not None:
            share = _computed(computed, verdict, texts)
        else:
            share = "" if result is None else _side_by_side(target, result, verdict)
        rows.append(element("tr", cell, element("td", share), element("td", _verdict(verdict, texts))))
    return rows


def _subject(indicator: Indicator, texts: Texts) -> str:
    if indicator.subject is None:
        return texts.span("targets.unknown", class_="none")
    time = "" if indicator.time is None else element("span", one_line(indicator.time.text), class_="sub")
    return element("span", one_line(indicator.subject.text), class_="name") + time


def _jump(indicator: Indicator, marks: Marks, behind: str = "") -> str:
    quantity = indicator.quantity
    sign = _SIGNS.get(quantity.comparator)
    text = one_line(quantity.text if sign is None else f"{sign} {quantity.text}")
    link = element("a", text, href=f"#m{marks.of('number', quantity)}")
    return f"{link} {escape(behind)}" if behind else link


def _stated(completion: Indicator, marks: Marks, verdict: str) -> str:
    value = completion.quantity.value
    return ("" if value is None else _bar(value, verdict)) + _jump(completion, marks)


def _computed(share: Decimal, verdict: str, texts: Texts) -> str:
    rounded = share.quantize(Decimal("0.1"))
    named = texts.naming("title", "targets.computed")
    return _bar(share, verdict) + element("span", texts.number(rounded), "%", class_="computed", **named)


def _side_by_side(target: Indicator, result: Indicator, verdict: str) -> str:
    """Two percentages on one scale: the result as the bar, the target as its mark."""
    wanted, reached = target.quantity, result.quantity
    if wanted.value is None or reached.value is None or not wanted.dimension == reached.dimension == "share":
        return ""
    return _bar(reached.value, verdict, plan=wanted.value, most=max(Decimal(100), wanted.value, reached.value))


def _bar(share: Decimal, verdict: str, *, plan: Decimal | int = 100, most: Decimal | int = _MOST) -> str:
    """A bar from 0 to `most`, with a mark at what was planned."""
    width = max(0.0, min(float(_WIDTH * share / most), float(_WIDTH)))
    mark = max(0.0, float(_WIDTH * plan / most) - 2)
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDTH} 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="{_WIDTH}" height="8"/><rect class="{verdict}" width="{width:.1f}" height="8"/>'
        f'<rect class="plan" x="{mark:.1f}" width="2" height="8"/></svg>'
    )


def _verdict(name: str, texts: Texts) -> str:
    return texts.coded("assessment", name, class_=f"verdict {name}")


def _other(row: dict[str, Any], report: Report, marks: Marks, texts: Texts) -> str:
    """A result with the share of plan or the change that the report gives with it."""
    own = element("a", one_line(row["result"] or row["completion"] or row["change"] or ""), href=_place(row, marks))
    subject = row["indicator"]
    name = (
        texts.span("targets.unknown", class_="none")
        if subject is None
        else element("span", one_line(subject), class_="name")
    )
    period = "" if row["period"] is None else element("span", one_line(row["period"]), class_="sub")
    cell = element("th", name, period, element("span", own, class_="amounts"), scope="row")
    told = [one_line(row[key]) for key in ("completion", "change") if row[key] is not None]
    verdict = "" if row["assessment"] is None else _verdict(row["assessment"], texts)
    return element(
        "tr", cell, element("td", element("span", "; ".join(told), class_="computed")), element("td", verdict)
    )


@record
class _Place:
    start: int
    end: int


def _place(row: dict[str, Any], marks: Marks) -> str:
    return f"#m{marks.of('number', _Place(row['start'], row['end']))}"
