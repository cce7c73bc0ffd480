"""What `stamp.json` says of the libraries beside it."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from heterophony.agents.rule_sources import SOURCE_DIGEST, part_digests
from heterophony.ahead.entries import Entry


def tools(linker: Sequence[str]) -> dict[str, str]:
    """Name the tools that decide the bytes of a library, with their versions."""
    said = subprocess.run([*linker, "--version"], capture_output=True, text=True, check=True)
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in ("llvmlite", "numba", "numpy")},
        "linker": said.stdout.strip().splitlines()[0],
    }


def stamp(
    entries: Sequence[Entry], files: Mapping[str, bytes], made_with: Mapping[str, str]
) -> str:
    """Write the stamp of some libraries, as JSON."""
    described: dict[str, Any] = {
        "rules": SOURCE_DIGEST,
        "parts": part_digests(),
        "made_with": dict(made_with),
        "files": {name: hashlib.sha256(each).hexdigest() for name, each in sorted(files.items())},
        "entries": {entry.name: entry.described() for entry in entries},
    }
    return json.dumps(described, indent=1) + "\n"
