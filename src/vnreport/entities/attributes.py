"""What adjoins a cited document: its date, issuer, title and provisions, each with its own span.

The parts follow the core in the order that the drafting rules give (date, issuer, title) or in any other that reports
use; each is read only where it adjoins what was read before it, so nothing is taken from a neighbouring citation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vnreport.entities.models import Provision, Reference, Time
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import alternation
from vnreport.text.letters import UPPER
from vnreport.text.spans import DatedSpan, Span

_BEFORE_DATE = re.compile(rf"{_WS},?{_WS}\(?{_WS}(?:được{_WS})?(?:ban{_WS}hành{_WS}|ký{_WS})?(?:vào{_WS})?,?{_WS}")
_BEFORE_ISSUER = re.compile(rf"{_WS},?{_WS}(?:do|của){_WS}")
_PROVISION_LINK = re.compile(rf"[\s,]{{0,4}}(?:(?:của|tại|trong|kèm{_WS}theo|ban{_WS}hành{_WS}kèm{_WS}theo){_WS})?$")
_SESSION = re.compile(rf"(?:,?{_WS}\(?{_WS}khóa{_WS}(?:[ivxl]{{1,6}}|\d{{1,2}})(?![^\W_])\)?)")
_ACRONYM = re.compile(rf"{_WS}\([^\W\d_]{{2,10}}\)")
_WORD = re.compile(r"[^\W\d_]{1,14}")
_GAP = re.compile(_WS)


@lexicon_cache
def _issuer_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = load_table("issuer_words", "word", "kind", "source")
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(row["word"])
    heads = re.compile(
        rf"(?:(?P<whole>{alternation(by_kind['whole'])})|(?P<head>{alternation(by_kind['head'])}))(?![^\W\d_])"
    )
    inner = re.compile(rf"(?:{alternation(by_kind['inner'] + by_kind['level'])})(?![^\W\d_])")
    return heads, inner


_NOT_A_NAME = re.compile(
    rf"(?:về|ban{_WS}hành|quy{_WS}định|nghị{_WS}quyết|chỉ{_WS}thị|kế{_WS}hoạch|quyết{_WS}định|luật|"
    rf"thông{_WS}tư|nghị{_WS}định|kết{_WS}luận|"
    rf"hướng{_WS}dẫn|chương{_WS}trình|đề{_WS}án|báo{_WS}cáo|công{_WS}văn|quy{_WS}chế|điều{_WS}lệ|"
    rf"bộ{_WS}luật)(?![^\W_])"
)


def read_issuer(text: str, folded: str, start: int) -> int | None:
    """Where the name of an issuing body that begins at `start` ends; None where none begins."""
    heads, inner = _issuer_patterns()
    match = heads.match(folded, start)
    if match is None or (not text[start].isupper() and match.lastgroup == "head" and match.group() not in _SMALL_HEADS):
        return None
    end = match.end()
    joined = False
    for _ in range(24):
        gap = _GAP.match(folded, end)
        cursor = gap.end() if gap else end
        if session := _SESSION.match(folded, end):
            closing = session.group().endswith(")")
            opening = "(" in session.group()
            end = session.end() - (1 if closing and not opening else 0)
            break
        if acronym := _ACRONYM.match(folded, end):
            end = acronym.end()
            continue
        if cursor == end or cursor >= len(text) or _NOT_A_NAME.match(folded, cursor):
            break
        if following := heads.match(folded, cursor):
            if not (text[cursor].isupper() or following.group() in ("trung ương", "nhân dân")):
                break
            end, joined = following.end(), False
            continue
        if small := inner.match(folded, cursor):
            if small.group() == "và":
                after = _GAP.match(folded, small.end())
                following_start = after.end() if after else small.end()
                a_name = text[following_start : following_start + 1].isupper() and not heads.match(
                    folded, following_start
                )
                if not a_name and not inner.match(folded, following_start):
                    break
                joined = True
            elif text[cursor].islower() and match.lastgroup == "whole" and small.group() not in _AFTER_WHOLE:
                break
            end = small.end()
            continue
        word = _WORD.match(text, cursor)
        if word is None or not word.group()[0].isupper():
            break
        if match.lastgroup == "whole" and not joined and not _is_place_word(folded, end):
            break
        end = word.end()
    trailing = re.compile(rf"{_WS}và$").search(folded, start, end)
    return trailing.start() if trailing else end


_SMALL_HEADS = frozenset(
    ("ban chấp hành", "ban thường vụ", "tỉnh ủy", "huyện ủy", "thành ủy", "đảng ủy", "ủy ban nhân dân")
)
_AFTER_WHOLE = frozenset(("việt nam", "tỉnh", "huyện"))


def _is_place_word(folded: str, end: int) -> bool:
    return folded[max(0, end - 9) : end].endswith(("tỉnh", "huyện", "xã", "thành phố", "việt", "lao động"))


@dataclass(slots=True)
class _Parts:
    date: DatedSpan | None = None
    issuer: Span | None = None
    title: Span | None = None
    end: int = 0


def attach(
    text: str,
    folded: str,
    references: Sequence[Reference],
    times: Sequence[Time],
    provisions: Sequence[Provision],
) -> list[Reference]:
    """The references with date, issuer, title, provisions and extent; shared ones go back over a series."""
    dates = {time.start: time for time in times if time.type in ("date", "period")}
    starts = [reference.start for reference in references]
    by_end: dict[int, list[Provision]] = {}
    for provision in provisions:
        by_end.setdefault(provision.end, []).append(provision)
    result: list[Reference] = []
    for index, reference in enumerate(references):
        limit = starts[index + 1] if index + 1 < len(starts) else len(text)
        parts = _read_tail(text, folded, reference, dates, limit)
        before = _provisions_before(text, folded, reference, by_end)
        start = before[0].start if before else reference.start
        extent = Span(start, parts.end, text[start : parts.end])
        result.append(
            replace(
                reference, issued_on=parts.date, issuer=parts.issuer, title=parts.title, provisions=tuple(before),
                extent=extent,
            )
        )  # fmt: skip
    return _share(text, folded, result, times)


def _provisions_before(
    text: str, folded: str, reference: Reference, by_end: dict[int, list[Provision]]
) -> list[Provision]:
    for end in range(reference.start, max(-1, reference.start - 26), -1):
        if end in by_end and _PROVISION_LINK.match(folded[end : reference.start]):
            return by_end[end]
    return []


def _read_tail(text: str, folded: str, reference: Reference, dates: dict[int, Time], limit: int) -> _Parts:
    parts = _Parts(end=reference.end)
    for _ in range(3):
        time = _date_after(folded, parts.end, dates, limit) if parts.date is None else None
        if time is not None and time.type == "date":
            parts.date = DatedSpan(time.start, time.end, time.text, time.first_day)
            parts.end = time.end
            continue
        if parts.issuer is None and (link := _BEFORE_ISSUER.match(folded, parts.end)):
            end = read_issuer(text, folded, link.end())
            if end is not None and end <= limit:
                parts.issuer = Span(link.end(), end, text[link.end() : end])
                parts.end = end
                continue
        break
    if reference.rule.endswith((".anaphora", ".bare", ".named", ".named_unlisted")):
        return parts
    title = read_title(text, folded, parts.end, limit)
    if title is not None:
        parts.title = title
        closing = text[title.end : title.end + 1]
        parts.end = title.end + (1 if closing in '”"’»' and closing else 0)
    return parts


def _date_after(folded: str, end: int, dates: dict[int, Time], limit: int) -> Time | None:
    match = _BEFORE_DATE.match(folded, end)
    for start in {match.end() if match else end, end}:
        if start in dates and start < limit:
            return dates[start]
    return None


# --- titles --------------------------------------------------------------------------------------------------------

_TITLE_LEAD = re.compile(
    rf"{_WS},?{_WS}(?:(?:quy{_WS}định|hướng{_WS}dẫn){_WS})?(?:về{_WS}việc|về){_WS}(?P<quote>[“\"‘«]{{0,2}})"
    rf"|{_WS},?{_WS}(?P<plain>(?=(?:quy{_WS}định{_WS}(?:chi{_WS}tiết|một{_WS}số|mức|chế{_WS}độ|việc|chức{_WS}năng)|"
    rf"hướng{_WS}dẫn{_WS}(?:thi{_WS}hành|thực{_WS}hiện|một{_WS}số)|sửa{_WS}đổi|phê{_WS}duyệt|"
    rf"ban{_WS}hành(?!{_WS}về))(?![^\W_])))"
    rf"|{_WS},?{_WS}:?{_WS}(?P<bare>[“\"])"
)
_QUOTE_END = re.compile(r"[”\"’»]")
_TITLE_STOP = re.compile(
    rf"[.;:)\n”]|,(?=\s)|\s-\s(?=[{UPPER}])|{_WS}(?:và|cùng|cũng){_WS}(?=\S)|{_WS}(?=đã{_WS}|"
    rf"gắn{_WS}với|để{_WS}|nhằm{_WS}|(?<!làm\s)theo{_WS}|thông{_WS}qua{_WS}|tới{_WS}|đến{_WS}(?!năm)|cho{_WS}\d)"
)
_CLAUSE_START = re.compile(
    rf"(?:các|những|ban|ubnd|hđnd|bch|btv|đảng|huyện|tỉnh|xã|trong|đã|đến|nhất|đồng{_WS}thời|theo|qua|"
    rf"với|nhiều|công{_WS}đoàn|lđlđ|"
    rf"hội|đoàn|chi|sở|phòng|thường|nhằm|từ|năm|toàn|trên|cấp|ngành|tổ|tập|căn|thực{_WS}hiện|"
    rf"chỉ{_WS}đạo|lãnh{_WS}đạo|tham{_WS}mưu|triển{_WS}khai)(?![^\W_])"
)


def read_title(text: str, folded: str, start: int, limit: int) -> Span | None:
    """The title after a core, its date and its issuer: what stands between quotes, else up to the end of its phrase."""
    lead = _TITLE_LEAD.match(folded, start)
    if lead is None:
        return None
    begin = lead.end()
    if lead.group("quote") or lead.group("bare"):
        closing = _QUOTE_END.search(text, begin, min(len(text), begin + 400))
        if closing is None:
            return None
        return _trimmed(text, begin, closing.start())
    if (
        lead.group("plain") is not None
        and folded[begin:].startswith("ban hành")
        and "theo" in folded[begin : begin + 14]
    ):
        return None
    end = _title_end(text, folded, begin, limit)
    return _trimmed(text, begin, end)


def _title_end(text: str, folded: str, begin: int, limit: int) -> int:
    cursor = begin
    depth = 0
    stop = min(len(text), begin + 500)
    while match := _TITLE_STOP.search(folded, cursor, stop):
        mark = match.group()
        place = match.start()
        if place >= limit > begin:
            break
        if mark == "\n":
            if folded[place + 1 : place + 2] in ("\n", "") or re.match(
                r"[ \t]*(?:\n|[-+*•]|\d{1,2}[.)]|[ivx]+[./-])", folded[place + 1 : place + 12]
            ):
                return place
        elif mark == "." and folded[place + 1 : place + 2].isalnum() and folded[place - 1 : place].isdigit():
            pass
        elif mark == ")" and folded.count("(", begin, place) > depth:
            depth += 1
        elif mark == ",":
            if _begins_clause(text, folded, place + 1):
                return place
        elif mark.strip() in ("và", "cùng", "cũng"):
            if (
                limit - match.end() < 8
                or (text[match.end() : match.end() + 1].isupper() and limit - match.end() < 60)
                or _clause_verb(folded, match.end())
            ):
                return place
        else:
            return place
        cursor = match.end()
    return min(limit, stop) if limit > begin else stop


def _begins_clause(text: str, folded: str, place: int) -> bool:
    gap = re.compile(r"\s{0,4}").match(folded, place)
    start = gap.end() if gap else place
    return text[start : start + 1].isupper() or _CLAUSE_START.match(folded, start) is not None


def _clause_verb(folded: str, place: int) -> bool:
    return re.match(r"(?:đã|được|các nghị|các quyết|các kế|các văn)\s", folded[place : place + 10]) is not None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ',;:.-“"('):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end, text[start:end]) if end - start > 2 else None


# --- sharing over a series -----------------------------------------------------------------------------------------

_SERIES_GAP = re.compile(rf"{_WS}(?:,|;|và|/|&|hoặc|,{_WS}và){_WS}(?:các{_WS})?(?:số{_WS})?$")
_RESPECTIVELY = re.compile(rf"{_WS},?{_WS}(?:lần{_WS}lượt|tương{_WS}ứng|cùng)?{_WS}(?:(?:vào|là|các){_WS}){{0,2}}$")
_NUMBERED_TYPES = frozenset(("law", "code", "ordinance", "constitution"))


def _issuer_part(reference: Reference) -> str | None:
    if reference.symbol is None:
        return None
    parts = re.split(r"[-/]", reference.symbol)
    return parts[-1] if len(parts) > 1 else None


def _share(text: str, folded: str, references: list[Reference], times: Sequence[Time]) -> list[Reference]:
    """Date and issuer given once go back over the members of a series that lack their own."""
    result = list(references)
    run: list[int] = []
    for index in range(len(result) + 1):
        adjoining = (
            index < len(result)
            and run
            and _SERIES_GAP.match(
                folded[(result[run[-1]].extent or result[run[-1]]).end : (result[index].extent or result[index]).start]
            )
        )
        if adjoining:
            run.append(index)
            continue
        if len(run) > 1:
            _share_run(folded, result, run, times)
        run = [index]
    return result


def _share_run(folded: str, result: list[Reference], run: list[int], times: Sequence[Time]) -> None:
    last = result[run[-1]]
    listed = _respective_dates(folded, last, times, len(run))
    if listed:
        for index, time in zip(run, listed, strict=True):
            result[index] = replace(
                result[index], issued_on=DatedSpan(time.start, time.end, time.text, time.first_day)
            )  # fmt: skip
    for index in run[:-1]:
        member = result[index]
        if member.type in _NUMBERED_TYPES or last.type in _NUMBERED_TYPES:
            continue
        same_issuer = _issuer_part(member) == _issuer_part(last)
        if not same_issuer:
            continue
        if member.issuer is None and last.issuer is not None:
            member = replace(member, issuer=last.issuer)
        if member.issued_on is None and last.issued_on is not None and (
            member.type == last.type or member.rule.endswith("series")
        ):  # fmt: skip
            member = replace(member, issued_on=last.issued_on)
        result[index] = member


def _respective_dates(folded: str, last: Reference, times: Sequence[Time], count: int) -> list[Time] | None:
    """ "lần lượt ngày 05/8 và 09/9/2021": as many dates as members, in their order."""
    after = [time for time in times if last.end <= time.start < last.end + 60 * count and time.type == "date"][:count]
    if len(after) != count or not _RESPECTIVELY.match(folded[last.end : after[0].start]):
        return None
    for left, right in itertools.pairwise(after):
        if not re.fullmatch(r"\s*(?:,|và|;|,\s*và)\s*(?:ngày\s*)?", folded[left.end : right.start]):
            return None
    return after
