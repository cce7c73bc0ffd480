"""Put the page's scripts into one, for a file that fetches nothing.

Each module becomes a function that returns what it exports; modules come in the order in which they
need each other. The scripts keep to four forms of import and export, and others are refused.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

ASSETS: Final = Path(__file__).with_name("assets")
FOLDER: Final = ASSETS / "page"
_IMPORT = re.compile(
    r'^import (?:\{ (?P<names>[^}]+) \}|\* as (?P<whole>\w+)) from "(?P<place>[^"]+)";$', re.M
)
_COMMENT = re.compile(r"^ *//.*\n", re.M)  # a file that is mailed is small
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)


def bundled(first: str, folder: Path = FOLDER) -> str:
    """Return a module and all that it imports as one script.

    Raises
    ------
    ValueError
        If modules import each other in a circle, or one in a form that is not known.
    """
    order: list[str] = []
    _visit(PurePosixPath(first), folder, order, ())
    return "\n".join(["'use strict';", *(_wrapped(place, folder) for place in order)]) + "\n"


def _visit(place: PurePosixPath, folder: Path, order: list[str], above: tuple[str, ...]) -> None:
    """Add what a module needs, then itself."""
    name = place.as_posix()
    if name in above:
        raise ValueError(f"modules import each other: {' > '.join((*above, name))}")
    if name in order:
        return
    for found in _IMPORT.finditer((folder / name).read_text("utf-8")):
        _visit(_resolved(place, found["place"]), folder, order, (*above, name))
    order.append(name)


def _resolved(place: PurePosixPath, wanted: str) -> PurePosixPath:
    """Return the place that a module's relative address means."""
    parts = list(place.parent.parts)
    for part in PurePosixPath(wanted).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _wrapped(name: str, folder: Path) -> str:
    """Write a module as a function that is called at once."""
    place, text = PurePosixPath(name), (folder / name).read_text("utf-8")

    def imported(found: re.Match[str]) -> str:
        source = _variable(_resolved(place, found["place"]))
        names = found["whole"] or "{ " + re.sub(r"(\w+) as (\w+)", r"\1: \2", found["names"]) + " }"
        return f"const {names} = {source};"

    body = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub(imported, text)))
    unknown = re.search(r"^(?:import|export)\b.*$", body, re.M)
    if unknown:
        raise ValueError(f"{name}: {unknown[0]!r} is a form that cannot be put into one file")
    exports = ", ".join(_EXPORT.findall(text))
    return f"const {_variable(place)} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _variable(place: PurePosixPath) -> str:
    return "module_" + re.sub(r"\W", "_", place.as_posix())
