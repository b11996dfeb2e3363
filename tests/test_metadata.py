"""What a report says about itself: its kind from its title, and the time that it covers."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

import golden
import vnreport
from vnreport.facts.anchor import Anchor, resolve

HEAD = "UBND HUYỆN NẬM KHÊ\nSố: 12/BC-UBND\nNậm Khê, ngày 20 tháng 12 năm 2021\n\n"


def read(text: str) -> vnreport.Report:
    return vnreport.Analyzer(only=("structure",)).analyze(text)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BÁO CÁO\nKết quả công tác năm 2021", "year"),
        ("BÁO CÁO\nTổng kết 5 năm thực hiện Nghị quyết số 20-NQ/TW", "thematic"),
        ("BÁO CÁO\nKết quả giám sát việc thu, chi quỹ xã hội ở cơ sở", "thematic"),
        ("KẾT LUẬN THANH TRA\nViệc quản lý, sử dụng đất năm 2020", "thematic"),
        ("BÁO CÁO TỰ KIỂM ĐIỂM\ncủa Ban Thường vụ năm 2021", "other"),
        ("BÁO CÁO\nKết quả hoạt động nhiệm kỳ 2016 - 2021", "term"),
        ("BÁO CÁO\nTình hình sử dụng trụ sở làm việc", None),
        ("# BÁO CÁO\n## Tình hình thực hiện nghị quyết chi bộ 9 tháng, nhiệm vụ 3 tháng cuối năm 2021", "nine_months"),
        ("BÁO CÁO\nKết quả sản xuất kinh doanh 6 tháng và ước thực hiện năm 2021", "half"),
        (
            "BÁO CÁO\ncông tác kiểm tra, giám sát và thi hành kỷ luật đảng năm 2021;\n"
            "chương trình công tác đến khi kết thúc nhiệm kỳ 2020 - 2025",
            "year",
        ),
        ("BÁO CÁO KIỂM ĐIỂM\nCỦA BAN THƯỜNG VỤ LIÊN ĐOÀN LAO ĐỘNG HUYỆN NĂM 2021", "other"),
        ("BÁO CÁO CHUYÊN ĐỀ\nCông tác vận động hiến máu nhân đạo", "thematic"),
        ("BÁO CÁO SƠ KẾT GIỮA NHIỆM KỲ\nKết quả thực hiện Kế hoạch phát triển giai đoạn 2016 - 2021", "term"),
        ("BÁO CÁO\nSơ kết một năm rưỡi thực hiện Chỉ thị số 42-CT/TW", "thematic"),
        ("BÁO CÁO\nTình hình xét xử sau sáu tháng thi hành Bộ luật Dân sự", "thematic"),
        ("BÁO CÁO\nKiểm tra công tác cải cách hành chính năm 2021", "thematic"),
        ("BÁO CÁO\nChuyển đổi cơ cấu kinh tế theo Nghị quyết 07-NQ/HU", "thematic"),
    ],
)
def test_the_kind_is_what_the_title_names(title: str, kind: str | None) -> None:
    assert read(HEAD + title + "\n\nI. KẾT QUẢ\nĐã kết nạp 5 đảng viên.\n").meta.kind == kind


def test_a_type_line_with_its_year_is_the_whole_title() -> None:
    told = "    Năm học 2020 - 2021 là năm học đầu tiên thực hiện chương trình mới ở lớp 1, toàn trường\ncó 33 lớp."
    meta = read(HEAD + "BÁO CÁO TỔNG KẾT NĂM HỌC 2020 - 2021\n\n" + told + "\n\nI. KẾT QUẢ\nTốt.\n").meta
    assert meta.title is not None
    assert meta.title.text == "BÁO CÁO TỔNG KẾT NĂM HỌC 2020 - 2021"


def test_a_report_whose_blanks_are_doubled_says_the_same_of_itself() -> None:
    plain = (
        "ĐẢNG BỘ TỈNH HÀ SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY LỘC THẠNH\tLộc Thạnh, ngày 12 tháng 7 năm 2019\n"
        "Số 210-BC/HU\n\nBÁO CÁO\nSơ kết công tác dân vận năm 2019\n\nCông tác dân vận có chuyển biến.\n\n"
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nTrần Văn Ba\n"
    )
    doubled = plain.replace(" ", "  ")
    told = []
    for meta in (read(plain).meta, read(doubled).meta):
        spans = (meta.title, meta.issuer, meta.signer, meta.office)
        told.append((*(span and " ".join(span.text.split()) for span in spans), meta.kind, meta.sector))
    expected = ("Sơ kết công tác dân vận năm 2019", "HUYỆN ỦY LỘC THẠNH", "Trần Văn Ba", "PHÓ BÍ THƯ", "year", "party")
    assert told == [expected, expected]


def test_the_title_of_a_page_goes_on_in_short_lines_of_small_letters() -> None:
    title = (
        "Uỷ ban Kinh tế và Ngân sách của Quốc hội\nthẩm tra kết quả ba năm đổi mới cơ chế\ntrong xí nghiệp quốc doanh"
    )
    told = "Trong hai ngày 22 và 23-11-1991, tại Hà Nội, Uỷ ban họp phiên toàn thể, xem xét báo cáo.\n\n" * 4
    meta = read(f"{title}\n\n{told}").meta
    assert meta.title is not None
    assert meta.title.text == title


def test_the_office_of_the_signer_may_stand_in_a_cell() -> None:
    foot = (
        "Nơi nhận: | KT. CHỦ TỊCH\n- UBND thành phố; | PHÓ CHỦ TỊCH\n- Lưu: VT. | \n | (Đã ký)\n | Nguyễn Hữu Thắng\n"
    )
    meta = read(HEAD + "BÁO CÁO\nKết quả công tác năm 2021\n\nI. KẾT QUẢ\nĐã kết nạp 5 đảng viên.\n\n" + foot).meta
    assert (meta.signer and meta.signer.text, meta.office and meta.office.text) == ("Nguyễn Hữu Thắng", "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize(("author", "sector"), [("Văn phòng Huyện ủy", "party"), ("Văn phòng HĐND huyện", "state")])
def test_the_sector_of_an_office_is_that_of_its_body(author: str, sector: str) -> None:
    told = "Sáng 14/7, Ban Chấp hành Đảng bộ huyện tổ chức hội nghị lần thứ 15.\n\nHội nghị thành công.\n\n"
    page = f"Hội nghị Ban Chấp hành lần thứ 15\n14/7/2023 15:20 | Lượt xem: 214\n\n{told}Trần Hoài - {author}\n"
    assert read(page).meta.sector == sector


def test_a_page_with_an_author_and_no_letterhead_is_news_unless_it_is_headed_as_a_report() -> None:
    page = (
        "{}\n\n20/12/2021 08:30\n\nSáng 20/12, đơn vị tổ chức hội nghị với 120 đại biểu.\n\n"
        "Năm qua kết nạp 5 đảng viên.\n\nLượt xem: 97\n"
    )
    assert read(page.format("Hội Cựu chiến binh huyện Nậm Khê tổng kết công tác năm 2021")).meta.kind == "news"
    assert read(page.format("Kết quả công tác Hội năm 2021, nhiệm vụ năm 2022")).meta.kind == "year"


def test_a_report_to_a_congress_covers_the_term_before() -> None:
    title = "BÁO CÁO\ncủa Ban Chấp hành trình Đại hội lần thứ V, nhiệm kỳ 2015 - 2020\n\n"
    told = "I. KẾT QUẢ NHIỆM KỲ 2010 - 2015\nĐã kết nạp 5 đoàn viên.\n"
    period = read(HEAD + title + told).meta.period
    assert period is not None
    assert (period.text, period.first_day) == ("NHIỆM KỲ 2010 - 2015", datetime.date(2010, 1, 1))
    assert read(HEAD + title + "I. KẾT QUẢ\nĐã kết nạp 5 đoàn viên.\n").meta.period is None
    both = "BÁO CÁO\nKết quả nhiệm kỳ 2010 - 2015, trình Đại hội lần thứ V, nhiệm kỳ 2015 - 2020\n\n"
    period = read(HEAD + both + "I. KẾT QUẢ\nĐã kết nạp 5 đoàn viên.\n").meta.period
    assert period is not None
    assert period.text == "nhiệm kỳ 2010 - 2015"


@pytest.mark.parametrize(
    ("head", "issuer", "level", "sector"),
    [
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH TRƯỜNG GIANG", "LIÊN ĐOÀN LAO ĐỘNG TỈNH TRƯỜNG GIANG", "province", "union"),
        ("UBND TỈNH THIÊN SƠN\nSỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "province", "state"),
        ("HUYỆN ỦY LỘC THẠNH\nBAN DÂN VẬN", "BAN DÂN VẬN", "district", "party"),
        ("ĐẢNG BỘ XÃ ĐỒNG VĂN\nCHI BỘ TRƯỜNG THCS ĐỒNG VĂN", "CHI BỘ TRƯỜNG THCS ĐỒNG VĂN", "cell", "party"),
        ("ĐOÀN TNCS HỒ CHÍ MINH\nHUYỆN ĐOÀN LẠC TÂN", "HUYỆN ĐOÀN LẠC TÂN", "district", "youth"),
        ("CÔNG AN HUYỆN BÌNH SƠN ĐÔNG", "CÔNG AN HUYỆN BÌNH SƠN ĐÔNG", "district", "state"),
        ("UBND TỈNH KON PLEI\nCÔNG TY\nLÂM NGHIỆP ĐẮK MANG", "CÔNG TY\nLÂM NGHIỆP ĐẮK MANG", "unit", "enterprise"),
    ],
)  # fmt: skip
def test_level_and_sector_are_what_the_name_of_the_issuer_says(head: str, issuer: str, level: str, sector: str) -> None:
    found = read(
        f"{head}\nSố: 12/BC\nNậm Khê, ngày 20 tháng 12 năm 2021\n\nBÁO CÁO\nKết quả năm 2021\n\nĐã họp.\n"
    ).meta
    assert found.issuer is not None
    assert (found.issuer.text, found.level, found.sector) == (issuer, level, sector)


def test_an_issuer_in_a_column_goes_on_below_though_the_other_column_stands_between() -> None:
    head = (
        "ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH AN CHÂU                  Độc lập - Tự do - Hạnh phúc\n"
        "Số: 74/BC-UB                An Châu, ngày 25 tháng 9 năm 2002\n\n"
    )
    found = read(head + "BÁO CÁO\nTình hình tháng 9 năm 2002\n\nĐã họp.\n").meta
    assert found.issuer is not None
    assert (found.issuer.text, found.level, found.sector) == ("ỦY BAN NHÂN DÂN", "province", "state")


ROWS = [json.loads(line) for line in (golden.CASES / "metadata.jsonl").read_text("utf-8").splitlines()]


def _shown(value: Any) -> Any:
    """A field of the metadata as the table writes it: a time with its days, a place by its text."""
    days = [getattr(value, name) for name in ("value", "first_day", "last_day") if hasattr(value, name)]
    if not days:
        return getattr(value, "text", value)
    kind = [value.type] if hasattr(value, "type") else []
    return [value.text, *kind, *(day and day.isoformat() for day in days)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_report_says_all_this_of_itself(row: dict[str, Any]) -> None:
    report = vnreport.analyze(row["text"])
    assert {name: _shown(getattr(report.meta, name)) for name in row["meta"]} == row["meta"]
    times = [
        [time.text, time.type, time.edtf, time.role, time.inferred, *(day and day.isoformat() for day in days)]
        for time in report.times
        for days in [(time.first_day, time.last_day, time.resolved_first_day, time.resolved_last_day)]
    ]
    assert times == row.get("times", times)


# --- relative times ------------------------------------------------------------------------------------------------

HALF = "2021-01-01/2021-06-30"
YEAR = "2021-01-01/2021-12-31"
TERM = "2015-01-01/2020-12-31"


def _days(written: str | None) -> tuple[datetime.date, datetime.date] | None:
    """Two days as "2021-01-01/2021-06-30"."""
    if written is None:
        return None
    first, last = (datetime.date.fromisoformat(day) for day in written.split("/"))
    return first, last


@pytest.mark.parametrize(
    ("rule", "date", "period", "days"),
    [
        ("this_year", "2021-07-05", HALF, YEAR),
        ("last_year", "2021-07-05", HALF, "2020-01-01/2020-12-31"),
        ("next_year", "2021-07-05", HALF, "2022-01-01/2022-12-31"),
        ("now", "2021-07-05", HALF, "2021-07-05/2021-07-05"),
        ("same_period_last_year", "2021-07-05", HALF, "2020-01-01/2020-06-30"),
        ("last_quarter", "2021-07-05", HALF, "2021-01-01/2021-03-31"),
        ("next_quarter", "2021-07-05", HALF, "2021-07-01/2021-09-30"),
        ("last_month", "2021-07-05", HALF, "2021-05-01/2021-05-31"),
        ("next_month", "2021-12-05", None, "2022-01-01/2022-01-31"),
        ("last_month", "2021-01-05", None, "2020-12-01/2020-12-31"),
        ("last_quarter", "2021-02-05", None, "2020-10-01/2020-12-31"),
        # A report on a year is dated in the next: what it calls this year is the year of its period.
        ("this_year", "2022-01-05", YEAR, YEAR),
        ("this_year", "2021-01-05", TERM, YEAR),
        ("same_period_last_year", "2021-01-05", TERM, None),
        ("same_period_last_year", "2021-07-05", None, None),
        ("same_period_last_year", None, "2021-02-01/2021-02-15", "2020-02-01/2020-02-15"),
        # The calendar has a first and a last year.
        ("same_period_last_year", None, "0001-01-01/0001-06-30", None),
        ("same_period_last_year", None, "9999-01-01/9999-06-30", "9998-01-01/9998-06-30"),
        ("last_month", "0001-01-05", None, None),
        ("now", None, None, None),
        ("last_year", None, None, None),
        ("last_month", None, None, None),
        ("no such rule", "2021-07-05", HALF, None),
    ],
)
def test_a_relative_time_is_reckoned_from_the_report(
    rule: str, date: str | None, period: str | None, days: str | None
) -> None:
    anchor = Anchor(None if date is None else datetime.date.fromisoformat(date), _days(period))
    assert resolve(rule, anchor) == (_days(days) or (None, None))


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nCÔNG ĐOÀN NGÀNH GIÁO DỤC HÀ TĨNH", "province"),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "central"),
        ("HUYỆN ĐOÀN GIA LỘC\nBCH ĐOÀN XÃ YẾT KIÊU", "commune"),
    ],
)
def test_a_body_has_the_level_of_the_place_that_ends_its_name(issuer: str, level: str) -> None:
    text = f"{issuer}\n***\nSố: 41-BC/VP\n\nBÁO CÁO\nKết quả công tác năm 2023\n\nTrong năm đã có nhiều cố gắng.\n"
    assert read(text).meta.level == level
