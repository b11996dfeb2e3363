"""Look-ups in the register of well-known documents: what "QĐ 217" or "20-NQ/TW" may mean.

>>> from vnreport import register
>>> [(entry.code, str(entry.issued_on), entry.issuer) for entry in register.lookup("QĐ 217")]
[('217-QĐ/TW', '2013-12-12', 'Bộ Chính trị')]
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from vnreport.analyzer import Analyzer
from vnreport.entities.models import RegisterEntry

__all__ = ["RegisterEntry", "lookup"]


def lookup(mention: str, *, register: Sequence[str | os.PathLike[str]] = ()) -> tuple[RegisterEntry, ...]:
    """The entries that fit a mention of a document, written as a text would; empty where none does.

    Everything that the mention says must fit: type, number, date, issuer. `register` are your own files, as in
    `Analyzer(register=…)`; their rows come first.

    >>> len(lookup("20-NQ/TW")) > 1
    True
    >>> [str(entry.issued_on) for entry in lookup("Nghị quyết số 20-NQ/TW ngày 28/1/2008")]
    ['2008-01-28']
    >>> lookup("Nghị quyết số 20-NQ/TW ngày 1/1/2001")
    ()
    """
    if not isinstance(mention, str):
        raise TypeError(f"register.lookup(mention) takes a str, not {type(mention).__name__}")
    found = Analyzer(only=("references",), register=tuple(register)).analyze(mention).references
    if not found:
        return ()
    first = found[0]
    return (first.register,) if first.register is not None else first.candidates
