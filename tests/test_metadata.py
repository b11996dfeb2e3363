"""What a report says about itself: its kind from its title, and the time that it covers."""

from __future__ import annotations

import datetime

import pytest

import vnreport

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
    ],
)
def test_the_kind_is_what_the_title_names(title: str, kind: str | None) -> None:
    assert read(HEAD + title + "\n\nI. KẾT QUẢ\nĐã kết nạp 5 đảng viên.\n").meta.kind == kind


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
