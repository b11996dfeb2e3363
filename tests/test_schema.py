"""The shipped JSON Schema: it is valid, real results obey it, and it names exactly the fields of the records."""

from __future__ import annotations

import json
from dataclasses import fields
from importlib import resources
from typing import Any

import jsonschema
import pytest

import vnreport
from vnreport.entities import models as entities
from vnreport.facts import models as facts
from vnreport.report import Report
from vnreport.structure import models as structure
from vnreport.text import spans

SCHEMA: dict[str, Any] = json.loads((resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8"))
RECORDS = {
    "span": spans.Span, "dated_span": spans.DatedSpan, "period": facts.Period, "block": structure.Block,
    "section": structure.Section, "sentence": structure.Sentence, "provision": entities.Provision,
    "register_entry": entities.RegisterEntry, "relation": entities.Relation, "reference": entities.Reference,
    "time": entities.Time, "quantity": entities.Quantity, "related_indicator": facts.RelatedIndicator,
    "indicator": facts.Indicator, "name": entities.Name, "abbreviation": entities.Abbreviation,
    "finding": facts.Finding, "meta": facts.Meta,
}  # fmt: skip


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_the_schema_names_the_fields_of_the_record(name: str) -> None:
    assert set(SCHEMA["$defs"][name]["properties"]) == {field.name for field in fields(RECORDS[name])}


def test_every_definition_has_its_record() -> None:
    assert set(SCHEMA["$defs"]) == set(RECORDS)
    assert set(SCHEMA["properties"]) == {field.name for field in fields(Report)} | {"schema"}


def test_real_results_obey_the_schema(samples: dict[str, str]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for text in [*samples.values(), "", "Đã đạt 5/7 xã."]:
        validator.validate(vnreport.analyze(text).to_dict())


def test_the_schema_refuses_what_is_wrong() -> None:
    data = vnreport.analyze("Đã đạt 5/7 xã.").to_dict()
    data["quantities"][0]["comparator"] = "about"
    with pytest.raises(jsonschema.ValidationError, match="about"):
        jsonschema.Draft202012Validator(SCHEMA).validate(data)
