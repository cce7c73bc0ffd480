"""Plausible worlds: joint values of what nobody has measured, as files and as objects.

A file is a Parquet table, one row a world, and a document in its metadata that says how the worlds
were made.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.inputs.world_columns import flat, world_values
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.tables import columns_of, frame_of
from heterophony.scenarios import PARAMETERS, Scenario
from heterophony.sim import model_digest

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parent / "plausible_worlds"
SHIPPED = DATA / "plausible-worlds.parquet"
SHIPPED_NAME = "the set that comes with this version"
_KIND, _METADATA = "plausible worlds", b"heterophony"


@dataclass(frozen=True)
class PlausibleWorld:
    """One joint setting of what nobody has measured.

    Attributes
    ----------
    number
        The world's number in its set, from 0.
    values
        Parameters of kind `behaviour` and structural alternatives, by dotted name.
    """

    number: int
    values: Mapping[str, object]

    def applied_to(self, scenario: Scenario) -> Scenario:
        """Return the scenario in this world.

        A value that the scenario sets, in its file or by hand, is part of the question: only
        parameters at their declared default take the world's value.

        Raises
        ------
        heterophony.scenarios.ScenarioError
            If the world's values are not allowed together with the scenario's.
        """
        asked = {
            name: value
            for name, value in self.values.items()
            if scenario.values[name] == PARAMETERS[name].default
        }
        return scenario.replaced(asked)


@dataclass(frozen=True)
class Worlds:
    """Plausible worlds, in the order in which they were accepted.

    Attributes
    ----------
    worlds
        At least one; the first N of a set are as good a sample as the whole.
    model_sha256
        Digest of the model under which they were accepted or last verified; empty if unknown.
    source
        The file they come from, or what made them.
    provenance
        How they were made: ranges, patterns, tolerances, seed, command, counts per stage.
    """

    worlds: tuple[PlausibleWorld, ...]
    model_sha256: str
    source: str
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stale(self) -> bool:
        """Whether another version of the model accepted them."""
        return self.model_sha256 != model_digest()

    @property
    def staleness(self) -> str:
        """One sentence for people if the set is stale, else an empty string."""
        if not self.stale:
            return ""
        which = self.source if self.source.endswith(".parquet") else len(self)
        return (
            f"the {len(self)} worlds of {self.source} are stale: they were accepted by model "
            f"{self.model_sha256 or 'unknown'}, and this is {model_digest()}; screen them again "
            f"with: heterophony worlds --recheck {which} --out FILE.parquet"
        )

    def first(self, count: int) -> Worlds:
        """Return the first `count` of them, with the same provenance."""
        return Worlds(self.worlds[:count], self.model_sha256, self.source, self.provenance)

    def __len__(self) -> int:
        return len(self.worlds)

    def __iter__(self) -> Iterator[PlausibleWorld]:
        return iter(self.worlds)


def load_worlds(
    which: int | str | Path, *, announce: Callable[[str], None] | None = None
) -> Worlds:
    """Return plausible worlds.

    Parameters
    ----------
    which
        A number: so many of the set that comes with the package, its first ones. Or the path of a
        file that `write_worlds` made. Digits as text are a number.
    announce
        Called with a sentence if the worlds are stale.

    Raises
    ------
    RequestError
        If there are fewer, or the file is no file of worlds, or it holds a parameter or value that
        is not allowed.
    """
    found = _loaded(which)
    if found.stale and announce is not None:
        announce(found.staleness)
    return found


def _loaded(which: int | str | Path) -> Worlds:
    if isinstance(which, str) and which.isdecimal():
        which = int(which)
    if isinstance(which, str) and _is_number(which) and not Path(which).exists():
        raise RequestError(not_allowed(which))
    if isinstance(which, str | Path):
        return _read(Path(which), str(which))
    if isinstance(which, bool) or which < 1:
        raise RequestError(not_allowed(which))
    shipped = _read(SHIPPED, SHIPPED_NAME)
    if which > len(shipped):
        raise RequestError(
            f"worlds is {which}, but {SHIPPED_NAME} holds {len(shipped)}; make more with: "
            f"heterophony worlds --accept {which} --out worlds.parquet"
        )
    return shipped.first(which)


def not_allowed(which: object) -> str:
    """Say which numbers of worlds are allowed."""
    return f"worlds is {which}; allowed: a whole number from 1, or a file"


def write_worlds(worlds: Worlds, path: str | Path) -> Path:
    """Write worlds as one Parquet file, atomically, and return its path.

    Parameters
    ----------
    worlds
        Worlds that all hold the same parameters in the same order.
    path
        The file, which is replaced if it is there.

    Raises
    ------
    RequestError
        If there are none, or they do not hold the same parameters.
    WorkError
        If the file cannot be written.
    """
    if not len(worlds):
        raise RequestError("there are no worlds to write")
    names = list(worlds.worlds[0].values)
    if any(list(each.values) != names for each in worlds):
        raise RequestError("all worlds of a set must hold the same parameters in the same order")
    rows = [{"world": each.number, **flat(each.values)} for each in worlds]
    document = {"kind": _KIND, "model_sha256": worlds.model_sha256, **worlds.provenance}
    return write_table(frame_of(columns_of(rows, rows[0])), Path(path), document)


def write_table(table: pd.DataFrame, path: Path, document: Mapping[str, Any]) -> Path:
    """Write a table and a document about it as one Parquet file, atomically."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata({_METADATA: as_json(document).encode()})
    content = io.BytesIO()
    # Hundreds of short columns: dictionaries and statistics would take most of the room.
    pq.write_table(arrow, content, compression="zstd", use_dictionary=False, write_statistics=False)
    write_file(path, content.getvalue())
    return path


def read_table(path: Path, source: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the table and the document of a file that `write_table` made.

    Raises
    ------
    RequestError
        If there is no such file, or it is another kind of file.
    """
    if path.is_dir():
        raise RequestError(f"{source} is no file of worlds: it is a directory")
    try:
        arrow = pq.read_table(path)
    except FileNotFoundError:
        raise RequestError(
            f"there is no file {path}; worlds are a number, or a file that "
            "heterophony worlds or calibrate wrote"
        ) from None
    except (pa.ArrowException, OSError) as error:
        why = "it is no table as heterophony writes them"
        why = error.strerror if isinstance(error, OSError) and error.strerror else why
        raise RequestError(f"{source} is no file of worlds: {why}") from None
    written = (arrow.schema.metadata or {}).get(_METADATA)
    if written is None:
        raise RequestError(f"{source} is no file of worlds: heterophony did not write it")
    return arrow.replace_schema_metadata(None).to_pandas(), json.loads(written)


def _read(path: Path, source: str) -> Worlds:
    table, document = read_table(path, source)
    if document.pop("kind", None) != _KIND or "world" not in table.columns:
        raise RequestError(f"{source} is no file of worlds: it holds something else")
    if table.empty:
        raise RequestError(f"{source} holds no world")
    try:
        rows = world_values(table.drop(columns="world"))
    except RequestError as error:
        raise RequestError(f"{source}: {error}") from None
    numbers = table["world"].tolist()
    worlds = tuple(PlausibleWorld(int(n), row) for n, row in zip(numbers, rows, strict=True))
    # Files of the version before hold a digest of the rules alone: their worlds are stale.
    before = document.pop("rules_sha256", "")
    return Worlds(worlds, str(document.pop("model_sha256", before)), source, document)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
