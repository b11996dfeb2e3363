"""A stratified sample of a batch: documents drawn by chance inside groups, so that every group is there.

The documents are divided into strata by columns of the batch's table of documents. Each stratum gives in proportion to
its size, and at least one document; the sizes are settled by the largest claim left (W. G. Cochran, Sampling
Techniques, 3rd ed., 1977, chapter 5: proportional allocation). Inside a stratum the order is that of a digest of seed
and document, so the same seed draws the same documents whatever the order of the input.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from vnreport.batch.output import MARK
from vnreport.errors import ConfigError, MissingDependency
from vnreport.forms.tables import TABLES, Entry, document_id, rows
from vnreport.records import record

_ALIASES = {"kind": "report_kind", "level": "admin_level", "format": "file_format"}
_COMPUTED = ("decade", "year", "label")
_NO_FACTS: Mapping[str, Any] = {"format": None, "encoding": None, "quality": None, "damage": (), "draft": None}
_COUNTS = {
    "achievements": "achievement_count", "limitations": "limitation_count", "directions": "direction_count",
}  # fmt: skip


@record
class Stratum:
    """A group of documents: the values that it shares, how many it had and how many were drawn."""

    values: tuple[str, ...]
    had: int
    got: int


@record
class Sample:
    """The documents that were drawn, by id, as JSON objects, and the strata in the order of their values.

    Each object has `stratum` and `weight`, how many documents of the batch it stands for.
    """

    by: tuple[str, ...]
    documents: tuple[Mapping[str, Any], ...]
    strata: tuple[Stratum, ...]

    def to_text(self) -> str:
        """The strata as a table."""
        table = [(*self.by, "had", "got"), *((*s.values, str(s.had), str(s.got)) for s in self.strata)]
        table.append((*("" for _ in self.by[1:]), "all", *self._totals()) if self.by else ("", *self._totals()))
        widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
        numbers = len(widths) - 2
        return "\n".join(
            "  ".join(
                cell.rjust(width) if column >= numbers else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in table
        )

    def _totals(self) -> tuple[str, str]:
        return str(sum(s.had for s in self.strata)), str(sum(s.got for s in self.strata))


def draw_sample(output: str, size: int, *, by: Sequence[str] = (), seed: int = 1) -> Sample:
    """Draw `size` documents of a batch's output (NAME.jsonl or NAME.parquet), in strata by columns.

    `by` names columns of the table `documents`: kind, level, sector, issuer, format, is_draft, …, or your own; besides,
    `decade` and `year` are those of the end of the reported time, else of the report's date, and `label` the label that
    most sentences carry. A document that repeats another one is left out. From .jsonl the sample holds the reports,
    from .parquet the names of the files. Raises ConfigError where the output is none, a column is unknown, or `size` is
    smaller than the number of strata.
    """
    documents = [row for row in _documents(output) if row["duplicate_of"] is None]
    _check_columns(by, documents, output)
    strata: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in documents:
        strata.setdefault(tuple(_value(row, column) for column in by), []).append(row)
    shares = allocate({values: len(members) for values, members in strata.items()}, size)
    drawn: dict[str, dict[str, Any]] = {}
    for values, members in strata.items():
        members.sort(key=lambda row: _rank(seed, row["document_id"]))
        for row in members[: shares[values]]:
            weight = round(len(members) / shares[values], 6)
            drawn[row["document_id"]] = {"stratum": dict(zip(by, values, strict=True)), "weight": weight}
    found = dict(sorted(_lines(output, drawn)))
    counts = [Stratum(values, len(strata[values]), shares[values]) for values in sorted(strata)]
    return Sample(tuple(by), tuple(found.values()), tuple(counts))


def allocate(sizes: Mapping[tuple[str, ...], int], size: int) -> dict[tuple[str, ...], int]:
    """How many each stratum gives: in proportion to its size, at least one, and no more than it has.

    Raises ConfigError where `size` is smaller than the number of strata.

    >>> allocate({("a",): 90, ("b",): 9, ("c",): 1}, 10)
    {('a',): 8, ('b',): 1, ('c',): 1}
    """
    if size < len(sizes):
        raise ConfigError(f"{len(sizes)} strata need a sample of {len(sizes)} or more; {size} leaves some without one")
    whole = sum(sizes.values())
    given = dict.fromkeys(sizes, 1)
    claims = [(-(Fraction(size * had, whole) - 1), key) for key, had in sizes.items() if had > 1]
    heapq.heapify(claims)
    for _ in range(min(size, whole) - len(sizes)):
        claim, key = heapq.heappop(claims)
        given[key] += 1
        if given[key] < sizes[key]:
            heapq.heappush(claims, (claim + 1, key))
    return given


def _rank(seed: int, document: str) -> bytes:
    return hashlib.sha256(f"{seed}:{document}".encode()).digest()


# --- columns -------------------------------------------------------------------------------------------------------


def _column(name: str, row: Mapping[str, Any]) -> str | None:
    """The key of a column in a row, by its name, its short name or the user's own name for it."""
    return next((key for key in (name, _ALIASES.get(name, name), f"user_{name}") if key in row), None)


