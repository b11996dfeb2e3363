"""Questions to a whole corpus, answered by DuckDB over the Parquet tables of a batch.

A document that repeats another one is left out, so that a report sent around counts once.
"""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from typing import Any

from vnreport.batch.output import MARK
from vnreport.errors import ConfigError, MissingDependency
from vnreport.facts.catalogue import code_of
from vnreport.forms.tables import TABLES
from vnreport.records import record

_REPORT_YEAR = "year(coalesce(d.period_last, d.issued_on))"


@record
class Answer:
    """The answer to a question: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@record
class Filter:
    """Which documents and mentions a question is about; None means all.

    `subject` is part of what an indicator measures, or a name of a usual indicator ("kết nạp đảng viên"), which finds
    all mentions of that, however they are worded.
    """

    year: int | None = None
    issuer: str | None = None
    place: str | None = None
    subject: str | None = None
    limit: int = 50


def ask(folder: str, question: str, which: Filter | None = None) -> Answer:
    """The answer of one of `QUESTIONS` for a .parquet output of a batch.

    Raises ConfigError for a folder that is none or a question that nobody knows, MissingDependency without DuckDB.
    """
    try:
        import duckdb
    except ImportError as error:
        raise MissingDependency("duckdb", "questions to a corpus", "pip install 'vnreport[corpus]'") from error
    place = pathlib.Path(folder)
    if not (place / MARK).exists() or not (place / "documents").is_dir():
        raise ConfigError(f"{folder}: is no .parquet output of `vnreport batch`")
    if question not in QUESTIONS:
        raise ConfigError(f"{question!r} is no question; the questions are {', '.join(QUESTIONS)}")
    which = which or Filter()
    query = QUESTIONS[question]
    if question == "indicators" and which.subject is None:
        query = _SUBJECTS
    values = {
        "year": which.year, "issuer": _like(which.issuer), "place": _like(which.place),
        "subject": _like(which.subject), "subject_key": code_of(which.subject or ""), "most": which.limit,
    }  # fmt: skip
    with duckdb.connect() as base:
        for table in TABLES:
            files = str(place / table / "*.parquet").replace("'", "''")
            base.execute(f"create view {table} as select * from read_parquet('{files}')")
        base.execute("create view first_documents as select * from documents where duplicate_of is null")
        found = base.execute(query, {key: value for key, value in values.items() if f"${key}" in query})
        columns = tuple(column[0] for column in found.description or ())
        return Answer(columns, tuple(map(tuple, found.fetchall())))


def _like(words: str | None) -> str | None:
    return None if words is None else words.strip().lower()


_DOCUMENTS = f"""
from first_documents d
where ($year is null or {_REPORT_YEAR} = $year)
  and ($place is null or contains(lower(coalesce(d.place_name, '') || ' ' || coalesce(d.issuer, '')), $place))
"""

_SUMMARY = f"""
with d as (select d.*, {_REPORT_YEAR} as report_year {_DOCUMENTS})
select coalesce(report_kind, '?') as report_kind, coalesce(admin_level, '?') as admin_level, count(*) as documents,
       min(report_year) as first_year, max(report_year) as last_year, sum(sentence_count)::bigint as sentences,
       sum(characters)::bigint as characters, round(avg(quality), 3) as quality,
       count(*) filter (is_draft) as drafts, count(*) filter (damage is not null) as damaged
from d group by all order by documents desc, report_kind, admin_level limit $most
"""

_CITATIONS = f"""
with d as (select d.*, {_REPORT_YEAR} as report_year {_DOCUMENTS}),
     cited as (
       select d.report_year, d.document_id, coalesce(c.doc_id, c.cited_key) as cited,
              c.doc_id is null as ambiguous,
              c.code, c.written as called, c.issuer,
              coalesce(c.register_title, c.title) as title
       from d join citations c using (document_id)
       where coalesce(c.doc_id, c.cited_key) is not null)
select report_year, cited, coalesce(mode(code), mode(called)) as called, mode(issuer) as issuer, mode(title) as title,
       ambiguous, count(distinct document_id) as documents, count(*) as mentions
from cited
group by report_year, cited, ambiguous
having $issuer is null or contains(lower(coalesce(mode(issuer), '')), $issuer)
order by ambiguous, documents desc, mentions desc, cited, report_year limit $most
"""

_INDICATORS = f"""
with d as (select d.*, {_REPORT_YEAR} as report_year {_DOCUMENTS})
select coalesce(year(i.last_day), d.report_year) as of_year, coalesce(d.place_name, d.issuer) as place,
       i.indicator_role, i.subject, i.amount, i.low_amount, i.high_amount, i.unit, i.comparator, i.assessment,
       t.amount as target_amount, d.source
from d join indicators i using (document_id) left join indicators t on t.indicator_id = i.target_id
where contains(lower(coalesce(i.subject, '') || ' ' || coalesce(i.subject_key, '')), $subject)
   or i.subject_key = $subject_key
order by i.subject_key, of_year, place, i.start_at limit $most
"""

_SUBJECTS = f"""
with d as (select d.*, {_REPORT_YEAR} as report_year {_DOCUMENTS})
select coalesce(i.subject_key, lower(i.subject)) as subject, count(*) as mentions,
       count(distinct d.document_id) as documents, min(coalesce(year(i.last_day), d.report_year)) as first_year,
       max(coalesce(year(i.last_day), d.report_year)) as last_year, mode(i.unit) as unit
from d join indicators i using (document_id)
where coalesce(i.subject_key, i.subject) is not null
group by 1 order by documents desc, mentions desc, subject limit $most
"""

_SECTIONS = f"""
with d as (select d.* {_DOCUMENTS})
select coalesce(d.report_kind, '?') as report_kind, coalesce(d.sector, '?') as sector,
       count(distinct d.document_id) as documents, count(*) as sentences,
       round(100.0 * count(*) filter (s.content_label = 'achievements') / count(*), 1) as achievements_percent,
       round(100.0 * count(*) filter (s.content_label = 'limitations') / count(*), 1) as limitations_percent,
       round(100.0 * count(*) filter (s.content_label = 'directions') / count(*), 1) as directions_percent
from d join sentences s using (document_id)
group by all order by documents desc, report_kind, sector limit $most
"""

QUESTIONS = {
    "summary": _SUMMARY,
    "citations": _CITATIONS,
    "indicators": _INDICATORS,
    "sections": _SECTIONS,
}
"""The questions by name: what there is; most cited documents, those that the text does not fix apart; one indicator
over years and places (or the most frequent ones); shares of achievements, limitations and directions."""


def shown(answer: Answer, *, width: int = 120) -> Sequence[str]:
    """An answer as lines for a terminal."""
    from vnreport.io.page import Column, clean, joined, plain, table

    numbers = [
        all(isinstance(row[place], int | float) or row[place] is None for row in answer.rows)
        for place in range(len(answer.columns))
    ]
    texts = [[_cell(value, clean) for value in row] for row in answer.rows]
    columns = [
        Column(name, 14 if numbers[place] else max(12, width // 4), right=numbers[place])
        for place, name in enumerate(answer.columns)
    ]
    return joined(table(columns, texts, width, plain)) if texts else ["nothing found"]


def _cell(value: Any, clean: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else str(clean(str(value)))
