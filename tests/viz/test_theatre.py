import runpy
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import SimpleNamespace

import pytest

from heterophony.experiments import run
from heterophony.viz.theatre import meeting_strip
from heterophony.viz.words import LANGUAGES, words

logs = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1] / "experiments/invented_logs.py"))
)
LOGS = ("meetings", "turns")
TURNS = [
    logs.logged("caseworker", "law", "measuring_question", orientation="future", phase="opening"),
    logs.logged("citizen", "law", "front", answers=0, said_from_front=True, phase="opening"),
    logs.logged("citizen", "law", "trouble", slip=True, told_taken_up=1, settled_by=3),
    logs.logged("mentor", "law", "repair_acknowledging", taken_up=1, after_other=True),
    logs.logged("caseworker", "economy", "opening", taken_up=0, after_other=True),
    logs.logged("mentor", "education", "small_step", taken_up=1, translated=True, after_other=True),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strip_shows_every_turn_with_its_colour_and_sign(language: str) -> None:
    strip = meeting_strip(TURNS, words(language))
    root = ElementTree.fromstring(strip)
    assert len([each for each in root.iter() if each.tag.endswith("rect")]) == len(TURNS) + 4
    for sign in ("?", "×", "↺"):
        assert sign in strip
    description = root[1].text or ""
    assert "6" in description
    for name in ("care", "law", "economy", "education"):
        assert words(language)(f"code.{name}") in strip


def test_uptake_and_its_absence_look_different() -> None:
    joins = [
        each
        for each in ElementTree.fromstring(meeting_strip(TURNS, words("en"))).iter()
        if each.tag.endswith("line") and each.get("stroke") == "#1A1A1A"
    ]
    assert [each.get("stroke-dasharray") for each in joins] == [None, "2 3", None]


def test_a_long_meeting_is_broken_into_rows_on_a_narrow_screen() -> None:
    wide = ElementTree.fromstring(meeting_strip(TURNS * 5, words("en"), 680))
    narrow = ElementTree.fromstring(meeting_strip(TURNS * 5, words("en"), 340))
    heights = [float((each.get("viewBox") or "").split()[3]) for each in (wide, narrow)]
    assert heights[1] > heights[0]


def test_a_strip_shows_the_slips_and_repairs_that_the_model_logs() -> None:
    held = run("baseline", overrides={"run.weeks": 30, "run.burn_in_weeks": 26}, keep=LOGS)
    result = held.results[0]
    slips, repairs = 0, 0
    for row in range(60):
        strip, turns = meeting_strip(result.turns(row), words("en")), result.turns(row)
        shown = {sign: strip.count(f">{sign}</text>") for sign in ("×", "↺")}
        logged = {"×": result.meetings["slips"][row], "↺": result.meetings["repairs"][row]}
        assert shown == logged
        first = [each for each in turns if each.slip or each.act.startswith("repair")][:1]
        assert not first or first[0].slip  # nothing is repaired before somebody slips
        slips, repairs = slips + shown["×"], repairs + shown["↺"]
    assert slips > repairs > 0


def test_a_repair_of_nothing_is_not_drawn_as_one() -> None:
    alone = [TURNS[0], TURNS[1], TURNS[3]]  # the citizen has not slipped
    assert meeting_strip(alone, words("en")).count(">↺</text>") == 0
    assert meeting_strip(TURNS, words("en")).count(">↺</text>") == 1
