"""Make the answers that the page shows at once: `python -m heterophony.viz.prepare`.

It says its time first, resumes where it was stopped, and replaces the file when all is done. The
same command with `--check` says whether the file is of this version of the model.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from heterophony.experiments.engine.workers import Progress, checked_workers
from heterophony.experiments.methods.preparing import FULL, QUICK, Preparation
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.viz.prepared import FILE

_FAILED, _WRONG, _INTERRUPTED = 1, 2, 130
_MANY: Final = 64


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare, or check; return the exit code."""
    options = _options(arguments)
    if options.check:
        return _checked(options.out)
    workers = checked_workers(options.workers, _MANY)
    try:
        preparation = Preparation(QUICK if options.quick else FULL)
    except RequestError as error:
        _say(str(error))
        return _WRONG
    _say(
        f"{preparation.runs:,} runs: {about(preparation.seconds(workers))} with {workers} threads, "
        "and a minute or two more where the rules are not compiled yet"
    )
    try:
        document = preparation.run(options.out, workers=workers, progress=_told)
        if document is None:
            _say("\nstopped; the same command resumes")
            return _INTERRUPTED
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        write_file(options.out, text.encode())
        preparation.finished.close(done=True)
    except RequestError as error:
        _say(f"\n{error}")
        return _WRONG
    except WorkError as error:
        _say(f"\n{error}")
        return _FAILED
    _say(f"\nwritten: {options.out} ({len(text) // 1000} kB, model {document['model_sha256']})")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m heterophony.viz.prepare", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=FILE, help="the file; the package's own unless given"
    )
    parser.add_argument("--workers", type=int, help="threads; one per core unless given")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, for a trial")
    parser.add_argument("--check", action="store_true", help="only say whether the file is stale")
    return parser.parse_args(arguments)


def _checked(path: Path) -> int:
    try:
        made = json.loads(path.read_text("utf-8"))["model_sha256"]
    except (OSError, ValueError, KeyError) as error:
        _say(f"{path} cannot be read: {error}")
        return _WRONG
    stale = made != model_digest()
    _say(f"{path}: made by model {made}, this is {model_digest()}: {'stale' if stale else 'good'}")
    return _FAILED if stale else 0


def _told(progress: Progress) -> None:
    left = progress.seconds_left
    rest = f", {about(left)} left" if left is not None else ""
    _say(f"\r{progress.done} of {progress.total} tasks{rest}   ", end="")


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
