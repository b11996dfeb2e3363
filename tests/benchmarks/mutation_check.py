"""Whether the tests notice a wrong line of `entities/` and `facts/`.

    python tests/benchmarks/mutation_check.py [--count 300] [--seed 9] [--only facts/links] [--again survivors.tsv]

A mutant is the library with one change: a comparison turned, a number moved by one, a truth value, a word or a sign
changed, a result or a statement left out. Each of a fixed random sample is run against the tests of its room
(`ROOMS`); it dies when one of them fails or it takes too long. What changes no behaviour is listed with the reason in
`equivalent_mutants.tsv` and not counted. Patterns and tables are not mutated: they are data, held by the case tables.

The sample is drawn by a hash of each change, so that it stays the same while other lines are edited. The checkout is
not touched: each mutant is compiled in a process of its own, forked from one that has run all these tests.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import importlib.machinery
import os
import pathlib
import re
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
SOURCE = TESTS.parent / "src"
EQUIVALENT = pathlib.Path(__file__).with_name("equivalent_mutants.tsv")
CODE: dict[str, Any] = {}  # the compiled modules by file
COLUMNS = ("file", "function", "before", "after")
SECONDS = 40  # of processor time; the slowest tests of a room take 10
# What is not imported anew: the rooms that import none of the mutated.
KEPT = re.compile(r"vnreport\.(lexicon|errors|version|records|text\b.*|structure\b.*)")

# The tests of a file, quickest first, besides the examples in the docstrings of its folder: the first line that fits.
REFERENCES = ("test_cases.py::test_references", "test_references.py")
NAMES = ("test_names.py", "test_metadata.py")
ABBREVIATIONS = ("test_cases.py::test_abbreviations", "test_names.py", "test_contract.py")
FACTS = ("test_indicators.py", "test_audit.py::test_contradictions", "test_contract.py")
ROOMS: dict[str, tuple[str, ...]] = {
    "entities/times/": ("test_cases.py::test_times", "test_cases.py::test_quantities", "test_single_values.py"),
    "entities/quantities/": ("test_cases.py::test_quantities", "test_single_values.py"),
    "entities/number": ("test_single_values.py", "test_cases.py", "properties/test_number_words.py"),
    "entities/(single_values|models|scan)": ("test_single_values.py", "test_contract.py", "test_cases.py"),
    "entities/abbreviations": ABBREVIATIONS,
    "entities/(names|officers|organizations|people|personal_names|places)": NAMES,
    "entities/": (*REFERENCES, "test_single_values.py"),
    "facts/(register|relations|resolution|citations|short_forms)": REFERENCES,
    "facts/(temporal|anchor)": ("test_cases.py", "test_metadata.py", "test_contract.py"),
    "facts/(metadata|letterhead|classes)": ("test_metadata.py", "test_contract.py"),
    "facts/audit/": ("test_audit.py",),
    "facts/": FACTS,
}

TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
}  # fmt: skip
NO_BEHAVIOUR = {"annotation", "returns", "decorator_list", "type_comment"}


class Place(NamedTuple):
    """Where a tree can be changed: a field of a node (or one of its list), what stands there, and what may."""

    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST
    statement: ast.stmt
    function: str
    line: int

    def put(self, node: ast.AST) -> None:
        """Let this node stand there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


class Mutant(NamedTuple):
    """One change: its file, which of the file's places it is, and the line as it was and as it is."""

    file: str
    number: int
    line: int
    function: str
    before: str
    after: str

    @property
    def row(self) -> tuple[str, ...]:
        """How a table names it."""
        return self.file, self.function, self.before, self.after


