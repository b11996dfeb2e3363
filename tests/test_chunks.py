"""Chunks: nothing of the body is lost, nothing that fits is cut, and what a search filters by is there."""

from __future__ import annotations

import cProfile
import dataclasses
import datetime
import importlib
import json
import pathlib
import pickle
import re
import sys
import types
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnreport
from properties.test_laws import TEXTS
from vnreport.forms.chunks import SMALLEST, Chunk
from vnreport.structure.layout import OUTSIDE

# Those of an older encoding are no text before they are read as files.
CORPORA = [
    path
    for path in sorted((pathlib.Path(__file__).parent.parent / "corpora").rglob("*.txt"))
    if path.parent.name != "legacy"
]
FORMS = {
    "as it stands": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "Windows lines": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "one line": lambda text: " ".join(text.split()),
}


def chunks_of(report: vnreport.Report, limit: int) -> tuple[Chunk, ...]:
    """The chunks of a report, checked against the laws."""
    text, chunks = report.text, report.chunks(limit)
    body = [block for block in report.blocks if block.kind not in OUTSIDE - {"caption"}]
    place = 0
    for chunk in chunks:
        assert place <= chunk.start < chunk.end <= chunk.start + limit
        assert text[chunk.start : chunk.end] == chunk.text == chunk.text.strip()
        assert sum(chunk.label_shares.values()) == pytest.approx(1)
        assert chunk.label_shares[chunk.label] == max(chunk.label_shares.values())
        place = chunk.end
    # Joined with the gaps between them they give the body back.
    held = {place for chunk in chunks for place in range(chunk.start, chunk.end)}
    wanted = {place for block in body for place in range(block.start, block.end) if not text[place].isspace()}
    assert wanted <= held
    inner = {place for block in report.blocks for place in range(block.start, block.end)} - wanted
    for chunk in chunks:
        foreign = {place for place in range(chunk.start, chunk.end) if not text[place].isspace()} & inner
        assert not foreign or foreign.isdisjoint((chunk.start, chunk.end - 1)), "furniture only inside a torn sentence"
    if chunks:
        rebuilt = chunks[0].text + "".join(text[a.end : b.start] + b.text for a, b in pairwise(chunks))
        assert rebuilt == text[chunks[0].start : chunks[-1].end]
    # No sentence that fits is cut, and no chunk holds text of two sections but for headings above its own.
    cuts = {chunk.start for chunk in chunks} | {chunk.end for chunk in chunks}
    for sentence in report.sentences:
        if sentence.end - sentence.start <= limit:
            assert cuts.isdisjoint(range(sentence.start + 1, sentence.end)), sentence
    for chunk in chunks:
        for block in body:
            if chunk.start <= block.start < chunk.end and block.section != chunk.section:
                assert block.kind == "heading" or (
                    chunk.section is not None and not report.sections[chunk.section].heading
                )
    return chunks


@pytest.mark.parametrize("form", FORMS)
def test_every_report_of_the_corpora(form: str) -> None:
    for path in CORPORA[list(FORMS).index(form) :: len(FORMS)]:
        report = vnreport.analyze(FORMS[form](path.read_bytes().decode("utf-8")))
        for limit in (SMALLEST, 1200):
            chunks_of(report, limit)


@given(TEXTS, st.integers(SMALLEST, 300))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, limit: int) -> None:
    report = vnreport.analyze(text)
    chunks = chunks_of(report, limit)
    assert chunks == report.chunks(limit)
    for chunk in chunks:
        assert json.loads(json.dumps(chunk.to_dict())) == chunk.to_dict()


@given(
    st.lists(
        st.sampled_from(["đạt ", "kết quả, ", "tốt; ", "a" * 130, "ế\u0301\u0323" * 60, "\u0301" * 300]), max_size=60
    )
)
@settings(max_examples=100, deadline=None)
def test_long_sentences_and_words(pieces: list[str]) -> None:
    chunks_of(vnreport.analyze("".join(pieces)), SMALLEST)


def test_a_heading_stays_with_its_text_and_its_ancestors() -> None:
    text = (
        "II. KẾT QUẢ\n\n1. Tuyên truyền\n\nĐã mở 74 lớp.\n\n2. Tổ chức\n\nĐã kết nạp 5 đoàn viên.\n\n"
        "III. HẠN CHẾ\n\nCòn chậm."
    )
    found = [(chunk.text, chunk.headings) for chunk in chunks_of(vnreport.analyze(text), 1200)]
    assert found == [
        ("II. KẾT QUẢ\n\n1. Tuyên truyền\n\nĐã mở 74 lớp.", ("II. KẾT QUẢ", "1. Tuyên truyền")),
        ("2. Tổ chức\n\nĐã kết nạp 5 đoàn viên.", ("II. KẾT QUẢ", "2. Tổ chức")),
        ("III. HẠN CHẾ\n\nCòn chậm.", ("III. HẠN CHẾ",)),
    ]


