"""What importing loads, and that it leaves the process as it was."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import vnreport

HEAVY = (
    "underthesea",
    "sklearn",
    "numpy",
    "scipy",
    "pandas",
    "docx",
    "pypdfium2",
    "selectolax",
    "spacy",
    "polars",
    "pyarrow",
)


def _run(code: str) -> dict[str, object]:
    output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return json.loads(output)  # type: ignore[no-any-return]


def test_importing_and_analysing_load_no_heavy_package() -> None:
    code = (
        "import json, logging, sys, vnreport; vnreport.analyze('Đạt 5/7 xã.');"
        f"loaded = [m for m in {HEAVY!r} if m in sys.modules];"
        "print(json.dumps({'loaded': loaded, 'handlers': len(logging.getLogger().handlers)}))"
    )
    assert _run(code) == {"loaded": [], "handlers": 0}


def test_words_leave_the_root_logger_alone() -> None:
    code = (
        "import json, logging, vnreport; words = vnreport.analyze('Đạt 5/7 xã.').words;"
        "print(json.dumps({'words': len(words), 'handlers': len(logging.getLogger().handlers)}))"
    )
    assert _run(code) == {"words": 4, "handlers": 0}


def test_every_public_name_loads() -> None:
    for name in vnreport.__all__:
        assert getattr(vnreport, name) is not None
    assert dir(vnreport) == sorted(vnreport.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        vnreport.no_such_name  # noqa: B018
