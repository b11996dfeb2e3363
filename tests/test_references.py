"""Cited documents beyond the case table: relations, short names, look-ups, marks, counts, and prose without any."""

from __future__ import annotations

import datetime
import pathlib
import random
import re

import pytest

import vnreport
from vnreport import Analyzer, annotate, by_document, count_citations, find_references, register
from vnreport.errors import LexiconError, ParseError
from vnreport.lexicon import load_table, split_cell

CORPORA = pathlib.Path(__file__).parent.parent / "corpora"

# --- ordinary prose -------------------------------------------------------------------------------------------------

# What a sentence holds that may cite: found by marks of its own, not by the rules that are tested.
_TYPES = (
    "Nghị quyết|Quyết định|Chỉ thị|Kết luận|Quy định|Nghị định|Thông tư|Kế hoạch|Hướng dẫn|Chương trình|Đề án|Dự án|"
    "Công văn|Quy chế|Thông báo|Báo cáo|Tờ trình|Văn bản|NQ|QĐ|NĐ|CT|KL|ĐA|NQTW"
)
CITES = re.compile(
    r"\d\s[A-ZĐ]{2,5}/[A-ZĐ]|\d\s?[-/]\s?(?:\d{4}\s?[-/]\s?)?[A-ZĐ]{1,5}|"
    rf"(?:{_TYPES})[^.;]{{0,40}}?(?:\d|này|trên|Đại hội|Trung ương|TW)|(?:Luật|Pháp lệnh|Hiến pháp|Điều lệ|Quy chế)|"
    r"(?:Nghị quyết|Chỉ thị|Quyết định|Đề án|Chương trình)[ ,.;:]",
    re.IGNORECASE,
)
MEGABYTE = 1_000_000


def _prose() -> list[str]:
    sentences = []
    for file in sorted(CORPORA.glob("*/*.txt")):
        text = file.read_text("utf-8")
        for sentence in vnreport.segment(text).sentences:
            words = " ".join(sentence.text.split())
            if len(words) > 30 and not CITES.search(words):
                sentences.append(words)
    return sentences


def test_a_megabyte_of_prose_without_citations_has_none() -> None:
    sentences = _prose()
    assert len(sentences) > 600
    chance, text, size = random.Random(4), [], 0
    while size < MEGABYTE:
        # The same words with other numbers, in another order: what follows what is new each time.
        sentence = re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), chance.choice(sentences))
        text.append(sentence)
        size += len(sentence.encode()) + 1
    found = find_references(" ".join(text))
    assert len(found) <= 5, [(r.text, r.rule) for r in found]


# --- what documents say of each other --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Nghị định 113/2018/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định 108/2014/NĐ-CP", [(0, "amends", 1)]),
        ("Nghị định 100/2019/NĐ-CP được thay thế bởi Nghị định 168/2024/NĐ-CP", [(1, "replaces", 0)]),
        (
            "Quyết định số 15/2022/QĐ-UBND thay thế các Quyết định số 5/2019/QĐ-UBND, 6/2019/QĐ-UBND",
            [(0, "replaces", 1), (0, "replaces", 2)],
        ),
        ("Luật sửa đổi, bổ sung một số điều của Luật Đất đai", [(0, "amends", 1)]),
        (
            "Thông tư 80/2021/TT-BTC hướng dẫn thi hành Luật Quản lý thuế và Nghị định số 126/2020/NĐ-CP",
            [(0, "guides", 1), (0, "guides", 2)],
        ),
        ("Quy chế số 05-QC/TU ban hành kèm theo Quyết định số 12-QĐ/TU", [(0, "issued_with", 1)]),
        (
            "Kế hoạch số 45-KH/HU ngày 15/6/2021 của Ban Thường vụ Huyện ủy thực hiện Nghị quyết số 5-NQ/TU",
            [(0, "implements", 1)],
        ),
        (
            "Thực hiện Nghị quyết số 02-NQ/TU của Tỉnh ủy về phát triển rừng, Huyện ủy ban hành Kế hoạch số 12-KH/HU.",
            [(1, "implements", 0)],
        ),
        ("Thực hiện Nghị quyết số 02-NQ/TU. Ban hành Kế hoạch số 12-KH/HU.", []),
        ("Thực hiện Nghị quyết số 02-NQ/TU, Tỉnh ủy ban hành Nghị quyết số 05-NQ/TU.", []),
        ("Nghị quyết số 02-NQ/TU, Tỉnh ủy ban hành Kế hoạch số 12-KH/TU.", []),
        ("Thực hiện Nghị quyết số 02-NQ/TU và nội dung của Kế hoạch số 12-KH/TU.", []),
        ("Thông tư 05/2020/TT-BNV quy định chi tiết Nghị định 30/2020/NĐ-CP", [(0, "guides", 1)]),
        ("Nghị định 30/2020/NĐ-CP được hướng dẫn tại Thông tư 05/2020/TT-BNV", [(1, "guides", 0)]),
        ("Chỉ thị số 05-CT/TU thực hiện Nghị quyết số 02-NQ/TU", [(0, "implements", 1)]),
        ("Nghị quyết số 05-NQ/TU thực hiện Nghị quyết số 02-NQ/TU", []),
        ("Kế hoạch số 12-KH/HU và một số nội dung thực hiện Nghị quyết số 02-NQ/TU", []),
        ("Thực hiện Chỉ thị 05-CT/TW và Nghị quyết 18-NQ/TW", []),
    ],
)
def test_relations(text: str, edges: list[tuple[int, str, int]]) -> None:
    found = find_references(text)
    got = [(index, edge.type, edge.reference) for index, ref in enumerate(found) for edge in ref.relations]
    assert got == edges


