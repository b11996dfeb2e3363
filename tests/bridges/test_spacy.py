"""The spaCy component and tokenizer: found by entry point, exact over any tokens, and whole after any journey."""

from __future__ import annotations

import datetime
import pathlib
import re
import subprocess
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings

import vnreport
from properties.test_laws import TEXTS

spacy = pytest.importorskip("spacy")
Doc = spacy.tokens.Doc

TEXT = (
    "Năm 2023, kết nạp 422 đoàn viên theo Nghị quyết số 20-NQ/TW ngày 28/1/2008 của LĐLĐ huyện Bảo Yên.\n\n"
    "Tuy nhiên, mới đạt 98,7%  kế hoạch; QĐ 217/218 chưa được quán triệt."
)
TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "vnreport.Tokenizer.v1"}}}
WORDS = {"nlp": {"tokenizer": {"@tokenizers": "vnreport.Tokenizer.v1", "words": True}}}
BLANKS = {"nlp": {"tokenizer": {"use_pyvi": False}}}


def pipeline(lang: str = "xx", tokens: dict[str, Any] | None = None, **config: Any) -> Any:
    nlp = spacy.blank(lang, config=tokens or {})
    nlp.add_pipe("vnreport", config=config)
    return nlp


PIPELINES = {"xx": pipeline(), "vi": pipeline("vi", BLANKS), "ours": pipeline("xx", TOKENIZER)}

# --- the component -------------------------------------------------------------------------------------------------


