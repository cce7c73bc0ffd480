"""From a scenario, or any function, to what its outcomes hang on."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop
from heterophony.experiments.inputs.arms import arms_of, refuse_same_premises, resolve
from heterophony.experiments.inputs.names import checked_outcome
from heterophony.experiments.methods.sensitivity.design import BLOCKS, Design, Method
from heterophony.experiments.methods.sensitivity.factors import (
    DEFAULT,
    Factor,
    check_factors,
    factors_of,
)
from heterophony.experiments.methods.sensitivity.indices import MOST_MISSING, Analysis, analysed
from heterophony.experiments.methods.sensitivity.responses import ModelResponse, Response
from heterophony.experiments.methods.sensitivity.result import Sensitivity
from heterophony.experiments.methods.sensitivity.running import Announce, Points, Rows, run_points
from heterophony.experiments.methods.sensitivity.store import KIND, identity_of, kept_runs
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.notice import HEADLINE

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

_SECONDS_BETWEEN_WRITES = 60.0


@dataclass(frozen=True)
class Way:
    """How an analysis is run, whatever is analysed.

    Attributes
    ----------
    samples
        Trajectories (Morris; 20 unless given) or base points (Sobol; 256), a power of 2.
    replicates
        Seeds at each point; with one, nobody knows how much is luck.
    most_missing
        The largest share of points without a value that is still analysed.
    out
        A folder to keep the runs in; what it already holds of the same analysis is not run again.
    announce
        Called with sentences: how much work it is, and how long it will take.
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


def assess_sensitivity(
    scenario: Scenario | str | Path,
    policy: Scenario | str | Path | None = None,
    *,
    outcomes: str | Sequence[str] = HEADLINE,
    parameters: Sequence[str] = DEFAULT,
    overrides: Mapping[str, object] | None = None,
    way: Way | None = None,
    **settings: Any,
) -> Sensitivity:
    """Vary parameters of a scenario over their plausible ranges, and see what outcomes hang on.

    Parameters
    ----------
    policy
        With a policy it is its paired difference from the scenario that is analysed, every
        parameter being varied in both arms alike.
    outcomes
        One outcome or several; they cost nothing more.
    parameters
        Names, components, sections or kinds; see `factors_of`. All of the model's uncertain
        parameters unless given.
    overrides
        Values that hold in every arm, by parameter name.
    way, settings
        A `Way`, or its attributes as keywords: `method`, `samples`, `replicates`, `seed`,
        `workers`, `out`, `progress`, `announce`, `most_missing`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds, and `out` keeps, the points that were finished.
    """
    wanted = [outcomes] if isinstance(outcomes, str) else list(dict.fromkeys(outcomes))
    named = tuple(checked_outcome(each, "outcome") for each in wanted)
    if not named:
        raise RequestError("outcome: name at least one")
    arms = (
        [resolve(scenario, overrides)] if policy is None else arms_of(scenario, [policy], overrides)
    )
    if policy is not None:
        refuse_same_premises(*arms)
    factors = factors_of(parameters)
    check_factors(factors, arms)
    return analyse(factors, ModelResponse(tuple(arms), named), arms=arms, way=way, **settings)


def analyse(
    factors: Sequence[Factor],
    response: Response,
    *,
    arms: Sequence[Scenario] = (),
    way: Way | None = None,
    **settings: Any,
) -> Sensitivity:
    """Analyse any function of named inputs, by the same path as the model.

    Raises
    ------
    RequestError
        If the request is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds, and `out` keeps, the points that were finished.
    """
    chosen = replace(way or Way(), **settings)
    check_request(chosen.seed, chosen.replicates, "compiled")
    if not 0.0 <= chosen.most_missing < 1.0:
        raise RequestError(f"most_missing is {chosen.most_missing}; allowed: from 0 to below 1")
    if not factors:
        raise RequestError("parameters: nothing to vary")
    blocks = BLOCKS.get(chosen.method, 0) if chosen.samples is None else chosen.samples
    design = Design(chosen.method, len(factors), blocks, chosen.seed)
    runs = design.check_size(chosen.replicates * response.runs_per_seed)
    study = _Study(design, tuple(factors), response, tuple(arms), chosen)
    study.begin(runs)
    with Stop() as stop:
        study.run(stop)
    return study.end()


