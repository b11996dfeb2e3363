"""Numbers as written: how exactly they are told, and what follows from two of them."""

from __future__ import annotations

import re
from decimal import Decimal

from vnreport.entities.models import Quantity
from vnreport.records import record
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

HUNDRED = Decimal(100)


@record
class Written:
    """A number with how exactly it is written: "1,2 tỷ" is 1.2e9 give or take half of the last digit."""

    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least number that is written so."""
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        """The greatest number that is written so."""
        return self.value + self.step / 2


_NO_DIGIT = pattern(r"\D++")
_POINTED = pattern(r"0?\.\d++|\d{1,3}\.\d{1,2}")
_DIGITS = pattern(r"\d[\d.]{0,24}(?:,\s?(\d{1,8}))?")


def written(quantity: Quantity) -> Written | None:
    """The exact number that a quantity states; None for a range, a bound, an estimate or a number in words."""
    if quantity.value is None or quantity.comparator != "=" or quantity.rank:
        return None
    match = _DIGITS.match(quantity.text.lstrip("+-−"))
    if match is None:
        return None
    decimals = len(match.group(1) or "")
    digits = _NO_DIGIT.sub("", match.group())
    if not digits.strip("0"):
        return Written(quantity.value, Decimal(1)) if quantity.value == 0 else None
    scale = abs(quantity.value) / (Decimal(digits) / Decimal(10) ** decimals)
    if _POINTED.fullmatch(match.group()):
        # A decimal point ("58.3%"): the value says where it stands.
        decimals = -int(quantity.value.normalize().as_tuple().exponent) if quantity.value % 1 else 0
        scale = Decimal(1)
    if scale != 1 and re.search(r"\d.{0,80}\s\d", quantity.text):
        # "2 tỷ 560 triệu": exact to the smaller unit.
        return Written(quantity.value, min(Decimal(1000000), quantity.value))
    step = scale / Decimal(10) ** decimals
    # A count is exact; what is measured is rounded to its last digit.
    exact = scale == 1 and not decimals and quantity.dimension not in ("share", "money", "area", "mass", "length", None)
    return Written(quantity.value, Decimal(0) if exact else step)


def percent(part: Written, whole: Written) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest percentage that two numbers as written can come to."""
    if whole.low <= 0 or part.low < 0:
        return None
    return HUNDRED * part.low / whole.high, HUNDRED * part.high / whole.low


def fits(claimed: Written, bounds: tuple[Decimal, Decimal]) -> bool:
    """Whether a percentage may have been rounded, or cut off, from within the bounds."""
    step = claimed.step or Decimal(1)
    return bounds[0] - step < claimed.value < bounds[1] + step


def show(value: Decimal) -> str:
    """A number for a message, with two decimals at most."""
    rounded = value.quantize(Decimal("0.01")) if value != value.to_integral_value() else value.to_integral_value()
    return f"{rounded.normalize():f}" if rounded else "0"


def shares_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities may be compared: one unit, or two of one dimension that is measured."""
    if first.unit is None or second.unit is None:
        return first.unit is second.unit
    return fold(first.unit) == fold(second.unit) or (
        first.dimension == second.dimension and first.dimension in ("money", "area", "mass", "length", "volume")
    )


def counts_of(part: Quantity, whole: Quantity) -> bool:
    """Whether a number may count a part of what the other counts."""
    return part.unit is None or shares_unit(part, whole) or part.dimension == whole.dimension == "people"
