"""Processes that Ctrl-C in a terminal does not reach."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Block Ctrl-C in this thread while it starts processes or threads; these inherit that.

    A terminal sends Ctrl-C to every process of a command: each would end with a traceback of its
    own, and the one that gives out the work could keep nothing. Windows has no masks.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Python starts a process of its own before the first of ours, and then unblocks Ctrl-C.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
