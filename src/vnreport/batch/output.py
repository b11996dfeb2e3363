"""The results of a batch as one output: JSON lines, a folder of Parquet or CSV tables, or an Excel workbook.

Each is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

import csv
import json
import os
import pathlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from vnreport.batch.metadata import Metadata, user_columns
from vnreport.batch.pool import Lost, Pool
from vnreport.batch.results import read_part
from vnreport.errors import ConfigError, MissingDependency, VnReportError
from vnreport.forms.frames import arrow_table, load_pyarrow
from vnreport.forms.spreadsheet import inert
from vnreport.forms.tables import TABLES, Cell, Column, Entry, Row, document_id, rows
from vnreport.records import record

MARK = "_vnreport.json"
_CHUNK = 250


@record
class Listed:
    """A document of the output: its source, its result, and which other document it repeats."""

    source: str
    part: str
    duplicate_of: str | None = None
    duplicate_kind: str | None = None


def output_form(path: str) -> str:
    """What an output is, by its suffix. Raises ConfigError for one that says nothing."""
    suffix = pathlib.Path(path).suffix.lower()
    if suffix not in _WRITERS:
        raise ConfigError(f"{path}: the suffix names the form of the output: {', '.join(_WRITERS)}")
    return suffix


def check_output(path: str) -> None:
    """Refuse to write over a folder that no batch made, and name what is missing before hours of work.

    Raises ConfigError or MissingDependency.
    """
    form = output_form(path)
    place = pathlib.Path(path)
    if place.is_dir() and (form in (".jsonl", ".xlsx") or not (place / MARK).exists()) and any(place.iterdir()):
        raise ConfigError(f"{path}: is a folder that no batch made; name another output")
    if not place.absolute().parent.is_dir():
        raise ConfigError(f"{path}: the folder {place.absolute().parent} does not exist")
    if form == ".parquet":
        load_pyarrow("writing Parquet")
    elif form == ".xlsx":
        _openpyxl()


def write_output(path: str, listed: Sequence[Listed], metadata: Metadata, jobs: int) -> None:
    """Write the output; nothing stands at its place until it is whole."""
    _WRITERS[output_form(path)](pathlib.Path(path), listed, metadata, jobs)


def entry(item: Listed) -> Entry:
    """A listed document with its report."""
    facts, report = read_part(pathlib.Path(item.part))
    return Entry(item.source, asdict(facts), json.loads(report), item.duplicate_of, item.duplicate_kind)


def table_rows(item: Listed, metadata: Metadata) -> Iterator[tuple[str, Row]]:
    """All rows of a document, the user's own columns behind those of `documents`."""
    own: tuple[Cell, ...] = ()
    if metadata.columns:
        own = metadata.of(item.source) or (None,) * len(metadata.columns)
    for table, row in rows(entry(item)):
        yield table, (*row, *own) if table == "documents" else row


def table_columns(table: str, metadata: Metadata) -> tuple[Column, ...]:
    """The columns of a table, with the user's own."""
    return (*TABLES[table], *(user_columns(metadata.columns) if table == "documents" else ()))


# --- JSON lines ----------------------------------------------------------------------------------------------------


def _write_jsonl(place: pathlib.Path, listed: Sequence[Listed], metadata: Metadata, _: int) -> None:
    temporary = place.with_name(place.name + ".tmp")
    with temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as sink:
        for item in listed:
            facts, report = read_part(pathlib.Path(item.part))
            known = {key: value for key, value in asdict(facts).items() if key not in ("sketch", "text", "warnings")}
            head: dict[str, Any] = {
                "source": os.fsencode(item.source).decode("utf-8", "backslashreplace"),
                "document_id": document_id(item.source),
                "document": known,
                "duplicate_of": item.duplicate_of,
                "duplicate_kind": item.duplicate_kind,
            }
            if metadata.columns:
                own = metadata.of(item.source)
                head["metadata"] = None if own is None else dict(zip(metadata.columns, own, strict=True))
            sink.write(json.dumps(head, ensure_ascii=False)[:-1] + ", " + report[1:] + "\n")
    os.replace(temporary, place)


# --- folders -------------------------------------------------------------------------------------------------------


