"""A store as its readers see it: tables of runs, of points and of times, at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.engine.sweeping.files import write_whole
from heterophony.experiments.engine.sweeping.manifest import Manifest, read_store_manifest
from heterophony.experiments.engine.sweeping.parts import POINTS, RUNS, TIMING, runs_schema
from heterophony.experiments.engine.sweeping.work import DONE, STATUSES
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import digest_of, file_digest
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.manifest import MANIFEST
from heterophony.experiments.results.notice import notice

if TYPE_CHECKING:
    from heterophony.experiments.engine.sweeping.design import Design

CONTENTS = "contents.json"


class Store:
    """The results of a sweep, finished or not.

    Nothing here writes. Tables are read anew at each call, so that a store that another process
    is filling shows what is there by then.

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
        self.path = Path(path)
        self.manifest: Manifest = read_store_manifest(self.path)

    def __repr__(self) -> str:
        """Return path and size."""
        return f"Store({str(self.path)!r}): {len(self):,} of {self.manifest.layout.runs:,} runs"

    def __len__(self) -> int:
        """Return how many rows the table of runs has by now."""
        return sum(pq.read_metadata(part).num_rows for part in self._files(RUNS))

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
        """Return some columns of the table of runs; all unless named.

        Raises
        ------
        RequestError
            If there is no such column.
        """
        names = runs_schema(self.design).names
        for name in columns or ():
            if name not in names:
                from heterophony.scenarios.errors import nearest

                raise RequestError(
                    f"{self.path} keeps no column {name!r} (nearest: {nearest(name, names)})"
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
        """Return every point's outcomes with intervals, and what missing runs could do to them.

        See `heterophony.experiments.engine.sweeping.summarise`.
        """
        from heterophony.experiments.engine.sweeping.summary import summarise

        return summarise(self, outcomes, baseline=baseline)

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
            raise WorkError(
                f"{self.path / table} holds a part that cannot be read ({error}); the line that "
                "made the store sets it aside and makes its runs again"
            ) from error
        if not parts and table == RUNS:
            schema = runs_schema(self.design)
            chosen = [schema.field(name) for name in columns or schema.names]
            return pa.schema(chosen).empty_table().to_pandas()
        return frame


def write_contents(store: Store) -> dict[str, Any]:
    """Write what a finished store holds, with the hash of every file that a rerun must repeat."""
    counted = store.counts()
    folders = (RUNS, POINTS)
    files = [store.path / MANIFEST]
    files += [file for folder in folders for file in sorted((store.path / folder).glob("*"))]
    digests = {file.relative_to(store.path).as_posix(): file_digest(file) for file in files}
    document = {
        "runs": store.asked,
        **counted,
        "results_sha256": digest_of(v for k, v in digests.items() if k.startswith(RUNS)),
        "files": digests,
        "notice": notice(),
    }
    write_whole(store.path / CONTENTS, as_json(document).encode())
    return document
