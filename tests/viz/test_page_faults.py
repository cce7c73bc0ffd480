"""Faults of the first page, as they must not be again.

The others: own baseline, who gains, undo, note (`test_page_visit`); headline, intervals, levers,
colour of a meeting (`test_answer_shown`); never empty, an answer to every move
(`test_first_answers`); security (`test_page_site`, `test_serving`); slips (`test_theatre`).
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heterophony.viz.words import LANGUAGES, words

pytestmark = pytest.mark.browser
FASTER = "lang=en&meeting.interval_weeks=4"


def test_both_decimal_marks_are_read_and_out_of_range_is_said(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=da")
    page.locator(".more summary", has_text="Regler").click()
    lever = page.locator("[data-lever='measurement.placement_weight']")
    field = lever.get_by_role("textbox")
    for typed in ("40,5", "40.5"):
        field.fill(typed)
        field.press("Enter")
        page.wait_for_function("page.state.plan['measurement.placement_weight'] === 0.405")
        field.blur()
        assert field.input_value() == "40,5"  # the page's own mark, whatever was typed
        page.get_by_role("button", name="Som i dag").click()
        page.wait_for_function("Object.keys(page.state.plan).length === 0")
    cases = page.locator("[data-lever='staffing.caseworker_caseload']")
    for typed in ("9999", "abc", "1.2.3"):
        cases.get_by_role("textbox").fill(typed)
        cases.get_by_role("textbox").press("Enter")
        assert "10" in cases.get_by_role("alert").inner_text()
        assert cases.get_by_role("textbox").input_value() == typed  # nothing is moved in silence
        assert page.evaluate("page.state.plan") == {}
    weeks = page.locator("[data-lever='meeting.interval_weeks']")
    weeks.get_by_role("textbox").fill("4,5")
    weeks.get_by_role("textbox").press("Enter")
    assert "helt tal" in weeks.get_by_role("alert").inner_text()


def test_one_live_region_stays_and_says_one_sentence_when_the_answer_is_final(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?{FASTER}")
    answered(page)
    page.evaluate(
        "() => { window.live = document.querySelector('[data-part=live]'); window.said = [];"
        " new MutationObserver(() => said.push(live.textContent))"
        ".observe(live, {childList: true, characterData: true, subtree: true}); }"
    )
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    answered(page, meeting__interval_weeks=5)
    page.wait_for_timeout(300)
    assert page.evaluate("live === document.querySelector('[data-part=live]')")
    assert page.locator("[aria-live], [role=status]").count() == 1
    said = page.evaluate("said")
    assert len(said) <= 1
    assert all(0 < len(each) <= 120 for each in said)


FAILING = "def answer(*_):\n    raise RuntimeError('secret detail')\n"
SERVING_IT = """
import failing
from heterophony.viz import computing, server
computing.answer = failing.answer
server.serve("127.0.0.1", 0, "da", open_browser=False)
"""


def test_a_computation_that_fails_says_so_and_the_page_goes_on(
    page: Any, serve: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failing.py").write_text(FAILING)
    paths = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", paths)
    with serve("-c", SERVING_IT) as address:
        page.goto(f"{address}/?lang=da&meeting.interval_weeks=7&referral.deadline_weeks=9")
        page.wait_for_selector(".failed")
        told = page.locator(".failed")
        assert words("da")("page.error.failed") in told.inner_text()
        assert told.get_by_role("button", name="Prøv igen").is_visible()
        assert "secret" not in page.content()
        page.get_by_role("button", name="English").click()
        page.wait_for_function("document.documentElement.lang === 'en'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_server_that_is_gone_is_told_in_the_pages_language(
    page: Any, serve: Callable[..., Any], language: str
) -> None:
    with serve("-m", "heterophony", "ui", "--no-browser", "--port", "0") as address:
        page.goto(f"{address}/?lang={language}")
        page.wait_for_selector(".questions button")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".failed")
    said = page.locator(".failed").inner_text()
    assert words(language)("page.error.network") in said
    assert "meeting.interval_weeks=7" in page.url  # the choices are in the address


def test_the_answer_stays_in_view_on_a_phone_and_nothing_scrolls_sideways(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(f"{address}/?lang=da&meeting.interval_weeks=4")
        answered(page)
        box = page.locator(".brief").bounding_box()
        assert box["y"] + box["height"] <= 641
        assert len(page.locator(".brief").inner_text()) > 30
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_200_per_cent_nothing_is_cut_off_and_nothing_scrolls_sideways(
    browser: Any, address: str, answered: Callable[..., str], language: str
) -> None:
    # What a browser makes of a window of 1280 by 720 at 200 %.
    context = browser.new_context(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{address}/?lang={language}&meeting.interval_weeks=4")
    answered(page)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.evaluate(CUT_OFF) == []
    page.get_by_role("slider").first.scroll_into_view_if_needed()
    staying = page.locator(".brief").bounding_box()
    assert staying["height"] < 120  # it leaves room for what is read
    context.close()


def test_where_levers_push_the_answer_away_it_stays_in_view(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.set_viewport_size({"width": 768, "height": 800})
    page.goto(f"{address}/?lang=en&meeting.shared_goals=true")
    answered(page)
    box = page.locator(".brief").bounding_box()
    assert box["y"] + box["height"] <= 801
    assert "Shared goals: yes" in page.locator(".planned").inner_text()  # its lever is folded away


def test_better_and_worse_differ_by_sign_and_word_and_years_are_marked(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?{FASTER}")
    answered(page)
    marks = {each.strip() for each in page.locator(".mark").all_inner_texts()}
    assert {re.sub(r"\s+", " ", each) for each in marks} <= {"▲ better", "▼ worse", "● unchanged"}
    page.wait_for_selector("svg.course")
    assert page.locator("svg.course .year").count() >= 2
    assert "times the smallest" not in page.content()


def test_the_page_speaks_of_calculations_not_of_jobcentres_that_were_observed(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?{FASTER}")
    answered(page)
    said = page.locator(".basis").inner_text()
    assert "times over" in said
    assert "jobcentres" not in said
    for name in ("meeting.interval_weeks", "ownership_52w", "staffing.funding"):
        assert name not in page.locator("body").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_in_pictures_has_enough_contrast_in_both_themes(
    page: Any, address: str, answered: Callable[..., str], theme: str
) -> None:
    page.goto(f"{address}/?{FASTER}&theme={theme}")
    answered(page)
    page.wait_for_selector("svg.course, svg.dots")
    assert page.evaluate(CONTRAST) >= 4.5


def test_forced_colours_reach_the_pictures(browser: Any, address: str) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/?{FASTER}")
    page.wait_for_selector("svg.course text")
    found = page.evaluate(
        "[...document.querySelectorAll('svg text')].map(each => getComputedStyle(each).fill)"
    )
    text = page.evaluate("getComputedStyle(document.body).color")
    assert set(found) == {text}
    context.close()


def test_a_link_names_what_it_moved_and_what_it_left_out(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=999&<script>=1&run.weeks=5")
    answered(page)
    notes = page.locator(".link-note").all_inner_texts()
    assert any("Weeks between three-party meetings" in each for each in notes)
    assert page.locator(".levers .lever").first.get_by_role("textbox").input_value() == "52"
    assert page.errors == []


def test_sharing_offers_a_file_where_a_link_reaches_nobody(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en")
    page.locator("[data-part=keep] summary").click()
    assert page.get_by_role("button", name="Copy the link").count() == 0
    assert page.get_by_role("button", name="Save the question as a file").is_visible()


def test_printing_leaves_levers_out(page: Any, address: str, answered: Callable[..., str]) -> None:
    page.goto(f"{address}/?{FASTER}")
    answered(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("slider").first.is_visible()
    assert page.locator(".lines").is_visible()


def test_no_line_comes_twice_in_a_meeting(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?{FASTER}")
    answered(page)
    page.locator("[data-part=meeting] summary").click()
    page.get_by_role("button", name="Show a meeting").click()
    page.wait_for_selector(".turns-said li")
    assert page.locator(".turns-said").count() == 2
    for meeting in page.locator(".turns-said").all():
        said = meeting.locator("q").all_inner_texts()
        assert said
        assert len(said) == len(set(said))


# Elements whose content is wider than they are, and is hidden or scrolls.
CUT_OFF = """() => [...document.querySelectorAll("#page *")].filter(each => {
  const { overflowX, clipPath } = getComputedStyle(each);
  return each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1
    && clipPath === "none" && overflowX !== "visible" && !each.matches("input, select, option");
}).map(each => each.className + ": " + each.textContent.trim().slice(0, 40))"""

CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((all, v, place) => all + v * [0.2126, 0.7152, 0.0722][place], 0);
  const parts = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const ground = light(parts(getComputedStyle(document.body).backgroundColor));
  const ratios = [...document.querySelectorAll("svg text")].map(each => {
    const text = light(parts(getComputedStyle(each).fill));
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
  });
  return Math.min(...ratios);
}"""
