"""A checker of CoNLL-U (universaldependencies.org/format): what a reader of the format may rely on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UPOS = frozenset([
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
])  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A line of ten columns."""

    form: str
    upos: str
    xpos: str
    misc: dict[str, str]


@dataclass(frozen=True)
class Sentence:
    """The comments of a sentence (the last one of each name), and its words."""

    comments: dict[str, str]
    words: tuple[Word, ...]


def check(text: str) -> list[Sentence]:
    """The sentences of a file; AssertionError that names the line where it is not CoNLL-U."""
    assert text == "" or text.endswith("\n\n"), "a sentence ends with an empty line"
    assert not re.search("[\r\v\f\x1c-\x1e\x85\u2028\u2029]", text), "only LF breaks lines"
    text.encode("utf-8")
    sentences, ids = [], set()
    for number, block in enumerate(text.split("\n\n")[:-1]):
        where = f"sentence {number}"
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        assert lines[: len(comments)] == comments, f"{where}: comments stand above the words"
        named = dict(line[2:].split(" = ", 1) if " = " in line else (line[2:], "") for line in comments)
        assert re.fullmatch(r"[^\s/]+", named["sent_id"]), where
        assert named["sent_id"] not in ids, f"{where}: its id stands twice"
        ids.add(named["sent_id"])
        words = [_word(f"{where}, {line!r}", line, place) for place, line in enumerate(lines[len(comments) :], 1)]
        assert words, f"{where} has no words"
        joined = "".join(word.form + ("" if "SpaceAfter" in word.misc else " ") for word in words)
        assert named["text"] == joined.rstrip(" "), f"{where}: text and forms differ"
        sentences.append(Sentence(named, tuple(words)))
    return sentences


def _word(where: str, line: str, place: int) -> Word:
    columns = line.split("\t")
    assert len(columns) == 10, f"{where}: {len(columns)} columns"
    assert all(columns), f"{where}: an empty column"
    number, form, lemma, upos, xpos, feats, head, deprel, deps, misc = columns
    assert number == str(place), f"{where}: ids count from 1"
    assert form == form.strip(), f"{where}: blanks around the form"
    assert "  " not in form, f"{where}: two blanks in a row"
    assert not any(char.isspace() and char != " " for char in form), where
    assert unicodedata.is_normalized("NFC", form), f"{where}: not NFC"
    assert upos in UPOS, where
    assert " " not in xpos, where
    assert [lemma, feats, head, deprel, deps] == ["_"] * 5, where
    pairs = dict(item.split("=", 1) for item in misc.split("|"))
    assert list(pairs) == sorted(pairs, key=str.lower), f"{where}: MISC is not sorted"
    assert pairs.get("SpaceAfter", "No") == "No", where
    return Word(form, upos, xpos, pairs)
