"""Which reader a file needs is decided by its content, never by its name alone; every failure names file and reason."""

from __future__ import annotations

import os
import pathlib
import re
import zipfile

from vnreport.errors import UnreadableFile
from vnreport.io.document import Document

MAX_BYTES = 64 * 2**20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|table)[\s>/]", re.IGNORECASE)


def read(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a report from a file: plain text, Markdown, HTML, .docx or a .pdf with a text layer.

    The text is what the document holds, in reading order; nothing is normalised. Raises UnreadableFile, which names the
    file and says what to do, for anything that cannot be read; MissingDependency where the package of a format is not
    installed; TypeError for anything but a path.

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
    kind = _sniff(name, data)
    if kind == "docx":
        from vnreport.io.docx import read_docx

        return read_docx(name, data)
    if kind == "pdf":
        from vnreport.io.pdf import read_pdf

        return read_pdf(name, data)
    if kind == "html":
        from vnreport.io.html import read_html

        return read_html(name, data)
    from vnreport.io.plain import read_plain

    return read_plain(name, data, kind)


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


def _sniff(name: str, data: bytes) -> str:
    suffix = pathlib.Path(name).suffix.lower()
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _sniff_zip(name)
    if data.startswith(_OLE):
        raise UnreadableFile(name, "is an old .doc or a file with a password; save it as .docx without a password")
    if data.startswith(b"{\\rtf"):
        raise UnreadableFile(name, "is an .rtf file; save it as .docx")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in (".html", ".htm", ".xhtml") or (head.startswith(b"<") and _HTML.search(head)):
        return "html"
    return "md" if suffix in (".md", ".markdown") else "txt"


def _sniff_zip(name: str) -> str:
    try:
        with zipfile.ZipFile(name) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(name, f"is a damaged .docx or zip file ({error}); get the file again") from error
    if "word/document.xml" in names:
        return "docx"
    raise UnreadableFile(name, "is a zip file and no .docx; unpack it and name the files in it")
