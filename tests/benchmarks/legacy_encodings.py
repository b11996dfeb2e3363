"""How often the encoding of a piece of a report is told right, and that no other language is taken for Vietnamese.

    python tests/benchmarks/legacy_encodings.py [--pieces N] [--catalogs]

Pieces of the corpora with at least five letters with marks, in every encoding; then sentences of French, German, Czech
and English in their own encodings and in UTF-8. `--catalogs` adds the translated messages of the programs that are
installed on this machine, in all languages but Vietnamese.
"""

from __future__ import annotations

import argparse
import gettext
import pathlib
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator

from vnreport.text.encodings import UnknownEncoding, decode, encode_as, mend
from vnreport.text.encodings.tables import DETECTED

ROOT = pathlib.Path(__file__).parent.parent.parent
FOREIGN = ROOT / "tests" / "cases" / "foreign.txt"
WESTERN = {"fr": "cp1252", "de": "cp1252", "en": "cp1252", "cs": "cp1250"}


def reports() -> list[str]:
    """The texts of the corpora, in Unicode form NFC."""
    return [
        unicodedata.normalize("NFC", file.read_text("utf-8")) for file in sorted((ROOT / "corpora").glob("*/*.txt"))
    ]


def pieces(texts: list[str], count: int, seed: int = 8) -> Iterator[str]:
    """Pieces of reports, cut at blanks, with at least five letters with marks."""
    chance = random.Random(seed)
    for _ in range(count):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        start = text.find(" ", start) + 1
        end = start + 10
        while end < len(text) and sum(ord(char) > 127 and char.isalpha() for char in text[start:end]) < 5:
            end += 1
        end = text.find(" ", min(end + chance.choice((0, 0, 20, 80)), len(text)))
        piece = text[start : end if end > 0 else len(text)]
        if sum(ord(char) > 127 and char.isalpha() for char in piece) >= 5:
            yield piece


def lossless(text: str, encoding: str) -> bytes | None:
    """A text in an encoding, its typographic marks made plain where need be; None where a letter has no code."""
    plain = text.translate(str.maketrans("“”‘’–—…•", "\"\"''--.-"))
    for form in (text, plain, plain.lower()):
        try:
            return encode_as(form, encoding)
        except UnicodeEncodeError:
            continue
    return None


def vietnamese(count: int) -> dict[str, tuple[int, int, list[str]]]:
    """For each encoding: pieces, those decoded to their text, and some that were not."""
    found: dict[str, tuple[int, int, list[str]]] = {}
    for encoding in ("utf-8", "nfd", "utf-16", *DETECTED, "tcvn3 in unicode", "vni in unicode", "utf-8 twice"):
        total = right = 0
        wrong: list[str] = []
        for piece in pieces(reports(), count):
            got = _round_trip(piece, encoding)
            if got is None:
                continue
            total += 1
            wanted, text = got
            if text is not None and unicodedata.normalize("NFC", text).lower() == wanted.lower():
                right += 1
            else:
                wrong.append(f"{wanted!r} -> {text!r}")
        found[encoding] = total, right, wrong
    return found


def _round_trip(piece: str, encoding: str) -> tuple[str, str | None] | None:
    if encoding == "utf-8 twice":
        broken = piece.encode().decode("cp1252", "surrogateescape")
        broken = "".join(chr(ord(char) - 0xDC00) if "\udc80" <= char <= "\udcff" else char for char in broken)
        mended = mend(broken)
        return piece, None if mended is None else mended.text
    if encoding.endswith("in unicode"):
        legacy = lossless(piece, encoding.split()[0])
        if legacy is None:
            return None
        mended = mend(legacy.decode("cp1252", "surrogateescape"))
        text = None if mended is None else mended.text
        return _plain(piece, text or ""), text
    if encoding == "nfd":
        data: bytes | None = unicodedata.normalize("NFD", piece).encode()
    elif encoding.startswith("utf"):
        data = piece.encode(encoding)
    else:
        data = lossless(piece, encoding)
    if data is None:
        return None
    try:
        text = decode(data).text
    except UnknownEncoding:
        text = None
    return _plain(piece, text or ""), text


def _plain(piece: str, text: str) -> str:
    marks = "“”‘’–—…•"
    return piece if any(char in text for char in marks) else piece.translate(str.maketrans(marks, "\"\"''--.-"))


def foreign(catalogs: bool) -> tuple[Counter[str], Counter[str], list[str]]:
    """By language: texts tried, those taken for an older Vietnamese encoding, and which."""
    tried: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    which: list[str] = []
    for language, codec, text in _foreign_texts(catalogs):
        tried[language] += 1
        mended = mend(text)
        got = text if mended is None else mended.text
        if got == text:
            try:
                decoded = decode(text.encode(codec))
            except (UnknownEncoding, UnicodeEncodeError):
                continue
            # Bytes of one word may happen to be UTF-8; that is no conversion from an older Vietnamese encoding.
            got = text if decoded.encoding == "utf-8" else decoded.text
        if got != text:
            taken[language] += 1
            which.append(f"{language}: {text[:90]!r} -> {got[:90]!r}")
    return tried, taken, which


def _foreign_texts(catalogs: bool) -> Iterator[tuple[str, str, str]]:
    for line in FOREIGN.read_text("utf-8").splitlines():
        language, tab, text = line.partition("\t")
        if tab:
            yield language, WESTERN[language], text
    if not catalogs:
        return
    central = dict.fromkeys(("cs", "pl", "hu", "ro", "sk", "hr"), "cp1250")
    western = dict.fromkeys(("fr", "de", "es", "it", "pt_BR", "sv", "nl", "fi", "da", "ca", "id"), "cp1252")
    codecs = {**central, **western, "tr": "cp1254"}
    for language, codec in codecs.items():
        messages: list[str] = []
        for file in sorted(pathlib.Path("/usr/share").glob(f"**/{language}/LC_MESSAGES/*.mo")):
            if file.stem.startswith("iso_3166"):  # names of places, Vietnamese ones among them
                continue
            try:
                with file.open("rb") as stream:
                    catalog = gettext.GNUTranslations(stream)
            except (OSError, UnicodeDecodeError, ValueError):
                continue
            messages += [
                text for text in vars(catalog)["_catalog"].values() if isinstance(text, str) and not text.isascii()
            ]
        for start in range(0, len(messages), 25):
            yield language, codec, messages[start]
            yield language, codec, "\n".join(messages[start : start + 5])


def main() -> None:
    """Print both tables; exit 1 where a figure is below its aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=2000)
    parser.add_argument("--catalogs", action="store_true")
    parser.add_argument("--show", type=int, default=3)
    given = parser.parse_args()
    low = False
    for encoding, (total, right, wrong) in vietnamese(given.pieces).items():
        print(f"{encoding:18} {right:6} of {total:6}  {right / total:8.2%}")
        low = low or right < 0.995 * total
        for line in wrong[: given.show]:
            print("      ", line[:200])
    tried, taken, which = foreign(given.catalogs)
    for language, count in sorted(tried.items()):
        print(f"{language:18} {taken[language]:6} of {count:6} taken for Vietnamese")
    for line in which[: 10 * given.show]:
        print("      ", line)
    sys.exit(1 if low or which else 0)


if __name__ == "__main__":
    main()
