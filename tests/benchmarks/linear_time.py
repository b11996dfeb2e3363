"""Whether every public function takes time that grows as its text does, also on texts that were made to be slow.

    python tests/benchmarks/linear_time.py                                  0.5 and 2 million characters
    python tests/benchmarks/linear_time.py --short                          a sample in small sizes, for CI
    python tests/benchmarks/linear_time.py --inputs "1 1 ,dots" --functions analyze --sizes 32000,128000

Each row is one text of `adversaries.py`: the CPU time of each function at the largest size, and the exponent of growth:
1 is linear, 2 quadratic. Below the rows stands each function with the text on which it grew most. What takes longer
than --seconds of CPU is stopped and shown as such. Exits with 1 where an exponent is above --most or something was
stopped (not with --short, which only shows).
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import math
import multiprocessing
import os
import pathlib
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from adversaries import NAMES, text_of

import vnreport
from vnreport.batch.diff import compare
from vnreport.batch.likeness import is_draft, sketch
from vnreport.forms.tables import Entry, rows
from vnreport.io.indicator_table import table_of_indicators
from vnreport.io.reading import read_bytes
from vnreport.io.summary import summarize
from vnreport.masking import without_people
from vnreport.text.encodings.detect import UnknownEncoding
from vnreport.text.quality import find_damage, quality
from vnreport.view.page import render

# Below so many seconds a measurement says more about the machine than about the function.
_LEAST = 0.05


def _refused(call: Callable[[str], object]) -> Callable[[str], object]:
    """A function that may refuse a text: refusing has to be as fast."""

    def step(text: str) -> object:
        try:
            return call(text)
        except (vnreport.VnReportError, UnknownEncoding) as error:
            return error

    return step


def _read(name: str) -> Callable[[str], object]:
    return _refused(lambda text: read_bytes(name, text.encode("utf-8", "surrogatepass")))


def _legacy(text: str) -> object:
    """A file whose bytes are no UTF-8, so that its encoding has to be told."""
    return read_bytes("a.txt", text.encode("cp1258", "replace") + b"\xe5\xb9")


def _explained(text: str) -> object:
    try:
        return vnreport.Analyzer().explain(text, len(text) // 2)
    except ValueError as error:  # no sentence stands there
        return error


def _as_rtf(text: str) -> bytes:
    marks = re.sub(r"([\\{}])", r"\\\1", text).replace("\n", "\\par\n")
    return b"{\\rtf1 " + re.sub("[^\0-\x7f]", lambda m: f"\\u{ord(m[0]) & 0xFFFF}?", marks).encode() + b"}"


def _as_xml(text: str, start: str, end: str) -> str:
    """Each line as an element; what XML cannot hold is a question mark."""
    fit = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "?", text)
    return "".join(f"{start}{escape(line)}{end}" for line in fit.split("\n"))


def _as_docx(text: str) -> bytes:
    import docx

    whole, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(whole)
    body = _as_xml(text, '<w:p><w:r><w:t xml:space="preserve">', "</w:t></w:r></w:p>")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            own = f'<w:document xmlns:w="{word}"><w:body>{body}<w:sectPr/></w:body></w:document>'
            new.writestr(name, own if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def _as_odt(text: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0"'
    body = _as_xml(text, "<text:p>", "</text:p>")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        new.writestr("content.xml", f"<a {names}><office:body><office:text>{body}</office:text></office:body></a>")
        new.writestr("styles.xml", "<a/>")
    return made.getvalue()


OF_TEXT: dict[str, Callable[[str], object]] = {
    "extract": vnreport.extract,
    "find_references": vnreport.find_references,
    "find_times": vnreport.find_times,
    "find_quantities": vnreport.find_quantities,
    "find_indicators": vnreport.find_indicators,
    "segment": vnreport.segment,
    "classify": vnreport.classify,
    "explain": _explained,
    "parse_code": _refused(vnreport.parse_code),
    "normalize_code": _refused(vnreport.normalize_code),
    "is_code": vnreport.is_code,
    "parse_date": _refused(vnreport.parse_date),
    "parse_number": _refused(vnreport.parse_number),
    "parse_quantity": _refused(vnreport.parse_quantity),
    "lookup": vnreport.register.lookup,
    "quality": quality,
    "find_damage": find_damage,
    "sketch": sketch,
    "is_draft": is_draft,
    "read .txt": _read("a.txt"),
    "read .md": _read("a.md"),
    "read .html": _read("a.html"),
    "read legacy": _refused(_legacy),
    "read .rtf": _refused(lambda text: read_bytes("a.rtf", _as_rtf(text))),
    "read .docx": _refused(lambda text: read_bytes("a.docx", _as_docx(text))),
    "read .odt": _refused(lambda text: read_bytes("a.odt", _as_odt(text))),
}


def _asked(report: vnreport.Report) -> object:
    mentions = (*report.references, *report.times, *report.quantities, *report.people)
    return [(report.sentence_of(m), report.section_of(m), report.label_of(m)) for m in mentions]


def _diffed(report: vnreport.Report) -> object:
    """What two outputs say of one document whose text has changed."""
    with tempfile.TemporaryDirectory() as name:
        files = [pathlib.Path(name, side) for side in ("old.jsonl", "new.jsonl")]
        for file, more in zip(files, ("", " "), strict=True):
            row = {"source": "a.txt", **report.to_dict(), "text": report.text + more}
            file.write_text(json.dumps(row), "utf-8")
        return list(compare(*map(str, files)))


def _evaluated(report: vnreport.Report) -> object:
    """A report measured against itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        text = report.text.encode("utf-8", "replace").decode()
        (folder / "a.txt").write_bytes(text.encode())
        answers = vnreport.Report.to_dict(report)
        (folder / "a.gold.json").write_text(json.dumps(answers), "utf-8")
        (folder / "found").mkdir()
        (folder / "found" / "a.json").write_text(json.dumps(answers), "utf-8")
        if text != report.text:
            return None  # a lone surrogate is in no file
        return vnreport.evaluate([folder], predictions=folder / "found", samples=1)


