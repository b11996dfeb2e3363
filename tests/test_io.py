"""Reading files: each format by its content, what is kept and dropped, and every failure named."""

from __future__ import annotations

import io
import pathlib
import pickle
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vnreport
from pdf_maker import make_pdf
from vnreport import UnreadableFile
from vnreport.io.pdf_lines import Line, rejoin


def _write(folder: pathlib.Path, name: str, data: bytes) -> pathlib.Path:
    file = folder / name
    file.write_bytes(data)
    return file


# --- plain text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Đạt 5/7 xã.\r\n".encode(), "Đạt 5/7 xã.\r\n", "utf-8"),
        ("Đạt 5/7 xã.".encode("utf-8-sig"), "Đạt 5/7 xã.", "utf-8"),
        (b"\xff\xfe" + "Đạt 5/7 xã.".encode("utf-16-le"), "Đạt 5/7 xã.", "utf-16-le"),
        (b"", "", "utf-8"),
    ],
)
def test_plain_text_as_it_stands(tmp_path: pathlib.Path, data: bytes, text: str, encoding: str) -> None:
    document = vnreport.read(_write(tmp_path, "a.txt", data))
    assert (document.text, document.encoding, document.format) == (text, encoding, "txt")


def test_windows_1258_is_recognised_and_other_bytes_are_refused(tmp_path: pathlib.Path) -> None:
    text = "Kết quả công tác của các cấp trong năm: đã kết nạp và giới thiệu được những đoàn viên ưu tú."
    import unicodedata

    def tones_apart(char: str) -> str:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323"))
        return base + "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")

    data = "".join(map(tones_apart, text)).encode("cp1258")
    assert vnreport.read(_write(tmp_path, "a.txt", data)).text == text
    with pytest.raises(
        UnreadableFile, match=r"b\.txt: is in no encoding that can be told: not UTF-8 \(byte 1 breaks it\)"
    ):
        vnreport.read(_write(tmp_path, "b.txt", "L\xe9s \xe9l\xe8ves \xe9taient d\xe9j\xe0 l\xe0".encode("latin-1")))


def test_an_encoding_that_is_told(tmp_path: pathlib.Path) -> None:
    file = _write(tmp_path, "a.txt", b"Ddo^.c la^.p")
    assert vnreport.read(file, encoding="viqr").text == "Độc lập"
    assert vnreport.read(file, encoding="latin-1").text == "Ddo^.c la^.p"
    with pytest.raises(vnreport.ConfigError, match="encoding='tcvn' is not known; of the older ones tcvn3, vni"):
        vnreport.read(file, encoding="tcvn")


