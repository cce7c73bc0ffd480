"""The jobcentre as a Mesa model: citizens, mentors and caseworkers who act for themselves.

`HeterophonicModel` walks its agents through the same week as the compiled schedule, and every agent
acts on its own row. Pass a subclass of `Citizen`, `Mentor` or `Caseworker` that overrides a step or
a choice in plain Python, and it takes effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import mesa

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.mentor import Mentor
from heterophony.agents.world import PLACE, World
from heterophony.sim.office import Office
from heterophony.sim.simulation import Simulation

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

# What the data collector reads of a model each week; the full outcomes stand in `model.results()`.
_REPORTED = ("ownership", "autonomy", "meaning", "pressure", "trust_mentor", "trust_caseworker")


class HeterophonicModel(mesa.Model):
    """One or more jobcentres, a week a step.

    Parameters
    ----------
    scenario : str or Scenario
        A name of the library, a path, or a loaded scenario.
    rng : int
        The seed: the same people and fate under every policy. None, which Mesa's own tools hand
        over where nobody chose a seed, is 1: every run can be made again.
    citizen_class, mentor_class, caseworker_class : type
        Subclasses that act instead.
    simulation : Simulation, optional
        A run to act in, instead of `scenario` and `rng`.
    **parameters
        Values of parameters, dots written as double underscores: `meeting__interval_weeks=4`.
    """

    def __init__(
        self,
        scenario: str | Scenario = "baseline",
        *,
        rng: int | None = 1,
        citizen_class: type[Citizen] = Citizen,
        mentor_class: type[Mentor] = Mentor,
        caseworker_class: type[Caseworker] = Caseworker,
        simulation: Simulation | None = None,
        **parameters: Any,
    ) -> None:
        rng = 1 if rng is None else rng
        super().__init__(rng=rng)
        if simulation is None:
            from heterophony.scenarios import load_scenario

            values = {name.replace("__", "."): value for name, value in parameters.items()}
            loaded = load_scenario(scenario, values)
            simulation = Simulation(loaded, rng, "agents")
        simulation.act_through(self)
        self.simulation = simulation
        self.week = simulation.week  # the present week; negative in burn-in
        self.premises_number = 0
        self.premises = simulation.worlds[0].premises[0]  # the parameters that hold this week
        self.day = simulation.worlds[0].calendar[0]  # the present week's row of the calendar
        classes = (citizen_class, mentor_class, caseworker_class)
        self.offices = [Office(self, each, *classes) for each in simulation.jobcentres]
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _weekly_reader(name) for name in _REPORTED},
        )
        self.running = True

    @property
    def world(self) -> World:
        """The tables of the only jobcentre; `offices` has those of several."""
        return self.simulation.world

    @property
    def acts(self) -> list[Callable[[int], None]]:
        """What lets the agents of each jobcentre live through the week at a place."""
        return [office.live_week for office in self.offices]

    @property
    def citizens(self) -> list[Citizen]:
        """Everybody who is here, by jobcentre and in order of rows."""
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

    def results(self) -> Any:
        """Return the results, once the last week has passed."""
        return self.simulation.run()

    def begin_week(self, world: World) -> None:
        """Look at the calendar: which week it is, and what holds in it."""
        self.day = world.calendar[world.counters[PLACE]]
        self.week = int(self.day["week"])
        self.premises_number = int(self.day["premises"])
        self.premises = world.premises[self.premises_number]

    def hold_meeting(self, citizen: Citizen) -> None:
        """Hold a citizen's meeting: each party acts in its turn (`agents.meeting.hold_meeting`)."""
        caseworker, mentor = citizen.own_caseworker, citizen.own_mentor
        meeting = caseworker.open_meeting(citizen)
        caseworker.lead_conversation(meeting)
        caseworker.propose(meeting)
        mentor.propose(meeting)
        caseworker.negotiate(meeting)
        caseworker.decide(meeting)
        citizen.react(meeting)
        caseworker.close_meeting(meeting)


def _weekly_reader(name: str) -> Callable[[HeterophonicModel], float]:
    """Return a reporter of the week's mean over people on a course."""

    def read(model: HeterophonicModel) -> float:
        if model.week < 0:
            return float("nan")
        weeks = [world.weekly[model.week] for world in model.simulation.worlds]
        people = sum(week.people for week in weeks)
        return float(sum(week[name] for week in weeks) / people) if people else float("nan")

    return read
