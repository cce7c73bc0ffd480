"""Keyed draws and updates for whole columns at once: as `agents/draws.py` and `bounded.py`."""

from __future__ import annotations

from typing import Any

import numpy as np

LOGIT_LIMIT, LOGIT_STEPS, NODES = 14.0, 16.0, 449
(
    STREAM_PERSON, STREAM_MEETING, FOR_RESOURCES, FOR_AUTONOMY, FOR_MEANING, FOR_ALLIANCE,
    FOR_ATTENDANCE, FOR_OWN_STEP, FOR_CRISIS, FOR_CRISIS_LENGTH, FOR_OWNERSHIP_NOISE, FOR_JOB,
    FOR_LOST, FOR_SPEAKER, FOR_CODE, FOR_ACT, FOR_UPTAKE, FOR_SANCTION,
) = (1, 5, 0, 6, 7, 8, 14, 16, 17, 18, 19, 22, 23, 28, 29, 30, 31, 39)  # fmt: skip
_GOLDEN, _WHEN, _PURPOSE = (
    np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
written_down: list[Any] | None = None  # records draws, when a check asks for them
_12, _27, _30, _31 = (np.uint64(n) for n in (12, 27, 30, 31))


def mixed(value: Any) -> Any:
    """Scramble 64 bits of each entry."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


def _times(factor: np.uint64, number: int) -> np.uint64:
    """Multiply as 64 bits do, without a warning that it wraps."""
    return np.uint64(int(factor) * number % 2**64)


def child_keys(parents: Any, stream: int, numbers: Any) -> Any:
    """Derive the key of the `numbers`-th thing of a kind that belongs to each parent."""
    kind = mixed(np.array([_times(_PURPOSE, stream + 1)]))
    return mixed(parents + _GOLDEN * (numbers + 1).astype(np.uint64) + kind)


def uniform(keys: Any, when: Any, purpose: int) -> Any:
    """Draw a number between 0 and 1 for each key; `when` is a number or one for each."""
    if isinstance(when, int):
        place: Any = np.uint64(
            (int(_times(_WHEN, when)) + int(_times(_PURPOSE, purpose + 1))) % 2**64
        )
    else:
        place = _WHEN * when.astype(np.uint64) + _times(_PURPOSE, purpose + 1)
    drawn = ((mixed(keys + place) >> _12).astype(np.float64) + 0.5) * 2.0**-52
    if written_down is not None:
        written_down.append(drawn)
    return drawn


def quantile(table: Any, u: Any) -> Any:
    """Interpolate a table of a quantile function at each number."""
    position = (np.log(u / (1.0 - u)) + LOGIT_LIMIT) * LOGIT_STEPS
    node = np.clip(position.astype(np.int64), 0, NODES - 2)
    part = np.clip(position - node, 0.0, 1.0)
    return table[node] + part * (table[node + 1] - table[node])


def share(values: Any) -> Any:
    """Clip values to the range from 0 to 1."""
    return np.minimum(np.maximum(values, 0.0), 1.0)


def push(state: Any, dose: Any) -> Any:
    """Move states by a share of their remaining distance."""
    dose = np.minimum(np.maximum(dose, -1.0), 1.0)
    return state + dose * np.where(dose >= 0.0, 1.0 - state, state)


def relax(state: Any, target: Any, drift: Any) -> Any:
    """Let states drift towards their targets."""
    return state + drift * (target - state)