@dataclass
class _Study:
    """An analysis under way."""

    design: Design
    factors: tuple[Factor, ...]
    response: Response
    arms: tuple[Scenario, ...]
    way: Way
    rows: Rows = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.identity = identity_of(
            self.design, self.factors, self.response.outcomes, self.arms, self.way.replicates
        )
        self.places: Numbers = self.design.places()
        self.out = None if self.way.out is None else Path(self.way.out)

    def begin(self, runs: int) -> None:
        """Take over what the folder already holds, and say how much work is to be done."""
        if self.out is not None:
            check_target(self.out, KIND)
            kept = kept_runs(self.out, self.identity)
            self.rows = [] if kept is None else kept.to_dict("records")
        done = len(self.rows) // self.way.replicates
        if self.way.announce is not None:
            self.way.announce(
                f"{self.design.method}: {self.design.inputs} inputs, {self.design.blocks} samples, "
                f"{self.design.points:,} points, {self.way.replicates} "
                f"seed{'' if self.way.replicates == 1 else 's'} each: {runs:,} runs"
                + (f"; {done:,} points are already there" if done else "")
            )

    def run(self, stop: Stop) -> None:
        """Run the points that are missing; keep them now and then, and when it is interrupted."""
        first = len(self.rows) // self.way.replicates
        seeds = [replicate_seed(self.way.seed, each) for each in range(self.way.replicates)]
        written = time.perf_counter()
        for rows in run_points(
            Points(self.factors, self.places, seeds, self.response),
            range(first, self.design.points),
            workers=self.way.workers,
            stop=stop,
            progress=self.way.progress,
            announce=self.way.announce,
        ):
            self.rows += rows
            if self.out is not None and time.perf_counter() - written > _SECONDS_BETWEEN_WRITES:
                self._found().write(self.out)
                written = time.perf_counter()

    def end(self) -> Sensitivity:
        """Analyse, write and return; an unfinished analysis is written and raised."""
        found = self._found()
        if not found.interrupted:
            analyses = {each: self._analysis(found, each) for each in found.outcomes}
            found = replace(found, analyses=analyses)
        if self.out is not None and found.done:
            found.write(self.out)
        if found.interrupted:
            raise Interrupted(found, found.done, self.design.points, "points")
        return found

    def _analysis(self, found: Sensitivity, outcome: str) -> Analysis:
        values = found.runs[outcome].to_numpy(dtype=np.float64).reshape(self.design.points, -1)
        names = [each.name for each in self.factors]
        return analysed(self.design, names, self.places, values, self.way.most_missing)

    def _found(self) -> Sensitivity:
        """Return what there is so far."""
        runs = pd.DataFrame(self.rows)
        # Of runs that all failed no outcome is known by name.
        absent = [name for name in self.response.outcomes if name not in runs.columns]
        runs = runs.assign(**dict.fromkeys(absent, np.nan))
        return Sensitivity(
            design=self.design,
            factors=self.factors,
            outcomes=self.response.outcomes,
            arms=self.arms,
            replicates=self.way.replicates,
            points=self._points,
            runs=runs,
            identity=self.identity,
            digest=digest_of(repr(row) for row in runs.itertuples(index=False, name=None)),
            started=self.began.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - self.clock,
        )

    @cached_property
    def _points(self) -> pd.DataFrame:
        """The points with the values of their inputs."""
        numbers = np.arange(self.design.points)
        columns = {
            each.name: each.many(self.places[:, place]) for place, each in enumerate(self.factors)
        }
        return pd.DataFrame({"point": numbers, "block": numbers // self.design.per_block} | columns)
