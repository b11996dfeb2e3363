"""Small PDFs with a Vietnamese text layer, made by hand: a Type0 font and the map from its glyphs to letters."""

from __future__ import annotations


def make_pdf(pages: list[list[str]], font: str = "F") -> bytes:
    """A PDF of so many pages, each line at its own height; a page without lines has no text.

    A tab in a line moves on by the width of ten letters, as a cell of a table does.
    """
    letters = sorted({char for lines in pages for line in lines for char in line}) or [" "]
    code = {char: index + 1 for index, char in enumerate(letters)}
    objects: list[bytes] = [b""] * (6 + 2 * len(pages))
    kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(pages)))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()
    objects[2] = (
        f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
    ).encode()
    objects[3] = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R/DW 500>>"
    ).encode()
    objects[4] = (
        f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
        "/Descent -200/CapHeight 700/StemV 80>>"
    ).encode()
    lines = [f"<{code[char]:04x}> <{char.encode('utf-16-be').hex()}>" for char in letters]
    chunks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    objects[5] = _stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end"
    )
    for index, page in enumerate(pages):
        shown = ""
        for row, line in enumerate(page):
            across = 50
            for cell in line.split("\t"):
                shown += (
                    f"BT /F1 10 Tf {across} {780 - 20 * row} Td <{''.join(f'{code[c]:04x}' for c in cell)}> Tj ET\n"
                )
                across += 5 * len(cell) + 50
        objects[6 + 2 * index] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {8 + 2 * index} 0 R>>"
        ).encode()
        objects[7 + 2 * index] = _stream(shown)
    return _assemble(objects)


def _stream(text: str) -> bytes:
    data = text.encode("latin-1")
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _assemble(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
