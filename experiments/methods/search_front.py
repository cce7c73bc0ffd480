"""Which of several plans no other surely beats, and which cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.methods.aims import Aim, Robust
from heterophony.experiments.methods.verdicts import verdict
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.experiments.results.paired import Paired

SMALLEST_SET = 3
"""Plans that are confirmed at least, if there are so many."""


def contrast(first: Numbers, second: Numbers) -> Difference:
    """Return the mean difference of the second less the first, paired by world.

    Its 95 % t interval covers both luck and the spread over the worlds.
    """
    sums = Paired((1,))
    for one, other in zip(first, second, strict=True):
        sums.add(np.array([one]), np.array([other]))
    return sums.differences()[0]


def beats(one: Numbers, other: Numbers, aims: Sequence[Aim]) -> bool:
    """Tell whether one plan surely beats another.

    It does where it is surely better in one aim by an amount that matters, and in every other aim
    surely better or no different: what is open may be worse.

    Parameters
    ----------
    one, other
        Values in the worlds, `[worlds, aims]`.
    """
    found = [aim.stands(contrast(other[:, place], one[:, place])) for place, aim in enumerate(aims)]
    if any(stands not in ("better", "same") for stands, _ in found):
        return False
    return any(stands == "better" and matters for stands, matters in found)


def alike(one: Numbers, other: Numbers, aims: Sequence[Aim]) -> bool:
    """Tell whether two plans cannot be told apart: in no aim is either surely better."""
    return all(
        aim.stands(contrast(one[:, place], other[:, place]))[0] in ("same", "open")
        for place, aim in enumerate(aims)
    )


def ranks(scores: Sequence[Sequence[float]]) -> list[int]:
    """Return the rank of each row of scores, more being better: 0 for those nobody dominates.

    Rank 1 is what nobody dominates once rank 0 is taken away, and so on. A row with an undefined
    score is ranked last.
    """
    table = np.array(scores, dtype=np.float64).reshape(len(scores), -1)
    known = ~np.isnan(table).any(axis=1)
    found = np.full(len(table), len(table))
    left = np.flatnonzero(known)
    rank = 0
    while len(left):
        there = table[left]
        at_least = (there[:, None, :] >= there[None, :, :]).all(axis=2)
        above = (there[:, None, :] > there[None, :, :]).any(axis=2)
        best = ~(at_least & above).any(axis=0)
        found[left[best]] = rank
        left = left[~best]
        rank += 1
    return found.tolist()


def chosen(scores: Sequence[Sequence[float]], most: int) -> list[int]:
    """Return the places of the rows to look at again: the first ranks, spread along each.

    Ranks are taken whole as long as there is room, and beyond the first only until there are a few
    plans: what luck put a rank lower may belong to the first.
    """
    found = ranks(scores)
    order: list[int] = []
    for rank in range(max(found, default=-1) + 1):
        members = [place for place, each in enumerate(found) if each == rank]
        if np.isnan(np.array([scores[each] for each in members])).any():
            break
        room = most - len(order)
        members.sort(key=lambda place: scores[place][0])
        order += _spread(members, room)
        if len(order) >= min(most, SMALLEST_SET):
            break
    return order


def _spread(members: list[int], room: int) -> list[int]:
    """Return at most so many of them, evenly spread, both ends included."""
    if len(members) <= room:
        return members
    if room < 2:
        return members[:room]
    places = np.linspace(0, len(members) - 1, room).round().astype(int)
    return [members[place] for place in places]


def judged(values: Numbers, names: Sequence[str], aims: Sequence[Aim]) -> pd.DataFrame:
    """Return who is beaten by whom and who is tied with whom; the baseline is among them.

    Parameters
    ----------
    values
        Differences from the baseline, `[plans, worlds, aims]`; the baseline's are 0.

    Returns
    -------
    pandas.DataFrame
        `plan`, `front` (no other surely beats it), `beaten_by` and `tied_with`, names with commas.
    """
    rows = []
    for place, name in enumerate(names):
        others = [each for each in range(len(names)) if each != place]
        beaten = [names[each] for each in others if beats(values[each], values[place], aims)]
        tied = [names[each] for each in others if alike(values[place], values[each], aims)]
        rows.append(
            {
                "plan": name,
                "front": not beaten,
                "beaten_by": ", ".join(beaten),
                "tied_with": ", ".join(tied),
            }
        )
    return pd.DataFrame(rows)


def effect_rows(values: Numbers, names: Sequence[str], aims: Sequence[Aim]) -> pd.DataFrame:
    """Return one row per plan and aim: mean difference over the worlds, interval, worst, shares.

    `worst` is the least favourable world's difference; `better` and `worse` count worlds by their
    mean over the pairs, by an amount that matters.
    """
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        for column, aim in enumerate(aims):
            there = values[place][:, column]
            found = contrast(np.zeros(len(there)), there)
            gains = aim.gain(there[~np.isnan(there)])
            smallest = aim.smallest or 0.0
            worst = aim.score(there, Robust.worst)
            rows.append(
                {
                    "plan": name,
                    "aim": aim.name,
                    "difference": found.difference,
                    "low": found.low,
                    "high": found.high,
                    "word": verdict(found, aim.smallest).value,
                    "worst": -worst if aim.less else worst,
                    "better": int((gains >= smallest).sum() if smallest else (gains > 0).sum()),
                    "worse": int((gains <= -smallest).sum() if smallest else (gains < 0).sum()),
                    "worlds": len(gains),
                }
            )
    return pd.DataFrame(rows)
