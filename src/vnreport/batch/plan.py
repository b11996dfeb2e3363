"""What a batch reads: files, folders, patterns and archives (zip, tar) become one list of items, in a fixed order.

An archive's members are items of their own, called ARCHIVE!MEMBER. A name inside an archive is only a name: nothing is
unpacked to a place that an archive names. What cannot be an item is a failure with its reason.
"""

from __future__ import annotations

import glob
import os
import pathlib
import stat
import tarfile
import zipfile
from collections.abc import Sequence

from vnreport.io.reading import MAX_BYTES
from vnreport.records import record

_SUFFIXES = frozenset((".txt", ".md", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".pdf"))
# A member may be packed a thousand times smaller, a whole archive of reports is not packed this small.
_MAX_RATIO = 200
_SMALL = 64 * 2**20
_CHUNK = 2**20


@record
class Item:
    """One document to read: what it is called, the file that holds it, and its name in that file, an archive."""

    source: str
    path: str
    member: str | None = None
    size: int = 0


@record
class Failure:
    """A document that gave no result: what it is called, where it failed, and the reason.

    `stage` is `plan`, `input` (not what it should be), `read`, `analyze`, `write`, `crash` (its
    process died) or `timeout`.
    """

    source: str
    stage: str
    reason: str


@record
class Plan:
    """What there is to do, and what there is no way to do; `skipped` counts hidden and lock files of folders."""

    items: tuple[Item, ...]
    failures: tuple[Failure, ...]
    skipped: int = 0


def make_plan(
    paths: Sequence[str], *, unpack_to: pathlib.Path, max_bytes: int = MAX_BYTES, avoid: Sequence[pathlib.Path] = ()
) -> Plan:
    """The items of paths and patterns, each document once, folders in the order of their names.

    Members of tar archives are unpacked below `unpack_to`, under numbers. Files in `avoid` (the batch's own output) are
    left out.
    """
    builder = _Builder(unpack_to, max_bytes, frozenset(os.path.abspath(path) for path in avoid))
    for path in paths:
        builder.add(path)
    return Plan(tuple(builder.items.values()), tuple(builder.failures), builder.skipped)


