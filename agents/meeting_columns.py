"""Columns of a meeting: its conditions, its log's counts, its outcome.

All columns of a meeting are floats, so that meetings can be added up as rows of a matrix.
`TURN_TYPE` is one utterance of the log.
"""

from __future__ import annotations

from heterophony.agents.columns import ColumnOf, record_type


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
        ("late", "weeks after it fell due"),
        ("turns", "number of turns"),
        ("preparation", "the caseworker's preparation (prep), 0-1"),
        ("attention", "attention of the caseworker, less if unprepared (att), 0-1"),
        ("pre", "strength of the talk before (pre), 0-1"),
        ("debrief", "strength of the talk after (post), 0-1"),
        ("shared_goals", "shared goals practised and at hand (sg), 0-1"),
        ("small_steps_weight", "weight of small steps as practised"),
        ("mastery_image_rose", "1: the mentor's image of mastery rose since the last meeting"),
        ("alignment", "1: an alignment session belongs to it"),
        ("shield", "the mentor's shielding effort, 0-1"),
        ("understanding", "the two professionals' understanding (u_mk), 0-1"),
        ("stake", "what is at stake for the citizen, 0-1"),
        ("front_share", "chance that a citizen's turn performs the role, 0-1"),
        ("front_share_without_leak", "the same if a crisis leaked nothing"),
        ("gap", "presented minus true state at the start (G), 0-1"),
        ("feasible_before", "demand that can be met, before the talk (x*), 0-1"),
        ("estimate_caseworker", "what the caseworker's images say can be met, before the talk"),
        ("estimate_mentor", "what the mentor's images say can be met, before the talk"),
        ("opening_proposal_caseworker", "demand the caseworker comes with (x_K before the talk)"),
        ("opening_proposal_mentor", "demand the mentor comes with (x_M before the talk)"),
    )
)
_CODES = ("care", "law", "economy", "education")
_VALUES = (
    ("front", "said from the front"),
    ("trouble", "that tell of trouble or object"),
    ("plain", "that tell a wish or progress, or accept plainly"),
)
COUNTS = _floats(
    (
        ("caseworker_turns", "turns of the caseworker"),
        ("mentor_turns", "turns of the mentor"),
        ("citizen_turns", "turns of the citizen"),
        ("mentor_turns_first_half", "turns of the mentor, first half"),
        ("professional_turns_first_half", "turns of both professionals, first half"),
        *((f"caseworker_{code}", f"caseworker's full turns in the code {code}") for code in _CODES),
        *((f"mentor_{code}", f"mentor's full turns in the code {code}") for code in _CODES),
        ("short_responses", "short responses of both professionals"),
        ("measuring_questions", "measuring questions"),
        ("wish_questions", "questions for a wish"),
        ("empathic_questions", "empathic questions"),
        ("demands", "demands or plans put to the citizen"),
        ("duties", "duties named"),
        ("rights", "rights named"),
        ("openings", "openings named"),
        ("openings_taken_up", "openings that the citizen answered plainly or the mentor took up"),
        ("recognitions", "recognitions by both professionals"),
        ("autonomy_acts", "autonomy acts by both professionals"),
        ("asked_mentor", "times that the caseworker asked the mentor to supplement"),
        ("supports", "reports of the mentor that support the front"),
        ("candid", "reports of the mentor that tell what is hard"),
        ("support_mastery_taken_up", "supports in care that the caseworker took up"),
        ("candid_mastery_taken_up", "candid reports in care that the caseworker took up"),
        ("support_readiness_taken_up", "supports in other codes that the caseworker took up"),
        ("candid_readiness_taken_up", "candid reports in other codes that the caseworker took up"),
        ("small_steps", "small steps put into the words of the plan"),
        ("small_steps_taken_up", "of these, taken up by the caseworker"),
        ("mentor_objections", "objections of the mentor"),
        ("mentor_objections_taken_up", "of these, taken up by the caseworker"),
        ("translations_caseworker", "translations into an own code by the caseworker"),
        ("translations_mentor", "translations into an own code by the mentor"),
        ("translations_caseworker_taken_up", "of the caseworker's, taken up by the mentor"),
        ("translations_mentor_taken_up", "of the mentor's, taken up by the caseworker"),
        ("front_turns", "citizen's turns said from the front"),
        ("troubles", "turns that tell of trouble"),
        ("wishes", "turns that tell a wish"),
        ("progress", "authentic turns that tell of progress"),
        ("objections", "objections of the citizen"),
        ("demands_accepted", "demands accepted, from the front or plainly"),
        ("authentic_turns", "citizen's turns not said from the front"),
        ("objections_taken_up_caseworker", "citizen's objections taken up by the caseworker"),
        ("troubles_taken_up", "troubles taken up"),
        ("troubles_taken_up_caseworker", "of these, by the caseworker"),
        ("wishes_taken_up", "wishes taken up"),
        ("progress_taken_up", "turns of progress taken up by the caseworker"),
        ("told", "troubles, objections and wishes told"),
        ("told_taken_up", "of these, taken up"),
        ("told_taken_up_caseworker", "of these, by the caseworker"),
        ("unprompted_claims", "turns of progress that nobody asked for"),
        ("slips", "slips out of the role"),
        ("slips_answered", "full professional turns that follow one slip or more"),
        ("repairs", "repairs"),
        ("acknowledged_by_caseworker", "slips the caseworker acknowledged"),
        ("acknowledged_by_mentor", "slips the mentor acknowledged"),
        ("adjacencies", "full professional turns at a code that the other professional set"),
        ("connected", "of these, taken up"),
        ("foreign_turns", "of these, at what is foreign: a foreign code or a small step"),
        ("foreign_connected", "of these, taken up"),
        ("answered_by_caseworker", "mentor's turns that the caseworker answered"),
        ("connected_by_caseworker", "of these, taken up"),
        ("connected_by_mentor", "caseworker's turns in law, economy, education the mentor took up"),
        *(
            (f"{code}_{value}", f"citizen's turns in the code {code} {meaning}")
            for code in _CODES
            for value, meaning in _VALUES
        ),
        ("after_measuring", "citizen's answers to a measuring question"),
        ("front_after_measuring", "of these, said from the front"),
        ("after_empathic", "citizen's answers to an empathic question"),
        ("front_after_empathic", "of these, said from the front"),
        ("after_demand", "citizen's answers to a demand"),
        ("front_after_demand", "of these, said from the front"),
    )
)
# A count -> the count that it is a share of, for draws that replace a conversation.
SHARE_OF = {
    "openings_taken_up": "openings",
    "support_mastery_taken_up": "supports",
    "candid_mastery_taken_up": "candid",
    "support_readiness_taken_up": "supports",
    "candid_readiness_taken_up": "candid",
    "small_steps_taken_up": "small_steps",
    "mentor_objections_taken_up": "mentor_objections",
    "translations_caseworker_taken_up": "translations_caseworker",
    "translations_mentor_taken_up": "translations_mentor",
    "objections_taken_up_caseworker": "objections",
    "troubles_taken_up": "troubles",
    "troubles_taken_up_caseworker": "troubles_taken_up",
    "wishes_taken_up": "wishes",
    "progress_taken_up": "progress",
    "told_taken_up": "told",
    "told_taken_up_caseworker": "told_taken_up",
    "slips_answered": "slips",
    "connected": "adjacencies",
    "foreign_connected": "foreign_turns",
    "connected_by_caseworker": "answered_by_caseworker",
    "front_after_measuring": "after_measuring",
    "front_after_empathic": "after_empathic",
    "front_after_demand": "after_demand",
}
_SIDES = ("caseworker", "mentor")
OUTCOME = _floats(
    (
        ("uptake_quality", "foreign turns taken up over the last three meetings (Q_meet), 0-1"),
        ("placement_pressure", "pressure to place at the time (psi)"),
        ("proposal_caseworker", "demand the caseworker proposes after the talk (x_K), 0-1"),
        ("proposal_mentor", "demand the mentor proposes after the talk (x_M), 0-1"),
        ("mentor_weight", "weight of the mentor's view (nu), 0-1"),
        ("citizen_weight", "weight of the citizen's say (zeta), 0-1"),
        ("heard", "how far the citizen was heard: share of tellings that were taken up, 0-1"),
        ("decided_demand", "demand decided (x'), 0-1"),
        ("closes", "1: the course is closed"),
        ("order_given", "1: an order to enrol is given"),
        ("sanction", "1: a sanction"),
        ("ground", "1: the talk gave a ground for the grant"),
        ("demand_over", "decided demand above the feasible one, 0-1"),
        ("impulse", "impulse of pressure, 0-1"),
        ("strong_reaction", "1: a strong reaction afterwards"),
        ("raises_education", "1: a caseworker's turn has the code education"),
        ("first_meeting", "1: the first meeting of the case"),
        ("first_gap", "presented minus true state in a first meeting"),
        ("autonomy_change", "change of autonomy by the meeting"),
        ("longest_citizen_run", "most turns of the citizen directly after each other"),
        *(
            (name.format(side), meaning.format(side))
            for side in _SIDES
            for name, meaning in (
                ("error_{}", "estimate of the {} minus what can be met, before the talk"),
                ("error_{}_absolute", "the same without its sign ({})"),
                ("{}_too_high", "1: the {}'s estimate was too high by more than the margin"),
                ("{}_too_low", "1: the {}'s estimate was too low by more than the margin"),
            )
        ),
    )
)
MEETING_COLUMNS = CONDITIONS + COUNTS + OUTCOME
COUNT_NAMES = tuple(column.name for column in COUNTS)

