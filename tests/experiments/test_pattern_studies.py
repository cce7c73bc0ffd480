"""What patterns read off kept tables is what the tables say."""

import numpy as np
import pytest

from heterophony.experiments.methods.patterns.arms import STUDIES
from heterophony.experiments.methods.patterns.conversation_studies import _with_movement, agreement
from heterophony.experiments.methods.patterns.course_studies import (
    Followed,
    _against_others,
    _change_around,
)
from heterophony.experiments.methods.patterns.group_studies import third_by
from heterophony.experiments.methods.patterns.intervals import resampled
from heterophony.experiments.methods.patterns.multi_arm_estimators import (
    Across,
    _by_session,
    _first_close,
    across_names,
    best_interval,
    best_interval_funded_less_fixed,
    difference_beyond_sameness,
)
from heterophony.experiments.methods.patterns.panels import Measured, Panel
from heterophony.scenarios import load_scenario
from heterophony.scenarios.patterns_declared import load_patterns, load_predictions
from heterophony.sim import Simulation

NAN = float("nan")


@pytest.fixture(scope="module")
def kept():
    values = {"run.weeks": 60, "run.burn_in_weeks": 20, "run.policy_in_burn_in": True}
    simulation = Simulation(
        load_scenario("baseline", values), 3, keep=("panel", "events", "meetings", "turns")
    )
    return simulation, simulation.run()


def test_every_study_and_everything_across_arms_that_patterns_name_exists():
    declared = (load_patterns() | load_predictions()).values()
    readings = [each for pattern in declared for each in pattern.readings.values()]
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


NOBODY = (2, 0, 0, -1, 0)  # a citizen's turn: speaker, code, act, taken up, translated
MEASURING, SHORT = 0, 25


def said(*turns):
    """Return the log of one meeting as a table [1, turns]."""
    fields = [(name, "i8") for name in ("speaker", "code", "act", "taken_up", "translated")]
    return np.array([list(turns)], dtype=fields)


@pytest.mark.parametrize(
    ("turns", "agree", "counted"),
    [
        ([(0, 1, MEASURING, -1, 0), (1, 1, 9, 1, 0)], 1, 1),  # stays in the code: taken up
        ([(0, 1, MEASURING, -1, 0), (1, 0, 9, 1, 1)], 1, 1),  # translates it: taken up
        ([(0, 1, MEASURING, -1, 0), (1, 0, 9, 0, 0)], 1, 1),  # another code: not taken up
        ([(0, 1, MEASURING, -1, 0), (1, 0, 9, 1, 0)], 0, 1),  # another code and yet taken up
        ([(0, 1, MEASURING, -1, 0), (1, 1, 9, 0, 0)], 0, 1),  # the same code and yet not
        ([(0, 1, MEASURING, -1, 0), NOBODY, (1, 1, 9, 1, 0)], 1, 1),  # the citizen keeps the code
        ([(0, 1, MEASURING, -1, 0), (0, 3, SHORT, -1, 0), (1, 1, 9, 1, 0)], 1, 1),
    ],
)
def test_uptake_agrees_with_the_code_if_a_turn_stays_in_it_or_translates_it(turns, agree, counted):
    assert agreement(said(*turns), np.array([len(turns)])) == (agree, counted)


def agreement_of(values):
    short = {"run.weeks": 30, "run.burn_in_weeks": 8}
    simulation = Simulation(load_scenario("baseline", short | values), 5, keep=("turns",))
    return STUDIES["uptake_and_code_agree"].read(simulation, simulation.run())


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"meeting.chair": "mentor"},
        {"meeting.chair": "citizen"},
        {"meeting.shared_goals": True, "meeting.small_steps_weight": 0.6},
        {"codes.mentor": [0.2, 0.3, 0.25, 0.25], "codes.mentor_own": [0, 1, 1, 1]},
        {"slip.repair": 1.0, "talk.ask_mentor": 1.0},
    ],
)
def test_in_every_turn_what_is_taken_up_shows_in_the_code(values):  # pattern T49
    assert agreement_of(values) == 1.0


def test_a_coin_beside_the_code_agrees_with_it_by_chance_alone():
    assert agreement_of({"alternatives.uptake": "coin"}) < 0.7


def test_turns_after_the_end_of_a_meeting_are_not_read():
    log = said((0, 1, MEASURING, -1, 0), (1, 1, 9, 1, 0), (0, 3, 9, 1, 0))
    assert agreement(log, np.array([2])) == (1, 1)


def test_what_moves_nothing_goes_with_nothing():
    proposals = np.array([0.3, 0.5, 0.4])
    held = {"proposal_caseworker": proposals, "opening_proposal_caseworker": proposals}
    assert _with_movement(np.array([1.0, 2.0, 3.0]), held) == 0.0
    held["proposal_caseworker"] = proposals - [0.01, 0.02, 0.03]
    assert _with_movement(np.array([1.0, 2.0, 3.0]), held) == pytest.approx(-1.0)


def test_thirds_hold_everybody_once_and_leave_out_what_is_undefined():
    values = np.array([0.1, 0.9, 0.5, 0.2, NAN, 0.6, 0.8])
    thirds = [third_by(values, third) for third in range(3)]
    assert np.sum(thirds, axis=0).tolist() == [1, 1, 1, 1, 0, 1, 1]
    assert values[thirds[0]].tolist() == [0.1, 0.2]
    assert not third_by(np.full(3, NAN), 0).any()


def across(levels, values, name):
    """Return arms with these levels of ownership in two runs that differ a little."""
    (reading,) = [
        each
        for pattern in (load_patterns() | load_predictions()).values()
        for each in pattern.readings.values()
        if each.across == name
    ]
    arms = [
        [Measured({reading.outcome: level + luck}, {}) for luck in (0, 1e-3)] for level in levels
    ]
    return Across(reading, arms, values)


def weeks(*intervals):
    return [{"meeting.interval_weeks": each} for each in intervals]


def test_the_best_interval_is_that_of_the_highest_arm():
    assert best_interval(across([0.1, 0.3, 0.2], weeks(2, 8, 16), "best_interval")).seen == 8
    both = across(
        [0.1, 0.3, 0.2, 0.3, 0.2, 0.1], weeks(2, 8, 16, 2, 8, 16), "best_interval_funded_less_fixed"
    )
    assert best_interval_funded_less_fixed(both).seen == -6


def test_what_understanding_gives_to_difference_is_beyond_the_mean_of_both_kinds_of_sameness():
    levels = [0.40, 0.46, 0.40, 0.41, 0.40, 0.43]  # little, much; codes differ, two samenesses
    found = difference_beyond_sameness(across(levels, [{}] * 6, "difference_beyond_sameness"))
    assert found.seen == pytest.approx(0.06 - 0.02)
