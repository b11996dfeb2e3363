"""The quality gate: the scores on annotated reports and one-liners against floors that only rise.

    python tests/benchmarks/quality_gate.py CONTRACT_DIR [--raise] [--lower PREFIX]

CONTRACT_DIR holds `score.py`, `gold/` and `tricky/`. Every figure of `floors.json` must be reached; `--raise` writes
the figures of this run as the new floors where they are higher, and never lowers one. `--lower gold.labels` sets the
floors of those figures to this run's; the change that needs it says why.
"""

from __future__ import annotations

import argparse
import json
import math
import pathlib
import re
import subprocess
import sys

FLOORS = pathlib.Path(__file__).with_name("floors.json")
REPORTS = pathlib.Path(__file__).parents[2] / "corpora" / "reports"
LAYOUT = pathlib.Path(__file__).parents[2] / "corpora" / "layout"
_OF_LAYOUT = frozenset(("abbreviations", "blocks", "labels", "meta", "sections", "sentences"))


def measure(contract: pathlib.Path) -> dict[str, float]:
    """Name of a figure to its value, from both scorers; of our own reports only what all of them are annotated for."""
    figures: dict[str, float] = {}
    for corpus, folder in (("gold", contract / "gold"), ("layout", LAYOUT)):
        run = [sys.executable, str(contract / "score.py"), str(folder), "--json"]
        scores = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        for name, row in scores.items():
            if not isinstance(row, dict) or (corpus == "layout" and name.split(".")[0] not in _OF_LAYOUT):
                continue
            key = next(k for k in ("f1", "accuracy", "macro_f1") if k in row)
            if row[key] is not None:
                figures[f"{corpus}.{name}"] = row[key]
    run = [sys.executable, str(pathlib.Path(__file__).with_name("label_evaluation.py")), str(REPORTS), "--json"]
    labels = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    figures["reports.labels"] = labels["macro_f1"]
    figures["reports.calibration"] = 1 - labels["calibration_error"]
    run = [sys.executable, str(contract / "tricky" / "tricky.py"), str(contract / "tricky" / "tricky-dev.jsonl")]
    last = subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    match = re.match(r"(\d+)/(\d+) expectations", last)
    if match is None:
        raise SystemExit(f"the one-liners printed no score: {last!r}")
    figures["tricky"] = int(match.group(1)) / int(match.group(2))
    return figures


def below(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What falls short, in words; a figure that was not measured falls short too."""
    short = []
    for name, floor in sorted(floors.items()):
        value = figures.get(name)
        if value is None:
            short.append(f"{name}: not measured, floor {floor:.3f}")
        elif value < floor - 1e-9:
            short.append(f"{name}: {value:.3f} is below the floor {floor:.3f}")
    return short


def raised(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """The floors after a better run: each at most the figure, rounded down to thousandths, none lower than before."""
    new = {name: max(floors.get(name, 0.0), math.floor(value * 1000) / 1000) for name, value in figures.items()}
    return {**floors, **new}


def main() -> None:
    """Measure, compare, print; exit 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contract", type=pathlib.Path)
    parser.add_argument("--raise", dest="rise", action="store_true")
    parser.add_argument("--lower", metavar="PREFIX", action="append", default=[])
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures = measure(options.contract)
    floors = {name: floor for name, floor in floors.items() if not name.startswith(tuple(options.lower))}
    for name, value in sorted(figures.items()):
        print(f"  {name:36s} {value:.3f}   floor {floors.get(name, 0.0):.3f}")
    short = below(figures, floors)
    if options.rise or options.lower:
        FLOORS.write_text(json.dumps(raised(figures, floors), indent=1, sort_keys=True) + "\n", "utf-8")
    if short:
        raise SystemExit("\n".join(["the quality gate is closed:", *short]))
    print("the quality gate is open")


if __name__ == "__main__":
    main()
