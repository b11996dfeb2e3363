"""The same report in another dress (Unicode forms, line ends, blanks): the same layout, names and labels."""

from __future__ import annotations

import pathlib
import unicodedata
from collections.abc import Callable

import pytest

import vnreport

CORPORA = pathlib.Path(__file__).parents[2] / "corpora"
REPORTS = sorted(path for folder in ("layout", "samples") for path in (CORPORA / folder).glob("*.txt"))


def _shape(report: vnreport.Report) -> list[object]:
    return [
        [(block.kind, block.number, block.label) for block in report.blocks],
        [(section.level, section.number, section.label) for section in report.sections],
        [sentence.label for sentence in report.sentences],
        [(reference.type, reference.code) for reference in report.references],
        [(time.type, time.first_day, time.last_day) for time in report.times],
        [(quantity.value, quantity.low, quantity.high) for quantity in report.quantities],
        [len(names) for names in (report.organizations, report.people, report.places, report.abbreviations)],
    ]


def _mixed(text: str) -> str:
    """Composed and decomposed letters in turn, as in files that several programs wrote."""
    words = text.split(" ")
    return " ".join(unicodedata.normalize(("NFC", "NFD")[place % 2], word) for place, word in enumerate(words))


DRESSES: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC and NFD mixed": _mixed,
    "CRLF": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text.removeprefix("\ufeff"),
    "hyphens": lambda text: text.replace("-", "\u2011"),
    "Icelandic": lambda text: text.replace("Đ", "Ð"),
    "zero width": lambda text: text.replace(" ", " \u200b"),
    "old tones": lambda text: text.replace("òa", "oà").replace("ủy", "uỷ").replace("ỦY", "UỶ").replace("hóa", "hoá"),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_another_dress_is_the_same_report(dress: str) -> None:
    for path in REPORTS:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        assert _shape(vnreport.analyze(DRESSES[dress](text))) == _shape(vnreport.analyze(text)), path.name