@pytest.mark.parametrize(
    "second",
    ["Kế hoạch số 12-KH/TU", "Chương trình số 12-CTr/TU", "Đề án số 12-ĐA/TU", "Hướng dẫn số 12-HD/TU",
     "Quyết định số 12-QĐ/TU", "Chỉ thị số 12-CT/TU"],
)  # fmt: skip
def test_what_is_issued_to_carry_out_another_document_implements_it(second: str) -> None:
    text = f"Căn cứ Luật Đất đai. Thực hiện Nghị quyết số 02-NQ/TU, Tỉnh ủy đã ban hành {second}."
    found = find_references(text)
    got = [(index, edge.type, edge.reference) for index, ref in enumerate(found) for edge in ref.relations]
    assert got == [(2, "implements", 1)]


def test_a_short_name_that_the_text_gives() -> None:
    text = (
        "Thực hiện Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ phê duyệt Chương trình mục tiêu "
        "quốc gia (sau đây gọi tắt là Chương trình). Qua 3 năm thực hiện Chương trình, xã đã làm 5 km đường."
    )
    decision, named, taken_up = find_references(text)
    assert (named.text, taken_up.text) == ("Chương trình", "Chương trình")
    assert named.key == taken_up.key == decision.key


def test_the_term_of_the_issuer_tells_party_documents_of_one_number_apart() -> None:
    (tenth,) = find_references("Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương khóa X")
    (twelfth,) = find_references("Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương (khóa XII)")
    (bare,) = find_references("theo 20-NQ/TW")
    assert (tenth.doc_id, twelfth.doc_id) == ("resolution:20-NQ/TW@2008-01-28", "resolution:20-NQ/TW@2017-10-25")
    assert bare.doc_id is None
    assert {entry.issued_on for entry in bare.candidates} >= {entry.register.issued_on for entry in (tenth, twelfth)}  # type: ignore[union-attr]


def test_nothing_is_taken_up_where_nothing_was_named() -> None:
    (alone,) = find_references("Nghị quyết này được quán triệt.")
    assert (alone.code, alone.key, alone.doc_id) == (None, None, None)
    assert find_references("Từ các kết luận trên, Đoàn kiến nghị. Báo cáo này đã được thông qua.") == ()


# --- codes as values -------------------------------------------------------------------------------------------------


def test_a_code_that_may_be_two_types_says_so() -> None:
    assert vnreport.parse_code("72/2025/QH15").types == ("law", "code", "resolution")
    assert vnreport.parse_code("72/2025/QH15").type is None
    assert vnreport.parse_code("1187/UBND-NĐ").type == "official_letter"


@pytest.mark.parametrize(
    "string", ["", "20", "24/7", "124/124 xã", "20-NQ/TW và 21-NQ/TW", "Nghị quyết 20-NQ/TW", "ABC"]
)
def test_what_is_no_code_is_refused_with_its_reason(string: str) -> None:
    assert not vnreport.is_code(string)
    with pytest.raises(ParseError, match=re.escape(repr(string))):
        vnreport.parse_code(string)


def test_every_symbol_of_the_table_is_read_as_its_type() -> None:
    for row in load_table("document_types", "code", "symbols"):
        for symbol in split_cell(row["symbols"]):
            assert row["code"] in vnreport.parse_code(f"12/2020/{symbol}-BTC").types, symbol


