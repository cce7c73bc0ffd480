"""How far the compilation of rules has come, for people who wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from heterophony.agents import prepared_rules, rule_folders
from heterophony.agents.compiled import COMPILATION_OFF
from heterophony.agents.rule_sources import rule_sources

_EVERY = 0.3  # seconds between two looks at the folder of compiled rules


def rules_compiled() -> tuple[int, int]:
    """Count the rules that are kept compiled, and all there are.

    A fresh installation has none; some rules are compiled only when Mesa's agents act.
    """
    lines = (line for file in rule_sources() for line in file.read_text("utf-8").splitlines())
    in_all = sum(line == "@compiled" for line in lines)
    kept = {file.name.rpartition("-")[0] for file in rule_folders.cache_folder().glob("*/*.nbi")}
    return min(len(kept), in_all), in_all


class CompilationWatch:
    """Watch the folder of compiled rules fill until the work itself has begun.

    Attributes
    ----------
    needed : bool
        Whether most rules were still to be compiled when the watch was made.
    """

    def __init__(self) -> None:
        self.needed = False
        found = prepared_rules.finding()
        if not COMPILATION_OFF and (found.library is None or found.stale):
            kept, in_all = rules_compiled()
            self.needed = kept < in_all / 2
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
