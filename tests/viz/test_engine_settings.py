"""From random values and every pair of hard bounds, a page has the tables and outcomes here."""

import hashlib
import random
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.state import TABLES
from heterophony.scenarios import Scenario, load_scenario
from heterophony.sim.simulation import Simulation

pytestmark = pytest.mark.browser
_TESTS = Path(__file__).parents[1]
_CORNERS = runpy.run_path(str(_TESTS / "sim/test_corners.py"))
allowed_values = runpy.run_path(str(_TESTS / "random_values.py"))["allowed_values"]


def numbers_of(digits: str) -> Any:
    """Read numbers from their bytes in hexadecimal digits."""
    return np.frombuffer(bytes.fromhex(digits))


def assert_same_run(engine: Any, scenario: Scenario, seed: int) -> None:
    """Begin a run from settings and live it to its end, in the page and here."""
    given = engine.run_of(scenario, seed)
    tables, books = (engine.evaluate(task, given) for task in ("live", "books"))
    simulation = Simulation(scenario, seed)
    result = simulation.run()
    for name in TABLES:
        table = np.ascontiguousarray(getattr(simulation.state, name))
        expected = [list(table.shape), hashlib.sha256(table.tobytes()).hexdigest()]
        assert tables[name] == expected, name
    outcomes, facts = [*result.outcomes.values()], result.books.facts.ravel()
    assert np.array_equal(numbers_of(books["outcomes"]), outcomes, equal_nan=True)
    assert np.array_equal(numbers_of(books["facts"]), facts, equal_nan=True)


def test_a_run_of_random_values_in_the_page_is_the_one_here(engine):
    assert_same_run(engine, load_scenario("baseline", allowed_values(1000)), 1000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_so_are_many(engine, seed):
    assert_same_run(engine, load_scenario("baseline", allowed_values(seed)), seed)


@pytest.mark.slow
@pytest.mark.parametrize("run", range(_CORNERS["RUNS"]))
def test_so_is_every_pair_of_hard_bounds(engine, run):
    kept = _CORNERS["allowed"](_CORNERS["corners"]()[run], random.Random(run))
    assert_same_run(engine, load_scenario("baseline", {**kept, **_CORNERS["FRAME"]}), 1)
