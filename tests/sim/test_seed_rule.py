"""One rule says which seeds are allowed, wherever one is given."""

from decimal import Decimal

import numpy as np
import pytest

import heterophony as hp
from heterophony.experiments.engine.seeds import checked_seed as of_experiments
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import load_scenario
from heterophony.sim.seeds import LARGEST_SEED, SeedError, checked_seed, fresh_seed

ALLOWED = [0, 1, LARGEST_SEED, np.int64(7), np.uint8(7), np.uint64(LARGEST_SEED)]
REFUSED = [
    *(-1, 2**63, 1.9, 1.0, True, False, "1", None, [1, 2], Decimal(1), float("nan")),
    *(np.bool_(True), np.float64(1.0), np.array(1), np.array([1]), np.uint64(2**63)),
    *(np.random.default_rng(1), np.random.SeedSequence(1)),
]  # fmt: skip


def through_simulation(seed):
    return hp.Simulation(load_scenario("baseline"), seed).seed


def through_model(seed):
    return hp.HeterophonicModel(rng=seed).simulation.seed


def named(seed) -> str:
    """Name a case alike in every process: an address in memory differs from one to the next."""
    return repr(seed).partition(" at 0x")[0]


@pytest.mark.parametrize("seed", ALLOWED, ids=repr)
@pytest.mark.parametrize("taken", [checked_seed, of_experiments, through_simulation])
def test_whole_numbers_of_python_and_numpy_are_taken_as_they_are(seed, taken):
    assert taken(seed) == int(seed)
    assert type(taken(seed)) is int


@pytest.mark.parametrize("seed", REFUSED, ids=named)
def test_anything_else_is_refused_with_the_allowed_range(seed):
    sentence = rf"allowed: a whole number from 0 to {LARGEST_SEED}"
    for taken in (checked_seed, through_simulation):
        with pytest.raises(SeedError, match=sentence):
            taken(seed)
    with pytest.raises(RequestError, match=sentence):
        of_experiments(seed)
    if seed is not None:
        with pytest.raises(SeedError, match=rf"^rng is .*{sentence}"):
            through_model(seed)


def test_a_generator_is_refused_with_the_way_to_draw_a_seed_from_it():
    generator = np.random.default_rng(1)
    with pytest.raises(SeedError, match=r"int\(generator\.integers\(2\*\*63\)\)$"):
        checked_seed(generator)
    assert checked_seed(int(generator.integers(2**63))) >= 0


def test_fresh_seeds_are_allowed_and_differ():
    drawn = {fresh_seed() for _ in range(50)}
    assert len(drawn) == 50
    assert all(checked_seed(seed) == seed for seed in drawn)


def test_what_is_to_be_kept_is_a_list_of_names():
    with pytest.raises(ValueError, match=r"^keep is the text 'meetings'; allowed: a list"):
        hp.Simulation(load_scenario("baseline"), keep="meetings")
