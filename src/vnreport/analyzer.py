"""The pipeline: text in, a frozen Report out. `Analyzer.analyze` is the order of the whole library.

An Analyzer holds configuration only; rules, tables and models sit in cached loaders, so it is small, immutable,
picklable and shared by threads.
"""

from __future__ import annotations

import datetime
import itertools
import os
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from vnreport import lexicon
from vnreport.entities.abbreviations import common_long_forms, find_abbreviations
from vnreport.entities.attributes import attach
from vnreport.entities.models import Abbreviation, Quantity, Reference, Time
from vnreport.entities.names import Names, Zones, find_names
from vnreport.entities.scan import Scan, scan, scanner
from vnreport.errors import ConfigError
from vnreport.facts.anchor import Anchor
from vnreport.facts.audit import audit
from vnreport.facts.indicators import find_indicators as read_indicators
from vnreport.facts.material import Material
from vnreport.facts.metadata import date_metadata, find_metadata
from vnreport.facts.models import Finding, Indicator, Meta
from vnreport.facts.periods import report_time
from vnreport.facts.register import check_register_row, register
from vnreport.facts.relations import link_relations
from vnreport.facts.resolution import resolve_references
from vnreport.facts.temporal import Places, complete_times, settle_roles
from vnreport.labels.assign import LabelledStructure, assign_labels
from vnreport.labels.explain import Explanation, explain_sentence
from vnreport.labels.model import Model, load_model, shipped_model
from vnreport.labels.passages import Passage, Place, find_passages
from vnreport.lexicon import OwnTable
from vnreport.masking import without_people
from vnreport.records import record, replace
from vnreport.report import Report
from vnreport.structure.blocks import RawBlock, find_blocks
from vnreport.structure.layout import lay_out
from vnreport.structure.models import LABELS, Block, Section, Sentence, Sentences
from vnreport.structure.outline import RawSection, find_sections
from vnreport.structure.sentences import split_block
from vnreport.text.normalize import CLOSED, NormalizedText, normalize
from vnreport.text.relocate import relocate
from vnreport.version import __version__

PARTS = ("structure", "labels", "references", "times", "quantities", "indicators", "names", "abbreviations")
"""The parts of a report that `Analyzer(only=…)` can be restricted to; structure is always there."""

_FURNITURE = frozenset(("boilerplate",))


@record
class Extraction:
    """References, times and quantities of a text, found in one pass."""

    references: tuple[Reference, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]


@record
class Segmentation:
    """Blocks, sections and sentences of a text; labels are those of the whole analysis only in a Report."""

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: Sentences


@record
class Classification:
    """The label of a passage, with the probability of each label."""

    label: str
    label_score: float
    label_scores: dict[str, float]
    aspect: str | None


