"""Documents that are cited by a name: laws, charters, the Constitution, resolutions of plenums and congresses.

The core runs through the name and its year or term: "Luật Đất đai năm 2013", "Điều lệ Công đoàn Việt Nam khóa XIII",
"Nghị quyết Trung ương 4 (khóa XII)", "Nghị quyết Đại hội XIII của Đảng". Names of laws are rows of
`document_names.tsv`; a law that is in no table is known by its capital and ends where no name of a law goes on.
"""

from __future__ import annotations

import re

from vnreport.entities.document_words import TypeWord, make_reference, read_type
from vnreport.entities.models import Reference
from vnreport.entities.numbers import ordinal_value
from vnreport.entities.organizations import read_body
from vnreport.lexicon import lexicon_cache, load_table, load_words
from vnreport.records import replace
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import Phrases, spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_ROMAN = r"[ivxl]{1,6}"
_ORDINAL = r"(?:nhất|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?)"
_NAME_YEAR = pattern(rf",?{_WS}(?:năm{_WS})?(?:19|20)\d\d(?![\d/-])")
_NAME_YEAR_END = pattern(rf",?{_WS}(?:năm{_WS})?(?:19|20)\d\d$")
_OF_STATE = pattern(
    rf"{_WS}nước{_WS}(?:cộng{_WS}hòa{_WS}xã{_WS}hội{_WS}chủ{_WS}nghĩa{_WS}việt{_WS}nam|chxhcn{_WS}việt{_WS}nam|"
    rf"việt{_WS}nam{_WS}dân{_WS}chủ{_WS}cộng{_WS}hòa)"
)
_CHARTER_SESSION = pattern(rf"{_WS}(?:\({_WS})?khóa{_WS}{_ROMAN}(?![^\W_])(?:{_WS}\))?")
_PLENUM = pattern(
    rf"(?:(?:{_WS}của)?{_WS}hội{_WS}nghị)?(?:{_WS}lần{_WS}thứ{_WS}(?P<first>{_ORDINAL}|\d{{1,2}}|{_ROMAN}))?,?"
    rf"(?:{_WS}(?:của{_WS})?(?:ban{_WS}chấp{_WS}hành|bch))?{_WS}(?:trung{_WS}ương|tw|t\.ư|tư)(?:{_WS}đảng)?"
    rf"(?:{_WS}(?:lần{_WS}thứ{_WS})?(?P<second>\d{{1,2}}(?!\d)|{_ORDINAL}(?![^\W_])))?"
    rf"(?:{_WS}\({_WS}lần{_WS}\w{{1,4}}{_WS}\))?"
    rf"(?:,?{_WS}(?P<open>\(?){_WS}khóa{_WS}(?P<session>{_ROMAN}|\d{{1,2}})(?![^\W_])"
    rf"(?P<more>(?:{_WS}(?:,|và){_WS}(?:khóa{_WS})?{_ROMAN}(?![^\W_])){{0,4}}){_WS}\)?)?"
)
_CONGRESS = pattern(
    rf"(?:{_WS}của)?{_WS}đại{_WS}hội(?:(?=\s){_WS}[^\W\d_]{{1,8}}(?![^\W_])){{0,14}}?{_WS}lần{_WS}thứ{_WS}"
    rf"(?:{_ROMAN}|\d{{1,2}}|{_ORDINAL})(?![^\W_])"
    rf"|(?:{_WS}của)?{_WS}đại{_WS}hội(?:{_WS}đại{_WS}biểu)?(?:{_WS}toàn{_WS}quốc)?"
    rf"(?:{_WS}đảng(?:{_WS}bộ(?:{_WS}(?:tỉnh|huyện|xã|thành{_WS}phố|quận|thị{_WS}xã|phường))?)?)?"
    rf"{_WS}[ivxl]{{1,6}}(?![^\W_])(?:{_WS}của{_WS}đảng)?"
)
# "Nghị quyết Đại hội Chi bộ nhiệm kỳ 2020 - 2022", "Nghị quyết Hội nghị cán bộ, công chức năm 2022".
_BY_TERM = pattern(
    rf"{_WS}đại{_WS}hội(?:(?=\s){_WS}(?!các(?![^\W_])|và(?![^\W_]))[^\W\d_]{{1,8}}(?![^\W_])){{1,10}}?{_WS}"
    rf"(?:khóa{_WS}{_ROMAN}(?![^\W_])|nhiệm{_WS}kỳ{_WS}(?:19|20)\d\d{_WS}-{_WS}(?:19|20)\d\d(?!\d))"
    rf"|{_WS}hội{_WS}nghị(?:{_WS}(?:đại{_WS}biểu|toàn{_WS}thể))?{_WS}(?:cán{_WS}bộ,?{_WS}công{_WS}chức(?:,?{_WS}viên{_WS}chức)?|"
    rf"viên{_WS}chức|người{_WS}lao{_WS}động|cbcc|cbccvc|cbccvclđ|cnvc|cnvclđ|đầu{_WS}năm)"
    rf"(?:,{_WS}(?:viên{_WS}chức|người{_WS}lao{_WS}động)){{0,2}}(?:{_WS}(?:năm(?:{_WS}học)?{_WS})?(?:19|20)\d\d(?:{_WS}-{_WS}(?:19|20)\d\d)?(?!\d))?"
)
# "Nghị quyết Đại hội XIII Công đoàn Việt Nam", "… lần thứ XIII của Đảng".
_WHOSE = pattern(rf"(?=\s){_WS}(?:của{_WS})?(?=đảng|công{_WS}đoàn|đoàn|hội|mặt{_WS}trận|liên{_WS}đoàn)")
_GAP = pattern(_WS)


