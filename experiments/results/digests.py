"""Hashes: of results, of files, of what was asked for, of keys of chance, and of the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from heterophony.sim import model_digest as model_digest


def digest_of(digests: Iterable[str]) -> str:
    """Return one SHA-256 for many, in their order."""
    joined = hashlib.sha256()
    for each in digests:
        joined.update(each.encode())
    return joined.hexdigest()


def keyed_number(key: str) -> int:
    """Return 64 bits that depend on a key alone: `"replicate 1/0"`, `"calibration 1/pilot/0"`."""
    digest = hashlib.blake2b(f"heterophony {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value that JSON holds."""
    text = json.dumps(value, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
