"""Laws that hold for any text: hypothesis looks for one that breaks them."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

import vnreport
from fuzz.laws import check_spans
from test_contract import check_offsets
from vnreport.text.normalize import fold, normalize

# Pieces of the grammar, damaged and whole, so that random texts reach deep into the rules.
PIECES = st.sampled_from([
    "Nghị quyết", "số", "20-NQ/TW", "QĐ 217/218", ", ", " và ", "ngày 28/1/2008", "31/02/2020", "năm", "2021",
    " - ", "nhiệm kỳ", "tháng", "6", "1.234,5", "tỷ", "triệu", "đồng", "%", "5/7", "xã", "đảng viên", "\n",
    "\n\n", "I. ", "1. ", "a) ", "- ", "(", ")", "“", "”", "của Bộ Chính trị", "về", "điểm b khoản 2 Điều 5",
    "Luật Đất đai", "này", "trở lên", "ít nhất", "hai phần ba", "mười lăm", "kế hoạch", "tăng", "so với",
    "cùng kỳ", "đạt", "\t", "|", "BÁO CÁO", "Số: 12/BC-UBND", "Nơi nhận:", "CHỦ TỊCH", "Lượt xem: 497",
    "\ufeff", "\u00a0", "\u0301", "\r\n", "Đề án 06", "hạn chế", "Tuy nhiên", "…", ".", ":", "khóa XII",
    "Trung ương 4", "lần thứ V", "quý II/2021", "6 tháng đầu năm", "từ", "đến", "nay", "Phần thứ nhất", "./.",
    "👍🏽",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_text_has_a_report_that_obeys_the_contract(text: str) -> None:
    report = vnreport.analyze(text)
    check_offsets(report)
    assert vnreport.Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    assert vnreport.analyze(text).to_json() == report.to_json()


def _values(text: str) -> list[list[object]]:
    found = vnreport.extract(text)
    return [
        [(r.type, r.code, r.number, r.year, r.rule) for r in found.references],
        [(t.type, t.first_day, t.last_day, t.edtf, t.role, t.rule) for t in found.times],
        [(q.value, q.low, q.high, q.of, q.comparator, q.dimension, q.rule) for q in found.quantities],
    ]


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=150, deadline=None)
def test_composed_decomposed_and_mixed_text_give_the_same_values(text: str) -> None:
    text = text.replace("\u0301", "")
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    mixed = "".join(
        unicodedata.normalize(("NFC", "NFD")[place % 2], char) for place, char in enumerate(composed)
    )  # each letter by itself, so that the marks of one never meet another
    assert _values(composed) == _values(decomposed) == _values(mixed)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_public_result_is_of_slices_of_its_text(text: str) -> None:
    parts = vnreport.segment(text)
    report = vnreport.analyze(text)
    for result in (
        vnreport.extract(text), vnreport.find_references(text), vnreport.find_times(text),
        vnreport.find_quantities(text), vnreport.find_indicators(text), parts.blocks, tuple(parts.sentences),
        tuple(report.words), report.chunks(100), report.targets(),
    ):  # fmt: skip
        check_spans(text, result)
    for section in parts.sections:
        assert 0 <= section.start < section.end <= len(text)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_normalising_is_idempotent_and_maps_back(text: str) -> None:
    normal = normalize(text)
    assert normalize(normal.text).text == normal.text
    assert len(normal.folded) == len(normal.text)
    previous = 0
    for place in range(len(normal.text)):
        start, end = normal.to_source(place, place + 1)
        assert previous <= end
        assert 0 <= start < end <= len(text)
        previous = start


@given(st.text(max_size=80))
def test_folding_is_idempotent(text: str) -> None:
    text = normalize(text).text
    assert fold(fold(text)) == fold(text)
