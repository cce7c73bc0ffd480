"""Words that are numbers inside rules: statuses, codes, acts, repairs, purposes of draws."""

from __future__ import annotations

# --- status of a person -----------------------------------------------------------------------
NOBODY = 0  # the row is free
WAITING = 1
REFERRED = 2
COURSE = 3  # on a course with a mentor
TWO_PARTY = 4  # on a course without a mentor
EDUCATION = 5
RETURNING = 6
CLOSED = 7
LOST = 8
JOB = 9
STATUS_NAMES = (
    "nobody",
    "waiting",
    "referred",
    "course",
    "two_party",
    "education",
    "returning",
    "closed",
    "lost",
    "job",
)

# --- speakers, codes, phases of a meeting ---------------------------------------------------------
CASEWORKER, MENTOR, CITIZEN = 0, 1, 2
SPEAKER_NAMES = ("caseworker", "mentor", "citizen")
CARE, LAW, ECONOMY, EDUCATION_CODE = 0, 1, 2, 3
NO_CODE = -1
CODE_NAMES = ("care", "law", "economy", "education")
OPENING, MIDDLE, CLOSING = 0, 1, 2
PHASE_NAMES = ("opening", "middle", "closing")

# --- acts: what a turn does -----------------------------------------------------------------------
(
    MEASURING_QUESTION,
    WISH_QUESTION,
    EMPATHIC_QUESTION,
    DEMAND,
    DUTY,
    RIGHT,
    NAMES_OPENING,
    RECOGNITION,
    AUTONOMY_ACT,
    INFORMATION,
    ASKS_MENTOR,
    SUPPORTS_FRONT,  # the mentor reports and keeps up the citizen's front
    CANDID,  # the mentor reports what is hard
    SMALL_STEP,  # the mentor puts a small step into the words of the plan
    OBJECTS,  # the mentor objects
    FRONT,
    TROUBLE,
    WISH,
    PROGRESS,
    OBJECTION,  # the citizen objects
    ACCEPTANCE,
    REPAIR_ACKNOWLEDGING,
    REPAIR_FUTURE,
    REPAIR_MEDICAL,
    REPAIR_REFRAMING,
    SHORT_RESPONSE,
) = range(26)
ACT_NAMES = (
    "measuring_question",
    "wish_question",
    "empathic_question",
    "demand",
    "duty",
    "right",
    "opening",
    "recognition",
    "autonomy",
    "information",
    "asks_mentor",
    "supports_front",
    "candid",
    "small_step",
    "objects",
    "front",
    "trouble",
    "wish",
    "progress",
    "objection",
    "acceptance",
    "repair_acknowledging",
    "repair_future",
    "repair_medical",
    "repair_reframing",
    "short_response",
)

# --- a turn and the ones before -------------------------------------------------------------------
NOT_APPLICABLE = -1  # taken_up: nothing at hand; told_taken_up: the turn says nothing to take up
NO_TURN = -1
NO_ORIENTATION, PAST, PRESENT, FUTURE = -1, 0, 1, 2
ORIENTATION_NAMES = {-1: "", 0: "past", 1: "present", 2: "future"}
# Who has the floor.
FLOOR_FIRST, FLOOR_CITIZEN, FLOOR_MENTOR, FLOOR_ANSWERED, FLOOR_PASSED, FLOOR_OPEN = range(6)

