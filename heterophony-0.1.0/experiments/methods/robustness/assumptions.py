"""The worlds as a table of assumptions, to be held against what a policy does in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from heterophony.experiments.methods.robustness.standing import counted
from heterophony.experiments.methods.worlds.columns import flat

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness.result import Robustness
    from heterophony.experiments.methods.worlds import Worlds

# Complementarity is a structural alternative too, by a number: 0 geometric, 1 additive.
_STRUCTURAL = ("alternatives.", "ownership.complementarity")


def assumptions(worlds: Worlds, numbers: Sequence[int]) -> pd.DataFrame:
    """Return one row per world, one column a number or word; what never varies is left out."""
    wanted = set(numbers)
    rows = {each.number: flat(dict(each.values)) for each in worlds if each.number in wanted}
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


def structural(table: pd.DataFrame) -> list[str]:
    """Return the columns that are structural alternatives."""
    return [name for name in table.columns if name.startswith(_STRUCTURAL)]


def by_alternative(result: Robustness, policy: str, outcome: str) -> pd.DataFrame:
    """Return how a policy stands apart for every value of every structural alternative.

    Returns
    -------
    pandas.DataFrame
        `alternative`, `value`, counts of worlds by standing, `worlds`, `median`.
    """
    table = assumptions(result.worlds, result.finished)
    found = result.over_worlds(policy, outcome)
    rows = []
    for name in structural(table):
        written = table[name].astype(str).replace({"True": "true", "False": "false"})  # as in TOML
        for value, members in table.groupby(written, sort=True).groups.items():
            there = found.loc[found.index.intersection(members)]
            shares = counted(there["standing"])
            rows.append(
                {
                    "alternative": name,
                    "value": value,
                    **shares._asdict(),
                    "worlds": shares.worlds,
                    "median": float(there["difference"].median()),
                }
            )
    columns = ["alternative", "value", "better", "worse", "none", "unsettled", "worlds", "median"]
    return pd.DataFrame(rows, columns=columns)
