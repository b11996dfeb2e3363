"""A report as marks: the draft that an annotator corrects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vnreport.annotation.marks import PROVISION_PARTS, Link, Mark, Markup
from vnreport.errors import ConfigError

_Item = Mapping[str, Any]
# The part of the analysis that a layer needs; the others are always there.
_NEEDED = {
    "sections": "labels", "sentences": "labels", "references": "references", "times": "times",
    "quantities": "indicators", "names": "names", "abbreviations": "abbreviations",
}  # fmt: skip
_META = ("title", "number", "issuer", "place", "issued_on", "period", "signer")
_NAMES = {"organizations": "organization", "people": "person", "places": "place"}


def draft_markup(report: _Item, layers: Sequence[str]) -> Markup:
    """The marks and links of some layers of a report's dict, in the order of the text, called m1, m2, …

    Raises ConfigError where the report was made without a layer (`Analyzer(only=…)`).

    >>> import vnreport
    >>> markup = draft_markup(vnreport.analyze("Đã kết nạp 422 đoàn viên.").to_dict(), ("quantities",))
    >>> [(m.type, markup.text[m.start : m.end], m.fields.get("role")) for m in markup.marks]
    [('subject', 'kết nạp', None), ('quantity', '422 đoàn viên', 'result')]
    >>> markup.links
    (Link(type='measures', source='m2', target='m1'),)
    """
    _check_parts(report, layers)
    draft = _Draft(layers)
    for layer in layers:
        _MAKERS[layer](draft, report)
    return draft.markup(report["text"])


def _check_parts(report: _Item, layers: Sequence[str]) -> None:
    only = (report.get("generator") or {}).get("options", {}).get("only")
    for layer in layers:
        need = _NEEDED.get(layer)
        brought = only is None or need is None or need in only or (need in ("labels", "times") and "indicators" in only)
        if not brought:
            raise ConfigError(
                f"the report was made with only={only}, without {need}: analyze anew, or leave out {layer}"
            )


_Key = tuple[int, int, int, str, str]


class _Draft:
    """Marks as they are made; what serves several owners (one date of a series) is one mark."""

    def __init__(self, layers: Sequence[str]) -> None:
        self.layers = layers
        self._marks: dict[_Key, Mapping[str, str]] = {}
        self._links: dict[tuple[str, _Key, _Key], None] = {}

    def mark(self, kind: str, item: _Item, /, *, shared: bool = False, **fields: object) -> _Key:
        written = {name: _written(value) for name, value in fields.items() if value is not None}
        apart = json.dumps(written) if shared else f"{len(self._marks):09d}"
        key = (item["start"], -item["end"], _DEPTH.get(kind, 2), kind, apart)
        self._marks[key] = written
        return key

    def link(self, kind: str, source: _Key, target: _Key) -> None:
        self._links[kind, source, target] = None

    def markup(self, text: str) -> Markup:
        names = {key: f"m{number}" for number, key in enumerate(sorted(self._marks), 1)}
        marks = tuple(Mark(name, key[3], key[0], -key[1], self._marks[key]) for key, name in names.items())
        links = sorted(
            (Link(kind, names[source], names[target]) for kind, source, target in self._links),
            key=lambda link: (int(link.source[1:]), link.type, int(link.target[1:])),
        )
        return Markup(text, marks, tuple(links))


# Of marks on one span, the one that holds the others comes first.
_DEPTH = {"block": 0, "section": 0, "achievements": 1, "limitations": 1, "directions": 1, "other": 1}


def _written(value: object) -> str:
    """A value as a field holds it: words on one line, numbers as JSON writes them."""
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value)


def _sections(draft: _Draft, report: _Item) -> None:
    ends = {block["start"]: block for block in report["blocks"]}
    for section in report["sections"]:
        heading = ends.get(section["start"])
        if heading is not None and (section["title"] or section["number"]):
            draft.mark(
                "section", heading, label=section["label"], level=section["level"], number=section["number"]
            )  # fmt: skip


def _sentences(draft: _Draft, report: _Item) -> None:
    for sentence in report["sentences"]:
        draft.mark(sentence["label"], sentence, aspect=sentence["aspect"])


def _references(draft: _Draft, report: _Item) -> None:
    for reference in report["references"]:
        owner = draft.mark("reference", reference, document_type=reference["type"], code=reference["code"])
        for name in ("issued_on", "issuer", "title"):
            part = reference[name]
            if part is not None:
                fields = {"value": part["value"]} if name == "issued_on" else {}
                draft.link("has", owner, draft.mark(name, part, shared=True, **fields))
        for provision in reference["provisions"]:
            parts = {part: provision.get(part) for part in PROVISION_PARTS}
            draft.link("has", owner, draft.mark("provision", provision, shared=True, **parts))


def _time(draft: _Draft, time: _Item) -> _Key:
    return draft.mark(
        "time", time, shared=True, time_type=time["type"], time_role=time["role"], first_day=time["first_day"],
        last_day=time["last_day"],
    )  # fmt: skip


def _times(draft: _Draft, report: _Item) -> None:
    for time in report["times"]:
        _time(draft, time)


def _quantities(draft: _Draft, report: _Item) -> None:
    indicators = {item["quantity"]: item for item in report["indicators"]}
    owners = []
    for number, quantity in enumerate(report["quantities"]):
        indicator = indicators.get(number, {})
        values = {name: quantity[name] for name in ("value", "low", "high", "of", "unit", "comparator")}
        owners.append(
            draft.mark(
                "quantity", quantity, role=indicator.get("role"), direction=indicator.get("direction"),
                assessment=indicator.get("assessment"), **values,
            )
        )  # fmt: skip
    for number, indicator in indicators.items():
        if indicator["subject"] is not None:
            draft.link("measures", owners[number], draft.mark("subject", indicator["subject"], shared=True))
        if indicator["time"] is not None and "times" in draft.layers:
            draft.link("at", owners[number], _time(draft, report["times"][indicator["time"]]))
        if indicator["target"] is not None:
            draft.link("answers", owners[number], owners[report["indicators"][indicator["target"]]["quantity"]])


def _names(draft: _Draft, report: _Item) -> None:
    for key, kind in _NAMES.items():
        for name in report[key]:
            draft.mark(kind, name)


def _abbreviations(draft: _Draft, report: _Item) -> None:
    for item in report["abbreviations"]:
        draft.mark("abbreviation", item, long=item["long"])


def _blocks(draft: _Draft, report: _Item) -> None:
    for block in report["blocks"]:
        draft.mark("block", block, kind=block["kind"])


def _meta(draft: _Draft, report: _Item) -> None:
    for name in _META:
        span = report["meta"].get(name)
        if span is not None:
            fields = {key: span[key] for key in ("value", "first_day", "last_day") if key in span}
            draft.mark(f"meta_{name}", span, **fields)


_MAKERS = {
    "sections": _sections, "sentences": _sentences, "references": _references, "times": _times,
    "quantities": _quantities, "names": _names, "abbreviations": _abbreviations, "blocks": _blocks, "meta": _meta,
}  # fmt: skip
