"""The library where the heavy packages and those of the readers cannot be imported: all but words works.

Run by itself, since it blocks the packages for its whole process: python tests/light_lane.py
"""

from __future__ import annotations

import pathlib
import sys

BLOCKED = (
    "underthesea",
    "underthesea_core",
    "sklearn",
    "numpy",
    "scipy",
    "pandas",
    "joblib",
    "docx",
    "selectolax",
    "pypdfium2",
    "msgspec",
    "striprtf",
    "pyarrow",
    "duckdb",
    "openpyxl",
)


class _Blocker:
    """An import hook that refuses the packages."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.split(".")[0] in BLOCKED:
            raise ImportError(f"{name} is blocked in this lane")


def main() -> None:
    """Read a sample end to end, and see that the one thing that needs a heavy package names the command for it."""
    sys.meta_path.insert(0, _Blocker())  # type: ignore[arg-type]
    import vnreport

    assert not any(name in sys.modules for name in BLOCKED), "importing vnreport loads a heavy package"
    sample = sorted((pathlib.Path(__file__).parent.parent / "corpora" / "samples").glob("*.txt"))[0]
    report = vnreport.analyze(vnreport.read(sample).text)
    assert report.references
    assert report.indicators
    assert vnreport.Report.from_dict(report.to_dict()) == report
    message = ""
    try:
        report.words  # noqa: B018 - computed on access
    except vnreport.MissingDependency as error:
        message = str(error)
    if "pip install" not in message:
        raise SystemExit(f"words without underthesea: {message or 'no error'}")
    print(f"{len(report.references)} references, {len(report.indicators)} indicators without the heavy packages")


if __name__ == "__main__":
    main()