@lexicon_cache
def _names() -> dict[str, Phrases[str]]:
    """For each type, the names that documents of it are cited by: "đất đai" after "luật"."""
    names: dict[str, dict[str, str]] = {}
    for row in load_table("document_names", "type", "name", "source"):
        name = fold(row["name"])
        names.setdefault(row["type"], {})[name] = name
    return {kind: Phrases(own, before_digits=True) for kind, own in names.items()}


# "luật Đoàn viên", "pháp lệnh Đảng ủy": the name of a body, and not of what the law is about.
_NO_NAME = pattern(rf"{_WS}(?:bộ|viên|ủy|thể|kết)(?![^\W_])")


def find_named(
    text: str, folded: str, start: int, after: int, kind: TypeWord, *, inside: bool = False
) -> tuple[list[Reference], int] | None:
    """A document by its name behind the type word `text[start:after]`; None where no name stands there.

    `inside` the name of an amending law no further one is read.
    """
    if kind.code == "resolution":
        return find_plenum(text, folded, start, after) or _congress(text, folded, start, after)
    if kind.abbreviated:
        return None
    if kind.code == "constitution":
        if not text[start].isupper():
            return None
        state = _OF_STATE.match(folded, after)
        end = state.end() if state else after
        year = _NAME_YEAR.match(folded, end)
        end = year.end() if year else end
        return [make_reference(text, start, end, "named", type=kind.code, name="hiến pháp", year=_year_in(year))], end
    gap = _GAP.match(folded, after)
    position = gap.end() if gap else after
    small = not text[start].isupper() and kind.code != "code"
    if small and not (kind.code == "law" and text[position : position + 1].isupper()):
        return None  # "theo luật Đất đai" cites, "điều lệ Đảng" may not
    if not inside and (amending := _amending(text, folded, start, position, kind)):
        return amending
    names = _names().get(kind.code)
    readings = [] if names is None else names.readings(folded, position)
    found = next((name for name in reversed(readings) if not _NO_NAME.match(folded, name.end)), None)
    if small and (found is None or not text[start - 1 : start].isspace()):
        return None
    if found is None:
        return _unknown_law(text, folded, start, position, kind)
    end = found.end
    if kind.code == "charter":
        session = _CHARTER_SESSION.match(folded, end)
        end = session.end() if session else end
        year = None
    else:
        year = _NAME_YEAR.match(folded, end)
        end = year.end() if year else end
    return [make_reference(text, start, end, "named", type=kind.code, name=found.value, year=_year_in(year))], end


