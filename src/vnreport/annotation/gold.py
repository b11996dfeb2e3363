"""Corrected marks as gold: an annotated report in the form that `vnreport evaluate` reads."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from vnreport.annotation.correcting import ASPECTS
from vnreport.annotation.marks import (
    COMPARATORS,
    LINK_TYPES,
    MARK_TYPES,
    PROVISION_PARTS,
    Link,
    Mark,
    Markup,
    MarkupError,
    choices,
)
from vnreport.report import encode_number
from vnreport.structure.models import LABELS

_NAMES = {"organizations": "organization", "people": "person", "places": "place"}
_META = ("title", "number", "issuer", "place", "issued_on", "period", "signer")
_NUMBERS = ("value", "low", "high", "of")
Gold = dict[str, Any]


def make_gold(markup: Markup, layers: Sequence[str]) -> Gold:
    """The gold of some layers, under the keys of `Report.to_dict()`; a layer that was not annotated has no key.

    Raises MarkupError that names the mark and what is wrong with it.

    >>> text = "Chỉ thị 05-CT/TW"
    >>> mark = Mark("T1", "reference", 0, 16, {"document_type": "directive", "code": "05-CT/TW"})
    >>> gold = make_gold(Markup(text, (mark,), ()), ("references",))
    >>> gold["references"][0]["code"], gold["references"][0]["issuer"], list(gold)
    ('05-CT/TW', None, ['references'])
    """
    gold: Gold = {}
    maker = _Maker(markup)
    for layer in layers:
        gold.update(_LAYERS[layer](maker, layers))
    return gold


class _Maker:
    """The marks of a text by type, with what they are linked to."""

    def __init__(self, markup: Markup) -> None:
        self.text = markup.text
        self.marks = markup.marks
        self.by_id = {mark.id: mark for mark in markup.marks}
        self._links: dict[tuple[str, str], list[Mark]] = {}
        self._owned = {link.target for link in markup.links if link.type in ("has", "measures")}
        for mark in markup.marks:
            self._check_span(mark)
        for link in markup.links:
            self._check_link(link)
            self._links.setdefault((link.source, link.type), []).append(self.by_id[link.target])

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of some types, in the order of the text."""
        return sorted((mark for mark in self.marks if mark.type in kinds), key=lambda mark: (mark.start, mark.end))

    def words(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]

    def place(self, mark: Mark) -> str:
        """How errors call a mark."""
        shown = " ".join(self.words(mark).split())
        return f"{mark.id}, {mark.type} {shown[:50]!r} at {mark.start}-{mark.end}"

    def error(self, mark: Mark, reason: str) -> MarkupError:
        return MarkupError(f"{self.place(mark)}: {reason}")

    def span(self, mark: Mark) -> Gold:
        return {"start": mark.start, "end": mark.end, "text": self.words(mark)}

    def linked(self, mark: Mark, link: str, kind: str) -> list[Mark]:
        """The marks of a type that a mark has a link to."""
        found = [target for target in self._links.get((mark.id, link), []) if target.type == kind]
        return sorted(found, key=lambda target: (target.start, target.end))

    def one(self, mark: Mark, link: str, kind: str) -> Mark | None:
        """The only mark of a type that a mark has a link to, or None."""
        found = self.linked(mark, link, kind)
        if len(found) > 1:
            raise self.error(mark, f"has {len(found)} marks {kind!r} ({', '.join(m.id for m in found)}); leave one")
        return found[0] if found else None

    def check_owned(self, kinds: Sequence[str], owner: str, link: str) -> None:
        """Every part belongs to something."""
        for mark in self.of(*kinds):
            if mark.id not in self._owned:
                raise self.error(mark, f"belongs to no {owner}: draw a link {link!r} from one to it, or delete it")

    def _check_span(self, mark: Mark) -> None:
        if not 0 <= mark.start < mark.end <= len(self.text):
            reason = f"is not inside the text of {len(self.text)} characters"
            raise MarkupError(f"{mark.id}, {mark.type} at {mark.start}-{mark.end}: {reason}")
        for name, value in mark.fields.items():
            if name not in MARK_TYPES[mark.type].fields:
                raise self.error(mark, f"has a field {name!r}, which no {mark.type} has")
            if name in MARK_TYPES[mark.type].choices and value not in choices(name):
                raise self.error(mark, f"{name} {value!r} is none of {', '.join(choices(name))}")

    def _check_link(self, link: Link) -> None:
        ends = LINK_TYPES[link.type]
        for kinds, name in zip(ends, (link.source, link.target), strict=True):
            if self.by_id[name].type not in kinds:
                raise self.error(self.by_id[name], f"a link {link.type!r} goes from {ends[0]} to {ends[1]}, not here")

    # --- fields ----------------------------------------------------------------------------------------------------

    def day(self, mark: Mark, name: str) -> str | None:
        value = mark.fields.get(name)
        if value is None:
            return None
        try:
            return datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            raise self.error(mark, f"{name} {value!r} is no day; write it as 2024-07-05") from None

    def number(self, mark: Mark, name: str) -> int | float | None:
        value = mark.fields.get(name)
        if value is None:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise self.error(mark, f"{name} {value!r} is no number; write it as 1200000000 or 98.7")
        return encode_number(number)

    def required(self, mark: Mark, name: str) -> str:
        value = mark.fields.get(name)
        if value is None:
            raise self.error(mark, f"has no {name}, and none can be read from its words; say which")
        return value


