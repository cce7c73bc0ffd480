"""The goals for speed, each with the measurement of one run of the benchmark.

Ratios are of least times, taken in turn in the same run: a busy machine affects both sides. Parts
that a quick run omits are listed as not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heterophony.benchmarks.goals import Goal
from heterophony.benchmarks.goals_ahead import BY_HAND as BY_HAND
from heterophony.benchmarks.goals_ahead import goals_of_rules_ahead
from heterophony.benchmarks.implementations import IN_C, LOOPS
from heterophony.benchmarks.model_speed import A_PROCESS, HORIZON

LEFT_OUT = "left out of a quick run"


def goals_of(measured: Mapping[str, Any]) -> list[Goal]:
    """Return every goal."""
    return [
        *_against_others(measured["workload"]),
        *_of_the_model(measured["model"]),
        *_of_ensembles(measured["model"]),
        *_of_many_cores(measured["model"]["many_cores"]),
        *_of_the_page(measured["page"], measured["model"]),
        *_of_large_runs(measured["model"]),
        *_of_sweeps(measured["processes"], measured["model"]["ensembles"]["times"]),
        *_of_processes(measured["processes"]),
        *goals_of_rules_ahead(
            measured["ahead"], measured["model"].get("large_run"), left_out=LEFT_OUT
        ),
    ]


def _against_others(workload: Mapping[str, Any]) -> list[Goal]:
    """Compare the compiled loop with other implementations of the same workload."""
    sizes = {"400 citizens": workload["one_jobcentre"], "100,000 citizens": workload.get("large")}
    goals = []
    for title, module, times in (
        ("plain Mesa", "mesa_objects", 50.0),
        ("numpy, one run", "numpy_columns", 10.0),
        ("AgentPy", "agentpy_objects", 50.0),
    ):
        for size, found in sizes.items():
            if module == "numpy_columns" and size != "400 citizens":
                continue  # vectors of 100,000 leave nothing to be ten times faster than
            ratio = _ratio(found, module, LOOPS[1])
            note = "" if ratio else workload["skipped"].get(module, LEFT_OUT)
            what = f"workload, {size}: faster than {title}"
            goals.append(Goal(what, "at least", times, "x", ratio, note))
    for meeting, module in IN_C.items():
        for size, found in sizes.items():
            ratio = _ratio(found, LOOPS[meeting], module)
            note = "" if ratio else workload["skipped"].get(module, LEFT_OUT)
            what = f"workload, model {meeting}'s meeting, {size}: time of C"
            goals.append(Goal(what, "at most", 1.25, "x", ratio, note))
    return goals


def _ratio(found: Mapping[str, Any] | None, module: str, other: str) -> float | None:
    if found is None or module not in found or other not in found:
        return None
    return float(found[module].least / found[other].least)


def _of_the_model(model: Mapping[str, Any]) -> list[Goal]:
    times = model["times"]
    ratio = times["uncompiled"].least / times["compiled, the same 8 weeks"].least
    run = model["default_run"]
    parts = ", ".join(f"{part} {run[part].least:.2f}" for part in ("build", "weeks", "collect"))
    return [
        Goal("model: compiled faster than uncompiled agents", "at least", 120.0, "x", ratio),
        Goal(
            f"one default run, {HORIZON} weeks, beside its weeks alone",
            "at most",
            1.05,
            "x",
            run["seconds"].least / run["weeks"].least,
            f"{run['seconds'].least:.1f} ms: {parts}",
        ),
        _flatness(model["sizes"]),
    ]


def _flatness(sizes: Mapping[int, Any]) -> Goal:
    costs = {count: found.least for count, found in sizes.items()}
    note = ", ".join(f"{count} centres {cost:,.0f} ns" for count, cost in costs.items())
    ratio = max(costs.values()) / min(costs.values())
    what = f"cost per citizen-week, {min(costs) * 128} to {max(costs) * 128:,} citizens"
    return Goal(what, "at most", 1.3, "x", ratio, note)


def _of_ensembles(model: Mapping[str, Any]) -> list[Goal]:
    """Return the goals of ensembles."""
    found = model["ensembles"]
    times = found["times"]
    gain = times["150 runs, 1 thread"].least / times["150 runs, 2 threads"].least
    worst = max(found["variance"], key=found["variance"].__getitem__)
    told = "; ".join(f"{policy} {share:.3f}" for policy, share in found["variance"].items())
    return [
        Goal("two threads against one, 150 runs", "at least", 1.8, "x", gain),
        Goal(
            "its first picture", "at most", 0.1, "s", found["first"].least, "its first run is there"
        ),
        Goal(
            "variance of a paired difference against unpaired",
            "at most",
            0.25,
            "",
            found["variance"][worst],
            told,
        ),
    ]


def _of_many_cores(found: Mapping[str, Any]) -> list[Goal]:
    """Return the share of its speed that a thread keeps among four of a process, emulated."""
    goals = []
    for name, kind in found.items():
        rates = kind["runs_per_second"]
        note = ", ".join(f"{count} threads {rate:,.0f}" for count, rate in rates.items())
        goals.append(
            Goal(
                f"{name}, emulated: efficiency of {A_PROCESS} threads of a process",
                "at least",
                0.85,
                "",
                kind["efficiency"][str(A_PROCESS)],
                f"runs a second: {note}",
            )
        )
    return goals


def _of_the_page(page: Mapping[str, Any], model: Mapping[str, Any]) -> list[Goal]:
    """Compare a visitor's waiting time with the time of the runs alone; both are medians."""
    scale, ensembles = 50 / model["replicates"], model["ensembles"]
    alone = {
        "first": ensembles["first"].median,
        "full": ensembles["times"]["one policy changed"].median * scale,
    }
    goals = []
    for stage, of_the_engine in alone.items():
        what = f"page in Chromium: key to {stage} answer painted, beyond the runs"
        if "reason" in page:
            goals.append(Goal(what, "at most", 0.1, "s", None, page["reason"]))
            continue
        found = page[stage]
        note = (
            f"{found.median:.2f} s, {found.least:.2f} to {max(found.values):.2f} in "
            f"{len(found.values)} changes; runs {of_the_engine:.2f}"
        )
        beyond = found.median - of_the_engine
        goals.append(Goal(what, "at most", 0.1, "s", beyond, note))
    return goals


