"""What a campaign begins with: bytes that make texts of many pieces, and small whole files of every format."""

from __future__ import annotations

import random
from collections.abc import Iterator

from targets import packed, unpacked

from format_makers import Item, Table, make_docx, make_html, make_odt, make_rtf
from pdf_maker import make_pdf

_BLOCKS = (
    "UBND XÃ VĨNH LỘC", "BÁO CÁO", "I. KẾT QUẢ", "Đã kết nạp ⟦422⟧ ⟨400⟩ đảng viên theo Nghị quyết số 20\u2011NQ/TW.",
    Item("Mục một"),
    Item("Mục hai"), Table((("Chỉ tiêu", "KH", "TH"), ("Kết nạp\ntrong năm", "400", "422"))), "Nơi nhận:",
)  # fmt: skip
_LEGACY = ("C¸c cÊp ®· kÕt n¹p 422 ®¶ng viªn", Table((("ChØ tiªu", "KH"), ("KÕt n¹p", "400"))))
_PAGE = (
    '<html><head><meta charset="windows-1252"><title>T</title><style>.a{font-family:".VnTime"} p{}</style></head>'
    '<body><nav>M</nav><article><h1>B</h1><p class="a">KÕt qu¶<br>x</p><font face="VNI-Times">Kết quả</font>'
    "<ol><li>a<ul><li>b</li></ul></li></ol>"
    "<table><tr><td>1<table><tr><td>2</td></tr></table></td><th rowspan=2>3</th></tr></table>"
    "<pre>  x\n y</pre><!-- c --></article>"
    "<footer>f</footer></body></html>"
)


def seeds(target: str) -> Iterator[bytes]:
    """The inputs that a target begins with."""
    if target in ("finders", "analyze", "values", "records", "text"):
        chance = random.Random(1)
        for size in (3, 9, 30, 90, 240):
            for _ in range(20):
                yield chance.randbytes(size)
    yield from {"html": _html, "rtf": _rtf, "pdf": _pdf, "office": _office, "text": _text}.get(target, _nothing)()


def _nothing() -> Iterator[bytes]:
    return iter(())


def _text() -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16", "utf-16-be", "cp1258"):
        yield b"\0" + "Kết quả: đạt 5/7 xã.\r\n".encode(encoding, "replace")
    yield b"\0C\xb8c c\xcap \xae\xb7 k\xd5t n\xb9p \xae\xb6ng vi\xaan"


def _html() -> Iterator[bytes]:
    yield make_html(_BLOCKS)
    yield make_html(_LEGACY, font=".VnTime", charset="windows-1252")
    yield _PAGE.encode("cp1252", "xmlcharrefreplace")
    yield "\ufeff<p>a".encode("utf-16-le")


def _rtf() -> Iterator[bytes]:
    yield make_rtf(_BLOCKS)
    yield make_rtf(_LEGACY, font=".VnTime")
    yield (
        b"{\\rtf1\\ansi\\ansicpg1258\\deff0{\\fonttbl{\\f0 A;}}\\uc1\\u272?\\'f0{\\*\\pict 00ff}"
        b"{\\field{\\*\\fldinst x}{\\fldrslt y}}\\par}"
    )


def _pdf() -> Iterator[bytes]:
    yield make_pdf([["BÁO CÁO", "Kết nạp\t400\t422", "1"], ["BÁO CÁO", "theo Chỉ thị số 05-", "CT/TW.", "2"]])
    yield make_pdf([["C¸c cÊp ®·"], []], font=".VnTime")


def _office() -> Iterator[bytes]:
    for container in (
        make_docx(_BLOCKS),
        make_docx(_LEGACY, font=".VnTime"),
        make_odt(_BLOCKS),
        make_odt(_LEGACY, ".VnTime"),
    ):
        parts = unpacked(container)
        yield parts
        # The parts that the readers look into, without the styles and themes that a text processor adds.
        small = packed(parts)
        yield _without(
            unpacked(small),
            (b"theme", b"docProps", b"customXml", b"settings", b"webSettings", b"fontTable", b"stylesWithEffects"),
        )


def _without(parts: bytes, words: tuple[bytes, ...]) -> bytes:
    kept = [part for part in parts.split(b"\0PART ")[1:] if not any(word in part.split(b"\0")[0] for word in words)]
    return b"".join(b"\0PART " + part for part in kept)
