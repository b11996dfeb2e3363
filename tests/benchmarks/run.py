"""All benchmarks of speed and memory in one run, against the peers that are installed; writes docs/performance.md.

    python tests/benchmarks/run.py            some ten minutes
    python tests/benchmarks/run.py --short    a minute; shows the tables and writes nothing

Peers are other packages that do a part of the work: pip install underthesea eyecite hyperscan pyvi dateparser. All run
in one process, one after the other, again and again; figures are medians of CPU time, ratios medians of paired rounds.
Absolute figures are those of one machine on one day; ratios carry over.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gc
import importlib.metadata
import importlib.util
import math
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from linear_time import measured
from timing_corpus import DENSITIES, opinions, reports

import vnreport
from vnreport.analyzer import PARTS

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
SAMPLE = sorted((ROOT / "corpora" / "samples").glob("*.txt"))[0]
_PEERS = ("underthesea", "eyecite", "hyperscan", "pyvi", "dateparser")

Job = tuple[Callable[[], object], int]
"""What is timed, and how many bytes of text it reads."""

# What is compared: ours, the peer, how many times as fast it should be (a time of ours in the last row's case).
_PAIRS = (
    ("extract", "eyecite (Hyperscan)", "references, times and quantities / citations of English opinions"),
    ("extract", "eyecite (Aho-Corasick)", "the same, its default tokenizer"),
    ("extract", "underthesea.ner", "mentions / named entities"),
    ("extract", "dateparser.search", "mentions / dates"),
    ("segment", "underthesea.sent_tokenize", "blocks, outline and sentences / sentences"),
    ("analyze", "underthesea.word_tokenize", "everything but words / words alone"),
    ("analyze", "pyvi", "everything but words / words alone"),
    ("analyze + words", "underthesea.word_tokenize", "everything with words / words alone"),
    ("analyze + to_json", "analyze", "JSON on top of the analysis"),
    ("without people", "analyze", "names blotted out on top of the analysis"),
)


def installed(package: str) -> bool:
    """Whether a peer can be imported."""
    return importlib.util.find_spec(package) is not None


def our_jobs(density: str, size: int) -> dict[str, Job]:
    """What the library does with reports of a density."""
    big, small = reports(density, size), reports(density, max(20_000, size // 12))
    length, short = _bytes(big), _bytes(small)
    private = vnreport.Analyzer(people=False)
    return {
        "extract": (lambda: [vnreport.extract(text) for text in big], length),
        "segment": (lambda: [vnreport.segment(text) for text in big], length),
        "analyze": (lambda: [vnreport.analyze(text) for text in big], length),
        "analyze + to_json": (lambda: [vnreport.analyze(text).to_json() for text in big], length),
        "without people": (lambda: [private.analyze(text) for text in big], length),
        "analyze + words": (lambda: [len(vnreport.analyze(text).words) for text in small], short),
    }


def part_jobs(size: int) -> dict[str, Job]:
    """An analysis that is restricted to one part, and so to what this part is made of."""
    texts = reports("mixed", size)
    jobs: dict[str, Job] = {"everything": (lambda: [vnreport.analyze(text) for text in texts], _bytes(texts))}
    for part in PARTS:
        only = vnreport.Analyzer(only=(part,))
        jobs[part] = (lambda only=only: [only.analyze(text) for text in texts], _bytes(texts))  # type: ignore[misc]
    return jobs


def peer_jobs(density: str, size: int) -> dict[str, Job]:
    """What the peers do with the same reports, or with English ones; as much as fits their speed."""
    big, small = reports(density, size), reports(density, max(20_000, size // 12))
    jobs: dict[str, Job] = {}
    if installed("underthesea"):
        import underthesea

        piece = small[0][:1500]
        jobs["underthesea.sent_tokenize"] = (lambda: [underthesea.sent_tokenize(text) for text in big], _bytes(big))
        jobs["underthesea.word_tokenize"] = (lambda: [underthesea.word_tokenize(text) for text in small], _bytes(small))
        jobs["underthesea.ner"] = (lambda: underthesea.ner(piece), len(piece.encode()))
    if installed("eyecite"):
        from eyecite import get_citations
        from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer

        english = opinions(max(40_000, size // 3))
        kinds: dict[str, Any] = {"eyecite (Aho-Corasick)": AhocorasickTokenizer()}
        if installed("hyperscan"):
            kinds["eyecite (Hyperscan)"] = HyperscanTokenizer(cache_dir=tempfile.mkdtemp())
        for name, tokenizer in kinds.items():
            part = english if "Hyperscan" in name else english[: max(1, len(english) // 4)]
            jobs[name] = (
                lambda part=part, tokenizer=tokenizer: [get_citations(t, tokenizer=tokenizer) for t in part],
                _bytes(part),
            )  # type: ignore[assignment]
    if installed("pyvi"):
        from pyvi import ViTokenizer

        jobs["pyvi"] = (lambda: [ViTokenizer.tokenize(text) for text in small], _bytes(small))
    if installed("dateparser"):
        from dateparser.search import search_dates

        lines = [line for line in small[0].split("\n") if line.strip()][:8]
        jobs["dateparser.search"] = (lambda: [search_dates(line, languages=["vi"]) for line in lines], _bytes(lines))
    return jobs


def _bytes(texts: list[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def speeds(jobs: dict[str, Job], rounds: int) -> dict[str, list[float]]:
    """CPU seconds for a megabyte of each job, round by round."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for call, _ in jobs.values():
        call()
    for _ in range(rounds):
        for name, (call, size) in jobs.items():
            gc.collect()
            start = time.process_time()
            call()
            taken[name].append((time.process_time() - start) / size * 1e6)
    return taken


