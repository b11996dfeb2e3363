"""The user's own columns: a table of files (CSV) joined to the documents of a batch by path."""

from __future__ import annotations

import csv
import io
import os
import pathlib
import unicodedata
from collections.abc import Mapping, Sequence

from vnreport.errors import ConfigError
from vnreport.forms.tables import Column
from vnreport.io.plain import decode_file
from vnreport.records import record

_PATH_NAMES = ("path", "source", "file", "filename", "tệp", "tập tin", "đường dẫn")


@record
class Metadata:
    """Columns and, by path, their cells; a file's name alone finds its row where just one row has it."""

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]

    def of(self, source: str) -> tuple[str, ...] | None:
        """The cells of a document, or None where the table has no row for it."""
        key = _key(source)
        found = self.rows.get(key)
        return found if found is not None else self.by_name.get(key.rpartition("/")[2].rpartition("!")[2])


NO_METADATA = Metadata((), {}, {})


def read_metadata(file: str) -> Metadata:
    """A CSV of one row for each file. The path stands in the column `path` (source, file, tệp), else in the first.

    Commas, semicolons and tabs are understood. Raises ConfigError that names file and line for what is wrong.
    """
    try:
        text = decode_file(file, pathlib.Path(file).read_bytes()).text.removeprefix("\ufeff")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be opened: {error.strerror or error}") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    if len(names) < 2:
        raise ConfigError(f"{file}, line 1: names fewer than two columns; a path and what is known of the file")
    key = next((index for index, name in enumerate(names) if name.lower() in _PATH_NAMES), 0)
    rows: dict[str, tuple[str, ...]] = {}
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(names):
                raise ConfigError(
                    f"{file}, line {reader.line_num}: has {len(cells)} cells where {len(names)} are named"
                )
            rows[_key(cells[key])] = tuple(cell for index, cell in enumerate(cells) if index != key)
    except csv.Error as error:
        raise ConfigError(f"{file}, line {reader.line_num}: {error}") from error
    counted: dict[str, list[tuple[str, ...]]] = {}
    for path, row in rows.items():
        counted.setdefault(path.rpartition("/")[2].rpartition("!")[2], []).append(row)
    by_name = {name: found[0] for name, found in counted.items() if len(found) == 1}
    return Metadata(tuple(name for index, name in enumerate(names) if index != key), rows, by_name)


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", os.path.normpath(path.strip()).replace("\\", "/"))


def user_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the user's own metadata: letters, digits and underscores, behind "user_"."""
    columns: list[str] = []
    for name in names:
        plain = "".join(char if char.isalnum() else "_" for char in name.strip().lower())
        column = f"user_{plain}"
        while column in columns:
            column += "_"
        columns.append(column)
    return tuple(map(Column, columns))
