"""Cited documents: "Nghị quyết số 20-NQ/TW", "Luật Đất đai năm 2013", "Nghị quyết này", "QĐ 217/218".

A core mention runs from the type word through number and symbol, or through the name where there is no number. What is
read here is the core alone; date, issuer, title and provisions are attached in `attributes.py`, and which document a
mention means is decided in `facts/resolution.py`.
"""

from __future__ import annotations

import re

from vnreport.entities.code_reader import (
    CodeReading,
    may_begin_code,
    read_code,
    read_number,
    read_symbol,
    symbols,
    type_of_symbol,
)
from vnreport.entities.document_words import TypeWord, make_reference, read_type, type_pattern, type_words
from vnreport.entities.models import Reference
from vnreport.entities.named import find_named, find_plenum
from vnreport.records import replace
from vnreport.text.engine import DIGIT, Rule, heads, line_lead
from vnreport.text.engine import GAP as _WS
from vnreport.text.normalize import CLOSED, fold
from vnreport.text.patterns import pattern

_INTRO = pattern(rf"{_WS}(?:số|sô)?{_WS}:?{_WS}")
_NUMBER_WORD = pattern(rf"{_WS}(?:số|sô){_WS}:?{_WS}(?=\d)|{_WS}(?:số|sô)(?=\d)")
_NUMBER_WORD_GLUED = pattern(r"số\s{0,2}:?\s{0,2}")
_QUALIFIER = pattern(rf"(?:(?=\s){_WS}[^\W\d_]{{1,8}}(?![^\W_])){{1,8}}?(?={_WS}(?:số|sô){_WS}:?{_WS}\d)")
_LAW_TITLE = pattern(rf"{_WS}(?:[^\W\d_]{{1,8}}[ ,/-]{{1,3}}){{1,12}}(?=(?:số|sô){_WS}:?{_WS}\d)")
_JOIN = pattern(rf"{_WS}(,|;|và|hoặc|/|&){_WS}(?:và{_WS})?(?:số{_WS})?(?=\d)")
_ANAPHORA = pattern(
    rf"{_WS}(?:này|nêu{_WS}trên|nói{_WS}trên|kể{_WS}trên|đã{_WS}nêu|trên)(?![^\W_])(?!{_WS}(?:địa|cơ|"
    rf"lĩnh|toàn|phạm|các|mọi|tất|đây|cả|không|tinh|mạng|giấy|báo|cổng|trang|nền|thực|\d))"
)
# A year-like number after a type word is its year, not its number ("CT 2018", "Kế hoạch 2024").
_YEARLIKE = pattern(r"(?:19|20)\d\d$")
# "Đề án 1956" is of a decision of that number: schemes are no older than these years.
_LATE_YEAR = pattern(r"(?:19[89]|20\d)\d$")
_YEAR_AFTER = pattern(r"/((?:19|20)\d\d)(?![\d/-])")
# The number of a draft is left blank: "Tờ trình số ……/TTr-STP".
_BLANK = pattern(rf"{_WS}(?:số|sô){_WS}:?[\s.…_]{{0,40}}(?=[/-]\s?[a-zđ])")
# Types that are cited by a bare number ("Nghị quyết 57", "Đề án 06", "Chương trình 135").
_SHORT_TYPES = frozenset(
    ("resolution", "decision", "directive", "conclusion", "regulation", "decree", "circular", "scheme", "program",
     "plan", "official_letter", "notice", "guideline", "rules", "decree_law", "project", "announcement", "dispatch",
     "joint_circular", "joint_resolution")
)  # fmt: skip
# Types that are cited by a bare number only with "số" ("Tờ trình số 45").
_SHORT_WITH_WORD = frozenset(("report", "proposal", "order", "minutes", "law", "ordinance", "joint_program"))
# "máy CT 32 dãy" is a scanner.
_SCANNER = pattern(r"(?:máy|chụp|phim)\s{1,3}$")
_SHORT_ABBREVIATIONS = frozenset(("nq", "qđ", "nđ", "kl", "ct", "đa", "cv"))
# After a bare number these words count something: it is a quantity, not a document ("Kế hoạch 5 năm").
_COUNTING = pattern(
    rf"{_WS}(?:[%‰]|(?:năm|tháng|ngày(?!{_WS}\d{{1,2}}{_WS}(?:[/.-]|tháng))|giờ|tuần|tỷ|triệu|nghìn|ngàn|vạn|đồng|lần|điểm|ha|người|hộ|xã|"
    rf"huyện|chỉ{_WS}tiêu|"
    rf"nhiệm{_WS}vụ|giải{_WS}pháp|nội{_WS}dung|nhóm|dự{_WS}án|lớp|buổi|cuộc|đồng{_WS}chí|đảng{_WS}viên|"
    rf"đoàn{_WS}viên|hội{_WS}viên|"
    rf"tiêu{_WS}chí|trường{_WS}hợp|vụ|đơn{_WS}vị|cơ{_WS}sở|chuyên{_WS}đề|mục{_WS}tiêu|không|có|sẵn|"
    rf"bước|rõ|tổ|dãy|lát|văn{_WS}bản)(?![^\W_]))"
)


