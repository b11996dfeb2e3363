"""spaCy: `nlp.add_pipe("vnreport")` puts what a report says into `doc.spans`, and the report into `doc._.vnreport`.

spaCy finds the component and the tokenizer `vnreport.Tokenizer.v1` by their entry points; nothing has to be imported.
Each kind of mention is a span group ("vnreport.references"). A mention need not begin and end where a token does: how
its span is made then is the component's `alignment`, and the exact offsets stand in the group's `attrs` in any case.

spaCy loads this module whenever it makes a pipeline of any kind, so the rules of vnreport are loaded by its use alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vnreport.errors import ConfigError, MissingDependency

if TYPE_CHECKING:
    from vnreport.analyzer import Analyzer
    from vnreport.report import Report

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup
    from spacy.util import filter_spans
except ImportError as error:
    raise MissingDependency("spacy", "the spaCy component", "pip install 'vnreport[spacy]'") from error

# Under this key a document keeps its report, as JSON, so that it goes with the document to other processes and to disk.
KEY = "vnreport"

ALIGNMENTS = ("expand", "contract", "strict")

# The kinds with a span group, the label of each of their spans, and what an entity of the kind is called in `doc.ents`.
_KINDS: dict[str, tuple[Callable[[Any], str], str | None]] = {
    "references": (lambda item: item.type or "reference", "REFERENCE"),
    "times": (lambda item: item.type, "TIME"),
    "quantities": (lambda item: item.dimension or "quantity", "QUANTITY"),
    "indicators": (lambda item: item.role, None),
    "organizations": (lambda item: "organization", "ORGANIZATION"),
    "people": (lambda item: "person", "PERSON"),
    "places": (lambda item: "place", "PLACE"),
    "abbreviations": (lambda item: "abbreviation", None),
    "sentences": (lambda item: item.label, None),
    "sections": (lambda item: item.label, None),
}
KINDS = tuple(_KINDS)


class ReportComponent:
    """The component: analyses `doc.text` and writes the results into the document. Made by spaCy from its config."""

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        report_date: datetime.date | None,
        kinds: Sequence[str],
        alignment: str,
        ents: bool,
        sents: bool,
    ) -> None:
        self._analyzer, self._report_date = analyzer, report_date
        self._kinds, self._alignment, self._ents, self._sents = tuple(kinds), alignment, ents, sents

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one document. Raises nothing for any text."""
        report = self._analyzer.analyze(doc.text, report_date=self._report_date)
        doc.user_data[KEY] = report.to_json()
        for kind in self._kinds:
            _add_group(doc, report, kind, self._alignment)
        if self._sents:
            starts = {0, *(span.start for _, span in _spans(doc, report, "sentences", "expand"))}
            for token in doc:
                token.is_sent_start = token.i in starts
        if self._ents:
            _add_entities(doc, report, self._alignment)
        return doc


def _spans(doc: Doc, report: Report, kind: str, alignment: str) -> Iterator[tuple[int, Span]]:
    """The mentions of a kind that have tokens, each with its index in the report."""
    label_of = _KINDS[kind][0]
    for index, item in enumerate(getattr(report, kind)):
        span = doc.char_span(
            item.start, item.end, label=label_of(item), alignment_mode=alignment, span_id=f"{kind}:{index}"
        )
        if span is not None:
            yield index, span


def _add_group(doc: Doc, report: Report, kind: str, alignment: str) -> None:
    items = getattr(report, kind)
    found = list(_spans(doc, report, kind, alignment))
    attrs = {
        "index": [index for index, _ in found],
        "start": [items[index].start for index, _ in found],
        "end": [items[index].end for index, _ in found],
        "alignment": alignment,
    }
    name = f"{KEY}.{kind}"
    doc.spans[name] = SpanGroup(doc, name=name, attrs=attrs, spans=[span for _, span in found])


def _add_entities(doc: Doc, report: Report, alignment: str) -> None:
    """Entities of ours where there are none yet; of those that overlap the longer."""
    taken = {token.i for entity in doc.ents for token in entity}
    candidates = [
        Span(doc, span.start, span.end, label=label, span_id=span.id_)
        for kind, (_, label) in _KINDS.items()
        if label is not None
        for _, span in _spans(doc, report, kind, alignment)
        if taken.isdisjoint(range(span.start, span.end))
    ]
    doc.set_ents([*doc.ents, *filter_spans(candidates)])


# --- what is read from a document ----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _read(written: str) -> Report:
    from vnreport.report import Report

    return Report.from_dict(json.loads(written))


def report_of(doc: Doc) -> Report | None:
    """The report of a document, also of one that comes from disk or from another process; None where it has none."""
    written = doc.user_data.get(KEY)
    return None if written is None else _read(written)


def mention_of(span: Span) -> Any:
    """The mention, sentence or section that a span was made of, with its exact offsets; None for any other span."""
    kind, _, index = span.id_.partition(":")
    report = report_of(span.doc)
    return getattr(report, kind)[int(index)] if report is not None and kind in _KINDS and index.isdigit() else None


# --- registration --------------------------------------------------------------------------------------------------


def make_component(
    nlp: Language,
    name: str,
    only: list[str] | None,
    register: list[str],
    lexicon: list[str],
    model: str | None,
    report_date: str | None,
    kinds: list[str],
    alignment: str,
    ents: bool,
    sents: bool,
) -> ReportComponent:
    """The component as spaCy's config describes it. Raises ConfigError for a value that it cannot have."""
    from vnreport.analyzer import Analyzer

    if alignment not in ALIGNMENTS:
        raise ConfigError(f"alignment={alignment!r} is none of {', '.join(ALIGNMENTS)}")
    if unknown := [kind for kind in kinds if kind not in _KINDS]:
        raise ConfigError(f"kinds has {unknown[0]!r}; the kinds are {', '.join(KINDS)}")
    try:
        day = None if report_date is None else datetime.date.fromisoformat(report_date)
    except ValueError:
        raise ConfigError(f"report_date={report_date!r} is no day such as 2024-07-05") from None
    analyzer = Analyzer(only=only, register=register, lexicon=lexicon, model=model)
    return ReportComponent(analyzer, report_date=day, kinds=kinds, alignment=alignment, ents=ents, sents=sents)


_DEFAULTS = {
    "only": None, "register": [], "lexicon": [], "model": None, "report_date": None, "kinds": list(KINDS),
    "alignment": "expand", "ents": False, "sents": False,
}  # fmt: skip

Language.factory("vnreport", default_config=_DEFAULTS, assigns=["doc.spans", "doc._.vnreport"], func=make_component)
Doc.set_extension("vnreport", getter=report_of, force=True)
Span.set_extension("vnreport", getter=mention_of, force=True)