ITEMS = "\n".join(f"- Xã số {n} đã hoàn thành việc cấp giấy chứng nhận cho các hộ dân." for n in range(1, 8))


def test_a_lead_in_stays_with_the_first_item_and_items_are_whole() -> None:
    text = f"Công tác quản lý đất đai được chú trọng.\n\nCụ thể kết quả ở các xã như sau:\n{ITEMS}"
    chunks = chunks_of(vnreport.analyze(text), 200)
    assert not any(chunk.text.endswith(":") for chunk in chunks)
    assert all(chunk.text.endswith(".") for chunk in chunks)


TABLE = (
    "I. KẾT QUẢ\n\nKết quả thực hiện các chỉ tiêu:\n\n| STT | Chỉ tiêu | KH 2024 | TH 2024 |\n|---|---|---|---|\n"
    + "\n".join(f"| {n} | Kết nạp đoàn viên ở công đoàn cơ sở {n} | {n * 10} | {n * 11} |" for n in range(1, 9))
)


def test_the_head_of_a_table_is_told_and_stays_with_a_row() -> None:
    chunks = chunks_of(vnreport.analyze(TABLE), 250)
    assert len(chunks) > 2
    assert chunks[0].table_head is None
    assert "| 1 |" in chunks[0].text
    for chunk in chunks[1:]:
        assert chunk.table_head == "| STT | Chỉ tiêu | KH 2024 | TH 2024 |\n|---|---|---|---|"
        assert chunk.in_context == f"I. KẾT QUẢ\n{chunk.table_head}\n{chunk.text}"
        assert chunk.text.startswith("|")


def test_a_table_by_tabs_without_a_rule() -> None:
    text = "STT\tTên đơn vị\tKế hoạch\tThực hiện\n" + "\n".join(
        f"{n}\tCông đoàn cơ sở xã số {n} của huyện\t{n * 10}\t{n * 9}" for n in range(1, 9)
    )
    chunks = chunks_of(vnreport.analyze(text), 130)
    assert {chunk.table_head for chunk in chunks[1:]} == {"STT\tTên đơn vị\tKế hoạch\tThực hiện"}


def test_a_table_by_blanks_without_a_head() -> None:
    text = "PHỤ LỤC\n" + "\n".join(f"Chỉ tiêu {n}    tỷ đồng    {n * 10}    {n * 9}" for n in range(1, 12))
    assert {chunk.table_head for chunk in chunks_of(vnreport.analyze(text), 150)} == {None}


def test_a_table_of_words_has_its_first_row_for_a_head() -> None:
    head = "| Nội dung | Đơn vị chủ trì | Thời gian |"
    text = (
        f"{head}\n| Rà soát hộ nghèo trên địa bàn toàn huyện | Phòng Lao động | Quý I |\n"
        "| Tập huấn cán bộ xã | Phòng Nội vụ | Quý II |\n| Kiểm tra Nghị quyết số 02 ở xã | Thanh tra | Quý III |"
    )
    first, *others = chunks_of(vnreport.analyze(text), 130)
    assert first.text.startswith(f"{head}\n| Rà soát")
    assert {chunk.table_head for chunk in others} == {head}


def test_a_sentence_that_is_too_long_is_cut_at_its_softest_places() -> None:
    clause = "đã phối hợp với các ngành, các cấp và các đơn vị trên địa bàn huyện tổ chức thực hiện tốt"
    text = "Trong năm, công đoàn " + "; ".join([clause] * 5) + "."
    chunks = chunks_of(vnreport.analyze(text), 150)
    assert all(chunk.text.endswith((";", ".")) for chunk in chunks)


def test_a_mention_is_not_cut_where_another_place_is_left() -> None:
    text = "Căn cứ " + " và ".join(f"Nghị quyết số {n}-NQ/TW" for n in range(10, 40))
    report = vnreport.analyze(text)
    for chunk in chunks_of(report, SMALLEST)[1:]:
        assert not any(r.start < chunk.start < r.end for r in report.references)


def test_a_sentence_torn_by_a_page_number_stays_in_one_chunk() -> None:
    text = "I. KẾT QUẢ\n\nĐã tổ chức được 15 hội nghị\n3\ntuyên truyền cho 1.200 đoàn viên."
    assert [chunk.text for chunk in chunks_of(vnreport.analyze(text), 1200)] == [text]


