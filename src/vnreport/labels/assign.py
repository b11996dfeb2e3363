"""The labels of a whole report: sentences first, then blocks and sections from their sentences.

A block takes the label of most of its sentences (a tie goes to the first); a section that of its heading, or, where the
heading announces nothing, of its first labelled part. A report without headings gets sections from runs of one label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vnreport.labels.cues import Context, Labelled, heading_label, label_sequence
from vnreport.structure.blocks import RawBlock
from vnreport.structure.layout import OUTSIDE, section_of_blocks
from vnreport.structure.models import Block, Section, Sentence
from vnreport.structure.outline import RawSection


@dataclass(frozen=True, slots=True)
class LabelledStructure:
    """Blocks, sections and sentences with their labels, in the coordinates of the text they were found in."""

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


def assign_labels(
    text: str,
    blocks: Sequence[RawBlock],
    sections: Sequence[RawSection],
    spans: Sequence[tuple[int, int, int]],
    *,
    labels: bool = True,
    ahead: frozenset[int] = frozenset(),
) -> LabelledStructure:
    """Label sentences (`spans` are start, end and block), then blocks and sections; without `labels` all are other.

    `ahead` are the blocks that open with a time after the report.
    """
    owner = section_of_blocks(blocks, sections)
    headings, inherited = _section_labels(sections, ahead)
    contexts = []
    previous = -1
    for _, _, block in spans:
        section = owner[block]
        announced = None if section is None else headings[section]
        contexts.append(
            Context(
                blocks[block].kind, announced, block != previous,
                inherited=section is not None and inherited[section], before_headings=_opens(block, sections, blocks),
                ahead=block in ahead,
            )
        )  # fmt: skip
        previous = block
    texts = [text[start:end] for start, end, _ in spans]
    labelled = label_sequence(texts, contexts) if labels else [_UNKNOWN] * len(texts)
    sentences = tuple(
        Sentence(start, end, text[start:end], block, mark.label, mark.score, mark.scores, mark.aspect)
        for (start, end, block), mark in zip(spans, labelled, strict=True)
    )
    by_block: dict[int, list[Labelled]] = {}
    for (_, _, block), mark in zip(spans, labelled, strict=True):
        by_block.setdefault(block, []).append(mark)
    marks = [_majority(by_block.get(index, [_UNKNOWN])) for index in range(len(blocks))]
    if sections:
        first_child: dict[int, tuple[str, str]] = {}
        inside: dict[int, list[Labelled]] = {}
        for node in sections:
            announced = headings[node.id]
            if node.parent is not None and announced is not None:
                first_child.setdefault(node.parent, announced)
        for index, home in enumerate(owner):
            if home is not None and sections[home].block != index:
                inside.setdefault(home, []).append(marks[index])
        tree = tuple(
            _section(
                section,
                _label_of_section(
                    headings[section.id] or first_child.get(section.id),
                    inside.get(section.id, []),
                    marks[section.block],
                ),
            )
            for section in sections
        )
    else:
        tree, owner = _runs(blocks, marks)
    labelled_blocks = tuple(
        Block(
            block.start, block.end, block.text, block.kind, block.numbering.number if block.numbering else None,
            owner[index], marks[index].label, marks[index].score, marks[index].scores, marks[index].aspect,
        )
        for index, block in enumerate(blocks)
    )  # fmt: skip
    return LabelledStructure(labelled_blocks, tree, sentences)


def _opens(block: int, sections: Sequence[RawSection], blocks: Sequence[RawBlock]) -> bool:
    """Whether a block stands before the first heading, or is the first paragraph of a text without headings."""
    if sections:
        return block < sections[0].block
    return next((i for i, other in enumerate(blocks) if other.kind not in OUTSIDE), -1) == block and len(blocks) > 3


_UNKNOWN = Labelled("other", {"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 1.0}, None)


def _section_labels(
    sections: Sequence[RawSection], ahead: frozenset[int]
) -> tuple[list[tuple[str, str] | None], list[bool]]:
    """What each heading announces; one that announces nothing inherits from its parent, causes from the sibling."""
    found: list[tuple[str, str] | None] = []
    inherited: list[bool] = []
    sibling: dict[int | None, tuple[str, str] | None] = {}
    looking_ahead = False
    for section in sections:
        own = heading_label(section.title or "")
        if own is None and section.block in ahead:
            own = ("directions", "tasks")
        above = None if section.parent is None else found[section.parent]
        if own == ("directions", "goals") and above is not None and above[0] == "achievements":
            own = above  # "1. Các chỉ tiêu chính" among results
        passed = own is None
        if own is None and section.parent is not None:
            own = found[section.parent]
        elif own is not None and own[0] == "inherit":
            before = sibling.get(section.parent)
            label = before[0] if before is not None and before[0] in ("achievements", "limitations") else "limitations"
            own = (label, own[1])
        elif own is None:
            own = _default(section, sections, looking_ahead=looking_ahead)
        found.append(own)
        inherited.append(passed)
        sibling[section.parent] = own
        looking_ahead = looking_ahead or (own is not None and own[0] == "directions")
    return found, inherited


def _default(section: RawSection, sections: Sequence[RawSection], *, looking_ahead: bool) -> tuple[str, str] | None:
    """A top heading without a cue stands among results until directions have begun, unless it is a mere frame."""
    following = sections[section.id + 1] if section.id + 1 < len(sections) else None
    if following is not None and following.parent == section.id:
        return None
    return ("directions", "tasks") if looking_ahead else ("achievements", "results")


def _label_of_section(announced: tuple[str, str] | None, inside: Sequence[Labelled], heading: Labelled) -> Labelled:
    """What its heading announces, else its first child; else what most of its blocks are."""
    if announced is None:
        return _majority(inside) if inside else heading
    scores = heading.scores if heading.label == announced[0] else {**_UNKNOWN.scores, "other": 0.0, announced[0]: 1.0}
    return Labelled(announced[0], scores, announced[1])


def _section(section: RawSection, mark: Labelled) -> Section:
    return Section(
        section.id, section.parent, section.level, section.number, section.title, section.start, section.end,
        mark.label, mark.score, mark.scores, mark.aspect,
    )  # fmt: skip


def _majority(marks: Sequence[Labelled]) -> Labelled:
    """The label of most; a tie goes to the first. Scores are the mean."""
    counts = Counter(mark.label for mark in marks)
    most = max(counts.values())
    first = next(mark for mark in marks if counts[mark.label] == most)
    if len(marks) == 1:
        return first
    scores = {label: round(sum(mark.scores[label] for mark in marks) / len(marks), 6) for label in first.scores}
    return Labelled(first.label, scores, first.aspect)


def _runs(blocks: Sequence[RawBlock], marks: Sequence[Labelled]) -> tuple[tuple[Section, ...], list[int | None]]:
    """Sections of a report without headings: runs of body blocks of one label."""
    owner: list[int | None] = [None] * len(blocks)
    runs: list[list[int]] = []
    for index, block in enumerate(blocks):
        if block.kind in OUTSIDE:
            continue
        if runs and marks[runs[-1][-1]].label == marks[index].label:
            runs[-1].append(index)
        else:
            runs.append([index])
    sections = []
    for number, run in enumerate(runs):
        for index in run:
            owner[index] = number
        mark = _majority([marks[index] for index in run])
        sections.append(
            Section(
                number, None, 1, None, None, blocks[run[0]].start, blocks[run[-1]].end, mark.label, mark.score,
                mark.scores, mark.aspect,
            )
        )  # fmt: skip
    return tuple(sections), owner
