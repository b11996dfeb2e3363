"""Marks as tasks of Label Studio: tasks.json with a prediction for each text, and label-config.xml for the project.

Sources: https://labelstud.io/guide/predictions, task_format, tags/labels, tags/choices, tags/textarea, tags/relations.
A mark is a region: results with one id, of the type `labels`, then `choices` and `textarea` for its fields; links are
results of the type `relation`. Label Studio counts offsets in code points, a carriage return as one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from vnreport.annotation.marks import (
    MARK_TYPES,
    Link,
    Mark,
    Markup,
    MarkupError,
    choices,
    links_of,
    read_note,
    types_of,
    write_note,
)
from vnreport.text.offsets import OffsetMap

_MARK, _NOTE, _TEXT = "mark", "fields", "text"
_COLOURS = {
    "sections": "#8e6bbf", "references": "#c2571a", "times": "#0b7a75", "quantities": "#1b62a5", "names": "#7a6a00",
    "abbreviations": "#555555", "blocks": "#999999", "meta": "#8a2d5a", "achievements": "#3a8f3a",
    "limitations": "#c0392b", "directions": "#2c6fbb", "other": "#888888",
}  # fmt: skip
_Result = Mapping[str, Any]


def write_task(name: str, markup: Markup, unit: str, version: str) -> dict[str, Any]:
    """One task: the text under `data`, and the draft as its only prediction.

    >>> task = write_task("a", Markup("Thu 5 tỷ.", (Mark("m1", "quantity", 4, 8, {}),), ()), "codepoint", "0.1")
    >>> task["predictions"][0]["result"][0]["value"]
    {'start': 4, 'end': 8, 'text': '5 tỷ', 'labels': ['quantity']}
    """
    offsets = OffsetMap(markup.text, unit)
    results = [result for mark in markup.marks for result in _region(mark, markup.text, offsets)]
    results += [
        {
            "type": "relation", "from_id": link.source, "to_id": link.target, "direction": "right",
            "labels": [link.type],
        }
        for link in markup.links
    ]  # fmt: skip
    return {
        "data": {_TEXT: markup.text, "name": name, "offset_unit": unit},
        "predictions": [{"model_version": f"vnreport {version}", "result": results}],
    }


def _region(mark: Mark, text: str, offsets: OffsetMap) -> Iterator[dict[str, Any]]:
    place = {"start": offsets.to_unit(mark.start), "end": offsets.to_unit(mark.end)}
    words = {"text": text[mark.start : mark.end]}
    head = {"id": mark.id, "to_name": _TEXT}
    yield {**head, "from_name": _MARK, "type": "labels", "value": {**place, **words, "labels": [mark.type]}}
    for field in MARK_TYPES[mark.type].choices:
        if field in mark.fields:
            value = {**place, **words, "choices": [mark.fields[field]]}
            yield {**head, "from_name": field, "type": "choices", "value": value}
    if note := write_note(mark):
        yield {**head, "from_name": _NOTE, "type": "textarea", "value": {**place, "text": [note]}}


def read_results(text: str, results: Sequence[_Result], unit: str) -> Markup:
    """The marks of an annotation's `result`, with the ids that it gives them. Raises MarkupError naming the result."""
    offsets = OffsetMap(text, unit)
    regions: dict[str, tuple[str, int, int]] = {}
    fields: dict[str, dict[str, str]] = {}
    links: dict[Link, None] = {}
    for number, result in enumerate(results):
        place = f"result[{number}]"
        if not isinstance(result, Mapping) or "type" not in result:
            raise MarkupError(f"{place} is no result with a type")
        if result["type"] == "labels":
            name = _text_of(place, result, "id")
            regions[name] = _read_region(f"{place}, {name}", result, text, offsets)
            fields[name] = {}
    for number, result in enumerate(results):
        if result["type"] == "relation":
            links[_read_link(f"result[{number}]", result, regions)] = None
        elif result["type"] in ("choices", "textarea"):
            _read_field(f"result[{number}]", result, regions, fields)
        elif result["type"] != "labels":
            raise MarkupError(f"result[{number}] has the type {result['type']!r}, of which none is used here")
    marks = tuple(Mark(name, kind, start, end, fields[name]) for name, (kind, start, end) in regions.items())
    return Markup(text, marks, tuple(links))


def _text_of(place: str, result: _Result, key: str) -> str:
    value = result.get(key)
    if not isinstance(value, str):
        raise MarkupError(f"{place} has no {key!r}")
    return value


def _value_of(place: str, result: _Result) -> Mapping[str, Any]:
    value = result.get("value")
    if not isinstance(value, Mapping):
        raise MarkupError(f"{place} has no 'value'")
    return value


def _only(place: str, value: Mapping[str, Any], key: str) -> str:
    """The only member of a list of strings."""
    found = value.get(key)
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], str):
        raise MarkupError(f"{place} has {found!r} as its {key}; one is wanted")
    return found[0]


