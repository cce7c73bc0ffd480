"""Runs of one scenario under many seeds: their tables, their summary, and the folder of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import heterophony
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.differences import (
    Numbers,
)
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import manifest_document, scenario_document
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.paired import Paired
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import frame_of, write_columns, write_text
from heterophony.sim import Turn

if TYPE_CHECKING:
    import pandas as pd

    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Columns = Mapping[str, Any]
"""Column -> its values, one entry a row."""


@dataclass(frozen=True, repr=False)
class RunSet(Shown):
    """Runs of one scenario, in the order of their replicates.

    Attributes
    ----------
    replicates
        The number of each run; all of 0 to `asked` - 1 unless it was interrupted or some failed.
    results
        One result per run.
    failed
        The reason of every run that failed, by its replicate; such a run is in nothing else.
    started, seconds
        When the work began (UTC, ISO 8601) and how long it took.
    overrides
        Values that replaced the scenario's own, by parameter name.
    """

    scenario: Scenario
    seed: int
    executor: str
    asked: int
    replicates: tuple[int, ...]
    results: tuple[Result, ...]
    started: str
    seconds: float
    failed: Mapping[int, str] = field(default_factory=dict)
    overrides: Mapping[str, object] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether there are runs that were neither finished nor failed."""
        return len(self.results) + len(self.failed) < self.asked

    @cached_property
    def digest(self) -> str:
        """A hash of all results: equal exactly where they are."""
        return digest_of(each.digest() for each in self.results)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row per replicate and week: every weekly outcome, NaN where undefined."""
        return frame_of(self.columns("weekly"))

    @cached_property
    def citizens(self) -> pd.DataFrame:
        """One row per referral: traits, fate and outcomes of one person's case."""
        return frame_of(self.columns("citizens"))

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """One row per meeting (kept with `keep=("meetings",)`)."""
        return frame_of(self.columns("meetings"))

    @cached_property
    def panel(self) -> pd.DataFrame:
        """One row per citizen and week (kept with `keep=("panel",)`)."""
        return frame_of(self.columns("panel"))

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row per dated event of a citizen or a post (kept with `keep=("events",)`)."""
        return frame_of(self.columns("events"))

    @property
    def has_turns(self) -> bool:
        """Whether every turn of every meeting was kept."""
        return bool(self.results) and all(each.has_turns for each in self.results)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """One row per turn of a meeting, in words (kept with `keep=("turns",)`).

        `meeting` counts the meetings of the run, in the order of the table of meetings.
        """
        return frame_of(self.columns("turns"))

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row per replicate: its seed and every outcome of the run, NaN where undefined."""
        return frame_of(self.columns("outcomes"))

    def columns(self, name: str) -> Columns:
        """Return the columns of a table: those of the data frame of this name.

        Raises
        ------
        RequestError
            If what the table shows was not kept.
        """
        if name == "outcomes":
            return _outcome_columns(self.results, self.replicates)
        if name == "turns" and not self.has_turns:
            raise RequestError("turns were not kept; ask for them: keep=('turns',)")
        tables: list[Any]
        if name == "turns":
            tables = [_turn_columns(each) for each in self.results]
        elif name == "weekly":
            tables = [_week_columns(each) for each in self.results]
        else:
            tables = [getattr(each, name) for each in self.results]
        if any(table is None for table in tables):
            raise RequestError(f"{name} were not kept; ask for them: keep=({name!r},)")
        return _stacked(tables, self.replicates)

    def to_json_dict(self) -> dict[str, Any]:
        """Return the mean of every outcome over the replicates, with its 95 % interval."""
        document = {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replicates": len(self.results),
            "executor": self.executor,
            "version": heterophony.__version__,
            "outcomes": _means([each.outcomes for each in self.results]),
            "hours": _means([each.hours for each in self.results]),
            "clipping": _largest([each.clipping for each in self.results]),
            "notice": notice(),
        }
        if self.failed:
            document["failed"] = {str(number): why for number, why in self.failed.items()}
        return document

    def manifest(self) -> dict[str, Any]:
        """Return all that is needed to make the runs again, and their hash."""
        about = {
            "scenario": scenario_document(self.scenario),
            "overrides": dict(self.overrides),
        }
        return manifest_document(self, "run", about)

    def write(self, out: str | Path) -> Path:
        """Write the runs as a folder of tables, a summary and a manifest; return its path.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        names = ["weekly", "citizens", "outcomes"]
        kept = ("meetings", "panel", "events")
        names += [
            each for each in kept if all(getattr(run, each) is not None for run in self.results)
        ]
        if self.has_turns:
            names.append("turns")
        writers = {f"{name}.parquet": write_columns(self.columns(name)) for name in names}
        writers["summary.json"] = write_text(as_json(self.to_json_dict()))
        return write_folder(Path(out), writers, self.manifest())


def _stacked(tables: Sequence[Columns], replicates: Sequence[int]) -> Columns:
    """Return the tables of several runs as one, with the replicate in the first column."""
    lengths = np.array([_length(table) for table in tables], dtype=np.int64)
    columns = {"replicate": np.repeat(np.asarray(replicates, dtype=np.int64), lengths)}
    for name in tables[0] if tables else ():
        columns[name] = np.concatenate([np.asarray(table[name]) for table in tables])
    return columns


def _outcome_columns(results: Sequence[Result], replicates: Sequence[int]) -> Columns:
    """Return the replicate, the seed and every outcome of some runs as columns."""
    columns = {
        "replicate": np.array(replicates, dtype=np.int64),
        "seed": np.array([each.seed for each in results], dtype=np.int64),
    }
    for name in results[0].outcomes if results else ():
        columns[name] = np.array([each.outcomes[name] for each in results])
    return columns


def _week_columns(result: Result) -> Columns:
    """Return the weeks of a run and every weekly outcome as columns."""
    return {"week": np.arange(_length(result.weekly)), **result.weekly}


def _turn_columns(result: Result) -> dict[str, Any]:
    """Return every turn of a run as columns."""
    assert result.meetings is not None
    said = [result.turns(row) for row in range(_length(result.meetings))]
    lengths = [len(each) for each in said]
    flat = [turn for each in said for turn in each]
    columns: dict[str, Any] = {
        "meeting": np.repeat(np.arange(len(said)), lengths),
        "turn": np.concatenate([np.arange(each) for each in lengths] or [np.empty(0, np.int64)]),
    }
    words = zip(*flat, strict=True) if flat else ([] for _ in Turn._fields)
    return columns | {
        name: _as_column(list(each)) for name, each in zip(Turn._fields, words, strict=True)
    }


def _as_column(values: list[Any]) -> Numbers:
    """Return values as a column: words as objects, numbers as they are."""
    words = bool(values) and isinstance(values[0], str)
    return np.array(values, dtype=object if words else None)


def _length(table: Mapping[str, Any]) -> int:
    """Return the number of rows of a table of equal columns."""
    return len(next(iter(table.values()), ()))


def _means(rows: Sequence[Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    """Return the mean of each name, its 95 % interval and its count, without the NaN."""
    names = list(rows[0]) if rows else []
    sums, nothing = Paired((len(names),)), np.zeros(len(names))
    for row in rows:
        values: Numbers = np.array([row[name] for name in names], dtype=np.float64)
        sums.add(nothing, values)
    return {
        name: {
            "mean": each.difference,
            "low": each.low,
            "high": each.high,
            "replicates": each.pairs,
        }
        for name, each in zip(names, sums.differences(), strict=True)
    }


def _largest(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the largest value of each name."""
    return {name: max(row[name] for row in rows) for name in (rows[0] if rows else {})}
