"""A first, quick test of the science: levels at the defaults, and the signs of six patterns.

Steady state, paired seeds. Levels and signs are those of an independent implementation of the same
specification: facts about the equations, not about the world.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
import pytest

from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

PAIRS = 12
FIRST_SEED = 7_000
STEADY = {"run.policy_in_burn_in": True}
FUNDED = {"staffing.funding": "funded"}

LEVELS = {
    "ownership_8w": 0.253,
    "ownership_26w": 0.372,
    "ownership_52w": 0.502,
    "pressure": 0.248,
    "distress": 0.307,
    "change_fatigue": 0.178,
    "trust_mentor": 0.482,
    "trust_caseworker": 0.506,
    "autonomy": 0.625,
    "meaning": 0.649,
    "realism": 0.826,
    "consistency": 0.574,
    "everyday_mastery": 0.479,
    "education_readiness": 0.300,
    "demand": 0.476,
    "feasible_demand": 0.362,
    "case_knowledge_caseworker": 0.610,
    "case_knowledge_mentor": 0.710,
    "meaning_horizon_caseworkers": 0.337,
    "meaning_horizon_mentors": 0.347,
    "fiction_divergence": 0.093,
    "caseworker_utilisation": 0.818,
    "preparation": 0.909,
    "mentor_utilisation": 0.908,
    "meetings_on_time": 0.949,
    "session_attendance": 0.760,
    "residual_referral_share": 0.400,
    "plan_match_at_referral": 0.696,
    "plan_match": 0.774,
    "caseworker_turn_share": 0.696,
    "caseworker_law_economy_share": 0.555,
    "mentor_care_share": 0.473,
    "citizen_talk_share": 0.413,
    "meeting_impulse": 0.144,
    "strong_reactions": 0.130,
    "meetings_continuing_mentor": 0.990,
    "meetings_raising_education": 0.887,
    "presentation_gap_meeting": 0.160,
    "presentation_gap_session": 0.125,
    "education_start_52w": 0.198,
    "ordered_education_start_52w": 0.059,
    "in_education_52w": 0.146,
    "job_start_52w": 0.057,
    "lost_52w": 0.076,
    "education_dropout_52w": 0.570,
    "uptake": 0.610,
    "foreign_uptake": 0.570,
    "told_taken_up": 0.469,
    "small_steps_taken_up": 0.300,
    "front_turn_share": 0.280,
    "placed_share": 0.960,
    "openings_known": 0.310,
    "orders": 0.035,
}


def outcomes_of(overrides: Mapping[str, Any]) -> list[dict[str, float]]:
    scenario = load_scenario("baseline", STEADY | dict(overrides))
    seeds = range(FIRST_SEED, FIRST_SEED + PAIRS)
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda seed: Simulation(scenario, seed).run().outcomes, seeds))


@cache
def today() -> list[dict[str, float]]:
    return outcomes_of({})


def difference(name: str, one: list[dict[str, float]], other: list[dict[str, float]]) -> float:
    """Return how many standard errors the mean paired difference lies from 0."""
    paired = np.array([b[name] - a[name] for a, b in zip(one, other, strict=True)])
    return float(paired.mean() / (paired.std(ddof=1) / np.sqrt(len(paired))))


def test_a_default_jobcentre_stands_at_the_reference_levels() -> None:
    found = {name: float(np.mean([run[name] for run in today()])) for name in LEVELS}
    apart = {n: (round(found[n], 3), LEVELS[n]) for n in LEVELS if abs(found[n] - LEVELS[n]) > 0.03}
    assert not apart


PATTERNS = [
    (
        "T6: four interviews before referral",
        {},
        {"referral.interviews": 4, "referral.deadline_weeks": 10} | FUNDED,
        {"plan_match_at_referral": 1, "ownership_26w": 1},
    ),
    (
        "T8: from 40 to 90 cases",
        {"staffing.caseworker_caseload": 40},
        {"staffing.caseworker_caseload": 90},
        {"preparation": -1, "trust_caseworker": -1, "ownership_52w": -1},
    ),
    (
        "T12: shared goals",
        {},
        {"meeting.shared_goals": True},
        {"consistency": 1, "plan_match": 1, "ownership_52w": 1},
    ),
    (
        "T14: talk before and after",
        {},
        {"meeting.pre_meeting_minutes": 20, "meeting.debrief_minutes": 20} | FUNDED,
        {"consistency": 1, "meeting_impulse": -1},
    ),
    (
        "T33: more offers to choose from",
        {"referral.offers_available": 0.1},
        {"referral.offers_available": 0.8},
        {"residual_referral_share": -1, "plan_match_at_referral": 1},
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "signs"), [p[1:] for p in PATTERNS], ids=[p[0] for p in PATTERNS]
)
def test_a_pattern_of_the_study_has_its_sign(
    one: dict[str, Any], other: dict[str, Any], signs: dict[str, int]
) -> None:
    before = outcomes_of(one) if one else today()
    after = outcomes_of(other)
    errors = {name: round(difference(name, before, after), 1) for name in signs}
    assert all(sign * errors[name] > 2.0 for name, sign in signs.items()), errors


def test_most_slips_are_repaired_by_the_next_professional_turn() -> None:
    assert np.mean([run["slips_repaired_share"] for run in today()]) >= 0.5


def test_an_acknowledged_slip_costs_the_caseworker_less_trust() -> None:
    never = outcomes_of({"slip.repair": 0.0})
    assert difference("trust_caseworker", never, today()) > 2.0
