"""Value of information: what would be worth measuring before a choice is made.

Worlds disagree on a policy because they assume different things. If one assumption were measured,
the worlds that contradict the measurement would go; what is left may agree more. Here a measurement
is known to within a third of what the worlds span (a word: exactly), which is about what a small
survey or a two-week time log can give.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.world_tables import assumptions, gains, sense
from heterophony.experiments.results.differences import Numbers
from heterophony.scenarios import OUTCOMES

PARAMETER, OBSERVED = "assumption", "outcome today"
_SHUFFLES, _DRAWS = 199, 200
_PARTS = 3
_MOST_WORDS = 6
_Parts = NDArray[np.int64]


def value_of_information(
    policy: str, outcome: str, worlds: Worlds, differences: pd.Series, runs: pd.DataFrame
) -> pd.DataFrame:
    """Return what each possible measurement would do to the worlds' disagreement on a policy.

    Disagreement is the chance that two worlds, drawn at random, do not say the same of the policy:
    better, worse or no difference worth mentioning, by the world's mean difference. The loss is
    what the choice between the policy and today loses on average, in the outcome's unit,
    because one must choose without knowing the world.

    Parameters
    ----------
    differences
        The policy's difference by world number.
    runs
        One row per run, as in `Robustness.runs`.

    Returns
    -------
    pandas.DataFrame
        A row for each assumption of the worlds and each outcome of the baseline, by reduction:
        `measurement`, `kind`, `disagreement` (now), `reduction` (expected, less what splitting at
        random would give), `low`, `high` (95 % bootstrap interval over worlds), `loss_reduction`,
        `chance` (share of shuffles whose best measurement of all does as well), `tied` (its
        interval reaches the first row's reduction). Empty where the worlds agree.
    """
    found = differences.dropna()
    answers = _answers(found.to_numpy(dtype=np.float64), outcome)
    if len(np.unique(answers)) < 2:
        return pd.DataFrame(columns=_COLUMNS)
    names, kinds, parts = _measurements(worlds, runs, found.index.to_numpy())
    chances = keyed_generator(f"information {policy}/{outcome}")
    now = _gini(_counts(np.zeros((1, len(answers)), dtype=np.int64), answers))[0]
    raw = now - _gini(_counts(parts, answers))
    shuffled = np.stack(
        [now - _gini(_counts(parts, chances.permutation(answers))) for _ in range(_SHUFFLES)]
    )
    reduction = raw - shuffled.mean(axis=0)
    best = (shuffled - shuffled.mean(axis=0)).max(axis=1)
    chance = (1 + (best[:, None] >= reduction).sum(axis=0)) / (1 + _SHUFFLES)
    low, high = _interval(parts, answers, shuffled.mean(axis=0), chances)
    table = pd.DataFrame(
        {
            "measurement": names,
            "kind": kinds,
            "disagreement": now,
            "reduction": reduction,
            "low": low,
            "high": high,
            "loss_reduction": _loss_reduction(parts, gains(found.to_frame(), outcome)),
            "chance": chance,
        }
    ).sort_values("reduction", ascending=False, kind="stable", ignore_index=True)
    table["tied"] = table["high"] >= table["reduction"].iloc[0]
    return table


_COLUMNS = [
    *("measurement", "kind", "disagreement", "reduction", "low", "high", "loss_reduction"),
    *("chance", "tied"),
]


def advice(table: pd.DataFrame, level: float = 0.05) -> str:
    """Say in a sentence what to measure, or that the worlds do not tell."""
    if table.empty:
        return "the worlds agree: no measurement would change what they say"
    sure = table[table["chance"] <= level]
    if sure.empty:
        return (
            "no single measurement stands out beyond chance: more worlds, or several measurements "
            "together, would be needed"
        )
    first = sure.iloc[0]
    ties = sure.loc[sure["tied"], "measurement"].tolist()[1:6]
    also = f"; not told apart from it: {', '.join(ties)}" if ties else ""
    return (
        f"measuring {first['measurement']} ({first['kind']}) would reduce disagreement most: from "
        f"{first['disagreement']:.2f} by {first['reduction']:.2f} "
        f"({first['low']:.2f} to {first['high']:.2f}){also}"
    )


def _answers(differences: Numbers, outcome: str) -> _Parts:
    """Return 2 where a world says better, 0 worse, 1 neither."""
    smallest = OUTCOMES[outcome].smallest_difference
    gained = sense(outcome) * differences
    return (1 + (gained >= smallest).astype(np.int64) - (gained <= -smallest)).astype(np.int64)


def _measurements(
    worlds: Worlds, runs: pd.DataFrame, numbers: NDArray[np.int64]
) -> tuple[list[str], list[str], _Parts]:
    """Return names, kinds, and into which part each world falls, `[measurements, worlds]`."""
    assumed = assumptions(worlds, numbers.tolist())
    today = runs[runs["policy"] == ""].groupby("world").mean(numeric_only=True)
    today = today.reindex(numbers)
    observed = [
        name
        for name in today.columns
        if name in OUTCOMES
        and not name.startswith("ownership")  # it has no unit in which it could be measured
        and today[name].notna().all()
        and today[name].nunique() > _PARTS
    ]
    names = [*assumed.columns, *observed]
    kinds = [PARAMETER] * assumed.shape[1] + [OBSERVED] * len(observed)
    columns = [assumed[name] for name in assumed] + [today[name] for name in observed]
    return names, kinds, np.stack([_parts(each) for each in columns])


def _parts(column: pd.Series) -> _Parts:
    """Part the worlds into thirds of a number, or by a word or one of a few numbers."""
    if column.nunique() <= _MOST_WORDS:
        codes: _Parts = pd.factorize(column, sort=True)[0].astype(np.int64)
        return codes
    order = column.rank(method="first").to_numpy()
    return np.asarray((order - 1) * _PARTS // len(column), dtype=np.int64)


def _counts(parts: _Parts, answers: _Parts) -> Numbers:
    """Return numbers of worlds `[measurements, parts, answers]`."""
    inside = np.stack([parts == each for each in range(_MOST_WORDS)], axis=1)
    said = np.stack([answers == each for each in range(3)], axis=1)
    counts: Numbers = inside.astype(np.float64) @ said.astype(np.float64)
    return counts


def _gini(counts: Numbers) -> Numbers:
    """Return the expected disagreement within parts, `[measurements]`."""
    sizes = counts.sum(axis=2)
    squares = (counts**2).sum(axis=2) / np.maximum(sizes, 1.0)
    disagreement: Numbers = 1.0 - squares.sum(axis=1) / sizes.sum(axis=1)
    return disagreement


def _interval(
    parts: _Parts, answers: _Parts, luck: Numbers, chances: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return the bootstrap interval of each reduction over worlds."""
    drawn = []
    whole = np.zeros((1, len(answers)), dtype=np.int64)
    for _ in range(_DRAWS):
        rows = chances.integers(len(answers), size=len(answers))
        now = _gini(_counts(whole, answers[rows]))[0]
        drawn.append(now - _gini(_counts(parts[:, rows], answers[rows])) - luck)
    low, high = np.quantile(np.stack(drawn), [0.025, 0.975], axis=0)
    return low, high


def _loss_reduction(parts: _Parts, gained: Numbers) -> Numbers:
    """Return how much more the best choice would gain on average if the part were known."""
    blind = gained.mean(axis=0).max()
    informed = np.zeros(len(parts))
    for each in range(_MOST_WORDS):
        sums = (parts == each).astype(np.float64) @ gained
        informed += sums.max(axis=1)
    reduction: Numbers = np.maximum(informed / len(gained) - blind, 0.0)
    return reduction
