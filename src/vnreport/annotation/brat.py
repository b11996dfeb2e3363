"""Marks in the standoff format of brat: NAME.txt with NAME.ann beside it, and annotation.conf for the folder.

Source of the format: https://brat.nlplab.org/standoff.html and configuration.html. A line is one annotation: `T` a span
with its words, `A` an attribute of one, `R` a relation of two, `#` a note to one. A span over several lines has a
fragment for each of them, joined by a blank. brat counts offsets in code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vnreport.annotation.marks import (
    MARK_TYPES,
    Link,
    Mark,
    Markup,
    MarkupError,
    choices,
    links_of,
    read_note,
    types_of,
    write_note,
)
from vnreport.structure.models import LABELS
from vnreport.text.offsets import OffsetMap

# What some readers of text files take for the end of a line, or turn into one, or cannot show.
_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n]+")
_DOUBT = "was the text changed, or do the offsets count in another unit?"
_IDENTIFIER = re.compile(r"[TRAM#E*N][0-9]*")


def plain_text(text: str) -> str:
    r"""The text as brat is given it: every line ends with "\n", each other mark of a line's end is a blank.

    Lengths and offsets stay the same.

    >>> plain_text("a\r\nb")
    'a \nb'
    """
    return _LINE_ENDS.sub(" ", text)


def write_ann(markup: Markup, unit: str) -> str:
    """The .ann file of a text.

    >>> mark = Mark("m1", "quantity", 7, 11, {"role": "result", "value": "5"})
    >>> print(write_ann(Markup("Đã thu 5 tỷ.", (mark,), ()), "codepoint"))
    T1	quantity 7 11	5 tỷ
    A1	role T1 result
    #1	AnnotatorNotes T1	value: 5
    <BLANKLINE>
    """
    text, offsets = plain_text(markup.text), OffsetMap(markup.text, unit)
    spans: list[str] = []
    attributes: list[str] = []
    notes: list[str] = []
    names = {mark.id: f"T{number}" for number, mark in enumerate(markup.marks, 1)}
    for mark in markup.marks:
        pieces = _fragments(text, mark.start, mark.end)
        places = ";".join(f"{offsets.to_unit(start)} {offsets.to_unit(end)}" for start, end in pieces)
        words = " ".join(text[start:end] for start, end in pieces)
        spans.append(f"{names[mark.id]}\t{mark.type} {places}\t{words}")
        for field in MARK_TYPES[mark.type].choices:
            if field in mark.fields:
                attributes.append(f"A{len(attributes) + 1}\t{field} {names[mark.id]} {mark.fields[field]}")
        if note := write_note(mark):
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {names[mark.id]}\t{note}")
    relations = [
        f"R{number}\t{link.type} Arg1:{names[link.source]} Arg2:{names[link.target]}\t"
        for number, link in enumerate(markup.links, 1)
    ]
    return "".join(f"{line}\n" for line in (*spans, *attributes, *relations, *notes))


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a span that stand on one line each, without the white space around them."""
    found = []
    for line in _LINE.finditer(text, start, end):
        words = line.group()
        if words.strip():
            first = line.start() + len(words) - len(words.lstrip())
            found.append((first, first + len(words.strip())))
    return found or [(start, end)]


