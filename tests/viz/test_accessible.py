"""axe-core finds nothing on any page, in either language, at any width, under any colours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from heterophony.viz.report import report
from heterophony.viz.words import LANGUAGES

pytestmark = pytest.mark.browser
COLOURS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
WIDTHS = (1280, 768, 360)
every_sight = pytest.mark.parametrize(
    ("language", "colours", "width"), list(product(LANGUAGES, COLOURS, WIDTHS))
)

LESSON_STEPS = ("question", "look", "run", "theory", "discuss")
PLAN = "meeting.interval_weeks=4"
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


@contextmanager
def seen(browser: Any, colours: str, width: int) -> Iterator[Any]:
    """A page of a width, under some colours."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce", **COLOURS[colours]
    )
    page = context.new_page()
    yield page
    context.close()


def open_with_a_meeting(page: Any) -> None:
    """Open all folds of a policy page, and a meeting in one of them."""
    page.evaluate(OPEN_ALL)
    page.locator("[data-act=meeting]").click()
    page.wait_for_selector(".turns-said li")


def test_an_answer_has_no_violation(
    browser: Any,
    address: str,
    answered: Callable[..., str],
    violations: Callable[[Any], list[str]],
) -> None:
    with seen(browser, "dark", 1280) as page:
        page.goto(f"{address}/?lang=da&{PLAN}")
        answered(page)
        page.evaluate(OPEN_ALL)
        assert violations(page) == []


@pytest.mark.slow
@every_sight
def test_the_managers_page_has_no_violation(
    browser: Any,
    address: str,
    answered: Callable[..., str],
    violations: Callable[[Any], list[str]],
    language: str,
    colours: str,
    width: int,
) -> None:
    with seen(browser, colours, width) as page:
        page.goto(f"{address}/?lang={language}")
        page.wait_for_selector(".questions button")
        assert violations(page) == []

        page.goto(f"{address}/?lang={language}&{PLAN}")
        answered(page)
        page.locator("[data-act=place]").first.click()
        page.locator("[data-act=keep]").first.click()
        open_with_a_meeting(page)
        page.locator("[data-act=sources]").click()
        page.wait_for_selector("[data-search]")
        page.wait_for_selector(".turning-list li")
        page.evaluate(OPEN_ALL)
        assert violations(page) == []

        page.goto(f"{address}/accessibility?lang={language}")
        assert violations(page) == []


@pytest.mark.slow
@every_sight
def test_a_mailed_policy_page_has_no_violation(
    browser: Any,
    policy_page: Callable[..., Path],
    violations: Callable[[Any], list[str]],
    language: str,
    colours: str,
    width: int,
) -> None:
    with seen(browser, colours, width) as page:
        page.goto(f"{policy_page(language, 3).as_uri()}#lang={language}&{PLAN}&if.slip.repair=0.5")
        page.wait_for_selector(".turning-list li")
        page.wait_for_selector(".map .tile")
        open_with_a_meeting(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@every_sight
def test_a_mailed_classroom_has_no_violation(
    browser: Any,
    mailed: Callable[[str], Path],
    violations: Callable[[Any], list[str]],
    language: str,
    colours: str,
    width: int,
) -> None:
    with seen(browser, colours, width) as page:
        for _ in class_states(page, mailed(language).as_uri()):
            page.evaluate(OPEN_ALL)
            assert violations(page) == []


@pytest.mark.slow
@every_sight
def test_the_classroom_on_the_server_has_no_violation(
    browser: Any,
    address: str,
    violations: Callable[[Any], list[str]],
    language: str,
    colours: str,
    width: int,
) -> None:
    with seen(browser, colours, width) as page:
        for _ in class_states(page, f"{address}/class?lang={language}"):
            page.evaluate(OPEN_ALL)
            assert violations(page) == []


def class_states(page: Any, address: str) -> Iterator[None]:
    """Go through the parts of a classroom: the list, a meeting, the year, lessons step by step."""
    page.goto(address)
    page.wait_for_selector(".lessons li")
    yield
    page.goto(f"{address}#meeting=2&policy=citizen-chairs")
    page.locator("[data-part=stage]").focus()
    page.keyboard.press("End")
    page.wait_for_selector(".decided")
    yield
    page.goto(f"{address}#year=5")
    page.locator("button.dot").first.click()
    page.wait_for_selector("[data-part=citizen] svg")
    yield
    for lesson in ("hours", "limits"):  # one that compares policies, and the one with the fault
        yield from _steps(page, f"{address}#lesson={lesson}")


def _steps(page: Any, lesson: str) -> Iterator[None]:
    for step in LESSON_STEPS:
        page.goto(f"{lesson}&step={step}")
        page.wait_for_selector(".steps a[aria-current=step]")
        run = page.locator("[data-act=run]")
        if run.count():
            run.click()
            page.wait_for_selector(".lesson table")
        guess = page.locator("input[name=guess]:enabled").first
        if guess.count():
            yield
            guess.check()
            page.locator("[data-act=commit]").click()
        yield


@pytest.mark.parametrize(
    ("spoiled", "rule"),
    [
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('main').innerHTML += '<input>'", "label"),
        ("document.querySelector('h1').style.color = '#fafafa'", "color-contrast"),
    ],
)
def test_a_fault_would_be_found(
    browser: Any,
    comparison_folder: Path,
    violations: Callable[[Any], list[str]],
    spoiled: str,
    rule: str,
) -> None:
    with seen(browser, "light", 1280) as page:
        page.set_content(report(comparison_folder, "en"))
        assert violations(page) == []
        page.evaluate(f"() => {{ {spoiled} }}")
        assert {each.split(":")[0] for each in violations(page)} == {rule}
