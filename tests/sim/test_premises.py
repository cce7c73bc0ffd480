"""What management decides takes hold from its week on, and costs hours that somebody has."""

from typing import Any

import numpy as np
import pytest

from heterophony.agents.vocabulary import COURSE, NOBODY, TWO_PARTY
from heterophony.scenarios import load_scenario
from heterophony.sim import Result, Simulation

SMALL = {"staffing.mentors": 3, "run.weeks": 60, "run.burn_in_weeks": 40}
ALL = {"coordination.fidelity": "full"}
TALK = {"meeting.pre_meeting_minutes": 20.0, "meeting.debrief_minutes": 20.0}


def run(name: str = "baseline", seed: int = 5, keep: Any = (), **overrides: Any) -> Result:
    values = SMALL | {key.replace("__", "."): value for key, value in overrides.items()}
    return Simulation(load_scenario(name, values), seed, keep=keep).run()


def simulation(values: dict[str, Any], weeks: int) -> Simulation:
    found = Simulation(load_scenario("baseline", SMALL | values), 5)
    found.advance(found.scenario.values["run.burn_in_weeks"] + weeks)
    return found


def test_a_policy_starts_in_week_0_of_a_running_jobcentre() -> None:
    before = Simulation(load_scenario("baseline", SMALL), 5)
    after = Simulation(load_scenario("meetings-every-2-weeks", SMALL), 5)
    for each in (before, after):
        each.advance(40)
    assert np.array_equal(before.state.citizens["ownership"], after.state.citizens["ownership"])
    for each in (before, after):
        each.advance(20)
    assert not np.array_equal(before.state.citizens["ownership"], after.state.citizens["ownership"])


def test_a_smaller_caseload_opens_posts_for_new_arrivals_only() -> None:
    found = simulation({"staffing.caseworker_caseload": 25.0}, 1)
    w = found.state
    assert w.caseworkers["exists"].sum() == 5  # 48 slots at ten mentored cases a post
    here = w.citizens[w.citizens["status"] != NOBODY]
    settled = here[here["arrived_week"] < 0]
    assert settled["caseworker"].max() <= 1  # two posts stood before, and people keep theirs
    found.advance(59)
    here = w.citizens[w.citizens["status"] != NOBODY]
    assert here["caseworker"].max() > 1


def test_an_abolished_post_hands_its_citizens_to_one_that_exists() -> None:
    found = simulation({"staffing.caseworker_caseload": 120.0}, 1)
    w = found.state
    here = w.citizens[w.citizens["status"] != NOBODY]
    assert w.caseworkers["exists"][here["caseworker"]].all()
    assert w.caseworkers["exists"].sum() == 1


def test_funded_hours_are_exactly_those_of_practised_coordination() -> None:
    talk = {k.replace(".", "__"): v for k, v in TALK.items()}
    hours = run(staffing__funding="funded", staffing__caseworker_caseload=30.0, **talk).hours
    given = hours["caseworker_hours_coordination"]
    assert given > 0.5
    assert hours["caseworker_hours_funded"] == pytest.approx(given, rel=1e-9)
    assert hours["mentor_hours_funded"] == pytest.approx(
        hours["mentor_hours_coordination"], rel=1e-9
    )


def test_fixed_hours_let_coordination_cost_preparation() -> None:
    talk = {k.replace(".", "__"): v for k, v in (TALK | ALL).items()}
    today, fixed = run(), run(**talk)
    funded = run(staffing__funding="funded", **talk)
    assert fixed.outcomes["preparation"] < today.outcomes["preparation"] - 0.02
    assert funded.outcomes["preparation"] > fixed.outcomes["preparation"] + 0.02


def test_extra_interviews_and_meetings_are_funded_beyond_the_baselines() -> None:
    interviews = {"referral__interviews": 3, "referral__deadline_weeks": 10}
    assert run(staffing__funding="funded", **interviews).hours["caseworker_hours_funded"] > 0.5
    often = run(staffing__funding="funded", meeting__interval_weeks=4)
    assert often.hours["caseworker_hours_funded"] > 2.0
    assert run(**interviews).hours["caseworker_hours_funded"] == 0.0


