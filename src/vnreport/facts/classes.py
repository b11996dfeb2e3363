"""The kind of a report, and level and sector of its issuer: closed lists, by the words of title and letterhead.

The words stand in `report_kinds.tsv` and `issuer_classes.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.models import Time
from vnreport.entities.places import level_of_body
from vnreport.entities.times import Draft
from vnreport.facts.letterhead import Body
from vnreport.lexicon import lexicon_cache_by, load_table
from vnreport.structure.blocks import RawBlock
from vnreport.text.engine import Phrases, spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

_KINDS = {
    "month": "month", "quarter": "quarter", "half": "half", "year": "year", "school_year": "year", "term": "term",
}  # fmt: skip

_PARTS_OF_TERM = frozenset(("month", "quarter", "half", "year"))
_BY_MONTHS = {3: "quarter", 6: "half", 9: "nine_months"}
# "kết quả hoạt động 9 tháng, chương trình công tác quý IV": the months of the year, of which no length is spoken.
_MONTHS = pattern(r"(?<!sau )(?<!trong )\b0?([369]) tháng(?=,| và |$)")
# So much of the title's first block is looked at for words of its type line.
_FIRST_WORDS = 300


def _plain(words: str) -> str:
    return spaced(fold(words.lstrip("*_# ")))


def report_kind(title: Span | None, blocks: Sequence[RawBlock], drafts: Sequence[Draft] | Sequence[Time]) -> str | None:
    """The kind that the title names by its words (`report_kinds.tsv`) or by its time; news is no report's title."""
    if title is None:
        return None
    folded = spaced(fold(title.text))
    above = next((block for block in blocks[:30] if block.kind == "title"), None)
    # "BÁO CÁO KIỂM ĐIỂM" above the title says its kind too.
    named = _kinds_named(folded) | (set() if above is None else _kinds_named(_plain(above.text[:_FIRST_WORDS])))
    if "congress" in named and "đại hội" in folded:
        return "congress"
    if "report" not in named and _is_news(blocks):
        return "news"
    inside = [d for d in drafts if title.start <= d.start < title.end]
    if inside and (inside[0].type == "months" or re.match(r"\d tháng đầu", folded)):
        match = re.match(r"\D{0,3}(\d{1,2})", inside[0].text)
        count = int(match.group(1)) if match else 0
        return _BY_MONTHS.get(count, "other")
    for kind in ("other", "middle", "thematic", "term"):
        # "… năm 2024; chương trình … của nhiệm kỳ 2020 - 2025" tells of the year.
        if kind in named and not (kind == "term" and inside and inside[0].type in _PARTS_OF_TERM):
            return "term" if kind == "middle" else kind
    if inside and inside[0].type == "duration" and (months := _MONTHS.search(folded)):
        return _BY_MONTHS[int(months.group(1))]
    for item in inside:
        if item.type in _KINDS:
            return _KINDS[item.type]
        if item.type == "period":
            return "summary"
    if "summary" in named:
        return "summary"
    return "thematic" if "topic" in named else None


def _is_news(blocks: Sequence[RawBlock]) -> bool:
    """A page without a letterhead that shows its author, a picture or the furniture of a web site."""
    kinds = {block.kind for block in blocks}
    return "letterhead" not in kinds and not kinds.isdisjoint(("byline", "caption", "boilerplate"))


def _kinds_named(folded: str) -> set[str]:
    """The kinds that words of a title name."""
    starts = (0, *(match.end() for match in re.finditer(r":\s?[\"“*#]{0,4}", folded)))
    return {
        row["kind"]
        for row in load_table("report_kinds", "words", "place", "kind", "source")
        if (
            row["words"] in folded if row["place"] == "any" else any(folded.startswith(row["words"], s) for s in starts)
        )
    }


@lexicon_cache_by
def _classes(field: str) -> Phrases[str]:
    rows = load_table("issuer_classes", "words", "field", "value", "source")
    table = {row["words"]: row["value"] for row in rows if row["field"] in (field, "both")}
    return Phrases(table, before_digits=True)


def _named_classes(field: str, name: str) -> list[str]:
    """The levels or sectors that the words of a name say, in their order; a word behind a level word is a proper name.

    "LĐLĐ tỉnh Trường Giang" names no school; a row without a value hides what it holds ("môi trường", "xã hội").
    """
    folded = spaced(fold(name))
    return [
        found.value
        for found in _classes(field).each(folded)
        if found.value and not _LEVEL_BEFORE.search(folded, max(0, found.start - 12), found.start)
    ]


_LEVEL_BEFORE = pattern(r"(?<![^\W\d_])(?:tỉnh|huyện|xã|phường|quận|thành phố|thị xã|thị trấn) $")


def issuer_sector(issuer: Body | None, parent: Body | None, title: Span | None) -> str | None:
    """The sector that the head of the issuer's name says, or else that of its parent, or else the title."""
    for name in (issuer and issuer.name, parent and parent.name, title and title.text):
        named = _named_classes("sector", name or "")
        if named:
            return named[0]
    return None


# The name of a body may hold that of a higher one ("chi bộ văn phòng Tỉnh ủy"), never that of a lower one.
_LEVELS = ("cell", "unit", "commune", "district", "province", "central")


def issuer_level(issuer: Body | None, parent: Body | None, title: Span | None) -> str | None:
    """The lowest level that the issuer's name says, or else that of its parent, or else the first one of the title."""
    for body in (issuer, parent):
        named = _named_classes("level", body.name) if body is not None else []
        if named:
            return min(named, key=_LEVELS.index)
        if body is not None and (placed := level_of_body(body.name)) is not None:
            return placed
    return next(iter(_named_classes("level", title.text)), None) if title is not None else None
