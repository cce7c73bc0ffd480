"""What is counted: cases (one row a referral), weekly means, totals of the run.

Weekly and total columns are floats, so that rows can be added up.
"""

from __future__ import annotations

import math

from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.columns import ColumnOf

_WEEKS = ("referred_week", "ended_week", "education_week", "dropout_week", "job_week")
CASE_COLUMNS = (
    ColumnOf("jobcentre", "int", "jobcentre"),
    ColumnOf("slot", "int", "slot of first arrival"),
    ColumnOf("generation", "int", "how many persons the slot had before"),
    ColumnOf("case_number", "int", "how many cases the person had before"),
    ColumnOf("resources", "float", "baseline resources, 0-1"),
    ColumnOf("group", "int", "tercile of baseline resources, 0 lowest"),
    ColumnOf("internalised_discourse", "float", "internalised discourse, 0-1"),
    ColumnOf("reactance", "float", "proneness to reactance, 0-1"),
    ColumnOf("prior_dropouts", "float", "broken-off educations at referral"),
    ColumnOf("residual", "int", "1: referred as what is left"),
    ColumnOf("plan_match_at_referral", "float", "plan match at referral (mu), 0-1"),
    ColumnOf("trust_caseworker_at_referral", "float", "trust in the caseworker at referral"),
    ColumnOf("true_state_at_referral", "float", "true state at referral (s), 0-1"),
    ColumnOf("view_mentor_at_referral", "float", "the mentor's image at referral (S_M), 0-1"),
    ColumnOf("view_caseworker_at_referral", "float", "the caseworker's image at referral (S_K)"),
    ColumnOf("presented_at_referral", "float", "state that the citizen shows at referral"),
    ColumnOf("crisis_near_referral", "int", "1: in crisis at or within eight weeks of referral"),
    *(ColumnOf(name, "int", name.replace("_", " "), FAR_AWAY) for name in _WEEKS),
    ColumnOf("caseworker_change_week", "int", "first change of caseworker", FAR_AWAY),
    ColumnOf("ordered_start", "int", "1: the start of education was ordered"),
    ColumnOf("fate", "int", "status at the end of the case or of the run"),
    *(
        ColumnOf(name, "float", name.replace("_", " "), math.nan)
        for name in (
            "ownership_8w",
            "ownership_26w",
            "ownership_52w",
            "in_education_52w",
            "in_job_52w",
            "improved_true_39w",
            "improved_in_mentor_view_39w",
            "improved_in_caseworker_view_39w",
            "improved_in_citizen_view_39w",
        )
    ),
    ColumnOf("course_weeks", "float", "weeks on the course, burn-in included"),
    ColumnOf("pressure_sum", "float", "felt pressure added up over weeks on the course"),
    ColumnOf("meetings", "float", "meetings held"),
    ColumnOf("strong_reactions", "float", "strong reactions after meetings"),
    ColumnOf("own_steps", "float", "steps of one's own"),
    ColumnOf("orders", "float", "orders to enrol given"),
    ColumnOf("sanctions", "float", "sanctions"),
)

DATED_COLUMNS = (*_WEEKS, "caseworker_change_week")  # no date until it happens

_PEOPLE_MEANS = (
    "demand",
    "feasible_demand",
    "case_knowledge_mentor",
    "case_knowledge_caseworker",
    "ownership",
    "autonomy",
    "meaning",
    "trust_mentor",
    "trust_caseworker",
    "realism",
    "consistency",
    "pressure",
    "change_fatigue",
    "distress",
    "everyday_mastery",
    "education_readiness",
    "in_crisis",
    "presented_state",
    "true_state",
    "presentation_gap",
    "plan_match",
    "fiction_divergence",
    "understanding",
    "openings_known",
    "front_share",
    "rc_frequency",
    "rc_timeliness",
    "rc_accuracy",
    "rc_problem_solving",
    "rc_shared_goals",
    "rc_shared_knowledge",
    "rc_respect",
)
_ORGANISATION_SUMS = (
    "horizon_caseworkers",
    "horizon_mentors",
    "preparation",
    "meetings_held",
    "caseworker_utilisation",
    "mentor_utilisation",
    "caseworkers",
    "caseworkers_working",
    "mentors",
    "mentors_working",
    "sessions_due",
    "sessions_attended",
    "meetings_due",
    "meetings_on_time",
    "placed",
    "to_place",
    "placement_pressure",
    "jobcentres",
)
PEOPLE_MEANS = _PEOPLE_MEANS
WEEKLY_COLUMNS = (
    ColumnOf("people", "float", "people on a course"),
    *(ColumnOf(name, "float", name.replace("_", " ") + ", summed") for name in _PEOPLE_MEANS),
    *(ColumnOf(name, "float", name.replace("_", " ") + ", summed") for name in _ORGANISATION_SUMS),
)

CASEWORKER_ACTIVITIES = (
    "background",
    "interviews",
    "meetings",
    "preparation",
    "coordination",
    "dialogue",
    "spare",
    "overtime",
    "funded",
)
MENTOR_ACTIVITIES = (
    "sessions",
    "meetings",
    "coordination",
    "shielding",
    "dialogue",
    "funded",
)
POLICIES = ("pre_meeting", "debrief", "alignment", "shared_goals", "small_steps", "it_support")
CLIPPED_STATES = ("meaning", "ownership", "everyday_mastery", "education_readiness")
TOTAL_COLUMNS = tuple(
    ColumnOf(name, "float", name.replace("_", " ") + ", summed over the run")
    for name in (
        "course_weeks",
        "mentored_weeks",
        "interviews",
        "support_weeks_older",  # person-weeks on support, aged 25-29
        "support_weeks_younger",
        "refunded_weeks_older",  # the same, times the share that the state refunds
        "refunded_weeks_younger",
        "sessions_attended",
        "session_gap",
        "no_shows",
        "own_steps",
        "spare_contacts",
        "sanctions",
        *(f"caseworker_{activity}" for activity in CASEWORKER_ACTIVITIES),
        *(f"mentor_{activity}" for activity in MENTOR_ACTIVITIES),
        *(f"decided_{policy}" for policy in POLICIES),
        *(f"practised_{policy}" for policy in POLICIES),
        *(f"clipped_{state}" for state in CLIPPED_STATES),
        *(f"updates_{state}" for state in CLIPPED_STATES),
    )
)
