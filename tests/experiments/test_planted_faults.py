"""Versions of the model with one known fault each are caught by the check meant for it.

The faults live here only: agents of a subclass, values exchanged behind the scenario's back, tables
written over. Each is a mistake that a change of the model could well bring in.
"""

import numpy as np
import pytest

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.experiments.methods.soundness import soundness, the_model, trial_of
from heterophony.experiments.methods.soundness_properties import PROPERTIES
from heterophony.sim import HeterophonicModel, Simulation

NORM_TURNS = 30


class DrawsFromOneStream(Citizen):
    """Chance comes from a stream that all citizens share, in the order in which they are walked."""

    def live_week(self):
        super().live_week()
        stream = self.model.__dict__.setdefault("stream", np.random.default_rng(1))
        self.record["pressure"] = min(1.0, self.record["pressure"] + 0.02 * stream.random())


class FeelsRawCounts(Citizen):
    """Measuring questions are counted, not taken per time."""

    def react(self, meeting):
        meeting.measuring_questions = meeting.measuring_questions * meeting.turns / NORM_TURNS
        super().react(meeting)


class OwnsByDecree(Citizen):
    """A policy raises ownership itself, not what ownership grows from."""

    def move_ownership(self):
        super().move_ownership()
        if self.premises.meeting_pre_meeting_minutes > 0:
            self.record["ownership"] = min(1.0, self.record["ownership"] + 0.02)


class KnownFromAfar(Citizen):
    """The caseworker gets to know the citizen as weeks go by."""

    def live_between_meetings(self):
        super().live_between_meetings()
        known = self.record["knowledge_caseworker"]
        self.record["knowledge_caseworker"] = min(1.0, known + 0.01)


class NeverClipped(Citizen):
    """A state is added to without a bound."""

    def grow(self):
        super().grow()
        self.record["distress"] += 0.1


class Unchanging(Citizen):
    """A rule that one executor has and the other lacks."""

    def grow(self):
        pass


class SeesTheFrontUpsideDown(Caseworker):
    """Front and true state are exchanged: what is shown lies below what is."""

    def open_meeting(self, citizen):
        meeting = super().open_meeting(citizen)
        meeting.gap = -meeting.gap
        return meeting


class BillsTwice(Caseworker):
    """Funded hours are entered in the books a second time."""

    def plan_week(self):
        super().plan_week()
        self.state.totals[0].caseworker_funded += self.funded_hours


def of_agents(**classes):
    """Begin runs in which agents of a subclass act, whichever executor is asked for."""

    def begin(scenario, seed, executor="", keep=()):
        simulation = Simulation(scenario, seed, "agents", keep)
        HeterophonicModel(simulation=simulation, **classes)
        return simulation

    return begin


def one_executor_differs(scenario, seed, executor="", keep=()):
    if executor != "agents":
        return the_model(scenario, seed, executor, keep)
    return of_agents(citizen_class=Unchanging)(scenario, seed, keep=keep)


def with_other_values(**values):
    """Begin runs of a scenario whose values are exchanged behind its back."""

    def begin(scenario, seed, executor="", keep=()):
        named = {name.replace("__", "."): value for name, value in values.items()}
        return the_model(scenario.replaced(named), seed, executor, keep)

    return begin


def staff_of_a_fixed_seed(scenario, seed, executor="", keep=()):
    simulation = the_model(scenario, seed, executor, keep)
    simulation.state.caseworkers[:] = the_model(scenario, 0).state.caseworkers
    return simulation


def seed_mixed_with_the_policy(scenario, seed, executor="", keep=()):
    mixed = seed + int(scenario.values["meeting.interval_weeks"])
    return the_model(scenario, mixed, executor, keep)


FAULTS = {
    "chance from one shared stream": (
        of_agents(citizen_class=DrawsFromOneStream), "order of citizens"
    ),
    "one executor lacks a rule": (one_executor_differs, "executors agree"),
    "staff drawn under a fixed seed": (staff_of_a_fixed_seed, "seed reaches everything"),
    "the seed is mixed with the policy": (
        seed_mixed_with_the_policy, "policies share their people"
    ),
    "the policy leaks into burn-in": (
        with_other_values(run__policy_in_burn_in=True), "burn-in is left alone"
    ),
    "hours do not run out": (with_other_values(staffing__funding="unlimited"), "hours run out"),
    "funded hours are billed twice": (
        of_agents(caseworker_class=BillsTwice), "funded hours count once"
    ),
    "counts are not taken per time": (
        of_agents(citizen_class=FeelsRawCounts), "counts are per time"
    ),
    "a policy sets ownership itself": (
        of_agents(citizen_class=OwnsByDecree), "ownership moves only by what happens"
    ),
    "knowledge grows without contact": (
        of_agents(citizen_class=KnownFromAfar), "knowledge needs contact"
    ),
    "front and true state are exchanged": (
        of_agents(caseworker_class=SeesTheFrontUpsideDown), "the front lies above the true state"
    ),
    "a state is not bounded": (of_agents(citizen_class=NeverClipped), "states stay in bounds"),
    "the discount of pressure is lost": (
        with_other_values(ownership__pressure_discount=0.0), "pressure takes from ownership"
    ),
}  # fmt: skip


# A policy that holds in burn-in has moved ownership before its first week is over.
ALSO = {"the policy leaks into burn-in": {"ownership moves only by what happens"}}


def test_every_check_has_a_fault_that_it_is_meant_for():
    assert {check for _, check in FAULTS.values()} == set(PROPERTIES)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_sound_model_is_caught_by_none(seed):
    assert [each for each in soundness(seed=seed) if not each.holds] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_by_the_check_meant_for_it(fault):
    begin, check = FAULTS[fault]
    assert PROPERTIES[check](trial_of(None, begin))


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_by_no_check_that_is_not_about_it(fault):
    begin, check = FAULTS[fault]
    caught = {each.name for each in soundness(begin=begin) if not each.holds}
    assert check in caught
    assert caught - {check} <= ALSO.get(fault, set())


@pytest.mark.slow
def test_agents_that_pass_everything_on_are_caught_by_none():
    assert [each for each in soundness(begin=of_agents()) if not each.holds] == []
