"""Rows of blocks that are not whole yet: one line a run, so that a killed sweep loses none."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path

from heterophony.experiments.engine.sweeping.files import reported
from heterophony.experiments.engine.sweeping.work import Row

JOURNAL = "unfinished"


class Journals:
    """The journals of a store, one per block that is not whole.

    Lines go to the system at once, without a buffer of ours: what is written survives the death of
    this process, though not a power cut.
    """

    def __init__(self, store: Path) -> None:
        self._folder = store / JOURNAL
        self._open: dict[int, FileIO] = {}

    def path(self, block: int) -> Path:
        """Return where the rows of a block stand until all of them are there."""
        return self._folder / f"block-{block:06}.jsonl"

    def append(self, block: int, rows: Iterable[Row]) -> None:
        """Add rows to the journal of a block.

        Raises
        ------
        NoRoomError, WorkError
            If they cannot be written.
        """
        # The line break comes first: what a killed writer left half done spoils no other line.
        text = "".join(f"\n{json.dumps(list(vars(row).values()))}" for row in rows).encode()
        path = self.path(block)
        try:
            if block not in self._open:
                self._folder.mkdir(exist_ok=True)
                self._open[block] = FileIO(path, "a")
            if self._open[block].write(text) != len(text):
                raise OSError(errno.ENOSPC, "no space left")
        except OSError as error:
            raise reported(path, error) from error

    def read(self, block: int) -> Iterator[Row]:
        """Yield the rows of a journal; a line that was cut short is left out."""
        try:
            lines = self.path(block).read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            with suppress(ValueError, TypeError):
                number, run, rules, status, reason, values, *timing = json.loads(line)
                yield Row(number, run, rules, status, reason, tuple(values), *timing)

    def drop(self, block: int) -> None:
        """Remove the journal of a block that is whole."""
        if block in self._open:
            self._open.pop(block).close()
        self.path(block).unlink(missing_ok=True)

    def close(self) -> None:
        """Close all files, and remove the folder if it is empty."""
        for file in self._open.values():
            file.close()
        self._open.clear()
        with suppress(OSError):  # it holds journals, or was never made
            self._folder.rmdir()