# A turn: small integers, meanings in agents/vocabulary.py; what it moved are floats.
TURN_COLUMNS = (
    ColumnOf("speaker", "int", "who speaks"),
    ColumnOf("code", "int", "code of the turn"),
    ColumnOf("act", "int", "what the turn does"),
    ColumnOf("phase", "int", "phase of the meeting"),
    ColumnOf("orientation", "int", "time that a professional's turn is about"),
    ColumnOf("slip", "int", "1: the citizen slips out of the role"),
    ColumnOf(
        "taken_up", "int", "1: a full professional turn takes up what is at hand; -1: no such"
    ),
    ColumnOf("translated", "int", "1: it translates a foreign code into an own one"),
    ColumnOf("after_other", "int", "1: the code at hand was set by the other professional"),
    ColumnOf("foreign", "int", "1: what is at hand is foreign to the speaker"),
    ColumnOf("answers", "int", "number of the turn that this one answers, -1 none"),
    ColumnOf(
        "told_taken_up",
        "int",
        "1: what the turn tells is taken up, 0: it is not; -1: it tells nothing",
    ),
    ColumnOf("settled_by", "int", "number of the turn that settled it, -1 nobody"),
    ColumnOf("said_from_front", "int", "1: the citizen says it from the front"),
    ColumnOf("front_factor", "float", "factor on the front after the turn (phi)"),
    ColumnOf("position_moved", "float", "how far the turn moved the caseworker's proposal"),
    ColumnOf("image_moved_caseworker", "float", "how far it moved the caseworker's images"),
    ColumnOf("image_moved_mentor", "float", "how far it moved the mentor's images"),
)
TURN_TYPE = record_type(TURN_COLUMNS)

# What a conversation remembers while it goes on.
TALK_COLUMNS = (
    ColumnOf("floor", "int", "whose turn it is (agents/vocabulary.py)"),
    ColumnOf("code_at_hand", "int", "code set by the last full professional turn, -1 none"),
    ColumnOf("set_by", "int", "who set it"),
    ColumnOf("act_at_hand", "int", "what that turn did"),
    ColumnOf("speaker_before", "int", "who spoke last"),
    ColumnOf("act_before", "int", "what the last turn did"),
    ColumnOf("from_front_before", "int", "1: the citizen's last turn was said from the front"),
    ColumnOf("slip_waits", "int", "1: a slip waits for an answer"),
    ColumnOf("told_from", "int", "first turn whose telling may still be taken up"),
    ColumnOf("front_factor", "float", "factor on the front in this meeting (phi)"),
)
