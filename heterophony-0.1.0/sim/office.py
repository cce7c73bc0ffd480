"""A jobcentre in Mesa: its agents, walked through the same week as the compiled schedule."""

from __future__ import annotations

from typing import Any, Protocol

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.learning import take_process_step
from heterophony.agents.mentor import Mentor
from heterophony.agents.vocabulary import NOBODY
from heterophony.agents.world import CITIZEN_ROWS, PLACE, World
from heterophony.sim.bookkeeping import (
    arrivals,
    clear_counts,
    count_case,
    list_cases,
    measure_citizen,
    measure_staff,
)
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.staff import learn, turn_over


class ActingModel(Protocol):
    """What an office asks of its model: which week it is, and what holds in it."""

    week: int
    premises_number: int
    premises: Any
    day: Any

    def begin_week(self, world: World) -> None:
        """Look at the calendar."""


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
        posts = range(len(self.world.caseworkers))
        self.caseworkers = [caseworker_class(model, row, self) for row in posts]
        posts = range(len(self.world.mentors))
        self.mentors = [mentor_class(model, row, self) for row in posts]
        self.meet_the_citizens()

    @property
    def world(self) -> World:
        """The tables that everybody's rows stand in."""
        return self._jobcentre.world

    @property
    def citizens(self) -> list[Citizen]:
        """Everybody who is here, in order of rows."""
        return [self._citizen_at[row] for row in sorted(self._citizen_at)]

    def citizen(self, row: int) -> Citizen:
        """Return the citizen in a row."""
        return self._citizen_at[row]

    def live_week(self, place: int) -> None:
        """Walk the agents through the week at `place` of the calendar.

        The order is that of `sim.schedule`: the two say the same thing, one for rows and one for
        agents, and the tests hold them to the same bits.
        """
        w, model = self.world, self.model
        w.counters[PLACE] = place
        model.begin_week(w)
        week, number, p, day = model.week, model.premises_number, model.premises, model.day
        arrivals(w, p, number, week)
        self.meet_the_citizens()
        citizens = self.citizens
        clear_counts(w)
        for citizen in citizens:
            citizen.begin_week()
            count_case(w, citizen.record)
        take_process_step(w.jobcentre[0], p, day.process)
        list_cases(w)
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

    def meet_the_citizens(self) -> None:
        """Keep one agent per person who is here: make newcomers, let go of those who left."""
        status = self.world.citizens["status"][: self.world.counters[CITIZEN_ROWS]]
        for row, present in enumerate(status != NOBODY):
            if present and row not in self._citizen_at:
                self._citizen_at[row] = self._citizen_class(self.model, row, self)
            elif not present and row in self._citizen_at:
                self._citizen_at.pop(row).remove()
