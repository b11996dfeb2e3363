"""A phrase: a stretch of the text that may name what is measured, and how it is cut to that.

A subject is a phrase, not a sentence: it stops before what says how, where, when and by whom.
"""

from __future__ import annotations

from vnreport.facts.material import Material
from vnreport.facts.subjects.words import WORD, Stop, word_classes
from vnreport.records import record
from vnreport.text.patterns import pattern

LONGEST = 12
_EDGE = " \n\t-–+*•,;:./|=<>≤≥≈~"


@record
class Phrase:
    """A candidate: where it stands, and what it begins with: measure, verb, light, agent or noun."""

    start: int
    end: int
    kind: str

    def words(self, material: Material) -> int:
        """How many words it has."""
        return len(WORD.findall(material.folded, self.start, self.end))

    @property
    def names(self) -> bool:
        """Whether it names something by itself: not only who acts, nor a verb that says little."""
        return self.kind not in ("light", "agent")


# "…; (2) kết nạp 150 đảng viên", "dịp 27/7 tặng 30 suất quà"
_LIST_MARK = pattern(r"[\s,;:]{0,3}(?:\(?\d{1,2}\)|(?:nhân\s)?(?:dịp|ngày)\s\d{1,2}[/-]\d{1,2})\s{1,2}")


def trim(material: Material, start: int, end: int) -> tuple[int, int]:
    """Without connectives at the beginning, and verbs and bounds of counting at the end."""
    folded, classes = material.folded, word_classes()
    for _ in range(12):
        if mark := _LIST_MARK.match(folded, start, end):
            start = mark.end()
        while start < end and folded[start] in _EDGE + ')"”':
            start += 1
        while start < end and folded[end - 1] in _EDGE + '("“' and not _closes(folded, start, end):
            end -= 1
        reach = max(start, end - 40)
        tail = classes.last(("tail",), folded, reach, end)
        if tail is not None:
            whole = classes.last(("verb", "measure", "light", "kept"), folded, reach, end)
            if whole is None or whole >= tail:
                end = tail
                continue
        behind = classes.after_lead(folded, start, end)
        if behind is not None and not classes.end_of("measure", folded, start, end):
            start = behind
            continue
        break
    return start, max(start, end)


def _closes(folded: str, start: int, end: int) -> bool:
    """Whether a stretch ends with the mark that closes a quotation of its own."""
    return folded[end - 1] == '"' and folded.count('"', start, end - 1) % 2 == 1


def cut(material: Material, start: int, end: int, kind: str) -> Phrase | None:
    """A phrase without what says how, where and by whom; None if nothing is left."""
    folded = material.folded
    for stop in word_classes().stops(folded, start, end):
        if stop.kept or is_quoted(folded, start, stop.start) or keeps(folded, stop):
            continue
        if len(WORD.findall(folded, start, stop.start)) >= _ENOUGH:
            end = stop.start
            break
    opening = folded.rfind("(", start, end)
    if opening > start and ")" not in folded[opening:end]:
        end = opening  # "giá trị sản xuất | (giá so sánh 2010)"
    start, end = trim_edges(folded, start, at_most(folded, start, end, LONGEST))
    return Phrase(start, end, kind) if WORD.search(folded, start, end) else None


# What is shorter goes on over a word that would stop it: "thu từ đất".
_ENOUGH = 2
_PART_OF_NAME = frozenset(("trên địa bàn", "tăng", "giảm", "với", "do", "khi", "trong", "từ", "bằng", "mà"))


def keeps(folded: str, stop: Stop) -> bool:
    """Whether a word that may stop a phrase is more often part of a name ("thu nhập từ lúa")."""
    return not stop.whose and folded[stop.start : stop.end] in _PART_OF_NAME


def is_quoted(folded: str, start: int, place: int) -> bool:
    """Whether a quotation that opens behind `start` is still open at a place."""
    curled = folded.count("“", start, place) > folded.count("”", start, place)
    return curled or folded.count('"', start, place) % 2 == 1


def at_most(folded: str, start: int, end: int, words: int) -> int:
    """Where a stretch ends that has no more than so many words."""
    found = list(WORD.finditer(folded, start, end))
    return end if len(found) <= words else found[words - 1].end()


def trim_edges(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks and marks at the edges, and without a mark whose partner is no part of the phrase."""
    whole = None
    while whole != (start, end):
        whole = start, end
        while start < end and folded[start] in _EDGE + ")":
            start += 1
        while start < end and folded[end - 1] in _EDGE + "(":
            end -= 1
        for opening, closing in ("“”", '""', "()"):
            if end > start and folded[end - 1] == closing and folded.count(opening, start, end - 1) < 1:
                end -= 1
            if end > start and folded[start] == opening and folded.count(closing, start + 1, end) < 1:
                start += 1
    return start, end


def trim_blanks(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks and marks."""
    while start < end and folded[start] in _EDGE:
        start += 1
    while start < end and folded[end - 1] in _EDGE:
        end -= 1
    return start, end
