"""Unicode text whose characters are the codes of an older encoding, or UTF-8 read as Windows-1252: decoded once more.

Word files, web pages and PDFs in .VnTime or VNI-Times are valid Unicode, of Latin-1 characters. Where the font of a run
is known it names the encoding; elsewhere lines that are no Vietnamese as they stand, and are when decoded, are mended.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.records import record
from vnreport.text.encodings.capitals import restore_capitals
from vnreport.text.encodings.detect import Decoded, Reading, best_reading, with_lost_letter
from vnreport.text.encodings.tables import DETECTED, decode_as, to_bytes
from vnreport.text.syllables import is_syllable, weigh

# Windows-1258 is left out: its text is that of Unicode but for the combining marks, which normalising joins.
_LEGACY = tuple(name for name in DETECTED if name != "cp1258")
_LATIN = re.compile("[\x80-\xff]")
# Blanks that are codes of letters (U+00A0) do not end a word here.
_WORDS = re.compile(r"[^ \t\r\n]++")
# How much better the decoded text has to be than the text as it stands.
_GAIN = 0.15
_SHARE = 0.75
# Fewer words than these prove nothing about a text that names no font.
_PROOF = 3


# --- by the font of each run ---------------------------------------------------------------------------------------


@record
class _Font:
    encoding: str
    capitals: bool


@lexicon_cache
def _fonts() -> tuple[tuple[str, str, str], ...]:
    rows = load_table("legacy_fonts", "prefix", "encoding", "capitals", "source")
    return tuple((row["prefix"], row["encoding"], row["capitals"]) for row in rows)


def legacy_font(name: str | None) -> tuple[str, bool] | None:
    """The encoding that a font draws, and whether it draws small letters as capitals; None for a Unicode font.

    >>> [legacy_font(name) for name in (".VnTimeH", "VNI-Times", "ABCDEF+.VnArial,Bold", "Arial")]
    [('tcvn3', True), ('vni', False), ('tcvn3', False), None]
    """
    if not name:
        return None
    plain = re.sub(r"^[A-Z]{6}\+", "", name.strip().strip("'\"")).lower()
    plain = re.split(r"[,]| bold| italic|-bold|-italic", plain)[0]
    for prefix, encoding, capitals in _fonts():
        if plain.startswith(prefix):
            return encoding, bool(capitals) and plain.endswith(capitals)
    return None


def mend_runs(runs: Sequence[tuple[str, str | None]]) -> tuple[list[str], tuple[str, ...]]:
    """Texts of runs with the names of their fonts, those in fonts of an older encoding decoded; the encodings used.

    A letter may be cut between two runs, so neighbours of one encoding are decoded together and what they yield stands
    in the first of them. A run that is Unicode already, whatever its font says, stays.

    >>> mend_runs([("c\\xabng ", ".VnTime"), ("t\\xb8c", ".VnTimeH"), (" xã", "Arial")])
    (['công ', 'TÁC', ' xã'], ('tcvn3',))
    """
    fonts = [legacy_font(font) for _, font in runs]
    texts = [text for text, _ in runs]
    used: list[str] = []
    for encoding in dict.fromkeys(font[0] for font in fonts if font):
        own = [index for index, font in enumerate(fonts) if font and font[0] == encoding]
        if not _holds(encoding, "\n".join(texts[index] for index in own)):
            continue
        used.append(encoding)
        for _, group in itertools.groupby(enumerate(own), lambda pair: (pair[1] - pair[0], fonts[pair[1]])):
            indices = [index for _, index in group]
            decoded = _decoded("".join(texts[index] for index in indices), encoding)
            first = fonts[indices[0]]
            for index in indices:
                texts[index] = ""
            texts[indices[0]] = decoded.upper() if first and first[1] else decoded
    return texts, tuple(used)


def _holds(encoding: str, text: str) -> bool:
    """Whether text in a font of an encoding is in that encoding: Unicode text often kept the old font's name."""
    if not _LATIN.search(text):
        return True
    return weigh(_decoded(text, encoding)).score >= weigh(text).score


def _decoded(text: str, encoding: str) -> str:
    """Text decoded; characters that no Latin-1 program wrote (typographic marks, true Unicode) stay."""
    pieces = re.split("([^\x00-\xff]++)", text)
    out = []
    for piece in pieces:
        data = to_bytes(piece)
        out.append(piece if data is None else decode_as(data, encoding))
    return unicodedata.normalize("NFC", "".join(out))


# --- by what the text yields ---------------------------------------------------------------------------------------


def mend(text: str) -> Decoded | None:
    """Text that holds lines of an older encoding, or of UTF-8 read as Windows-1252, mended; None where it holds none.

    >>> mend("§¶ng bé huyÖn ®· kÕt n¹p 5 ®¶ng viªn míi").text
    'Đảng bộ huyện đã kết nạp 5 đảng viên mới'
    >>> mend("Thá»±c hiá»‡n nghá»‹ quyáº¿t").text
    'Thực hiện nghị quyết'
    >>> mend("Đảng bộ xã") is None and mend("Les élèves âgés étaient là, déjà fatigués.") is None
    True
    """
    if not _LATIN.search(text):
        return None
    whole = _whole(text)
    if whole is not None:
        return whole
    lines = text.split("\n")
    odd = [index for index, line in enumerate(lines) if _LATIN.search(line) and _suspicious(line)]
    if not odd:
        return None
    found = _best_of_lines([lines[index] for index in odd])
    if found is None:
        return None
    name, convert = found
    changed = 0
    for index in odd:
        better = convert(lines[index])
        # Sequences of UTF-8 are no accident; codes of a letter each have to make better words.
        if better != lines[index] and (name not in _LEGACY or weigh(better).score >= weigh(lines[index]).score):
            lines[index] = better
            changed += 1
    if not changed:
        return None
    return Decoded(
        "\n".join(lines), f"utf-8+{name}", f"{name} in the characters of {changed} lines",
        (f"{changed} lines of {name} inside Unicode text were decoded",),
    )  # fmt: skip


