"""Typed edges between cited documents: "Quyết định A sửa đổi, bổ sung một số điều của Quyết định B" amends B.

An edge is what the words between two documents of one sentence say, read behind the date and issuer of the first. In
the passive ("A được thay thế bởi B") it goes the other way, and so it does in "Thực hiện A, Huyện ủy ban hành B", where
B implements A. A row of documents behind one verb ("thay thế các Quyết định số 5, 6 và 9") has an edge to each.
"""

from __future__ import annotations

from collections.abc import Sequence

from vnreport.entities.models import Reference, Relation
from vnreport.records import replace
from vnreport.text.engine import GAP as _WS
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern

_VERBS = (
    ("amends", pattern(rf"sửa{_WS}đổi|bổ{_WS}sung|đính{_WS}chính")),
    ("replaces", pattern(rf"thay{_WS}thế|bãi{_WS}bỏ|thay{_WS}cho")),
    ("guides", pattern(rf"hướng{_WS}dẫn|quy{_WS}định{_WS}chi{_WS}tiết")),
    ("issued_with", pattern(rf"ban{_WS}hành{_WS}(?:kèm{_WS})?theo|kèm{_WS}theo")),
    (
        "implements",
        pattern(rf"(?:triển{_WS}khai{_WS})?thực{_WS}hiện|triển{_WS}khai|thi{_WS}hành|cụ{_WS}thể{_WS}hóa"),
    ),
)
_PASSIVE = pattern(rf"(?:được|bị){_WS}$")
_BY = pattern(rf"(?:bởi|theo|tại|bằng|trong){_WS}")
_SENTENCE_END = pattern(rf"[.;!?](?=\s)|{CLOSED}")
_ROW = pattern(rf"{_WS}(?:,|và|/|&|hoặc|,{_WS}và){_WS}(?:các{_WS})?(?:số{_WS})?")
# The words that say an edge stand so near; what a plan implements follows its date and issuer at once.
_LIMIT = 120
_AT_ONCE = 14
# Kinds of document that are made to carry out another one.
_CARRIES_OUT = frozenset(("plan", "program", "scheme", "guideline", "decision", "joint_program", "directive"))
_CARRYING_OUT = pattern(rf"(?:thực{_WS}hiện|triển{_WS}khai|cụ{_WS}thể{_WS}hóa|thi{_WS}hành){_WS}(?:các{_WS})?$")
_ISSUED = pattern(rf"(?:ban{_WS}hành|xây{_WS}dựng|ra){_WS}(?:các{_WS})?$")
# "Thực hiện A về …, Ban Thường vụ Huyện ủy đã ban hành B": so far apart the two may stand.
_MADE_FOR_LIMIT = 320


def link_relations(folded: str, references: Sequence[Reference]) -> list[Reference]:
    """References with the edges that the words between them say.

    >>> from vnreport import find_references
    >>> found = find_references("Nghị định 113/2018/NĐ-CP sửa đổi Nghị định 108/2014/NĐ-CP")
    >>> [(edge.type, found[edge.reference].code) for edge in found[0].relations]
    [('amends', '108/2014/NĐ-CP')]
    """
    edges: dict[int, list[Relation]] = {}
    for left in range(len(references) - 1):
        said = _between(folded, references, left)
        if said is None:
            said = _made_for(folded, references, left)
        if said is None:
            continue
        kind, backwards = said
        last = left + 1 if backwards else _row_end(folded, references, left + 1)
        for right in range(left + 1, last + 1):
            source, target = (right, left) if backwards else (left, right)
            edges.setdefault(source, []).append(Relation(kind, target))
    return [
        replace(reference, relations=tuple(edges[index])) if index in edges else reference
        for index, reference in enumerate(references)
    ]


def _between(folded: str, references: Sequence[Reference], left: int) -> tuple[str, bool] | None:
    """What the words between a document and the next say: the kind of edge, and whether it goes backwards."""
    first, second = references[left], references[left + 1]
    begin, end = _head_end(first), second.start
    if second.start < first.end:  # the law that an amending law names is amended by it
        return ("amends", False) if first.rule.endswith(".named_amending") else None
    if not 0 < end - begin <= _LIMIT or _SENTENCE_END.search(folded, begin, end):
        return None
    # Where several verbs stand between, the last one says what is done to the document behind it.
    said = [(match.end(), kind, match) for kind, verb in _VERBS for match in verb.finditer(folded, begin, end)]
    if not said:
        return None
    others = [found for found in said if found[1] != "implements"]  # "hướng dẫn thi hành" guides
    _, kind, match = max(others or said, key=lambda found: found[0])
    if kind == "implements" and (first.type not in _CARRIES_OUT or match.start() - begin > _AT_ONCE):
        return None
    passive = _PASSIVE.search(folded, max(begin, match.start() - 6), match.start())
    return kind, bool(passive and _BY.search(folded, match.end(), end))


def _made_for(folded: str, references: Sequence[Reference], left: int) -> tuple[str, bool] | None:
    """ "Thực hiện A, Huyện ủy ban hành B": B implements A."""
    first, second = references[left], references[left + 1]
    if second.type not in _CARRIES_OUT or second.start - first.end > _MADE_FOR_LIMIT or second.start < first.end:
        return None
    if not _CARRYING_OUT.search(folded, max(0, first.start - 24), first.start):
        return None
    if not _ISSUED.search(folded, max(first.end, second.start - 24), second.start):
        return None
    return None if _SENTENCE_END.search(folded, first.end, second.start) else ("implements", True)


def _head_end(reference: Reference) -> int:
    """Where core, date and issuer end."""
    parts = [reference.end]
    for part in (reference.issued_on, reference.issuer):
        if part is not None and reference.end <= part.start and reference.extent and part.end <= reference.extent.end:
            parts.append(part.end)
    return max(parts)


def _row_end(folded: str, references: Sequence[Reference], first: int) -> int:
    """The last document of the row that begins with one; a document with a title of its own ends the row."""
    last = first
    while last + 1 < len(references):
        extent = references[last].extent or references[last]
        following = references[last + 1]
        begin = (following.extent or following).start
        if references[last].title is not None or not extent.end <= begin <= extent.end + 20:
            break
        if not _ROW.fullmatch(folded, extent.end, begin):
            break
        last += 1
    return last
