"""Numbers that count nothing: line numbers, phone numbers, names such as "lớp 11", "Quốc lộ 1", "Covid-19"."""

from __future__ import annotations

import re

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import alternation, line_lead
from vnreport.text.letters import LOWER


@lexicon_cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = load_table("number_labels", "word", "kind", "source")
    kinds = {row["word"]: row["kind"] for row in rows}
    return re.compile(rf"(?<![^\W\d_])({alternation(list(kinds))})[ ]{{0,2}}[.:]?[ ]{{0,2}}\n?$"), kinds


# A number at the beginning of a line that counts the line: "1. ", "2.1. ", "3) ", "4/ ", "5- ", a row's first cell.
_LINE_NUMBER = re.compile(r"(?:\d{1,2}\.){0,4}\d{1,2}(?:[.)/:]+(?=\s|[^\W\d_])|-(?=\s?[^\W\d_]|\s\D)|(?=\t)|\s{0,3}\|)")
_INLINE_NUMBER = re.compile(r"\d{1,2}[.)](?=\s{1,2}[^\W\d_])")
_BRACKET_NUMBER = re.compile(r"\d{1,2}\)(?:\s{0,2}[^\W\d_]|[.,;:\s]|$)")

_PHONE = re.compile(r"0\d{2,3}[. ]\d{3,4}[. ]\d{3,4}|0\d{8,10}(?!\d)|\+84[\d. ]{8,12}")
_GROUPED = r"\d{1,3}(?:\.\d{3}){0,5}(?:,\d{1,8})?"
_IDENTIFIER = re.compile(
    rf"(?!\d{{1,3}}(?:\.\d{{3}}){{1,5}}(?![.\d/-]))(?!{_GROUPED}[/-]{_GROUPED}(?!\d))\d{{1,12}}(?:[./-]\d{{1,12}}){{3,9}}|\d{{1,6}}[a-zđ]\d|\d{{1,4}}[a-z]-\d"
)

_ROUND_THE_CLOCK = re.compile(r"24/(?:7|24(?:\s?(?:giờ|h)(?![^\W_]))?)(?!\d)")

STRONG_LABELS = frozenset(
    ("quốc lộ", "tỉnh lộ", "lần thứ", "khóa", "lớp", "mũi", "thứ", "iso", "tcvn", "trang", "kỳ họp thứ", "số")
)


def glued_letter(text: str, end: int) -> bool:
    """Whether a letter stands right behind the number: "5G", "12a"."""
    return end < len(text) and (text[end].isalpha() or text[end] == "_")


def label_before(folded: str, start: int) -> tuple[str | None, bool]:
    """The word of `number_labels.tsv` that stands before a number, and whether it makes the number a rank."""
    pattern, kinds = _labels()
    match = pattern.search(folded[max(0, start - 26) : start])
    if match is None:
        return None, False
    label = re.sub(r"\s+", " ", match.group(1))
    if label in ("số", "xếp") and re.search(
        r"(?:tổng|một|đa|vài|những|số|thiểu|chỉ|hệ|dân|doanh|điểm|nhân)\s+$",
        folded[max(0, start - 26 + match.start() - 8) : max(0, start - 26) + match.start()],
    ):
        return None, False
    return label, kinds[label] == "rank"


def skip_series(folded: str, end: int) -> int:
    """ "mức 1, 2": the further numbers of a named series count nothing either."""
    series = re.compile(
        r"(?:\s{0,2}(?:,|-)\s{0,2}\d{1,2}(?![\d.,/%])(?=[,.;)\s]|$)"
        r"(?!\s{1,3}(?:xã|hộ|người|đồng|vụ|lần)(?![^\W_])))+"
    )
    match = series.match(folded, end)
    return match.end() if match else end


def uncounted_end(text: str, folded: str, start: int) -> int | None:
    """Where a number ends that counts nothing: line numbers, footnote marks, phone numbers, names like "Covid-19"."""
    lead = line_lead(text, start).strip(" \t#*>-+•|")
    if (
        (not lead or lead == "(")
        and (m := _LINE_NUMBER.match(text, start))
        and not (m.group().endswith(".") and text[m.end() : m.end() + 1].isdigit())
    ):
        return m.end()
    before = text[start - 1] if start else ""
    if before == "(" and (m := _BRACKET_NUMBER.match(text, start)):
        attached = start >= 2 and not text[start - 2].isspace()
        enumerates = re.match(r"\d{1,2}\)\s{0,2}[^\W\d_]", text[start : start + 8]) and (
            start < 2 or text[start - 2] in " \n\t" or attached
        )
        if attached or (enumerates and int(re.match(r"\d+", text[start:]).group()) <= 30):  # type: ignore[union-attr]
            return m.end()
    if before == "-" and start >= 2 and text[start - 2].isalpha():
        return _digits_end(text, start)
    if before in ".,:" and start >= 2 and text[start - 2].isdigit():
        return _digits_end(text, start)
    if (
        before == "/"
        and start >= 2
        and text[start - 2].isalpha()
        and not re.match(r"\d+\s+[^\W\d_]", text[start : start + 9])
    ):
        return _digits_end(text, start)
    for pattern in (_PHONE, _IDENTIFIER):
        if m := pattern.match(folded, start):
            return m.end()
    if m := _ROUND_THE_CLOCK.match(folded, start):
        return m.end()
    inline = _INLINE_NUMBER.match(text, start)
    if inline is None or not re.search(r"[:.;]\s+$", text[max(0, start - 3) : start]):
        return None
    return None if re.match(rf"\d{{1,2}}\.\s+[{LOWER}]", text[start : start + 6]) else inline.end()


def _digits_end(text: str, start: int) -> int:
    match = re.compile(r"\d+(?:[.,/-]\d+){0,6}").match(text, start)
    return match.end() if match else start + 1