@record(kw_only=True)
class Analyzer:
    """A configuration of the analysis.

    `only` restricts the parts that are computed (names of `PARTS`). Structure and metadata are always computed.
    `register` are files in the format of `data/register.tsv`, `lexicon` files named like a shipped table ("units.tsv")
    with the same columns; their rows come first and replace shipped ones with the same key. The files are read here,
    once. `model` is a label model that `vnreport train` wrote, used instead of the shipped one. With
    `people=False` a report has no `people` and no `meta.signer`, and their names are blotted out of its texts, its own
    `text` included. Raises ConfigError for a name that is no part or no table, LexiconError for a row that is wrong,
    ModelError for a file that is no model.

    >>> Analyzer(only=("references",)).analyze("theo Nghị quyết số 20-NQ/TW").references[0].code
    '20-NQ/TW'
    """

    only: Collection[str] | None = None
    register: Sequence[str | os.PathLike[str] | OwnTable] = ()
    lexicon: Sequence[str | os.PathLike[str] | OwnTable] = ()
    model: str | os.PathLike[str] | None = None
    people: bool = True

    def __post_init__(self) -> None:
        for name, table in (("register", "register"), ("lexicon", None)):
            given = _listed(getattr(self, name), name)
            object.__setattr__(self, name, tuple(_own_table(item, table) for item in given))
        if self._own:
            with lexicon.using(self._own):
                _check_own_tables(self._own)
        if self.model is not None and set(self._model().labels) != set(LABELS):
            raise ConfigError(f"model={str(self.model)!r} has the labels {self._model().labels}; a report has {LABELS}")
        if self.only is None:
            return
        if isinstance(self.only, str):
            raise ConfigError(f"only={self.only!r}: give a collection of part names, e.g. only=({self.only!r},)")
        unknown = [part for part in self.only if part not in PARTS]
        if unknown:
            raise ConfigError(f"only={unknown[0]!r} is no part of a report; the parts are {', '.join(PARTS)}")
        object.__setattr__(self, "only", tuple(part for part in PARTS if part in self.only))

    @property
    def _own(self) -> tuple[OwnTable, ...]:
        return (*self.register, *self.lexicon)  # type: ignore[arg-type]

    def explain(self, text: str, at: int) -> Explanation:
        """Why the sentence at an offset of `text` has its label. Raises ValueError where no sentence stands there.

        >>> Analyzer().explain("Công tác thu còn chậm.", 3).label
        'limitations'
        """
        _check_text(text, "Analyzer.explain(text, at)", "Analyzer.explain(vnreport.read(path).text, at)")
        with lexicon.using(self._own):
            _, passages = read_passages(text)
            spans = [(sentence.start, sentence.end) for sentence in segment(text).sentences]
            index = bisect_right([start for start, _ in spans], at) - 1
            if index < 0 or at >= spans[index][1] or not passages:  # invisible characters alone say nothing
                raise ValueError(f"no sentence stands at offset {at} of a text of {len(text)} characters")
            model = self._model()
            return explain_sentence(text, spans[index], index, passages, model.label(passages), model)

    def _model(self) -> Model:
        return shipped_model() if self.model is None else load_model(os.fspath(self.model))

    def _wants(self, part: str) -> bool:
        return self.only is None or part in self.only

    def analyze(self, text: str, *, report_date: datetime.date | None = None) -> Report:
        """Everything that one report says. See `vnreport.analyze`."""
        _check_text(text, "vnreport.analyze(text)", "vnreport.analyze(vnreport.read(path).text)")
        _check_date(report_date)
        with lexicon.using(self._own):
            return self._analyze(text, report_date)

    def _analyze(self, text: str, report_date: datetime.date | None) -> Report:
        source = normalize(text)
        layout = _lay_out(source, report_date)
        found, anchor = layout.found, layout.anchor
        labels = self._wants("labels") or self._wants("indicators")
        marks = self._model().label(_passages(source, layout)) if labels else None
        shape = assign_labels(source.text, layout.blocks, layout.sections, layout.spans, marks)
        places = _places(shape)
        times = complete_times(source.closed, source.folded_closed, found.drafts, anchor, places)
        references = _references(source, found, times, places, layout.meta, anchor.date)
        forward = [(s.start, s.end) for s in shape.sentences if s.label == "directions"]
        times = settle_roles(source.closed, source.folded_closed, times, references, anchor, forward)
        meta = date_metadata(layout.meta, source.text, layout.blocks, times)
        times = _in_sentences(times, shape.sentences)
        quantities = _in_sentences(_outside_codes(found.quantities, references), shape.sentences)
        indicators: Sequence[Indicator] = ()
        findings: Sequence[Finding] = ()
        if self._wants("indicators"):
            period = None if meta.period is None else (meta.period.start, meta.period.end)
            material = Material(
                source.text, source.folded, shape.sentences, shape.blocks, shape.sections, times,
                report_time(times, period, shape.sentences), [time.start for time in times],
            )  # fmt: skip
            indicators = read_indicators(material, quantities)
            findings = audit(material, indicators, anchor.date)
        named = self._wants("names") or not self.people
        short_forms = find_abbreviations(source.text) if named or self._wants("abbreviations") else []
        names = _names(source, shape, references, short_forms) if named else Names((), (), ())
        report = Report(
            text=text,
            generator=self._generator(),
            meta=meta,
            blocks=shape.blocks,
            sections=shape.sections,
            sentences=shape.sentences,
            references=tuple(_in_sentences(references, shape.sentences)) if self._wants("references") else (),
            times=tuple(times) if self._wants("times") or self._wants("indicators") else (),
            quantities=tuple(quantities) if self._wants("quantities") or self._wants("indicators") else (),
            indicators=tuple(indicators),
            findings=tuple(findings),
            organizations=tuple(_in_sentences(names.organizations, shape.sentences)),
            people=tuple(_in_sentences(names.people, shape.sentences)),
            places=tuple(_in_sentences(names.places, shape.sentences)),
            abbreviations=tuple(_in_sentences(short_forms, shape.sentences)) if self._wants("abbreviations") else (),
        )
        report = _to_source(report, source)
        return report if self.people else self._masked(report)

    def _masked(self, report: Report) -> Report:
        """The report without people, and without the other names where nobody asked for those."""
        masked = without_people(report)
        return masked if self._wants("names") else replace(masked, organizations=(), places=())

    def describe(self) -> dict[str, Any]:
        """What made a result: the version of the library, a digest of the tables in force, and the options.

        >>> Analyzer(only=("times",)).describe()["options"]
        {'only': ['times'], 'people': True}
        """
        with lexicon.using(self._own):
            return self._generator()

    def _generator(self) -> dict[str, Any]:
        return {
            "name": "vnreport",
            "version": __version__,
            "lexicon": lexicon.digest(),
            "options": {"only": None if self.only is None else list(self.only), "people": self.people},
        }


