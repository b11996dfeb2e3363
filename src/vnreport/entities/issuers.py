"""Who issued a cited document: "Bộ Chính trị (khóa XIII)", "Chủ tịch UBND tỉnh Hà Sơn", "Bộ Nội vụ và Bộ Tài chính".

An issuer is a body, or a person by the office ("Chủ tịch UBND tỉnh"), with the term of a body that is elected ("khóa
X"). Bodies are read as `organizations.py` reads them; heads that stand in small letters, offices and complete names are
words of `issuer_words.tsv`. A joint document has several.
"""

from __future__ import annotations

import re

from vnreport.entities.code_reader import symbols
from vnreport.entities.organizations import read_body
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import Phrases, syllable_before
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern

_SESSION = pattern(
    rf",?{_WS}\(?{_WS}(?:khóa|nhiệm{_WS}kỳ){_WS}(?:[ivxl]{{1,6}}|\d{{1,2}}|(?:19|20)\d\d{_WS}-{_WS}(?:19|20)\d\d)(?![^\W_])"
    rf"{_WS}\)?"
)
_ACRONYM = pattern(rf"{_WS}\([^\W\d_]{{2,10}}\)")
_GAP = pattern(_WS)
_BLANK = pattern(rf"(?=\s){_WS}")
# "Hội nghị lần thứ bảy Ban Chấp hành Trung ương", "Liên Bộ Tài chính - Nội vụ".
_BEFORE_BODY = pattern(rf"hội{_WS}nghị{_WS}(?:lần{_WS}thứ{_WS}[^\W_]{{1,5}}{_WS},?{_WS})?|liên{_WS}(?=bộ|sở|ngành)")
# "Hội nghị Trung ương 9 khóa XI".
_PLENUM = pattern(rf"hội{_WS}nghị{_WS}(?:trung{_WS}ương|tw){_WS}\d{{1,2}}(?![^\W_])")
_OF = pattern(rf"{_WS}(?:của{_WS})?(?=\S)")
_AND = pattern(rf"{_WS}(?:,|và|-|&){_WS}")
# No name of an issuer is longer.
_LONGEST = 200
# "Công ty cổ phần Gang thép Cao Bằng": a firm's name goes on over one small word to the next capital.
_FIRM = pattern(r"công ty|tổng công ty|tập đoàn|xí nghiệp|nhà máy|hợp tác xã|liên hiệp")
_FIRM_WORDS = pattern(rf"(?: [{LOWER}]{{1,7}})? [{UPPER}][^\W\d_]{{0,12}}(?![^\W_])(?! (?:số|năm)(?![^\W_]))")
# "Công đoàn ngành Giáo dục tỉnh", "Bộ Tư lệnh Quân khu 2", "Khu ủy Tây Bắc": what else a name may end with.
_BRANCH = pattern(
    rf" (?:ngành|khối) [{UPPER}][{LOWER}]{{0,6}}"
    rf"(?: [{LOWER}]{{1,7}}(?= (?:huyện|tỉnh|thành phố|quận|và|về|ngày)|[,.;:)]|$))?"
    rf"(?: (?:huyện|tỉnh|thành phố|quận)(?: [{UPPER}][{LOWER}]{{1,6}}){{0,3}})?|(?<=Quân khu) \d{{1,2}}(?!\d)"
    rf"|(?<=Công đoàn) (?:ngành|cơ sở)(?![^\W_])(?! [{UPPER}])"
    rf"|(?<=Khu ủy)(?: [{UPPER}][{LOWER}]{{1,6}}){{1,3}}"
)
_PLACE = pattern(rf" (?:tỉnh|huyện|thành phố|quận|thị xã)(?: [{UPPER}][{LOWER}]{{1,6}}){{0,3}}(?![^\W_])")
# A capital letter before a slash begins no name: "UBND huyện V/v …".
_SLASHED = pattern(r"\s\w{1,3}$")


@lexicon_cache
def _words() -> tuple[Phrases[bool], Phrases[bool], Phrases[bool]]:
    """Complete names, heads that may stand in small letters, and offices."""
    rows = load_table("issuer_words", "word", "kind", "source")
    whole, small, office = (
        Phrases({row["word"]: True for row in rows if row["kind"] == kind}) for kind in ("whole", "small", "office")
    )
    return whole, small, office


