"""Is the model itself sound? Try the properties that hold in every sound model, in small.

A model is whatever begins a run: the package's own, or one with agents of your own, so
that a subclass is tried like the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heterophony.experiments.engine.tasks import Task, start
from heterophony.experiments.methods.soundness_properties import PROPERTIES, Begin, Trial
from heterophony.scenarios import Scenario, load_scenario
from heterophony.sim import Simulation

SMALL: Mapping[str, object] = {
    "run.weeks": 16,
    "run.burn_in_weeks": 10,
    "population.first_fill_weeks": 2,
    "population.jobcentres": 1,
    "staffing.mentors": 2,
    "staffing.mentor_caseload": 8,
    "staffing.caseworker_caseload": 20.0,
    "staffing.caseworker_turnover": 0.5,
    "meeting.interval_weeks": 4,
}


@dataclass(frozen=True)
class Soundness:
    """One property, and what is wrong with it; empty where it holds."""

    name: str
    wrong: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def the_model(
    scenario: Scenario, seed: int, executor: str = "", keep: tuple[str, ...] = ()
) -> Simulation:
    """Begin a run of the package's own model."""
    return start(Task(scenario, seed, executor or "compiled", keep))  # type: ignore[arg-type]


def trial_of(scenario: Scenario | None, begin: Begin, seed: int = 1) -> Trial:
    """Return a trial in a jobcentre small enough for the agents' executor."""
    base = load_scenario("baseline") if scenario is None else scenario
    small = base.replaced(dict(SMALL))
    return Trial(begin, small.based_on(small), seed)


def soundness(
    scenario: Scenario | None = None, *, begin: Begin = the_model, seed: int = 1
) -> list[Soundness]:
    """Try every property of a model, in small.

    Parameters
    ----------
    scenario
        Whose other values hold; the baseline by default.
    begin
        How a run begins: pass your own function for agents of your own.
    """
    trial = trial_of(scenario, begin, seed)
    return [Soundness(name, check(trial)) for name, check in PROPERTIES.items()]
