"""Organisations, people and places: exact spans on written letterheads, paragraphs and signatures, keys and codes."""

from __future__ import annotations

import importlib.util
import pathlib
import sys

import pytest

import vnreport
from vnreport.entities.people import is_person_name

ROOT = pathlib.Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("names_benchmark", ROOT / "tests" / "benchmarks" / "names.py")
assert _spec is not None
assert _spec.loader is not None
benchmark = importlib.util.module_from_spec(_spec)
sys.modules["names_benchmark"] = benchmark
_spec.loader.exec_module(benchmark)
TEXTS = [
    *benchmark.load(ROOT / "corpora" / "names" / "written.jsonl"),
    *benchmark.load(ROOT / "tests" / "cases" / "names.jsonl"),
]
# Out of reach: a name of capitals over two cells, a body in general, names over a line break, a rank for an office.
LIMITS = {"le-19", "si-52", "pa-60", "si-58"}


def _texts() -> list[object]:
    marks = {name: [pytest.mark.xfail(reason="known limit", strict=True)] for name in LIMITS}
    return [pytest.param(text, id=text.id, marks=marks.get(text.id, [])) for text in TEXTS]


@pytest.mark.parametrize("text", _texts())
def test_names_are_found_where_they_are_marked(text: object) -> None:
    found, marked = benchmark.found_in(text.text), text.names  # type: ignore[attr-defined]
    assert {(kind, text.text[a:b]) for kind, a, b in found ^ marked} == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "CÁC cấp công đoàn; 10 công đoàn cơ sở; các chi bộ; cấp ủy các cấp.",
        "Hội nghị tổng kết công tác dân vận được tổ chức.",
        "Ban hành Kế hoạch công tác; đoàn kết, thống nhất; phòng, chống thiên tai.",
        "Thực hiện Nghị quyết Đại hội Đảng bộ huyện lần thứ V.",
        "Dịch tả lợn Châu Phi diễn biến phức tạp.",
    ],
)
def test_what_is_no_name(text: str) -> None:
    report = vnreport.analyze(text)
    assert not [name.text for name in (*report.organizations, *report.people, *report.places)]


@pytest.mark.parametrize("degree", ["ThS. ", "Th.S ", "Th.s ", "PGS. TS. ", "PGS.TS. ", "PGS.TS ", "BS.CKII "])
def test_a_degree_belongs_to_no_name(degree: str) -> None:
    report = vnreport.analyze(f"Phát biểu tại hội nghị, {degree}Trần Văn Ba nêu ý kiến.")
    assert [name.text for name in report.people] == ["Trần Văn Ba"]


def test_a_unit_of_the_text_is_found_by_its_bare_name() -> None:
    report = vnreport.analyze("Tại xã H'Leng Rin và xã Tân Hòa Đông, dân đã về; H'Leng Rin, Tân Hòa Đông đều ổn định.")
    assert [(place.text, place.rule) for place in report.places][2:] == [
        ("H'Leng Rin", "name.place_bare"),
        ("Tân Hòa Đông", "name.place_bare"),
    ]


def test_one_body_has_one_key() -> None:
    report = vnreport.analyze("Nghị quyết của Ban Chấp hành Trung ương. BCHTW yêu cầu thực hiện. BCH Trung ương họp.")
    assert {name.key for name in report.organizations} == {"ban chấp hành trung ương"}


def test_a_long_form_of_the_text_is_the_full_name() -> None:
    report = vnreport.analyze("Công ty Thủy nông (CTTN) báo cáo. Liên đoàn Lao động (LĐLĐ) tỉnh họp. LĐLĐ huyện dự.")
    assert {name.text: name.full_name for name in report.organizations}["LĐLĐ huyện"] == "Liên đoàn Lao động huyện"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tại tỉnh Lào Cai, hội nghị khai mạc.", "10"),
        ("Tại huyện Bảo Yên, hội nghị khai mạc.", "087"),
        ("Tại huyện Bảo Lâm, hội nghị khai mạc.", None),  # of Cao Bằng or of Lâm Đồng
        ("Tại xã Nghĩa Đô, hội nghị khai mạc.", None),
        ("Tại Quận 1 và phường 5, hội nghị khai mạc.", "760"),
    ],
)
def test_codes_of_places(text: str, code: str | None) -> None:
    assert vnreport.analyze(text).places[0].code == code


def test_the_province_that_the_text_names_decides() -> None:
    places = vnreport.analyze("Đoàn của tỉnh Cao Bằng đến huyện Bảo Lâm.").places
    assert [(place.text, place.code) for place in places] == [("tỉnh Cao Bằng", "04"), ("huyện Bảo Lâm", "042")]


@pytest.mark.parametrize(("words", "is_name"), [
    ("Nguyễn Văn An", True), ("Lê Lợi", True), ("Lan", False), ("Nguyễn Thị Thu Hà An", True),
    ("Nguyễn Hoàng Thị Thu Hà An", False), ("Nguyễn văn An", False), ("NGUYỄN VĂN AN", True), ("H'Leng Rin", False),
    ("Nguyễn Văn A.", True), ("Tôn-nữ Hà", True), ("Nguyễn Văn 5", False), ("PHÓ CHỦ TỊCH", False),
    ("Nghiêngngh Hà", False), ("Nguyễn Phó Chủ", False),
])  # fmt: skip
def test_what_is_written_as_the_name_of_a_person(words: str, is_name: bool) -> None:
    assert is_person_name(words) is is_name
