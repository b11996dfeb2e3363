"""Every pattern that the library compiles, as JSON lines of place, pattern and flags.

    python tests/compiled_patterns.py

All modules are imported and reports analysed while the compiler of `re` is watched, so that patterns built from the
tables and patterns written where they are used are among them.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import pkgutil
import re._compiler
import sys
from typing import Any

ROOT = pathlib.Path(__file__).parent.parent
ROOMS = ("text", "lexicon", "structure", "entities", "facts", "labels", "report", "analyzer")


def main() -> None:
    """Watch the compiler and print what it was given by the library's rooms."""
    found: dict[tuple[str, int], str] = {}
    compile_pattern = re._compiler.compile

    def watch(pattern: Any, flags: int = 0) -> Any:
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals["__name__"].startswith(("re", "functools")):
            frame = frame.f_back
        owner = frame.f_globals["__name__"]
        if isinstance(pattern, str) and owner.startswith("vnreport."):
            found.setdefault((pattern, int(flags)), f"{owner.removeprefix('vnreport.')}:{frame.f_lineno}")
        return compile_pattern(pattern, flags)

    re._compiler.compile = watch
    import vnreport

    for info in pkgutil.walk_packages(vnreport.__path__, "vnreport."):
        if info.name.split(".")[1] in ROOMS:
            importlib.import_module(info.name)
    for path in sorted((ROOT / "corpora").glob("*/*.txt"))[::3]:
        vnreport.analyze(path.read_text("utf-8", "replace"))
    for cases in (ROOT / "tests" / "cases").glob("*.jsonl"):
        for line in cases.read_text("utf-8").splitlines():
            vnreport.extract(json.loads(line).get("text", ""))
    for (pattern, flags), owner in found.items():
        print(json.dumps([owner, pattern, flags]))


if __name__ == "__main__":
    main()
