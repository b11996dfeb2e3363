"""Regular expressions that are compiled when a text first asks for them.

The rooms hold hundreds of patterns, and one report asks for half of them; to compile all would take longer than to
import the rest of the library.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub")


class LazyPattern:
    """A pattern as it is written; at the first use its compiled methods become its own, and cost no detour."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __repr__(self) -> str:
        return f"pattern({self.pattern!r})"

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression like that of `re.compile`, compiled at its first use.

    >>> year = pattern(r"(?:19|20)\\d\\d")
    >>> year.findall("từ năm 2015 đến năm 2020")
    ['2015', '2020']
    """
    # It has the methods of a pattern, all that is ever asked of one here.
    return cast("re.Pattern[str]", LazyPattern(written, flags))
