"""A tokenizer for spaCy that keeps codes, dates, numbers with their sign and abbreviations in capitals whole.

"20-NQ/TW", "28/1/2008", "1.234,5", "98,7%" and "CĐCS" are a token each. In a config:

    [nlp.tokenizer]
    @tokenizers = "vnreport.Tokenizer.v1"
    words = false
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import regex

from vnreport.analyzer import extract, segment
from vnreport.errors import MissingDependency
from vnreport.structure.words import Spanned, protected_spans, segment_words

try:
    from spacy.tokens import Doc
except ImportError as error:
    raise MissingDependency("spacy", "the spaCy tokenizer", "pip install 'vnreport[spacy]'") from error

# A run of letters and digits with their marks, or one other character with its own.
_TOKEN = regex.compile(r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*+|(?!\s)\X")


class Tokenizer:
    """Turns a text into a `Doc` whose text is the same, character by character."""

    def __init__(self, vocab: Any, *, words: bool) -> None:
        self._vocab, self._words = vocab, words

    def __call__(self, text: str) -> Doc:
        """The document of a text."""
        found = extract(text)
        mentions: tuple[Spanned, ...] = (*found.references, *found.times, *found.quantities)
        sentences = segment(text).sentences
        if self._words:
            whole = [(word.start, word.end) for word in segment_words(text, sentences, mentions, ())]
        else:
            whole = [span for _, spans in protected_spans(text, sentences, mentions) for span in spans]
        words, spaces = [], []
        for word, space in _pieces(text, list(_tokens(text, whole))):
            words.append(word)
            spaces.append(space)
        return Doc(self._vocab, words=words, spaces=spaces)

    # spaCy saves every part of a pipeline; this one has nothing to save but its config.
    def to_bytes(self, **_: Any) -> bytes:
        """Nothing."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Nothing."""

    def from_disk(self, _: Any, **__: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self


def _tokens(text: str, whole: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The whole stretches, and the tokens of what lies between them."""
    place = 0
    for start, end in [*whole, (len(text), len(text))]:
        for match in _TOKEN.finditer(text, place, start):
            yield match.span()
        if end > start:
            yield start, end
        place = end


def _pieces(text: str, tokens: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Tokens as spaCy holds them: each with whether one blank follows; other white space is a token."""
    yield from _blank(text[: tokens[0][0] if tokens else len(text)])
    for index, (start, end) in enumerate(tokens):
        gap = text[end : tokens[index + 1][0] if index + 1 < len(tokens) else len(text)]
        yield text[start:end], gap.startswith(" ")
        yield from _blank(gap.removeprefix(" "))


def _blank(gap: str) -> Iterator[tuple[str, bool]]:
    if len(gap) > 1 and gap.endswith(" "):
        yield gap[:-1], True
    elif gap:
        yield gap, False


def create_tokenizer(words: bool = False) -> Callable[[Any], Tokenizer]:
    """What spaCy's registry calls. With `words` the tokens are Vietnamese words ("công đoàn cơ sở"), by underthesea."""
    return lambda nlp: Tokenizer(nlp.vocab, words=words)
