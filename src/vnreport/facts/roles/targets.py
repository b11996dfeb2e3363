"""Targets: named ("chỉ tiêu"), in brackets ("(kế hoạch 600 ha)"), assigned; and the results that answer them."""

from __future__ import annotations

from vnreport.facts.material import PLAN_WORDS, Place
from vnreport.facts.roles.aims import REPORTED
from vnreport.facts.roles.clues import Clues, Role
from vnreport.text.patterns import pattern

_NAMED_TARGET = pattern(r"(?:chỉ tiêu|yêu cầu|mục tiêu(?! quốc gia))[^,.;\d]{0,40}$")


_REACHED_ONLY = pattern(r"[^.;]{0,60}?(?<![^\W_])(?:mới|chỉ) (?:đạt|thực hiện|mở|làm|xây dựng|hoàn thành|có)(?![^\W_])")


def named_target(clues: Clues) -> Role | None:
    """ "Chỉ tiêu kiểm tra 100% chi bộ mới đạt 71,5%"."""
    if _NAMED_TARGET.search(clues.before[-60:]) and _REACHED_ONLY.match(clues.after):
        return Role("target", "target_word")
    return None


_ONLY_REACHED = pattern(
    r"(?:mới|chỉ|đã|ước|hiện|đến nay)\s(?:\S{1,9}\s)?(?:đạt|bằng|hoàn thành)\s{1,3}(?:được\s|khoảng\s|gần\s)?$"
)


def share_of_target(clues: Clues) -> Role | None:
    """ "Chỉ tiêu 06 cuộc đối thoại chỉ đạt hai phần ba": a share of the target that the clause has named."""
    last, between = clues.last, clues.place.between
    if last is None or last.role != "target" or clues.forward or not clues.share or ";" in between:
        return None
    if last.quantity.sentence != clues.place.quantity.sentence or last.quantity.dimension == "share":
        return None
    named = last.rule.endswith(("target_word", "quoted_target")) and _ONLY_REACHED.search(between) is not None
    return Role("completion", "completion") if named else None


_CONDITION = pattern(r"(?:cao|thấp|nhiều|ít) hơn (?:mục tiêu|kế hoạch|chỉ tiêu|bình quân|dự toán)[^,.;\d]{0,40}$")


def compared_target(clues: Clues) -> Role | None:
    """ "thấp hơn mục tiêu 95%": the target that a result is compared with."""
    words = clues.before[-70:]
    points = clues.place.quantity.dimension in ("share_points", "rank_steps")
    if not clues.share and not points and _CONDITION.search(words):
        return Role("target", "compared_target")
    return None


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


_BRACKET_OPENS = pattern(r"\(\s?$")
_SEMICOLON = pattern(r";\s?")


def target_bracket(clues: Clues) -> Role | None:
    """ "bằng 106% chỉ tiêu cấp trên giao (300)"."""
    if _PLAN_BRACKET.search(clues.before[-60:]) or _PLAN_INSIDE.search(clues.before[-60:]):
        return Role("target", "target_bracket")
    if (
        _BRACKET_OPENS.search(clues.before[-2:])
        and clues.last is not None
        and _PLAN_BETWEEN.search(clues.place.between)
    ):
        return Role("target", "target_bracket")
    if (
        clues.last is not None
        and clues.last.rule.endswith("target_bracket")
        and _SEMICOLON.fullmatch(clues.place.between)
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


def assigned(clues: Clues) -> Role | None:
    """ "Huyện giao 250 đoàn viên, đã kết nạp 268"."""
    if _ASSIGNED.search(clues.before[-40:]):
        return Role("target", "target_word")
    told = " giao " in clues.before[-80:] and _ASSIGNED_TO.search(clues.before[-120:])
    return Role("target", "assigned_quoted_target") if told and not REPORTED.search(clues.clause) else None


_PLAN_BEHIND = pattern(rf"\s?\(\s?{PLAN_WORDS}(?![^\W_])[^()\d]{{0,40}}\d")


_AIMS = pattern(r"(?<![^\W_])(?:phấn đấu|đề ra|đặt|mục tiêu|chỉ tiêu|sẽ|cần|phải|tiếp tục)(?![^\W_])")


_OUTCOME = pattern(r"(?:tính\s)?(?:đến|hết|cuối|kết quả|thực tế|nay)(?![^\W_])")


def answers(clues: Clues) -> Role | None:
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


def _follows_target(clues: Clues) -> bool:
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


def ahead(clues: Clues) -> Role | None:
    """Whatever is counted among directions."""
    return Role("target", "direction") if clues.forward else None