def read_passages(text: str) -> tuple[list[tuple[int, int]], list[Passage]]:
    """The sentences of a text as spans of it, and as passages for labelling: what a model is trained on.

    >>> spans, passages = read_passages("I. HẠN CHẾ\\nCòn chậm.")
    >>> spans, passages[1].place.announced.label
    ([(0, 10), (11, 20)], 'limitations')
    """
    source = normalize(text)
    layout = _lay_out(source, None)
    return [source.to_source(start, end) for start, end, _ in layout.spans], _passages(source, layout)


# --- the steps -----------------------------------------------------------------------------------------------------


@record
class _Layout:
    """What is known of a text before anything is labelled."""

    blocks: list[RawBlock]
    sections: list[RawSection]
    spans: list[tuple[int, int, int]]
    found: Scan
    meta: Meta
    anchor: Anchor


def _lay_out(source: NormalizedText, report_date: datetime.date | None) -> _Layout:
    blocks = find_blocks(source.text)
    sections = find_sections(blocks)
    spans = [(start, end, index) for index, block in enumerate(blocks) for start, end in split_block(block)]
    found = _without_furniture(scan(_apart(source.closed, blocks), _apart(source.folded_closed, blocks)), blocks)
    meta = find_metadata(source.text, blocks, found.drafts)
    return _Layout(blocks, sections, spans, found, meta, _anchor(report_date, meta))


def _passages(source: NormalizedText, layout: _Layout) -> list[Passage]:
    """The sentences as the label model reads them."""
    ahead = _blocks_ahead(layout.blocks, layout.found, layout.anchor)
    return find_passages(source.folded, layout.blocks, layout.sections, layout.spans, ahead)


def _listed(value: object, name: str) -> Sequence[str | os.PathLike[str] | OwnTable]:
    if isinstance(value, str | os.PathLike) or not isinstance(value, Sequence):
        raise ConfigError(f"{name}={value!r}: give a list of files, e.g. {name}=[{str(value)!r}]")
    return value


