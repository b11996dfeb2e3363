"""Old Word files (.doc), through LibreOffice: converted to .docx, so that fonts, tables and insertions stay.

LibreOffice is a program beside Python; where it is missing the message says so. Each conversion has a profile and a
folder of its own, since two processes with one profile disturb each other, and a start converts many files, since
starting takes a second.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace

from vnreport.errors import MissingDependency, UnreadableFile
from vnreport.io.document import Document
from vnreport.io.docx import read_docx

# One start and one file take a second or two; what takes longer than this hangs.
_START = 60
_EACH = 20
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")


def find_soffice() -> str | None:
    """The path of LibreOffice, or None where it is not installed. VNREPORT_SOFFICE names another one."""
    return shutil.which(os.environ.get("VNREPORT_SOFFICE") or "soffice")


def read_doc(name: str, data: bytes) -> Document:
    """The text of a .doc file. Raises MissingDependency where LibreOffice is not installed."""
    check_doc(name, data)
    with tempfile.TemporaryDirectory(prefix="vnreport-") as folder:
        given = pathlib.Path(folder, "0.doc")
        given.write_bytes(data)
        made = convert([given], pathlib.Path(folder, "out"))
        if made[0] is None:
            raise UnreadableFile(name, "is damaged or has a password: LibreOffice cannot open it")
        return read_converted(name, made[0].read_bytes())


def read_converted(name: str, data: bytes) -> Document:
    """The document that a .doc became."""
    document = read_docx(name, data)
    decided = document.decided.replace("docx by its content", "doc by its first bytes, read by LibreOffice as docx", 1)
    return replace(document, format="doc", decided=decided)


def check_doc(name: str, data: bytes) -> None:
    """Refuse what is in the container of old Office files and no Word document."""
    wide = data[: 2**20]
    if any(word.encode("utf-16-le") in wide for word in _ENCRYPTED):
        raise UnreadableFile(name, "has a password; save it without one")
    if "WordDocument".encode("utf-16-le") not in data:
        raise UnreadableFile(name, "is an old Office file but no .doc (a table, slides or a mail); export its text")


def convert(files: Sequence[pathlib.Path], folder: pathlib.Path) -> list[pathlib.Path | None]:
    """Convert .doc files to .docx in one start; None for each that gave nothing. Names must differ before the suffix.

    A file on which LibreOffice dies or hangs takes those after it down too: they are tried again without it.
    """
    program = find_soffice()
    if program is None:
        raise MissingDependency(
            "soffice (LibreOffice)", "reading .doc files", "apt-get install libreoffice-writer-nogui"
        )
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{file.stem}.docx" for file in files]
    _run(program, files, folder)
    left = [file for file, result in zip(files, made, strict=True) if not result.exists()]
    if left and len(files) > 1:
        for file in left:
            _run(program, [file], folder)
    return [result if result.exists() else None for result in made]


def _run(program: str, files: Sequence[pathlib.Path], folder: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory(prefix="vnreport-profile-") as profile:
        command = [
            program, f"-env:UserInstallation={pathlib.Path(profile).as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), *map(str, files),
        ]  # fmt: skip
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(_START + _EACH * len(files))
        except subprocess.TimeoutExpired:
            pass
        finally:
            # soffice is a script around the program: the whole session ends, not the script alone.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
