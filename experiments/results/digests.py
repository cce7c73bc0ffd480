"""Hashes of results: equal exactly where all results are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(digests: Iterable[str]) -> str:
    """Return one SHA-256 for many, in their order."""
    joined = hashlib.sha256()
    for each in digests:
        joined.update(each.encode())
    return joined.hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