def _year_in(match: re.Match[str] | None) -> int | None:
    return None if match is None else int(match.group()[-4:])


_AMENDS = pattern(
    rf"(?:sửa{_WS}đổi(?:,{_WS}bổ{_WS}sung)?|bổ{_WS}sung){_WS}(?:một{_WS}số{_WS}(?:điều|nội{_WS}dung){_WS})?(?:của{_WS})?(?:các{_WS})?"
)
_NEXT_LAW = pattern(rf"{_WS}(?:,|;|và){_WS}")


def _amending(text: str, folded: str, start: int, position: int, kind: TypeWord) -> tuple[list[Reference], int] | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B" is a law by this name, which names two others."""
    amends = _AMENDS.match(folded, position)
    if amends is None or kind.code not in ("law", "code", "ordinance"):
        return None
    named: list[Reference] = []
    cursor = amends.end()
    while len(named) < 12 and text[cursor : cursor + 1].isupper() and (word := read_type(folded, cursor)):
        _, law, after = word
        if law.abbreviated or law.code not in ("law", "code", "ordinance"):
            break
        found = find_named(text, folded, cursor, after, law, inside=True)
        if found is None:
            break
        named += found[0]
        link = _NEXT_LAW.match(folded, found[1])
        cursor = link.end() if link is not None else len(text)
    if not named:
        return None
    last = named[-1]
    if last.year is not None and (dated := _NAME_YEAR_END.search(folded, last.start, last.end)):
        # The year that stands last is that of the amending law.
        named[-1] = last = replace(last, end=dated.start(), text=text[last.start : dated.start()], year=None)
    year = _NAME_YEAR.match(folded, last.end)
    end = year.end() if year else last.end
    name = spaced(folded[position : last.end])
    whole = make_reference(text, start, end, "named_amending", type=kind.code, name=name, year=_year_in(year))
    return [whole, *named], end


_LAW_WORD = pattern(r"[^\W\d_]{1,8}")


@lexicon_cache
def _law_ends() -> frozenset[str]:
    return frozenset(load_words("ends_law_name"))


def _unknown_law(
    text: str, folded: str, start: int, position: int, kind: TypeWord
) -> tuple[list[Reference], int] | None:
    """A law whose name is in no table: a capital, then small letters up to the first word that cannot be its name."""
    if kind.code not in ("law", "code", "ordinance") or not text[position : position + 1].isupper():
        return None
    end, cursor, words = position, position, 0
    while words < 9 and (match := _LAW_WORD.match(folded, cursor)):
        word = text[match.start() : match.end()]
        acronym = len(word) > 2 and word.isupper()  # "Luật Tổ chức VKSND"
        if match.group() in _law_ends() or (words > 0 and word[0].isupper() and not acronym):
            break
        end, words = match.end(), words + 1
        if text[end : end + 1] != " ":
            break
        cursor = end + 1
    if words < 2:
        return None
    year = _NAME_YEAR.match(folded, end)
    name = spaced(folded[position:end])
    end = year.end() if year else end
    return [make_reference(text, start, end, "named_unlisted", type=kind.code, name=name, year=_year_in(year))], end


def find_plenum(text: str, folded: str, start: int, after: int) -> tuple[list[Reference], int] | None:
    """ "Nghị quyết Trung ương 4 (khóa XI, XII)": a resolution by the session of the Central Committee."""
    match = _PLENUM.match(folded, after)
    if match is None or not (match.group("first") or match.group("second")):
        return None
    ordinal = ordinal_value(spaced(match.group("first") or match.group("second")))
    end = match.end()
    if match.group("session") and match.group("open") and not match.group().rstrip().endswith(")"):
        end = match.end("session")
    end = start + len(text[start:end].rstrip().rstrip(",").rstrip())
    session = match.group("session")
    name = f"plenum {ordinal}" + (f" {session}" if session else "")
    if not match.group("more"):
        found = [make_reference(text, start, end, "plenum", type="resolution", name=name)]
        return _further_plenums(text, folded, found, session)
    cut = match.start("more")
    found = [make_reference(text, start, cut, "plenum", type="resolution", name=name)]
    for more in re.finditer(rf"(?:khóa\s{{1,3}})?({_ROMAN})(?![^\W_])", folded[cut : match.end("more")]):
        found.append(
            make_reference(
                text, cut + more.start(), cut + more.end(), "plenum_series", type="resolution",
                name=f"plenum {ordinal} {more.group(1)}", repairs=("inherit_type",),
            )
        )  # fmt: skip
    return found, end