# --- html ----------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Báo cáo | Cổng</title><style>p{}</style></head><body>
<nav>Trang chủ</nav><article><h1>Báo cáo năm 2023</h1>
<p>Đã kết nạp <b>422</b> đảng viên<br>theo Nghị quyết số 20-NQ/TW.</p>
<ul><li>Một việc</li><li>Hai việc</li></ul><ol><li>Thứ nhất</li></ol>
<table><tr><th>Chỉ tiêu</th><th>KH</th></tr><tr><td>Kết nạp</td><td>400</td></tr></table></article>
<footer>Lượt xem: 497</footer><script>alert(1)</script></body></html>"""


def test_html_keeps_the_article_and_drops_the_frame(tmp_path: pathlib.Path) -> None:
    document = vnreport.read(_write(tmp_path, "trang.html", PAGE.encode()))
    assert document.format == "html"
    assert "\n\nĐã kết nạp" in document.text
    assert document.text.replace("\n\n", "\n").split("\n") == [
        "Báo cáo năm 2023", "Đã kết nạp 422 đảng viên", "theo Nghị quyết số 20-NQ/TW.",
        "- Một việc", "- Hai việc", "1. Thứ nhất", "Chỉ tiêu\tKH", "Kết nạp\t400",
    ]  # fmt: skip


def test_html_is_known_by_its_tags(tmp_path: pathlib.Path) -> None:
    assert vnreport.read(_write(tmp_path, "trang.doc", PAGE.encode())).format == "html"


def test_the_instructions_that_word_leaves_in_a_page_are_no_text(tmp_path: pathlib.Path) -> None:
    page = '<html><p>Đã <?xml:namespace prefix = o ns = "urn:office" />đạt</p>'
    page += "<table><tr><?a?><td>5<?b?></td></tr></table></html>"
    assert vnreport.read(_write(tmp_path, "a.html", page.encode())).text == "Đã đạt\n\n5"


# --- docx ----------------------------------------------------------------------------------------------------------


def _run(paragraph: Any, text: str, wrapper: str | None = None, tag: str = "w:t") -> None:
    run = OxmlElement("w:r")
    content = OxmlElement(tag)
    content.text = text
    run.append(content)
    if wrapper is None:
        paragraph._p.append(run)
    else:
        around = OxmlElement(wrapper)
        around.append(run)
        paragraph._p.append(around)


def _docx(folder: pathlib.Path) -> pathlib.Path:
    made = docx.Document()
    head = made.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND XÃ VĨNH LỘC\nSố: 12/BC-UBND"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nVĩnh Lộc, ngày 05 tháng 7 năm 2022"
    made.add_paragraph("BÁO CÁO")
    changed = made.add_paragraph("Đã kết nạp ")
    _run(changed, "422 ", "w:ins")
    _run(changed, "400 ", "w:del", "w:delText")
    _run(changed, "đảng viên theo Nghị quyết số 20")
    changed._p[-1].append(OxmlElement("w:noBreakHyphen"))
    _run(changed, "NQ/TW.")
    made.add_paragraph("Mục một", style="List Number")
    made.add_paragraph("Mục hai", style="List Number")
    made.add_paragraph("Gạch đầu dòng", style="List Bullet")
    rows = made.add_table(rows=2, cols=2)
    for place, text in enumerate(("Chỉ tiêu", "KH", "Kết nạp", "400")):
        rows.cell(place // 2, place % 2).text = text
    file = folder / "báo cáo.docx"
    made.save(str(file))
    return file


def test_docx_keeps_what_readers_lose(tmp_path: pathlib.Path) -> None:
    document = vnreport.read(_docx(tmp_path))
    lines = document.text.split("\n")
    assert document.format == "docx"
    assert lines[:4] == [
        "UBND XÃ VĨNH LỘC", "Số: 12/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Vĩnh Lộc, ngày 05 tháng 7 năm 2022",
    ]  # fmt: skip
    assert "Đã kết nạp 422 đảng viên theo Nghị quyết số 20\u2011NQ/TW." in lines
    assert "1. Mục một" in lines
    assert "2. Mục hai" in lines
    assert "- Gạch đầu dòng" in lines
    assert "Kết nạp\t400" in lines
    report = vnreport.analyze(document.text)
    assert report.references[0].code == "20-NQ/TW"
    assert report.meta.number is not None
    assert report.meta.number.text == "12/BC-UBND"


def test_docx_is_known_by_its_content(tmp_path: pathlib.Path) -> None:
    assert vnreport.read(_write(tmp_path, "a.txt", _docx(tmp_path).read_bytes())).format == "docx"


# --- pdf -----------------------------------------------------------------------------------------------------------


def test_pdf_without_the_edges_of_its_pages(tmp_path: pathlib.Path) -> None:
    pages = [
        ["UBND XÃ VĨNH LỘC", "Đã kết nạp 422 đảng viên theo Nghị quyết", "1"],
        ["UBND XÃ VĨNH LỘC", "số 20-NQ/TW của Bộ Chính trị.", "2"],
        ["UBND XÃ VĨNH LỘC", "Còn 5 xã chưa đạt.", "3"],
    ]
    document = vnreport.read(_write(tmp_path, "a.pdf", make_pdf(pages)))
    assert document.format == "pdf"
    assert document.text.split("\n") == [
        "Đã kết nạp 422 đảng viên theo Nghị quyết", "số 20-NQ/TW của Bộ Chính trị.", "Còn 5 xã chưa đạt.",
    ]  # fmt: skip
    assert vnreport.analyze(document.text).references[0].code == "20-NQ/TW"


def test_pdf_lines_are_put_together_to_paragraphs() -> None:
    texts = [
        "1. Đảng bộ huyện đã kết nạp được bốn trăm hai mươi hai",
        "đảng viên, đạt chỉ tiêu mà đại hội đề ra, theo Chỉ thị số 05-",
        "CT/TW ngày 15/5/2016 của Bộ Chính trị và của Tỉnh ủy;",
        "2. Mở các lớp bồi dưỡng cho cấp ủy viên cơ sở năm 2021",
        "và năm 2022.",
        "II. HẠN CHẾ",
        "Tiến độ giải ngân còn chậm.",
    ]
    full = (0, 1, 2, 3)
    lines = [
        Line(text, 72, 500 if row in full else 72 + 6 * len(text), 700 - 16 * row, 12, 1)
        for row, text in enumerate(texts)
    ]
    lines[3:] = [replace(line, base=line.base - 780, page=2) for line in lines[3:]]
    lines[5:] = [replace(line, base=line.base - 24) for line in lines[5:]]
    assert rejoin(lines) == [
        (1, f"{texts[0]} {texts[1]}{texts[2]}"), (2, f"{texts[3]} {texts[4]}"), (2, ""), (2, texts[5]), (2, texts[6]),
    ]  # fmt: skip
    # A page of single words shows no margins.
    assert rejoin(lines[4:6]) == [(2, texts[4]), (2, texts[5])]


def test_pdf_without_text_asks_for_ocr(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UnreadableFile, match="no text layer: run OCR first"):
        vnreport.read(_write(tmp_path, "scan.pdf", make_pdf([[], []])))
    partly = vnreport.read(_write(tmp_path, "half.pdf", make_pdf([["Trang có chữ."], []])))
    assert partly.warnings == ("no text on page 2: run OCR on them",)


# --- what cannot be read -------------------------------------------------------------------------------------------


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_OFFICE = b'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
DEEP = b"<o:d " + _OFFICE + b"><o:body><o:text>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</o:text></o:body></o:d>"
XXE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'


def test_hostile_files_are_refused_with_a_reason(tmp_path: pathlib.Path) -> None:
    whole = _docx(tmp_path).read_bytes()
    bad = {
        "truncated.docx": (whole[: len(whole) // 2], "damaged"),
        "bomb.docx": (_zip({"word/document.xml": b"0" * (300 * 2**20)}), "unpacks to 314,572,800 bytes"),
        "xxe.docx": (_zip({"word/document.xml": XXE}), "declares a document type"),
        "empty.docx": (_zip({"word/document.xml": b"<d/>"}), "damaged"),
        "other.zip": (_zip({"a.txt": b"x"}), "no .docx or .odt; unpack it"),
        "old.doc": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "but no .doc"),
        "locked.doc": (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        "xxe.odt": (
            _zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": XXE}),
            "declares a document type",
        ),
        "empty.odt": (_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "has no content.xml"),
        "table.xlsx": (_zip({"xl/workbook.xml": b"<d/>"}), "export its text"),
        "scan.jpg": (b"\xff\xd8\xff\xe0", "run OCR first"),
        "deep.odt": (
            _zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": DEEP, "styles.xml": b"<d/>"}),
            "nested too deeply",
        ),
        "truncated.pdf": (make_pdf([["x"]])[:80], "damaged .pdf"),
        "nul.txt": (b"abc\0def", "NUL character"),
    }
    for name, (data, reason) in bad.items():
        file = _write(tmp_path, name, data)
        with pytest.raises(UnreadableFile, match=reason) as caught:
            vnreport.read(file)
        assert caught.value.path == str(file)
        assert pickle.loads(pickle.dumps(caught.value)).reason == caught.value.reason


def test_missing_folder_and_large_files(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UnreadableFile, match="does not exist"):
        vnreport.read(tmp_path / "none.txt")
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UnreadableFile, match="is a folder"):
        vnreport.read(tmp_path / "a.pdf")
    with pytest.raises(UnreadableFile, match="more than max_bytes=10"):
        vnreport.read(_write(tmp_path, "big.txt", b"x" * 11), max_bytes=10)
    with pytest.raises(TypeError, match=r"takes a path, not NoneType"):
        vnreport.read(None)  # type: ignore[arg-type]
    with pytest.raises(UnreadableFile, match="no file name"):
        vnreport.read("")


@given(st.binary(max_size=300), st.sampled_from(["", "%PDF-1.7\n", "PK\x03\x04", "<html><p>", "{\\rtf", "\ufeff"]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: pathlib.Path, data: bytes, lead: str) -> None:
    file = _write(tmp_path, "any.bin", lead.encode() + data)
    refused = ""
    try:
        text = vnreport.read(file).text
    except UnreadableFile as error:
        refused, text = error.path, ""
    assert refused in ("", str(file))
    vnreport.analyze(text)
