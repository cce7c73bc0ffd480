"""The page as people meet it: in a real Chromium, by keyboard, in both languages, offline."""

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from heterophony.benchmarks.chromium import FLAGS

PATIENCE = 150_000  # ms: the first answer may have to wait for the compiler
pytestmark = pytest.mark.browser


# The page as `heterophony ui` serves it, with every run that is made written down in a file.
COUNTING = """
import sys
from heterophony.sim import Simulation
from heterophony.viz.server import serve
run = Simulation.run
def counted(self, *threads):
    with open(sys.argv[1], "a") as made:
        made.write(f"{self.scenario.values['meeting.citizen_involvement']:g}\\n")
    return run(self, *threads)
Simulation.run = counted
serve("127.0.0.1", 0, "en", open_browser=False)
"""


@contextmanager
def served(*words: str) -> Iterator[str]:
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        try:
            assert found
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("-m", "heterophony", "ui", "--no-browser", "--port", "0") as found:
        yield found


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


def test_a_lever_moved_quickly_ends_with_its_last_plan_and_outdated_work_stops(
    page: Any, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    with served("-c", COUNTING, str(runs)) as counted:
        page.goto(f"{counted}/?lang=en&meeting.citizen_involvement=0&meeting.interval_weeks=7")
        page.wait_for_selector('.current [data-plan$=" 0"][data-pairs="50"]')
        page.get_by_role("slider", name="The citizen's say").focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        page.wait_for_selector('.current [data-plan$=" 0.8"][data-pairs="50"]')
        made = Counter(runs.read_text().split())
        assert made["0.8"] == 50
        between = {value: made[value] for value in made if value not in ("0", "0.2", "0.8")}
        assert all(count < 50 for count in between.values()), between
        page.wait_for_timeout(500)
        assert Counter(runs.read_text().split()) == made
        assert page.locator(".current [data-plan]").get_attribute("data-plan").endswith(" 0.8")
        assert "50 jobcentres" in page.get_by_role("status").inner_text()
    assert page.errors == []


def test_a_first_answer_says_on_how_few_jobcentres_it_stands(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=5")
    page.wait_for_selector('.current [data-pairs="50"]')
    page.evaluate(
        "() => { window.said = [];"
        " new MutationObserver(() => {"
        "  const pairs = document.querySelector('.current [data-plan]')?.dataset.pairs;"
        "  const status = document.querySelector('[role=status]').innerText;"
        "  const both = [pairs, status];"
        "  requestAnimationFrame(() => window.said.push(both));"
        " }).observe(document.body, {subtree: true, childList: true, characterData: true,"
        "  attributes: true}); }"
    )
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('.current [data-plan^="4 "][data-pairs="50"]')
    assert any(
        pairs == "4" and "from 4 jobcentres" in status for pairs, status in page.evaluate("said")
    )


def test_what_a_reader_opened_stays_open_with_the_next_answer_until_it_is_closed(
    page: Any, address: str
) -> None:
    page.goto(f"{address}?lang=en")
    wait_for_answer(page)
    assert page.locator("details figure").count() == 0  # nobody waits for what nobody reads
    page.locator("summary").first.click()
    page.wait_for_selector("details[open] figure")
    for key, still_open in (("ArrowRight", True), ("ArrowRight", False)):
        before = page.locator("section[data-plan]").get_attribute("data-plan")
        page.get_by_role("slider").first.press(key)
        page.wait_for_function(
            "before => document.querySelector('section[data-plan]').dataset.plan !== before",
            arg=before,
        )
        wait_for_answer(page)
        opened = page.locator("details").first.evaluate("part => part.open")
        assert opened is still_open
        assert (page.locator("details figure").count() > 0) is still_open
        if opened:
            page.locator("summary").first.click()
            page.wait_for_function("!document.querySelector('details figure')")


def test_pictures_are_drawn_for_the_width_of_the_screen_and_anew_where_it_changes(
    page: Any, address: str
) -> None:
    page.goto(f"{address}?lang=en")
    wait_for_answer(page)
    for width, drawn in ((1100, 680), (360, 340), (1100, 680)):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "drawn => [...document.querySelectorAll('.current figure svg')]"
            ".every(each => each.viewBox.baseVal.width === drawn && each.getClientRects().length)",
            arg=drawn,
        )
        assert page.locator(".current figure svg").count() == 3


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
