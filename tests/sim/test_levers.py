"""Every lever and every context moves something that is named, and so does every alternative.

A parameter is changed to another value, where needed beside a companion without which it has
nothing to act on, and the outcomes of the same simulated people are compared.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from heterophony.scenarios import OUTCOMES, PARAMETERS, Parameter, load_scenario
from heterophony.sim import Simulation

SEEDS = (11, 12, 13)
SIZE = {"run.weeks": 104, "run.policy_in_burn_in": True, "staffing.mentors": 6}
WORTH_SEEING = 0.1  # share of an outcome's smallest difference of interest

DIALOGUE: dict[str, Any] = {"dialogue.interval_weeks": 4}
TALK: dict[str, Any] = {"meeting.pre_meeting_minutes": 20.0}
COMPANIONS: dict[str, dict[str, Any]] = {
    "staffing.funding": TALK,
    "mentor.replace_after_interruption": {"mentor.interrupt_at_course_week": 6},
    "referral.interview_gap_weeks": {"referral.interviews": 3, "referral.deadline_weeks": 13},
    "referral.deadline_weeks": {"referral.interviews": 4},
    "referral.interviews": {"referral.deadline_weeks": 13},
    "coordination.consent": {"coordination.it_support": True},
    "coordination.fidelity": {"meeting.shared_goals": True},
    "dialogue.hours": DIALOGUE,
    "dialogue.stage": DIALOGUE,
    "dialogue.format": DIALOGUE,
    "dialogue.theme_relevance": DIALOGUE,
    "dialogue.attendance": DIALOGUE,
    "dialogue.caseworker_time_share": DIALOGUE,
    "dialogue.joint_leadership": DIALOGUE,
    "dialogue.caseworker_commitment": TALK,
    "dialogue.mentor_commitment": DIALOGUE,
}
# Parameters that move no named outcome, with the reason. None at present.
EXCEPTIONS: dict[str, str] = {}

MOVING = [name for name, each in PARAMETERS.items() if each.kind in ("lever", "context")]
ALTERNATIVES = [name for name in PARAMETERS if name.startswith("alternatives.")]


def other_value(parameter: Parameter) -> Any:
    """Return a value other than the default, as far away as is plausible."""
    if parameter.type == "bool":
        return not parameter.default
    if parameter.type == "choice":
        return next(each for each in parameter.choices if each != parameter.default)
    if parameter.default is None:
        return int(parameter.high)
    ends = [value for value in (parameter.high, parameter.low) if value != parameter.default]
    found = max(ends, key=lambda value: abs(value - parameter.default))
    return int(found) if parameter.type == "int" else float(found)


@cache
def mean_outcomes(overrides: tuple[tuple[str, Any], ...]) -> dict[str, float]:
    scenario = load_scenario("baseline", SIZE | dict(overrides))
    runs = [Simulation(scenario, seed).run().outcomes for seed in SEEDS]
    return {name: float(np.mean([run[name] for run in runs])) for name in OUTCOMES}


def moved(name: str, companions: dict[str, Any], value: Any) -> list[str]:
    """Return the named outcomes that a change of one parameter moves visibly."""
    before = mean_outcomes(tuple(companions.items()))
    after = mean_outcomes(tuple((companions | {name: value}).items()))
    return [
        outcome
        for outcome, declared in OUTCOMES.items()
        if abs(after[outcome] - before[outcome]) >= WORTH_SEEING * declared.smallest_difference > 0
    ]


@pytest.mark.parametrize("name", MOVING)
def test_a_lever_or_context_moves_a_named_outcome(name: str) -> None:
    found = moved(name, COMPANIONS.get(name, {}), other_value(PARAMETERS[name]))
    assert bool(found) != (name in EXCEPTIONS), EXCEPTIONS.get(name, "moves nothing")


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_a_structural_alternative_changes_what_comes_out(name: str) -> None:
    companions: dict[str, Any] = {}
    value = other_value(PARAMETERS[name])
    if name == "alternatives.measuring_demands":
        companions = {"measurement.placement_weight": 0.9}
    if name == "alternatives.learning":
        companions = DIALOGUE
    assert moved(name, companions, value)


def test_measuring_at_the_door_only_changes_nothing_at_the_reference_weight() -> None:
    reference = PARAMETERS["measurement.reference_weight"].default
    at_reference = {"measurement.placement_weight": reference}
    assert not moved("alternatives.measuring_demands", at_reference, False)


@pytest.mark.parametrize("power", [-2.0, 0.0, 1.0])
def test_how_the_parts_of_ownership_complement_each_other_matters(power: float) -> None:
    assert "ownership_52w" in moved("ownership.complementarity", {}, power)


def test_the_law_in_force_moves_the_accounts_alone() -> None:
    found = moved("refund.regime", {}, "active_passive_2011")
    money = ("refund_income", "municipal_net_cost", "running_cost_refund")
    assert found
    assert all(name.startswith(money) for name in found)