def read_list(file: str) -> list[str]:
    """The paths of a list, one a line; blank lines and lines that begin with # are no paths.

    Raises OSError or UnicodeDecodeError where the list cannot be read.
    """
    lines = pathlib.Path(file).read_text("utf-8-sig").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class _Builder:
    def __init__(self, unpack_to: pathlib.Path, max_bytes: int, avoid: frozenset[str]) -> None:
        self.items: dict[str, Item] = {}
        self.failures: list[Failure] = []
        self.skipped = 0
        self._unpack_to = unpack_to
        self._max_bytes = max_bytes
        self._avoid = avoid
        self._unpacked = 0

    def add(self, path: str) -> None:
        """A file, a folder with all below it, or a pattern such as bao-cao/**/*.docx."""
        if not os.path.lexists(path) and glob.has_magic(path):
            found = sorted(glob.glob(path, recursive=True))
            if not found:
                self._fail(path, "matches no file")
            for name in found:
                if not os.path.isdir(name):
                    self._file(name)
            return
        if os.path.isdir(path):
            self._folder(path)
        else:
            self._file(path)

    def _fail(self, source: str, reason: str) -> None:
        self.failures.append(Failure(source, "plan", reason))

    def _folder(self, path: str) -> None:
        for folder, folders, files in os.walk(path, onerror=self._unreadable):
            folders[:] = [name for name in sorted(folders) if not self._hidden(os.path.join(folder, name), name)]
            for name in folders:
                if pathlib.Path(name).suffix.lower() in _SUFFIXES:
                    self._fail(os.path.join(folder, name), "is a folder, not a document; what is in it is read")
            for name in sorted(files):
                if not self._hidden(os.path.join(folder, name), name):
                    self._file(os.path.join(folder, name))

    def _unreadable(self, error: OSError) -> None:
        self._fail(str(error.filename), f"cannot be opened: {error.strerror or error}")

    def _hidden(self, path: str, name: str) -> bool:
        """Hidden files, and the lock files that Word leaves beside an open document."""
        if os.path.abspath(path) in self._avoid:
            return True
        if name.startswith((".", "~$")):
            self.skipped += 1
            return True
        return False

    def _file(self, path: str) -> None:
        if path in self.items or os.path.abspath(path) in self._avoid:
            return
        try:
            state = os.stat(path)
            if not stat.S_ISREG(state.st_mode):
                self._fail(path, "is no file (a device, a pipe or a socket)")
                return
            with open(path, "rb") as stream:
                head = stream.read(512)
        except FileNotFoundError:
            self._fail(path, "does not exist")
            return
        except (OSError, ValueError) as error:
            self._fail(path, f"cannot be opened: {getattr(error, 'strerror', None) or error}")
            return
        if head.startswith(b"PK\x03\x04") and (names := _zip_names(path)) is not None:
            self._zip(path, names)
        elif head[257:262] == b"ustar" or (head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")) and _is_tar(path)):
            self._tar(path, state.st_size)
        else:
            self._add(Item(path, path, None, state.st_size))

    def _add(self, item: Item) -> None:
        if item.size > self._max_bytes:
            self._fail(item.source, f"has {item.size:,} bytes, more than the {self._max_bytes:,} of --max-size")
        else:
            self.items[item.source] = item

    def _zip(self, path: str, members: list[zipfile.ZipInfo]) -> None:
        for member in members:
            source = f"{path}!{member.filename}"
            if member.is_dir() or _is_clutter(member.filename):
                continue
            if _leads_outside(member.filename):
                self._fail(source, "its name leads outside of the archive")
            elif member.flag_bits & 1:
                self._fail(source, "has a password")
            else:
                self._add(Item(source, path, member.filename, member.file_size))

    def _tar(self, path: str, packed: int) -> None:
        """Members of a tar archive, which has no index, written out under numbers; links and devices are refused."""
        limit = max(_SMALL, packed * _MAX_RATIO)
        total = 0
        try:
            with tarfile.open(path, "r|*") as archive:
                for member in archive:
                    source = f"{path}!{member.name}"
                    if member.isdir() or _is_clutter(member.name):
                        continue
                    if not member.isreg():
                        self._fail(source, "is no file (a link or a device in an archive)")
                        continue
                    if _leads_outside(member.name):
                        self._fail(source, "its name leads outside of the archive")
                        continue
                    total += member.size
                    if total > limit:
                        self._fail(path, f"unpacks to more than {limit:,} bytes; unpack it and name the folder")
                        return
                    if member.size > self._max_bytes:
                        self._add(Item(source, path, None, member.size))
                        continue
                    self._unpacked += 1
                    target = self._unpack_to / f"{self._unpacked:08d}"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    stream = archive.extractfile(member)
                    with target.open("wb") as out:
                        while stream is not None and (piece := stream.read(_CHUNK)):
                            out.write(piece)
                    self._add(Item(source, str(target), None, member.size))
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            self._fail(path, f"is a damaged archive ({error}); get it again")


def _zip_names(path: str) -> list[zipfile.ZipInfo] | None:
    """The members of a zip archive; None for a document in a zip container, and for a zip that nobody can open."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    names = {member.filename for member in members}
    return None if "[Content_Types].xml" in names or "mimetype" in names or "word/document.xml" in names else members


def _is_tar(path: str) -> bool:
    try:
        with tarfile.open(path, "r|*") as archive:
            return archive.next() is not None
    except (tarfile.TarError, OSError, EOFError, ValueError):
        return False


def _is_clutter(name: str) -> bool:
    parts = pathlib.PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(("~$", ".")) and part != "..") for part in parts)


def _leads_outside(name: str) -> bool:
    flat = name.replace("\\", "/")
    return flat.startswith("/") or flat[1:2] == ":" or ".." in flat.split("/")


def load(item: Item, max_bytes: int) -> bytes:
    """The bytes of an item, never more than `max_bytes` of them, whatever a container says of itself.

    Raises OSError where it cannot be read, ValueError with the reason where it is damaged or too large.
    """
    if item.member is None:
        with open(item.path, "rb") as stream:
            data = stream.read(max_bytes + 1)
    else:
        try:
            with zipfile.ZipFile(item.path) as archive, archive.open(item.member) as packed:
                data = packed.read(max_bytes + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
            raise ValueError(f"is damaged in its archive ({error}); get it again") from error
    if len(data) > max_bytes:
        raise ValueError(f"has more than the {max_bytes:,} bytes of --max-size")
    return data
