"""Coverage-guided fuzzing, ten minutes for each target: python tests/fuzz/campaign.py [--minutes 10] [TARGET …]

Needs atheris. Each target runs in a process of its own; what breaks a law is kept once for each place in the code, as a
file `TARGET-PLACE` in --out, and goes to `crashers/` once it is mended. The corpus that coverage has grown stays in
--corpus. A line for each target goes to standard output: minutes, runs, what was found.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import pathlib
import pkgutil
import re
import subprocess
import sys
import time
import traceback

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
_RUNS = re.compile(r"^#(\d+)\s.*?cov: (\d+)", re.MULTILINE)
_LONGEST = {"finders": 150, "analyze": 150, "values": 45, "records": 60, "text": 2000}
# Rooms that are not fuzzed, and whose import would load other packages or begin a program.
_APART = (
    "vnreport.__main__",
    "vnreport.cli",
    "vnreport.batch",
    "vnreport.bridges",
    "vnreport.serve",
    "vnreport.arrow",
    "vnreport.labels.train",
)


def place_of(error: BaseException) -> str:
    """A short name of what went wrong and where: the kind of error and the innermost line of the library."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "vnreport" in frame.filename and "/tests/" not in frame.filename] or frames
    where = f"{pathlib.Path(ours[-1].filename).stem}-{ours[-1].name}"
    if type(error).__name__ == "BrokenLaw":
        where = re.sub(r"[^a-z ]", "", str(error).lower())[-24:].strip().replace(" ", "-")
    return f"{type(error).__name__}-{re.sub('[^a-zA-Z_-]', '', where)}"


def fuzz(name: str, seconds: int, corpus: pathlib.Path, out: pathlib.Path) -> None:
    """Run one target in this process; what breaks a law is written down, and the run goes on."""
    import atheris

    sys.path[:0] = [str(HERE), str(HERE.parent)]
    with atheris.instrument_imports(include=["vnreport"]):
        import vnreport

        for module in pkgutil.walk_packages(vnreport.__path__, "vnreport."):
            if not module.name.startswith(_APART):
                importlib.import_module(module.name)
    from targets import kept, run

    seen: dict[str, int] = {}

    def one(data: bytes) -> None:
        try:
            run(name, data)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            place = place_of(error)
            seen[place] = seen.get(place, 0) + 1
            if seen[place] == 1:
                (out / f"{name}-{place}").write_bytes(kept(name, data))
                print(f"FOUND {name}-{place}: {error!r}"[:300], file=sys.stderr, flush=True)
                with contextlib.suppress(OSError):
                    (out / f"{name}-{place}.trace").write_text(traceback.format_exc()[-4000:], "utf-8", "replace")

    longest = _LONGEST.get(name, 16000)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", f"-max_len={longest}", "-timeout=60", "-rss_limit_mb=2500",
         "-print_final_stats=1", f"-artifact_prefix={out}/{name}-native-", str(corpus)], one,
    )  # fmt: skip
    atheris.Fuzz()


def seed(name: str, corpus: pathlib.Path) -> None:
    """Lay down what a target begins with: kept crashers, and whole files for the readers."""
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    from seeds import seeds

    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds(name):
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)


def main() -> int:
    """Fuzz the targets named, one after another, each in its own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT / ".fuzz" / "corpus")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / ".fuzz" / "found")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.inside:
        name = options.targets[0]
        fuzz(name, int(60 * options.minutes), options.corpus / name, options.out)
        return 0
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    from targets import NAMES

    print("target\tminutes\truns\tcovered\tfound", flush=True)
    for name in options.targets or NAMES:
        seed(name, options.corpus / name)
        began = time.monotonic()
        command = [
            sys.executable, __file__, name, "--inside", f"--minutes={options.minutes}", f"--corpus={options.corpus}",
            f"--out={options.out}",
        ]  # fmt: skip
        log = options.out / f"{name}.log"
        with log.open("w") as stream:
            code = subprocess.run(command, stdout=stream, stderr=stream, check=False).returncode
        runs = _RUNS.findall(log.read_text("utf-8", "replace")) or [("0", "0")]
        found = sorted(file.name for file in options.out.glob(f"{name}-*") if file.suffix != ".trace")
        ended = f" (ended with {code})" if code else ""
        minutes = (time.monotonic() - began) / 60
        print(
            f"{name}\t{minutes:.1f}\t{runs[-1][0]}\t{runs[-1][1]}\t{', '.join(found) or 'nothing'}{ended}", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
