"""Sentences, outline, kinds of block, metadata and abbreviations: what each line of a report is."""

from __future__ import annotations

import json
from typing import Any

import pytest

import golden
import vnreport


def _rows(name: str) -> list[Any]:
    rows = [json.loads(line) for line in (golden.CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("row", _rows("sentences"))
def test_sentences(row: dict[str, Any]) -> None:
    text = row["text"].replace(golden.OPEN, "").replace(golden.CLOSE, "")
    found = vnreport.segment(text).sentences
    marked, last = "", 0
    for sentence in found:
        marked += text[last : sentence.start] + golden.OPEN + sentence.text + golden.CLOSE
        last = sentence.end
    assert marked + text[last:] == row["text"]


@pytest.mark.parametrize("row", _rows("outline"))
def test_outline(row: dict[str, Any]) -> None:
    sections = vnreport.segment(row["text"]).sections
    assert [[section.level, section.number] for section in sections] == row["sections"]
    for section in sections:
        assert section.parent is None or sections[section.parent].level < section.level


PAGE = """Cổng thông tin điện tử huyện Khe Mo
Trang chủ
Giới thiệu
Trang chủ » Tin tức » Kinh tế

Huyện Khe Mo: Kết quả thực hiện nhiệm vụ năm 2019, phương hướng năm 2020
Thứ ba, 24/12/2019 | 08:30
Lượt xem: 497
A- A A+

Năm 2019, dù thời tiết diễn biến bất thường, dịch bệnh lan rộng, huyện vẫn hoàn thành 17/19 chỉ tiêu \
chủ yếu mà Nghị quyết của Huyện ủy đề ra.

Lãnh đạo huyện kiểm tra mô hình trồng bưởi tại xã Hòa Tiến

Tuy nhiên, việc giải ngân vốn đầu tư công còn chậm, mới đạt 60% kế hoạch, một số công trình \
chưa khởi công được do vướng giải phóng mặt bằng.

Tin, bài: Thu Hà
Tin liên quan
Hội nghị tổng kết công tác dân vận (23/12/2019)
Bình luận
Đang truy cập: 12
© 2019 Bản quyền thuộc về UBND huyện Khe Mo.
"""


def test_a_web_page_is_its_article() -> None:
    report = vnreport.analyze(PAGE)
    kinds = {block.text.splitlines()[0][:12]: block.kind for block in report.blocks}
    assert kinds["Huyện Khe Mo"] == "title"
    assert kinds["Năm 2019, dù"] == kinds["Tuy nhiên, v"] == "paragraph"
    assert kinds["Lãnh đạo huy"] == "caption"
    assert kinds["Tin, bài: Th"] == "byline"
    body = ("Huyện Khe Mo", "Năm 2019, dù", "Tuy nhiên, v", "Lãnh đạo huy", "Tin, bài: Th")
    assert {kind for start, kind in kinds.items() if start not in body} == {"boilerplate"}
    assert report.meta.title is not None
    assert report.meta.title.text.startswith("Huyện Khe Mo: Kết quả")
    assert report.meta.issued_on is not None
    assert str(report.meta.issued_on.value) == "2019-12-24"
    assert all("497" not in quantity.text and quantity.text != "12" for quantity in report.quantities)


def _kinds(text: str) -> list[str]:
    return [block.kind for block in vnreport.segment(text).blocks]


def test_a_tab_behind_a_bullet_makes_no_table() -> None:
    text = "I. KẾT QUẢ\n\uf0b7\tKhám bệnh: 98.412 lượt.\no\tCử 27 lượt cán bộ đi học.\na)\tY tế: khám 6.214 lượt."
    assert _kinds(text) == ["heading", "list_item", "list_item", "list_item"]


def test_columns_kept_apart_by_blanks_are_a_table() -> None:
    text = (
        "Kết quả như sau:\n\nBảng 1. Một số chỉ tiêu\n"
        "TT   Chỉ tiêu                ĐVT        Kế hoạch     Thực hiện\n"
        " 1   Thu ngân sách           tỷ đồng    121,9        96,8\n"
        " 2   Diện tích gieo trồng    ha         12.010       11.842\n"
    )
    assert _kinds(text)[-4:] == ["caption", "table_row", "table_row", "table_row"]


def test_a_dash_between_years_is_no_bullet() -> None:
    text = (
        "Trong năm, đơn vị đã làm tốt công tác tuyên truyền, vận động nhân dân\n"
        "chấp hành chủ trương trong giai đoạn 2021\n- 2025 và những năm tiếp theo.\n- 2 đơn vị được khen.\n"
    )
    blocks = vnreport.segment(text).blocks
    assert [text[block.start : block.end][-30:] for block in blocks][-2:] == [
        "2021\n- 2025 và những năm tiếp theo."[-30:],
        "- 2 đơn vị được khen.",
    ]


def test_the_constitution_cited_in_an_opening_is_no_motto() -> None:
    text = (
        "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013;\nCăn cứ Luật Đất đai năm 2013;\nĐã họp.\n"
    )
    assert "letterhead" not in {block.kind for block in vnreport.segment(text).blocks}
    assert [reference.type for reference in vnreport.analyze(text).references] == ["constitution", "law"]


def test_an_indent_opens_a_paragraph() -> None:
    text = (
        "        Trong năm qua huyện đã chỉ đạo các xã, thị trấn tập trung sản xuất, gieo trồng hết\n"
        "diện tích theo kế hoạch được giao từ đầu năm, năng suất lúa đạt 57,3 tạ một ha và sản\n"
        "lượng tăng hơn năm trước.\n"
        "        Chăn nuôi phát triển ổn định, tổng đàn trâu bò đạt kế hoạch, công tác tiêm phòng\n"
        "được thực hiện đúng lịch.\n"
        "        Thu ngân sách trên địa bàn đạt khá, chi ngân sách bảo đảm các nhiệm vụ thường\n"
        "xuyên và đột xuất của huyện.\n"
    )
    lines = [block.text.splitlines()[0][:9] for block in vnreport.segment(text).blocks]
    assert lines == ["Trong năm", "Chăn nuôi", "Thu ngân "]


STATE = """UBND HUYỆN KHE MO                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ                           Độc lập - Tự do - Hạnh phúc
Số: 15/BC-PNV                          Khe Mo, ngày 05 tháng 7 năm 2022

BÁO CÁO
Kết quả công tác nội vụ 6 tháng đầu năm 2022

Trong 6 tháng đầu năm, Phòng đã tham mưu UBND huyện ban hành 12 văn bản về tổ chức bộ máy.

Nơi nhận:                              TRƯỞNG PHÒNG
- UBND huyện;
- Lưu: VT.
                                       Nguyễn Văn An
"""


def test_metadata_of_a_letterhead() -> None:
    meta = vnreport.analyze(STATE).meta
    texts = {
        name: getattr(meta, name) and getattr(meta, name).text for name in ("issuer", "parent", "signer", "office")
    }
    assert texts == {
        "issuer": "PHÒNG NỘI VỤ", "parent": "UBND HUYỆN KHE MO", "signer": "Nguyễn Văn An", "office": "TRƯỞNG PHÒNG",
    }  # fmt: skip
    assert (meta.form, meta.kind, meta.level) == ("state", "half", "district")


def test_the_form_of_a_party_letterhead() -> None:
    text = (
        "ĐẢNG BỘ HUYỆN KHE MO            ĐẢNG CỘNG SẢN VIỆT NAM\nĐẢNG ỦY XÃ HÒA TIẾN\n*\nSố 12-BC/ĐU\n\n"
        "BÁO CÁO\nKết quả năm 2020\n\nĐảng bộ có 200 đảng viên."
    )
    meta = vnreport.analyze(text).meta
    assert meta.form == "party"
    assert meta.issuer is not None
    assert meta.issuer.text == "ĐẢNG ỦY XÃ HÒA TIẾN"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội đồng nhân dân (sau đây viết tắt là HĐND) huyện họp.", [("HĐND", "Hội đồng nhân dân")]),
        ("Quỹ phòng, chống thiên tai (sau đây gọi tắt là Quỹ PCTT).", [("Quỹ PCTT", "Quỹ phòng, chống thiên tai")]),
        ("Công ty cổ phần may An Khê, sau đây gọi tắt là Công ty.", [("Công ty", "Công ty cổ phần may An Khê")]),
        ("vốn đầu tư trực tiếp nước ngoài (FDI) tăng", [("FDI", "đầu tư trực tiếp nước ngoài")]),
        ("nông thôn mới (viết tắt: NTM) và", [("NTM", "nông thôn mới")]),
        ("công nghiệp - tiểu thủ công nghiệp (CN-TTCN)", [("CN-TTCN", "công nghiệp - tiểu thủ công nghiệp")]),
        ("đạt 100% (ĐVT: triệu đồng); Trường THCS Lê Lợi (TP. Vinh); theo quy định (Luật BHXH)", []),
    ],
)
def test_abbreviations(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(item.short, item.long) for item in vnreport.analyze(text).abbreviations] == expected


