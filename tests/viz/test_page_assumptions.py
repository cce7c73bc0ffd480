"""Assumptions on the page: the one that decides is named in words, and another value is tried."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from heterophony.scenarios import PARAMETERS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_assumption_that_decides_is_named_by_its_title(
    page: Any, address: str, answered: Callable[..., str], language: str
) -> None:
    page.goto(f"{address}/?lang={language}&meeting.citizen_involvement=0.5")
    answered(page)
    page.wait_for_selector(".turning-list li")
    rules = "page.found.depth.assumptions"
    page.evaluate(
        f"""() => {{
            {rules} = {{ ...{rules}, found: true, target: "better", conditions: [
              {{ name: "trait.autonomy_mean", above: false, bound: 0.41934, word: "" }},
              {{ name: "alternatives.learning", above: true, bound: 0.5, word: "linear" }}] }};
            page.show();
        }}"""
    )
    said = page.locator("[data-part=turning]").inner_text()
    for name in ("trait.autonomy_mean", "alternatives.learning"):
        assert PARAMETERS[name].title[language] in said
        assert name not in said
    assert re.search(r"0[.,]42\b", said)
    assert ("lige meget overalt" in said) == (language == "da")


def test_another_value_of_an_assumption_is_tried_where_its_source_stands(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=4")
    answered(page)
    page.locator("[data-part=sources] summary").click()
    page.get_by_role("button", name="Show all numbers and sources").click()
    page.get_by_role("searchbox").fill("session.knowledge_rate")
    row = page.locator("[data-part=sources] li")
    row.get_by_role("button").first.click()
    page.wait_for_function("'session.knowledge_rate' in page.state.assumptions")
    assert "You try another assumption" in page.locator(".place").inner_text()
    page.get_by_role("button", name="Back to the usual assumptions").click()
    page.wait_for_function("Object.keys(page.state.assumptions).length === 0")
