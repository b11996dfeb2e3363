"""What changed between two outputs of a batch: after an upgrade, other options, or a table with new rows.

Documents are compared by their source, mentions by where they stand; where the text itself changed (a reader improved),
by what they say.
"""

from __future__ import annotations

import json
import pathlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vnreport.errors import ConfigError
from vnreport.records import record

PARTS = (
    "meta", "blocks", "sections", "sentences", "references", "times", "quantities", "indicators", "organizations",
    "people", "places", "abbreviations", "warnings", "findings",
)  # fmt: skip
# Scores are no answers: they may move in any release without a label that does.
_SCORES = frozenset(("label_score", "label_scores", "score"))


@record
class Change:
    """One answer that is other: what it was (None: new) and what it is (None: gone)."""

    part: str
    before: Mapping[str, Any] | str | None
    after: Mapping[str, Any] | str | None


@record
class DocumentDiff:
    """A document and how it differs: `added`, `removed`, `text`, `changed` or `same`."""

    source: str
    kind: str
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Totals:
    """Sums over all documents."""

    documents: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)

    def add(self, found: DocumentDiff) -> None:
        """Count one more document."""
        self.documents[found.kind] += 1
        for change in found.changes:
            kind = self.new if change.before is None else self.gone if change.after is None else self.other
            kind[change.part] += 1
        for part in {change.part for change in found.changes}:
            self.touched[part] += 1


def compare(old: str, new: str) -> Iterator[DocumentDiff]:
    """The documents of two .jsonl outputs, in the order of the new one, those that are gone last.

    Raises ConfigError for a file that is no output of a batch.
    """
    places = _places(old)
    with pathlib.Path(old).open("rb") as before:
        for source, after in _reports(new):
            place = places.pop(source, None)
            if place is None:
                yield DocumentDiff(source, "added")
                continue
            before.seek(place)
            yield _compare(source, _parsed(old, before.readline()), after)
    for source in places:
        yield DocumentDiff(source, "removed")


def _parsed(file: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if row["schema"] and row["source"] is not None:
            return dict(row)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{file}: is no .jsonl output of a batch ({error})") from error
    raise ConfigError(f"{file}: is no .jsonl output of a batch")


def _reports(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with pathlib.Path(file).open("rb") as stream:
            for line in stream:
                row = _parsed(file, line)
                yield row["source"], row
    except OSError as error:
        raise ConfigError(f"{file}: cannot be opened: {error.strerror or error}") from error


def _places(file: str) -> dict[str, int]:
    """Where each document of an output begins, so that the old one is never held in memory."""
    found: dict[str, int] = {}
    offset = 0
    try:
        with pathlib.Path(file).open("rb") as stream:
            for line in stream:
                found[_parsed(file, line)["source"]] = offset
                offset += len(line)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be opened: {error.strerror or error}") from error
    return found


def _compare(source: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> DocumentDiff:
    same_text = before["text"] == after["text"]
    changes: list[Change] = []
    for part in PARTS:
        changes += _part(part, _answers(part, before, same_text), _answers(part, after, same_text))
    kind = ("changed" if changes else "same") if same_text else "text"
    return DocumentDiff(source, kind, tuple(changes))


def _part(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for key in (*before, *(key for key in after if key not in before)):
        one, other = before.get(key), after.get(key)
        if one != other:
            yield Change(part, one, other)


def _answers(part: str, report: Mapping[str, Any], same_text: bool) -> dict[str, Any]:
    """The answers of a part by what makes them the same one: their place, or what they say and how often."""
    value = report.get(part)
    if part == "meta":
        return {name: _shown(field, same_text) for name, field in (value or {}).items() if field is not None}
    found: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for item in value or ():
        row = item if isinstance(item, str) else _resolved(part, item, report)
        shown = _shown(row, same_text)
        if isinstance(row, str):
            key = row
        elif same_text:
            key = f"{row.get('start')}-{row.get('end')}"
        else:
            key = str(row.get("text") or row.get("title"))
        found[f"{key}#{counts[key]}"] = shown
        counts[key] += 1
    return found


def _resolved(part: str, row: Mapping[str, Any], report: Mapping[str, Any]) -> Mapping[str, Any]:
    """An indicator with its quantity, time and target as what they say, for indices move when a mention comes in."""
    if part != "indicators":
        return row
    quantity = report["quantities"][row["quantity"]]
    time = None if row["time"] is None else report["times"][row["time"]]["text"]
    target = None if row["target"] is None else report["indicators"][row["target"]]
    target_text = None if target is None else report["quantities"][target["quantity"]]["text"]
    place = {"start": quantity["start"], "end": quantity["end"], "text": quantity["text"]}
    rest = {key: value for key, value in row.items() if key != "related"}
    return {**place, **rest, "quantity": quantity["text"], "time": time, "target": target_text}


# Indices of other records, which move without an answer changing.
_INDICES = frozenset(("sentence", "block", "section", "parent", "id", "relations"))


def _shown(value: Any, same_text: bool) -> Any:
    """A record without scores and indices, and, where the text changed, without offsets."""
    if isinstance(value, Mapping):
        left_out = _SCORES | _INDICES | (frozenset() if same_text else frozenset(("start", "end")))
        return {key: _shown(item, same_text) for key, item in value.items() if key not in left_out}
    if isinstance(value, list):
        return [_shown(item, same_text) for item in value]
    return value
