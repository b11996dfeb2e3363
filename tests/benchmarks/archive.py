"""How fast a batch is: a mix of .doc, .pdf, .docx and .html, and two processes against one.

    python tests/benchmarks/archive.py [--files N] [--texts N] [--repeats N]

Reports of the corpora, shuffled and renumbered so that no two are the same, written in four formats (.doc only where
LibreOffice is installed). Prints files an hour and core for the mix, and the ratio for texts.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from format_makers import make_docx, make_html  # noqa: E402
from pdf_maker import make_pdf  # noqa: E402
from vnreport.batch.run import Options, run_batch  # noqa: E402

_LINES = 38
_WIDTH = 90


def texts(count: int) -> list[str]:
    """So many reports, each other than all others."""
    given = [file.read_text("utf-8") for file in sorted((ROOT / "corpora" / "samples").glob("*.txt"))]
    chance = random.Random(11)
    made = []
    for number in range(count):
        paragraphs = chance.choice(given).split("\n")
        head, body = paragraphs[:12], paragraphs[12:]
        chance.shuffle(body)
        made.append("\n".join([*head, *body, f"Báo cáo số {number} đã đạt {number} chỉ tiêu."]))
    return made


def pages(text: str) -> list[list[str]]:
    """A text as lines that fit a page."""
    lines = [line[start : start + _WIDTH] for line in text.split("\n") for start in range(0, max(1, len(line)), _WIDTH)]
    return [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]


def write_mix(folder: pathlib.Path, count: int) -> dict[str, int]:
    """Files in four formats, a quarter each; how many of each."""
    found: dict[str, int] = {}
    soffice = shutil.which("soffice")
    words: list[pathlib.Path] = []
    for number, text in enumerate(texts(count)):
        kind = ("docx", "pdf", "html", "doc" if soffice else "docx")[number % 4]
        place = folder / f"{number}.{'docx' if kind == 'doc' else kind}"
        if kind == "pdf":
            place.write_bytes(make_pdf(pages(text)))
        elif kind == "html":
            place.write_bytes(make_html(text.split("\n")))
        else:
            place.write_bytes(make_docx(text.split("\n")))
        if kind == "doc":
            words.append(place)
        found[kind] = found.get(kind, 0) + 1
    if words and soffice:
        with tempfile.TemporaryDirectory() as profile:
            command = [soffice, f"-env:UserInstallation={pathlib.Path(profile).as_uri()}", "--headless", "--convert-to"]
            command += ["doc:MS Word 97", "--outdir", str(folder), *map(str, words)]
            subprocess.run(command, check=True, capture_output=True)
        for place in words:
            place.unlink()
    return found


def timed(folder: pathlib.Path, output: pathlib.Path, jobs: int) -> float:
    """Seconds that a batch takes from nothing."""
    started = time.monotonic()
    summary = run_batch([str(folder)], str(output), Options(jobs=jobs))
    taken = time.monotonic() - started
    if summary.failures:
        sys.exit(f"{len(summary.failures)} failed: {summary.failures[0]}")
    return taken


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "mix").mkdir()
        (folder / "texts").mkdir()
        kinds = write_mix(folder / "mix", given.files)
        for number, text in enumerate(texts(given.texts)):
            (folder / "texts" / f"{number}.txt").write_text(text, "utf-8")
        seconds = timed(folder / "mix", folder / "mix.jsonl", 1)
        mix = ", ".join(f"{count} .{kind}" for kind, count in sorted(kinds.items()))
        print(f"{given.files} files ({mix}) in {seconds:.1f} s: {3600 * given.files / seconds:,.0f} an hour and core")
        ratios = []
        for repeat in range(given.repeats):
            one, two = (timed(folder / "texts", folder / f"{repeat}-{jobs}.jsonl", jobs) for jobs in (1, 2))
            ratios.append(one / two)
            print(f"{given.texts} texts: one process {one:.1f} s, two {two:.1f} s, {one / two:.2f} times as fast")
        print(f"two processes: {statistics.median(ratios):.2f} times one (median of {given.repeats})")


if __name__ == "__main__":
    main()
