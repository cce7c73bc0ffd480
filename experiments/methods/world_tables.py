"""What the worlds say, as tables: assumptions, structural alternatives, regret, gains without harm.

All functions take plain tables: `differences` has a row per world and a column per policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from heterophony.experiments.inputs.world_columns import flat
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, Standing, counted
from heterophony.scenarios import OUTCOMES

BESIDE = ("pressure", "strong_reactions", "education_start_52w")
"""Outcomes that are always shown with ownership: a gain may cost something there."""

# Complementarity is a structural alternative too, by a number: 0 geometric, 1 additive; and so is
# whether a grant needs a ground.
_STRUCTURAL = ("alternatives.", "ownership.complementarity", "law.ground")
_LEAST_SHARE, _LEVEL = 0.1, 0.05  # of the worlds; of the sign test


def assumptions(worlds: Worlds, numbers: Sequence[int]) -> pd.DataFrame:
    """Return one row per world and one column per number or word that varies among them."""
    wanted = set(numbers)
    rows = {each.number: flat(each.values) for each in worlds if each.number in wanted}
    table = pd.DataFrame.from_dict(rows, orient="index").loc[list(numbers)]
    return table[[name for name in table.columns if table[name].nunique() > 1]]


def coded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of numbers: a word becomes a column of 0 and 1 for each but the commonest."""
    columns: dict[str, pd.Series] = {}
    for name in table.columns:
        column = table[name]
        if column.dtype == bool or not pd.api.types.is_numeric_dtype(column):
            words = column.astype(str)
            for word in words.value_counts().index[1:]:
                columns[f"{name} = {word}"] = (words == word).astype(float)
        else:
            columns[name] = column.astype(float)
    return pd.DataFrame(columns, index=table.index)


def by_alternative(worlds: Worlds, numbers: Sequence[int], found: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of worlds for every value of every structural alternative.

    Parameters
    ----------
    numbers
        The worlds that were finished.
    found
        A policy's `difference` and `standing`, by world number.

    Returns
    -------
    pandas.DataFrame
        `alternative`, `value`, counts of worlds by standing, `worlds`, `median`.
    """
    table = assumptions(worlds, numbers)
    rows = []
    for name in (each for each in table.columns if each.startswith(_STRUCTURAL)):
        written = table[name].astype(str).replace({"True": "true", "False": "false"})  # as in TOML
        for value, members in table.groupby(written, sort=True).groups.items():
            there = found.loc[found.index.intersection(members)]
            shares = counted(there["standing"])
            named = {"alternative": name, "value": value, **shares._asdict()}
            median = float(there["difference"].median())
            rows.append(named | {"worlds": shares.worlds, "median": median})
    columns = ["alternative", "value", "better", "worse", "none", "unsettled", "worlds", "median"]
    return pd.DataFrame(rows, columns=columns)


def leaning(shares: Shares) -> str:
    """Return `gains` or `loses` where the worlds clearly lean to one side, else an empty string.

    At least a tenth of the worlds lie on that side, and among those that lie on either side it has
    more than chance would give it (two-sided sign test, 5 %). Worlds that are not settled count for
    neither.
    """
    most, fewest = max(shares.better, shares.worse), min(shares.better, shares.worse)
    if most < max(1.0, _LEAST_SHARE * shares.worlds):
        return ""
    if binomtest(most, most + fewest).pvalue > _LEVEL:
        return ""
    return "gains" if shares.better > shares.worse else "loses"


def unsettled_signs(found: pd.DataFrame, outcome: str) -> dict[str, int]:
    """Return in how many of the worlds that are not settled the sign alone is, and which.

    Parameters
    ----------
    found
        A policy's `low`, `high` and `standing`, by world number.

    Returns
    -------
    dict
        `better` and `worse`: the sign is settled, only the size is not; `open`: neither is.
    """
    there = found[found["standing"] == Standing.UNSETTLED.value]
    above, below = int((there["low"] > 0.0).sum()), int((there["high"] < 0.0).sum())
    better, worse = (above, below) if sense(outcome) > 0.0 else (below, above)
    return {"better": better, "worse": worse, "open": len(there) - better - worse}


def sense(outcome: str) -> float:
    """Return 1 where more of an outcome is better (or neither is), -1 where less is."""
    return -1.0 if OUTCOMES[outcome].good == "less" else 1.0


def gains(differences: pd.DataFrame, outcome: str) -> Numbers:
    """Return what each choice gains over the baseline, `[worlds, choices]`, more being better.

    The first choice is the baseline itself, which gains 0.
    """
    columns = [sense(outcome) * differences[name].to_numpy() for name in differences]
    return np.stack([np.zeros(len(differences)), *columns], axis=1)


def regret_table(baseline: str, differences: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return regret over the worlds, a row for each choice, the baseline among them.

    A choice's regret in a world is how much more the best choice there gains. A choice that falls
    short by less than the smallest difference of interest ties with the best. Worlds in which a
    choice is undefined are left out.

    Returns
    -------
    pandas.DataFrame
        `choice`, `median`, `high` (95 % of worlds lie below), `largest`, `best_or_tied` (number
        of worlds), `alone_best` (worlds in which nothing else ties with it), `worlds`. In the
        order asked, not ranked.
    """
    gained = gains(differences, outcome)
    gained = gained[~np.isnan(gained).any(axis=1)]
    short = gained.max(axis=1, keepdims=True) - gained if len(gained) else gained
    tied = short < OUTCOMES[outcome].smallest_difference
    alone = tied & (tied.sum(axis=1, keepdims=True) == 1)
    rows = []
    for place, name in enumerate((baseline, *differences.columns)):
        column = short[:, place]
        median, high = np.quantile(column, [0.5, 0.95]) if len(column) else (np.nan, np.nan)
        rows.append(
            {
                "choice": name,
                "median": float(median),
                "high": float(high),
                "largest": float(column.max()) if len(column) else np.nan,
                "best_or_tied": int(tied[:, place].sum()),
                "alone_best": int(alone[:, place].sum()),
                "worlds": len(column),
            }
        )
    return pd.DataFrame(rows)


def gains_without_harm(
    differences: Callable[[str], pd.DataFrame], policy: str, demands: Mapping[str, float] | None
) -> tuple[int, int]:
    """Return in how many worlds a policy meets all demands at once, and of how many.

    Parameters
    ----------
    differences
        Returns the differences of an outcome.
    demands
        By outcome, the least gain, more being better in the outcome's own sense; a negative number
        is the harm that is borne. None: ownership gains its smallest difference of interest, and
        pressure, strong reactions and started education get worse by no more than theirs.

    Returns
    -------
    tuple of int
        Judged by each world's mean difference; worlds in which an outcome is undefined are in
        neither number.
    """
    if demands is None:
        harm = {name: -OUTCOMES[name].smallest_difference for name in BESIDE}
        demands = {HEADLINE: OUTCOMES[HEADLINE].smallest_difference, **harm}
    gained = np.stack(
        [sense(each) * differences(each)[policy].to_numpy(dtype=np.float64) for each in demands]
    )
    known = ~np.isnan(gained).any(axis=0)
    met = (gained >= np.array(list(demands.values()))[:, None]).all(axis=0)
    return int((met & known).sum()), int(known.sum())
