"""`python -m heterophony.benchmarks.earlier FOLDER`: a default run beside an earlier model's.

FOLDER is a checkout of an earlier commit, named `heterophony` as a package must be:
`git worktree add /somewhere/heterophony COMMIT`. Both run in processes of their own, in turn, so
that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from heterophony.benchmarks.model_speed import WORKER
from heterophony.benchmarks.standing import Standing
from heterophony.benchmarks.turns import Times, by_turns

PACKAGE = "heterophony"
RUNS = 20  # of a turn, each under a seed of its own


def default_runs(folder: Path, turns: int) -> dict[str, Times]:
    """Time whole default runs here and in another checkout, in milliseconds of processor."""
    earlier = folder.resolve()
    with ExitStack() as stack:
        standing = {
            "earlier": Standing(
                earlier / "benchmarks" / WORKER.name,
                environment={"PYTHONPATH": str(earlier.parent)},
            ),
            "now": Standing(WORKER),
        }
        for each in standing.values():
            stack.enter_context(each)
            each.ask(do="one_run", overrides={})  # compiled and warmed up
        measured = {name: partial(_milliseconds, each) for name, each in standing.items()}
        return by_turns(measured, turns)


def _milliseconds(standing: Standing) -> float:
    return float(standing.ask(do="one_run", overrides={}, times=RUNS)["seconds"] * 1000)


def main() -> None:
    """Time both, and print each and the ratio of their least times."""
    parser = argparse.ArgumentParser(prog="heterophony.benchmarks.earlier", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--turns", type=int, default=7)
    asked = parser.parse_args()
    if asked.folder.resolve().name != PACKAGE:
        parser.error(f"folder: name the checkout's folder {PACKAGE}, not {asked.folder.name}")
    found = default_runs(asked.folder, asked.turns)
    for name, times in found.items():
        print(f"{name}: {times.least:.2f} ms, median {times.median:.2f}")
    print(f"{found['now'].least / found['earlier'].least:.2f} times the earlier model's time")


if __name__ == "__main__":
    main()
