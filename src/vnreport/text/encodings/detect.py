"""Bytes to text: Unicode by its marks and its form, an older encoding by the syllables that it yields.

Generic detectors do not know TCVN3 and VNI. Here each candidate decodes, and the share of the words with marks that are
well-formed syllables decides: a right decoding of a report yields more than 90 %, a wrong one, or French or German, a
few. A file that mixes encodings is decided line by line. What is unsure is refused with the reason.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from vnreport.errors import VnReportError
from vnreport.records import record
from vnreport.text.encodings.capitals import restore_capitals
from vnreport.text.encodings.lost_letter import restore_lost_letter
from vnreport.text.encodings.tables import DETECTED, count_strays, decode_as
from vnreport.text.syllables import Evidence, weigh

# Measured on pieces of reports in every encoding and of French, German, Czech and English prose: see
# tests/benchmarks/legacy_encodings.py. Right decodings lie above these shares, wrong ones and other languages below.
_SURE = 0.75
_PLAIN = 0.5
_DENSE = 0.4
_WEIGHT = 2.0
_SURE_OF_ALL = 0.9
# With fewer words with marks than these, all of them must be syllables; fewer words without prove nothing.
_FEW = 4
_SAMPLE = 2**16

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class UnknownEncoding(VnReportError, ValueError):
    """Bytes in no encoding that can be told; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason,)


@record
class Decoded:
    """A text, its encoding ("utf-8", "tcvn3", "utf-8+vni" where lines differ), and how that was decided."""

    text: str
    encoding: str
    how: str
    warnings: tuple[str, ...] = ()


@record
class Reading:
    """Bytes read by one encoding, with the evidence for it."""

    encoding: str
    evidence: Evidence

    @property
    def sure(self) -> bool:
        """Whether the bytes are Vietnamese in this encoding beyond reasonable doubt."""
        found = self.evidence
        if (
            found.good - found.letters < 2
            or found.weight < _WEIGHT
            or found.density < _DENSE
            or (found.plain >= _FEW and found.plain_share < _PLAIN)
        ):
            return False
        return found.share == 1.0 if found.marked < _FEW else found.share >= _SURE


