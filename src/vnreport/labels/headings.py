"""What headings announce: "II. NHỮNG TỒN TẠI, HẠN CHẾ" opens limitations, "1. Trồng trọt" says nothing of its own.

The cues are a table, `section_labels.tsv`. What a heading does not announce it has from the heading above it; a heading
of causes belongs to the section before it. These are readings of headings alone: they are evidence for the labels of
the sentences below, and decide none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.records import record
from vnreport.structure.outline import RawSection
from vnreport.text.engine import trie_pattern
from vnreport.text.normalize import fold


@record
class Announcement:
    """What a heading announces; `inherited` where a heading above it does."""

    label: str
    aspect: str
    inherited: bool = False


@lexicon_cache
def _cues() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    rows = load_table("section_labels", "cue", "label", "aspect", "source")
    cues = {row["cue"]: (row["label"], row["aspect"]) for row in rows}
    return re.compile(rf"(?<![^\W\d_])(?:{trie_pattern(cues)})(?![^\W\d_])"), cues


def heading_label(title: str) -> tuple[str, str] | None:
    """The label and aspect that a heading announces, by its first cue; None where it has none.

    >>> heading_label("II. NHỮNG TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    ('limitations', 'shortcomings')
    >>> heading_label("1. Trồng trọt") is None
    True
    """
    pattern, cues = _cues()
    for match in pattern.finditer(re.sub(r"\s++", " ", fold(title))):
        label, aspect = cues[match.group()]
        if label != "none":
            return label, aspect
    return None


def announcements(sections: Sequence[RawSection]) -> list[Announcement | None]:
    """What the heading of each section announces; None where neither it nor one above it says anything."""
    found: list[Announcement | None] = []
    before: dict[int | None, Announcement | None] = {}
    for section in sections:
        own = heading_label(section.title or "")
        above = None if section.parent is None else found[section.parent]
        result = None
        if own is None:
            result = above and Announcement(above.label, above.aspect, inherited=True)
        elif own[0] == "inherit":
            sibling = before.get(section.parent)
            known = sibling is not None and sibling.label in ("achievements", "limitations")
            result = Announcement(sibling.label if known and sibling is not None else "limitations", own[1])
        elif own == ("directions", "goals") and above is not None and above.label == "achievements":
            result = above  # "1. Các chỉ tiêu chính" among results
        else:
            result = Announcement(*own)
        found.append(result)
        before[section.parent] = result
    return found
