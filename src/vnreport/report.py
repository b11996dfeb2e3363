"""The result: everything that was found in one text, as frozen records, as a plain dict and as JSON.

`Report.to_dict()` is what CONTRACT "vnreport/1" fixes: within it keys and values are only added. In Python days are
`datetime.date`, numbers are `decimal.Decimal`, and an indicator holds its quantity, its time and its target as objects;
only `to_dict` writes indices.
"""

from __future__ import annotations

import datetime
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_type_hints

from vnreport.decoding import decode
from vnreport.entities.models import Abbreviation, Name, Quantity, Reference, Time
from vnreport.errors import ParseError
from vnreport.facts.models import Finding, Indicator, Meta, RelatedIndicator
from vnreport.facts.overview import FollowedTarget, follow_targets, indicator_rows
from vnreport.labels.shares import Share, find_shares
from vnreport.records import field_names, record
from vnreport.structure.models import Block, Section, Sentence, Words
from vnreport.text.spans import Span

if TYPE_CHECKING:
    from vnreport.forms.chunks import Chunk
    from vnreport.forms.tables import Cell

SCHEMA = "vnreport/1"


class Located(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""


@record(slots=False)
class Report:
    """What one text says: its layout, its outline, its labels and everything that it cites, dates and counts.

    >>> import vnreport
    >>> report = vnreport.analyze("Thực hiện Nghị quyết số 20-NQ/TW ngày 28/1/2008, đã kết nạp 422 đảng viên.")
    >>> report.references[0].code, report.quantities[0].value
    ('20-NQ/TW', Decimal('422'))
    >>> Report.from_dict(report.to_dict()) == report
    True
    """

    text: str
    generator: Mapping[str, Any]
    meta: Meta
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    references: tuple[Reference, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    organizations: tuple[Name, ...] = ()
    people: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def words(self) -> Words:
        """The words of the text, computed when first asked for (needs underthesea).

        A code, a date, a number with its sign and an abbreviation in capitals are one word each, and no word
        crosses a sentence. Raises MissingDependency where underthesea cannot be imported.
        """
        return self._segment_words(pos=False)

    @cached_property
    def tagged_words(self) -> Words:
        """`words`, each with its part of speech in `.pos` ("N", "V", "Np") as underthesea's tagger gives it."""
        return self._segment_words(pos=True)

    def _segment_words(self, *, pos: bool) -> Words:
        from vnreport.entities.places import own_name
        from vnreport.structure.words import segment_words

        mentions: tuple[Reference | Time | Quantity, ...] = (*self.references, *self.times, *self.quantities)
        proper = [(name.start, name.end) for name in self.people]
        proper.extend((name.start + own_name(name.text), name.end) for name in self.places)
        return segment_words(self.text, self.sentences, mentions, proper, pos=pos)

    def long_form(self, short: str) -> str | None:
        """What a short form stands for: as this text defines it, else as everybody uses it; None where nobody does.

        The common ones stand in `abbreviations.tsv`.

        >>> import vnreport
        >>> report = vnreport.analyze("Các công nhân, lao động (CNLĐ) ở CĐCS đã học tập.")
        >>> report.long_form("CNLĐ"), report.long_form("CĐCS"), report.long_form("XYZ")
        ('công nhân, lao động', 'công đoàn cơ sở', None)
        """
        from vnreport.entities.abbreviations import common_long_forms

        defined = {item.short: item.long for item in self.abbreviations}
        return defined.get(short) or common_long_forms().get(short)

    def sentence_of(self, mention: Located) -> Sentence | None:
        """The sentence that a mention begins in, or None for a place outside every sentence."""
        return _covering(self.sentences, mention.start)

    def section_of(self, mention: Located) -> Section | None:
        """The innermost section that a mention begins in, or None where the text has none there."""
        block = _covering(self.blocks, mention.start)
        return None if block is None or block.section is None else self.sections[block.section]

    def label_of(self, mention: Located) -> str | None:
        """The label of the sentence that a mention begins in, or None outside every sentence."""
        sentence = self.sentence_of(mention)
        return None if sentence is None else sentence.label

    def targets(self) -> tuple[FollowedTarget, ...]:
        """Every target of the report with the results that answer it; `unanswered` where none does.

        >>> import vnreport
        >>> report = vnreport.analyze("Kết nạp 422 đoàn viên, vượt chỉ tiêu 400. Phấn đấu năm tới thu 5 tỷ đồng.")
        >>> [(t.target.text, [r.text for r in t.results], t.assessment) for t in report.targets()]
        [('400', ['422 đoàn viên'], 'exceeded'), ('5 tỷ đồng', [], 'unanswered')]
        """
        return follow_targets(self.indicators)

    def indicators_table(self) -> list[dict[str, Any]]:
        """The indicators as plain rows, one for each result with its target, and for each target without a result.

        Keys: indicator, key, role, target, result, unit, completion, change, baseline, period, first_day, last_day,
        assessment, basis, estimated, target_value, result_value, section, label, start, end. Values are str, bool,
        numbers or None;
        `start` and `end` are offsets into the source. `pandas.DataFrame(rows)` makes a table of them.

        >>> import vnreport
        >>> row = vnreport.analyze("Thu ngân sách đạt 12 tỷ đồng, bằng 105% kế hoạch.").indicators_table()[0]
        >>> row["indicator"], row["key"], row["result"], row["completion"], row["assessment"]
        ('Thu ngân sách', 'budget_revenue', '12 tỷ đồng', '105%', 'exceeded')
        """
        return indicator_rows(self.indicators, self._heading_and_label)

    def _heading_and_label(self, mention: Located) -> tuple[str | None, str | None]:
        section = self.section_of(mention)
        return None if section is None else section.title, self.label_of(mention)

    def shares(self, by: str = "characters") -> Mapping[str, Share]:
        """How much of the body each label takes, by "characters" or by "sentences"; see `Share` for what to publish.

        >>> import vnreport
        >>> shares = vnreport.analyze("Đã thu đủ 5 triệu đồng. Tuy nhiên, việc chi còn chậm.").shares("sentences")
        >>> shares["achievements"].amount, shares["limitations"].share
        (1, 0.5)
        """
        return find_shares(self.blocks, self.sentences, by)

    def chunks(self, max_chars: int = 1200) -> tuple[Chunk, ...]:
        """The body in pieces for a search engine, each of one section and at most `max_chars` characters.

        Body is all but letterhead, title, byline, signature and page furniture. The chunks are in order, do not
        overlap, and hold every visible character of it: with the gaps between them they give it back. Headings stay
        with their text, a lead-in with the first item; blocks, items, rows and sentences are whole where they fit, and
        a sentence is cut only where it is longer than the limit: behind a clause, else a phrase, else a word. See
        `vnreport.forms.chunks.Chunk` for what each carries.

        Raises ConfigError for a limit below 100, TypeError for one that is no int.

        >>> import vnreport
        >>> report = vnreport.analyze("I. KẾT QUẢ\\nĐã kết nạp 5 đảng viên.\\nII. HẠN CHẾ\\nCòn chậm.")
        >>> [(chunk.headings, chunk.label, chunk.text) for chunk in report.chunks()]
        [(('I. KẾT QUẢ',), 'achievements', 'I. KẾT QUẢ\\nĐã kết nạp 5 đảng viên.'),
         (('II. HẠN CHẾ',), 'limitations', 'II. HẠN CHẾ\\nCòn chậm.')]
        """
        from vnreport.forms.chunks import find_chunks

        return find_chunks(self, max_chars)

    def _repr_html_(self) -> str:
        """The page of `vnreport view` in a frame of its own: what a notebook shows of a report."""
        from vnreport.view.notebook import frame

        return frame(self)

    def to_records(self, table: str = "mentions", *, source: str | None = None) -> list[dict[str, Cell]]:
        """The mentions as one flat list of dicts in text order, or the rows of one table.

        Every mention has the same keys, those of the result ("kind", "start", "end", "text", "sentence", "section",
        "label", "type", "code", "first_day", "value", "unit", "rule", …); what its kind does not have is None, and a
        quantity carries what its indicator says (role, subject, assessment, days). `table` may also be one that
        `vnreport batch` writes, with the same columns: documents, blocks, sentences, citations, times, quantities,
        indicators, names, findings; `source` is the document's name there, from which its id follows. Days are
        `datetime.date`, numbers int or float. Raises ConfigError for a table that there is not.

        >>> import vnreport
        >>> report = vnreport.analyze("Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW.")
        >>> [(row["kind"], row["start"], row["text"], row["code"], row["value"]) for row in report.to_records()]
        [('quantity', 11, '422 đảng viên', None, 422), ('reference', 30, 'Nghị quyết số 20-NQ/TW', '20-NQ/TW', None)]
        >>> report.to_records("indicators")[0]["indicator_role"]
        'result'
        """
        from vnreport.forms.records import find_records

        return find_records(self, table, source)

    def to_pandas(self, table: str = "mentions", *, source: str | None = None) -> Any:
        """`to_records` as a `pandas.DataFrame` of exact types: string, Int64, Float64, datetime64[s], boolean.

        Raises MissingDependency where pandas is not installed, ConfigError for a table that there is not.
        """
        from vnreport.forms import frames, records

        return frames.pandas_frame(*records.read_table(self, table, source))

    def to_polars(self, table: str = "mentions", *, source: str | None = None) -> Any:
        """`to_records` as a `polars.DataFrame` of exact types: String, Int64, Float64, Date, Boolean.

        Raises MissingDependency where polars is not installed, ConfigError for a table that there is not.
        """
        from vnreport.forms import frames, records

        return frames.polars_frame(*records.read_table(self, table, source))

    def to_arrow(self, table: str = "mentions", *, source: str | None = None) -> Any:
        """`to_records` as a `pyarrow.Table`, of the schema that `vnreport batch` gives its Parquet files.

        Raises MissingDependency where pyarrow is not installed, ConfigError for a table that there is not.
        """
        from vnreport.forms import frames, records

        return frames.arrow_table(*records.read_table(self, table, source))

    def to_conllu(self, *, source: str | None = None) -> str:
        """The text as CoNLL-U: sentences, words with parts of speech, mentions, each with offsets into the source.

        A word of several syllables is one FORM with blanks. FORM is in NFC with its line breaks as blanks; MISC holds
        `TokenRange=start:end`, `SpaceAfter=No` and `Mention=B-reference-0`. See `vnreport.forms.conllu` for the scheme.
        `source` names the document. Needs underthesea: raises MissingDependency where it cannot be imported.

        >>> import vnreport
        >>> text = vnreport.analyze("Huyện kết nạp 5 đoàn viên.").to_conllu()
        >>> for line in text.splitlines():
        ...     print(" ".join(line.split("\\t")))
        # newdoc
        # newpar
        # sent_id = s0
        # text = Huyện kết nạp 5 đoàn viên.
        # label = achievements
        # section = 0
        # mention = quantity-0 start=14 end=25
        1 Huyện _ NOUN N _ _ _ _ TokenRange=0:5
        2 kết nạp _ VERB V _ _ _ _ TokenRange=6:13
        3 5 _ NUM M _ _ _ _ Mention=B-quantity-0|TokenRange=14:15
        4 đoàn viên _ NOUN N _ _ _ _ Mention=I-quantity-0|SpaceAfter=No|TokenRange=16:25
        5 . _ PUNCT CH _ _ _ _ SpaceAfter=No|TokenRange=25:26
        <BLANKLINE>
        """
        from vnreport.forms.conllu import write_conllu

        return write_conllu(self, source)

    def to_dict(self) -> dict[str, Any]:
        """The contract's plain dict: `json.dumps` needs no hook for it."""
        times = {id(time): index for index, time in enumerate(self.times)}
        quantities = {id(quantity): index for index, quantity in enumerate(self.quantities)}
        targets = {(i.quantity.start, i.quantity.end): index for index, i in enumerate(self.indicators)}
        times_by_span = {(time.start, time.end): index for index, time in enumerate(self.times)}
        quantities_by_span = {(q.start, q.end): index for index, q in enumerate(self.quantities)}
        indicators = []
        for indicator in self.indicators:
            quantity, time, target = indicator.quantity, indicator.time, indicator.target
            row = {name: _encode(getattr(indicator, name)) for name in field_names(Indicator) if name not in _LINKS}
            row["quantity"] = quantities.get(id(quantity), quantities_by_span.get((quantity.start, quantity.end)))
            row["time"] = None if time is None else times.get(id(time), times_by_span.get((time.start, time.end)))
            row["target"] = None if target is None else targets.get((target.quantity.start, target.quantity.end))
            indicators.append(row)
        return {
            "schema": SCHEMA,
            "generator": dict(self.generator),
            "warnings": list(self.warnings),
            "findings": _encode(self.findings),
            "meta": _encode(self.meta),
            "text": self.text,
            "blocks": _encode(self.blocks),
            "sections": _encode(self.sections),
            "sentences": _encode(self.sentences),
            "references": _encode(self.references),
            "times": _encode(self.times),
            "quantities": _encode(self.quantities),
            "indicators": indicators,
            "organizations": _encode(self.organizations),
            "people": _encode(self.people),
            "places": _encode(self.places),
            "abbreviations": _encode(self.abbreviations),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict()` as JSON, in readable UTF-8; a lone surrogate of the source is written as its escape.

        Where two of them would be read as one character, all are "�".
        """
        return escape_surrogates(json.dumps(self.to_dict(), ensure_ascii=False, check_circular=False, indent=indent))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The exact inverse of `to_dict`. Raises ParseError, which names the place, for anything but such a dict.

        >>> Report.from_dict({"schema": "vnreport/1", "text": 5})
        Traceback (most recent call last):
        vnreport.errors.ParseError: text: 5 is no text
        """
        if not isinstance(data, Mapping):
            raise ParseError(f"not a dict of schema {SCHEMA!r} but {type(data).__name__}")
        if data.get("schema") != SCHEMA:
            raise ParseError(f"not a dict of schema {SCHEMA!r}: its key 'schema' is {data.get('schema')!r}")
        if data.get("offset_unit", "codepoint") != "codepoint":
            raise ParseError(f"its offsets count in {data['offset_unit']!r}; a Report counts code points")
        text = decode(str, data.get("text"), "", "text")
        values = {}
        for name, kind in _part_types().items():
            if name not in data:
                raise ParseError(f"not a complete dict of schema {SCHEMA!r}: it has no key {name!r}")
            values[name] = decode(kind, data[name], text, name)
        rows = decode(tuple[_IndicatorRow, ...], data.get("indicators"), text, "indicators")
        report = cls(text=text, indicators=_join_indicators(rows, values["times"], values["quantities"]), **values)
        _check_indices(report)
        return report


T = TypeVar("T", Block, Sentence)
Item = TypeVar("Item")


def _covering(items: Sequence[T], place: int) -> T | None:
    index = bisect_right(items, place, key=lambda item: item.start) - 1
    return items[index] if index >= 0 and place < items[index].end else None


def escape_surrogates(text: str) -> str:
    """JSON text with lone surrogates written as escapes, so that it can be encoded as UTF-8.

    Two that a reader of JSON would take for one character would shift every offset behind them: then all are "�".

    >>> escape_surrogates('"a\\ud83d b"'), escape_surrogates('"a\\ud83d\\udcc4 b"')
    ('"a\\\\ud83d b"', '"a�� b"')
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        paired = re.search("[\ud800-\udbff][\udc00-\udfff]", text)
        return re.sub("[\ud800-\udfff]", lambda m: "�" if paired else f"\\u{ord(m.group()):04x}", text)
    return text


# --- plain values --------------------------------------------------------------------------------------------------


def encode_number(value: Decimal) -> int | float:
    """A whole number as an int, any other as a float: what JSON calls a number."""
    return int(value) if value == value.to_integral_value() else float(value)


# The fields of an indicator that are other records of the report: indices in the dict.
_LINKS = ("quantity", "time", "target")
# What is plain JSON as it is.
_PLAIN = frozenset((str, int, float, bool, type(None)))


@cache
def _encoder(kind: Any) -> Callable[[Any], Any]:
    """What makes plain values of a kind of value: of a tuple a list, of a record a dict."""
    if issubclass(kind, str | int | float):
        return lambda value: value
    if issubclass(kind, tuple):
        return lambda items: [_encode(item) for item in items]
    if issubclass(kind, Decimal):
        return encode_number
    if issubclass(kind, datetime.date):
        return datetime.date.isoformat
    if issubclass(kind, Mapping):
        return dict
    names = field_names(kind)
    values = attrgetter(*names)
    return lambda record: dict(zip(names, map(_encode, values(record)), strict=True))


def _encode(value: Any) -> Any:
    kind: Any = type(value)
    return value if kind in _PLAIN else _encoder(kind)(value)


# --- and back ------------------------------------------------------------------------------------------------------


@cache
def _part_types() -> dict[str, Any]:
    """The parts of a report with their declared types, but for the text and what holds other parts."""
    hints = get_type_hints(Report)
    return {name: hints[name] for name in field_names(Report) if name not in ("text", "indicators")}


@record
class _IndicatorRow:
    """An indicator as `to_dict` writes it: what it holds are indices."""

    quantity: int
    role: str
    rule: str
    time: int | None
    target: int | None
    subject: Span | None = None
    subject_key: str | None = None
    direction: str | None = None
    assessment: str | None = None
    basis: str | None = None
    related: tuple[RelatedIndicator, ...] = ()
    estimated: bool = False


def _item(items: Sequence[Item], index: int, place: str) -> Item:
    if not 0 <= index < len(items):
        raise ParseError(f"{place}: {index} is the index of none of {len(items)}")
    return items[index]


def _join_indicators(
    rows: Sequence[_IndicatorRow], times: Sequence[Time], quantities: Sequence[Quantity]
) -> tuple[Indicator, ...]:
    """Indicators with their indices turned back into objects; a target is built before the result that holds it."""
    built: dict[int, Indicator] = {}
    for index in range(len(rows)):
        chain: dict[int, None] = {}
        following: int | None = index
        while following is not None and following not in built:
            if following in chain:
                raise ParseError(f"indicators[{following}].target: an indicator cannot be its own target")
            chain[following] = None
            place, following = following, rows[following].target
            if following is not None:
                _item(rows, following, f"indicators[{place}].target")
        for at in reversed(chain):
            row = rows[at]
            target = None if row.target is None else built[row.target]
            time = None if row.time is None else _item(times, row.time, f"indicators[{at}].time")
            quantity = _item(quantities, row.quantity, f"indicators[{at}].quantity")
            others = {name: getattr(row, name) for name in field_names(_IndicatorRow) if name not in _HELD}
            built[at] = Indicator(quantity=quantity, time=time, target=target, **others)
    return tuple(built[index] for index in range(len(rows)))


_HELD = ("quantity", "time", "target")


# Which field of which part is an index into which part; every mention names its sentence.
_INDICES = (
    ("blocks", "section", "sections"), ("sections", "parent", "sections"), ("sentences", "block", "blocks"),
    *((part, "sentence", "sentences") for part in (
        "references", "times", "quantities", "organizations", "people", "places", "abbreviations",
    )),
)  # fmt: skip


def _check_indices(report: Report) -> None:
    """Every index of one part into another points at something."""
    for part, name, other in _INDICES:
        for place, item in enumerate(getattr(report, part)):
            index = getattr(item, name)
            if index is not None:
                _item(getattr(report, other), index, f"{part}[{place}].{name}")
    for place, reference in enumerate(report.references):
        for relation in reference.relations:
            _item(report.references, relation.reference, f"references[{place}].relations")
    for place, indicator in enumerate(report.indicators):
        for related in indicator.related:
            _item(report.indicators, related.indicator, f"indicators[{place}].related")
