"""Which assumptions an outcome, or a difference between policies, depends on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.inputs.arms import arms_of, refuse_same_premises, resolve
from heterophony.experiments.inputs.checked import checked_outcome
from heterophony.experiments.inputs.factors import check_factors
from heterophony.experiments.inputs.together import (
    grouped_factors,
    places_of_pairs,
    places_of_rows,
)
from heterophony.experiments.methods.responses import ModelResponse, Response
from heterophony.experiments.methods.sensitivity_study import SensitivityOptions, Study
from heterophony.experiments.results.designs import (
    FEWEST_BLOCKS,
    Factor,
    Method,
    SensitivityDesign,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.sensitivity import Sensitivity
from heterophony.scenarios import Scenario

BLOCKS: dict[Method, int] = {"morris": 20, "sobol": 256}  # by default
MOST_RUNS = 5_000_000


def assess_sensitivity(
    scenario: Scenario | str | Path,
    policy: Scenario | str | Path | None = None,
    *,
    outcomes: str | Sequence[str] = HEADLINE,
    parameters: str | Sequence[str] | None = None,
    groups: Mapping[str, str | Sequence[str]] | None = None,
    overrides: Mapping[str, object] | None = None,
    way: SensitivityOptions | None = None,
    **settings: Any,
) -> Sensitivity:
    """Vary parameters of a scenario over their plausible ranges, and see what outcomes depend on.

    Parameters
    ----------
    scenario
        A scenario, its library name or the path of its file.
    policy
        With a policy its paired difference from the scenario is analysed; every parameter varies in
        both arms alike.
    outcomes
        One outcome or several; they cost nothing more.
    parameters
        Names, components, sections or kinds; see `factors_of`. Where no groups are given either,
        all of the model's uncertain parameters.
    groups
        Inputs that move together, by the name of their group: each has one row of indices. What is
        in no group moves by itself.
    overrides
        Values that hold in every arm, by parameter name.
    way, settings
        `SensitivityOptions`, or its attributes as keywords: `method`, `samples`, `replicates`,
        `seed`, `workers`, `out`, `progress`, `announce`, `most_missing`, `correlations`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request is wrong; nothing is run then.
    Interrupted
        If the user stops it; its `finished` holds the finished points, and the checkpoint too.
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
    factors = grouped_factors(parameters, groups or {})
    check_factors(factors, arms)
    return analyse(factors, ModelResponse(tuple(arms), named), arms=arms, way=way, **settings)


def analyse(
    factors: Sequence[Factor],
    response: Response,
    *,
    arms: Sequence[Scenario] = (),
    way: SensitivityOptions | None = None,
    **settings: Any,
) -> Sensitivity:
    """Analyse any function of named inputs, by the same path as the model.

    Parameters
    ----------
    factors
        What is varied, each over its range; `factors_of` makes those of a scenario.
    response
        What is analysed: a `FunctionResponse`, or any object with its methods.
    arms
        Scenarios that the manifest names.
    way, settings
        How the analysis is run: `SensitivityOptions`, and fields of it that are replaced.

    Raises
    ------
    RequestError
        If the request is wrong; nothing is run then.
    Interrupted
        If the user stops it; its `finished` holds the finished points, and the checkpoint too.
    """
    chosen = replace(way or SensitivityOptions(), **settings)
    seed, replicates = check_request(chosen.seed, chosen.replicates, "compiled")
    chosen = replace(chosen, seed=seed, replicates=replicates)
    if not 0.0 <= chosen.most_missing < 1.0:
        raise RequestError(f"most_missing is {chosen.most_missing}; allowed: from 0 to below 1")
    if not factors:
        raise RequestError("parameters: nothing to vary")
    names = [each.name for each in factors]
    if len(set(names)) < len(names):
        raise RequestError(f"parameters: {max(names, key=names.count)} is named twice")
    blocks = BLOCKS.get(chosen.method, 0) if chosen.samples is None else chosen.samples
    groups, pairs = places_of_rows(factors), places_of_pairs(chosen.correlations, names)
    design = SensitivityDesign(chosen.method, len(factors), blocks, chosen.seed, groups, pairs)
    check_size(design, chosen.replicates * response.runs_per_seed)
    return Study(design, tuple(factors), response, tuple(arms), chosen).result()


def check_size(design: SensitivityDesign, runs_per_point: int) -> int:
    """Return how many runs a design makes, or refuse more than five million.

    Raises
    ------
    RequestError
        With the largest number of samples that is allowed.
    """
    runs = design.points * runs_per_point
    if runs > MOST_RUNS:
        affordable = MOST_RUNS // (runs_per_point * design.per_block)
        most = affordable
        if design.method == "sobol" and affordable:
            most = 1 << int(math.log2(affordable))
        advice = (
            f"at most {most:,} samples of so many inputs"
            if most >= FEWEST_BLOCKS
            else "vary fewer inputs, or screen them with Morris first"
        )
        raise RequestError(
            f"{design.points:,} points of {runs_per_point} runs are {runs:,} runs; at most "
            f"{MOST_RUNS:,}: {advice}"
        )
    return runs
