"""The workload with model 2's meeting as the model runs: one compiled loop, the project's rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from heterophony.benchmarks.workload import numba_loop
from heterophony.benchmarks.workload.inputs import Inputs
from heterophony.benchmarks.workload.model2_meeting import open_room


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    return numba_loop.ready_in(open_room(), inputs)
