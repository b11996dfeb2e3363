"""docs/result.md: the specification of the result, from the descriptions of its JSON Schema."""

from __future__ import annotations

import json
import pathlib
from importlib import resources
from typing import Any

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "result.md"
PLACE = {"start", "end", "text"}
HEAD = """# The result: every field and its meaning

Written by `python tests/pages/write.py` from the JSON Schema of the result (`vnreport schema`); the tests compare them.
The same names hold in Python (`Report`, `Reference`, …) and in JSON (`Report.to_dict()`), with three differences: in Python days are
`datetime.date`, numbers `decimal.Decimal`, and an indicator holds its quantity, time and target as objects instead of their indices.

Offsets are half-open, `[start, end)`, and count Unicode code points of the text as it was passed in: `text[m.start:m.end] == m.text`
for every object, whatever the text's encoding, normal form or line ends were. What the text does not say is null. Lists are in the
order of the text. Cases that the definitions leave open are decided in [decided-cases.md](decided-cases.md).
"""


def page() -> str:
    """The whole page."""
    schema = json.loads((resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8"))
    parts = [HEAD, _section("The report", schema["description"], schema)]
    for name, shape in schema["$defs"].items():
        parts.append(_section(name, shape["description"], shape))
    return "\n".join(parts)


def _section(title: str, description: str, shape: dict[str, Any]) -> str:
    lines = [f"## {title}", "", description, "", "| field | value | meaning |", "| --- | --- | --- |"]
    fields = dict(shape["properties"])
    if title != "span" and fields.keys() >= PLACE:
        lines.append("| `start`, `end`, `text` | [span](#span) | Its place in the text, and what stands there. |")
        fields = {name: value for name, value in fields.items() if name not in PLACE}
    for field, value in fields.items():
        cells = (f"`{field}`", _kind(value), value["description"])
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _kind(value: dict[str, Any]) -> str:
    """What may stand there: "text or null", "list of reference", the values of an enumeration."""
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return " · ".join("null" if item is None else f"`{item}`" for item in value["enum"])
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in value:
        return " or ".join(_kind(item) for item in value["anyOf"])
    types = value.get("type", "anything")
    named = [_type(name, value) for name in ([types] if isinstance(types, str) else types)]
    return " or ".join(named)


def _type(name: str, value: dict[str, Any]) -> str:
    if name == "array":
        return f"list of {_kind(value['items'])}" if "items" in value else "list"
    if name == "string" and value.get("format") == "date":
        return "day, ISO 8601"
    return {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object"}.get(name, name)
