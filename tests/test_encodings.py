"""Encodings older than Unicode: every letter both ways, detection, mixed files, refusals, fonts, damage."""

from __future__ import annotations

import pathlib
import pickle
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.legacy_encodings import vietnamese
from vnreport.lexicon import load_table
from vnreport.text.encodings import NAMES, UnknownEncoding, decode, decode_as, encode_as, mend, mend_runs
from vnreport.text.encodings.capitals import restore_capitals
from vnreport.text.encodings.tables import DETECTED
from vnreport.text.quality import find_damage, quality
from vnreport.text.syllables import is_syllable

SMALL = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
LETTERS = SMALL + SMALL.upper()
# What an encoding has no code for: TCVN3 fonts draw capitals with a tone by a font of capitals, VPS has no Ỗ.
WITHOUT = {"tcvn3": "ÀÁÃÈÉÌÍÒÓÕÙÚÝĨŨẠẢẬẶẸẺẼỆỈỊỌỎỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ", "vps": "Ỗ"}
TEXT = (
    "Thực hiện Nghị quyết số 20-NQ/TW, Đảng bộ huyện đã kết nạp 422 đảng viên, đạt 105,5% kế hoạch.\n"
    "Ưu điểm: các chi bộ sinh hoạt đều; người đứng đầu gương mẫu.\nHạn chế: một số nơi còn lúng túng, chưa kịp thời.\n"
)
CASES = pathlib.Path(__file__).parent / "cases"
FOREIGN = [line for line in (CASES / "foreign.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


# --- every letter, both ways ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", NAMES)
def test_every_letter_both_ways(encoding: str) -> None:
    for letter in LETTERS:
        if letter in WITHOUT.get(encoding, ""):
            with pytest.raises(UnicodeEncodeError, match="has no code"):
                encode_as(letter, encoding)
        else:
            # Between consonants, so that nothing beside a letter can be taken for a part of it.
            word = f"b{letter}n"
            assert decode_as(encode_as(word, encoding), encoding) == word


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
def test_every_row_of_the_table_both_ways(encoding: str) -> None:
    rows = [row for row in load_table("legacy_letters") if row["encoding"] == encoding]
    assert len(rows) >= 95
    for row in rows:
        code = bytes.fromhex(row["code"])
        letter = chr(int(row["letter"][2:], 16)) if row["letter"].startswith("U+") else row["letter"]
        assert decode_as(code, encoding) == letter
        assert encode_as(letter, encoding) == code


def test_letters_of_a_text_follow_one_another() -> None:
    chance = random.Random(1)
    for encoding in NAMES:
        have = [letter for letter in LETTERS if letter not in WITHOUT.get(encoding, "")]
        words = " ".join("".join(chance.choice(have) for _ in range(4)) for _ in range(200))
        if encoding != "viqr":  # whose letters and punctuation are the same signs
            assert decode_as(encode_as(words, encoding), encoding) == words


def test_the_letter_that_looks_like_a_soft_hyphen() -> None:
    assert encode_as("ư", "tcvn3") == b"\xad"
    assert decode(encode_as("người, được, trước, tư tưởng", "tcvn3")).text == "người, được, trước, tư tưởng"


def test_the_letter_comes_back_where_a_reader_lost_it() -> None:
    whole = "Đảng bộ huyện đã được tăng cường, trước đây các chi bộ thường xuyên hướng dẫn; tổng kết năm 2003."
    found = decode(encode_as(whole, "tcvn3").replace(b"\xad", b""))
    assert found.text == whole
    assert found.warnings == (
        "the letter ư was lost, as a soft hyphen; it was put back into 5 words where only one word results",
    )
    # "ngời" is a word too: nobody can tell.
    assert "422 ngời" in decode(encode_as(f"{whole} Có 422 người.", "tcvn3").replace(b"\xad", b"")).text


def test_vni_with_marks_of_the_other_case_and_viqr() -> None:
    assert decode_as("Aùo, AÙO, Ñoâng, aØ".encode("cp1252"), "vni") == "Áo, ÁO, Đông, à"
    assert decode_as(rb"Ddo^.c la^.p - Tu+. do - Ha.nh phu'c\.", "viqr") == "Độc lập - Tự do - Hạnh phúc."


# --- detection -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", DETECTED)
def test_encodings_are_told(encoding: str) -> None:
    found = decode(encode_as(TEXT, encoding))
    assert (found.text, found.encoding, found.warnings) == (TEXT, encoding, ())
    assert "syllables" in found.how


@pytest.mark.parametrize(
    ("data", "encoding", "how"),
    [
        (TEXT.encode(), "utf-8", "by its bytes"),
        (TEXT.encode("utf-8-sig"), "utf-8", "by its mark"),
        (TEXT.encode("utf-16"), "utf-16-le", "by its mark"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", "by its mark"),
        (TEXT.encode("utf-16-le"), "utf-16-le", "by its zero bytes"),
        (TEXT.encode("utf-16-be"), "utf-16-be", "by its zero bytes"),
        (TEXT.encode("utf-32"), "utf-32-le", "by its mark"),
        (b"abc", "utf-8", "by its bytes"),
        (b"", "utf-8", "by its bytes"),
    ],
)
def test_unicode(data: bytes, encoding: str, how: str) -> None:
    found = decode(data)
    assert found.encoding == encoding
    assert how in found.how
    assert found.text in (TEXT, "abc", "")


def test_decomposed_text_stays_as_it_is() -> None:
    apart = unicodedata.normalize("NFD", TEXT)
    assert decode(apart.encode()).text == apart


def test_a_file_of_several_encodings() -> None:
    lines = TEXT.splitlines(keepends=True)
    found = decode(lines[0].encode() + encode_as(lines[1], "tcvn3") + b"---\n" + encode_as(lines[2], "vni"))
    assert found.text == lines[0] + lines[1] + "---\n" + lines[2]
    assert found.encoding == "utf-8+tcvn3+vni"
    assert found.warnings == ("lines in different encodings: utf-8, tcvn3, vni",)


def test_pieces_of_reports_in_every_encoding() -> None:
    for encoding, (total, right, wrong) in vietnamese(150).items():
        assert right >= 0.98 * total, f"{encoding}: {wrong}"


def test_unicode_with_a_few_broken_bytes() -> None:
    whole = TEXT.encode()
    for data in (
        whole[:-4],
        TEXT.rstrip("\n").encode() + "xã".encode()[:-1],
        whole.replace("đạt".encode(), b"\xff", 1),
    ):
        found = decode(data)
        assert found.encoding == "utf-8"
        assert found.text.count("\ufffd") <= 1
        assert found.text.startswith("Thực hiện Nghị quyết số 20-NQ/TW, Đảng bộ huyện")
        assert bool(found.warnings) == ("\ufffd" in found.text)


@pytest.mark.parametrize("line", FOREIGN)
def test_other_languages_are_never_taken_for_vietnamese(line: str) -> None:
    language, text = line.split("\t")
    assert mend(text) is None
    with pytest.raises(UnknownEncoding, match=r"no encoding that can be told: not UTF-8 .* words with marks"):
        decode(text.encode("cp1250" if language == "cs" else "cp1252"))


def test_broken_unicode_is_named() -> None:
    with pytest.raises(UnknownEncoding, match="begins as utf-8 and breaks at byte 1"):
        decode(b"\xef\xbb\xbfa\xff")
    error = UnknownEncoding("why")
    assert pickle.loads(pickle.dumps(error)).reason == "why"


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    reason = "none"
    try:
        decode(data)
    except UnknownEncoding as error:
        reason = error.reason
    assert reason
    for encoding in NAMES:
        decode_as(data, encoding)


# --- text that holds older codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_codes_in_the_characters_of_a_text(encoding: str) -> None:
    held = encode_as(TEXT, encoding).decode("latin-1")
    found = mend(held)
    assert found is not None
    assert found.text == TEXT
    mixed = mend("Ủy ban nhân dân xã, ngày 5\n" + held)
    assert mixed is not None
    assert mixed.text == "Ủy ban nhân dân xã, ngày 5\n" + TEXT
    assert mixed.warnings


def test_utf_8_read_as_windows_1252() -> None:
    wrong = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in TEXT.encode())
    found = mend(wrong)
    assert found is not None
    assert found.text == TEXT
    lost = wrong.replace("\x81", "\ufffd").replace("\x90", "\ufffd").replace("\x9d", "\ufffd")
    found = mend(lost)
    assert found is not None
    # A byte that is gone comes back where one syllable results: "Đảng", not "kịp thời", which might be another.
    assert "Đảng bộ huyện đã" in found.text


def test_vietnamese_is_left_alone() -> None:
    assert mend(TEXT) is None
    assert mend(unicodedata.normalize("NFD", TEXT)) is None
    assert mend("TÉl. 5, §5, 20 °C, «ok»") is None


def test_runs_by_their_fonts() -> None:
    runs = [("K\xd5t qu\xb6", ".VnTimeH"), (" 5 ", "Arial"), ("c\xabng t", ".VnTime"), ("\xb8c", ".VnTime")]
    assert mend_runs(runs) == (["KẾT QUẢ", " 5 ", "công tác", ""], ("tcvn3",))
    # A vowel and its mark cut apart.
    assert mend_runs([("ho", "VNI-Times"), ("ï", "VNI-Times"), ("p", "VNI-Times")]) == (["họp", "", ""], ("vni",))
    # Converted long ago, the old font's name kept.
    assert mend_runs([("Kết quả công tác", ".VnTime")])[0] == ["Kết quả công tác"]


def test_capitals_that_a_font_drew() -> None:
    assert restore_capitals("I. KếT QUả CÔNG TáC Và HạN CHế") == "I. KẾT QUẢ CÔNG TÁC VÀ HẠN CHẾ"
    assert restore_capitals("Và Là ở Đảng bộ") == "Và Là ở Đảng bộ"


# --- quality and damage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giếng", "gì", "uỷ", "ủy", "KHÓA", "khoá", "khuỷu", "thuở", "xoong"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["céng", "thùc", "ngyên", "cế", "đượcc", "hat", "quyêt", "Fax", "strong", "nghà", "gế"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ỦY BAN NH�N D�N T�NH", "replacement"),
        ("TH? TR?N V? Đ?NG, Ủy ban nhân dân", "question_marks"),
        (
            "Cng tc thng k ca ngnh, S: HDBX-C, ngy thng nm, cn b v cng chc ton tnh, tp trung thc hin, cc hi vin "
            "cng thc hin tt nhim v",
            "lost_letters",
        ),
        (
            "Bao cao ket qua cong tac thang chin va phuong huong nhiem vu thang muoi cua Ban Chap hanh Doan xa, theo "
            "ke hoach cua cap tren",
            "no_marks",
        ),
        ("Đã xâydựng trườngTHCSđạtchuẩnquốcgia, Hộinghị, tổchức, đểthực hiện côngtác", "glued_words"),
        ("ĐOÀ N HỌ C VIỆ N, Thá ng 10 nă m họ c, cô ng tá c", "spaced_letters"),
        ("Hịa chung khơng khí, nơng nghiệp, văn phịng, cơng tác, thơng tin", "wrong_letters"),
        ("Nghị định 61/2018/NĐCP, 1961/2020/QĐUBND, giai đoạn 20112015 và 20162020", "lost_hyphens"),
        ("Đảng bộ xã đã lãnh đạo nhân dân thực hiện     tốt nhiệm vụ được giao trong năm\n" * 5, "interleaved_columns"),
    ],
)  # fmt: skip
def test_damage_is_named(text: str, kind: str) -> None:
    found = {damage.kind: damage for damage in find_damage(text)}
    assert kind in found
    damage = found[kind]
    assert text[damage.start : damage.end] == damage.text
    assert f"at {damage.start})" in str(damage)


def test_a_clean_report_has_no_damage(samples: dict[str, str]) -> None:
    for text in samples.values():
        assert find_damage(text) == ()
        assert (quality(text) or 0) > 0.95


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_quality_and_damage_of_any_text(text: str) -> None:
    found = quality(text)
    assert found is None or 0 <= found <= 1
    for damage in find_damage(text):
        assert text[damage.start : damage.end] == damage.text
    mend(text)
