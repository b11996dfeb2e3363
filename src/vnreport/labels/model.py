"""The trained model as plain data: a weight of every feature for every label, the pull between neighbours, no pickle.

A model file is one JSON object in a line (labels, aspects, sizes, digests, calibration), the words and the named
features, one a line, the features that are numbers, in 32 bits, and the weights of the features as 32-bit whole
numbers, all little-endian: units of 2^-16, moved up by 2^23 so that none is negative. The weights of one feature for
all labels and aspects are read as one long whole number; so the weights of a passage are added for all labels at once,
exactly, in any order, on every machine.
"""

from __future__ import annotations

import functools
import json
import math
import os
import struct
from collections.abc import Iterable, Sequence
from typing import Any

from vnreport.errors import ModelError
from vnreport.labels.chain import smooth
from vnreport.labels.features import Feature, Words, place_features, sentence_features
from vnreport.labels.passages import Passage
from vnreport.lexicon import lexicon_cache, shipped
from vnreport.records import record

FORMAT = "vnreport-labels/2"
SHIPPED = "labels.model"
# Fixed point: units of a weight, what lifts it above nought, bits of a field.
_UNIT, _LIFT, _BITS = 1 << 16, 1 << 23, 32
_ONE = 1 / _UNIT
_FIELD = (1 << _BITS) - 1
# No file of weights is larger.
_LARGEST = 64 << 20


@record
class Labelled:
    """A label with the probability of each label, and the finer aspect."""

    label: str
    scores: dict[str, float]
    aspect: str | None

    @property
    def score(self) -> float:
        """The probability of the label."""
        return self.scores[self.label]


@record
class Model:
    """Weights of features for labels and for aspects ("limitations/causes"), and the pull between neighbours.

    `words` numbers the words that features are made of. `weights` maps a feature to its packed fields, `bias` are the
    fields of a passage without any feature. `scale` is the weight of the words of a sentence against what it stands in.
    `stay` and `cross` hold the log of how much likelier than by chance a label follows a label, inside a block and
    across blocks. `sharpness` calibrates the probabilities.
    """

    labels: tuple[str, ...]
    aspects: tuple[str, ...]
    words: Words
    weights: dict[Feature, int]
    bias: tuple[float, ...]
    scale: float
    stay: tuple[tuple[float, ...], ...]
    cross: tuple[tuple[float, ...], ...]
    sharpness: float
    meta: dict[str, Any]

    def logits(self, passages: Sequence[Passage]) -> list[list[float]]:
        """The evidence of each passage by itself: a number for each label, then for each aspect."""
        get, fields = self.weights.get, len(self.bias)
        shared: dict[int, list[int]] = {}
        result = []
        for passage in passages:
            place = shared.get(id(passage.place))
            if place is None:
                place = shared[id(passage.place)] = list(filter(None, map(get, place_features(passage.place))))
            words, turns = sentence_features(passage, self.words)
            own = list(filter(None, map(get, words)))
            inside = _add(own, fields)
            around = _add([*place, *filter(None, map(get, turns))], fields)
            factor = self.scale / math.sqrt(len(own)) if own else 0.0
            result.append([b + factor * w + a for b, w, a in zip(self.bias, inside, around, strict=True)])
        return result

    def label(self, passages: Sequence[Passage]) -> list[Labelled]:
        """The labels of the passages of one report, in order; formal ones are `other` and stand outside the chain."""
        body = [index for index, passage in enumerate(passages) if not passage.place.formal]
        logits = self.logits([passages[index] for index in body])
        count = len(self.labels)
        follows = [passages[index].number > 0 for index in body]
        evidence = [[self.sharpness * value for value in row[:count]] for row in logits]
        marginals = smooth(evidence, follows, self.stay, self.cross)
        result = [FORMAL] * len(passages)
        finer = {label: self._aspects_of(label) for label in self.labels}
        for index, row, shares in zip(body, logits, marginals, strict=True):
            scores = dict(zip(self.labels, [round(share, 6) for share in shares], strict=True))
            best = max(scores, key=scores.__getitem__)
            aspects = [(row[place], name) for place, name in finer[best]]
            result[index] = Labelled(best, scores, max(aspects)[1] if aspects else None)
        return result

    def _aspects_of(self, label: str) -> list[tuple[int, str]]:
        """The aspects of a label, each with its place in a row of evidence."""
        lead = f"{label}/"
        places = enumerate(self.aspects, len(self.labels))
        return [(place, name.removeprefix(lead)) for place, name in places if name.startswith(lead)]

    def explain(self, passage: Passage, label: str) -> list[tuple[str, float]]:
        """What speaks for or against a label, heaviest first: features, each with its weight over the labels' mean."""
        column = self.labels.index(label)
        words, turns = sentence_features(passage, self.words)
        own = {feature for feature in words if feature in self.weights}
        factor = self.scale / math.sqrt(len(own)) if own else 0.0
        around = [*place_features(passage.place), *turns]
        found: list[tuple[Feature, float]] = [(feature, factor) for feature in own]
        found += [(feature, 1.0) for feature in dict.fromkeys(around) if feature in self.weights]
        result = []
        for feature, times in found:
            fields = _add([self.weights[feature]], len(self.bias))[: len(self.labels)]
            result.append((self.words.written(feature), times * (fields[column] - sum(fields) / len(fields))))
        return sorted(result, key=lambda item: (-abs(item[1]), item[0]))

    def dump(self) -> bytes:
        """The bytes of the model file."""
        numbers = sorted(feature for feature in self.weights if isinstance(feature, int))
        names = sorted(feature for feature in self.weights if isinstance(feature, str))
        lines = [*self.words, *names]
        head = {
            "format": FORMAT,
            "labels": self.labels,
            "aspects": self.aspects,
            "words": len(self.words),
            "names": len(names),
            "numbers": len(numbers),
            "bytes": len("\n".join(lines).encode()),
            "bias": [round(value, 6) for value in self.bias],
            "scale": self.scale,
            "stay": [[round(value, 6) for value in row] for row in self.stay],
            "cross": [[round(value, 6) for value in row] for row in self.cross],
            "sharpness": self.sharpness,
            "meta": self.meta,
        }
        width = len(self.bias) * _BITS // 8
        features: list[Feature] = [*names, *numbers]
        packed = b"".join(self.weights[feature].to_bytes(width, "little") for feature in features)
        first = json.dumps(head, ensure_ascii=False, sort_keys=True)
        return "\n".join([first, *lines]).encode() + struct.pack(f"<{len(numbers)}I", *numbers) + packed


