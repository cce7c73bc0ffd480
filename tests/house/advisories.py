"""Look the pinned packages up in a copy of the Python Packaging Advisory Database.

python tests/house/advisories.py FOLDER: a checkout of the database, for where no server is reached.
Ends with 1 if a pinned version is affected.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[2]
# What is known and left, with the reason.
LEFT = {
    "PYSEC-2022-43012": "on macOS under Python 3.11, by a bound of pythran's; no index is asked"
}


def pins() -> Iterator[tuple[str, str]]:
    """Yield names, as registries compare them, and versions."""
    text = (ROOT / "requirements-lock.txt").read_text("utf-8")
    for name, version in re.findall(r"^([\w.-]+)==([\w.!+-]+)", text, re.M):
        yield re.sub(r"[-_.]+", "-", name).lower(), version


def affected(advisory: dict[str, Any], name: str, version: str) -> bool:
    """Return whether an advisory that is not withdrawn names a version of a package."""
    if "withdrawn" in advisory:
        return False
    for each in advisory["affected"]:
        if each["package"]["name"].lower() != name:
            continue
        ranges = [one for one in each.get("ranges", ()) if one["type"] == "ECOSYSTEM"]
        if version in map(str, each.get("versions", ())) or any(
            _within(one["events"], Version(version)) for one in ranges
        ):
            return True
    return False


def _within(events: list[dict[str, Any]], version: Version) -> bool:
    """Return whether the last event at or before a version introduces the fault."""
    found = False
    for event in events:
        ((kind, at),) = event.items()
        try:
            reached = str(at) == "0" or version >= Version(str(at))
            passed = version > Version(str(at)) if kind == "last_affected" else reached
        except InvalidVersion:
            continue
        if kind == "introduced" and reached:
            found = True
        elif kind in ("fixed", "last_affected") and passed:
            found = False
    return found


def main() -> int:
    """Print what is affected, and how many advisories were read."""
    database, read, hits = Path(sys.argv[1]) / "vulns", 0, []
    every = list(pins())
    for name, version in every:
        for file in sorted((database / name).glob("*.yaml")):
            read += 1
            advisory = yaml.safe_load(file.read_text("utf-8"))
            if affected(advisory, name, version):
                hits.append((f"{name} {version}", str(advisory["id"])))
    lines = [f"{len(every)} pins beside {read} advisories on their packages: {len(hits)} affected"]
    lines += [f"{pin}: {each}, {LEFT.get(each, 'not looked into')}" for pin, each in hits]
    sys.stdout.write("\n".join([*lines, ""]))
    return any(each not in LEFT for _, each in hits)


if __name__ == "__main__":
    sys.exit(main())