def test_nothing_but_the_entry_point_is_needed() -> None:
    code = (
        "import spacy; nlp = spacy.blank('xx'); nlp.add_pipe('vnreport'); doc = nlp('Theo QĐ 217.');"
        "print([span.text for span in doc.spans['vnreport.references']])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "['QĐ 217']\n"


def test_the_example_of_the_page() -> None:
    page = (pathlib.Path(__file__).parent.parent.parent / "docs" / "other-tools.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(import spacy.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # the page's own code
    assert names["codes"] == ["20-NQ/TW"]
    assert ("LĐLĐ huyện Bảo Yên", "ORGANIZATION") in names["entities"]
    assert names["report"].times[0].edtf == "2023"


def test_another_pipeline_does_not_load_the_rules() -> None:
    code = "import sys, spacy; spacy.blank('xx')('a'); print('vnreport.analyzer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_importing_vnreport_does_not_import_spacy() -> None:
    code = "import sys, vnreport; vnreport.analyze('Đạt 5/7 xã.'); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.parametrize("name", PIPELINES)
def test_a_span_for_every_mention_and_its_exact_offsets(name: str, samples: dict[str, str]) -> None:
    for text in (*samples.values(), unicodedata.normalize("NFD", TEXT), TEXT.replace("\n", "\r\n"), ""):
        doc = PIPELINES[name](text)
        report = doc._.vnreport
        assert report == vnreport.analyze(text)
        for kind in ("references", "times", "quantities", "indicators", "organizations", "people", "places"):
            group, mentions = doc.spans[f"vnreport.{kind}"], getattr(report, kind)
            assert [(m.start, m.end) for m in mentions] == list(
                zip(group.attrs["start"], group.attrs["end"], strict=True)
            )
            for span, mention in zip(group, mentions, strict=True):
                assert span.start_char <= mention.start
                assert mention.end <= span.end_char
                assert span._.vnreport == mention


def test_labels_are_types() -> None:
    doc = PIPELINES["ours"](TEXT)
    labels = {key.removeprefix("vnreport."): [span.label_ for span in group] for key, group in doc.spans.items()}
    assert labels["references"] == ["resolution", "decision", "decision"]
    assert labels["times"] == ["year", "date"]
    assert labels["organizations"] == ["organization"]
    assert labels["indicators"] == [indicator.role for indicator in doc._.vnreport.indicators]
    assert labels["sentences"] == [sentence.label for sentence in doc._.vnreport.sentences]


@pytest.mark.parametrize(("alignment", "spans"), [
    ("expand", ["QĐ 217/218", "217/218"]), ("contract", ["QĐ"]), ("strict", []),
])  # fmt: skip
def test_where_tokens_do_not_fit(alignment: str, spans: list[str]) -> None:
    nlp = pipeline("vi", BLANKS, alignment=alignment)
    doc = nlp("theo QĐ 217/218 đã")
    group = doc.spans["vnreport.references"]
    assert [span.text for span in group] == spans
    assert [doc.text[a:b] for a, b in zip(group.attrs["start"], group.attrs["end"], strict=True)] == [
        "QĐ 217", "218",
    ][: len(spans)]  # fmt: skip
    assert group.attrs["index"] == list(range(len(spans)))
    assert [mention.text for mention in doc._.vnreport.references] == ["QĐ 217", "218"]


def test_tokens_that_were_made_elsewhere() -> None:
    nlp = pipeline()
    doc = Doc(
        nlp.vocab,
        words=["Theo", "QĐ", "217", "đạt", "5", "/", "7", "xã"],
        spaces=[True] * 4 + [False] * 2 + [True, False],
    )
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [span.text for span in doc.spans["vnreport.quantities"]] == ["5/7 xã"]


def same(one: Any, other: Any) -> bool:
    return bool(
        one._.vnreport == other._.vnreport
        and {key: [(s.start_char, s.end_char, s.label_, s.id_) for s in group] for key, group in one.spans.items()}
        == {key: [(s.start_char, s.end_char, s.label_, s.id_) for s in group] for key, group in other.spans.items()}
        and {key: group.attrs for key, group in one.spans.items()}
        == {k: group.attrs for k, group in other.spans.items()}
    )


@pytest.mark.parametrize("name", PIPELINES)
def test_bytes_and_disk(name: str, tmp_path: pathlib.Path) -> None:
    doc = PIPELINES[name](TEXT)
    there = Doc(PIPELINES[name].vocab).from_bytes(doc.to_bytes())
    assert same(doc, there)
    assert there.spans["vnreport.references"][0]._.vnreport.code == "20-NQ/TW"
    bin_file = spacy.tokens.DocBin(docs=[doc], store_user_data=True).to_bytes()
    (back,) = spacy.tokens.DocBin().from_bytes(bin_file).get_docs(spacy.blank("xx").vocab)
    assert back._.vnreport == doc._.vnreport
    PIPELINES[name].to_disk(tmp_path / "nlp")
    assert same(spacy.load(tmp_path / "nlp")(TEXT), doc)


def test_several_processes(samples: dict[str, str]) -> None:
    nlp = PIPELINES["ours"]
    texts = [TEXT, *samples.values(), ""]
    for one, two in zip(nlp.pipe(texts), nlp.pipe(texts, n_process=2, batch_size=2), strict=True):
        assert one.text == two.text
        assert same(one, two)


def test_entities_of_ours_where_there_are_none_yet() -> None:
    nlp = spacy.blank("xx", config=TOKENIZER)
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "UNIT", "pattern": "đoàn viên"}])
    nlp.add_pipe("vnreport", config={"ents": True})
    found = [(entity.text, entity.label_) for entity in nlp(TEXT).ents]
    assert ("đoàn viên", "UNIT") in found
    assert ("Nghị quyết số 20-NQ/TW", "REFERENCE") in found
    assert ("LĐLĐ huyện Bảo Yên", "ORGANIZATION") in found
    assert not any(label == "QUANTITY" and text.endswith("đoàn viên") for text, label in found)


def test_sentences_of_ours() -> None:
    doc = pipeline("xx", TOKENIZER, sents=True)(TEXT)
    assert [sent.text.strip() for sent in doc.sents] == [sentence.text for sentence in doc._.vnreport.sentences]


