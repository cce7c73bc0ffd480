"""How far the compilation of rules has come, for people who wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from heterophony.agents import prepared_rules, rule_folders
from heterophony.agents.compiled import COMPILATION_OFF, rules_begun
from heterophony.agents.rule_sources import rule_sources

_EVERY = 0.3  # seconds between two looks at how many rules are compiled
_WEEK = "schedule.run_weeks"  # takes nearly all the time of compiling


def rules_compiled() -> tuple[int, int]:
    """Count the rules that this process compiles or has compiled, and all there are.

    They are optimised together at the end, which takes an eighth of the time. Some rules are
    compiled only when Mesa's agents act.
    """
    lines = (line for file in rule_sources() for line in file.read_text("utf-8").splitlines())
    in_all = sum(line in ("@compiled", "@compiled_inside") for line in lines)
    return min(rules_begun(), in_all), in_all


class CompilationWatch:
    """Watch rules being compiled until the work itself has begun.

    Attributes
    ----------
    needed : bool
        Whether the week was still to be compiled when the watch was made.
    """

    def __init__(self) -> None:
        library = prepared_rules.finding().library
        ahead = library is not None and f"heterophony.sim.{_WEEK}" in library.entries
        kept = any(rule_folders.cache_folder().glob(f"*/{_WEEK}-*.nbi"))
        self.needed = not (COMPILATION_OFF or ahead or kept)
        self._begun = threading.Event()

    def stop(self) -> None:
        """Note that the work has begun: from now on nothing is reported."""
        self._begun.set()

    @contextmanager
    def telling(self, tell: Callable[[int, int], None]) -> Iterator[None]:
        """Call `tell` with the rules compiled and all rules, now and then, if it is needed."""
        if not self.needed:
            yield
            return
        watcher = threading.Thread(target=self._watch, args=(tell,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self.stop()
            watcher.join()

    def _watch(self, tell: Callable[[int, int], None]) -> None:
        while not self._begun.wait(_EVERY):
            tell(*rules_compiled())
