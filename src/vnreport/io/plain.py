"""Plain text: UTF-8, UTF-16 with its mark, or Windows-1258 where the result is Vietnamese."""

from __future__ import annotations

import codecs
import re
import unicodedata

from vnreport.errors import UnreadableFile
from vnreport.io.document import Document

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Syllables that hardly any Vietnamese page does without, in letters that other encodings of the bytes do not give.
_COMMON = re.compile(r"\b(?:của|và|được|những|trong|không|người|đã|các|năm|với|nhiệm vụ|kết quả|công tác)\b")


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises UnreadableFile where no encoding gives Vietnamese text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    name, f"begins as {encoding} and breaks at byte {error.start}; get the file again"
                ) from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    if len(_COMMON.findall(text)) >= 3 and not _CONTROL.search(text):
        return text, "cp1258"
    raise UnreadableFile(
        name,
        f"is not UTF-8 (byte {place} breaks it); if it is an older Vietnamese text (TCVN3, VNI, VISCII), "
        "convert it to UTF-8 first",
    )


def read_plain(name: str, data: bytes, kind: str) -> Document:
    """A .txt or .md file, exactly as its characters stand."""
    text, encoding = decode(name, data)
    if "\0" in text:
        raise UnreadableFile(name, f"is no text: it holds a NUL character at {text.index(chr(0))}")
    return Document(text, name, kind, encoding, f"{kind} by its content and name, {encoding} by its bytes")
