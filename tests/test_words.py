"""Words: slices of the source, codes and abbreviations whole, nothing lost."""

from __future__ import annotations

import unicodedata

import pytest

import vnreport


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


def test_no_word_crosses_a_sentence(samples: dict[str, str]) -> None:
    report = vnreport.analyze(next(iter(samples.values())))
    for word in report.words:
        sentence = report.sentence_of(word)
        assert sentence is not None
        assert word.end <= sentence.end
