"""How the effect of a lever changes with the other levers: repair, or a good of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.methods.effect_rows import effect_row
from heterophony.experiments.methods.verdicts import Sign, Size, Verdict, verdict
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.experiments.results.paired import Paired
from heterophony.scenarios import OUTCOMES

Cells = list[tuple[int, int]]
"""Pairs of points that differ in one lever alone, by their numbers."""


class Repair(StrEnum):
    """What another lever does about the harm of a change.

    It repairs the harm where the change does less harm with it. It only adds a good of its own
    where it does the same good without the change.
    """

    REPAIRS = "repairs"
    REPAIRS_AND_ADDS = "repairs, and adds"
    ADDS = "only adds"
    NEITHER = "neither"
    WORSENS = "worsens"
    NO_HARM = "no harm to repair"
    UNCERTAIN = "uncertain"
    UNDEFINED = "no value"
    NOT_RATED = "neither good nor bad"


def interaction_rows(
    table: Numbers, cells: Cells, points: pd.DataFrame, others: Sequence[str], outcome: str
) -> Iterator[dict[str, Any]]:
    """Yield how an effect changes with each other lever, over cells that have both its values.

    Parameters
    ----------
    table
        The outcome, `[points, seeds]`.
    cells
        For each cell the points before and after the change.
    """
    rows = points.iloc[[start for start, _ in cells]]
    for other in others:
        values = rows[other].map(key_of)
        beside = [
            key_of([row[each] for each in others if each != other]) for _, row in rows.iterrows()
        ]
        known = list(dict.fromkeys(values))
        for value in known[1:]:
            shared = _matches(values, beside, known[0], value)
            if shared:
                places = {
                    "other": other,
                    "at": json.loads(value),
                    "instead_of": json.loads(known[0]),
                    "cells": len(shared),
                }
                names = tuple(f"{other}={written(places[name])}" for name in ("at", "instead_of"))
                yield _row(table, cells, shared, names, outcome, places)


def _row(
    table: Numbers,
    cells: Cells,
    shared: Cells,
    names: Sequence[str],
    outcome: str,
    places: dict[str, Any],
) -> dict[str, Any]:
    """Return the four differences of two by two settings, over the seeds that have all four."""
    means = np.array(
        [
            [np.mean([table[cells[pair[other]][end]] for pair in shared], axis=0) for end in (0, 1)]
            for other in (0, 1)
        ]
    )
    means[:, :, np.isnan(means).any(axis=(0, 1))] = np.nan
    (start, end), (start_with, end_with) = means
    alone, own, own_after, found = _differences(
        (start, end), (start, start_with), (end, end_with), (end - start, end_with - start_with)
    )
    for name, each in (("alone", alone), ("own", own), ("own_after", own_after)):
        places |= {name: each.difference, f"{name}_low": each.low, f"{name}_high": each.high}
    places["repair"] = repair_word(outcome, alone, own, found).value
    policy, baseline = names
    return effect_row(policy, baseline, outcome, found, **places)


def repair_word(outcome: str, alone: Difference, own: Difference, more: Difference) -> Repair:
    """Say whether another lever repairs the harm of a change, or only adds elsewhere.

    Parameters
    ----------
    alone
        The effect of the change where the other lever has its first value. It is a harm if it is
        for the worse and not small.
    own
        What the other lever does without the change.
    more
        By how much the effect of the change is larger with the other lever.
    """
    declared = OUTCOMES[outcome]
    if declared.good == "neither":
        return Repair.NOT_RATED
    good, bad = (Sign.MORE, Sign.LESS) if declared.good == "more" else (Sign.LESS, Sign.MORE)
    harm, itself, change = (
        _mattering(verdict(each, declared.smallest_difference)) for each in (alone, own, more)
    )
    if Sign.UNDEFINED in (harm, change):
        return Repair.UNDEFINED
    if harm is not bad:
        return Repair.UNCERTAIN if harm is Sign.UNCERTAIN else Repair.NO_HARM
    if change is bad:
        return Repair.WORSENS
    if change is good:
        return Repair.REPAIRS_AND_ADDS if itself is good else Repair.REPAIRS
    if Sign.UNCERTAIN in (change, itself):
        return Repair.UNCERTAIN
    return Repair.ADDS if itself is good else Repair.NEITHER


def _mattering(said: Verdict) -> Sign:
    """Return the sign of a difference; none if it is too small to matter."""
    return Sign.NONE if said.size is Size.SMALL else said.sign


def _differences(*pairs: tuple[Numbers, Numbers]) -> list[Difference]:
    """Return the paired difference of the second less the first of each pair, over seeds."""
    sums = Paired((len(pairs),))
    firsts, seconds = (np.stack(each, axis=1) for each in zip(*pairs, strict=True))
    for first, second in zip(firsts, seconds, strict=True):
        sums.add(first, second)
    return sums.differences()


def _matches(values: pd.Series, beside: list[str], first: str, second: str) -> Cells:
    """Return the places of cells that differ in one lever alone: at `first`, and at `second`."""
    at_first = {key: place for place, key in enumerate(beside) if values.iloc[place] == first}
    return [
        (at_first[key], place)
        for place, key in enumerate(beside)
        if values.iloc[place] == second and key in at_first
    ]


def key_of(value: Any) -> str:
    """Return a value as a text that is equal for equal values: 8 and 8.0 are equal."""
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return json.dumps(int(value) if whole else plain(value))


def written(value: Any) -> str:
    """Return a value as people write it: words without quotes."""
    return value if isinstance(value, str) else key_of(value)