def decode(data: bytes) -> Decoded:
    """The text of bytes in whatever encoding; raises UnknownEncoding where none can be told.

    >>> decode(b"\\xae\\xb6ng b\\xe9 huy\\xd6n \\xae\\xb7 k\\xd5t n\\xb9p").encoding
    'tcvn3'
    >>> decode("Đảng bộ huyện".encode("utf-8-sig")).how
    'utf-8 by its mark'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by_mark(data[len(mark) :], encoding)
    wide = _without_mark(data)
    if wide is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8 by its bytes")
    except UnicodeDecodeError as error:
        broken = error.start
    whole = best_reading(data[:_SAMPLE] if _marked(data[:_SAMPLE]) else data)
    if whole.sure and whole.evidence.share >= _SURE_OF_ALL and not _has_unicode_lines(data):
        share = f"{whole.evidence.share:.0%} of the words with marks are syllables"
        return with_lost_letter(Decoded(_as_text(data, whole.encoding), whole.encoding, f"{whole.encoding}: {share}"))
    return _by_lines(data, whole, broken)


def best_reading(data: bytes, encodings: Sequence[str] = DETECTED) -> Reading:
    """The encoding by which bytes yield the most syllables; the likelier encoding wins a tie."""
    readings = [read_as(data, encoding) for encoding in encodings]
    return max(readings, key=lambda reading: reading.evidence.score)


def read_as(data: bytes, encoding: str) -> Reading:
    """Bytes read by one encoding; codes that it never uses so count as words that are no syllables."""
    text = decode_as(data, encoding)
    found = weigh(restore_lost_letter(text, bare=False)[0] if encoding == "tcvn3" else text)
    return Reading(encoding, replace(found, marked=found.marked + count_strays(data, encoding)))


def _marked(data: bytes) -> bool:
    return not data.isascii()


def _by_mark(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, f"{encoding} by its mark")
    except UnicodeDecodeError as error:
        raise UnknownEncoding(f"begins as {encoding} and breaks at byte {error.start}; get the file again") from error


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte of its ASCII letters is zero."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2 or sample.count(0) * 4 < len(sample):
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if high > 4 * low else "utf-16-be" if low > 4 * high else None
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding), encoding, f"{encoding} by its zero bytes")
    except UnicodeDecodeError:
        return None


def _as_text(data: bytes, encoding: str) -> str:
    text = decode_as(data, encoding)
    return restore_capitals(text) if encoding == "tcvn3" else text


def with_lost_letter(found: Decoded) -> Decoded:
    """TCVN3 text whose "ư" was lost before it came here, with the letter put back."""
    if "tcvn3" not in found.encoding:
        return found
    text, count = restore_lost_letter(found.text)
    if not count:
        return found
    warning = f"the letter ư was lost, as a soft hyphen; it was put back into {count} words where only one word results"
    return replace(found, text=text, warnings=(*found.warnings, warning))


# --- line by line --------------------------------------------------------------------------------------------------

# So many letters with marks for each broken byte: bytes of another encoding hardly ever form one.
_MANY = 8
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def _has_unicode_lines(data: bytes) -> bool:
    """Whether some line is Vietnamese in UTF-8; bytes of another encoding hardly ever form one."""
    return any(_is_unicode(match.group()) for match in _LINE.finditer(data))


def _is_unicode(line: bytes, *, damaged: bool = False) -> bool:
    """Whether a line is Vietnamese in UTF-8; with `damaged`, also where a few of its bytes are broken."""
    if not _marked(line):
        return False
    text = line.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if lost and (not damaged or _MANY * lost > sum(char > "\x7f" for char in text)):
        return False
    found = weigh(text)
    return found.marked > 0 and found.share >= _SURE


def _by_lines(data: bytes, whole: Reading, broken: int) -> Decoded:
    """A file whose lines are in different encodings; refused where a line with marks stays unsure."""
    alike = groupby(_runs(data, whole), itemgetter(0))
    parts = [(encoding, b"".join(line for _, line in lines)) for encoding, lines in alike]
    used = [encoding for encoding, run in parts if _marked(run)]
    names = sorted(set(used), key=lambda name: (name != "utf-8", name))
    if "" in names:
        place = sum(len(run) for encoding, run in parts[: [e for e, _ in parts].index("")])
        number = data.count(b"\n", 0, place) + 1
        raise UnknownEncoding(_refusal(whole, broken, number))
    pieces = [
        run.decode("utf-8", "replace") if encoding == "utf-8" else _as_text(run, encoding) for encoding, run in parts
    ]
    text = "".join(pieces)
    lost = sum(
        piece.count("\ufffd") - run.count(b"\xef\xbf\xbd")
        for piece, (encoding, run) in zip(pieces, parts, strict=True)
        if encoding == "utf-8"
    )
    broken_bytes = (f"{lost} places are not UTF-8 (the first at byte {broken}) and became U+FFFD",) if lost else ()
    if not Reading("", weigh(text)).sure:
        raise UnknownEncoding(_refusal(whole, broken, data.count(b"\n", 0, broken) + 1))
    if len(names) == 1:
        share = f"{whole.evidence.share:.0%} of the words with marks are syllables"
        how = "utf-8 by its bytes, but for a few" if names[0] == "utf-8" else f"{names[0]} line by line: {share}"
        return with_lost_letter(Decoded(text, names[0], how, broken_bytes))
    name = "+".join(names)
    mixed = f"lines in different encodings: {', '.join(names)}"
    return Decoded(text, name, f"{name}: decided line by line", (mixed, *broken_bytes))


def _refusal(whole: Reading, broken: int, line: int) -> str:
    found = whole.evidence
    return (
        f"is in no encoding that can be told: not UTF-8 (byte {broken} breaks it), and line {line} is not surely "
        f"Vietnamese in {', '.join(name.upper() for name in DETECTED)} (at best {whole.encoding}, by which "
        f"{found.good} of {found.marked} words with marks are syllables); if you know it, name it with encoding="
    )


def _runs(data: bytes, whole: Reading) -> Iterator[tuple[str, bytes]]:
    """Each line with its encoding, "" where it cannot be told. Lines without marks go with what stands before them."""
    lines = [match.group() for match in _LINE.finditer(data)]
    known = [_sure_encoding(line, whole) for line in lines]
    trusted = {name for name in known if name} | ({whole.encoding} if whole.sure else set())
    before = "utf-8"
    for line, encoding in zip(lines, known, strict=True):
        if _marked(line):
            before = encoding or _unsure_encoding(line, before, whole, trusted)
        yield before, line


def _sure_encoding(line: bytes, whole: Reading) -> str | None:
    """The encoding that a line shows by itself; the usual one of the file wins a tie."""
    if not _marked(line):
        return None
    if _is_unicode(line):
        return "utf-8"
    if _is_unicode(line, damaged=True):
        return "utf-8"
    own = best_reading(line)
    if not own.sure or own.evidence.marked < _FEW:
        return None
    usual = read_as(line, whole.encoding)
    return usual.encoding if whole.sure and usual.evidence.share >= own.evidence.share else own.encoding


def _unsure_encoding(line: bytes, before: str, whole: Reading, trusted: set[str]) -> str:
    """The encoding of a line too short to show it: one that the file is known to hold and that fits best."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if before == "utf-8" and "utf-8" in trusted and _has_sequence(line):
        return "utf-8"
    fitting = [name for name in (before, whole.encoding, *sorted(trusted)) if name in trusted and name in DETECTED]
    if not fitting:
        return ""
    return max(dict.fromkeys(fitting), key=lambda name: read_as(line, name).evidence.score)


def _has_sequence(line: bytes) -> bool:
    """Whether a line holds letters in UTF-8, or the beginning of one that was cut off at its end."""
    text = line.decode("utf-8", "replace")
    return any(char > "\x7f" and char != "\ufffd" for char in text) or text.rstrip().endswith("\ufffd")
