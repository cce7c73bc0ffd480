"""The rules in a page: tables, outcomes, groups, pairs and words there are what they are here."""

import hashlib
from typing import Any

import numpy as np
import pytest

from heterophony.agents.state import TABLES
from heterophony.experiments import compare
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.methods.verdicts import verdict
from heterophony.scenarios import OUTCOMES, list_scenarios, load_scenario
from heterophony.sim.counting import CASE_OUTCOMES
from heterophony.sim.grouping import GROUPS_COUNTED
from heterophony.sim.simulation import Simulation

pytestmark = pytest.mark.browser
KEPT = ("meetings", "turns", "events")
NAMES = [each.name for each in list_scenarios()]
# The timeline has a calendar of its own, and cannot be compared with the baseline.
POLICIES = [name for name in NAMES if name not in ("baseline", "reform-timeline")]


def in_page(engine: Any, name: str, seed: int, keep: tuple[str, ...], values: Any) -> Any:
    """Let a jobcentre live in the page; return name -> (shape, hash) of its tables."""
    given = engine.run_of(load_scenario(name, values), seed, keep)
    return {name: tuple(found) for name, found in engine.evaluate("live", given).items()}


def here(name: str, seed: int, keep: tuple[str, ...], values: Any) -> Any:
    """The same in this process."""
    simulation = Simulation(load_scenario(name, values), seed, keep=keep)
    simulation.advance(simulation.weeks_in_all)
    tables = {each: np.ascontiguousarray(getattr(simulation.state, each)) for each in TABLES}
    return {
        each: (list(table.shape), hashlib.sha256(table.tobytes()).hexdigest())
        for each, table in tables.items()
    }


@pytest.mark.parametrize("name", ["baseline", "full-recommendation", "reform-timeline"])
def test_a_run_in_the_page_leaves_the_same_tables(engine, name):
    values = {"run.weeks": 60, "run.burn_in_weeks": 26}
    assert in_page(engine, name, 1, KEPT, values) == here(name, 1, KEPT, values)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_so_it_does_in_the_whole_library(engine, name):
    for seed in (1, 77):
        assert in_page(engine, name, seed, (), {}) == here(name, seed, (), {})


def books_here(name: str, seed: int, values: Any) -> Any:
    """Outcomes, series and facts of a run in this process, as bytes in hexadecimal digits."""
    result = Simulation(load_scenario(name, values), seed).run()
    outcomes = np.array(list(result.outcomes.values())).tobytes()
    series = np.array(list(result.weekly.values())).tobytes()
    return outcomes.hex(), series.hex(), result.books.facts.tobytes().hex()


def assert_same_books(engine: Any, name: str, seed: int, values: Any) -> None:
    found = engine.evaluate("books", engine.run_of(load_scenario(name, values), seed))
    outcomes, series, facts = books_here(name, seed, values)
    assert found["outcomes"] == outcomes
    assert found["facts"] == facts
    assert found["series"].startswith(series)  # one row more, which is of the run alone


def test_outcomes_in_the_page_are_the_same(engine):
    for name in ("baseline", "reform-timeline"):
        assert_same_books(engine, name, 3, {"run.weeks": 60, "run.burn_in_weeks": 26})


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_so_are_they_in_the_whole_library(engine, name):
    assert_same_books(engine, name, 5, {})


def assert_same_words(engine: Any, policy: str, pairs: int, values: Any) -> None:
    """Compare a policy with the baseline in the page and here: numbers, groups and words."""
    arms = arms_of("baseline", [policy], values)
    seeds = [replicate_seed(1, number) for number in range(pairs)]
    found = engine.evaluate(
        "compare", [[engine.run_of(arm, seed) for arm in arms] for seed in seeds]
    )
    expected = compare("baseline", [policy], seed=1, replicates=pairs, overrides=values, workers=1)
    outcomes = expected.policies[0].outcomes
    assert_same_numbers(found["outcomes"], outcomes, 0)
    words = [
        verdict(each, OUTCOMES[name].smallest_difference if name in OUTCOMES else None)
        for name, each in outcomes.items()
    ]
    assert found["words"] == [word.name.lower() for word in words]
    # Where all people are made alike there are no groups; no lever of a page makes them so.
    groups = expected.policies[0].groups
    for row, name in enumerate(list(groups)[:GROUPS_COUNTED]):
        place = row * (len(CASE_OUTCOMES) + 1) + 1
        assert_same_numbers(found["groups"], groups[name].outcomes, place)
    assert groups or "mixed" not in {arm.values["population.profile"] for arm in arms[1:]}


def assert_same_numbers(found: Any, expected: Any, first: int) -> None:
    for column in ("baseline", "policy", "difference", "low", "high"):
        here = np.array([getattr(each, column) for each in expected.values()])
        there = np.array([float(text) for text in found[column][first : first + len(here)]])
        assert np.array_equal(here, there, equal_nan=True), column


def test_pairs_and_words_in_the_page_are_the_same(engine):
    values = {"run.weeks": 60, "run.burn_in_weeks": 26}
    assert_same_words(engine, "meetings-every-4-weeks", 3, values)


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_so_are_they_for_every_policy(engine, policy):
    assert_same_words(engine, policy, 4, {})


def test_a_page_that_fails_in_one_run_goes_on_with_the_next(engine):
    with pytest.raises(Exception, match="undefined"):
        engine.evaluate("live", {"quantiles": [[], ""]})
    values = {"run.weeks": 5, "run.burn_in_weeks": 4}
    assert in_page(engine, "baseline", 2, (), values) == here("baseline", 2, (), values)
