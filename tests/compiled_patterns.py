"""Every pattern that the library holds or compiles, as JSON lines of place, pattern and flags.

    python tests/compiled_patterns.py

Patterns that modules hold are compiled when a text first asks for them: they are listed by their names. Beside them,
reports are analysed while the compiler of `re` is watched, so that patterns built from the tables and patterns written
where they are used are listed, too.
"""

from __future__ import annotations

import importlib
import itertools
import json
import pathlib
import pkgutil
import re._compiler
import sys
from collections.abc import Iterator
from typing import Any

from vnreport.text.patterns import LazyPattern

ROOT = pathlib.Path(__file__).parent.parent
ROOMS = ("text", "lexicon", "structure", "entities", "facts", "labels", "report", "analyzer")


def _patterns_in(value: Any) -> Iterator[LazyPattern]:
    """The patterns that a value of a module is or holds."""
    if isinstance(value, LazyPattern):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(_patterns_in, value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from itertools.chain.from_iterable(map(_patterns_in, value))


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
    for name in [name for name in sys.modules if name.startswith("vnreport.")]:
        for held, value in vars(sys.modules[name]).items():
            for lazy in _patterns_in(value):
                found.setdefault((lazy.pattern, lazy.flags), f"{name.removeprefix('vnreport.')}:{held}")
    for path in sorted((ROOT / "corpora").glob("*/*.txt"))[::3]:
        vnreport.analyze(path.read_text("utf-8", "replace"))
    for cases in (ROOT / "tests" / "cases").glob("*.jsonl"):
        for line in cases.read_text("utf-8").splitlines():
            vnreport.extract(json.loads(line).get("text", ""))
    for (pattern, flags), owner in found.items():
        print(json.dumps([owner, pattern, flags]))


if __name__ == "__main__":
    main()
