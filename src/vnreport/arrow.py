"""The Arrow function: record batches of documents in, record batches of what they say out.

`process_batches` is what Spark's `mapInArrow`, Ray Data's `map_batches` and any other engine of Arrow batches call; the
library knows none of them. Rules are loaded once in each process. Recipes: docs/archives.md.

>>> import pyarrow as pa
>>> given = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": ["Đạt 5/7 xã theo Nghị quyết số 20-NQ/TW.", None]})
>>> (made,) = process_batches([given])
>>> row = made.to_pylist()[0]
>>> row["source"], row["citations"][0]["code"], row["quantities"][0]["out_of"]
('a', '20-NQ/TW', 7.0)
>>> made.to_pylist()[1]["error"]
'input: the text is null'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vnreport.analyzer import Analyzer
from vnreport.batch.likeness import is_draft
from vnreport.errors import ConfigError, MissingDependency, UnreadableFile, VnReportError, fault
from vnreport.forms.frames import arrow_type, frame_cell
from vnreport.forms.tables import TABLES, Entry, rows
from vnreport.io.analyzing import analyze_document
from vnreport.io.document import Document
from vnreport.io.reading import read_bytes

try:
    import pyarrow as pa
except ImportError as error:
    raise MissingDependency("pyarrow", "record batches", "pip install 'vnreport[arrow]'") from error

_NESTED = tuple(table for table in TABLES if table != "documents")
# Facts that need the other documents of a batch.
_ALONE = frozenset(("duplicate_of", "duplicate_kind"))
_SQL = {"text": "STRING", "whole": "BIGINT", "number": "DOUBLE", "day": "DATE", "truth": "BOOLEAN"}
_IDS = ("id", "path", "source", "document_id")


def _columns(table: str) -> list[tuple[str, str]]:
    """Names and kinds of a table's columns; inside a document's row its own id is not said again."""
    left_out = _ALONE if table == "documents" else {"document_id"}
    return [(column.name, column.kind) for column in TABLES[table] if column.name not in left_out]


SCHEMA = pa.schema(
    [
        *(pa.field(name, arrow_type(kind)) for name, kind in _columns("documents")),
        pa.field("error", pa.string()),
        *(
            pa.field(table, pa.list_(pa.struct([(name, arrow_type(kind)) for name, kind in _columns(table)])))
            for table in _NESTED
        ),
    ]
)
"""The schema of the batches that come out: a row for each document, its mentions in lists of structs."""

SCHEMA_DDL = ", ".join(
    [
        *(f"{name} {_SQL[kind]}" for name, kind in _columns("documents")),
        "error STRING",
        *(
            f"{table} ARRAY<STRUCT<{', '.join(f'{name}: {_SQL[kind]}' for name, kind in _columns(table))}>>"
            for table in _NESTED
        ),
    ]
)
"""The same schema as Spark writes it."""


def process_batches(batches: Iterable[pa.RecordBatch], analyzer: Analyzer | None = None) -> Iterator[pa.RecordBatch]:
    """Analyse the documents of record batches; one batch out, of `SCHEMA`, for each batch in.

    A batch has a column `id` (or `path`, `source`, `document_id`) and either `text`, a string, or `content`, the bytes
    of a file in any format that `vnreport.read` knows (what Spark's `binaryFile` gives). A document that cannot be read
    has `error` set and empty lists; none ends the batch. Raises ConfigError for a batch without these columns.
    """
    analyzer = analyzer or Analyzer()
    for batch in batches:
        names = batch.schema.names
        key = next((name for name in _IDS if name in names), None)
        held = next((name for name in ("text", "content") if name in names), None)
        if key is None or held is None:
            raise ConfigError(
                f"a batch has the columns {', '.join(names)}; it needs one of {', '.join(_IDS)}, and text or content"
            )
        pairs = zip(batch.column(key), batch.column(held), strict=True)
        made = [_row(str(name.as_py()), value.as_py(), analyzer) for name, value in pairs]
        yield pa.RecordBatch.from_pylist(made, schema=SCHEMA)


def _row(source: str, value: str | bytes | None, analyzer: Analyzer) -> dict[str, Any]:
    try:
        if value is None:
            return _failed(source, "input: the text is null")
        if isinstance(value, str):
            document = Document(value, source, "txt", None, "text as given")
        else:
            document = read_bytes(source, value)
        report = analyze_document(document, analyzer)
    except UnreadableFile as error:
        return _failed(source, f"read: {error.reason}")
    except VnReportError as error:
        return _failed(source, f"read: {error}")
    except Exception as error:  # noqa: BLE001 - one document never ends the partition; its error is its result
        return _failed(source, f"analyze: {fault(error)}")
    facts = {
        "format": document.format, "encoding": document.encoding, "quality": document.quality,
        "damage": [damage.kind for damage in document.damage], "draft": is_draft(document.text),
    }  # fmt: skip
    row: dict[str, Any] = {"error": None, **{table: [] for table in _NESTED}}
    for table, cells in rows(Entry(source, facts, report.to_dict())):
        values = {column.name: cell for column, cell in zip(TABLES[table], cells, strict=True)}
        if table == "documents":
            row.update((name, frame_cell(values[name], kind)) for name, kind in _columns(table))
        else:
            row[table].append({name: frame_cell(values[name], kind) for name, kind in _columns(table)})
    return row


def _failed(source: str, reason: str) -> dict[str, Any]:
    return {**dict.fromkeys(SCHEMA.names), "source": source, "error": reason, **{table: [] for table in _NESTED}}
