"""The folder of an annotation project: reports go out as files of a tool, corrected files come back as gold.

Beside the files of the tool lies NAME.base.json for each text: the text as it was analysed, and the draft.
What comes back is compared with it, so that a correction is told from what was left alone.
"""

from __future__ import annotations

import json
import os
import pathlib
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from vnreport.analyzer import Analyzer
from vnreport.annotation import brat, label_studio, web_annotation
from vnreport.annotation.correcting import settle
from vnreport.annotation.draft import draft_markup
from vnreport.annotation.gold import make_gold
from vnreport.annotation.marks import LAYERS, Link, Mark, Markup
from vnreport.batch.plan import load, make_plan
from vnreport.errors import ConfigError, GoldError, UnreadableFile
from vnreport.io.analyzing import analyze_document
from vnreport.io.reading import MAX_BYTES, read, read_bytes
from vnreport.records import record
from vnreport.text.offsets import OFFSET_UNITS
from vnreport.version import __version__

SCHEMA = "vnreport-annotation/1"
_BASE = ".base.json"
_LONGEST = 80


@record
class Base:
    """What went out for one text: its name and source, the tool, its unit of offsets, the layers, and the draft."""

    name: str
    source: str
    form: str
    offset_unit: str
    layers: tuple[str, ...]
    draft: Markup


@record
class Returned:
    """What came back: the names of the texts that are gold now, and of those that nobody has annotated yet."""

    gold: tuple[str, ...]
    waiting: tuple[str, ...]


# --- reports in ----------------------------------------------------------------------------------------------------