# --- choices of parameters, in the order in which they are declared -------------------------------
PROFILE_MIXED, PROFILE_CRISIS, PROFILE_STABLE = 0, 1, 2
FIXED_HOURS, FUNDED_HOURS, UNLIMITED_HOURS = 0, 1, 2
RANDOM_PAIRS, FIXED_PAIRS = 0, 1
CHAIR_CASEWORKER, CHAIR_MENTOR, CHAIR_CITIZEN = 0, 1, 2
BY_COMMITMENT, FULLY = 0, 1
FRONT_STAGE, BACK_STAGE = 0, 1
BOTH_INVITED, MENTORS_INVITED = 0, 1
PLENARY, SMALL_MIXED = 0, 1
FLAT, ACTIVE_PASSIVE_2006, ACTIVE_PASSIVE_2011, STAIRCASE_2016, NO_REFUND, ALL_OR_NOTHING = range(6)
OWNERSHIP_CES, OWNERSHIP_MINIMUM = 0, 1
MEETING_TURNS, MEETING_COUNTS = 0, 1
IMAGES_OWN, IMAGES_TRUTH = 0, 1
UPTAKE_BY_CODE, UPTAKE_BY_COIN = 0, 1
ELICITED_BY_QUESTION, ELICITED_BY_NONE = 0, 1
LEARNING_INVERTED_U, LEARNING_LINEAR = 0, 1
NETWORK_DYADS, NETWORK_MEAN = 0, 1
CRISIS_ENDOGENOUS, CRISIS_CONSTANT = 0, 1

# --- streams: what a key belongs to ---------------------------------------------------------------
STREAM_PERSON = 1
STREAM_SLOT = 2
STREAM_CASEWORKER = 3
STREAM_MENTOR = 4
STREAM_MEETING = 5
STREAM_RETURNED_MEETING = 6
STREAM_INTERVIEW = 7
STREAM_CASE = 8

# --- purposes: what a draw decides. A number is fixed for good: a new purpose takes a new one. ---
(
    FOR_RESOURCES,
    FOR_NEEDS,
    FOR_REACTANCE,
    FOR_MEASURING,
    FOR_DISCOURSE,
    FOR_DROPOUTS,
    FOR_AUTONOMY,
    FOR_MEANING,
    FOR_ALLIANCE,
    FOR_SPEED,
    FOR_WEEKS_ON_SUPPORT,
    FOR_AGE,
    FOR_OWNERSHIP,
    FOR_FIRST_CRISIS,
    FOR_ATTENDANCE,
    FOR_GROUP,
    FOR_OWN_STEP,
    FOR_CRISIS,
    FOR_CRISIS_LENGTH,
    FOR_OWNERSHIP_NOISE,
    FOR_OWN_START,
    FOR_ORDERED_START,
    FOR_JOB,
    FOR_LOST,
    FOR_DROPOUT,
    FOR_RETURN,
    FOR_LAPSE,
    FOR_IT,
    FOR_SPEAKER,
    FOR_CODE,
    FOR_ACT,
    FOR_UPTAKE,
    FOR_REPAIR,
    FOR_REPAIR_KIND,
    FOR_ORIENTATION,
    FOR_TROUBLE,
    FOR_WISH,
    FOR_CLOSE,
    FOR_ORDER,
    FOR_SANCTION,
    FOR_STRONG,
    FOR_MEETING_RETURN,
    FOR_PRE_MEETING,
    FOR_DEBRIEF,
    FOR_ALIGNMENT,
    FOR_SHARED_GOALS,
    FOR_SMALL_STEPS,
    FOR_RESIDUAL,
    FOR_TURNOVER,
    FOR_SPARE,
    FOR_PERMUTATION,
    FOR_CARE_WEIGHT,
    FOR_PACING,
    FOR_DIALOGUE,
    FOR_FIRST_FILL,
    FOR_COUNTS,
    FOR_CONTINUE,
    FOR_SHORT,
    FOR_GOES_ON,
    FOR_ASKS_MENTOR,
    FOR_SUPPORT,
    FOR_MISREADING_CASEWORKER,
    FOR_MISREADING_MENTOR,
    FOR_EARLY_REFERRAL,
    FOR_RENEWAL,
    FOR_GROUND,
) = range(66)

# --- rows of the table of quantile functions ------------------------------------------------------
(
    Q_NORMAL,
    Q_RESOURCES,
    Q_REACTANCE,
    Q_MEASURING,
    Q_DISCOURSE,
    Q_OWNERSHIP,
    Q_PACING,
    Q_NEEDS,  # five rows from here, one a domain
) = range(8)
NEED_DOMAINS = 5
QUANTILE_ROWS = Q_NEEDS + NEED_DOMAINS
