"""The words of the page, in Vietnamese and in English, from `texts.tsv`.

What the page says in words carries the key of the words (`data-t`, with numbers and further keys in `data-a`), so that
the script of the page can say it again in the other language. Days stand in `<time>`, numbers in `<data>`.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources

from vnreport.errors import ConfigError, LexiconError
from vnreport.lexicon import parse_table
from vnreport.view.markup import attributes, element, escape

LANGUAGES = ("vi", "en")
Argument = str | int
"""What stands for {0}: a number, or the key of other words."""


@cache
def table() -> Mapping[str, tuple[str, str]]:
    """Every key with its words in the languages of `LANGUAGES`."""
    file = resources.files("vnreport.view") / "texts.tsv"
    found: dict[str, tuple[str, str]] = {}
    for row in parse_table("texts.tsv", file.read_text("utf-8"), ("key", *LANGUAGES)):
        if row["key"] in found or not row["vi"] or not row["en"]:
            raise LexiconError("texts.tsv", int(row["_line"]), f"key {row['key']!r} stands twice or lacks its words")
        found[row["key"]] = row["vi"], row["en"]
    return found


class Texts:
    """The words of one language.

    >>> Texts("vi").say("documents.count", 2, 5), Texts("en").say("ribbon.run", "label.other", 97)
    ('Số văn bản: 2. Số lần nhắc: 5.', 'Other, probability 97%')
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ConfigError(f"no language {lang!r}; the page speaks {' and '.join(LANGUAGES)}")
        self.lang = lang
        self._column = LANGUAGES.index(lang)

    def say(self, key: str, *arguments: Argument) -> str:
        """The words of a key as plain text."""
        told = [self.say(a) if isinstance(a, str) else number(str(a), self.lang) for a in arguments]
        words = table()[key][self._column]
        return re.sub(r"\{(\d)\}", lambda match: told[int(match.group(1))], words)

    def span(self, key: str, *arguments: Argument, tag: str = "span", **values: str | int | bool | None) -> str:
        """The words of a key as an element."""
        return element(tag, escape(self.say(key, *arguments)), **values, data_t=key, data_a=_listed(arguments))

    def coded(self, group: str, code: str, class_: str | None = None) -> str:
        """The words of a code of the result, or the code itself where a newer result has one that is unknown here."""
        key = f"{group}.{code}"
        return self.span(key, class_=class_) if key in table() else element("code", escape(code), class_=class_)

    def naming(self, name: str, key: str, *arguments: Argument) -> dict[str, str | None]:
        """The attributes by which a `title` or an `aria_label` says the words of a key."""
        return {name: self.say(key, *arguments), f"data_t_{name}": key, "data_a": _listed(arguments)}

    def named(self, name: str, key: str, *arguments: Argument) -> str:
        """`naming` as markup."""
        return attributes(**self.naming(name, key, *arguments))

    def day(self, day: datetime.date | str) -> str:
        """A day, or its ISO form, as an element."""
        iso = str(day)
        return element("time", day_in(iso, self.lang), datetime=iso)

    def days(self, first: datetime.date | None, last: datetime.date | None) -> str:
        """The days from the first to the last; "…" for an end that is not fixed."""
        if first is not None and first == last:
            return self.day(first)
        return " – ".join("…" if day is None else self.day(day) for day in (first, last))

    def number(self, value: Decimal) -> str:
        """An exact number as an element."""
        return element("data", number(digits(value), self.lang), value=digits(value))


def _listed(arguments: tuple[Argument, ...]) -> str | None:
    return json.dumps(arguments, separators=(",", ":")) if arguments else None


def digits(value: Decimal) -> str:
    """A number in plain digits with a decimal point: what `<data value>` holds.

    >>> digits(Decimal("1.20E+9")), digits(Decimal("12.50"))
    ('1200000000', '12.5')
    """
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def number(plain: str, lang: str) -> str:
    """Plain digits as the language writes them.

    >>> number("1234567.5", "vi"), number("1234567.5", "en"), number("2024", "vi")
    ('1.234.567,5', '1,234,567.5', '2.024')
    """
    whole, _, part = plain.partition(".")
    group, mark = (".", ",") if lang == "vi" else (",", ".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", group, whole)
    return grouped + (mark + part if part else "")


def day_in(iso: str, lang: str) -> str:
    """A day as the language writes it.

    >>> day_in("2013-12-02", "vi"), day_in("2013-12-02", "en")
    ('02/12/2013', '2013-12-02')
    """
    return "/".join(reversed(iso.split("-"))) if lang == "vi" else iso
