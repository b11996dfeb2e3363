"""A report as a person reads it: outline with labels, cited documents, targets and results, dates, directions.

Plain text for a terminal, in English with the Vietnamese of the report, no line wider than asked for. What the source
says is shown, never obeyed: control characters, marks that turn the direction of writing and lone surrogates appear as
"�", invisible characters not at all, so a hostile text can neither send an escape sequence nor push a column aside.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from vnreport.entities.models import Reference, Time
from vnreport.facts.models import Indicator
from vnreport.facts.overview import reached_share
from vnreport.io.page import (
    LONGEST,
    MIN_WIDTH,
    Column,
    Paint,
    clean,
    count,
    display_width,
    first_line,
    joined,
    more,
    painted,
    plain,
    shorten,
    table,
)
from vnreport.report import Report
from vnreport.structure.models import LABELS

# A summary is read on one or two screens; the JSON holds everything.
_OUTLINE_LINES, _DOCUMENTS, _TARGETS, _TIMES, _PASSAGES, _NOTES = 60, 30, 40, 15, 5, 20
_BAR = 30


def summarize(report: Report, *, width: int = 100, colour: bool = False) -> str:
    """The summary of a report in lines of at most `width` columns (60 at least); `colour` adds ANSI colours.

    >>> import vnreport
    >>> report = vnreport.analyze("Đã kết nạp 422 đảng viên theo Chỉ thị số 03-CT/HU ngày 03/02/2021.")
    >>> print(summarize(report, width=80))
    1 sentence
      achievements  1  100 %  ##############################
    <BLANKLINE>
    Cited documents (1 document, 1 mention)
         document             date
      1  Chỉ thị số 03-CT/HU  2021-02-03
    <BLANKLINE>
    Dates and terms (1 date)
         days        written
      1  2021-02-03  ngày 03/02/2021 (issued)
    """
    width = max(MIN_WIDTH, width)
    paint = painted if colour else plain
    if not report.sentences:
        return "The text is empty."
    parts = (
        _head(report, width, paint),
        _shares(report, paint),
        _outline(report, width, paint),
        _documents(report, width, paint),
        _targets(report, width, paint),
        _times(report, width, paint),
        _passages(report, "limitations", width, paint),
        _passages(report, "directions", width, paint),
        _notes(report, width, paint),
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


# --- the parts -----------------------------------------------------------------------------------------------------


def _head(report: Report, width: int, paint: Paint) -> list[str]:
    meta = report.meta
    lines = [] if meta.title is None else [paint(line, "heading") for line in shorten(meta.title.text, width, 3)]
    facts = [clean(span.text) for span in (meta.number, meta.issuer, meta.place) if span is not None]
    if meta.issued_on is not None:
        facts.append(meta.issued_on.value.isoformat() if meta.issued_on.value else clean(meta.issued_on.text))
    if meta.period is not None:
        days = _days(meta.period.first_day, meta.period.last_day)
        facts.append(f"covers {days or clean(meta.period.text)}")
    if meta.signer is not None:
        facts.append(f"signed {clean(meta.signer.text)}")
    classes = {"kind": meta.kind, "level": meta.level, "sector": meta.sector}
    facts.extend(f"{name} {value.replace('_', ' ')}" for name, value in classes.items() if value is not None)
    line = ""
    for fact in (first_line(fact, width) for fact in facts):
        joined = f"{line} · {fact}" if line else fact
        if display_width(joined) > width:
            lines.append(line)
            joined = fact
        line = joined
    return [*lines, line] if line else lines


def _labelled(report: Report) -> bool:
    """Whether labels were computed at all: with `only=("references",)` every sentence is `other` for want of asking."""
    only = report.generator.get("options", {}).get("only")
    return only is None or "labels" in only or "indicators" in only


def _shares(report: Report, paint: Paint) -> list[str]:
    total = len(report.sentences)
    title = paint(count(total, "sentence"), "heading")
    if not _labelled(report):
        return [f"{title}, labels not asked for"]
    counts = Counter(sentence.label for sentence in report.sentences)
    rows = [
        (label, str(counts[label]), f"{100 * counts[label] / total:.0f} %", "#" * round(_BAR * counts[label] / total))
        for label in LABELS
        if counts[label]
    ]
    columns = (
        Column("", 12, painted=True), Column("", 9, right=True), Column("", 5, right=True), Column("", _BAR),
    )  # fmt: skip
    return [title, *joined(table(columns, rows, MIN_WIDTH, paint))]


def _outline(report: Report, width: int, paint: Paint) -> list[str]:
    # One section without a heading is the whole text: no outline.
    if len(report.sections) < 2 and not any(section.title for section in report.sections):
        return []
    deepest = max(section.level for section in report.sections)
    shown = [*report.sections]
    while len(shown) > _OUTLINE_LINES and deepest > 1:
        deepest -= 1
        shown = [section for section in report.sections if section.level <= deepest]
    labelled = _labelled(report)
    rows = []
    for section in shown[:_OUTLINE_LINES]:
        name = section.heading
        if section.title is None:
            name = f"{name} (no heading) {report.text[section.start : section.end][:LONGEST]}".lstrip()
        # Deep numbering may not push the titles out of the page.
        indent = "  " * (min(section.level, 8) - 1)
        room = width - 2 - len(indent) - (14 if labelled else 0)
        rows.append((indent + first_line(name, room), section.label if labelled else ""))
    wide = max(display_width(name) for name, _ in rows)
    lines = [f"  {name}{' ' * (wide - display_width(name))}  {paint(label, label)}".rstrip() for name, label in rows]
    return [paint("Outline", "heading"), *lines, *more(len(report.sections) - len(rows), "section")]


def _documents(report: Report, width: int, paint: Paint) -> list[str]:
    if not report.references:
        return []
    groups: dict[str, list[Reference]] = {}
    for reference in report.references:
        groups.setdefault(reference.key or f"? {reference.text}", []).append(reference)
    # Most cited first; the sort is stable, so equals stay in the order of the text.
    ordered = sorted(groups.values(), key=lambda mentions: -len(mentions))
    rows: list[tuple[str, str, str, str]] = []
    titles: list[str] = []
    for mentions in ordered[:_DOCUMENTS]:
        entry = next((r.register for r in mentions if r.register is not None), None)
        day = next((r.issued_on.value for r in mentions if r.issued_on is not None and r.issued_on.value), None)
        issuer = next((r.issuer.text for r in mentions if r.issuer is not None), None)
        title = next((r.title.text for r in mentions if r.title is not None), None)
        if entry is not None:
            day, issuer, title = day or entry.issued_on, issuer or entry.issuer, entry.title or title
        rows.append((str(len(mentions)), _document(mentions), str(day or ""), clean(issuer or "")))
        titles.append(title or _candidates(mentions))
    columns = (
        Column("", 5, right=True), Column("document", None), Column("date", 10), Column("issuer", width // 3),
    )  # fmt: skip
    head, *blocks = table(columns, rows, width, paint)
    indent = " " * (max(len(row[0]) for row in rows) + 6)
    for block, title in zip(blocks, titles, strict=True):
        block.extend(indent + line for line in shorten(title, width - len(indent)) if line)
    counted = f"{count(len(groups), 'document')}, {count(len(report.references), 'mention')}"
    return [
        paint(f"Cited documents ({counted})", "heading"), *head, *joined(blocks),
        *more(len(groups) - len(rows), "document"),
    ]  # fmt: skip


def _document(mentions: Sequence[Reference]) -> str:
    """The fullest way in which the report names a document, with its code where that was mended or resolved."""
    fullest = max(mentions, key=lambda r: (r.code is not None, len(r.text)))
    name = clean(fullest.text)
    return name if fullest.code is None or fullest.code in name else f"{name} ({clean(fullest.code)})"


def _candidates(mentions: Sequence[Reference]) -> str:
    found = next((r.candidates for r in mentions if r.candidates), ())
    named = "; ".join(f"{entry.title} ({entry.issued_on or 'undated'})" for entry in found)
    return f"one of {len(found)}: {named}" if found else ""


def _days(first: datetime.date | None, last: datetime.date | None) -> str:
    if first == last:
        return str(first or "")
    return f"{first or '…'} to {last or '…'}"


# --- targets and results -------------------------------------------------------------------------------------------


def _targets(report: Report, width: int, paint: Paint) -> list[str]:
    followed = report.targets()
    stated = _completions(report)
    rows: list[tuple[int, tuple[str, ...]]] = []
    used: set[tuple[int, int]] = set()
    for followed_target in followed:
        target, results = followed_target.target, followed_target.results
        for result in results:
            completion = stated.get(_place(result)) or stated.get(_place(target)) or _matching(report, target, result)
            if completion is not None:
                used.add(_place(completion))
            # A later result of the same target stands below it, without naming the target again.
            what = (_subject(target), _amount(target)) if result is results[0] else ("", "")
            share = _amount(completion) if completion is not None else _computed(target, result)
            verdict = result.assessment or (completion.assessment if completion is not None else None) or "open"
            rows.append((target.quantity.start, (*what, _amount(result), share, verdict)))
        if not results:
            rows.append((target.quantity.start, (_subject(target), _amount(target), "", "", "unanswered")))
    for indicator in report.indicators:
        if indicator.role == "completion" and _place(indicator) not in used:
            row = (_subject(indicator), "plan", "", _amount(indicator), indicator.assessment or "open")
            rows.append((indicator.quantity.start, row))
    if not rows:
        return []
    rows.sort(key=lambda row: row[0])
    cap = max(10, width // 6)
    columns = (
        Column("indicator", None), Column("target", cap), Column("result", cap),
        Column("completion", 10, right=True), Column("assessment", 10, painted=True),
    )  # fmt: skip
    shown = table(columns, [row for _, row in rows[:_TARGETS]], width, paint)
    counted = "shares of plan"
    if followed:
        answered = sum(bool(item.results) for item in followed)
        counted = f"{count(len(followed), 'target')}: {answered} answered, {len(followed) - answered} unanswered"
    lines = [paint(f"Targets and results ({counted})", "heading"), *joined(shown), *more(len(rows) - _TARGETS, "row")]
    if any(row[3].startswith("(") for _, row in rows[:_TARGETS]):
        lines.append("  completion in brackets: computed from result and target")
    return lines


def _place(indicator: Indicator) -> tuple[int, int]:
    return indicator.quantity.start, indicator.quantity.end


def _completions(report: Report) -> dict[tuple[int, int], Indicator]:
    """The stated share of plan of a result or target: linked to it, or the only one in its row of a table."""
    found: dict[tuple[int, int], Indicator] = {}
    rows: dict[int, list[Indicator]] = {}
    for indicator in report.indicators:
        sentence = report.sentence_of(indicator.quantity)
        if sentence is not None and report.blocks[sentence.block].kind == "table_row":
            rows.setdefault(sentence.block, []).append(indicator)
    for row in rows.values():
        shares = [indicator for indicator in row if indicator.role == "completion"]
        targets = [indicator for indicator in row if indicator.role == "target"]
        if len(shares) == len(targets) == 1:
            found[_place(targets[0])] = shares[0]
    for indicator in report.indicators:
        for edge in indicator.related if indicator.role == "completion" else ():
            if edge.kind == "completion_of":
                found[_place(report.indicators[edge.indicator])] = indicator
    return found


def _matching(report: Report, target: Indicator, result: Indicator) -> Indicator | None:
    """A completion in the sentence of a result that is just the share that result and target come to."""
    wanted, reached = target.quantity.value, result.quantity.value
    if not wanted or reached is None:
        return None
    share = 100 * reached / wanted
    home = report.sentence_of(result.quantity)
    if home is None:
        return None
    first = bisect_left(report.indicators, home.start, key=lambda indicator: indicator.quantity.start)
    last = bisect_left(report.indicators, home.end, key=lambda indicator: indicator.quantity.start)
    for indicator in report.indicators[first:last]:
        value = indicator.quantity.value
        # Rounded as the report rounds: 107.2 of "107,2%", 107 of "107%".
        if indicator.role == "completion" and value is not None and abs(value - share) <= _half_a_digit(value):
            return indicator
    return None


def _half_a_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)


def _computed(target: Indicator, result: Indicator) -> str:
    """The share of the target that was reached, in brackets; empty where dividing the two would say nothing true."""
    share = reached_share(target, result)
    return "" if share is None else f"({share.quantize(Decimal('0.1'))}%)"


def _subject(indicator: Indicator) -> str:
    return clean(indicator.subject.text) if indicator.subject is not None else "?"


def _amount(indicator: Indicator) -> str:
    quantity = indicator.quantity
    return clean(quantity.text if quantity.comparator == "=" else f"{quantity.comparator} {quantity.text}")


# --- times, passages, notes ----------------------------------------------------------------------------------------


def _times(report: Report, width: int, paint: Paint) -> list[str]:
    if not report.times:
        return []
    fixed: dict[tuple[datetime.date | None, datetime.date | None], list[Time]] = {}
    open_times: Counter[str] = Counter()
    for time in report.times:
        if time.first_day is None and time.last_day is None:
            open_times[clean(time.text).casefold()] += 1
        else:
            fixed.setdefault((time.first_day, time.last_day), []).append(time)
    # The most frequent ones, in the order of the calendar.
    frequent = sorted(fixed.items(), key=lambda item: -len(item[1]))[:_TIMES]
    frequent.sort(key=lambda item: (item[0][0] or datetime.date.min, item[0][1] or datetime.date.max))
    rows = [(str(len(times)), _days(*days), _written(times)) for days, times in frequent]
    lines = []
    if rows:
        columns = (Column("", 5, right=True), Column("days", 24), Column("written", None))
        lines = joined(table(columns, rows, width, paint))
    lines += more(len(fixed) - len(rows), "day or period" if len(fixed) - len(rows) == 1 else "days or period")
    if open_times:
        names = ", ".join(name if count == 1 else f"{name} ({count})" for name, count in open_times.most_common())
        lines += ["  " + line for line in shorten(f"not fixed to days: {names}", width - 2, 2)]
    kinds = Counter(time.type.replace("_", " ") for time in report.times)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item)))
    return [*(paint(line, "heading") for line in shorten(f"Dates and terms ({counted})", width, 2)), *lines]


def _written(times: Sequence[Time]) -> str:
    """How the report first writes a time, and what it is there: "năm 2025 (deadline)"."""
    marks = sorted({time.role for time in times if time.role is not None})
    if all(time.inferred for time in times):
        marks.append("inferred")
    return clean(times[0].text) + (f" ({', '.join(marks)})" if marks else "")


_MARK = re.compile(r"^(?:[-–—+•*]\s*)+|^(?:\d{1,2}|[a-zđ])[.)]\s+")


def _passages(report: Report, label: str, width: int, paint: Paint) -> list[str]:
    """The first sentences of a label, without headings, captions and furniture."""
    kinds = ("paragraph", "list_item", "table_row")
    found = [s for s in report.sentences if s.label == label and report.blocks[s.block].kind in kinds]
    if not found:
        return []
    lines = [paint(f"{label.capitalize()} ({count(len(found), 'sentence')})", label)]
    for sentence in found[:_PASSAGES]:
        first, *rest = shorten(_MARK.sub("", clean(sentence.text)), width - 4, 2)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return [*lines, *more(len(found) - _PASSAGES, "sentence")]


def _notes(report: Report, width: int, paint: Paint) -> list[str]:
    notes = [*report.warnings, *(f"{finding.kind}: {finding.message}" for finding in report.findings)]
    lines = []
    for note in notes[:_NOTES]:
        first, *rest = shorten(note, width - 4, 3)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return [paint("Warnings and findings", "note"), *lines, *more(len(notes) - _NOTES, "note")] if notes else []