# --- the layers ----------------------------------------------------------------------------------------------------


def _sections(maker: _Maker, _: Sequence[str]) -> Gold:
    rows: list[Gold] = []
    above: list[Gold] = []
    for mark in maker.of("section"):
        level = maker.number(mark, "level")
        if not isinstance(level, int) or level < 1:
            raise maker.error(mark, "has no level; write level: 1 for a section of the outermost level")
        while above and above[-1]["level"] >= level:
            above.pop()
        row = {
            "id": len(rows), "parent": above[-1]["id"] if above else None, "level": level,
            "number": mark.fields.get("number"), "start": mark.start, "label": maker.required(mark, "label"),
        }  # fmt: skip
        rows.append(row)
        above.append(row)
    return {"sections": rows}


def _sentences(maker: _Maker, _: Sequence[str]) -> Gold:
    rows = []
    before: Mark | None = None
    for mark in maker.of(*LABELS):
        if before is not None and mark.start < before.end:
            raise maker.error(mark, f"overlaps the sentence {maker.place(before)}; a sentence has one label")
        aspect = mark.fields.get("aspect")
        if aspect is not None and aspect not in ASPECTS[mark.type]:
            raise maker.error(mark, f"aspect {aspect!r} is none of {', '.join(ASPECTS[mark.type])}")
        rows.append({"start": mark.start, "end": mark.end, "label": mark.type, "aspect": aspect})
        before = mark
    return {"sentences": rows}


def _references(maker: _Maker, _: Sequence[str]) -> Gold:
    maker.check_owned(LINK_TYPES["has"][1], "reference", "has")
    rows = []
    for mark in maker.of("reference"):
        row = {
            **maker.span(mark), "type": mark.fields.get("document_type"), "code": mark.fields.get("code"),
            "issued_on": None, "issuer": None, "title": None,
        }  # fmt: skip
        for name in ("issued_on", "issuer", "title"):
            part = maker.one(mark, "has", name)
            if part is not None:
                row[name] = maker.span(part)
                if name == "issued_on":
                    row[name]["value"] = maker.day(part, "value")
        row["provisions"] = [
            {**maker.span(part), **{name: part.fields[name] for name in PROVISION_PARTS if name in part.fields}}
            for part in maker.linked(mark, "has", "provision")
        ]
        rows.append(row)
    return {"references": rows}


