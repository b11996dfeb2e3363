"""The tables: each is well formed, says where its rows come from, and a bad row is named by file and line."""

from __future__ import annotations

import pytest

import vnreport
from vnreport import lexicon
from vnreport.errors import LexiconError
from vnreport.facts.register import check_register_row, register
from vnreport.lexicon import check_rows, load_table
from vnreport.structure.models import LABELS
from vnreport.text.normalize import fold

TABLES = [f"{name}.tsv" for name in lexicon.table_names()]


@pytest.mark.parametrize("name", TABLES)
def test_table_is_explained_and_sourced(name: str) -> None:
    text = lexicon.shipped(name).decode("utf-8")
    assert text.startswith("#"), "the head of a table says what it is"
    rows = lexicon.parse_table(name, text, ("source",))
    assert rows
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name: str) -> None:
    rows = lexicon.parse_table(name, lexicon.shipped(name).decode("utf-8"))
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(value for column, value in row.items() if column not in ("_line", "source"))
        assert key not in seen, f"{name}, line {row['_line']}: {key}"
        seen.add(key)


@pytest.mark.parametrize(("table", "column"), [
    ("bounds", "phrase"), ("number_labels", "word"), ("relative_times", "phrase"),
                                               ("section_labels", "cue"), ("role_cues", "cue"),
                                               ("issuer_words", "word"), ("furniture", "phrase")])  # fmt: skip
def test_words_are_folded(table: str, column: str) -> None:
    for row in lexicon.load_table(table, column):
        assert row[column] == fold(row[column]), f"{table}.tsv, line {row['_line']}"


def test_closed_sets() -> None:
    assert {row["label"] for row in lexicon.load_table("section_labels")} <= {*LABELS, "inherit", "none"}
    assert {row["comparator"] for row in lexicon.load_table("bounds")} <= {"=", ">=", ">", "<=", "<", "~"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a\tb\n1\n", 2, "columns"),
        ("a\tb\n\n# x\n1\t2\t3\n", 4, "columns"),
        ("a\tb\nye\u0323\u0302\t2\n", 2, "NFC"),
        ("", 1, "names no columns"),
        ("b\n1\n", 1, "no column 'a'"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(LexiconError, match=reason) as caught:
        lexicon.parse_table("my.tsv", text, ("a",))
    assert (caught.value.file, caught.value.line) == ("my.tsv", line)


def test_every_row_of_the_register_is_right() -> None:
    check_rows("register.tsv", load_table("register"), check_register_row)


def test_the_register_loads_and_resolves_a_short_name() -> None:
    known = register()
    assert known.by_code["217-qđ/tw"][0].issued_on is not None


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("counted_nouns", "noun\tkind\tdimension\tsource\n02\tnoun\tcount\tmine\n"),
        ("indicators", "code\tname\taliases\tunits\tgood\tsource\nx\tthu\tchi; 5 chi\t\t\tmine\n"),
        ("subject_words", "word\tuse\tsource\n-thu\tverb\tmine\n"),
    ],
)
def test_a_word_of_ones_own_begins_with_a_letter(table: str, text: str) -> None:
    with pytest.raises(LexiconError, match="does not begin with a letter") as caught:
        vnreport.Analyzer(lexicon=[lexicon.OwnTable(table, "mine.tsv", text)])
    assert (caught.value.file, caught.value.line) == ("mine.tsv", 2)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("word_lists", "word\tuse\tsource\n1x\tfalse_unit\tmine\n"),
        (
            "places",
            "name\tlevel\tcode\tparent\tvalid_from\tvalid_to\tmerged_into\tsource\n"
            "5A\tdistrict\t\tHà Nội\t\t\t\tmine\n",
        ),
    ],
)
def test_other_words_of_ones_own_may_begin_otherwise(table: str, text: str) -> None:
    analyzer = vnreport.Analyzer(lexicon=[lexicon.OwnTable(table, "mine.tsv", text)])
    assert analyzer.analyze("Có 5 xã, huyện 5A.").quantities[0].value == 5
