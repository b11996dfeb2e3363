"""Whose name stands right behind a body or a unit, without a title of its own: "Bí thư Tỉnh ủy Trần Văn Ba", "Chủ tịch
UBND huyện Lê Thị Hoa", "Trưởng thôn Giàng A Páo".

Places and bodies end before such a name. Units are named after people too ("xã Nguyễn Văn Thảnh", "phường Trần Hưng
Đạo"): an office before the unit decides, or in districts and provinces, which `places.tsv` lists, the name itself.
"""

from __future__ import annotations

from vnreport.entities.personal_names import families, middle_words, sure_families
from vnreport.lexicon import lexicon_cache, load_words
from vnreport.text.letters import LOWER, UPPER
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_SYLLABLE = rf"[{UPPER}][{LOWER}]{{0,6}}(?![^\W_])"
_FULL_NAME = pattern(rf"{_SYLLABLE}(?:[^\S\n]{{1,2}}{_SYLLABLE}){{2,4}}")
_OFFICE = pattern(
    r"(?<![^\W_])(?:chủ\s{1,2}tịch|bí\s{1,2}thư|giám\s{1,2}đốc|trưởng|phó|chánh|chánh\s{1,2}án|chủ\s{1,2}nhiệm|hiệu\s{1,2}trưởng|"
    r"chính\s{1,2}trị\s{1,2}viên|già)\s{1,2}"
    r"(?:(?!(?:tại|ở|thăm|về|với|và|đến|dự|trên|của|cùng|là|cho|từ|xuống)\s)[^\W\d_]{1,9}\s?[\s.-]\s?){0,12}$"
)
_OFFICE_REACH = 80
# Levels whose units are all in `places.tsv`, and bodies that stand for them.
_LISTED = frozenset(("tỉnh", "huyện", "quận", "thị xã", "thành phố"))


@lexicon_cache
def _honoured() -> frozenset[str]:
    return frozenset(load_words("honoured_name"))


def names_officer(text: str, folded: str, start: int, place: int, level: str | None) -> bool:
    """Whether the name at `place` is that of the officer of the unit or body that begins at `start`.

    `level` is the level word before the name, None behind a body. A unit that the table names so is told before.
    """
    match = _FULL_NAME.match(text, place)
    if match is None:
        return False
    syllables = fold(match.group()).split()
    if syllables[0] not in families() or any(" ".join(syllables[:count]) in _honoured() for count in (2, 3, 4)):
        return False
    if syllables[0] not in sure_families() and syllables[1] in sure_families() and len(syllables) > 3:
        return False  # "xã Phú Lâm Nguyễn Thị Hằng": the name begins one syllable later
    marked = syllables[1] in middle_words()
    if marked and (level is None or level in _LISTED):
        return True
    if not marked and syllables[0] not in sure_families() and level is not None and level not in _LISTED:
        return False
    return _OFFICE.search(folded, max(0, start - _OFFICE_REACH), start) is not None
