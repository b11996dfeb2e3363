"""Shares: how much of a report's body is results, limitations, directions, other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vnreport.records import record
from vnreport.structure.layout import OUTSIDE
from vnreport.structure.models import LABELS, Block, Sentence


@record
class Share:
    """The part of a body with one label.

    `amount` is its number of characters or sentences, `share` its part of the whole (0 to 1), `expected` the part when
    every sentence counts for each label by the probability of that label. For shares of a corpus publish `expected`: a
    classifier's mistakes do not cancel out in counts of its best guesses, but probabilities that are calibrated do add
    up to the right sum (Saerens, Latinne and Decaestecker 2002).
    """

    amount: int
    share: float
    expected: float


def find_shares(blocks: Sequence[Block], sentences: Sequence[Sentence], by: str) -> Mapping[str, Share]:
    """The shares of the labels over the sentences of the body: no letterhead, title, caption, signature, furniture.

    Raises ValueError where `by` is neither "characters" nor "sentences".
    """
    if by not in ("characters", "sentences"):
        raise ValueError(f'by={by!r}: shares are counted by "characters" or by "sentences"')
    amounts = dict.fromkeys(LABELS, 0)
    expected = dict.fromkeys(LABELS, 0.0)
    for sentence in sentences:
        if blocks[sentence.block].kind in OUTSIDE or sentence.label not in amounts:
            continue
        size = sentence.end - sentence.start if by == "characters" else 1
        amounts[sentence.label] += size
        for label in LABELS:
            expected[label] += size * sentence.label_scores.get(label, 0.0)
    whole = sum(amounts.values()) or 1
    return {label: Share(amounts[label], amounts[label] / whole, expected[label] / whole) for label in LABELS}
