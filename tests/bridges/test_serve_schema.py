"""The service does what its OpenAPI description says, whatever it is sent: tried by schemathesis, in this process."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, settings

import vnreport

schemathesis = pytest.importorskip("schemathesis")
openapi = pytest.importorskip("schemathesis.specs.openapi.checks")
service = pytest.importorskip("vnreport.serve.app", exc_type=ImportError)

APP = service.create_app(hosts=(*service.LOCAL_HOSTS, "testserver"), jobs=2, timeout=120, max_bytes=2**20)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_to_its_description(case: Any) -> None:
    # What a form holds has no type, so bytes that stand for `false` are a file like any other; and a file that is right
    # by the description may be damaged. test_serve.py has the wrong files and forms.
    by_type = [openapi.negative_data_rejection, openapi.positive_data_acceptance]
    case.call_and_validate(excluded_checks=by_type if case.operation.path == "/analyze/file" else [])


def test_the_schema_of_the_result_is_the_one_that_is_printed() -> None:
    described = json.loads(json.dumps(APP.openapi()))
    schema = {"$ref": "#/components/schemas/Report", "components": described["components"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    report = vnreport.analyze("Theo Chỉ thị số 05-CT/TW ngày 15/6/2021, đã kết nạp 422 đoàn viên.").to_dict()
    validator.validate(report)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**report, "references": [{"start": "x"}]})
