"""Tables have room for whatever parameters allow: compiled rules check no bounds themselves."""

import subprocess
import sys

import pytest

# Everybody is interviewed and referred at once, starts in education the same week, drops out the
# next and is back the week after, while somebody new has come in their slot.
CHURN = """
from heterophony.agents.state import CASES, CITIZEN_ROWS, EVENTS_KEPT, MEETINGS_KEPT
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

values = {
    "run.weeks": 26, "run.burn_in_weeks": 0, "population.first_fill_weeks": 0,
    "staffing.mentors": 1, "hours.interview": 0.0, "referral.interview_gap_weeks": 0,
    "education.own_start": 1.0, "education.own_readiness": 20.0,
    "education.own_readiness_zero": 0.0, "education.drive_zero": 20.0,
    "education.other_weeks": 20.0, "education.intake_factor": 20.0, "education.dropout": 1.0,
    "education.drop_readiness": 20.0, "education.drop_level": 1.0,
    "education.return_share": 1.0, "education.return_delay": 0,
}
simulation = Simulation(load_scenario("baseline", values), 1, "compiled", KEEP)
simulation.run()
w = simulation.state
print(w.counters[CASES], w.counters[CITIZEN_ROWS])
assert w.counters[CITIZEN_ROWS] <= len(w.citizens)
assert w.counters[CASES] <= len(w.cases)
assert not KEEP or w.counters[MEETINGS_KEPT] <= len(w.meetings)
assert not KEEP or w.counters[EVENTS_KEPT] <= len(w.events)
"""


@pytest.mark.parametrize("keep", [(), ("meetings", "events")])
def test_tables_hold_the_fastest_comings_and_goings_that_parameters_allow(keep):
    # In a process of its own: writing past a table's end would take the tests down with it.
    found = subprocess.run(
        [sys.executable, "-c", f"KEEP = {keep!r}\n{CHURN}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    cases, people = map(int, found.stdout.split())
    assert cases > 2_000
    assert people > 350
