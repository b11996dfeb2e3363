"""Annotated reports on disk: NAME.txt, read without newline translation, and NAME.gold.json beside it."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Sequence
from typing import Any

from vnreport.errors import GoldError
from vnreport.evaluation.shapes import check_shape
from vnreport.records import record


@record
class GoldDocument:
    """A text and what a reader found in it, under the keys of `Report.to_dict()`; an absent key was not annotated."""

    name: str
    text: str
    answers: dict[str, Any]


def load_gold(paths: Sequence[pathlib.Path]) -> Iterator[GoldDocument]:
    """The annotated reports of folders and files, each once, by name.

    Raises GoldError that names the file where a text is missing, where the JSON is none, or where a span lies outside
    of its text or is not that of its `text`.
    """
    files: dict[pathlib.Path, None] = {}
    for path in paths:
        found = sorted(path.glob("*.gold.json")) if path.is_dir() else [path]
        if not found or not all(file.exists() for file in found):
            raise GoldError(str(path), "holds no NAME.gold.json")
        files.update(dict.fromkeys(found))
    for file in files:
        yield _load(file)


def _load(file: pathlib.Path) -> GoldDocument:
    name = file.name.removesuffix(".gold.json")
    beside = file.with_name(f"{name}.txt")
    try:
        text = beside.read_bytes().decode("utf-8")
        answers = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise GoldError(str(file), f"cannot be read with its text {beside.name}: {error}") from error
    if not isinstance(answers, dict):
        raise GoldError(str(file), "is no JSON object")
    check_shape(str(file), answers, text)
    return GoldDocument(name, text, answers)
