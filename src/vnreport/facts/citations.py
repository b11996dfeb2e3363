"""What one does with the cited documents of texts: mark them, group them by document, count them over a corpus.

A document is counted by its `doc_id` where the text or the register fixes it, and by its `key` elsewhere; a mention
that takes up no known document ("Nghị quyết này" with nothing before it) has neither, and is grouped under None.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from vnreport.entities.models import Reference
from vnreport.records import record

Mark = str | Callable[[Reference], str]


def annotate(text: str, references: Iterable[Reference], before: Mark, after: Mark) -> str:
    """The text with a mark before and after each reference; without the marks it is the same text.

    A mark is a string, or a function from the reference to one. Where references stand inside each other, the outer is
    marked. Raises ValueError for a reference that is not of this text.

    >>> from vnreport import find_references
    >>> text = "theo QĐ 217/218 và Luật Đất đai"
    >>> annotate(text, find_references(text), lambda r: f"<{r.type}>", lambda r: f"</{r.type}>")
    'theo <decision>QĐ 217</decision>/<decision>218</decision> và <law>Luật Đất đai</law>'
    """
    pieces: list[str] = []
    position = 0
    for reference in sorted(references, key=lambda r: (r.start, -r.end)):
        if text[reference.start : reference.end] != reference.text:
            raise ValueError(
                f"the reference {reference.text!r} is not of this text: at {reference.start} stands "
                f"{text[reference.start : reference.end]!r}"
            )
        if reference.start < position:
            continue
        opening, closing = (mark if isinstance(mark, str) else mark(reference) for mark in (before, after))
        pieces += (text[position : reference.start], opening, reference.text, closing)
        position = reference.end
    return "".join((*pieces, text[position:]))


def by_document(references: Iterable[Reference]) -> dict[str | None, tuple[Reference, ...]]:
    """The mentions of each document, by `key`, in the order in which the documents come first.

    >>> from vnreport import find_references
    >>> found = find_references("Chỉ thị 05-CT/TW và QĐ 217. Chỉ thị này …")
    >>> [(key, len(mentions)) for key, mentions in by_document(found).items()]
    [('directive:05-CT/TW', 2), ('decision:217-QĐ/TW', 1)]
    """
    groups: dict[str | None, list[Reference]] = {}
    for reference in references:
        groups.setdefault(reference.key, []).append(reference)
    return {key: tuple(mentions) for key, mentions in groups.items()}


@record
class CitationCount:
    """How often a corpus cites a document: in how many texts, and with how many mentions.

    `identity` is the document's `doc_id`, or its `key` where nothing fixes the document over texts (`fixed` is False
    then, for the same key may be another document in another text).
    """

    identity: str
    fixed: bool
    texts: int
    mentions: int
    type: str | None
    code: str | None
    name: str
    issued_on: datetime.date | None
    title: str | None


def count_citations(texts: Iterable[Sequence[Reference]]) -> tuple[CitationCount, ...]:
    """The documents that a corpus cites, the most cited first; `texts` are the references of each text.

    >>> from vnreport import find_references
    >>> texts = ["Nghị định 30/2020/NĐ-CP; QĐ 217.", "theo Nghị định số 30/2020/NĐ-CP của Chính phủ"]
    >>> [(row.identity, row.texts, row.mentions) for row in count_citations(map(find_references, texts))]
    [('decree:30/2020/NĐ-CP', 2, 2), ('decision:217-QĐ/TW@2013-12-12', 1, 1)]
    """
    found: dict[str, list[Reference]] = {}
    in_texts: dict[str, int] = {}
    for references in texts:
        here = set()
        for reference in references:
            identity = reference.doc_id or reference.key
            if identity is not None:
                found.setdefault(identity, []).append(reference)
                here.add(identity)
        for identity in here:
            in_texts[identity] = in_texts.get(identity, 0) + 1
    rows = [_count(identity, mentions, in_texts[identity]) for identity, mentions in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.texts, -row.mentions, row.identity)))


def _count(identity: str, mentions: Sequence[Reference], texts: int) -> CitationCount:
    entry = next((r.register for r in mentions if r.register is not None), None)
    dated = next((r.issued_on for r in mentions if r.issued_on is not None), None)
    titled = next((r.title for r in mentions if r.title is not None), None)
    fullest = max(mentions, key=lambda r: (r.code is not None, len(r.text)))
    return CitationCount(
        identity=identity,
        fixed=fullest.doc_id is not None,
        texts=texts,
        mentions=len(mentions),
        type=fullest.type,
        code=fullest.code or (entry.code if entry is not None else None),
        name=" ".join(fullest.text.split()),
        issued_on=entry.issued_on if entry is not None else dated.value if dated is not None else None,
        title=entry.title if entry is not None else titled.text if titled is not None else None,
    )