def _of_large_runs(model: Mapping[str, Any]) -> list[Goal]:
    large = model.get("large_run")
    what = f"100,000 citizens x {HORIZON} weeks, one run"
    if large is None:
        return [
            Goal(what, "at most", 6.0, "s", None, LEFT_OUT),
            Goal(f"{what}: memory", "at most", 1000.0, "MB", None, LEFT_OUT),
        ]
    weeks = large["weeks_in_all"]
    seconds, processor = (large[each] * HORIZON / weeks for each in ("clock", "seconds"))
    note = f"by the clock on {large['threads']} threads; one thread {processor:.1f} s"
    if weeks != HORIZON:
        note += f"; from {weeks} weeks"
    per_head = f"{large['bytes_per_citizen'] / 1000:.1f} kB a citizen beside the program"
    if weeks != HORIZON:
        per_head += f"; only {weeks} weeks"
    return [
        Goal(what, "at most", 6.0, "s", seconds, note),
        Goal(f"{what}: memory", "at most", 1000.0, "MB", large["megabytes"], per_head),
    ]


def _of_sweeps(found: Mapping[str, Any], ensembles: Mapping[str, Any]) -> list[Goal]:
    """Compare a sweep with bare runs on as many threads: the difference is writing.

    Its first point runs burn-in, the others take it from the cache.
    """
    swept = found.get("sweep", {"reason": LEFT_OUT})
    what = "10,000-run sweep, results written, beside the runs alone"
    if "reason" in swept:
        return [Goal(what, "at most", 1.08, "x", None, swept["reason"])]
    rate = swept["runs_per_second"]
    first = ensembles["150 runs, 2 threads"].least
    others = ensembles["150 runs, 2 threads, burn-ins kept"].least
    bare = 150 / (first / swept["points"] + others * (1.0 - 1.0 / swept["points"]))
    note = f"{swept['seconds_for_10000']:.0f} s: {rate:.0f} runs a second; bare, {bare:.0f}"
    return [Goal(what, "at most", 1.08, "x", bare / rate, note)]


def _of_processes(found: Mapping[str, Any]) -> list[Goal]:
    warm, how = found["warm"], "whole process"
    return [
        Goal("heterophony --help", "at most", 0.3, "s", warm["--help"].least, how),
        Goal("heterophony run, warm", "at most", 0.5, "s", warm["run"].least, how),
        Goal("heterophony compare, warm", "at most", 1.0, "s", warm["compare"].least, how),
    ]