def test_every_symbol_of_an_issuer_keeps_its_letters() -> None:
    for row in load_table("issuer_symbols", "symbol", "system", "aliases"):
        for spelling in (row["symbol"], *split_cell(row["aliases"])):
            code = vnreport.parse_code(f"12-NQ/{spelling}")
            assert (code.issuer, code.system) == (row["symbol"], row["system"]), spelling


# --- the register ----------------------------------------------------------------------------------------------------

OWN = "code\ttype\tissued_on\tissuer\ttitle\tshort_names\tsource\n"


def test_lookup_reads_all_that_a_mention_says(tmp_path: pathlib.Path) -> None:
    assert [entry.code for entry in register.lookup("QĐ 217")] == ["217-QĐ/TW"]
    assert len(register.lookup("20-NQ/TW")) > 1
    assert register.lookup("Nghị quyết số 20-NQ/TW ngày 1/1/2001") == ()
    assert register.lookup("không có văn bản nào") == ()
    own = tmp_path / "own.tsv"
    own.write_text(OWN + "77-NQ/HU\tresolution\t2021-05-03\tHuyện ủy\tcây quế\tNghị quyết 77\town\n", "utf-8")
    assert [entry.title for entry in register.lookup("Nghị quyết 77", register=[own])] == ["cây quế"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("77-NQ/HU\tresolution\t2021-13-03\tHuyện ủy\tx\t\town", "no ISO date"),
        ("\tresolution\t\tHuyện ủy\tx\t\town", "neither a code nor a short name"),
        ("77-NQ/HU\tresolution\t\tHuyện ủy\tx\t\t", "no source"),
        ("77-NQ/HU\tnghị quyết\t\tHuyện ủy\tx\t\town", "is no type"),
        ("không phải\tresolution\t\tHuyện ủy\tx\t\town", "does not begin with a number"),
        ("77-NQ/HU\tresolution\t\tHuyện ủy", "columns"),
    ],
)
def test_a_wrong_row_of_an_own_register_is_named_by_file_and_line(
    tmp_path: pathlib.Path, row: str, reason: str
) -> None:  # fmt: skip
    own = tmp_path / "own.tsv"
    own.write_text(f"# own\n{OWN}{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=reason) as caught:
        Analyzer(register=[own])
    assert (caught.value.file, caught.value.line) == (str(own), 3)


def test_the_register_holds_what_it_says() -> None:
    rows = load_table("register", "code", "type", "issued_on", "issuer", "title", "short_names", "source")
    types = {row["code"] for row in load_table("document_types", "code")}
    assert len(rows) >= 200
    for row in rows:
        assert row["type"] in types, row
        assert row["issuer"], row
        assert row["title"], row
        if row["code"]:
            code = vnreport.parse_code(row["code"])
            assert code.code == row["code"], row
            assert code.year is None or row["issued_on"][:4] in ("", str(code.year)), row
            assert not code.types or row["type"] in code.types, row


# --- use -------------------------------------------------------------------------------------------------------------

TEXT = "Theo QĐ 217/218 và Luật sửa đổi, bổ sung một số điều của Luật Đất đai."


def test_annotate_keeps_the_text() -> None:
    marked = annotate(TEXT, find_references(TEXT), "⟦", "⟧")
    assert marked.replace("⟦", "").replace("⟧", "") == TEXT
    assert marked.count("⟦") == 3, "a law named inside the name of another is not marked again"
    with pytest.raises(ValueError, match="not of this text"):
        annotate("Một văn bản khác.", find_references(TEXT), "⟦", "⟧")


def test_documents_are_grouped_and_counted() -> None:
    one = find_references("Nghị quyết số 18-NQ/TW ngày 25/10/2017; theo Nghị quyết 18, Nghị quyết này …")
    two = find_references("Nghị quyết số 18-NQ/TW ngày 25/10/2017 và Nghị quyết này")
    assert [len(mentions) for mentions in by_document(one).values()] == [3]
    (row,) = count_citations([one, two])
    assert (row.identity, row.fixed, row.texts, row.mentions) == ("resolution:18-NQ/TW@2017-10-25", True, 2, 5)
    assert row.issued_on is not None
    assert row.title


def test_what_the_text_says_of_a_document_keeps_another_of_its_number_away() -> None:
    (workers,) = find_references("Nghị quyết 20-NQ/TW về tiếp tục xây dựng giai cấp công nhân Việt Nam")
    assert (workers.register is not None, workers.doc_id) == (True, "resolution:20-NQ/TW@2008-01-28")
    (elders,) = find_references("Chỉ thị 59-CT/TW về chăm sóc người cao tuổi trong cộng đồng")
    assert (elders.register, elders.candidates) == (None, ())
    text = "Thực hiện Chỉ thị 39-CT/TW của Ban Bí thư về tín dụng chính sách xã hội trong giai đoạn mới."
    assert register.lookup(text)[0].issued_on == datetime.date(2024, 10, 30)
    report = vnreport.analyze("Thực hiện Chỉ thị 05-CT/TW, Nghị quyết 57-NQ/TW.", report_date=datetime.date(2020, 1, 1))
    assert [r.register is not None for r in report.references] == [True, False]


def test_two_documents_of_one_code_are_both_named(tmp_path: pathlib.Path) -> None:
    own = tmp_path / "own.tsv"
    rows = (("2016-05-03", "cây chè"), ("2021-05-03", "cây quế"))
    lines = [f"77-NQ/HU\tresolution\t{day}\tHuyện ủy\t{title}\t\town\n" for day, title in rows]
    own.write_text(OWN + "".join(lines), "utf-8")
    (found,) = Analyzer(register=[own]).analyze("Huyện tiếp tục thực hiện Nghị quyết số 77-NQ/HU.").references
    assert (found.register, found.doc_id) == (None, None)
    assert [entry.title for entry in found.candidates] == ["cây chè", "cây quế"]
    dated = Analyzer(register=[own]).analyze("Thực hiện Nghị quyết số 77-NQ/HU ngày 03/5/2021.").references[0]
    assert dated.register is not None
    assert (dated.register.title, dated.candidates) == ("cây quế", ())


def test_a_code_of_several_known_documents_names_them_all() -> None:
    several = 0
    for row in load_table("register", "code", "type"):
        known = [entry for entry in register.lookup(row["code"]) if row["code"]]
        if len(known) < 2:
            continue
        several += 1
        (found,) = find_references(f"theo {row['code']}")
        assert (found.register, set(found.candidates)) == (None, set(known)), row["code"]
    assert several >= 2


@pytest.mark.parametrize(
    "unit",
    ["Luật sửa đổi, bổ sung một số điều của ", "Nghị quyết số 1-NQ/TW về ", "Nghị quyết này ", "khoản 1 Điều 5, ",
     "Nghị quyết Trung ương 3 và Trung ương 4, ", "Huyện ủy ban hành Kế hoạch số ", "(sau đây gọi tắt là Kế hoạch) "],
)  # fmt: skip
def test_what_goes_on_for_ever_ends(unit: str) -> None:
    for mention in find_references(unit * 3000):
        assert mention.text in unit * 3


def test_what_the_report_says_of_itself_is_no_citation() -> None:
    head = "UBND XÃ TÂN LẬP\nSố: 45/BC-UBND\nTân Lập, ngày 5 tháng 12 năm 2023\n\nBÁO CÁO\nKết quả năm 2023\n\n"
    report = vnreport.analyze(
        head + "Theo Báo cáo số 12/BC-STC, thu đạt 90%. Báo cáo này gồm 3 phần. Báo cáo nêu trên đã gửi."
    )
    assert [r.text for r in report.references] == ["Báo cáo số 12/BC-STC", "Báo cáo nêu trên"]


def test_a_count_says_what_any_mention_says_of_its_document() -> None:
    text = "Theo Nghị quyết số 15-NQ/HU; Nghị quyết số 15-NQ/HU ngày 05/6/2021 về phát triển cây quế bền vững."
    (row,) = count_citations([find_references(text)])
    assert (row.type, row.code, row.mentions, row.texts) == ("resolution", "15-NQ/HU", 2, 1)
    assert (row.issued_on, row.title) == (datetime.date(2021, 6, 5), "phát triển cây quế bền vững")
    assert row.name == "Nghị quyết số 15-NQ/HU"
    assert (row.identity, row.fixed) == ("resolution:15-NQ/HU@2021-06-05", True)


def test_the_most_cited_documents_come_first() -> None:
    texts = ("QĐ 217; QĐ 217; QĐ 217; Chỉ thị 99-CT/HU", "Chỉ thị 99-CT/HU", "Chỉ thị 98-CT/HU", "Nghị quyết này")
    rows = count_citations(map(find_references, texts))
    assert [(row.code, row.texts, row.mentions, row.fixed) for row in rows] == [
        ("99-CT/HU", 2, 2, False), ("217-QĐ/TW", 1, 3, True), ("98-CT/HU", 1, 1, False),
    ]  # fmt: skip
