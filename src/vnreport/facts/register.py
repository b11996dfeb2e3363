"""The register of well-known documents: which document a code, or a short name, means.

An entry resolves a mention only if nothing in the text contradicts it: type, code, date and issuer that the text gives
must fit. Where several entries fit, all are listed as candidates and none is chosen.
"""

from __future__ import annotations

import datetime
import re

from vnreport.entities.models import Reference, RegisterEntry
from vnreport.lexicon import Row, lexicon_cache, lexicon_cache_by, load_table, split_cell
from vnreport.records import record
from vnreport.text.engine import spaced
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

COLUMNS = ("code", "type", "issued_on", "issuer", "title", "short_names", "source")


@record
class Register:
    """Entries by comparable code and by folded short name."""

    by_code: dict[str, tuple[RegisterEntry, ...]]
    by_name: dict[str, tuple[RegisterEntry, ...]]


_LEADING_ZEROS = pattern(r"\b0{1,9}(?=\d)")
_NAMES_NOTHING = pattern(r"[(),\"“”]|\b(?:năm|số|của|hội nghị|lần thứ|ban chấp hành|bch|đảng|các)\b")
_CENTRAL = pattern(r"\b(?:tw|t\.ư)\b")


def comparable_code(code: str) -> str:
    """A code for comparing: folded, without spaces and leading zeros: "03-CT/TW" and "3-CT/TW" are one."""
    letters = "".join(fold(code).split())
    zeros = _LEADING_ZEROS.match(letters)
    return letters if zeros is None else letters[zeros.end() :]


def comparable_name(name: str) -> str:
    """A short name for comparing: folded, single spaces, no "năm", "của", "số", brackets or leading zeros."""
    named = spaced(_CENTRAL.sub("trung ương", _NAMES_NOTHING.sub(" ", fold(name))))
    return _LEADING_ZEROS.sub("", named) if "0" in named else named


def check_register_row(row: Row) -> str | None:
    """What is wrong with a row of the register, or None."""
    if row["type"] not in document_types():
        return f"type {row['type']!r} is no type of a document; `vnreport types` lists them"
    if row["code"] and not re.match(r"\d", row["code"]):
        return f"code {row['code']!r} is no code: it does not begin with a number"
    if row["issued_on"]:
        try:
            datetime.date.fromisoformat(row["issued_on"])
        except ValueError:
            return f"issued_on {row['issued_on']!r} is no ISO date"
    if not row["code"] and not row["short_names"]:
        return "has neither a code nor a short name"
    return None if row["source"] else "has no source"


@lexicon_cache
def document_types() -> frozenset[str]:
    """The codes of `document_types.tsv`."""
    return frozenset(row["code"] for row in load_table("document_types", "code", "names", "source"))


def build_register(rows: tuple[Row, ...]) -> Register:
    """Index checked rows."""
    by_code: dict[str, list[RegisterEntry]] = {}
    by_name: dict[str, list[RegisterEntry]] = {}
    own_names = {comparable_name(name) for row in rows if "_own" in row for name in split_cell(row["short_names"])}
    for row in rows:
        issued = datetime.date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
        entry = RegisterEntry(row["code"] or None, row["type"], issued, row["issuer"], row["title"])
        if entry.code:
            by_code.setdefault(comparable_code(entry.code), []).append(entry)
        for name in split_cell(row["short_names"]):
            name = comparable_name(name)
            if name in own_names and "_own" not in row:
                continue  # a user's own name for a document is theirs alone
            known = by_name.setdefault(name, [])
            if entry not in known:
                known.append(entry)
    return Register({k: tuple(v) for k, v in by_code.items()}, {k: tuple(v) for k, v in by_name.items()})


@lexicon_cache
def register() -> Register:
    """The register in force; a user's own rows are checked when they are read, the shipped ones by a test."""
    return build_register(load_table("register", *COLUMNS))


def candidates(
    known: Register, reference: Reference, code: str | None, written_on: datetime.date | None = None
) -> tuple[RegisterEntry, ...]:
    """The entries that fit a mention: its code, else its number or name, with nothing in the text against them.

    A report of the day `written_on` cites no document that was issued later.
    """
    if code is not None:
        found = known.by_code.get(comparable_code(code), ())
    else:
        names = [comparable_name(reference.text)]
        if reference.number is not None:
            names.extend(comparable_name(f"{word} {reference.number}") for word in _type_names(reference.type))
        found = next((known.by_name[name] for name in names if name in known.by_name), ())
    fitting = tuple(
        entry
        for entry in found
        if _fits(entry, reference)
        and not (written_on is not None and entry.issued_on is not None and entry.issued_on > written_on)
    )
    return _by_title(fitting, reference.title.text) if len(fitting) > 1 and reference.title is not None else fitting


