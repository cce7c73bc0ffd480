"""Nothing appears or disappears: people, weeks on support, money."""

import numpy as np
import pytest

from heterophony.agents import vocabulary as words
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

ON_SUPPORT = ("waiting", "referred", "course", "two_party")
SCENARIOS = ("baseline", "no-mentor", "four-interviews", "reform-timeline", "refund-2011")
WEEKS = 70
MEETING_NAMES = [column.name for column in MEETING_COLUMNS]
LEAVING = ("own_education_start", "ordered_education_start", "job", "lost", "closed")


@pytest.fixture(scope="module", params=SCENARIOS)
def run(request):
    overrides = {"run.weeks": WEEKS, "run.burn_in_weeks": 20}
    simulation = Simulation(load_scenario(request.param, overrides), 3, keep=("panel", "events"))
    return simulation, simulation.run()


def test_everybody_who_came_is_here_or_has_left_for_one_reason(run):
    simulation, _ = run
    w = simulation.state
    came = int(w.slots["generation"].sum() + (w.slots["holder"] >= 0).sum())
    here = w.citizens[w.citizens["status"] != words.NOBODY]
    present = {(int(c["slot"]), int(c["generation"])) for c in here}
    cases = w.cases[: w.counters[1]]
    last_fate, dropped = {}, set()
    for case in cases:
        person = (int(case["slot"]), int(case["generation"]))
        last_fate[person] = int(case["fate"])
        if case["dropout_week"] >= case["education_week"] > FAR_AWAY:
            dropped.add(person)
    gone = {person for person in last_fate if person not in present}
    # Who leaves education for good ended the case by starting there.
    for person in gone:
        assert last_fate[person] >= words.CLOSED or person in dropped
    never_referred = present - set(last_fate)
    assert came == len(gone) + len(present)
    assert all(
        here["status"][(here["slot"] == slot) & (here["generation"] == generation)][0]
        == words.WAITING
        for slot, generation in never_referred
    )


def test_every_referral_is_one_row_and_one_event(run):
    _, result = run
    dated = (
        ("referred_week", ["referral"]),
        ("education_week", ["own_education_start", "ordered_education_start"]),
        ("dropout_week", ["dropout"]),
        ("job_week", ["job"]),
    )
    for column, kinds in dated:
        happened = np.isin(result.events["kind"], kinds).sum()
        assert happened == np.sum(~np.isnan(result.citizens[column].astype(float))), column


def test_weeks_on_support_are_the_citizen_weeks_of_the_panel(run):
    simulation, result = run
    totals = simulation.state.totals[0]
    counted = totals.support_weeks_older + totals.support_weeks_younger
    # The panel shows the status after a week, the books the status in which it was lived.
    after = int(np.isin(result.panel["status"], ON_SUPPORT).sum())
    ended = sum(
        int(np.sum(result.events["kind"] == kind)) for kind in LEAVING
    )  # the week in which somebody leaves is still one on benefit, or the first that is not
    assert after <= counted <= after + ended
    assert totals.course_weeks <= counted


def test_benefit_is_refund_and_net_cost_and_refund_never_exceeds_it(run):
    _, result = run
    found = result.outcomes
    for suffix in ("", "_low", "_high"):
        benefit, refund = found[f"benefit_cost{suffix}"], found[f"refund_income{suffix}"]
        assert found[f"municipal_net_cost{suffix}"] == pytest.approx(benefit - refund)
        assert 0.0 <= refund <= benefit
    assert found["benefit_cost_low"] <= found["benefit_cost"] <= found["benefit_cost_high"]


def test_a_year_of_benefit_costs_what_the_rates_say(run):
    simulation, result = run
    v, totals = simulation.scenario.values, simulation.state.totals[0]
    older = totals.support_weeks_older * v["accounts.benefit_25_29"]
    younger = totals.support_weeks_younger * v["accounts.benefit_under_25"]
    years = (totals.support_weeks_older + totals.support_weeks_younger) / 52
    assert result.outcomes["benefit_cost"] == pytest.approx((older + younger) / years)


def test_hours_by_activity_add_up_to_the_hours_that_cost(run):
    _, result = run
    hours = result.hours
    beside = ("funded", "overtime", "background")
    for side in ("caseworker", "mentor"):
        parts = [
            amount
            for name, amount in hours.items()
            if name.startswith(f"{side}_hours_") and not name.endswith(beside)
        ]
        assert hours[f"{side}_hours"] == pytest.approx(sum(parts))
    wage = load_scenario("baseline").values["accounts.wage"]
    both = hours["caseworker_hours"] + hours["mentor_hours"]
    assert result.outcomes["staff_cost"] == pytest.approx(both * wage)


def test_meetings_are_kept_and_counted_from_week_0_on():
    scenario = load_scenario("baseline", {"run.weeks": 40, "run.burn_in_weeks": 30})
    for executor in ("compiled", "agents"):
        simulation = Simulation(scenario, 2, executor, keep=("turns",))
        result = simulation.run()
        weeks = result.meetings["week"]
        assert weeks.min() >= 0
        of_all, of_three_parties = simulation.state.meeting_totals[
            :, MEETING_NAMES.index("meetings")
        ]
        assert len(weeks) == of_all
        assert np.sum(result.meetings["three_party"]) == of_three_parties
        last = len(weeks) - 1
        assert len(result.turns(last)) == result.meetings["turns"][last]
