"""Paths that users name for results: checked before any work is done."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from heterophony.experiments.results.atomic import draft_folder, reported
from heterophony.experiments.results.errors import RequestError


def local_path(given: str | Path, what: str = "--out") -> Path:
    """Return a path of this machine, `~` expanded.

    Raises
    ------
    RequestError
        If it is empty, an address such as `s3://...`, or cannot be encoded for this file system.
    """
    text = os.fspath(given)
    if not text.strip():
        raise RequestError(f"{what} is empty; allowed: a path of this machine")
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]+:/", text):
        raise RequestError(f"{what} is {text}; allowed: a path of this machine, not an address")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise RequestError(
            f"{what} is {text!a}, which this system cannot encode; set LC_ALL=C.UTF-8 or "
            "PYTHONUTF8=1, or choose another path"
        ) from None
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise RequestError(f"{what} is {text}: {str(error).rstrip('.').lower()}") from None


def check_file_target(
    out: str | Path, what: str, ours: bytes = b"", *, force: bool = False
) -> Path:
    """Refuse a file that must not or cannot be written, before any work is done.

    Parameters
    ----------
    what
        The option that names the file, for messages: "--out".
    ours
        A mark that files of this package hold; an existing file without it is not replaced.
    force
        Replace an existing file without the mark; never anything but a regular file.

    Raises
    ------
    RequestError
        If it is no regular file, or exists and holds no mark.
    WorkError
        If its folder cannot be written.
    """
    path = local_path(out, what)
    with reported(path):
        if path.is_symlink() or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
            raise RequestError(f"{path} is not a regular file; choose another {what}")
        if path.exists() and not force and (not ours or ours not in path.read_bytes()):
            raise RequestError(
                f"{path} exists and was not written by heterophony; choose another {what}, or "
                "give --force to replace it"
            )
        with draft_folder(nearest_folder(path.parent)):
            pass
    return path


def nearest_folder(out: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(each for each in (out, *out.absolute().parents) if each.exists())
