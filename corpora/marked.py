"""Reports with their labels marked in the running text, and the gold format that they become; both ways without loss.

    python corpora/marked.py compile FILE.marked... -o corpora/reports     marked text to NAME.txt and NAME.gold.json
    python corpora/marked.py show corpora/reports/NAME.txt                 back to marked text, to read or to correct

A marked text is the report as it is, blank lines and line breaks included, with two kinds of marks:

- `[kind]` at the head of a line begins a block and is cut out: `lh` letterhead, `title`, `h1` to `h6` heading of that level, `p` paragraph,
  `li` list item, `tr` row of a table, `cap` caption, `by` byline, `sig` signature, `boil` page furniture. A line without a mark goes on
  with its block. `[h2 Ar]` gives the heading's label, `[li Dt]` that of all its sentences, `[p +2 Ar]` a block that opens a section of
  level 2 with a run-in heading.
- `{Ar}` ends a sentence and says what it does: A achievements (r results, c causes), L limitations (s shortcomings, d difficulties,
  c causes), D directions (g goals, t tasks, p proposals), O other (c context, l lessons, a admin). `{Lc|Ld}`: the second would do as well.
- `[report sector=union level=district genre=year era=2014 layout=plain split=train]` as first line describes the report.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys
from typing import Any

KINDS = {
    "lh": "letterhead",
    "title": "title",
    "h": "heading",
    "p": "paragraph",
    "li": "list_item",
    "tr": "table_row",
    "cap": "caption",
    "by": "byline",
    "sig": "signature",
    "boil": "boilerplate",
}
CODES = {
    "Ar": ("achievements", "results"),
    "Ac": ("achievements", "causes"),
    "Ls": ("limitations", "shortcomings"),
    "Ld": ("limitations", "difficulties"),
    "Lc": ("limitations", "causes"),
    "Dg": ("directions", "goals"),
    "Dt": ("directions", "tasks"),
    "Dp": ("directions", "proposals"),
    "Oc": ("other", "context"),
    "Ol": ("other", "lessons"),
    "Oa": ("other", "admin"),
}
_NAMES = {pair: code for code, pair in CODES.items()}
_SHORT_KINDS = {kind: short for short, kind in KINDS.items()}
_HEAD = re.compile(r"\[report((?: \w+=[^\s\]]+)*)\]\n")
_BLOCK = re.compile(
    r"^\[(lh|title|h(?=[1-6])|p|li|tr|cap|by|sig|boil)([1-6]?)(?: \+([1-6]))?(?: ([A-Z][a-z]))?\]", re.M
)
_SENTENCE = re.compile(r"\{([A-Z][a-z])(?:\|([A-Z][a-z]))?\}")
_NUMBER = re.compile(
    r"(?i:phần|chương|mục)\s+(?:thứ\s+)?(\w+)|([IVX]+|[A-HĐ]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-hđ])\s?[.)/:-]|(\d{1,2}(?:\.\d{1,2}){1,3})\s"
)


class MarkError(ValueError):
    """A mark that says nothing: names the file's line."""


