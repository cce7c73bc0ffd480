"""The coordinating caseworker as a Mesa agent: observes through law and economy, leads, decides."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.caseworker_week import keep_spare_contact, plan_caseworker_week
from heterophony.agents.columns import view_of
from heterophony.agents.decisions import decide
from heterophony.agents.meeting import close_meeting, hold_conversation, open_meeting
from heterophony.agents.negotiation import caseworker_proposes, negotiate
from heterophony.agents.person import Meeting, Person
from heterophony.agents.practice import meeting_key
from heterophony.agents.referral import consider_referral, interview
from heterophony.agents.staff_columns import CASEWORKER_COLUMNS


@view_of(CASEWORKER_COLUMNS)
class Caseworker(Person):
    """A caseworker's post and the person in it; every declared column is an attribute."""

    table = "caseworkers"

    def plan_week(self) -> None:
        """Fill the week's hours by priority and say which encounters take place."""
        base = self.state.baseline[0]
        plan_caseworker_week(self.state, self.row, self.premises, base, self.week)

    def interview(self, citizen: Any) -> None:
        """Hold an interview before referral."""
        interview(self.state, citizen.record, self.premises, self.week)

    def keep_contact(self, citizen: Any) -> None:
        """Spend spare time on a citizen."""
        keep_spare_contact(self.state, citizen.record, self.premises, self.week)

    def consider_referral(self, citizen: Any) -> None:
        """Refer a citizen if interviews and the deadline require it."""
        consider_referral(self.state, citizen.row, self.premises, self.week)

    def open_meeting(self, citizen: Any) -> Meeting:
        """Open a citizen's meeting: talk before, preparation, what is at stake."""
        key = np.uint64(meeting_key(citizen.record, bool(citizen.record["meets"] == 2)))
        place = open_meeting(self.state, citizen.row, self.premises, self.week)
        return Meeting(int(place), citizen, key)

    def lead_conversation(self, meeting: Meeting) -> None:
        """Hold the conversation turn by turn; its log is the model's current log."""
        hold_conversation(self.state, meeting.citizen.row, meeting.place, self.premises)

    def propose(self, meeting: Meeting) -> None:
        """Come with a demand from the caseworker's own image of the citizen."""
        caseworker_proposes(meeting.citizen.record, self.premises, meeting.record)

    def negotiate(self, meeting: Meeting) -> None:
        """Settle demand and plan between the positions after the talk and the citizen's say."""
        negotiate(meeting.citizen.record, self.record, self.premises, meeting.record)

    def decide(self, meeting: Meeting) -> None:
        """Close or continue, order."""
        decide(meeting.citizen.record, self.premises, meeting.record, meeting.key, self.week)

    def close_meeting(self, meeting: Meeting) -> None:
        """Close the meeting: grant, sanction, dates, books."""
        close_meeting(self.state, meeting.citizen.row, meeting.place, self.premises, self.week)
