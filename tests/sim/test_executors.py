"""Compiled loop and agents, threads and processes: the same bits, over the whole library."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from heterophony.experiments import run
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim import Simulation

KEPT = ("meetings", "turns", "events")
NAMES = [each.name for each in list_scenarios()]
RICH = {
    "staffing.funding": "funded",
    "coordination.it_support": True,
    "coordination.expectation_alignment": True,
    "meeting.pre_meeting_minutes": 20.0,
    "meeting.debrief_minutes": 10.0,
    "meeting.shared_goals": True,
    "meeting.chair": "mentor",
    "dialogue.interval_weeks": 4,
    "dialogue.joint_leadership": True,
}
STRUCTURES = {
    "alternatives.ownership": "minimum",
    "alternatives.meeting": "counts",
    "alternatives.learning": "linear",
    "alternatives.network": "mean",
    "alternatives.crisis": "constant",
    "alternatives.images": "truth",
    "alternatives.uptake": "coin",
    "alternatives.elicitation": "none",
    "alternatives.measuring_demands": False,
    "law.ground": False,
}


def something_happened(result) -> bool:
    return len(result.meetings["week"]) > 5 and len(result.events["week"]) > 30


@pytest.mark.parametrize("name", NAMES)
def test_agents_and_compiled_loop_give_the_same_bits_in_every_library_scenario(name, tiny, live):
    scenario = tiny(name)
    compiled, agents = live(scenario), live(scenario, "agents")
    assert something_happened(compiled)
    assert agents.digest() == compiled.digest()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_they_still_do_in_a_larger_jobcentre_and_a_longer_run(name, tiny, live):
    scenario = tiny(name, {"staffing.mentors": 3, "run.weeks": 45, "run.burn_in_weeks": 26})
    assert live(scenario, "agents", 7).digest() == live(scenario, "compiled", 7).digest()


@pytest.mark.parametrize("switch", STRUCTURES)
def test_they_do_under_every_structural_alternative(switch, tiny, live):
    scenario = tiny("baseline", {switch: STRUCTURES[switch]})
    assert live(scenario, "agents").digest() == live(scenario).digest()


def test_counts_in_the_place_of_turns_change_what_comes_out(tiny, live):
    counted = tiny("baseline", {"alternatives.meeting": "counts"})
    assert live(counted).digest() != live(tiny("baseline")).digest()


def test_they_do_with_all_coordination_at_once_and_two_jobcentres(tiny, live):
    scenario = tiny("baseline", RICH | {"population.jobcentres": 2})
    assert live(scenario, "agents").digest() == live(scenario).digest()


def test_jobcentres_of_a_run_share_one_batch_of_each_thread(tiny, live):
    scenario = tiny("baseline", {"population.jobcentres": 3})
    run = Simulation(scenario, 1, "compiled", KEPT)
    run.advance(3)
    assert len({id(state.lanes) for state in run.states}) == 1
    while not run.finished:
        run.advance(4, threads=2)
    assert run.run().digest() == live(scenario).digest()


def test_a_panel_is_the_same_too(tiny, live):
    scenario = tiny("baseline")
    compiled = live(scenario, keep=("panel",))
    agents = live(scenario, "agents", keep=("panel",))
    assert len(compiled.panel["week"]) > 80
    assert agents.digest() == compiled.digest()


@pytest.mark.parametrize("first", ["compiled", "agents"])
@pytest.mark.parametrize("name", ["baseline", "reform-timeline", "mentor-lost-week-6-replaced"])
def test_the_executor_may_change_in_the_middle_of_a_run(name, first, tiny, live):
    scenario = tiny(name)
    mixed = Simulation(scenario, 1, first, KEPT)
    while not mixed.finished:
        mixed.advance(5)
        mixed.executor = "agents" if mixed.executor == "compiled" else "compiled"
    assert mixed.run().digest() == live(scenario).digest()


def test_how_many_weeks_pass_at_a_time_does_not_matter(tiny, live):
    scenario = tiny("three-step-process")
    by_week = Simulation(scenario, 1, "compiled", KEPT)
    while not by_week.finished:
        by_week.advance(1)
    assert by_week.run().digest() == live(scenario).digest()


def test_what_is_kept_changes_no_result(tiny, live):
    scenario = tiny("baseline")
    bare, full = live(scenario, keep=()), live(scenario)
    assert repr(bare.outcomes) == repr(full.outcomes)
    assert bare.citizens["ownership_8w"].tobytes() == full.citizens["ownership_8w"].tobytes()


def test_another_seed_gives_another_run(tiny, live):
    scenario = tiny("baseline")
    assert len({live(scenario, seed=seed).digest() for seed in range(1, 9)}) == 8


def test_the_number_of_threads_does_not_matter(tiny):
    scenario = tiny("full-recommendation", {"staffing.mentors": 2})
    one = run(scenario, replicates=6, workers=1, keep=("meetings", "events"))
    two = run(scenario, replicates=6, workers=2, keep=("meetings", "events"))
    assert [each.digest() for each in one.results] == [each.digest() for each in two.results]
    assert len({each.digest() for each in one.results}) == 6


ELSEWHERE = """
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

small = {"run.weeks": 20, "run.burn_in_weeks": 14, "staffing.mentors": 1}
print(Simulation(load_scenario("baseline", small), 3, "compiled", ("turns",)).run().digest())
"""


def test_another_process_with_another_hash_seed_gives_the_same_bits():
    small = {"run.weeks": 20, "run.burn_in_weeks": 14, "staffing.mentors": 1}
    here = Simulation(load_scenario("baseline", small), 3, "compiled", ("turns",)).run().digest()
    found = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=os.environ | {"PYTHONHASHSEED": "123"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == here


def test_a_run_without_burn_in_begins_at_week_0(tiny, live):
    scenario = tiny("baseline", {"run.burn_in_weeks": 0})
    fresh = Simulation(scenario, 1)
    assert fresh.week == 0
    assert live(scenario, "agents").digest() == live(scenario).digest()


def test_a_scenario_that_says_the_same_in_other_words_gives_the_same_bits(tiny, live):
    scenario = tiny("caseload-45")
    renamed = replace(scenario, name="other", summary={"en": "", "da": ""}, evidence="")
    assert live(renamed).digest() == live(scenario).digest()
