"""Make the workload's inputs: the frozen numbers of model 1, persons by keyed draws."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from scipy import special

from heterophony.benchmarks.workload.inputs import (
    CASEWORKERS,
    CITIZEN_TYPE,
    CITIZENS,
    INTERVAL,
    MENTORS,
    STAFF_TYPE,
    Inputs,
)
from heterophony.benchmarks.workload.numba_loop import fill_slots, premises_of
from heterophony.sim.population import run_key
from heterophony.sim.quantiles import grid

VALUES = Path(__file__).with_name("model1_values.toml")


def make_inputs(
    weeks: int, jobcentres: int = 1, citizens: int | None = None, seed: int = 1
) -> Inputs:
    """Make the inputs of some jobcentres side by side, everybody just arrived.

    Parameters
    ----------
    weeks, jobcentres, seed : how long, how many, which people
    citizens : keep only so many of them, for small checks
    """
    numbers = model1_numbers()
    rows = np.zeros(jobcentres * CITIZENS, CITIZEN_TYPE)
    centre, slot = np.divmod(np.arange(len(rows)), CITIZENS)
    rows["mentor"] = centre * MENTORS + slot % MENTORS
    rows["caseworker"] = centre * CASEWORKERS + slot % CASEWORKERS
    rows["meeting_week"] = slot // CASEWORKERS % INTERVAL
    normal = np.asarray(special.ndtri(grid()))
    fill_slots(rows.view(np.recarray), premises_of(numbers), normal, np.uint64(run_key(seed)))
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


def model1_numbers() -> dict[str, Any]:
    """Return what the workload knows of model 1: `section_name` -> value, lists for arrays."""
    sections = tomllib.loads(VALUES.read_text("utf-8"))
    numbers = {
        f"{section}_{name}": value
        for section, values in sections.items()
        for name, value in values.items()
    }
    return numbers | {"posts": CASEWORKERS}
