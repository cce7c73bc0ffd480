"""Is the model itself sound? Properties that must hold whatever the numbers are.

Each check looks at one property, through small runs, and names what is wrong. A model is whatever
begins a run: the package's own, or one with agents of somebody's making, so that a subclass is
tried like the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
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


class Begin(Protocol):
    """Begins a run of a scenario; `executor` asks for one, and a model may have only one."""

    def __call__(
        self, scenario: Scenario, seed: int, executor: str = "", keep: tuple[str, ...] = ()
    ) -> Simulation:
        """Return a run at its first week."""


@dataclass(frozen=True)
class Soundness:
    """One property, and what is wrong with it; empty where it holds."""

    name: str
    wrong: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


@dataclass(frozen=True)
class Trial:
    """A model on trial: how runs begin, from which small scenario, under which seed."""

    begin: Begin
    scenario: Scenario
    seed: int

    def run(self, values: Mapping[str, object] | None = None, **options: object) -> Simulation:
        """Return a finished run of the small scenario with some values replaced."""
        simulation = self.started(values, **options)
        simulation.advance(simulation.weeks_in_all)
        return simulation

    def started(self, values: Mapping[str, object] | None = None, **options: object) -> Simulation:
        """Return a run at its first week."""
        scenario = self.scenario.replaced(dict(values or {}))
        options.setdefault("seed", self.seed)
        return self.begin(scenario, **options)  # type: ignore[arg-type]


def the_model(
    scenario: Scenario, seed: int, executor: str = "", keep: tuple[str, ...] = ()
) -> Simulation:
    """Begin a run of the package's own model."""
    from heterophony.sim import Simulation

    return Simulation(scenario, seed, executor or "compiled", keep)  # type: ignore[arg-type]


def soundness(
    scenario: Scenario | None = None, *, begin: Begin = the_model, seed: int = 1
) -> list[Soundness]:
    """Try every property of a model, in small.

    Parameters
    ----------
    scenario
        Whose other values hold; the baseline unless given.
    begin
        How a run begins: pass your own for agents of your making.
    """
    return list(_tried(trial_of(scenario, begin, seed)))


def trial_of(scenario: Scenario | None, begin: Begin, seed: int = 1) -> Trial:
    """Return a trial in a jobcentre small enough for agents to walk through it."""
    from heterophony.scenarios import load_scenario

    base = load_scenario("baseline") if scenario is None else scenario
    small = base.replaced(dict(SMALL))
    return Trial(begin, small.based_on(small), seed)


def _tried(trial: Trial) -> Iterator[Soundness]:
    for name, check in properties().items():
        yield Soundness(name, check(trial))


def properties() -> dict[str, Callable[[Trial], str]]:
    """Return every check by the name of its property."""
    from heterophony.experiments.methods.claims import sound_rules, sound_runs

    return sound_runs.PROPERTIES | sound_rules.PROPERTIES
