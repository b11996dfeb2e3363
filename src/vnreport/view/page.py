"""The page: one HTML document with its style, its script and its data inside, that asks no other host for anything.

Style and script are allowed by their digests alone (Content-Security-Policy), so nothing that a report says can run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from functools import cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from vnreport.structure.models import LABELS
from vnreport.view.documents import documents
from vnreport.view.fields import Fields, PlaceOf, coded, place_row, spoken_of
from vnreport.view.findings import findings
from vnreport.view.head import head, title
from vnreport.view.marks import KINDS, Marks
from vnreport.view.markup import attributes, element, escape
from vnreport.view.outline import outline
from vnreport.view.pane import pane
from vnreport.view.ribbon import ribbon
from vnreport.view.targets import targets
from vnreport.view.texts import LANGUAGES, Texts, table
from vnreport.view.timeline import timeline

if TYPE_CHECKING:
    from vnreport.report import Report

_PANELS = ("documents", "targets", "times", "findings")


def render(report: Report, *, lang: str = "vi", place_of: PlaceOf | None = None, name: str | None = None) -> str:
    """A report as one self-contained HTML page, in Vietnamese ("vi") or in English ("en"), switchable in the page.

    `place_of` answers for any mention where in its file it stands (`Document.place_of` does); `name` is the file that
    the page shows. The text content of the element `#text` is the source, with "�" for characters that could act on a
    page. Raises ConfigError for another language.

    >>> import vnreport
    >>> page = render(vnreport.analyze("Đã kết nạp 422 đảng viên theo Nghị quyết số 20-NQ/TW."), lang="en")
    >>> page[:33]
    '<!doctype html>\\n<html lang="en">\\n'
    >>> "<mark class=reference id=m1>Nghị quyết số 20-NQ/TW</mark>" in page
    True
    """
    texts = Texts(lang)
    marks = Marks(report)
    labelled = is_labelled(report)
    style, script = _asset("page.css"), _asset("page.js")
    values = {
        "lang": lang,
        "policy": _policy(style, script),
        "title": escape(title(report) or name or "vnreport"),
        "style": style,
        "script": script,
        "skip": texts.span("page.skip", tag="a", class_="skip", href="#text"),
        "file": "" if name is None else escape(name),
        "languages": _languages(texts),
        "dark": texts.span("page.dark", tag="button", id="dark", type="button", aria_pressed="false"),
        "head": head(report, texts),
        "outline_name": texts.named("aria_label", "outline.title"),
        "outline_title": element("summary", texts.span("outline.title", tag="h2")),
        "outline": outline(report, texts, labelled=labelled),
        "kinds_name": texts.named("aria_label", "page.kinds"),
        "kinds": _kinds(marks, texts, labelled),
        "ribbon": element("div", ribbon(report, texts), class_="labels") if labelled and report.sentences else "",
        "text_title": texts.span("page.text", tag="h2", class_="unseen"),
        "keys": texts.span("page.text_help", tag="p", id="keys"),
        "text_name": texts.named("aria_label", "page.text"),
        "pane": pane(report, marks, labelled=labelled, place_of=place_of)
        if report.text
        else texts.span("page.empty", class_="none"),
        "overview_name": texts.named("aria_label", "page.overview"),
        **_panels(report, marks, texts),
        "footer": _footer(report, texts),
        "data": _data(report, marks, place_of, labelled),
    }
    return Template(_asset("page.html")).substitute(values)


def is_labelled(report: Report) -> bool:
    """Whether labels were computed: with `only=("references",)` every sentence is `other` for want of asking."""
    only = report.generator.get("options", {}).get("only")
    return only is None or "labels" in only or "indicators" in only


@cache
def _asset(name: str) -> str:
    return (resources.files("vnreport.view") / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    allowed = {"style-src": style, "script-src": script}
    digests = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in allowed.items()
    }
    rules = [f"{name} 'sha256-{digest}'" for name, digest in digests.items()]
    return "; ".join(["default-src 'none'", *rules, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _languages(texts: Texts) -> str:
    names = {"vi": "Tiếng Việt", "en": "English"}
    buttons = [
        element(
            "button", names[lang], type="button", lang=lang, data_lang=lang,
            aria_pressed="true" if lang == texts.lang else "false",
        )
        for lang in LANGUAGES
    ]  # fmt: skip
    return f'<div class="languages" role="group"{texts.named("aria_label", "page.language")}>{"".join(buttons)}</div>'


def _kinds(marks: Marks, texts: Texts, labelled: bool) -> str:
    """The legend: a button for each kind that the report has, with its count; pressed while the kind is shown."""
    counts = Counter(mark.kind for mark in marks.all)
    buttons = [
        element(
            "button", texts.span(f"kind.{kind}", class_="swatch"), element("b", str(counts[kind])), type="button",
            class_=f"kind {kind}", data_kind=kind, aria_pressed="true",
        )
        for kind in KINDS
        if counts[kind]
    ]  # fmt: skip
    if labelled and marks.all:
        help_ = texts.naming("title", "ribbon.tint_help")
        tint = texts.span("ribbon.tint")
        buttons.append(
            element("button", tint, type="button", class_="kind tint", id="tint", aria_pressed="false", **help_)
        )
    return "".join(buttons)


def _panels(report: Report, marks: Marks, texts: Texts) -> dict[str, str]:
    """The overviews, each with its tab; without a script they stand one below the other."""
    bodies = {
        "documents": documents(report, marks, texts),
        "targets": targets(report, marks, texts),
        "times": timeline(report, marks, texts),
        "findings": findings(report, marks, texts),
    }
    tabs, panels = [], []
    for name in _PANELS:
        first = name == _PANELS[0]
        tabs.append(
            texts.span(
                f"tab.{name}", tag="button", type="button", role="tab", id=f"tab-{name}", aria_controls=name,
                aria_selected="true" if first else "false", tabindex=None if first else -1,
            )
        )  # fmt: skip
        opening = attributes(id=name, role="tabpanel", aria_labelledby=f"tab-{name}", tabindex=0)
        panels.append(f"<section{opening}>{texts.span(f'{name}.title', tag='h2')}{bodies[name]}</section>")
    return {"tabs": "".join(tabs), "panels": "\n".join(panels)}


def _footer(report: Report, texts: Texts) -> str:
    version = report.generator.get("version")
    made_by = f"vnreport {version}" if isinstance(version, str) else "vnreport"
    return element("b", escape(made_by)) + " " + texts.span("page.made_by")


def _data(report: Report, marks: Marks, place_of: PlaceOf | None, labelled: bool) -> str:
    """What the script needs: the words of the page, the rows of each mark, the labels of each sentence."""
    fields = Fields(report, marks)
    rows = []
    for mark in marks.all:
        place = [] if place_of is None else [place_row(place_of, mark.mention)]
        rows.append([*fields.of(mark), *place, ["offsets", f"{mark.start}–{mark.end}"]])
    sentences: list[Any] = []
    if labelled:
        for sentence in report.sentences:
            scores = [round(100 * sentence.label_scores.get(label, 0.0)) for label in LABELS]
            aspect = None if sentence.aspect is None else coded("aspect", sentence.aspect)
            sentences.append([LABELS.index(sentence.label), scores, aspect])
    blocks = [block.start for block in report.blocks]
    spoken = {mark.id: spans for mark in marks.all if (spans := spoken_of(mark))}
    data = {
        "spoken": spoken, "texts": table(), "labels": LABELS, "marks": rows, "sentences": sentences, "blocks": blocks,
        "size": len(report.text),
    }  # fmt: skip
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Inside a script no text may end it or begin a comment; the JSON says the same with these letters as escapes.
    return plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
