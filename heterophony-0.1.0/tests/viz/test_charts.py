import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import numpy as np
import pytest

from heterophony.scenarios import Outcome
from heterophony.viz import svg
from heterophony.viz.charts import Course, course_chart, difference_course_chart
from heterophony.viz.hour_bars import HoursRow, changes_chart, hours_chart
from heterophony.viz.measures import measure, measure_of
from heterophony.viz.rows import DifferenceRow, difference_chart
from heterophony.viz.words import LANGUAGES, Words, words

NASTY = 'Plan <script>alert("x")</script> & co'
WEEKS = np.arange(60)
GAP = np.where(WEEKS < 3, np.nan, 0.03 * (1 - np.exp(-WEEKS / 20)))
COURSE = Course(
    measure("ownership"), "Today", NASTY, np.full(60, 0.5), 0.5 + GAP, GAP, GAP - 0.01, GAP + 0.01
)
ROWS = [
    DifferenceRow(measure("ownership_52w"), 0.03, 0.02, 0.04, "more"),
    DifferenceRow(measure("pressure"), -0.4, -0.5, -0.3, "less"),
    DifferenceRow(
        measure("strong_reactions"), float("nan"), float("nan"), float("nan"), "undefined"
    ),
]
HOURS = [HoursRow(NASTY, 2.0, 3.5), HoursRow("Meetings", 0.0, 0.0)]
PICTURES: dict[str, Callable[[Words, float], str]] = {
    "course": lambda speak, width: course_chart(COURSE, speak, width),
    "one arm": lambda speak, width: course_chart(
        Course(measure("pressure"), NASTY, "", np.full(60, 0.4)), speak, width
    ),
    "difference": lambda speak, width: difference_course_chart(COURSE, speak, width),
    "differences": lambda speak, width: difference_chart(ROWS, speak, width),
    "hours": lambda speak, width: hours_chart(HOURS, speak, ("Today", NASTY), width),
    "changes of hours": lambda speak, width: changes_chart(HOURS, speak, width),
    "hours of one arm": lambda speak, width: hours_chart(
        [HoursRow("Meetings", 2.0, None)], speak, ("Today", ""), width
    ),
}


def texts_of(picture: str) -> str:
    return " ".join("".join(each.itertext()) for each in ElementTree.fromstring(picture).iter())


@pytest.mark.parametrize("width", [340.0, 680.0])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed_and_say_what_they_show(
    name: str, language: str, width: float
) -> None:
    picture = PICTURES[name](words(language), width)
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [each.get("id") for each in root[:2]] == named
    assert all(each.text for each in root[:2])
    assert "<script" not in picture
    assert not re.search(r"\bnan\b", picture)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_carry_their_names_and_differ_by_more_than_colour(language: str) -> None:
    speak = words(language)
    picture = course_chart(COURSE, speak)
    assert "Today" in texts_of(picture)
    assert "alert" in texts_of(picture)
    assert speak("chart.difference") in texts_of(picture)
    assert "stroke-dasharray" in picture


def test_titles_come_from_the_declaration_in_both_languages() -> None:
    shown = measure("ownership_52w")
    for language in LANGUAGES:
        assert shown.titles[language] in texts_of(difference_chart(ROWS, words(language)))


def test_a_difference_beyond_the_edge_gets_an_arrow_and_no_dot() -> None:
    picture = difference_chart(ROWS[1:2], words("en"))
    assert "<circle" not in picture
    assert "l-7 5l7 5z" in picture


def test_what_is_undefined_has_no_row() -> None:
    assert measure("strong_reactions").titles["en"] not in difference_chart(ROWS, words("en"))


@pytest.mark.parametrize("colour", [svg.TODAY, svg.PLAN, svg.WARM, svg.INK])
def test_colours_of_text_are_readable_on_white(colour: str) -> None:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_an_index_is_shown_in_points_without_decimals() -> None:
    shown = measure("ownership")
    assert shown.written(0.5236, words("en")) == "52"
    assert shown.difference_written(0.0312, words("da")) == "+3,1 point ud af 100"
    assert shown.size_written(-0.0312, words("en")) == "3.1 points"


def test_decimals_follow_the_smallest_difference() -> None:
    outcome = Outcome("x", "run", "per meeting", 0, None, 0.02, "less", False, {"en": "X"}, {})
    assert measure_of(outcome).written(0.1234, words("en")) == "0.123"


def test_ticks_are_round_and_inside() -> None:
    ticks = svg.Axis(-1.3, 4.2, 0, 100).ticks(4)
    assert ticks == [0, 2, 4] or ticks == [-1, 0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", ["differences", "changes of hours"])
def test_on_a_narrow_picture_no_upright_line_runs_through_a_name(name: str) -> None:
    picture = ElementTree.fromstring(PICTURES[name](words("da"), 340.0))
    tag = "{http://www.w3.org/2000/svg}"
    lines = [each.attrib for each in picture.iter(f"{tag}line")]
    upright = [(float(a["y1"]), float(a["y2"])) for a in lines if a["x1"] == a["x2"]]
    names = [
        float(each.attrib["y"])
        for each in picture.iter(f"{tag}text")
        if "font-weight" not in each.attrib and "text-anchor" not in each.attrib
    ]
    assert upright
    assert names
    crossed = [(y, span) for y in names for span in upright if span[0] < y and span[1] > y - 10]
    assert crossed == []
