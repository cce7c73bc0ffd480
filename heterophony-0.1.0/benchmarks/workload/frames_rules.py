"""Rules as Polars expressions, and who arrives in a frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from polars import when

from heterophony.benchmarks.workload.inputs import FAR_AWAY, FOREVER


def share(value: Any) -> Any:
    """Clip values to the range from 0 to 1."""
    return value.clip(0.0, 1.0)


def push(state: Any, dose: Any) -> Any:
    """Move states by a share of their remaining distance."""
    dose = dose.clip(-1.0, 1.0)
    return state + dose * when(dose >= 0.0).then(1.0 - state).otherwise(state)


def relax(state: Any, target: Any, drift: Any) -> Any:
    """Let states drift towards their targets."""
    return state + drift * (target - state)


def logistic(value: Any) -> Any:
    """Turn logits into probabilities."""
    return 1.0 / (1.0 + (-value).exp())


def arrival(who: Any, schema: Any, p: Any, chance: Any) -> pl.DataFrame:
    """Make the rows of the next persons in the slots `who`."""
    count = len(who)
    low, high = p.trait_margin, 1.0 - p.trait_margin
    resources = chance.random(count)
    autonomy = p.trait_autonomy_mean + p.trait_autonomy_sd * chance.standard_normal(count)
    autonomy = np.clip(autonomy, low, high)
    meaning = p.trait_meaning_sd * chance.standard_normal(count)
    alliance = p.trait_alliance_mean + p.trait_alliance_sd * chance.standard_normal(count)
    distress = np.clip(p.state_distress_start * (1.0 - resources), 0.0, 1.0)
    columns: dict[str, Any] = {
        "unique_id": who, "resources": resources, "trait_autonomy": autonomy,
        "autonomy": autonomy, "trait_meaning": meaning,
        "trust_ceiling": np.clip(alliance, low, high), "distress": distress,
        "fit": 1.0 - distress, "ownership": 0.5 * autonomy,
    }  # fmt: skip
    same = {
        "meaning": p.state_meaning_start, "trust_mentor": p.state_trust_mentor_start,
        "trust_caseworker": p.state_trust_caseworker_start,
        "consistency": p.state_consistency_start, "pressure": p.state_pressure_start,
        "change_fatigue": p.state_fatigue_start, "weeks_since_crisis": FOREVER, "missed": 0,
        "in_crisis": 0, "crisis_weeks_left": 0, "strong_until": FAR_AWAY,
    }  # fmt: skip
    columns |= {name: np.full(count, value) for name, value in same.items()}
    frame = pl.DataFrame(columns)
    return frame.cast({name: schema[name] for name in frame.columns})
