"""Atomic writes: files and folders appear whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from heterophony.experiments.results.errors import NoRoomError, RequestError, WorkError

_DRAFT = ".heterophony-unfinished-"  # folders that a killed process leaves behind
_DRAFT_FILE = ".unfinished-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically: a draft beside it, fsync, then rename.

    Raises
    ------
    NoRoomError
        If there is no space left.
    WorkError
        If it cannot be written for another reason. Either way the old file is still there.
    """
    draft = path.with_name(f"{_DRAFT_FILE}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        fsync(draft)
        draft.replace(path)
        fsync(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise io_error(path, error) from error


def clear_litter(folder: Path) -> None:
    """Remove drafts that killed processes left in a folder; those of running processes stay."""
    with suppress(OSError):
        for draft in [*folder.glob(f"{_DRAFT}*"), *folder.glob(f"**/{_DRAFT_FILE}*")]:
            if draft.is_dir():
                if not _is_alive(draft.name):
                    shutil.rmtree(draft, ignore_errors=True)
            else:
                draft.unlink(missing_ok=True)


def io_error(path: Path, error: OSError) -> WorkError:
    """Return one sentence about what the system says of a file."""
    if error.errno in _FULL:
        return NoRoomError(f"cannot write {path}: no space left")
    return WorkError(f"cannot write {path}: {(error.strerror or str(error)).lower()}")


def fsync(path: Path) -> None:
    """Wait until the file or folder is on the disk; folders only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def draft_folder(parent: Path) -> Iterator[Path]:
    """Yield a draft folder inside `parent`, and remove it unless it was renamed."""
    prefix = f"{_DRAFT}{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}-"
    draft = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_alive(name: str) -> bool:
    """Return whether the process that a draft is named after may still be writing it."""
    found = re.fullmatch(rf"{_DRAFT}(.*)-(\d+)-[0-9a-f]{{4}}-.*", name)
    if found is None:
        return False
    if found[1] != socket.gethostname() or os.name == "nt":
        return True  # on another machine, or where signal 0 would end the process: leave it
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextmanager
def reported(out: Path) -> Iterator[None]:
    """Turn what the system says into one sentence about `out`."""
    try:
        yield
    except OSError as error:
        if isinstance(error, RequestError | WorkError):
            raise
        found = io_error(out, error)
        raise type(found)(f"{found}; nothing was written") from error
