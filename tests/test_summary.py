"""The summary of a report: what it shows, that it stays in its width, and that no text can act on the terminal."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnreport
from vnreport.entities.models import Quantity, Reference, RegisterEntry, Time
from vnreport.facts.models import Finding, Indicator, Meta, Period, RelatedIndicator
from vnreport.io.page import clean, display_width, shorten, wrap
from vnreport.io.summary import summarize
from vnreport.report import Report
from vnreport.structure.models import Block, Section, Sentence
from vnreport.text.spans import DatedSpan, Span

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
DAY = datetime.date


def made(*sentences: tuple[str, str], kind: str = "paragraph", **parts: Any) -> Report:
    """A report of one block for each (label, text)."""
    blocks, built, place = [], [], 0
    for index, (label, text) in enumerate(sentences):
        blocks.append(Block(place, place + len(text), text, kind, label=label, label_score=1.0))
        built.append(Sentence(place, place + len(text), text, index, label=label, label_score=1.0))
        place += len(text) + 1
    parts = {"generator": {}, "meta": Meta(), "sections": (), **parts}
    source = "\n".join(text for _, text in sentences)
    return Report(text=source, blocks=tuple(blocks), sentences=tuple(built), **parts)


ONE = ("other", "Đồng bào các dân tộc đoàn kết.")


def part(shown: str, heading: str) -> list[str]:
    """The lines of one part of a summary, without its heading."""
    (found,) = [piece for piece in shown.split("\n\n") if piece.startswith(heading)]
    return found.splitlines()[1:]


def cells(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


# --- the head ------------------------------------------------------------------------------------------------------


def test_title_and_meta_line() -> None:
    meta = Meta(
        title=Span(0, 9, "Tổng kết\ncông tác"), number=Span(0, 8, "12-BC/HU"), issuer=Span(0, 3, "HUYỆN ỦY"),
        place=Span(0, 3, "Bảo Yên"), issued_on=DatedSpan(0, 3, "ngày 5/7/2024", DAY(2024, 7, 5)),
        period=Period(0, 3, "năm 2023", DAY(2023, 1, 1), DAY(2023, 12, 31)), kind="nine_months", level="district",
    )  # fmt: skip
    lines = summarize(made(ONE, meta=meta), width=120).splitlines()
    assert lines[:3] == [
        "Tổng kết công tác",
        "12-BC/HU · HUYỆN ỦY · Bảo Yên · 2024-07-05 · covers 2023-01-01 to 2023-12-31 · kind nine months"
        " · level district",
        "",
    ]


def test_what_has_no_day_is_shown_as_written() -> None:
    meta = Meta(issued_on=DatedSpan(0, 3, "ngày   tháng 7", None), period=Period(0, 3, "nhiệm kỳ qua"))
    assert summarize(made(ONE, meta=meta)).splitlines()[0] == "ngày tháng 7 · covers nhiệm kỳ qua"


def test_shares_of_the_labels() -> None:
    report = made(("achievements", "A."), ("achievements", "B."), ("achievements", "C."), ("limitations", "D."))
    assert [cells(line) for line in part(summarize(report), "4 sentences")] == [
        ["achievements", "3", "75 %", "#" * 22],
        ["limitations", "1", "25 %", "#" * 8],
    ]


def test_labels_that_nobody_asked_for_are_not_shown_as_other() -> None:
    text = "I. KẾT QUẢ\nĐã kết nạp 5 đảng viên.\nII. HẠN CHẾ\nCòn chậm."
    shown = summarize(vnreport.Analyzer(only=("references",)).analyze(text))
    assert "labels not asked for" in shown
    assert "other" not in shown
    assert "limitations" in summarize(vnreport.analyze(text))


def test_an_empty_text_is_called_empty() -> None:
    assert summarize(vnreport.analyze(" \n")) == "The text is empty."


# --- the outline ---------------------------------------------------------------------------------------------------


def test_the_outline_is_a_tree_with_labels() -> None:
    sections = (
        Section(0, None, 1, "I", "KẾT QUẢ", 0, 5, "achievements"),
        Section(1, 0, 2, "2.1", "Về kinh tế", 0, 5, "other"),
        Section(2, 1, 3, "a", "Nông nghiệp", 0, 5, "achievements"),
        Section(3, None, 1, None, None, 0, 9, "limitations"),
    )
    assert part(summarize(made(ONE, sections=sections)), "Outline") == [
        "  I. KẾT QUẢ             achievements",
        "    2.1. Về kinh tế      other",
        "      a) Nông nghiệp     achievements",
        "  (no heading) Đồng bào  limitations",
    ]


def test_a_long_outline_leaves_out_the_deepest_levels() -> None:
    sections = [Section(index, None, 1 + index % 3, str(index), f"Mục {index}", 0, 3, "other") for index in range(90)]
    lines = part(summarize(made(ONE, sections=tuple(sections))), "Outline")
    assert len(lines) == 61
    assert "Mục 2 " not in "\n".join(lines)
    assert lines[-1] == "  … and 30 more sections"


# --- cited documents -----------------------------------------------------------------------------------------------


def reference(text: str, key: str | None, **values: Any) -> Reference:
    return Reference(0, len(text), text, "reference.numbered", key=key, **values)


def test_documents_are_grouped_by_key_most_cited_first() -> None:
    entry = RegisterEntry("217-QĐ/TW", "decision", DAY(2013, 12, 12), "Bộ Chính trị", "Quy chế giám sát")
    report = made(
        ONE,
        references=(
            reference("Chỉ thị số 03- CT/HU", "directive:03-CT/HU", code="03-CT/HU", title=Span(0, 3, "lãnh đạo")),
            reference("QĐ 217", "decision:217-QĐ/TW", code="217-QĐ/TW", register=entry),
            reference("Quyết định này", "decision:217-QĐ/TW"),
            reference("Quy ước cũ", None),
            reference("Nghị quyết 18", None, candidates=(entry, entry)),
        ),
    )
    shown = summarize(report)
    assert "Cited documents (4 documents, 5 mentions)" in shown
    lines = part(shown, "Cited documents")
    assert [cells(line) for line in lines[:5]] == [
        ["document", "date", "issuer"],
        ["2", "QĐ 217 (217-QĐ/TW)", "2013-12-12", "Bộ Chính trị"],
        ["Quy chế giám sát"],
        ["1", "Chỉ thị số 03- CT/HU (03-CT/HU)"],
        ["lãnh đạo"],
    ]
    assert cells(lines[5]) == ["1", "Quy ước cũ"]
    assert cells(lines[7])[0].startswith("one of 2: Quy chế giám sát (2013-12-12);")


def test_what_the_text_says_of_a_document_goes_before_the_register() -> None:
    entry = RegisterEntry("1-NQ/TW", "resolution", DAY(2001, 1, 1), "Trung ương", "Về nông nghiệp")
    dated = DatedSpan(0, 3, "ngày 2/2/2002", DAY(2002, 2, 2))
    mention = reference(
        "Nghị quyết 1-NQ/TW", "k", code="1-NQ/TW", register=entry, issued_on=dated, issuer=Span(0, 3, "BCH Trung ương")
    )
    lines = part(summarize(made(ONE, references=(mention,))), "Cited documents")
    assert cells(lines[1]) == ["1", "Nghị quyết 1-NQ/TW", "2002-02-02", "BCH Trung ương"]
    assert cells(lines[2]) == ["Về nông nghiệp"]


def test_only_so_many_documents_are_listed() -> None:
    references = tuple(reference(f"Nghị quyết {n}", f"k{n}") for n in range(34))
    assert part(summarize(made(ONE, references=references)), "Cited")[-1] == "  … and 4 more documents"


# --- targets and results -------------------------------------------------------------------------------------------


def quantity(start: int, text: str, **values: Any) -> Quantity:
    return Quantity(start, start + len(text), text, "quantity.counted", **values)


def indicator(start: int, role: str, text: str, value: int | None = None, **values: Any) -> Indicator:
    measured = {name: values.pop(name) for name in ("unit", "comparator", "dimension", "rank") if name in values}
    subject = values.pop("subject", None)
    number = None if value is None else Decimal(value)
    return Indicator(
        quantity(start, text, value=number, **measured), role, "indicator.x",
        subject=None if subject is None else Span(0, 1, subject), **values,
    )  # fmt: skip


def targets(*indicators: Indicator, **parts: Any) -> list[list[str]]:
    lines = part(summarize(made(ONE, indicators=indicators, **parts)), "Targets and results")
    return [cells(line) for line in lines]


def test_a_target_stands_beside_its_result() -> None:
    target = indicator(2, "target", "400 đoàn viên", 400, unit="đoàn viên", comparator=">=", subject="kết nạp")
    answer = indicator(9, "result", "422 đồng chí", 422, unit="đồng chí", target=target, assessment="exceeded")
    unanswered = indicator(20, "target", "5 xã", 5, unit="xã", subject="về đích")
    assert targets(target, answer, unanswered) == [
        ["indicator", "target", "result", "completion", "assessment"],
        ["kết nạp", ">= 400 đoàn viên", "422 đồng chí", "(105.5%)", "exceeded"],
        ["về đích", "5 xã", "unanswered"],
        ["completion in brackets: computed from result and target"],
    ]
    shown = summarize(made(ONE, indicators=(target, answer, unanswered)))
    assert "Targets and results (2 targets: 1 answered, 1 unanswered)" in shown


def test_a_second_result_of_a_target_does_not_name_it_again() -> None:
    target = indicator(2, "target", "9 xã", subject="chuẩn")
    results = [indicator(at, "result", f"{at} xã", target=target) for at in (4, 5)]
    assert targets(target, *results) == [
        ["indicator", "target", "result", "assessment"],
        ["chuẩn", "9 xã", "4 xã", "open"],
        ["5 xã", "open"],
    ]


def test_a_stated_completion_goes_before_a_computed_one() -> None:
    target = indicator(2, "target", "400 người", 400, unit="người", subject="học")
    answer = indicator(9, "result", "300 người", 300, unit="người", target=target)
    linked = indicator(15, "completion", "75,0%", 75, related=(RelatedIndicator(1, "completion_of", 1.0),))
    alone = indicator(22, "completion", "105,5%", subject="thu ngân sách", assessment="exceeded")
    assert targets(target, answer, linked, alone)[1:] == [
        ["học", "400 người", "300 người", "75,0%", "open"],
        ["thu ngân sách", "plan", "105,5%", "exceeded"],
    ]


@pytest.mark.parametrize(("stated", "belongs"), [("107.2", True), ("107", True), ("107.3", False), ("108", False)])
def test_a_share_in_the_same_sentence_belongs_to_the_pair_that_comes_to_it(stated: str, belongs: bool) -> None:
    target = indicator(2, "target", "250 đoàn viên", 250, unit="đoàn viên", subject="kết nạp")
    answer = indicator(9, "result", "268 đoàn viên", 268, unit="đoàn viên", target=target)
    share = indicator(15, "completion", f"{stated}%", subject="kết nạp", assessment="exceeded")
    share = replace(share, quantity=replace(share.quantity, value=Decimal(stated)))
    rows = targets(target, answer, share)
    if belongs:
        assert rows[1:] == [["kết nạp", "250 đoàn viên", "268 đoàn viên", f"{stated}%", "exceeded"]]
    else:
        assert rows[1][3] == "(107.2%)"
        assert rows[2] == ["kết nạp", "plan", f"{stated}%", "exceeded"]


def test_shares_of_plan_without_any_target() -> None:
    alone = indicator(22, "completion", "105,5%", subject="thu ngân sách", assessment="exceeded")
    assert "Targets and results (shares of plan)" in summarize(made(ONE, indicators=(alone,)))


def test_the_share_in_the_row_of_a_table_belongs_to_its_pair() -> None:
    report = vnreport.analyze(
        "Bảng 1. Chỉ tiêu chủ yếu\nTT\tChỉ tiêu\tĐơn vị\tKế hoạch năm\tThực hiện\tTỷ lệ (%)\n"
        "1\tDiện tích gieo trồng\tha\t812\t404\t49,8\n2\tGiải quyết việc làm\tngười\t350\t187\t53,4\n"
    )
    rows = [cells(line) for line in part(summarize(report), "Targets and results")]
    assert ["Diện tích gieo trồng", "812", "404", "49,8", "open"] in rows
    assert ["Giải quyết việc làm", "350", "187", "53,4", "open"] in rows
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ({"unit": "%", "dimension": "share"}, {"unit": "%", "dimension": "share"}),  # a share of a share
        ({}, {}),  # cells of a table whose unit stands elsewhere
        ({"unit": "vụ", "comparator": "<="}, {"unit": "vụ"}),  # fewer is better
        ({"unit": "vụ"}, {"unit": "vụ", "assessment": "missed"}),  # the report says so
        ({"unit": "tỉnh", "rank": True}, {"unit": "tỉnh", "rank": True}),
    ],
)
def test_no_completion_is_computed_where_it_would_mislead(target: dict[str, Any], answer: dict[str, Any]) -> None:
    wanted = indicator(2, "target", "4", 4, subject="tai nạn", **target)
    reached = indicator(9, "result", "5", 5, target=wanted, **answer)
    (row,) = targets(wanted, reached)[1:]
    assert not any("%)" in cell for cell in row)


def test_a_target_of_nothing_divides_nothing() -> None:
    wanted = indicator(2, "target", "0 vụ", 0, unit="vụ", subject="tai nạn")
    assert targets(wanted, indicator(9, "result", "5 vụ", 5, unit="vụ", target=wanted))[1:] == [
        ["tai nạn", "0 vụ", "5 vụ", "open"]
    ]


# --- times, passages, notes ----------------------------------------------------------------------------------------


def time(text: str, kind: str, *days: datetime.date | None, **values: Any) -> Time:
    return Time(0, len(text), text, "time.point", kind, *days, **values)


def test_times_are_counted_and_put_in_order() -> None:
    term = (DAY(2017, 1, 1), DAY(2022, 12, 31))
    shown = summarize(
        made(
            ONE,
            times=(
                time("nhiệm kỳ 2017- 2022", "term", *term, role="deadline"), time("NHIỆM KỲ 2017-2022", "term", *term),
                time("ngày 12/12/2013", "date", DAY(2013, 12, 12), DAY(2013, 12, 12), role="issued"),
                time("từ năm 2018 đến nay", "period", DAY(2018, 1, 1), None, inferred=True),
                time("Những năm qua", "relative"), time("những năm qua", "relative"), time("trong 5 năm", "duration"),
            ),
        )
    )  # fmt: skip
    assert "Dates and terms (2 relative, 2 term, 1 date, 1 duration, 1 period)" in shown
    assert [cells(line) for line in part(shown, "Dates and terms")] == [
        ["days", "written"],
        ["1", "2013-12-12", "ngày 12/12/2013 (issued)"],
        ["2", "2017-01-01 to 2022-12-31", "nhiệm kỳ 2017- 2022 (deadline)"],
        ["1", "2018-01-01 to …", "từ năm 2018 đến nay (inferred)"],
        ["not fixed to days: những năm qua (2), trong 5 năm"],
    ]


def test_the_most_frequent_times_stay_when_there_are_many() -> None:
    days = [DAY(2000 + n, 1, 1) for n in range(20)]
    times = [time(f"ngày 1/1/{day.year}", "date", day, day) for day in days]
    shown = summarize(made(ONE, times=(*times, times[19], times[18])))
    lines = part(shown, "Dates and terms")
    assert lines[-1] == "  … and 5 more days or periods"
    assert cells(lines[-2]) == ["2", "2019-01-01", "ngày 1/1/2019"]


def test_passages_are_the_first_sentences_by_whole_words() -> None:
    long = "Công tác tuyên truyền chưa kịp thời " * 9
    report = made(("limitations", "- 1. Còn chậm."), ("limitations", long), *[("limitations", "Thiếu.")] * 5)
    lines = part(summarize(report, width=60), "Limitations (7 sentences)")
    assert lines[0] == "  - 1. Còn chậm."
    assert lines[2].endswith(" …")
    words = " ".join(line.strip() for line in lines[1:3]).removeprefix("- ").removesuffix(" …").split()
    assert words == long.split()[: len(words)]
    assert lines[-1] == "  … and 2 more sentences"


def test_headings_are_no_passages() -> None:
    assert "Limitations (" not in summarize(made(("limitations", "II. HẠN CHẾ"), kind="heading"))
    assert "Directions (1 sentence)" in summarize(made(("directions", "Tiếp tục đổi mới."), kind="list_item"))


def test_warnings_and_findings_are_shown() -> None:
    finding = Finding("percentage", 0, 3, "Đồng", "78 / 100 is 78 %, not 87 %")
    shown = summarize(made(ONE, warnings=("12 characters were damaged",), findings=(finding,)))
    assert part(shown, "Warnings and findings") == [
        "  - 12 characters were damaged",
        "  - percentage: 78 / 100 is 78 %, not 87 %",
    ]


# --- width and colours ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_the_samples_stay_in_their_width(samples: dict[str, str], width: int) -> None:
    assert samples
    for text in samples.values():
        for form in ("NFC", "NFD"):
            shown = summarize(vnreport.analyze(unicodedata.normalize(form, text)), width=width)
            assert "Outline" in shown
            assert "Targets and results" in shown
            for line in shown.splitlines():
                assert display_width(line) <= width
                assert line == line.rstrip()


def test_decomposed_text_looks_like_composed_text(samples: dict[str, str]) -> None:
    for text in samples.values():
        one, other = (summarize(vnreport.analyze(unicodedata.normalize(form, text))) for form in ("NFC", "NFD"))
        assert one == other


def test_colours_change_nothing_but_colours(samples: dict[str, str]) -> None:
    for text in samples.values():
        report = vnreport.analyze(text)
        coloured, plain = summarize(report, colour=True), summarize(report)
        assert "\x1b" not in plain
        assert ESCAPE.sub("", coloured) == plain
        assert coloured.count("\x1b[0m") * 2 == len(ESCAPE.findall(coloured))
        assert "\x1b[32machievements\x1b[0m" in coloured
        assert "\x1b[33munanswered\x1b[0m" in coloured


def test_columns_stay_aligned_beside_wide_and_combining_letters() -> None:
    subjects = ("党委 hợp tác", unicodedata.normalize("NFD", "Đảng bộ"), "xây\u200bdựng", "👍 tốt", "kinh tế")
    report = made(ONE, indicators=tuple(indicator(n, "target", "5 xã", subject=s) for n, s in enumerate(subjects)))
    lines = part(summarize(report), "Targets and results")
    assert len({display_width(line[: line.index("5 xã")]) for line in lines[1:]}) == 1


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("Đảng bộ", 7), ("党委", 4), ("ｆｕ", 4), ("👍", 2), ("ạ̈", 1), ("한", 2)],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width
    assert display_width(unicodedata.normalize("NFD", text)) == width


# --- hostile text --------------------------------------------------------------------------------------------------

HOSTILE = (
    "\x1b]0;tiêu đề\x07\x1b[2J\x9b31m\r\u202eđảo\u2066\ud800\u200b\u00ad\ufeff\x00\U000e0041ngược\x7f\u2028dòng\x85hết"
)


def test_clean_shows_what_could_act_on_a_terminal() -> None:
    shown = clean(HOSTILE)
    assert shown == "�]0;tiêu đề��[2J�31m �đảo���ngược� dòng hết"
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)
    shown.encode("utf-8")


def test_no_part_lets_a_hostile_text_through() -> None:
    span = Span(0, 1, HOSTILE)
    report = made(
        ("limitations", HOSTILE), ("directions", HOSTILE),
        meta=Meta(span, span, span, span, DatedSpan(0, 1, HOSTILE), Period(0, 1, HOSTILE), span),
        sections=(Section(0, None, 1, HOSTILE, HOSTILE, 0, 1), Section(1, None, 1, None, None, 0, 60)),
        references=(reference(HOSTILE, None, code=HOSTILE, issuer=span, title=span),),
        times=(time(HOSTILE, "relative"), time(HOSTILE, "date", DAY(2020, 1, 1), DAY(2020, 1, 1))),
        indicators=(indicator(0, "target", HOSTILE, subject=HOSTILE), indicator(9, "completion", HOSTILE)),
        warnings=(HOSTILE,), findings=(Finding("kind", 0, 1, HOSTILE, HOSTILE),),
    )  # fmt: skip
    shown = summarize(report)
    assert shown.count("ngược") >= 14
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown.replace("\n", ""))


def test_a_heap_of_marks_and_an_endless_line_are_cut() -> None:
    heap = clean("a" + "\u0301\u0323" * 900)
    assert (len(heap), display_width(heap)) == (3, 1)
    assert len(shorten("\u0300" * 100_000, 20)[0]) <= 4
    (line,) = shorten("đoàn viên " * 500_000, 40)
    assert line.endswith(" …")
    assert display_width(line) <= 40
    assert shorten("x" * 5_000_000, 20) == ["xxxxxxxxxxxxxxxxxx …"]
    report = vnreport.analyze("Đạt 5 xã " * 20_000)
    assert len(summarize(report, width=80)) < 4000


@given(st.text(), st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert clean(clean(text)) == clean(text)


ANY = st.text(st.characters(codec=None), max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY, min_size=9, max_size=9), st.integers(60, 130), st.booleans())
def test_any_report_stays_in_its_width_and_can_be_written(texts: list[str], width: int, colour: bool) -> None:
    a, b, c, d, e, f, g, h, i = texts
    target = indicator(2, "target", a, 4, subject=b)
    report = made(
        ("limitations", c or "x"), ("directions", d or "x"),
        meta=Meta(Span(0, 1, e), Span(0, 1, f), Span(0, 1, g)), sections=(Section(0, None, 9, h, i, 0, 1),),
        references=(reference(a, None, code=b, issuer=Span(0, 1, c), title=Span(0, 1, d)),),
        times=(time(e, "relative"), time(f, "term", DAY(2020, 1, 1), None)), warnings=(g,),
        indicators=(target, indicator(9, "result", h, target=target), indicator(12, "completion", i, subject=a)),
    )  # fmt: skip
    shown = summarize(report, width=width, colour=colour)
    shown.encode("utf-8")
    for line in ESCAPE.sub("", shown).split("\n"):
        assert display_width(line) <= width
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in line)


def test_a_narrow_window_gets_sixty_columns(samples: dict[str, str]) -> None:
    report = vnreport.analyze(next(iter(samples.values())))
    assert summarize(report, width=5) == summarize(report, width=60)
    assert summarize(replace(report, sections=()), width=60) != summarize(report, width=60)
