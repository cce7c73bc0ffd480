"""Meetings in a mailed file: the logs and the lines of the installed program, word for word."""

import json
from random import Random
from typing import Any

import pytest

from heterophony.experiments import run
from heterophony.experiments.inputs.line_bank import LANGUAGES
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.methods.deepening import as_document
from heterophony.experiments.methods.retelling import retell
from heterophony.scenarios import list_scenarios
from heterophony.viz.computing import meetings

pytestmark = pytest.mark.browser
TEXTS = ("", "0", "1 topic 3", "æøå whether 12", "x" * 300)
DRAW = """(texts) => texts.map((text) => {
  const chance = new module_page_mailed_talk_random_js.Random(text);
  return [chance.number(), chance.shuffle([...Array(9).keys()]), chance.choice([5, 6, 7]),
    Array.from({ length: 700 }, () => chance.bits(32)).at(-1)];
})"""
MEETINGS = """([question, number]) => new Promise((done) => {
  page.source.ask("meetings", { ...question, number }, done, new AbortController().signal);
})"""
RETELL = """async ([logs, language, seed]) => {
  const { kinds, banks } = await page.source.lines();
  const { retold } = module_page_mailed_talk_retelling_js;
  return logs.map((turns) => retold(turns, banks[language], kinds, seed));
}"""


@pytest.fixture
def opened(page: Any, policy_page: Any) -> Any:
    page.goto(policy_page("da").as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    return page


def test_chance_is_drawn_as_python_draws_it(opened: Any) -> None:
    for text, found in zip(TEXTS, opened.evaluate(DRAW, list(TEXTS)), strict=True):
        chance, order = Random(text), list(range(9))
        first = chance.random()
        chance.shuffle(order)
        chosen = chance.choice([5, 6, 7])
        last = [chance.getrandbits(32) for _ in range(700)][-1]
        assert found == [first, order, chosen, last]


def test_two_meetings_are_those_of_the_program(opened: Any) -> None:
    question = OwnPlan({"staffing.mentors": 3}, {"meeting.interval_weeks": 4})
    for number in (0, 57):
        found = opened.evaluate(MEETINGS, [as_document(question), number])
        assert found == {"meetings": meetings(as_document(question), number)}


@pytest.mark.parametrize(
    ("scenario", "meetings_of_each"),
    [
        ("citizen-chairs", 25),
        *(pytest.param(each.name, 60, marks=pytest.mark.slow) for each in list_scenarios()),
    ],
)
def test_meetings_are_retold_in_the_same_lines(
    opened: Any, scenario: str, meetings_of_each: int
) -> None:
    held = run(scenario, seed=3, keep=("meetings", "turns"), overrides={"run.weeks": 60}).results[0]
    logs = [held.turns(row) for row in range(min(meetings_of_each, len(held.meetings["week"])))]
    plain = json.loads(json.dumps([[turn._asdict() for turn in log] for log in logs], default=int))
    for turns in plain:
        for turn in turns:
            turn |= {
                name: int(turn[name]) for name, value in turn.items() if isinstance(value, bool)
            }
    for language in LANGUAGES:
        found = opened.evaluate(RETELL, [plain, language, 7])
        for log, lines in zip(logs, found, strict=True):
            assert lines == [each.text for each in retell(log, language, 7)]