def compile_text(marked: str) -> tuple[str, dict[str, Any]]:
    """The plain text and its gold.

    >>> text, gold = compile_text("[report genre=year]\\n[h1 Ar]I. KẾT QUẢ\\n[p]Thu đủ.{Ar} Chi chậm.{Ls}\\n")
    >>> text
    'I. KẾT QUẢ\\nThu đủ. Chi chậm.\\n'
    >>> [(text[s["start"]:s["end"]], s["label"]) for s in gold["sentences"]]
    [('I. KẾT QUẢ', 'achievements'), ('Thu đủ.', 'achievements'), ('Chi chậm.', 'limitations')]
    >>> gold["sections"][0]["number"], gold["sections"][0]["level"]
    ('I', 1)
    """
    head = _HEAD.match(marked)
    if head is None:
        raise MarkError("line 1: '[report …]' is missing")
    described = dict(item.split("=", 1) for item in head.group(1).split())
    marks = list(_BLOCK.finditer(marked, head.end()))
    if not marks or marked[head.end() : marks[0].start()].strip():
        raise MarkError("line 2: text before the first block")
    text = marked[head.end() : marks[0].start()]
    blocks: list[dict[str, Any]] = []
    sentences: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        line = marked.count("\n", 0, mark.start()) + 1
        kind, level, opens, code = mark.groups()
        body = marked[mark.end() : after.start() if after else len(marked)]
        if stray := re.search(r"^\[\w+[^\]\n]{0,12}\]|\{[^}\n]{0,8}$|\{(?![A-Z][a-z](?:\|[A-Z][a-z])?\})", body, re.M):
            raise MarkError(f"line {line + body.count(chr(10), 0, stray.start())}: {stray.group()!r} is no mark")
        default = code or (
            "Oa" if KINDS[kind] in ("letterhead", "title", "caption", "byline", "signature", "boilerplate") else None
        )
        first = len(sentences)
        place = 0
        for end in [*_SENTENCE.finditer(body), None]:
            piece = body[place : end.start()] if end else body[place:]
            if piece.strip():
                answer = end.group(1) if end else default
                if answer is None:
                    raise MarkError(f"line {line}: no label after {piece.strip()[-40:]!r}")
                if answer not in CODES or (end and end.group(2) and end.group(2) not in CODES):
                    raise MarkError(f"line {line}: unknown label after {piece.strip()[-40:]!r}")
                start = len(text) + len(piece) - len(piece.lstrip())
                label, aspect = CODES[answer]
                sentence = {"start": start, "end": len(text) + len(piece.rstrip()), "label": label, "aspect": aspect}
                if end and end.group(2):
                    sentence["also"] = [CODES[end.group(2)][0]]
                sentences.append(sentence)
            text += piece
            place = end.end() if end else len(body)
        if len(sentences) == first:
            raise MarkError(f"line {line}: an empty block")
        own = sentences[first:]
        blocks.append({"start": own[0]["start"], "end": own[-1]["end"], "kind": KINDS[kind]})
        depth = int(level or opens or 0)
        if depth:
            title = text[own[0]["start"] : own[0]["end"]]
            number = _NUMBER.match(title)
            parents = [
                s["id"]
                for s in sections
                if s["level"] < depth and all(t["level"] > s["level"] for t in sections[s["id"] + 1 :])
            ]
            sections.append(
                {
                    "id": len(sections),
                    "parent": parents[-1] if parents else None,
                    "level": depth,
                    "number": next(filter(None, number.groups()), None) if number else None,
                    "start": own[0]["start"],
                    "label": own[0]["label"],
                }
            )
    return text, {"report": described, "blocks": blocks, "sections": sections, "sentences": sentences}


def mark_text(text: str, gold: dict[str, Any]) -> str:
    """The marked text of a report; the inverse of `compile_text`."""
    levels = {section["start"]: section["level"] for section in gold["sections"]}
    parts = ["[report", *(f" {key}={value}" for key, value in gold["report"].items()), "]\n"]
    place = 0
    for block in gold["blocks"]:
        begin = text.rfind("\n", 0, block["start"]) + 1
        parts.append(text[place:begin])
        short, level = _SHORT_KINDS[block["kind"]], levels.get(block["start"])
        depth = (str(level) if short == "h" else f" +{level}") if level else ""
        parts.append(f"[{short}{depth}]")
        place = begin
        for sentence in gold["sentences"]:
            if block["start"] <= sentence["start"] < block["end"]:
                also = "".join(
                    f"|{next(c for c, pair in CODES.items() if pair[0] == label)}" for label in sentence.get("also", [])
                )
                parts.append(
                    text[place : sentence["end"]] + f"{{{_NAMES[sentence['label'], sentence['aspect']]}{also}}}"
                )
                place = sentence["end"]
    return "".join(parts) + text[place:]


def to_json(gold: dict[str, Any]) -> str:
    """The gold file: one object a line, so that a change shows as a line."""
    rows = []
    for key, value in gold.items():
        if isinstance(value, list):
            inner = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
            rows.append(f' "{key}": [\n{inner}\n ]' if value else f' "{key}": []')
        else:
            rows.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> None:
    """Compile or show; what is wrong is named by file and line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    compiling = commands.add_parser("compile")
    compiling.add_argument("files", type=pathlib.Path, nargs="+")
    compiling.add_argument("-o", "--out", type=pathlib.Path, required=True)
    showing = commands.add_parser("show")
    showing.add_argument("file", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.command == "show":
        gold = json.loads(arguments.file.with_suffix(".gold.json").read_text("utf-8"))
        sys.stdout.write(mark_text(arguments.file.read_text("utf-8"), gold))
        return
    wrong = 0
    for path in arguments.files:
        name = path.name.removesuffix(".marked")
        try:
            text, gold = compile_text(path.read_text("utf-8"))
        except MarkError as error:
            print(f"{path}: {error}", file=sys.stderr)
            wrong += 1
            continue
        (arguments.out / f"{name}.txt").write_text(text, "utf-8")
        (arguments.out / f"{name}.gold.json").write_text(to_json(gold), "utf-8")
        count = {c: sum(_NAMES[s["label"], s["aspect"]][0] == c for s in gold["sentences"]) for c in "ALDO"}
        print(
            f"{name}: {len(gold['sentences'])} sentences {count}, {len(gold['sections'])} sections, {len(text)} characters"
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
