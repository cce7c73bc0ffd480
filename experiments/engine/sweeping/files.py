"""Files of a store: each whole or not there, and one process at a time that writes them."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heterophony.experiments.results.atomic import fsync
from heterophony.experiments.results.errors import RequestError, WorkError

LOCK = ".lock"
_UNFINISHED = ".unfinished-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoomError(WorkError):
    """The disk is full; whoever writes may try again later."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, wait for the disk, then put it in its place.

    Raises
    ------
    NoRoomError
        If there is no space left.
    WorkError
        If it cannot be written for another reason. Either way the old file is still there.
    """
    draft = path.with_name(f"{_UNFINISHED}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        fsync(draft)
        draft.replace(path)
        fsync(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise reported(path, error) from error


def reported(path: Path, error: OSError) -> WorkError:
    """Return one sentence about what the system says of a file."""
    if error.errno in _FULL:
        return NoRoomError(f"cannot write {path}: no space left")
    return WorkError(f"cannot write {path}: {(error.strerror or str(error)).lower()}")


def remove_drafts(folder: Path) -> None:
    """Remove what a process left behind that was killed while it wrote."""
    for draft in folder.glob(f"**/{_UNFINISHED}*"):
        draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing to a store; a killed process lets go by itself.

    Raises
    ------
    RequestError
        If another process holds it.
    WorkError
        If the folder cannot be written.
    """
    path = folder / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise reported(path, error) from error
    try:
        if not _taken(handle, path):
            holder = path.read_text("utf-8", "replace").strip() or "another process"
            raise RequestError(
                f"{folder} is being written by {holder}; wait until it has finished, or choose "
                "another folder"
            )
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _taken(handle: int, path: Path) -> bool:
    """Take the lock of an open file if it is free.

    Raises
    ------
    WorkError
        If the file system knows no locks.
    """
    try:
        if os.name == "nt":
            import msvcrt

            # Far behind the text, which others must be able to read.
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise WorkError(
            f"cannot lock {path} ({error.strerror}); choose a folder on a disk that knows locks"
        ) from error
    return True
