"""A report as rows of tables: documents, blocks, sentences, citations, times, quantities, indicators, names, findings.

Columns are named so that SQL can say them without quotes; days are days and numbers numbers. Each mention names its
document, its sentence and the label of that sentence; ids stay the same from run to run.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from vnreport.records import record

Cell = str | int | float | bool | datetime.date | None
Row = tuple[Cell, ...]
_Report = Mapping[str, Any]


@record
class Column:
    """A column: its name, and the kind of its cells: `text`, `whole`, `number`, `day` or `truth`."""

    name: str
    kind: str = "text"


def columns_of(*names: str) -> tuple[Column, ...]:
    """Columns from words such as "start_at:whole"."""
    return tuple(Column(*name.split(":")) for name in names)


_PLACE = ("document_id", "sentence_no:whole", "start_at:whole", "end_at:whole", "written", "content_label")

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": columns_of(
        "document_id", "source", "file_format", "encoding", "characters:whole", "quality:number", "damage", "warning",
        "is_draft:truth", "duplicate_of", "duplicate_kind", "title", "report_code", "issuer", "parent_body",
        "place_name", "issued_on:day", "period_first:day", "period_last:day", "signer", "signer_office", "report_kind",
        "admin_level", "sector", "sentence_count:whole", "achievement_count:whole",
        "limitation_count:whole", "direction_count:whole",
    ),
    "blocks": columns_of(
        "document_id", "block_no:whole", "section_no:whole", "start_at:whole", "end_at:whole", "block_kind",
        "item_number", "content_label", "label_score:number", "aspect", "written",
    ),
    "sentences": columns_of(
        "document_id", "sentence_no:whole", "block_no:whole", "start_at:whole", "end_at:whole", "content_label",
        "label_score:number", "aspect", "written",
    ),
    "citations": columns_of(
        "citation_id", *_PLACE, "doc_type", "code", "cited_number", "cited_year:whole", "cited_symbol", "cited_name",
        "issued_on:day", "issuer", "title", "cited_key", "doc_id", "candidates:whole", "register_title", "rule_name",
    ),
    "times": columns_of(
        "time_id", *_PLACE, "time_type", "first_day:day", "last_day:day", "edtf", "time_role", "modifier",
        "inferred:truth", "rule_name",
    ),
    "quantities": columns_of(
        "quantity_id", *_PLACE, "amount:number", "low_amount:number", "high_amount:number", "out_of:number", "unit",
        "dimension", "base_amount:number", "comparator", "is_rank:truth", "rule_name",
    ),
    "indicators": columns_of(
        "indicator_id", *_PLACE, "indicator_role", "subject", "subject_key", "direction", "assessment", "amount:number",
        "low_amount:number", "high_amount:number", "out_of:number", "unit", "comparator", "first_day:day",
        "last_day:day", "time_written", "target_id", "quantity_id", "rule_name",
    ),
    "names": columns_of("name_id", *_PLACE, "name_kind", "full_name", "name_key", "place_code", "rule_name"),
    "findings": columns_of(
        "finding_id", "document_id", "start_at:whole", "end_at:whole", "written", "finding_kind", "message",
    ),
}  # fmt: skip


def document_id(source: str) -> str:
    """The id of a document: the same for the same name, wherever and whenever it is read."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:16]


@record
class Entry:
    """A report as a dict, with what its document is called and what is known of it besides; each may be unknown."""

    source: str | None
    facts: Mapping[str, Any]
    report: _Report
    duplicate_of: str | None = None
    duplicate_kind: str | None = None

    @property
    def document_id(self) -> str | None:
        """The id of the document in all tables; None for one without a name."""
        return None if self.source is None else document_id(self.source)

    def id_of(self, letter: str, index: int) -> str:
        """The id of a row: "c0" is the first citation, behind the id of a document that has one."""
        own = self.document_id
        return f"{letter}{index}" if own is None else f"{own}-{letter}{index}"


def rows(entry: Entry, tables: Iterable[str] = TABLES) -> Iterator[tuple[str, Row]]:
    """The rows of a document for each of the tables, each with the name of its table."""
    for table in tables:
        for row in _MAKERS[table](entry):
            yield table, row


