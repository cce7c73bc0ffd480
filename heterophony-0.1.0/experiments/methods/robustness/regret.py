"""How much a choice falls short of the best one, world by world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heterophony.experiments.methods.robustness.standing import sense
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.notice import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heterophony.experiments.methods.robustness.result import Robustness

BESIDE = ("pressure", "strong_reactions", "education_start_52w")
"""Outcomes that are always shown beside ownership: a gain may cost something there."""


def gains(result: Robustness, outcome: str) -> Numbers:
    """Return what each choice gains over the baseline, `[worlds, choices]`, more being better.

    The first choice is the baseline itself, which gains 0.
    """
    columns = [np.zeros(len(result.finished))]
    for name in result.names:
        found = result.over_worlds(name, outcome)["difference"]
        columns.append(sense(outcome) * found.reindex(list(result.finished)).to_numpy())
    return np.stack(columns, axis=1)


def regret_frame(result: Robustness, outcome: str) -> pd.DataFrame:
    """Return regret over the worlds, a row for each choice, the baseline among them.

    A choice's regret in a world is what the best choice there gains more than it. A choice that
    falls short by less than the smallest difference of interest ties with the best. Worlds in
    which a choice is undefined are left out.

    Returns
    -------
    pandas.DataFrame
        `choice`, `median`, `high` (95 % of worlds lie below), `largest`, `best_or_tied` (number
        of worlds), `alone_best` (worlds in which nothing else ties with it), `worlds`. In the
        order asked, not ranked.
    """
    from heterophony.scenarios import OUTCOMES

    smallest = OUTCOMES[outcome].smallest_difference
    gained = gains(result, outcome)
    gained = gained[~np.isnan(gained).any(axis=1)]
    short = gained.max(axis=1, keepdims=True) - gained if len(gained) else gained
    tied = short < smallest
    alone = tied & (tied.sum(axis=1, keepdims=True) == 1)
    rows = []
    for place, name in enumerate((result.baseline.name, *result.names)):
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


def without_harm(
    result: Robustness, policy: str, demands: Mapping[str, float] | None = None
) -> tuple[int, int]:
    """Return in how many worlds a policy meets all demands at once, and of how many.

    Parameters
    ----------
    demands
        By outcome, what the policy has to gain at least, more being better in the outcome's own
        sense; a negative number is the harm that is borne. Unless given: ownership gains its
        smallest difference of interest, and pressure, strong reactions and started education get
        worse by no more than theirs.

    Returns
    -------
    tuple of int
        Judged by each world's mean difference; worlds in which an outcome is undefined are left
        out of both numbers.
    """
    wanted = _usual_demands() if demands is None else demands
    met, known = np.full(len(result.finished), True), np.full(len(result.finished), True)
    place = 1 + result.names.index(policy)
    for outcome, least in wanted.items():
        gained = gains(result, outcome)[:, place]
        known &= ~np.isnan(gained)
        met &= gained >= least
    return int((met & known).sum()), int(known.sum())


def _usual_demands() -> dict[str, float]:
    from heterophony.scenarios import OUTCOMES

    harm = {name: -OUTCOMES[name].smallest_difference for name in BESIDE}
    return {HEADLINE: OUTCOMES[HEADLINE].smallest_difference, **harm}
