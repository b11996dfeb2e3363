"""A user's own register and word tables: their rows win, nothing leaks, and a wrong row is named at once."""

from __future__ import annotations

import pathlib
import pickle

import pytest

import vnreport
from test_cli import run
from vnreport import Analyzer, ConfigError, LexiconError

REGISTER = (
    "code\ttype\tissued_on\tissuer\ttitle\tshort_names\tsource\n"
    "77-NQ/HU\tresolution\t2021-05-03\tHuyện ủy Bảo Yên\tphát triển cây quế\tNghị quyết cây quế;Nghị quyết 77\town\n"
    "217-QĐ/TW\tdecision\t2099-01-01\tcơ quan khác\tquy định riêng\tQĐ 217\town\n"
)
BOUNDS = "phrase\tside\tcomparator\tsource\nx\tbefore\t≈\town\n"
UNITS = "code\tdimension\tfactor\tsymbol\taliases\tsource\nbottle\tcount\t1\tchĩnh\t\town\n"


@pytest.fixture
def register(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "local.tsv"
    file.write_text(REGISTER, "utf-8")
    return file


@pytest.fixture
def units(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "units.tsv"
    file.write_text(UNITS, "utf-8")
    return file


def test_own_register_resolves_and_wins(register: pathlib.Path) -> None:
    text = "Thực hiện Nghị quyết 77 và QĐ 217."
    mine = Analyzer(register=[register]).analyze(text).references
    assert [r.register and r.register.issuer for r in mine] == ["Huyện ủy Bảo Yên", "cơ quan khác"]
    assert mine[0].doc_id == "resolution:77-NQ/HU@2021-05-03"
    shipped = vnreport.analyze(text).references
    assert [r.register and r.register.issuer for r in shipped] == [None, "Bộ Chính trị"]


def test_own_units_are_read_and_do_not_leak(units: pathlib.Path) -> None:
    text = "Mỗi hộ góp hai chĩnh mắm."
    own = Analyzer(lexicon=[units])
    assert [(q.text, q.unit) for q in own.analyze(text).quantities] == [("hai chĩnh", "chĩnh")]
    assert not vnreport.analyze(text).quantities
    assert own.analyze(text).generator["lexicon"] != vnreport.analyze(text).generator["lexicon"]
    units.unlink()
    assert pickle.loads(pickle.dumps(own)).analyze(text).quantities == own.analyze(text).quantities


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("units.tsv", UNITS + "x\ty\n", LexiconError, r"units\.tsv, line 3: has 2 columns"),
        (
            "units.tsv",
            UNITS.replace("\t1\t", "\tmột\t"),
            LexiconError,
            "line 2: factor 'một' is no number",
        ),
        (
            "bounds.tsv",
            "phrase\tside\tcomparator\tsource\nx\tbefore\t≈\town\n",
            LexiconError,
            "comparator '≈' is none of",
        ),
        ("colours.tsv", "a\n", ConfigError, "no table is named 'colours'; the tables are abbreviations, bounds"),
    ],
)
def test_a_wrong_table_is_named(
    tmp_path: pathlib.Path, name: str, content: str, error: type[Exception], message: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    with pytest.raises(error, match=message):
        Analyzer(lexicon=[file])


def test_a_wrong_register_and_a_missing_file_are_named(tmp_path: pathlib.Path, register: pathlib.Path) -> None:
    register.write_text(REGISTER.replace("2021-05-03", "03/05/2021"), "utf-8")
    with pytest.raises(LexiconError, match=r"local\.tsv, line 2: issued_on '03/05/2021' is no ISO date"):
        Analyzer(register=[register])
    with pytest.raises(ConfigError, match="cannot be read"):
        Analyzer(register=[tmp_path / "none.tsv"])
    with pytest.raises(ConfigError, match="give a list of files"):
        Analyzer(register=str(register))  # type: ignore[arg-type]


def test_the_command_line_takes_them(register: pathlib.Path, tmp_path: pathlib.Path) -> None:
    done = run("analyze", "-", "--register", str(register), "--format", "summary", stdin="Theo Nghị quyết 77.".encode())
    assert "phát triển cây quế" in done.stdout.decode("utf-8")
    assert run("analyze", "-", "--register", str(tmp_path / "none.tsv")).returncode == 2
