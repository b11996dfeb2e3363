"""Decoding and encoding by the tables of `data/legacy_letters.tsv`, by Windows-1258 and by VIQR.

Bytes that are no letters of an encoding are those of Windows-1252, as in its fonts. Encoding is the inverse: it raises
UnicodeEncodeError for a letter that the encoding has no code for (TCVN3 has no capitals with a tone, VPS no Ỗ).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from vnreport.lexicon import lexicon_cache_by, load_table
from vnreport.records import record
from vnreport.text.syllables import TONES

DETECTED = ("tcvn3", "vni", "viscii", "cp1258")
"""The encodings that are detected, the likelier ones first."""

NAMES = (*DETECTED, "vps", "viqr")
"""The encodings of Vietnamese that can be asked for by name."""

_MARKS = {
    "'": "\u0301",
    "`": "\u0300",
    "?": "\u0309",
    "~": "\u0303",
    ".": "\u0323",
    "(": "\u0306",
    "^": "\u0302",
    "+": "\u031b",
}
_VIQR_CODES = {mark: sign for sign, mark in _MARKS.items()}
_VIQR = re.compile(
    r"\\(?P<escaped>.)|(?P<d>[dD][dD])|(?P<vowel>[aAeEiIoOuUyY])"
    r"(?P<shape>(?<=[aA])[(^]|(?<=[eE])\^|(?<=[oO])[\^+]|(?<=[uU])\+)?(?P<tone>['`?~.](?!\.\.))?"
)
# What the fonts draw where Windows-1252 has nothing: the byte itself.
_WINDOWS = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))
_TO_BYTE = {char: code for code, char in enumerate(_WINDOWS)}


@record
class _Table:
    """One encoding: letters of one code as a string over all bytes, letters of two codes beside it."""

    single: str
    pairs: dict[str, str]
    codes: dict[str, bytes]


@lexicon_cache_by
def _table(encoding: str) -> _Table:
    single = list(_WINDOWS)
    pairs: dict[str, str] = {}
    codes: dict[str, bytes] = {}
    for row in load_table("legacy_letters", "encoding", "code", "letter", "source"):
        if row["encoding"] != encoding:
            continue
        code = bytes.fromhex(row["code"])
        letter = chr(int(row["letter"][2:], 16)) if row["letter"].startswith("U+") else row["letter"]
        codes[letter] = code
        if len(code) == 1:
            single[code[0]] = letter
        else:
            written = "".join(_WINDOWS[byte] for byte in code)
            # A capital whose mark was typed small ("Aù"), or the other way round, is the same letter.
            for form in (written, written[0] + written[1].swapcase()):
                pairs[form] = letter
    return _Table("".join(single), pairs, codes)


@lexicon_cache_by
def _codes_of_letters(encoding: str) -> re.Pattern[str]:
    pairs = _table(encoding).pairs
    first, second = (re.escape("".join(sorted({pair[place] for pair in pairs}))) for place in (0, 1))
    # No mark is a vowel, so that letters can be taken one after the other, two codes first.
    return re.compile(f"[{first}][{second}]|[^\\x00-\\x7f]")


@lexicon_cache_by
def _lone_marks(encoding: str) -> re.Pattern[bytes] | None:
    """The marks of an encoding of two codes a letter, where they do not follow a vowel."""
    codes = [code for code in _table(encoding).codes.values() if len(code) == 2]
    if not codes:
        return None
    vowels = re.escape(bytes(sorted({code[0] for code in codes})))
    alone = {code[0] for code in _table(encoding).codes.values() if len(code) == 1}
    only = re.escape(bytes(sorted({code[1] for code in codes} - alone)))
    return re.compile(b"(?<![" + vowels + b"])[" + only + b"]")


def count_strays(data: bytes, encoding: str) -> int:
    """How many codes stand where the encoding never has them.

    >>> count_strays("TIÊU".encode("cp1252"), "vni"), count_strays(encode_as("TIÊU", "vni"), "vni")
    (1, 0)
    """
    pattern = _lone_marks(encoding)
    return len(pattern.findall(data)) if pattern else 0


def to_bytes(text: str) -> bytes | None:
    """The bytes that a program read as Windows-1252 or Latin-1; None where a character is neither."""
    try:
        return bytes([_TO_BYTE[char] if char in _TO_BYTE else _latin(char) for char in text])
    except KeyError:
        return None


def as_windows(data: bytes) -> str:
    """Bytes as Windows-1252, those that it has no character for as themselves; the inverse of `to_bytes`."""
    return data.decode("latin-1").translate(_WINDOWS)


def _latin(char: str) -> int:
    if ord(char) > 0xFF:
        raise KeyError(char)
    return ord(char)


def decode_as(data: bytes, encoding: str) -> str:
    """The text of bytes in an encoding of `NAMES`, in Unicode form NFC.

    >>> decode_as(b"\\xae\\xb6ng, ng\\xad\\xeai", "tcvn3"), decode_as(b"ng\\xf6\\xf4\\xf8i", "vni")
    ('đảng, người', 'người')
    >>> decode_as(b"Vie^.t Nam", "viqr")
    'Việt Nam'
    """
    if encoding == "cp1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if encoding == "viqr":
        return unicodedata.normalize("NFC", _VIQR.sub(_viqr_letter, data.decode("cp1252", "replace")))
    table = _table(encoding)
    if not table.pairs:
        text = data.decode("latin-1").translate(table.single)
    else:
        pairs, single = table.pairs, table.single
        letters = {_WINDOWS[code]: letter for code, letter in enumerate(single)}

        def letter(match: re.Match[str]) -> str:
            written = match.group()
            return pairs.get(written) or "".join([letters.get(char, char) for char in written])

        text = _codes_of_letters(encoding).sub(letter, data.decode("latin-1").translate(_WINDOWS))
    return unicodedata.normalize("NFC", text)


def _viqr_letter(match: re.Match[str]) -> str:
    if match["escaped"]:
        return str(match["escaped"])
    if match["d"]:
        return "Đ" if match["d"][0] == "D" else "đ"
    return match["vowel"] + "".join(_MARKS[sign] for sign in (match["shape"], match["tone"]) if sign)


def encode_as(text: str, encoding: str) -> bytes:
    """The bytes of a text in an encoding of `NAMES`; raises UnicodeEncodeError for a letter that has no code there.

    >>> encode_as("người", "vni")
    b'ng\\xf6\\xf4\\xf8i'
    """
    composed = unicodedata.normalize("NFC", text)
    code: Callable[[str], bytes] = _encoder(encoding)
    out = bytearray()
    for place, char in enumerate(composed):
        try:
            out += code(char)
        except (KeyError, UnicodeEncodeError):
            raise UnicodeEncodeError(encoding, composed, place, place + 1, "has no code for this letter") from None
    return bytes(out)


def _encoder(encoding: str) -> Callable[[str], bytes]:
    if encoding == "cp1258":
        return lambda char: _tones_apart(char).encode("cp1258")
    if encoding == "viqr":
        return _viqr_code
    table = _table(encoding)
    taken = {code[0] for code in table.codes.values() if len(code) == 1}

    def code(char: str) -> bytes:
        if char in table.codes:
            return table.codes[char]
        byte = _TO_BYTE[char]
        if byte in taken:
            raise KeyError(char)
        return bytes([byte])

    return code


def _tones_apart(char: str) -> str:
    """A letter as Windows-1258 holds it: its tone, where it has no code with one, as a mark behind it."""
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
        return base + "".join(mark for mark in parts if mark in TONES)
    return char


def _viqr_code(char: str) -> bytes:
    if char in "đĐ":
        return b"DD" if char == "Đ" else b"dd"
    parts = unicodedata.normalize("NFD", char)
    order = sorted(parts[1:], key=lambda mark: mark in TONES)
    return (parts[0] + "".join(_VIQR_CODES.get(mark, mark) for mark in order)).encode("cp1252")
