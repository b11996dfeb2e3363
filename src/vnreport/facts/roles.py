"""Roles: whether a quantity is a target, a result, a share of plan, a change, a baseline or a shortfall.

The words around the number decide ("vượt", "chỉ tiêu", "so với"; `role_cues.tsv`), each within its scope: right before
the number, right after it, or earlier in its clause, up to the word that ends the clause. What they leave open the
label of the sentence settles: "giảm 3 vụ" is a change among results and a target among directions. The rules are
tried in the order of `_RULES`; the first that answers wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from vnreport.facts.material import PLAN_WORDS, WINDOW, Place, phrases
from vnreport.facts.models import Indicator
from vnreport.lexicon import lexicon_cache, load_table
from vnreport.records import record
from vnreport.text.engine import trie_pattern
from vnreport.text.patterns import pattern


@record
class Role:
    """A role, the rule that gave it, and the direction of a change."""

    role: str
    rule: str
    direction: str | None = None


_BOUND_WORDS = (
    r"(?:(?:ít nhất|tối thiểu|tối đa|không quá|không dưới|không thấp hơn|trên|dưới|hơn|khoảng|gần|xấp "
    r"xỉ|ước|ước đạt|đạt|được|còn|từ|là|có|lên|tới|đến|bình quân|"
    r"thêm|mới|chỉ|mới chỉ|cả|tổng số|thêm được|lại|chung|[≤≥<>=])\s{1,3})"
)
_CLAUSE_MARK = pattern(r"[,;:()\n“”]|\.\s|\s-\s|\s(?:và|trong đó|nhưng|song)\s")
Cue = tuple[str, str | None]


@lexicon_cache
def _cues() -> dict[str, tuple[re.Pattern[str], dict[str, Cue]]]:
    """For each place, the pattern of its cues and what they mean."""
    tables: dict[str, dict[str, Cue]] = {}
    for row in load_table("role_cues", "cue", "place", "role", "direction", "source"):
        direction = None if row["direction"] == "-" else row["direction"]
        tables.setdefault(row["place"], {})[row["cue"]] = (row["role"], direction)
    patterns = {}
    for place, table in tables.items():
        words = trie_pattern(table).replace("\\ ", r"\s{1,3}")
        if place == "before":
            pattern = rf"(?<![^\W\d_])({words})\s{{1,3}}(?:\(\s?)?{_BOUND_WORDS}{{0,3}}(?:\(\s?)?$"
        elif place == "after":
            pattern = rf"\s{{0,3}}({words})(?![^\W\d_])"
        else:
            pattern = rf"(?<![^\W\d_])({words})(?![^\W\d_])"
        patterns[place] = (re.compile(pattern), table)
    return patterns


class _Clues:
    """The words around one quantity, read once for all rules."""

    __slots__ = (
        "after",
        "before",
        "clause",
        "cue",
        "direction",
        "following",
        "following_role",
        "forward",
        "label",
        "last",
        "place",
        "role",
        "share",
    )  # fmt: skip

    def __init__(self, place: Place, last: Indicator | None) -> None:
        self.place, self.last = place, last
        self.before, self.after = place.before, place.after
        marks = list(_CLAUSE_MARK.finditer(self.before))
        self.clause = self.before[marks[-1].end() :] if marks else self.before
        self.label = place.sentence.label
        self.forward = self.label == "directions" or _is_planned(place)
        self.share = place.is_share
        near, table = _cues()["before"]
        # Not over the number before it: "03 chỉ tiêu | đạt trên 90%" counts them, and names no target.
        reach = 70 if place.previous is None else min(70, place.quantity.start - place.previous.end)
        match = near.search(self.before, max(0, len(self.before) - reach)) or near.search(self._before_time())
        self.cue = phrases(match.group(1)) if match else None
        known: tuple[str | None, str | None] = table.get(self.cue or "", (None, None))
        self.role, self.direction = known
        near, table = _cues()["after"]
        match = near.match(self.after)
        self.following = phrases(match.group(1)) if match else None
        self.following_role = table[self.following][0] if self.following else None

    def _before_time(self) -> str:
        """The words before the time that the number is compared with: "cao hơn | năm 2022 | 0,11 điểm"."""
        if "hơn " not in self.before[-40:]:
            return ""
        start = self.place.quantity.start
        times = self.place.material.times_between(start - 40, start)
        if not times or self.place.material.folded[times[-1].end : start].strip():
            return ""
        return self.before[: times[-1].start - start][-70:]


_PLAN_HEAD = pattern(
    r"(?:\d{1,2}[.)]\s{1,2}|[-+*]\s{1,2})?(?:kế hoạch|mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ)(?![^\W_])[^.;:]{0,60}:"
)


def _is_planned(place: Place) -> bool:
    """Whether the sentence begins as the plan of a later time: "Kế hoạch năm 2018: giá trị sản xuất 9.050 tỷ đồng"."""
    material, start = place.material, place.sentence.start
    head = _PLAN_HEAD.match(material.folded, start)
    if head is None or head.end() > place.quantity.start or material.report_time is None:
        return False
    due, covered = material.first_time(start, head.end()), material.report_time.last_day
    return due is not None and due.last_day is not None and covered is not None and due.last_day > covered


def find_role(place: Place, last: Indicator | None) -> Role:
    """The role of the quantity at a place; `last` is the indicator before it."""
    clues = _Clues(place, last)
    for rule in _RULES:
        role = rule(clues)
        if role is not None:
            return role
    return Role("result", "result")


# --- the rules -----------------------------------------------------------------------------------------------------

# "tàu cá có chiều dài từ 15 m trở lên": a bound of what is counted, not a count.
_THRESHOLD = pattern(r"\s{1,3}trở\s{1,2}(?:lên|xuống)(?:\s{1,2}(?:\(|đạt|được|có|là)|[.,;]?\s{0,2}$)")


# "không còn chi bộ dưới 05 đảng viên": of what kind none is to be left.
_NONE_LEFT = pattern(r"không còn [^,;.\d]{1,30}\s(?:dưới|trên|từ)\s{1,3}$")


def _threshold(clues: _Clues) -> Role | None:
    quantity = clues.place.quantity
    if _NONE_LEFT.search(clues.before[-50:]):
        return Role("other", "threshold")
    if quantity.dimension == "age":
        return Role("other", "threshold")
    bound = quantity.rule.endswith("counted") and not clues.forward and _THRESHOLD.match(clues.after)
    aimed = bound and (_past_aim(clues.place) or _listed_aim(clues))
    return Role("other", "threshold") if bound and not aimed else None


_PER_ONE = pattern(r"(?<![^\W_])(?:trên|mỗi)\s{1,3}$")
_CROPS = pattern(r"(?<![^\W_])(?:lúa|ruộng|đất|ngô)\s{1,2}$")  # "lúa hai vụ"
_IN_NAME = pattern(r"[\"“][^\"“”,.;:]{0,24}(?:, [^\"“”,.;:]{0,24})?$")


def _tells_which(clues: _Clues) -> Role | None:
    """What only says which, by what or per what: "4 sao", "theo 83 tiêu chí", "trên 1 ha", "“5 không, 3 sạch”"."""
    quantity, before = clues.place.quantity, clues.before
    per_one = quantity.dimension == "area" and quantity.value == 1 and _PER_ONE.search(before[-8:])
    if (
        quantity.unit == "sao"
        or per_one
        or before.endswith("theo ")
        or (quantity.unit == "vụ" and _CROPS.search(before))
    ):
        return Role("other", "tells_which")
    quoted = quantity.dimension is None and re.match(r"[^.;:]{0,24}?[\"”]", clues.after)
    return Role("other", "tells_which") if quoted and _IN_NAME.search(before[-50:]) else None


_NAMED_TARGET = pattern(r"(?:chỉ tiêu|yêu cầu|mục tiêu(?! quốc gia))[^,.;\d]{0,40}$")
_REACHED_ONLY = pattern(r"[^.;]{0,60}?(?<![^\W_])(?:mới|chỉ) (?:đạt|thực hiện|mở|làm|xây dựng|hoàn thành|có)(?![^\W_])")


# What is only supposed, and what is denied: the scope runs to the end of the clause.
_SUPPOSED = pattern(r"(?<![^\W_])(?:nếu|giả sử|trong trường hợp)\s(?!so|tính|không kể|loại trừ)[^;.]{0,160}$")
_DENIED = pattern(r"(?<![^\W_])(?:chưa|không) có [^,;.\d]{1,40}\snào(?:\s[^,;.\d]{0,30})?\s$")


def _unreal(clues: _Clues) -> Role | None:
    """ "Nếu thuận lợi, doanh thu đạt 120 tỷ", "chưa có đơn vị nào đạt 100%": told, but not reached."""
    if clues.forward or not (_SUPPOSED.search(clues.before[-200:]) or _DENIED.search(clues.before[-90:])):
        return None
    return Role("other", "unreal")


def _named_target(clues: _Clues) -> Role | None:
    """ "Chỉ tiêu kiểm tra 100% chi bộ mới đạt 71,5%"."""
    if _NAMED_TARGET.search(clues.before[-60:]) and _REACHED_ONLY.match(clues.after):
        return Role("target", "target_word")
    return None


def _share_of_target(clues: _Clues) -> Role | None:
    """ "Chỉ tiêu 06 cuộc đối thoại chỉ đạt hai phần ba": a share of the target that the clause has named."""
    last, between = clues.last, clues.place.between
    if last is None or last.role != "target" or clues.forward or not clues.share or ";" in between:
        return None
    if last.quantity.sentence != clues.place.quantity.sentence or last.quantity.dimension == "share":
        return None
    named = last.rule.endswith(("target_word", "quoted_target")) and _ONLY_REACHED.search(between) is not None
    return Role("completion", "completion") if named else None


_ONLY_REACHED = pattern(
    r"(?:mới|chỉ|đã|ước|hiện|đến nay)\s(?:\S{1,9}\s)?(?:đạt|bằng|hoàn thành)\s{1,3}(?:được\s|khoảng\s|gần\s)?$"
)


# How far on the time that opens a sentence rules the numbers in it.
_RULES_ON = 4 * WINDOW


def _earlier_time(clues: _Clues) -> Role | None:
    """ "Năm 2021 có 12 vụ" in a report on 2022: a value of before, told to compare."""
    opening, covered = clues.place.opening(), clues.place.material.report_time
    if opening is None or covered is None or opening.last_day is None or covered.first_day is None:
        return None
    if opening.last_day >= covered.first_day or opening.role in ("issued", "since"):
        return None
    if clues.place.quantity.start - opening.end > _RULES_ON:
        return None
    others = clues.place.material.times_between(opening.end, clues.place.quantity.start)
    if any(time.type != "duration" for time in others) or clues.share:
        return None
    return Role("baseline", "earlier_time") if not re.search(r"[;,]", clues.before[-1:] + clues.clause[:1]) else None


# "so với cùng kỳ tăng 5 vụ, 8 đối tượng": both are held against what opens the clause.
_COMPARED_FIRST = pattern(r"so với (?:cùng kỳ|năm|quý|tháng|đầu)[^,.;]{0,40}?(?:tăng|giảm)[^,.;]{0,24}, $")


def _goes_on(clues: _Clues) -> bool:
    """Whether a number goes on with the change before it: "tăng 04 vụ và …", "giảm 7 vụ (10,8%)"."""
    between = clues.place.between
    if re.fullmatch(r"\s{0,2}và\s{1,2}", between):
        return True
    if clues.share:
        return re.fullmatch(r"\s?\((?:tức\s|tương đương\s|tương ứng\s)?", between) is not None
    return between == ", " and _COMPARED_FIRST.search(clues.before) is not None and clues.after[:1] in ("", ".", ";")


# What a plan is exceeded by is a small part of what was reached.
_SMALL_PART = 5
_OVER_PLAN = pattern(r"vượt (?:chỉ tiêu|kế hoạch|mục tiêu|kh|ct)\s$")


def _exceeds_by(clues: _Clues) -> bool:
    """ "đạt 31 triệu đồng, vượt chỉ tiêu 1 triệu đồng": by so much, while 400 of 422 is the plan itself."""
    last, own = clues.last, clues.place.quantity
    if last is None or last.role != "result" or not _OVER_PLAN.search(clues.place.between):
        return False
    done = last.quantity
    if done.sentence != own.sentence or done.value is None or own.value is None or clues.share:
        return False
    return (done.unit or "").split("/")[0] == own.unit and own.value * _SMALL_PART < done.value


def _series(clues: _Clues) -> Role | None:
    """ "tăng 04 vụ và 9 bị can", "bằng 1,4 lần", "vượt 0,6 điểm %"."""
    quantity, last = clues.place.quantity, clues.last
    if last is not None and last.role == "change" and _goes_on(clues):
        return Role("change", "change_series", last.direction)
    if _exceeds_by(clues):
        return Role("change", "change_to_plan", "up")
    if (quantity.unit or "").lower() == "lần" and re.search(r"bằng\s{1,2}$", clues.before[-6:]):
        return Role("change", "change_multiple", "up")
    if quantity.dimension == "share_points" and re.search(r"(?<![^\W_])vượt\s{1,3}$", clues.before[-8:]):
        return Role("change", "change_points", "up")
    return None


_REACHES = pattern(
    r"(?:đạt|bằng|hoàn thành|vượt|được|ước|mới đạt|chỉ đạt|tương đương|ước đạt)\s{1,3}(?:\S{1,16}\s){0,2}$"
)


# "24,8% so với mục tiêu 32%": two shares compared, no share of a plan.
_NUMBERED_PLAN = pattern(r"\s{0,3}so với (?:mục tiêu|chỉ tiêu|kế hoạch|nghị quyết)(?:\s(?:là|đề ra|giao))?\s\d")


def _completion(clues: _Clues) -> Role | None:
    """ "đạt 98,7% kế hoạch"; among directions only where the number itself is reached, not asked for."""
    if not clues.share or clues.following_role != "completion":
        return None
    if clues.forward and not (_REACHES.search(clues.before[-40:]) and re.search(r"đạt|bằng|vượt", clues.before[-30:])):
        return None
    if clues.forward and "phấn đấu" in clues.clause:
        return None
    if re.search(r"giao\s{0,3}$", clues.before[-8:]) or _NUMBERED_PLAN.match(clues.after):
        return None
    if clues.forward and "giải ngân" in clues.clause:
        return Role("target", "direction")
    return Role("completion", "completion")


_BASELINE_TIME = pattern(r"(?:cùng kỳ|năm trước|năm ngoái|năm \d{4}|quý trước)[^,.;]{0,14}\(\s?$")
_BASELINE_BRACKET = pattern(r"\((?:năm|quý|cùng kỳ|tháng)[^():]{0,20}(?::|là|đạt)\s{0,2}$")
_RISE = pattern(
    r"\s{0,3}(?:\([^()]{0,40}\)\s{0,3})?(?:nâng\s{1,3}|tăng\s{1,3}|giảm\s{1,3})?(?:lên|xuống|"
    r"còn)(?![^\W_])|\s{0,3}\([^()]{0,30}\)\s{1,3}(?:lên|xuống)"
    r"|\s{1,3}(?:(?:vào|ở|của)\s)?(?:đầu |cuối )?(?:năm|quý|tháng) [\d/]{1,7}\s(?:tăng |giảm |nâng )?(?:lên|xuống|còn)"
)


def _was(clues: _Clues) -> bool:
    """ "so với năm 2020 là 1.200 hộ", "cùng kỳ năm 2022 là 900 hộ": the value of the time compared with."""
    if not clues.before.endswith("là "):
        return False
    start = clues.place.quantity.start
    times = clues.place.material.times_between(start - 44, start)
    if not times or clues.place.material.folded[times[-1].end : start] != " là ":
        return False
    compared = times[-1].role == "baseline" or times[-1].text.lower().startswith("cùng kỳ")
    return compared and not re.search(r"tăng|giảm|hơn|vượt", clues.clause)


def _baseline(clues: _Clues) -> Role | None:
    """ "gấp 3,2 lần cùng kỳ năm 2021 (2.629 ca)", "từ 6,4% xuống còn 4,1%"."""
    before, after = clues.before, clues.after
    if _was(clues):
        return Role("baseline", "baseline_is")
    if _BASELINE_TIME.search(before[-60:]) or _BASELINE_BRACKET.search(before[-40:]):
        return Role("baseline", "baseline_bracket")
    if (
        re.search(r"(?:^|\s)(?:từ|tăng từ|giảm từ|nâng từ)\s{1,3}(?:mức\s)?$", before[-16:])
        and _RISE.match(after)
        and not re.match(r"\s{0,3}trở", after)
    ):
        return Role("baseline", "from_to")
    if (
        re.search(r"(?<![^\W_])(?:tăng|giảm|nâng) từ\s{1,3}$", before[-12:])
        and _OF_THEN.match(after)
        and not clues.forward
    ):
        return Role("baseline", "from_to")
    if (
        re.search(r"(?:^|\s)từ\s{1,3}$", before[-6:])
        and re.match(r"[^,.;]{0,30}?(?<!trở)\s(?:xuống|lên)(?:\s|\n)", after)
        and not clues.forward
    ):
        return Role("baseline", "from_to")
    return None


# "tăng từ 71% của năm 2019": what it rose from.
_OF_THEN = pattern(r"\s{1,3}(?:của|vào|hồi|ở|trong)?\s?(?:đầu |cuối )?(?:năm \d{4}|năm trước|cùng kỳ)(?![^\W_])")
_CONDITION = pattern(r"(?:cao|thấp|nhiều|ít) hơn (?:mục tiêu|kế hoạch|chỉ tiêu|bình quân|dự toán)[^,.;\d]{0,40}$")


def _compared_target(clues: _Clues) -> Role | None:
    """ "thấp hơn mục tiêu 95%": the target that a result is compared with."""
    words = clues.before[-70:]
    points = clues.place.quantity.dimension in ("share_points", "rank_steps")
    if not clues.share and not points and _CONDITION.search(words):
        return Role("target", "compared_target")
    return None


def _cue_before(clues: _Clues) -> Role | None:
    """What the word right before the number says of it."""
    before, cue = clues.before, clues.cue
    if clues.role is None or cue is None:
        return None
    if clues.role == "target" and not (cue in ("kế hoạch", "nghị quyết", "yêu cầu") and clues.following == "năm"):
        return Role("target", "target_word")
    if clues.role == "change":
        if cue.endswith("hơn") and re.search(rf"không\s{{1,2}}{cue}[^.,;]{{0,12}}$", before[-30:]):
            # "không thấp hơn 1,2 tháng lương" is a bound.
            return None
        behind = before[before.rfind(cue.split()[-1]) + len(cue.split()[-1]) :]
        if cue in ("tăng", "giảm") and re.match(r"\s{0,3}(?:tới|xuống còn|lên)", behind):
            return Role("target" if clues.forward else "result", "reached")
        if clues.forward:
            return Role("target", "direction", clues.direction)
        if _aims_at_change(before) or _listed_aim(clues) is not None:
            return Role("target", "target_clause")
        return Role("change", "change", clues.direction)
    if clues.role == "shortfall" and not clues.forward:
        return Role("shortfall", "missed")
    if clues.role == "baseline" and clues.place.quantity.low is not None and cue in _RISES:
        # "tăng từ 15 - 40%": by so much
        return Role("target" if clues.forward else "change", "change", _RISES[cue])
    return None


_RISES = {"tăng từ": "up", "giảm từ": "down", "nâng từ": "up"}


_ASKED_CHANGE = pattern(r"(?<![^\W_])giao\s(?:tăng|giảm)(?:\s(?:từ|ít nhất|tối thiểu|thêm))?\s$")


def _aims_at_change(before: str) -> bool:
    """ "Nghị quyết đề ra mục tiêu mỗi năm giảm 2% hộ nghèo", "NQ giao giảm 6%"."""
    return _ASKED_CHANGE.search(before[-24:]) is not None or (
        re.search(r"(?:mục tiêu|chỉ tiêu|phấn đấu)[^.;]{0,60}$", before) is not None
        and "so với" not in before[-60:]
        and not re.search(r"\d", before[max(0, before.rfind("mục tiêu")) :])
        and "đề ra" in before
    )


_PLAN_BRACKET = pattern(
    r"(?:chỉ tiêu|kế hoạch|mục tiêu|yêu cầu|chỉ tiêu [^(]{0,40}giao|giao)\s{0,3}\(\s?(?:là\s)?"
    r"(?:(?:không quá|trên|dưới|từ|ít nhất|tối thiểu|tối đa|không dưới)\s)?$"
)
# "(KH cả năm 4,2%)", but no "(kế hoạch đã thực hiện 50%)"
_PLAN_INSIDE = pattern(
    rf"\(\s?{PLAN_WORDS}(?![^\W_])(?![^()]{{0,40}}(?:đạt|thực hiện|vượt|bằng|hoàn thành|được|so với))"
    r"[^\d(),.;]{0,40}$"
)
_PLAN_BETWEEN = pattern(r"(?:chỉ tiêu|nghị quyết|kế hoạch|dự toán)[^()]{0,140}\(\s?$")


def _target_bracket(clues: _Clues) -> Role | None:
    """ "bằng 106% chỉ tiêu cấp trên giao (300)"."""
    if _PLAN_BRACKET.search(clues.before[-60:]) or _PLAN_INSIDE.search(clues.before[-60:]):
        return Role("target", "target_bracket")
    if re.search(r"\(\s?$", clues.before[-2:]) and clues.last is not None and _PLAN_BETWEEN.search(clues.place.between):
        return Role("target", "target_bracket")
    if (
        clues.last is not None
        and clues.last.rule.endswith("target_bracket")
        and re.fullmatch(r";\s?", clues.place.between)
    ):
        return Role("target", "target_bracket")
    return None


_ASSIGNED = pattern(
    r"(?:huyện|tỉnh|xã|thành phố|quận|trung ương|cấp trên|bộ|sở|ngành) giao"
    r"(?:\s(?:chỉ tiêu|kế hoạch))?(?:\slà)?\s{1,3}$"
)


# "UBND tỉnh giao Công ty tưới 21.500 ha": to whom, and what.
_ASSIGNED_TO = pattern(
    r"(?:ubnd|hđnd)?\s?(?:huyện|tỉnh|xã|thành phố|trung ương|cấp trên|bộ|sở|ngành) giao (?:cho )?"
    r"(?:công ty|huyện|xã|phường|đơn vị|sở|ngành|chi bộ|trường|nhà trường|bệnh viện|hội|đoàn|phòng|địa phương|ban)"
    r"(?![^\W_])[^,.;:\d]{1,50}$"
)


def _assigned(clues: _Clues) -> Role | None:
    """ "Huyện giao 250 đoàn viên, đã kết nạp 268"."""
    if _ASSIGNED.search(clues.before[-40:]):
        return Role("target", "target_word")
    told = " giao " in clues.before[-80:] and _ASSIGNED_TO.search(clues.before[-120:])
    return Role("target", "assigned_quoted_target") if told and not _REPORTED.search(clues.clause) else None


_PLAN_BEHIND = pattern(rf"\s?\(\s?{PLAN_WORDS}(?![^\W_])[^()\d]{{0,40}}\d")
_AIMS = pattern(r"(?<![^\W_])(?:phấn đấu|đề ra|đặt|mục tiêu|chỉ tiêu|sẽ|cần|phải|tiếp tục)(?![^\W_])")
_OUTCOME = pattern(r"(?:tính\s)?(?:đến|hết|cuối|kết quả|thực tế|nay)(?![^\W_])")


def _answers(clues: _Clues) -> Role | None:
    """What a plan beside it or in the sentence before shows to be reached, though it sounds like an aim.

    "Tỷ lệ hộ nghèo 1,5% (chỉ tiêu giao không quá 2%)", "… chỉ tiêu không quá 2%. Đến cuối năm, tỷ lệ … là 1,5%".
    """
    rule = None
    if clues.forward and _PLAN_BEHIND.match(clues.after):
        rule = "result_beside_plan"
    elif (clues.forward or clues.label == "other") and _OUTCOME.match(clues.before) and _follows_target(clues):
        rule = "result_after_target"
    if rule is None or _AIMS.search(clues.before) or _headed_ahead(clues.place):
        return None
    return Role("result", rule)


def _follows_target(clues: _Clues) -> bool:
    """Whether the sentence before it in the paragraph ended with a target in the same unit."""
    place, last = clues.place, clues.last
    if last is None or last.role != "target" or not last.rule.endswith(("target_word", "quoted_target")):
        return False
    home = last.quantity.sentence
    if home is None or home + 1 != place.quantity.sentence or last.quantity.unit != place.quantity.unit:
        return False
    return place.material.sentences[home].block == place.sentence.block


def _headed_ahead(place: Place) -> bool:
    """Whether the quantity stands under a heading of directions."""
    section = place.material.blocks[place.sentence.block].section
    while section is not None:
        over = place.material.sections[section]
        if over.title is not None:
            return over.label == "directions"
        section = over.parent
    return False


def _ahead(clues: _Clues) -> Role | None:
    return Role("target", "direction") if clues.forward else None


def _over_plan(clues: _Clues) -> Role | None:
    """ "vượt 18 đồng chí so với chỉ tiêu": a difference to the plan."""
    before, after = clues.before, clues.after
    if (
        re.search(r"(?:vượt|thấp hơn|không đạt)\s{1,3}(?:mốc|so với)?\s{0,3}$", before[-20:])
        and clues.following is None
        and not clues.share
        and "chỉ tiêu" in after[:30]
    ):
        return Role("change", "change_to_plan", "up")
    if re.search(r"(?<![^\W_])vượt\s{1,3}$", before[-8:]) and re.match(rf"[^,.;]{{0,20}}so với {PLAN_WORDS}", after):
        return Role("change", "change_to_plan", "up")
    return None


def _quoted(clues: _Clues) -> Role | None:
    aim = _past_aim(clues.place) or _listed_aim(clues)
    if aim is not None or clues.label != "other":
        return aim
    last = clues.last
    if last is not None and last.rule.endswith("quoted_target") and _REPORTED.search(clues.place.between):
        return Role("result", "result_after_target")
    return None if _may_report(clues.place) else Role("other", "context")


# Below it a label is no better than even.
_UNSURE = 0.5


def _may_report(place: Place) -> bool:
    """Whether a sentence may as well report: "Năm 2023, kết nạp 422 đoàn viên theo Nghị quyết …" by itself."""
    if place.sentence.label_score >= _UNSURE or place.opening() is None:
        return False
    scores = place.sentence.label_scores
    return sorted(scores, key=lambda label: scores[label])[-2] == "achievements"


_LEADS_TO_AIMS = pattern(
    r"(?:đề ra|đặt ra|xác định|giao|thông qua)(?![^\W_])[^.;:]{0,60}(?:chỉ tiêu|mục tiêu)(?! quốc gia)[^.;:]{0,100}:$"
)
_LEADS_TO_RESULTS = pattern(r"(?<![^\W_])(?:kết quả|thực hiện|đạt|hoàn thành)(?![^\W_])")


def _item_of_aims(clues: _Clues) -> Role | None:
    """ "Đại hội đề ra các chỉ tiêu như sau: - Thu nhập: 30 triệu đồng. - …": each item is an aim of then."""
    place = clues.place
    lead = place.material.lead_of(place.sentence.block)
    if lead is None or lead.label == "directions" or _REPORTED.search(clues.before):
        return None
    words = place.material.folded[max(lead.start, lead.end - WINDOW) : lead.end]
    aims = _LEADS_TO_AIMS.search(words)
    return Role("target", "quoted_target") if aims and not _LEADS_TO_RESULTS.search(words) else None


def _listed_aim(clues: _Clues) -> Role | None:
    """ "đề ra mục tiêu: A 62 triệu m3; B không quá 14%; C …": the list goes on with the aims."""
    last, between = clues.last, clues.place.between
    if last is None or not between or not last.rule.endswith("quoted_target") or _REPORTED.search(between):
        return None
    assigned = last.rule.endswith("assigned_quoted_target")
    stops = (";", ",") if clues.label == "other" or assigned else (";",)
    return Role("target", last.rule.rpartition(".")[2]) if any(stop in between for stop in stops) else None


# "Chương trình mục tiêu quốc gia" is a name.
_PAST_AIM = pattern(
    r"(?:đề ra|xác định|đặt mục tiêu|đặt kế hoạch|phấn đấu|mục tiêu(?! quốc gia)|đặt ra|đưa ra mục tiêu)(?![^\W_])"
)


_OUTCOME_TOLD = pattern(
    r"(?:đã|kết quả|thực hiện|hoàn thành|đạt được|nhằm|theo)\s|,\scó\s|[;,]\s(?:đến nay|hiện nay|nay)(?![^\W_])"
)


# With these a clause tells what came of an aim, and no further one.
_REPORTED = pattern(r"(?<![^\W_])(?:đã|kết quả|thực hiện|hoàn thành|đạt được|nhằm|theo|đến nay|nay|mới)\s|,\scó\s")


def _past_aim(place: Place) -> Role | None:
    """A target that the report quotes: "Nghị quyết Đại hội đề ra 15 chỉ tiêu, trong đó …"."""
    before = place.before
    aims = list(_PAST_AIM.finditer(before))
    if not aims:
        return None
    match = aims[-1]
    rest = before[match.end() :]
    if listed := _LIST_OPENS.match(_without_times(place, rest)):
        rest = rest[listed.end() :].rpartition(";")[2]
    elif match.group() in ("mục tiêu", "đặt ra") and re.search(r"\d", _without_times(place, rest)):
        return None
    if _OUTCOME_TOLD.search(rest) or re.search(
        r"(?:đạt|vượt|so với|thực hiện|nhằm|trong)\s[^.;]{0,12}$", before[: match.start()][-18:]
    ):
        return None
    return Role("target", "quoted_target")


# "đề ra mục tiêu đến năm 2025: A 62 triệu m3; B không quá 14%": each member is an aim of its own.
_LIST_OPENS = pattern(r"[^\d,.;:]{0,60}:")


def _without_times(place: Place, words: str) -> str:
    """The words that end at the number, times blotted out: "mục tiêu đến năm 2025: sản lượng đạt"."""
    begin = place.quantity.start - len(words)
    for time in place.material.times_between(begin, place.quantity.start):
        words = words[: time.start - begin] + " " * (time.end - time.start) + words[time.end - begin :]
    return words


_FALLS = pattern(r"(?<![^\W_])(?:mới|thấp|chưa|không|giảm|chậm|yếu|kém|khó khăn|hạn chế|còn|thiếu)(?![^\W_])")
_CLAUSE_START = pattern(
    r"(?:^|[,;:.(]\s?|(?<![^\W_])(?:còn|có|ở|riêng|nhưng|song|và|vẫn|tại|một số|hiện))"
    r"(?:\s{1,3}(?:còn|có|khoảng|gần|hơn|trên|ở))?\s{0,3}$"
)
_WRONG_AFTER = pattern(
    r"(?:\s[^\W\d_]{1,9}){0,6}?\s(?:chưa(?! phát hiện)|"
    r"không (?:đạt|hoàn thành|bảo đảm|đảm bảo|thực hiện)|quá hạn|trễ hạn|chậm tiến độ|"
    r"còn (?:yếu|chậm|thấp|hạn chế|tùy tiện|hình thức|lúng túng|thiếu|chung chung|bất cập|đơn điệu))(?![^\W_])"
)
_EXCEEDS = pattern(rf",?\s?(?:vượt|đạt)\s(?:mức\s|so với\s)?{PLAN_WORDS}")
_REMAINING = pattern(r"(?:còn|vẫn còn|hiện còn|nay còn)\s{1,3}(?:khoảng\s|gần\s|hơn\s|trên\s)?$")


def _short(clues: _Clues) -> Role | None:
    """What went wrong: everything among limitations, elsewhere what is still left undone."""
    before, after = clues.before, clues.after
    if clues.label == "limitations" and not _EXCEEDS.match(after):
        if (
            re.search(r"(?:mới đạt|chỉ đạt|mới có|đạt)\s{1,3}$", before[-10:])
            and clues.following is None
            and "yêu cầu" in before
        ):
            return Role("result", "result_below")
        told = before.rpartition(";")[2] + after[:70]
        if clues.share and re.search(r"(?<!mới )(?<!chỉ )đạt\s{1,3}$", before[-12:]) and not _FALLS.search(told):
            # A sentence of limits may tell first what was reached: "mũi 3 đạt 86,9%, …; tiêm chủng chỉ đạt 88,5%".
            return Role("result", "result_beside")
        return Role("shortfall", "shortfall")
    if _CLAUSE_START.search(before[-24:]) and _WRONG_AFTER.match(after):
        return Role("shortfall", "wrong")
    if _REMAINING.search(before[-20:]) and (
        clues.following in ("chưa", "không", "bị", "chậm", "quá hạn")
        or re.match(r"[^,.;]{0,40}(?:chưa|không đạt|quá hạn)", after)
    ):
        return Role("shortfall", "remaining")
    return None


_RULES: tuple[Callable[[_Clues], Role | None], ...] = (
    _threshold,
    _tells_which,
    _unreal,
    _named_target,
    _share_of_target,
    _earlier_time,
    _series,
    _completion,
    _baseline,
    _compared_target,
    _cue_before,
    _target_bracket,
    _assigned,
    _item_of_aims,
    _answers,
    _ahead,
    _over_plan,
    _quoted,
    _short,
)
