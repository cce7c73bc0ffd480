"""How an answer is shown: gain, loss and price, the wide interval before the narrow one."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from heterophony.experiments.inputs.own_jobcentre import levers
from heterophony.viz.page_documents import declared
from heterophony.viz.shown_levers import FIRST
from heterophony.viz.words import words

pytestmark = pytest.mark.browser
LANGUAGES = ("da", "en")
COLOURS = """names => names.map((name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
})"""


def pattern(language: str, key: str) -> str:
    """A sentence as an expression in which every number fits."""
    return re.sub(r"\\\{\w+\\\}", r"\\S+", re.escape(words(language)(key)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_names_gain_loss_and_price_in_three_lines(
    page: Any, address: str, answered: Callable[..., str], language: str
) -> None:
    page.goto(f"{address}/?lang={language}&meeting.interval_weeks=4")
    answered(page)
    lines = page.locator(".lines .line").all_inner_texts()
    assert len(lines) == 3
    speak = words(language)
    assert re.search(r"ejerskab|ownership", lines[0])
    assert speak("page.but") in lines[1]  # the conflict: what is paid for it elsewhere
    assert speak("page.bad") in lines[1]
    assert re.search(pattern(language, "page.price.more"), lines[2])


def test_what_nobody_knows_is_said_before_what_luck_does_and_is_wider(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=4")
    answered(page)
    said = page.locator("[data-part=sure]").inner_text()
    wide = re.search(pattern("en", "page.sure.wide"), said)
    luck = re.search(pattern("en", "page.sure.luck"), said)
    assert wide
    assert luck
    assert wide.start() < luck.start()
    shown = page.evaluate(
        "[page.found.depth.outcomes.ownership_52w.spread, page.found.outcomes.ownership_52w]"
    )
    assert shown[0]["high"] - shown[0]["low"] > shown[1]["high"] - shown[1]["low"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_whether_more_calculations_may_change_the_words(
    page: Any, address: str, answered: Callable[..., str], language: str
) -> None:
    page.goto(f"{address}/?lang={language}&meeting.interval_weeks=4")
    answered(page)
    settled = page.evaluate("page.found.settled")
    beside = page.evaluate("page.found.against.outcome")
    key = "all" if settled["ownership_52w"] and settled[beside] else "open"
    said = page.locator("[data-part=sure]").inner_text()
    assert words(language)(f"page.settled.{key}").split("{")[0] in said


def test_who_pays_and_every_policy_of_coordination_can_be_moved(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en")
    page.wait_for_selector(".questions button")
    shown = set(page.locator("[data-lever]").evaluate_all("all => all.map((e) => e.dataset.lever)"))
    coordination = {name for name in levers() if name.split(".")[0] in ("coordination", "dialogue")}
    assert coordination
    assert {declared()["funding"], *FIRST, *coordination} <= shown


def test_a_meeting_is_not_printed_in_the_colour_of_alarm(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=da&meeting.interval_weeks=4")
    answered(page)
    page.locator("[data-part=meeting] summary").click()
    page.locator("[data-act=meeting]").click()
    page.wait_for_selector(".turns-said li")
    ink, alarm = page.evaluate(COLOURS, ["--ink", "--bad"])
    found = page.locator(".turns-said li, .turns-said li *").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).color)"
    )
    assert ink in found
    assert alarm not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_levers_help_speaks_in_the_words_and_units_of_the_lever(
    page: Any, address: str, language: str
) -> None:
    page.goto(f"{address}/?lang={language}")
    page.wait_for_selector(".questions button")
    helps = page.evaluate(
        "Object.fromEntries(Object.keys(page.levers).map((name) => [name, page.words.help(name)]))"
    )
    for name, parameter in levers().items():
        assert not re.search(r"\b0 [^,;.]+, 1 ", helps[name]) or parameter.type == "int", name
        for choice in parameter.choices:
            assert f" ({choice})" not in helps[name]
            assert "_" not in helps[name]
    pairs = helps["staffing.pairing"]
    assert words(language)("choice.staffing.pairing.fixed") in pairs
    assert words(language)("page.pays.fixed") in helps["staffing.funding"]
