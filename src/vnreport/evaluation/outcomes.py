"""What came out for each part of one annotated report: found, missed, or found where nothing is.

Every comparison is an `Outcome` of a measure ("references", "references.issuer"). What is found and right is a hit;
what is missing, a miss; what should not be there, an extra. A field that is wrong is both a miss and an extra, so that
precision, recall and F1 of a field are its accuracy. The rules are those of the result's definition: a reference is the
same by type and code, a time by its days, a quantity by its values, a sentence by where it ends.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from vnreport.evaluation.gold import GoldDocument
from vnreport.records import record
from vnreport.structure.models import LABELS

Item = Mapping[str, Any]


@record
class Outcome:
    """One comparison: `hit`, `missed` or `extra`; `note` says what was expected and what was found."""

    measure: str
    verdict: str
    start: int
    end: int
    note: str = ""


def compare(gold: GoldDocument, found: Mapping[str, Any]) -> Iterator[Outcome]:
    """All outcomes of one report; `found` is what `Report.to_dict()` gives. Parts that are not annotated give none."""
    answers = gold.answers
    for key, measure in _PARTS.items():
        if key in answers:
            yield from measure(answers, found, gold.text)


# --- matching ----------------------------------------------------------------------------------------------------


def _overlap(one: Item, other: Item) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def match(gold: Sequence[Item], found: Sequence[Item], same: Callable[[Item, Item], bool]) -> list[tuple[int, int]]:
    """Pairs of overlapping items that are the same, one to one, by the largest overlap.

    >>> match([{"start": 0, "end": 5}], [{"start": 1, "end": 5}, {"start": 4, "end": 9}], lambda a, b: True)
    [(0, 0)]
    """
    order = sorted(range(len(found)), key=lambda index: found[index]["start"])
    starts = [found[index]["start"] for index in order]
    longest = max((item["end"] - item["start"] for item in found), default=0)
    pairs = []
    for left, item in enumerate(gold):
        place = bisect_right(starts, item["start"] - longest - 1)
        while place < len(order) and starts[place] < item["end"]:
            right = order[place]
            size = _overlap(item, found[right])
            if size > 0 and same(item, found[right]):
                pairs.append((-size, left, right))
            place += 1
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    result = []
    for _, left, right in sorted(pairs):
        if left not in taken_left and right not in taken_right:
            taken_left.add(left)
            taken_right.add(right)
            result.append((left, right))
    return sorted(result)


def _plain(value: Any) -> str | None:
    """A value for comparing: NFC, lower case, one blank between words; the words or the day of an object."""
    if isinstance(value, Mapping):
        value = value.get("value") or value.get("text")
    return None if value is None else re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(value))).strip().lower()


def _code(value: Any) -> str | None:
    return None if value is None else re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", str(value)))


def _spans(
    measure: str, gold: Sequence[Item], found: Sequence[Item], pairs: Sequence[tuple[int, int]]
) -> Iterator[Outcome]:
    left, right = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    for index, item in enumerate(gold):
        yield Outcome(measure, "hit" if index in left else "missed", item["start"], item["end"])
    for index, item in enumerate(found):
        if index not in right:
            yield Outcome(measure, "extra", item["start"], item["end"])


def _field(measure: str, item: Item, expected: Any, got: Any) -> Iterator[Outcome]:
    """A field that may be null on both sides: then nothing was to be found, and nothing was."""
    note = f"expected {expected!r}, found {got!r}"
    if expected == got:
        if expected not in (None, []):
            yield Outcome(measure, "hit", item["start"], item["end"])
        return
    if expected not in (None, []):
        yield Outcome(measure, "missed", item["start"], item["end"], note)
    if got not in (None, []):
        yield Outcome(measure, "extra", item["start"], item["end"], note)


def _choice(measure: str, item: Item, *, right: bool, note: str = "") -> Iterator[Outcome]:
    """A field that always has a value: wrong is a miss and an extra."""
    for verdict in ("hit",) if right else ("missed", "extra"):
        yield Outcome(measure, verdict, item["start"], item["end"], "" if right else note)


# --- the parts ---------------------------------------------------------------------------------------------------


def _blocks(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    runs = _formal_runs(answers["blocks"])
    gold = {b["start"]: b for b in answers["blocks"]}
    have = {b["start"]: b for b in found.get("blocks") or []}
    for start, block in gold.items():
        if not _divides(runs, start):
            yield Outcome("blocks", "hit" if start in have else "missed", start, block["end"])
        if start in have:
            kinds = [block["kind"], *block.get("also", [])]
            note = f"expected {block['kind']}, found {have[start]['kind']}"
            yield from _choice("blocks.kind", block, right=have[start]["kind"] in kinds, note=note)
    for start, block in have.items():
        if start not in gold and not _divides(runs, start):
            yield Outcome("blocks", "extra", start, block["end"])


def _formal_runs(blocks: Sequence[Item]) -> list[tuple[int, int]]:
    """Runs of letterhead, title, signature or furniture lines: how these are divided is free."""
    runs: list[tuple[int, int, str]] = []
    before = None
    for block in blocks:
        kind = block["kind"]
        if kind in ("letterhead", "title", "signature", "boilerplate"):
            if runs and before == kind:
                runs[-1] = (runs[-1][0], block["end"], kind)
            else:
                runs.append((block["start"], block["end"], kind))
        before = kind
    return [(start, end) for start, end, _ in runs]


def _divides(runs: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a place lies inside a run, and not at its beginning; runs are in order and apart."""
    index = bisect_left(runs, place, key=lambda run: run[0]) - 1
    return index >= 0 and place < runs[index][1]


