"""Texts that were made to be slow: for every rule one that begins as what it reads and goes on for ever.

Each is a piece that is repeated, or a function of the number of characters; `text_of(name, length)` makes one.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

PIECES: dict[str, str] = {
    # one character or mark, again and again
    "digits": "7",
    "noughts": "0",
    "letter": "a",
    "capital": "Đ",
    "blanks": " ",
    "tabs": "\t",
    "lines": "\n",
    "windows lines": "\r\n",
    "pipes": "|",
    "dots": ".",
    "dashes": "-",
    "slashes": "/",
    "open brackets": "(",
    "closed brackets": ")",
    "open quotes": "“",
    "straight quotes": '"',
    "combining marks": "\u0301",
    "zero width": "\u200b",
    "mojibake": "Ã¡",
    "surrogates": "\ud800",
    # numbers
    "1.1.1.": "1.",
    "1,1,1,": "1,",
    "1, 1, ": "1, ",
    "1 1 ": "1 ",
    "1/1/": "1/",
    "1-1-": "1-",
    "1%": "1%",
    "digit and dash": "1 - ",
    "from 1 to 1": "từ 1 đến ",
    "number words": "một trăm ",
    "hundreds": "trăm ",
    "scales": "1 tỷ ",
    "fractions": "hai phần ba ",
    "ranks": "xếp thứ ",
    "units": "đồng/",
    "roughly": "khoảng trên ",
    "at least": "ít nhất từ ",
    "grows": "tăng tăng ",
    "against": "so với so với ",
    "of which": "trong đó ",
    "reached": "đạt 1% kế hoạch, ",
    "missed": "còn 12 đơn vị chưa đạt ",
    "targets": "Phấn đấu kết nạp 5 đoàn viên; ",
    "answers": "Kết nạp 5 đoàn viên, vượt chỉ tiêu 4; ",
    "figures in brackets": "5 xã (5 xã (",
    # times
    "day": "ngày ",
    "dates": "ngày 1/1/2020 ",
    "days without year": "ngày 1/1, ",
    "months": "tháng 6 ",
    "years": "năm 2020 ",
    "2020-2021-": "2020-",
    "terms": "nhiệm kỳ ",
    "quarters": "quý I/",
    "from": "từ từ ",
    "until": "đến ",
    "same period": "cùng kỳ ",
    "times of day": "13h30 ",
    # documents
    "number": "số ",
    "resolution": "Nghị quyết ",
    "resolution number": "Nghị quyết số ",
    "resolutions": "Nghị quyết số 20-NQ/TW, ",
    "bare numbers": "các Nghị quyết 18, 19, 20, ",
    "half codes": "QĐ QĐ/QĐ-",
    "codes": "20-NQ/TW ",
    "long code": "NQ/",
    "long symbol": "1-A-A-A-",
    "laws": "Luật Đất đai ",
    "law": "Luật ",
    "provisions": "điểm a khoản 1 Điều ",
    "articles": "Điều 1, 2, ",
    "issuers": "của Bộ Chính trị ",
    "of": "của ",
    "titles": "về việc ",
    "issued": "ban hành ",
    "this resolution": "Nghị quyết này ",
    "dated": "Nghị quyết số 1-NQ/TW ngày 1/1/2020 của ",
    "amends": "sửa đổi, bổ sung ",
    # names
    "people": "Nguyễn Văn ",
    "titled people": "đồng chí Nguyễn Văn A, ",
    "bodies": "Ban Chấp hành ",
    "chained bodies": "UBND huyện của ",
    "places": "xã Tân Tiến, huyện ",
    "bare places": "Bảo Yên ",
    "place": "xã ",
    "capitals": "A ",
    "capital words": "Hà Nội Việt ",
    "shouted": "HÀ NỘI ",
    "abbreviations": "A (B) ",
    "defined": "công nhân lao động (CNLĐ) ",
    "short in brackets": "(CNLĐ) ",
    # layout
    "- - -": "- ",
    "list": "- a\n",
    "1. 1. 1.": "1. ",
    "I. I. I.": "I. ",
    "a) a) a)": "a) ",
    "headings": "1. Kết quả\n",
    "roman headings": "II. KẾT QUẢ\n",
    "deep headings": "1.1.1.1 Hạn chế\n",
    "one word lines": "a\n",
    "empty paragraphs": "a\n\n",
    "capital lines": "BÁO CÁO\n",
    "letterheads": "UBND HUYỆN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/BC\n",
    "signatures": "Nơi nhận:\n- Như trên;\nCHỦ TỊCH\n",
    "furniture": "Lượt xem: 497\n",
    "breadcrumbs": "Trang chủ > Tin tức\n",
    "pipe rows": "| 1 | Kết nạp | 5 | 6 |\n",
    "tab rows": "1\tKết nạp\t5\t6\n",
    "blank rows": "Kết nạp      5      6\n",
    "one row": "| 1 ",
    "wrapped": "Các cấp ủy đảng đã lãnh đạo, chỉ đạo thực hiện tốt nhiệm vụ chính\n",
    "broken lines": "đã thực hiện,\n",
    "page numbers": "câu chuyện còn dang\n12\ndở. ",
    "ordinals": "Thứ nhất, ",
    "sub heads": "Về kinh tế: ",
    "colons": ":",
    "semicolons": "a; ",
    "full stops": "A. ",
    "ellipsis": "… ",
    "initials": "TP. HCM. ",
    "urls": "http://a.vn/",
    "mail": "a@b.",
    # words of the language
    "số số số": "số số số ",
    "no punctuation": "kết quả hạn chế phương hướng nhiệm vụ ",
    "however": "Tuy nhiên, ",
    "cause": "nguyên nhân của hạn chế ",
    "long word": "nghiêng",
    "hyphenated": "a-",
    "hidden hyphens": "a\u00ad",
    "html": "<b>",
    "markdown": "**",
    "markdown headings": "# a\n",
    "emoji": "👍🏽",
    "underscores": "____ ",
}  # fmt: skip

_PROSE = (
    "Thực hiện Nghị quyết số 15-NQ/TW ngày 12/12/2013 của Bộ Chính trị về công tác dân vận, năm 2024 toàn huyện có "
    "1.234 đoàn viên, đạt 98,7% kế hoạch, tăng 12% so với cùng kỳ; đồng chí Nguyễn Văn Nam đã dự tại xã Tân Tiến. "
)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def _nested(length: int) -> str:
    return "(a " * (length // 5) + ")" * (length // 5)


def _quotes(length: int) -> str:
    """A thousand quotes that are never closed, in prose."""
    part = _repeated(_PROSE)(max(1, length // 1000))
    return ("“" + part) * 1000


def _one_line(length: int) -> str:
    return _repeated(_PROSE)(length)


def _paragraphs(length: int) -> str:
    return _repeated(_PROSE * 3 + "\n")(length)


def _decomposed(length: int) -> str:
    return unicodedata.normalize("NFD", _repeated(_PROSE + "\r\n")(length))[:length]


def _numbered(length: int) -> str:
    """Numbered headings that all differ."""
    lines, total, number = [], 0, 0
    while total < length:
        number += 1
        lines.append(f"{number}. Kết quả thứ {number}\n")
        total += len(lines[-1])
    return "".join(lines)[:length]


def _distinct_codes(length: int) -> str:
    """Documents that all differ, each with its own date."""
    parts, total, number = [], 0, 0
    while total < length:
        number += 1
        parts.append(
            f"Nghị quyết số {number}-NQ/TW ngày {number % 28 + 1}/{number % 12 + 1}/2013; Nghị quyết {number}, "
        )
        total += len(parts[-1])
    return "".join(parts)[:length]


def _distinct_names(length: int) -> str:
    """Abbreviations, places and people that all differ."""
    chance, parts, total = random.Random(5), [], 0
    letters = "ABCDĐGHKLMNPQRSTVX"
    while total < length:
        word = [chance.choice(letters) + "a" + chance.choice("nmh") for _ in range(4)]
        short = "".join(piece[0] for piece in word)
        parts.append(
            f"{' '.join(word).lower()} ({short}) xã {word[0]} {word[1]}, bà Lê {word[2]} {word[3]} và {short}. "
        )
        total += len(parts[-1])
    return "".join(parts)[:length]


def _distinct_targets(length: int) -> str:
    """Targets, then as many results that could answer them."""
    half, goals, results, total, number = length // 2, [], [], 0, 0
    while total < half:
        number += 1
        goals.append(f"- Phấn đấu trồng {number} ha rừng loài cây số {number}.\n")
        results.append(f"- Đã trồng {number + 1} ha rừng loài cây số {number}.\n")
        total += len(goals[-1])
    return "".join((*goals, *results))[:length]


def _same_targets(length: int) -> str:
    goal = "Phấn đấu kết nạp 50 đảng viên.\n"
    return (goal * (length // 2 // len(goal) + 1) + "Đã kết nạp 51 đảng viên.\n" * (length // 2 // 25 + 1))[:length]


def _table(length: int) -> str:
    """One table with rows that all differ."""
    lines, total, number = ["| TT | Chỉ tiêu | Kế hoạch | Thực hiện | Tỷ lệ |\n"], 0, 0
    while total < length:
        number += 1
        lines.append(f"| {number} | Trồng cây số {number} (ha) | {number} | {number + 3} | 10{number % 9},5% |\n")
        total += len(lines[-1])
    return "".join(lines)[:length]


def _one_table_line(length: int) -> str:
    return _repeated("| 5 ha ")(length)


def _hard_wrapped(length: int) -> str:
    words = (_PROSE * (length // len(_PROSE) + 1))[:length].split(" ")
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 78:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    return "\n".join((*lines, line))


def _noise(length: int) -> str:
    """Pieces of all the others in a random order."""
    chance, parts, total, pieces = random.Random(3), [], 0, sorted(PIECES.values())
    while total < length:
        parts.append(chance.choice(pieces) * chance.choice((1, 1, 1, 2, 5)))
        total += len(parts[-1])
    return "".join(parts)[:length]


def _after(head: str, piece: str, tail: str = "") -> Callable[[int], str]:
    """A head, a piece again and again, and a tail."""
    return lambda length: head + _repeated(piece)(max(0, length - len(head) - len(tail))) + tail


def _broad_head(length: int) -> str:
    """A table whose head has a row of very many cells and very many rows."""
    return "| Kết quả " * (length // 40) + "|\n" + "| Năm 2020 | Cây |\n" * (length // 40) + "| Cây | 5 |\n"


_LETTERHEAD = "UBND HUYỆN BẢO YÊN\nSố: 12/BC-UBND\nBảo Yên, ngày 5 tháng 6 năm 2020\nBÁO CÁO\nKết quả năm 2020\n"
_TOLD = "Thu ngân sách trên địa bàn năm 2023 đạt 12 tỷ đồng"

MADE: dict[str, Callable[[int], str]] = {
    "nested brackets": _nested,
    "a thousand open quotes": _quotes,
    "one line of prose": _one_line,
    "paragraphs of prose": _paragraphs,
    "decomposed, Windows lines": _decomposed,
    "numbered headings": _numbered,
    "documents that differ": _distinct_codes,
    "names that differ": _distinct_names,
    "targets that differ": _distinct_targets,
    "targets that are the same": _same_targets,
    "rows that differ": _table,
    "one row of cells": _one_table_line,
    "hard wrapped prose": _hard_wrapped,
    "noise": _noise,
    # a place that governs what follows it, as far as the text goes
    "deadlines ahead": _repeated("- Phấn đấu đến năm 2025 kết nạp 5 đoàn viên.\n"),
    "short forms": _repeated("Nghị quyết số 20-NQ/TW, Nghị quyết 20; "),
    "short forms of two": _repeated("Nghị quyết số 20-NQ/TW, Nghị quyết số 20-NQ/TU, Nghị quyết 20; "),
    "one value again": _repeated(f"{_TOLD}.\n"),
    "one value in a line": _repeated(f"{_TOLD}, "),
    "values of one line": _repeated("Thu ngân sách năm 2020 đạt 5 tỷ đồng, năm 2021 đạt 6,5 tỷ đồng, "),
    "times of one line": _repeated("năm 2020 có 5 xã, trong 5 năm có 6 xã, "),
    "days to come": _after(_LETTERHEAD, "đã tổ chức 2 lớp ngày 1/1/2030, "),
    "rules": _repeated("-----\n"),
    "rules below text": _after("Đã họp.\n", "***\n"),
    "head of a table": _after("", "| Kết quả | Năm 2020 |\n", "| Cây | 5 |\n"),
    "broad head of a table": _broad_head,
    "titles that go on": _repeated("Nghị quyết số 1-NQ/TW về phát triển kinh tế, xã hội và "),
    "one long title": _after("Nghị quyết số 1-NQ/TW về ", "phát triển "),
    "titles in titles": _repeated("Quyết định số 5/QĐ-TTg phê duyệt "),
    "issuers on and on": _repeated("Quyết định số 5/QĐ-TTg của Ban Thường vụ "),
    "amending laws": _repeated("Luật sửa đổi, bổ sung một số điều của Luật Đất đai, "),
    "provisions of laws": _repeated("khoản 1 Điều 2, điểm a khoản 3 Điều 4 Luật Đất đai, "),
    "provisions without a law": _repeated("khoản 1 Điều 2, điểm a khoản 3 Điều 4, "),
    "anaphora": _repeated("Nghị quyết số 1-NQ/TW. Nghị quyết này, Nghị quyết trên, Nghị quyết "),
    "defined names": _repeated("Chương trình số 5-CTr/TU (sau đây gọi tắt là Chương trình), Chương trình "),
    "called": _repeated("Ban Chỉ đạo tỉnh (sau đây gọi tắt là Ban Chỉ đạo), "),
    "shares of a whole": _repeated("12 xã, trong đó 5 xã đạt 40%, "),
    "changes": _repeated("tăng 5% so với cùng kỳ năm 2021 (12 vụ), "),
    "from and to": _repeated("giảm từ 6,4% xuống 4,1%, "),
    "completions": _repeated("thu 5 tỷ đồng, đạt 105% kế hoạch, "),
    "suppositions": _repeated("nếu thuận lợi "),
    "asks": _repeated("Đề nghị hỗ trợ 5 tỷ đồng; "),
    "rows of places": _repeated("các xã Tân Tiến, Tân Dương và Vĩnh Yên, "),
    "rows of people": _repeated("các đồng chí: Trần Văn An, Lê Thị Bình, "),
    "doctors": _repeated("ThS. "),
    "signed": _after("", "Nguyễn Văn An      Trần Văn Bình\n", "TM. BAN CHẤP HÀNH\nCHỦ TỊCH\nLê Văn An"),
    "appendices": _repeated("PHỤ LỤC 1\nTM. UBND\nCHỦ TỊCH\n"),
    "a page that never begins": _repeated("Đăng nhập\nBáo cáo kết quả công tác năm\n"),
    "a page that never ends": _after(
        "Trang chủ > Tin\nBáo cáo kết quả công tác của huyện năm nay\n", "Tin liên quan (12/5)\n"
    ),
    "page numbers in headings": _repeated("1. Kết quả thực hiện\n12\n"),
    "torn paragraphs": _repeated("Công tác của\n- 2 -\nhuyện\n"),
    "run-in headings": _repeated("- Về kinh tế: tăng trưởng khá.\n"),
    "ordinal items": _repeated("Thứ nhất, về kết quả\n"),
    "items in the line": _repeated("gồm: 1. Tổ chức lớp. 2. Mở hội nghị. "),
    "many sections": _repeated("I. KẾT QUẢ\n1. Kinh tế\na) Thu\nĐạt 5 xã.\n"),
    "brackets with stops": _repeated("(a. B "),
    "quoted": _repeated("“a. B” "),
    "figures that grow": _repeated("1.234.567,89 tỷ đồng, "),
    "mixed numbers": _repeated("5 tỷ 320 triệu 400 nghìn "),
    "ranges": _repeated("85 - 90 - 95 - "),
    "years in rows": _repeated("các năm 2020, 2021, 2022, "),
    "days in rows": _repeated("các ngày 1, 2, 3, "),
    "periods": _repeated("từ ngày 1/1 đến ngày "),
    "blank dates": _repeated("ngày ... tháng ... năm ... "),
    "fractions of fractions": _repeated("1/2/"),
    "words of number": _repeated("hai mươi mốt nghìn "),
}

NAMES = (*PIECES, *MADE)


def text_of(name: str, length: int) -> str:
    """The adversary of a name, of about so many characters."""
    make = MADE.get(name) or _repeated(PIECES[name])
    return make(length)
