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
