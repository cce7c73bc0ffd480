"""A process that keeps the model loaded and measures what a line on its input asks for.

    python model_worker.py

A line is a JSON object with `do`, the name of a function below, and its arguments; the answer is
a line of JSON. With `NUMBA_DISABLE_JIT=1` in its environment it measures the rules uncompiled.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from heterophony.benchmarks.many_cores import efficiency, rates_on_many_cores
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import Stop, checked_workers, in_order
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.methods.pairs import Pair, run_pair
from heterophony.scenarios import Scenario, load_scenario
from heterophony.sim import Simulation
from heterophony.sim.burn_in import KEPT
from heterophony.sim.prepared import prepare

Overrides = dict[str, Any]
_scenarios: dict[str, Scenario] = {}
_arms: dict[str, list[Scenario]] = {}


def loaded(overrides: Overrides) -> Scenario:
    """Return the study's jobcentre with values replaced; cached, as in an ensemble."""
    name = json.dumps(overrides, sort_keys=True)
    if name not in _scenarios:
        _scenarios[name] = load_scenario("baseline", overrides)
    return _scenarios[name]


def stretch(overrides: Overrides, executor: Any, settle: int, weeks: int) -> dict[str, Any]:
    """Run some weeks in either executor, after `settle` weeks in which people arrive."""
    simulation = Simulation(loaded(overrides), 1, executor)
    simulation.advance(settle)
    began = time.process_time()
    simulation.advance(weeks)
    seconds = time.process_time() - began
    state = hashlib.sha256()
    for world in simulation.states:
        state.update(np.ascontiguousarray(world.citizens).tobytes())
    return {"seconds": seconds, "state": state.hexdigest()}


def one_run(overrides: Overrides, times: int = 1) -> dict[str, float]:
    """Run whole, built and collected, `times` under different seeds; return the mean."""
    scenario = loaded(overrides)
    built = lived = collected = 0.0
    for seed in range(1, times + 1):
        began = time.process_time()
        simulation = Simulation(scenario, seed)
        _ = simulation.jobcentres  # built now: takes no burn-in from another run
        ready = time.process_time()
        simulation.advance(simulation.weeks_in_all)
        over = time.process_time()
        simulation.run()
        built, lived = built + ready - began, lived + over - ready
        collected += time.process_time() - over
    parts = {"build": built / times, "weeks": lived / times, "collect": collected / times}
    return {**parts, "seconds": sum(parts.values())}


def new_worlds(times: int) -> dict[str, float]:
    """Prepare scenarios with other parameters, as a sweep of worlds does; return the mean time."""
    scenario = loaded({})
    values = [{"attend.const": 0.5 + 0.4 * world / times} for world in range(times)]
    began = time.process_time()
    for each in values:
        prepare(scenario.replaced(each))
    return {"seconds": (time.process_time() - began) / times}


def arms(policies: Sequence[str], overrides: Overrides) -> list[Scenario]:
    """Return today and the policies, as a comparison prepares them; cached."""
    name = json.dumps([policies, overrides])
    if name not in _arms:
        _arms[name] = arms_of("baseline", list(policies), overrides)
    return _arms[name]


def ensemble(
    policies: Sequence[str],
    replicates: int,
    workers: int,
    overrides: Overrides,
    policy_alone: bool = False,
    burn_in_kept: bool = False,
) -> dict[str, Any]:
    """Run today and some policies, or the last policy alone, under the same seeds.

    Burn-in runs once a seed, or not at all if an earlier run's may be reused.

    Returns the seconds by the clock until the first and until all were there, the processor's
    seconds, and each arm's values of the outcome whose variance is looked at.
    """
    chosen = arms(policies, overrides)
    chosen = chosen[-1:] if policy_alone else chosen
    tasks = [Pair(tuple(chosen), replicate_seed(1, number)) for number in range(replicates)]
    if not burn_in_kept:
        KEPT.forget()
    first, values = 0.0, []
    clock, processor = time.perf_counter(), time.process_time()
    with Stop() as stop:
        for number, runs in in_order(run_pair, tasks, workers=workers, stop=stop):
            if number == 0:
                first = time.perf_counter() - clock
            place = runs[0].names["outcomes"].index("ownership_52w")
            values.append([float(run.values["outcomes"][place]) for run in runs])
    return {
        "first": first,
        "clock": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
        "ownership_52w": values,
    }


def on_all_cores(overrides: Overrides) -> dict[str, float]:
    """Run whole, as the verb `run` does: a jobcentre on every core.

    Returns the threads, the seconds by the clock, and the most memory that the process has held
    before and after, in bytes.
    """
    threads = checked_workers(None, 10_000)
    Simulation(loaded({"run.weeks": 8, "run.burn_in_weeks": 8})).run()
    before = most_memory()
    scenario = loaded(overrides)
    began = time.perf_counter()
    Simulation(scenario).run(threads)
    seconds = time.perf_counter() - began
    return {"threads": threads, "clock": seconds, "before": before, "after": most_memory()}


def many_cores(weeks_ms: float, threads: Sequence[int]) -> dict[str, Any]:
    """Return the runs a second and the efficiency of one process by its threads, emulated."""
    found = rates_on_many_cores(weeks_ms, threads)
    return {
        name: {
            "runs_per_second": rates,
            "efficiency": {count: efficiency(rates, count) for count in rates},
        }
        for name, rates in found.items()
    }


def most_memory() -> float:
    """Return the most memory that this process has held, in bytes.

    The system's own count begins anew with the program; that of `getrusage` may be its parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("utf-8").splitlines()
        peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
        if peak is not None:
            return float(peak) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


ASKED: dict[str, Callable[..., dict[str, Any]]] = {
    "stretch": stretch,
    "one_run": one_run,
    "new_worlds": new_worlds,
    "ensemble": ensemble,
    "on_all_cores": on_all_cores,
    "many_cores": many_cores,
}


def main() -> None:
    """Serve until the input ends."""
    lines = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    lines.write(json.dumps({"ready": True}) + "\n")
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = ASKED[asked.pop("do")](**asked)
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        lines.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
