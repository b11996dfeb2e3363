"""What is fuzzed: each target takes bytes, makes an input of them and holds what the library does to the laws."""

from __future__ import annotations

import copy
import functools
import io
import json
import pathlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from grammar import compose
from laws import DAY, capped, check_cover, check_report, check_sorted, check_spans, check_use, hold

import vnreport
from vnreport.entities.number_words import LARGEST
from vnreport.io.reading import read_bytes


def finders(text: str) -> None:
    """The extractors that run alone on any string, and what is done with references."""
    with capped():
        found = vnreport.extract(text)
        dated = vnreport.extract(text, report_date=DAY)
        for extraction in (found, dated):
            for name in ("references", "times", "quantities"):
                check_spans(text, getattr(extraction, name))
                check_sorted(getattr(extraction, name))
        hold(vnreport.find_references(text) == found.references, "find_references differs from extract")
        hold(vnreport.find_times(text, report_date=DAY) == dated.times, "find_times differs from extract")
        hold(vnreport.find_quantities(text) == found.quantities, "find_quantities differs from extract")
        marked = vnreport.annotate(text, found.references, "\ue000", lambda reference: "\ue001")
        hold(marked.replace("\ue000", "").replace("\ue001", "") == re.sub("[\ue000\ue001]", "", text), "annotate")
        groups = vnreport.by_document(found.references)
        hold(sum(map(len, groups.values())) == len(found.references), "by_document loses a mention")
        vnreport.count_citations([found.references, found.references])


def analyze(text: str) -> None:
    """The whole analysis, and the functions that give a part of it."""
    with capped():
        report = vnreport.analyze(text)
        check_report(report)
        hold(vnreport.analyze(text) == report, "a second run differs")
        check_report(vnreport.analyze(text, report_date=DAY))
        parts = vnreport.segment(text)
        check_spans(text, (parts.blocks, tuple(parts.sentences)))
        check_cover(text, parts.blocks)
        check_cover(text, parts.sentences)
        check_spans(text, vnreport.find_indicators(text))
        hold(abs(sum(vnreport.classify(text).label_scores.values()) - 1) < 1e-5, "scores that do not sum to 1")
        if report.sentences:
            vnreport.Analyzer().explain(text, report.sentences[len(text) % len(report.sentences)].start)


def values(text: str) -> None:
    """The functions that read one value of one string: the value, or ParseError."""
    with capped():
        for parse in (vnreport.parse_date, vnreport.parse_number, vnreport.parse_quantity, vnreport.parse_code):
            try:
                parse(text)
            except vnreport.ParseError:
                continue
        if vnreport.is_code(text):
            code = vnreport.normalize_code(text)
            hold(vnreport.normalize_code(code) == code, f"normalize_code({code!r}) changes it again")
        number = zlib.crc32(text.encode("utf-8", "surrogatepass")) ** 2 % (LARGEST + 1)
        words = vnreport.number_to_words(number)
        hold(vnreport.parse_number(words) == Decimal(number), f"{words!r} is not read as {number}")


# --- records from outside ------------------------------------------------------------------------------------------

_TEXT = (
    "BÁO CÁO\nSố: 12/BC-UBND, Vĩnh Lộc, ngày 05 tháng 7 năm 2022\nI. KẾT QUẢ\n"
    "Theo Quyết định số 217-QĐ/TW ngày 12/12/2013 và "
    "điểm b khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP, đã kết nạp 422 đoàn viên, đạt 105,5% kế hoạch, vượt chỉ tiêu 400.\n"
    "II. HẠN CHẾ\nCòn 5/7 xã chưa đạt; công đoàn cơ sở (CĐCS) ở huyện Bảo Yên thiếu cán bộ. Ông Nguyễn Văn An."
)
_ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**30, 0.5, float("nan"), float("inf"), "", "x", "2020-02-30", "9" * 5000, [],
    [None], {}, {"a": []},
    [[[]]], {"start": 0, "end": 1, "text": "B"}, {"start": -5, "end": 10**9, "text": "x"}, "\ud800", "achievements",
    "0001-01-01",
)  # fmt: skip


