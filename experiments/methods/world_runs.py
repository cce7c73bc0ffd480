"""Run a baseline and its policies in every world, in pairs, and note what each world says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.inputs.worlds import PlausibleWorld
from heterophony.experiments.methods.groups import GroupValues
from heterophony.experiments.methods.pairs import ArmRun, Pair, PairedSums, run_pair
from heterophony.experiments.methods.verdicts import Sign, Size, Verdict, verdict
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.over_worlds import Standing
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import OUTCOMES, Scenario

COLUMNS = (
    *("world", "policy", "group", "outcome", "baseline_mean", "policy_mean"),
    *("difference", "low", "high", "pairs", "standing"),
)


class WorldRuns(NamedTuple):
    """All pairs of one world: its arms there, and the runs `[replicates][arms]`."""

    arms: list[Scenario]
    seeds: list[int]
    runs: list[list[ArmRun]]


@dataclass(frozen=True)
class WorldNote:
    """What a checkpoint keeps of one world.

    Attributes
    ----------
    digests
        Of every run.
    runs
        A row for each run.
    effects
        A row for each policy, group and outcome, in the order of `COLUMNS`.
    """

    world: int
    digests: list[str]
    runs: list[dict[str, Any]]
    effects: list[tuple[Any, ...]]


@dataclass(frozen=True)
class WorldPlan:
    """What is run in every world, and how."""

    arms: Sequence[Scenario]
    seed: int
    replicates: int
    executor: Executor = "compiled"
    overrides: Mapping[str, object] = field(default_factory=dict)

    @property
    def policies(self) -> list[str]:
        """The policies' names."""
        return [each.name for each in self.arms[1:]]

    def run(self, world: PlausibleWorld) -> WorldRuns:
        """Run all pairs of a world.

        All arms of a world share its seeds, and each world has seeds of its own: luck in one of
        them is not luck in all.
        """
        own = replicate_seed(self.seed, world.number)
        seeds = [replicate_seed(own, each) for each in range(self.replicates)]
        arms = [placed(each, world, self.overrides) for each in self.arms]
        pairs = (Pair(tuple(arms), each, self.executor) for each in seeds)
        return WorldRuns(arms, seeds, [run_pair(pair) for pair in pairs])

    def note(self, world: PlausibleWorld) -> WorldNote:
        """Run all pairs of a world, and return what is kept of them."""
        return noted(world.number, self.run(world), self.policies)


def placed(scenario: Scenario, world: PlausibleWorld, overrides: Mapping[str, object]) -> Scenario:
    """Return a scenario in a world; a value set by hand takes precedence over the world's."""
    there = world.applied_to(scenario)
    return there.replaced(overrides) if overrides else there


def noted(number: int, found: WorldRuns, policies: Sequence[str]) -> WorldNote:
    """Return what is kept of one world's runs."""
    sums = PairedSums(found.arms)
    for replicate, (seed, pair) in enumerate(zip(found.seeds, found.runs, strict=True)):
        sums.add(replicate, seed, pair)
    arms = ("", *policies)
    runs = [
        {"world": number, "policy": arms[place % len(arms)], "status": "done", "reason": ""}
        | {name: value for name, value in row.items() if name != "scenario"}
        for place, row in enumerate(sums.rows)
    ]
    effects: list[tuple[Any, ...]] = []
    for name, policy in zip(policies, sums.policies(), strict=True):
        effects += _rows((number, name, EVERYONE), policy.outcomes)
        for group, each in policy.groups.items():
            effects += _rows((number, name, group), each.outcomes)
    return WorldNote(number, sums.digests, runs, effects)


def _rows(place: tuple[int, str, str], differences: Mapping[str, Difference]) -> list[Any]:
    return [
        (*place, outcome, *vars(each).values(), standing(each, outcome).value)
        for outcome, each in differences.items()
        if outcome in OUTCOMES
    ]


def standing(difference: Difference, outcome: str) -> Standing:
    """Put a world's paired difference into a word, in the direction that serves the citizen.

    Where the outcome serves nobody in particular, `BETTER` means more and `WORSE` less.
    """
    return standing_of(verdict(difference, OUTCOMES[outcome].smallest_difference), outcome)


def standing_of(found: Verdict, outcome: str) -> Standing:
    """Return what the verdict on an outcome says for the citizen, as `standing` does."""
    if found.size is Size.SMALL:
        return Standing.NONE
    if found.size is not Size.MATTERS:
        return Standing.UNSETTLED
    wanted = Sign.LESS if OUTCOMES[outcome].good == "less" else Sign.MORE
    return Standing.BETTER if found.sign is wanted else Standing.WORSE


def effects_frame(notes: Iterable[WorldNote]) -> pd.DataFrame:
    """Return one row per world, policy, group and outcome."""
    rows = [tuple(row) for note in notes for row in note.effects]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def runs_frame(
    numbers: Iterable[int], notes: Mapping[int, WorldNote], failed: Mapping[int, str]
) -> pd.DataFrame:
    """Return one row per world, arm and replicate, and one for each world that failed."""
    rows: list[dict[str, Any]] = []
    for number in numbers:
        if number in notes:
            rows += notes[number].runs
        elif number in failed:
            lost = {"status": "failed", "reason": failed[number]}
            rows.append({"world": number, "policy": "", **lost})
    return pd.DataFrame(rows)


def averaged(found: WorldRuns) -> list[ArmRun]:
    """Return one run per arm that holds the means over a world's pairs."""
    return [_mean([pair[arm] for pair in found.runs]) for arm in range(len(found.arms))]


def _mean(runs: Sequence[ArmRun]) -> ArmRun:
    first = runs[0]
    values = {table: _defined_mean([each.values[table] for each in runs]) for table in first.values}
    known = [each.groups for each in runs if each.groups is not None]
    groups = None
    if known:
        both = (_defined_mean([each[side] for each in known]) for side in (1, 2))
        groups = GroupValues(known[0].names, *both)
    return ArmRun(first.names, values, digest_of(each.digest for each in runs), groups)


def _defined_mean(values: Sequence[Any]) -> Numbers:
    """Return the mean over the runs in which a value is defined; NaN where in none."""
    stacked = np.stack(values)
    known = ~np.isnan(stacked)
    counts = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    means: Numbers = np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
    return means
