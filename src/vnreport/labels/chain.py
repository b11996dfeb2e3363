"""Labels in sequence: reports run results, limitations, directions, and what a sentence does its neighbour often does.

Each passage brings the evidence of its own words; each pair of neighbours a pull. The probability of each label of each
passage, given all of them, is summed exactly by the forward-backward recursion (Rabiner 1989), in time linear in their
number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

Rows = Sequence[Sequence[float]]


def smooth(evidence: Rows, follows: Sequence[bool], stay: Rows, cross: Rows) -> list[list[float]]:
    """The probability of each label of each passage.

    `evidence` are log-odds by label; `follows` says whether a passage stands in one block with the one before it;
    `stay` and `cross` are the log pulls from label to label inside a block and across blocks.

    >>> shares = smooth([[3.0, 0.0], [0.0, 0.5]], [False, True], [[2.0, 0.0], [0.0, 2.0]], [[0.0, 0.0]] * 2)
    >>> [round(share, 2) for share in shares[1]]
    [0.77, 0.23]
    """
    if not evidence:
        return []
    inside, across = _exponents(stay), _exponents(cross)
    emitted = [_exponentials(row) for row in evidence]
    forward = [_shares(emitted[0])]
    for row, same in zip(emitted[1:], follows[1:], strict=True):
        before = forward[-1]
        reached = [sum(map(mul, before, pulls)) for pulls in (inside if same else across)]
        forward.append(_shares(list(map(mul, row, reached))))
    backward = [1.0] * len(emitted[0])
    result = [forward[-1]]
    onward = _turned(inside), _turned(across)
    for index in range(len(emitted) - 1, 0, -1):
        ahead = list(map(mul, emitted[index], backward))
        backward = _shares([sum(map(mul, pulls, ahead)) for pulls in onward[not follows[index]]])
        result.append(_shares(list(map(mul, forward[index - 1], backward))))
    result.reverse()
    return result


def _exponents(rows: Rows) -> list[list[float]]:
    """The pulls by column: for each label, how much each label before it pulls."""
    return [[math.exp(row[label]) for row in rows] for label in range(len(rows))]


def _turned(rows: Rows) -> list[list[float]]:
    """Columns as rows."""
    return [list(column) for column in zip(*rows, strict=True)]


def _exponentials(row: Sequence[float]) -> list[float]:
    highest = max(row)
    return [math.exp(value - highest) for value in row]


def _shares(values: Sequence[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]
