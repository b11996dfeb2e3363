"""The gate itself: it closes when a figure falls or is not measured, and floors never fall."""

from __future__ import annotations

import importlib.util
import json
import pathlib

PATH = pathlib.Path(__file__).parent / "benchmarks" / "quality_gate.py"
spec = importlib.util.spec_from_file_location("quality_gate", PATH)
assert spec is not None
assert spec.loader is not None
gate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gate)


def test_a_fallen_and_a_missing_figure_close_the_gate() -> None:
    assert gate.below({"a": 0.91}, {"a": 0.9}) == []
    assert "below the floor" in gate.below({"a": 0.89}, {"a": 0.9})[0]
    assert "not measured" in gate.below({}, {"a": 0.9})[0]


def test_floors_only_rise() -> None:
    assert gate.raised({"a": 0.95678, "b": 0.5}, {"a": 0.9, "b": 0.8, "c": 0.7}) == {"a": 0.956, "b": 0.8, "c": 0.7}


def test_the_floors_hold_the_main_figures() -> None:
    floors = json.loads(gate.FLOORS.read_text("utf-8"))
    assert floors["gold.offsets"] == 1.0
    assert {"gold.references", "gold.times", "gold.quantities", "gold.sentences", "gold.labels", "tricky"} <= set(
        floors
    )
