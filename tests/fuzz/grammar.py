"""Texts for fuzzing, made of what the rules look for and of what happens to it.

The pieces are the words of the tables, codes, dates, numbers, headings, table rows, brackets and quotes; the damage is
that of archives: decomposed letters, lone surrogates, control characters, bytes of older encodings, OCR. `compose`
turns bytes into a text, so that a coverage-guided fuzzer can build one; `test_fuzz.py` draws from the same pieces.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable

from vnreport import lexicon
from vnreport.lexicon import load_table, split_cell
from vnreport.text.encodings import NAMES, decode_as

_EXPLAINED = frozenset(("source", "_line", "code", "dimension", "factor", "issued_on"))

NUMBERS = (
    "5", "02", "422", "1.234,5", "1,234.5", "12,5%", "5/7 xã", "85 - 90%", "5 tỷ 320 triệu đồng", "1,2 tỷ", "400 nghìn",
    "hai phần ba", "mười lăm", "một trăm hai mươi mốt", "hai mươi năm", "0,0", "-3", "+3", "±5", "10²", "½", "٣", "²",
    "Ⅳ",
    "9" * 40, "1.1.1.1.1", "1,,2", "5//7", "0/0", "1e9", "3.860m3/s", "8,65/10.000 dân", "từ 400 đến 500", "2, 356kg",
)  # fmt: skip
DATES = (
    "ngày 28 tháng 11 năm 2024", "12/12/2013", "31/02/2020", "29/2/2024", "00/00/0000", "ngày 1-5", "tháng 6 năm 2025",
    "quý II/2021", "quý 5/2021", "6 tháng đầu năm", "nửa nhiệm kỳ 2017- 2022", "giai đoạn 2016-2020",
    "năm học 2021 - 2022",
    "từ ngày 01/01 đến 30/6/2021", "từ năm 2018 đến nay", "năm 9999", "năm 0000", "99/99/9999", "thế kỷ XX",
    "những năm 90",
    "cùng kỳ năm 2021", "ngày    tháng 6 năm 2025", "ngày … tháng … năm …", "trong 05 ngày làm việc",
    "đến hết ngày 15/9",
    "2020-2010", "tháng 13/2020", "cuối năm 2020", "13h30’", "20-29-9-1997", "ngày 13-14/10",
)  # fmt: skip
CODES = (
    "20-NQ/TW", "30/2020/NĐ-CP", "217-QĐ/TW", "QĐ 217/218", "03-CT/T.Ư", "61/2018/NĐCP", "72/2025/QH15", "1187/UBND-NĐ",
    "số 12/BC-UBND", "Số:      /BC-UBND", "98-NQ/ TW", "20 – NQ/TW", "-NQ/TW", "66.7/2025/NQ-CP", "4a/2001/NQ/HĐND4",
    "57/NQ/TW", "18, 19-NQ/TW", "33/2002/QH 10", "5313/QĐ-", "TCVN 5712:1993", "00000000000000000000-NQ/TW",
    "1/2/3/4/5/6-QĐ",
)  # fmt: skip
FRAMES = (
    "I. ", "II- ", "1. ", "1.1.1. ", "a) ", "đ) ", "- ", "+ ", "* ", "(1) ", "Phần thứ nhất", "PHẦN II:", "Chương I",
    "Điều 5. ",
    "BÁO CÁO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM", "*",
    "-----",
    "Nơi nhận:", "TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "(Đã ký)", "Lượt xem: 497", "Trang chủ",
    "| STT | Chỉ tiêu | KH | TH |",
    "|---|---|---|", "| 1 | Kết nạp | 400 | 422 |", "STT\tChỉ tiêu\tKH\tTH", "1\tKết nạp\t400\t422",
    "Bảng 1. Kết quả", "# ",
    "A. ĐẶC ĐIỂM TÌNH HÌNH", "Tuy nhiên, ", "Một là, ", "điểm b khoản 2 Điều 5", "Vĩnh Lộc, ", "- Như trên;",
    "Trang 2/7",
)  # fmt: skip
MARKS = (
    " ", ", ", ". ", "; ", ": ", "\n", "\n\n", "\r\n", "\t", " (", ")", " “", "”", " \"", "\"", "‘‘", "’’", "[", "]",
    "«", "»",
    " - ", " – ", "-", "/", "…", "./.", "...", "!", "? ", " và ", " của ", " từ ", " đến ", " so với ", " đạt ",
    " tăng ",
    " giảm ", " vượt ", " còn ", " kế hoạch", " chỉ tiêu ", " này", " nói trên", " trở lên", "",
)  # fmt: skip


@functools.cache
def words() -> tuple[str, ...]:
    """Every word of every table."""
    found: dict[str, None] = {}
    for table in lexicon.table_names():
        for row in load_table(table):
            for column, cell in row.items():
                if column not in _EXPLAINED:
                    found.update(dict.fromkeys(split_cell(cell)))
    return tuple(word for word in found if len(word) <= 80)


def groups() -> tuple[tuple[str, ...], ...]:
    """The pieces by kind; the words of the tables come as often as the others together."""
    return (NUMBERS, DATES, CODES, FRAMES, MARKS, words(), words(), words())


# --- damage --------------------------------------------------------------------------------------------------------


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _half_decomposed(text: str) -> str:
    return "".join(_decomposed(char) if index % 2 else char for index, char in enumerate(text))


def _between(mark: str) -> Callable[[str], str]:
    return lambda text: mark.join(text)


def _inside(mark: str) -> Callable[[str], str]:
    return lambda text: text[: len(text) // 2] + mark + text[len(text) // 2 :]


def _legacy(encoding: str) -> Callable[[str], str]:
    """The text as its bytes in UTF-8 look in an older encoding: letters where none belong."""
    return lambda text: decode_as(text.encode("utf-8", "replace"), encoding)


def _mojibake(text: str) -> str:
    return text.encode("utf-8", "replace").decode("latin-1")


def _ocr(text: str) -> str:
    return text.translate(str.maketrans("lOoi1ư.,-", "1001lu,. "))


def _blanks_after_marks(text: str) -> str:
    return "".join(f"{char} " if ord(char) > 0x7F else char for char in text)


def _repeated(text: str) -> str:
    return text * max(1, min(64, 2000 // (len(text) or 1)))


DAMAGES: tuple[Callable[[str], str], ...] = (
    _decomposed, _half_decomposed, _mojibake, _ocr, _blanks_after_marks, _repeated, str.upper, str.lower, str.title,
    lambda text: text.replace(" ", ""), lambda text: text.replace(" ", "\n"), lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("-", ""), lambda text: text[::-1], lambda text: text[1:], lambda text: text[:-1],
    *map(_between, ("\u0301", "\u200b", "\xad", "\ud800", " ")),
    *map(_inside, ("\ud83d", "\udfff\ud800", "\0", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u202e", "👍🏽", "\n3\n",
    "**", "\xa0",
                   "İ", "ß", "ﬁ", "\u0345", "\u3000", "ǆ", "\U000e0041", "\u1100\u1161", "<p>", "&#0;")),
    *(_legacy(name) for name in sorted(NAMES)),
)  # fmt: skip


def compose(data: bytes) -> str:
    """A text from bytes, three for each piece: its kind and damage, which one, and what stands after it.

    >>> compose(b"")
    ''
    """
    kinds = groups()
    pieces: list[str] = []
    for start in range(0, len(data) - 2, 3):
        how, which, after = data[start : start + 3]
        kind = kinds[how % len(kinds)]
        piece = kind[(which * 251 + after) % len(kind)] if len(kind) > 256 else kind[which % len(kind)]
        if how >= 0xC0:
            piece = DAMAGES[(how * 7 + after) % len(DAMAGES)](piece)
        pieces += (piece, MARKS[after % len(MARKS)])
    text = "".join(pieces)
    return DAMAGES[data[-1] % len(DAMAGES)](text) if len(data) % 3 == 2 else text