_NEXT_PLENUM = pattern(
    rf"{_WS}(?:,|và|;){_WS}(?:(?:trung{_WS}ương|tw){_WS})(?P<number>\d{{1,2}}(?!\d)|{_ORDINAL}(?![^\W_]))"
    rf"(?:,?{_WS}\(?{_WS}khóa{_WS}(?P<session>{_ROMAN}|\d{{1,2}})(?![^\W_]){_WS}\)?)?"
)


# "Nghị quyết Trung ương 5, 6, 7 (khóa XII)": bare numbers in a row, up to the term that is that of all.
_PLENUM_ROW = pattern(
    rf"(?P<row>(?:{_WS}(?:,|và){_WS}\d{{1,2}}(?!\d)){{1,8}}),?{_WS}(?P<term>\(?{_WS}khóa{_WS}(?P<session>{_ROMAN})(?![^\W_]){_WS}\)?)"
)


def _plenum_row(text: str, folded: str, first: Reference) -> tuple[list[Reference], int] | None:
    match = _PLENUM_ROW.match(folded, first.end)
    if match is None:
        return None
    session = match.group("session")
    found = [replace(first, name=f"{first.name} {session}")]
    numbers = list(re.finditer(r"\d{1,2}", match.group("row")))
    for number in numbers:
        begin = match.start("row") + number.start()
        last = number is numbers[-1]
        end = match.start() + len(match.group().rstrip()) if last else begin + len(number.group())
        found.append(
            make_reference(
                text, begin, end, "plenum_series", type="resolution", name=f"plenum {int(number.group())} {session}",
                repairs=("inherit_type",),
            )
        )  # fmt: skip
    return found, found[-1].end


def _further_plenums(
    text: str, folded: str, found: list[Reference], session: str | None
) -> tuple[list[Reference], int]:
    """ "Nghị quyết Trung ương 3 và Trung ương 7 (khoá VIII)": each is one; a term written last is that of all."""
    if session is None and (row := _plenum_row(text, folded, found[0])):
        return row
    end = found[0].end
    numbers: list[tuple[re.Match[str], str | None]] = []
    while len(numbers) < 8 and (match := _NEXT_PLENUM.match(folded, end)):
        end = match.start() + len(match.group().rstrip())
        numbers.append((match, match.group("session")))
    if not numbers:
        return found, found[0].end
    shared = session or next((own for _, own in numbers if own), None)
    if session is None and shared:
        found[0] = replace(found[0], name=f"{found[0].name} {shared}")
    for match, own in numbers:
        term = own or shared
        name = f"plenum {ordinal_value(spaced(match.group('number')))}" + (f" {term}" if term else "")
        begin = match.end() - len(match.group().lstrip(" ,;\n").removeprefix("và").lstrip())
        stop = match.start() + len(match.group().rstrip())
        found.append(
            make_reference(
                text, begin, stop, "plenum_series", type="resolution", name=name, repairs=("inherit_type",)
            )
        )  # fmt: skip
    return found, end


def _congress(text: str, folded: str, start: int, after: int) -> tuple[list[Reference], int] | None:
    match = _CONGRESS.match(folded, after) or _BY_TERM.match(folded, after)
    if match is None:
        return None
    end = match.end()
    whose = _WHOSE.match(folded, end)
    if whose is not None and text[whose.end() : whose.end() + 1].isupper():
        end = read_body(text, folded, whose.end()) or end
    name = spaced(folded[after:end])
    return [make_reference(text, start, end, "congress", type="resolution", name=name)], end
