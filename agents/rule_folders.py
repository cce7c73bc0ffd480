"""Which folder caches the rules that this machine compiles.

Numba keeps compiled functions on disk but does not notice that a *called* function changed in
another file: a stale rule would run silently. The folder is therefore named by the hash of all
sources that rules are made of.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from heterophony.agents.rule_sources import SOURCE_DIGEST


def cache_folder() -> Path:
    """Name the folder that holds this version's compiled rules.

    `NUMBA_CACHE_DIR` (the compiler's own setting) wins, then `XDG_CACHE_HOME`, then `~/.cache`;
    for a user without a home it is a temporary folder.
    It must not be writable by others: cached files are pickles.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen) / SOURCE_DIGEST
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "heterophony" / SOURCE_DIGEST
    except RuntimeError:  # no home
        return spare_folder(SOURCE_DIGEST)


def spare_folder(name: str) -> Path:
    """Return this user's folder for compiled rules below the system's temporary folder.

    Cached files are pickles: a folder that belongs to somebody else is never used.
    """
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"heterophony-{user}" / name


def is_own(folder: Path) -> bool:
    """Tell whether a spare folder exists and nobody else can write to it."""
    if not hasattr(os, "getuid"):
        return folder.is_dir()
    try:
        found = folder.parent.lstat()
    except OSError:
        return False
    private = not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and private


def why_not_writable(folder: Path) -> str:
    """Return why a folder cannot be written to, or empty text; a missing folder is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
    except OSError as error:
        return error.strerror or str(error)
    return ""