def read_issuer(
    text: str, folded: str, start: int, *, limit: int | None = None, joint: bool = False
) -> int | None:  # fmt: skip
    """Where the name of an issuer that begins at `start` ends; None where none begins.

    `limit`: where something else begins, such as the next document. `joint`: of a joint document, so that "Bộ Nội vụ và
    Bộ Tài chính" is its issuer.

    >>> from vnreport.text.normalize import fold
    >>> text = "Chủ tịch UBND tỉnh Hà Sơn về việc giao chỉ tiêu"
    >>> text[:read_issuer(text, fold(text), 0)]
    'Chủ tịch UBND tỉnh Hà Sơn'
    """
    if limit is not None and limit < start + _LONGEST:
        # What stands behind the limit is cut off, with as much before the name as its reader looks back over.
        begin = max(0, start - _LONGEST)
        end = read_issuer(text[begin:limit], folded[begin:limit], start - begin, joint=joint)
        return None if end is None else begin + end
    end = _one_issuer(text, folded, start)
    while joint and end is not None and (link := _AND.match(folded, end)):
        following = _one_issuer(text, folded, link.end()) if text[link.end() : link.end() + 1].isupper() else None
        if following is None:
            break
        end = following
    return None if end is None else start + len(text[start:end].rstrip())


def _one_issuer(text: str, folded: str, start: int) -> int | None:
    offices = _words()[2]
    whole = _words()[0].match(folded, start)
    if whole is not None and folded.startswith("chủ tịch nước", start):
        return whole.end
    end, cursor = None, start
    for _ in range(2):  # "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc"
        office = offices.match(folded, cursor)
        if office is None or not text[cursor].isupper():
            break
        end = office.end
        link = _AND.match(folded, end)
        cursor = link.end() if link is not None and offices.match(folded, link.end()) else end
    if end is not None:
        of = _OF.match(folded, end)
        body = _body(text, folded, of.end()) if of is not None else None
        if body is None and (place := _PLACE.match(text, end)):
            return place.end()  # "Chánh Thanh tra tỉnh Hà Sơn"
        return body if body is not None else end
    if (plenum := _PLENUM.match(folded, start)) and text[start].isupper():
        session = _SESSION.match(folded, plenum.end())
        return plenum.end() if session is None else start + len(text[start : session.end()].rstrip())
    before = _BEFORE_BODY.match(folded, start)
    if before is not None and (text[start].isupper() or folded.startswith("liên", start)):
        body = _body(text, folded, before.end())
        if body is not None:
            return body
    return _body(text, folded, start)


def _body(text: str, folded: str, start: int) -> int | None:
    """A body, with the bodies that it belongs to and its term."""
    whole, small, _ = _words()
    end = _part(text, folded, start)
    if end is None:
        return None
    for _ in range(4):
        session = _SESSION.match(folded, end)
        if session is not None:
            closing = "(" not in session.group() and session.group().rstrip().endswith(")")
            return start + len(text[start : session.end() - closing].rstrip())
        acronym = _ACRONYM.match(folded, end)
        end = acronym.end() if acronym is not None else end
        blank = _BLANK.match(folded, end)
        if blank is None or not (
            small.match(folded, blank.end())
            or (whole.match(folded, blank.end()) and text[blank.end()].isupper())
            or (
                (acronym is not None or folded.endswith("ương", start, end))
                and text[blank.end() : blank.end() + 1].isupper()
            )
        ):
            break
        following = _part(text, folded, blank.end())
        if following is None:
            break
        end = following
    return end