def test_unlimited_hours_never_run_out() -> None:
    found = run(staffing__funding="unlimited", staffing__caseworker_caseload=110.0)
    assert found.outcomes["preparation"] == 1.0
    assert run(staffing__caseworker_caseload=110.0).outcomes["preparation"] < 0.2


def test_without_a_mentor_courses_have_two_parties_and_ownership_rests() -> None:
    found = Simulation(load_scenario("no-mentor", SMALL), 5)
    found.advance(60)
    status = found.state.citizens["status"]
    assert (status == TWO_PARTY).any()
    assert not (status == COURSE).any()
    cases = found.run().citizens
    early = cases["ownership_26w"] == cases["ownership_8w"]
    assert early[~np.isnan(cases["ownership_26w"])].all()


@pytest.mark.parametrize("replaced", [True, False])
def test_a_mentor_lost_in_mid_course_is_followed_by_the_next_or_by_nobody(replaced: bool) -> None:
    values = {
        "mentor.interrupt_at_course_week": 6,
        "mentor.replace_after_interruption": replaced,
        "staffing.mentor_turnover": 0.0,
        "run.policy_in_burn_in": True,
    }
    found = simulation(values, 40)
    w = found.state
    lost = w.citizens[(w.citizens["status"] == COURSE) & (w.citizens["was_interrupted"] == 1)]
    assert len(lost) > 5
    assert (lost["mentor_gone"] == (0 if replaced else 1)).all()
    usual = w.slots["mentor"][lost["slot"]]
    assert ((lost["mentor"] != usual) == replaced).all()
    meetings = run(keep=("meetings",), **{k.replace(".", "__"): v for k, v in values.items()})
    assert meetings.meetings is not None
    assert bool((meetings.meetings["three_party"] == 0).any()) != replaced


def test_no_three_party_meeting_falls_into_the_free_space() -> None:
    found = run(mentor__free_space_weeks=20, run__policy_in_burn_in=True, keep=("meetings",))
    held, cases = found.meetings, found.citizens
    assert held is not None
    started = cases["referred_week"][held["case"].astype(int)] + 3
    assert (held["week"] - started >= 20).all()


def test_a_single_dialogue_meeting_takes_place_in_its_week_alone() -> None:
    found = Simulation(load_scenario("the-study", SMALL), 5)
    assert list(np.flatnonzero(found.state.calendar["dialogue"])) == [40 + 18]
    there = {}
    for week in range(17, 20):
        found.advance(40 + week + 1 - found.place)
        there[week] = int(found.state.caseworkers["attends_dialogue"].sum())
    assert there == {17: 0, 18: 2, 19: 0}


def test_a_step_of_the_development_process_moves_commitment() -> None:
    values = {"process.held_weeks": [4, 8], "process.cancelled_weeks": [12]}
    found = simulation(values, 5)
    jobcentre = found.state.jobcentre[0]
    assert jobcentre.commitment_caseworkers == pytest.approx(0.4)  # the first draws them in
    assert jobcentre.commitment_mentors == pytest.approx(0.8)
    found.advance(4)
    assert found.state.jobcentre[0].commitment_caseworkers == pytest.approx(0.5)
    assert found.state.jobcentre[0].commitment_mentors == pytest.approx(0.9)
    found.advance(4)
    assert found.state.jobcentre[0].commitment_caseworkers == pytest.approx(0.45)


def test_graphs_of_caseload_and_understanding_hold_everybody() -> None:
    found = run()
    caseload, understanding = found.graphs()
    kinds = [data["kind"] for _, data in caseload.nodes(data=True)]
    assert kinds.count("mentor") == 3
    assert kinds.count("citizen") > 40
    ties = [data["understanding"] for _, _, data in understanding.edges(data=True)]
    assert len(ties) == 3 * kinds.count("caseworker")
    assert all(0.0 <= tie <= 1.0 for tie in ties)
