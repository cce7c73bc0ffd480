"""What slow reading of the package's own files found, kept in the package beside a hash of them.

Used where the bytes are the very same; otherwise the work is done again, with the same result. It
saves a short command a fifth of its time. `python -m heterophony.ahead` writes the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["FILE", "digest_of_source", "kept"]

FILE = Path(__file__).with_name("kept.json")

_Found = TypeVar("_Found")


def digest_of_source(source: bytes) -> str:
    """Hash what something was found in."""
    return hashlib.sha256(source).hexdigest()[:32]


def kept(name: str, source: bytes, find: Callable[[bytes], _Found]) -> _Found:
    """Return what is kept under a name if it was found in this source; otherwise find it.

    Parameters
    ----------
    name
        In the file: a path in this folder, or what was found.
    source
        All that the finding depends on.
    find
        Finds it in a source; JSON must hold it without loss.
    """
    entry = _entries().get(name)
    if entry is not None and entry[0] == digest_of_source(source):
        found: _Found = entry[1]
        return found
    return find(source)


@cache
def _entries() -> dict[str, Any]:
    """Read the file; empty where there is none."""
    try:
        entries = json.loads(FILE.read_bytes())
    except (OSError, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}
