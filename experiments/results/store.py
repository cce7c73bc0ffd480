"""A store as its readers see it: tables of runs, of points and of times, at any moment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.design import Design
from heterophony.experiments.results.digests import digest_of, file_digest
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.folders import local_path
from heterophony.experiments.results.manifest import MANIFEST
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.parts import DONE, RUNS, STATUSES, TIMING, runs_schema
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.store_manifest import (
    POINTS,
    Manifest,
    first_line,
    read_store_manifest,
)
from heterophony.scenarios.errors import nearest

CONTENTS = "contents.json"


class Store(Shown):
    """The results of a sweep, finished or not.

    Nothing here writes. Each call reads the tables again, so that a store that another process
    fills shows what is there by then.

    Parameters
    ----------
    path
        The folder that `sweep` writes.

    Raises
    ------
    RequestError
        If the folder is no store.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = local_path(path, "the store")
        self.manifest: Manifest = read_store_manifest(self.path)

    def __repr__(self) -> str:
        """Return path and size."""
        return f"Store({str(self.path)!r}): {len(self):,} of {self.manifest.layout.runs:,} runs"

    def __len__(self) -> int:
        """Return how many rows the table of runs has by now."""
        try:
            return sum(pq.read_metadata(part).num_rows for part in self._files(RUNS))
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(RUNS, error) from error

    @property
    def design(self) -> Design:
        """The points, scenarios and outcomes."""
        return self.manifest.design

    @property
    def asked(self) -> int:
        """How many runs there will be."""
        return self.manifest.layout.runs

    @property
    def runs(self) -> pd.DataFrame:
        """One row per run, as `runs/*.parquet` holds them; NaN where an outcome is undefined."""
        return self.read()

    @property
    def points(self) -> pd.DataFrame:
        """One row per point: its scenario, its values as they hold, and as they were asked for."""
        return self._frame(POINTS, None)

    @property
    def timing(self) -> pd.DataFrame:
        """One row per run: seconds, when it ended, and who made it."""
        return self._frame(TIMING, None)

    @property
    def undone(self) -> pd.DataFrame:
        """The runs that failed, timed out or were killed, with reason and replay line."""
        columns = ["id", "point", "replicate", "seed", "status", "reason", "replay"]
        runs = self.read(columns)
        return runs[runs["status"] != DONE].reset_index(drop=True)

    @cached_property
    def is_finished(self) -> bool:
        """Whether every run that was asked for has its row."""
        return len(self) == self.asked

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return some columns of the table of runs; all by default.

        Raises
        ------
        RequestError
            If there is no such column.
        """
        names = runs_schema(self.design).names
        for name in columns or ():
            if name not in names:
                raise RequestError(
                    f"{self.path} keeps no column {name!r} (nearest: {nearest(str(name), names)})"
                )
        return self._frame(RUNS, columns)

    def counts(self) -> dict[str, int]:
        """Return how many runs are done, failed, timed out, killed, and not run yet."""
        found = self.read(["status"])["status"].value_counts()
        counts = {status: int(found.get(status, 0)) for status in STATUSES}
        return {**counts, "not_run": self.asked - sum(counts.values())}

    def summary(
        self, outcomes: Sequence[str] | None = None, *, baseline: int | None = None
    ) -> pd.DataFrame:
        """Return what `heterophony.experiments.summarise` says of this store."""
        from heterophony import experiments  # the rule for verdicts lies above this room

        frame: pd.DataFrame = experiments.summarise(self, outcomes, baseline=baseline)
        return frame

    def _files(self, table: str) -> list[Path]:
        return sorted((self.path / table).glob("*.parquet"))

    def _frame(self, table: str, columns: Sequence[str] | None) -> pd.DataFrame:
        try:
            parts = [
                pq.read_table(part, columns=columns, partitioning=None)
                for part in self._files(table)
            ]
            frame = pa.concat_tables(parts).to_pandas() if parts else pd.DataFrame()
        except (OSError, ValueError, pa.ArrowException) as error:
            raise self._unreadable(table, error) from error
        if not parts and table == RUNS:
            schema = runs_schema(self.design)
            chosen = [schema.field(name) for name in columns or schema.names]
            return pa.schema(chosen).empty_table().to_pandas()
        return frame

    def _unreadable(self, table: str, error: Exception) -> WorkError:
        return WorkError(
            f"{self.path / table} holds a part that cannot be read ({first_line(error)}); "
            f"`heterophony store repair {self.path}` sets it aside and makes its runs again"
        )


def write_contents(store: Store) -> None:
    """Write what a finished store holds, with the hash of every file that a rerun must repeat."""
    folders = (RUNS, POINTS)
    files = [store.path / MANIFEST]
    files += [file for folder in folders for file in sorted((store.path / folder).glob("*"))]
    digests = {file.relative_to(store.path).as_posix(): file_digest(file) for file in files}
    document = {
        "runs": store.asked,
        **store.counts(),
        "results_sha256": digest_of(v for k, v in digests.items() if k.startswith(RUNS)),
        "files": digests,
        "notice": notice(),
    }
    write_file(store.path / CONTENTS, as_json(document).encode())


def read_contents(path: Path) -> Mapping[str, Any]:
    """Return what a finished store's `contents.json` says; empty if there is none to be read."""
    try:
        found = json.loads((path / CONTENTS).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("files"), dict) else {}