FORMAL = Labelled("other", {"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 1.0}, "admin")


def pack(weights: Iterable[float]) -> int:
    """The weights of one feature as one whole number; a weight beyond 127 is cut off.

    >>> _add([pack([0.5, -2.0]), pack([0.25, 1.0])], 2)
    [0.75, -1.0]
    """
    packed = 0
    for field, weight in enumerate(weights):
        whole = max(-_LIFT + 1, min(_LIFT - 1, round(weight * _UNIT)))
        packed |= (whole + _LIFT) << (_BITS * field)
    return packed


# So many weights can be added before a field runs over into the next.
_TOGETHER = 1 << (_BITS - 24)


def _add(weights: Sequence[int], fields: int) -> list[float]:
    """The sum of packed weights, unpacked."""
    if len(weights) > _TOGETHER:
        middle = len(weights) // 2
        halves = _add(weights[:middle], fields), _add(weights[middle:], fields)
        return [one + other for one, other in zip(*halves, strict=True)]
    lift = len(weights) * _LIFT
    packed = sum(weights).to_bytes(fields * _BITS // 8, "little")
    return [(field - lift) * _ONE for field in struct.unpack(f"<{fields}I", packed)]


def read_model(data: bytes, name: str) -> Model:
    """A model from the bytes of its file. Raises ModelError that names it where they are none."""
    first, _, rest = data.partition(b"\n")
    try:
        head = json.loads(first)
        if head["format"] != FORMAT:
            raise ModelError(name, f"has the format {head['format']!r}; this version reads {FORMAT!r}")
        bias = tuple(map(float, head["bias"]))
        width = len(bias) * _BITS // 8
        lines = rest[: head["bytes"]].decode().split("\n") if head["bytes"] else []
        words, names = lines[: head["words"]], lines[head["words"] :]
        packed = head["bytes"] + 4 * head["numbers"]
        size = packed + width * (head["names"] + head["numbers"])
        if (len(words), len(names), len(rest)) != (head["words"], head["names"], size):
            raise ModelError(name, "is cut off: words, features and weights are not as many as its first line says")
        numbers = struct.unpack_from(f"<{head['numbers']}I", rest, head["bytes"])
        fields = [int.from_bytes(field, "little") for (field,) in struct.iter_unpack(f"{width}s", rest[packed:])]
        weights: dict[Feature, int] = dict(zip((*names, *numbers), fields, strict=True))
        labels, aspects = tuple(head["labels"]), tuple(head["aspects"])
        if len(bias) != len(labels) + len(aspects):
            raise ModelError(name, "has not one bias for each label and aspect")
        return Model(
            labels, aspects, Words(words), weights, bias, float(head["scale"]), _rows(head["stay"]),
            _rows(head["cross"]), float(head["sharpness"]), dict(head["meta"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, UnicodeDecodeError) as error:
        raise ModelError(name, f"is no model of labels: {type(error).__name__}: {error}") from error


def _rows(values: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in values)


@functools.lru_cache(maxsize=4)
def load_model(path: str | os.PathLike[str]) -> Model:
    """The model of a file, read once, as `SectionClassifier.save` and `vnreport train` write it. Raises ModelError."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            written = file.read(_LARGEST + 1)
    except OSError as error:
        raise ModelError(name, f"cannot be read: {error}") from error
    if len(written) > _LARGEST:
        raise ModelError(name, f"is larger than {_LARGEST >> 20} MB")
    return read_model(written, name)


@lexicon_cache
def shipped_model() -> Model:
    """The model that comes with the library; it is read when first asked for."""
    return read_model(shipped(SHIPPED), SHIPPED)
