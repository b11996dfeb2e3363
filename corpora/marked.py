"""Reports with their labels marked in the running text, and the gold format that they become; both ways without loss.

    python corpora/marked.py compile FILE.marked... -o corpora/reports     marked text to NAME.txt and NAME.gold.json
    python corpora/marked.py show corpora/reports/NAME.txt                 back to marked text, to read or to correct

A marked text is the report as it is, blank lines and line breaks included, with two kinds of marks:

- `[kind]` at the head of a line begins a block and is cut out: `lh` letterhead, `title`, `h1` to `h6` heading of that
  level, `p` paragraph, `li` list item, `tr` row of a table, `cap` caption, `by` byline, `sig` signature, `boil` page
  furniture. A line without a mark goes on with its block. `[h2 Ar]` gives the heading's label, `[li Dt]` that of a
  sentence without a mark of its own, `[p +2]` a block that opens a section of level 2 with a run-in heading.
- `{Ar}` ends a sentence and says what it does: A achievements (r results, c causes), L limitations (s shortcomings,
  d difficulties, c causes), D directions (g goals, t tasks, p proposals), O other (c context, l lessons, a admin).
  `{Lc|Ld}`: the second would do as well.
- `[report sector=union level=district genre=year era=2014 layout=plain]` as first line describes the report.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
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
_FORMAL = frozenset(("letterhead", "title", "caption", "byline", "signature", "boilerplate"))
_NAMES = {pair: code for code, pair in CODES.items()}
_ANY_CODE = {label: code for code, (label, _) in reversed(CODES.items())}
_SHORT_KINDS = {kind: short for short, kind in KINDS.items()}
_HEAD = re.compile(r"\[report((?: \w+=[^\s\]]+)*)\]\n")
_BLOCK = re.compile(
    r"^\[(lh|title|h(?=[1-6])|p|li|tr|cap|by|sig|boil)([1-6]?)(?: \+([1-6]))?(?: ([A-Z][a-z]))?\]", re.M
)
_SENTENCE = re.compile(r"\{([A-Z][a-z])(?:\|([A-Z][a-z]))?\}")
_NUMBER = re.compile(
    r"(?i:phần|chương|mục)\s+(?:thứ\s+)?(\w+)|"
    r"([IVX]+|[A-HĐ]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-hđ])\s?[.)/:-]|(\d{1,2}(?:\.\d{1,2}){1,3})\s"
)


_STRAY = re.compile(r"^\[\w+[^\]\n]{0,12}\]|\{[^}\n]{0,8}$|\{(?![A-Z][a-z](?:\|[A-Z][a-z])?\})", re.M)


class MarkError(ValueError):
    """A mark that says nothing: names the file's line."""


@dataclass
class _Sheet:
    """The plain text so far, and the gold of it."""

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[dict[str, Any]] = field(default_factory=list)

    def add_sentence(self, piece: str, codes: tuple[str | None, ...], line: int) -> None:
        """A sentence with the white space around it; `codes` are its label and what would do as well."""
        if not piece.strip():
            return
        known = [CODES[code] for code in codes if code in CODES]
        if codes[0] is None or len(known) < len([code for code in codes if code]):
            raise MarkError(f"line {line}: no label that is known after {piece.strip()[-40:]!r}")
        (label, aspect), also = known[0], [other for other, _ in known[1:] if other != known[0][0]]
        start = len(self.text) + len(piece) - len(piece.lstrip())
        sentence = {"start": start, "end": len(self.text) + len(piece.rstrip()), "label": label, "aspect": aspect}
        self.sentences.append({**sentence, "also": also} if also else sentence)

    def add_block(self, body: str, kind: str, level: int, default: str | None, line: int) -> None:
        """A block of marked sentences; `level` is that of the section it opens, or 0."""
        if stray := _STRAY.search(body):
            raise MarkError(f"line {line + body.count(chr(10), 0, stray.start())}: {stray.group()!r} is no mark")
        first, place = len(self.sentences), 0
        for end in _SENTENCE.finditer(body):
            self.add_sentence(body[place : end.start()], end.groups(), line)
            self.text += body[place : end.start()]
            place = end.end()
        self.add_sentence(body[place:], (default,), line)
        self.text += body[place:]
        if len(self.sentences) == first:
            raise MarkError(f"line {line}: an empty block")
        begin, end_, label = self.sentences[first]["start"], self.sentences[-1]["end"], self.sentences[first]["label"]
        self.blocks.append({"start": begin, "end": end_, "kind": kind})
        if level:
            self._open_section(begin, self.text[begin:end_], level, label)

    def _open_section(self, start: int, title: str, level: int, label: str) -> None:
        number = _NUMBER.match(title)
        parent = next((s for s in reversed(self.sections) if s["level"] < level), None)
        section = {"id": len(self.sections), "parent": parent and parent["id"], "level": level}
        written = next(filter(None, number.groups()), None) if number else None
        self.sections.append({**section, "number": written, "start": start, "label": label})


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
    marks = list(_BLOCK.finditer(marked, head.end()))
    if not marks or marked[head.end() : marks[0].start()].strip():
        raise MarkError("line 2: text before the first block")
    sheet = _Sheet(marked[head.end() : marks[0].start()])
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        kind, level, opens, code = mark.groups()
        default = code or ("Oa" if KINDS[kind] in _FORMAL else None)
        body = marked[mark.end() : after.start() if after else len(marked)]
        line = marked.count("\n", 0, mark.start()) + 1
        sheet.add_block(body, KINDS[kind], int(level or opens or 0), default, line)
    described = dict(item.split("=", 1) for item in head.group(1).split())
    gold = {"blocks": sheet.blocks, "sections": sheet.sections, "sentences": sheet.sentences}
    return sheet.text, {"report": described, **gold}


def mark_text(text: str, gold: dict[str, Any]) -> str:
    """The marked text of a report; `compile_text` gives report and gold back.

    >>> text, gold = compile_text("[report genre=year]\\n[h1 Ar]I. KẾT QUẢ\\n[p]Thu đủ.{Ar} Chi chậm.{Ls}\\n")
    >>> compile_text(mark_text(text, gold)) == (text, gold)
    True
    """
    levels = {section["start"]: section["level"] for section in gold["sections"]}
    parts = ["[report", *(f" {key}={value}" for key, value in gold["report"].items()), "]\n"]
    place = 0
    for block in gold["blocks"]:
        begin = text.rfind("\n", 0, block["start"]) + 1
        short, level = _SHORT_KINDS[block["kind"]], levels.get(block["start"])
        depth = (str(level) if short == "h" else f" +{level}") if level else ""
        parts.append(f"{text[place:begin]}[{short}{depth}]")
        place = begin
        for sentence in gold["sentences"]:
            if block["start"] <= sentence["start"] < block["end"]:
                codes = [_NAMES[sentence["label"], sentence["aspect"]]]
                codes += [_ANY_CODE[label] for label in sentence.get("also", [])]
                parts.append(text[place : sentence["end"]] + "{" + "|".join(codes) + "}")
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
        count = Counter(sentence["label"] for sentence in gold["sentences"])
        print(f"{name}: {len(gold['sentences'])} sentences {dict(count)}, {len(gold['sections'])} sections")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
