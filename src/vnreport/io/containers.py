"""Zip containers of .docx and .odt files: opened with caps on what they unpack to, parsed without document types."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from typing import IO, TYPE_CHECKING

from vnreport.errors import UnreadableFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_UNPACKED = 256 * 2**20
MAX_ENTRIES = 20_000
# A report of a thousand pages has a million tags.
MAX_TAGS = 4_000_000
_CHUNK = 2**20
_HEAD = 4096


def check_container(name: str, data: bytes, kind: str, parsed: Collection[str] | None = None) -> None:
    """Refuse what unpacks to more than any report, what has a password, and XML that declares a document type.

    `parsed` names the parts that will be parsed: all of them, if it is None.
    """
    tags = 0
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
                if parsed is not None and entry.filename not in parsed:
                    continue
                with archive.open(entry) as part:
                    while piece := part.read(_CHUNK):
                        tags += piece.count(b"<")
                if tags > MAX_TAGS:
                    raise UnreadableFile(name, f"holds more than {MAX_TAGS:,} tags, more than any report")
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if _declares_a_type(part):
                            raise UnreadableFile(
                                name, f"declares a document type in {entry.filename}, which no .{kind} needs"
                            )
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, f"is a damaged .{kind} file ({error}); get the file again") from error


def _declares_a_type(part: IO[bytes]) -> bool:
    """Whether a document type stands before the first element, in any encoding and behind comments of any length."""
    from xml.parsers import expat

    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("type")
    parser.StartElementHandler = lambda *_: seen.append("element")
    while not seen and (piece := part.read(_HEAD)):
        try:
            parser.Parse(piece)
        except expat.ExpatError:  # no XML: what parses it says so
            break
    return seen[:1] == ["type"]


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
        return ElementTree.fromstring(b"".join(pieces))
    except KeyError:
        raise UnreadableFile(name, f"is a damaged .{kind} file (it has no {part}); get the file again") from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ElementTree.ParseError) as error:
        raise UnreadableFile(name, f"is a damaged .{kind} file ({error}); get the file again") from error
