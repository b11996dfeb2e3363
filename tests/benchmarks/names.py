"""How well names are found: exact spans of organisations, people and places against texts with nested marks.

    python tests/benchmarks/names.py corpora/names/dev.jsonl [--errors N]

A line of the file is {"id", "kind", "text"}; ⟦o:…⟧, ⟦p:…⟧ and ⟦l:…⟧ mark an organisation, a person and a place.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import vnreport

KINDS = {"o": "organizations", "p": "people", "l": "places"}


@dataclass(frozen=True)
class Text:
    """A text without its marks, and its names as (kind, start, end)."""

    id: str
    text: str
    names: frozenset[tuple[str, int, int]]


def parse(marked: str) -> tuple[str, frozenset[tuple[str, int, int]]]:
    """The plain text and its names.

    >>> parse("của ⟦o:UBND ⟦l:huyện Bảo Yên⟧⟧")[0]
    'của UBND huyện Bảo Yên'
    """
    plain: list[str] = []
    waiting: list[tuple[str, int]] = []
    names = set()
    place = 0
    while place < len(marked):
        char = marked[place]
        if char == "⟦":
            waiting.append((KINDS[marked[place + 1]], len(plain)))
            place += 3
            continue
        if char == "⟧":
            kind, start = waiting.pop()
            names.add((kind, start, len(plain)))
        else:
            plain.append(char)
        place += 1
    if waiting:
        raise ValueError(f"a mark is not closed: {marked!r}")
    return "".join(plain), frozenset(names)


def load(path: pathlib.Path) -> Iterator[Text]:
    """The texts of a file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, names = parse(row["text"])
        yield Text(row["id"], text, names)


def found_in(text: str) -> frozenset[tuple[str, int, int]]:
    """The names that the library finds."""
    report = vnreport.analyze(text)
    return frozenset((kind, name.start, name.end) for kind in KINDS.values() for name in getattr(report, kind))


def score(texts: list[Text], errors: int = 0) -> dict[str, float]:
    """F1 by kind and over all; prints up to `errors` wrong names."""
    result = {}
    pairs = [(text, found_in(text.text)) for text in texts]
    for kind in (*KINDS.values(), "all"):
        hits = misses = false = 0
        for text, found in pairs:
            gold = {name for name in text.names if kind in (name[0], "all")}
            have = {name for name in found if kind in (name[0], "all")}
            hits, misses, false = hits + len(gold & have), misses + len(gold - have), false + len(have - gold)
            if kind != "all" and errors > 0:
                for sign, names in (("missed", gold - have), ("false", have - gold)):
                    for _, start, end in sorted(names):
                        errors -= 1
                        around = text.text[max(0, start - 25) : start], text.text[start:end], text.text[end : end + 25]
                        print(f"  {kind} {sign} {text.id}: {around[0]!r} [{around[1]!r}] {around[2]!r}")
        result[kind] = 2 * hits / (2 * hits + misses + false) if hits else 0.0
        print(f"{kind:14s} F1 {result[kind]:.3f}   found {hits}, missed {misses}, false {false}")
    return result


def main() -> None:
    """Score each file that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, nargs="+")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    for path in arguments.file:
        texts = list(load(path))
        print(f"{path.name}: {len(texts)} texts")
        score(texts, arguments.errors)


if __name__ == "__main__":
    main()