def ratios(taken: dict[str, list[float]]) -> Iterator[tuple[str, str, str, float, float, float]]:
    """How many times as fast as the peer, least, median and most, for the pairs that were measured."""
    for ours, peer, what in _PAIRS:
        if ours in taken and peer in taken:
            pairs = sorted(theirs / own for own, theirs in zip(taken[ours], taken[peer], strict=True))
            yield ours, peer, what, pairs[0], statistics.median(pairs), pairs[-1]


# --- processes of their own ------------------------------------------------------------------------------------------

_OURS = "import vnreport; vnreport.analyze(text)"
_PROCESSES = {
    "python alone": "pass",
    "import vnreport": "import vnreport",
    "vnreport, a report analysed": _OURS,
    "vnreport, with words": "import vnreport; vnreport.analyze(text).words",
    "underthesea.word_tokenize": "import underthesea; underthesea.word_tokenize(text)",
    "eyecite": "from eyecite import get_citations; get_citations(text)",
}
# What Linux counts for a process since it began; `ru_maxrss` would count the memory of the one that started it too.
_PEAK = """
def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""
_FRAME = """
import sys, time
text = open(sys.argv[1], encoding="utf-8").read()
start = time.perf_counter()
{code}
print(time.perf_counter() - start, peak())
"""


def fresh(rounds: int) -> dict[str, tuple[float, float, float]]:
    """Of each process: wall seconds from start to end, seconds inside, and the most memory in MB (medians)."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        for name, code in _PROCESSES.items():
            if name.partition(".")[0] in _PEERS and not installed(name.partition(".")[0]):
                continue
            start = time.perf_counter()
            command = [sys.executable, "-c", _PEAK + _FRAME.format(code=code), str(SAMPLE)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            wall = time.perf_counter() - start
            inside, memory = map(float, done.stdout.split()[-2:])
            found.setdefault(name, []).append((wall, inside, memory / 1024))
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in found.items()}
    return {name: (values[0], values[1], values[2]) for name, values in medians.items()}


def latencies(rounds: int) -> dict[str, float]:
    """Milliseconds for one paragraph and for one report, by themselves."""
    text = SAMPLE.read_bytes().decode("utf-8")
    paragraph = max(text.split("\n"), key=len)
    calls: dict[str, Callable[[], object]] = {
        f"extract, a paragraph of {len(paragraph)} characters": lambda: vnreport.extract(paragraph),
        "classify, the paragraph": lambda: vnreport.classify(paragraph),
        "analyze, the paragraph": lambda: vnreport.analyze(paragraph),
        f"analyze, a report of {len(text)} characters": lambda: vnreport.analyze(text),
    }
    found = {}
    for name, call in calls.items():
        call()
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            call()
            times.append((time.perf_counter() - start) * 1000)
        found[name] = statistics.median(times)
    return found


def growth(sizes: tuple[int, int]) -> dict[str, tuple[float, float, float]]:
    """Of texts that grow: seconds at both sizes, and the exponent; see linear_time.py for many more."""
    found = {}
    for name in ("paragraphs of prose", "one line of prose", "numbered headings", "no punctuation", "noise"):
        small, large = (dict(measured(name, size, ["analyze"], 600.0))["analyze"] for size in sizes)
        if small is not None and large is not None:
            exponent = math.log(large / max(small, 1e-6)) / math.log(sizes[1] / sizes[0])
            found[name] = (small, large, exponent)
    return found


def streaming(size: int) -> tuple[float, float]:
    """Memory of a process in MB after its first report, and after megabytes of them one by one."""
    code = f"""
import sys
sys.path.insert(0, {str(pathlib.Path(__file__).parent)!r})
import vnreport
from timing_corpus import reports
texts = reports("mixed", {size})
vnreport.analyze(texts[0]).to_json()
before = peak()
for text in texts:
    vnreport.analyze(text).to_json()
print(before, peak())
"""
    done = subprocess.run([sys.executable, "-c", _PEAK + code], capture_output=True, text=True, check=True)
    before, after = (int(word) / 1024 for word in done.stdout.split())
    return before, after


# --- the page ---------------------------------------------------------------------------------------------------------


