"""The inputs of the workload: sizes, parameters, first states; equal for all implementations.

A file for every environment: needs numpy alone, and this package only where inputs are made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CITIZENS, MENTORS, CASEWORKERS = 400, 20, 8  # of one jobcentre; larger sizes are several
INTERVAL, TURNS, MONTH = 8, 30, 4  # weeks between meetings, turns of one, weeks of a month
FAR_AWAY, FOREVER = -1_000_000, 1e9
CASEWORKER, MENTOR, CITIZEN = 0, 1, 2

# What is added up in a week, over all citizens.
MEASURES = (
    "ownership", "pressure", "distress", "understanding", "in_crisis", "attended", "own_steps",
    "meetings", "fronts", "measured", "connected", "foreign", "left",
)  # fmt: skip

STATES = (
    "autonomy", "meaning", "trust_mentor", "trust_caseworker", "consistency", "pressure",
    "change_fatigue", "distress", "fit", "ownership",
)  # fmt: skip
TRAITS = ("resources", "trait_autonomy", "trait_meaning", "trust_ceiling", "crisis_factor")
FLOATS = (*STATES, *TRAITS, "weeks_since_crisis")
INTEGERS = (
    "mentor", "caseworker", "meeting_week", "generation", "life_week", "missed", "meetings_held",
    "in_crisis", "crisis_weeks_left", "strong_until",
)  # fmt: skip
KEYS = ("key", "slot_key")
STAFF_FLOATS = ("horizon", "preparation", "session_share")
STAFF_INTEGERS = ("cases", "meetings", "foreign_heard")

# Parameters of the model that the workload reads, under the names that rules know.
PARAMETERS = (
    "hours_week", "hours_caseworker_share", "hours_mentor_share", "hours_background",
    "hours_background_wait", "hours_background_course", "hours_record", "hours_preparation",
    "hours_shield", "staffing_caseworker_caseload", "population_mentored_share", "meeting_minutes",
    "mentor_session_hours", "attend_const", "attend_ownership", "attend_trust", "attend_distress",
    "attend_fatigue", "attend_crisis", "session_alliance_rate", "session_fatigue_slowing",
    "session_alliance_rest", "session_alliance_drift", "session_pressure_relief",
    "session_distress_relief", "own_step_rate", "own_step_base", "own_step_meaning",
    "own_step_autonomy_base", "own_step_autonomy", "own_step_mastery", "meeting_routine",
    "meeting_care_unprepared", "meeting_uptake_understanding", "meeting_measuring_rate",
    "phase_opening_end", "phase_middle_end", "phase_closing_education", "codes_persistence",
    "codes_chair_persistence", "front_pressure_base", "reaction_inconsistency",
    "reaction_uptake_weight", "reaction_measuring", "reaction_measuring_norm",
    "reaction_trust_buffer", "reaction_tk_prep", "reaction_tk_measuring", "reaction_influence",
    "decision_sanction_rate", "decision_sanction_trust_guard", "decision_sanction_pressure",
    "decision_sanction_trust", "ownership_meaning_drift", "ownership_autonomy_drift",
    "state_consistency_rest", "state_consistency_understanding", "state_consistency_drift",
    "state_pressure_rest", "state_pressure_measuring", "state_pressure_drift",
    "state_fatigue_rest", "state_fatigue_drift", "state_distress_rest", "state_distress_drift",
    "ownership_complementarity", "ownership_weight_autonomy", "ownership_weight_meaning",
    "ownership_weight_trust", "ownership_weight_realism", "ownership_weight_consistency",
    "ownership_trust_mentor_share", "ownership_gain", "ownership_midpoint",
    "ownership_pressure_discount", "ownership_fatigue_discount", "ownership_drift_up",
    "ownership_drift_down", "ownership_noise", "progress_crisis_base",
    "progress_crisis_resources_base", "progress_crisis_resources", "progress_crisis_distress",
    "progress_crisis_pressure", "progress_crisis_zero", "progress_crisis_trust",
    "progress_relapse", "progress_relapse_half_life", "progress_strong_hazard",
    "progress_crisis_mean_weeks", "progress_crisis_push", "education_job", "education_lost",
    "trait_autonomy_mean", "trait_autonomy_sd", "trait_meaning_sd", "trait_alliance_mean",
    "trait_alliance_sd", "trait_margin", "state_meaning_start", "state_trust_mentor_start",
    "state_trust_caseworker_start", "state_consistency_start", "state_pressure_start",
    "state_fatigue_start", "state_distress_start", "learning_meeting", "learning_start",
    "learning_floor", "learning_drift", "understanding_meeting", "understanding_drift",
    "coordination_initial_understanding", "dialogue_caseworker_commitment",
    "dialogue_mentor_commitment",
)  # fmt: skip
CHOICES = (
    "alternatives_ownership", "alternatives_crisis", "alternatives_learning",
    "decision_sanction_min", "progress_strong_weeks",
)  # fmt: skip
ARRAYS = ("codes_caseworker", "codes_mentor", "shares_with_mentor")


def record(floats: tuple[str, ...], integers: tuple[str, ...], keys: tuple[str, ...] = ()) -> Any:
    """Return the type of a row: every field takes eight bytes, in this order."""
    fields = [(name, "f8") for name in floats] + [(name, "i8") for name in integers]
    return np.dtype(fields + [(name, "u8") for name in keys])


CITIZEN_TYPE = record(FLOATS, INTEGERS, KEYS)
STAFF_TYPE = record(STAFF_FLOATS, STAFF_INTEGERS)


@dataclass(frozen=True)
class Inputs:
    """The inputs of an implementation, which must not change them.

    Attributes
    ----------
    weeks : number of weeks to run
    numbers : name of a parameter -> its value, lists for arrays
    citizens, staff : first rows; of staff one row with which all start
    mentors, caseworkers : how many there are
    normal : quantile function of the normal distribution on the model's grid of log odds
    seed : for implementations with their own stream
    """

    weeks: int
    numbers: dict[str, Any]
    citizens: np.ndarray
    staff: np.ndarray
    mentors: int
    caseworkers: int
    normal: np.ndarray
    seed: int

    def save(self, file: Path) -> None:
        """Write everything into one file."""
        plain = {"weeks": self.weeks, "numbers": self.numbers, "mentors": self.mentors}
        plain |= {"caseworkers": self.caseworkers, "seed": self.seed}
        np.savez(
            file,
            plain=np.array(json.dumps(plain)),
            citizens=self.citizens,
            staff=self.staff,
            normal=self.normal,
        )


def load_inputs(file: Path) -> Inputs:
    """Read what `Inputs.save` wrote."""
    with np.load(file) as kept:
        plain = json.loads(str(kept["plain"]))
        arrays = {name: kept[name] for name in ("citizens", "staff", "normal")}
    return Inputs(**plain, **arrays)
