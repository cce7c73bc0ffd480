"""The young citizen as a Mesa agent: lives, presents, reacts, comes or stays away, leaves."""

from __future__ import annotations

from typing import Any

from heterophony.agents.arrival import (
    feasible_demand,
    true_state,
)
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.citizen_week import CITIZEN_WEEK
from heterophony.agents.columns import view_of
from heterophony.agents.education import live_exits
from heterophony.agents.life_course import (
    begin_week,
    end_week,
)
from heterophony.agents.living import grow, live_between_meetings, live_crisis
from heterophony.agents.ownership import basis_of, move_ownership
from heterophony.agents.person import Meeting, Person
from heterophony.agents.reaction import react
from heterophony.agents.session import lose_contact
from heterophony.agents.vocabulary import COURSE


@view_of(CITIZEN_COLUMNS)
class Citizen(Person):
    """A simulated citizen; every declared column is an attribute."""

    table = "citizens"

    @property
    def own_caseworker(self) -> Any:
        """The caseworker's post that has this case."""
        return self.office.caseworkers[int(self.record["caseworker"])]

    @property
    def own_mentor(self) -> Any:
        """The mentor's post that has this citizen."""
        return self.office.mentors[int(self.record["mentor"])]

    @property
    def true_state(self) -> float:
        """How the citizen really is (s), 0-1."""
        return float(true_state(self.record, self.premises))

    @property
    def feasible_demand(self) -> float:
        """The demand the citizen can realistically meet (x*), 0-1."""
        return float(feasible_demand(self.record, self.premises))

    def begin_week(self) -> None:
        """Start a course, come back or lose a mentor if this week is the date of it."""
        begin_week(self.state, self.row, self.premises, self.model.premises_number, self.week)

    def react(self, meeting: Meeting) -> None:
        """React to a meeting just held."""
        react(self.record, self.premises, meeting.record, meeting.key, self.week)

    def live_week(self) -> None:
        """Live through the week, in the order that the compiled rules follow too."""
        for step in CITIZEN_WEEK:
            if step.who(self.record):
                getattr(self, step.name)()

    def consider_referral(self) -> None:
        """Let the caseworker decide whether to refer this citizen."""
        self.own_caseworker.consider_referral(self)

    def live_session(self) -> None:
        """Have the mentor hold the week's session; without a course, lose contact."""
        if self.record["status"] == COURSE:
            self.own_mentor.hold_session(self)
        else:
            lose_contact(self.record, self.premises, self.week, False)

    def live_meeting(self) -> None:
        """Take part in the three-party meeting."""
        self.model.hold_meeting(self)

    def live_between_meetings(self) -> None:
        """Let slow states drift, and apply what professionals pass on between meetings."""
        live_between_meetings(self.state, self.record, self.premises, self.week)

    def move_ownership(self) -> None:
        """Let ownership of the course move."""
        basis = basis_of(self.record, self.premises)
        number = self.model.premises_number
        move_ownership(self.state, self.record, self.premises, number, basis)

    def grow(self) -> None:
        """Let everyday mastery and education readiness grow or decay."""
        grow(self.state, self.record, self.premises)

    def live_crisis(self) -> None:
        """Continue, end or begin a crisis."""
        live_crisis(self.state, self.record, self.premises, self.week)

    def consider_leaving(self) -> None:
        """Start education or a job, be lost, or stay; in education, drop out or stay."""
        calendar_week = self.model.calendar_week
        intake, last = bool(calendar_week["intake"] == 1), bool(calendar_week["intake_ends"] == 1)
        live_exits(self.state, self.record, self.premises, self.week, intake, last)

    def end_week(self) -> None:
        """Record the week and grow a week older."""
        end_week(self.state, self.row, self.premises, self.week)
