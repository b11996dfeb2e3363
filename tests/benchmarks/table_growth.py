"""What it costs `extract` when every table of words has twice as many rows.

    python tests/benchmarks/table_growth.py [--pairs N]

Each word of each table gets a second one beside it that shares all its letters but the last, so that it is looked at
wherever the first one is, and is never found. Shipped and doubled tables take turns over the annotated reports; the
figure is the median of the paired ratios of CPU time. Goal: at most 15 % slower.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import statistics
import time

import vnreport
from vnreport import lexicon
from vnreport.lexicon import OwnTable, split_cell

ROOT = pathlib.Path(__file__).parent.parent.parent
# The tables that the extractors read, with their columns of words.
TABLES = {
    "bounds": ("phrase",),
    "counted_nouns": ("noun",),
    "document_names": ("name",),
    "document_types": ("names", "abbreviations", "symbols"),
    "issuer_symbols": ("symbol", "aliases"),
    "issuer_words": ("word",),
    "number_labels": ("word",),
    "organization_words": ("word",),
    "relative_times": ("phrase",),
    "title_words": ("phrase",),
    "units": ("symbol", "aliases"),
    "word_lists": ("word",),
}
_LETTER_LAST = re.compile(r".*[^\W\d_]")


def beside(cell: str) -> str:
    """The words of a cell, each with a letter more; none where a word ends with a mark.

    >>> beside("đoàn viên;%")
    'đoàn viênz'
    """
    return ";".join(f"{word}z" for word in split_cell(cell) if _LETTER_LAST.fullmatch(word))


def more_rows(table: str) -> OwnTable:
    """As many rows as a shipped table has, with words that stand in no text."""
    shipped = lexicon.load_table(table)
    columns = [column for column in shipped[0] if column != "_line"]
    lines = ["\t".join(columns)]
    for row in shipped:
        words = {column: beside(row[column]) for column in TABLES[table]}
        if any(words.values()):
            first = columns[0] if columns[0] not in words else None
            lines.append("\t".join(words.get(c, f"{row[c]}-2" if c == first else row[c]) for c in columns))
    return OwnTable(table, f"{table}.tsv", "\n".join(lines))


def main() -> None:
    """Print rows and ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=9)
    pairs = parser.parse_args().pairs
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpora" / "reports").glob("*.txt"))[::8]]
    own = tuple(more_rows(table) for table in TABLES)
    print(f"rows: {sum(len(lexicon.load_table(table)) for table in TABLES)} shipped")

    def seconds(tables: tuple[OwnTable, ...]) -> float:
        begun = time.process_time()
        with lexicon.using(tables):
            for text in texts:
                vnreport.extract(text)
        return time.process_time() - begun

    with lexicon.using(own):
        print(f"      {sum(len(lexicon.load_table(table)) for table in TABLES)} doubled")
    found = [vnreport.extract(text) for text in texts]
    with lexicon.using(own):
        if [vnreport.extract(text) for text in texts] != found:
            raise SystemExit("the words beside have found something")
    ratios = [seconds(own) / seconds(()) for _ in range(pairs)]
    low, high = min(ratios), max(ratios)
    print(f"extract takes {statistics.median(ratios):.3f} times as long (from {low:.3f} to {high:.3f}, {pairs} pairs)")


if __name__ == "__main__":
    main()