_STATUTES = frozenset(("law", "code", "ordinance"))
# "XỬ LÝ KỶ LUẬT CÁN BỘ": in capitals nothing else tells the discipline from a law.
_PART_OF_WORD = pattern(r"(?:kỷ|pháp|quy)\s{1,3}$")


def find_document(text: str, folded: str, start: int) -> tuple[list[Reference], int] | None:
    """A document at its type word."""
    read = read_type(folded, start)
    if read is None:
        return None
    word, kind, end = read
    if kind.abbreviated and not text[start].isupper():
        return None
    if kind.code in _STATUTES and _PART_OF_WORD.search(folded, max(0, start - 6), start):
        return None
    return (
        _numbered(text, folded, start, end, kind, word)
        or find_named(text, folded, start, end, kind)
        or (None if kind.abbreviated else _anaphora(text, folded, start, end, kind))
    )


def _with_code(
    text: str, start: int, end: int, rule: str, kind: str | None, code: CodeReading, *more: str
) -> Reference:
    if kind is not None and code.type_symbol and kind not in symbols().type_codes.get(fold(code.type_symbol), (kind,)):
        more = (*more, "type")  # the word decides; that the symbol says otherwise is told
    return make_reference(
        text, start, end, rule, type=kind or type_of_symbol(code), number=code.number, year=code.year,
        symbol=code.symbol, code=code.code, repairs=(*code.repairs, *more),
    )  # fmt: skip


# --- numbered ------------------------------------------------------------------------------------------------------


def _numbered(
    text: str, folded: str, start: int, after: int, kind: TypeWord, word: str
) -> tuple[list[Reference], int] | None:
    intro = _INTRO.match(folded, after)
    position = intro.end() if intro else after
    says_number = _NUMBER_WORD.match(folded, after) is not None
    if blank := _BLANK.match(folded, after):
        reading = read_symbol(text, blank.end())
        return None if reading is None else ([_blank(text, start, reading, kind)], reading.end)
    if not text[position : position + 1].isdigit() and not kind.abbreviated:
        pattern = _LAW_TITLE if kind.code in ("law", "code", "ordinance") else _QUALIFIER
        qualifier = pattern.match(folded, after)
        if qualifier is None or type_pattern().search(folded, after, qualifier.end()):
            return None
        number_word = _NUMBER_WORD.match(folded, qualifier.end()) or _NUMBER_WORD_GLUED.match(folded, qualifier.end())
        if number_word is None or read_code(text, number_word.end(), type_known=True) is None:
            return None
        position, says_number = number_word.end(), True
    if not text[position : position + 1].isdigit():
        return None
    code = read_code(text, position, type_known=True)
    if code is not None:
        first = _with_code(text, start, code.end, "numbered", kind.code, code)
        return _series_after_code(text, folded, first, code, kind)
    return _bare_number(text, folded, start, position, kind, word, says_number=says_number)


def _blank(text: str, start: int, reading: CodeReading, kind: TypeWord) -> Reference:
    return make_reference(
        text, start, reading.end, "blank", type=kind.code, symbol=reading.symbol, repairs=reading.repairs
    )  # fmt: skip