def _whole(text: str) -> Decoded | None:
    """A text all of whose characters are codes of one older encoding."""
    data = to_bytes(text)
    if data is None:
        return None
    best = best_reading(data, _LEGACY)
    if best.evidence.good < _PROOF or not best.sure or best.evidence.share < weigh(text).share + _GAIN:
        return None
    how = f"{best.encoding} in the characters: {best.evidence.share:.0%} of the words with marks are syllables"
    return with_lost_letter(Decoded(_legacy_line(text, best.encoding), best.encoding, how))


def _suspicious(line: str) -> bool:
    if _SEQUENCE.search(line):
        return True
    found = weigh(line)
    return found.marked > 0 and found.share < 0.6


def _best_of_lines(lines: Iterable[str]) -> tuple[str, Callable[[str], str]] | None:
    """The conversion by which suspicious lines become Vietnamese, if one does beyond doubt."""
    joined = "\n".join(lines)
    before = weigh(joined)
    candidates: list[tuple[str, Callable[[str], str]]] = [("utf-8 read as windows-1252", mend_mojibake)]
    data = (to_bytes(re.sub("[^\x00-\xff]", _as_windows, joined)) or b"") if joined else b""
    best = best_reading(data, _LEGACY)
    candidates.append((best.encoding, lambda line: _legacy_line(line, best.encoding)))
    for name, convert in candidates:
        after = weigh(convert(joined))
        # What is UTF-8 in the characters proves itself, whatever words of other languages stand beside it.
        sure = (
            Reading(name, after).sure if name in _LEGACY else after.share >= _SHARE and bool(_SEQUENCE.search(joined))
        )
        if sure and after.good >= _PROOF and after.share >= before.share + _GAIN:
            return name, convert
    return None


def _as_windows(match: re.Match[str]) -> str:
    """A typographic character that Windows-1252 has stays; any other one is no code of an older encoding."""
    return match.group() if to_bytes(match.group()) is not None else "?"


def _legacy_line(line: str, encoding: str) -> str:
    text = _decoded_words(line, encoding)
    return restore_capitals(text) if encoding == "tcvn3" else text


def _decoded_words(line: str, encoding: str) -> str:
    """A line decoded, true Unicode words inside it left alone."""

    def word(match: re.Match[str]) -> str:
        data = to_bytes(match.group())
        return match.group() if data is None else decode_as(data, encoding)

    return _WORDS.sub(word, line)


# --- UTF-8 that was read as Windows-1252 ---------------------------------------------------------------------------

# Bytes that Windows-1252 has no character for; programs kept them, dropped them or wrote U+FFFD instead.
_LOST = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_FOLLOWERS = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xC0))
_FOLLOWER = f"[{re.escape(_FOLLOWERS)}\x80-\xbf\ufffd]"
_SEQUENCE = re.compile(f"[\xc2-\xdf]{_FOLLOWER}|[\xe0-\xef]{_FOLLOWER}{{2}}|[\xf0-\xf4]{_FOLLOWER}{{3}}")


def find_mojibake(text: str) -> Iterator[tuple[int, int]]:
    """Where characters stand that are UTF-8 read as Windows-1252."""
    return (match.span() for match in _SEQUENCE.finditer(text)) if _LATIN.search(text) else iter(())


def mend_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252, read as UTF-8; a byte lost on the way comes back if one syllable results.

    >>> mend_mojibake("bá»™ huyá»‡n, Ä\\ufffdoÃ\\xa0n xÃ£ lÃ  â€œmá»›iâ€\\x9d")
    'bộ huyện, Đoàn xã là  “mới”'
    """
    return _WORDS.sub(_mojibake_word, text)


def _mojibake_word(match: re.Match[str]) -> str:
    word = match.group()
    # "à" whose second byte, a non-breaking space, became a blank.
    if word.endswith("\xc3") and is_syllable(word[:-1] + "à"):
        word = word + "\xa0"
    if not _SEQUENCE.search(word):
        return word
    options = [""]
    last = 0
    for found in _SEQUENCE.finditer(word):
        readings = _readings(found.group())
        options = [option + word[last : found.start()] + reading for option in options for reading in readings][:64]
        last = found.end()
    options = [option + word[last:] for option in options]
    if len(options) == 1:
        return options[0]
    good = [option for option in options if all(is_syllable(part) for part in re.findall(r"[^\W\d_]++", option))]
    return good[0] if len(good) == 1 else options[0]


def _readings(sequence: str) -> list[str]:
    """What a sequence may have been: one character, or several where a byte was lost; itself where it is none."""
    choices: list[bytes] = [b""]
    for char in sequence:
        if char == "\ufffd":
            choices = [choice + bytes([code]) for choice in choices for code in _LOST]
        else:
            data = to_bytes(char)
            if data is None:
                return [sequence]
            choices = [choice + data for choice in choices]
    found = []
    for choice in choices:
        try:
            found.append(choice.decode("utf-8"))
        except UnicodeDecodeError:
            continue
    if "\ufffd" in sequence:
        vietnamese = [char for char in found if char == "Đ" or "\u1ea0" <= char <= "\u1ef9"]
        return vietnamese or [sequence]
    return found or [sequence]