def _tables(report: vnreport.Report) -> object:
    facts = {"format": "txt", "encoding": "utf-8", "characters": 1, "quality": None, "damage": (), "draft": False}
    return list(rows(Entry("a.txt", facts, report.to_dict())))


OF_REPORT: dict[str, Callable[[vnreport.Report], object]] = {
    "to_dict": lambda report: report.to_dict(),
    "to_json": lambda report: report.to_json(),
    "convert_offsets": lambda report: vnreport.convert_offsets(report.to_dict(), "utf16"),
    "from_dict": lambda report: vnreport.Report.from_dict(report.to_dict()),
    "words": lambda report: report.words,
    "tagged_words": lambda report: report.tagged_words,
    "to_conllu": lambda report: report.to_conllu(),
    "to_records": lambda report: [report.to_records(table) for table in ("mentions", "sentences", "citations")],
    "chunks": lambda report: report.chunks(),
    "page": render,
    "without people": without_people,
    "sentence_of": _asked,
    "targets": lambda report: report.targets(),
    "indicators_table": lambda report: report.indicators_table(),
    "shares": lambda report: report.shares(),
    "long_form": lambda report: report.long_form("CĐCS"),
    "summary": summarize,
    "table of indicators": lambda report: table_of_indicators(report.indicators_table()),
    "annotate": lambda report: vnreport.annotate(report.text, report.references, "<", ">"),
    "by_document": lambda report: vnreport.by_document(report.references),
    "count_citations": lambda report: vnreport.count_citations([report.references]),
    "tables of a batch": _tables,
    "diff": _diffed,
    "evaluate": _evaluated,
}

FUNCTIONS = ("analyze", *OF_TEXT, *OF_REPORT)


def _measure(connection: Connection, name: str, length: int, functions: list[str], seconds: float) -> None:
    """Send the CPU seconds of each function on one text, each name before it is called."""
    text = text_of(name, length)
    report = None

    def timed(function: str, call: Callable[[Any], object], given: object) -> object:
        connection.send(function)
        gc.collect()
        gc.freeze()  # what stands already is no work of the function
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds), resource.RLIM_INFINITY))
        start = time.process_time()
        try:
            result = call(given)
        except Exception as error:  # noqa: BLE001 - shown in the row of the text, with the others
            connection.send(error)
            return None
        connection.send(time.process_time() - start)
        return result

    for function in functions:
        if function in OF_TEXT:
            timed(function, OF_TEXT[function], text)
    if "analyze" in functions or any(function in OF_REPORT for function in functions):
        report = timed("analyze", vnreport.analyze, text)
    for function in functions:
        if function in OF_REPORT and report is not None:
            timed(function, OF_REPORT[function], report)
    connection.send(None)


