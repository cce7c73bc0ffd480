"""`python -m heterophony.benchmarks [full|quick]`: measure everything in one run, in turn."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from heterophony.benchmarks import peers
from heterophony.benchmarks.full_run import full_run
from heterophony.benchmarks.report import as_text, write_document

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Make the peers' environments, measure, print the report, write it as JSON."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("extent", nargs="?", default="full", choices=("full", "quick"))
    parser.add_argument("--out", type=Path, default=Path("results/bench.json"))
    asked = parser.parse_args()
    for peer in peers.PEERS:
        peers.make(peer, ROOT / "constraints.txt")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="heterophony-bench-") as folder:
        measured = full_run(Path(folder), asked.extent, told=_tell)
    measured["seconds"] = round(time.perf_counter() - started, 1)
    print(as_text(measured))
    write_document(measured, asked.out)
    print(f"\n{measured['seconds']} s; written to {asked.out}")


def _tell(what: str) -> None:
    """Show on a terminal what is being measured."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
