"""The word segmenter of underthesea in parts: its grammar of tokens, its trained model, and features read here.

As a whole it gives words without their places, and takes most of its time for features. A feature is what a template of
the model says of a token and its neighbours: "T[-1,0].lower" is the token before and the token, in small letters. A
template names the first and the last token of a stretch by their distance, and what is asked of it: `lower`, `isdigit`
(a whole number), `istitle` (each token begins with no small letter), `is_in_dict` (in small letters it is a word of the
dictionary). A stretch that begins before the text is "BOS", one that ends behind it is "EOS".
"""

from __future__ import annotations

import logging
import pathlib
import pickletools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module

from vnreport.errors import MissingDependency
from vnreport.text.patterns import pattern

_TEMPLATE = pattern(r"T\[(?P<first>-?\d++)(?:,(?P<last>-?\d++))?\](?:\.(?P<asked>\w++))?")
_WHOLE_NUMBER = pattern(r"[+-]?[0-9]{1,10}")
_LARGEST = 1 << 31


class Segmenter:
    """Finds the words of a text without line breaks."""

    def __init__(
        self,
        grammar: re.Pattern[str],
        templates: Iterable[str],
        dictionary: Collection[str],
        tag: Callable[[Sequence[Sequence[str]]], Sequence[str]],
    ) -> None:
        self._grammar = grammar
        self._columns = [_Column(template) for template in templates]
        self._lengths = {column.length for column in self._columns}
        self._dictionary = dictionary
        self._tag = tag

    def find_words(self, text: str) -> list[tuple[int, int]]:
        """The spans of the words, in order; what is between them is white space."""
        spans = [match.span() for match in self._grammar.finditer(text)]
        words: list[tuple[int, int]] = []
        for (start, end), tag in zip(spans, self._tag(self.features([text[a:b] for a, b in spans])), strict=True):
            if tag == "I-W" and words:
                words[-1] = (words[-1][0], end)
            else:
                words.append((start, end))
        return words

    def features(self, tokens: Sequence[str]) -> list[tuple[str, ...]]:
        """The features of each token, in the order of the templates."""
        answers = {length: self._answers(tokens, length) for length in self._lengths}
        columns = [column.of(answers[column.length][column.asked], len(tokens)) for column in self._columns]
        return list(zip(*columns, strict=True))

    def _answers(self, tokens: Sequence[str], length: int) -> dict[str, list[str]]:
        """What may be asked of every stretch of so many tokens, from the first on."""
        stretches = list(map(" ".join, zip(*(tokens[first:] for first in range(length)), strict=False)))
        lower = [stretch.lower() for stretch in stretches]
        words = self._dictionary
        return {
            "": stretches,
            "lower": lower,
            "is_in_dict": ["True" if stretch in words else "False" for stretch in lower],
            "istitle": ["True" if _is_title(stretch) else "False" for stretch in stretches],
            "isdigit": ["True" if _is_number(stretch) else "False" for stretch in stretches],
        }


class _Column:
    """One template: the same feature of every token."""

    __slots__ = ("_after", "_before", "_first", "_lead", "asked", "length")

    def __init__(self, template: str) -> None:
        parts = _TEMPLATE.fullmatch(template)
        if parts is None or (parts["asked"] or "") not in ("", "lower", "is_in_dict", "istitle", "isdigit"):
            raise MissingDependency("underthesea", f"its template {template!r}", "pip install 'underthesea>=9.5,<10'")
        self._first = int(parts["first"])
        self.length = int(parts["last"] or parts["first"]) - self._first + 1
        self.asked: str = parts["asked"] or ""
        self._lead = f"{template}="
        self._before, self._after = f"{template}=BOS", f"{template}=EOS"

    def of(self, answers: Sequence[str], tokens: int) -> list[str]:
        """The feature of each of so many tokens; `answers` are those of the stretches from the first token on."""
        lead, first = self._lead, self._first
        column = [self._before] * -first
        column += [lead + answer for answer in (answers[first:] if first > 0 else answers)]
        column += [self._after] * (tokens - len(column))
        return column[:tokens]


def _is_number(stretch: str) -> bool:
    return (
        not stretch[-1].isalpha()
        and _WHOLE_NUMBER.fullmatch(stretch) is not None
        and -_LARGEST <= int(stretch) < _LARGEST
    )


def _is_title(stretch: str) -> bool:
    if stretch[0] != stretch[0].upper():
        return False
    return " " not in stretch or all(token[0] == token[0].upper() for token in stretch.split(" "))


@contextmanager
def _same_logging() -> Iterator[None]:
    """The root logger as it was; importing underthesea configures it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


# What a pickled list or set of strings is made of; nothing of it calls or imports anything.
_HARMLESS = frozenset(
    ("PROTO", "FRAME", "MEMOIZE", "MARK", "STOP", "EMPTY_LIST", "EMPTY_SET", "APPENDS", "ADDITEMS")
)  # fmt: skip
_STRINGS = frozenset(("SHORT_BINUNICODE", "BINUNICODE"))


def read_strings(pickled: bytes) -> list[str]:
    """The strings of a pickled list or set of strings, read without unpickling: no code in it can run.

    Raises ValueError for anything else.
    """
    strings = []
    for code, argument, place in pickletools.genops(pickled):
        if code.name in _STRINGS:
            strings.append(str(argument))
        elif code.name not in _HARMLESS:
            raise ValueError(f"no plain list of strings: {code.name} at byte {place}")
    return strings


@cache
def load_segmenter() -> Segmenter:
    """The segmenter with the model of the installed underthesea. Raises MissingDependency where it is not at hand."""
    try:
        with _same_logging():
            grammar = import_module("underthesea.pipeline.word_tokenize.regex_tokenize")
            tagger = import_module("underthesea_core").CRFTagger()
        home = pathlib.Path(str(grammar.__file__)).parent / "models"
        model = next(path for path in sorted(home.iterdir()) if (path / "models.bin").is_file())
        tagger.load(str(model / "models.bin"))
        templates = read_strings((model / "features.bin").read_bytes())
        dictionary = frozenset(read_strings((model / "dictionary.bin").read_bytes()))
        return Segmenter(grammar.patterns, templates, dictionary, tagger.tag)
    except (ImportError, OSError, AttributeError, StopIteration, ValueError) as error:
        raise MissingDependency("underthesea", "segmenting words", "pip install 'underthesea>=9.5,<10'") from error
