"""Which settings of the levers a search tries next: all of them, or those that NSGA-II proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from heterophony.experiments.inputs.levers import Lever, combinations, every_setting
from heterophony.experiments.methods.search_trials import Setting
from heterophony.experiments.results.errors import RequestError

Scores = Callable[[Setting], list[float] | None]
"""The scores of a setting that was tried, more being better; None where it could not be run."""

_SMALLEST, _LARGEST = 8, 50  # settings in a generation
_GENERATIONS = 8
_FRUITLESS = 5  # generations in a row that bring nothing new end a search


def proposals(
    levers: Sequence[Lever], aims: int, budget: int, seed: int, scores: Scores
) -> Iterator[list[Setting]]:
    """Yield settings to try, generation after generation; the caller tries each before the next.

    All settings at once where the budget suffices for them; else generations of NSGA-II (Deb et
    al. 2002), as Optuna keeps it, until the budget is spent. The same seed and scores give the same
    settings, so a search that was interrupted proposes again what it had proposed.

    Parameters
    ----------
    aims
        How many scores a setting has.
    budget
        How many different settings are tried at most.

    Raises
    ------
    RequestError
        If Optuna is needed and not installed.
    """
    if combinations(levers) <= budget:
        yield every_setting(levers)
        return
    yield from _evolved(levers, aims, budget, seed, scores)


def _evolved(
    levers: Sequence[Lever], aims: int, budget: int, seed: int, scores: Scores
) -> Iterator[list[Setting]]:
    optuna = require_optuna()
    size = max(_SMALLEST, min(_LARGEST, budget // _GENERATIONS))
    study = _study(optuna, size, aims, seed)
    tried: set[Setting] = set()
    fruitless = 0
    while len(tried) < budget and fruitless < _FRUITLESS:
        asked = [study.ask() for _ in range(size)]
        settings = [_setting(trial, levers) for trial in asked]
        fresh = [each for each in dict.fromkeys(settings) if each not in tried]
        fresh = fresh[: budget - len(tried)]
        fruitless = 0 if fresh else fruitless + 1
        tried.update(fresh)
        yield fresh
        for trial, setting in zip(asked, settings, strict=True):
            found = scores(setting) if setting in tried else None
            if found is None or any(each != each for each in found):
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, found)


def _study(optuna: Any, size: int, aims: int, seed: int) -> Any:
    """Return a study in memory; what it logs about itself is not ours to show."""
    shown = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        sampler = optuna.samplers.NSGAIISampler(population_size=size, seed=seed % 2**32)
        return optuna.create_study(directions=["maximize"] * aims, sampler=sampler)
    finally:
        optuna.logging.set_verbosity(shown)


def _setting(trial: Any, levers: Sequence[Lever]) -> Setting:
    """Ask a trial for a place in the values of every lever."""
    places = []
    for lever in levers:
        last = len(lever.values) - 1
        if lever.ordered:
            places.append(trial.suggest_int(lever.name, 0, last))
        else:
            places.append(trial.suggest_categorical(lever.name, list(range(last + 1))))
    return tuple(places)


def require_optuna() -> Any:
    """Return optuna.

    Raises
    ------
    RequestError
        If it is not installed, with the line that installs it and what does without it.
    """
    try:
        import optuna
    except ImportError:
        raise RequestError(
            "a search that does not try every setting needs optuna, which is not installed here: "
            "pip install 'heterophony[search]'; or give the levers fewer values, or a larger "
            "--budget"
        ) from None
    return optuna
