"""A caseworker's week with fewer and fewer hours, worked by hand; a mentor's beside it."""

import pytest

from heterophony.agents.caseworker_week import plan_caseworker_week
from heterophony.agents.mentor_week import plan_mentor_week
from heterophony.agents.state import CITIZEN_ROWS
from heterophony.agents.vocabulary import COURSE, WAITING
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
from heterophony.sim.bookkeeping import clear_counts, count_case, list_cases

WEEK = 30
# One post for ten slots is 10 / 24 of a full one. Six wait, two of them are due for an interview;
# four on a course are due for a meeting. Background: .28 h for 15 other cases, .1 h for each of
# the ten: 5.2 h, of which 3.9 protected. Interviews 2 x 2 h, meetings 4 x (20 min + .35 h),
# preparation 4 x .65 h.
PROTECTED, INTERVIEW, MEETING, OTHER, PREPARATION = 3.9, 2.0, 20 / 60 + 0.35, 1.3, 2.6
SIZE = 10 / 24
VALUES = {
    "run.weeks": 40,
    "run.burn_in_weeks": 0,
    "staffing.mentors": 1,
    "staffing.mentor_caseload": 10,
    "hours.protected_cap": 1.0,
    "meeting.week_cap": 20.0,
}


def planned(hours=None, **overrides):
    """Plan the week of the only caseworker, who has so many hours."""
    named = {name.replace("__", "."): value for name, value in overrides.items()}
    simulation = Simulation(load_scenario("baseline", VALUES | named), 1)
    w = simulation.state
    w.put(citizens=w.citizens[: len(w.slots)].copy())  # a row for each slot, and no spare ones
    for number, citizen in enumerate(w.citizens):
        citizen.status = WAITING if number < 6 else COURSE
        citizen.slot, citizen.case = number, 0
        citizen.next_interview = WEEK if number < 2 else WEEK + 1
        citizen.arrived_week = WEEK - 3 + number
        citizen.meeting_due = WEEK - 10 + number if number > 7 else WEEK
        citizen.grant_end = WEEK + 20
        citizen.last_contact = WEEK
    w.counters[CITIZEN_ROWS] = len(w.citizens)
    clear_counts(w)
    for citizen in w.citizens:
        count_case(w, citizen)
    list_cases(w)
    if hours is not None:
        w.premises[0].hours_week = hours / (0.58 * SIZE)
    plan_caseworker_week(w, 0, w.premises[0], w.baseline[0], WEEK)
    return w


@pytest.mark.parametrize(
    ("hours", "interviews", "meetings", "background", "preparation"),
    [
        # everything fits
        (PROTECTED + 2 * INTERVIEW + 4 * MEETING + OTHER + PREPARATION + 1, 2, 4, 5.2, 1.0),
        # preparation vanishes first
        (PROTECTED + 2 * INTERVIEW + 4 * MEETING + OTHER + PREPARATION / 2, 2, 4, 5.2, 0.5),
        (PROTECTED + 2 * INTERVIEW + 4 * MEETING + OTHER + 1e-9, 2, 4, 5.2, 0.0),
        # then the other background
        (PROTECTED + 2 * INTERVIEW + 4 * MEETING + 0.3, 2, 4, 4.2, 0.0),
        # then meetings, of which the oldest are held
        (PROTECTED + 2 * INTERVIEW + 2 * MEETING + 0.1, 2, 2, 4.0, 0.0),
        # then interviews, of which the longest waiting is held; with no meeting there is nothing
        # to prepare, which counts as prepared
        (PROTECTED + INTERVIEW + 0.2, 1, 0, 4.1, 1.0),
        # the first interview is held whenever anything is left
        (PROTECTED + 0.5, 1, 0, 3.9, 1.0),
    ],
)
def test_hours_are_filled_by_priority_and_run_out(
    hours, interviews, meetings, background, preparation
):
    w = planned(hours)
    totals = w.totals[0]
    assert w.citizens["interviewed"].sum() == interviews
    assert (w.citizens["meets"] > 0).sum() == meetings
    assert totals.caseworker_interviews == pytest.approx(interviews * INTERVIEW)
    assert totals.caseworker_meetings == pytest.approx(meetings * MEETING)
    assert totals.caseworker_background == pytest.approx(background)
    assert w.caseworkers[0].preparation == pytest.approx(preparation, abs=1e-6)


