"""Find the file that a library name or a path of a scenario means."""

from __future__ import annotations

import os
from pathlib import Path

from heterophony.scenarios.errors import Problem, ScenarioError, nearest, shown

__all__ = ["LIBRARY", "library_names", "library_path", "locate"]

LIBRARY = Path(__file__).parent / "library"


def library_names() -> list[str]:
    """Return the names of the library's scenarios: the baseline first, then by alphabet."""
    names = sorted(path.stem for path in LIBRARY.glob("*.toml"))
    return sorted(names, key=lambda name: name != "baseline")


def library_path(name: str) -> Path:
    """Return the file of a scenario of the library."""
    return LIBRARY / f"{name}.toml"


def locate(reference: str | os.PathLike[str], folder: Path, source: str) -> Path:
    """Return the file that a library name, or a path relative to `folder`, means.

    Raises
    ------
    ScenarioError
        If there is no such scenario, if the path is not a regular file, or `reference` is not text.
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
        is_folder, is_file, is_special = path.is_dir(), path.is_file(), path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long, null character, ~nobody
        raise _refused(source, f"{shown(text)} cannot be a file name: {error}") from None
    if is_file:
        return path
    if not text.strip():
        raise _refused(source, "the name of a scenario is empty; see: heterophony list scenarios")
    if is_folder:
        raise _refused(source, f"{shown(text)} is a directory, not a scenario file")
    if is_special:
        raise _refused(source, f"{shown(text)} is not a regular file, but a pipe or device")
    if is_path:
        hint = nearest(Path(text).stem, names, cutoff=0.6)
        raise _refused(source, f"there is no file {shown(text)}", hint)
    message = f"{shown(text)} is no scenario of the library and no file"
    raise _refused(source, message, nearest(text, names, cutoff=0.5))


def _refused(source: str, message: str, hint: str = "") -> ScenarioError:
    return ScenarioError([Problem(source, message, nearest=hint)])
