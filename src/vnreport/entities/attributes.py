"""What adjoins a cited document: its date, issuer, title and provisions, each with its own span.

The parts follow the core in the order that the drafting rules give (date, issuer, title) or in any other that reports
use; each is read only where it adjoins what was read before it, so nothing is taken from a neighbouring citation. An
issuer may also stand before, as the subject that issues ("Ban Thường vụ Huyện ủy đã ban hành …"). What is written once
for a row of documents is shared out over its members.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from vnreport.entities.issuers import issues_under, read_issuer, subject_before
from vnreport.entities.models import Provision, Reference, Time
from vnreport.entities.titles import Inner, opens_title, read_title, states_what_became
from vnreport.records import record, replace
from vnreport.text.engine import GAP as _WS
from vnreport.text.patterns import pattern
from vnreport.text.spans import DatedSpan, Span

_BEFORE_DATE = pattern(
    rf"{_WS}[,;]?{_WS}(?P<open>\(?){_WS}(?:(?:được|do){_WS})?(?:(?:ký{_WS})?ban{_WS}hành{_WS}|ký{_WS}|thông{_WS}qua{_WS}|công{_WS}bố{_WS})?"
    rf"(?:vào{_WS}|cùng{_WS})?,?{_WS}"
)
# "(của Bộ Nội vụ ngày 02/02/2021, quy định …)".
_IN_BRACKET = pattern(rf"{_WS},(?={_WS}(?:quy{_WS}định|hướng{_WS}dẫn|ban{_WS}hành|phê{_WS}duyệt|sửa{_WS}đổi))")
_CLOSE = pattern(rf"{_WS}\)")
_BEFORE_ISSUER = pattern(rf"{_WS},?{_WS}\(?{_WS}(?:do|của){_WS}")
# "ngày 23 tháng 4 năm 2018 Chính phủ về …": the "của" is lost.
_LOST_OF = pattern(rf"(?=\s){_WS}")
_ABOUT = pattern(rf"{_WS}(?:về|quy{_WS}định|ban{_WS}hành|hướng{_WS}dẫn|phê{_WS}duyệt|v/v)(?![^\W_])")
_OPENS = pattern(rf"\s{_WS}(?:về|v/v|quy{_WS}định|ban{_WS}hành|hướng{_WS}dẫn|phê{_WS}(?:duyệt|chuẩn))(?=\s)")
_ISSUED_BY = pattern(rf"{_WS},?{_WS}(?:đã{_WS})?(?:được|do){_WS}")
_ISSUED = pattern(rf"{_WS}(?:ký{_WS}ban{_WS}hành|ban{_WS}hành|thông{_WS}qua|phê{_WS}duyệt|ký)(?![^\W_])")
_MEETING = pattern(
    rf"{_WS},?{_WS}(?:tại{_WS})?kỳ{_WS}họp{_WS}(?:lần{_WS})?(?:thứ{_WS})?(?:chuyên{_WS}đề|[^\W_]{{1,6}})"
)
_WITH = pattern(rf"{_WS}(?:với|giữa){_WS}")
_BEGINS_SENTENCE = pattern(r"(?:^|[.:!?\n])[\s\-+*•“\"]{0,6}$")
# "Nghị quyết 27 (khoá X) về …": the term of who issued it.
_TERM = pattern(rf"{_WS},?{_WS}\(?{_WS}khóa{_WS}(?:[ivxl]{{1,6}}|\d{{1,2}})(?![^\W_]){_WS}\)?")
_PROVISION_LINK = pattern(rf"[\s,-]{{0,4}}(?:(?:của|tại|trong|kèm{_WS}theo|ban{_WS}hành{_WS}kèm{_WS}theo){_WS})?$")
_BRACKET = pattern(rf"{_WS}\({_WS}(?:tại{_WS})?")
_PROVISION_REACH = 26
_PROVISION_ROW = pattern(rf"{_WS}(?:,|;|và|hoặc|;{_WS}và|,{_WS}và){_WS}(?:tại{_WS})?$")
_ROW_REACH = 10
# How many documents and provisions a title may name.
_INSIDE = 24
_UNTITLED = (".anaphora", ".bare", ".defined", ".named", ".named_unlisted", ".named_amending")
_JOINT = frozenset(("joint_circular", "joint_resolution", "joint_program"))


@record(frozen=False)
class _Parts:
    date: DatedSpan | None = None
    issuer: Span | None = None
    title: Span | None = None
    end: int = 0
    bracket: bool = False  # one is open behind the document: "(ngày 24/4/2025 của Bộ Nội vụ)"


def attach(
    text: str,
    folded: str,
    references: Sequence[Reference],
    times: Sequence[Time],
    provisions: Sequence[Provision],
    blocks: Sequence[int] = (),
) -> list[Reference]:
    """The references with date, issuer, title, provisions and extent; shared ones go over a series.

    `blocks` are the places where blocks of the text begin: no title runs on into the next one.
    """
    dates = {time.start: time for time in times if time.type in ("date", "period")}
    by_end: dict[int, list[Provision]] = {}
    by_start: dict[int, list[Provision]] = {}
    for provision in provisions:
        by_end.setdefault(provision.end, []).append(provision)
        by_start.setdefault(provision.start, []).append(provision)
    places: dict[int, Inner] = {item.start: Inner(item.start, item.end, None, False) for item in provisions}
    places |= {item.start: Inner(item.start, item.end, item.type, False) for item in references}
    named = [places[start] for start in sorted(places)]
    at = {item.start: index for index, item in enumerate(named)}
    result: list[Reference] = []
    reach = list(itertools.accumulate((item.end for item in references), max, initial=0))
    # From the last to the first: what a title names inside has been read when the title is.
    for place, reference in reversed(list(enumerate(references))):
        if reach[place] >= reference.end:  # inside the name of an amending law, whose date and issuer follow
            result.append(replace(reference, extent=Span(reference.start, reference.end, reference.text)))
            continue
        index = at[reference.start]
        inside = [item for item in named[index + 1 : index + 1 + _INSIDE] if item.start >= reference.end]
        block = bisect_right(blocks, reference.start)
        stop = blocks[block] if block < len(blocks) else len(text)
        before = _provisions_before(folded, reference, by_end)
        parts = _read_tail(text, folded, reference, dates, inside, stop, cited=not before)
        named[index] = Inner(reference.start, parts.end, reference.type, parts.title is not None)
        if not before and (bracket := _BRACKET.match(folded, parts.end)):
            before, parts.end = _provisions_behind(folded, bracket.end(), by_start, parts.end)
        start = min(before[0].start, reference.start) if before else reference.start
        result.append(
            replace(
                reference, issued_on=parts.date, issuer=parts.issuer, title=parts.title, provisions=tuple(before),
                extent=Span(start, parts.end, text[start : parts.end]),
            )
        )  # fmt: skip
    result.reverse()
    return _share(text, folded, result, times)


def _provisions_before(folded: str, reference: Reference, by_end: dict[int, list[Provision]]) -> list[Provision]:
    """The provisions before a document: "điểm a khoản 1 Điều 12, khoản 2 Điều 13 Luật …" are two."""
    found = _provisions_at(folded, reference.start, by_end, _PROVISION_REACH, _PROVISION_LINK)
    start = found[0].start if found else 0
    while found and len(found) < _INSIDE:
        further = _provisions_at(folded, start, by_end, _ROW_REACH, _PROVISION_ROW)
        if not further:
            break
        found, start = [*further, *found], further[0].start
    return found


def _provisions_behind(
    folded: str, place: int, by_start: dict[int, list[Provision]], end: int
) -> tuple[list[Provision], int]:  # fmt: skip
    """The provisions in brackets behind a document, "Luật Đất đai (khoản 3 Điều 81)", and where the bracket ends."""
    found = by_start.get(place, [])
    closing = _CLOSE.match(folded, found[0].end) if found else None
    return ([], end) if closing is None else (found, closing.end())


def _provisions_at(
    folded: str, place: int, by_end: dict[int, list[Provision]], reach: int, link: re.Pattern[str]
) -> list[Provision]:  # fmt: skip
    for end in range(place, max(-1, place - reach), -1):
        if end in by_end and link.match(folded[end:place]):
            return by_end[end]
    return []


def _read_tail(
    text: str, folded: str, reference: Reference, dates: dict[int, Time], inside: Sequence[Inner], stop: int, *,
    cited: bool,
) -> _Parts:  # fmt: skip
    parts = _Parts(end=reference.end)
    if _NEXT_CELL.match(text, parts.end):
        _read_cells(text, folded, parts, dates, stop)
        return parts
    limit = inside[0].start if inside else len(text)
    joint = reference.type in _JOINT or (reference.symbol or "").count("-") + (reference.symbol or "").count("/") > 1
    for _ in range(4):
        if parts.bracket and (bracket := _CLOSE.match(folded, parts.end)):
            parts.end, parts.bracket = bracket.end(), False
        if not (
            _read_date(folded, parts, dates, limit)
            or _read_issuer(text, folded, parts, limit, joint=joint)
            or _skip(text, folded, parts, limit)
        ):
            break
    if reference.rule.endswith(_UNTITLED):
        return parts
    dated = parts.date is not None or parts.issuer is not None
    cited = dated or (cited and _BEGINS_SENTENCE.search(folded, max(0, reference.start - 8), reference.start) is None)
    if parts.bracket and (phrase := _IN_BRACKET.match(folded, parts.end)):
        parts.end = phrase.end()
    title = read_title(text, folded, parts.end, reference.start, reference.type, inside, stop, cited=cited)
    if title is not None:
        parts.title = title
        if parts.issuer is None and text[title.start - 1 : title.start] not in '“"‘«':
            following = next((item.start for item in inside if item.start >= title.end), len(text))
            _read_issuer_behind(text, folded, reference, parts, title, following, joint=joint)
        closing = text[title.end : title.end + 1]
        parts.end = title.end + (1 if closing in '”"’»' and closing else 0)
    return parts


_NEXT_CELL = pattern(r"[ \xa0]{0,40}[|\t][ \xa0|\t]{0,40}(?=[^\s|])")
_CELL_END = pattern(r"[ \xa0]{0,40}(?:[|\t\n]|$)")
_CELL_ABOUT = pattern(rf"(?:v/v|về{_WS}việc|về){_WS}:?{_WS}(?=\S)")
_MOST_CELLS = 4
# So many words of a cell behind the date are what the document is about, and no note of what became of it.
_TITLE_CELL = 4


def _read_cells(text: str, folded: str, parts: _Parts, dates: dict[int, Time], stop: int) -> None:
    """The cells behind a document in a table: "| 87/QĐ-UBND | 05/10/2020 | Về việc kiện toàn Tổ công tác |"."""
    for _ in range(_MOST_CELLS):
        link = _NEXT_CELL.match(text, parts.end, stop)
        closing = _CELL_END.search(text, link.end(), stop) if link is not None else None
        if link is None or closing is None:
            return
        start, end = link.end(), closing.start()
        time = dates.get(start)
        if parts.date is None and time is not None and time.type == "date" and time.end == end:
            parts.date = DatedSpan(start, end, time.text, time.first_day)
        elif parts.issuer is None and read_issuer(text, folded, start, limit=end) == end:
            parts.issuer = Span(start, end, text[start:end])
        elif about := _CELL_ABOUT.match(folded, start, end):
            parts.title, parts.end = Span(about.end(), end, text[about.end() : end]), end
            return
        elif opens_title(folded, start) or (
            parts.date is not None and text[start].isupper() and len(text[start:end].split()) >= _TITLE_CELL
            and not states_what_became(folded, start)
        ):  # fmt: skip
            parts.title, parts.end = Span(start, end, text[start:end]), end
            return
        else:
            return
        parts.end = end


def _read_date(folded: str, parts: _Parts, dates: dict[int, Time], limit: int) -> bool:
    if parts.date is not None:
        return False
    match = _BEFORE_DATE.match(folded, parts.end)
    for start in (match.end() if match else parts.end, parts.end):
        time = dates.get(start)
        if time is not None and time.type == "date" and start < limit:
            parts.date = DatedSpan(time.start, time.end, time.text, time.first_day)
            parts.end = time.end
            parts.bracket = parts.bracket or (match is not None and start == match.end() and bool(match.group("open")))
            return True
    return False


def _read_issuer(text: str, folded: str, parts: _Parts, limit: int, *, joint: bool) -> bool:
    if parts.issuer is not None:
        return False
    if link := _BEFORE_ISSUER.match(folded, parts.end, limit):
        if text[link.end() : link.end() + 12].isupper() and (opening := _OPENS.search(folded, link.end(), limit)):
            limit = opening.start()  # "CỦA HĐND TỈNH QUY ĐỊNH …": no capital tells where the name of the place ends
        end = read_issuer(text, folded, link.end(), limit=limit, joint=joint)
        if end is not None:
            parts.issuer, parts.end = Span(link.end(), end, text[link.end() : end]), end
            parts.bracket = parts.bracket or "(" in link.group()
            if (
                issued := _ISSUED.match(folded, end, limit)
                if folded[link.start() : link.end()].strip() == "do"
                else None
            ):
                parts.end = issued.end()
            return True
    lost = _LOST_OF.match(folded, parts.end, limit) if parts.date is not None else None
    if lost is not None and text[lost.end() : lost.end() + 1].isupper():
        end = read_issuer(text, folded, lost.end(), limit=limit, joint=joint)
        if end is not None and _ABOUT.match(folded, end):
            parts.issuer, parts.end = Span(lost.end(), end, text[lost.end() : end]), end
            return True
    if link := _ISSUED_BY.match(folded, parts.end, limit):
        end = read_issuer(text, folded, link.end(), limit=limit, joint=joint)
        issued = _ISSUED.match(folded, end, limit) if end is not None else None
        if end is not None and issued is not None:
            parts.issuer, parts.end = Span(link.end(), end, text[link.end() : end]), issued.end()
            return True
    return False


_LAST_OF = pattern(rf"{_WS}(?<=\s)của{_WS}")


def _read_issuer_behind(
    text: str, folded: str, reference: Reference, parts: _Parts, title: Span, limit: int, *, joint: bool
) -> None:  # fmt: skip
    """ "Kế hoạch số 12/KH-UBND về phát triển du lịch của UBND tỉnh": who stands last has issued it, by its symbol."""
    for link in reversed(list(_LAST_OF.finditer(folded, title.start, title.end))):
        end = read_issuer(text, folded, link.end(), limit=limit, joint=joint)
        if end is None:
            return
        if end >= title.end and issues_under(reference.symbol, folded[link.end() : end]):
            parts.issuer = Span(link.end(), end, text[link.end() : end])
            parts.title = Span(title.start, link.start(), text[title.start : link.start()])
            return


def _skip(text: str, folded: str, parts: _Parts, limit: int) -> bool:
    """What may stand between the parts: "kỳ họp thứ 4" of a council, and the partner ("với Công an tỉnh")."""
    for aside in (_MEETING, _TERM):
        if match := aside.match(folded, parts.end, limit):
            parts.end = match.end()
            return True
    partner = _WITH.match(folded, parts.end, limit)
    end = read_issuer(text, folded, partner.end(), limit=limit, joint=True) if partner is not None else None
    # Only what leads on to a title is stepped over.
    if end is None or not folded.startswith((" về ", " v/v "), end):
        return False
    parts.end = end
    return True


# --- sharing over a series -----------------------------------------------------------------------------------------

_SERIES_GAP = pattern(rf"{_WS}(?:,|;|và|/|&|hoặc|,{_WS}và){_WS}(?:các{_WS})?(?:số{_WS})?$")
_RESPECTIVELY = pattern(
    rf"{_WS},?{_WS}\(?(?:(?:lần{_WS}lượt|tương{_WS}ứng|cùng|được|đều){_WS})?(?:(?:ký{_WS})?ban{_WS}hành{_WS})?"
    rf"(?:lần{_WS}lượt{_WS})?(?:(?:vào|là|các){_WS}){{0,2}}$"
)
_BETWEEN_DATES = pattern(r"\s{0,3}(?:,|và|;|,\s{0,3}và)\s{0,3}(?:ngày\s{0,3})?")
_SAME_DAY = pattern(rf"{_WS},?{_WS}(?:ban{_WS}hành{_WS})?cùng{_WS}ngày(?![^\W_])(?!{_WS}\d)")
_NUMBERED_TYPES = frozenset(("law", "code", "ordinance", "constitution"))


def _issuer_part(reference: Reference) -> str | None:
    if reference.symbol is None:
        return None
    parts = re.split(r"[-/]", reference.symbol)
    return parts[-1] if len(parts) > 1 else None


def _share(text: str, folded: str, references: list[Reference], times: Sequence[Time]) -> list[Reference]:
    """Date and issuer given once go over the members of a series that lack their own."""
    result = list(references)
    dates = [time for time in times if time.type == "date"]
    run: list[int] = []
    for index in range(len(result) + 1):
        if run and index < len(result) and _adjoins(folded, result[run[-1]], result[index]):
            run.append(index)
            continue
        if len(run) > 1:
            _share_run(folded, result, run, dates)
        if run:
            _share_subject(text, folded, result, run)
        run = [index]
    return result


def _adjoins(folded: str, before: Reference, after: Reference) -> bool:
    start = (before.extent or before).end
    end = (after.extent or after).start
    if end - start > 40:
        return False
    if same_day := _SAME_DAY.match(folded, start):
        start = same_day.end()
    return _SERIES_GAP.match(folded[start:end]) is not None


def _share_run(folded: str, result: list[Reference], run: list[int], dates: Sequence[Time]) -> None:
    listed = _respective_dates(folded, result[run[-1]], dates, len(run))
    if listed:
        for index, time in zip(run, listed, strict=True):
            result[index] = replace(
                result[index], issued_on=DatedSpan(time.start, time.end, time.text, time.first_day)
            )  # fmt: skip
    for left, right in itertools.pairwise(run):
        end = (result[right].extent or result[right]).end
        if result[right].issued_on is None and result[left].issued_on is not None and _SAME_DAY.match(folded, end):
            result[right] = replace(result[right], issued_on=result[left].issued_on)
    dated = issued = None
    for index in reversed(run):
        member = result[index]
        if member.type in _NUMBERED_TYPES:
            continue
        if member.issuer is not None:
            # What has an issuer of its own is complete: no date from behind goes past it.
            dated, issued = member if member.issued_on is not None else None, member
            continue
        complete = member.issued_on is not None and member.title is not None
        if issued is not None and not complete and _issuer_part(member) == _issuer_part(issued):
            member = replace(member, issuer=issued.issuer)
        if member.issued_on is not None:
            dated = member
        elif dated is not None and _issuer_part(member) == _issuer_part(dated) and (
            member.type == dated.type or member.rule.endswith("series")
        ):  # fmt: skip
            member = replace(member, issued_on=dated.issued_on)
        result[index] = member


def _share_subject(text: str, folded: str, result: list[Reference], run: list[int]) -> None:
    """Who issues the first of a row issues all of it: "Ban Thường vụ đã ban hành Chỉ thị … và Kế hoạch …"."""
    first = result[run[0]]
    if first.issuer is not None or first.provisions:
        return
    subject = subject_before(text, folded, first.start)
    if subject is None:
        return
    issuer = Span(*subject, text[slice(*subject)])
    for left, index in zip([run[0], *run], run, strict=False):
        member = result[index]
        if member.issuer is not None or member.type in _NUMBERED_TYPES:
            break
        if ";" in folded[(result[left].extent or result[left]).end : member.start] or (
            member.code and first.code and _issuer_part(member) != _issuer_part(first)
        ):
            break
        result[index] = replace(member, issuer=issuer)


def _respective_dates(folded: str, last: Reference, dates: Sequence[Time], count: int) -> list[Time] | None:
    """ "lần lượt ngày 05/8 và 09/9/2021": as many dates as members, in their order."""
    place = bisect_right(dates, last.end - 1, key=lambda time: time.start)
    after = list(dates[place : place + count])
    if (
        len(after) != count
        or after[0].start > last.end + 60
        or not _RESPECTIVELY.match(folded[last.end : after[0].start])
    ):
        return None
    for left, right in itertools.pairwise(after):
        if not _BETWEEN_DATES.fullmatch(folded[left.end : right.start]):
            return None
    return after
