"""The shipped label model on the test reports, which nothing was trained or chosen on: the figures of docs/labels.md.

    python tests/benchmarks/label_evaluation.py corpora/reports [--plot docs/label-calibration.svg]

Prints accuracy and F1 by label, genre, layout and era, the calibration by bins of confidence, and the commonest
confusions with examples.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vnreport.analyzer import read_passages
from vnreport.evaluation.gold import load_gold
from vnreport.labels.model import shipped_model
from vnreport.labels.train import align
from vnreport.structure.models import LABELS

BINS = 10


@dataclass(frozen=True)
class Answer:
    """A sentence: what it is, what the model takes it for, and how sure it is."""

    report: dict[str, str]
    kind: str
    formal: bool
    wanted: str
    found: str
    sure: float
    text: str


def answers(folder: pathlib.Path, split: str) -> list[Answer]:
    """Every labelled sentence of a split."""
    result = []
    for document in load_gold([folder]):
        about = document.answers["report"]
        if about["split"] != split:
            continue
        spans, passages = read_passages(document.text)
        wanted, _ = align(spans, document.answers["sentences"])
        for (start, end), passage, label, mark in zip(
            spans, passages, wanted, shipped_model().label(passages), strict=True
        ):
            if label is not None:
                text = " ".join(document.text[start:end].split())
                place = passage.place
                result.append(Answer(about, place.kind, place.formal, label, mark.label, mark.score, text))
    return result


def f1(rows: Sequence[Answer], label: str) -> float:
    """F1 of one label."""
    hits = sum(r.wanted == r.found == label for r in rows)
    wrong = sum((r.wanted == label) != (r.found == label) for r in rows)
    return 2 * hits / (2 * hits + wrong) if hits + wrong else 1.0


def line(name: str, rows: Sequence[Answer]) -> str:
    """A row of a table: number, accuracy, macro-F1, F1 by label."""
    right = sum(r.wanted == r.found for r in rows) / len(rows)
    there = [label for label in LABELS if any(label in (r.wanted, r.found) for r in rows)]
    mean = sum(f1(rows, label) for label in there) / len(there)
    return (
        f"| {name} | {len(rows):,} | {right:.3f} | {mean:.3f} | "
        + " | ".join(f"{f1(rows, x):.3f}" for x in LABELS)
        + " |"
    )


def by(rows: Iterable[Answer], key: Callable[[Answer], str]) -> dict[str, list[Answer]]:
    """Rows in groups, by name."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(sorted(groups.items()))


def calibration(rows: Sequence[Answer]) -> list[tuple[float, float, int]]:
    """For each bin of confidence: the mean confidence, the share that is right, the number."""
    bins: list[list[Answer]] = [[] for _ in range(BINS)]
    for row in rows:
        bins[min(int(row.sure * BINS), BINS - 1)].append(row)
    return [(sum(r.sure for r in b) / len(b), sum(r.wanted == r.found for r in b) / len(b), len(b)) for b in bins if b]


def plot(points: Sequence[tuple[float, float, int]], path: pathlib.Path) -> None:
    """The calibration as a picture: how sure against how often right."""
    size, edge = 320, 40
    whole = sum(count for _, _, count in points)

    def place(x: float, y: float) -> tuple[float, float]:
        return edge + x * size, edge + (1 - y) * size

    dots = []
    for sure, right, count in points:
        x, y = place(sure, right)
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 12 * (count / whole) ** 0.5:.1f}"/>')
    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    ticks = "".join(
        f'<text x="{place(t / 4, 0)[0]:.0f}" y="{y0 + 16:.0f}" text-anchor="middle">{t / 4}</text>'
        f'<text x="{x0 - 6:.0f}" y="{place(0, t / 4)[1] + 4:.0f}" text-anchor="end">{t / 4}</text>'
        for t in range(5)
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="Calibration of the label model">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<rect x="{x0}" y="{y1}" width="{size}" height="{size}" fill="none" stroke="#888"/>\n'
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#888" stroke-dasharray="4"/>\n{ticks}\n'
        f'<text x="{edge + size / 2}" y="{y0 + 32}" text-anchor="middle">probability of the label</text>\n'
        f'<text x="12" y="{edge + size / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {edge + size / 2})">share that is right</text>\n'
        f'<g fill="#1f6feb" fill-opacity="0.7">{"".join(dots)}</g>\n</svg>\n',
        "utf-8",
    )


def main() -> None:
    """Print the page's tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--plot", type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = answers(arguments.corpus, arguments.split)
    body = [row for row in rows if not row.formal]
    points = calibration(body)
    error = sum(count / len(body) * abs(sure - right) for sure, right, count in points)
    mean = sum(f1(rows, label) for label in LABELS) / len(LABELS)
    if arguments.json:
        print(json.dumps({"macro_f1": mean, "calibration_error": error, "sentences": len(rows)}))
        return
    head = "| sentences | number | accuracy | macro-F1 | " + " | ".join(LABELS) + " |\n" + "| --- " * 8 + "|"
    print(head)
    print(line("all", rows))
    print(line("of the body", body))
    print(line("of paragraphs and list items", [r for r in body if r.kind in ("paragraph", "list_item")]))
    for name, key in (("genre", "genre"), ("layout", "layout")):
        print(f"\nby {name}\n\n{head}")
        for value, group in by(body, lambda r, key=key: r.report[key]).items():  # type: ignore[misc]
            print(line(value, group))
    print(f"\ncalibration error {error:.3f}\n\n| probability | right | sentences |\n| --- | --- | --- |")
    for sure, right, count in points:
        print(f"| {sure:.2f} | {right:.2f} | {count:,} |")
    wrong = Counter((r.wanted, r.found) for r in body if r.wanted != r.found)
    print("\nconfusions\n")
    for (wanted, found), count in wrong.most_common(6):
        examples = [r.text for r in body if (r.wanted, r.found) == (wanted, found)][:4]
        print(f"- {count} × {wanted} taken for {found}: " + " · ".join(f"“{text[:110]}”" for text in examples))
    if arguments.plot:
        plot(points, arguments.plot)


if __name__ == "__main__":
    main()
