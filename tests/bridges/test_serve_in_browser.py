"""The start page in a browser: a text is pasted, a file dropped, and the view stands below."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
pytest.importorskip("fastapi")
CHROMIUM = "/usr/bin/chromium"
if not pathlib.Path(CHROMIUM).exists():
    pytest.skip("no Chromium at /usr/bin/chromium", allow_module_level=True)

PATIENCE = 120_000  # milliseconds: the first request waits for a process to start
sync_api.expect.set_options(timeout=PATIENCE)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
TEXT = "I. KẾT QUẢ\nTheo Chỉ thị số 05-CT/TW ngày 15/5/2016, đã kết nạp 422 đoàn viên.\nII. HẠN CHẾ\nViệc thu còn chậm."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where `vnreport serve` listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "vnreport", "serve", "--port", "0", "--jobs", "1"], stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline().decode())
    assert found is not None
    with process:
        yield found[0]
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The start page; whatever the browser complains of, or asks of another host, fails the test."""
    said: list[str] = []
    made = browser.new_page()
    made.set_default_timeout(PATIENCE)
    own = (address, "data:")
    made.on("console", lambda told: said.append(told.text) if told.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on("request", lambda asked: None if asked.url.startswith(own) else said.append(asked.url))
    made.goto(address)
    yield made
    made.close()
    assert said == []


def view(page: Any) -> Any:
    return page.frame_locator("#view")


def test_a_text_that_is_pasted_is_shown(page: Any) -> None:
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Đọc").click()
    sync_api.expect(view(page).locator("mark.reference").first).to_contain_text("05-CT/TW")
    sync_api.expect(view(page).locator("#text")).to_contain_text("đã kết nạp 422 đoàn viên")
    sync_api.expect(page.locator("#state")).to_be_empty()
    view(page).locator("mark.reference").first.click()
    frame = page.frames[1]
    assert frame.evaluate("origin") == "null"


def test_a_file_is_shown_and_a_text_after_it(page: Any) -> None:
    page.locator("#file").set_input_files({"name": "báo cáo.txt", "mimeType": "text/plain", "buffer": TEXT.encode()})
    page.get_by_role("button", name="Đọc").click()
    sync_api.expect(view(page).locator("body")).to_contain_text("báo cáo.txt")
    page.locator("#text").fill("Theo Kết luận số 01-KL/TW, còn chậm.")
    assert page.evaluate("document.getElementById('file').files.length") == 0
    page.get_by_role("button", name="Đọc").click()
    sync_api.expect(view(page).locator("mark.reference").first).to_contain_text("01-KL/TW")


def test_a_file_that_is_dropped_is_shown(page: Any) -> None:
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "thả.txt", { type: "text/plain" }));
          document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer: data, bubbles: true }));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        TEXT,
    )
    sync_api.expect(view(page).locator("body")).to_contain_text("thả.txt")


def test_what_cannot_be_read_is_told_in_the_frame(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}?lang=en")
    page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG...."})
    page.get_by_role("button", name="Read").click()
    sync_api.expect(view(page).locator("body")).to_contain_text("file a.png: is a picture: run OCR first")
    page.close()


def test_the_page_is_accessible(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for lang in ("vi", "en"):
        page.goto(f"{page.url.split('?')[0]}?lang={lang}")
        found = axe.run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


def test_the_form_works_without_a_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator("#text").fill(TEXT)
    with context.expect_event("response", lambda response: response.url.endswith("/view")) as answer:
        page.get_by_role("button", name="Đọc").click()
    assert answer.value.status == 200
    context.close()
