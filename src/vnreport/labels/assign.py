"""The labels of a whole report: sentences by the model, then blocks and sections from their sentences.

A block takes the label of most of its sentences (a tie goes to the first), a section that of its heading, which the
model reads with what follows it. A report without headings gets sections from runs of one label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vnreport.labels.model import Labelled
from vnreport.records import record
from vnreport.structure.blocks import RawBlock
from vnreport.structure.layout import OUTSIDE, section_of_blocks
from vnreport.structure.models import Block, Section, Sentence
from vnreport.structure.outline import RawSection


@record
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
    labelled: Sequence[Labelled] | None,
) -> LabelledStructure:
    """The labels of sentences (`spans` are start, end and block) given to blocks and sections; None: all are other."""
    owner = section_of_blocks(blocks, sections)
    if labelled is None:
        labelled = [_UNKNOWN] * len(spans)
    by_block: list[list[Labelled]] = [[] for _ in blocks]
    for (_, _, block), mark in zip(spans, labelled, strict=True):
        by_block[block].append(mark)
    marks = [_majority(own or [_UNKNOWN]) for own in by_block]
    sentences = tuple(
        Sentence(start, end, text[start:end], block, mark.label, mark.score, mark.scores, mark.aspect)
        for (start, end, block), mark in zip(spans, labelled, strict=True)
    )
    if sections:
        tree = tuple(_section(section, marks[section.block]) for section in sections)
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


_UNKNOWN = Labelled("other", {"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 1.0}, None)


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
