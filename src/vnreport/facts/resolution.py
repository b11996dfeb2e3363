"""Which document each mention means: keys over one text, short forms, anaphora, identity across texts.

"Nghị quyết 57" takes the code that the text gives elsewhere; "Nghị quyết này" takes the key of the nearest mention of
its type before it; a bare "Chỉ thị" is kept only where one directive was named in the same block or the one before it,
or where the text gave the document this short name.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from vnreport.entities.codes import parse_code
from vnreport.entities.models import Reference
from vnreport.errors import ParseError
from vnreport.facts.register import Register, candidates
from vnreport.facts.short_forms import complete_short_forms, plain_number
from vnreport.facts.temporal import Places
from vnreport.records import replace
from vnreport.text.normalize import fold
from vnreport.text.patterns import pattern

_ANTECEDENT_RULES = (".anaphora", ".bare", ".defined")


def resolve_references(
    text: str,
    references: Sequence[Reference],
    known: Register,
    places: Places | None = None,
    written_on: datetime.date | None = None,
    own_number: str | None = None,
) -> list[Reference]:
    """References with key, doc_id, register entry and candidates; unresolved bare type words are left out.

    `written_on` is the day of the report and `own_number` its number, where they are known: "Báo cáo này" in a report
    numbered 45/BC-UBND is itself, and no document that it cites.
    """
    own_type = _own_type(own_number)
    places = places or Places()
    coded = complete_short_forms(text, references)
    result: list[Reference] = []
    earlier: dict[str | None, list[Reference]] = {}
    # Types that the text gives as the short name of one document: "(sau đây gọi tắt là Chương trình)".
    defined: dict[str | None, Reference] = {}
    for reference in coded:
        if reference.rule.endswith(_ANTECEDENT_RULES):
            if reference.type == own_type and fold(reference.text).endswith("này"):
                continue
            if reference.rule.endswith(".defined"):
                found = result[-1] if result and reference.start - result[-1].end < _DEFINED_NEAR else None
                if found is not None:
                    defined[reference.type] = found
                    earlier.setdefault(reference.type, []).append(found)
            else:
                found = _antecedent(reference, earlier.get(reference.type, []), places)
                if found is None and reference.rule.endswith(".bare"):
                    found = defined.get(reference.type)
            if found is None and not _stands_alone(reference):
                continue
            result.append(reference if found is None else _as_antecedent(reference, found))
            continue
        earlier.setdefault(reference.type, []).append(reference)
        fitting = candidates(known, reference, reference.code, written_on)
        entry = fitting[0] if len(fitting) == 1 else None
        key = _key(reference, entry.code if entry is not None else None)
        result.append(
            replace(
                reference,
                key=key,
                doc_id=_doc_id(
                    reference,
                    entry.code if entry else None,
                    entry.issued_on.isoformat() if entry and entry.issued_on else None,
                ),
                register=entry,
                candidates=fitting if len(fitting) > 1 else (),
            )
        )
        earlier[reference.type][-1] = result[-1]
    return _one_identity(result)


def _own_type(number: str | None) -> str | None:
    """The type of the report itself, by the symbol in its number."""
    try:
        return None if number is None else parse_code(number).type
    except ParseError:
        return None


# What is spoken of in general ("Dự án này"), or is the report itself ("Báo cáo này"), where no document was named.
_SPOKEN_OF = frozenset(("report", "project", "program", "plan", "scheme", "minutes", "notice", "other", "rules"))


def _stands_alone(reference: Reference) -> bool:
    """Whether a mention that takes up nothing is one all the same: "Nghị quyết này", but not "các kết luận trên"."""
    if reference.rule.endswith((".bare", ".defined")) or reference.type in _SPOKEN_OF:
        return False
    return reference.text[:1].isupper()


# From a document, with its title, to the short name that is given to it.
_DEFINED_NEAR = 600


def _as_antecedent(reference: Reference, found: Reference) -> Reference:
    return replace(reference, key=found.key, doc_id=found.doc_id, register=found.register)


def _antecedent(reference: Reference, before: Sequence[Reference], places: Places) -> Reference | None:
    """The nearest earlier mention of the same type; for a bare word only the one document of the last two blocks."""
    if reference.rule.endswith(".anaphora"):
        return before[-1] if before else None
    block = places.block_of(reference.start)
    near = [r for r in before[-_NEAR:] if r.code is not None and (block < 0 or places.block_of(r.start) >= block - 1)]
    return near[-1] if len({r.key for r in near}) == 1 else None


# How many mentions of its type a bare type word looks back over: two blocks seldom hold more.
_NEAR = 40


_PARTS = pattern(r"[\s,.;()“”\"]++")


_NUMBER = pattern(r"0{0,9}([0-9]{1,9})([A-ZĐ]?)")
_YEAR_INSIDE = pattern(r"/(?:19|20)\d\d/")
_YEAR_BEHIND = pattern(r" \d{4}$")


def _padded(code: str) -> str:
    """A code with its number in at least two digits, as Nghị định 30/2020/NĐ-CP writes numbers below ten, its letter
    small ("08b")."""
    number = _NUMBER.match(code)
    return code if number is None else number[1].zfill(2) + number[2].lower() + code[number.end() :]


def _key(reference: Reference, code: str | None) -> str | None:
    """One string per document: `type:code`, else `type:` and the normalised name."""
    kind = reference.type or "other"
    code = reference.code or code
    if code is not None:
        return f"{kind}:{_padded(code)}"
    if reference.number is not None:
        return f"{kind}:{plain_number(reference.number)}" + (f"/{reference.year}" if reference.year else "")
    name = _PARTS.sub(" ", fold(reference.name or reference.text)).strip()
    if reference.year is not None and str(reference.year) not in name:
        name = f"{name} {reference.year}"
    return f"{kind}:{name}"


def _doc_id(reference: Reference, entry_code: str | None, entry_date: str | None) -> str | None:
    """Identity across texts: the code where it holds the year, else the code with the day of issue."""
    kind = reference.type or "other"
    code = reference.code or entry_code
    if code is None:
        return None
    code = _padded(code)
    if reference.year is not None or _YEAR_INSIDE.search(code):
        return f"{kind}:{code}"
    dated = reference.issued_on
    day = dated.value.isoformat() if dated is not None and dated.value is not None else entry_date
    return f"{kind}:{code}@{day}" if day else None


def _one_identity(references: Sequence[Reference]) -> list[Reference]:
    """Mentions of one key share what any of them fixes: an undated mention takes the identity of the dated one.

    Laws: "Luật Đất đai" is "Luật Đất đai năm 2024" where the text names just one year of it.
    """
    years: dict[str, set[str]] = {}
    for reference in references:
        if reference.key is not None and reference.code is None and reference.year is not None:
            years.setdefault(_YEAR_BEHIND.sub("", reference.key), set()).add(reference.key)
    identities: dict[str, set[str]] = {}
    holders: dict[str, Reference] = {}
    for reference in references:
        if reference.key is not None and reference.doc_id is not None:
            identities.setdefault(reference.key, set()).add(reference.doc_id)
            holders.setdefault(reference.key, reference)
    result = []
    for reference in references:
        if reference.key in years and reference.year is None and len(years[reference.key]) == 1:
            reference = replace(reference, key=next(iter(years[reference.key])))
        if reference.key is not None and reference.doc_id is None and len(identities.get(reference.key, ())) == 1:
            holder = holders[reference.key]
            reference = replace(reference, doc_id=holder.doc_id, register=reference.register or holder.register,
                                candidates=() if holder.register else reference.candidates)  # fmt: skip
        result.append(reference)
    return result
