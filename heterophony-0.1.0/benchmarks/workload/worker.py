"""A process that keeps one implementation loaded and runs it when a line on its input asks.

    python worker.py MODULE

It also runs in an environment without this package: then the checkout's folder serves as the
package. A line is a JSON object: `inputs`, the file of the inputs;
`times`, how often to run; `keep`, a file for the sums; `played`, a file of numbers to replay as
chance; `write_down`, a file for the numbers drawn. The answer is a line of JSON too.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import platform
import sys
import time
import types
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def stand_for_the_package() -> None:
    """Use the checkout as `heterophony` if the package is not installed."""
    if find_spec("heterophony") is None:
        package = types.ModuleType("heterophony")
        package.__path__ = [str(ROOT)]
        sys.modules["heterophony"] = package


class Ready:
    """One implementation, with the inputs of its last run."""

    def __init__(self, module: str) -> None:
        base = "heterophony.benchmarks.workload"
        self.module = module
        self.make = importlib.import_module(f"{base}.{module}").ready
        self.load = importlib.import_module(f"{base}.inputs").load_inputs
        self.streams = importlib.import_module(f"{base}.streams")
        self.inputs: dict[str, Any] = {}

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Run as asked; return seconds of processor and of clock for each time."""
        file = asked["inputs"]
        if file not in self.inputs:
            self.inputs = {file: self.load(Path(file))}
        inputs = self.inputs[file]
        chance = self.streams.stream(self.module, asked, inputs)
        processor = clock = 0.0
        for _ in range(asked.get("times", 1)):
            run = self.make(inputs, chance)
            began, started = time.process_time(), time.perf_counter()
            sums = run()
            processor += time.process_time() - began
            clock += time.perf_counter() - started
        if "keep" in asked:
            np.save(asked["keep"], sums)
        if "write_down" in asked:
            np.save(asked["write_down"], self.streams.flat(chance))
        return {"processor": processor, "clock": clock}


def main() -> None:
    """Serve until the input ends."""
    lines = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # the output of libraries must not mix with the answers
    stand_for_the_package()
    try:
        ready = Ready(sys.argv[1])
    except Exception as error:
        lines.write(json.dumps({"failed": f"{type(error).__name__}: {error}"}) + "\n")
        return
    lines.write(json.dumps({"python": platform.python_version(), "numpy": np.__version__}) + "\n")
    for line in sys.stdin:
        try:
            answer = ready.answer(json.loads(line))
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        lines.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
