"""The page of a report, without a browser: no character lost, nothing obeyed, every way leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import pathlib
import re
from collections import Counter
from dataclasses import replace
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import vnreport
from vnreport.cli import cli
from vnreport.cli.view import LANGUAGES as OFFERED
from vnreport.entities.models import Name
from vnreport.facts.models import Finding
from vnreport.io import Document, read
from vnreport.io.analyzing import analyze_document
from vnreport.io.document import Place
from vnreport.report import Report
from vnreport.text.spans import Span
from vnreport.view.marks import KINDS, Marks
from vnreport.view.markup import visible
from vnreport.view.page import render
from vnreport.view.ribbon import runs
from vnreport.view.texts import LANGUAGES, table

lexbor = pytest.importorskip("selectolax.lexbor")

ROOT = pathlib.Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "corpora" / "samples").glob("*.txt"))
TEXT = (
    "BÁO CÁO\nKết quả công tác năm 2023\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n"
    "Đã kết nạp 422 đảng viên, vượt chỉ tiêu 400, theo Nghị quyết số 20-NQ/TW ngày 28/1/2008 của UBND xã Đông Mỗ.\n\n"
    "II. HẠN CHẾ\nTiến độ còn chậm. Phấn đấu năm 2024 thu 5 tỷ đồng.\n"
)
HOSTILE = (
    "Báo cáo </script><script>alert(1)</script> số 20-NQ/TW\n\n<img src=x onerror=alert(1)> <!-- & &amp; \"'`\r\n"
    "Đạt 5/7 xã\u202e đảo \ud800\udfff lẻ \x00\x08\x1b[31m \x0c trang \u2028 dòng\n]]> &lt;b&gt; ${title} $policy {0}\n"
    'Thực hiện "Nghị quyết số 15-NQ/TW" onmouseover="alert(1)" về <b onclick=\'x\'>việc</b> năm 2024.'
)


def page_of(report: Report, **options: Any) -> Any:
    return lexbor.LexborHTMLParser(render(report, **options))


def pane_text(page: Any) -> str:
    return str(page.css_first("#text").text())


def marked(page: Any) -> dict[int, str]:
    """The text of each mark, its parts joined."""
    found: dict[int, str] = {}
    for node in page.css("#text mark"):
        id_ = int(node.attributes.get("data-m") or node.attributes["id"][1:])
        found[id_] = found.get(id_, "") + node.text()
    return found


def data_of(page: Any) -> dict[str, Any]:
    return json.loads(page.css_first("#data").text())  # type: ignore[no-any-return]


# --- the text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [TEXT, HOSTILE, "", " \n", "\ufeffĐạt 5/7 xã.\r\n\r\n", "a\u00a0\n\u3000\n b\x85c", "\x00"]
)
def test_the_pane_says_the_source(text: str) -> None:
    report = vnreport.analyze(text)
    page = page_of(report)
    if text:
        assert pane_text(page) == visible(text)
    for mark in Marks(report).all:
        assert marked(page)[mark.id] == visible(mark.mention.text)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_samples_are_whole_and_every_mark_stands_in_its_place(file: pathlib.Path) -> None:
    document = read(file)
    report = analyze_document(document, vnreport.Analyzer())
    page = page_of(report, place_of=document.place_of, name=file.name)
    assert pane_text(page) == visible(document.text)
    marks = Marks(report).all
    assert marked(page) == {mark.id: visible(mark.mention.text) for mark in marks}
    mentions = (
        report.references, report.times, report.quantities, report.organizations, report.people, report.places,
        report.abbreviations,
    )  # fmt: skip
    assert len(marks) == sum(map(len, mentions)) == len(data_of(page)["marks"])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.text("aĐ5/7<&>\"' \n\r\t\x0c\u202e\ud800|1.-", max_size=300))
def test_no_text_is_lost_or_breaks_the_page(text: str) -> None:
    page = page_of(vnreport.analyze(text))
    assert text == "" or pane_text(page) == visible(text)
    assert len(page.css("script")) == 2


def test_marks_that_cross_are_cut_and_keep_their_text() -> None:
    text = "Ủy ban nhân dân xã Đông Mỗ báo cáo. Kết thúc câu này."
    report = vnreport.Analyzer(only=("structure",)).analyze(text)
    spans = [(0, 26), (16, 34), (19, 22), (23, 45), (0, 3), (0, 26)]
    names = tuple(Name(start, end, text[start:end], "name.place") for start, end in spans)
    crossing = replace(report, places=names)
    page = page_of(crossing)
    assert pane_text(page) == text
    assert marked(page) == {mark.id: mark.mention.text for mark in Marks(crossing).all}
    ids = Counter(node.attributes["id"] for node in page.css("[id]") if node.attributes["id"])
    assert ids.most_common(1)[0][1] == 1


def test_places_outside_the_text_and_empty_ones_are_no_marks() -> None:
    report = replace(
        vnreport.Analyzer(only=("structure",)).analyze("Xã Đông Mỗ."),
        places=(Name(3, 3, "", "name.place"), Name(3, 99, "", "name.place"), Name(-1, 4, "", "name.place")),
    )
    page = page_of(report)
    assert pane_text(page) == "Xã Đông Mỗ."
    assert marked(page) == {}


def test_headings_leave_no_level_out() -> None:
    page = page_of(vnreport.analyze(SAMPLES[0].read_text("utf-8")))
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert max(levels) >= 4


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("TT\tXã\tHộ\n1\tĐông Mỗ\t1.120\n2\t\t85", ["TT Xã Hộ", "1 Đông Mỗ 1.120", "2 - 85"]),
        ("| Năm | Kế hoạch |\n|---|---:|\n| 2011 | 49,5% |\n| 2012 | |", ["Năm Kế hoạch", "2011 49,5%", "2012 -"]),
        ("Năm | Hộ | Đạt\n2011 | 640 | 95%\n2012 | 815 |", ["Năm Hộ Đạt", "2011 640 95%", "2012 815"]),
    ],
    ids=["tabs", "bars around", "bars between"],
)
def test_tables_have_cells_and_keep_their_text(text: str, rows: list[str]) -> None:
    whole = f"Kết quả như sau:\n\n{text}\n\nTrên đây là kết quả."
    page = page_of(vnreport.analyze(whole))
    assert pane_text(page) == whole
    shown = page.css("#text [role=table] [role=row]")
    assert [" ".join(cell.text().strip() or "-" for cell in row.css(".cell")) for row in shown] == rows
    assert [" ".join(cell.text().strip() for cell in row.css("[role=columnheader]")) for row in shown] == [
        rows[0],
        "",
        "",
    ]


def test_a_block_on_a_new_page_carries_its_number() -> None:
    text = "Trang đầu có một đoạn.\n\nTrang hai cũng có một đoạn.\n\nVẫn là trang hai."
    document = Document(
        text, "a.pdf", "pdf", None, "", places=(Place("page", 1, 0, 23), Place("page", 2, 24, len(text)))
    )
    page = page_of(vnreport.analyze(text), place_of=document.place_of)
    assert [node.attributes.get("data-page") for node in page.css("#text > p")] == [None, "2", None]
    lines = Document(text, "a.txt", "txt", None, "")
    assert not page_of(vnreport.analyze(text), place_of=lines.place_of).css("[data-page]")


# --- nothing is obeyed -----------------------------------------------------------------------------------------------


def everything_hostile() -> Report:
    """A report whose every string is hostile, also those that no text yields."""
    evil = "</script><img src=x onerror=alert(1)>\"'\u202e\ud800"
    report = vnreport.analyze(HOSTILE)
    name = Name(0, 4, HOSTILE[0:4], evil, full_name=evil, key=evil, code=evil)
    finding = Finding(evil, 0, 4, evil, evil, Span(5, 9, evil), evil)
    return replace(
        report, people=(name,), warnings=(evil,), findings=(finding,), generator={"version": evil},
        meta=replace(report.meta, title=Span(0, 4, evil), issuer=Span(0, 4, evil), kind=evil),
    )  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_report_adds_no_element_and_no_attribute(lang: str) -> None:
    text = render(everything_hostile(), lang=lang, name="</title><script>alert(1)</script>")
    text.encode("utf-8")
    page = lexbor.LexborHTMLParser(text)
    assert [node.attributes.get("id") for node in page.css("script")] == ["data", None]
    assert not page.css("img, iframe, object, embed, form, base, b[onclick]")
    for node in page.css("*"):
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
    assert "\u202e" not in text
    json.loads(page.css_first("#data").text())


@pytest.mark.parametrize("report", [vnreport.analyze(TEXT), everything_hostile()], ids=["plain", "hostile"])
def test_the_page_allows_its_own_script_and_style_alone(report: Report) -> None:
    page = page_of(report)
    policy = page.css_first("meta[http-equiv]").attributes["content"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element in (page.css_first("style"), page.css("script")[1]):
        digest = base64.b64encode(hashlib.sha256(element.text().encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_way_leads_to_one_place_of_the_page(file: pathlib.Path) -> None:
    page = page_of(vnreport.analyze(file.read_text("utf-8")))
    ids = Counter(node.attributes["id"] for node in page.css("[id]"))
    assert ids.most_common(1)[0][1] == 1
    links = [value for node in page.css("[href], [src], [action]") for value in (node.attributes["href"],)]
    assert len(links) > 40
    assert {link for link in links if link != "data:,"} <= {f"#{id_}" for id_ in ids}
    for node in page.css("[aria-controls], [aria-labelledby], [aria-describedby]"):
        for name in ("aria-controls", "aria-labelledby", "aria-describedby"):
            assert node.attributes.get(name) is None or node.attributes[name] in ids


def test_the_page_names_no_host() -> None:
    text = render(vnreport.analyze(TEXT))
    assert not re.search(
        r"https?:|//[a-z]|url\(|@import|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|localStorage",
        re.sub(r"// .*", "", text),
    )


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_legend_counts_every_kind() -> None:
    report = vnreport.analyze(SAMPLES[0].read_text("utf-8"))
    counts = Counter(mark.kind for mark in Marks(report).all)
    shown = {
        node.attributes["data-kind"]: int(node.css_first("b").text())
        for node in page_of(report).css(".kind[data-kind]")
    }
    assert shown == {kind: counts[kind] for kind in KINDS if counts[kind]}
    assert counts["target"] == sum(i.role == "target" for i in report.indicators)


def test_cards_hold_the_fields_and_the_rules() -> None:
    report = vnreport.analyze(TEXT)
    told = data_of(page_of(report))["marks"]
    rows = {mark.kind: {row[0]: row[1:] for row in told[mark.id]} for mark in Marks(report).all}
    assert rows["reference"]["code"] == [["c", "20-NQ/TW"]]
    assert rows["reference"]["issued_on"] == [["d", "2008-01-28"]]
    assert rows["reference"]["rule"] == [["c", "reference.numbered"]]
    result = next(mark for mark in Marks(report).all if mark.mention.text == "422 đảng viên")
    told = {row[0]: row[1:] for row in data_of(page_of(report))["marks"][result.id]}
    assert told["value"] == [["n", "422"]]
    assert told["assessment"][0] == ["w", "assessment.exceeded"]
    assert told["target"][0][0] == "l"
    assert [rule[1] for rule in told["rule"]] == [result.mention.rule, report.indicators[0].rule]


def test_what_belongs_to_a_mark_is_named() -> None:
    report = vnreport.analyze("Thu ngân sách đạt 12 tỷ đồng theo Nghị quyết số 20-NQ/TW ngày 28/1/2008 của Ban Bí thư.")
    spoken = data_of(page_of(report))["spoken"]
    told = {mark.kind: spoken.get(str(mark.id)) for mark in Marks(report).all}
    extent, subject = report.references[0].extent, report.indicators[0].subject
    assert extent is not None
    assert subject is not None
    assert told["reference"] == [[extent.start, extent.end]]
    assert [subject.start, subject.end] in told["result"]


def test_places_of_the_file_stand_in_the_cards() -> None:
    document = read(SAMPLES[0])
    report = analyze_document(document, vnreport.Analyzer())
    rows = data_of(page_of(report, place_of=document.place_of))["marks"]
    for mark, told in zip(Marks(report).all, rows, strict=True):
        place = document.place_of(mark.mention)
        assert ["place", ["w", "place.line", place.number]] in told


def test_targets_are_told_with_their_end() -> None:
    report = vnreport.analyze(SAMPLES[0].read_text("utf-8"))
    page = page_of(report)
    counts = Counter(target.assessment for target in report.targets())
    told = {node.attributes["class"]: int(node.css_first("b").text()) for node in page.css(".verdicts li")}
    assert told == dict(counts)
    rows = page.css("#targets table.targets")[0].css("tbody tr")
    assert len(rows) == sum(max(1, len(target.results)) for target in report.targets())


def test_documents_are_counted_and_named_by_the_register() -> None:
    page = page_of(
        vnreport.analyze("Theo QĐ 217/218, Nghị quyết số 02-NQ/TW ngày 12/6/2021. Thực hiện Nghị quyết số 02-NQ/TW.")
    )
    rows = [(row.css_first("td b").text(), row.css_first(".name").text()) for row in page.css("#documents tbody tr")]
    assert rows[0] == ("2", "Nghị quyết số 02-NQ/TW")
    assert sorted(rows[1:]) == [("1", "218 (218-QĐ/TW)"), ("1", "QĐ 217 (217-QĐ/TW)")]
    assert "giám sát và phản biện xã hội" in page.css_first("#documents").text()


def test_findings_lead_to_both_places() -> None:
    report = vnreport.analyze("Đã hoàn thành 45/50 nhiệm vụ, đạt 80%.")
    assert report.findings
    links = [node.attributes["href"] for node in page_of(report).css("#findings ol a")]
    assert links == [
        f"#m{Marks(report).at(place)}" for place in (report.findings[0], report.findings[0].other) if place
    ]


@pytest.mark.parametrize(
    ("lang", "told"), [("vi", "45 / 50.000 = 0,09 %, không phải 80 %"), ("en", "45 / 50,000 = 0.09 %, not 80 %")]
)
def test_arithmetic_is_written_as_the_language_writes_numbers(lang: str, told: str) -> None:
    finding = Finding("share_mismatch", 0, 2, "45", "m", Span(3, 5, "50"), "45 / 50000 = 0.09 %, not 80 %")
    later = replace(finding, other=None, arithmetic="2024-07-15 > 2023-12-31")
    strange = replace(finding, arithmetic="2024-99-99 < not & or 1.5")
    report = replace(vnreport.analyze(TEXT), findings=(finding, later, strange))
    shown = [node.text() for node in page_of(report, lang=lang).css(".arithmetic")]
    assert shown[0] == told
    assert shown[1] == {"vi": "15/07/2024 > 31/12/2023", "en": "2024-07-15 > 2023-12-31"}[lang]
    assert "99" in shown[2]


def test_warnings_are_shown() -> None:
    report = replace(vnreport.analyze(TEXT), warnings=("letters were lost",))
    assert "letters were lost" in page_of(report).css_first("#findings").text()


def test_without_labels_there_is_no_ribbon() -> None:
    page = page_of(vnreport.Analyzer(only=("references",)).analyze(TEXT))
    assert not page.css("#ribbon, [data-l], #tint")
    assert page.css("mark.reference")


def test_a_ribbon_has_no_more_runs_than_can_be_seen() -> None:
    report = vnreport.analyze("Đã thu đủ 5 triệu đồng. Tuy nhiên, việc chi còn chậm, yếu kém.\n" * 600)
    assert len(runs(report.sentences)) <= 400 < len(runs(report.sentences, 10**6))
    ordered = runs(report.sentences)
    assert all(before.end <= after.start for before, after in pairwise(ordered))


def test_a_code_of_a_newer_result_is_shown_as_it_is() -> None:
    report = vnreport.analyze(TEXT)
    page = page_of(replace(report, references=tuple(replace(r, type="telegram") for r in report.references)))
    assert any(["type", ["c", "telegram"]] in rows for rows in data_of(page)["marks"])


# --- words -----------------------------------------------------------------------------------------------------------


def test_every_code_of_the_result_has_words() -> None:
    schema = json.loads((resources.files("vnreport") / "data" / "report.schema.json").read_text("utf-8"))["$defs"]
    groups = {
        ("reference", "type"): "type", ("time", "type"): "time", ("time", "role"): "time_role",
        ("time", "modifier"): "modifier", ("quantity", "comparator"): "comparator", ("indicator", "role"): "role",
        ("indicator", "direction"): "direction",
        ("indicator", "assessment"): "assessment", ("indicator", "basis"): "basis", ("relation", "type"): "relation",
        ("sentence", "label"): "label", ("sentence", "aspect"): "aspect", ("meta", "kind"): "kind_of_report",
        ("meta", "level"): "level", ("meta", "sector"): "sector", ("meta", "form"): "form",
    }  # fmt: skip
    for (kind, field), group in groups.items():
        for code in schema[kind]["properties"][field]["enum"]:
            assert code is None or f"{group}.{code}" in table()


def test_both_languages_say_the_same_numbers() -> None:
    for key, words in table().items():
        assert len({tuple(sorted(re.findall(r"\{\d\}", text))) for text in words}) == 1, key


# Keys that are made of a group and a code of the result, so that no line of the room writes them out.
CODED = {
    "arithmetic", "aspect", "assessment", "basis", "comparator", "direction", "field", "finding", "form", "kind",
    "kind_of_report", "label", "label.short", "level", "modifier", "one", "place", "related", "relation", "repair",
    "role", "sector", "tab", "time", "time_role", "type",
}  # fmt: skip


def test_every_word_of_the_table_is_used() -> None:
    room = resources.files("vnreport.view")
    source = "".join(file.read_text("utf-8") for file in room.iterdir() if file.name.endswith((".py", ".js")))
    for key in table():
        group, _, name = key.rpartition(".")
        if group not in CODED:
            assert f'"{key}"' in source or (name == "title" and f'"{group}"' in source), key
        elif group == "field":
            assert f'"{name}"' in source, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_speaks_the_language_asked_for(lang: str) -> None:
    page = page_of(vnreport.analyze(TEXT), lang=lang)
    assert page.css_first("html").attributes["lang"] == lang
    assert page.css_first("#text").attributes["lang"] == "vi"
    assert page.css_first("nav h2").text() == {"vi": "Mục lục", "en": "Outline"}[lang]
    assert page.css_first(f'[data-lang="{lang}"]').attributes["aria-pressed"] == "true"
    for node in page.css("[data-t]"):
        assert node.attributes["data-t"] in table()


def test_no_third_language() -> None:
    with pytest.raises(vnreport.ConfigError, match="no language 'fr'"):
        render(vnreport.analyze(TEXT), lang="fr")


# --- notebook --------------------------------------------------------------------------------------------------------


def test_a_notebook_gets_a_frame_that_holds_the_page() -> None:
    report = vnreport.analyze(HOSTILE)
    shown = report._repr_html_()
    fragment = lexbor.LexborHTMLParser(shown)
    frame = fragment.css_first("iframe")
    assert len(fragment.css("body *")) == 1
    assert frame.attributes["sandbox"] == "allow-scripts"
    assert frame.attributes["srcdoc"] == render(report)
    assert html.unescape(shown).count("<iframe") == 1


# --- the command -----------------------------------------------------------------------------------------------------


def call(*arguments: str | pathlib.Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, ["view", *map(str, arguments)], input=stdin, prog_name="vnreport")


@pytest.fixture
def report_file(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "báo cáo.txt"
    file.write_bytes(TEXT.encode())
    return file


def test_the_command_writes_the_page(report_file: pathlib.Path, tmp_path: pathlib.Path) -> None:
    target = tmp_path / "trang.html"
    done = call(report_file, "-o", target, "--lang", "en")
    assert (done.exit_code, done.output) == (0, "")
    document = read(report_file)
    report = analyze_document(document, vnreport.Analyzer())
    assert target.read_text("utf-8") == render(report, lang="en", place_of=document.place_of, name="báo cáo.txt")
    assert call(report_file, "--lang", "en").stdout == target.read_text("utf-8")
    assert '<html lang="vi">' in call("-", stdin=TEXT.encode()).stdout


def test_pages_of_several_files_go_into_a_folder(report_file: pathlib.Path, tmp_path: pathlib.Path) -> None:
    folder, other = tmp_path / "trang", tmp_path / "khác"
    folder.mkdir()
    other.mkdir()
    twin = other / report_file.name
    twin.write_bytes(TEXT.encode())
    done = call(report_file, twin, tmp_path / "không có.txt", "-o", folder)
    assert done.exit_code == 1
    assert "không có.txt: does not exist" in done.stderr
    assert sorted(file.name for file in folder.iterdir()) == ["báo cáo.html", "báo cáo.txt.html"]
    assert "goes into" not in done.stderr
    refused = call(report_file, twin, "-o", tmp_path / "trang.html")
    assert refused.exit_code == 2
    assert "--output FOLDER" in refused.stderr


def test_the_command_refuses_what_it_cannot_do(report_file: pathlib.Path) -> None:
    assert "is also an input" in call(report_file, "-o", report_file).stderr
    assert "'fr' is not one of" in call(report_file, "--lang", "fr").stderr
    assert call(report_file, "--lexicon", report_file).exit_code == 2
    assert OFFERED == LANGUAGES
