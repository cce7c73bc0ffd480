"""Assumptions in a link to a mailed file: read, written, checked as the program checks them."""

import random
from itertools import product
from typing import Any

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.own_jobcentre import limits_of, read_plan
from heterophony.scenarios import PARAMETERS
from heterophony.viz.mailed_declarations import assumed_names
from heterophony.viz.words import LANGUAGES, words

pytestmark = pytest.mark.browser
SWITCH = "mentor.replace_after_interruption"
LINK = f"#lang=en&meeting.interval_weeks=4&if.slip.repair=0.5&if.{SWITCH}=false"
ASSUMED = {"slip.repair": 0.5, SWITCH: False}
CASES = 2000
# Assumptions that move others with them, that a lever contradicts, or that have no plausible range.
ODD = (
    *(name for name, each in PARAMETERS.items() if each.simplex == "ownership.weight"),
    *("mentor.enabled", "population.profile", "dialogue.caseworkers_attending"),
)
PLANS = ({}, {"meeting.chair": "mentor"}, {"dialogue.attendance": "mentors"})
REFUSED = {
    "if.citizen.memory=0.5": ("unknown", "citizen.memory"),
    "if.plan.template=1": ("elsewhere", "plan.template"),
    "if.alternatives.meeting=counts": ("elsewhere", "alternatives.meeting"),
    "if.population.profile=odd": ("value", "population.profile"),
    "if.ownership.weight_trust=0.9": ("value", "ownership.weight_trust"),
    "if.mentor.enabled=false&meeting.chair=mentor": ("contradicts", "mentor.enabled"),
    "if.dialogue.caseworkers_attending=2&dialogue.attendance=mentors": (
        "contradicts",
        "dialogue.caseworkers_attending",
    ),
}
FOLLOW = """(link) => new Promise((done) => {
  addEventListener("popstate", () => setTimeout(done), { once: true });
  location.hash = link;
})"""
TAKEN = """(questions) => questions.map((question) => {
  const { armsOf, RefusedError } = module_page_mailed_question_js;
  try { armsOf(question, page.declared); return true; } catch (error) {
    if (error instanceof RefusedError) return false;
    throw error;
  }
})"""


@pytest.fixture
def opened(page: Any, policy_page: Any) -> Any:
    page.goto(f"{policy_page('en').as_uri()}{LINK}")
    page.wait_for_function("() => window.page?.found?.pairs")
    return page


def test_a_link_carries_assumptions_and_the_page_names_them(opened: Any) -> None:
    assert opened.evaluate("page.state.assumptions") == ASSUMED
    said = opened.locator("[data-part=place]").inner_text()
    assert all(PARAMETERS[name].title["en"] in said for name in ASSUMED)
    opened.evaluate("page.state.lever('meeting.interval_weeks', 2)")
    written = opened.evaluate("location.hash")
    assert "if.slip.repair=0.5" in written
    assert f"if.{SWITCH}=false" in written
    opened.locator("[data-act=usual]").click()
    assert "if." not in opened.evaluate("location.hash")


def question(chances: random.Random) -> dict[str, Any]:
    """A question whose assumptions lie at, beyond or between their bounds, or are of no kind."""
    names = chances.sample(ODD if chances.random() < 0.3 else assumed_names(), 3)
    return {
        "jobcentre": {},
        "plan": chances.choice(PLANS),
        "assumptions": {name: value(chances, name) for name in names},
    }


def value(chances: random.Random, name: str) -> Any:
    parameter = PARAMETERS[name]
    if chances.random() < 0.05:
        return chances.choice(["", "NaN", True, None, "turns", 1e999])
    if parameter.type == "bool":
        return chances.choice([True, False])
    if parameter.type == "choice":
        return chances.choice(parameter.choices)
    low, high = limits_of(parameter) or (
        float(parameter.minimum or 0),
        float(parameter.maximum or 0),
    )
    found = low + (high - low) * chances.choice([0, 1, chances.random(), chances.random(), 1.01])
    return round(found) if parameter.type == "int" else found


def taken(document: dict[str, Any]) -> bool:
    try:
        read_plan(document)
    except RequestError:
        return False
    return True


def test_a_file_refuses_the_assumptions_that_the_program_refuses(opened: Any) -> None:
    chances = random.Random(25)
    asked = [question(chances) for _ in range(CASES)]
    expected = [taken(each) for each in asked]
    assert opened.evaluate(TAKEN, asked) == expected
    assert CASES / 10 < sum(expected) < CASES


def test_what_it_refuses_is_named_in_a_sentence(opened: Any) -> None:
    for language, (link, (kind, name)) in product(LANGUAGES, REFUSED.items()):
        opened.evaluate(FOLLOW, f"#lang={language}&{link}")
        told = opened.locator("[data-part=lines] [role=alert]").inner_text()
        sentence = words(language).sentences[f"page.error.{kind}"].split("{")[0]
        title = PARAMETERS[name].title[language] if name in PARAMETERS else name
        assert told.startswith(f"{sentence}{title}"), link
        assert "{" not in told, link
    assert opened.errors == []
