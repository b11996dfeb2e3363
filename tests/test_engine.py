"""The engine: heads, tries, and the rule that no pattern may repeat without bound over what it gives back."""

from __future__ import annotations

import json
import pathlib
import re
import re._constants as constants
import re._parser as parser
import subprocess
import sys
from typing import Any

import pytest

from vnreport.entities import scan
from vnreport.text.engine import Rule, Scanner, first_syllables, heads, trie_pattern
from vnreport.text.normalize import normalize

ROOT = pathlib.Path(__file__).parent.parent


def _patterns() -> dict[str, tuple[str, int]]:
    """Every pattern that the library compiles, by its place, those that are built from the tables among them."""
    program = ROOT / "tests" / "compiled_patterns.py"
    printed = subprocess.run([sys.executable, program], capture_output=True, encoding="utf-8", check=True).stdout
    lines = (json.loads(line) for line in printed.splitlines())
    return {f"{owner}[{index}]": (pattern, flags) for index, (owner, pattern, flags) in enumerate(lines)}


def _unbounded(items: Any, inside: bool = False) -> bool:
    """Whether a repeat without bound stands inside another repeat, or follows one over the same characters."""
    previous_open: str | None = None
    for op, args in items:
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            _low, high, body = args
            open_ended = high == constants.MAXREPEAT
            if open_ended and inside:
                return True
            if open_ended and previous_open == str(body):
                return True
            if _unbounded(body, inside or open_ended or high > 1):
                return True
            previous_open = str(body) if open_ended else None
            continue
        previous_open = None
        for value in args if isinstance(args, tuple | list) else ():
            for piece in value if isinstance(value, list) else [value]:
                if isinstance(piece, parser.SubPattern) and _unbounded(piece, inside):
                    return True
    return False


def _open(items: Any) -> bool:
    """Whether a repeat has no bound and gives back what it took."""
    for op, args in items:
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT) and args[1] == constants.MAXREPEAT:
            return True
        for value in args if isinstance(args, tuple | list) else ():
            for piece in value if isinstance(value, list) else [value]:
                if isinstance(piece, parser.SubPattern) and _open(piece):
                    return True
    return False


@pytest.fixture(scope="module")
def patterns() -> dict[str, tuple[str, int]]:
    return _patterns()


def test_no_pattern_nests_unbounded_repeats(patterns: dict[str, tuple[str, int]]) -> None:
    bad = {name: text for name, (text, flags) in patterns.items() if _unbounded(parser.parse(text, flags))}
    assert not bad


def test_repeats_are_bounded_or_possessive(patterns: dict[str, tuple[str, int]]) -> None:
    assert not {name: text for name, (text, flags) in patterns.items() if _open(parser.parse(text, flags))}


def test_the_lint_sees_what_it_is_there_for() -> None:
    for bad in (r"(?:\d+[.,]?)+ ha", r"(?:a*b*)*", r"\s*\s*x", r"(?:\w+\s)+$"):
        assert _unbounded(parser.parse(bad)), bad
    for good in (r"(?:\d{1,3}[.,]?){1,5} ha", r"\s*x", r"[^\n]+"):
        assert not _unbounded(parser.parse(good)), good
    for bad in (r"a(?:b|c\s*)", r"(?=\w+)x", r"[^\n]{2,}?"):
        assert _open(parser.parse(bad)), bad
    for good in (r"a{2,9}\s*+", r"(?:[^\n]++){0,3}"):
        assert not _open(parser.parse(good)), good


def test_there_are_patterns_to_check(patterns: dict[str, tuple[str, int]]) -> None:
    rooms = {name.split(".")[0] for name in patterns}
    assert len(patterns) > 600
    assert {"text", "structure", "entities", "facts", "labels"} <= rooms
    longest = max(len(text) for text, _ in patterns.values())
    assert longest > 5000, "those that are built from the tables are long"


def test_trie_matches_exactly_its_words() -> None:
    words = ["năm", "năm học", "nămxyz", "quý", "quí", "q"]
    pattern = re.compile(trie_pattern(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not pattern.fullmatch("nă")
    with pytest.raises(ValueError, match="at least one word"):
        trie_pattern([])


def test_first_syllables_of_digits_and_words() -> None:
    assert first_syllables(["Nghị quyết", "6 tháng"]) == {"nghị", "0"}


def test_scanner_tries_rules_in_order_and_goes_on_after_a_find() -> None:
    calls = []

    def find(name: str, width: int):  # type: ignore[no-untyped-def]
        def inner(text: str, folded: str, start: int):  # type: ignore[no-untyped-def]
            calls.append((name, start))
            return ([name], start + width) if width else None

        return inner

    scanner = Scanner([Rule("a", frozenset({"x"}), find("a", 0)), Rule("b", frozenset({"x"}), find("b", 3))])
    assert list(scanner.scan("x x x", "x x x")) == ["b", "b"]
    assert calls == [("a", 0), ("b", 0), ("a", 4), ("b", 4)]


def test_a_rule_is_tried_only_at_its_heads() -> None:
    scanner = scan.scanner()
    assert list(scanner.scan("xyz", "xyz")) == []


def test_a_head_of_two_parts_is_tried_only_where_both_stand() -> None:
    tried = []

    def find(text: str, folded: str, start: int) -> None:
        tried.append(start)

    text = "công việc, công  văn, công\nđiện, côngvăn, 5 xã, 12 tháng"
    assert list(Scanner([Rule("a", heads(["công văn", "công điện", "6 tháng"]), find)]).scan(text, text)) == []
    assert [text[place : place + 2] for place in tried] == ["cô", "cô", "12"]


def test_no_head_keeps_a_rule_from_what_it_finds() -> None:
    """The second parts of heads only save time: without them the same is found."""
    short = [
        Rule(rule.name, frozenset(head.partition(" ")[0] for head in rule.heads), rule.find) for rule in scan.rules()
    ]
    wide = Scanner(short)
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpora").rglob("*.txt"))[::9]]
    for lines in (ROOT / "tests" / "cases").glob("*.jsonl"):
        texts += [json.loads(line).get("text", "") for line in lines.read_text("utf-8").splitlines() if line]
    for text in texts:
        source = normalize(text)
        found = list(scan.scanner().scan(source.text, source.folded))
        assert found == list(wide.scan(source.text, source.folded)), text[:80]
