"""The mentor as a Mesa agent: observes through the code of care, holds sessions, shields."""

from __future__ import annotations

from typing import Any

from heterophony.agents.columns import view_of
from heterophony.agents.mentor_week import plan_mentor_week
from heterophony.agents.negotiation import mentor_proposes
from heterophony.agents.person import Meeting, Person
from heterophony.agents.session import live_session
from heterophony.agents.staff_columns import MENTOR_COLUMNS


@view_of(MENTOR_COLUMNS)
class Mentor(Person):
    """A mentor's post and the person in it; every declared column is an attribute."""

    table = "mentors"

    def plan_week(self) -> None:
        """Share out the week's hours between coordination and sessions."""
        base = self.state.baseline[0]
        plan_mentor_week(self.state, self.row, self.premises, base, self.week)

    def hold_session(self, citizen: Any) -> None:
        """Hold this week's session with a citizen, if one is due and the citizen comes."""
        live_session(self.state, citizen.record, self.premises, self.week)

    def propose(self, meeting: Meeting) -> None:
        """Come with a demand from the mentor's own image of the citizen."""
        mentor_proposes(meeting.citizen.record, self.premises, meeting.record)