def test_what_a_search_filters_by() -> None:
    text = (
        "I. KẾT QUẢ\n\nNăm 2023, thực hiện Chỉ thị số 36-CT/TW ngày 16/8/2019 và QĐ 217, từ quý II/2023 đã "
        "giám sát 5 cuộc theo Nghị quyết số 99-NQ/TU. Kết nạp 422 đoàn viên ưu tú, đạt 105,5% và vượt chỉ tiêu mà Đại "
        "hội đã đề ra; đời sống của công nhân được nâng lên, phong trào thi đua lao động phát triển mạnh ở các cơ sở."
    )
    (chunk,) = vnreport.analyze(text).chunks()
    assert chunk.doc_ids == ("directive:36-CT/TW@2019-08-16", "decision:217-QĐ/TW@2013-12-12")
    assert chunk.codes == ("36-CT/TW", "217-QĐ/TW", "99-NQ/TU")
    assert (chunk.first_day, chunk.last_day) == (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    assert chunk.label == "achievements"
    assert pickle.loads(pickle.dumps(chunk)) == chunk
    assert chunk.to_dict()["first_day"] == "2023-01-01"


@pytest.mark.parametrize("limit", [-1, 0, SMALLEST - 1])
def test_a_limit_that_holds_no_sentence_is_refused(limit: int) -> None:
    with pytest.raises(vnreport.ConfigError, match=f"max_chars={limit}: a chunk holds {SMALLEST}"):
        vnreport.analyze("Đạt 5/7 xã.").chunks(limit)


@pytest.mark.parametrize("limit", [None, 500.0, "500", True])
def test_a_limit_that_is_no_number_is_refused(limit: object) -> None:
    with pytest.raises(TypeError, match="max_chars takes an int"):
        vnreport.analyze("Đạt 5/7 xã.").chunks(limit)  # type: ignore[arg-type]


def test_nothing_gives_no_chunk() -> None:
    assert vnreport.analyze("").chunks() == ()
    assert vnreport.analyze(" \n\t").chunks() == ()


@pytest.mark.parametrize("unit", ["đạt kết quả tốt, ", "a", "\u0301", "Đã họp. ", "- Đã họp.\n", "| a | 1 |\n"])
def test_linear_in_the_text(unit: str) -> None:
    """Counted in calls, not by a clock."""
    calls = []
    for size in (10_000, 40_000):
        report = vnreport.analyze(unit * (size // len(unit)))
        profile = cProfile.Profile()
        profile.runcall(report.chunks, 1200)
        calls.append(sum(entry.callcount for entry in profile.getstats()))
    assert calls[1] < 5 * calls[0] + 500


# --- the recipes of docs/chunks.md ---------------------------------------------------------------------------------


def recipe(monkeypatch: pytest.MonkeyPatch, module: str, name: str, *fields: str) -> dict[str, Any]:
    """The names that a recipe defines, with a stand-in of the framework's class where it is not installed."""
    page = (pathlib.Path(__file__).parent.parent / "docs" / "chunks.md").read_text("utf-8")
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if f"from {module} " in block)
    try:
        importlib.import_module(module)
    except ImportError:
        stand_in = dataclasses.make_dataclass(name, [(field, object) for field in fields], kw_only=True)
        parts = module.split(".")
        for end in range(1, len(parts) + 1):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), types.ModuleType(parts[end - 1]))
        setattr(sys.modules[module], name, stand_in)
    names: dict[str, Any] = {}
    exec(code, names)  # the page's own code
    return names


def test_the_recipe_for_langchain(monkeypatch: pytest.MonkeyPatch, samples: dict[str, str]) -> None:
    names = recipe(monkeypatch, "langchain_core.documents", "Document", "page_content", "metadata", "id")
    report = vnreport.analyze(samples["cong-doan-huyen-2023"])
    found = list(names["documents"](report, "a.txt"))
    assert [document.page_content for document in found] == [chunk.text for chunk in report.chunks()]
    assert found[2].metadata["headings"].startswith("II. KẾT QUẢ HOẠT ĐỘNG > 1. ")
    assert found[2].metadata["codes"][0] == "02-NQ/TW"
    assert len({document.id for document in found}) == len(found)


def test_the_recipe_for_llama_index(monkeypatch: pytest.MonkeyPatch, samples: dict[str, str]) -> None:
    fields = ("id_", "text", "start_char_idx", "end_char_idx", "metadata", "excluded_embed_metadata_keys")
    names = recipe(monkeypatch, "llama_index.core.schema", "TextNode", *fields)
    report = vnreport.analyze(samples["cong-doan-huyen-2023"])
    for node in names["nodes"](report, "a.txt"):
        assert report.text[node.start_char_idx : node.end_char_idx] == node.text
        assert set(node.excluded_embed_metadata_keys) < set(node.metadata)
        assert all(isinstance(value, str) for value in node.metadata.values())
