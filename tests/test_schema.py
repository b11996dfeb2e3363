"""The shipped JSON Schema: valid, obeyed by real results, and one with the records, so that neither drifts."""

from __future__ import annotations

import copy
import datetime
import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnreport
from vnreport import lexicon
from vnreport.analyzer import PARTS
from vnreport.entities import models as entities
from vnreport.facts import models as facts
from vnreport.report import SCHEMA as VERSION
from vnreport.report import Report
from vnreport.structure import models as structure
from vnreport.text import spans
from whole_report import TEXT

SCHEMA: dict[str, Any] = json.loads((resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
RECORDS: dict[str, Any] = {
    "span": spans.Span, "dated_span": spans.DatedSpan, "period": facts.Period, "meta": facts.Meta,
    "block": structure.Block, "section": structure.Section, "sentence": structure.Sentence,
    "provision": entities.Provision, "register_entry": entities.RegisterEntry, "relation": entities.Relation,
    "reference": entities.Reference, "time": entities.Time, "quantity": entities.Quantity, "name": entities.Name,
    "abbreviation": entities.Abbreviation, "related_indicator": facts.RelatedIndicator,
    "indicator": facts.Indicator, "finding": facts.Finding,
}  # fmt: skip
# The dict writes these objects of an indicator as indices.
INDICES = {("indicator", "quantity"), ("indicator", "time"), ("indicator", "target")}
# Keys of the dict that are no field of Report, and who writes them.
EXTRA_KEYS = {"schema": "Report.to_dict", "source": "the command line", "offset_unit": "convert_offsets"}


def result() -> dict[str, Any]:
    return vnreport.analyze(TEXT).to_dict()


# --- the schema itself ---------------------------------------------------------------------------------------------


def test_the_schema_is_valid_and_bears_the_version_of_the_result() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:vnreport:report:1"
    assert SCHEMA["properties"]["schema"]["const"] == VERSION


def keys_of(node: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that the schema describes, with its place."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{path}/{name}", value
        for name, value in node.items():
            yield from keys_of(value, f"{path}/{name}")


def test_every_key_and_every_record_says_what_it_means() -> None:
    described = dict(keys_of(SCHEMA))
    assert len(described) > 150
    described.update((f"#/$defs/{name}", node) for name, node in SCHEMA["$defs"].items())
    silent = [place for place, node in described.items() if not node.get("description", "").endswith(".")]
    assert not silent, f"no description that ends with a full stop: {silent}"


def test_no_record_is_closed() -> None:
    for node in (SCHEMA, *SCHEMA["$defs"].values()):
        assert "additionalProperties" not in node
    data = result()
    data["added_later"] = data["blocks"][0]["added_later"] = {"any": "thing"}
    VALIDATOR.validate(data)


# --- one with the records ------------------------------------------------------------------------------------------


def test_the_definitions_are_the_records() -> None:
    assert set(SCHEMA["$defs"]) == set(RECORDS)
    assert set(SCHEMA["properties"]) == {field.name for field in fields(Report)} | set(EXTRA_KEYS)
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"]) - {"source", "offset_unit"}


@pytest.mark.parametrize("name", RECORDS)
def test_the_keys_of_a_definition_are_the_fields_of_its_record(name: str) -> None:
    definition, record = SCHEMA["$defs"][name], RECORDS[name]
    assert set(definition["properties"]) == {field.name for field in fields(record)}
    bare = {f.name for f in fields(record) if f.default is MISSING and f.default_factory is MISSING}
    assert bare <= set(definition["required"]) <= set(definition["properties"])


PLAIN = {
    str: "string", int: "integer", bool: "boolean", float: "number", Decimal: "number", datetime.date: "string",
    type(None): "null", tuple: "array", dict: "object", Mapping: "object",
}  # fmt: skip


def json_types(hint: Any) -> set[str]:
    """The JSON types of a field, or the name of the definition that it holds."""
    if isinstance(hint, types.UnionType):
        return {name for part in typing.get_args(hint) for name in json_types(part)}
    origin = typing.get_origin(hint) or hint
    if origin in PLAIN:
        return {PLAIN[origin]}
    return {next(name for name, record in RECORDS.items() if record is origin)}


def described_types(node: Mapping[str, Any]) -> set[str]:
    if "$ref" in node:
        return {node["$ref"].rpartition("/")[2]}
    if "anyOf" in node:
        return {name for part in node["anyOf"] for name in described_types(part)}
    kinds = node["type"]
    return {kinds} if isinstance(kinds, str) else set(kinds)


@pytest.mark.parametrize("name", RECORDS)
def test_the_types_of_a_definition_are_those_of_its_record(name: str) -> None:
    for field, hint in typing.get_type_hints(RECORDS[name]).items():
        node = SCHEMA["$defs"][name]["properties"][field]
        expected = json_types(hint)
        if (name, field) in INDICES:
            expected = {"integer", *(expected & {"null"})}
        assert described_types(node) == expected, f"{name}.{field}"
        if expected == {"array"}:
            (item, *_) = typing.get_args(hint)
            assert described_types(node["items"]) == json_types(item), f"the items of {name}.{field}"
        if "enum" in node:
            assert (None in node["enum"]) == ("null" in expected), f"null in the values of {name}.{field}"


def test_the_types_of_the_report_are_those_of_the_class() -> None:
    for field, hint in typing.get_type_hints(Report).items():
        node = SCHEMA["properties"][field]
        assert described_types(node) == json_types(hint), field
        if described_types(node) == {"array"}:
            assert described_types(node["items"]) == json_types(typing.get_args(hint)[0]), f"the items of {field}"


def values(name: str, field: str) -> set[Any]:
    return set(SCHEMA["$defs"][name]["properties"][field]["enum"]) - {None}


def column(table: str, column: str, **where: str) -> set[str]:
    rows = [row for row in lexicon.load_table(table) if all(row[key] == value for key, value in where.items())]
    assert rows
    return {row[column] for row in rows}


def test_the_closed_lists_hold_what_the_tables_hold() -> None:
    for name in ("block", "section", "sentence"):
        assert values(name, "label") == set(structure.LABELS)
        # "inherit" and "none" of a heading's cue say where its label comes from; they never reach a result.
        headings = [row for row in lexicon.load_table("section_labels") if row["label"] in structure.LABELS]
        assert {row["aspect"] for row in headings} - {"", "-"} <= values(name, "aspect")
    assert column("document_types", "code") <= values("reference", "type")
    assert column("register", "type") <= values("register_entry", "type")
    assert values("reference", "type") == values("register_entry", "type")
    assert column("bounds", "comparator") | {"="} == values("quantity", "comparator")
    assert column("issuer_classes", "value", field="level") - {""} <= values("meta", "level")
    assert column("issuer_classes", "value", field="sector") - {""} <= values("meta", "sector")
    assert values("time", "type") == values("period", "type")
    label_scores = SCHEMA["$defs"]["sentence"]["properties"]["label_scores"]
    assert set(label_scores["propertyNames"]["enum"]) == set(structure.LABELS)


# --- real results --------------------------------------------------------------------------------------------------


def test_a_result_with_everything_in_it_obeys() -> None:
    data = result()
    VALIDATOR.validate(data)
    for key in ("sections", "references", "times", "quantities", "indicators", "abbreviations"):
        assert data[key], f"the text of this test has no {key}, so they were not checked"
    assert any(reference["provisions"] for reference in data["references"])
    assert any(reference["register"] for reference in data["references"])
    assert any(indicator["target"] is not None for indicator in data["indicators"])
    VALIDATOR.validate(Report.from_dict(data).to_dict())
    VALIDATOR.validate({"source": "-", **json.loads(Report.from_dict(data).to_json())})


def test_the_samples_obey(samples: dict[str, str]) -> None:
    assert samples
    for text in samples.values():
        VALIDATOR.validate(vnreport.analyze(text).to_dict())


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "đạt 5\ud800 xã", "\u0301\u0323", "31/02/2020", "0,5/0 xã"])
def test_odd_texts_obey(text: str) -> None:
    VALIDATOR.validate(vnreport.analyze(text).to_dict())


@pytest.mark.parametrize("part", PARTS)
def test_a_single_part_obeys(part: str) -> None:
    VALIDATOR.validate(vnreport.Analyzer(only=(part,)).analyze(TEXT).to_dict())


PIECES = st.sampled_from(
    ["Nghị quyết số 20-NQ/TW", " ngày 28/1/2008", "đạt 105,5% kế hoạch", "\n", "I. KẾT QUẢ", "; ", "- ", "1. ", "\t",
     "5/7 xã", "nửa nhiệm kỳ 2017-2022", "từ năm 2018 đến nay", "(CĐCS)", "Luật Đất đai năm 2024", "phấn đấu ", ". "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_any_text_gives_a_result_that_obeys(text: str) -> None:
    VALIDATOR.validate(vnreport.analyze(text).to_dict())


# --- what it refuses -----------------------------------------------------------------------------------------------


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        node: Any = data
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return change


REFUSED = {
    "another version": put("schema", value="vnreport/2"),
    "no text": lambda data: data.pop("text"),
    "no meta": lambda data: data.pop("meta"),
    "a label of one's own": put("sentences", 0, "label", value="good"),
    "no probability": put("sentences", 0, "label_score", value=1.5),
    "an unknown label among the scores": put("sentences", 0, "label_scores", value={"good": 1}),
    "an offset before the text": put("blocks", 0, "start", value=-1),
    "an offset that is no whole number": put("blocks", 0, "end", value=1.5),
    "an unknown kind of block": put("blocks", 0, "kind", value="footnote"),
    "an unknown document type": put("references", 0, "type", value="tweet"),
    "a day as Vietnamese writes it": put("times", 0, "first_day", value="05/7/2024"),
    "a day that is none": put("times", 0, "first_day", value="2024-02-30"),
    "an unknown role": put("indicators", 0, "role", value="goal"),
    "a quantity instead of its index": put("indicators", 0, "quantity", value={"text": "5"}),
    "a number in words": put("quantities", 0, "value", value="422"),
    "a mention without its place": lambda data: data["times"][0].pop("start"),
    "a span that is a string": put("meta", "title", value="Báo cáo"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused(name: str) -> None:
    data = copy.deepcopy(result())
    VALIDATOR.validate(data)
    REFUSED[name](data)
    assert not VALIDATOR.is_valid(data)
