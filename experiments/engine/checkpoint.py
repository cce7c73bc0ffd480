"""The one way to resume: a journal of finished work that survives the death of its process."""

from __future__ import annotations

import base64
import errno
import json
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from heterophony.experiments.results.atomic import io_error, write_file
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.lossless import decode, encode

_SECONDS_BETWEEN_SYNCS = 1.0
_SHOWN = 3  # differences of an identity that a message names

_Value = TypeVar("_Value")


class Journal:
    """An append-only file of lines.

    A line is with the system before `append` returns, so it survives the death of this process; it
    is on the disk a second later, so it survives a power cut. The line break comes first: a line
    that a killed process left half written spoils no other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: FileIO | None = None
        self._synced = 0.0

    def __del__(self) -> None:
        """Close the file where work ended with an exception."""
        self.close()

    def append(self, *lines: bytes) -> None:
        """Add lines.

        Raises
        ------
        NoRoomError, WorkError
            If they cannot be written.
        """
        text = b"".join(b"\n" + line for line in lines)
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = FileIO(self.path, "a")
            if self._file.write(text) != len(text):
                raise OSError(errno.ENOSPC, "no space left")
            now = time.monotonic()
            if now - self._synced > _SECONDS_BETWEEN_SYNCS:
                os.fsync(self._file.fileno())
                self._synced = now
        except OSError as error:
            raise io_error(self.path, error) from error

    def lines(self) -> Iterator[bytes]:
        """Yield every line; the last may be cut short."""
        with suppress(FileNotFoundError):
            yield from filter(None, self.path.read_bytes().split(b"\n"))

    def close(self) -> None:
        """Close the file; its lines stay."""
        if self._file is not None:
            with suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Close and remove the file."""
        self.close()
        self.path.unlink(missing_ok=True)


class Checkpoint(Generic[_Value]):
    """Finished work by key, recorded as it comes and found again by the same request.

    A value is a pure function of its key and of the checkpoint's identity. The identity always
    includes the digest of the model, so that no table holds two definitions of an outcome.
    """

    def __init__(self, form: Any, journal: Journal | None = None) -> None:
        self._line: Any = tuple[str, form]
        self._journal = journal
        self._values: dict[str, _Value] = {}

    @classmethod
    def open(
        cls, path: Path | None, identity: Mapping[str, Any], what: str, form: Any = Any
    ) -> Checkpoint[_Value]:
        """Read what an interrupted process left, or start empty.

        Parameters
        ----------
        path
            The journal's file; None: in memory only.
        identity
            All that the values depend on except their keys and the model, in values that JSON
            holds.
        what
            What is done, for a message: "calibration".
        form
            The type of the values, for those that are not made of JSON's own types.

        Raises
        ------
        RequestError
            If another request or another version of the model left it; the message says what
            differs.
        WorkError
            If nothing can be written there.
        """
        if path is None:
            return cls(form)
        if path.is_dir():
            raise RequestError(
                f"{path} is a folder, in which an earlier version kept unfinished work; remove it, "
                "or choose another --out"
            )
        journal = Journal(path)
        checkpoint = cls(form, journal)
        head = {"heterophony": what, "model_sha256": model_digest(), "identity": dict(identity)}
        mine = json.loads(as_json(head))
        first, *others = journal.lines() if path.exists() else (b"",)
        if not first:
            write_file(path, json.dumps(mine).encode())
            return checkpoint
        _check_head(path, what, mine, first)
        for line in others:
            checkpoint._take(line)
        return checkpoint

    def __contains__(self, key: str) -> bool:
        """Whether the value of a key is there."""
        return key in self._values

    def __getitem__(self, key: str) -> _Value:
        """Return the value of a key that is there."""
        return self._values[key]

    def __len__(self) -> int:
        """How many values are there."""
        return len(self._values)

    def record(self, key: str, value: _Value) -> None:
        """Record a value.

        Raises
        ------
        NoRoomError, WorkError
            If it cannot be written.
        """
        self._values[key] = value
        if self._journal is not None:
            content = base64.b64encode(encode([key, value]))
            self._journal.append(b"%08x %s" % (zlib.crc32(content), content))

    def close(self, *, done: bool = False) -> None:
        """Close the journal, and remove it if the work is done and its results are written."""
        if self._journal is not None:
            if done:
                self._journal.remove()
            else:
                self._journal.close()

    def _take(self, line: bytes) -> None:
        """Take over a line; one that was cut short is left out, and its work is done again."""
        mark, _, content = line.partition(b" ")
        if mark != b"%08x" % zlib.crc32(content):
            return
        with suppress(msgspec.MsgspecError, ValueError):
            key, value = decode(base64.b64decode(content), self._line)
            self._values[key] = value


def unfinished_path(out: Path) -> Path:
    """Return where a checkpoint is kept while the results of `out` are being made."""
    return out.with_name(f"{out.name}.unfinished")


def _check_head(path: Path, what: str, mine: dict[str, Any], first: bytes) -> None:
    """Refuse a journal of other work, naming what differs."""
    try:
        found = json.loads(first)
        kind, model, identity = found["heterophony"], found["model_sha256"], found["identity"]
    except (ValueError, KeyError, TypeError):
        raise RequestError(
            f"{path} is not the unfinished work of a {what}; remove it or choose another --out"
        ) from None
    wanted = mine["identity"]
    differs = [
        name
        for name in dict.fromkeys([*wanted, *identity])
        if wanted.get(name) != identity.get(name)
    ]
    if kind != what:
        why = f"of a {kind}"
    elif differs:
        more = "" if len(differs) <= _SHOWN else f" and {len(differs) - _SHOWN} more"
        why = f"of another {what} ({', '.join(differs[:_SHOWN])}{more} differ)"
    elif model != mine["model_sha256"]:
        why = f"of this {what} by another version of the model"
    else:
        return
    raise RequestError(
        f"{path} holds the unfinished work {why}: remove it to start again, or choose another --out"
    )
