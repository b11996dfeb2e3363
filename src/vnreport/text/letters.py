"""Capital and small letters of Vietnamese, as contents of a character class.

Unicode interleaves the two (Ạ U+1EA0, ạ U+1EA1), so a range such as À-Ỹ holds both: patterns use these instead.
"""

from __future__ import annotations

_LATIN = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"
_EXTENDED = "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))

UPPER = f"A-Z{_LATIN}{_EXTENDED}"
LOWER = f"a-z{_LATIN.lower()}{_EXTENDED.lower()}"