def read_reports(paths: Sequence[str], analyzer: Analyzer | None = None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The source and the report's dict of each document of some files.

    A .jsonl file holds reports, as `vnreport sample`, `batch` and `analyze` write them, or lines that name a `source`
    alone; such a source, and any other file, is read and analysed. Raises ConfigError or UnreadableFile, which name
    file and line.
    """
    analyzer = analyzer or Analyzer()
    for path in paths:
        if not path.lower().endswith(".jsonl"):
            yield path, analyze_document(read(path), analyzer).to_dict()
            continue
        with _opened(path) as stream:
            for number, line in enumerate(stream, 1):
                place = f"{path}, line {number}"
                data = _json_object(place, line)
                source = data.get("source")
                if not isinstance(source, str):
                    raise ConfigError(f"{place}: names no source")
                if "schema" not in data:
                    yield source, _analyzed(source, analyzer)
                elif data.get("offset_unit", "codepoint") != "codepoint":
                    raise ConfigError(f"{place}: counts offsets in {data['offset_unit']}; write it in code points")
                else:
                    yield source, data


def _opened(path: str) -> Any:
    try:
        return pathlib.Path(path).open("rb")
    except OSError as error:
        raise UnreadableFile(path, f"cannot be opened: {error.strerror or error}") from error


def _json_object(place: str, line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise ConfigError(f"{place}: is no JSON ({error})") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{place}: is no JSON object")
    return data


def _analyzed(source: str, analyzer: Analyzer) -> Mapping[str, Any]:
    """The report of a file, or of a member of an archive as a batch names it."""
    archive, mark, _ = source.partition("!")
    if not mark or os.path.exists(source):
        return analyze_document(read(source), analyzer).to_dict()
    with tempfile.TemporaryDirectory(prefix="vnreport-") as folder:
        plan = make_plan([archive], unpack_to=pathlib.Path(folder))
        item = next((item for item in plan.items if item.source == source), None)
        if item is None:
            raise UnreadableFile(source, "does not stand in its archive")
        try:
            data = load(item, MAX_BYTES)
        except (OSError, ValueError) as error:
            raise UnreadableFile(source, str(error)) from error
        return analyze_document(read_bytes(source, data), analyzer).to_dict()


# --- out -----------------------------------------------------------------------------------------------------------


def export(
    reports: Iterable[tuple[str, Mapping[str, Any]]],
    folder: str | os.PathLike[str],
    form: str,
    *,
    layers: Sequence[str],
    unit: str = "codepoint",
) -> tuple[str, ...]:
    """Write the files of a tool (`FORMS`) for some reports, and answer the names of the texts.

    `folder` must be new or empty. Raises ConfigError for a folder that holds something, an unknown form, layer or unit,
    and for a report that cannot be written.
    """
    for name, value, known in (("form", form, tuple(FORMS)), ("offset_unit", unit, OFFSET_UNITS)):
        if value not in known:
            raise ConfigError(f"{name}={value!r} is none of {', '.join(known)}")
    if unknown := [layer for layer in layers if layer not in LAYERS]:
        raise ConfigError(f"layer {unknown[0]!r} is none of {', '.join(LAYERS)}")
    place = pathlib.Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise ConfigError(f"{folder}: is there already and not empty; name a new folder")
    bases = _bases(reports, form, tuple(layer for layer in LAYERS if layer in layers), unit)
    place.mkdir(parents=True, exist_ok=True)
    FORMS[form].write(place, bases)
    for base in bases:
        _write_json(place / f"{base.name}{_BASE}", {"schema": SCHEMA, **asdict(base)})
    return tuple(base.name for base in bases)


def _bases(
    reports: Iterable[tuple[str, Mapping[str, Any]]], form: str, layers: tuple[str, ...], unit: str
) -> list[Base]:
    bases: list[Base] = []
    taken: set[str] = set()
    for source, report in reports:
        if any("\ud800" <= character <= "\udfff" for character in report["text"]):
            raise ConfigError(f"{source}: holds half of a character (a lone surrogate), which no text file can hold")
        try:
            draft = draft_markup(report, layers)
        except ConfigError as error:
            raise ConfigError(f"{source}: {error}") from error
        bases.append(Base(_free_name(source, taken), source, form, unit, layers, draft))
    return bases


def _free_name(source: str, taken: set[str]) -> str:
    """A file name for a text: the stem of its source in letters, digits, hyphens; with a number where it is taken."""
    stem = pathlib.PurePath(source.replace("\\", "/").rpartition("!")[2]).stem
    plain = "".join(char if char.isalnum() or char in "-_" else "-" for char in unicodedata.normalize("NFC", stem))
    base = plain.strip("-")[:_LONGEST] or "text"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name


def _write_json(path: pathlib.Path, data: Any) -> None:
    path.write_bytes((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def _write_label_studio(folder: pathlib.Path, bases: Sequence[Base]) -> None:
    tasks = [label_studio.write_task(base.name, base.draft, base.offset_unit, __version__) for base in bases]
    _write_json(folder / "tasks.json", tasks)
    (folder / "label-config.xml").write_bytes(label_studio.write_config(_layers(bases)).encode())


def _write_brat(folder: pathlib.Path, bases: Sequence[Base]) -> None:
    for base in bases:
        (folder / f"{base.name}.txt").write_bytes(brat.plain_text(base.draft.text).encode())
        (folder / f"{base.name}.ann").write_bytes(brat.write_ann(base.draft, base.offset_unit).encode())
    (folder / "annotation.conf").write_bytes(brat.write_conf(_layers(bases)).encode())
    (folder / "visual.conf").write_bytes(brat.write_visual(_layers(bases)).encode())


def _write_w3c(folder: pathlib.Path, bases: Sequence[Base]) -> None:
    for base in bases:
        (folder / f"{base.name}.txt").write_bytes(base.draft.text.encode())
        collection = web_annotation.write_collection(base.name, base.draft, base.offset_unit)
        _write_json(folder / f"{base.name}.jsonld", collection)


def _layers(bases: Sequence[Base]) -> tuple[str, ...]:
    return bases[0].layers if bases else LAYERS


# --- back ----------------------------------------------------------------------------------------------------------


def import_gold(
    paths: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    base: str | os.PathLike[str] | None = None,
    unit: str | None = None,
) -> Returned:
    """Write NAME.txt and NAME.gold.json for every corrected text, as `vnreport.evaluate` reads them.

    `paths` are folders or files: .ann of brat, .jsonld of Web Annotations, .json as Label Studio exports a project.
    `base` is the folder that `export` wrote, if the files do not stand in it; `unit` is what their offsets count, if
    not what was written. Raises GoldError that names the file and the place in it. Nothing is written where one file is
    wrong.
    """
    made: dict[str, tuple[str, dict[str, Any]]] = {}
    waiting: list[str] = []
    for file in _corrected_files(paths):
        bases = pathlib.Path(base) if base is not None else file.parent
        for name, found, markup in _READERS[file.suffix](file, bases, unit):
            if markup is None:
                waiting.append(name)
                continue
            if name in made:
                raise GoldError(str(file), f"{name}: came back before, in another file")
            try:
                gold = make_gold(settle(found.draft, markup), found.layers)
            except ValueError as error:
                raise GoldError(str(file), f"{name}: {error}") from error
            made[name] = (found.draft.text, {"report": {"name": name, "source": found.source}, **gold})
    place = pathlib.Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, (text, gold) in made.items():
        (place / f"{name}.txt").write_bytes(text.encode())
        _write_json(place / f"{name}.gold.json", gold)
    return Returned(tuple(made), tuple(waiting))


def _corrected_files(paths: Sequence[str | os.PathLike[str]]) -> list[pathlib.Path]:
    files: dict[pathlib.Path, None] = {}
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.suffix in (".ann", ".jsonld"))
            if not found:
                raise GoldError(str(path), "holds no .ann and no .jsonld; of Label Studio name the exported .json")
            files.update(dict.fromkeys(found))
        elif path.suffix not in _READERS:
            raise GoldError(str(path), f"is none of {', '.join(_READERS)}")
        else:
            files[path] = None
    return list(files)


def _read_text(file: pathlib.Path) -> str:
    try:
        return file.read_bytes().decode()
    except OSError as error:
        raise GoldError(str(file), f"cannot be opened: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise GoldError(str(file), f"is no UTF-8: {error}") from error


def _read_json(file: pathlib.Path) -> Any:
    try:
        return json.loads(_read_text(file).removeprefix("\ufeff"))
    except ValueError as error:
        raise GoldError(str(file), f"is no JSON: {error}") from error


def read_base(folder: pathlib.Path, name: str) -> Base:
    """What went out for a text. Raises GoldError where it is not there, or is none."""
    file = folder / f"{name}{_BASE}"
    if not file.exists():
        raise GoldError(str(file), "is missing; name the folder that `vnreport export` wrote with --base")
    data = _read_json(file)
    try:
        if data["schema"] != SCHEMA:
            raise GoldError(str(file), f"has the schema {data['schema']!r}, not {SCHEMA!r}")
        if data["name"] != name:  # a file is written by that name
            raise GoldError(str(file), f"is of {data['name']!r}, not of {name!r}")
        draft = data["draft"]
        markup = Markup(
            draft["text"],
            tuple(Mark(**mark) for mark in draft["marks"]),
            tuple(Link(**link) for link in draft["links"]),
        )
        return Base(
            data["name"], data["source"], data["form"], data["offset_unit"], tuple(data["layers"]), markup
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise GoldError(str(file), f"was not written by `vnreport export`: {error}") from error


_Read = Iterator[tuple[str, Base, Markup | None]]


def _beside(file: pathlib.Path, expected: str) -> None:
    """Refuse marks of a text that is not the one that went out."""
    text = file.with_suffix(".txt")
    if text.exists() and _read_text(text) != expected:
        raise GoldError(str(text), "is not the text that was exported; its marks would stand in the wrong places")


def _read_brat(file: pathlib.Path, bases: pathlib.Path, unit: str | None) -> _Read:
    base = read_base(bases, file.stem)
    _beside(file, brat.plain_text(base.draft.text))
    draft = _renamed(base.draft, {mark.id: f"T{number}" for number, mark in enumerate(base.draft.marks, 1)})
    try:
        markup = brat.read_ann(base.draft.text, _read_text(file), unit or base.offset_unit)
    except ValueError as error:
        raise GoldError(str(file), str(error)) from error
    yield base.name, _with_draft(base, draft), markup


def _renamed(markup: Markup, names: Mapping[str, str]) -> Markup:
    marks = tuple(Mark(names[m.id], m.type, m.start, m.end, m.fields) for m in markup.marks)
    return Markup(markup.text, marks, tuple(Link(k.type, names[k.source], names[k.target]) for k in markup.links))


def _with_draft(base: Base, draft: Markup) -> Base:
    return Base(base.name, base.source, base.form, base.offset_unit, base.layers, draft)


def _read_w3c(file: pathlib.Path, bases: pathlib.Path, unit: str | None) -> _Read:
    base = read_base(bases, file.stem)
    _beside(file, base.draft.text)
    data = _read_json(file)
    try:
        yield (
            base.name,
            base,
            web_annotation.read_collection(base.name, base.draft.text, data, unit or base.offset_unit),
        )
    except ValueError as error:
        raise GoldError(str(file), str(error)) from error


def _read_label_studio(file: pathlib.Path, bases: pathlib.Path, unit: str | None) -> _Read:
    tasks = _read_json(file)
    if not isinstance(tasks, list):
        raise GoldError(str(file), "is no list of tasks; export the project as JSON")
    for number, task in enumerate(tasks):
        data = task.get("data") if isinstance(task, Mapping) else None
        name = data.get("name") if isinstance(data, Mapping) else None
        if not isinstance(name, str) or not name or pathlib.PurePath(name).name != name:
            raise GoldError(str(file), f"task {number} has no name in its data; it was not exported from here")
        base = read_base(bases, name)
        if not isinstance(data, Mapping) or data.get("text") != base.draft.text:
            raise GoldError(str(file), f"task {number}, {name}: its text is not the one that was exported")
        try:
            results = label_studio.annotation_of(task)
            markup = None
            if results is not None:
                markup = label_studio.read_results(base.draft.text, results, unit or base.offset_unit)
        except ValueError as error:
            raise GoldError(str(file), f"task {number}, {name}: {error}") from error
        yield name, base, markup


@record
class Form:
    """A tool: what its files are called, and how they are written."""

    title: str
    write: Callable[[pathlib.Path, Sequence[Base]], None]


FORMS: Mapping[str, Form] = {
    "label-studio": Form("tasks.json and label-config.xml of Label Studio", _write_label_studio),
    "brat": Form("NAME.txt, NAME.ann and annotation.conf of brat", _write_brat),
    "w3c": Form("NAME.txt and NAME.jsonld of W3C Web Annotations", _write_w3c),
}
"""The tools that `export` writes for."""

_READERS: Mapping[str, Callable[[pathlib.Path, pathlib.Path, str | None], _Read]] = {
    ".ann": _read_brat, ".jsonld": _read_w3c, ".json": _read_label_studio,
}  # fmt: skip
