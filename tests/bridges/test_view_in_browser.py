"""The page of a report in headless Chromium, as a reader uses it: pointer, keyboard, languages, schemes, paper.

No request leaves the page and its console stays empty; axe finds nothing. Pictures go to `--screenshots FOLDER`.
"""

from __future__ import annotations

import json
import pathlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

import vnreport
from vnreport.io import read
from vnreport.io.analyzing import analyze_document
from vnreport.view.marks import Marks
from vnreport.view.markup import visible
from vnreport.view.page import render

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
# Milliseconds: a machine that runs other things besides is slow, not wrong.
PATIENCE = 180_000
ROOT = pathlib.Path(__file__).parent.parent.parent
SAMPLE = ROOT / "corpora" / "samples" / "cong-doan-huyen-2023.txt"
HOSTILE = (
    "BÁO CÁO </script><script>window.ran = 1</script>\n\n<img src='//example.org/x' onerror='window.ran = 2'> \" ' `\n"
    "Đạt 5/7 xã\u202e đảo \ud800 lẻ \x00\x1b[31m theo Nghị quyết số 20-NQ/TW\" onfocus=\"window.ran = 3\" autofocus.\n"
    "[bấm](javascript:window.ran=4) <a href='javascript:window.ran=5'>ở đây</a> &lt;b&gt; ngày 02/01/2024."
)  # fmt: skip


@dataclass
class Reader:
    """A page in the browser with what went wrong on it: lines of the console, errors, requests for other places."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def mark(self, place: int) -> Any:
        return self.page.locator(f"#m{place}")

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def card(self) -> str:
        return str(self.page.locator("#card").inner_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def sample_report() -> Any:
    document = read(SAMPLE)
    return document, analyze_document(document, vnreport.Analyzer())


@pytest.fixture(scope="module")
def sample(sample_report: Any, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    document, report = sample_report
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render(report, place_of=document.place_of, name=SAMPLE.name), "utf-8")
    return file


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens a page offline; at the end nothing may have been asked for and nothing said."""
    opened: list[tuple[Any, Reader]] = []

    def open_page(file: pathlib.Path, **options: Any) -> Reader:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "offline": True, **options})
        context.set_default_timeout(PATIENCE)
        reader = Reader(context.new_page())
        reader.page.on("console", lambda message: reader.said.append(message.text))
        reader.page.on("pageerror", lambda error: reader.said.append(str(error)))
        reader.page.on("request", lambda request: reader.asked.append(request.url))
        reader.page.goto(file.as_uri())
        opened.append((context, reader))
        return reader

    yield open_page
    for context, reader in opened:
        context.close()
        assert reader.said == []
        assert {url.partition("#")[0][:5] for url in reader.asked} <= {"file:", "data:"}


