"""Parts of a store: tables of runs as Parquet whose bytes depend on nothing but the rows."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.results.design import Design, Layout
from heterophony.experiments.results.store_manifest import first_line
from heterophony.scenarios import PARAMETERS

RUNS, TIMING, ASIDE = "runs", "timing", "aside"
DONE, FAILED, TIMED_OUT, KILLED = "done", "failed", "timed_out", "killed"
STATUSES = (DONE, FAILED, TIMED_OUT, KILLED)
_TYPES = {
    "bool": pa.bool_(),
    "choice": pa.string(),
    "float": pa.float64(),
    "int": pa.int64(),
    "vector": pa.list_(pa.float64()),
    "weeks": pa.list_(pa.int64()),
    "table": pa.string(),  # as JSON
}
_TIMING = pa.schema(
    [
        ("id", pa.string()),
        ("seconds", pa.float64()),
        ("finished", pa.timestamp("ms", tz="UTC")),
        ("worker", pa.string()),
    ]
)


class UnreadableError(ValueError):
    """A part that does not hold what it should."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """What became of a run.

    Attributes
    ----------
    number
        The run's number in its store.
    rules
        Digest of the model that it was made with.
    reason
        Why it was not done; empty if it was.
    values
        Outcomes in the order of the plan, NaN where undefined; empty unless the run was done.
    seconds, finished, worker
        How long it took, when it ended (seconds since 1970), and who made it.
    """

    number: int
    id: str
    rules: str
    status: str
    reason: str
    values: tuple[float, ...]
    seconds: float
    finished: float
    worker: str


def part_name(number: int) -> str:
    """Return the file name of a block's part."""
    return f"part-{number:06}.parquet"


def runs_schema(design: Design) -> pa.Schema:
    """Return the columns of the table of runs: the same in every part of a store."""
    return pa.schema(
        [
            ("id", pa.string()),
            ("point", pa.int32()),
            ("replicate", pa.int32()),
            ("seed", pa.int64()),
            ("scenario", pa.string()),
            *((name, column_type(name)) for name in design.varied),
            *((name, pa.float64()) for name in design.outcomes),
            ("status", pa.string()),
            ("reason", pa.string()),
            ("replay", pa.string()),
            ("rules", pa.string()),
        ]
    )


def column_type(name: str) -> pa.DataType:
    """Return the type of the column of a parameter, or of a component, by dotted name."""
    if name in PARAMETERS:
        return _TYPES[PARAMETERS[name].type]
    whole = PARAMETERS[name.rpartition(".")[0]]
    return pa.list_(pa.float64()) if whole.type == "table" else pa.float64()


