"""No two texts of a picture overlap as a browser draws them, whatever scenario it is of."""

from itertools import combinations
from typing import Any

import pytest

from heterophony.experiments import compare, run
from heterophony.experiments.methods.survey import library_policies
from heterophony.scenarios import list_scenarios
from heterophony.viz.figures import figure
from heterophony.viz.words import LANGUAGES

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 8}
SAMPLE = ("meetings-every-4-weeks", "full-recommendation-funded")
WIDTHS = (340.0, 680.0)
SPARE = 2.0  # rows of one text touch
BOXES = """() => [...document.querySelectorAll('svg text')].map(each => {
    const box = each.getBoundingClientRect();
    return [each.textContent, box.left, box.top, box.right, box.bottom];
})"""


def overlapping(browser: Any, drawn: str, width: float) -> list[tuple[str, str]]:
    """Return the pairs of texts that share more than a touch."""
    page = browser.new_page()
    try:
        page.set_content(f'<div style="width:{width}px">{drawn}</div>')
        boxes = page.evaluate(BOXES)
    finally:
        page.close()
    assert boxes
    return [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if one[1] + SPARE < other[3]
        and other[1] + SPARE < one[3]
        and one[2] + SPARE < other[4]
        and other[2] + SPARE < one[4]
    ]


def check(browser: Any, policy: str) -> None:
    """Draw a policy beside the baseline, and its course, in both languages and widths."""
    pictures: list[tuple[Any, dict[str, str]]] = [
        (run(policy, replicates=2, overrides=SHORT), {"outcome": "ownership"})
    ]
    if policy in library_policies("baseline")[0]:  # the others share no calendar, or set no lever
        pictures.append((compare("baseline", policy, replicates=2, overrides=SHORT), {}))
    found = {
        (type(result).__name__, language, width): overlapping(
            browser, figure(result, language, width=width, **more).text, width
        )
        for result, more in pictures
        for language in LANGUAGES
        for width in WIDTHS
    }
    assert not {place: pairs for place, pairs in found.items() if pairs}


@pytest.mark.browser
@pytest.mark.parametrize("policy", SAMPLE)
def test_no_two_labels_overlap_in_a_sample_of_policies(browser: Any, policy: str) -> None:
    check(browser, policy)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("policy", [s.name for s in list_scenarios() if s.name != "baseline"])
def test_no_two_labels_overlap_in_any_scenario_of_the_library(browser: Any, policy: str) -> None:
    check(browser, policy)


@pytest.mark.browser
def test_a_picture_with_overlapping_labels_is_found_out(browser: Any) -> None:
    drawn = (
        '<svg viewBox="0 0 90 30" width="90"><text y="20">one</text><text y="22">two</text></svg>'
    )
    assert overlapping(browser, drawn, 90.0) == [("one", "two")]
