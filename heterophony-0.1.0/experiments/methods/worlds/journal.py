"""What was screened so far, line by line, so that the same command goes on where it was stopped."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from heterophony.experiments.methods.worlds.screening import Screened
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.errors import RequestError, WorkError

SUFFIX = ".unfinished"
_NUMBERS = ("seen", "low", "high")


class Journal:
    """A file beside the worlds to come: a head, then one line per candidate in order.

    Each line is on the disk before the next candidate is counted. A last line that is not whole,
    because the machine stopped while it was written, is cut off and its candidate screened again.

    Raises
    ------
    RequestError
        If the file was begun under other settings, or is something else.
    WorkError
        If it cannot be written.
    """

    def __init__(self, out: Path, head: Mapping[str, object]) -> None:
        self.path = out.with_name(out.name + SUFFIX)
        self.screened: list[Screened] = []
        found = self.path.read_bytes() if self.path.is_file() else b""
        whole = found[: found.rfind(b"\n") + 1]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if whole:
                self._take(whole.decode("utf-8", "replace").splitlines(), head)
            self._file = self.path.open("ab")
            self._file.truncate(len(whole))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise WorkError(f"cannot write {self.path}: {reason}") from error
        if not whole:
            self._write(head)

    def add(self, screened: Screened) -> None:
        """Note the next candidate."""
        self._write(asdict(screened))
        self.screened.append(screened)

    def finish(self) -> None:
        """Take the file away: what it held is in the worlds' files now."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _take(self, lines: list[str], head: Mapping[str, object]) -> None:
        """Take over what an earlier call noted."""
        try:
            before, *tables = [json.loads(line) for line in lines]
        except ValueError:
            before, tables = None, []
        if before != plain(head):
            raise RequestError(
                f"{self.path} was begun with another seed, other rules or other settings; "
                "remove it to begin anew, or choose another --out"
            )
        self.screened = [_screened(table) for table in tables]

    def _write(self, table: Mapping[str, object]) -> None:
        line = json.dumps(plain(table), ensure_ascii=False) + "\n"
        self._file.write(line.encode("utf-8"))
        self._file.flush()
        os.fsync(self._file.fileno())


def _screened(table: dict[str, Any]) -> Screened:
    numbers = {name: math.nan if table[name] is None else table[name] for name in _NUMBERS}
    names = {name: tuple(table[name]) for name in ("uncertain", "missed")}
    return Screened(**{**table, **numbers, **names})
