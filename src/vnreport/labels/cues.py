"""Labels by cue words: what headings announce and what sentences say, joined over the sequence of sentences.

Each sentence gets log-odds from its own cues and from the heading path that it stands under; neighbours pull towards
the same label (a chain over sentences, solved exactly by forward-backward), so that `label_scores` are probabilities.
The cues and their weights are tables: `section_labels.tsv` for headings, `label_cues.tsv` for sentences.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.structure.models import LABELS
from vnreport.text.engine import trie_pattern
from vnreport.text.normalize import fold

# The log-odds of a sentence's heading, against which its own cues speak, and the pull of the sentence before it.
_HEADING = 2.6
_INHERITED = 2.2
_STAY_IN_BLOCK, _STAY_ACROSS = 1.1, 0.45
# What comes before the first heading is setting; a block that opens with a time after the report looks ahead.
_OPENING, _AHEAD = 1.6, 1.6
_PRIOR = {"achievements": 0.5, "limitations": -0.3, "directions": -0.2, "other": 0.0}
_FURNITURE = frozenset(("title", "letterhead", "signature", "boilerplate", "byline", "caption"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with the probability of each label and the finer aspect."""

    label: str
    scores: dict[str, float]
    aspect: str | None

    @property
    def score(self) -> float:
        """The probability of the label."""
        return self.scores[self.label]


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of `label_cues.tsv`."""

    label: str
    aspect: str
    weight: float
    start: bool


@lexicon_cache
def _heading_cues() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    rows = load_table("section_labels", "cue", "label", "aspect", "source")
    cues = {row["cue"]: (row["label"], row["aspect"]) for row in rows}
    return re.compile(rf"(?<![^\W\d_])(?:{trie_pattern(cues)})(?![^\W\d_])"), cues


@lexicon_cache
def _sentence_cues() -> tuple[re.Pattern[str], dict[str, tuple[Cue, ...]]]:
    table: dict[str, list[Cue]] = {}
    for row in load_table("label_cues", "cue", "place", "label", "aspect", "weight", "source"):
        cue = Cue(row["label"], row["aspect"], float(row["weight"]), row["place"] == "start")
        table.setdefault(row["cue"], []).append(cue)
    # Cues may lie inside each other ("chưa" in "chưa đạt"): the look-ahead finds one at every place.
    return re.compile(rf"(?<![^\W\d_])(?=({trie_pattern(table)})(?![^\W\d_]))"), {k: tuple(v) for k, v in table.items()}


def heading_label(title: str) -> tuple[str, str] | None:
    """The label and aspect that a heading announces, by its first cue; None where it has none.

    >>> heading_label("II. NHỮNG TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    ('limitations', 'shortcomings')
    >>> heading_label("1. Trồng trọt") is None
    True
    """
    pattern, cues = _heading_cues()
    for match in pattern.finditer(re.sub(r"\s+", " ", fold(title))):
        label, aspect = cues[match.group()]
        if label != "none":
            return label, aspect
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence stands in: the kind of its block, the label of its heading, and whether it begins a block."""

    kind: str
    heading: tuple[str, str] | None
    begins_block: bool
    inherited: bool = False
    before_headings: bool = False
    ahead: bool = False


_LEAD = re.compile(r"[\W\d_]*(?:[a-zđivx]{1,4}[.)/-]\s*)?[\W\d_]*")


def _evidence(text: str, context: Context) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    odds = dict(_PRIOR)
    if context.before_headings:
        odds["other"] += _OPENING
    if context.ahead:
        odds["directions"] += _AHEAD
    aspects: dict[str, dict[str, float]] = {label: {} for label in LABELS}
    if context.heading is not None:
        label, aspect = context.heading
        odds[label] += _INHERITED if context.inherited else _HEADING
        aspects[label][aspect] = 1.2
    folded = re.sub(r"\s+", " ", fold(text))
    lead = _LEAD.match(folded)
    begin = lead.end() if lead else 0
    pattern, table = _sentence_cues()
    seen: set[tuple[str, bool]] = set()
    for match in pattern.finditer(folded):
        at_start = match.start() <= begin
        for prefix_length in range(len(match.group(1)), 0, -1):
            word = match.group(1)[:prefix_length]
            if word not in table or (prefix_length < len(match.group(1)) and match.group(1)[prefix_length] != " "):
                continue
            for cue in table[word]:
                if (cue.start and not at_start) or (word, cue.start) in seen:
                    continue
                seen.add((word, cue.start))
                odds[cue.label] += cue.weight
                known = aspects[cue.label]
                known[cue.aspect] = known.get(cue.aspect, 0.0) + max(cue.weight, 0.0)
    return odds, aspects


def label_sequence(texts: Sequence[str], contexts: Sequence[Context]) -> list[Labelled]:
    """The labels of the sentences of one report, in order."""
    if not texts:
        return []
    evidence: list[dict[str, float]] = []
    aspects: list[dict[str, dict[str, float]]] = []
    fixed: list[Labelled | None] = []
    for text, context in zip(texts, contexts, strict=True):
        if context.kind in _FURNITURE:
            fixed.append(
                Labelled("other", {"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 1.0}, "admin")
            )
            evidence.append({"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 0.0})
            aspects.append({})
            continue
        fixed.append(None)
        if context.kind == "heading" and context.heading is not None:
            odds = dict.fromkeys(LABELS, 0.0)
            odds[context.heading[0]] = 6.0
            evidence.append(odds)
            aspects.append({context.heading[0]: {context.heading[1]: 1.0}})
            continue
        odds, found = _evidence(text, context)
        evidence.append(odds)
        aspects.append(found)
    marginals = _marginals(evidence, [_STAY_ACROSS if c.begins_block else _STAY_IN_BLOCK for c in contexts], contexts)
    result = []
    for index, scores in enumerate(marginals):
        known = fixed[index]
        if known is not None:
            result.append(known)
            continue
        label = max(LABELS, key=lambda name: scores[name])
        options = aspects[index].get(label, {})
        default = {"achievements": "results", "limitations": "shortcomings", "directions": "tasks", "other": "context"}[
            label
        ]
        aspect = max(sorted(options), key=lambda name: options[name]) if options else default
        result.append(Labelled(label, scores, aspect))
    return result


def _marginals(
    evidence: Sequence[dict[str, float]], stay: Sequence[float], contexts: Sequence[Context]
) -> list[dict[str, float]]:
    """The probability of each label of each sentence in the chain, by forward-backward; furniture is passed over."""
    places = [index for index, context in enumerate(contexts) if context.kind not in _FURNITURE]
    forward: list[list[float]] = []
    for order, index in enumerate(places):
        potentials = [math.exp(min(evidence[index][label], 30.0)) for label in LABELS]
        if order:
            pull = 1.0 if contexts[index].kind == "heading" else math.exp(stay[index])
            total = sum(forward[-1])
            potentials = [p * (total + (pull - 1.0) * f) for p, f in zip(potentials, forward[-1], strict=True)]
        norm = sum(potentials)
        forward.append([p / norm for p in potentials])
    backward = [1.0] * len(LABELS)
    result: list[dict[str, float]] = [dict.fromkeys(LABELS, 0.25) for _ in evidence]
    for order in range(len(places) - 1, -1, -1):
        index = places[order]
        products = [f * b for f, b in zip(forward[order], backward, strict=True)]
        norm = sum(products)
        result[index] = {label: round(p / norm, 6) for label, p in zip(LABELS, products, strict=True)}
        potentials = [
            math.exp(min(evidence[index][label], 30.0)) * b for label, b in zip(LABELS, backward, strict=True)
        ]
        pull = 1.0 if contexts[index].kind == "heading" else math.exp(stay[index])
        total = sum(potentials)
        backward = [total + (pull - 1.0) * p for p in potentials]
        scale = max(backward)
        backward = [b / scale for b in backward]
    return result