def damaged(value: Any, data: bytes) -> Any:
    """A copy of a JSON value with some of its parts taken out, doubled or put in place of others; bytes say which."""
    value = json.loads(json.dumps(value))
    for start in range(0, len(data) - 3, 4):
        holder, steps, deed, which = value, data[start], data[start + 1] % 5, data[start + 3]
        place = data[start + 2]
        for _ in range(1 + steps % 5):
            inner = list(holder.values()) if isinstance(holder, dict) else holder
            inner = [item for item in inner if isinstance(item, dict | list) and item]
            if not inner:
                break
            holder = inner[place % len(inner)]
            place = place // 3 + steps
        keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            continue
        key = keys[which % len(keys)]
        if deed == 0:
            del holder[key]
        elif deed == 1:
            holder[key] = copy.deepcopy(holder[keys[place % len(keys)]])
        else:
            holder[key] = copy.deepcopy(_ODD[(place + which) % len(_ODD)])
    return value


@functools.cache
def _whole() -> dict[str, Any]:
    return vnreport.analyze(_TEXT).to_dict()


def _dict(data: bytes) -> None:
    given = damaged(_whole(), data)
    try:
        report = vnreport.Report.from_dict(given)
    except vnreport.ParseError:
        return
    check_use(report)


_GOLD_KEYS = (
    "text", "meta", "blocks", "sections", "sentences", "references", "times", "quantities", "indicators",
    "organizations",
    "people", "places", "abbreviations",
)  # fmt: skip


def _gold(data: bytes) -> None:
    whole = {key: value for key, value in _whole().items() if key in _GOLD_KEYS}
    whole["report"] = {"split": "test"}
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        home = pathlib.Path(folder)
        (home / "a.txt").write_bytes(_TEXT.encode())
        half = len(data) // 2 if data[:1] < b"\x80" else len(data)
        (home / "a.gold.json").write_text(json.dumps(damaged(whole, data[1:half])), "utf-8")
        (home / "a.json").write_text(json.dumps(damaged(whole, data[half:])), "utf-8")
        try:
            found = vnreport.evaluate([home], predictions=home, samples=2)
        except vnreport.GoldError:
            return
        found.to_text(3)
        json.dumps(found.to_dict())


_TABLES = ("units.tsv", "counted_nouns.tsv", "document_types.tsv", "role_cues.tsv", "relative_times.tsv", "bounds.tsv",
           "report_words.tsv", "issuer_symbols.tsv", "document_names.tsv", "places.tsv")  # fmt: skip


def _own_table(data: bytes) -> None:
    name = _TABLES[data[0] % len(_TABLES)]
    lines = (pathlib.Path(vnreport.__file__).parent / "data" / name).read_text("utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")][:6]
    cells = [line.split("\t") for line in lines]
    for start in range(1, len(data) - 2, 3):
        row, column, what = data[start : start + 3]
        line = cells[row % len(cells)]
        line[column % len(line)] = compose(bytes([what, row, column]))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        file = pathlib.Path(folder, name)
        file.write_bytes("\n".join("\t".join(line) for line in cells).encode("utf-8", "surrogatepass"))
        try:
            analyzer = vnreport.Analyzer(lexicon=[file])
        except (vnreport.LexiconError, vnreport.ConfigError):
            return
        check_report(analyzer.analyze(_TEXT))


def _model(data: bytes) -> None:
    shipped = (pathlib.Path(vnreport.__file__).parent / "data" / "labels.model").read_bytes()
    head, _, _ = shipped.partition(b"\n")
    changed = bytearray(head if data[0] & 1 else shipped[: len(head) + 2000])
    for start in range(1, len(data) - 2, 3):
        changed[int.from_bytes(data[start : start + 2], "big") % len(changed)] = data[start + 2]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        file = pathlib.Path(folder, "own.model")
        file.write_bytes(bytes(changed))
        try:
            vnreport.Analyzer(model=file).analyze(_TEXT)
        except (vnreport.ModelError, vnreport.ConfigError):
            return


def records(data: bytes) -> None:
    """What comes from outside as data: dicts of reports, annotations and predictions, own tables, label models."""
    if len(data) < 2:
        return
    with capped():
        (_dict, _dict, _gold, _own_table, _dict, _dict, _gold, _model)[data[0] % 8](data[1:])


# --- files ---------------------------------------------------------------------------------------------------------