def _series_after_code(
    text: str, folded: str, first: Reference, code: CodeReading, kind: TypeWord
) -> tuple[list[Reference], int]:
    """ "01-KL/TW, 14-KL/TW và 21-KL/TW": further members with a symbol of the same type, each a mention."""
    found, end = [first], code.end
    while len(found) < 30 and (join := _JOIN.match(folded, end)):
        following = read_code(text, join.end(), type_known=False)
        if following is None:
            break
        if following.type_symbol != code.type_symbol and code.type_symbol and type_of_symbol(following):
            found.append(_with_code(text, join.end(), following.end, "code", None, following))
        else:
            found.append(_with_code(text, join.end(), following.end, "series", kind.code, following, "inherit_type"))
        end = following.end
    return found, end


def _bare_number(
    text: str, folded: str, start: int, position: int, kind: TypeWord, word: str, *, says_number: bool
) -> tuple[list[Reference], int] | None:
    """ "Nghị quyết 57", "QĐ 217/218", "các Kế hoạch số 31, 45 và 62-KH/HU": a number without a symbol of its own."""
    members: list[tuple[str, int, int]] = []
    cursor, shared = position, None
    while (numbered := read_number(text, cursor)) and len(members) < 30:
        number, end = numbered
        if end < len(text) and (text[end].isalpha() or re.match(r"[.,]\d|%", text[end : end + 2])):
            break
        members.append((number, cursor, end))
        join = _JOIN.match(folded, end)
        if join is None or (join.group(1) == "/" and (_YEARLIKE.match(number) or _YEAR_AFTER.match(text, end))):
            break
        following = read_code(text, join.end(), type_known=False)
        second = read_number(text, join.end()) if join.group(1) == "/" and following is None else None
        if second is not None and len(second[0]) < len(number):
            # "Nghị quyết số 35/6": whether 6 is a month, a session or a second resolution cannot be told.
            members[-1] = (number, cursor, second[1])
            break
        if following is not None:
            shared = (following, join.end())
            break
        cursor = join.end()
    if not members:
        return None
    if shared is not None:
        code, at = shared
        own_type = type_of_symbol(code)
        fits = code.type_symbol is not None and kind.code in symbols().type_codes.get(fold(code.type_symbol), ())
        if fits or own_type is None:
            found = [_shared_member(text, start, member, code, kind, index) for index, member in enumerate(members)]
            found.append(_with_code(text, at, code.end, "series", kind.code, code, "inherit_type"))
            return found, code.end
    members = _plausible_short(text, folded, members, kind, word, start, says_number=says_number)
    if not members:
        return None
    found = [
        make_reference(
            text, start if index == 0 else at, end, "short", type=kind.code, number=number,
            repairs=() if index == 0 else ("inherit_type",),
        )
        for index, (number, at, end) in enumerate(members)
    ]  # fmt: skip
    year = _YEAR_AFTER.match(text, members[-1][2])
    if year and len(found) == 1:
        found = [replace(found[0], end=year.end(), text=text[start : year.end()], year=int(year.group(1)))]
        return _further_dated(text, folded, found, kind)
    return found, members[-1][2]


def _further_dated(text: str, folded: str, found: list[Reference], kind: TypeWord) -> tuple[list[Reference], int]:
    """ "các Thông tư: 20/2018, 14/2018": each number with its year is one."""
    end = found[0].end
    while len(found) < 30 and (join := _JOIN.match(folded, end)):
        numbered = read_number(text, join.end())
        year = _YEAR_AFTER.match(text, numbered[1]) if numbered is not None else None
        if numbered is None or year is None:
            break
        found.append(
            make_reference(
                text, join.end(), year.end(), "short", type=kind.code, number=numbered[0], year=int(year.group(1)),
                repairs=("inherit_type",),
            )
        )  # fmt: skip
        end = year.end()
    return found, end


