"""Reports with their indicators marked in the running text, and the gold format that they become.

    python corpora/indicators/mark_indicators.py corpora/indicators/written/NAME.marked...

A marked text is the report with a mark around every quantity, `⟦quantity|role|subject|time|more⟧`:

- role: t target, r result, c completion, g change, b baseline, s shortfall, o other, - no indicator
- subject: as it stands in the text, the occurrence nearest to the quantity; empty where nothing is named
- time: as it stands in the text, the nearest occurrence; `.` is that of the first line, `^TEXT` the first occurrence of
  TEXT; empty where there is none
- more, set apart by blanks: `ex`, `me`, `mi` exceeded, met, missed; `up`, `down` direction; `#a` names a target, `>a`
  is the result that answers it; `/s` another role that would do as well

The first line, `%TIME`, names the time that the report covers, and is cut out. Values and units of quantities and the
days of times are those that the library reads at the marked span, so that these files measure indicators alone.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys
from typing import Any

import vnreport

ROLES = {
    "t": "target", "r": "result", "c": "completion", "g": "change", "b": "baseline", "s": "shortfall", "o": "other",
}  # fmt: skip
VERDICTS = {"ex": "exceeded", "me": "met", "mi": "missed"}
_MARK = re.compile(r"⟦([^|⟧]+)\|([trcgbso-])\|([^|⟧]*)\|([^|⟧]*)\|?([^|⟧]*)⟧")


class MarkError(ValueError):
    """A mark that says nothing: names the quantity."""


def compile_text(marked: str) -> tuple[str, dict[str, Any]]:
    """The plain text and its gold.

    >>> text, gold = compile_text("%năm 2023\\nNăm 2023 kết nạp ⟦5 đảng viên|r|kết nạp|.|⟧.\\n")
    >>> text, gold["indicators"][0]["role"], gold["indicators"][0]["subject"]["text"]
    ('Năm 2023 kết nạp 5 đảng viên.\\n', 'result', 'kết nạp')
    """
    head, _, body = marked.partition("\n")
    text, places, position = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[position : mark.start()]
        places.append((len(text), mark.groups()))
        text += mark.group(1)
        position = mark.end()
    text += body[position:]
    if stray := re.search(r"[⟦⟧]", text):
        raise MarkError(f"a mark that is not closed at {text[stray.start() : stray.start() + 40]!r}")
    report = vnreport.analyze(text).to_dict()
    times = [
        {k: t[k] for k in ("start", "end", "text", "type", "first_day", "last_day", "role")} for t in report["times"]
    ]
    spans = {q["start"]: q for q in report["quantities"]}
    quantities, indicators, names, answers = [], [], {}, []
    for start, (words, role, subject, time, more) in places:
        found = spans.get(start)
        if found is None:
            raise MarkError(f"the library reads no quantity {words!r} at {text[max(0, start - 30) : start + 30]!r}")
        quantities.append(
            {k: found[k] for k in ("start", "end", "text", "value", "low", "high", "of", "unit", "comparator")}
        )
        if role == "-":
            continue
        marks = more.split()
        named = next((mark[1:] for mark in marks if mark.startswith("#")), None)
        if named is not None:
            names[named] = len(indicators)
        answers.extend((len(indicators), mark[1:]) for mark in marks if mark.startswith(">"))
        indicators.append({
            "quantity": len(quantities) - 1,
            "role": ROLES[role],
            "direction": next((mark for mark in marks if mark in ("up", "down", "same")), None),
            "assessment": next((VERDICTS[mark] for mark in marks if mark in VERDICTS), None),
            "target": None,
            "also": [ROLES[mark[1:]] for mark in marks if mark.startswith("/")],
            "subject": _nearest(text, subject, start) if subject else None,
            "time": _time(text, times, head[1:] if time == "." else time, start, first=time == "."),
        })  # fmt: skip
    for place, name in answers:
        indicators[place]["target"] = names[name]
    return text, {"times": times, "quantities": quantities, "indicators": indicators}


def _nearest(text: str, words: str, place: int) -> dict[str, Any]:
    hits = [match.start() for match in re.finditer(re.escape(words), text)]
    if not hits:
        raise MarkError(f"no {words!r} in the text")
    start = min(hits, key=lambda hit: abs(hit - place))
    return {"start": start, "end": start + len(words), "text": words}


def _time(text: str, times: list[dict[str, Any]], words: str, place: int, *, first: bool) -> int | None:
    if not words:
        return None
    if words.startswith("^"):
        words, first = words[1:], True
    hits = [index for index, time in enumerate(times) if time["text"].casefold() == words.casefold()]
    if not hits:
        raise MarkError(f"the library reads no time {words!r}; it reads {sorted({t['text'] for t in times})}")
    return hits[0] if first else min(hits, key=lambda index: abs(times[index]["start"] - place))


def main() -> None:
    """Compile each file; what is wrong is named by file."""
    wrong = 0
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        try:
            text, gold = compile_text(path.read_text("utf-8"))
        except (MarkError, KeyError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            wrong += 1
            continue
        rows = []
        for key, items in gold.items():
            inner = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in items)
            rows.append(f' "{key}": [\n{inner}\n ]')
        path.with_suffix(".txt").write_text(text, "utf-8")
        path.with_suffix(".gold.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
        print(f"{path.stem}: {len(gold['indicators'])} indicators")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
