"""Plausible worlds as pictures and as a card, in both languages."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.discovery import Condition, Discovery
from heterophony.experiments.results.over_worlds import Shares
from heterophony.scenarios import PARAMETERS
from heterophony.sim import model_digest
from heterophony.viz.measures import measure
from heterophony.viz.robust_card import robustness_page, share_rows, turning_words
from heterophony.viz.sentences import shares_words
from heterophony.viz.words import LANGUAGES, words
from heterophony.viz.world_strip import WorldDots, WorldShares, share_bars, world_strip

NASTY = 'Plan <script>alert("x")</script> & co'
DOTS = WorldDots(
    measure("ownership_52w"),
    NASTY,
    [0.03, 0.031, 0.0305, -0.04, 0.0, float("nan")],
    ["better", "better", "unsettled", "worse", "none", "unsettled"],
    -0.04,
    0.0303,
    0.031,
)
ROWS = [WorldShares(NASTY, 83, 8, 0, 9), WorldShares("nothing", 0, 0, 0, 0)]


def marks(picture: str, tag: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(picture).iter() if each.tag.endswith(tag)]


@pytest.mark.parametrize("width", [340.0, 680.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_defined_world_is_a_dot_or_a_square(language, width):
    picture = world_strip(DOTS, words(language), width)
    assert len(marks(picture, "circle")) == 4
    squares = [each for each in marks(picture, "rect") if each.get("width") == "7"]
    assert len(squares) == 1


def test_no_dot_covers_another():
    circles = marks(world_strip(DOTS, words("en")), "circle")
    places = [(float(c.get("cx")), float(c.get("cy"))) for c in circles]
    apart = [
        np.hypot(a[0] - b[0], a[1] - b[1]) for n, a in enumerate(places) for b in places[n + 1 :]
    ]
    assert min(apart) > 7.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strip_says_what_it_shows_to_those_who_cannot_see_it(language):
    description = marks(world_strip(DOTS, words(language)), "desc")[0].text or ""
    number = {"en": "+3.0", "da": "+3,0"}[language]
    assert number in description
    assert NASTY in description


@pytest.mark.parametrize("width", [340.0, 680.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_are_as_long_as_their_share_of_worlds(language, width):
    bars = marks(share_bars(ROWS, words(language), width), "rect")
    lengths = [float(each.get("width")) for each in bars if float(each.get("height")) == 18.0]
    better, none, worse = lengths
    assert better / worse == pytest.approx(83 / 9, rel=0.15)
    assert better > worse > none


def test_the_plain_sentence_counts_worlds():
    assert shares_words(Shares(83, 9, 8, 0), words("en")) == (
        "Better in 83 of 100 plausible worlds, worse in 9, no difference worth mentioning in 8."
    )
    assert "Stadig uafklaret i 2" in shares_words(Shares(83, 9, 6, 2), words("da"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_names_its_assumptions_and_how_often_it_holds(language):
    conditions = (
        Condition("referral.residual_base", True, 0.512),
        Condition("alternatives.learning = linear", False, 0.5),
    )
    found = Discovery("p", "ownership_52w", 100, "worse", conditions, 0.8, 0.75, 0.2, 0.8, 0.01)
    text = turning_words(found, words(language))
    assert "referral.residual_base" in text
    assert words(language)("choice.linear") in text
    assert "75" in text
    assert "80" in text


def test_that_no_rule_was_found_is_said():
    found = Discovery("p", "ownership_52w", 100, "worse", share=0.2, skill=0.5, chance=0.4)
    assert "no simple rule" in turning_words(found, words("en"))
    assert "no turning point" in turning_words(Discovery("p", "ownership_52w", 9), words("en"))


def test_a_page_names_choices_and_assumptions_as_its_reader_does():
    here = tuple(
        PlausibleWorld(
            number, {"ownership.complementarity": power, "alternatives.learning": learning}
        )
        for number, (power, learning) in enumerate([(-0.7, "inverted_u"), (1.0, "linear")])
    )
    result = assess_robustness(
        "baseline",
        ["shared-goals"],
        worlds=Worlds(here, model_digest(), "made by hand"),
        replicates=2,
        overrides={"run.weeks": 60, "run.burn_in_weeks": 8},
        workers=1,
    )
    danish = words("da")
    body = robustness_page(result, danish)[1]
    assert "Jobcentret i foråret 2017" in body
    assert ">shared-goals<" not in body
    names = [each.name for each in share_rows(result, "shared-goals", danish)]
    assert any(name.endswith(": −0,7") for name in names)
    structural = {each.title["da"] for name, each in PARAMETERS.items() if "alternatives." in name}
    assert any(name.partition(":")[0] in structural for name in names), names
    assert not any("Complementarity" in name or "inverted" in name for name in names)


@pytest.mark.parametrize("width", [340.0, 680.0])
def test_a_long_name_beside_a_bar_is_never_cut_off(width):
    name = "A name that is much too long for one line and even for two of them: its value"
    picture = share_bars([WorldShares(name, 3, 1, 0, 0)] * 2, words("en"), width)
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    assert shown.count(name) == 2
    last = max(float(y) for y in re.findall(r'<text[^>]* y="([0-9.]+)"', picture))
    assert last < float(re.search(r'viewBox="0 0 \S+ (\S+)"', picture)[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_structural_alternative_has_a_title_and_its_values_in_either_language(language):
    speak = words(language)
    for name, declared in PARAMETERS.items():
        if name.startswith("alternatives.") or name == "ownership.complementarity":
            assert declared.title.get(language), name
            for choice in declared.choices:
                assert speak.known(f"choice.{choice}", ""), choice
