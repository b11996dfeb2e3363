"""The ribbon: which label rules where along the report, one lane for each label.

A run is a row of sentences with one label; its probability is the mean of theirs, weighed by length. A report with more
runs than can be told apart is cut into equal pieces first, each with the label that most of its characters carry.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vnreport.records import record
from vnreport.structure.models import LABELS
from vnreport.view.markup import element
from vnreport.view.texts import Texts

if TYPE_CHECKING:
    from vnreport.report import Report
    from vnreport.structure.models import Sentence

# More runs than this are thinner than a pixel or two of the ribbon.
_RUNS = 400
_WIDTH, _LANE = 1000, 10


@record
class Run:
    """Sentences of one label that follow one another; `sentence` is the index of the first."""

    label: str
    score: float
    start: int
    end: int
    sentence: int


def runs(sentences: Sequence[Sentence], most: int = _RUNS) -> tuple[Run, ...]:
    """The runs of a report, at most `most`.

    >>> import vnreport
    >>> report = vnreport.analyze("Đã thu 5 triệu đồng. Đã chi 2 triệu đồng. Tuy nhiên, việc chi còn chậm.")
    >>> [(run.label, run.start, run.end) for run in runs(report.sentences)]
    [('achievements', 0, 41), ('limitations', 42, 71)]
    """
    found = _joined(Run(s.label, s.label_score, s.start, s.end, i) for i, s in enumerate(sentences))
    return found if len(found) <= most else _joined(_pieces(found, most))


def _joined(parts: Iterable[Run]) -> tuple[Run, ...]:
    whole: list[Run] = []
    for part in parts:
        last = whole[-1] if whole else None
        if last is None or last.label != part.label:
            whole.append(part)
            continue
        size, more = last.end - last.start, part.end - part.start
        score = (last.score * size + part.score * more) / max(1, size + more)
        whole[-1] = Run(last.label, score, last.start, part.end, last.sentence)
    return tuple(whole)


def _pieces(found: Sequence[Run], most: int) -> Iterable[Run]:
    start, end = found[0].start, found[-1].end
    starts = [run.start for run in found]
    for piece in range(most):
        first, last = (start + (end - start) * edge // most for edge in (piece, piece + 1))
        inside = found[max(0, bisect_right(starts, first) - 1) : bisect_right(starts, last)]
        amounts = dict.fromkeys(LABELS, 0)
        for run in inside:
            amounts[run.label] += max(0, min(run.end, last) - max(run.start, first))
        label = max(amounts, key=lambda name: amounts[name])
        of_label = [run for run in inside if run.label == label]
        if of_label and first < last:
            score = sum(run.score for run in of_label) / len(of_label)
            yield Run(label, score, first, last, of_label[0].sentence)


def ribbon(report: Report, texts: Texts) -> str:
    """The ribbon with the share that each label takes of the body."""
    size = max(1, len(report.text))
    drawn = []
    for run in runs(report.sentences):
        lane = LABELS.index(run.label)
        x, width = _WIDTH * run.start / size, max(2.0, _WIDTH * (run.end - run.start) / size)
        name = texts.named("aria_label", "ribbon.run", f"label.{run.label}", round(100 * run.score))
        box = f'<rect x="{x:.1f}" y="{lane * _LANE + 1}" width="{width:.1f}" height="{_LANE - 2}"/>'
        drawn.append(f'<a href="#s{run.sentence}" tabindex="-1" class="{run.label}"{name}>{box}</a>')
    picture = (
        f'<svg id="ribbon" role="group" viewBox="0 0 {_WIDTH} {_LANE * len(LABELS)}" preserveAspectRatio="none"'
        f"{texts.named('aria_label', 'ribbon.title')}>{''.join(drawn)}"
        f'<rect id="here" y="0" width="3" height="{_LANE * len(LABELS)}" x="0"/></svg>'
    )
    shares = report.shares()
    lanes = [
        element(
            "li", texts.span(f"label.short.{label}"), element("b", f"{round(100 * shares[label].share)}%"), class_=label
        )
        for label in LABELS
    ]
    return element("ul", *lanes, class_="lanes") + picture
