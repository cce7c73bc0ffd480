"""The lock of a folder that one process at a time may write to."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from heterophony.experiments.results.errors import RequestError, WorkError

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing to a folder; a killed process frees it.

    Raises
    ------
    RequestError
        If another process holds it.
    WorkError
        If the folder cannot be written, or its file system knows no locks.
    """
    lock = FileLock(folder / LOCK, timeout=0)
    holder = folder / f"{LOCK}-holder"
    try:
        lock.acquire()
    except Timeout:
        with suppress(OSError):
            named = holder.read_text("utf-8", "replace").strip()
            raise RequestError(
                f"{folder} is being written by {named or 'another process'}; wait until it has "
                "finished, or choose another folder"
            ) from None
        raise RequestError(f"{folder} is being written by another process") from None
    except (OSError, NotImplementedError) as error:
        raise WorkError(
            f"cannot lock {folder / LOCK} ({error}); choose a folder on a disk that knows locks"
        ) from error
    try:
        with suppress(OSError):
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}\n", "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
