"""A jobcentre in Mesa: its agents take the same steps as the compiled schedule."""

from __future__ import annotations

from typing import Any, Protocol

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.mentor import Mentor
from heterophony.agents.state import CITIZEN_ROWS, PLACE, State
from heterophony.agents.vocabulary import NOBODY
from heterophony.sim.bookkeeping import clear_counts, count_case, measure_citizen, measure_staff
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.schedule import WEEK, arrive


class ActingModel(Protocol):
    """What an office needs of its model: the week and its parameters."""

    week: int
    premises_number: int
    premises: Any
    calendar_week: Any

    def begin_week(self, state: State) -> None:
        """Read the week at a place of the calendar."""


class Office:
    """The agents of one jobcentre.

    Parameters
    ----------
    model : the model that they are agents of
    jobcentre : the jobcentre whose rows they are views of
    citizen_class, mentor_class, caseworker_class : classes that act

    Attributes
    ----------
    mentors, caseworkers : agents of the posts, in order of rows
    """

    def __init__(
        self,
        model: ActingModel,
        jobcentre: Jobcentre,
        citizen_class: type[Citizen],
        mentor_class: type[Mentor],
        caseworker_class: type[Caseworker],
    ) -> None:
        self.model = model
        self._jobcentre = jobcentre
        self._citizen_class = citizen_class
        self._citizen_at: dict[int, Citizen] = {}
        posts = range(len(self.state.caseworkers))
        self.caseworkers = [caseworker_class(model, row, self) for row in posts]
        posts = range(len(self.state.mentors))
        self.mentors = [mentor_class(model, row, self) for row in posts]
        self.meet_the_citizens()

    @property
    def state(self) -> State:
        """The tables that contain the agents' rows."""
        return self._jobcentre.state

    @property
    def citizens(self) -> list[Citizen]:
        """All citizens present, in order of rows."""
        return [self._citizen_at[row] for row in sorted(self._citizen_at)]

    def citizen(self, row: int) -> Citizen:
        """Return the citizen in a row."""
        return self._citizen_at[row]

    def live_week(self, place: int) -> None:
        """Simulate the week at `place` of the calendar, in the order of `sim.schedule.WEEK`.

        Agents take the steps for which the office has a method; compiled rules take the others.
        """
        self.state.counters[PLACE] = place
        self.model.begin_week(self.state)
        for step in WEEK:
            act = getattr(self, step.name, None)
            if act is None:
                step.rule(self.state, self.model.premises, self.model.calendar_week)
            else:
                act()

    def arrive(self) -> None:
        """Let people arrive, and make their agents."""
        arrive(self.state, self.model.premises, self.model.calendar_week)
        self.meet_the_citizens()

    def begin_weeks(self) -> None:
        """Let each citizen begin the week."""
        clear_counts(self.state)
        for citizen in self.citizens:
            citizen.begin_week()
            count_case(self.state, citizen.record)

    def fill_hours(self) -> None:
        """Let staff fill their hours; interviews and spare contacts take place."""
        for caseworker in self.caseworkers:
            caseworker.plan_week()
        for citizen in self.citizens:
            if citizen.interviewed:
                citizen.own_caseworker.interview(citizen)
            elif citizen.spare_contact:
                citizen.own_caseworker.keep_contact(citizen)
        for mentor in self.mentors:
            mentor.plan_week()

    def live_through(self) -> None:
        """Let every citizen live through the week."""
        for citizen in self.citizens:
            citizen.live_week()

    def end_weeks(self) -> None:
        """Measure staff and citizens, end everybody's week, remove the agents of those who left."""
        measure_staff(self.state, self.model.week)
        for citizen in self.citizens:
            measure_citizen(self.state, citizen.row, self.model.premises, self.model.week)
            citizen.end_week()
        self.meet_the_citizens()

    def meet_the_citizens(self) -> None:
        """Keep one agent per person present: add newcomers, remove those who left."""
        status = self.state.citizens["status"][: self.state.counters[CITIZEN_ROWS]]
        for row, present in enumerate(status != NOBODY):
            if present and row not in self._citizen_at:
                self._citizen_at[row] = self._citizen_class(self.model, row, self)
            elif not present and row in self._citizen_at:
                self._citizen_at.pop(row).remove()
