"""An analysis under way: every point of a design under the same seeds, each recorded."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import (
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.methods.responses import AtOnePoint, Response
from heterophony.experiments.methods.sensitivity_indices import MOST_MISSING, analysed, places_of
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.designs import Factor, Method, SensitivityDesign
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.digests import digest_of, model_digest, sha256_of
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.manifest import MANIFEST, read_manifest, scenario_document
from heterophony.experiments.results.own_outcomes import own_definitions
from heterophony.experiments.results.sensitivity import FAILED, KIND, Analysis, Sensitivity
from heterophony.scenarios import Scenario

DONE = "done"

Announce = Callable[[str], None]


@dataclass(frozen=True)
class SensitivityOptions:
    """How an analysis is run, whatever is analysed.

    Attributes
    ----------
    samples
        Trajectories (Morris; 20 by default) or base points (Sobol; 256), a power of 2.
    replicates
        Seeds at each point; with one, nobody knows how much is luck.
    most_missing
        The largest share of points without a value that is still analysed.
    out
        A folder for the results. A checkpoint beside it records finished points; the same request
        does not run them again.
    announce
        Called with a sentence that says how much work it is.
    correlations
        Rank correlations by the names of two inputs, from -1 to 1; other pairs are independent.
        Only with the method `sobol`.
    """

    method: Method = "morris"
    samples: int | None = None
    replicates: int = 4
    seed: int = 1
    most_missing: float = MOST_MISSING
    workers: int | None = None
    out: str | Path | None = None
    progress: ProgressCallback | None = None
    announce: Announce | None = None
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class SeedRun:
    """What one seed gave at one point: values by column, or the reason why it failed."""

    values: dict[str, float] = field(default_factory=dict)
    reason: str = ""


@dataclass
class Study:
    """An analysis under way.

    Every point has the same seeds: two points then differ by their values, not by luck.
    """

    design: SensitivityDesign
    factors: tuple[Factor, ...]
    response: Response
    arms: tuple[Scenario, ...]
    way: SensitivityOptions

    def __post_init__(self) -> None:
        self.began, self.clock = datetime.now(UTC), time.perf_counter()
        self.places: Numbers = places_of(self.design)
        self.out = None if self.way.out is None else check_target(self.way.out, KIND)
        self.points: dict[int, list[SeedRun]] = {}
        self.identity = {
            "design": asdict(self.design),
            "inputs": [repr(each) for each in self.factors],
            "outcomes": list(self.response.outcomes),
            "own outcomes": own_definitions(self.response.outcomes),
            "scenarios": [
                {k: v for k, v in scenario_document(each).items() if k != "path"}
                for each in self.arms
            ],
            "replicates": self.way.replicates,
        }

    def result(self) -> Sensitivity:
        """Run the missing points, analyse, write and return."""
        there = None if self.out is None else finished_before(self.out, self._hash())
        if there is not None:
            self._say(there.design.points)
            return there
        path = None if self.out is None else unfinished_path(self.out)
        checkpoint: Checkpoint[list[SeedRun]]
        checkpoint = Checkpoint.open(path, self.identity, "sensitivity analysis", list[SeedRun])
        self._say(len(checkpoint))
        with Stop() as stop:
            self._run(checkpoint, stop)
        found = self._found()
        if found.interrupted:
            checkpoint.close()
            raise Interrupted(found, found.done, self.design.points, "points")
        analyses = {each: self._analysis(found, each) for each in found.outcomes}
        found = replace(found, analyses=analyses)
        if self.out is not None:
            found.write(self.out)
        checkpoint.close(done=True)
        return found

    def _say(self, done: int) -> None:
        """Say how much work is to be done."""
        if self.way.announce is not None:
            design = self.design
            runs = design.points * self.way.replicates * self.response.runs_per_seed
            groups = f" in {design.rows} groups" if design.groups else ""
            self.way.announce(
                f"{design.method}: {design.inputs} inputs{groups}, {design.blocks} samples, "
                f"{design.points:,} points, {self.way.replicates} "
                f"seed{'' if self.way.replicates == 1 else 's'} each: {runs:,} runs"
                + (f"; {done:,} points are already there" if done else "")
            )

    def _run(self, checkpoint: Checkpoint[list[SeedRun]], stop: Stop) -> None:
        """Run what the checkpoint does not hold."""
        places = range(self.design.points)
        for place, runs in run_tasks(
            self._at_point,
            places,
            keys=[str(place) for place in places],
            checkpoint=checkpoint,
            workers=checked_workers(self.way.workers, len(places)),
            stop=stop,
            progress=self.way.progress,
        ):
            self.points[place] = (
                [SeedRun(reason=runs.reason)] * self.way.replicates
                if isinstance(runs, Failure)
                else runs
            )

    def _at_point(self, point: int) -> list[SeedRun]:
        """Run one point under every seed."""
        values = zip(self.factors, self.places[point], strict=True)
        at: AtOnePoint | Exception
        try:
            at = self.response.at({each.name: each.at(float(place)) for each, place in values})
        except Exception as error:
            at = error
        return [
            _seed_run(at, replicate_seed(self.way.seed, replicate))
            for replicate in range(self.way.replicates)
        ]

    def _found(self) -> Sensitivity:
        """Return the result over what is finished."""
        runs = pd.DataFrame(
            [
                {
                    "point": point,
                    "replicate": replicate,
                    "seed": replicate_seed(self.way.seed, replicate),
                    "status": FAILED if run.reason else DONE,
                    "reason": run.reason,
                    **run.values,
                }
                for point, rows in self.points.items()
                for replicate, run in enumerate(rows)
            ]
        )
        # If all runs failed no outcome is known by name.
        absent = [name for name in self.response.outcomes if name not in runs.columns]
        runs = runs.assign(**dict.fromkeys(absent, np.nan))
        return Sensitivity(
            design=self.design,
            factors=self.factors,
            outcomes=self.response.outcomes,
            arms=self.arms,
            replicates=self.way.replicates,
            points=self._points(),
            runs=runs,
            identity=self._hash(),
            digest=digest_of(repr(row) for row in runs.itertuples(index=False, name=None)),
            started=self.began.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - self.clock,
        )

    def _points(self) -> pd.DataFrame:
        """Return the points with the values of their inputs."""
        numbers = np.arange(self.design.points)
        columns = {
            each.name: each.many(self.places[:, place]) for place, each in enumerate(self.factors)
        }
        return pd.DataFrame({"point": numbers, "block": numbers // self.design.per_block} | columns)

    def _analysis(self, found: Sensitivity, outcome: str) -> Analysis:
        def column(name: str) -> Numbers:
            return np.asarray(found.runs[name], dtype=np.float64)

        values = column(outcome).reshape(self.design.points, -1)
        rows = list(dict.fromkeys(each.row for each in self.factors))
        arms = [f"{outcome}_{arm}" for arm in ("baseline", "policy")]
        levels = [column(arm) for arm in arms if arm in found.runs]
        size = float(np.abs(np.nan_to_num(levels, posinf=0.0, neginf=0.0)).max(initial=0.0))
        return analysed(self.design, rows, self.places, values, self.way.most_missing, size)

    def _hash(self) -> str:
        return sha256_of(plain([self.identity, model_digest()]))


def finished_before(out: Path, identity: str) -> Sensitivity | None:
    """Return the analysis that a folder holds if it is this very one; None if it holds none.

    Raises
    ------
    RequestError
        If it holds another analysis, or the same one by another version of the model.
    """
    if not (out / MANIFEST).exists():
        return None
    manifest = read_manifest(out, KIND)
    if manifest.get("identity") == identity and not manifest.get("interrupted"):
        return Sensitivity.read(out)
    same_model = manifest.get("model_sha256") == model_digest()
    why = "another analysis" if same_model else "an analysis by another version of the model"
    raise RequestError(f"{out} holds {why} (its manifest names the command); choose another folder")


def _seed_run(at: AtOnePoint | Exception, seed: int) -> SeedRun:
    try:
        if isinstance(at, Exception):
            raise at
        return SeedRun({name: float(value) for name, value in at(seed).items()})
    except Exception as error:
        return SeedRun(reason=f"{type(error).__name__}: {error}")
