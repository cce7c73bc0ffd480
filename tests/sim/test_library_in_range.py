"""Every number of every shipped scenario lies in the range that is declared for it."""

import math

import numpy as np
import pytest

from heterophony.scenarios import OUTCOMES, load_scenario
from heterophony.scenarios.locating import library_names
from heterophony.sim import Simulation

SEEDS = (1, 2, 3)
ROUNDING = 1e-9


def outside(name: str, values: np.ndarray) -> list[float]:
    """Return the values of an outcome that its declaration does not allow, undefined ones aside."""
    declared = OUTCOMES[name]
    low = -math.inf if declared.minimum is None else declared.minimum - ROUNDING
    high = math.inf if declared.maximum is None else declared.maximum + ROUNDING
    known = values[~np.isnan(values)]
    return [float(e) for e in known[(known < low) | (known > high) | np.isinf(known)]]


@pytest.mark.parametrize("name", library_names())
def test_every_outcome_of_a_shipped_scenario_lies_in_its_range(name: str) -> None:
    scenario = load_scenario(name)
    for seed in SEEDS:
        found = Simulation(scenario, seed).run()
        numbers = {key: np.array([value]) for key, value in found.outcomes.items()}
        for key, values in (*numbers.items(), *found.weekly.items()):
            assert not outside(key, values), (key, seed)
        assert len(numbers) > 50


def test_a_number_out_of_range_would_be_noticed() -> None:
    name = next(key for key, each in OUTCOMES.items() if each.maximum == 1.0)
    assert outside(name, np.array([0.0, 1.0, np.nan])) == []
    assert outside(name, np.array([1.01, -0.01, np.inf])) == [1.01, -0.01, math.inf]
