"""docs/reference.md: every public name with its signature and docstring; examples stand as code with what they give."""

from __future__ import annotations

import dataclasses
import inspect
import pathlib
import re
import types
from typing import Any

import vnreport

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "reference.md"
HEAD = """# Reference

Written by `python tests/pages/write.py` from the docstrings; the tests compare them, and run every example where it stands in the code.
The fields of the records in a `Report` are explained in [result.md](result.md), the commands in [command-help.md](command-help.md).
"""
GROUPS = {
    "A whole report": ("analyze", "analyze_file", "analyze_many", "Analyzer", "Report", "convert_offsets"),
    "Files": ("read", "Document"),
    "One part of any string": (
        "extract", "find_references", "find_times", "find_quantities", "find_indicators", "segment", "classify",
        "Extraction", "Segmentation", "Classification",
    ),
    "Cited documents": (
        "parse_code", "normalize_code", "is_code", "Code", "annotate", "by_document", "count_citations",
        "CitationCount", "register",
    ),
    "Single values": ("parse_date", "parse_number", "parse_quantity", "number_to_words"),
    "Labels of your own, and how good it is": ("SectionClassifier", "evaluate"),
    "Errors": (
        "VnReportError", "ConfigError", "GoldError", "LexiconError", "MissingDependency", "ModelError", "ParseError",
        "UnreadableFile", "Failure",
    ),
}  # fmt: skip


def page() -> str:
    """The whole page; every public name stands in one group, or this raises."""
    grouped = [name for names in GROUPS.values() for name in names]
    listed = [name for name in vnreport.__all__ if name != "__version__"]
    if sorted(grouped) != sorted(listed):
        raise ValueError(f"GROUPS of {__file__} and vnreport.__all__ differ in {set(grouped) ^ set(listed)}")
    parts = [HEAD]
    for title, names in GROUPS.items():
        parts.append(f"## {title}\n")
        parts.extend(_entry(f"vnreport.{name}", getattr(vnreport, name)) for name in names)
    return "\n".join(parts)


def _entry(name: str, value: Any) -> str:
    if isinstance(value, types.ModuleType):
        members = [(f"{name}.{key}", member) for key, member in vars(value).items() if _is_own(member, value.__name__)]
        return f"### {name}\n\n{_prose(value)}\n" + "".join("\n" + _entry(key, member) for key, member in members)
    own = f"### {name}\n\n```text\n{_signature(name, value)}\n```\n\n{_prose(value)}\n"
    if not inspect.isclass(value):
        return own
    members = [_member(name, key, member) for key, member in vars(value).items() if not key.startswith("_")]
    return own + "".join(members)


def _is_own(member: Any, module: str) -> bool:
    return inspect.isfunction(member) and member.__module__ == module and not member.__name__.startswith("_")


def _member(owner: str, name: str, member: Any) -> str:
    function = getattr(member, "__func__", member)
    if inspect.isfunction(function):
        return f"\n**`{_signature(f'{owner}.{name}', function)}`**\n\n{_prose(function)}\n"
    getter = getattr(member, "fget", None) or getattr(member, "func", None)
    return f"\n**`{owner}.{name}`**\n\n{_prose(getter)}\n" if getter is not None and getter.__doc__ else ""


def _signature(name: str, value: Any) -> str:
    if inspect.isclass(value) and issubclass(value, Exception):
        return f"class {name}({value.__base__.__name__})"
    shown = str(inspect.signature(value)).replace("'", "").replace("(self, ", "(").replace("(self)", "()")
    shown = re.sub(r"<[\w.]+ object at 0x[0-9a-f]+>|<factory>", "…", shown)
    kind = "class " if inspect.isclass(value) and not dataclasses.is_dataclass(value) else ""
    return f"{kind}{name}{shown}"


def _prose(value: Any) -> str:
    """A docstring as Markdown: its examples become blocks of code with `# what they give` below."""
    lines = inspect.cleandoc(value.__doc__ or "").splitlines()
    shown: list[str] = []
    inside = False
    for line in lines:
        starts = line.startswith((">>> ", "... ", ">>>", "..."))
        if starts and not inside:
            shown.append("```python")
            inside = True
        elif inside and not line.strip():
            shown.append("```")
            inside = False
        shown.append(line[4:] if starts else f"# {line}" if inside else line)
    if inside:
        shown.append("```")
    return "\n".join(shown)
