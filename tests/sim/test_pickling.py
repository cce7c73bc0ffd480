"""A run in progress and Mesa's model pickle, and go on to the same bits."""

import pickle

import numpy as np

import heterophony as hp
from heterophony.scenarios import load_scenario

SHORT = {"run.weeks": 8, "run.burn_in_weeks": 6, "staffing.mentors": 1}
KEPT = ("meetings", "turns", "events", "panel")


def test_a_run_goes_on_after_pickling():
    scenario = load_scenario("baseline", SHORT)
    run = hp.Simulation(scenario, 3, keep=KEPT)
    run.advance(9)
    copy = pickle.loads(pickle.dumps(run))
    assert copy.state.address != run.state.address
    assert np.shares_memory(copy.state.meetings, copy.state.meeting_matrix)
    assert copy.run().digest() == run.run().digest()


def test_a_model_goes_on_after_pickling_and_its_agents_see_the_new_rows():
    model = hp.HeterophonicModel(load_scenario("baseline", SHORT), rng=3)
    for _ in range(7):
        model.step()
    copy = pickle.loads(pickle.dumps(model))
    copy.citizens[0].ownership = 0.123
    assert copy.state.citizens["ownership"][copy.citizens[0].row] == 0.123
    assert model.state.citizens["ownership"][model.citizens[0].row] != 0.123
    copy = pickle.loads(pickle.dumps(model))
    assert copy.results().digest() == model.results().digest()
