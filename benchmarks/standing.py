"""A process that waits with something to measure, and answers lines of JSON.

Everything measured runs in a process of its own: nothing warms another's caches or shares its
lock, each may have its own environment, and turns can be taken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any


class CannotRunError(Exception):
    """Something cannot be measured here; the message says why."""


class Standing:
    """One process that waits for lines.

    Parameters
    ----------
    script : a file that answers lines, such as `workload/worker.py`
    *words : its words
    python : its interpreter, else this one
    environment : variables to set

    Raises
    ------
    CannotRunError
        If it does not come up.
    """

    def __init__(
        self,
        script: Path,
        *words: str,
        python: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  open as long as it lives
        self.process = subprocess.Popen(
            [str(python or sys.executable), str(script), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        try:
            self.about = self._answer()
        except CannotRunError:
            self.close()
            raise

    def ask(self, **question: Any) -> dict[str, Any]:
        """Ask and wait for the answer."""
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # the answer that is missing says why
        return self._answer()

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()

    def __enter__(self) -> Standing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            said = self.errors.read().strip().splitlines()
            raise CannotRunError(said[-1] if said else "it ended without a word")
        answer: dict[str, Any] = json.loads(line)
        if "failed" in answer:
            raise CannotRunError(answer["failed"])
        return answer