def _times(maker: _Maker, _: Sequence[str]) -> Gold:
    rows = []
    for mark in maker.of("time"):
        first, last = maker.day(mark, "first_day"), maker.day(mark, "last_day")
        if first is not None and last is not None and first > last:
            raise maker.error(mark, f"first_day {first} is after last_day {last}")
        rows.append(
            {
                **maker.span(mark), "type": maker.required(mark, "time_type"), "role": mark.fields.get("time_role"),
                "first_day": first, "last_day": last,
            }
        )  # fmt: skip
    return {"times": rows}


def _quantities(maker: _Maker, layers: Sequence[str]) -> Gold:
    maker.check_owned(("subject",), "quantity", "measures")
    quantities, indicators = [], []
    marks = maker.of("quantity")
    numbers = {mark.id: index for index, mark in enumerate(mark for mark in marks if "role" in mark.fields)}
    times = {mark.id: index for index, mark in enumerate(maker.of("time"))}
    for index, mark in enumerate(marks):
        comparator = mark.fields.get("comparator", "=")
        if comparator not in COMPARATORS:
            raise maker.error(mark, f"comparator {comparator!r} is none of {' '.join(COMPARATORS)}")
        values = {name: maker.number(mark, name) for name in _NUMBERS}
        if values["of"] is None:
            del values["of"]
        quantities.append(
            {**maker.span(mark), **values, "unit": mark.fields.get("unit"), "comparator": comparator}
        )  # fmt: skip
        target, subject = maker.one(mark, "answers", "quantity"), maker.one(mark, "measures", "subject")
        time = maker.one(mark, "at", "time")
        if "role" not in mark.fields:
            said = [name for name in ("direction", "assessment") if name in mark.fields]
            said += [name for name, there in (("subject", subject), ("time", time), ("target", target)) if there]
            if said:
                raise maker.error(mark, f"has a {said[0]} but no role; give it a role, or take the {said[0]} away")
            continue
        if target is not None and target.id not in numbers:
            raise maker.error(target, f"is answered by {mark.id} but has no role; a target has the role target")
        row = {
            "quantity": index, "role": mark.fields["role"], "direction": mark.fields.get("direction"),
            "assessment": mark.fields.get("assessment"), "target": None if target is None else numbers[target.id],
            "subject": None if subject is None else maker.span(subject),
        }  # fmt: skip
        if "times" in layers:
            row["time"] = None if time is None else times[time.id]
        indicators.append(row)
    return {"quantities": quantities, "indicators": indicators}


def _names(maker: _Maker, _: Sequence[str]) -> Gold:
    return {key: [maker.span(mark) for mark in maker.of(kind)] for key, kind in _NAMES.items()}


def _abbreviations(maker: _Maker, _: Sequence[str]) -> Gold:
    rows = [
        {**maker.span(mark), "short": maker.words(mark), "long": maker.required(mark, "long")}
        for mark in maker.of("abbreviation")
    ]
    return {"abbreviations": rows}


def _blocks(maker: _Maker, _: Sequence[str]) -> Gold:
    rows = [{"start": m.start, "end": m.end, "kind": maker.required(m, "kind")} for m in maker.of("block")]
    for before, after in pairwise(maker.of("block")):
        if after.start < before.end:
            raise maker.error(after, f"overlaps the block {maker.place(before)}")
    return {"blocks": rows}


def _meta(maker: _Maker, _: Sequence[str]) -> Gold:
    meta: Gold = {}
    for name in _META:
        found = maker.of(f"meta_{name}")
        if len(found) > 1:
            raise maker.error(found[1], f"stands beside another {found[0].type}, {found[0].id}; leave one")
        days = [field for field in ("value", "first_day", "last_day") if field in MARK_TYPES[f"meta_{name}"].fields]
        meta[name] = {**maker.span(found[0]), **{day: maker.day(found[0], day) for day in days}} if found else None
    return {"meta": meta}


_LAYERS: Mapping[str, Callable[[_Maker, Sequence[str]], Gold]] = {
    "sections": _sections, "sentences": _sentences, "references": _references, "times": _times,
    "quantities": _quantities, "names": _names, "abbreviations": _abbreviations, "blocks": _blocks, "meta": _meta,
}  # fmt: skip
