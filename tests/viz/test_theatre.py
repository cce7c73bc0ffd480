import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

import pytest

from heterophony.viz.theatre import illustrations, meeting_strip, meeting_text
from heterophony.viz.words import LANGUAGES, words


class Said(NamedTuple):
    speaker: str
    code: str
    act: str
    connected: str
    orientation: str
    phase: str


TURNS = [
    Said("caseworker", "law", "measuring_question", "", "future", "opening"),
    Said("citizen", "law", "front_claim", "", "", "opening"),
    Said("citizen", "care", "leak", "", "", "middle"),
    Said("mentor", "care", "repair_acknowledging", "", "past", "middle"),
    Said("caseworker", "economy", "information", "not taken up", "", "closing"),
    Said("mentor", "education", "translation", "taken up from a foreign code", "", "closing"),
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
    assert [each.get("stroke-dasharray") for each in joins] == ["2 3", None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_reads_as_text_and_says_that_its_lines_are_invented(language: str) -> None:
    speak = words(language)
    text = meeting_text(TURNS, speak)
    assert speak("meeting.note") in text
    assert text.count("“") == len(TURNS)
    assert speak("meeting.missed") in text


def test_a_long_meeting_is_broken_into_rows_on_a_narrow_screen() -> None:
    wide = ElementTree.fromstring(meeting_strip(TURNS * 5, words("en"), 680))
    narrow = ElementTree.fromstring(meeting_strip(TURNS * 5, words("en"), 340))
    heights = [float((each.get("viewBox") or "").split()[3]) for each in (wide, narrow)]
    assert heights[1] > heights[0]


def test_a_meeting_without_turns_says_so() -> None:
    speak = words("da")
    assert meeting_text([], speak) == speak("meeting.no_turns")


def test_no_line_is_said_twice_in_a_meeting() -> None:
    said = [each for each in illustrations(TURNS * 9, words("da")) if each]
    assert len(said) == len(set(said)) > 0