def test_a_configuration(tmp_path: pathlib.Path) -> None:
    (tmp_path / "own.tsv").write_text(
        "code\ttype\tissued_on\tissuer\ttitle\tshort_names\tsource\n"
        "77-QĐ/HU\tdecision\t2021-05-04\tHuyện ủy\tx\tQĐ 77\ttest\n",
        "utf-8",
    )
    nlp = pipeline(
        only=["references", "times"], register=[str(tmp_path / "own.tsv")], report_date="2024-07-05",
        kinds=["references", "times"],
    )  # fmt: skip
    doc = nlp("Ngày 15/6, theo QĐ 77, đạt 5/7 xã.")
    assert set(doc.spans) == {"vnreport.references", "vnreport.times"}
    assert doc._.vnreport.references[0].doc_id == "decision:77-QĐ/HU@2021-05-04"
    assert doc._.vnreport.times[0].first_day == datetime.date(2024, 6, 15)
    assert doc._.vnreport.quantities == ()


@pytest.mark.parametrize(("config", "reason"), [
    ({"alignment": "loose"}, "alignment='loose' is none of expand, contract, strict"),
    ({"kinds": ["verbs"]}, "kinds has 'verbs'; the kinds are references"),
    ({"report_date": "05/07/2024"}, "report_date='05/07/2024' is no day such as 2024-07-05"),
    ({"only": ["verbs"]}, "only='verbs' is no part"),
])  # fmt: skip
def test_a_wrong_configuration_is_named(config: dict[str, Any], reason: str) -> None:
    with pytest.raises(vnreport.ConfigError, match=reason):
        pipeline(**config)


def test_a_document_without_a_report() -> None:
    doc = spacy.blank("xx")("Đạt 5/7 xã.")
    assert doc._.vnreport is None
    assert doc[0:1]._.vnreport is None


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    for nlp in PIPELINES.values():
        doc = nlp(text)
        assert doc.text == text
        assert doc._.vnreport == vnreport.analyze(text)
        assert len(doc.spans["vnreport.quantities"]) == len(doc._.vnreport.quantities)


# --- the tokenizer -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "whole",
    ["20-NQ/TW", "30/2020/NĐ-CP", "28/1/2008", "1.234,5", "98,7%", "CĐCS", "5/7", "đoàn", "viên", ".", "(", "👍🏽"],
)
def test_whole_tokens(whole: str) -> None:
    text = (
        "Theo Nghị quyết số 20-NQ/TW ngày 28/1/2008, Nghị định số 30/2020/NĐ-CP, các CĐCS (5/7 xã) thu 1.234,5 triệu "
        "đồng, 98,7% đoàn viên 👍🏽."
    )
    assert whole in [token.text for token in PIPELINES["ours"].tokenizer(text)]


def test_words_as_tokens() -> None:
    nlp = spacy.blank("xx", config=WORDS)
    doc = nlp("Công đoàn cơ sở kết nạp 422 đoàn viên theo Nghị quyết số 20-NQ/TW.")
    assert doc.text.startswith("Công đoàn cơ sở")
    tokens = [token.text for token in doc]
    assert {"kết nạp", "đoàn viên", "Nghị quyết", "20-NQ/TW"} <= set(tokens)
    report = pipeline("xx", WORDS)(doc.text)
    assert [span.text for span in report.spans["vnreport.references"]] == ["Nghị quyết số 20-NQ/TW"]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_no_character_is_changed(text: str) -> None:
    doc = PIPELINES["ours"].tokenizer(text)
    assert doc.text == text
    assert all(
        token.is_space or not any(char.isspace() for char in token.text) or re.search(r"[-/\d]", token.text)
        for token in doc
    )


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_words_change_no_character(text: str) -> None:
    assert spacy.blank("xx", config=WORDS).tokenizer(text).text == text


def test_the_tokenizer_is_in_the_saved_config(tmp_path: pathlib.Path) -> None:
    spacy.blank("xx", config=WORDS).to_disk(tmp_path / "nlp")
    assert spacy.load(tmp_path / "nlp").config["nlp"]["tokenizer"] == WORDS["nlp"]["tokenizer"]
    assert [token.text for token in spacy.load(tmp_path / "nlp")("Kết nạp đoàn viên")] == ["Kết nạp", "đoàn viên"]
