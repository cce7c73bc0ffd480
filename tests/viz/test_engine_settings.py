"""A run that a page begins from settings alone leaves the tables that it leaves here."""

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
allowed_values = runpy.run_path(str(_TESTS / "random_values.py"))["allowed_values"]
_CORNERS = runpy.run_path(str(_TESTS / "sim/test_corners.py"))


def assert_same_run(engine: Any, scenario: Scenario, seed: int) -> None:
    """Begin and live a run in the page and here: all tables, and what outcomes are reckoned by."""
    given = engine.run_of(scenario, seed)
    found = engine.evaluate("live", given)
    simulation = Simulation(scenario, seed)
    simulation.advance(simulation.weeks_in_all)
    for name in TABLES:
        table = np.ascontiguousarray(getattr(simulation.state, name))
        expected = [list(table.shape), hashlib.sha256(table.tobytes()).hexdigest()]
        assert found[name] == expected, name
    assert engine.evaluate("terms", given) == simulation.ready.terms.ravel().tolist()


def test_a_run_of_random_values_leaves_the_same_tables(engine):
    assert_same_run(engine, load_scenario("baseline", allowed_values(1000)), 1000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_so_do_many_random_values(engine, seed):
    assert_same_run(engine, load_scenario("baseline", allowed_values(seed)), seed)


@pytest.mark.slow
@pytest.mark.parametrize("run", range(_CORNERS["RUNS"]))
def test_so_does_every_pair_of_hard_bounds(engine, run):
    kept = _CORNERS["allowed"](_CORNERS["corners"]()[run], random.Random(run))
    assert_same_run(engine, load_scenario("baseline", {**kept, **_CORNERS["FRAME"]}), 1)
