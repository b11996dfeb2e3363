"""A report without its people: their records left out, and their names blotted out of the text and of every field.

A name becomes as many "█" as it has letters, so that offsets stay those of the text that was read. Blotted out are the
people that were found, whoever signed, and every other place where a full name of theirs stands, but for the names of
bodies and places ("Trường THPT Trần Phú"). A name that was not found stays: no list of rules finds them all.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Protocol

from vnreport.records import field_names, is_record, replace
from vnreport.report import Report
from vnreport.text.normalize import fold

BLOT = "█"
_LETTER = re.compile(r"\S")
_SYLLABLE = re.compile(r"[^\s\d.,;:()\[\]“”\"‘’'!?/|*_…\x00-\x1f]++")
# A given name alone is many other words too; from so many syllables on a name is looked for everywhere.
_FULL, _LONGEST = 2, 6
_Name = tuple[str, ...]


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def without_people(report: Report) -> Report:
    """The report without `people` and `meta.signer`, and with their names blotted out wherever they stand.

    >>> import vnreport
    >>> report = vnreport.Analyzer(people=False).analyze("Đồng chí Nguyễn Văn An chủ trì; Nguyễn Văn An kết luận.")
    >>> report.text, report.people
    ('Đồng chí ██████ ███ ██ chủ trì; ██████ ███ ██ kết luận.', ())
    """
    named: list[_Spanned] = [*report.people, *([report.meta.signer] if report.meta.signer is not None else [])]
    if not named:
        return report
    kept = _Cover((*report.organizations, *report.places))
    names = {name for item in named if len(name := _name(report.text[item.start : item.end])) >= _FULL}
    spans = [(item.start, item.end) for item in named]
    spans += [span for span in _places(report.text, names) if not kept.touches(*span)]
    mask = _Mask(report.text, _blotted(report.text, spans), names)
    values = {name: getattr(report, name) for name in field_names(Report)}
    values["people"] = ()
    values["meta"] = replace(report.meta, signer=None)
    shown = {name: value if name in ("text", "generator") else mask.over(value) for name, value in values.items()}
    return Report(**{**shown, "text": mask.text})


def _name(words: str) -> _Name:
    """A name for comparing: its syllables, folded."""
    return tuple(_folded(match.group()) for match in _SYLLABLE.finditer(words))


def _folded(syllable: str) -> str:
    return fold(unicodedata.normalize("NFC", syllable))


def _places(text: str, names: Collection[_Name]) -> Iterator[tuple[int, int]]:
    """Where any of the names stands, with nothing but blanks between its syllables; the longest at each place."""
    begins = {name[0] for name in names}
    words = [(match.start(), match.end(), _folded(match.group())) for match in _SYLLABLE.finditer(text)]
    for index, (start, _, word) in enumerate(words):
        if word not in begins:
            continue
        run = words[index : index + _LONGEST]
        for count in range(len(run), 1, -1):
            if tuple(word for _, _, word in run[:count]) in names and _adjoin(text, run[:count]):
                yield start, run[count - 1][1]
                break


def _adjoin(text: str, run: Sequence[tuple[int, int, str]]) -> bool:
    return not any(text[one[1] : other[0]].strip() for one, other in itertools.pairwise(run))


def _blotted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end in sorted(spans):
        if end <= last:
            continue
        begin = max(start, last)
        parts += (text[last:begin], _LETTER.sub(BLOT, text[begin:end]))
        last = end
    return "".join((*parts, text[last:]))


class _Mask:
    """What becomes of the records of a report: the same places, with the words of the blotted text."""

    def __init__(self, source: str, text: str, names: set[_Name]) -> None:
        self._source, self.text, self._names = source, text, names
        self._seen: dict[int, Any] = {}

    def over(self, value: Any) -> Any:
        """A record, or a tuple of them, without names; a record that holds none is the same object."""
        if isinstance(value, tuple):
            return tuple(self.over(item) for item in value) if value else value
        if isinstance(value, str):
            return self._words(value)
        if not is_record(type(value)):
            return value
        if id(value) not in self._seen:
            self._seen[id(value)] = value, self._record(value)
        return self._seen[id(value)][1]

    def _record(self, value: Any) -> Any:
        changes = {}
        kind: Any = type(value)
        for name in field_names(kind):
            old = getattr(value, name)
            if isinstance(old, str) and hasattr(value, "start"):
                new = self._of_span(old, value.start, value.end)
            else:
                new = self.over(old)
            if new != old:
                changes[name] = new
        return replace(value, **changes) if changes else value

    def _of_span(self, words: str, start: int, end: int) -> str:
        """A field that quotes the text of its own span quotes the blotted text."""
        place = self._source.find(words, start, end)
        return self._words(words) if place < 0 else self.text[place : place + len(words)]

    def _words(self, words: str) -> str:
        return _blotted(words, list(_places(words, self._names)))


class _Cover:
    """Spans, asked in rising order whether any of them overlaps another span."""

    def __init__(self, spans: Sequence[_Spanned]) -> None:
        self._spans = sorted((span.start, span.end) for span in spans)
        self._index = 0

    def touches(self, start: int, end: int) -> bool:
        """Whether a span overlaps this one."""
        while self._index < len(self._spans) and self._spans[self._index][1] <= start:
            self._index += 1
        return self._index < len(self._spans) and self._spans[self._index][0] < end