def read_ann(text: str, ann: str, unit: str) -> Markup:
    """The marks of a .ann file, with the ids that it gives them. Raises MarkupError that begins with the line."""
    source, offsets = plain_text(text), OffsetMap(text, unit)
    spans: dict[str, tuple[int, str, int, int]] = {}
    fields: dict[str, dict[str, str]] = {}
    relations: list[tuple[int, Link]] = []
    later: list[tuple[int, str, str]] = []
    for number, line in enumerate(ann.split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        name, _, rest = line.partition("\t")
        if not _IDENTIFIER.fullmatch(name):
            raise MarkupError(f"line {number}: {line[:60]!r} is no annotation")
        if name in spans:
            raise MarkupError(f"line {number}: {name} is there twice")
        if name.startswith("T"):
            spans[name] = (number, *_read_span(number, name, rest, source, offsets))
            fields[name] = {}
        elif name[0] in "AM#R":
            later.append((number, name, rest))
        else:
            raise MarkupError(
                f"line {number}: {name} is an event, a group or a normalization, of which none is used here"
            )
    for number, name, rest in later:
        if name[0] == "R":
            relations.append((number, _read_relation(number, rest, spans)))
        else:
            _read_field(number, name, rest, spans, fields)
    marks = tuple(Mark(name, kind, start, end, fields[name]) for name, (_, kind, start, end) in spans.items())
    return Markup(text, marks, tuple(dict.fromkeys(link for _, link in relations)))


def _read_span(number: int, name: str, rest: str, source: str, offsets: OffsetMap) -> tuple[str, int, int]:
    match = re.fullmatch(r"(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)(?:\t(.*))?", rest)
    if match is None:
        raise MarkupError(f"line {number}: {name} is no span, which is written TYPE START END<tab>WORDS")
    kind, places, words = match.groups()
    if kind not in MARK_TYPES:
        raise MarkupError(f"line {number}: {name} has the type {kind!r}, which is none of {', '.join(MARK_TYPES)}")
    try:
        pieces = [tuple(offsets.to_codepoint(int(place)) for place in piece.split()) for piece in places.split(";")]
    except ValueError as error:
        raise MarkupError(f"line {number}: {name}: {error}; {_DOUBT}") from error
    pieces.sort()
    there = " ".join(source[start:end] for start, end in pieces)
    if words is not None and words.strip() != there.strip():
        raise MarkupError(f"line {number}: {name} says {words[:60]!r} where {there[:60]!r} stands; {_DOUBT}")
    for (_, end), (start, _) in pairwise(pieces):
        if source[end:start].strip():
            raise MarkupError(
                f"line {number}: {name} leaves out {source[end:start].strip()[:60]!r}; mark one whole span"
            )
    start, end = pieces[0][0], pieces[-1][1]
    shown = source[start:end]
    if not shown.strip():
        raise MarkupError(f"line {number}: {name} marks no words")
    return kind, start + len(shown) - len(shown.lstrip()), start + len(shown.rstrip())


def _target(number: int, name: str, spans: dict[str, tuple[int, str, int, int]]) -> str:
    if name not in spans:
        raise MarkupError(f"line {number}: there is no {name}")
    return name


def _read_relation(number: int, rest: str, spans: dict[str, tuple[int, str, int, int]]) -> Link:
    match = re.fullmatch(r"(\S+) \S+?:(T[0-9]+) \S+?:(T[0-9]+)\s*", rest)
    if match is None:
        raise MarkupError(f"line {number}: {rest[:60]!r} is no relation, which is written TYPE Arg1:T1 Arg2:T2")
    kind, source, target = match.groups()
    if kind not in links_of(tuple(kind.layer for kind in MARK_TYPES.values())):
        raise MarkupError(f"line {number}: {kind!r} is no type of relation that is used here")
    return Link(kind, _target(number, source, spans), _target(number, target, spans))


def _read_field(
    number: int, name: str, rest: str, spans: dict[str, tuple[int, str, int, int]], fields: dict[str, dict[str, str]]
) -> None:
    """An attribute, or a note: an annotator's notes hold fields, other comments are none of ours."""
    head, _, note = rest.partition("\t")
    words = head.split(" ")
    if name[0] == "#":
        if words[0] != "AnnotatorNotes" or len(words) != 2 or not words[1].startswith("T"):
            return
        target = _target(number, words[1], spans)
        try:
            fields[target].update(read_note(spans[target][1], note))
        except ValueError as error:
            raise MarkupError(f"line {number}: {target}: {error}") from error
        return
    if len(words) != 3:
        raise MarkupError(f"line {number}: {name} is no attribute, which is written NAME T1 VALUE")
    field, target = words[0], _target(number, words[1], spans)
    if field not in MARK_TYPES[spans[target][1]].choices:
        raise MarkupError(f"line {number}: {name}: a mark {spans[target][1]!r} has no attribute {field!r}")
    if field in fields[target]:
        raise MarkupError(f"line {number}: {name}: {target} has two values of {field!r}")
    fields[target][field] = words[2]


def write_conf(layers: Sequence[str]) -> str:
    """The annotation.conf of a folder: types, relations, attributes; spans may overlap."""
    types = types_of(layers)
    relations = [
        f"{name}\tArg1:{'|'.join(ends[0])}, Arg2:{'|'.join(ends[1])}" for name, ends in links_of(layers).items()
    ]
    carriers: dict[str, list[str]] = {}
    for name, kind in types.items():
        for field in kind.choices:
            carriers.setdefault(field, []).append(name)
    attributes = [
        f"{field}\tArg:{'|'.join(names)}, Value:{'|'.join(choices(field))}" for field, names in carriers.items()
    ]
    relations.append("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>")
    parts = {"entities": list(types), "relations": relations, "events": [], "attributes": attributes}
    return "\n".join("\n".join((f"[{name}]", *lines, "")) for name, lines in parts.items())


_COLOURS = {
    "achievements": "#d9f2d9", "limitations": "#fbdcdc", "directions": "#dbe7fb", "other": "#eeeeee",
}  # fmt: skip


def write_visual(layers: Sequence[str]) -> str:
    """The visual.conf of a folder: the labels of sentences in their colours."""
    lines = [f"{name}\tbgColor:{_COLOURS[name]}" for name in types_of(layers) if name in LABELS]
    return "\n".join(("[labels]", "", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:#fff3c4", *lines, ""))
