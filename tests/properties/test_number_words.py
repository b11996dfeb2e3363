"""Numbers and their words: what is written can be read again, by this library and as another one writes it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

import vnreport
from vnreport.entities.number_words import LARGEST, words_value

# Numbers full of noughts, ones and fives, where the grammar has its exceptions, and any others.
NUMBERS = st.integers(0, LARGEST) | st.lists(st.sampled_from("0000145"), min_size=1, max_size=15).map(
    lambda digits: int("".join(digits))
)


@given(NUMBERS)
@settings(max_examples=2000, deadline=None)
def test_words_are_read_as_the_number_that_they_were_written_from(number: int) -> None:
    words = vnreport.number_to_words(number)
    assert words_value(words.split()) == number
    assert vnreport.parse_number(words) == number


@given(NUMBERS.filter(lambda number: number < 10**12))
@settings(max_examples=1000, deadline=None)
def test_the_words_of_another_library_are_read(number: int) -> None:
    assert words_value(num2words(number, lang="vi").split()) == number


@given(st.integers(0, 999_999))
@settings(max_examples=1000, deadline=None)
def test_both_libraries_write_alike(number: int) -> None:
    """Below a million they differ in three words: "lẻ" for "linh", "bốn" for "tư", and no "không trăm"."""
    ours = vnreport.number_to_words(number)
    theirs = num2words(number, lang="vi")
    assert (
        ours.replace("không trăm linh", "lẻ")
        .replace("không trăm", "lẻ")
        .replace("linh", "lẻ")
        .replace("mươi tư", "mươi bốn")
        == theirs
    )


@pytest.mark.parametrize("number", [0, 10, 15, 21, 24, 101, 1005, 10**6, 10**9 + 1, LARGEST])
def test_every_round_number_has_words(number: int) -> None:
    assert words_value(vnreport.number_to_words(number).split()) == number


@pytest.mark.parametrize(("words", "value"), [
    ("không", 0), ("mười", 10), ("mười lăm", 15), ("hai mươi mốt", 21), ("hai mốt", 21), ("ba lăm", 35), ("hai tư", 24),
    ("năm mươi nhăm", 55), ("một trăm linh năm", 105), ("một trăm lẻ năm", 105), ("hai trăm rưỡi", 250),
    ("ba trăm hai", 320), ("một nghìn không trăm linh một", 1001), ("một ngàn lẻ một", 1001), ("hai nghìn tư", 2400),
    ("hai nghìn rưỡi", 2500), ("ba vạn", 30000), ("ba vạn rưỡi", 35000), ("hai ức", 200_000), ("bốn chục", 40),
    ("một triệu rưỡi", 1_500_000), ("bẩy mươi", 70), ("hai tỷ ba trăm triệu", 2_300_000_000),
    ("một nghìn tỷ", 10**12), ("năm mươi nghìn tỷ", 50 * 10**12),
])  # fmt: skip
def test_every_variant_is_read(words: str, value: int) -> None:
    assert words_value(words.split()) == value


@pytest.mark.parametrize("words", ["mươi", "mười năm", "hai mươi năm", "mốt", "lăm", "trăm hai", "một một", ""])
def test_what_is_no_number_has_no_value(words: str) -> None:
    assert words_value(words.split()) is None


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="writes 0 to"):
        vnreport.number_to_words(number)


@pytest.mark.parametrize("value", [1.0, "5", True, None])
def test_only_integers_are_written(value: object) -> None:
    with pytest.raises(TypeError, match="wants an int"):
        vnreport.number_to_words(value)  # type: ignore[arg-type]
