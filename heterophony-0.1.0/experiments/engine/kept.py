"""Answers of the model, on disk as they come, so that work which was interrupted can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heterophony.experiments.results.errors import RequestError, WorkError

_FILE = "answers.jsonl"


def unfinished_folder(out: Path) -> Path:
    """Return the folder beside `out` that holds what is finished while the work goes on."""
    return out.with_name(f"{out.name}.unfinished")


@dataclass
class Kept:
    """Answers by key, each written before the next is asked for: any value that JSON holds.

    Answers are pure functions of their key; whoever starts the same work again asks for the same
    keys, finds the answers here, and goes on where it was.
    """

    folder: Path | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, folder: Path | None, fingerprint: str, work: str) -> Kept:
        """Read what was left when it was interrupted, or begin anew.

        Parameters
        ----------
        folder
            Where answers are kept; None: in memory only.
        fingerprint
            All that answers depend on.
        work
            What is done, for a message: "calibration (other targets or seed)".

        Raises
        ------
        RequestError
            If it was other work that left it.
        WorkError
            If nothing can be written there.
        """
        kept = cls(folder)
        if folder is None:
            return kept
        path = folder / _FILE
        if not path.exists():
            _written(path, {"fingerprint": fingerprint})
            return kept
        lines = [_parsed(line) for line in path.read_text("utf-8").splitlines()]
        if not lines or lines[0].get("fingerprint") != fingerprint:
            raise RequestError(
                f"{folder} holds the unfinished work of another {work}: remove it, or choose "
                "another --out"
            )
        kept.answers = {each["at"]: each["answer"] for each in lines[1:] if "at" in each}
        if not all(lines):  # the last line was cut off by a crash: the next must not join it
            _written(path, {"cut": True}, start="\n")
        return kept

    def keep(self, key: str, answer: Any) -> None:
        """Keep an answer."""
        self.answers[key] = answer
        if self.folder is not None:
            _written(self.folder / _FILE, {"at": key, "answer": answer})


def _written(path: Path, row: Mapping[str, Any], start: str = "") -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(start + json.dumps(row) + "\n")
    except OSError as error:
        raise WorkError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error


def _parsed(line: str) -> dict[str, Any]:
    """Return a line's row; an empty one for a line that was cut off."""
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}
