"""Texts for timing, made from the written reports: paragraphs shuffled, figures and days changed, so that no two are
the same and no cache knows them. For speed only: nothing can be learned from them about accuracy.

English opinions with citations are for a peer that reads those.
"""

from __future__ import annotations

import pathlib
import random
import re

REPORTS = pathlib.Path(__file__).parents[2] / "corpora" / "reports"
_FIGURE = re.compile(r"(?<![\w/.,-])\d{2,3}(?![\w/.,%-])")
_DAY = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/((?:19|20)\d\d)(?!\d)")
# Dense texts are those whose paragraphs hold most figures.
DENSITIES = ("prose", "mixed", "dense")


def reports(density: str, size: int, seed: int = 11) -> list[str]:
    """Reports of together about so many UTF-8 bytes; `density` is one of `DENSITIES`."""
    chance = random.Random(f"{density} {seed}")
    sources = [_parts(file.read_bytes().decode("utf-8")) for file in sorted(REPORTS.glob("*.txt"))]
    pool = [paragraph for _, body, _ in sources for paragraph in body if _fits(paragraph, density)]
    made: list[str] = []
    total = 0
    while total < size:
        head, body, foot = chance.choice(sources)
        count = max(12, len(body))
        paragraphs = [_varied(chance.choice(pool), chance) for _ in range(count)]
        made.append("\n".join((*head, *paragraphs, *foot)))
        total += len(made[-1].encode())
    return made


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    """Head, body and foot of a report, by its lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    return lines[:6], lines[6:-4], lines[-4:]


def _fits(paragraph: str, density: str) -> bool:
    figures = sum(char.isdigit() for char in paragraph) / len(paragraph)
    return {"prose": figures < 0.02, "mixed": True, "dense": figures > 0.04}[density] and len(paragraph) > 20


def _varied(paragraph: str, chance: random.Random) -> str:
    text = _FIGURE.sub(lambda _: str(chance.randint(10, 999)), paragraph)
    return _DAY.sub(lambda match: f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{match.group(1)}", text)


_REPORTERS = ("U.S.", "S. Ct.", "F.2d", "F.3d", "P.3d", "A.2d", "N.E.2d", "So. 2d")
_PARTIES = ("Ames", "Barrow", "Cole", "Dunn", "Ellis", "Ford", "Grant", "Hale", "the State", "the County")
_SENTENCES = (
    "The order under review was entered after a hearing at which both sides were heard.",
    "Nothing in the record shows that the notice was late, and the court below so found.",
    "The statute leaves the matter to the board, whose findings stand where evidence supports them.",
    "On the second point the brief says little, and we need not reach it.",
    "The parties agree on the facts and differ only on what follows from them.",
)


def opinions(size: int, seed: int = 12) -> list[str]:
    """English opinions with a citation in every third sentence."""
    chance = random.Random(seed)
    made: list[str] = []
    total = 0
    while total < size:
        sentences = []
        for _ in range(60):
            sentences.append(chance.choice(_SENTENCES))
            if chance.random() < 0.34:
                one, other = chance.sample(_PARTIES, 2)
                volume, page, year = chance.randint(1, 600), chance.randint(1, 1400), chance.randint(1950, 2020)
                sentences.append(f"See {one} v. {other}, {volume} {chance.choice(_REPORTERS)} {page} ({year}).")
        made.append(" ".join(sentences))
        total += len(made[-1])
    return made
