"""Random counts of equal mean in the place of a conversation: a structural alternative (3.15)."""

import numpy as np
import pytest

from heterophony.agents.counted_talk import draw_counts
from heterophony.agents.draws import child_key
from heterophony.agents.meeting_columns import COUNT_NAMES, MEETING_COLUMNS, SHARE_OF
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
from heterophony.sim.run import mean_counts

NAMES = [column.name for column in MEETING_COLUMNS]
ROOM = 60


def drawn(state, means, number, key=11):
    """Draw the counts of so many meetings: name -> counts."""
    w = state()
    rows = []
    for each in range(number):
        w.meeting_matrix[0] = 0.0
        k = np.uint64(child_key(np.uint64(key), 1, each))
        draw_counts(w.meeting_matrix[0], means, w.meetings[0], w.premises[0], k, ROOM)
        rows.append(w.meeting_matrix[0].copy())
    table = np.array(rows)
    return {name: table[:, NAMES.index(name)] for name in ("turns", *COUNT_NAMES)}


@pytest.fixture(scope="module")
def means():
    """Means that a whole is never smaller than its share by."""
    values = dict.fromkeys(COUNT_NAMES, 4.0)
    for name in SHARE_OF:
        values[name] = 4.0 * 0.6 if SHARE_OF[name] not in SHARE_OF else 4.0 * 0.6 * 0.5
    return np.array([values[name] for name in COUNT_NAMES])


def test_counts_have_the_means_that_they_are_given(state, means):
    found = drawn(state, means, 600)
    assert set(found["turns"]) == {30.0}
    for name, mean in zip(COUNT_NAMES, means, strict=True):
        spread = (mean / 600) ** 0.5  # a share of a Poisson number is one too
        assert found[name].mean() == pytest.approx(mean, abs=4.5 * spread), name


def test_no_share_is_larger_than_its_whole(state, means):
    found = drawn(state, means, 200)
    for part, whole in SHARE_OF.items():
        assert np.all(found[part] <= found[whole]), part


def test_a_share_of_nothing_is_nothing(state):
    nothing = np.zeros(len(COUNT_NAMES))
    found = drawn(state, nothing, 5)
    assert all(not found[name].any() for name in COUNT_NAMES)


def test_the_means_are_those_of_the_same_arm_and_seed_with_turns():
    small = {"run.weeks": 26, "run.burn_in_weeks": 14, "staffing.mentors": 1}
    scenario = load_scenario("baseline", small | {"alternatives.meeting": "counts"})
    with_turns = load_scenario("baseline", small)
    meetings = Simulation(with_turns, 4, keep=("meetings",)).run().meetings
    with_mentor = meetings["three_party"] == 1
    expected = [meetings[name][with_mentor].mean() for name in COUNT_NAMES]
    assert mean_counts(scenario, 4) == pytest.approx(expected)
    simulation = Simulation(scenario, 4)
    assert simulation.state.mean_counts == pytest.approx(expected)


def test_nothing_links_a_log_to_who_sits_there():
    small = {"run.weeks": 104, "run.burn_in_weeks": 26, "staffing.mentors": 3}
    found = {}
    for meeting in ("turns", "counts"):
        scenario = load_scenario("baseline", small | {"alternatives.meeting": meeting})
        held = Simulation(scenario, 2, keep=("meetings",)).run().meetings
        share = held["front_turns"] / held["turns"]
        found[meeting] = np.corrcoef(held["front_share"], share)[0, 1]
    assert found["turns"] > 0.3
    assert abs(found["counts"]) < 0.12
