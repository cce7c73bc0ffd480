"""The model itself: its two executors, its size, its ensembles, its memory, in turn."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from heterophony.benchmarks.standing import Standing
from heterophony.benchmarks.turns import Times, by_turns

WORKER = Path(__file__).with_name("model_worker.py")
UNCOMPILED = {"NUMBA_DISABLE_JIT": "1"}
CITIZENS = 128  # of the default jobcentre: 8 mentors of 16
HORIZON = 208  # weeks of a default run, burn-in included
SETTLED = 40  # weeks after which courses and meetings are under way
A_PROCESS = 4  # threads of a process beyond which another process is worth its memory
POLICIES = ("ten-minutes-together-first", "meetings-every-4-weeks", "shared-goals")
Told = Callable[[str], None]


def executors(turns: int, told: Told) -> dict[str, Any]:
    """Time both executors, and the agents uncompiled, over weeks of the default jobcentre.

    The same weeks under the same seed, and the state after them must be the same: a shorter
    stretch where a week takes long, each compared with the compiled one over that stretch.
    """
    lengths = {"compiled": 150, "agents": 8, "uncompiled": 8}
    with ExitStack() as stack:
        compiled = stack.enter_context(Standing(WORKER))
        uncompiled = stack.enter_context(Standing(WORKER, environment=UNCOMPILED))
        told("both executors")
        states = {
            weeks: _stretch(compiled, "compiled", weeks)["state"] for weeks in {*lengths.values()}
        }
        equal = {
            "agents": _stretch(compiled, "agents", lengths["agents"])["state"]
            == states[lengths["agents"]],
            "uncompiled": _stretch(uncompiled, "agents", lengths["uncompiled"])["state"]
            == states[lengths["uncompiled"]],
        }
        measured = {
            "compiled": _per_citizen_week(compiled, "compiled", lengths["compiled"]),
            "compiled, the same 8 weeks": _per_citizen_week(compiled, "compiled", 8),
            "agents": _per_citizen_week(compiled, "agents", lengths["agents"]),
            "uncompiled": _per_citizen_week(uncompiled, "agents", lengths["uncompiled"]),
        }
        return {"times": by_turns(measured, turns, told), "equal": equal}


def _stretch(standing: Standing, executor: str, weeks: int) -> dict[str, Any]:
    return standing.ask(do="stretch", overrides={}, executor=executor, settle=SETTLED, weeks=weeks)


def _per_citizen_week(standing: Standing, executor: str, weeks: int) -> Callable[[], float]:
    """Return a function that measures nanoseconds of processor per citizen-week, warmed up."""

    def measure() -> float:
        seconds: float = _stretch(standing, executor, weeks)["seconds"]
        return seconds / (CITIZENS * weeks) * 1e9

    measure()
    return measure


def sizes(jobcentres: tuple[int, ...], weeks: int, turns: int, told: Told) -> dict[int, Times]:
    """Time whole weeks of many jobcentres side by side, in ns per citizen-week."""
    with Standing(WORKER) as standing:

        def measure(count: int) -> float:
            overrides = {"population.jobcentres": count}
            found = standing.ask(
                do="stretch", overrides=overrides, executor="compiled", settle=weeks, weeks=weeks
            )
            return float(found["seconds"] / (CITIZENS * count * weeks) * 1e9)

        measured = {f"{count}": partial(measure, count) for count in jobcentres}
        measure(1)
        return {int(name): each for name, each in by_turns(measured, turns, told).items()}


def default_run(turns: int, told: Told) -> dict[str, Times]:
    """Time a whole default run and its parts, and preparing another world, in milliseconds."""
    parts: dict[str, list[float]] = {}
    with Standing(WORKER) as standing:
        standing.ask(do="one_run", overrides={})
        for _ in range(turns):
            told("a default run")
            for name, seconds in standing.ask(do="one_run", overrides={}, times=5).items():
                parts.setdefault(name, []).append(seconds * 1000)
            world = standing.ask(do="new_worlds", times=20)["seconds"] * 1000
            parts.setdefault("another world", []).append(world)
    return {name: Times(tuple(values)) for name, values in parts.items()}


def ensembles(turns: int, replicates: int, told: Told) -> dict[str, Any]:
    """Time ensembles on one and two threads, today with three policies, and one policy changed.

    A changed policy takes the burn-in of today's runs from the cache, as on the page.
    """
    kinds: dict[str, dict[str, Any]] = {
        "150 runs, 1 thread": {"replicates": 150, "workers": 1, "policy_alone": True},
        "150 runs, 2 threads": {"replicates": 150, "workers": 2, "policy_alone": True},
        "150 runs, 2 threads, burn-ins kept": {
            "replicates": 150,
            "workers": 2,
            "policy_alone": True,
            "burn_in_kept": True,
        },
        "four arms": {"replicates": replicates, "workers": 2},
        "one policy changed": {
            "replicates": replicates,
            "workers": 2,
            "policy_alone": True,
            "burn_in_kept": True,
        },
    }
    answers: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    with Standing(WORKER) as standing:
        base = {"do": "ensemble", "policies": POLICIES, "overrides": {}}
        standing.ask(**base, replicates=2, workers=2)

        def measure(kind: str) -> float:
            answers[kind].append(standing.ask(**base, **kinds[kind]))
            return float(answers[kind][-1]["clock"])

        times = by_turns({kind: partial(measure, kind) for kind in kinds}, turns, told)
    first = Times(tuple(answer["first"] for answer in answers["one policy changed"]))
    return {
        "times": times,
        "first": first,
        "variance": variance_ratios(answers["four arms"][0]["ownership_52w"]),
    }


def many_cores(weeks_ms: float, told: Told) -> dict[str, Any]:
    """Emulate one process on many cores: runs a second and efficiency, by kind and threads."""
    told("many cores, emulated")
    with Standing(WORKER) as standing:
        return standing.ask(
            do="many_cores", weeks_ms=weeks_ms, threads=(1, 2, A_PROCESS, 8, 16, 32)
        )


def variance_ratios(values: list[list[float]]) -> dict[str, float]:
    """Return, for each policy, the variance of the paired difference against unpaired seeds.

    `values` holds the outcome of every arm under every seed, [seeds][arms], today first. With
    independent seeds, the variance of a difference is the sum of both arms'.
    """
    ratios = {}
    for arm, policy in enumerate(POLICIES, start=1):
        today, there = [row[0] for row in values], [row[arm] for row in values]
        paired = statistics.variance(b - a for a, b in zip(today, there, strict=True))
        ratios[policy] = paired / (statistics.variance(today) + statistics.variance(there))
    return ratios


def large_run(jobcentres: int, weeks: int, told: Told) -> dict[str, float]:
    """Run many jobcentres whole, each time in a fresh process: seconds, and memory per citizen.

    Once on one thread, by processor time, and once on all cores, by the clock.
    """
    told(f"{jobcentres} jobcentres")
    burn_in = 52 if weeks > 104 else 8
    overrides = {
        "population.jobcentres": jobcentres,
        "run.burn_in_weeks": burn_in,
        "run.weeks": weeks - burn_in,
    }
    with Standing(WORKER) as standing:
        standing.ask(do="one_run", overrides={"run.weeks": 8, "run.burn_in_weeks": 8})
        times = standing.ask(do="one_run", overrides=overrides)
    with Standing(WORKER) as standing:
        held = standing.ask(do="on_all_cores", overrides=overrides)
    citizens = jobcentres * CITIZENS
    return {
        **times,
        "citizens": citizens,
        "weeks_in_all": weeks,
        "threads": held["threads"],
        "clock": held["clock"],
        "megabytes": held["after"] / 1e6,
        "bytes_per_citizen": (held["after"] - held["before"]) / citizens,
    }
