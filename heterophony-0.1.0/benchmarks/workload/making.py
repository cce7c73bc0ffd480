"""Make the workload's inputs: parameters from the model, persons by its keyed draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.vocabulary import Q_NORMAL
from heterophony.benchmarks.workload.inputs import (
    ARRAYS,
    CASEWORKERS,
    CHOICES,
    CITIZEN_TYPE,
    CITIZENS,
    INTERVAL,
    MENTORS,
    PARAMETERS,
    STAFF_TYPE,
    Inputs,
)
from heterophony.benchmarks.workload.numba_loop import fill_slots, premises_of
from heterophony.scenarios import load_scenario
from heterophony.sim.population import run_key
from heterophony.sim.prepared import prepared


def make_inputs(
    weeks: int, jobcentres: int = 1, citizens: int | None = None, seed: int = 1
) -> Inputs:
    """Make the inputs of some jobcentres side by side, everybody just arrived.

    Parameters
    ----------
    weeks, jobcentres, seed : how long, how many, which people
    citizens : keep only so many of them, for small checks
    """
    ready = prepared(load_scenario("baseline"))
    numbers = _numbers(ready.records[0])
    rows = np.zeros(jobcentres * CITIZENS, CITIZEN_TYPE)
    centre, slot = np.divmod(np.arange(len(rows)), CITIZENS)
    rows["mentor"] = centre * MENTORS + slot % MENTORS
    rows["caseworker"] = centre * CASEWORKERS + slot % CASEWORKERS
    rows["meeting_week"] = slot // CASEWORKERS % INTERVAL
    normal = ready.quantiles[0, Q_NORMAL].copy()
    fill_slots(rows.view(np.recarray), premises_of(numbers), normal, run_key(seed))
    staff = np.zeros(1, STAFF_TYPE)
    staff["horizon"] = numbers["learning_start"]
    return Inputs(
        weeks=weeks,
        numbers=numbers,
        citizens=rows[:citizens].copy(),
        staff=staff,
        mentors=jobcentres * MENTORS,
        caseworkers=jobcentres * CASEWORKERS,
        normal=normal,
        seed=seed,
    )


def _numbers(premises: Any) -> dict[str, Any]:
    """Read what the workload needs of the premises of the study's jobcentre."""
    numbers: dict[str, Any] = {name: float(premises[name]) for name in PARAMETERS}
    numbers |= {name: int(premises[name]) for name in CHOICES}
    numbers["posts"] = CASEWORKERS
    return numbers | {name: premises[name].tolist() for name in ARRAYS}
