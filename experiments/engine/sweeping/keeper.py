"""The one who writes a store: knows which runs are missing, keeps each row, closes each block."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.sweeping.files import NoRoomError, remove_drafts
from heterophony.experiments.engine.sweeping.journal import Journals
from heterophony.experiments.engine.sweeping.manifest import Manifest
from heterophony.experiments.engine.sweeping.parts import (
    ASIDE,
    RUNS,
    TIMING,
    UnreadableError,
    part_name,
    read_part,
    read_timings,
    runs_schema,
    runs_table,
    timing_table,
    write_table,
)
from heterophony.experiments.engine.sweeping.work import DONE, Row

# Blocks that wait in memory for room on a full disk, before the sweep gives up.
_MOST_WAITING = 50

Say = Callable[[str], None]


class Keeper:
    """Keeps rows of a store that this process holds the lock of.

    A row goes into the journal of its block; with the last row of a block the block becomes a part
    of the table, and its journal goes.
    """

    def __init__(self, store: Path, manifest: Manifest, *, retry: bool, say: Say) -> None:
        self.store = store
        self._design, self._layout = manifest.design, manifest.layout
        self._say = say
        self._journals = Journals(store)
        self._rows: dict[int, dict[int, Row]] = {}
        self._waiting: list[int] = []  # whole blocks that found no room
        self._closed: set[int] = set()
        self._told = False  # that there is no room
        self.not_done = 0  # rows that are there, but not done
        remove_drafts(store)
        schema = runs_schema(self._design)
        for block in range(self._layout.blocks):
            self._take_up(block, schema, retry)

    def missing(self) -> list[int]:
        """Return the numbers of the runs that are still to be made, in order."""
        return list(self._missing())

    def has(self, number: int) -> bool:
        """Return whether the row of a run is there."""
        block = self._layout.block_of(number)
        return block in self._closed or number in self._rows.get(block, ())

    def add(self, rows: Sequence[Row]) -> None:
        """Keep rows, and close every block that is whole with them.

        Raises
        ------
        WorkError
            If they cannot be written; on a full disk only when too many blocks wait for room.
        """
        by_block: dict[int, list[Row]] = {}
        for row in rows:
            by_block.setdefault(self._layout.block_of(row.number), []).append(row)
        whole = []
        for block, added in by_block.items():
            self._note(block, added)
            if len(self._rows[block]) == len(self._layout.members(block)):
                whole.append(block)
        if whole:
            self._waiting += whole
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
        """Let go of files; nothing is lost."""
        self._journals.close()

    def _missing(self) -> Iterator[int]:
        for block in range(self._layout.blocks):
            if block not in self._closed:
                known = self._rows.get(block, {})
                yield from (each for each in self._layout.members(block) if each not in known)

    def _take_up(self, block: int, schema: Any, retry: bool) -> None:
        """See what an earlier process left of a block."""
        part = self.store / RUNS / part_name(block)
        places = [self._layout.run(number) for number in self._layout.members(block)]
        if part.exists():
            try:
                table = read_part(part, schema, places)
            except UnreadableError as error:
                self._set_aside(part, error)
            else:
                undone = table.num_rows - table["status"].to_pylist().count(DONE)
                if not undone or not (retry or self._journals.path(block).exists()):
                    self._closed.add(block)
                    self.not_done += undone
                    self._journals.drop(block)
                    return
                self._rows[block] = self._part_rows(block, table)
        members = self._layout.members(block)
        known = self._rows.setdefault(block, {})
        noted = self._journals.read(block)
        known.update({row.number: row for row in noted if row.number in members})
        if retry:
            known = self._rows[block] = {n: row for n, row in known.items() if row.status == DONE}
        self.not_done += sum(row.status != DONE for row in known.values())
        if len(known) == len(places):
            self._waiting.append(block)
            self._close_waiting(last=False)

    def _part_rows(self, block: int, table: Any) -> dict[int, Row]:
        """Return the rows of a part that is to be written again, with other rows among them."""
        values = [table[name].to_pylist() for name in self._design.outcomes]
        names = ("id", "rules", "status", "reason")
        columns = [table[name].to_pylist() for name in names]
        timing = read_timings(self.store / TIMING / part_name(block), table.num_rows)
        found = {}
        for place, number in enumerate(self._layout.members(block)):
            run, rules, status, reason = (column[place] for column in columns)
            kept = tuple(math.nan if v[place] is None else v[place] for v in values)
            outcomes = kept if status == DONE else ()
            found[number] = Row(number, run, rules, status, reason or "", outcomes, *timing[place])
        return found

    def _set_aside(self, part: Path, error: Exception) -> None:
        """Put a part that cannot be read where no reader of the store meets it."""
        folder = self.store / ASIDE
        folder.mkdir(exist_ok=True)
        copies = len(list(folder.glob(f"{part.name}.unreadable*")))
        place = folder / f"{part.name}.unreadable{copies + 1 if copies else ''}"
        part.rename(place)
        self._say(
            f"{part} is unreadable ({error}); it is set aside as {place}, its runs are redone"
        )

    def _note(self, block: int, rows: Sequence[Row]) -> None:
        """Remember rows, on disk too if there is room."""
        self._rows.setdefault(block, {}).update({row.number: row for row in rows})
        self.not_done += sum(row.status != DONE for row in rows)
        try:
            self._journals.append(block, rows)
        except NoRoomError:
            if not self._told:
                self._say("no space left; the runs go on, and wait in memory for room")
            self._told = True

    def _close_waiting(self, *, last: bool) -> None:
        """Write whole blocks as parts; a full disk lets them wait, up to a point."""
        for block in tuple(self._waiting):
            rows = [self._rows[block][number] for number in self._layout.members(block)]
            try:
                write_table(self.store / TIMING / part_name(block), timing_table(rows))
                table = runs_table(rows, self._design, self._layout)
                write_table(self.store / RUNS / part_name(block), table)
            except NoRoomError:
                if last or len(self._waiting) > _MOST_WAITING:
                    raise
                return
            self._waiting.remove(block)
            self._closed.add(block)
            del self._rows[block]
            self._journals.drop(block)
