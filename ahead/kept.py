"""Writes what slow reading of the package's own files finds (`scenarios/kept.py`)."""

from __future__ import annotations

import json
from typing import Any

from heterophony.scenarios.declarations import FOLDER, declared_in, load_sections
from heterophony.scenarios.kept import FILE, digest_of_source
from heterophony.sim.digest import SOURCES, digest_of_sources, source_bytes


def kept_text() -> str:
    """Return what the file should hold: a line for each source."""
    names = ["parameters/sections.toml", *(f"parameters/{each}.toml" for each in load_sections())]
    found: dict[str, Any] = {}
    for name in (*names, "outcomes.toml"):
        source = (FOLDER / name).read_bytes()
        found[name] = (digest_of_source(source), declared_in(source))
    source = source_bytes()
    found[SOURCES] = (digest_of_source(source), digest_of_sources(source))
    lines = (f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write_kept() -> None:
    """Write the file if it holds something else."""
    text = kept_text()
    if not FILE.exists() or FILE.read_text("utf-8") != text:
        FILE.write_text(text, "utf-8")
