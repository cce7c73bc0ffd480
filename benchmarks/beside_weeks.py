"""What a run takes beside its weeks, and how much of that holds Python's lock.

    python -m heterophony.benchmarks.beside_weeks [--runs 200]

Machine code that was compiled ahead is called without the lock; the rest of a run holds it.
"""

from __future__ import annotations

import argparse
import ctypes
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from heterophony.agents import prepared_rules
from heterophony.ahead.entries import ENTRIES
from heterophony.benchmarks.goals import number, table
from heterophony.experiments.methods.pairs import beside
from heterophony.scenarios import load_scenario
from heterophony.sim.reuse import run_detached

POLICY = "full-recommendation"
_WEEKS = "run_weeks"
_found: Any = prepared_rules


class Spent(NamedTuple):
    """Processor time of a run, in milliseconds.

    Attributes
    ----------
    whole : all of it
    beside : less its weeks
    locked : less all other machine code too: what holds Python's lock
    """

    whole: float
    beside: float
    locked: float


class TimedLibrary:
    """A library whose functions add up the processor time of their calls, by symbol."""

    def __init__(self, code: ctypes.CDLL, spent: dict[str, float]) -> None:
        self._code = code
        self._spent = spent

    def __getattr__(self, symbol: str) -> TimedFunction:
        return TimedFunction(getattr(self._code, symbol), symbol, self._spent)


class TimedFunction:
    """A function of machine code that adds up what its calls take."""

    _function: Any
    _symbol: str
    _spent: dict[str, float]

    def __init__(self, function: Any, symbol: str, spent: dict[str, float]) -> None:
        self.__dict__.update(_function=function, _symbol=symbol, _spent=spent)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._function, name, value)

    def __call__(self, *arguments: Any) -> Any:
        """Call the function."""
        began = time.thread_time()
        status = self._function(*arguments)
        self._spent[self._symbol] = self._spent.get(self._symbol, 0.0) + time.thread_time() - began
        return status


@contextmanager
def timed_rules() -> Iterator[dict[str, float]]:
    """Let rules that were compiled ahead be timed; yields symbol -> seconds.

    Raises
    ------
    LookupError
        If no rules were compiled ahead for this machine.
    """
    present = _found.finding()
    if present.library is None:
        raise LookupError(f"nothing to time: {present.reason}")
    spent: dict[str, float] = {}
    library = present.library._replace(code=TimedLibrary(present.library.code, spent))
    before, _found.finding = _found.finding, lambda: present._replace(library=library)
    _choose_anew()
    try:
        yield spent
    finally:
        _found.finding = before
        _choose_anew()


def _choose_anew() -> None:
    """Let every rule find out again what is to answer its calls."""
    for entry in ENTRIES:
        entry.rule._run = entry.rule._choose


def spent_by(work: Any, seeds: Sequence[int], of_rules: dict[str, float]) -> list[Spent]:
    """Return what work takes under each seed."""
    found = []
    for seed in seeds:
        of_rules.clear()
        began = time.thread_time()
        work(seed)
        whole = time.thread_time() - began
        beside_weeks = whole - of_rules.get(_WEEKS, 0.0)
        locked = whole - sum(of_rules.values())
        found.append(Spent(*(1000.0 * each for each in (whole, beside_weeks, locked))))
    return found


def main() -> None:
    """Print least and median of a run, and of a policy beside a baseline's run that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    seeds = range(parser.parse_args().runs)
    with timed_rules() as of_rules:
        baseline = load_scenario("baseline")
        policy = load_scenario(POLICY).based_on(baseline)
        today = run_detached(baseline, 0)
        works = {
            "a run": lambda seed: run_detached(baseline, seed),
            "a policy's run": lambda seed: run_detached(policy, seed),
            "a policy beside its baseline": lambda seed: beside(today, policy),
        }
        rows = []
        for name, work in works.items():
            spent_by(work, (2**30, 2**31), of_rules)  # every rule is found
            spent = spent_by(work, seeds, of_rules)
            for column in Spent._fields:
                each = [getattr(one, column) for one in spent]
                rows.append((name, column, number(min(each)), number(statistics.median(each))))
    print(table(("work", "ms of processor", "least", "median"), rows, "llrr"))


if __name__ == "__main__":
    main()
