"""What rules compiled ahead give: the lock, edited rules, settled words, a page without Python."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from heterophony.benchmarks.beside_weeks import spent_by, timed_rules
from heterophony.benchmarks.chromium import CannotOpenError, chromium_page
from heterophony.benchmarks.processes import once
from heterophony.benchmarks.turns import Times
from heterophony.experiments.methods.answers import answer_of
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.scenarios import load_scenario
from heterophony.sim.reuse import run_detached

PACKAGE = Path(__file__).resolve().parents[1]
PATIENT = 0.4  # seconds that a visitor waits for settled words
PAIRS = 16  # of a moved lever that is timed
STAGES = (4, 8, 16, 32, 50)
MOVED = (
    *("ten-minutes-together-first", "meetings-every-4-weeks", "shared-goals", "it-support"),
    *("four-interviews", "pre-meeting", "full-recommendation"),
)
_LOCKED_RUNS = 150
_EDITED = "agents/reaction.py"  # which the week calls, as it calls most
_FOLDERS = ("agents", "scenarios", "sim", "experiments")
Told = Callable[[str], None]

# Ask the file a question; return the seconds until it has an answer of so many pairs.
_ASK = """([question, pairs]) => new Promise((done) => {
  const began = performance.now(), stop = new AbortController();
  const take = (line) => {
    if (line.pairs >= pairs) { stop.abort(); done((performance.now() - began) / 1000); }
  };
  page.source.ask("answer", question, take, stop.signal);
})"""


def locked(told: Told) -> Times | dict[str, str]:
    """Time what of a default run holds Python's lock, in milliseconds of processor."""
    told("Python's lock")
    baseline = load_scenario("baseline")
    try:
        with timed_rules() as of_rules:
            spent_by(lambda seed: run_detached(baseline, seed), (2**30, 2**31), of_rules)
            work = range(_LOCKED_RUNS)
            spent = spent_by(lambda seed: run_detached(baseline, seed), work, of_rules)
    except LookupError as reason:
        return {"reason": str(reason)}
    return Times(tuple(each.locked for each in spent))


def edited_rule(folder: Path, told: Told) -> dict[str, float]:
    """Time a first result after an edit of a rule, with nothing compiled, in seconds."""
    told("an edited rule")
    copy = copy_package(PACKAGE, folder / "edited" / "heterophony")
    with (copy / _EDITED).open("a", encoding="utf-8") as source:
        source.write("\n# Edited.\n")
    settings = {"PYTHONPATH": str(copy.parent), "NUMBA_CACHE_DIR": str(folder / "edited" / "rules")}
    clock, processor = once("run", "baseline", settings=settings)
    return {"clock": clock, "processor": processor}


def copy_package(package: Path, copy: Path) -> Path:
    """Copy what a run needs of a package's sources; return the copy's folder."""
    for name in _FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package / name, copy / name, ignore=ignored)
    for file in (*package.glob("*.py"), *package.glob("*.pyi")):
        shutil.copy(file, copy)
    return copy


def settled(told: Told) -> dict[str, Any]:
    """Move one lever after another; return what share of shown words are settled in time."""
    told("settled words")
    ensemble, shares = Ensemble(load_scenario("baseline")), []
    ensemble.compare(load_scenario(MOVED[0]), STAGES[-1])  # today's runs are there
    for name in MOVED[1:]:
        began, words = time.perf_counter(), {"": False}
        for found in ensemble.refined(load_scenario(name), STAGES):
            if time.perf_counter() - began > PATIENT:
                break
            words = settled_words(answer_of(found))
        shares.append(sum(words.values()) / len(words))
    return {"share": statistics.mean(shares), "of": len(shares)}


def mailed_page(folder: Path, told: Told) -> dict[str, Any]:
    """Open the policy page that is one file, and move levers; return seconds and bytes."""
    from heterophony.viz.publish import publish

    told("the page without Python")
    file = publish(folder / "policy.html", what="policy")
    bare = publish(folder / "bare.html", what="policy", worlds=0)
    sizes = {"bytes": file.stat().st_size, "bare_bytes": bare.stat().st_size}
    try:
        with chromium_page() as page:
            page.goto(file.as_uri())
            page.wait_for_function("() => window.page?.found?.pairs")
            opened = page.evaluate("performance.now() / 1000")
            moved = [page.evaluate(_ASK, [_question(weeks), PAIRS]) for weeks in (3, 5, 6, 7, 9)]
    except CannotOpenError as reason:
        return {"reason": str(reason), **sizes}
    return {"opened": opened, "moved": Times(tuple(moved)), **sizes}


def _question(weeks: int) -> Mapping[str, Any]:
    return {"jobcentre": {}, "plan": {"meeting.interval_weeks": weeks}, "assumptions": {}}
