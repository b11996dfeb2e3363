"""What stands around one quantity, read once for all rules: its cues (`role_cues.tsv`), its clause, and its plan."""

from __future__ import annotations

import re

from vnreport.facts.material import Place, phrases
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


class Clues:
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
