"""Files of worlds: a Parquet table, one row a world, with how it was made in its metadata."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.methods.worlds.columns import flat, world_values
from heterophony.experiments.methods.worlds.world import PlausibleWorld, Worlds
from heterophony.experiments.results.errors import RequestError, WorkError

if TYPE_CHECKING:
    import pandas as pd

SHIPPED = Path(__file__).parent / "data" / "plausible-worlds.parquet"
SHIPPED_NAME = "the set that comes with this version"
_KIND, _METADATA = "plausible worlds", b"heterophony"


def load_worlds(which: int | str | Path) -> Worlds:
    """Return plausible worlds.

    Parameters
    ----------
    which
        A number: so many of the set that comes with the package, its first ones. Or the path of a
        file that `write_worlds` made. Digits as text are a number.

    Raises
    ------
    RequestError
        If more are asked for than there are, or the file is no file of worlds, or it holds a
        parameter or value that is not allowed.
    """
    if isinstance(which, str) and which.isdecimal():
        which = int(which)
    if isinstance(which, str) and _is_number(which) and not Path(which).exists():
        raise RequestError(not_allowed(which))
    if isinstance(which, str | Path):
        return _read(Path(which), str(which))
    if isinstance(which, bool) or which < 1:
        raise RequestError(not_allowed(which))
    kept = _read(SHIPPED, SHIPPED_NAME)
    if which > len(kept):
        raise RequestError(
            f"worlds is {which}, but {SHIPPED_NAME} holds {len(kept)}; make more with: "
            f"heterophony worlds --accept {which} --out worlds.parquet"
        )
    return kept.first(which)


def not_allowed(which: object) -> str:
    """Say which numbers of worlds are allowed."""
    return f"worlds is {which}; allowed: a whole number from 1, or a file"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_worlds(worlds: Worlds, path: str | Path) -> Path:
    """Write worlds as one file that appears whole or not at all, and return its path.

    Raises
    ------
    RequestError
        If there are none, or they do not hold the same parameters.
    WorkError
        If the file cannot be written.
    """
    import pandas as pd

    if not len(worlds):
        raise RequestError("there are no worlds to write")
    names = list(worlds.worlds[0].values)
    if any(list(each.values) != names for each in worlds):
        raise RequestError("all worlds of a set must hold the same parameters in the same order")
    rows = [{"world": each.number, **flat(each.values)} for each in worlds]
    document = {"kind": _KIND, "rules_sha256": worlds.rules_sha256, **worlds.provenance}
    return write_table(pd.DataFrame(rows), Path(path), document)


def write_table(table: pd.DataFrame, path: Path, document: Mapping[str, Any]) -> Path:
    """Write a table with a document beside its columns, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from heterophony.experiments.results.codec import as_json

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata({_METADATA: as_json(document).encode()})
    # Hundreds of short columns: dictionaries and statistics would take most of the room.
    return _whole(
        path,
        lambda draft: pq.write_table(
            arrow, draft, compression="zstd", use_dictionary=False, write_statistics=False
        ),
    )


def read_table(path: Path, source: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the table and the document of a file that `write_table` made.

    Raises
    ------
    RequestError
        If there is no such file, or it is another kind of file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

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
    return Worlds(worlds, str(document.pop("rules_sha256", "")), source, document)


def _whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a draft beside `path`, then put it in its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".heterophony-unfinished-", dir=path.parent)
        draft = Path(name)
        try:
            os.close(handle)
            write(draft)
            draft.chmod(0o644)
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkError(f"cannot write {path}: {reason}; nothing was written") from error
    return path
