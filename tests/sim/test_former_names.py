"""Public names that have changed are kept for one release, with a warning."""

import pytest

import heterophony as hp
from heterophony.scenarios import load_scenario

SHORT = {"run.weeks": 4, "run.burn_in_weeks": 4, "staffing.mentors": 1}


@pytest.fixture(scope="module")
def model():
    return hp.HeterophonicModel(load_scenario("baseline", SHORT), rng=1)


def test_the_state_of_a_run_is_found_by_its_former_name(model):
    simulation = model.simulation
    with pytest.warns(DeprecationWarning, match=r"^`world` is now called `state`; the old name"):
        assert simulation.world is simulation.state
    with pytest.warns(DeprecationWarning, match=r"`worlds` is now called `states`"):
        assert simulation.worlds == simulation.states
    with pytest.warns(DeprecationWarning, match=r"`world` is now called `state`"):
        assert model.world is model.state
    with pytest.warns(DeprecationWarning, match=r"`day` is now called `calendar_week`"):
        assert model.day is model.calendar_week
    with pytest.warns(DeprecationWarning, match=r"`world` is now called `state`"):
        assert model.mentors[0].world is model.state


def test_results_are_detached_by_the_former_name(model):
    result = model.results()
    with pytest.warns(DeprecationWarning, match=r"`let_go` is now called `detach`"):
        assert result.let_go() is result
    with pytest.raises(LookupError, match="detached"):
        result.graphs()
