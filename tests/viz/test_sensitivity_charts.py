import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from heterophony.experiments import (
    Factor,
    FunctionResponse,
    Sensitivity,
    analyse,
    assess_sensitivity,
)
from heterophony.viz.heat_map import heat_map
from heterophony.viz.report import report
from heterophony.viz.sensitivity_charts import screening_plane, tornado
from heterophony.viz.words import LANGUAGES, Words, words

NASTY = 'a<script>alert("x")</script>&b'
INPUTS = pd.DataFrame(
    {
        "input": [NASTY, "second", "third"],
        "mu_star": [0.5, 0.2, 0.01],
        "mu_star_low": [0.4, 0.1, -0.01],
        "mu_star_high": [0.6, 0.3, 0.03],
        "sigma": [0.1, 0.4, 0.01],
        "seed_part": [0.02, 0.02, 0.02],
        "distinct": [True, True, False],
    }
)
ACROSS, UP = "meeting.interval_weeks", "meeting.pre_meeting_minutes"


def cell(weeks: int, minutes: int, difference: float, half: float) -> dict:
    return {
        ACROSS: weeks, UP: minutes, "baseline_mean": 0.5, "policy_mean": 0.5 + difference,
        "difference": difference, "low": difference - half, "high": difference + half, "pairs": 20,
    }  # fmt: skip


GRID = pd.DataFrame(
    [
        cell(4, 0, -0.05, 0.01),
        cell(8, 0, 0.0, 0.005),
        cell(4, 10, 0.03, 0.05),
        cell(8, 10, 0.06, 0.01),
    ]
)
PICTURES: dict[str, Callable[[Words, float], str]] = {
    "tornado": lambda speak, width: tornado(INPUTS, speak, factor=100, width=width),
    "plane": lambda speak, width: screening_plane(INPUTS, speak, factor=100, width=width),
    "heat": lambda speak, width: heat_map(GRID, ACROSS, UP, "ownership_52w", speak, width=width),
}


@pytest.mark.parametrize("width", [340.0, 680.0])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed_and_say_what_they_show(
    name: str, language: str, width: float
) -> None:
    picture = PICTURES[name](words(language), width)
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert all(each.text for each in root[:2])
    assert "<script" not in picture
    places = re.findall(r'(?:x|cx|x1|x2)="(-?[\d.]+)"', picture)
    assert places
    assert all(0 <= float(each) <= width for each in places)


def test_a_bar_ends_at_its_value_and_its_line_at_its_interval() -> None:
    root = ElementTree.fromstring(tornado(INPUTS, words("en")))
    bars = [each for each in root.iter() if each.tag.endswith("rect")]
    lengths = [float(each.get("width") or 0) for each in bars]
    assert lengths[0] / lengths[1] == pytest.approx(2.5, rel=0.01)
    lines = [each for each in root.iter() if each.get("stroke-width") == "3"]
    spans = [float(each.get("x2") or 0) - float(each.get("x1") or 0) for each in lines]
    assert spans[0] / lengths[0] == pytest.approx(0.4, rel=0.01)


def test_what_cannot_be_told_from_luck_is_hollow() -> None:
    for draw in (tornado, screening_plane):
        root = ElementTree.fromstring(draw(INPUTS, words("en")))
        marks = [each for each in root.iter() if each.tag.endswith(("rect", "circle"))]
        hollow = [each.get("fill") == "#FFFFFF" for each in marks]
        assert hollow == [False, False, True]


def test_a_tornado_of_many_shows_the_largest() -> None:
    many = pd.concat([INPUTS.assign(mu_star=INPUTS["mu_star"] + k) for k in range(10)])
    bars = tornado(many, words("en")).count("<rect")
    assert bars == 15


def test_cells_are_blank_where_nothing_can_be_said() -> None:
    root = ElementTree.fromstring(heat_map(GRID, ACROSS, UP, "ownership_52w", words("en")))
    cells = [each for each in root.iter() if each.tag.endswith("rect")]
    assert len(cells) == 4
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]
    assert "−5.0" in texts
    assert "+6.0" in texts
    assert "0.0" in texts
    assert "+3.0" not in texts
    fills = [each.get("fill") for each in cells]
    assert fills.count("#FFFFFF") == 1
    assert len(set(fills)) == 4, "less, more, too small and unsure differ"


@pytest.fixture(scope="module")
def study() -> Sensitivity:
    return assess_sensitivity(
        "baseline",
        "shared-goals",
        outcomes=["plan_match", "ownership_52w"],
        parameters=["plan.template"],
        overrides={"run.weeks": 30, "run.burn_in_weeks": 8},
        samples=4,
        replicates=2,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_says_what_an_effect_hangs_on_and_how_surely(
    study: Sensitivity, tmp_path: Path, language: str
) -> None:
    page = report(study.write(tmp_path / "out"), language)
    speak = words(language)
    indices = study.analyses["plan_match"].indices
    distinct = int(indices["distinct"].sum())
    assert speak("hangs.told", count=len(indices), distinct=distinct) in page
    assert speak("hangs.ranks") in page
    assert speak("chart.tornado") in page
    refused = speak("hangs.missing", missing=speak.number(100.0))
    assert refused in page, "nobody is followed for a year here"
    assert ("have no value" in page) == (language == "en")


def test_a_report_on_a_function_and_on_one_seed_says_what_is_not_known(tmp_path: Path) -> None:
    found = analyse(
        [Factor("x", 0, 1), Factor("y", 0, 1)],
        FunctionResponse("pressure", lambda values, seed: values["x"]),
        method="sobol",
        samples=16,
        replicates=1,
    )
    page = report(found.write(tmp_path / "out"), "en")
    assert words("en")("hangs.luck_unknown") in page
    assert words("en")("chart.plane") not in page
