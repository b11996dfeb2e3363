"""The targets of the fuzzer in short: kept crashers, whole files, and texts that hypothesis builds and shrinks."""

from __future__ import annotations

import pathlib
import random

import pytest
from grammar import DAMAGES, compose, groups
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from laws import BrokenLaw, capped, check_cover, check_report, check_sorted, check_spans, hold
from seeds import seeds
from targets import FILE_TARGETS, NAMES, packed, run, run_kept, unpacked

import vnreport
from vnreport.structure.models import Block

CRASHERS = sorted((pathlib.Path(__file__).parent / "crashers").glob("*-*"))
_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_PIECE = st.one_of(*map(st.sampled_from, groups()), st.text(max_size=4))
_DAMAGED = st.builds(lambda damage, piece: damage(piece), st.sampled_from(DAMAGES), _PIECE)
TEXTS = st.lists(st.one_of(_PIECE, _DAMAGED), max_size=40).map(" ".join)
WHOLE_DAMAGED = st.builds(lambda damage, text: damage(text)[:4000], st.sampled_from(DAMAGES), TEXTS)


@pytest.mark.parametrize("file", CRASHERS, ids=lambda file: file.name)
def test_what_once_broke_a_law_breaks_none(file: pathlib.Path) -> None:
    run_kept(file.name.split("-")[0], file.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_what_a_campaign_begins_with_breaks_no_law(name: str) -> None:
    for data in seeds(name):
        run(name, data)


@given(st.one_of(TEXTS, WHOLE_DAMAGED))
@_SETTINGS
def test_every_text_has_a_report(text: str) -> None:
    with capped():
        check_report(vnreport.analyze(text))


@given(st.one_of(TEXTS, WHOLE_DAMAGED))
@settings(parent=_SETTINGS, max_examples=100)
def test_every_text_can_be_searched(text: str) -> None:
    with capped():
        found = vnreport.extract(text)
        for mentions in (found.references, found.times, found.quantities):
            check_spans(text, mentions)
            check_sorted(mentions)
        parts = vnreport.segment(text)
        check_cover(text, parts.blocks)
        check_cover(text, parts.sentences)


@given(_PIECE | _DAMAGED)
@settings(parent=_SETTINGS, max_examples=200)
@example("ngày 31/02/2020")
def test_every_string_is_a_value_or_none(string: str) -> None:
    for parse in (vnreport.parse_date, vnreport.parse_number, vnreport.parse_quantity, vnreport.parse_code):
        try:
            parse(string)
        except vnreport.ParseError as error:
            assert str(error)  # noqa: PT017 - either it is a value, or the reason is said
    vnreport.is_code(string)


@given(st.binary(max_size=60))
@_SETTINGS
def test_records_from_outside_are_read_or_refused(data: bytes) -> None:
    FILE_TARGETS["records"](data)


@pytest.mark.parametrize("name", ["text", "html", "rtf", "office", "pdf"])
def test_damaged_files_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    for whole in seeds(name):
        for _ in range(3):
            data = bytearray(whole)
            for _ in range(chance.choice((1, 4, 30))):
                place = chance.randrange(len(data) or 1)
                how = chance.randrange(4)
                if how == 0:
                    del data[place : place + chance.randrange(20)]
                elif how == 1:
                    data[place:place] = data[place // 2 : place // 2 + chance.randrange(60)]
                else:
                    data[place : place + 1] = chance.randbytes(1)
            FILE_TARGETS[name](bytes(data))


# --- the laws themselves -------------------------------------------------------------------------------------------


def test_a_container_survives_its_unpacking() -> None:
    for data in seeds("office"):
        assert unpacked(packed(data)) == data


def test_the_laws_notice_what_breaks_them() -> None:
    block = Block(1, 3, "ab", "paragraph")
    check_spans("xab", block)
    for text, wrong in (("xxab", "is not what stands there"), ("xa", "span 1-3 of 2")):
        with pytest.raises(BrokenLaw, match=wrong):
            check_spans(text, block)
    with pytest.raises(BrokenLaw, match="white space"):
        check_spans("x b", Block(1, 3, " b", "paragraph"))
    with pytest.raises(BrokenLaw, match="left out"):
        check_cover("xab", [block])
    with pytest.raises(BrokenLaw, match="overlaps"):
        check_cover(" ab", [block, block])
    with pytest.raises(BrokenLaw, match="not in order"):
        check_sorted([block, Block(0, 1, "x", "paragraph")])
    with pytest.raises(BrokenLaw, match=r"took \d"), capped(-1):
        hold(True, "nothing")


def test_bytes_make_every_kind_of_piece() -> None:
    chance = random.Random(1)
    made = "".join(compose(chance.randbytes(150)) for _ in range(60))
    for wanted in ("TW", "tháng", "\u0301", "\ud800", "\r\n", "👍🏽", "|", "“", "kế hoạch", "Nơi nhận"):
        assert wanted in made, wanted
