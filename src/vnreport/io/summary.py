"""A report as a person reads it: outline with labels, cited documents, targets and results, dates, directions.

Plain text of a given width. Control characters of the source are shown as "�", so that a hostile text sends no escape
sequence to a terminal.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from vnreport.facts.models import Indicator
from vnreport.report import Report, encode_number
from vnreport.structure.models import LABELS, Sentence

_COLOURS = {"achievements": "32", "limitations": "31", "directions": "34", "other": "90"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def summarize(report: Report, *, width: int = 100, colour: bool = False) -> str:
    """The summary of a report; `colour` adds ANSI colours for the labels.

    >>> import vnreport
    >>> report = vnreport.analyze("Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW ngày 28/1/2008.")
    >>> print(summarize(report, width=60))
    1 sentence: 1 achievements
    <BLANKLINE>
    Cited documents (1)
      1x  Nghị quyết số 20-NQ/TW, 2008-01-28
          ...
    """
    paint: Callable[[str, str], str] = _painted if colour else _plain
    parts = [
        _head(report, width),
        _outline(report, width, paint),
        _documents(report, width),
        _targets(report, width),
        _times(report, width),
        _passages(report, "limitations", "Limitations", width, paint),
        _passages(report, "directions", "Directions", width, paint),
        _notes(report, width),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _plain(text: str, label: str) -> str:
    return text


def _painted(text: str, label: str) -> str:
    return f"\x1b[{_COLOURS[label]}m{text}\x1b[0m"


def clean(text: str) -> str:
    """One line of the source, safe to print: NFC, single blanks, control characters made visible."""
    return _CONTROL.sub("�", " ".join(unicodedata.normalize("NFC", text).split()))


def shorten(text: str, width: int) -> str:
    """At most `width` characters of a text, cut between words."""
    text = clean(text)
    return text if len(text) <= width else textwrap.shorten(text, width=max(width, 8), placeholder=" …")


def _head(report: Report, width: int) -> list[str]:
    meta = report.meta
    lines = textwrap.wrap(clean(meta.title.text), width) if meta.title is not None else []
    facts = [clean(span.text) for span in (meta.number, meta.issuer, meta.place) if span is not None]
    if meta.issued_on is not None:
        facts.append(meta.issued_on.value.isoformat() if meta.issued_on.value else clean(meta.issued_on.text))
    if meta.period is not None and meta.period.first_day is not None:
        facts.append(f"covers {meta.period.first_day} to {meta.period.last_day}")
    if facts:
        lines.append(" · ".join(facts))
    counts = Counter(sentence.label for sentence in report.sentences)
    shares = ", ".join(f"{counts[label]} {label}" for label in LABELS if counts[label])
    total = len(report.sentences)
    lines.append(f"{total} sentence{'s' if total != 1 else ''}: {shares}" if shares else "no sentences")
    return lines


def _outline(report: Report, width: int, paint: Callable[[str, str], str]) -> list[str]:
    titled = [section for section in report.sections if section.title or section.number]
    if not titled:
        return []
    lines = ["Outline"]
    for section in titled:
        name = " ".join(part for part in (section.number, section.title) if part)
        indent = "  " * section.level
        label = f"[{section.label}]"
        lines.append(f"{indent}{shorten(name, width - len(indent) - len(label) - 2)}  {paint(label, section.label)}")
    return lines


def _documents(report: Report, width: int) -> list[str]:
    if not report.references:
        return []
    groups: dict[str, list[int]] = {}
    for index, reference in enumerate(report.references):
        groups.setdefault(reference.key or f"? {reference.text}", []).append(index)
    lines = [f"Cited documents ({len(groups)})"]
    for members in sorted(groups.values(), key=lambda item: (-len(item), item[0])):
        mentions = [report.references[index] for index in members]
        fullest = max(mentions, key=lambda r: (r.issued_on is not None, r.code is not None, -r.start))
        dated = next((r.issued_on.value for r in mentions if r.issued_on is not None and r.issued_on.value), None)
        entry = next((r.register for r in mentions if r.register is not None), None)
        day = dated or (entry.issued_on if entry is not None else None)
        text = clean(fullest.text) + (f", {day}" if day else "")
        lines.append(f"  {len(members)}x  {shorten(text, width - 6)}")
        title = next(
            (r.title.text for r in mentions if r.title is not None), entry.title if entry is not None else None
        )
        if title:
            lines.append(f"      {shorten(title, width - 6)}")
    return lines


def _targets(report: Report, width: int) -> list[str]:
    targets = [indicator for indicator in report.indicators if indicator.role == "target"]
    if not targets:
        return []
    answers = {(i.target.quantity.start, i.target.quantity.end): i for i in report.indicators if i.target is not None}
    rows = []
    for target in targets:
        answer = answers.get((target.quantity.start, target.quantity.end))
        rows.append((_subject(target), _amount(target), _amount(answer) if answer else "", _verdict(answer)))
    wide = [max(len(row[place]) for row in rows) for place in (1, 2)]
    wide = [max(wide[0], 6), max(wide[1], 6)]
    room = max(16, width - sum(wide) - 22)
    lines = [f"Targets and results ({len(answers)} of {len(targets)} answered)"]
    lines.append(f"  {'what':{room}}  {'target':>{wide[0]}}  {'result':>{wide[1]}}  assessment")
    for what, amount, reached, verdict in rows:
        lines.append(f"  {shorten(what, room):{room}}  {amount:>{wide[0]}}  {reached:>{wide[1]}}  {verdict}".rstrip())
    return lines


def _subject(indicator: Indicator) -> str:
    return clean(indicator.subject.text) if indicator.subject is not None else "?"


def _amount(indicator: Indicator) -> str:
    quantity = indicator.quantity
    bound = "" if quantity.comparator == "=" else quantity.comparator + " "
    if quantity.value is not None:
        number = f"{encode_number(quantity.value):,}"
    elif quantity.low is not None and quantity.high is not None:
        number = f"{encode_number(quantity.low):,}-{encode_number(quantity.high):,}"
    else:
        number = clean(quantity.text)
    whole = f"/{encode_number(quantity.of):,}" if quantity.of is not None else ""
    unit = f" {clean(quantity.unit)}" if quantity.unit else ""
    return shorten(f"{bound}{number}{whole}{unit}", 32)


def _verdict(answer: Indicator | None) -> str:
    if answer is None:
        return "unanswered"
    return answer.assessment or "open"


def _times(report: Report, width: int) -> list[str]:
    if not report.times:
        return []
    seen: dict[str, tuple[str, int]] = {}
    for time in report.times:
        name = clean(time.text)
        days = "" if time.first_day is None else f" = {time.first_day}..{time.last_day or ''}"
        role = f" ({time.role})" if time.role else ""
        label = f"{name}{days}{role}"
        seen[label] = (label, seen.get(label, ("", 0))[1] + 1)
    common = sorted(seen.values(), key=lambda item: (-item[1], item[0]))
    lines = [f"Dates and terms ({len(report.times)})"]
    lines.extend(f"  {count}x  {shorten(label, width - 6)}" for label, count in common[:12])
    if len(common) > 12:
        lines.append(f"      … and {len(common) - 12} more")
    return lines


def _passages(report: Report, label: str, heading: str, width: int, paint: Callable[[str, str], str]) -> list[str]:
    found = list(_spoken(report, label))
    if not found:
        return []
    lines = [paint(f"{heading} ({len(found)} sentences)", label)]
    for sentence in found[:4]:
        lines.extend(
            textwrap.wrap(
                shorten(sentence.text.lstrip("-+*•– "), 2 * width - 8),
                width - 4,
                initial_indent="  - ",
                subsequent_indent="    ",
            )
        )
    if len(found) > 4:
        lines.append(f"    … and {len(found) - 4} more")
    return lines


def _spoken(report: Report, label: str) -> Iterator[Sentence]:
    for sentence in report.sentences:
        if sentence.label == label and report.blocks[sentence.block].kind in ("paragraph", "list_item"):
            yield sentence


def _notes(report: Report, width: int) -> list[str]:
    notes = [*report.warnings, *(f"{finding.kind}: {finding.message}" for finding in report.findings)]
    return ["Notes", *(f"  {shorten(note, width - 2)}" for note in notes)] if notes else []
