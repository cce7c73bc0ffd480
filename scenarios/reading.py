"""Find scenario files and read them as tables, with a clear word about what cannot be read."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from heterophony.scenarios.errors import Problem, ScenarioError, nearest, shown

__all__ = ["library_names", "library_path", "locate", "read_table"]

LIBRARY = Path(__file__).parent / "library"


def library_names() -> list[str]:
    """Return the names of the library's scenarios: the baseline first, then by alphabet."""
    names = sorted(path.stem for path in LIBRARY.glob("*.toml"))
    return sorted(names, key=lambda name: name != "baseline")


def library_path(name: str) -> Path:
    """Return the file of a scenario of the library."""
    return LIBRARY / f"{name}.toml"


def locate(reference: str | os.PathLike[str], folder: Path, source: str) -> Path:
    """Return the file that a library name or a path, relative to `folder`, stands for.

    Raises
    ------
    ScenarioError
        If there is no such scenario or file, or it is a directory, or `reference` is no text.
    """
    if not isinstance(reference, str | os.PathLike):
        raise _refused(source, f"{shown(reference)} must be a name of the library or a path")
    text = os.fspath(reference)
    names = library_names()
    if text in names:
        return library_path(text)
    is_path = isinstance(reference, os.PathLike) or text.endswith(".toml") or "/" in text
    try:
        path = folder / Path(text).expanduser()
        is_path = is_path or path.name != text  # a separator of another system
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, RuntimeError, ValueError) as error:  # too long, null character, ~nobody
        raise _refused(source, f"{shown(text)} cannot be a file name: {error}") from None
    if is_file:
        return path
    if not text.strip():
        raise _refused(source, "the name of a scenario is empty; see: heterophony list scenarios")
    if is_folder:
        raise _refused(source, f"{shown(text)} is a directory, not a scenario file")
    if is_path:
        hint = nearest(Path(text).stem, names, cutoff=0.6)
        raise _refused(source, f"there is no file {shown(text)}", hint)
    message = f"{shown(text)} is no scenario of the library and no file"
    raise _refused(source, message, nearest(text, names, cutoff=0.5))


def _refused(source: str, message: str, hint: str = "") -> ScenarioError:
    return ScenarioError([Problem(source, message, nearest=hint)])


def read_table(path: Path) -> dict[str, Any]:
    """Read one scenario file.

    Raises
    ------
    ScenarioError
        If it cannot be opened, is no UTF-8, is no TOML (with line and column), or is empty.
    """
    source = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise _refused(source, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}"
        raise _refused(source, message) from error
    except RecursionError as error:
        raise _refused(source, "is not valid TOML: tables are nested too deeply") from error
    except ValueError as error:  # includes broken TOML, whose message gives line and column
        raise _refused(source, f"is not valid TOML: {error}") from error
    if not table:
        raise _refused(source, 'is empty; a scenario needs at least name and extends = "baseline"')
    return table
