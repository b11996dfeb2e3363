"""What the report says about itself: title, number, issuer, place, date, period, signer, kind, level and sector.

It is read from letterhead, title and signature (Nghị định 30/2020/NĐ-CP, annex I; Hướng dẫn 36-HD/VPTW), or from the
title and the byline of a web page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnreport.entities.models import Time
from vnreport.entities.organizations import names_a_body
from vnreport.entities.people import is_person_name
from vnreport.entities.times import Draft
from vnreport.facts.classes import issuer_level, issuer_sector, report_kind
from vnreport.facts.letterhead import find_form, find_issuer
from vnreport.facts.models import Meta, Period
from vnreport.records import replace
from vnreport.structure.blocks import RawBlock
from vnreport.structure.foot import names_office
from vnreport.text.engine import spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern
from vnreport.text.spans import DatedSpan, Span

_NUMBER = pattern(
    r"số\s{0,3}:?\s{0,3}(?P<code>(?:[\d.…]{0,12}\s{0,8}[a-z]?\s?[-/]\s?|"
    r"\d{1,5}\s?[-/]?\s?)[^\W\d_](?:[^\W_]|[&.]|\s?[-/]\s?(?=[^\W\d_])){1,40})"
)
_PLACE_DATE = pattern(
    r"(?P<place>[^\W\d_]{1,12}(?:[ .'-][^\W\d_]{1,12}){0,5})\s?,\s{0,3}(?=(?:ngày|tháng)(?:[\s.…\d]|$))"
)
_TYPE_ALONE = pattern(
    r"(?:báo cáo(?: chính trị| tổng kết| sơ kết| chuyên đề| tóm tắt| kiểm điểm| nhanh| tổng hợp| công tác| kết quả)?|"
    r"tờ trình|kế hoạch|"
    r"thông báo|kết luận|dự thảo|bản kiểm điểm)$"
)
_PERIOD_TYPES = ("months", "half", "quarter", "month", "term", "school_year", "year", "period", "duration")
_OFFICE_LINE = pattern(
    r"(?:t/?m|tm\.|kt\.|k/t|tl\.|t/l|tuq\.|nơi nhận|nơi gửi|thay mặt|-|\+|•|lưu|\(|đã ký|ký tên|người|"
    r"[^\W\d_ ]{1,4}\.)|.*+(?<=[:;])$|.{0,200}lưu:?\s"
)
_DEGREE = pattern(r"^(?:(?:[A-ZĐa-zđ]{1,7}\.){1,3}\s?)")


def find_metadata(text: str, blocks: Sequence[RawBlock], drafts: Sequence[Draft] | Sequence[Time]) -> Meta:
    """The metadata of a normalised text from its blocks, dated by what is known of its times."""
    head = _letterhead(blocks)
    title = _title(text, [block for block in blocks[:30] if block.kind == "title"])
    issuer, parent = find_issuer(text, head, blocks)
    signer = _signer(text, blocks)
    undated = Meta(
        title=title,
        number=_number(text, head),
        issuer=None if issuer is None else issuer.span,
        place=_place(text, head),
        signer=signer,
        parent=None if parent is None else parent.span,
        office=_office(text, blocks, signer),
        form=find_form(head),
        level=issuer_level(issuer, parent, title),
        sector=issuer_sector(issuer, parent, title),
    )
    return date_metadata(undated, text, blocks, drafts)


def date_metadata(meta: Meta, text: str, blocks: Sequence[RawBlock], times: Sequence[Draft] | Sequence[Time]) -> Meta:
    """The metadata with the day, the period and the kind that times show; they give days where they are complete."""
    return replace(
        meta,
        issued_on=_issued_on(text, _letterhead(blocks), blocks, times),
        period=_period(text, meta.title, blocks, times),
        kind=report_kind(meta.title, blocks, times),
    )


def _letterhead(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    return [block for block in blocks[:24] if block.kind == "letterhead"]


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


# Blanks and signs that no letter follows: an emoji behind a headline.
_TAIL = pattern(r"(?<![^\w.,;:!?…”\"’)\]])[^\w.,;:!?…”\"’)\]]++$")


def _title(text: str, titles: Sequence[RawBlock]) -> Span | None:
    if not titles:
        return None
    start, end = titles[0].start, titles[-1].end
    lines = list(re.finditer(r"[^\S\n]*+\S[^\n]*+", text[start:end]))
    while len(lines) > 1 and lines[-1].group().lstrip().startswith("("):
        lines.pop()  # "(Trình bày tại kỳ họp thứ 2 …)"
        end = start + lines[-1].end()
    while lines and re.fullmatch(r"[\s*_=~\-.•oO]++", lines[-1].group()):
        end = start + lines[-2].end() if len(lines) > 1 else end
        lines.pop()
    end = start + len(_TAIL.sub("", text[start:end]))
    if len(lines) > 1 and _TYPE_ALONE.match(spaced(fold(lines[0].group().strip(" *_#")))):
        start += lines[1].start() + len(lines[1].group()) - len(lines[1].group().lstrip())
    start += len(text[start:end]) - len(text[start:end].lstrip("*_#| "))
    return _span(text, start, end) if end > start else None


def _number(text: str, head: Sequence[RawBlock]) -> Span | None:
    for block in head:
        match = _NUMBER.search(fold(block.text))
        if match is None:
            continue
        start, end = block.start + match.start("code"), block.start + match.end("code")
        piece = re.split(r"\s{2,}+(?=[^\W\d_]{2})|\t", text[start:end].strip(" .…"))[0].rstrip()
        begin = text.index(piece, start) if piece else start
        return _span(text, begin, begin + len(piece)) if piece else None
    return None


def _place(text: str, head: Sequence[RawBlock]) -> Span | None:
    for block in head:
        for line in re.finditer(r"[^\n]++", block.text):
            cells = re.split(r"\s{3,}+|\t|\|", line.group())
            for cell in cells:
                match = _PLACE_DATE.search(fold(cell))
                if match is not None:
                    start = block.start + line.start() + line.group().rindex(cell) + match.start("place")
                    return _span(text, start, start + len(match.group("place").rstrip()))
    return None


def _issued_on(
    text: str, head: Sequence[RawBlock], blocks: Sequence[RawBlock], drafts: Sequence[Draft] | Sequence[Time]
) -> DatedSpan | None:
    zone = head or [block for block in blocks[:12] if block.kind in ("byline", "boilerplate")]
    for block in zone:
        for draft in drafts:
            if block.start <= draft.start < block.end and draft.type in ("date", "month"):
                day = _first_day(draft) if draft.type == "date" else None
                return DatedSpan(draft.start, draft.end, draft.text, day)
    return None


def _first_day(item: Draft | Time):  # type: ignore[no-untyped-def]
    if isinstance(item, Time):
        return item.first_day
    if item.low is None or item.impossible or item.low.year is None:
        return None
    return item.low.bounds(item.low.year)[0]


def _period(
    text: str, title: Span | None, blocks: Sequence[RawBlock], drafts: Sequence[Draft] | Sequence[Time]
) -> Period | None:
    """The time that the title names; of a report to a congress the term that ends there.

    "trình Đại hội lần thứ V, nhiệm kỳ 2015 - 2020" names the term of the congress, and the report tells of the one
    before: "nhiệm kỳ 2010 - 2015" where a heading or else the text says it, None where nothing does.
    """
    if title is None:
        return None
    named = [d for d in drafts if title.start <= d.start < title.end and d.type in _PERIOD_TYPES]
    if not named:
        return None
    years = {d.low.year for d in named if isinstance(d, Draft) and d.low is not None and d.low.year is not None}
    first = named[0]
    if first.type == "duration":
        # "5 năm thực hiện Nghị quyết …, giai đoạn 2016 - 2020": the years say which five.
        first = next((d for d in named if d.type == "period"), first)
    found = _as_period(first, next(iter(years)) if len(years) == 1 else None)
    if first.type != "term" or not _TO_CONGRESS.search(fold(text[title.start : first.start])):
        return found
    before = [
        period
        for period in (_as_period(d, None) for d in drafts if d.type in ("term", "period") and d.start >= title.end)
        if period.last_day and found.first_day and period.last_day.year == found.first_day.year
    ]
    headings = [(block.start, block.end) for block in blocks if block.kind == "heading"]
    in_headings = (p for p in before if any(start <= p.start < end for start, end in headings))
    return next(in_headings, next((p for p in before if p.type == "term"), None))


_TO_CONGRESS = pattern(r"(?:trình|tại)\s{1,3}đại hội(?!.{0,600}(?:nghị quyết|thực hiện))", re.DOTALL)


def _as_period(named: Draft | Time, year: int | None) -> Period:
    """A time as the period of a report; `year` completes one that names none."""
    if isinstance(named, Time):
        return Period(named.start, named.end, named.text, named.first_day, named.last_day, named.type)
    if named.impossible or named.low is None or named.high is None or (named.needs_year and year is None):
        return Period(named.start, named.end, named.text, None, None, named.type)
    low, high = named.low.bounds(year or 0), named.high.bounds(year or 0)
    return Period(named.start, named.end, named.text, low[0], high[1], named.type)


# --- signer --------------------------------------------------------------------------------------------------------


_AFTER_NAME = pattern(r"\s{0,8}\([^()]{2,30}\)$")


def _signer(text: str, blocks: Sequence[RawBlock]) -> Span | None:
    lines = [
        (block.start + line.start(), line.group())
        for block in blocks
        if block.kind == "signature"
        for line in re.finditer(r"[^\S\n]*+\S[^\n]*+", block.text)
    ]
    for start, line in reversed(lines):
        cell = re.split(r"\s{3,}+|\t|\s?\|\s?", line.strip(" |"))[-1]
        at = start + line.rindex(cell)
        bare = _AFTER_NAME.sub("", cell).strip("*_ ")
        at, cell = (at + cell.index(bare), bare) if bare else (at, cell)
        if names_a_body(fold(cell), 0):
            continue
        degree = _DEGREE.match(cell)
        if degree is not None:
            at, cell = at + degree.end(), cell[degree.end() :]
        if is_person_name(cell):
            return _span(text, at, at + len(cell))
    for block in reversed(blocks):
        if block.kind == "byline" and block.start > len(text) // 2 and ":" not in block.text:
            words = block.text.split()
            name = re.match(
                (
                    r"[^\W\d_]++ [^\W\d_]++(?: [^\W\d_]++){0,2}?(?=\s(?:LĐLĐ|Hội|Ban|UBND|Công|Liên|Văn|Phòng|Sở|Huyện|"
                    r"Tỉnh|Đoàn)\b|\s?[-–,(])"
                ),
                block.text,
            )
            if name is not None and is_person_name(name.group()) and len(words) > len(name.group().split()):
                return _span(text, block.start, block.start + len(name.group()))
    return None


_NOTE = pattern(r"\W*+(?:đã ký|ký tên|ký, ghi|ký,|chữ ký)")


def _office(text: str, blocks: Sequence[RawBlock], signer: Span | None) -> Span | None:
    """The office of the signer: the nearest cell above the name that says one ("PHÓ CHỦ TỊCH")."""
    if signer is None:
        return None
    for block in reversed(blocks):
        if block.kind != "signature" or block.start > signer.start:
            continue
        lines = list(re.finditer(r"[^\S\n]*+\S[^\n]*+", text[block.start : min(block.end, signer.start)]))
        for line in reversed(lines):
            for cell in reversed(
                list(re.finditer(r"[^\s|](?:[^\n\t|]{0,300}?[^\s|])??(?=\s{3}|\t|\s?\||$)", line.group()))
            ):
                words = cell.group().strip("*_ ")
                if _NOTE.match(fold(words)):
                    continue
                if names_office(words):
                    start = block.start + line.start() + cell.start() + cell.group().index(words)
                    return _span(text, start, start + len(words))
    return None