def _in_place(place: pathlib.Path, fill: Callable[[pathlib.Path], None]) -> None:
    """Fill a new folder and put it where the old one was."""
    new, old = (place.with_name(place.name + suffix) for suffix in (".new", ".old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir()
    fill(new)
    columns = {table: [column.name for column in columns] for table, columns in TABLES.items()}
    (new / MARK).write_text(json.dumps({"tables": columns}, indent=1), "utf-8")
    if place.exists():
        os.replace(place, old)
    os.replace(new, place)
    shutil.rmtree(old, ignore_errors=True)


class ParquetPart:
    """A worker that writes the tables of some documents, a file for each table."""

    def __init__(self, folder: pathlib.Path, metadata: Metadata) -> None:
        self._folder, self._metadata = folder, metadata

    def __call__(self, task: tuple[int, Sequence[Listed]]) -> str | None:
        """Write part number `task[0]`; the answer is what went wrong, or None."""
        number, listed = task
        from pyarrow import parquet

        held: dict[str, list[Row]] = {table: [] for table in TABLES}
        try:
            for item in listed:
                for table, row in table_rows(item, self._metadata):
                    held[table].append(row)
        except VnReportError as error:
            return str(error)
        for table, found in held.items():
            place = self._folder / table / f"part-{number:05d}.parquet"
            made = arrow_table(table_columns(table, self._metadata), found)
            parquet.write_table(made, place, compression="zstd")
        return None


def _write_parquet(place: pathlib.Path, listed: Sequence[Listed], metadata: Metadata, jobs: int) -> None:
    def fill(folder: pathlib.Path) -> None:
        for table in TABLES:
            (folder / table).mkdir()
        starts = range(0, len(listed), _CHUNK) or [0]
        tasks = [(number, listed[start : start + _CHUNK]) for number, start in enumerate(starts)]
        if jobs == 1 or len(tasks) == 1:
            answers: Iterable[Any] = map(ParquetPart(folder, metadata), tasks)
        else:
            answers = (answer for _, _, answer in Pool(ParquetPart, (folder, metadata), jobs).run(tasks))
        for answer in answers:
            if answer is not None:
                raise VnReportError(answer.reason if isinstance(answer, Lost) else str(answer))

    _in_place(place, fill)


def _write_csv(place: pathlib.Path, listed: Sequence[Listed], metadata: Metadata, _: int) -> None:
    def fill(folder: pathlib.Path) -> None:
        files = {
            table: (folder / f"{table}.csv").open("w", encoding="utf-8-sig", errors="replace", newline="")
            for table in TABLES
        }
        try:
            writers = {table: csv.writer(file) for table, file in files.items()}
            for table, writer in writers.items():
                writer.writerow([column.name for column in table_columns(table, metadata)])
            for item in listed:
                for table, row in table_rows(item, metadata):
                    writers[table].writerow(map(inert, row))
        finally:
            for file in files.values():
                file.close()

    _in_place(place, fill)


# --- Excel ---------------------------------------------------------------------------------------------------------

_SHEET_ROWS = 1_048_576
_CELL = 32_767
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingDependency("openpyxl", "writing .xlsx files", "pip install 'vnreport[excel]'") from error
    return openpyxl


def _write_xlsx(place: pathlib.Path, listed: Sequence[Listed], metadata: Metadata, _: int) -> None:
    from openpyxl.cell import WriteOnlyCell

    book = _openpyxl().Workbook(write_only=True)
    sheets: dict[str, Any] = {}
    counts = dict.fromkeys(TABLES, 0)

    def sheet(table: str) -> Any:
        """The sheet of a table; a full one is followed by another."""
        if counts[table] % (_SHEET_ROWS - 1) == 0:
            number = counts[table] // (_SHEET_ROWS - 1) + 1
            sheets[table] = book.create_sheet(table if number == 1 else f"{table}_{number}")
            sheets[table].append([column.name for column in table_columns(table, metadata)])
        return sheets[table]

    def cell(owner: Any, value: Cell) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(owner, _UNFIT.sub("\ufffd", value)[:_CELL])
        made.data_type = "s"  # text, also where it begins as a formula does
        return made

    for item in listed:
        for table, row in table_rows(item, metadata):
            owner = sheet(table)
            owner.append([cell(owner, value) for value in row])
            counts[table] += 1
    for table in TABLES:
        if table not in sheets:
            sheet(table)
    temporary = place.with_name(place.name + ".tmp")
    book.save(temporary)
    os.replace(temporary, place)


_WRITERS: dict[str, Callable[[pathlib.Path, Sequence[Listed], Metadata, int], None]] = {
    ".jsonl": _write_jsonl, ".parquet": _write_parquet, ".csv": _write_csv, ".xlsx": _write_xlsx,
}  # fmt: skip


def with_duplicates(listed: Sequence[Listed], likeness: dict[int, Any]) -> list[Listed]:
    """The documents, each that repeats another one marked with the id of that one."""
    return [
        replace(item, duplicate_of=document_id(listed[likeness[index].of].source), duplicate_kind=likeness[index].kind)
        if index in likeness
        else item
        for index, item in enumerate(listed)
    ]
