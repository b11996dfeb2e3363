"""The layout of a text: its blocks, sections and sentences in the coordinates of the source, before any label."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from vnreport.records import record
from vnreport.structure.blocks import RawBlock, find_blocks
from vnreport.structure.models import Block, Section, Sentences
from vnreport.structure.outline import RawSection, find_sections
from vnreport.structure.sentences import split_block
from vnreport.text.normalize import NormalizedText

# Kinds of block that stand around the report and belong to no run of its body.
OUTSIDE = frozenset(("title", "letterhead", "signature", "boilerplate", "byline", "caption"))


@record
class Layout:
    """Blocks, sections and sentences with `label_score` 0 and no `label_scores`: nobody has asked for labels."""

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: Sentences


def lay_out(source: NormalizedText) -> Layout:
    """Blocks, outline and sentences of a normalised text, as spans of its source."""
    text, starts, ends = source.source, source.starts, source.ends
    raw = find_blocks(source.text)
    outline = find_sections(raw)
    owner = section_of_blocks(raw, outline) if outline else [None if b.kind in OUTSIDE else 0 for b in raw]
    blocks = []
    firsts, lasts, homes = array("I"), array("I"), array("I")
    for index, block in enumerate(raw):
        start, end = block.start, block.end
        if starts is not None and ends is not None:
            start, end = starts[start], ends[end - 1]
        number = block.numbering.number if block.numbering else None
        blocks.append(Block(start, end, text[start:end], block.kind, number, owner[index]))
        for start, end in split_block(block):
            if starts is not None and ends is not None:
                start, end = starts[start], ends[end - 1]
            firsts.append(start)
            lasts.append(end)
            homes.append(index)
    sections = []
    for item in outline:
        start, end = source.to_source(item.start, item.end)
        sections.append(Section(item.id, item.parent, item.level, item.number, item.title, start, end))
    body = [block for block, home in zip(blocks, owner, strict=True) if home is not None]
    if body and not sections:
        sections.append(Section(0, None, 1, None, None, body[0].start, body[-1].end))
    return Layout(tuple(blocks), tuple(sections), Sentences(text, firsts, lasts, homes))


def section_of_blocks(blocks: Sequence[RawBlock], sections: Sequence[RawSection]) -> list[int | None]:
    """The innermost section of each block; None before the first heading and after the last section."""
    owner: list[int | None] = [None] * len(blocks)
    for section in sections:
        for index in range(section.block, len(blocks)):
            if blocks[index].start >= section.end:
                break
            owner[index] = section.id
    return owner
