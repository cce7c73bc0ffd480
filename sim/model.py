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
from heterophony.agents.vocabulary import NOBODY
from heterophony.agents.world import CITIZEN_ROWS, PLACE, World
from heterophony.sim.bookkeeping import (
    arrivals,
    measure_citizen,
    measure_staff,
    sort_caseloads,
    take_process_steps,
)
from heterophony.sim.simulation import Simulation
from heterophony.sim.staff import learn, turn_over

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
        self.premises = simulation.world.premises[0]  # the parameters that hold this week
        self._citizen_class = citizen_class
        self._citizen_at: dict[int, Citizen] = {}
        self.caseworkers = [
            caseworker_class(self, row) for row in range(len(self.world.caseworkers))
        ]
        self.mentors = [mentor_class(self, row) for row in range(len(self.world.mentors))]
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _weekly_reader(name) for name in _REPORTED},
        )
        self.meet_the_citizens()
        self.running = True

    @property
    def world(self) -> World:
        """The tables that everybody's rows stand in."""
        return self.simulation.world

    @property
    def day(self) -> Any:
        """The present week's row of the calendar."""
        return self.world.calendar[self.world.counters[PLACE]]

    @property
    def citizens(self) -> list[Citizen]:
        """Everybody who is here, in order of rows."""
        return [self._citizen_at[row] for row in sorted(self._citizen_at)]

    def citizen(self, row: int) -> Citizen:
        """Return the citizen in a row."""
        return self._citizen_at[row]

    def step(self) -> None:
        """Let one week pass, by the agents' own acts."""
        self.simulation.executor = "agents"
        self.simulation.advance(1)
        self.datacollector.collect(self)
        self.running = not self.simulation.finished

    def results(self) -> Any:
        """Return the results, once the last week has passed."""
        return self.simulation.run()

    def live_week(self, place: int) -> None:
        """Walk the agents through the week at `place` of the calendar.

        The order is that of `sim.schedule`: the two say the same thing, one for rows and one for
        agents, and the tests hold them to the same bits.
        """
        w = self.world
        w.counters[PLACE] = place
        day = self.day
        week = self.week = int(day["week"])
        number = self.premises_number = int(day["premises"])
        p = self.premises = w.premises[number]
        arrivals(w, p, number, week)
        self.meet_the_citizens()
        citizens = self.citizens
        for citizen in citizens:
            citizen.begin_week()
        take_process_steps(w, p, day)
        sort_caseloads(w)
        self._fill_hours(citizens)
        for citizen in citizens:
            citizen.live_week()
        learn(w, p, day)
        turn_over(w, p, number, week)
        measure_staff(w, week)
        for citizen in citizens:
            measure_citizen(w, citizen.row, p, week)
            citizen.end_week()
        self.meet_the_citizens()

    def _fill_hours(self, citizens: list[Citizen]) -> None:
        """Let staff fill their hours; interviews and spare contacts take place."""
        for caseworker in self.caseworkers:
            caseworker.plan_week()
        for citizen in citizens:
            if citizen.interviewed:
                citizen.own_caseworker.interview(citizen)
            elif citizen.spare_contact:
                citizen.own_caseworker.keep_contact(citizen)
        for mentor in self.mentors:
            mentor.plan_week()

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

    def meet_the_citizens(self) -> None:
        """Keep one agent per person who is here: make newcomers, let go of those who left."""
        status = self.world.citizens["status"][: self.world.counters[CITIZEN_ROWS]]
        for row, present in enumerate(status != NOBODY):
            if present and row not in self._citizen_at:
                self._citizen_at[row] = self._citizen_class(self, row)
            elif not present and row in self._citizen_at:
                self._citizen_at.pop(row).remove()


def _weekly_reader(name: str) -> Callable[[HeterophonicModel], float]:
    """Return a reporter of the week's mean over people on a course."""

    def read(model: HeterophonicModel) -> float:
        if model.week < 0:
            return float("nan")
        sums = model.world.weekly[model.week]
        return float(sums[name] / sums.people) if sums.people else float("nan")

    return read