def _read_region(place: str, result: _Result, text: str, offsets: OffsetMap) -> tuple[str, int, int]:
    value = _value_of(place, result)
    kind = _only(place, value, "labels")
    if kind not in MARK_TYPES:
        raise MarkupError(f"{place} has the label {kind!r}, which is none of {', '.join(MARK_TYPES)}")
    start, end = (value.get(key) for key in ("start", "end"))
    try:
        start, end = (offsets.to_codepoint(int(edge)) for edge in (start, end))  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise MarkupError(f"{place} has no span of the text ({start}-{end}): {error}") from error
    there = text[start:end]
    said = value.get("text")
    if isinstance(said, str) and _letters(said) != _letters(there):
        raise MarkupError(
            f"{place} says {said[:60]!r} where {there[:60]!r} stands; was the text changed, or do the offsets count in "
            "another unit?"
        )
    if not there.strip():
        raise MarkupError(f"{place} marks no words")
    return kind, start + len(there) - len(there.lstrip()), start + len(there.rstrip())


def _letters(words: str) -> str:
    r"""Words without white space, of which the tool keeps the end of a line as the two signs "\n"."""
    return re.sub(r"\\n|\s+", "", words)


def _read_link(place: str, result: _Result, regions: Mapping[str, tuple[str, int, int]]) -> Link:
    kind = _only(place, result, "labels")
    if kind not in links_of(tuple(kind.layer for kind in MARK_TYPES.values())):
        raise MarkupError(f"{place}: {kind!r} is no type of relation that is used here")
    ends = [_text_of(place, result, key) for key in ("from_id", "to_id")]
    for name in ends:
        if name not in regions:
            raise MarkupError(f"{place}: there is no region {name!r}")
    if result.get("direction") == "left":
        ends.reverse()
    elif result.get("direction") == "bi":
        raise MarkupError(f"{place}: a relation {kind!r} has one direction")
    return Link(kind, ends[0], ends[1])


def _read_field(
    place: str, result: _Result, regions: Mapping[str, tuple[str, int, int]], fields: Mapping[str, dict[str, str]]
) -> None:
    name, field = _text_of(place, result, "id"), _text_of(place, result, "from_name")
    if name not in regions:
        raise MarkupError(f"{place}: there is no region {name!r}")
    kind = regions[name][0]
    value = _value_of(place, result)
    if result["type"] == "choices":
        if field not in MARK_TYPES[kind].choices:
            raise MarkupError(f"{place}, {name}: a mark {kind!r} has no choice {field!r}")
        fields[name][field] = _only(place, value, "choices")
        return
    lines = value.get("text")
    if isinstance(lines, str):
        lines = [lines]
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise MarkupError(f"{place}, {name}: its text is no list of lines")
    try:
        for line in lines:
            fields[name].update(read_note(kind, line.replace("\n", " | ")))
    except ValueError as error:
        raise MarkupError(f"{place}, {name}: {error}") from error


def annotation_of(task: Mapping[str, Any]) -> Sequence[_Result] | None:
    """The result of the one annotation of a task that counts, or None where nobody has annotated it yet.

    Of several, the one that is marked as ground truth. Raises MarkupError where none or several are.
    """
    found = task.get("annotations")
    if not isinstance(found, list):
        raise MarkupError(
            "has no 'annotations'; export the project as JSON, which keeps regions, not as JSON-MIN or CSV"
        )
    done = [item for item in found if isinstance(item, Mapping) and not item.get("was_cancelled")]
    if len(done) > 1:
        done = [item for item in done if item.get("ground_truth")]
        if len(done) != 1:
            raise MarkupError(f"has {len(found)} annotations and {len(done)} of them as ground truth; mark one")
    if not done:
        return None
    result = done[0].get("result")
    if not isinstance(result, list):
        raise MarkupError("has an annotation without a list 'result'")
    return result


def write_config(layers: Sequence[str]) -> str:
    """The labelling interface of a project: label-config.xml."""
    types = types_of(layers)
    lines = ["<View>"]
    if links := links_of(layers):
        lines += ["  <Relations>", *(f'    <Relation value="{name}"/>' for name in links), "  </Relations>"]
    lines.append(f'  <Labels name="{_MARK}" toName="{_TEXT}" choice="single" showInline="true">')
    for name, kind in types.items():
        lines.append(f'    <Label value="{name}" background="{_COLOURS.get(name) or _COLOURS[kind.layer]}"/>')
    lines += ["  </Labels>", "  <Style>.htx-text, .htx-richtext { white-space: pre-wrap; }</Style>"]
    lines.append(f'  <Text name="{_TEXT}" value="${_TEXT}" granularity="symbol" saveTextResult="yes"/>')
    carriers: dict[str, list[str]] = {}
    for name, kind in types.items():
        for field in kind.choices:
            carriers.setdefault(field, []).append(name)
    for field, names in carriers.items():
        lines.append(
            f'  <Choices name="{field}" toName="{_TEXT}" perRegion="true" choice="single" showInline="true" '
            f'visibleWhen="region-selected" whenTagName="{_MARK}" whenLabelValue={quoteattr(",".join(names))}>'
        )
        lines += [f'    <Choice value="{value}"/>' for value in choices(field)]
        lines.append("  </Choices>")
    noted = ",".join(name for name, kind in types.items() if kind.written)
    if noted:
        lines.append(
            f'  <TextArea name="{_NOTE}" toName="{_TEXT}" perRegion="true" editable="true" maxSubmissions="1" rows="1" '
            f'visibleWhen="region-selected" whenTagName="{_MARK}" whenLabelValue="{noted}" '
            'placeholder="name: value | …"/>'
        )
    return "\n".join((*lines, "</View>", ""))
