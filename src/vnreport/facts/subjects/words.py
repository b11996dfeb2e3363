"""Words: the classes of `subject_words.tsv` as patterns over folded text.

Who acts ("UBND huyện"), what is done ("kết nạp"), what begins a measure ("tỷ lệ"), what falls away at either end ("đã",
"đạt được"), and where a phrase stops ("theo", "so với"). Only here is the table read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vnreport.lexicon import lexicon_cache, load_table
from vnreport.text.engine import phrase_trie

WORD = re.compile(r"\w+")
LETTER = re.compile(r"[^\W\d_]")
_END = r"(?![^\W_])"


@lexicon_cache
def _words(use: str) -> str:
    rows = load_table("subject_words", "word", "use", "source")
    return rf"(?:{phrase_trie(row['word'] for row in rows if row['use'] == use)}){_END}"


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The word classes, each under the name of its use in the table; compound ones say what they join."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    agent: re.Pattern[str]
    light: re.Pattern[str]
    verb: re.Pattern[str]
    measure: re.Pattern[str]
    compares: re.Pattern[str]
    generic: re.Pattern[str]
    event: re.Pattern[str]
    cause_end: re.Pattern[str]  # a verb at the end that makes someone do what follows the number
    light_end: re.Pattern[str]  # a verb at the end that says nothing of what is measured
    yields: re.Pattern[str]
    joins: re.Pattern[str]
    empty: re.Pattern[str]
    plan: re.Pattern[str]
    aim: re.Pattern[str]
    grade_after: re.Pattern[str]  # group 1: the grade right behind the number, with nothing more to come
    grade_before: re.Pattern[str]  # group 1: the grade right before the number
    ends: re.Pattern[str]  # group `cut`: the phrase stops here; `whose`: before the body that something belongs to
    whole_end: re.Pattern[str]  # a verb, measure or kept word at the end, which no tail divides
    bare_end: re.Pattern[str]  # group `verb`: a verb at the end that a number may stand behind
    verb_inside: re.Pattern[str]  # group `verb`, and `noun` where a noun before it makes it a noun
    measure_inside: re.Pattern[str]  # group `noun`: a measure behind a verb of counting
    predicate: re.Pattern[str]  # what says something of what was counted
    toward: re.Pattern[str]  # what someone is made to do
    clause_inside: re.Pattern[str]  # behind it something new is told; group `pair`: "và" before a verb


@lexicon_cache
def word_classes() -> WordClasses:
    """The word classes of the tables in force."""
    does = rf"(?:{_words('verb')}|{_words('light')})"
    body = rf"(?!{_words('thing')}){_words('agent')}"
    predicate = rf"(?!{_words('kept')})(?:{_words('predicate')}|{does})"
    return WordClasses(
        lead=re.compile(rf"(?!{_words('kept')}){_words('lead')}[,:]?\s{{0,3}}"),
        tail=re.compile(rf"(?<![^\W_]){_words('tail')}$"),
        agent=re.compile(body),
        light=re.compile(_words("light")),
        verb=re.compile(_words("verb")),
        measure=re.compile(_words("measure")),
        compares=re.compile(_words("compares")),
        generic=re.compile(rf"{_words('generic')}$"),
        event=re.compile(_words("event")),
        cause_end=re.compile(rf"(?<![^\W_]){_words('cause')}$"),
        light_end=re.compile(rf"(?<![^\W_]){_words('light')}$"),
        yields=re.compile(_words("yields")),
        joins=re.compile(rf"{_words('joins')}\s{{0,3}}"),
        empty=re.compile(_words("empty")),
        plan=re.compile(_words("plan")),
        aim=re.compile(_words("aim")),
        grade_after=re.compile(rf"\s{{1,2}}(?:loại\s|xếp loại\s)?({_words('grade')})(?=\s?(?:[,;.)]|\(|$))"),
        grade_before=re.compile(
            rf"[,;:(]\s{{0,2}}(?:và\s|còn\s)?(?:loại\s)?({_words('grade')})\s{{1,2}}(?:(?:là|có|đạt|chiếm)\s)?$"
        ),
        ends=re.compile(
            rf"(?<![^\W_])(?:{_words('kept')}|(?<!chưa )(?<!đã )"
            rf"(?P<cut>(?P<whose>(?:của|với)(?=\s(?:các\s|một số\s)?{body}))|{_words('ends')}))"
        ),
        whole_end=re.compile(
            rf"(?<![^\W_])(?:{_words('verb')}|{_words('measure')}|{_words('light')}|{_words('kept')})$"
        ),
        bare_end=re.compile(
            rf"(?<![^\W_])(?P<verb>{_words('bare')})"
            r"(?:\s{1,3}(?:được|thêm|cho|xong|hết|đủ|từ|trên|hơn|gần|ít nhất)){0,2}\s{0,3}$"
        ),
        verb_inside=re.compile(rf"(?<![^\W_])(?:(?P<noun>{_words('noun_of_work')})\s{{1,3}})?(?P<verb>{does})"),
        measure_inside=re.compile(
            r"(?<![^\W_])(?:đạt|có|với|nâng|đưa|là|giữ|giao|cho|mục tiêu|chỉ tiêu|làm|và)\s{1,3}"
            rf"(?P<noun>{_words('measure')})"
        ),
        predicate=re.compile(predicate),
        toward=re.compile(rf"(?:(?:đi|vào|ra khỏi|lên){_END}|{predicate})"),
        clause_inside=re.compile(rf"(?:{_TELLS}|(?P<pair>(?<=\s)và(?=\s{{1,3}}{does})))(?=\s)"),
    )


# Behind it begins what is said of the one who acts.
_TELLS = (
    r"(?<=\s)(?:đã|sẽ|cũng|cho biết|nêu rõ)"
    r"|(?<=\S)\s{1,3}toàn (?:tỉnh|huyện|xã|phường|thành phố|thị xã|quận|ngành|trường|thôn|đảng bộ)"
    r"|(?<=\s)và(?=\s{1,3}(?:còn|có|đã|được)\s)"
    r"|(?<=\s)(?:chỉ tiêu|mục tiêu)(?=\s{1,3}[^\W\d_])"
)
