"""The effect of one lever within a sweep: paired differences in every cell of the other levers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from heterophony.experiments.methods.effect_rows import effect_row
from heterophony.experiments.methods.lever_interactions import (
    Cells,
    interaction_rows,
    key_of,
    written,
)
from heterophony.experiments.methods.sweep_summary import by_point
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.differences import (
    Numbers,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.paired import Paired
from heterophony.experiments.results.parts import DONE
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.store import Store
from heterophony.scenarios.errors import nearest

SCENARIO = "scenario"


@dataclass(frozen=True, repr=False)
class LeverEffects(Shown):
    """What a lever does in every cell of the other levers of a sweep.

    Attributes
    ----------
    lever, start, end
        The effect is that of setting `lever` to `end` instead of `start`.
    others
        What else the sweep varies: the columns that name a cell.
    frame
        A row per outcome and cell: `others`, then the columns of every table of effects.
    interactions
        A row per outcome and value of another lever: by how much the effect is larger there than
        at that lever's first value (`other`, `at`, `instead_of`), averaged over all other cells,
        seed by seed. `alone` is the effect at that first value, `own` what the other lever does
        where `lever` is `start`, `own_after` where it is `end`; each with `_low` and `_high`.
        `repair` puts it into a word; see `Repair`.
    """

    lever: str
    start: Any
    end: Any
    others: tuple[str, ...]
    frame: pd.DataFrame
    interactions: pd.DataFrame

    @property
    def title(self) -> str:
        """The effect in a few words: `meeting.interval_weeks = 4 instead of 8`."""
        return f"{self.lever} = {written(self.end)} instead of {written(self.start)}"

    @property
    def outcomes(self) -> list[str]:
        """The outcomes, in the store's order."""
        return list(dict.fromkeys(self.frame["outcome"]))

    def of(self, outcome: str) -> pd.DataFrame:
        """Return the rows of one outcome."""
        found: pd.DataFrame = self.frame[self.frame["outcome"] == outcome]
        return found.reset_index(drop=True)

    def to_frame(self) -> pd.DataFrame:
        """Return the table of effects."""
        return self.frame

    def to_json_dict(self) -> dict[str, Any]:
        """Return both tables as plain values, with None for what is undefined."""
        document: dict[str, Any] = plain(
            {
                "lever": self.lever,
                "from": self.start,
                "to": self.end,
                "effects": self.frame.to_dict("records"),
                "interactions": self.interactions.to_dict("records"),
                "notice": notice(),
            }
        )
        return document


def lever_effects(
    store: Store,
    lever: str,
    start: Any = None,
    end: Any = None,
    *,
    outcomes: Sequence[str] | None = None,
) -> LeverEffects:
    """Return the paired effect of setting a lever to `end` instead of `start`, cell by cell.

    A cell is a setting of everything else that the sweep varies. Both of its points share their
    seeds, so the pairs are those of `compare`.

    Parameters
    ----------
    store
        A store, finished or not; runs that are missing give no pair.
    lever
        A parameter that the store varies, or `"scenario"` for its scenarios.
    start, end
        Two of its values; by default the first and the last that the store has.
    outcomes
        Outcomes that the store keeps; all by default.

    Raises
    ------
    RequestError
        If the store does not vary the lever, lacks a value, or has no two points that differ in
        this lever alone.
    """
    points = store.points
    values = _values(store, points, lever)
    start = values[0] if start is None else _there(lever, start, values)
    end = values[-1] if end is None else _there(lever, end, values)
    if _same(start, end):
        raise RequestError(f"{lever} is {written(start)} twice; name two values of the store")
    others = tuple(each for each in _columns(store, points) if each != lever)
    cells = _cells(points, lever, others, start, end)
    if not cells:
        raise RequestError(
            f"no two points of {store.path} differ in {lever} alone ({written(start)} and "
            f"{written(end)}); its effect needs a grid that holds everything else equal"
        )
    names = list(outcomes) if outcomes is not None else list(store.design.outcomes)
    runs = store.read(["point", "replicate", "status", *names])
    runs = runs[runs["status"] == DONE]
    tables = {name: by_point(runs, name, len(points), store.design.replicates) for name in names}
    rows, interactions = [], []
    for name, table in tables.items():
        rows += list(_effects(table, cells, points, others, (lever, start, end), name))
        interactions += list(interaction_rows(table, cells, points, others, name))
    return LeverEffects(lever, start, end, others, pd.DataFrame(rows), pd.DataFrame(interactions))


def _effects(
    table: Numbers,
    cells: Cells,
    points: pd.DataFrame,
    others: Sequence[str],
    change: tuple[str, Any, Any],
    outcome: str,
) -> Iterator[dict[str, Any]]:
    """Yield a row for each cell."""
    sums = Paired((len(cells),))
    first, second = (table[[cell[side] for cell in cells]] for side in (0, 1))
    for one, other in zip(first.T, second.T, strict=True):
        sums.add(one, other)
    lever, start, end = change
    names = (f"{lever}={written(end)}", f"{lever}={written(start)}")
    for (point, _), found in zip(cells, sums.differences(), strict=True):
        row = effect_row(*names, outcome, found)
        yield {name: points[name].iloc[point] for name in others} | row


def _cells(points: pd.DataFrame, lever: str, others: Sequence[str], start: Any, end: Any) -> Cells:
    """Return the pairs of points that differ in the lever alone, in the order of the design."""
    keys = [key_of([row[name] for name in others]) for _, row in points.iterrows()]
    levels = points[lever].map(key_of)
    ends = {key: place for place, key in enumerate(keys) if levels.iloc[place] == key_of(end)}
    return [
        (place, ends[key])
        for place, key in enumerate(keys)
        if levels.iloc[place] == key_of(start) and key in ends
    ]


def _columns(store: Store, points: pd.DataFrame) -> list[str]:
    """Return what names a point: its scenario, if there are several, and what the sweep varies."""
    several = points[SCENARIO].nunique() > 1
    return [*([SCENARIO] if several else []), *store.design.varied]


def _values(store: Store, points: pd.DataFrame, lever: str) -> list[Any]:
    """Return the values of a lever in the order in which the design brings them."""
    allowed = _columns(store, points)
    if lever not in allowed:
        there = ", ".join(allowed) or "nothing"
        raise RequestError(
            f"{store.path} does not vary {lever!r} (nearest: {nearest(lever, allowed)}); it varies "
            f"{there}"
        )
    return [json.loads(each) for each in dict.fromkeys(points[lever].map(key_of))]


def _there(lever: str, wanted: Any, values: Sequence[Any]) -> Any:
    for value in values:
        if _same(wanted, value):
            return value
    there = ", ".join(written(each) for each in values)
    raise RequestError(f"{lever} = {written(wanted)} is in no point; there are: {there}")


def _same(one: Any, other: Any) -> bool:
    return key_of(one) == key_of(other)


def first_lever(store: Store) -> str:
    """Return the lever whose effect a store is asked about unless one is named; empty if none.

    The first parameter that the plan varies, as long as some points differ in it alone; else the
    scenario.
    """
    columns = _columns(store, store.points)
    for lever in sorted(columns, key=SCENARIO.__eq__):
        try:
            lever_effects(store, lever, outcomes=store.design.outcomes[:1])
        except RequestError:
            continue
        return lever
    return ""


def as_places(row: Mapping[str, Any], others: Sequence[str]) -> str:
    """Describe a cell for people: `staffing.caseworker_caseload = 45, ...`."""
    return ", ".join(f"{name} = {written(row[name])}" for name in others) or "everywhere"
