"""Where the title of a cited document ends: "… về tinh giản biên chế và cơ cấu lại đội ngũ cán bộ, Đảng ủy đã …".

A title follows "về", "về việc", "V/v", or begins at once with what the document does ("phê duyệt …", "quy định …"); in
quotes it is what stands between them. Elsewhere it is a phrase that no mark ends, and this module decides at each mark
that could end it: a comma goes on a list or begins the main clause, "và" goes on the phrase or the row of documents.
Documents and provisions named inside are stepped over with all that belongs to them. The words are those of
`title_words.tsv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from vnreport.entities.organizations import names_a_body
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import GAP as _WS
from vnreport.text.engine import Found, Phrases, phrase_trie
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import CLOSED
from vnreport.text.patterns import pattern
from vnreport.text.spans import Span

# No title is longer; a clause says within so many characters that it is one.
_LONGEST = 600
_CLAUSE_REACH = 160
_INTO_DOCUMENT = 12
# So many first letters show whether a title is written in capitals.
_SHOUTED = 24
_AHEAD = 260
# "Đã phổ biến Luật A, Luật B và Nghị định …": how far before a document of a row the verb may stand.
_VERB_REACH = 120


class Inner(NamedTuple):
    """A document or provision that a title may name: where it stands with its attributes, and what it is."""

    start: int
    end: int
    type: str | None
    titled: bool


@lexicon_cache
def _words() -> dict[str, Phrases[bool]]:
    """The words of each use."""
    by_use: dict[str, dict[str, bool]] = {}
    for row in load_table("title_words", "phrase", "use", "source"):
        by_use.setdefault(row["use"], {})[row["phrase"]] = True
    return {use: Phrases(words) for use, words in by_use.items()}


_ABOUT = pattern(
    rf"{_WS}[,:(]?{_WS}(?:(?:quy{_WS}định|hướng{_WS}dẫn|có{_WS}nội{_WS}dung){_WS})?"
    rf"(?:v/v{_WS}:?|về{_WS}việc|về){_WS}:?{_WS}(?P<quote>[“\"‘«]{{0,2}})(?=\S)"
)
_QUOTED = pattern(rf"{_WS},?{_WS}:?{_WS}(?P<quote>[“\"])(?=\S)")
_QUOTED_ABOUT = pattern(rf"về{_WS}(?:việc{_WS})?")
_QUOTE_BEGIN = pattern(r"[“\"]")
# Between the beginning of a title and the name in quotes that it gives stand no more characters: "phê duyệt Đề án".
_BEFORE_NAME = 40
_QUOTE_END = pattern(r"[”\"’»]")
_OPENING = pattern(rf"(?=\s){_WS}\(?(?=\S)")
# What begins without "về" and says no more than this is a verb of the sentence: "… tiếp tục đi vào cuộc sống".
_LEAST_WORDS = 3
# "quy định rõ", "hướng dẫn cụ thể", "ban hành theo …" go on the sentence and are no title.
_NO_OPENING = pattern(
    rf"(?:quy{_WS}định|hướng{_WS}dẫn|ban{_WS}hành|thông{_WS}qua|thực{_WS}hiện|triển{_WS}khai|tổ{_WS}chức){_WS}"
    rf"(?:rõ|cụ{_WS}thể|như|tại|theo|kèm|nêu|này|trên|đến|tới|cho|từ|ngày|năm|đạt|tốt|có|hiệu|nghiêm|đúng|kịp|về{_WS}quy|"
    rf"đồng{_WS}bộ|được|bảo|thắng|:|,|\.|;)|hướng{_WS}dẫn{_WS}(?:của|số)|ban{_WS}hành{_WS}về"
)
# Documents that carry out work, whose title may begin with the work itself.
_WORKS = frozenset(
    ("plan", "program", "joint_program", "scheme", "directive", "official_letter", "guideline", "report", "dispatch",
     "proposal", "notice")
)  # fmt: skip


@lexicon_cache
def _amount_pattern() -> re.Pattern[str]:
    """ "8.171 tàu cá", "5%", "tăng thêm 12": an amount, or a change to one."""
    nouns = [row["noun"] for row in load_table("counted_nouns", "noun", "source")]
    units = [row["symbol"] for row in load_table("units", "code", "symbol", "source") if row["symbol"] not in ("", "%")]
    return re.compile(
        rf"(?<![\w/.,-])\d[\d.,]{{0,14}}\s{{0,2}}"
        rf"(?:%|(?:tỷ|triệu|nghìn|ngàn|{phrase_trie([*nouns, *units])})(?![^\W_]))"
        r"|(?:tăng|giảm|còn|có|được)\s{1,2}(?:\S{1,7}\s{1,2}){0,2}?\d"
    )


_SHARE = pattern(r"\d{1,5}/\d{1,5}\s{1,3}[^\W\d_]")
_AT = pattern(r"(?<![^\W_])(?:tại|ở)\s{1,2}$")
# "… và 12 kế hoạch chuyên đề" counts what has been done.
_COUNTED = pattern(
    rf"(?:(?:tổ{_WS}chức|mở|xây{_WS}dựng|thành{_WS}lập|ban{_WS}hành|kiểm{_WS}tra|giám{_WS}sát|trao|tặng|cử|lập|duy{_WS}trì|vận{_WS}động|huy{_WS}động|"
    rf"hỗ{_WS}trợ|phối{_WS}hợp|ra{_WS}mắt|có|hoàn{_WS}thành){_WS}(?:được{_WS})?)?\d{{1,3}}(?:\.\d{{3}}){{0,2}}\s(?!năm|tháng)"
)


def _ends_with(words: Phrases[bool], folded: str, end: int) -> bool:
    """Whether what stands before `end` ends with one of the phrases."""
    return any(word.end == end for word in words.each(folded, max(0, end - 16), end))


_STATUTES = frozenset(("law", "code", "ordinance"))
# The white space before a word: to begin with it keeps a search from looking at every letter.
_LED = r"\s[^\S\n]{0,16}(?:\n[^\S\n]{0,16})?"
_STOP = pattern(rf"[.;:()\n{CLOSED}“\"”]|,(?=\s)|[^\S\n]-[^\S\n](?=[{UPPER}])|{_LED}(?:và|cùng)(?=\s)")
_END_OF_BLOCK = pattern(
    r"[^\S\n]*+(?:\n|$|[+*•|]|-(?!\s?(?:19|20)\d\d)|\d{1,2}(?:\.\d{1,2})?[.)/-]|[ivx]{1,5}[./)-]|[a-zđ]\))"
)
_ASIDE = pattern(
    rf"{_WS}(?:sau{_WS}đây|(?:đã{_WS})?được{_WS}|gọi{_WS}tắt|viết{_WS}tắt|gọi{_WS}là|kèm{_WS}theo|ban{_WS}hành|thay{_WS}thế|có{_WS}|đạt{_WS}|đã{_WS}|tại{_WS}|từ{_WS}|"
    rf"trong{_WS}đó|ngày{_WS}|\d|lần{_WS}đầu|nghị{_WS}quyết|quyết{_WS}định|chỉ{_WS}thị|kế{_WS}hoạch|nghị{_WS}định)"
)
# Between two documents of a row: "18-NQ/TW và các Nghị quyết số".
_BEFORE_DOCUMENT = pattern(rf"{_WS}(?:,{_WS})?(?:và{_WS})?(?:các{_WS}|những{_WS}|tại{_WS})?$")
_YEARS = pattern(rf"{_WS}(?:từ|đến){_WS}năm")
_SPREAD = pattern(
    rf"{_LED}(?:đến|tới|cho|trong|thông{_WS}qua|bằng){_WS}(?:\d|toàn{_WS}thể|toàn{_WS}bộ|từng|tận|mọi|các|cán{_WS}bộ|"
    rf"đảng{_WS}viên|đoàn{_WS}viên|hội{_WS}viên|công{_WS}nhân|nhân{_WS}dân|người|đông{_WS}đảo|chi{_WS}bộ|quần{_WS}chúng|hơn|trên|gần|khoảng|"
    rf"sinh{_WS}hoạt|hội{_WS}nghị|hệ{_WS}thống|học{_WS}sinh|giáo{_WS}viên|tất{_WS}cả|đội{_WS}ngũ|"
    rf"kế{_WS}toán|lãnh{_WS}đạo|trưởng|tổ{_WS}trưởng|bí{_WS}thư|bà{_WS}con|báo{_WS}cáo{_WS}viên|lực{_WS}lượng|đại{_WS}biểu|thành{_WS}viên)"
    rf"|{_LED}tại{_WS}(?:các{_WS}|buổi{_WS}|cuộc{_WS}|\d{{1,3}}{_WS})?(?:hội{_WS}nghị|hội{_WS}trường|trụ{_WS}sở|bộ{_WS}phận|buổi|cuộc|kỳ{_WS}sinh{_WS}hoạt|"
    rf"chi{_WS}bộ|nhà{_WS}văn{_WS}hóa|bảng{_WS}tin|100{_WS}%)"
    rf"|{_LED}trên{_WS}(?:các{_WS})?(?:trang|cổng|bảng{_WS}tin|loa|hệ{_WS}thống|phương{_WS}tiện|đài|sóng){_WS}"
)
# An amount of what is done, without a comma: "… chi phí học tập cho 1.204 học sinh"; a year is none.
_REACHED = pattern(
    rf"{_LED}(?:cho|đến|tới|tại|ở|đối{_WS}với|(?<!gắn )(?<!đối )với|gồm|là|được|đạt|bằng|số{_WS}tiền|"
    rf"(?:phát{_WS}hiện|thu{_WS}hồi|xử{_WS}lý|xử{_WS}phạt|giải{_WS}ngân|kết{_WS}nạp|vận{_WS}động|huy{_WS}động)(?:{_WS}được)?|"
    rf"mức{_WS}phạt|bảo{_WS}đảm|đảm{_WS}bảo|(?<!hoàn )(?<!trở )thành|"
    rf"để{_WS}\w{{2,7}})"
    rf"{_WS}(?:(?:hơn|trên|gần|khoảng){_WS})?\d(?!\d{{3}}(?!\d)|\d?/\d|{_WS}năm)"
    rf"|{_LED}có{_WS}\d[\d,.]{{0,6}}{_WS}%(?!{_WS}(?:vốn|cổ))"
)
# What an amount behind these words says is a fact of its own, of what stands before them.
_OF_ITS_OWN = ("tại", "ở", "đạt", "được", "phát", "thu", "xử", "giải", "kết", "vận", "huy")
_FIGURE = pattern(r"\d")
# With a period of years, or with where and when it holds, a title is complete, unless one of these words goes on.
_FINAL = pattern(
    rf"(?:(?:giai{_WS}đoạn|nhiệm{_WS}kỳ|thời{_WS}kỳ|năm{_WS}học){_WS}(?:19|20)\d\d{_WS}[-–]{_WS}(?:19|20)\d\d"
    rf"|(?<!\d )năm{_WS}(?:19|20)\d\d|trong{_WS}(?:tình{_WS}hình|thời{_WS}kỳ){_WS}mới"
    rf"|trên{_WS}địa{_WS}bàn{_WS}(?:tỉnh|huyện|xã|thị{_WS}xã|thành{_WS}phố|quận|phường))(?=,?\s)"
)
_YEARS_SPAN = pattern(rf"(?:giai{_WS}đoạn|nhiệm{_WS}kỳ|năm{_WS}học){_WS}(?:19|20)\d\d{_WS}[-–]{_WS}(?:19|20)\d\d")
_NAMES = pattern(rf"(?: [{UPPER}][{LOWER}]{{1,6}}){{0,3}}(?![^\W_])")
_BEHIND_FINAL = pattern(
    rf"{_WS}(?:$|[^\w\s,]|(?:và|của|trên|trong|theo|thuộc|cho|đối{_WS}với|đến|về|tầm{_WS}nhìn|định{_WS}hướng|ở|từ|do|giai{_WS}đoạn|cấp|bậc|khối|ngành|tỉnh|huyện|xã|dành|"
    rf"năm|nhằm|tại{_WS}(?:tỉnh|huyện|xã|thành{_WS}phố|thị{_WS}xã|quận|phường|địa{_WS}bàn|các))(?![^\W_])"
    rf"|,{_WS}(?:có{_WS}tính|tầm{_WS}nhìn|định{_WS}hướng|giai{_WS}đoạn|năm|dự|phương{_WS}hướng|nhiệm{_WS}vụ|mục{_WS}tiêu|kế{_WS}hoạch|và|\d{{4}})(?![^\W_]))"
)
# Words that apply a document, behind which "vào" names to what: "áp dụng Thông tư … vào quản lý".
_APPLIED = pattern(rf"(?:áp{_WS}dụng|vận{_WS}dụng|lồng{_WS}ghép|đưa|cụ{_WS}thể{_WS}hóa)(?![^\W_])")
_USED = pattern(
    rf"(?:áp{_WS}dụng|vận{_WS}dụng|lồng{_WS}ghép|đưa|cụ{_WS}thể{_WS}hóa|căn{_WS}cứ|sử{_WS}dụng|dựa|lấy|trên{_WS}cơ{_WS}sở)(?![^\W_])"
)
_INTO = pattern(rf"{_LED}(?<!đầu tư )(?<!tham gia )vào(?=\s)")
# "… nên tỷ lệ giảm": what has followed from it; "trở nên", "tạo nên" are one word.
_HENCE = pattern(rf"{_LED}(?<!trở )(?<!làm )(?<!tạo )nên(?=\s)")
# Behind a name in quotes the sentence goes on: "… Chương trình “X” được hưởng ứng".
_QUOTE_SAID = pattern(r"(?<=[”\"])\s(?=(?:được|có|là|do|giúp|với|bằng)\s)")
# Whoever asks that a document be amended says in which sense: "sửa đổi Thông tư … theo hướng đơn giản".
_AMENDED = pattern(rf"(?:sửa(?:{_WS}đổi)?|bổ{_WS}sung|điều{_WS}chỉnh|hoàn{_WS}thiện)(?![^\W_])")
# "… ở một số chi bộ còn chậm": where it is done so.
_SOMEWHERE = pattern(
    rf"{_LED}(?:ở|tại){_WS}(?:một{_WS}số|một{_WS}vài|một{_WS}bộ{_WS}phận|nhiều|không{_WS}ít|vài){_WS}"
    rf"(?:[^\W\d_]{{1,7}}{_WS}){{1,5}}$"
)
_SENSE = pattern(rf"{_LED}theo{_WS}hướng(?=\s)")
# "…, giao Trung tâm Phát triển quỹ đất chi trả": who is told to do it.
_TOLD = pattern(rf"(?:giao|chỉ{_WS}đạo|yêu{_WS}cầu|phân{_WS}công|đề{_WS}nghị|kiến{_WS}nghị|trình){_LED}")
_ROW_OF_DOCUMENTS = pattern(rf"(?:,|;|(?<=\s)và){_WS}(?:các{_WS})?$")
# "để" says what for a document is used, where the sentence uses it and the title speaks of no means to an end.
_PURPOSE = pattern(rf"{_LED}để(?=\s)")
_MEANS = pattern(
    rf"thu{_WS}hồi|giao|thuê|sử{_WS}dụng|chuyển{_WS}mục{_WS}đích|bố{_WS}trí|trích|huy{_WS}động|điều{_WS}động|vay|lấy|dành|hỗ{_WS}trợ|"
    rf"(?:biện|giải){_WS}pháp|cơ{_WS}chế|kinh{_WS}phí"
)
# What those whom a document provides for have done: "chế độ đối với quân nhân đã phục viên".
_PAST_OF_PEOPLE = pattern(
    rf"đã{_WS}(?:phục{_WS}viên|xuất{_WS}ngũ|nghỉ{_WS}(?:hưu|việc)|thôi{_WS}việc|hết{_WS}tuổi|qua{_WS}đời|từ{_WS}trần|hy{_WS}sinh|"
    rf"được{_WS}(?:tặng|hưởng|phong))(?![^\W_])"
    rf"|đang{_WS}(?:công{_WS}tác|học|theo{_WS}học|làm{_WS}việc|sinh{_WS}sống|cư{_WS}trú|hưởng|đảm{_WS}nhiệm|giữ)(?![^\W_])"
)
# "… đến nay đã": how long it has worked ends the title, unless the title itself speaks of a time "từ … đến nay".
_UNTIL_NOW = pattern(rf"{_LED}(?:cho{_WS})?đến{_WS}nay(?![^\W_])")
_SINCE = pattern(r"(?<![^\W_])từ(?![^\W_])")
# "xí nghiệp đã chuyển sang …": words that have a verb of their own, unless it is one that is said of documents.
_OWN_VERB = pattern(r"(?:(?!và\s)[^\W\d_]{1,7}\s{1,3}){1,4}?(?:đã|đang|sẽ)\s{1,3}")
# Between a subject and its verb stands none of these: "người lao động … trong thực hiện" is no clause.
# "quy mô trường lớp của huyện cơ bản ổn định": whose it is, the report's own, parts nothing.
_LINKED = pattern(
    r"(?<![^\W_])(?:trong|của(?!\s{1,2}(?:huyện|tỉnh|xã|phường|thị trấn|thành phố|đơn vị|nhà trường|trường|địa phương|"
    r"đảng bộ|chi bộ|công ty|bệnh viện|hội|ngành)(?![^\W_]))|đối với|về|khi|để|theo|việc|thuộc|công tác|cho|tại)"
    r"(?![^\W_])"
)
# "…, cơ quan ngang bộ, UBND các tỉnh": all bodies of a kind go on a row.
_BODIES = pattern(rf"(?:ubnd|hđnd|ủy{_WS}ban{_WS}nhân{_WS}dân|hội{_WS}đồng{_WS}nhân{_WS}dân){_WS}(?:các|cấp)(?![^\W_])")
# "nông nghiệp, nông dân, nông thôn": words of one stem are a row.
_PLURAL_OF = pattern(rf"các{_WS}[^\W\d_]{{2,7}}{_WS}(?:của|thuộc)(?![^\W_])")
_ONE_STEM = pattern(r"(?<![^\W_])([^\W\d_]{2,7})\s{1,2}[^\W\d_]{1,7},\s{1,3}\1\s")
_COMMA = pattern(rf",(?=\s){_WS}")
_SMALL_GAP = pattern(r"\s{0,20}")
# A reason is no predicate: "…, lực lượng vũ trang và người lao động vì nguyện vọng … đã được đáp ứng".
_SENTENCE_END = pattern(rf"[.;!?:](?=\s|$)|{CLOSED}|\s(?:vì|thì)(?=\s)")


def read_title(
    text: str, folded: str, start: int, core: int, kind: str | None, inner: Sequence[Inner], stop: int, *, cited: bool
) -> Span | None:  # fmt: skip
    """The title that follows `start`, where core, date and issuer end.

    `core` is where the document begins, `kind` its type, `inner` what is named behind it, in order; `stop` is where its
    block ends. `cited` says that the document is cited and does not begin its sentence.
    """
    stop = min(stop, start + _LONGEST)
    closed = text.find(CLOSED, start, stop)
    stop = stop if closed < 0 else closed
    lead = _ABOUT.match(folded, start, stop) or _QUOTED.match(folded, start, stop)
    if lead is not None:
        begin = lead.end()
        if lead.group("quote"):
            closing = _QUOTE_END.search(text, begin, min(stop, begin + 400))
            if closing is not None:
                about = _QUOTED_ABOUT.match(folded, begin)
                return _trimmed(text, about.end() if about else begin, closing.start())
            if lead.re.pattern == _QUOTED.pattern:
                return None
        return _trimmed(text, begin, _Walk(text, folded, begin, core, kind, inner, stop).end())
    opening = _OPENING.match(folded, start, stop)
    if (
        opening is None
        or (inner and inner[0].start == opening.end())
        or not _opens(folded, opening.end(), kind, cited=cited)
    ):
        return None
    begin = opening.end()
    title = _trimmed(text, begin, _Walk(text, folded, begin, core, kind, inner, stop).end())
    return title if title is not None and len(title.text.split()) >= _LEAST_WORDS else None


def opens_title(folded: str, place: int) -> bool:
    """Whether words stand here that a title begins with without "về": "phê duyệt", "ban hành"."""
    return _NO_OPENING.match(folded, place) is None and _words()["opens"].match(folded, place) is not None


def states_what_became(folded: str, place: int) -> bool:
    """Whether words stand here that say what became of a document: "đã hoàn thành"."""
    return any(_words()[use].match(folded, place) is not None for use in ("ends", "fact", "state", "clause"))


def _opens(folded: str, place: int, kind: str | None, *, cited: bool) -> bool:
    """Whether a title begins here without "về".

    "Nghị định 100 quy định …" at the head of a sentence says what it does; cited (`cited`), it is named so.
    """
    if _NO_OPENING.match(folded, place):
        return False
    words = _words()
    if words["ends"].match(folded, place):
        return False
    if words["opens"].match(folded, place):
        return cited
    return kind in _WORKS and words["opens_work"].match(folded, place) is not None


class _Walk:
    """From mark to mark of a phrase, up to the one that ends the title."""

    __slots__ = (
        "amended",
        "applied",
        "begin",
        "facts",
        "folded",
        "inner",
        "kind",
        "last",
        "limit",
        "shouted",
        "spread",
        "stop",
        "text",
        "used",
        "words",
    )

    def __init__(
        self, text: str, folded: str, begin: int, core: int, kind: str | None, inner: Sequence[Inner], stop: int
    ) -> None:  # fmt: skip
        self.text, self.folded, self.begin, self.kind, self.inner, self.stop = text, folded, begin, kind, inner, stop
        self.words = _words()
        self.shouted = text[begin : min(stop, begin + _SHOUTED)].isupper()
        self.last: Inner | None = None
        # Where the words begin that say what is done with the document.
        self.limit = self.facts = stop
        # The sentence spreads the document: "quán triệt Nghị quyết … đến 100% đảng viên".
        self.amended = _AMENDED.search(folded, max(0, core - 60), core) is not None
        self.applied = _APPLIED.search(folded, max(0, core - 60), core) is not None
        self.used = _USED.search(folded, max(0, core - 60), core) is not None
        self.spread = self.words["spreads"].search(folded, self._sentence_before(core), core) is not None

    def _sentence_before(self, core: int) -> int:
        """Where the sentence of the document begins, as far back as its verb is looked for."""
        reach = max(0, core - _VERB_REACH)
        return max(self.folded.rfind(mark, reach, core) for mark in (". ", ";", CLOSED)) + 1 or reach

    def end(self) -> int:
        """Where the title ends."""
        following = bisect_left([item.start for item in self.inner], self.begin)
        cursor = self.begin
        while True:
            item = self.inner[following] if following < len(self.inner) else None
            bound = self.stop if item is None else min(item.start, self.stop)
            mark = _STOP.search(self.folded, cursor, bound)
            # What says that the title is over matters up to the clause behind the next mark.
            self.limit = limit = self._predicate(cursor, bound if mark is None else min(bound, mark.end() + _AHEAD))
            if mark is not None and mark.end() >= limit:
                mark = _STOP.search(self.folded, cursor, limit)
            if mark is None:
                if item is None or item.start >= limit or item.start >= self.stop:
                    return min(limit, self.stop)
                self.last, cursor = item, max(cursor, item.end)
                following += 1
                while following < len(self.inner) and self.inner[following].start < cursor:
                    following += 1
                continue
            further = self._goes_on(mark, item)
            if further is None:
                return mark.start()
            cursor = further

    def _predicate(self, begin: int, end: int) -> int:
        """Where, before `end`, the words begin that say what is done with the document; `stop` where none do."""
        places: list[int] = []
        at: list[int] = []
        end = min(end, self.stop)
        # The words may run into the next document: "gắn với Nghị quyết …".
        for said in self.words["ends"].each(self.folded, begin, min(self.stop, end + _INTO_DOCUMENT)):
            if said.start < end and self._is_said(said):
                somewhere = _SOMEWHERE.search(self.folded, max(self.begin, said.start - 60), said.start)
                places.append(somewhere.start() if somewhere else said.start)
                break
        purpose = _PURPOSE.search(self.folded, begin, end)
        if purpose is not None and self.used and not _MEANS.search(self.folded, self.begin, purpose.start()):
            places.append(purpose.start())
        if _FIGURE.search(self.folded, begin, end) and (reached := _REACHED.search(self.folded, begin, end)):
            # "…, thoái vốn tại 3 công ty" is a fact of its own; "cho 1.204 học sinh" says whom the work reached.
            (at if reached.group().lstrip().startswith(_OF_ITS_OWN) else places).append(reached.start())
        now = _UNTIL_NOW.search(self.folded, begin, end)
        if now is not None and not _SINCE.search(self.folded, max(self.begin, now.start() - 40), now.start()):
            places.append(now.start())
        for final in _FINAL.finditer(self.folded, begin, end):
            named = _NAMES.match(self.text, final.end())
            place = named.end() if named is not None else final.end()
            if place < end and not _BEHIND_FINAL.match(self.folded, place, self.stop) and not self._goes_on_noun(place):
                places.append(place)
                break
        marks = [_HENCE, _QUOTE_SAID, *([_SENSE] if self.amended else ()), *([_INTO] if self.applied else ())]
        places.extend(match.start() for mark in marks if (match := mark.search(self.folded, begin, end)))
        if self.spread and (spread := _SPREAD.search(self.folded, begin, end)):
            # "… công đoàn cơ sở trong các doanh nghiệp giai đoạn 2022-2025": what the period ends is one phrase.
            period = _YEARS_SPAN.search(self.folded, spread.end(), end)
            if period is None or "," in self.folded[spread.end() : period.start()]:
                places.append(spread.start())
        self.facts = min(places, default=self.stop)
        return min(*at, self.facts) if at else self.facts

    def _capital(self, place: int) -> bool:
        """Whether a word begins with a capital that tells something; in a title in capitals none does."""
        return not self.shouted and self.text[place : place + 1].isupper()

    def _goes_on_noun(self, place: int) -> bool:
        """ "năm 2023, Dự toán ngân sách": a capital behind the comma that goes on the title."""
        if not self.folded.startswith(", ", place):
            return False
        begin = place + 2
        return self._capital(begin) and self._goes_on_names(begin, place)

    def _is_said(self, said: Found[bool]) -> bool:
        """Whether words that end a title do so here: they open none, and "người đã nghỉ hưu" is what it deals with."""
        return said.start > self.begin and not _PAST_OF_PEOPLE.match(self.folded, said.start)

    def _goes_on(self, mark: re.Match[str], item: Inner | None) -> int | None:
        """Where to go on behind a mark that does not end the title; None where it does."""
        sign, place, after = mark.group().strip(), mark.start(), mark.end()
        if sign == CLOSED:
            return None
        if mark.group() == "\n":
            return None if self._ends_block(after) else after
        if sign == ".":
            inside = place and self.text[place - 1].isalnum() and self.text[after : after + 1].isalnum()
            short = self.folded[max(0, place - 3) : place].lstrip(" ,(") in ("tp", "tx", "tt", "p", "q", "h", "x")
            return after if inside or short else None
        if sign == ",":
            return self._after_comma(place, after, item)
        if sign in ("và", "cùng"):
            return self._after_and(place, after, item)
        if sign == ";":
            gap = _SMALL_GAP.match(self.folded, after)
            second = self.words["second"].match(self.folded, gap.end() if gap else after)
            return after if second and self.words["first"].match(self.folded, self.begin) else None
        if sign == ":":
            return after if _YEARS.match(self.folded, after) else None
        if sign == "(":
            closing = self.text.find(")", after, min(self.stop, after + 160))
            cites = item is not None and item.start <= after + 1
            return None if closing < 0 or cites or _ASIDE.match(self.folded, after) else closing + 1
        if sign in '“"':
            closing_quote = _QUOTE_END.search(self.text, after, min(self.stop, after + 300))
            return None if closing_quote is None else closing_quote.end()
        return None

    def _ends_block(self, after: int) -> bool:
        if _END_OF_BLOCK.match(self.folded, after, self.stop):
            return True
        gap = _SMALL_GAP.match(self.folded, after)
        place = gap.end() if gap else after
        if not self._capital(place):
            return False
        begins = any(self.words[use].match(self.folded, place) for use in ("clause", "opens_work", "noun"))
        return begins or (names_a_body(self.folded, place) and self._fact_in(place, short=True))

    def _after_comma(self, place: int, after: int, item: Inner | None) -> int | None:
        if self._names_ended(place):
            return None
        if item is not None and _BEFORE_DOCUMENT.fullmatch(self.folded[after : item.start][:40]):
            return after if self._of_one_row(place, item) else None
        gap = _SMALL_GAP.match(self.folded, after)
        begin = gap.end() if gap else after
        return None if self._begins_clause(begin, place) else after

    def _names_ended(self, comma: int) -> bool:
        """Whether the name in quotes that a title consists of ends here: "phê duyệt Đề án “X”, nhận thức …"."""
        if self.text[comma - 1 : comma] not in ("”", '"') or _BEHIND_FINAL.match(self.folded, comma, self.stop):
            return False
        opened = _QUOTE_BEGIN.search(self.text, self.begin, min(comma - 1, self.begin + _BEFORE_NAME))
        further = _QUOTE_BEGIN.search(self.text, comma, min(self.stop, comma + _BEFORE_NAME))
        return opened is not None and further is None

    def _after_and(self, place: int, after: int, item: Inner | None) -> int | None:
        if item is not None and _BEFORE_DOCUMENT.fullmatch(self.folded[after : item.start][:40]):
            return after if self._of_one_row(place, item) else None
        gap = _SMALL_GAP.match(self.folded, after)
        begin = gap.end() if gap else after
        if self.words["after_and"].match(self.folded, begin) or _COUNTED.match(self.folded, begin):
            return None
        if self.words["noun"].match(self.folded, begin):
            return after  # "… và Quỹ quốc gia về việc làm"
        return None if self._capital(begin) and self._fact_in(begin) else after

    def _of_one_row(self, place: int, item: Inner) -> bool:
        """Whether the next document goes on a row of documents inside the title: "Luật A và Luật B" after "của"."""
        last = self.last
        if last is None or last.end < place or last.titled:
            return False
        return item.type == last.type or (last.type in _STATUTES and item.type in (*_STATUTES, "decree"))

    def _begins_clause(self, begin: int, comma: int | None = None) -> bool:
        """Whether the main clause begins here, behind a comma or a line end."""
        words, folded = self.words, self.folded
        if comma is not None and self._paired(comma):
            return False
        if _SHARE.match(folded, begin):
            return True  # "…, 42/42 tổ chức đảng đã hoàn thành"
        if words["clause"].match(folded, begin):
            # "…, các Ban của Hội đồng nhân dân": bodies of a body go on a row of bodies.
            return comma is None or not _PLURAL_OF.match(folded, begin) or not self._in_row(begin)
        if self._capital(begin):
            return not self._goes_on_names(begin, comma)
        one_stem = comma is not None and self._of_one_stem(comma)
        if not one_stem and self._fact_in(begin):
            return True
        told = _TOLD.match(folded, begin)
        if told is not None and self.text[told.end()].isupper() and names_a_body(folded, told.end()):
            return True
        own = _OWN_VERB.match(folded, begin)
        if own is not None and not one_stem and not words["of_document"].match(folded, own.end()):
            return True
        subject = words["subject"].match(folded, begin)
        thing = words["thing"].match(folded, begin)
        if subject is not None and thing is not None and thing.end > subject.end:
            subject = None  # "bộ máy" is no "bộ"
        if comma is not None and ((subject is not None and _ends_with(words["sibling"], folded, comma)) or one_stem):
            return False
        acts = words["verb"].match(folded, begin)
        other = words["compound"].match(folded, begin)
        who = subject or thing
        if who is None or any(word is not None and word.end > who.end for word in (acts, other)):
            return False  # "tổ chức lại" is no "tổ", "hội nhập" no "hội"
        end = self._clause_end(begin, to_sentence=True)
        following = _COMMA.search(folded, who.end, end)
        if following is not None and words["clause"].match(folded, following.end()):
            end = following.start()  # "…, học sinh phổ thông, không có học sinh nào …": the clause is the next one
        head = who.end
        if comma is not None and folded.find(folded[begin:head], max(self.begin, comma - 40), comma) >= 0:
            # "công ty cổ phần, công ty trách nhiệm hữu hạn có vốn nhà nước" is a row: "có" is no verb of the sentence.
            begin_of_state = words["state"].search(folded, head, end)
            if begin_of_state is not None and folded[begin_of_state.start : begin_of_state.end] == "có":
                return False
        state = words["state"].search(folded, head, end)
        if state is not None and _LINKED.search(folded, head, state.start) is None:
            return True
        verb = words["verb"].search(folded, head, min(end, head + 40)) if subject is not None else None
        return verb is not None and _LINKED.search(folded, head, verb.start) is None

    def _paired(self, comma: int) -> bool:
        """ "tỉnh, thành phố", "cơ quan, đơn vị": one phrase around the comma."""
        return any(
            pair.start < comma < pair.end
            for pair in self.words["pair"].each(self.folded, max(self.begin, comma - 16), comma + 16)
        )

    def _of_one_stem(self, comma: int) -> bool:
        return any(
            row.end() > comma for row in _ONE_STEM.finditer(self.folded, max(self.begin, comma - 16), comma + 12)
        )

    def _goes_on_names(self, begin: int, comma: int | None) -> bool:
        """ "các xã Cam Cọn, Bảo Hà": a capital behind a comma that goes on a row of names, and begins no sentence."""
        if self.words["noun"].match(self.folded, begin):
            return not self._fact_in(begin)
        if comma is not None and _BODIES.match(self.folded, begin):
            return not self._fact_in(begin)
        if comma is None or names_a_body(self.folded, begin):
            return comma is not None and not self._fact_in(begin, short=True) and self._in_row(begin)
        before = self.text[max(self.begin, comma - 16) : comma].split()[-2:]
        return any(word[0].isupper() for word in before) and not self._fact_in(begin, short=True)

    def _in_row(self, begin: int) -> bool:
        """A body behind a comma goes on a row of bodies where the sentence ends after it without a verb."""
        end = self._clause_end(begin, to_sentence=True)
        return not any(self.words[use].search(self.folded, begin, end) for use in ("fact", "state", "verb"))

    def _fact_in(self, begin: int, *, short: bool = False) -> bool:
        """Whether the words up to the next comma state a fact: "đã", "đạt 5%", "tăng 12 ha"."""
        end = self._clause_end(begin, to_sentence=short)
        stated = any(
            not _PAST_OF_PEOPLE.match(self.folded, word.start)
            for word in self.words["fact"].each(self.folded, begin, end)
        )
        if stated:
            return True
        # "doanh nghiệp trong giải quyết công việc tại 5 xã" says where, while "thoái vốn tại 3 công ty" was done.
        who = self.words["subject"].match(self.folded, begin) is not None
        return any(
            not (who and _AT.search(self.folded, max(begin, amount.start() - 5), amount.start()))
            for amount in _amount_pattern().finditer(self.folded, begin, end)
        )

    def _clause_end(self, begin: int, *, to_sentence: bool) -> int:
        subject = self.words["subject"].match(self.folded, begin) or self.words["thing"].match(self.folded, begin)
        new = subject is not None or self._capital(begin)
        # What is said of a new subject is no predicate of the document.
        limit = self.stop if new else min(self.facts, self._next_of_row(begin))
        reach = max(begin, min(limit, begin + _CLAUSE_REACH))
        mark = _SENTENCE_END.search(self.folded, begin, reach)
        end = mark.start() if mark else reach
        if not to_sentence:
            comma = _COMMA.search(self.folded, begin, end)
            end = comma.start() if comma is not None else end
        return end

    def _next_of_row(self, begin: int) -> int:
        """Where the next document begins that a comma or "và" joins to the row: it is of no clause before it."""
        first = bisect_left([item.start for item in self.inner], begin)
        following = (item.start for item in self.inner[first : first + 1])
        return next(
            (place for place in following if _ROW_OF_DOCUMENTS.search(self.folded, max(begin, place - 12), place)),
            self.stop,
        )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and (text[end - 1].isspace() or text[end - 1] in f",;:.-“(*{CLOSED}"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end, text[start:end]) if end - start > 2 else None
