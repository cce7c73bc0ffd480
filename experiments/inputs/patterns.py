"""Patterns and predictions to check: those that the package declares, and those of your own."""

from __future__ import annotations

from pathlib import Path

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.patterns_declared import Ablation as Ablation
from heterophony.scenarios.patterns_declared import Pattern as Pattern
from heterophony.scenarios.patterns_declared import Reading as Reading
from heterophony.scenarios.patterns_declared import load_patterns as load_patterns
from heterophony.scenarios.patterns_declared import load_predictions as load_predictions

PatternReading = Reading
"""The name of a reading where readings of runs are meant too."""

MOST_PAIRS = 10_000


def chosen_patterns(names: str | None, file: str | Path | None = None) -> list[Pattern]:
    """Return the patterns asked for, in declared order.

    Parameters
    ----------
    names
        Ids with commas between them, or a file; None: all of `file`, or all patterns and
        predictions of the package.
    file
        A file of your own, whose patterns go before those of the package.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If there is no such pattern, or the file is wrong.
    """
    if names is not None and names.endswith(".toml"):
        file, names = Path(names).expanduser(), None
    shipped = load_patterns() | load_predictions()
    own = shipped if file is None else load_patterns(file)
    if names is None:
        return list(own.values())
    known = own | {name: each for name, each in shipped.items() if name not in own}
    wanted = {each.strip() for each in names.split(",") if each.strip()}
    for name in sorted(wanted - set(known)):
        hint = nearest(name, list(known))
        raise RequestError(f"--patterns: no pattern is called {name!r} (nearest: {hint})")
    if not wanted:
        raise RequestError("--patterns names no pattern; see: heterophony list patterns")
    return [pattern for name, pattern in known.items() if name in wanted]