def _part(text: str, folded: str, start: int) -> int | None:
    whole, small, _ = _words()
    ends = []
    if name := whole.match(folded, start):
        ends.append(name.end)
    if text[start : start + 1].isupper() or small.match(folded, start):
        body = read_body(text, folded, start)
        if body is not None:
            if _FIRM.match(folded, start):
                for _ in range(6):
                    more = _FIRM_WORDS.match(text, body)
                    body = more.end() if more is not None else body
            slashed = _SLASHED.search(text, start, body) if text[body : body + 1] == "/" else None
            ends.append(body if slashed is None else slashed.start())
            if branch := _BRANCH.match(text, ends[-1]):
                ends.append(branch.end())
        if head := small.match(folded, start):
            place = _BRANCH.match(text, head.end)
            ends.append(head.end if place is None else place.end())
    return max(ends, default=None)


def issues_under(symbol: str | None, name: str) -> bool:
    """Whether an issuer, folded, writes this symbol: "UBND tỉnh" writes KH-UBND, "Bộ Chính trị" QĐ/TW.

    >>> issues_under("KH-UBND", "ubnd tỉnh hà sơn"), issues_under("QĐ/TW", "chính phủ")
    (True, False)
    """
    parts = re.split(r"[-/]", symbol or "")
    return any(body in name for part in parts for body in symbols().bodies.get(part, ()))


# --- the subject that issues ---------------------------------------------------------------------------------------

_ISSUES = pattern(
    rf"{_WS}(?:(?:đã|vừa|cũng|mới|sớm|kịp{_WS}thời|tiếp{_WS}tục|chủ{_WS}động|thống{_WS}nhất|tập{_WS}trung|lần{_WS}lượt){_WS}){{0,3}}"
    rf"(?:(?:ký{_WS})?ban{_WS}hành|ký|thông{_WS}qua|phát{_WS}hành|ra|có|công{_WS}bố){_WS}"
    rf"(?:(?:các|những|hai|ba|bốn|\d{{1,2}}){_WS})?(?:(?:văn{_WS}bản{_WS})?:{_WS})?$"
)
_ENDS_ISSUES = ("hành", "ký", "qua", "ra", "có", "bố", "các", "những", "hai", "ba", "bốn", "bản")
# Who is asked, helped or told to issue does not issue here.
_NOT_SUBJECT = pattern(
    rf"[^\W\d_][^\S\n]{{1,2}}[-–]\s{{1,3}}$|(?:tham{_WS}mưu|trình|đề{_WS}nghị|kiến{_WS}nghị|đề{_WS}xuất|giúp|báo{_WS}cáo|xin{_WS}ý{_WS}kiến|phối{_WS}hợp|với|của|do|cho|tại|để|theo){_WS}"
    rf"(?:(?:với|cho|để){_WS})?$"
)
# "Hội đồng nhân dân tỉnh khóa XVII, kỳ họp thứ 9 đã thông qua".
_MEETING = pattern(
    rf"{_WS},?{_WS}(?:tại{_WS})?kỳ{_WS}họp{_WS}(?:lần{_WS})?(?:thứ{_WS})?(?:chuyên{_WS}đề|[^\W_]{{1,6}})"
)
_LOOK_BACK = 130
_CLAUSE = pattern(rf"[.;:!?](?=\s)|{CLOSED}|\n[^\S\n]*+[-+*•]")
_WORD = pattern(r"(?<![^\W_])(?<![^\W_][/&-])[^\W\d_]")


def subject_before(text: str, folded: str, start: int) -> tuple[int, int] | None:
    """The body that issues what begins at `start`: "Ban Thường vụ Huyện ủy đã ban hành" before the citation."""
    reach = max(0, start - _LOOK_BACK)
    ends = syllable_before(folded, start)
    if not (ends.endswith(_ENDS_ISSUES) or ends.isdecimal()):
        return None
    verb = _ISSUES.search(folded, max(reach, start - 45), start)
    if verb is None:
        return None
    for clause in _CLAUSE.finditer(folded, reach, verb.start()):
        reach = clause.end()
    for word in _WORD.finditer(text, reach, verb.start()):
        if not text[word.start()].isupper():
            continue
        end = read_issuer(text, folded, word.start())
        if end is None or (end != verb.start() and not _MEETING.fullmatch(folded, end, verb.start())):
            continue
        asked = _NOT_SUBJECT.search(folded, max(0, word.start() - 24), word.start())
        return None if asked else (word.start(), end)
    return None
