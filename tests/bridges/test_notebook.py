"""The notebook of docs/ runs from its first cell to its last, and draws its chart."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("pandas")
pytest.importorskip("matplotlib")
pytest.importorskip("pyarrow")

ROOT = pathlib.Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "from-reports-to-a-chart.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[Any]:
    """The cells with what they put out. Raises where one of them fails."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    )
    client.execute(env={**os.environ, "PYTHONPATH": path, "MPLBACKEND": "module://matplotlib_inline.backend_inline"})
    return list(notebook.cells)


def test_it_is_kept_without_output() -> None:
    stored = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in stored.cells if cell.cell_type == "code" and cell.outputs]


def test_it_reads_every_report(cells: list[Any]) -> None:
    printed = "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", ()))
    folder = ROOT / "corpora" / "reports"
    expected = [path for path in folder.glob("*.txt") if "huyen" in path.name or "tinh" in path.name]
    assert f"{len(expected)} documents in" in printed
    assert f"{len(expected)} reports, " in printed


def test_it_draws_a_chart(cells: list[Any]) -> None:
    pictures = [o for cell in cells for o in cell.get("outputs", ()) if "image/png" in o.get("data", {})]
    assert len(pictures) == 1
