"""CoNLL-U: the format of treebanks, one word a line in ten columns (universaldependencies.org/format).

What is there: ID, FORM, UPOS (`data/parts_of_speech.tsv`), XPOS (the tagger's own tag) and MISC; LEMMA, FEATS, HEAD,
DEPREL and DEPS are "_", for nothing here parses. MISC holds

- `TokenRange=12:20`: the word in the source, in code points, since FORM is in NFC and on one line;
- `SpaceAfter=No`, also behind the last word of a text;
- `Mention=B-reference-0,I-organization-3`: the mentions that the word overlaps, each with B where it begins, else I,
  its kind, and its index in the list of that kind in the report.

Comments above the words: `sent_id` (`s` and the index in `report.sentences`), `text`, `label`, `section`, and for each
mention that begins in the sentence its exact span, which may end inside a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vnreport.forms.tables import document_id
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.normalize import fold, normalize

if TYPE_CHECKING:
    from vnreport.entities.models import Name, Quantity, Reference, Time
    from vnreport.report import Report
    from vnreport.structure.models import Sentence

# What a line of the format cannot hold: control characters and lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")

_VISIBLE = re.compile(r"\S+")


class _Token(NamedTuple):
    start: int
    end: int
    tag: str


class _Mention(NamedTuple):
    start: int
    end: int
    name: str
    type: str | None


def write_conllu(report: Report, source: str | None) -> str:
    """The sentences of a report, each followed by an empty line; an empty text is an empty string."""
    tokens, mentions = list(_tokens(report)), _mentions(report)
    marks = _marks([token for found in tokens for token in found], mentions)
    lines: list[str] = []
    block = None
    for index, sentence in enumerate(report.sentences):
        if index == 0:
            lines.extend(_document(source))
        if sentence.block != block:
            lines.append("# newpar")
        block = sentence.block
        own = f"s{index}" if source is None else f"{document_id(source)}-s{index}"
        lines.extend(_sentence(report, own, sentence, tokens[index], mentions, marks))
    return "".join(f"{line}\n" for line in lines)


def _document(source: str | None) -> Iterator[str]:
    if source is None:
        yield "# newdoc"
        return
    yield f"# newdoc id = {document_id(source)}"
    yield f"# source = {_on_one_line(source)}"


def _sentence(
    report: Report, own: str, sentence: Sentence, tokens: Sequence[_Token], mentions: Sequence[_Mention],
    marks: Mapping[int, Sequence[str]],
) -> Iterator[str]:  # fmt: skip
    text = report.text
    forms = [_on_one_line(text[token.start : token.end]) for token in tokens]
    spaced = [text[token.end : token.end + 1].isspace() for token in tokens]
    yield f"# sent_id = {own}"
    yield "# text = " + "".join(
        form + (" " if space and place + 1 < len(forms) else "")
        for place, (form, space) in enumerate(zip(forms, spaced, strict=True))
    )
    yield f"# label = {sentence.label}"
    section = report.blocks[sentence.block].section
    if section is not None:
        yield f"# section = {section}"
    first = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    last = bisect_left(mentions, sentence.end, key=lambda mention: mention.start)
    for mention in mentions[first:last]:
        kind = "" if mention.type is None else f" type={mention.type}"
        yield f"# mention = {mention.name} start={mention.start} end={mention.end}{kind}"
    for number, (token, form, space) in enumerate(zip(tokens, forms, spaced, strict=True), 1):
        misc = [] if space else ["SpaceAfter=No"]
        misc.append(f"TokenRange={token.start}:{token.end}")
        if token.start in marks:
            misc.insert(0, f"Mention={','.join(marks[token.start])}")
        yield "\t".join((str(number), form, "_", _upos(token.tag, form), token.tag, *"____", "|".join(misc)))
    yield ""


def _on_one_line(text: str) -> str:
    """A form as a line can hold it: in NFC, blanks and line breaks as one blank, U+FFFD for what no line holds."""
    return unicodedata.normalize("NFC", " ".join(_UNFIT.sub("\ufffd", text).split()))


# --- words and mentions --------------------------------------------------------------------------------------------


def _tokens(report: Report) -> Iterator[list[_Token]]:
    """The words of each sentence, and between them as words of their own what the segmenter leaves out."""
    words = report.tagged_words
    place = 0
    for sentence in report.sentences:
        found: list[_Token] = []
        reached = sentence.start
        while place < len(words) and words[place].start < sentence.end:
            word = words[place]
            found.extend(_left_out(report.text, reached, word.start))
            found.append(_Token(word.start, word.end, word.pos or "X"))
            reached = word.end
            place += 1
        found.extend(_left_out(report.text, reached, sentence.end))
        yield found


def _left_out(text: str, start: int, end: int) -> Iterator[_Token]:
    for match in _VISIBLE.finditer(text, start, end):
        yield _Token(match.start(), match.end(), "X")


def _mentions(report: Report) -> list[_Mention]:
    kinds: tuple[tuple[str, Sequence[Reference | Time | Quantity | Name]], ...] = (
        ("reference", report.references), ("time", report.times), ("quantity", report.quantities),
        ("organization", report.organizations), ("person", report.people), ("place", report.places),
    )  # fmt: skip
    found = [
        _Mention(item.start, item.end, f"{kind}-{index}", getattr(item, "type", None))
        for kind, items in kinds
        for index, item in enumerate(items)
    ]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _marks(tokens: Sequence[_Token], mentions: Sequence[_Mention]) -> dict[int, list[str]]:
    """The marks of the mentions that a word overlaps, by the start of the word."""
    marks: dict[int, list[str]] = {}
    for mention in mentions:
        place = bisect_right(tokens, mention.start, key=lambda token: token.end)
        while place < len(tokens) and tokens[place].start < mention.end:
            letter = "B" if tokens[place].start <= mention.start else "I"
            marks.setdefault(tokens[place].start, []).append(f"{letter}-{mention.name}")
            place += 1
    return marks


@lexicon_cache
def _tags() -> dict[tuple[str, str], str]:
    return {(row["tag"], row["word"]): row["upos"] for row in load_table("parts_of_speech", "tag", "word", "upos")}


def _upos(tag: str, form: str) -> str:
    """The universal part of speech of a tagged word; X for a tag that the table does not know."""
    tags = _tags()
    return tags.get((tag, fold(normalize(form).text))) or tags.get((tag, ""), "X")