def _own_table(item: str | os.PathLike[str] | OwnTable, table: str | None) -> OwnTable:
    """A user's file, read once, as an extension of the table that it is named after."""
    if isinstance(item, OwnTable):
        return item
    path = os.fspath(item)
    table = table or os.path.basename(path).split(".")[0]
    if table not in lexicon.table_names():
        raise ConfigError(f"{path}: no table is named {table!r}; the tables are {', '.join(lexicon.table_names())}")
    try:
        with open(path, encoding="utf-8-sig") as file:
            return OwnTable(table, path, file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as a UTF-8 table: {error}") from error


def _check_own_tables(own: tuple[OwnTable, ...]) -> None:
    """Load what was extended, so that a wrong row is named now and not in the middle of a batch."""
    for table in own:
        shipped = lexicon.parse_table(table.table, lexicon.shipped(f"{table.table}.tsv").decode("utf-8"))
        columns = [column for column in shipped[0] if column != "_line"]
        rows = lexicon.parse_table(table.file, table.text, columns, table.table)
        if table.table == "register":
            lexicon.check_rows(table.file, rows, check_register_row)
    register()
    scanner()


def _check_text(text: object, call: str, hint: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{call} takes a str, not {type(text).__name__}; for a file use {hint}")


def _check_date(value: object) -> None:
    if value is not None and (not isinstance(value, datetime.date) or isinstance(value, datetime.datetime)):
        raise TypeError(f"report_date takes a datetime.date, not {type(value).__name__}")


def _anchor(report_date: datetime.date | None, meta: Meta) -> Anchor:
    own = meta.issued_on
    date = report_date or (own.value if own is not None and own.value is not None else None)
    period = meta.period
    known = None
    if period is not None and period.first_day is not None and period.last_day is not None:
        known = (period.first_day, period.last_day)
    return Anchor(date, known)


def _blocks_ahead(blocks: Sequence[RawBlock], found: Scan, anchor: Anchor) -> frozenset[int]:
    """The blocks that open with a time after the report's date or period: "Bước sang năm 2024, …"."""
    now = anchor.date or (anchor.period[1] if anchor.period else None)
    if now is None:
        return frozenset()
    starts = [block.start for block in blocks]
    result = set()
    for draft in found.drafts:
        index = bisect_right(starts, draft.start) - 1
        if index < 0 or draft.start - blocks[index].start > 14 or draft.low is None or draft.impossible:
            continue
        if draft.low.year is None and draft.low.kind != "month":
            continue
        if draft.low.bounds(now.year)[0] > now and draft.type in (
            "year",
            "month",
            "quarter",
            "months",
            "half",
            "term",
            "period",
        ):
            result.add(index)
    return frozenset(result)


def _places(shape: LabelledStructure) -> Places:
    """Where blocks begin, and the heading that each stands under."""
    headings: list[tuple[int, int] | None] = []
    heading_blocks = {block.start: (block.start, block.end) for block in shape.blocks if block.kind == "heading"}
    for block in shape.blocks:
        found = None
        section = block.section
        while section is not None and found is None:
            node = shape.sections[section]
            own = heading_blocks.get(node.start)
            if own is not None and any(char.isdigit() for char in (node.title or "")):
                found = own
            section = node.parent
        headings.append(found)
    return Places(tuple(block.start for block in shape.blocks), tuple(headings))


_APART = frozenset(("heading", "table_row"))


def _apart(text: str, blocks: Sequence[RawBlock]) -> str:
    """The text, of the same length, with the line ends around headings and rows of tables closed: nothing reads on.

    Between the cells of a row stand bars for tabs, which are white space: "2024<tab>TH" is no quantity.
    """
    parts, last, end, kind = [], 0, 0, ""
    for block in blocks:
        if end and not _APART.isdisjoint((kind, block.kind)):
            edge = text.find("\n", end, block.start)
            parts.append(text[last:edge] + CLOSED)
            last = edge + 1
        end, kind = block.end, block.kind
        if kind == "table_row":
            parts.append(text[last : block.start] + text[block.start : end].replace("\t", "|"))
            last = end
    return "".join(parts) + text[last:] if parts else text


def _without_furniture(found: Scan, blocks: Sequence[RawBlock]) -> Scan:
    """Page furniture counts nothing; the letterhead cites nothing and counts nothing, but it is dated."""
    zones = [(b.start, b.end, b.kind) for b in blocks if b.kind in ("boilerplate", "letterhead", "byline", "signature")]
    if not zones:
        return found
    starts = [zone[0] for zone in zones]

    def kind(place: int) -> str | None:
        index = bisect_right(starts, place) - 1
        return zones[index][2] if index >= 0 and place < zones[index][1] else None

    return Scan(
        tuple(r for r in found.references if kind(r.start) is None),
        found.provisions,
        tuple(d for d in found.drafts if kind(d.start) not in ("boilerplate", "byline") or (d.type == "date")),
        tuple(q for q in found.quantities if kind(q.start) is None),
    )


def _references(
    source: NormalizedText, found: Scan, times: Sequence[Time], places: Places | None, meta: Meta | None,
    written_on: datetime.date | None,
) -> list[Reference]:  # fmt: skip
    blocks = () if places is None else places.blocks
    attached = attach(source.closed, source.folded_closed, found.references, times, found.provisions, blocks)
    own = None if meta is None or meta.number is None else meta.number
    outside = [r for r in attached if own is None or not (own.start < r.end and r.start < own.end)]
    number = None if own is None else own.text
    return link_relations(
        source.folded_closed, resolve_references(source.text, outside, register(), places, written_on, number)
    )


def _names(
    source: NormalizedText, shape: LabelledStructure, references: Sequence[Reference], shorts: Sequence[Abbreviation]
) -> Names:
    """The named entities; a long form that the text defines wins over a common one."""
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for block in shape.blocks:
        by_kind.setdefault(block.kind, []).append((block.start, block.end))
    signed = by_kind.get("signature", [])
    cores = [(reference.start, reference.end) for reference in references]
    zones = Zones(
        sorted([*by_kind.get("letterhead", []), *signed]),
        sorted([*signed, *by_kind.get("byline", [])]),
        sorted([*by_kind.get("boilerplate", []), *cores]),
        [b.start for a, b in itertools.pairwise(shape.blocks) if not a.kind == b.kind == "letterhead"],
    )
    defined = {item.short: item.long for item in shorts}
    found = find_names(source.text, source.folded, zones, {**common_long_forms(), **defined})
    opened = {short: long for short, long in defined.items() if len(short.split()) == 1}
    full = [replace(name, full_name=_opened(name.text, opened)) for name in found.organizations]
    return replace(found, organizations=tuple(full))


def _opened(name: str, long_forms: Mapping[str, str]) -> str | None:
    """A name with the abbreviations opened that the text defines; None where it holds none."""
    opened = " ".join(long_forms.get(word, word) for word in name.split())
    return opened if opened != " ".join(name.split()) else None


def _outside_codes(quantities: Sequence[Quantity], references: Sequence[Reference]) -> list[Quantity]:
    """Numbers that a title or an issuer holds stay; the pass has already kept those inside cores out."""
    starts = [r.start for r in references]

    def outside(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        return index < 0 or place >= references[index].end

    return [q for q in quantities if outside(q.start)]


M = TypeVar("M", bound=Any)


def _in_sentences(mentions: Sequence[M], sentences: Sequence[Sentence]) -> list[M]:
    """Mentions with the index of the sentence that each begins in."""
    starts = [sentence.start for sentence in sentences]
    result = []
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        inside = index >= 0 and mention.start < sentences[index].end
        result.append(replace(mention, sentence=index if inside else None))
    return result


# --- back to the source --------------------------------------------------------------------------------------------


def _to_source(report: Report, source: NormalizedText) -> Report:
    """All spans as offsets into the text as it was given; nothing to do where normalising changed nothing."""
    return _cover(relocate(report, source), source)


def _cover(report: Report, source: NormalizedText) -> Report:
    """Invisible characters that normalising dropped (a byte-order mark) belong to the block beside them."""
    if source.starts is None:
        return report
    text = report.text
    if not report.blocks:
        return report if not text.strip() else _all_invisible(report)
    blocks = _close_gaps(text, report.blocks, 0, len(text))
    if blocks is report.blocks and all(
        not text[a.end : b.start].strip() for a, b in zip(report.sentences, report.sentences[1:], strict=False)
    ):
        return report
    by_block: dict[int, list[Sentence]] = {}
    for sentence in report.sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        own = by_block.get(index, [])
        sentences.extend(_close_gaps(text, own, block.start, block.end))
    moved = {old.start: new.start for old, new in zip(report.blocks, blocks, strict=True) if old.start != new.start}
    sections = tuple(replace(s, start=moved[s.start]) if s.start in moved else s for s in report.sections)
    return replace(report, blocks=tuple(blocks), sections=sections, sentences=tuple(sentences))


def _all_invisible(report: Report) -> Report:
    """A text of nothing but invisible characters is one piece of furniture."""
    start = len(report.text) - len(report.text.lstrip())
    end = len(report.text.rstrip())
    piece, sure = report.text[start:end], {"achievements": 0.0, "limitations": 0.0, "directions": 0.0, "other": 1.0}
    block = Block(start, end, piece, "boilerplate", label_score=1.0, label_scores=sure)
    return replace(
        report, blocks=(block,), sentences=(Sentence(start, end, piece, 0, label_score=1.0, label_scores=sure),)
    )


def _close_gaps(text: str, items: Sequence[M], first: int, last: int) -> Sequence[M]:
    """Items that cover every visible character between `first` and `last`."""
    changed = False
    result: list[M] = list(items)
    for index, item in enumerate(result):
        begin = result[index - 1].end if index else first
        lead = text[begin : item.start]
        if lead.strip():
            start = begin + len(lead) - len(lead.lstrip())
            result[index] = replace(item, start=start, text=text[start : item.end])
            changed = True
    if result and text[result[-1].end : last].strip():
        end = result[-1].end + len(text[result[-1].end : last].rstrip())
        result[-1] = replace(result[-1], end=end, text=text[result[-1].start : end])
        changed = True
    return result if changed else items


# --- the public functions ------------------------------------------------------------------------------------------

_DEFAULT = Analyzer()


def analyze(text: str, *, report_date: datetime.date | None = None) -> Report:
    """Read one report: layout, outline, labels, cited documents, times, quantities, indicators, metadata.

    Offsets in the result are half-open code-point offsets into `text` as given. `report_date` is the only clock: it, or
    else the report's own date, completes "ngày 15/6", marked `inferred`. Never raises for a `str`; anything else raises
    TypeError that names the right call.

    >>> report = analyze("Phấn đấu đến năm 2025 kết nạp 500 đoàn viên.")
    >>> report.indicators[0].role, report.times[0].role
    ('target', 'deadline')
    """
    return _DEFAULT.analyze(text, report_date=report_date)


def _extract(text: str, call: str, report_date: datetime.date | None) -> tuple[NormalizedText, Extraction]:
    _check_text(text, f"{call}(text)", f"{call}(vnreport.read(path).text)")
    _check_date(report_date)
    source = normalize(text)
    found = scan(source.closed, source.folded_closed)
    anchor = Anchor(report_date)
    times = complete_times(source.closed, source.folded_closed, found.drafts, anchor)
    references = _references(source, found, times, None, None, report_date)
    times = settle_roles(source.closed, source.folded_closed, times, references, anchor)
    quantities = _outside_codes(found.quantities, references)
    return source, relocate(Extraction(tuple(references), tuple(times), tuple(quantities)), source)


def extract(text: str, *, report_date: datetime.date | None = None) -> Extraction:
    """References, times and quantities of any string, in one pass; no layout is read.

    >>> found = extract("Quyết định số 217-QĐ/TW ngày 12/12/2013: 5/7 xã")
    >>> found.references[0].code, found.times[0].first_day, found.quantities[0].of
    ('217-QĐ/TW', datetime.date(2013, 12, 12), Decimal('7'))
    """
    return _extract(text, "vnreport.extract", report_date)[1]


def find_references(text: str) -> tuple[Reference, ...]:
    """Cited documents of any string, in text order: "Nghị quyết số 20-NQ/TW", "QĐ 217/218", "Luật Đất đai năm 2013".

    Spans are half-open code-point offsets into `text`. What the text does not say is None. Source of the codes:
    Nghị định 30/2020/NĐ-CP, annex III, and Hướng dẫn 36-HD/VPTW.

    >>> [r.code for r in find_references("các Nghị quyết 18, 19-NQ/TW")]
    ['18-NQ/TW', '19-NQ/TW']
    """
    return _extract(text, "vnreport.find_references", None)[1].references


def find_times(text: str, *, report_date: datetime.date | None = None) -> tuple[Time, ...]:
    """Times of any string: "nhiệm kỳ 2017-2022", "quý II/2021", "6 tháng đầu năm", "ngày 15/6".

    An open year is completed from `report_date`, or else from the years of the same text, and marked `inferred`.

    >>> find_times("đến hết nhiệm kỳ 2017-2022")[0].role
    'deadline'
    """
    return _extract(text, "vnreport.find_times", report_date)[1].times


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Quantities of any string: "1,2 tỷ đồng", "5/7 xã", "85 - 90%", "mười hai công nhân"; amounts are exact Decimals.

    >>> q = find_quantities("hơn 1,2 tỷ đồng")[0]
    >>> q.value, q.unit, q.comparator
    (Decimal('1200000000.0'), 'đồng', '>')
    """
    return _extract(text, "vnreport.find_quantities", None)[1].quantities


def find_indicators(text: str, *, report_date: datetime.date | None = None) -> tuple[Indicator, ...]:
    """What the quantities of a string say about the work: targets, results, completions, changes.

    >>> [i.role for i in find_indicators("Thu ngân sách đạt 105,5% kế hoạch, tăng 12,5% so với cùng kỳ.")]
    ['completion', 'change']
    """
    _check_text(text, "vnreport.find_indicators(text)", "vnreport.find_indicators(vnreport.read(path).text)")
    return _INDICATORS.analyze(text, report_date=report_date).indicators


_INDICATORS = Analyzer(only=("indicators",))
_LABELS = Analyzer(only=("structure", "labels"))


def segment(text: str) -> Segmentation:
    """Blocks, sections and sentences of any string.

    >>> [b.kind for b in segment("I. KẾT QUẢ\\nĐã kết nạp 5 đảng viên.\\nII. HẠN CHẾ\\nCòn chậm.").blocks]
    ['heading', 'paragraph', 'heading', 'paragraph']
    """
    _check_text(text, "vnreport.segment(text)", "vnreport.segment(vnreport.read(path).text)")
    source = normalize(text)
    shape = lay_out(source)
    if source.starts is None:
        return Segmentation(shape.blocks, shape.sections, shape.sentences)
    report = _cover(Report(text, {}, Meta(), shape.blocks, shape.sections, tuple(shape.sentences)), source)
    return Segmentation(report.blocks, report.sections, Sentences.of(text, report.sentences))


def classify(text: str) -> Classification:
    """The label of a text taken as one passage.

    >>> classify("Bên cạnh những kết quả đạt được, vẫn còn một số hạn chế.").label
    'limitations'
    """
    _check_text(text, "vnreport.classify(text)", "vnreport.classify(vnreport.read(path).text)")
    mark = shipped_model().label([Passage(normalize(text).folded, Place("paragraph"))])[0]
    return Classification(mark.label, mark.score, mark.scores, mark.aspect)
