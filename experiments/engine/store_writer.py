"""Write a store: know which runs are missing, record each row, close each complete block."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from heterophony.experiments.engine.checkpoint import Journal
from heterophony.experiments.engine.executors import Say
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.results.atomic import clear_litter, write_file
from heterophony.experiments.results.digests import file_digest
from heterophony.experiments.results.errors import NoRoomError
from heterophony.experiments.results.parts import (
    ASIDE,
    DONE,
    RUNS,
    STATUSES,
    TIMING,
    Row,
    UnreadableError,
    encoded,
    part_name,
    read_part,
    read_timings,
    rows_of,
    runs_schema,
    runs_table,
    timing_table,
)
from heterophony.experiments.results.store_manifest import Manifest

JOURNALS = "unfinished"
# Blocks that wait in memory for room on a full disk, before the sweep gives up.
_MOST_WAITING = 50


class StoreWriter:
    """Records rows of a store that this process has locked.

    A row goes into the journal of its block; with the last row of a block the block becomes a part
    of the table, and its journal is removed.

    Parameters
    ----------
    store, manifest
        The folder and what it is to hold.
    digests
        Hashes of parts, by path within the store, where `contents.json` lists them.
    retry
        Make runs again that failed, timed out or were killed.
    say
        Called with what people should know.
    """

    def __init__(
        self,
        store: Path,
        manifest: Manifest,
        *,
        digests: Mapping[str, str],
        retry: bool,
        say: Say,
    ) -> None:
        self.store = store
        self._design, self._layout = manifest.design, manifest.layout
        self._seeds = [
            replicate_seed(self._design.seed, each) for each in range(self._design.replicates)
        ]
        self._digests, self._retry, self._say = digests, retry, say
        self._journals: dict[int, Journal] = {}
        self._rows: dict[int, dict[int, Row]] = {}
        self._waiting: list[int] = []  # complete blocks that found no room
        self._closed: set[int] = set()
        self._said_full = False
        clear_litter(store)
        schema = runs_schema(self._design)
        for block in range(self._layout.blocks):
            self._resume(block, schema)

    def missing(self) -> list[int]:
        """Return the numbers of the runs that are still to be made, in order."""
        return [
            number
            for block in range(self._layout.blocks)
            if block not in self._closed
            for number in self._layout.members(block)
            if number not in self._rows.get(block, {})
        ]

    def add(self, rows: Sequence[Row]) -> None:
        """Record rows, and close every block that is complete with them.

        Raises
        ------
        WorkError
            If they cannot be written; on a full disk only when too many blocks wait for room.
        """
        by_block: dict[int, list[Row]] = {}
        for row in rows:
            by_block.setdefault(self._layout.block_of(row.number), []).append(row)
        for block, added in by_block.items():
            self._record(block, added)
            if len(self._rows[block]) == len(self._layout.members(block)):
                self._waiting.append(block)
        if any(block in self._waiting for block in by_block):
            self._close_waiting(last=False)

    def finish(self) -> None:
        """Write what still waits for room.

        Raises
        ------
        NoRoomError
            If there is still none.
        """
        self._close_waiting(last=True)

    def close(self) -> None:
        """Close all files, and remove the folder of journals if it is empty."""
        for journal in self._journals.values():
            journal.close()
        folder = self.store / JOURNALS
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def _journal(self, block: int) -> Journal:
        if block not in self._journals:
            self._journals[block] = Journal(self.store / JOURNALS / f"block-{block:06}.jsonl")
        return self._journals[block]

    def _resume(self, block: int, schema: Any) -> None:
        """Take over what an earlier process left of a block."""
        members = self._layout.members(block)
        table = self._part(block, schema)
        known: dict[int, Row] = {}
        if table is not None:
            complete = table["status"].to_pylist().count(DONE) == table.num_rows
            if complete or not (self._retry or self._journal(block).path.exists()):
                self._closed.add(block)
                self._drop_journal(block)
                return
            timings = read_timings(self.store / TIMING / part_name(block), table.num_rows)
            known = {r.number: r for r in rows_of(table, self._design, members, timings)}
        known |= {row.number: row for row in self._journalled(block) if row.number in members}
        if self._retry:
            known = {number: row for number, row in known.items() if row.status == DONE}
        self._rows[block] = known
        if len(known) == len(members):
            self._waiting.append(block)
            self._close_waiting(last=False)

    def _part(self, block: int, schema: Any) -> Any:
        """Return the table of a block's part; None without one, or after setting it aside."""
        part = self.store / RUNS / part_name(block)
        if not part.exists():
            return None
        places = [self._layout.run(number) for number in self._layout.members(block)]
        try:
            listed = self._digests.get(f"{RUNS}/{part.name}")
            if listed is not None and part.is_file() and file_digest(part) != listed:
                read_part(part, schema, places)  # says what is wrong, if the file itself tells
                raise UnreadableError("its hash is not the one in contents.json")
            return read_part(part, schema, places)
        except (OSError, UnreadableError) as error:
            self._set_aside(part, error)
        return None

    def _journalled(self, block: int) -> list[Row]:
        """Return the rows of a journal; a line that is damaged or cut short costs its own run."""
        found = []
        outcomes = len(self._design.outcomes)
        for line in self._journal(block).lines():
            try:
                row = msgspec.convert(json.loads(line), Row)
            except (ValueError, RecursionError):
                continue
            if row.status in STATUSES and len(row.values) == (row.status == DONE) * outcomes:
                found.append(row)
        return found

    def _drop_journal(self, block: int) -> None:
        self._journal(block).remove()
        del self._journals[block]

    def _set_aside(self, part: Path, error: Exception) -> None:
        """Move a part that cannot be read to where no reader of the store meets it."""
        folder = self.store / ASIDE
        folder.mkdir(exist_ok=True)
        copies = len(list(folder.glob(f"{part.name}.unreadable*")))
        place = folder / f"{part.name}.unreadable{copies + 1 if copies else ''}"
        part.rename(place)
        self._say(
            f"{part} is unreadable ({error}); it is set aside as {place}, its runs are redone"
        )

    def _record(self, block: int, rows: Sequence[Row]) -> None:
        """Remember rows, on disk too if there is room."""
        self._rows.setdefault(block, {}).update({row.number: row for row in rows})
        try:
            lines = (json.dumps(msgspec.structs.astuple(row)).encode() for row in rows)
            self._journal(block).append(*lines)
        except NoRoomError:
            if not self._said_full:
                self._say("no space left; the runs go on, and wait in memory for room")
            self._said_full = True

    def _close_waiting(self, *, last: bool) -> None:
        """Write complete blocks as parts; on a full disk they wait, up to a point."""
        for block in tuple(self._waiting):
            rows = [self._rows[block][number] for number in self._layout.members(block)]
            try:
                timing = encoded(timing_table(rows))
                write_file(self.store / TIMING / part_name(block), timing)
                table = encoded(runs_table(rows, self._design, self._layout, self._seeds))
                write_file(self.store / RUNS / part_name(block), table)
            except NoRoomError:
                if last or len(self._waiting) > _MOST_WAITING:
                    raise
                return
            self._waiting.remove(block)
            self._closed.add(block)
            del self._rows[block]
            self._drop_journal(block)
