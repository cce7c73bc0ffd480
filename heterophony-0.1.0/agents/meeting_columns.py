"""What is written down about one meeting: its conditions, its log's counts, its outcome.

All columns are floats, so that meetings can be added up as rows of a matrix. `TURN_TYPE` is one
utterance of the log.
"""

from __future__ import annotations

import numpy as np

from heterophony.agents.columns import ColumnOf


def _floats(group: tuple[tuple[str, str], ...]) -> tuple[ColumnOf, ...]:
    return tuple(ColumnOf(name, "float", meaning) for name, meaning in group)


CONDITIONS = _floats(
    (
        ("week", "week of the meeting"),
        ("jobcentre", "jobcentre"),
        ("slot", "slot of the citizen's first arrival"),
        ("generation", "how many persons the slot had before"),
        ("case", "row among the cases"),
        ("number", "number of the meeting in the citizen's life"),
        ("meetings", "1: counts meetings when rows are added up"),
        ("three_party", "1: a mentor takes part"),
        ("deciding", "1: a meeting that decides; 0: it returned for legal points"),
        ("on_time", "1: held in the week in which it fell due"),
        ("turns", "number of turns"),
        ("preparation", "the caseworker's preparation (prep), 0-1"),
        ("pre", "strength of the talk before (pre), 0-1"),
        ("debrief", "strength of the talk after (post), 0-1"),
        ("shared_goals", "1: shared goals practised (sg)"),
        ("small_steps_weight", "weight of small steps as practised"),
        ("small_step_seen", "1: everyday mastery above its value at the last meeting"),
        ("alignment", "1: an alignment session belongs to it"),
        ("shield", "the mentor's shielding effort, 0-1"),
        ("understanding", "the two professionals' understanding (u_mk), 0-1"),
        ("stake", "what is at stake for the citizen, 0-1"),
        ("role_distance", "chance that a citizen's turn is a front claim (RD), 0-1"),
        ("role_distance_without_leak", "the same if a crisis leaked nothing"),
        ("gap", "presented minus true state at the start (G), 0-1"),
    )
)
COUNTS = _floats(
    (
        ("caseworker_turns", "turns of the caseworker"),
        ("mentor_turns", "turns of the mentor"),
        ("citizen_turns", "turns of the citizen"),
        ("mentor_turns_first_half", "turns of the mentor, first half"),
        ("professional_turns_first_half", "turns of both professionals, first half"),
        ("caseworker_care", "caseworker's turns in the code care"),
        ("caseworker_law_economy", "caseworker's turns in the codes law and economy"),
        ("caseworker_education", "caseworker's turns in the code education"),
        ("mentor_care", "mentor's turns in the code care"),
        ("mentor_law_economy", "mentor's turns in the codes law and economy"),
        ("mentor_education", "mentor's turns in the code education"),
        ("measuring_questions", "measuring questions"),
        ("demands", "demands or plans put to the citizen"),
        ("recognitions", "recognitions by both professionals"),
        ("autonomy_acts", "autonomy acts by both professionals"),
        ("translations", "small steps put into the words of the plan"),
        ("front_claims", "front claims of the citizen"),
        ("authentic_turns", "authentic turns of the citizen"),
        ("troubles", "turns that tell of trouble"),
        ("wishes", "turns that tell a wish"),
        ("progress_claims", "authentic claims of progress"),
        ("unprompted_claims", "claims of progress that nobody asked for"),
        ("slips", "slips out of the role"),
        ("slips_answered", "professional turns that follow one slip or more"),
        ("repairs", "repairs"),
        ("acknowledged_by_caseworker", "slips the caseworker acknowledged"),
        ("acknowledged_by_mentor", "slips the mentor acknowledged"),
        ("adjacencies", "professional turns directly after the other professional"),
        ("connected", "of these, taken up"),
        ("foreign_turns", "of these, after a turn in a code foreign to the speaker"),
        ("foreign_heard_caseworker", "foreign codes taken up by the caseworker"),
        ("foreign_heard_mentor", "foreign codes taken up by the mentor"),
    )
)
OUTCOME = _floats(
    (
        ("uptake_quality", "uptake pooled over the last three meetings (Q_meet), 0-1"),
        ("placement_push", "push of measuring and refund belief on the demand (push_)"),
        ("proposal_caseworker", "demand that the caseworker proposes (x_K), 0-1"),
        ("proposal_mentor", "demand that the mentor proposes (x_M), 0-1"),
        ("mentor_weight", "weight of the mentor's view (nu), 0-1"),
        ("citizen_weight", "weight of the citizen's say (zeta), 0-1"),
        ("decided_demand", "demand decided (x'), 0-1"),
        ("closes", "1: the course is closed"),
        ("order_given", "1: an order to enrol is given"),
        ("sanction", "1: a sanction"),
        ("demand_over", "decided demand above the feasible one, 0-1"),
        ("impulse", "impulse of pressure, 0-1"),
        ("strong_reaction", "1: a strong reaction afterwards"),
        ("raises_education", "1: a caseworker's turn has the code education"),
        ("first_meeting", "1: the first meeting of the case"),
        ("first_gap", "presented minus true state in a first meeting"),
        ("autonomy_change", "change of autonomy by the meeting"),
    )
)
MEETING_COLUMNS = CONDITIONS + COUNTS + OUTCOME
COUNT_NAMES = tuple(column.name for column in COUNTS)

# A turn: small integers, meanings in agents/vocabulary.py.
TURN_TYPE = np.dtype(
    [
        ("speaker", "i8"),
        ("code", "i8"),
        ("act", "i8"),
        ("connection", "i8"),
        ("orientation", "i8"),
        ("phase", "i8"),
        ("slip", "i8"),
    ],
    align=True,
)
