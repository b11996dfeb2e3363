"""Typed edges between cited documents: "Quyết định A sửa đổi, bổ sung một số điều của Quyết định B" amends B."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from vnreport.entities.models import Reference, Relation

_VERBS = (
    ("amends", re.compile(r"sửa đổi|bổ sung")),
    ("replaces", re.compile(r"thay thế|bãi bỏ|thay cho")),
    ("guides", re.compile(r"hướng dẫn (?:thi hành|thực hiện)?|quy định chi tiết")),
    ("issued_with", re.compile(r"ban hành (?:kèm )?theo|kèm theo")),
    ("implements", re.compile(r"(?:triển khai )?thực hiện|triển khai|thi hành|cụ thể hóa")),
)
_LIMIT = 120
# Kinds of document that are made to carry out another one.
_CARRIES_OUT = frozenset(("plan", "program", "scheme", "guideline", "decision", "joint_program"))


def link_relations(folded: str, references: Sequence[Reference]) -> list[Reference]:
    """References with the edges that the words between two neighbours in one sentence say."""
    result = list(references)
    for index, (left, right) in enumerate(itertools.pairwise(references)):
        between = re.sub(r"\s+", " ", folded[left.end : right.start])
        if len(between) > _LIMIT or re.search(r"[.;!?]\s", between):
            continue
        for kind, verb in _VERBS:
            match = verb.search(between)
            if match is None:
                continue
            if kind == "implements" and (left.type not in _CARRIES_OUT or match.start() > 12):
                break
            result[index] = replace(result[index], relations=(*result[index].relations, Relation(kind, index + 1)))
            break
    return result
