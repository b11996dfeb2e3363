"""Zip containers of .docx and .odt files: opened with caps on what they unpack to, parsed without document types."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from vnreport.errors import UnreadableFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_UNPACKED = 256 * 2**20
MAX_ENTRIES = 20_000
_CHUNK = 2**20
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00O|\x00<\x00!\x00D", re.IGNORECASE)


def check_container(name: str, data: bytes, kind: str) -> None:
    """Refuse what unpacks to more than any report, what has a password, and XML that declares a document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
                raise UnreadableFile(
                    name, f"unpacks to {unpacked:,} bytes in {len(entries):,} parts, more than any report"
                )
            for entry in entries:
                if entry.flag_bits & 1:
                    raise UnreadableFile(name, "has a password; save it without one")
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if _DOCTYPE.search(part.read(4096)):
                            raise UnreadableFile(
                                name, f"declares a document type in {entry.filename}, which no .{kind} needs"
                            )
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, f"is a damaged .{kind} file ({error}); get the file again") from error


def read_part(name: str, data: bytes, part: str, kind: str) -> Element:
    """One XML part of a container, parsed; what it holds beyond its declared size is not unpacked."""
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entry = archive.getinfo(part)
            pieces, left = [], min(entry.file_size, MAX_UNPACKED)
            with archive.open(entry) as stream:
                while left > 0 and (piece := stream.read(min(_CHUNK, left))):
                    pieces.append(piece)
                    left -= len(piece)
        content = b"".join(pieces)
        if _DOCTYPE.search(content[:4096]):
            raise UnreadableFile(name, f"declares a document type in {part}, which no .{kind} needs")
        return ElementTree.fromstring(content)
    except KeyError:
        raise UnreadableFile(name, f"is a damaged .{kind} file (it has no {part}); get the file again") from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ElementTree.ParseError) as error:
        raise UnreadableFile(name, f"is a damaged .{kind} file ({error}); get the file again") from error
