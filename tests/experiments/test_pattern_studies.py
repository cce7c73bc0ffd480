"""What patterns read off kept tables is what the tables say."""

import numpy as np
import pytest

from heterophony.experiments.methods.patterns.arms import STUDIES
from heterophony.experiments.methods.patterns.course_studies import (
    Followed,
    _against_others,
    _change_around,
)
from heterophony.experiments.methods.patterns.estimates import (
    _by_session,
    _first_close,
    across_names,
    resampled,
)
from heterophony.experiments.methods.patterns.panels import Panel
from heterophony.scenarios import load_scenario
from heterophony.scenarios.patterns_declared import load_patterns
from heterophony.sim import Simulation

NAN = float("nan")


@pytest.fixture(scope="module")
def kept():
    values = {"run.weeks": 60, "run.burn_in_weeks": 20, "run.policy_in_burn_in": True}
    simulation = Simulation(
        load_scenario("baseline", values), 3, keep=("panel", "events", "meetings")
    )
    return simulation, simulation.run()


def test_every_study_and_everything_across_arms_that_patterns_name_exists():
    readings = [each for p in load_patterns().values() for each in p.readings.values()]
    assert {name for each in readings for name in each.studies if name} == set(STUDIES)
    assert {each.across for each in readings if each.across} == set(across_names())


@pytest.mark.parametrize("name", sorted(STUDIES))
def test_every_study_reads_a_short_run(name, kept):
    assert STUDIES[name].read(*kept) is not None


def test_a_panel_is_the_weeks_as_they_were_kept(kept):
    simulation, result = kept
    panel = Panel(simulation, result)
    table = result.panel
    chosen = 1_000
    place = np.searchsorted(panel.citizens, table["citizen"][chosen])
    week = table["week"][chosen]
    assert panel.matrix("pressure")[place, week] == table["pressure"][chosen]
    assert np.count_nonzero(~np.isnan(panel.matrix("pressure"))) == len(table["week"])
    assert panel.on_course.sum() == (table["status"] == "course").sum()


def test_realism_of_the_panel_is_that_of_the_rules(kept):
    simulation, result = kept
    panel = Panel(simulation, result)
    week = panel.weeks - 1
    there = np.flatnonzero(panel.on_course[:, week])
    found = np.mean([panel.realism(place, week) for place in there])
    assert found == pytest.approx(result.weekly["realism"][week])


def test_events_stand_where_they_happened(kept):
    simulation, result = kept
    panel = Panel(simulation, result)
    happened = panel.happened("meeting")
    places, weeks = panel.meetings()
    assert happened.sum() == len(weeks) == (result.meetings["week"] >= 0).sum()
    assert happened[places, weeks].all()


def test_change_around_a_week_is_twelve_after_less_twelve_before():
    weeks = np.arange(40, dtype=float)
    found = _change_around(weeks[None, :])
    assert found[0, 20] == pytest.approx(13.0)  # means of 21..32 and 8..19
    assert np.isnan(found[0, 11])
    assert np.isnan(found[0, 28])


def test_others_count_at_the_same_week_at_risk():
    values = np.array([[1.0, 0.0, NAN], [0.0, 1.0, 1.0]])
    at_risk = np.array([[0.0, 5.0, 5.0], [0.0, 5.0, 5.0]])
    event = np.array([[True, False, False], [False, False, True]])
    observed, expected, count = _against_others(values, event, ~event, at_risk)
    assert (observed, count) == (2.0, 2)
    assert expected == pytest.approx(0.0 + 0.5)  # week 0: one other with 0; week 5: 0 and 1


def test_sessions_until_trust_is_back_are_counted_from_the_transfer():
    def followed(trust):
        weeks = len(trust)
        attended = np.arange(weeks, dtype=float)[None, :]
        rows = np.array([trust], dtype=float)
        return Followed(np.array([7]), attended, rows, rows)

    stays = followed([0.6, 0.6, 0.6, 0.6])
    transferred = followed([0.6, 0.4, 0.5, 0.56])
    pooled = np.array([_by_session(stays, transferred)])
    assert _first_close(pooled) == 3.0
    assert np.isnan(_first_close(np.array([_by_session(stays, followed([0.1] * 4))])))


def test_an_interval_of_resampled_runs_is_the_same_each_time_and_holds_the_number():
    runs = np.random.default_rng(1).normal(2.0, 1.0, (30, 1))
    found = resampled(runs, lambda drawn: float(drawn.mean()), "a key")
    assert found == resampled(runs, lambda drawn: float(drawn.mean()), "a key")
    assert found.low < found.seen < found.high
    assert found.high - found.low == pytest.approx(4 / np.sqrt(30), rel=0.4)
    assert np.isnan(resampled(runs[:1], lambda drawn: 0.0, "a key").low)
