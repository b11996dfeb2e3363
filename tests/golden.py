"""Golden tables: one JSON object a line, the spans marked in the text, so that nobody counts offsets.

`⟦` and `⟧` mark the mentions, in text order, one for each entry of `expect`. A case without marks is a negative one:
nothing may be found. A case with `xfail` states a known limit; when it heals, the suite says so.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CASES = pathlib.Path(__file__).parent / "cases"
OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class Case:
    id: str
    text: str
    spans: tuple[tuple[int, int], ...]
    expect: tuple[dict[str, Any], ...]
    report_date: datetime.date | None
    xfail: str | None


def load(path: pathlib.Path) -> list[Case]:
    cases = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, spans, start = "", [], 0
        for char in row["text"]:
            if char == OPEN:
                start = len(text)
            elif char == CLOSE:
                spans.append((start, len(text)))
            else:
                text += char
        assert len(spans) == len(row["expect"]), (
            f"{path.name}: {row['id']} marks {len(spans)}, expects {len(row['expect'])}"
        )
        date = row.get("report_date")
        cases.append(
            Case(
                row["id"],
                text,
                tuple(spans),
                tuple(row["expect"]),
                date and datetime.date.fromisoformat(date),
                row.get("xfail"),
            )
        )
    return cases


def value_of(mention: Any, key: str) -> Any:
    """A field of a mention as the tables write it."""
    value = getattr(mention, key)
    if key == "provisions":
        names = ("appendix", "part", "chapter", "section", "article", "clause", "point")
        return [{n: getattr(p, n) for n in names if getattr(p, n) is not None} for p in value]
    if key == "issued_on":
        return value and value.value and value.value.isoformat()
    if key in ("issuer", "title", "extent"):
        return value and value.text
    if key == "repairs":
        return sorted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def same(want: Any, got: Any, key: str) -> bool:
    if key == "repairs":
        return set(want) <= set(got)
    if key in ("code", "number") and isinstance(want, str) and isinstance(got, str):
        return want.lstrip("0") == got.lstrip("0")
    if isinstance(want, int | float) and not isinstance(want, bool) and got is not None:
        return abs(float(want) - float(got)) < 1e-9
    if isinstance(want, str) and isinstance(got, str):
        return " ".join(nfc(want).split()) == " ".join(nfc(got).split())
    return bool(want == got)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def check(case: Case, find: Callable[..., tuple[Any, ...]]) -> list[str]:
    """What is wrong with a finder's answer to a case; empty when all is right."""
    found = find(case.text, report_date=case.report_date) if case.report_date else find(case.text)
    for mention in found:
        assert case.text[mention.start : mention.end] == mention.text
    got = [(m.start, m.end) for m in found]
    shown = [case.text[a:b] for a, b in got]
    if got != list(case.spans):
        return [f"spans: want {[case.text[a:b] for a, b in case.spans]}, got {shown}"]
    wrong = []
    for want, mention in zip(case.expect, found, strict=True):
        for key, value in want.items():
            answer = value_of(mention, key)
            if not same(value, answer, key):
                wrong.append(f"{mention.text!r}.{key}: want {value!r}, got {answer!r}")
    return wrong