def test_a_definition_in_the_text_wins_over_the_table() -> None:
    report = vnreport.analyze("Các công ty nông nghiệp (CNN) và chi nhánh (CN). Ban Chỉ huy (BCH) xã họp, CĐCS dự.")
    assert report.long_form("BCH") == "Ban Chỉ huy"
    assert report.long_form("CĐCS") == "công đoàn cơ sở"
    assert report.long_form("QWX") is None


@pytest.mark.parametrize(
    "text",
    [
        "a\n" * 20_000,
        "- \n" * 20_000,
        "- a\n" * 5_000,
        "\n".join(".".join(["1"] * (1 + index % 50)) + ". Công tác" for index in range(2_000)),
        "công tác " * 40_000,
        "a|b|c\n" * 5_000,
    ],
    ids=["one-letter lines", "empty bullets", "bullets", "nested numbers", "one line", "bars"],
)
def test_odd_texts_have_a_sane_layout(text: str) -> None:
    shape = vnreport.segment(text)
    assert "".join("".join(block.text.split()) for block in shape.blocks) == "".join(text.split())
    assert all(shape.sections[s.parent].level < s.level for s in shape.sections if s.parent is not None)


def test_nothing_is_read_over_the_end_of_a_heading() -> None:
    report = vnreport.analyze(
        "BÁO CÁO\nKết quả năm 2021\n\nI. TÌNH HÌNH TRONG THÁNG\n1. Thuận lợi\nĐã kết nạp 5 đảng viên."
    )
    assert [(time.text, time.type) for time in report.times] == [("năm 2021", "year")]
