"""Before a long job: a pilot of a few runs says what it will take, and what seeds buy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, Unpack

import numpy as np

from heterophony.experiments.engine.executors import ExecutionOptions, Options, executor_for
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import Stop
from heterophony.experiments.inputs.plan import Plan, as_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.design import Layout
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import Interrupted
from heterophony.experiments.results.identity import Source
from heterophony.experiments.results.parts import Row, encoded, runs_table, timing_table
from heterophony.experiments.results.store_manifest import Manifest
from heterophony.sim.student import student_quantiles

_POINTS, _SEEDS = 4, 4  # of a pilot; with four seeds it can tell what more of them buy
_OUTCOMES = 3  # whose intervals are forecast
_FACTORS = (1, 2, 4)  # times the seeds asked for


class Width(NamedTuple):
    """Half the width of 95 % intervals that a number of seeds per point buys.

    `mean` is that of an outcome at one point; `difference` that of the paired difference between
    two points. NaN where the pilot cannot tell: it needs two seeds, and two points.
    """

    outcome: str
    seeds: int
    mean: float
    difference: float


@dataclass(frozen=True)
class Forecast:
    """What a job will take.

    Attributes
    ----------
    runs, points, replicates, workers
        What there is to do, and how many runs are made at a time.
    pilot
        How many runs the forecast rests on.
    seconds, bytes
        Time for the runs and room for the whole store.
    widths
        What the seeds asked for, and some more, buy.
    """

    runs: int
    points: int
    replicates: int
    workers: int
    pilot: int
    seconds: float
    bytes: int
    widths: tuple[Width, ...]

    def document(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {**vars(self), "widths": [each._asdict() for each in self.widths]}

    def __str__(self) -> str:
        """Return it as two sentences or three."""
        time = about(self.seconds)
        lines = [
            f"{self.runs:,} runs, {self.workers} at a time: {time}, "
            f"{size(self.bytes)} (from a pilot of {self.pilot} runs)."
        ]
        outcome = self.widths[0].outcome if self.widths else ""
        told = [
            f"{each.seeds} seeds ±{each.difference:.2g}"
            for each in self.widths
            if each.outcome == outcome and not math.isnan(each.difference)
        ]
        if told:
            lines.append(
                f"The paired difference between two points in {outcome} will have a 95 % interval "
                f"of about {', '.join(told)}."
            )
        return " ".join(lines)


def plan_ahead(
    plan: Plan | Mapping[str, object] | str | Path, **options: Unpack[Options]
) -> Forecast:
    """Make up to sixteen runs of a plan, and say what the whole will take; nothing is written.

    Parameters
    ----------
    plan, **options
        As in `sweep`.

    Raises
    ------
    RequestError
        If the plan is wrong.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP.
    """
    plan, how = as_plan(plan), ExecutionOptions(**options)
    source, design = Source.present(how.agents), resolve(plan)
    whole = Manifest.new(plan.document(), design, source)
    wide = replace(design, replicates=max(_SEEDS, design.replicates))
    pilot = Manifest.new(plan.document(), wide, source)
    numbers, rows = pilot_of(range(pilot.layout.runs), pilot.layout), list[Row]()
    with Stop() as stop, executor_for(how.jobs(pilot, source), how) as (execute, width):
        for made in execute(numbers, stop):
            rows += made
        if stop.asked:
            raise Interrupted(None, len(rows), len(numbers), "runs of a pilot")
    return forecast_of(rows, pilot, whole, whole.layout.runs, width)


def pilot_of(missing: Sequence[int], layout: Layout) -> list[int]:
    """Choose a few of the missing runs: some points over the design, some seeds at each."""
    by_point: dict[int, list[int]] = {}
    for number in missing:
        by_point.setdefault(layout.run(number)[0], []).append(number)
    points = sorted(by_point)
    steps = min(_POINTS, len(points))
    chosen = {points[round(k * (len(points) - 1) / max(1, steps - 1))] for k in range(steps)}
    return [number for point in sorted(chosen) for number in by_point[point][:_SEEDS]]


def forecast_of(
    rows: Sequence[Row], pilot: Manifest, whole: Manifest, runs: int, workers: int
) -> Forecast:
    """Say what `runs` more runs of the whole will take, from the rows of a pilot."""
    ordered = sorted(rows, key=lambda row: row.number)
    typical = median(row.seconds for row in rows)
    replicates = whole.design.replicates
    return Forecast(
        runs=runs,
        points=len(whole.design.points),
        replicates=replicates,
        workers=workers,
        pilot=len(rows),
        seconds=typical * runs / max(1, min(workers, runs)),
        bytes=_room(ordered, pilot, whole),
        widths=_widths(ordered, pilot, replicates),
    )


def _room(rows: Sequence[Row], pilot: Manifest, whole: Manifest) -> int:
    """Return how many bytes the store will take: a block's fixed part, and what each row adds."""
    layout, sizes = whole.layout, []
    seeds = [replicate_seed(pilot.design.seed, n) for n in range(pilot.design.replicates)]
    for some in (rows[: len(rows) // 2], rows):
        table = runs_table(some, pilot.design, pilot.layout, seeds)
        sizes.append(len(encoded(table)) + len(encoded(timing_table(some))))
    a_row = max(0.0, (sizes[1] - sizes[0]) / max(1, len(rows) - len(rows) // 2))
    fixed = max(0.0, sizes[1] - a_row * len(rows))
    return round(fixed * layout.blocks + a_row * layout.runs)


def _widths(rows: Sequence[Row], manifest: Manifest, replicates: int) -> tuple[Width, ...]:
    found = []
    for place, outcome in enumerate(manifest.design.outcomes[:_OUTCOMES]):
        table: dict[int, dict[int, float]] = {}
        for row in rows:
            point, replicate = manifest.layout.run(row.number)
            if row.values:
                table.setdefault(point, {})[replicate] = row.values[place]
        groups = list(table.values())
        pairs = [
            {seed: value - groups[0][seed] for seed, value in group.items() if seed in groups[0]}
            for group in groups[1:]
        ]
        spread = _spread(groups), _spread(pairs)
        for factor in _FACTORS:
            seeds = factor * replicates
            found.append(Width(outcome, seeds, *(_half_width(each, seeds) for each in spread)))
    return tuple(found)


def _spread(groups: Sequence[dict[int, float]]) -> float:
    """Return the standard deviation within groups; NaN without two known values in one."""
    squares, freedom = 0.0, 0
    for group in groups:
        values = np.array([v for v in group.values() if not math.isnan(v)])
        if len(values) > 1:
            squares += float(np.sum((values - values.mean()) ** 2))
            freedom += len(values) - 1
    return math.sqrt(squares / freedom) if freedom else math.nan


def _half_width(deviation: float, seeds: int) -> float:
    if seeds < 2:
        return math.nan
    return float(student_quantiles(seeds - 1)[-1] * deviation / math.sqrt(seeds))


def size(count: float) -> str:
    """Write a number of bytes for people."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} GB"