def _shared_member(
    text: str, start: int, member: tuple[str, int, int], code: CodeReading, kind: TypeWord, index: int
) -> Reference:
    number, at, end = member
    written = (code.code or "")[len(code.number) :]
    full = number + written
    repairs = ("inherit_symbol",) if index == 0 else ("inherit_type", "inherit_symbol")
    return make_reference(
        text, start if index == 0 else at, end, "series", type=kind.code, number=number, year=code.year,
        symbol=code.symbol, code=full, repairs=repairs,
    )  # fmt: skip


# Types whose word is no verb, so that "theo nghị định 100, …" cites; programmes have long numbers ("chương trình 135").
_LOWER_TYPES = frozenset(("resolution", "directive", "decree", "circular"))
_LOWER_LONG = frozenset(("program", "scheme"))
_AFTER_LOWER = pattern(
    rf"{_WS}(?:[,.;:)]|$|(?:của|về|ngày|được|đã|và|thì|là|này|từ|cho|trong|ở|đến|vào|như|khi|để|giai{_WS}đoạn)(?![^\W_]))"
)


def _lower_short(folded: str, members: list[tuple[str, int, int]], kind: TypeWord) -> bool:
    """Whether a type word in small letters with a bare number cites: "theo nghị quyết 30a", "chương trình 135"."""
    number, _, end = members[0]
    long = kind.code in _LOWER_LONG and (len(number) >= 3 or number[0] == "0") and not _YEARLIKE.match(number)
    if (long or kind.code in _LOWER_TYPES) and len(number) >= 2:
        year = _YEAR_AFTER.match(folded, end)  # "theo nghị định 310/2025"
        return year is not None or _AFTER_LOWER.match(folded, end) is not None
    return False


def _plausible_short(
    text: str, folded: str, members: list[tuple[str, int, int]], kind: TypeWord, word: str, start: int, *,
    says_number: bool,
) -> list[tuple[str, int, int]]:  # fmt: skip
    if kind.code not in _SHORT_TYPES and not (says_number and kind.code in _SHORT_WITH_WORD):
        return []
    if kind.code == "project" and not says_number and len(members[0][0]) < 3:
        return []  # "Dự án 1" is a part of a programme
    if word == "ct" and _SCANNER.search(folded, max(0, start - 8), start):
        return []
    dated = _YEAR_AFTER.match(text, members[0][2]) is not None
    if kind.abbreviated and word not in _SHORT_ABBREVIATIONS and not (says_number or dated):
        return []
    if not says_number and not text[start].isupper() and not _lower_short(folded, members, kind):
        return []
    kept = list(members)
    if not says_number:
        yearlike = _YEARLIKE if kind.code != "scheme" else _LATE_YEAR
        while kept and (yearlike.match(kept[-1][0]) or _COUNTING.match(folded, kept[-1][2])):
            kept.pop()
    elif kept and len(kept) > 1 and _COUNTING.match(folded, kept[-1][2]):
        kept.pop()
    if kept and not says_number:
        follows = text[kept[-1][2] : kept[-1][2] + 6]
        if re.match(r"\s?[-/]\s?\d", follows) and not re.match(r"/(?:19|20)\d\d(?![\d/-])", follows):
            return []
    return kept


def find_code(text: str, folded: str, start: int) -> tuple[list[Reference], int] | None:
    """A code with no type word before it: "theo 29-NQ/TW"; its type comes from the symbol."""
    code = read_code(text, start, type_known=False) if may_begin_code(text, start) else None
    if code is None:
        return None
    found, end = [_with_code(text, start, code.end, "code", None, code)], code.end
    while len(found) < 30 and (join := _JOIN.match(folded, end)):
        following = read_code(text, join.end(), type_known=False)
        if following is None:
            break
        found.append(_with_code(text, join.end(), following.end, "code", None, following))
        end = following.end
    return found, end


_SELF = pattern(r"số\s{0,2}:?\s{0,3}")


def find_self_number(text: str, folded: str, start: int) -> tuple[list[Reference], int] | None:
    """ "Số: 45/BC-LĐLĐ" at the beginning of a line is the report's own number, no reference: taken and not reported."""
    lead = line_lead(text, start).rstrip(" \t*|-")
    if lead.strip(" \t*|") and not (lead.isupper() and text[start] == "S"):
        return None  # "HỘI CCB PHƯỜNG THANH BÌNH - Số 24/BC-CCB" is the head of a report too
    match = _SELF.match(folded, start)
    if match is None:
        return None
    code = read_code(text, match.end(), type_known=True)
    return None if code is None else ([], code.end)


