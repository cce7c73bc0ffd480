"""Every policy of the library beside one baseline: what helps, what harms, at whose cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from heterophony.experiments.engine.checkpoint import unfinished_path
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.inputs.arms import CALENDAR, Named, resolve
from heterophony.experiments.inputs.checked import whole_number
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.aims import HOURS
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.compare import compare
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.pairs import Clock
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.policy_contrasts import paired_values
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.verdicts import Sign, Size, Verdict, verdict
from heterophony.experiments.methods.world_tables import BESIDE
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.differences import (
    Difference,
    Numbers,
)
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares
from heterophony.experiments.results.paired import Paired
from heterophony.experiments.results.survey import Answer, Survey
from heterophony.scenarios import (
    OUTCOMES,
    PARAMETERS,
    Scenario,
    ScenarioError,
    list_scenarios,
    load_scenario,
)

PAIRS, WORLDS, PAIRS_PER_WORLD = 20, 20, 4
MOST, FEW = 2 / 3, 0.1
"""Shares of worlds: what most of them say, and what so few say that it may be luck."""


def survey(
    baseline: Named = "baseline",
    policies: Iterable[Named] | None = None,
    *,
    replicates: int = PAIRS,
    worlds: Worlds | int | str | Path = WORLDS,
    replicates_per_world: int = PAIRS_PER_WORLD,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
    out: Path | None = None,
) -> Survey:
    """Set every policy of the library beside a baseline, in pairs and in plausible worlds.

    Other parameters are those of `compare`.

    Parameters
    ----------
    policies
        Scenarios; every scenario of the library that `library_policies` returns unless given.
    replicates
        Pairs in the world of the scenarios, from 2.
    worlds
        Plausible worlds: a number of the shipped set, a file, or worlds as loaded; 0 for none.
    replicates_per_world
        Pairs in each world, from 2.
    out
        The folder that the result will be written to: checkpoints beside it keep finished work,
        and the same call resumes from them. None: nothing is kept.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP.
    """
    clock = Clock()
    whole_number(replicates, "replicates", 2, LARGEST_REPLICATES, "; one pair has no interval")
    chosen, left_out = (
        library_policies(baseline, overrides) if policies is None else (list(policies), {})
    )
    settings: dict[str, Any] = {
        "seed": seed, "workers": workers, "progress": progress, "overrides": overrides,
    }  # fmt: skip
    pairs = compare(baseline, chosen, replicates=replicates, unfinished=_pairs_of(out), **settings)
    over = None
    if not isinstance(worlds, int) or worlds:
        over = assess_robustness(
            baseline, chosen, worlds=worlds, replicates=replicates_per_world, out=out, **settings
        )
    return _survey_of(pairs, over, left_out, dict(overrides or {}), clock)


def _survey_of(
    pairs: Comparison,
    over: Robustness | None,
    left_out: dict[str, str],
    overrides: dict[str, object],
    clock: Clock,
) -> Survey:
    """Join the pairs and, unless there are none, the worlds."""
    return Survey(
        baseline=pairs.baseline,
        policies=tuple(each.scenario for each in pairs.policies),
        table=survey_table(pairs, over),
        effects=pairs.to_frame(groups=True),
        seed=pairs.seed,
        pairs=pairs.replicates,
        worlds=0 if over is None else len(over.finished),
        pairs_per_world=0 if over is None else over.replicates,
        left_out=left_out,
        overrides=overrides,
        executor=pairs.executor,
        digest=digest_of([pairs.digest, *([] if over is None else [over.digest])]),
        started=clock.began.isoformat(timespec="seconds"),
        seconds=clock.seconds,
    )


def forget_unfinished(out: Path) -> None:
    """Remove the checkpoints of a survey that has been written."""
    for path in (unfinished_path(out), cast(Path, _pairs_of(out))):
        path.unlink(missing_ok=True)


def _pairs_of(out: Path | None) -> Path | None:
    return None if out is None else out.with_name(f"{out.name}.pairs.unfinished")


def library_policies(
    baseline: Named, overrides: Mapping[str, object] | None = None
) -> tuple[list[Named], dict[str, str]]:
    """Return the library's policies, and why every other scenario of it is none.

    A policy sets at least one lever otherwise than the baseline does, and shares its calendar.
    """
    start = resolve(baseline, overrides)
    policies: list[Named] = []
    left_out: dict[str, str] = {}
    for each in list_scenarios():
        if each.name == start.name:
            continue
        try:
            scenario = load_scenario(each.name, overrides)
        except ScenarioError as error:
            left_out[each.name] = str(error)
            continue
        reason = _no_policy(start, scenario)
        if reason:
            left_out[each.name] = reason
        else:
            policies.append(each.name)
    return policies, left_out


def _no_policy(start: Scenario, scenario: Scenario) -> str:
    """Say why a scenario is no policy beside a baseline; empty if it is one."""
    changed = set(start.differences(scenario))
    if changed & set(CALENDAR):
        return "it has another calendar"
    changed |= {name for change in scenario.changes for name in change.values}
    if not any(PARAMETERS[name].kind == "lever" for name in changed):
        return "it sets no lever: it changes the surroundings, or an assumption"
    return ""


def survey_table(pairs: Comparison, over: Robustness | None) -> pd.DataFrame:
    """Return a row per policy, as `Survey.table` holds them."""
    rows = []
    for place, policy in enumerate(pairs.policies):
        shares = Shares(0, 0, 0, 0) if over is None else over.shares(policy.name)
        hours = hours_difference(pairs, place)
        answer = answer_of(policy.verdict(HEADLINE), shares)
        rows.append(
            {
                "policy": policy.name,
                "title": policy.scenario.title["en"],
                "answer": answer.value,
                "first": answer is Answer.HELPS and not _beaten(pairs, place),
                "hours": hours.difference,
                "hours_low": hours.low,
                "hours_high": hours.high,
                "harms": ", ".join(_harms(policy)),
                **shares._asdict(),
            }
        )
    return pd.DataFrame(rows)


def answer_of(said: Verdict, shares: Shares) -> Answer:
    """Return what luck and worlds together allow to say of ownership.

    `HELPS` and `HARMS` need a difference that matters beyond luck, the same in two thirds of the
    worlds and the opposite in no more than a tenth. `TURNS`: better in a tenth of them and worse in
    a tenth. `NOTHING`: small or none beyond luck, no difference in half of the worlds at least, and
    neither better nor worse in more than a third. Anything else is `OPEN`. Without worlds, luck
    decides alone.
    """
    worlds = shares.worlds or 1
    better, worse = shares.better / worlds, shares.worse / worlds
    if min(better, worse) > FEW:
        return Answer.TURNS
    quiet = not shares.worlds or (shares.none >= worlds / 2 and max(better, worse) <= 1 - MOST)
    if said.size is Size.SMALL and quiet:
        return Answer.NOTHING
    for sign, answer, same, other in (
        (Sign.MORE, Answer.HELPS, better, worse),
        (Sign.LESS, Answer.HARMS, worse, better),
    ):
        carried = not shares.worlds or (same >= MOST and other <= FEW)
        if said.sign is sign and said.size is Size.MATTERS and carried:
            return answer
    return Answer.OPEN


def hours_difference(pairs: Comparison, place: int) -> Difference:
    """Return the paired difference in staff hours per citizen-year, of both sides together."""
    values = _hours(pairs)
    sums = Paired((1,))
    for row in values:
        sums.add(row[:1], row[1 + place : 2 + place])
    return sums.differences()[0]


def _hours(pairs: Comparison) -> Numbers:
    arms = 1 + len(pairs.policies)
    hours: Numbers = np.sum([paired_values(pairs.columns, arms, each) for each in HOURS], axis=0)
    return hours


def _beaten(pairs: Comparison, place: int) -> bool:
    """Tell whether another policy surely gives more ownership for surely no more hours."""
    ownership = paired_values(pairs.columns, 1 + len(pairs.policies), HEADLINE)
    hours = _hours(pairs)
    smallest = OUTCOMES[HEADLINE].smallest_difference
    for other in range(len(pairs.policies)):
        if other == place:
            continue
        more = verdict(_between(ownership, place, other), smallest)
        dearer = verdict(_between(hours, place, other), None)
        if more is Verdict.MORE and dearer.sign in (Sign.LESS, Sign.NONE):
            return True
    return False


def _between(values: Numbers, first: int, second: int) -> Difference:
    sums = Paired((1,))
    for row in values:
        sums.add(row[1 + first : 2 + first], row[1 + second : 2 + second])
    return sums.differences()[0]


def _harms(policy: PolicyComparison) -> Sequence[str]:
    """Return which other outcomes get worse by an amount that matters, beyond luck."""
    wanted = {"more": Sign.MORE, "less": Sign.LESS}
    found = []
    for name in BESIDE:
        said = policy.verdict(name)
        certain = said.sign in (Sign.MORE, Sign.LESS)
        if certain and said.size is Size.MATTERS and said.sign is not wanted[OUTCOMES[name].good]:
            found.append(name)
    return found
