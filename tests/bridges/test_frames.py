"""pandas, polars and Arrow frames of a report: exact types, the same rows, the same as the Parquet files of a batch."""

from __future__ import annotations

import datetime
import pathlib
import re
from typing import Any

import pytest
from hypothesis import given, settings

import vnreport
from properties.test_laws import TEXTS
from vnreport.forms.records import NAMES

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

PAGE = (pathlib.Path(__file__).parent.parent.parent / "docs" / "other-tools.md").read_text("utf-8")


def run(package: str) -> dict[str, Any]:
    """The names that the page's example for a package leaves."""
    (code,) = re.findall(rf"```python\n(import {package} as .*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # the page's own code
    return names


def test_the_example_for_pandas() -> None:
    assert run("pandas")["by_year"].to_dict() == {2022: 380.0, 2023: 422.0}


def test_the_example_for_polars() -> None:
    assert run("polars")["money"].rows() == [(1, 1.5e9), (2, 2e9)]


@pytest.mark.parametrize("table", NAMES)
@pytest.mark.parametrize("name", ["cong-doan-huyen-2023", "ubnd-xa-6-thang-2024"])
def test_all_forms_hold_the_same_rows(table: str, name: str, samples: dict[str, str]) -> None:
    report = vnreport.analyze(samples[name])
    records = report.to_records(table, source="a.txt")
    assert report.to_arrow(table, source="a.txt").to_pylist() == records
    assert report.to_polars(table, source="a.txt").to_dicts() == records
    frame = report.to_pandas(table, source="a.txt")
    days = [column for column in frame.columns if frame[column].dtype.kind == "M"]
    plain = frame.astype(object).where(frame.notna(), None)
    for column in days:
        plain[column] = [None if day is None else day.date() for day in plain[column]]
    assert plain.to_dict("records") == records


TYPES = {
    "start": ("Int64", pl.Int64, pa.int64()), "text": ("string", pl.String, pa.string()),
    "value": ("Float64", pl.Float64, pa.float64()), "first_day": ("datetime64[s]", pl.Date, pa.date32()),
}  # fmt: skip


@pytest.mark.parametrize("text", ["", "Đạt 5/7 xã từ năm 2021 đến nay."])
@pytest.mark.parametrize("column", TYPES)
def test_types_do_not_hang_on_what_was_found(text: str, column: str) -> None:
    report = vnreport.analyze(text)
    pandas_type, polars_type, arrow_type = TYPES[column]
    assert report.to_pandas()[column].dtype == pandas_type
    assert report.to_polars().schema[column] == polars_type
    assert report.to_arrow().schema.field(column).type == arrow_type
    assert report.to_pandas("documents")["is_draft"].dtype == "boolean"


def test_null_is_null_and_a_day_is_a_day() -> None:
    report = vnreport.analyze("Đạt 5/7 xã từ năm 2021 đến nay.")
    frame = report.to_pandas()
    time = frame[frame["kind"] == "time"].iloc[0]
    assert time["first_day"] == datetime.datetime(2021, 1, 1)
    assert pd.isna(time["last_day"])
    assert pd.isna(time["value"])


def test_a_lone_surrogate_is_a_question_mark() -> None:
    report = vnreport.analyze("Xã Nậm\ud800 Khê đạt 5 \udfff%")
    for frame in (report.to_pandas("sentences"), report.to_polars("sentences")):
        assert list(frame["written"]) == ["Xã Nậm? Khê đạt 5 ?%"]


def test_frames_are_those_of_a_batch(samples: dict[str, str], tmp_path: pathlib.Path) -> None:
    from pyarrow import parquet

    from vnreport.batch.run import Options, run_batch

    source = tmp_path / "bao-cao.txt"
    source.write_bytes(samples["ubnd-xa-6-thang-2024"].encode())
    run_batch([str(source)], str(tmp_path / "out.parquet"), Options())
    report = vnreport.analyze_file(source)
    for table in NAMES:
        if table not in ("mentions", "documents"):
            wanted = parquet.read_table(tmp_path / "out.parquet" / table)
            assert report.to_arrow(table, source=str(source)).equals(wanted), table
            assert wanted.schema == report.to_arrow(table).schema


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_any_text_has_frames(text: str) -> None:
    report = vnreport.analyze(text)
    for table in ("mentions", "documents", "citations"):
        size = len(report.to_records(table))
        assert len(report.to_pandas(table)) == len(report.to_polars(table)) == len(report.to_arrow(table)) == size
