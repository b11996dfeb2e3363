"""Words: slices of the source, codes and abbreviations whole, nothing lost."""

from __future__ import annotations

import pathlib
import pickle
import re
import unicodedata

import pytest
import underthesea

import vnreport
from vnreport.text.letters import LOWER
from vnreport.text.normalize import normalize


def _words(text: str) -> list[str]:
    report = vnreport.analyze(text)
    for word in report.words:
        assert text[word.start : word.end] == word.text
    return [word.text for word in report.words]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Thực hiện Nghị quyết số 20-NQ/TW, các cấp đã học tập.", "20-NQ/TW"),
        ("Chỉ thị số 03- CT/HU ngày 03/02/2021.", "03- CT/HU"),
        ("Ban hành ngày 28/1/2008, đạt 12,5% kế hoạch.", "28/1/2008"),
        ("Thu 1.234,5 tỷ đồng, đạt 12,5% kế hoạch.", "12,5%"),
        ("BTV LĐLĐ huyện và CNVCLĐ.", "CNVCLĐ"),
        ("HUYỆN BẢO YÊN TỔ CHỨC HỘI NGHỊ", "BẢO YÊN"),
        ("khoá XXI và thuỷ lợi, hoà bình", "thuỷ lợi"),
    ],
)
def test_whole_words(text: str, whole: str) -> None:
    assert whole in _words(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_letter_is_lost(samples: dict[str, str], form: str) -> None:
    for text in samples.values():
        text = unicodedata.normalize(form, text)
        report = vnreport.analyze(text)
        covered = set()
        for word in report.words:
            assert text[word.start : word.end] == word.text
            covered.update(range(word.start, word.end))
        missing = [place for place, char in enumerate(text) if char.isalnum() and place not in covered]
        assert not missing, text[missing[0] - 20 : missing[0] + 20]


def test_a_lone_surrogate_is_a_character_like_any_other() -> None:
    assert _words("đạt \ud800 xã") == ["đạt", "\ud800", "xã"]
    assert len(vnreport.analyze("đạt \ud800\udfff xã").tagged_words) == 4


def test_no_word_crosses_a_sentence(samples: dict[str, str]) -> None:
    report = vnreport.analyze(next(iter(samples.values())))
    for word in report.words:
        sentence = report.sentence_of(word)
        assert sentence is not None
        assert word.end <= sentence.end


def _plain_clauses() -> list[str]:
    """Stretches of the corpora's sentences without figures, signs and capitals."""
    corpora = pathlib.Path(__file__).parent.parent / "corpora"
    stretch = re.compile(rf"(?<![\w])(?:[{LOWER}]+ ){{3,}}[{LOWER}]+(?![\w])")
    clauses: set[str] = set()
    for path in sorted(corpora.glob("*/*.txt")):
        for sentence in vnreport.segment(path.read_text("utf-8")).sentences:
            clauses.update(stretch.findall(normalize(" ".join(sentence.text.split())).text))
    return sorted(clauses)


def test_plain_text_has_the_words_of_the_segmenter() -> None:
    clauses = _plain_clauses()
    assert len(clauses) >= 500
    for clause in clauses:
        assert _words(clause) == underthesea.word_tokenize(clause, use_token_normalize=False)


def test_features_are_those_of_underthesea(samples: dict[str, str]) -> None:
    from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize
    from underthesea_core import CRFFeaturizer

    from vnreport.structure.segmenter import Segmenter

    functions = ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")
    templates = [f"T[{stretch}]{asked}" for stretch in ("-2", "0", "1", "-2,-1", "-1,1", "0,2") for asked in functions]
    dictionary = {"công đoàn", "huyện", "ban chấp hành", "đảng viên"}
    theirs = CRFFeaturizer(templates, dictionary)
    ours = Segmenter(re.compile(r"\S+"), templates, dictionary, lambda rows: ["B-W"] * len(rows))
    lines = [normalize(line).text for text in samples.values() for line in text.split("\n") if line.strip()]
    odd = ["12 +5 -7 2147483647 2147483648", "a", "Ⅷ ß ǅ", "BAN CHẤP HÀNH", "3,5 % ( )"]
    for tokens in [*(line.split() for line in odd), *(tokenize(line) for line in lines)]:
        assert [list(row) for row in ours.features(tokens)] == theirs.process([[[token] for token in tokens]])[0]


def test_the_files_of_the_segmenter_are_read_without_unpickling() -> None:
    from vnreport.structure.segmenter import read_strings

    words = ["công đoàn", "x" * 300, "20-NQ/TW"]
    assert read_strings(pickle.dumps(words)) == words
    assert set(read_strings(pickle.dumps(set(words)))) == set(words)
    with pytest.raises(ValueError, match=r"no plain list of strings: \w+ at byte"):
        read_strings(pickle.dumps(pathlib.PurePosixPath("a")))


def test_words_are_a_sequence_of_slices() -> None:
    report = vnreport.analyze("Công đoàn cơ sở đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW.")
    assert report.words[-2].text == "20-NQ/TW"
    assert [word.text for word in report.words[:2]] == ["Công đoàn", "cơ sở"]
    assert report.words == vnreport.analyze(report.text).words
    assert all(word.pos is None for word in report.words)
    tagged = report.tagged_words
    assert [(word.start, word.end) for word in tagged] == [(word.start, word.end) for word in report.words]
    assert {word.pos for word in tagged} >= {"N", "V"}


def test_capitals_are_segmented_as_small_letters() -> None:
    shouted = _words("ỦY BAN NHÂN DÂN HUYỆN BẢO YÊN TỔ CHỨC HỘI NGHỊ TỔNG KẾT CÔNG TÁC")
    assert shouted[-4:] == ["TỔ CHỨC", "HỘI NGHỊ", "TỔNG KẾT", "CÔNG TÁC"]
    assert "BẢO YÊN" in shouted


def test_a_sentence_without_end_is_tagged_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def tag(words: list[str]) -> list[str]:
        given.append(len(words))
        return ["N"] * len(words)

    monkeypatch.setattr("vnreport.structure.words._tagger", lambda: tag)
    report = vnreport.analyze("kết quả " * 500)
    assert [word.pos for word in report.tagged_words] == ["N"] * 500
    assert given == [200, 200, 100]
