"""The words that an answer calls settled are those that `compare --until-settled` calls so."""

import pytest

from heterophony.experiments import compare
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.methods.answers import OF_GROUPS, answer_of
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.experiments.results.codec import rounded

SHORT = {"run.weeks": 53, "run.burn_in_weeks": 8}
PAIRS = 16


@pytest.fixture(scope="module")
def arms():
    today, planned = OwnPlan({"staffing.mentors": 2}, {"meeting.interval_weeks": 2}).arms
    return today.replaced(SHORT), planned.replaced(SHORT)


@pytest.fixture(scope="module")
def answer(arms):
    return rounded(answer_of(compare(arms[0], [arms[1]], replicates=PAIRS)))


def test_a_word_is_settled_where_the_rule_for_stopping_says_so(arms, answer):
    shown = settled_words(answer)
    outcomes = [name for name in shown if " " not in name]
    asked = {"until_settled": outcomes, "replicates": PAIRS, "maximum": PAIRS}
    stopped = compare(arms[0], [arms[1]], **asked).stopped
    assert stopped is not None
    words = next(iter(stopped.found.values()))
    assert {name: bool(word) for name, word in words.items()} == {
        name: shown[name] for name in outcomes
    }
    assert set(words.values()) > {""}  # some are, some are not


def test_every_word_of_the_answer_and_its_groups_is_looked_at(answer):
    shown = settled_words(answer)
    assert {answer["headline"], answer["against"]["outcome"], *answer["chain"]} <= set(shown)
    groups = {f"{each['group']} {name}" for each in answer["groups"] for name in OF_GROUPS}
    assert groups <= set(shown)


def test_few_pairs_settle_nothing(answer):
    assert not any(settled_words({**answer, "pairs": 7}).values())


def test_what_has_no_interval_is_not_settled(answer):
    name = answer["headline"]
    unknown = {**answer["outcomes"][name], "low": None, "high": None}
    changed = {**answer, "outcomes": {**answer["outcomes"], name: unknown}}
    assert not settled_words(changed)[name]
