"""What an annotator sees and corrects: marks on spans, with fields, and links between marks.

This is the form in the middle: a report becomes marks, each annotation tool has them in its own format, and corrected
marks become gold. Fields are strings; a field that is not there is null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from vnreport.lexicon import load_table
from vnreport.records import record
from vnreport.structure.models import LABELS

LAYERS = (
    "sections", "sentences", "references", "times", "quantities", "names", "abbreviations", "blocks", "meta",
)  # fmt: skip
"""What can be annotated; a layer that was not exported is not in the gold."""
DEFAULT_LAYERS = ("sections", "sentences", "references", "times", "quantities")


class MarkupError(ValueError):
    """Marks that cannot be used; the message says which one, and why."""


@record
class Mark:
    """A span of the text, `[start, end)` in code points, its type, and what the annotator says of it."""

    id: str
    type: str
    start: int
    end: int
    fields: Mapping[str, str]


@record
class Link:
    """A typed edge from one mark to another, by their ids."""

    type: str
    source: str
    target: str


@record
class Markup:
    """A text with its marks, in the order of the text, and links."""

    text: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


@record
class MarkType:
    """A type of marks: its layer, the fields that are chosen from a closed set, and those that are written."""

    layer: str
    choices: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All its fields, in the order in which they are shown."""
        return (*self.choices, *self.written)


PROVISION_PARTS = ("appendix", "part", "chapter", "section", "article", "clause", "point")
_DAYS = ("first_day", "last_day")
MARK_TYPES: dict[str, MarkType] = {
    "section": MarkType("sections", ("label",), ("level", "number")),
    **{label: MarkType("sentences", ("aspect",)) for label in LABELS},
    "reference": MarkType("references", ("document_type",), ("code",)),
    "issued_on": MarkType("references", (), ("value",)),
    "issuer": MarkType("references"),
    "title": MarkType("references"),
    "provision": MarkType("references", (), PROVISION_PARTS),
    "time": MarkType("times", ("time_type", "time_role"), _DAYS),
    "quantity": MarkType(
        "quantities", ("role", "direction", "assessment"), ("value", "low", "high", "of", "unit", "comparator")
    ),
    "subject": MarkType("quantities"),
    "organization": MarkType("names"),
    "person": MarkType("names"),
    "place": MarkType("names"),
    "abbreviation": MarkType("abbreviations", (), ("long",)),
    "block": MarkType("blocks", ("kind",)),
    "meta_title": MarkType("meta"),
    "meta_number": MarkType("meta"),
    "meta_issuer": MarkType("meta"),
    "meta_place": MarkType("meta"),
    "meta_issued_on": MarkType("meta", (), ("value",)),
    "meta_period": MarkType("meta", (), _DAYS),
    "meta_signer": MarkType("meta"),
}
"""Every type of mark; a sentence is marked by its label."""

LINK_TYPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "has": (("reference",), ("issued_on", "issuer", "title", "provision")),
    "measures": (("quantity",), ("subject",)),
    "at": (("quantity",), ("time",)),
    "answers": (("quantity",), ("quantity",)),
}
"""Every type of link, with the types of the marks that it leads from and to; a result answers its target."""

COMPARATORS = ("=", ">=", ">", "<=", "<", "~")


@cache
def choices(field: str) -> tuple[str, ...]:
    """The values that a chosen field may have.

    >>> choices("time_role")
    ('deadline', 'since', 'issued', 'baseline')
    """
    if field == "document_type":
        return tuple(row["code"] for row in load_table("document_types", "code"))
    return _CHOICES[field]


_CHOICES = {
    "label": LABELS,
    "aspect": (
        "results", "causes", "shortcomings", "difficulties", "goals", "tasks", "proposals", "context", "lessons",
        "admin",
    ),
    "time_type": (
        "date", "month", "quarter", "half", "months", "year", "period", "term", "school_year", "decade", "century",
        "duration", "relative",
    ),
    "time_role": ("deadline", "since", "issued", "baseline"),
    "role": ("target", "result", "completion", "change", "baseline", "shortfall", "other"),
    "direction": ("up", "down", "same"),
    "assessment": ("exceeded", "met", "missed"),
    "kind": (
        "title", "heading", "paragraph", "list_item", "table_row", "caption", "byline", "letterhead", "signature",
        "boilerplate",
    ),
}  # fmt: skip


def types_of(layers: Sequence[str]) -> dict[str, MarkType]:
    """The types of mark of some layers.

    >>> list(types_of(("names",)))
    ['organization', 'person', 'place']
    """
    return {name: kind for name, kind in MARK_TYPES.items() if kind.layer in layers}


def links_of(layers: Sequence[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The types of link of which both ends stand in some layers."""
    there = types_of(layers)
    return {name: ends for name, ends in LINK_TYPES.items() if all(end[0] in there for end in ends)}


# --- fields in one line --------------------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"(?<!\s)\s*+(?<!\\)\|\s*+")


def write_note(mark: Mark) -> str:
    """The written fields of a mark in one line, as an annotator reads and corrects them.

    >>> write_note(Mark("m1", "quantity", 0, 5, {"role": "result", "value": "422", "unit": "đoàn viên"}))
    'value: 422 | unit: đoàn viên'
    """
    names = MARK_TYPES[mark.type].written
    return " | ".join(f"{n}: {mark.fields[n].replace('|', chr(92) + '|')}" for n in names if n in mark.fields)


def read_note(kind: str, note: str) -> dict[str, str]:
    """The fields of a line that `write_note` wrote or a person did. Raises MarkupError that says what is wrong.

    >>> read_note("quantity", "value: 425 | unit: đoàn viên")
    {'value': '425', 'unit': 'đoàn viên'}
    """
    names = MARK_TYPES[kind].written
    fields = {}
    for piece in _SEPARATOR.split(note.strip()):
        if not piece:
            continue
        name, colon, value = piece.partition(":")
        name = name.strip()
        if not colon or name not in names:
            allowed = ", ".join(names) or "none"
            raise MarkupError(f"{piece!r} is no field of a mark {kind!r} (its written fields: {allowed})")
        if value.strip():
            fields[name] = value.strip().replace("\\|", "|")
    return fields