def runs_table(
    rows: Sequence[Row], design: Design, layout: Layout, seeds: Sequence[int]
) -> pa.Table:
    """Return rows as a table, in their order; what is undefined is null.

    `seeds` holds the seed of each replicate.
    """
    places = [layout.run(row.number) for row in rows]
    held = {point: design.held(point) for point in dict.fromkeys(point for point, _ in places)}
    columns: dict[str, list[Any]] = {
        "id": [row.id for row in rows],
        "point": [point for point, _ in places],
        "replicate": [replicate for _, replicate in places],
        "seed": [seeds[replicate] for _, replicate in places],
        "scenario": [design.scenarios[design.points[point].scenario].name for point, _ in places],
    }
    for position, name in enumerate(design.varied):
        columns[name] = [_cell(name, held[point][position]) for point, _ in places]
    for position, name in enumerate(design.outcomes):
        columns[name] = [row.values[position] if row.values else None for row in rows]
    columns["status"] = [row.status for row in rows]
    columns["reason"] = [row.reason or None for row in rows]
    columns["replay"] = [_replay_line(row.id) if row.status != DONE else None for row in rows]
    columns["rules"] = [row.rules for row in rows]
    schema = runs_schema(design)
    # NaN becomes null: a database's mean leaves null out, and would spread NaN.
    arrays = [pa.array(columns[field.name], field.type, from_pandas=True) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def rows_of(
    table: pa.Table, design: Design, numbers: Sequence[int], timings: Sequence[Sequence[Any]]
) -> list[Row]:
    """Return the rows of a part, the inverse of `runs_table`; `numbers` are those of its runs."""
    names = ("id", "rules", "status", "reason")
    columns = [table[name].to_pylist() for name in names]
    outcomes = [table[name].to_pylist() for name in design.outcomes]
    found = []
    for place, number in enumerate(numbers):
        run, rules, status, reason = (column[place] for column in columns)
        values = tuple(math.nan if column[place] is None else column[place] for column in outcomes)
        kept = values if status == DONE else ()
        found.append(Row(number, run, rules, status, reason or "", kept, *timings[place]))
    return found


def _cell(name: str, value: Any) -> Any:
    """Return a parameter's value as its column holds it."""
    if name in PARAMETERS and PARAMETERS[name].type == "table":
        return json.dumps(value)
    return value


def _replay_line(run: str) -> str:
    """Return the command that makes a run of a store again, with all its tables."""
    return f"heterophony replay STORE {run} --out DIR"


def timing_table(rows: Sequence[Row]) -> pa.Table:
    """Return how long each run took, when it ended and who made it."""
    arrays = [
        [row.id for row in rows],
        [row.seconds for row in rows],
        [round(row.finished * 1000) for row in rows],
        [row.worker for row in rows],
    ]
    typed = [pa.array(each, field.type) for each, field in zip(arrays, _TIMING, strict=True)]
    return pa.Table.from_arrays(typed, schema=_TIMING)


def encoded(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        use_dictionary=[f.name for f in table.schema if pa.types.is_string(f.type)],
        write_page_checksum=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def read_part(path: Path, schema: pa.Schema, places: Sequence[tuple[int, int]]) -> pa.Table:
    """Read a part and hold it to what it should be.

    Raises
    ------
    UnreadableError
        If it cannot be read, a checksum is wrong, or it holds other columns or other runs.
    """
    try:
        table = pq.read_table(path, page_checksum_verification=True, partitioning=None)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise UnreadableError(first_line(error)) from error
    if not table.schema.equals(schema):
        raise UnreadableError("it holds other columns")
    found = zip(table["point"].to_pylist(), table["replicate"].to_pylist(), strict=True)
    if list(found) != list(places):
        raise UnreadableError("it holds other runs")
    return table


def read_timings(path: Path, rows: int) -> list[tuple[float, float, str]]:
    """Return seconds, end and worker of each row of a part; zeros where they cannot be read."""
    try:
        table = pq.read_table(path, partitioning=None)
        ends = table["finished"].cast(pa.int64()).to_pylist()
        seconds, workers = table["seconds"].to_pylist(), table["worker"].to_pylist()
    except (OSError, LookupError, ValueError, pa.ArrowException):
        return [(0.0, 0.0, "")] * rows
    found = [(s, e / 1000, w) for s, e, w in zip(seconds, ends, workers, strict=True)]
    return found if len(found) == rows else [(0.0, 0.0, "")] * rows


def points_table(design: Design, first: int) -> pa.Table:
    """Return the points from number `first` on: their scenario, values as they hold, as asked."""
    numbers = range(first, len(design.points))
    held = [design.held(number) for number in numbers]
    points = design.points[first:]
    columns: dict[str, tuple[pa.DataType, list[Any]]] = {
        "point": (pa.int32(), list(numbers)),
        "scenario": (pa.string(), [design.scenarios[each.scenario].name for each in points]),
    }
    for position, name in enumerate(design.varied):
        columns[name] = (column_type(name), [_cell(name, each[position]) for each in held])
    columns["asked"] = (pa.string(), [each.asked for each in points])
    columns["scenario_sha256"] = (pa.string(), [each.digest for each in points])
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
