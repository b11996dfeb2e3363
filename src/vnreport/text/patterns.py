"""Regular expressions that are compiled when a text first asks for them.

The rooms hold hundreds of patterns, and one report asks for half of them; to compile all would take longer than to
import the rest of the library.
"""

from __future__ import annotations

import re
import sys
from typing import Any, cast

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub")


class LazyPattern:
    """A pattern as it is written. At its first use, the names that its module has for it become the compiled one.

    So it costs no detour afterwards, which in patterns that are asked a million times would be a tenth of all time.
    Whoever else holds it (a row of a table, another module) finds the methods of the compiled one in it.
    """

    def __init__(self, pattern: str, flags: int, module: dict[str, Any]) -> None:
        self.pattern, self.flags, self._module = pattern, flags, module

    def __repr__(self) -> str:
        return f"pattern({self.pattern!r})"

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        compiled = re.compile(self.pattern, self.flags)
        for held in [held for held, value in tuple(self._module.items()) if value is self]:
            self._module[held] = compiled
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
    return cast("re.Pattern[str]", LazyPattern(written, flags, sys._getframe(1).f_globals))
