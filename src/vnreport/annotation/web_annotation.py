"""Marks as W3C Web Annotations: one JSON-LD collection for each text.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017. A mark is an annotation whose target is a
span of NAME.txt, found by a TextPositionSelector and a TextQuoteSelector; its type is a tag, its fields are described
in one line. A link is an annotation that leads from one mark to another. The selectors count Unicode code points, not
code units (4.2.4 and 4.2.5); another unit is written only when asked for, and named in `offsetUnit`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vnreport.annotation.marks import (
    LINK_TYPES,
    MARK_TYPES,
    Link,
    Mark,
    Markup,
    MarkupError,
    choices,
    read_note,
    write_note,
)
from vnreport.text.offsets import OffsetMap

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"offsetUnit": "urn:vnreport:offsetUnit"}]
_AROUND = 32
_Annotation = Mapping[str, Any]


def write_collection(name: str, markup: Markup, unit: str) -> dict[str, Any]:
    """The collection of a text.

    >>> made = write_collection("a", Markup("Thu 5 tỷ.", (Mark("m1", "quantity", 4, 8, {}),), ()), "codepoint")
    >>> made["first"]["items"][0]["target"]["selector"][1]
    {'type': 'TextPositionSelector', 'start': 4, 'end': 8}
    """
    offsets = OffsetMap(markup.text, unit)
    items = [_write_mark(name, mark, markup.text, offsets) for mark in markup.marks]
    items += [_write_link(name, number, link) for number, link in enumerate(markup.links, 1)]
    collection = f"urn:vnreport:{name}"
    return {
        "@context": _CONTEXT, "id": collection, "type": "AnnotationCollection", "label": name, "total": len(items),
        "offsetUnit": unit,
        "first": {
            "id": f"{collection}:page1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0,
            "items": items,
        },
    }  # fmt: skip


def _identity(name: str, mark: str) -> str:
    return f"urn:vnreport:{name}:{mark}"


def _write_mark(name: str, mark: Mark, text: str, offsets: OffsetMap) -> dict[str, Any]:
    chosen = [f"{n}: {mark.fields[n]}" for n in MARK_TYPES[mark.type].choices if n in mark.fields]
    note = " | ".join((*chosen, *filter(None, (write_note(mark),))))
    body = [{"type": "TextualBody", "purpose": "tagging", "value": mark.type}]
    if note:
        body.append({"type": "TextualBody", "purpose": "describing", "value": note})
    selectors = [
        {
            "type": "TextQuoteSelector", "exact": text[mark.start : mark.end],
            "prefix": text[max(0, mark.start - _AROUND) : mark.start], "suffix": text[mark.end : mark.end + _AROUND],
        },
        {
            "type": "TextPositionSelector", "start": offsets.to_unit(mark.start), "end": offsets.to_unit(mark.end),
        },
    ]  # fmt: skip
    return {
        "id": _identity(name, mark.id), "type": "Annotation", "motivation": "tagging", "body": body,
        "target": {"source": f"{name}.txt", "selector": selectors},
    }  # fmt: skip


def _write_link(name: str, number: int, link: Link) -> dict[str, Any]:
    return {
        "id": _identity(name, f"l{number}"), "type": "Annotation", "motivation": "linking",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": link.type},
            {"source": _identity(name, link.target), "purpose": "linking"},
        ],
        "target": _identity(name, link.source),
    }  # fmt: skip


def read_collection(name: str, text: str, data: Any, unit: str) -> Markup:
    """The marks of a collection, of a page, or of a list of annotations. Raises MarkupError naming the annotation."""
    offsets = OffsetMap(text, unit)
    marks: list[Mark] = []
    links: dict[Link, None] = {}
    linking: list[tuple[str, _Annotation]] = []
    for number, item in enumerate(_items(data)):
        identity = item.get("id") if isinstance(item, Mapping) else None
        if not isinstance(identity, str):
            raise MarkupError(f"annotation {number} has no id")
        if item.get("motivation") == "linking":
            linking.append((identity, item))
        else:
            marks.append(_read_mark(identity.removeprefix(_identity(name, "")), item, text, offsets))
    there = {mark.id for mark in marks}
    if len(there) < len(marks):
        raise MarkupError("two annotations have the same id")
    for identity, item in linking:
        links[_read_link(name, identity, item, there)] = None
    return Markup(text, tuple(marks), tuple(links))


def _items(data: Any) -> Sequence[Any]:
    if isinstance(data, Mapping):
        page = data.get("first") if data.get("type") == "AnnotationCollection" else data
        data = page.get("items") if isinstance(page, Mapping) else None
    if not isinstance(data, list):
        raise MarkupError("is no annotation collection with a first page of items")
    return data


def _bodies(identity: str, item: _Annotation) -> list[Mapping[str, Any]]:
    found = item.get("body")
    bodies: list[Any] = found if isinstance(found, list) else [found]
    if not all(isinstance(body, Mapping) for body in bodies):
        raise MarkupError(f"{identity}: its body is no list of objects")
    return bodies


def _tag(identity: str, item: _Annotation, allowed: Sequence[str]) -> str:
    tags = [body.get("value") for body in _bodies(identity, item) if body.get("purpose") == "tagging"]
    if len(tags) != 1 or tags[0] not in allowed:
        raise MarkupError(f"{identity}: has the tags {tags}; one of {', '.join(allowed)} is wanted")
    return str(tags[0])


def _read_mark(identity: str, item: _Annotation, text: str, offsets: OffsetMap) -> Mark:
    kind = _tag(identity, item, tuple(MARK_TYPES))
    fields: dict[str, str] = {}
    for body in _bodies(identity, item):
        if body.get("purpose") == "describing":
            fields.update(_read_fields(identity, kind, str(body.get("value"))))
    target = item.get("target")
    selectors = target.get("selector") if isinstance(target, Mapping) else None
    found = {s.get("type"): s for s in selectors if isinstance(s, Mapping)} if isinstance(selectors, list) else {}
    position, quote = found.get("TextPositionSelector"), found.get("TextQuoteSelector")
    if position is not None:
        start, end = _position(identity, position, text, offsets)
    elif quote is not None:
        start, end = _find_quote(identity, quote, text)
    else:
        raise MarkupError(f"{identity}: its target has no TextPositionSelector and no TextQuoteSelector")
    there = text[start:end]
    if quote is not None and quote.get("exact") != there:
        raise MarkupError(
            f"{identity}: quotes {str(quote.get('exact'))[:60]!r} where {there[:60]!r} stands; was the text changed, "
            "or do the offsets count in another unit?"
        )
    if not there.strip():
        raise MarkupError(f"{identity}: marks no words")
    return Mark(identity, kind, start + len(there) - len(there.lstrip()), start + len(there.rstrip()), fields)


def _read_fields(identity: str, kind: str, line: str) -> dict[str, str]:
    """Chosen and written fields, which stand in one line here."""
    fields: dict[str, str] = {}
    written = []
    for piece in line.split(" | "):
        name, _, value = piece.partition(": ")
        if name in MARK_TYPES[kind].choices:
            if value.strip() not in choices(name):
                raise MarkupError(f"{identity}: {name} {value!r} is none of {', '.join(choices(name))}")
            fields[name] = value.strip()
        else:
            written.append(piece)
    try:
        return {**fields, **read_note(kind, " | ".join(written))}
    except ValueError as error:
        raise MarkupError(f"{identity}: {error}") from error


def _position(identity: str, selector: Mapping[str, Any], text: str, offsets: OffsetMap) -> tuple[int, int]:
    edges = [selector.get(key) for key in ("start", "end")]
    if not all(isinstance(edge, int) for edge in edges):
        raise MarkupError(f"{identity}: its position {edges[0]}-{edges[1]} is no pair of numbers")
    try:
        start, end = (offsets.to_codepoint(int(edge)) for edge in edges)  # type: ignore[arg-type]
    except ValueError as error:
        raise MarkupError(f"{identity}: {error}") from error
    return start, end


def _find_quote(identity: str, selector: Mapping[str, Any], text: str) -> tuple[int, int]:
    """Where a quotation stands, if there is one such place."""
    before, exact, after = (str(selector.get(key) or "") for key in ("prefix", "exact", "suffix"))
    place = text.find(before + exact + after) if exact else -1
    if place < 0:
        raise MarkupError(f"{identity}: {exact[:60]!r} does not stand in the text")
    if text.find(before + exact + after, place + 1) >= 0:
        raise MarkupError(f"{identity}: {exact[:60]!r} stands in the text more than once; give its position")
    return place + len(before), place + len(before) + len(exact)


def _read_link(name: str, identity: str, item: _Annotation, there: set[str]) -> Link:
    kind = _tag(identity, item, tuple(LINK_TYPES))
    targets = [body.get("source") for body in _bodies(identity, item) if body.get("purpose") == "linking"]
    ends = [str(end).removeprefix(_identity(name, "")) for end in (item.get("target"), *targets)]
    if len(ends) != 2 or not there.issuperset(ends):
        raise MarkupError(f"{identity}: leads from and to {ends}, of which one is no mark of this text")
    return Link(kind, ends[0], ends[1])
