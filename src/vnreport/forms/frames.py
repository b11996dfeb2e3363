"""Rows as columns: an Arrow table, a pandas or a polars data frame, each of exact types and with nulls.

A column's kind decides its type, also where every cell is null: `text` is a string, `whole` a 64-bit integer, `number`
a 64-bit float, `day` a date, `truth` a boolean. No package is loaded before it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vnreport.errors import MissingDependency
from vnreport.forms.tables import Cell, Column, Row


def frame_cell(cell: Cell, kind: str) -> Cell:
    """A cell as frames hold it: numbers as floats; a lone surrogate, which UTF-8 cannot hold, as a question mark."""
    if kind == "number" and cell is not None:
        return float(cell)  # type: ignore[arg-type]
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


def _by_column(columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, list[Cell]]:
    return {column.name: [frame_cell(row[index], column.kind) for row in rows] for index, column in enumerate(columns)}


# --- Arrow ---------------------------------------------------------------------------------------------------------


def load_pyarrow(purpose: str) -> Any:
    """pyarrow, or MissingDependency that says what it is needed for."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingDependency("pyarrow", purpose, "pip install 'vnreport[arrow]'") from error
    return pyarrow


def arrow_type(kind: str) -> Any:
    """The Arrow type of a column's kind."""
    pa = load_pyarrow("an Arrow table")
    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "day": pa.date32(), "truth": pa.bool_()}
    return types[kind]


def arrow_table(columns: Sequence[Column], rows: Sequence[Row]) -> Any:
    """The rows as a `pyarrow.Table`. Raises MissingDependency where pyarrow is not installed."""
    pa = load_pyarrow("an Arrow table")
    schema = pa.schema([(column.name, arrow_type(column.kind)) for column in columns])
    return pa.table(_by_column(columns, rows), schema=schema)


# --- pandas, polars ------------------------------------------------------------------------------------------------

_PANDAS = {"text": "string", "whole": "Int64", "number": "Float64", "day": "datetime64[s]", "truth": "boolean"}


def pandas_frame(columns: Sequence[Column], rows: Sequence[Row]) -> Any:
    """The rows as a `pandas.DataFrame`; days at midnight. Raises MissingDependency where pandas is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependency("pandas", "a pandas data frame", "pip install pandas") from error
    held = _by_column(columns, rows)
    return pd.DataFrame({column.name: pd.Series(held[column.name], dtype=_PANDAS[column.kind]) for column in columns})


def polars_frame(columns: Sequence[Column], rows: Sequence[Row]) -> Any:
    """The rows as a `polars.DataFrame`. Raises MissingDependency where polars is not installed."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingDependency("polars", "a polars data frame", "pip install polars") from error
    types = {"text": pl.String, "whole": pl.Int64, "number": pl.Float64, "day": pl.Date, "truth": pl.Boolean}
    return pl.DataFrame(_by_column(columns, rows), schema={column.name: types[column.kind] for column in columns})