def measured(name: str, length: int, functions: list[str], seconds: float) -> Iterator[tuple[str, float | None]]:
    """The CPU seconds of each function on one text; None for one that was stopped or raised, which is told."""
    left = list(functions)
    context = multiprocessing.get_context("fork")
    while left:
        here, there = context.Pipe(False)
        worker = context.Process(target=_measure, args=(there, name, length, left, seconds))
        worker.start()
        there.close()
        function = None
        while True:
            try:
                got = here.recv()
            except EOFError:
                break
            if got is None:
                left = []
                function = None
            elif isinstance(got, str):
                function = got
            elif isinstance(got, Exception) and function is not None:
                print(f"{function} raised {got!r} on {name!r} of {length:,} characters", file=sys.stderr)
                left = [other for other in left if other != function]
                yield function, None
                function = None
            elif function is not None:
                if function in left:
                    left.remove(function)
                yield function, got
                function = None
        worker.join()
        if function is not None:  # it was stopped there
            yield function, None
            if function == "analyze":
                left = [other for other in left if other in OF_TEXT]
            if function in left:
                left.remove(function)
        elif left:
            raise RuntimeError(f"the process for {name!r} ended with exit code {worker.exitcode}")


def _exponent(first: float, after: float, least: int, most: int) -> float:
    return math.log(max(after, _LEAST) / max(first, _LEAST)) / math.log(most / least)


def _again(
    name: str, function: str, sizes: tuple[int, int], times: tuple[float, float], given: argparse.Namespace
) -> tuple[float, float]:
    """What looked steep is measured up to three times more; the shortest times count, for others delay a machine."""
    first, after = times
    for _ in range(3):
        if _exponent(first, after, *sizes) <= given.most:
            break
        one, other = (dict(measured(name, size, [function], given.seconds)).get(function) for size in sizes)
        first, after = min(first, one or first), min(after, other or after)
    return first, after


def main() -> None:
    """Measure, show, and say by the exit code whether all is linear."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500000,2000000", help="two lengths in characters")
    parser.add_argument("--inputs", help="names of adversaries.py between commas")
    parser.add_argument("--functions", help=f"of {', '.join(FUNCTIONS)}")
    parser.add_argument("--seconds", type=float, default=300.0, help="the most CPU time of one call")
    parser.add_argument("--most", type=float, default=1.15, help="the largest exponent that counts as linear")
    parser.add_argument("--short", action="store_true", help="every twentieth text, in small sizes; only shows")
    given = parser.parse_args()
    least, most = (5_000, 20_000) if given.short else map(int, given.sizes.split(","))
    names = given.inputs.split(",") if given.inputs else NAMES[::20] if given.short else NAMES
    functions = given.functions.split(",") if given.functions else list(FUNCTIONS)
    unknown = [*(name for name in names if name not in NAMES), *(f for f in functions if f not in FUNCTIONS)]
    if unknown:
        parser.error(f"{unknown[0]!r} is no text and no function")
    vnreport.analyze("Theo Nghị quyết số 20-NQ/TW, đạt 5/7 xã.").words  # noqa: B018 - loads what is loaded once
    steep = 0
    most_of: dict[str, tuple[float, str, float, float]] = {}
    for name in names:
        before = dict(measured(name, least, functions, given.seconds))
        shown: list[str] = []
        worst = 0.0
        # All of them before one is measured again: two at a time would disturb each other.
        for function, after in list(measured(name, most, functions, given.seconds)):
            first = before.get(function)
            if first is None or after is None:
                shown.append(f"{function} STOPPED (more than {given.seconds:.0f} s, or an error)")
                steep += 1
                continue
            if not given.short:
                first, after = _again(name, function, (least, most), (first, after), given)
            exponent = _exponent(first, after, least, most)
            print(f"{name}: {function} {first:.2f} s, {after:.2f} s, {exponent:.2f}", file=sys.stderr, flush=True)
            worst = max(worst, exponent)
            most_of[function] = max(most_of.get(function, (0.0, "", 0.0, 0.0)), (exponent, name, first, after))
            if exponent > given.most:
                steep += 1
            if function == "analyze" or exponent > given.most:
                mark = " STEEP" if exponent > given.most else ""
                shown.append(f"{function} {after:.2f} s, {most / max(after, 1e-6) / 1e6:.2f} M/s, {exponent:.2f}{mark}")
        print(f"{name:26} largest exponent {worst:5.2f} | {'; '.join(shown)}", flush=True)
    for function, (exponent, name, first, after) in most_of.items():
        print(f"{function:20} {exponent:5.2f} | {name} | {first:.2f} s, {after:.2f} s")
    print(f"{len(names)} texts, {len(functions)} functions, {least:,} to {most:,} characters: {steep} not linear")
    if steep and not given.short:
        sys.exit(1)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
