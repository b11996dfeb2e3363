"""One report in all formats: every letter, cell and insertion is kept, and the analysed result is the same."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

import vnreport
from format_makers import Blocks, Item, Table, make_docx, make_html, make_odt, make_rtf, pdf_lines
from pdf_maker import make_pdf
from vnreport.io.reading import read_bytes
from vnreport.text.encodings import encode_as

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nVĩnh Lộc, ngày 05 tháng 7 năm 2022"
REPORT: Blocks = (
    Table((("UBND HUYỆN NẬM KHÊ\nUBND XÃ VĨNH LỘC\nSố: 12/BC-UBND", MOTTO),)),
    "BÁO CÁO",
    "Kết quả công tác 6 tháng đầu năm 2022",
    "I. KẾT QUẢ ĐẠT ĐƯỢC",
    "Đã kết nạp ⟨400 ⟩⟦422 ⟧đảng viên theo Nghị quyết số 20\u2011NQ/TW ngày 28/1/2008, đạt 105,5% kế hoạch.",
    Item("Thành lập 5 chi bộ trong doanh nghiệp."),
    Item("Mở 03 lớp tập huấn cho 150 cán bộ."),
    Table((("Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("Kết nạp đảng viên (người)", "400", "422"))),
    "II. HẠN CHẾ",
    "Tiến độ giải ngân còn chậm, mới đạt 45,2%; 2/5 xã chưa hoàn thành.",
    "III. PHƯƠNG HƯỚNG",
    "Phấn đấu đến năm 2025 kết nạp ít nhất 500 đảng viên theo Chỉ thị số 05-CT/TW ngày 15/5/2016.",
)  # fmt: skip
MAKERS: dict[str, Callable[[Blocks], bytes]] = {
    "docx": make_docx,
    "odt": make_odt,
    "rtf": make_rtf,
    "html": make_html,
    "pdf": lambda blocks: make_pdf([pdf_lines(blocks)]),
}


def facts(text: str) -> dict[str, Any]:
    """What a report says, without where it stands."""
    report = vnreport.analyze(text)
    return {
        "references": [(r.type, r.code, r.doc_id) for r in report.references],
        "times": [(t.type, t.first_day, t.last_day, t.role) for t in report.times],
        "quantities": [(q.value, q.of, q.unit, q.comparator) for q in report.quantities],
        "labels": [(" ".join(s.text.split())[:20], s.label) for s in report.sentences if len(s.text) > 40],
        "number": None if report.meta.number is None else report.meta.number.text,
    }


@pytest.fixture(scope="module")
def wanted() -> dict[str, Any]:
    """What the report says when read from a Word file."""
    document = read_bytes("a.docx", make_docx(REPORT))
    found = facts(document.text)
    assert [code for _, code, _ in found["references"]] == ["20-NQ/TW", "05-CT/TW"]
    assert 422 in [value for value, *_ in found["quantities"]]
    assert found["number"] == "12/BC-UBND"
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_the_same_report_in_every_format(kind: str, tmp_path: pathlib.Path, wanted: dict[str, Any]) -> None:
    # A wrong suffix says nothing.
    file = tmp_path / "báo cáo.xyz"
    file.write_bytes(MAKERS[kind](REPORT))
    document = vnreport.read(file)
    assert document.format == kind
    assert facts(document.text) == wanted
    for word in ("Vĩnh Lộc, ngày 05 tháng 7 năm 2022", "422 đảng viên", "1. Thành lập", "2. Mở", "Kế hoạch", "105,5%"):
        assert word in document.text.replace("\n", " ")
    assert "400 422" not in document.text.replace("400\t422", "").replace("400   422", "").replace(
        "(người) 400 422", ""
    )
    assert not {"CHÂN TRANG", "Trang chủ"} & set(document.text.split("\n"))


@pytest.mark.parametrize("kind", MAKERS)
def test_tables_are_rows_of_cells(kind: str) -> None:
    document = read_bytes("a", MAKERS[kind](REPORT))
    assert "Chỉ tiêu\tKế hoạch\tThực hiện\nKết nạp đảng viên (người)\t400\t422" in document.text


@pytest.mark.parametrize(("kind", "furniture"), [("docx", "CHÂN TRANG"), ("odt", "CHÂN TRANG"), ("html", "Trang chủ")])
def test_furniture_is_named(kind: str, furniture: str) -> None:
    assert furniture in read_bytes("a", MAKERS[kind](REPORT)).furniture


def test_places_lead_back_into_the_file() -> None:
    document = read_bytes("a", make_docx(["BÁO CÁO", "", "Đã đạt 5/7 xã.", "Còn 2 xã."]))
    quantity = vnreport.find_quantities(document.text)[1]
    assert str(document.place_of(quantity)) == "paragraph 4"
    assert (
        document.text[slice(*(getattr(document.place_of(quantity), side) for side in ("start", "end")))] == "Còn 2 xã."
    )
    pages = read_bytes("a", make_pdf([["Trang đầu."], [], ["Đạt 5/7 xã."]]))
    assert str(pages.place_of(vnreport.find_quantities(pages.text)[0])) == "page 3"
    plain = read_bytes("a.txt", "Một\nĐạt 5/7 xã".encode())
    assert str(plain.place_of(vnreport.find_quantities(plain.text)[0])) == "line 2"


# --- fonts of an older encoding ------------------------------------------------------------------------------------

LEGACY = (
    "Thực hiện Nghị quyết số 20-NQ/TW, Đảng bộ huyện đã kết nạp 422 người, đạt 105,5% kế hoạch được giao.",
    "Hạn chế: một số tổ chức cơ sở đảng còn lúng túng trong lãnh đạo, tư tưởng trông chờ.",
)


def coded(encoding: str) -> list[str]:
    """The report as a program that knows no encoding sees it."""
    return [encode_as(line, encoding).decode("latin-1") for line in LEGACY]


@pytest.mark.parametrize(
    ("font", "encoding"), [(".VnTime", "tcvn3"), ("VNI-Times", "vni"), (None, "tcvn3"), (None, "vni")]
)
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html", "pdf"])
def test_fonts_of_an_older_encoding(kind: str, font: str | None, encoding: str) -> None:
    if kind == "pdf":
        data = make_pdf([coded(encoding)], font=font or "F")
    else:
        maker: Any = {"docx": make_docx, "odt": make_odt, "rtf": make_rtf, "html": make_html}[kind]
        data = maker(coded(encoding), font)
    document = read_bytes("a", data)
    assert "\n".join(line for line in document.text.split("\n") if line) == "\n".join(LEGACY)
    assert document.encoding is not None
    assert encoding in document.encoding
    assert ("names of its fonts" in document.decided) == (font is not None)


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html", "pdf"])
def test_a_font_of_capitals(kind: str) -> None:
    line = encode_as("kết quả công tác", "tcvn3").decode("latin-1")
    maker: Any = {"docx": make_docx, "odt": make_odt, "rtf": make_rtf, "html": make_html}.get(kind)
    data = make_pdf([[line]], font="ABCDEF+.VnTimeH") if kind == "pdf" else maker([line], ".VnTimeH")
    assert read_bytes("a", data).text == "KẾT QUẢ CÔNG TÁC"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252"])
def test_a_page_of_the_nineties(charset: str) -> None:
    page = b'<html><head><meta charset="' + charset.encode() + b'"></head><body><p>'
    page += encode_as("\n".join(LEGACY), "tcvn3").replace(b"\n", b"</p><p>") + b"</p></body></html>"
    document = read_bytes("a.htm", page)
    assert document.text == "\n\n".join(LEGACY)
    assert document.encoding == "tcvn3"


def test_a_style_sheet_that_names_the_font() -> None:
    page = '<style>p.MsoNormal {margin:0; font-family:".VnTime","serif"}</style><p class=MsoNormal>' + coded("tcvn3")[0]
    document = read_bytes("a.html", page.encode())
    assert document.text == LEGACY[0]
    assert "names of its fonts" in document.decided


def test_a_font_whose_text_was_converted_long_ago() -> None:
    for maker in (make_docx, make_odt, make_rtf, make_html):
        assert LEGACY[0] in read_bytes("a", maker([LEGACY[0]], ".VnTime")).text


# --- through LibreOffice -------------------------------------------------------------------------------------------


def converted(data: bytes, suffix: str, folder: pathlib.Path) -> bytes:
    """A Word file as LibreOffice writes it in another format."""
    given = folder / "given.docx"
    given.write_bytes(data)
    form = {"doc": "doc:MS Word 97"}.get(suffix, suffix)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"given.{suffix}").read_bytes()


@pytest.mark.system
@needs_soffice
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf", "html", "pdf"])
def test_what_a_text_processor_writes(suffix: str, tmp_path: pathlib.Path, wanted: dict[str, Any]) -> None:
    # Printed and put on a page, deleted text is struck out and stays.
    blocks = [b.replace("⟨400 ⟩", "") if isinstance(b, str) and suffix in ("pdf", "html") else b for b in REPORT]
    document = read_bytes("a", converted(make_docx(blocks), suffix, tmp_path))
    assert document.format == suffix
    assert facts(document.text) == wanted


@pytest.mark.system
@needs_soffice
@pytest.mark.parametrize(("font", "encoding"), [(".VnTime", "tcvn3"), ("VNI-Times", "vni")])
def test_an_old_word_file_in_an_old_font(font: str, encoding: str, tmp_path: pathlib.Path) -> None:
    data = converted(make_docx(coded(encoding), font), "doc", tmp_path)
    assert data.startswith(bytes.fromhex("d0cf11e0"))
    file = tmp_path / "a.pdf"  # a wrong suffix says nothing
    file.write_bytes(data)
    document = vnreport.read(file)
    assert document.text == "\n".join(LEGACY)
    assert document.format == "doc"
    assert document.encoding == encoding


def test_a_doc_without_libreoffice(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNREPORT_SOFFICE", "no-such-program")
    file = tmp_path / "old.doc"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    with pytest.raises(vnreport.MissingDependency, match=r"reading \.doc files needs soffice .* apt-get install"):
        vnreport.read(file)