def test_the_longest_waiting_and_the_oldest_meetings_come_first():
    w = planned(PROTECTED + INTERVIEW + 0.2)
    assert w.citizens["interviewed"].tolist() == [1] + [0] * 9
    w = planned(PROTECTED + 2 * INTERVIEW + 2 * MEETING + 0.1)
    assert w.citizens["meets"].tolist() == [0] * 8 + [1, 1]


def test_the_hours_that_an_interview_takes_beyond_what_is_left_are_overtime():
    totals = planned(PROTECTED + 0.5).totals[0]
    assert totals.caseworker_overtime == pytest.approx(1.5)


def test_with_unlimited_hours_everything_is_prepared():
    w = planned(1.0, staffing__funding="unlimited")
    assert w.citizens["interviewed"].sum() == 2
    assert (w.citizens["meets"] > 0).sum() == 4
    assert w.caseworkers[0].preparation == 1.0


def test_no_more_meetings_are_held_in_a_week_than_the_cap():
    w = planned(100.0, meeting__week_cap=2.0)  # 2 x 4 / 8, rounded up
    assert (w.citizens["meets"] > 0).sum() == 1


def test_spare_hours_go_to_those_not_seen_for_longest():
    w = planned(100.0, meeting__week_cap=0.0)
    assert w.citizens["spare_contact"].sum() == 0  # everybody was seen this week
    w.citizens["last_contact"][6:] = [WEEK - 2, WEEK - 9, WEEK - 1, WEEK - 3]
    # H such that 2 portions of half an hour are the mentored 40 % of what is left
    w.premises[0].hours_week = (PROTECTED + 2 * INTERVIEW + OTHER + 2.5) / (0.58 * SIZE)
    w.citizens["interviewed"] = 0
    plan_caseworker_week(w, 0, w.premises[0], w.baseline[0], WEEK)
    assert w.citizens["spare_contact"].tolist() == [0] * 7 + [1, 0, 1]


@pytest.mark.parametrize(("hours", "prepared"), [(4.0, 1.0), (1.0, 0.25)])
def test_coordination_is_prepared_and_given_in_the_same_proportion(hours, prepared):
    # 20 minutes before each of four meetings: 4/3 h more beside 2.6 h of preparation
    asked = PREPARATION + 4 / 3
    w = planned(
        PROTECTED + 2 * INTERVIEW + 4 * MEETING + OTHER + asked * hours / 4,
        meeting__pre_meeting_minutes=20.0,
        coordination__fidelity="full",
    )
    assert w.caseworkers[0].preparation == pytest.approx(prepared)
    assert w.totals[0].caseworker_coordination == pytest.approx(prepared * 4 / 3)


def test_funded_coordination_costs_no_preparation():
    hours = PROTECTED + 2 * INTERVIEW + 4 * MEETING + OTHER + PREPARATION / 2
    policy = {"meeting__pre_meeting_minutes": 20.0, "coordination__fidelity": "full"}
    fixed, paid = planned(hours, **policy), planned(hours, staffing__funding="funded", **policy)
    assert fixed.caseworkers[0].preparation == pytest.approx(1.3 / (2.6 + 4 / 3))
    assert paid.caseworkers[0].preparation == pytest.approx((1.3 + 4 / 3) / (2.6 + 4 / 3))
    assert fixed.totals[0].caseworker_funded == 0.0
    assert paid.totals[0].caseworker_funded == pytest.approx(4 / 3)


def test_a_mentor_gives_coordination_first_and_sessions_what_is_left():
    w = planned(100.0)
    p = w.premises[0]
    # four meetings of 20 minutes, shielding at .6 (.6 + .8 x .65) = .672 of a quarter each
    wanted = 0.6 * (0.6 + 0.8 * 0.65)
    other = 4 * (20 / 60 + 0.25 * wanted)
    w.citizens["course_week"] = WEEK - 5
    for left, share in ((20.0, 1.0), (2.5, 0.5), (0.0, 0.0)):
        p.hours_week = (other + left) / 0.65
        w.citizens["session_due"] = 0
        plan_mentor_week(w, 0, p, w.baseline[0], WEEK)
        assert w.mentors[0].sessions_due == 4
        assert w.mentors[0].give == pytest.approx(1.0)
        assert w.mentors[0].session_share == pytest.approx(share, abs=1e-9)
    p.hours_week = other / 4 / 0.65
    plan_mentor_week(w, 0, p, w.baseline[0], WEEK)
    assert w.mentors[0].give == pytest.approx(0.25)
    assert w.mentors[0].session_share == 0.0
