"""Which reader a file needs is decided by its content, never by its name alone; every failure names file and reason."""

from __future__ import annotations

import io
import os
import pathlib
import re
import zipfile
from collections.abc import Callable

from vnreport.errors import UnreadableFile, UnsupportedFormat
from vnreport.io.document import Document

MAX_BYTES = 64 * 2**20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_IMAGE = "is a picture: run OCR first"
_OTHERS = {
    b"\xff\xd8\xff": _IMAGE, b"\x89PNG": _IMAGE, b"II*\0": _IMAGE, b"MM\0*": _IMAGE, b"GIF8": _IMAGE,
    b"\x1f\x8b": "is packed (gzip); unpack it, or give it to `vnreport batch`",
    b"7z\xbc\xaf": "is packed (7z); unpack it", b"Rar!": "is packed (rar); unpack it",
}  # fmt: skip
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|table)[\s>/]", re.IGNORECASE)


def read(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES, encoding: str | None = None) -> Document:
    """Read a report from a file: plain text, Markdown, HTML, .docx, .doc, .odt, .rtf, or a .pdf with a text layer.

    The text is what the document holds, in reading order; nothing is normalised, but text in an encoding older than
    Unicode (TCVN3, VNI, VISCII, Windows-1258) is decoded. `encoding` names that of a plain text, where it is known; it
    is the only way to VPS and VIQR. Raises UnreadableFile, which names the file and says what to do, for anything that
    cannot be read; MissingDependency where what a format needs is not installed; ConfigError for an unknown encoding;
    TypeError for anything but a path.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "bao-cao.txt")
    ...     _ = file.write_bytes("Đã đạt 5/7 xã.".encode())
    ...     document = read(file)
    >>> document.text, document.format, document.encoding
    ('Đã đạt 5/7 xã.', 'txt', 'utf-8')
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(
            f"vnreport.read(path) takes a path, not {type(path).__name__}; for a text use vnreport.analyze(text)"
        )
    name = os.fsdecode(path)
    data = _load(name, max_bytes)
    return read_bytes(name, data, encoding=encoding)


def read_bytes(name: str, data: bytes, *, encoding: str | None = None) -> Document:
    """`read` for bytes already at hand; `name` is what errors call them."""
    kind = sniff(name, data)
    if kind in ("txt", "md"):
        from vnreport.io.plain import read_plain

        return read_plain(name, data, kind, encoding)
    try:
        return _READERS[kind](name, data)
    except RecursionError:
        raise UnreadableFile(name, f"is no .{kind} that a program wrote: it is nested too deeply") from None


def _docx(name: str, data: bytes) -> Document:
    from vnreport.io.docx import read_docx

    return read_docx(name, data)


def _doc(name: str, data: bytes) -> Document:
    from vnreport.io.doc import read_doc

    return read_doc(name, data)


def _odt(name: str, data: bytes) -> Document:
    from vnreport.io.odt import read_odt

    return read_odt(name, data)


def _rtf(name: str, data: bytes) -> Document:
    from vnreport.io.rtf import read_rtf

    return read_rtf(name, data)


def _html(name: str, data: bytes) -> Document:
    from vnreport.io.html import read_html

    return read_html(name, data)


def _pdf(name: str, data: bytes) -> Document:
    from vnreport.io.pdf import read_pdf

    return read_pdf(name, data)


_READERS: dict[str, Callable[[str, bytes], Document]] = {
    "docx": _docx, "doc": _doc, "odt": _odt, "rtf": _rtf, "html": _html, "pdf": _pdf,
}  # fmt: skip


def _load(name: str, max_bytes: int) -> bytes:
    if not name or "\0" in name:
        raise UnreadableFile(name or "''", "is no file name")
    file = pathlib.Path(name)
    try:
        if file.is_dir():
            raise UnreadableFile(name, "is a folder; name the files in it")
        size = file.stat().st_size
        if size > max_bytes:
            raise UnreadableFile(
                name, f"has {size:,} bytes, more than max_bytes={max_bytes:,}; raise max_bytes to read it"
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(name, "does not exist") from None
    except OSError as error:
        raise UnreadableFile(name, f"cannot be opened: {error.strerror or error}") from error


def sniff(name: str, data: bytes) -> str:
    """The format of a file by its content; only between plain text, Markdown and a piece of HTML its name decides.

    >>> sniff("a.doc", b"%PDF-1.4"), sniff("a.doc", b"<html><body>"), sniff("a.md", b"# A")
    ('pdf', 'html', 'md')
    """
    suffix = pathlib.Path(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(name, data)
    if data.startswith(_OLE):
        return "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if reason := next((reason for magic, reason in _OTHERS.items() if data.startswith(magic)), None):
        raise UnsupportedFormat(name, reason)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in (".html", ".htm", ".xhtml") or (head.startswith(b"<") and _HTML.search(head)):
        return "html"
    return "md" if suffix in (".md", ".markdown") else "txt"


def _sniff_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(name, f"is a damaged .docx or zip file ({error}); get the file again") from error
    if "word/document.xml" in names:
        return "docx"
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names or kind:
        raise UnsupportedFormat(name, "is a table, slides or another Office file, and no text; export its text")
    raise UnsupportedFormat(name, "is a zip file and no .docx or .odt; unpack it, or give it to `vnreport batch`")
