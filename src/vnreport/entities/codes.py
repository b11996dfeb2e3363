"""The number and symbol of a document as a value: what `20 -NQ/ TW` says, and how the drafting rules write it.

A code is `number-TYPE/ISSUER` in the Party (Hướng dẫn 36-HD/VPTW) and `number[/year]/TYPE-ISSUER` in the State (Nghị
định 30/2020/NĐ-CP, annex III); an official letter of the State has the unit that drafted it in place of a type
(`1187/UBND-NĐ`), and a law the term of the National Assembly (`72/2025/QH15`). The other systems (unions, the Front,
mass organisations) keep the separators that they write.
"""

from __future__ import annotations

import re

from vnreport.entities.code_reader import CodeReading, read_code, symbols, system_of, type_of_symbol
from vnreport.errors import ParseError
from vnreport.records import record
from vnreport.text.normalize import fold, normalize
from vnreport.text.patterns import pattern

_LEAD = pattern(r"\s*+(?:số\s{0,3}:?\s{0,3})?", re.IGNORECASE)
# What the National Assembly and its standing committee number without a symbol for the type.
_ASSEMBLY = {"QH": ("law", "code", "resolution"), "UBTVQH": ("ordinance", "resolution")}


@record
class Code:
    """A document's number and symbol, read as a whole.

    `number` and `year` are as written; `symbol` is what follows them ("NQ/TW"). `type` is the document type that the
    symbol stands for (a code of `vnreport types`) and None where it does not say; `types` lists all that it may stand
    for, since "QĐ" is a decision or a regulation. `issuer` is the letters of the issuer, `issuer_name` what they stand
    for; `system` is `party`, `state`, `union`, … or None. `repairs` names what was mended.
    """

    number: str
    year: int | None
    symbol: str
    type: str | None
    types: tuple[str, ...]
    issuer: str | None
    issuer_name: str | None
    system: str | None
    code: str
    repairs: tuple[str, ...]

    def __str__(self) -> str:
        """The code as the drafting rules write it."""
        return self.code


def parse_code(string: str) -> Code:
    """The code that a string is, damage mended; raises ParseError, which says where reading stopped, if it is none.

    A leading "số" is stepped over. A code must hold a known symbol of a type or of an issuer.

    >>> code = parse_code("20 -NQ/ TW")
    >>> str(code), code.number, code.type, code.issuer, code.issuer_name, code.system, code.repairs
    ('20-NQ/TW', '20', 'resolution', 'TW', 'Ban Chấp hành Trung ương', 'party', ('space',))
    >>> parse_code("217/QĐ-TW").types
    ('decision', 'regulation')
    >>> parse_code("24/7")
    Traceback (most recent call last):
        ...
    vnreport.errors.ParseError: '24/7' is no code of a document: no symbol of a type or an issuer follows the number
    """
    if not isinstance(string, str):
        raise TypeError(f"parse_code(string) takes a str, not {type(string).__name__}")
    text = normalize(string).text
    lead = _LEAD.match(text)
    start = lead.end() if lead is not None else 0
    if not text[start : start + 1].isdecimal():
        raise ParseError(f"{string!r} is no code of a document: it does not begin with a number")
    reading = read_code(text, start, type_known=True)
    if reading is None or not _is_known(reading):
        raise ParseError(
            f"{string!r} is no code of a document: no symbol of a type or an issuer follows the number"
        )  # fmt: skip
    if rest := text[reading.end :].strip():
        raise ParseError(f"{string!r} is no code of a document: after {reading.code} stands {rest[:40]!r}")
    return _value(reading)


def normalize_code(string: str) -> str:
    """The code that a string is, as the drafting rules write it; raises ParseError if it is none.

    >>> normalize_code("61/2018/NĐCP"), normalize_code("217/QĐ-TW"), normalize_code("03-CT/T.Ư")
    ('61/2018/NĐ-CP', '217-QĐ/TW', '03-CT/TW')
    """
    return parse_code(string).code


def is_code(string: str) -> bool:
    """Whether a string is a document's code; never raises for a str.

    >>> is_code("4a/2001/NQ/HĐND4"), is_code("124/124 xã"), is_code("")
    (True, False, False)
    """
    try:
        parse_code(string)
    except ParseError:
        return False
    return True


def _parts(reading: CodeReading) -> list[str]:
    return re.split(r"[-/]", reading.symbol or "")


def _is_known(reading: CodeReading) -> bool:
    return reading.type_symbol is not None or any(
        fold(part) in symbols().issuers or fold(part.rstrip("0123456789")) in symbols().issuers or system_of(part)
        for part in _parts(reading)
    )


def _value(reading: CodeReading) -> Code:
    known = symbols()
    parts = _parts(reading)
    types: tuple[str, ...] = ()
    issuers = parts
    if reading.type_symbol is not None:
        types = known.type_codes.get(fold(reading.type_symbol), ())
        issuers = [part for part in parts if part != reading.type_symbol]
    elif parts[0].rstrip("0123456789") in _ASSEMBLY:
        types = _ASSEMBLY[parts[0].rstrip("0123456789")]
    elif (kind := type_of_symbol(reading)) is not None:
        types, issuers = (kind,), parts[:1]
    assembly = reading.type_symbol is None and len(types) > 1
    first = issuers[0] if issuers else None
    return Code(
        number=reading.number,
        year=reading.year,
        symbol=reading.symbol or "",
        type=types[0] if types and not assembly else None,
        types=types,
        issuer="-".join(issuers) or None,
        issuer_name=None if first is None else known.names.get(first) or known.names.get(first.rstrip("0123456789")),
        system=None if first is None else system_of(first),
        code=reading.code or "",
        repairs=reading.repairs,
    )
