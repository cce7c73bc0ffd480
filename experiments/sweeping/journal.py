"""Rows of blocks that are not whole yet: one line a run, so that a killed sweep loses none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from heterophony.experiments.sweeping.files import reported
from heterophony.experiments.sweeping.work import Row

JOURNAL = "unfinished"


def journal_path(store: Path, block: int) -> Path:
    """Return where the rows of a block stand until all of them are there."""
    return store / JOURNAL / f"block-{block:06}.jsonl"


def append(path: Path, rows: Iterable[Row]) -> None:
    """Add rows to a journal.

    Raises
    ------
    NoRoomError, WorkError
        If they cannot be written.
    """
    # The line break comes first: what a killed writer left half done spoils no other line.
    text = "".join(f"\n{json.dumps(list(vars(row).values()))}" for row in rows)
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise reported(path, error) from error


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a journal; a line that was cut short when its writer died is left out."""
    for line in path.read_text("utf-8", "replace").splitlines():
        try:
            number, run, rules, status, reason, values, *timing = json.loads(line)
            yield Row(number, run, rules, status, reason, tuple(values), *timing)
        except (ValueError, TypeError):
            continue
