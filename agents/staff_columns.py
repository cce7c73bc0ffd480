"""What professionals, posts and a jobcentre are made of."""

from __future__ import annotations

from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.columns import ColumnOf

_PROFESSIONAL = (
    ColumnOf("key", "key", "key of every draw about this post"),
    ColumnOf("post", "int", "number of the post"),
    ColumnOf("generation", "int", "how many persons the post had before"),
    ColumnOf("exists", "int", "1: the post is part of the organisation"),
    ColumnOf("vacant_until", "int", "week until which the post is vacant", FAR_AWAY),
    ColumnOf("left_now", "int", "1: whoever had the post left it this week"),
    ColumnOf("weights", "4", "weights of the codes care, law, economy, education (w), add up to 1"),
    ColumnOf("horizon", "float", "chance that a foreign code is heard as relevant (h), 0-1"),
    ColumnOf("safety", "float", "safety at dialogue meetings (b), 0-1"),
    ColumnOf("foreign_heard", "int", "meetings this week with a foreign code heard"),
    ColumnOf("utilisation", "float", "hours asked for as a share of hours there are"),
    ColumnOf("attends_dialogue", "int", "1: attends this week's dialogue meeting"),
    ColumnOf("funded_hours", "float", "hours added this week for coordination"),
    ColumnOf("dialogue_hours", "float", "hours given to this week's dialogue meeting"),
)
CASEWORKER_COLUMNS = (
    *_PROFESSIONAL,
    ColumnOf("fraction", "float", "fraction of a full post"),
    ColumnOf("usual_weights", "4", "weights of the codes in the present meeting"),
    ColumnOf("closing_weights", "4", "the same at its close"),
    ColumnOf("pacing", "float", "how far demand is lowered for someone in distress, 0-1"),
    ColumnOf("preparation", "float", "share of proper preparation this week (prep), 0-1"),
    ColumnOf("hours_left", "float", "hours not yet spent this week"),
    ColumnOf("waiting", "int", "own cases waiting for a referral or a course"),
    ColumnOf("on_course", "int", "own cases on a course"),
    ColumnOf("there", "float", "share of the dialogue meeting spent there, 0-1"),
    ColumnOf("first_case", "int", "place of the first own case in the caseload list"),
    ColumnOf("last_case", "int", "place after the last own case in the caseload list"),
)
MENTOR_COLUMNS = (
    *_PROFESSIONAL,
    ColumnOf("give", "float", "share of what is asked that hours allow (give), 0-1"),
    ColumnOf("session_share", "float", "share of session hours that is left, 0-1"),
    ColumnOf("on_course", "int", "own cases, all of them on a course"),
    ColumnOf("sessions_due", "int", "sessions due this week"),
    ColumnOf("first_case", "int", "place of the first own case in the caseload list"),
    ColumnOf("last_case", "int", "place after the last own case in the caseload list"),
)
JOBCENTRE_COLUMNS = (
    ColumnOf("commitment_caseworkers", "float", "commitment of the caseworkers (o_K), 0-1"),
    ColumnOf("commitment_mentors", "float", "commitment of the mentors (o_M), 0-1"),
    ColumnOf("placed_share", "float", "share placed at last week's end; -1: nobody", -1),
    ColumnOf("placement_pressure", "float", "pressure to place this week (psi)"),
)
# What a mentor and a caseworker hold of their cooperation (relational coordination, 0-1), and sums
# of this week's meetings from which it is updated.
DIMENSIONS = (
    ("frequency", "hours of contact, against a norm"),
    ("timeliness", "meetings held on time and prepared"),
    ("accuracy", "images that agree"),
    ("problem_solving", "tellings taken up and slips acknowledged"),
    ("shared_goals", "positions that agree, and goals at hand"),
    ("shared_knowledge", "mutual understanding"),
    ("respect", "turns of the other side taken up"),
)
DYAD_COLUMNS = (
    *(ColumnOf(name, "float", meaning) for name, meaning in DIMENSIONS),
    *(ColumnOf(f"week_{name}", "float", f"week's sum: {name}") for name, _ in DIMENSIONS[1:]),
    ColumnOf("week_hours", "float", "hours of contact this week"),
    ColumnOf("week_meetings", "float", "three-party meetings this week"),
)
SLOT_COLUMNS = (
    ColumnOf("key", "key", "key of the persons who hold the slot"),
    ColumnOf("rank", "float", "keyed rank: the permutation that deals citizens to caseworkers"),
    ColumnOf("open", "int", "1: the slot is part of the organisation"),
    ColumnOf("holder", "int", "row of the citizen who holds it, -1 if empty", -1),
    ColumnOf("generation", "int", "how many persons it had before"),
    ColumnOf("refill_week", "int", "week from which it is filled again"),
    ColumnOf("mentor", "int", "row of the mentor of whoever arrives"),
    ColumnOf("caseworker", "int", "row of the caseworker of whoever arrives"),
)
CALENDAR_COLUMNS = (
    ColumnOf("week", "int", "week of the run; week 0 is the end of burn-in"),
    ColumnOf("premises", "int", "which record of premises holds"),
    ColumnOf("premises_begin", "int", "1: they hold from this week"),
    ColumnOf("week_of_year", "int", "calendar week, 1-52"),
    ColumnOf("intake", "int", "1: an intake week of education"),
    ColumnOf("intake_ends", "int", "1: the last week of an intake"),
    ColumnOf("dialogue", "int", "1: a dialogue meeting is held"),
    ColumnOf("process", "int", "development process: 1 first step, 2 later step, -1 cancelled"),
)
