"""What a citizen is made of: identity, fixed traits, states, fictions others hold, dates."""

from __future__ import annotations

from heterophony.agents.columns import ColumnOf

FAR_AWAY = -1_000_000  # a week that has never been
NEVER = 1_000_000  # a week that will not come
FOREVER = 1e9  # weeks since something that has never been

IDENTITY = (
    ColumnOf("key", "key", "key of every draw about this person"),
    ColumnOf("slot", "int", "slot of first arrival"),
    ColumnOf("generation", "int", "how many persons the slot had before"),
    ColumnOf("extra_place", "int", "1: a returner on an extra place, who holds no slot"),
    ColumnOf("status", "int", "see agents/vocabulary.py"),
    ColumnOf("life_week", "int", "weeks since the first arrival"),
    ColumnOf("mentor", "int", "row of the mentor, also while the post is vacant"),
    ColumnOf("caseworker", "int", "row of the caseworker's post"),
    ColumnOf("case", "int", "row of the present referral among the cases, -1 before", -1),
    ColumnOf("former_case", "int", "row of the referral before, -1 if none", -1),
    ColumnOf("case_number", "int", "how many cases this person had before"),
    ColumnOf("meeting_number", "int", "how many meetings this person had before"),
    ColumnOf("interview_number", "int", "how many interviews this person had before"),
)
TRAITS = (
    ColumnOf("resources", "float", "baseline resources: health, schooling, network (r), 0-1"),
    ColumnOf("needs", "5", "need profile over five domains (n), adds up to 1"),
    ColumnOf("reactance", "float", "proneness to reactance (rho), 0-1"),
    ColumnOf("measuring_sensitivity", "float", "sensitivity to being measured (theta), 0-1"),
    ColumnOf("internalised_discourse", "float", "internalised discourse of self-development (g)"),
    ColumnOf("trait_autonomy", "float", "autonomy to which the person returns (A0), 0-1"),
    ColumnOf("trait_meaning", "float", "offset of meaning (Mb)"),
    ColumnOf("trust_ceiling", "float", "ceiling of the alliance (T_max), 0-1"),
    ColumnOf("alliance_speed", "float", "factor on the alliance's growth (eta_i)"),
    ColumnOf("crisis_factor", "float", "factor of a preset on the crisis hazard", 1.0),
    ColumnOf("older", "int", "1: aged 25-29"),
    ColumnOf("group", "int", "tercile of baseline resources, 0 lowest"),
)
STATES = (
    ColumnOf("prior_dropouts", "float", "broken-off educations (e)"),
    ColumnOf("weeks_on_support", "float", "weeks on support, education not counted"),
    ColumnOf("autonomy", "float", "satisfaction of the need to decide oneself (A), 0-1"),
    ColumnOf("meaning", "float", "how meaningful the course is (M), 0-1"),
    ColumnOf("trust_mentor", "float", "trust in the mentor (T_m), 0-1"),
    ColumnOf("trust_caseworker", "float", "trust in the caseworker (T_k), 0-1"),
    ColumnOf("consistency", "float", "experienced consistency of the two sides (Q), 0-1"),
    ColumnOf("pressure", "float", "felt system pressure (P), 0-1"),
    ColumnOf("change_fatigue", "float", "tiredness of change (F), 0-1"),
    ColumnOf("distress", "float", "distress (D), 0-1"),
    ColumnOf("everyday_mastery", "float", "mastery of everyday life, small steps (E), 0-1"),
    ColumnOf("education_readiness", "float", "readiness for education (U), 0-1"),
    ColumnOf("first_mastery", "float", "everyday mastery at first arrival (E_0)"),
    ColumnOf("first_readiness", "float", "education readiness at first arrival (U_0)"),
    ColumnOf("ownership", "float", "ownership of the mentor course (O), 0-1"),
    ColumnOf("recognition", "float", "recognition felt in the sessions, 0-1"),
    ColumnOf("in_crisis", "int", "1: in crisis (C)"),
    ColumnOf("crisis_weeks_left", "int", "remaining weeks of the crisis"),
    ColumnOf("weeks_since_crisis", "float", "weeks since the last crisis ended", FOREVER),
    ColumnOf("strong_until", "int", "week until which a strong reaction raises the crisis hazard"),
    ColumnOf("strong_week", "int", "week of the last strong reaction", FAR_AWAY),
)
COURSE_STATES = (
    ColumnOf("plan", "5", "goal weights of the plan over five domains (pi), add up to 1"),
    ColumnOf("demand", "float", "level of the plan's demand (x): 0 none, 1 full education now"),
    ColumnOf("openings_known", "float", "share of open ways the citizen knows of (V), 0-1"),
    ColumnOf("order_stands", "int", "1: an order to enrol in education stands"),
    ColumnOf("order_from_start", "int", "1: the order is the crisis profile's own"),
    ColumnOf("ordered", "int", "1: the present education was begun by an order"),
    ColumnOf("missed_since_meeting", "int", "sessions missed since the last meeting (n_since)"),
    ColumnOf("missed_in_a_row", "int", "sessions missed in a row (n_row)"),
    ColumnOf("mastery_at_referral", "float", "everyday mastery at referral (E_ref)"),
    ColumnOf("image_at_meeting", "float", "mentor's image of mastery at the last meeting"),
    ColumnOf("foreign_connected", "3", "foreign turns taken up in the last three meetings"),
    ColumnOf("foreign_turns", "3", "foreign turns in them"),
)
FICTIONS = (
    ColumnOf("knowledge_caseworker", "float", "how well the caseworker knows the case (kappa_K)"),
    ColumnOf("knowledge_mentor", "float", "how well the mentor knows the case (kappa_M)"),
    ColumnOf("image_mastery_caseworker", "float", "the caseworker's image of everyday mastery"),
    ColumnOf("image_readiness_caseworker", "float", "the caseworker's image of readiness"),
    ColumnOf("image_mastery_mentor", "float", "the mentor's image of everyday mastery"),
    ColumnOf("image_readiness_mentor", "float", "the mentor's image of readiness"),
    ColumnOf("remembered_caseworker", "float", "the start as the caseworker remembers it (S0_K)"),
    ColumnOf("remembered_mentor", "float", "the start as the mentor remembers it (S0_M)"),
    ColumnOf("remembered_citizen", "float", "the start as the citizen remembers it"),
    ColumnOf("former_trust", "float", "trust in a former mentor, relearned faster"),
)
DATES = (
    ColumnOf("arrived_week", "int", "week of this case's arrival"),
    ColumnOf("next_interview", "int", "week from which the next interview is due", NEVER),
    ColumnOf("interviews_held", "int", "interviews held in this case"),
    ColumnOf("referred_week", "int", "week of referral", FAR_AWAY),
    ColumnOf("course_week", "int", "week in which the course started", FAR_AWAY),
    ColumnOf("had_mentor", "int", "1: the course started with a mentor"),
    ColumnOf("mentor_gone", "int", "1: the mentor was lost and nobody follows"),
    ColumnOf("mentor_back", "int", "week until which this citizen's own mentor post is vacant"),
    ColumnOf("was_interrupted", "int", "1: the interruption of this course has happened"),
    ColumnOf("meeting_due", "int", "week in which the next meeting is due", NEVER),
    ColumnOf("returned_due", "int", "week in which a meeting returns for its legal points", NEVER),
    ColumnOf("returned_number", "int", "number of the meeting that returns"),
    ColumnOf("grant_end", "int", "week in which the mentor grant ends", FAR_AWAY),
    ColumnOf("last_contact", "int", "last interview, meeting or spare contact", FAR_AWAY),
    ColumnOf("last_attended", "int", "last attended session", FAR_AWAY),
    ColumnOf("last_alignment", "int", "last alignment session about this citizen", FAR_AWAY),
    ColumnOf("return_week", "int", "week in which a drop-out comes back", NEVER),
    ColumnOf("education_week", "int", "week in which education started", FAR_AWAY),
)
THIS_WEEK = (
    ColumnOf("interviewed", "int", "1: interviewed this week"),
    ColumnOf("spare_contact", "int", "1: contacted in the caseworker's spare hours this week"),
    ColumnOf("meets", "int", "1: meets this week; 2: a meeting that returned"),
    ColumnOf("newly_due", "int", "1: the meeting fell due this week"),
    ColumnOf("session_due", "int", "1: a session is due this week"),
    ColumnOf("session_hours", "float", "hours of the attended session this week"),
    ColumnOf("it_practised", "float", "strength of IT support practised this week (it), 0-1"),
    ColumnOf("shield_effort", "float", "the mentor's shielding this week, 0-1"),
    ColumnOf("shield_wanted", "float", "shielding that the mentor would give, hours permitting"),
    ColumnOf("pre_practised", "float", "decided minutes before the meeting, if practised"),
    ColumnOf("debrief_practised", "float", "decided minutes after the meeting, if practised"),
    ColumnOf("align_practised", "int", "1: an alignment session is held with this meeting"),
    ColumnOf("shared_practised", "int", "1: shared goals are practised in this meeting"),
    ColumnOf("steps_practised", "float", "weight of small steps as practised in this meeting"),
    ColumnOf("coordination_hours", "float", "practised coordination of the meeting, each side, h"),
)
# Columns that every pass over people reads come first and lie together.
CITIZEN_COLUMNS = IDENTITY + THIS_WEEK + DATES + COURSE_STATES + STATES + FICTIONS + TRAITS

# States that lie in [0, 1]; tests check that they do.
BOUNDED_STATES = tuple(
    column.name
    for column in STATES[2:] + COURSE_STATES[1:3] + FICTIONS[:9]
    if column.kind == "float" and column.name != "weeks_since_crisis"
)
