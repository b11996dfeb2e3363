"""docs/evaluation.md: the scores on the annotated reports of corpora/, as `vnreport evaluate` measures them."""

from __future__ import annotations

import pathlib

import vnreport

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs" / "evaluation.md"
HEAD = """# How good it is

Written by `python tests/pages/write.py`, which runs `vnreport evaluate`; CI compares them. Each measure is explained in
`vnreport/evaluation/outcomes.py`: a mention counts as found where the annotation has one of the same meaning that overlaps it; `.span` asks for
the exact place as well; every other field is measured on what was found. The interval is a bootstrap over reports (1,000 draws): with four or
five reports it is wide, and such a set finds faults rather than proves quality.

All these reports were written for this project ([the dataset card](dataset-card.md)); they are no sample of real ones. Measure it on your own:
`vnreport sample`, `export` and `import` turn a batch into annotated reports ([annotation.md](annotation.md)), and
`vnreport evaluate FOLDER` scores them.
"""
SETS = (
    (
        "Reports kept apart",
        "corpora/held_out",
        None,
        "Nothing was fitted to these four reports; they are read only by this measurement. They annotate everything.",
    ),
    (
        "Indicators kept apart",
        "corpora/indicators/held_out",
        None,
        "Five reports full of numbers: roles, subjects, times, links and verdicts.",
    ),
    (
        "Labels and outline, test reports",
        "corpora/reports",
        "test",
        "32 of the 208 labelled reports, split off before anything was trained. The label model never saw them; rules of layout were\n"
        "mended by the other reports, and by a few of these. More on labels: [labels.md](labels.md).",
    ),
    (
        "Hard layouts",
        "corpora/layout",
        None,
        "These have shaped the rules: a test that they hold, no estimate for other texts.",
    ),
)


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, folder, split, remark in SETS:
        found = vnreport.evaluate([ROOT / folder], split=split)
        command = f"vnreport evaluate {folder}" + (f" --split {split}" if split else "")
        parts.append(f"## {title}\n\n{remark}\n`{command}`, {found.documents} reports:\n\n{found.to_markdown()}\n")
    return "\n".join(parts)