def changed(node: ast.AST, parent: ast.AST) -> ast.AST | None:
    """What stands there instead of a node, if it can be changed."""
    match node:
        case ast.operator() | ast.cmpop() | ast.boolop() if type(node) in TURNED:
            sides = (parent.left, parent.right) if isinstance(parent, ast.BinOp) else ()
            joins = any(isinstance(side, ast.JoinedStr | ast.Tuple | ast.List) or _is_text(side) for side in sides)
            return None if joins else TURNED[type(node)]()
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.Constant(value=bool()):
            return ast.Constant(not node.value)
        case ast.Constant(value=int()):
            return ast.Constant(node.value + 1)
        case ast.Constant(value=str()) if re.fullmatch(r"\w+", node.value):
            return ast.Constant(node.value + "x")
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            return ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Delete():
            return ast.Pass()
        case ast.Assign() if not any(isinstance(target, ast.Name | ast.Tuple) for target in node.targets):
            return ast.Pass()
    return None


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _left_alone(node: ast.AST) -> bool:
    """What has no behaviour, and messages of errors: a test tells those by a word of theirs."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.JoinedStr() | ast.keyword(arg="strict"):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
    return False


def places(node: ast.AST, statement: ast.stmt | None = None, function: str = "", line: int = 1) -> Iterator[Place]:
    """The places of a tree where it can be changed, in the order of the text."""
    for field, value in ast.iter_fields(node):
        if field in NO_BEHAVIOUR:
            continue
        many = isinstance(value, list)
        for index, child in enumerate(value if many else [value]):
            if not isinstance(child, ast.AST) or _left_alone(child):
                continue
            home = child if isinstance(child, ast.stmt) else statement
            inside = child.name if isinstance(child, ast.FunctionDef) else function
            at = getattr(child, "lineno", line)
            new = changed(child, node)
            if new is not None and home is not None:
                ast.fix_missing_locations(ast.copy_location(new, child))
                yield Place(node, field, index if many else None, child, new, home, inside, at)
            yield from places(child, home, inside, at)


def tree_of(file: str) -> ast.Module:
    """The module of a file below src/vnreport."""
    return ast.parse((SOURCE / "vnreport" / file).read_text("utf-8"))


def mutants_of(file: str, numbers: list[int]) -> Iterator[Mutant]:
    """The changes of these numbers, each with its line before and after."""
    found = list(places(tree_of(file)))
    for number in numbers:
        place = found[number]
        holder = ast.Module([place.statement], [])
        before = ast.unparse(holder).splitlines()
        outer = place if place.old is not place.statement else place._replace(parent=holder, field="body", index=0)
        outer.put(place.new)
        after = ast.unparse(holder).splitlines()
        outer.put(place.old)
        old, new = next((a, b) for a, b in zip(before, [*after, "pass"], strict=False) if a != b)
        yield Mutant(file, number, place.line, place.function, old.strip(), new.strip())


def sample(count: int, seed: int) -> list[Mutant]:
    """So many mutants: those whose changes have the lowest hashes."""
    drawn: list[tuple[bytes, str, int]] = []
    for path in sorted((SOURCE / "vnreport").rglob("*.py")):
        file = path.relative_to(SOURCE / "vnreport").as_posix()
        if not file.startswith(("entities/", "facts/")):
            continue
        seen = Counter[str]()
        for number, place in enumerate(places(tree_of(file))):
            context = place.parent if isinstance(place.parent, ast.expr) else place.old
            change = f"{seed} {file} {ast.unparse(context)} {type(place.new).__name__}"
            seen[change] += 1
            drawn.append((hashlib.sha256(f"{change} {seen[change]}".encode()).digest(), file, number))
    drawn = sorted(drawn)[:count]
    numbers: dict[str, list[int]] = {}
    for _, file, number in drawn:
        numbers.setdefault(file, []).append(number)
    return [mutant for file in sorted(numbers) for mutant in mutants_of(file, sorted(numbers[file]))]


def tests_of(file: str) -> list[str]:
    """What pytest is given for a file: the docstrings of its folder, and the tests of its room."""
    tests = next(tests for room, tests in ROOMS.items() if re.match(room, file))
    return [str((SOURCE / "vnreport" / file).parent), *(str(TESTS / test) for test in tests)]


def run_tests(tests: list[str]) -> int:
    """The exit code of pytest, which says nothing; the library and the tests are imported anew."""
    ours = (f"{SOURCE}{os.sep}", f"{TESTS}{os.sep}")
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(ours) and not KEPT.fullmatch(name):
            del sys.modules[name]
    off = ("cacheprovider", "xdist", "terminal", "unraisableexception")
    plugins = [part for name in off for part in ("-p", f"no:{name}")]
    os.chdir(TESTS.parent)
    return int(pytest.main(["-x", "--assert=plain", *plugins, f"--rootdir={TESTS.parent}", *tests]))


def run_mutant(mutant: Mutant) -> int:
    """The exit code of pytest where the library has this change."""
    tree = tree_of(mutant.file)
    place = list(places(tree))[mutant.number]
    place.put(place.new)
    path = str(SOURCE / "vnreport" / mutant.file)
    CODE[path] = compile(tree, path, "exec")
    return run_tests(tests_of(mutant.file))


def _code_of(loader: Any, name: str, read: Any = importlib.machinery.SourceFileLoader.get_code) -> Any:
    """What the import system compiles a module to, once for all processes."""
    if loader.path not in CODE:
        CODE[loader.path] = read(loader, name)
    return CODE[loader.path]


def start(mutant: Mutant) -> int:
    """A process of its own for a mutant; what it prints goes nowhere."""
    child = os.fork()
    if child:
        return child
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(run_mutant(mutant))
    finally:
        os._exit(1)


def judge(mutants: list[Mutant], workers: int) -> dict[Mutant, bool]:
    """Which of them survive."""
    survived: dict[Mutant, bool] = {}
    running: dict[int, Mutant] = {}
    waiting = list(mutants)[::-1]
    while waiting or running:
        if waiting and len(running) < workers:
            mutant = waiting.pop()
            running[start(mutant)] = mutant
            continue
        child, status = os.wait()
        mutant = running.pop(child)
        survived[mutant] = status == 0
        word = "survived" if status == 0 else "killed"
        print(f"{len(survived)}/{len(mutants)} {word} {mutant.file}:{mutant.line}", file=sys.stderr, flush=True)
    return survived


def main() -> int:
    """Judge the sample; print what died by file, and each that survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", default="", help="of the sample, only files whose path holds this")
    parser.add_argument("--again", type=pathlib.Path, help="of the sample, only what this file of survivors holds")
    parser.add_argument("--survivors", type=pathlib.Path, help="write the survivors here, as tab-separated values")
    options = parser.parse_args()
    drawn = [mutant for mutant in sample(options.count, options.seed) if options.only in mutant.file]
    if options.again:
        kept = _changes(options.again)
        drawn = [mutant for mutant in drawn if mutant.row in kept]
    equivalent = _changes(EQUIVALENT)
    mutants = [mutant for mutant in drawn if mutant.row not in equivalent]

    sys.path.insert(0, str(SOURCE))
    importlib.machinery.SourceFileLoader.get_code = _code_of  # type: ignore[method-assign]
    re._MAXCACHE = 1_000_000  # type: ignore[attr-defined]  # the patterns are compiled once, before the forks
    every = sorted({test for mutant in mutants for test in tests_of(mutant.file)})
    if run_tests(every) or run_tests(every):  # the second time as a mutant runs them: with what the first has loaded
        print("The tests fail without any change.")
        return 1
    survived = judge(mutants, options.workers)

    killed = Counter(mutant.file for mutant in mutants if not survived[mutant])
    whole = Counter(mutant.file for mutant in mutants)
    for file in sorted(whole):
        print(f"{file:40} {killed[file]:4} of {whole[file]:4}")
    share = 100 * killed.total() / max(1, whole.total())
    print(f"{'killed':40} {killed.total():4} of {whole.total():4}, {share:.1f} %")
    print(f"{len(drawn) - len(mutants)} more change no behaviour (equivalent_mutants.tsv)")
    left = [mutant for mutant in mutants if survived[mutant]]
    for mutant in left:
        print(f"\n{mutant.file}:{mutant.line}\n  - {mutant.before}\n  + {mutant.after}")
    if options.survivors:
        rows = [COLUMNS, *(mutant.row for mutant in left)]
        options.survivors.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return 0


def _changes(path: pathlib.Path) -> set[tuple[str, ...]]:
    """The changes that a table names."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {tuple(row[column] for column in COLUMNS) for row in rows}


if __name__ == "__main__":
    sys.exit(main())
