"""Links and saved files that were bent at random: the page reads or refuses them and stays whole.

Every day a sample; `pytest -m full tests/viz/test_page_doors.py` tries as many as each other door.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.own_jobcentre import read_plan

pytestmark = pytest.mark.browser
SAMPLE, ALL = 60, 5_000
COUNTS = (SAMPLE, pytest.param(ALL, marks=pytest.mark.full))
LINKS = (
    "?lang=da&meeting.interval_weeks=4&my.staffing.caseworker_caseload=45&if.attend.const=1",
    "?lang=en&theme=dark&staffing.funding=fixed&meeting.pre_meeting_minutes=10&my.staffing.mentors=9",
    "?meeting.citizen_involvement=0,4&if.ownership.complementarity=0.5&my.meeting.interval_weeks=13",
)
KEPT = {
    "kind": "heterophony question",
    "jobcentre": {"staffing.caseworker_caseload": 45, "staffing.funding": "fixed"},
    "plan": {"meeting.interval_weeks": 4, "meeting.pre_meeting_minutes": 10},
    "assumptions": {"ownership.complementarity": 0.5},
    "plans": {"A": {"name": "Hver fjerde uge", "plan": {"meeting.interval_weeks": 4}}},
}
# What both forms of a question have in common: shown as the page shows it, then read back.
SHOWN = """
  const shown = (found, text) => {
    const slots = { A: null, B: null, C: null, ...found.plans };
    Object.assign(page.state, { jobcentre: found.jobcentre, plan: found.plan,
      assumptions: found.assumptions, plans: slots, language: "en" });
    try { page.show(); } catch (error) { throw new Error(`${error} at ${text}`); }
    return JSON.stringify(page.state.question);
  };
"""
READ_LINKS = (
    "async (texts) => { const { read } = await import('/page/link.js');"
    + SHOWN
    + "return texts.map((text) => shown(read(text, page.declared).found, text)); }"
)
OPEN_FILES = (
    "async (texts) => { const { opened } = await import('/page/plans.js');"
    + SHOWN
    + "return texts.map((text) => { const found = opened(text, page.declared);"
    " return found && shown(found, text); }); }"
)


def _bending() -> ModuleType:
    """Import how other doors' inputs are bent."""
    path = Path(__file__).parents[1] / "doors" / "bending.py"
    spec = importlib.util.spec_from_file_location("doors_bending", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bending = _bending()


@pytest.fixture
def opened_page(page: Any, address: str) -> Any:
    """The page with every part open, so that all of it is drawn for each question."""
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=4")
    page.wait_for_selector("#answer[data-state=final]")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate("page.ask = () => {}")  # what is shown is tried; the server has its own door
    return page


def _asked(questions: list[str | None]) -> dict[str, int]:
    """Let the server read what the page would send; count what it takes and refuses."""
    found = {"nothing": 0, "taken": 0, "refused": 0}
    for question in questions:
        if question is None:
            found["nothing"] += 1
            continue
        try:
            read_plan(json.loads(question))
        except RequestError:
            found["refused"] += 1
        else:
            found["taken"] += 1
    return found


@pytest.mark.parametrize("count", COUNTS)
def test_bent_links_are_read_or_left_out(opened_page: Any, count: int) -> None:
    texts = []
    for number in range(count):
        chance = random.Random(f"link {number}")
        texts.append(bending.bent_document(chance.choice(LINKS), chance))
    found = _asked(opened_page.evaluate(READ_LINKS, texts))
    assert found["taken"] > count / 3, found
    assert opened_page.errors == []


@pytest.mark.parametrize("count", COUNTS)
def test_bent_files_are_opened_or_refused(opened_page: Any, count: int) -> None:
    texts = []
    for number in range(count):
        chance = random.Random(f"kept {number}")
        whole = json.dumps(KEPT)
        texts.append(
            bending.bent_document(whole, chance)
            if number % 3 == 0
            else json.dumps(bending.bent_document(KEPT, chance))
        )
    found = _asked(opened_page.evaluate(OPEN_FILES, texts))
    assert min(found.values()) > 0, found
    assert opened_page.errors == []


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "hasOwnProperty"])
def test_a_link_cannot_name_what_every_object_has(opened_page: Any, name: str) -> None:
    text = f"?{name}=1&my.{name}=1&if.{name}=1"
    read = "async (text) => (await import('/page/link.js')).read(text, page.declared)"
    found = opened_page.evaluate(read, text)
    assert found["found"]["plan"] == found["found"]["jobcentre"] == {}
    assert found["notes"]["ignored"] == [name, f"my.{name}"]


CLASS_PLACES = ("#lesson=codes&step=look", "#meeting=3&policy=handover", "#year=12", "#lessons")
OPEN_PLACES = """(texts) => {
  for (const text of texts) {
    history.replaceState(null, "", `#${encodeURI(text.slice(1)).slice(0, 4000)}`);
    try { classroom.open(); } catch (error) { throw new Error(`${error} at ${text}`); }
  }
  return document.querySelector("#content h2").textContent;
}"""


@pytest.mark.slow
def test_bent_places_in_the_classroom_show_a_part_of_it(
    page: Any, mailed: Callable[[str], Path]
) -> None:
    page.goto(mailed("en").as_uri())
    page.wait_for_selector("#content h2")
    texts = []
    for number in range(ALL // 10):
        chance = random.Random(f"place {number}")
        texts.append("#" + bending.bent_document(chance.choice(CLASS_PLACES), chance)[:2_000])
    assert page.evaluate(OPEN_PLACES, texts)
    assert page.errors == []
