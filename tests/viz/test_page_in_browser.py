"""The page as people meet it: in a real Chromium, by keyboard, in both languages, offline."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from heterophony.benchmarks.chromium import FLAGS

PATIENCE = 150_000  # ms: the first answer may have to wait for the compiler
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "heterophony", "ui", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", served.stderr.readline())
        try:
            assert found
            yield found[0]
        finally:
            served.send_signal(signal.SIGINT)
            served.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield window
        window.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty page that notes errors and every address that it asks."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.errors, opened.asked = [], []
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.on(
        "console",
        lambda message: opened.errors.append(message.text) if message.type == "error" else None,
    )
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("websocket", lambda socket: opened.asked.append(socket.url))
    yield opened
    context.close()


def wait_for_answer(page: Any) -> None:
    page.wait_for_selector(".current .answer .main, [role=alert]")
    assert not page.locator("[role=alert]").count(), page.locator("[role=alert]").inner_text()


def main_sentence(page: Any) -> str:
    return str(page.locator(".answer .main").inner_text())


def test_a_manager_asks_in_danish_by_keyboard_and_reads_the_answer_in_english(
    page: Any, address: str
) -> None:
    page.goto(f"{address}/?lang=da")
    wait_for_answer(page)
    assert page.evaluate("document.documentElement.lang") == "da"
    assert "user-scalable=no" not in page.locator("meta[name=viewport]").get_attribute("content")
    before = main_sentence(page)
    assert "din plan" in before

    page.get_by_role("slider", name="Uger mellem trepartssamtaler").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"meeting\.interval_weeks=4"))
    page.wait_for_function(
        "before => document.querySelector('.current .answer .main')?.innerText !== before"
        " && document.querySelector('.current .answer .main')",
        arg=before,
    )
    danish = main_sentence(page)

    page.get_by_role("button", name="English").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.wait_for_function(
        "danish => document.querySelector('.answer .main').innerText !== danish", arg=danish
    )
    assert "plan" in main_sentence(page)
    assert "lang=en" in page.url

    assert page.errors == []
    allowed = (address, address.replace("http", "ws"), "data:", "blob:")
    assert [url for url in page.asked if not url.startswith(allowed)] == []


def test_a_shared_link_opens_the_same_plan_and_names_what_it_moved(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=999&staffing.caseworker_caseload=45")
    wait_for_answer(page)
    caseload = page.get_by_role("spinbutton").nth(3)
    assert caseload.input_value() == "45"
    assert page.get_by_role("spinbutton").first.input_value() == "16"
    assert page.locator("main p.note").first.inner_text().startswith("Some values in the link")
    assert page.errors == []


def test_nothing_scrolls_sideways_on_a_small_telephone(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/?lang=da")
    wait_for_answer(page)
    page.get_by_role("button", name="Vis et møde").click()
    page.wait_for_selector("ol.turns li")
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    beyond = page.evaluate(
        "[...document.querySelectorAll('.page *')].filter(e => e.offsetParent &&"
        " !e.closest('.scroll, .unseen, .skip, svg') &&"
        " e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert beyond == []