_CLOSING = re.compile(r"(?<![\s.…;:!?\"”’)\]/])[\s.…;:!?\"”’)\]/]+$")


def _sentences(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    gold, have = answers["sentences"], found.get("sentences") or []
    runs = _formal_runs(answers.get("blocks") or [])

    def ends(items: Sequence[Item]) -> dict[int, Item]:
        core = [i for i in items if not (_divides(runs, i["start"] + 1) and _divides(runs, i["end"]))]
        return {len(_CLOSING.sub("", text[i["start"] : i["end"]])) + i["start"]: i for i in core}

    expected, got = ends(gold), ends(have)
    for place, item in expected.items():
        yield Outcome("sentences", "hit" if place in got else "missed", item["start"], item["end"])
    for place, item in got.items():
        if place not in expected:
            yield Outcome("sentences", "extra", item["start"], item["end"])
    yield from _labels(gold, have)


def _labels(gold: Sequence[Item], have: Sequence[Item]) -> Iterator[Outcome]:
    starts = [item["start"] for item in have]
    for item in gold:
        if "label" not in item:
            continue
        best, place = None, max(0, bisect_right(starts, item["start"]) - 1)
        while place < len(have) and have[place]["start"] < item["end"]:
            if _overlap(item, have[place]) > 0 and (best is None or _overlap(item, have[place]) > _overlap(item, best)):
                best = have[place]
            place += 1
        got, want = None if best is None else best["label"], item["label"]
        if got in item.get("also", []):
            got = want
        note = f"expected {want}, found {got}"
        yield from _choice("labels", item, right=got == want, note=note)
        for label in LABELS:
            if label in (got, want):
                verdict = "hit" if got == want else "missed" if label == want else "extra"
                yield Outcome(f"labels.{label}", verdict, item["start"], item["end"], note)
        if item.get("aspect") and got == want and best is not None:
            right = best.get("aspect") == item["aspect"]
            yield from _choice(
                "labels.aspect", item, right=right, note=f"expected {item['aspect']}, found {best.get('aspect')}"
            )


def _sections(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    have = {s["start"]: s for s in found.get("sections") or [] if s.get("title") or s.get("number")}
    hits = set()
    for section in answers["sections"]:
        start = section["start"]
        span = {"start": start, "end": start + 1}
        got = have.get(start)
        if got is None or got["level"] != section["level"]:
            level = None if got is None else got["level"]
            yield Outcome("sections", "missed", start, start + 1, f"expected level {section['level']}, found {level}")
            continue
        hits.add(start)
        yield Outcome("sections", "hit", start, start + 1)
        right = got["label"] in [section["label"], *section.get("also", [])]
        yield from _choice(
            "sections.label", span, right=right, note=f"expected {section['label']}, found {got['label']}"
        )
    for start in have:
        if start not in hits:
            yield Outcome("sections", "extra", start, start + 1)


def _references(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    gold, have = answers["references"], found.get("references") or []

    def same(one: Item, other: Item) -> bool:
        if one["type"] not in (None, other["type"]):
            return False
        entry = other.get("register") or {}
        if one.get("code"):
            return _code(one["code"]) in (_code(other["code"]), _code(entry.get("code")))
        shown = set(re.findall(r"\d+", text[one["start"] : one["end"]]))
        return not other["code"] or bool(shown & set(re.findall(r"\d+", other["code"])[:1]))

    pairs = match(gold, have, same)
    yield from _spans("references", gold, have, pairs)
    for left, right in pairs:
        one, other = gold[left], have[right]
        exact = (one["start"], one["end"]) == (other["start"], other["end"])
        yield from _choice("references.span", one, right=exact, note=f"found {other['text']!r}")
        for name in ("issued_on", "issuer", "title"):
            if name in one:
                yield from _field(f"references.{name}", one, _plain(one[name]), _plain(other[name]))
        if "provisions" in one:
            yield from _field("references.provisions", one, *(_provisions(side) for side in (one, other)))


def _provisions(reference: Item) -> list[list[tuple[str, str | None]]]:
    parts = ("appendix", "part", "chapter", "section", "article", "clause", "point")
    return sorted(
        [(part, _plain(item[part])) for part in parts if item.get(part) is not None]
        for item in reference.get("provisions") or []
    )


def _times(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    cores = sorted((core["start"], core["end"]) for core in answers.get("references") or [])
    starts = [start for start, _ in cores]
    reach = [-1, *itertools.accumulate((end for _, end in cores), max)]  # of the cores that begin so far

    def free(items: Sequence[Item]) -> list[Item]:
        """The times that no core holds."""
        return [item for item in items if reach[bisect_right(starts, item["start"])] < item["end"]]

    gold, have = free(answers["times"]), free(found.get("times") or [])
    days = ("first_day", "last_day")
    pairs = match(gold, have, lambda one, other: all(one.get(day) == other.get(day) for day in days))
    yield from _spans("times", gold, have, pairs)
    for left, right in pairs:
        one, other = gold[left], have[right]
        exact = (one["start"], one["end"]) == (other["start"], other["end"])
        yield from _choice("times.span", one, right=exact, note=f"found {other['text']!r}")
        for name in ("type", "role"):
            if name in one:
                note = f"expected {one[name]}, found {other[name]}"
                yield from _choice(f"times.{name}", one, right=one[name] == other[name], note=note)


# A word more or less at the edge of a quantity is a matter of taste.
_NEAR = 12


def _quantities(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    gold, have = answers["quantities"], found.get("quantities") or []
    values = ("value", "low", "high")

    def same(one: Item, other: Item) -> bool:
        return all(_number(one.get(name)) == _number(other.get(name)) for name in values)

    pairs = match(gold, have, same)
    yield from _spans("quantities", gold, have, pairs)
    for left, right in pairs:
        one, other = gold[left], have[right]
        off = abs(one["start"] - other["start"]) + abs(one["end"] - other["end"])
        yield from _choice("quantities.span", one, right=off <= _NEAR, note=f"found {other['text']!r}")
        bounds = {one.get("comparator") or "=", other.get("comparator") or "="}
        note = f"expected {one.get('comparator')}, found {other.get('comparator')}"
        yield from _choice("quantities.comparator", one, right=len(bounds) == 1 or bounds == {"~", "<"}, note=note)
        units = [_plain(side.get("unit")) or "" for side in (one, other)]
        alike = units[0] == units[1] or bool(
            all(units) and min(units, key=len) == max(units, key=len)[: min(map(len, units))]
        )
        yield from _choice("quantities.unit", one, right=alike, note=f"expected {units[0]!r}, found {units[1]!r}")
    if "indicators" in answers:
        yield from _indicators(answers, found, pairs)


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def _indicators(answers: Item, found: Item, pairs: Sequence[tuple[int, int]]) -> Iterator[Outcome]:
    gold = {item["quantity"]: item for item in answers["indicators"]}
    have = {item["quantity"]: item for item in found.get("indicators") or []}
    partner = dict(pairs)
    for index, quantity in enumerate(answers["quantities"]):
        want, got = gold.get(index), have.get(partner.get(index, -1))
        role = want["role"] if want else "other"
        other = got["role"] if got else "other"
        if want and other in want.get("also", []):
            other = role
        note = f"expected {role}, found {other}"
        yield from _choice("indicators.role", quantity, right=role == other and index in partner, note=note)
        for name in {role, other} - {"other"}:
            verdict = "hit" if role == other else "missed" if name == role else "extra"
            yield Outcome(f"indicators.{name}", verdict, quantity["start"], quantity["end"], note)
        if want and got and "assessment" in want:
            yield from _field("indicators.assessment", quantity, want["assessment"], got.get("assessment"))
        if want and got and "subject" in want:
            sides = [(side.get("subject") or {}).get("text") for side in (want, got)]
            note = f"expected {sides[0]!r}, found {sides[1]!r}"
            yield from _choice("indicators.subject", quantity, right=_alike(*sides), note=note)
        if want and got and "time" in want:
            yield from _field("indicators.time", quantity, _days(want, answers), _days(got, found))
    yield from _links(answers, found, partner)


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two subjects share most of their words."""
    words = [Counter(re.findall(r"\w+", _plain(text) or "")) for text in (one, other)]
    both, whole = sum((words[0] & words[1]).values()), sum(words[0].values()) + sum(words[1].values())
    return 2 * both >= 0.6 * whole


def _days(indicator: Item, side: Item) -> tuple[Any, Any] | None:
    """The days of the time that an indicator holds for."""
    if indicator.get("time") is None:
        return None
    time = side["times"][indicator["time"]]
    return time.get("first_day"), time.get("last_day")


def _links(answers: Item, found: Item, partner: Mapping[int, int]) -> Iterator[Outcome]:
    """Results joined to their targets, as pairs of quantities."""

    def joined(side: Item) -> set[tuple[int, int]]:
        items = side.get("indicators") or []
        return {
            (item["quantity"], items[item["target"]]["quantity"])
            for item in items
            if item["role"] == "result" and item.get("target") is not None
        }

    back = {right: left for left, right in partner.items()}
    expected = joined(answers)
    got = {(back.get(result, -1), back.get(target, -1)) for result, target in joined(found)}
    for result, target in sorted(expected | got):
        at = answers["quantities"][result] if result >= 0 else {"start": 0, "end": 1}
        pair = (result, target)
        verdict = "hit" if pair in expected and pair in got else "missed" if pair in expected else "extra"
        yield Outcome("indicators.links", verdict, at["start"], at["end"])


def _names(kind: str) -> Callable[[Item, Item, str], Iterator[Outcome]]:
    def measure(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
        gold, have = answers[kind], found.get(kind) or []
        pairs = match(gold, have, lambda one, other: (one["start"], one["end"]) == (other["start"], other["end"]))
        yield from _spans(kind, gold, have, pairs)

    return measure


def _abbreviations(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    def pairs(items: Sequence[Item]) -> dict[tuple[str | None, str | None], Item]:
        return {(_plain(item["short"]), _plain(item["long"])): item for item in items}

    gold, have = pairs(answers["abbreviations"]), pairs(found.get("abbreviations") or [])
    for pair in sorted({*gold, *have}, key=str):
        item = have.get(pair) or gold[pair]
        verdict = "hit" if pair in gold and pair in have else "missed" if pair in gold else "extra"
        yield Outcome("abbreviations", verdict, item.get("start", 0), item.get("end", 1), f"{pair[0]} = {pair[1]}")


def _meta(answers: Item, found: Item, text: str) -> Iterator[Outcome]:
    for name, want in (answers["meta"] or {}).items():
        got = (found.get("meta") or {}).get(name)
        if name == "period":
            sides: list[Any] = [
                (v.get("first_day"), v.get("last_day")) if isinstance(v, Mapping) else None for v in (want, got)
            ]
        else:
            sides = [_plain(want), _plain(got)]
        if name == "number":
            sides = [_code(side) for side in sides]
        span = next((v for v in (want, got) if isinstance(v, Mapping) and "start" in v), {"start": 0, "end": 1})
        yield from _field("meta", span, *(None if side is None else f"{name}: {side}" for side in sides))


_PARTS: dict[str, Callable[[Item, Item, str], Iterator[Outcome]]] = {
    "blocks": _blocks,
    "sections": _sections,
    "sentences": _sentences,
    "references": _references,
    "times": _times,
    "quantities": _quantities,
    "abbreviations": _abbreviations,
    "meta": _meta,
    **{kind: _names(kind) for kind in ("organizations", "people", "places")},
}