@pytest.fixture(scope="module")
def pictures(request: pytest.FixtureRequest) -> pathlib.Path:
    folder = pathlib.Path(request.config.getoption("--screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_the_pane_holds_the_source(visit: Any, sample: pathlib.Path, sample_report: Any) -> None:
    reader = visit(sample)
    document, report = sample_report
    assert reader.page.evaluate("document.getElementById('text').textContent") == visible(document.text)
    marks = Marks(report).all
    shown = reader.page.evaluate("[...document.querySelectorAll('#text mark[id]')].map(m => [m.id, m.textContent])")
    assert shown == [[f"m{mark.id}", mark.mention.text] for mark in marks]


def test_a_pointer_shows_the_card_and_leaves_it(visit: Any, sample: pathlib.Path, sample_report: Any) -> None:
    reader = visit(sample)
    place = next(mark.id for mark in Marks(sample_report[1]).all if mark.mention.text == "Chỉ thị số 37-CT/TW")
    reader.mark(place).scroll_into_view_if_needed()
    reader.mark(place).hover()
    reader.page.wait_for_selector("#card:not([hidden])")
    told = reader.card()
    for words in ("Văn bản được viện dẫn", "37-CT/TW", "03/09/2019", "Ban Bí thư", "quan hệ lao động", "dòng 18"):
        assert words in told
    assert "reference.numbered" in told
    reader.page.locator("#card").hover()
    reader.page.wait_for_timeout(400)
    assert reader.page.locator("#card").is_visible()
    reader.page.locator(".brand").hover()
    reader.page.wait_for_selector("#card", state="hidden")


def test_a_click_keeps_the_card_until_escape(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    reader.mark(3).click()
    reader.page.locator(".brand").hover()
    reader.page.wait_for_timeout(400)
    assert reader.page.locator("#card").is_visible()
    assert reader.focused() == "m3"
    assert reader.mark(3).get_attribute("aria-describedby") == "card"
    reader.page.keyboard.press("Escape")
    assert reader.page.locator("#card").is_hidden()
    assert reader.focused() == "m3"


def test_what_belongs_to_a_mark_is_painted(visit: Any, sample: pathlib.Path, sample_report: Any) -> None:
    reader = visit(sample)
    painted = "[...(CSS.highlights.get('spoken') ?? [])].map(String)"
    marks = Marks(sample_report[1])
    for reference in sample_report[1].references[:6]:
        reader.mark(marks.of("reference", reference)).click()
        assert reader.page.evaluate(painted) == [reference.extent.text]
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate(painted) == []


def test_keys_go_from_mention_to_mention(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.focused() == "text"
    reader.page.keyboard.press("n")
    first = int(reader.focused()[1:])
    for key, place in (("n", first + 1), ("ArrowRight", first + 2), ("p", first + 1), ("ArrowLeft", first)):
        reader.page.keyboard.press(key)
        assert reader.focused() == f"m{place}"
        assert reader.mark(place).evaluate("m => m.matches(':focus-visible')")
        reader.page.wait_for_selector("#card:not([hidden])")
    reader.page.keyboard.press("Escape")
    assert reader.page.locator("#card").is_hidden()


def test_keys_pass_over_kinds_that_are_off(visit: Any, sample: pathlib.Path, sample_report: Any) -> None:
    reader = visit(sample)
    for kind in ("time", "organization", "place"):
        reader.page.locator(f"[data-kind={kind}]").click()
    reader.page.locator("#text").focus()
    kinds = {mark.id: mark.kind for mark in Marks(sample_report[1]).all}
    for _ in range(12):
        reader.page.keyboard.press("n")
        assert kinds[int(reader.focused()[1:])] not in ("time", "organization", "place")


def test_kinds_are_taken_out_and_put_back(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    button = reader.page.locator("[data-kind=time]")
    line = "m => getComputedStyle(m).textDecorationLine"
    mark = reader.page.locator("#text mark.time").first
    assert mark.evaluate(line) == "underline"
    button.click()
    assert (button.get_attribute("aria-pressed"), mark.evaluate(line)) == ("false", "none")
    mark.click()
    assert reader.page.locator("#card").is_hidden()
    button.click()
    assert (button.get_attribute("aria-pressed"), mark.evaluate(line)) == ("true", "underline")


def test_sentences_are_tinted_by_their_label(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    sentence = reader.page.locator('#text p.paragraph .s[data-l="a"]').first
    colour = "s => getComputedStyle(s).backgroundColor"
    before = sentence.evaluate(colour)
    reader.page.locator("#tint").click()
    assert sentence.evaluate(colour) != before
    sentence.click(position={"x": 3, "y": 10})
    assert "Kết quả đạt được (" in reader.card()


def test_documents_lead_to_their_mentions(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    link = reader.page.locator("#documents tbody tr").nth(1).locator("a").nth(1)
    target = link.get_attribute("href").removeprefix("#")
    link.click()
    assert reader.focused() == target
    reader.page.wait_for_selector("#card:not([hidden])")
    box = reader.page.locator(f"#{target}").bounding_box()
    assert 100 < box["y"] < 900
    assert reader.page.evaluate("location.hash") == f"#{target}"
    reader.page.go_back()
    assert reader.page.evaluate("location.hash") == ""


def test_a_way_to_a_kind_that_is_off_puts_it_back(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    reader.page.locator("[data-kind=reference]").click()
    reader.page.locator("#documents tbody a").first.click()
    assert reader.page.locator("[data-kind=reference]").get_attribute("aria-pressed") == "true"


def test_outline_leads_to_its_heading_and_tells_where_one_is(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    link = reader.page.locator("nav a", has_text="Nguyên nhân").last
    link.click()
    heading = reader.page.locator(link.get_attribute("href"))
    assert "Nguyên nhân" in heading.inner_text()
    assert 0 < heading.bounding_box()["y"] < 900
    reader.page.wait_for_function("() => document.querySelector('nav a[aria-current]')")
    before = float(reader.page.locator("#here").get_attribute("x"))
    reader.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    reader.page.wait_for_function(
        "before => Number(document.getElementById('here').getAttribute('x')) > before", arg=before
    )


def test_ribbon_tells_label_and_probability(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    piece = reader.page.locator("#ribbon a.limitations").first
    assert piece.get_attribute("aria-label").startswith("Hạn chế, tồn tại, xác suất ")
    piece.click()
    reader.page.wait_for_selector("#card:not([hidden])")
    assert "Hạn chế, tồn tại (" in reader.card()
    assert reader.page.locator("#card meter").count() == 4
    assert reader.focused() == piece.get_attribute("href").removeprefix("#")
    reader.page.locator("#ribbon a").first.focus()
    reader.page.keyboard.press("ArrowRight")
    second = reader.page.locator("#ribbon a").nth(1).get_attribute("href")
    assert reader.page.evaluate("document.activeElement.getAttribute('href')") == second


@pytest.mark.parametrize("name", ["documents", "targets", "times", "findings"])
def test_tabs_show_one_overview(visit: Any, sample: pathlib.Path, name: str) -> None:
    reader = visit(sample)
    reader.page.locator(f"#tab-{name}").click()
    shown = reader.page.evaluate(
        "[...document.querySelectorAll('[role=tabpanel]')].filter(p => !p.hidden).map(p => p.id)"
    )
    assert shown == [name]
    reader.page.keyboard.press("ArrowRight")
    assert reader.focused() != f"tab-{name}"
    assert reader.page.locator("[role=tab][aria-selected=true]").count() == 1


def test_targets_and_times_lead_into_the_text(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    for tab, link in (("targets", ".targets a"), ("times", ".timeline a"), ("times", ".floating a")):
        reader.page.locator(f"#tab-{tab}").click()
        way = reader.page.locator(f"#{tab} {link}").first
        target = way.get_attribute("href").removeprefix("#")
        way.click()
        assert reader.focused() == target
        reader.page.keyboard.press("Escape")


def test_the_language_switches_everywhere(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    reader.mark(3).click()
    before = reader.page.locator("body").inner_html()
    reader.page.locator("[data-lang=en]").click()
    assert reader.page.evaluate("document.documentElement.lang") == "en"
    assert reader.page.locator("#text").get_attribute("lang") == "vi"
    body = reader.page.locator("body").inner_text()
    for words in ("Outline", "Cited", "Citations", "Achievements", "Documents: 11. Mentions: 15.", "2023-12-08"):
        assert words in body
    assert reader.page.locator("#ribbon").get_attribute("aria-label") == "Labels along the report"
    reader.mark(3).click()
    assert "Characters" in reader.card()
    reader.page.locator("[data-lang=vi]").click()
    reader.mark(3).click()
    assert "Ký tự" in reader.card()
    assert reader.page.locator("body").inner_text().count("Outline") == 0
    assert len(before) > 1000


def test_both_languages_are_whole(visit: Any, sample_report: Any, tmp_path: pathlib.Path) -> None:
    """A page that was switched says what a page made in that language says."""
    document, report = sample_report
    texts = {}
    for lang, other in (("vi", "en"), ("en", "vi")):
        file = tmp_path / f"{lang}.html"
        file.write_text(render(report, lang=lang, place_of=document.place_of), "utf-8")
        reader = visit(file)
        # What is out of sight is not drawn, and `innerText` holds only what was drawn.
        reader.page.evaluate(
            "document.styleSheets[0].insertRule('#text > * { content-visibility: visible !important }')"
        )
        texts[lang] = reader.page.evaluate("document.body.innerText")
        reader.page.locator(f"[data-lang={other}]").click()
        texts[f"{lang} switched to {other}"] = reader.page.evaluate("document.body.innerText")
    assert texts["vi switched to en"] == texts["en"]
    assert texts["en switched to vi"] == texts["vi"]


def test_light_and_dark(visit: Any, sample: pathlib.Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = (visit(sample, color_scheme=scheme) for scheme in ("light", "dark"))
    colours = [reader.page.evaluate(paper) for reader in (light, dark)]
    assert colours[0] != colours[1]
    assert [r.page.locator("#dark").get_attribute("aria-pressed") for r in (light, dark)] == ["false", "true"]
    for reader in (light, dark):
        reader.page.locator("#dark").click()
    assert [reader.page.evaluate(paper) for reader in (light, dark)] == colours[::-1]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Any, sample: pathlib.Path, lang: str, scheme: str, pictures: pathlib.Path) -> None:
    reader = visit(sample, color_scheme=scheme)
    reader.page.locator(f"[data-lang={lang}]").click()
    for tab in ("documents", "targets", "times", "findings"):
        reader.page.locator(f"#tab-{tab}").click()
        reader.mark(40).click()
        reader.page.wait_for_selector("#card:not([hidden])")
        found = axe.Axe().run(reader.page)
        told = [(v["id"], [node["target"] for node in v["nodes"]][:5]) for v in found.response["violations"]]
        assert told == [], found.generate_report()
        reader.page.screenshot(path=pictures / f"{tab}-{lang}-{scheme}.png")
    reader.page.locator("#tint").click()
    assert axe.Axe().run(reader.page).violations_count == 0


@pytest.mark.parametrize("name", ["426-cong-doan-may-giua-nhiem-ky-2015", "622-ubnd-huyen-giam-ngheo-2013"])
def test_axe_finds_nothing_in_tables_and_on_small_screens(
    visit: Any, tmp_path: pathlib.Path, pictures: pathlib.Path, name: str
) -> None:
    text = (ROOT / "corpora" / "reports" / f"{name}.txt").read_text("utf-8")
    file = tmp_path / "page.html"
    file.write_text(render(vnreport.analyze(text)), "utf-8")
    for width in (1440, 390):
        reader = visit(file, viewport={"width": width, "height": 844})
        table = reader.page.locator("#text [role=table]").first
        table.scroll_into_view_if_needed()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.Axe().run(reader.page)
        assert found.violations_count == 0, found.generate_report()
        reader.page.screenshot(path=pictures / f"table-{name[:3]}-{width}.png")


def test_tab_reaches_every_part_and_ends(visit: Any, sample: pathlib.Path) -> None:
    reader = visit(sample)
    stations = []
    where = (
        "(() => { const at = document.activeElement;"
        " return ['.skip', '.strip', 'nav', '.kinds', '#ribbon', '#text', '[role=tablist]', '[role=tabpanel]']"
        ".find(part => at.closest(part)) ?? ''; })()"
    )
    for _ in range(100):
        reader.page.keyboard.press("Tab")
        station = reader.page.evaluate(where)
        if not stations or stations[-1] != station:
            stations.append(station)
        if not station:
            break
        shape = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).top"
        assert station == "#ribbon" or not reader.page.evaluate(shape).startswith("none")
    parts = [".skip", ".strip", "nav", ".kinds", "#ribbon", "#text", "[role=tablist]", "[role=tabpanel]"]
    assert stations[: len(parts)] == parts


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1100, 800), (1920, 1080)])
def test_every_width_is_served(
    visit: Any, sample: pathlib.Path, width: int, height: int, pictures: pathlib.Path
) -> None:
    reader = visit(sample, viewport={"width": width, "height": height})
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    reader.page.screenshot(path=pictures / f"width-{width}.png")
    reader.mark(20).click()
    reader.page.wait_for_selector("#card:not([hidden])")
    box = reader.page.locator("#card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    reader.page.screenshot(path=pictures / f"width-{width}-card.png")


def test_paper(visit: Any, sample: pathlib.Path, pictures: pathlib.Path) -> None:
    reader = visit(sample, color_scheme="dark")
    reader.page.emulate_media(media="print")
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in (".languages", "#dark", "nav", "[role=tablist]", "#card"):
        assert not reader.page.locator(gone).is_visible()
    for kept in ("h1", "#text", "#documents", "#targets", "#times", "#findings", "#ribbon"):
        assert reader.page.locator(kept).is_visible()
    paper = reader.page.pdf(path=pictures / "paper.pdf", format="A4")
    assert paper.startswith(b"%PDF-")
    printed = read(pictures / "paper.pdf").text
    for words in ("Liên đoàn Lao động", "Văn bản viện dẫn", "Chỉ tiêu và kết quả", "Dòng thời gian"):
        assert words in printed


def test_a_hostile_report_runs_nothing(visit: Any, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(vnreport.analyze(HOSTILE), name="<script>window.ran = 6</script>"), "utf-8")
    reader = visit(file)
    assert reader.page.evaluate("document.getElementById('text').textContent") == visible(HOSTILE)
    for mark in reader.page.locator("#text mark").all():
        mark.click(force=True)
    for tab in reader.page.locator("[role=tab]").all():
        tab.click()
    assert reader.page.evaluate("window.ran === undefined")
    assert reader.page.locator("#text a, #text img, #text script").count() == 0


def test_the_policy_stops_what_slips_in(browser: Any, sample: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Were an attribute or a script of a report ever let through, the browser would refuse to run it."""
    file = tmp_path / "page.html"
    slipped = '<article><img src="x" onerror="window.ran = 1"></article><script>window.ran = 2</script><footer>'
    file.write_text(sample.read_text("utf-8").replace("<footer>", slipped), "utf-8")
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran === undefined")
    assert sum("Content Security Policy" in text for text in refused) >= 2
    page.close()


def test_a_report_of_a_hundred_pages(visit: Any, tmp_path: pathlib.Path, pictures: pathlib.Path) -> None:
    texts = (file.read_text("utf-8") for file in sorted((ROOT / "corpora" / "reports").glob("*.txt")))
    whole = "\n\n".join(texts)[:300_000]
    report = vnreport.analyze(whole)
    file = tmp_path / "page.html"
    file.write_text(render(report, name="100 trang"), "utf-8")
    size = file.stat().st_size
    reader = visit(file)
    times = reader.page.evaluate(
        "(() => { const t = performance.getEntriesByType('navigation')[0];"
        " return {interactive: t.domInteractive, loaded: t.loadEventEnd}; })()"
    )
    assert reader.page.evaluate("document.getElementById('text').textContent") == visible(whole)
    reader.page.locator("nav a").last.click()
    last = reader.page.locator(reader.page.locator("nav a").last.get_attribute("href"))
    assert 0 < last.bounding_box()["y"] < 900
    reader.page.locator("#text").focus()
    started = reader.page.evaluate("performance.now()")
    for _ in range(20):
        reader.page.keyboard.press("n")
    assert reader.focused().startswith("m")
    step = (reader.page.evaluate("performance.now()") - started) / 20
    started = reader.page.evaluate("performance.now()")
    reader.page.locator("[data-kind=number]").click()
    reader.page.evaluate("document.body.offsetHeight")
    toggled = reader.page.evaluate("performance.now()") - started
    marks = len(Marks(report).all)
    told = {"bytes": size, "marks": marks, **times, "ms_a_step": step, "ms_a_toggle": toggled}
    (pictures / "hundred-pages.json").write_text(json.dumps(told, indent=1))
    reader.page.screenshot(path=pictures / "hundred-pages.png")
    # Wide bounds, for machines that are busy; what was measured stands in the file beside the pictures.
    assert size < 5_000_000
    assert times["interactive"] < 8000
    assert step < 1000
    assert toggled < 3000


def test_frames_of_a_notebook_do_not_meet(visit: Any, tmp_path: pathlib.Path, pictures: pathlib.Path) -> None:
    reports = [
        vnreport.analyze(text)
        for text in ("Đạt 5/7 xã năm 2023.", "Năm 2024 thu 5 tỷ đồng theo Nghị quyết số 20-NQ/TW.")
    ]
    frames = "<hr>".join(report._repr_html_() for report in reports)
    file = tmp_path / "notebook.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><h1 id="text">Sổ</h1><mark>x</mark>{frames}', "utf-8")
    reader = visit(file)
    assert reader.page.evaluate("['style, script', '[id]'].map(s => document.querySelectorAll(s).length)") == [0, 1]
    assert reader.page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine") == "none"
    inner = [reader.page.frame_locator("iframe").nth(place) for place in (0, 1)]
    for place, frame in enumerate(inner):
        assert frame.locator("#text").text_content() == reports[place].text
        frame.locator("#text mark").first.click()
        assert frame.locator("#card").is_visible()
        frame.locator("[role=tab]").nth(2).click()
        frame.locator("#times a").first.click()
    inner[0].locator("#dark").click()
    inner[1].locator("[data-lang=en]").click()
    assert inner[0].locator("nav h2").inner_text() == "Mục lục"
    assert inner[1].locator("nav h2").inner_text() == "Outline"
    reader.page.screenshot(path=pictures / "notebook.png")


def test_without_a_script_the_page_can_be_read(visit: Any, sample: pathlib.Path, pictures: pathlib.Path) -> None:
    reader = visit(sample, java_script_enabled=False)
    for shown in ("#text", "#documents", "#targets", "#times", "#findings", "nav", "#ribbon"):
        assert reader.page.locator(shown).is_visible()
    reader.page.screenshot(path=pictures / "no-script.png")