def machine() -> str:
    """The processor, the system and the Python that measured."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):  # not Linux: what platform says has to do
        names = [line for line in pathlib.Path("/proc/cpuinfo").read_text("utf-8").split("\n") if "model name" in line]
        model = f"{len(names)} cores of {names[0].partition(':')[2].strip()}" if names else model
    return f"{model}, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    """The peers and their versions; those that are not installed are named too."""
    told = []
    for package in _PEERS:
        told.append(f"{package} {importlib.metadata.version(package) if installed(package) else 'is not installed'}")
    return ", ".join(told)


def _rows(rows: list[tuple[str, ...]], *heads: str) -> list[str]:
    rule = ["---", *("---:" for _ in heads[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (heads, tuple(rule), *rows)]


_ABOUT = (
    "Every table is one run in one process, each thing again and again in turn. Ratios carry over to other machines,",
    "absolute figures do not. Texts are made from the written reports ([how](../tests/benchmarks/timing_corpus.py));",
    "eyecite reads English opinions, and the peers do other or more general work: a ratio says what somebody who needs",
    "these facts would otherwise pay, not that the outputs are equal.",
)
_PARTS_OF_IT = (
    "Each row is `Analyzer(only=(…,))` on mixed texts. A part brings what it is made of (indicators all but names and",
    "abbreviations), so the shares overlap.",
)
_GROWTH = (
    "Exponent 1 is linear, 2 quadratic. `tests/benchmarks/linear_time.py` measures every public function on 200 texts",
    "that were made to be slow.",
)


def page(*, short: bool, kilobytes: int, rounds: int, sizes: tuple[int, int]) -> str:
    """Measure everything, and say it."""
    size = kilobytes * 1000
    lines = [
        "# Speed and memory", "",
        f"Measured on {datetime.date.today().isoformat()} by `python tests/benchmarks/run.py` on {machine()}:",
        f"{kilobytes} kB of each kind of text, {rounds} rounds.",
        f"Peers: {versions()}.", "", *_ABOUT, "",
    ]  # fmt: skip
    table: list[tuple[str, ...]] = []
    taken: dict[str, list[float]] = {}
    for density in DENSITIES[1:2] if short else DENSITIES:
        jobs = our_jobs(density, size)
        if density == "mixed":
            jobs |= peer_jobs(density, size)
            taken = speeds(jobs, rounds)
            found = taken
        else:
            found = speeds(jobs, max(2, rounds // 2))
        for name, values in found.items():
            middle = statistics.median(values)
            table.append((name, density, f"{middle:.3f}", f"{1 / middle:.2f}", f"{min(values):.3f}-{max(values):.3f}"))
    lines += ["## Against peers", ""]
    rows = [
        (f"{ours} / {peer}", what, f"{middle:.2f}", f"{low:.2f}-{high:.2f}")
        for ours, peer, what, low, middle, high in ratios(taken)
    ]
    lines += _rows(rows, "ours / theirs", "what is compared", "times as fast", "in single rounds")
    lines += ["", "## Throughput", ""]
    lines += _rows(table, "", "text", "CPU s a MB", "MB/s", "least-most s a MB")
    alone = {name: statistics.median(values) for name, values in speeds(part_jobs(size), max(2, rounds // 2)).items()}
    whole = alone["everything"]
    lines += ["", "## The parts of an analysis", "", *_PARTS_OF_IT, ""]
    lines += _rows([(name, f"{s:.3f}", f"{s / whole:.0%}") for name, s in alone.items()], "only", "CPU s a MB", "share")
    runs = fresh(rounds)
    base = runs.get("underthesea.word_tokenize")
    lines += ["", "## A process of its own, and memory", ""]
    lines += _rows(
        [
            (
                name, f"{wall:.2f}", f"{inside:.2f}", f"{memory:.0f}",
                "-" if base is None else f"{wall / base[0]:.2f}", "-" if base is None else f"{memory / base[2]:.2f}",
            )
            for name, (wall, inside, memory) in runs.items()
        ],
        "process", "wall s", "of it in the call s", "peak MB", "wall / underthesea", "memory / underthesea",
    )  # fmt: skip
    size = 10 * size
    before, after = streaming(size)
    lines += ["", f"Reports one by one, {size / 1e6} MB of them: {before:.0f} MB after the first, {after:.0f} at most."]
    lines += ["", "## One call", ""]
    lines += _rows([(name, f"{value:.2f}") for name, value in latencies(5 if short else 50).items()], "", "ms")
    grown = growth(sizes).items()
    lines += ["", "## Growth", "", *_GROWTH, ""]
    lines += _rows(
        [(name, f"{small:.2f}", f"{large:.2f}", f"{exponent:.2f}") for name, (small, large, exponent) in grown],
        "analyze", f"s at {sizes[0]:,} characters", f"s at {sizes[1]:,}", "exponent",
    )  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the page or show it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="small texts and few rounds; shows and writes nothing")
    parser.add_argument("--kilobytes", type=int, default=300, help="how much text each thing reads")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", default="500000,2000000", help="two lengths in characters")
    given = parser.parse_args()
    least, most = map(int, given.growth.split(","))
    if given.short:
        made = page(short=True, kilobytes=20, rounds=2, sizes=(5_000, 20_000))
    else:
        made = page(short=False, kilobytes=given.kilobytes, rounds=given.rounds, sizes=(least, most))
    if given.short:
        print(made)
        return
    PAGE.write_text(made, "utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