def _check_columns(by: Sequence[str], documents: Sequence[Mapping[str, Any]], output: str) -> None:
    for name in by:
        if documents and name not in _COMPUTED and _column(name, documents[0]) is None:
            columns = ", ".join((*_ALIASES, *_COMPUTED, *documents[0]))
            raise ConfigError(f"{output}: its documents have no column {name!r}; they have {columns}")


def _value(row: Mapping[str, Any], name: str) -> str:
    if name == "label":
        counts = {label: row[column] for label, column in _COUNTS.items()}
        counts["other"] = row["sentence_count"] - sum(counts.values())
        return max(counts, key=lambda label: counts[label])
    if name in ("decade", "year"):
        day = row["period_last"] or row["issued_on"]
        if day is None:
            return "-"
        return f"{day.year // 10 * 10}s" if name == "decade" else str(day.year)
    value = row[_column(name, row) or name]
    return "-" if value is None else str(value)


# --- outputs -------------------------------------------------------------------------------------------------------


def _is_parquet(output: str) -> bool:
    place = pathlib.Path(output)
    if place.is_dir():
        if not (place / MARK).exists() or not any((place / "documents").glob("*.parquet")):
            raise ConfigError(f"{output}: is no .parquet output of `vnreport batch`")
        return True
    if not place.is_file():
        raise ConfigError(f"{output}: does not exist; name the NAME.jsonl or NAME.parquet of a batch")
    return False


def _documents(output: str) -> Iterator[dict[str, Any]]:
    """The rows of the table of documents."""
    if _is_parquet(output):
        yield from _parquet(output)
        return
    columns = [column.name for column in TABLES["documents"]]
    for line in _json_lines(output):
        facts = {**_NO_FACTS, "characters": len(line["text"]), **(line.get("document") or {})}
        entry = Entry(line["source"], facts, line, line.get("duplicate_of"), line.get("duplicate_kind"))
        _, row = next(rows(entry))
        own = {f"user_{key}": value for key, value in (line.get("metadata") or {}).items()}
        yield {**dict(zip(columns, row, strict=True)), **own, "document_id": _identity(line)}


def _parquet(output: str) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingDependency("pyarrow", "reading Parquet", "pip install 'vnreport[arrow]'") from error
    for part in sorted((pathlib.Path(output) / "documents").glob("*.parquet")):
        yield from pyarrow.parquet.read_table(part).to_pylist()


def _json_lines(output: str) -> Iterator[dict[str, Any]]:
    with pathlib.Path(output).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                data = json.loads(line)
            except ValueError as error:
                raise ConfigError(f"{output}, line {number}: is no JSON ({error})") from error
            if not isinstance(data, dict) or not {"source", "text", "meta", "sentences"} <= data.keys():
                raise ConfigError(f"{output}, line {number}: is no report that `vnreport batch` wrote")
            yield data


def _identity(line: Mapping[str, Any]) -> str:
    return str(line.get("document_id") or document_id(line["source"]))


def _lines(output: str, drawn: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The drawn documents by id: their whole reports, or their names where the output holds tables."""
    if _is_parquet(output):
        for row in _parquet(output):
            if head := drawn.get(row["document_id"]):
                yield row["document_id"], {"source": row["source"], "document_id": row["document_id"], **head}
        return
    for line in _json_lines(output):
        identity = _identity(line)
        if head := drawn.get(identity):
            yield identity, {"source": line["source"], "document_id": identity, **head, **line}