def _read(name: str, data: bytes, encoding: str | None = None) -> None:
    with capped():
        try:
            document = read_bytes(name, data, encoding=encoding)
        except vnreport.UnreadableFile as error:
            hold(error.path == name and bool(error.reason), "an error that names no file or no reason")
            return
        text = document.text
        end = 0
        for place in document.places:
            hold(end <= place.start <= place.end <= len(text), f"{place} at {place.start}-{place.end} of {len(text)}")
            end = place.end
        hold(document.quality is None or 0 <= document.quality <= 1, "quality")
        hold(all(map(str, document.damage)), "damage")
        found = vnreport.extract(text[:4000])
        for mention in found.quantities[:3]:
            document.place_of(mention)


def text(data: bytes) -> None:
    """Plain text: any bytes, bytes of a text in any encoding, with or without being told which."""
    how, data = data[:1] or b"\0", data[1:]
    encodings = (
        None,
        None,
        None,
        None,
        "tcvn3",
        "vni",
        "viscii",
        "vps",
        "viqr",
        "utf-16",
        "cp1258",
        "utf-7",
        "idna",
        "rot13",
    )
    encoding = encodings[how[0] % len(encodings)]
    if how[0] >= 0x80:
        written = ("utf-8", "utf-16", "cp1258", "latin-1", "utf-32", "utf-8-sig")[how[0] % 6]
        data = compose(data).encode(written, "replace")
    with capped():
        try:
            _read("a.md" if how[0] & 1 else "a.txt", data, encoding)
        except vnreport.ConfigError:
            hold(encoding in ("idna", "rot13"), f"{encoding} is known")


def html(data: bytes) -> None:
    """Web pages, whole and damaged."""
    _read("a.html", data)


def rtf(data: bytes) -> None:
    """Rich Text, whole and damaged."""
    _read("a.rtf", data if data.startswith(b"{\\rtf") else b"{\\rtf1" + data)


def pdf(data: bytes) -> None:
    """PDF files, whole and damaged."""
    _read("a.pdf", data if b"%PDF-" in data[:1024] else b"%PDF-1.7\n" + data)


# A container is fuzzed by its parts, laid one after another; its checksums would stop every change otherwise.
_PART = re.compile(rb"\x00PART ([\w./\[\]-]{1,60})\x00")


def unpacked(container: bytes) -> bytes:
    """The parts of a zip file one after another, each after its name."""
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        return b"".join(b"\0PART " + name.encode() + b"\0" + archive.read(name) for name in archive.namelist())


def packed(parts: bytes) -> bytes:
    """The zip file of parts that `unpacked` laid out; bytes that are none stay what they are."""
    pieces = _PART.split(parts)
    if len(pieces) < 3:
        return parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in dict(zip(pieces[1::2], pieces[2::2], strict=True)).items():
            archive.writestr(name.decode("ascii"), content)
    return buffer.getvalue()


def office(data: bytes) -> None:
    """Files of Word and of OpenDocument: their parts damaged, and their containers."""
    container = packed(data)
    if zlib.crc32(data) % 16 == 0 and len(data) > 8:  # now and then the container itself
        place = int.from_bytes(data[-4:], "big") % len(container)
        container = container[:place] + bytes([data[0] ^ data[-1] ^ 0xFF]) + container[place + 1 :]
    _read("a.docx", container if container.startswith(b"PK") else b"PK\x03\x04" + container)


# What takes a text is given one made of bytes by `compose`; a crasher is kept as the text itself.
TEXT_TARGETS: dict[str, Callable[[str], None]] = {"finders": finders, "analyze": analyze, "values": values}
FILE_TARGETS: dict[str, Callable[[bytes], None]] = {
    "records": records, "text": text, "html": html, "rtf": rtf, "office": office, "pdf": pdf,
}  # fmt: skip


def run(name: str, data: bytes) -> None:
    """Run a target on what a fuzzer made."""
    if name in TEXT_TARGETS:
        TEXT_TARGETS[name](compose(data))
    else:
        FILE_TARGETS[name](data)


def kept(name: str, data: bytes) -> bytes:
    """What is kept of what a fuzzer made: the text, in UTF-8 with its lone surrogates, or the bytes."""
    return compose(data).encode("utf-8", "surrogatepass") if name in TEXT_TARGETS else data


def run_kept(name: str, data: bytes) -> None:
    """Run a target on what was kept."""
    if name in TEXT_TARGETS:
        TEXT_TARGETS[name](data.decode("utf-8", "surrogatepass"))
    else:
        FILE_TARGETS[name](data)


NAMES = (*TEXT_TARGETS, *FILE_TARGETS)
