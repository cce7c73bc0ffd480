"""The picture of all policies: every policy is in it, and no two labels overlap."""

import json
import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heterophony.experiments.methods.survey import library_policies
from heterophony.experiments.results.survey import Answer
from heterophony.scenarios import load_scenario
from heterophony.viz.labels import Box, Dot, placed
from heterophony.viz.measures import measure
from heterophony.viz.survey_map import SurveyDot, survey_map
from heterophony.viz.words import LANGUAGES, words

WIDTHS = (760.0, 340.0)
BOUNDS = Box(0.0, 0.0, 600.0, 400.0)
places = some.floats(0.0, 1.0)


def library(language: str) -> list[SurveyDot]:
    """Every policy of the library, close together, with effects that are made up."""
    names, _ = library_policies("baseline")
    titles = [words(language).choose(load_scenario(name).title) for name in names]
    answers = list(Answer)
    return [
        SurveyDot(
            title=title,
            effect=0.05 * math.sin(2.4 * place),
            low=0.05 * math.sin(2.4 * place) - 0.004,
            high=0.05 * math.sin(2.4 * place) + 0.004,
            hours=12.0 * math.cos(1.7 * place) ** 3,
            answer=answers[place % len(answers)],
            agree=place / len(names),
            first=place % 9 == 0,
        )
        for place, title in enumerate(titles)
    ]


def drawn(language: str, width: float) -> str:
    return survey_map(library(language), measure("ownership_52w"), words(language), width)


@given(some.lists(some.tuples(places, places, some.integers(1, 30)), max_size=40))
def test_no_label_overlaps_a_label_a_dot_or_the_edge(dots: list[tuple[float, float, int]]) -> None:
    asked = [Dot(600.0 * x, 400.0 * y, 5.0, ("m" * length,)) for x, y, length in dots]
    found = [box for box in placed(asked, BOUNDS, 12.0) if box is not None]
    assert all(box.within(BOUNDS) for box in found)
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))
    assert not any(box.overlaps(dot.box) for box in found for dot in asked)


def test_a_lonely_dot_has_its_label_at_its_side() -> None:
    (box,) = placed([Dot(300.0, 200.0, 5.0, ("alone",))], BOUNDS, 12.0)
    assert box is not None
    assert 300.0 < box.left < 320.0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_names_itself_and_says_every_policy(language: str, width: float) -> None:
    root = ElementTree.fromstring(drawn(language, width))
    assert root.get("role") == "img"
    title, description = root[:2]
    assert title.text
    assert description.text
    assert all(dot.title in description.text for dot in library(language))


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_overlap_as_a_browser_draws_them(
    window: Any, language: str, width: float
) -> None:
    window.set_content(f'<div style="width:{width}px">{drawn(language, width)}</div>')
    boxes = json.loads(
        window.evaluate(
            """() => JSON.stringify([...document.querySelectorAll('svg text')].map(each => {
                const box = each.getBoundingClientRect();
                return [each.textContent, box.left, box.top, box.right, box.bottom];
            }))"""
        )
    )
    assert len(boxes) > 15
    spare = 2.0  # rows of one text touch
    overlapping = [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if one[1] + spare < other[3]
        and other[1] + spare < one[3]
        and one[2] + spare < other[4]
        and other[2] + spare < one[4]
    ]
    assert not overlapping
