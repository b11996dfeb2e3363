"""What an annotator meant: corrected marks against the draft that they began as.

A mark that was left where it was says what its fields say. Where one was moved, the fields that nobody touched follow
the new span, so that "422" widened to "1.422" is no longer 422; a field that the annotator wrote wins over both. A mark
that was added has the fields that the rules read from its span, and over them those that the annotator wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vnreport.annotation.marks import LINK_TYPES, MARK_TYPES, Mark, Markup
from vnreport.annotation.reading import read_fields

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "achievements": ("results", "causes"),
    "limitations": ("shortcomings", "difficulties", "causes"),
    "directions": ("goals", "tasks", "proposals"),
    "other": ("context", "lessons", "admin"),
}
"""The aspects of each label of a sentence."""


def settle(draft: Markup, corrected: Markup) -> Markup:
    """The corrected marks with their fields settled, without the parts of what was deleted.

    A date, an issuer or a subject whose reference or quantity the annotator deleted goes with it.

    >>> draft = Markup("tổng 1.422 hộ", (Mark("m1", "quantity", 7, 13, {"value": "422", "unit": "hộ"}),), ())
    >>> moved = Markup(draft.text, (Mark("m1", "quantity", 5, 13, {"value": "422", "unit": "hộ"}),), ())
    >>> settle(draft, moved).marks[0].fields
    {'unit': 'hộ', 'value': '1422'}
    """
    before = {mark.id: mark for mark in draft.marks}
    marks = [_settled(corrected.text, mark, before.get(mark.id)) for mark in corrected.marks]
    owned = {link.target for link in corrected.links}
    there = {mark.id for mark in marks}
    left: set[str] = set()  # parts of the draft that lost an owner, and that nobody owns now
    for link in draft.links:
        if link.source not in there and link.target not in owned:
            left.add(link.target)
    parts = {kind for _, ends in LINK_TYPES.values() for kind in ends} - {"time", "quantity"}
    kept = [mark for mark in marks if not (mark.id in left and mark.type in parts and mark.id in before)]
    ids = {mark.id for mark in kept}
    links = tuple(link for link in corrected.links if link.source in ids and link.target in ids)
    return Markup(corrected.text, tuple(sorted(kept, key=lambda m: (m.start, m.end, m.type))), links)


def _settled(text: str, mark: Mark, before: Mark | None) -> Mark:
    if mark.type in ASPECTS:
        return _with_its_aspect(mark, before)
    same = before is not None and before.type == mark.type and before.start < mark.end and mark.start < before.end
    read = read_fields(mark.type, text[mark.start : mark.end])
    if before is None or not same:
        return replace(mark, fields={**read, **mark.fields})
    if (before.start, before.end) == (mark.start, mark.end):
        return mark
    was = read_fields(mark.type, text[before.start : before.end])
    fields = dict(mark.fields)
    for name in MARK_TYPES[mark.type].fields:
        untouched = mark.fields.get(name) == before.fields.get(name)
        if untouched and read.get(name) != was.get(name):
            fields.pop(name, None)
            fields.update({name: read[name]} if name in read else {})
    return replace(mark, fields=fields)


def _with_its_aspect(mark: Mark, before: Mark | None) -> Mark:
    """A sentence whose label was changed and whose aspect was not: the old aspect says nothing of the new label."""
    aspect = mark.fields.get("aspect")
    if aspect is None or aspect in ASPECTS[mark.type] or before is None or before.fields.get("aspect") != aspect:
        return mark
    return replace(mark, fields={})
