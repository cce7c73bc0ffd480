"""The one statement of the order of a citizen's week: steps 4 to 10 (model, section 3).

Three executors follow these two tables: compiled rules row by row, compiled rules in batches
(`sim/batch_steps.py`, from step 8 on for those on a course), and Mesa's agents, whose method has
the name of the step. A citizen's week changes no other citizen, and staff only in what they learn
afterwards, so each citizen can take all steps in one go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.compiled import compiled_inside
from heterophony.agents.education import live_exits
from heterophony.agents.living import grow as grow_by_row
from heterophony.agents.living import live_between_meetings as between_by_row
from heterophony.agents.living import live_crisis as crisis_by_row
from heterophony.agents.meeting import hold_meeting as meeting_by_row
from heterophony.agents.ownership import basis_of
from heterophony.agents.ownership import move_ownership as ownership_by_row
from heterophony.agents.referral import consider_referral as referral_by_row
from heterophony.agents.session import live_session as session_by_row
from heterophony.agents.session import lose_contact
from heterophony.agents.state import State
from heterophony.agents.vocabulary import CLOSED, COURSE, NOBODY, WAITING

if TYPE_CHECKING:
    from heterophony.agents.fields import CalendarRow, CitizenRow, Parameters


@compiled_inside
def is_waiting(citizen: CitizenRow) -> bool:
    """Tell whether a citizen waits for a referral."""
    return citizen.status == WAITING


@compiled_inside
def is_here(citizen: CitizenRow) -> bool:
    """Tell whether a citizen is there and the case is not closed."""
    return citizen.status != NOBODY and citizen.status < CLOSED


@compiled_inside
def is_known(citizen: CitizenRow) -> bool:
    """Tell whether there is somebody in the row."""
    return citizen.status != NOBODY


@compiled_inside
def is_on_course(citizen: CitizenRow) -> bool:
    """Tell whether a citizen is on a course with a mentor."""
    return citizen.status == COURSE


@compiled_inside
def has_meeting(citizen: CitizenRow) -> bool:
    """Tell whether a citizen has a meeting this week."""
    return citizen.meets > 0


@compiled_inside
def consider_referral(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Decide whether to refer a citizen who waits."""
    referral_by_row(w, row, params, calendar_week.week)


@compiled_inside
def live_session(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Hold the week's session; a citizen on no course loses contact with the mentor."""
    if is_on_course(w.citizens[row]):
        session_by_row(w, w.citizens[row], params, calendar_week.week)
    else:
        lose_contact(w.citizens[row], params, calendar_week.week, False)


@compiled_inside
def live_meeting(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Hold the citizen's three-party meeting."""
    meeting_by_row(w, row, params, calendar_week.week)


@compiled_inside
def live_between_meetings(
    w: State, row: int, params: Parameters, calendar_week: CalendarRow
) -> None:
    """Let slow states drift, and apply what professionals pass on between meetings."""
    between_by_row(w, w.citizens[row], params, calendar_week.week)


@compiled_inside
def move_ownership(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Let ownership of the course move."""
    citizen = w.citizens[row]
    basis = basis_of(citizen, params)
    ownership_by_row(w, citizen, params, calendar_week.premises, basis)


@compiled_inside
def grow(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Let everyday mastery and education readiness grow or decay."""
    grow_by_row(w, w.citizens[row], params)


@compiled_inside
def live_crisis(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Continue, end or begin a crisis."""
    crisis_by_row(w, w.citizens[row], params, calendar_week.week)


@compiled_inside
def consider_leaving(w: State, row: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Start education or a job, be lost, or stay; in education, drop out or stay."""
    week, intake = calendar_week.week, calendar_week.intake == 1
    live_exits(w, w.citizens[row], params, week, intake, calendar_week.intake_ends == 1)


class CitizenStep(NamedTuple):
    """A step of a citizen's week.

    Attributes
    ----------
    who : which citizens take it
    rule : what happens, by row; agents have a method of the same name
    """

    who: Callable[[Any], bool]
    rule: Callable[[State, int, Any, Any], None]

    @property
    def name(self) -> str:
        """The name of the rule, and of the agents' method."""
        return self.rule.__name__


ENCOUNTERS = (
    CitizenStep(is_waiting, consider_referral),  # 4
    CitizenStep(is_known, live_session),  # 5
    CitizenStep(has_meeting, live_meeting),  # 6
    CitizenStep(is_here, live_between_meetings),  # 7
)
AFTER_ENCOUNTERS = (
    CitizenStep(is_on_course, move_ownership),  # 8
    CitizenStep(is_here, grow),  # 9
    CitizenStep(is_here, live_crisis),  # 9
    CitizenStep(is_here, consider_leaving),  # 10
)
CITIZEN_WEEK = ENCOUNTERS + AFTER_ENCOUNTERS


def lines_of(steps: tuple[CitizenStep, ...]) -> list[str]:
    """Generate source lines for the steps of one row, each under its condition."""
    return [
        line
        for step in steps
        for line in (
            f"if {step.who.__name__}(w.citizens[row]):",
            f"    {step.name}(w, row, params, calendar_week)",
        )
    ]
