"""Words that a mailed file works out of many figures: settled, and over worlds, as the tool's."""

from typing import Any

import numpy as np
import pytest

from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.methods.answers import answer_of, overall, word_of
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.experiments.methods.verdicts import WORDS
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, spread_of
from heterophony.scenarios import OUTCOMES
from heterophony.sim.pairing import word_of as place_of

pytestmark = pytest.mark.browser
FIGURES = 3000
SETTLED = """(answers) => answers.map((answer) => {
  page.source.answering.rules.clear();
  return page.source.answering.settled(answer);
})"""
TOGETHER = """(worlds) => worlds.map(({ shares, changes }) => {
  const { agreement } = page.source;
  const spread = agreement.spread(changes.map((each) => each ?? NaN));
  return [agreement.overall(shares), agreement.tile(shares), spread];
})"""
ANSWER = """([question, pairs]) => new Promise((done) => {
  const stop = new AbortController();
  const take = (line) => { if (line.pairs === pairs || line.final) { stop.abort(); done(line); } };
  page.source.ask("answer", question, take, stop.signal);
})"""


@pytest.fixture
def opened(page: Any, policy_page: Any) -> Any:
    page.goto(policy_page("da").as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    return page


def figures(chance: np.random.Generator, count: int) -> list[dict[str, Any]]:
    """Answers of one figure each, near the bounds at which a word is settled."""
    smallest = OUTCOMES[HEADLINE].smallest_difference
    found = []
    for _ in range(count):
        middle = float(chance.choice([0.0, smallest, -smallest]) + chance.normal() * smallest)
        half = abs(float(chance.normal())) * smallest / 2 * chance.integers(0, 3)
        interval = (middle, middle - half, middle + half)
        word = WORDS[place_of(0.5, 0.5 + middle, *interval, smallest)].name.lower()
        figure = dict(zip(("difference", "low", "high"), interval, strict=True)) | {"verdict": word}
        pairs = int(chance.integers(2, 51))
        found.append(
            {"pairs": pairs, "headline": HEADLINE, "outcomes": {HEADLINE: figure}, "chain": []}
            | {"against": {"outcome": HEADLINE}, "groups": []}
        )
    return found


def test_a_word_is_settled_in_the_page_where_it_is_in_the_tool(opened: Any) -> None:
    answers = figures(np.random.default_rng(25), FIGURES)
    found = opened.evaluate(SETTLED, answers)
    assert found == [settled_words(each) for each in answers]
    settled = [each[HEADLINE] for each in found]
    assert FIGURES / 10 < sum(settled) < FIGURES * 9 / 10


def test_worlds_say_together_in_the_page_what_they_say_in_the_tool(opened: Any) -> None:
    chance = np.random.default_rng(26)
    asked, expected = [], []
    for _ in range(FIGURES):
        shares = Shares(*(int(each) for each in chance.integers(0, 12, size=4) ** 2))
        changes = chance.normal(size=chance.integers(1, 30))
        changes[chance.random(changes.size) < 0.1] = np.nan
        plain = [None if np.isnan(each) else float(each) for each in changes]
        asked.append({"shares": shares._asdict(), "changes": plain})
        spread = {n: None if np.isnan(v) else v for n, v in spread_of(changes)._asdict().items()}
        word = "open" if not shares.worlds else overall({}, shares)
        expected.append([word, word_of(shares), spread])
    assert opened.evaluate(TOGETHER, asked) == expected


def test_an_answer_ends_where_all_its_words_are_settled(opened: Any) -> None:
    question = OwnPlan({}, {"staffing.caseworker_caseload": 30.0})
    asked = {"jobcentre": {}, "plan": dict(question.plan), "assumptions": {}}
    found = opened.evaluate(ANSWER, [asked, 16])
    expected = answer_of(Ensemble(question.arms[0]).compare(question.arms[1], found["pairs"]))
    assert found["settled"] == settled_words(expected)
    assert found["final"] is all(found["settled"].values())