def _by_title(entries: tuple[RegisterEntry, ...], title: str) -> tuple[RegisterEntry, ...]:
    """The one entry that the title means, where it is clearly one; else all."""
    scores = sorted((_shared(title, entry.title), index) for index, entry in enumerate(entries))
    (second, _), (best, chosen) = scores[-2:]
    if len(_content(title)) >= _SYLLABLES and best >= _MEANT and best - second >= _CLEARLY:
        return (entries[chosen],)
    return entries


@lexicon_cache_by
def _type_names(kind: str | None) -> tuple[str, ...]:
    """The words for a type: "218" of "QĐ 217/218" is also "Quyết định 218"."""
    rows = load_table("document_types", "code", "names", "abbreviations", "symbols", "source")
    return tuple(word for row in rows if row["code"] == kind for word in split_cell(row["names"]))


# The terms of the Central Committee by the day on which each congress elected it (văn kiện Đại hội Đảng).
_TERMS = {
    "iii": ("1960-09-10", "1976-12-19"), "iv": ("1976-12-20", "1982-03-30"), "v": ("1982-03-31", "1986-12-17"),
    "vi": ("1986-12-18", "1991-06-26"), "vii": ("1991-06-27", "1996-06-30"), "viii": ("1996-07-01", "2001-04-21"),
    "ix": ("2001-04-22", "2006-04-24"), "x": ("2006-04-25", "2011-01-18"), "xi": ("2011-01-19", "2016-01-27"),
    "xii": ("2016-01-28", "2021-01-30"), "xiii": ("2021-01-31", "2026-01-22"), "xiv": ("2026-01-23", "2031-12-31"),
}  # fmt: skip
_TERM = pattern(r"khóa\s{1,3}([ivxl]{1,6})(?![^\W_])")
_SAME = frozenset((frozenset(("decision", "regulation")), frozenset(("program", "scheme")), frozenset(("law", "code"))))
_ISSUER_WORDS = {"bct": "bộ chính trị", "tw": "trung ương", "bch": "ban chấp hành"}


def _fits(entry: RegisterEntry, reference: Reference) -> bool:
    if reference.type is not None and entry.type != reference.type:
        confused = frozenset((entry.type, reference.type)) in _SAME and bool(reference.repairs)
        if not confused:
            return False
    dated = reference.issued_on
    if dated is not None and dated.value is not None and entry.issued_on is not None and dated.value != entry.issued_on:
        return False
    if reference.title is not None and dated is None and not _same_subject(reference.title.text, entry.title):
        return False
    if dated is None and entry.issued_on is not None and not _in_term(entry.issued_on, reference):
        return False
    if reference.issuer is not None and reference.code is None:
        return _same_issuer(reference.issuer.text, entry.issuer)
    return True


def _in_term(issued_on: datetime.date, reference: Reference) -> bool:
    """Whether a document of the Party is of the term that the mention names ("của Ban Chấp hành Trung ương khóa X")."""
    if reference.extent is None or not (reference.symbol or "").endswith("TW"):
        return True
    before_title = reference.title.start if reference.title is not None else reference.extent.end
    told = _TERM.search(fold(reference.extent.text[: before_title - reference.extent.start]))
    term = _TERMS.get(told.group(1)) if told is not None else None
    return term is None or term[0] <= issued_on.isoformat() <= term[1]


# Two titles of one document share this much of the shorter one; below four syllables a title says too little.
_SHARED = 0.3
_SYLLABLES = 4
# The title of one of several documents is meant where it shares so much of it, and so much more than of the next.
_MEANT, _CLEARLY = 0.7, 0.3
_EMPTY = frozenset(
    ("về", "và", "của", "các", "trong", "một", "số", "việc", "với", "đến", "năm", "cho", "theo", "là", "đối")
)


_SYLLABLE = pattern(r"[^\W\d_]++")


def _content(title: str) -> frozenset[str]:
    return frozenset(_SYLLABLE.findall(fold(title))) - _EMPTY


def _shared(one: str, other: str) -> float:
    """The share of the shorter of two titles that stands in the other, by its syllables."""
    ours, theirs = _content(one), _content(other)
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter else 0.0


def _same_subject(written: str, official: str) -> bool:
    """Whether a title as written can be that of an entry: another document of this number has another subject."""
    too_short = min(len(_content(written)), len(_content(official))) < _SYLLABLES
    return too_short or _shared(written, official) >= _SHARED


def _same_issuer(written: str, official: str) -> bool:
    words = [_ISSUER_WORDS.get(word, word) for word in re.findall(r"\w++", fold(written))]
    phrase = " ".join(words)
    return any(part in phrase or phrase in part for part in (fold(official),)) or fold(official).split()[-1] in phrase