# How far back the mark that begins a sentence may stand before its first word.
_LOOK_BACK = 12
# "(sau đây gọi tắt là Chương trình)": the name that the text gives to the document before it.
_DEFINES = pattern(rf"(?:gọi|viết){_WS}(?:(?:tắt|chung){_WS})?là{_WS}:?{_WS}[“\"]?$")
_DEFINED = pattern(r"\s{0,2}[”\"),.;]")
_DEFINED_BACK = 24
# What a bare type word stands before that takes up a document, and behind which it takes up none.
_TAKEN_UP = pattern(r"\s{0,2}(?:[,.;:)]|$)|\s(?:và|được|đã|đến|là|trong|tại|với|vẫn|còn|có|chưa|cũng)\s")
_BEGINS_ANEW = f'.!?:;\n{CLOSED}-+*•“"'
_ANAPHORA_ONLY_CAPITAL = frozenset(
    ("report", "minutes", "notice", "invitation", "order", "other", "standard", "treaty")
)


def _anaphora(text: str, folded: str, start: int, after: int, kind: TypeWord) -> tuple[list[Reference], int] | None:
    """ "Nghị quyết này", "hai Quyết định trên"; and the bare type word, kept where an antecedent is found."""
    match = _ANAPHORA.match(folded, after)
    if match is not None:
        if kind.code in _ANAPHORA_ONLY_CAPITAL and not text[start].isupper():
            return None
        return [make_reference(text, start, match.end(), "anaphora", type=kind.code)], match.end()
    if not text[start].isupper():
        return None
    if _DEFINED.match(text, after) and _DEFINES.search(folded, max(0, start - _DEFINED_BACK), start):
        return [make_reference(text, start, after, "defined", type=kind.code)], after
    before = text[max(0, start - _LOOK_BACK) : start].rstrip()
    if text[start:after].isupper() or not before or before[-1] in _BEGINS_ANEW:
        return None
    if not _TAKEN_UP.match(folded, after, after + 9):
        return None
    return [make_reference(text, start, after, "bare", type=kind.code)], after


def rules() -> list[Rule[Reference]]:
    """The rules of this family, in the order in which they are tried."""
    return [
        Rule("reference.self_number", frozenset(("số",)), find_self_number),
        Rule("reference.document", heads(type_words()), find_document),
        Rule("reference.standard", frozenset(("tcvn", "qcvn", "tcxdvn")), find_standard),
        Rule("reference.nqtw", frozenset(("nqtw",)), find_nqtw),
        Rule("reference.code", frozenset((DIGIT,)), find_code),
    ]


_STANDARD = pattern(
    r"(?P<system>TCVN|QCVN|TCXDVN)(?P<iso>\s{1,3}(?:ISO|IEC|ISO/IEC))?\s{0,3}(?P<number>\d{1,6}(?:-\d{1,3}){0,2})"
    r"\s?[:-]\s?(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?/\s?(?P<issuer>[A-ZĐ]{2,10}))?"
)


def find_standard(text: str, folded: str, start: int) -> tuple[list[Reference], int] | None:
    """ "TCVN 7957:2008", "QCVN 02:2009/BYT": a standard or technical regulation by number and year."""
    match = _STANDARD.match(text, start)
    if match is None:
        return None
    system, iso, number, year, issuer = match.group("system", "iso", "number", "year", "issuer")
    symbol = f"{system}/{issuer}" if issuer else system
    code = f"{system}{iso or ''} {number}:{year}" + (f"/{issuer}" if issuer else "")
    reference = make_reference(
        text, start, match.end(), "standard", type="standard", number=number, year=int(year), symbol=symbol,
        code=" ".join(code.split()),
    )  # fmt: skip
    return [reference], match.end()


def find_nqtw(text: str, folded: str, start: int) -> tuple[list[Reference], int] | None:
    """ "NQTW 5 khóa XIII": type and organ glued."""
    return find_plenum(text, folded, start, start + 2)