def _documents(entry: Entry) -> Iterator[Row]:
    report, facts, meta = entry.report, entry.facts, entry.report["meta"]
    labels = [sentence["label"] for sentence in report["sentences"]]
    period = meta.get("period") or {}
    yield (
        entry.document_id, entry.source, facts.get("format"), facts.get("encoding"), len(report["text"]),
        facts.get("quality"), ", ".join(facts.get("damage", ())) or None, "; ".join(report["warnings"]) or None,
        facts.get("draft"), entry.duplicate_of,
        entry.duplicate_kind, _text(meta.get("title")), _text(meta.get("number")), _text(meta.get("issuer")),
        _text(meta.get("parent")), _text(meta.get("place")), day((meta.get("issued_on") or {}).get("value")),
        day(period.get("first_day")), day(period.get("last_day")), _text(meta.get("signer")),
        _text(meta.get("office")), meta.get("kind"), meta.get("level"), meta.get("sector"), len(labels),
        *(labels.count(label) for label in ("achievements", "limitations", "directions")),
    )  # fmt: skip


def _blocks(entry: Entry) -> Iterator[Row]:
    for index, b in enumerate(entry.report["blocks"]):
        yield (
            entry.document_id, index, b["section"], b["start"], b["end"], b["kind"], b["number"], b["label"],
            b["label_score"], b["aspect"], b["text"],
        )  # fmt: skip


def _sentences(entry: Entry) -> Iterator[Row]:
    for index, s in enumerate(entry.report["sentences"]):
        yield (
            entry.document_id, index, s["block"], s["start"], s["end"], s["label"], s["label_score"], s["aspect"],
            s["text"],
        )  # fmt: skip


def _place(entry: Entry, mention: Mapping[str, Any]) -> Row:
    number = mention["sentence"]
    label = None if number is None else entry.report["sentences"][number]["label"]
    return entry.document_id, number, mention["start"], mention["end"], mention["text"], label


def _citations(entry: Entry) -> Iterator[Row]:
    for index, r in enumerate(entry.report["references"]):
        known = r["register"] or {}
        yield (
            entry.id_of("c", index), *_place(entry, r), r["type"], r["code"], r["number"], r["year"],
            r["symbol"], r.get("name"), day((r["issued_on"] or {}).get("value") or known.get("issued_on")),
            _text(r["issuer"]) or known.get("issuer"), _text(r["title"]), r["key"], r["doc_id"], len(r["candidates"]),
            known.get("title"), r["rule"],
        )  # fmt: skip


def _times(entry: Entry) -> Iterator[Row]:
    for index, t in enumerate(entry.report["times"]):
        yield (
            entry.id_of("t", index), *_place(entry, t), t["type"], day(t["first_day"]), day(t["last_day"]),
            t["edtf"], t["role"], t["modifier"], t["inferred"], t["rule"],
        )  # fmt: skip


def _quantities(entry: Entry) -> Iterator[Row]:
    for index, q in enumerate(entry.report["quantities"]):
        yield (
            entry.id_of("q", index), *_place(entry, q), q["value"], q["low"], q["high"], q["of"], q["unit"],
            q["dimension"], q["base_value"], q["comparator"], q["rank"], q["rule"],
        )  # fmt: skip


def _indicators(entry: Entry) -> Iterator[Row]:
    report = entry.report
    for index, i in enumerate(report["indicators"]):
        q = report["quantities"][i["quantity"]]
        t = None if i["time"] is None else report["times"][i["time"]]
        yield (
            entry.id_of("i", index), *_place(entry, q), i["role"], _text(i["subject"]), i["subject_key"],
            i["direction"], i["assessment"], q["value"], q["low"], q["high"], q["of"], q["unit"], q["comparator"],
            day(t and t["first_day"]), day(t and t["last_day"]), _text(t),
            None if i["target"] is None else entry.id_of("i", i["target"]), entry.id_of("q", i["quantity"]), i["rule"],
        )  # fmt: skip


def _names(entry: Entry) -> Iterator[Row]:
    number = 0
    for kind, key in (("organization", "organizations"), ("person", "people"), ("place", "places")):
        for n in entry.report[key]:
            yield (
                entry.id_of("n", number), *_place(entry, n), kind, n.get("full_name"), n.get("key"),
                n.get("code"), n["rule"],
            )  # fmt: skip
            number += 1


def _findings(entry: Entry) -> Iterator[Row]:
    for index, f in enumerate(entry.report["findings"]):
        yield (
            entry.id_of("f", index),
            entry.document_id,
            f["start"],
            f["end"],
            f["text"],
            f["kind"],
            f["message"],
        )


_MAKERS: dict[str, Callable[[Entry], Iterator[Row]]] = {
    "documents": _documents, "blocks": _blocks, "sentences": _sentences, "citations": _citations, "times": _times,
    "quantities": _quantities, "indicators": _indicators, "names": _names, "findings": _findings,
}  # fmt: skip


def _text(span: Mapping[str, Any] | None) -> str | None:
    return None if span is None else " ".join(str(span["text"]).split())


def day(value: str | None) -> datetime.date | None:
    """A day of a report's dict as a date."""
    return datetime.date.fromisoformat(value) if value else None
