"""Plain text in any encoding: Unicode, or one of the older Vietnamese encodings where the bytes show which."""

from __future__ import annotations

from vnreport.errors import ConfigError, UnreadableFile, UnsupportedFormat
from vnreport.io.document import Document
from vnreport.text.encodings import NAMES, Decoded, UnknownEncoding, decode, decode_as, mend


def decode_file(name: str, data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file's bytes, mended where its characters are codes of an older encoding.

    Raises UnreadableFile where no encoding can be told, ConfigError for an `encoding` that nobody knows.
    """
    if encoding is not None:
        return _as_told(name, data, encoding)
    try:
        found = decode(data)
    except UnknownEncoding as error:
        kind = UnsupportedFormat if b"\0" in data else UnreadableFile  # no text in any encoding holds a NUL
        raise kind(name, error.reason) from error
    if found.encoding.startswith("utf"):
        return mended(found)
    return found


def mended(found: Decoded) -> Decoded:
    """A Unicode text with what its characters say of an older encoding put right."""
    better = mend(found.text)
    if better is None:
        return found
    return Decoded(better.text, better.encoding, f"{found.how}, {better.how}", (*found.warnings, *better.warnings))


def _as_told(name: str, data: bytes, encoding: str) -> Decoded:
    if encoding in NAMES:
        return Decoded(decode_as(data, encoding), encoding, f"{encoding} as it was told")
    try:
        return Decoded(data.decode(encoding), encoding, f"{encoding} as it was told")
    except LookupError:
        raise ConfigError(f"encoding={encoding!r} is not known; of the older ones {', '.join(NAMES)} are") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(name, f"is not {encoding}: byte {error.start} breaks it") from error


def read_plain(name: str, data: bytes, kind: str, encoding: str | None = None) -> Document:
    """A .txt or .md file, exactly as its characters stand."""
    found = decode_file(name, data, encoding)
    if "\0" in found.text:
        raise UnsupportedFormat(name, f"is no text: it holds a NUL character at {found.text.index(chr(0))}")
    decided = f"{kind} by its content and name, {found.how}"
    return Document(found.text, name, kind, found.encoding, decided, found.warnings)
