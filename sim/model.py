"""The jobcentre as a Mesa model: citizens, mentors and caseworkers who act for themselves.

`HeterophonicModel` walks its agents through the same week as the compiled schedule, and every agent
acts on its own row. Pass a subclass of `Citizen`, `Mentor` or `Caseworker` that overrides a step or
a choice in plain Python, and it takes effect.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import mesa

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.mentor import Mentor
from heterophony.agents.renamed import warn_renamed
from heterophony.agents.state import PLACE, State
from heterophony.scenarios import OUTCOMES, Scenario, load_scenario
from heterophony.sim.office import Office
from heterophony.sim.result import Result
from heterophony.sim.run import Run
from heterophony.sim.seeds import checked_seed, fresh_seed

# What the data collector reads of a model each week.
_REPORTED = ("ownership", "autonomy", "meaning", "pressure", "trust_mentor", "trust_caseworker")
MEAN = "mean_"  # begins the name of a weekly outcome's mean over the run


class HeterophonicModel(mesa.Model):
    """One or more jobcentres, a week a step.

    Parameters
    ----------
    scenario : str or Scenario
        A name of the library, a path, or a loaded scenario.
    rng : int, optional
        The seed, 0 to 2**63 - 1: the same people and fate under every policy. None draws a fresh
        one, as Mesa does; `model.simulation.seed` records it, so that the run can be repeated.
    citizen_class, mentor_class, caseworker_class : type
        Subclasses that replace the model's own.
    simulation : Simulation, optional
        A run to act in, instead of `scenario` and `rng`.
    **kwargs
        Values of parameters, dots written as double underscores: `meeting__interval_weeks=4`.
        Mesa's `SolaraViz` finds them by the name `kwargs`.

    Raises
    ------
    ValueError
        If a seed or a value is not allowed.

    Notes
    -----
    The data collector, and so `mesa.batch_run`, reports a few states as means of the week, and
    every declared outcome of the run by its name, that of a weekly outcome as `mean_` and its name.
    Outcomes are NaN until the last week has passed.
    """

    def __init__(
        self,
        scenario: str | Scenario = "baseline",
        *,
        rng: int | None = None,
        citizen_class: type[Citizen] = Citizen,
        mentor_class: type[Mentor] = Mentor,
        caseworker_class: type[Caseworker] = Caseworker,
        simulation: Run | None = None,
        **kwargs: Any,
    ) -> None:
        if "seed" in kwargs:
            raise TypeError(f"seed={kwargs['seed']!r}: a model takes its seed as rng=, as in Mesa")
        if simulation is None:
            seed = fresh_seed() if rng is None else checked_seed(rng, "rng")
            values = {name.replace("__", "."): value for name, value in kwargs.items()}
            simulation = Run(load_scenario(scenario, values), seed, "agents")
        super().__init__(rng=simulation.seed)
        simulation.act_through(self)
        self.simulation = simulation
        self.week = simulation.week  # the present week; negative in burn-in
        self.premises_number = 0
        self.premises = simulation.states[0].premises[0]  # the parameters that hold this week
        self.calendar_week = simulation.states[0].calendar[
            0
        ]  # the present week's row of the calendar
        classes = (citizen_class, mentor_class, caseworker_class)
        self.offices = [Office(self, each, *classes) for each in simulation.jobcentres]
        self.datacollector = mesa.DataCollector(model_reporters=_reporters())
        self.running = True

    @property
    def state(self) -> State:
        """The tables of the only jobcentre; `offices` has those of several."""
        return self.simulation.state

    @property
    def world(self) -> State:
        """The former name of `state`."""
        warn_renamed("world", "state")
        return self.state

    @property
    def day(self) -> Any:
        """The former name of `calendar_week`."""
        warn_renamed("day", "calendar_week")
        return self.calendar_week

    @property
    def acts(self) -> list[Callable[[int], None]]:
        """For each jobcentre, a function that lets its agents live through the week at a place."""
        return [office.live_week for office in self.offices]

    @property
    def citizens(self) -> list[Citizen]:
        """All citizens present, by jobcentre and in order of rows."""
        return [citizen for office in self.offices for citizen in office.citizens]

    @property
    def mentors(self) -> list[Mentor]:
        """The mentors' posts, by jobcentre."""
        return [mentor for office in self.offices for mentor in office.mentors]

    @property
    def caseworkers(self) -> list[Caseworker]:
        """The caseworkers' posts, by jobcentre."""
        return [caseworker for office in self.offices for caseworker in office.caseworkers]

    def step(self) -> None:
        """Let one week pass, by the agents' own acts."""
        self.simulation.executor = "agents"
        self.simulation.advance(1)
        self.datacollector.collect(self)
        self.running = not self.simulation.finished

    def results(self) -> Result:
        """Return the results, once the last week has passed."""
        return self.simulation.run()

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Every declared outcome of the run by its name, once the last week has passed."""
        return self.results().outcomes

    def begin_week(self, state: State) -> None:
        """Read the week and its parameters from the calendar."""
        self.calendar_week = state.calendar[state.counters[PLACE]]
        self.week = int(self.calendar_week["week"])
        self.premises_number = int(self.calendar_week["premises"])
        self.premises = state.premises[self.premises_number]

    def hold_meeting(self, citizen: Citizen) -> None:
        """Hold a citizen's meeting: each party acts in its turn (`agents.meeting.hold_meeting`)."""
        caseworker, mentor = citizen.own_caseworker, citizen.own_mentor
        meeting = caseworker.open_meeting(citizen)
        caseworker.propose(meeting)
        mentor.propose(meeting)
        caseworker.lead_conversation(meeting)
        caseworker.negotiate(meeting)
        caseworker.decide(meeting)
        citizen.react(meeting)
        caseworker.close_meeting(meeting)


def _mean_of_week(name: str, model: HeterophonicModel) -> float:
    """Return the week's mean of a state over people on a course, NaN in burn-in."""
    if model.week < 0:
        return float("nan")
    weeks = [state.weekly[model.week] for state in model.simulation.states]
    people = sum(week.people for week in weeks)
    return float(sum(week[name] for week in weeks) / people) if people else float("nan")


def _outcome_of_run(name: str, model: HeterophonicModel) -> float:
    """Return an outcome of the run, NaN until its last week has passed."""
    return model.outcomes[name] if model.simulation.finished else float("nan")


def _reporters() -> dict[str, Callable[[HeterophonicModel], float]]:
    """Return what the data collector reads, by name; of functions Mesa takes only partial ones."""
    found: dict[str, Callable[[HeterophonicModel], float]] = {
        name: partial(_mean_of_week, name) for name in _REPORTED
    }
    for name, outcome in OUTCOMES.items():
        shown = MEAN + name if outcome.level == "weekly" else name
        found[shown] = partial(_outcome_of_run, name)
    return found
