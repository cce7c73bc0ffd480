"""Compile the rules ahead of use: `make rules`.

Writes a library for each kind of processor, and one for pages, into `agents/prepared/`. Libraries
that are up to date are left alone. Also writes `scenarios/kept.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from heterophony.agents import prepared_tables
from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.rule_sources import SOURCE_DIGEST
from heterophony.ahead.entries import ENTRIES
from heterophony.ahead.kept import write_kept
from heterophony.ahead.targets import TARGETS, MissingToolError
from heterophony.sim import student

# The order of Python's sets moves instructions about; a fixed one makes the bytes repeatable.
_HASH_SEED = "0"


def main(arguments: list[str] | None = None) -> int:
    """Build what is asked for; return 0 if all is up to date, 1 if something is not or failed."""
    parser = argparse.ArgumentParser(prog="make rules", description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder to write into")
    parser.add_argument("--anew", action="store_true", help="build even if all is up to date")
    parser.add_argument("--check", action="store_true", help="only say whether all is up to date")
    asked = parser.parse_args(arguments)
    if not asked.check:
        write_kept()
    if not asked.anew and up_to_date(asked.into):
        print(f"{asked.into} is up to date with rules {SOURCE_DIGEST}")
        return 0
    if asked.check:
        return 1
    try:
        build(asked.into)
    except MissingToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def up_to_date(folder: Path) -> bool:
    """Tell whether a folder holds what was compiled of the installed rules, and all entries."""
    try:
        stamp = json.loads((folder / "stamp.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    tables = (prepared_tables.FILE.name, student.FILE.name)
    there = all((folder / each).is_file() for each in (*(e.file for e in TARGETS), *tables))
    entries = {entry.name: entry.described() for entry in ENTRIES}
    return there and stamp.get("rules") == SOURCE_DIGEST and stamp.get("entries") == entries


def build(folder: Path) -> None:
    """Compile rules for every target, and write libraries and stamp together."""
    from heterophony.ahead.building import built  # Numba is slow to import

    started = time.perf_counter()
    files = built(lambda said: print(f"{said} ({time.perf_counter() - started:.0f} s)", flush=True))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():  # the stamp comes last
        unfinished = folder / f"{name}.new"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)
    sizes = ", ".join(f"{name} {len(content) / 1024:.0f} kB" for name, content in files.items())
    print(f"{folder}: {sizes}")


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != _HASH_SEED:
        environment = {**os.environ, "PYTHONHASHSEED": _HASH_SEED}
        words = [sys.executable, "-m", "heterophony.ahead", *sys.argv[1:]]
        os.execve(sys.executable, words, environment)
    sys.exit(main())
