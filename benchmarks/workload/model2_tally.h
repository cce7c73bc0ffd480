/* What the log of model 2's meeting says, in C: agents/tally.py, line by line. */

enum { FRONT_VALUE, TROUBLE_VALUE, PLAIN_VALUE };
#define ACTS 26

typedef struct { double acts[3][ACTS], codes[3][4], values[4][3]; } Counts;

static int value_of(const TurnRow *said) {
    if (said->said_from_front) return FRONT_VALUE;
    return said->act == TROUBLE || said->act == OBJECTION ? TROUBLE_VALUE : PLAIN_VALUE;
}

static void count_turns(const TurnRow *log, int64_t turns, Counts *found, MeetingRow *meeting) {
    for (int64_t turn = 0; turn < turns; turn++) {
        const TurnRow *said = &log[turn];
        found->acts[said->speaker][said->act] += 1.0;
        if (said->speaker == CITIZEN) {
            found->values[said->code][value_of(said)] += 1.0;
            continue;
        }
        if (said->act != SHORT_RESPONSE) found->codes[said->speaker][said->code] += 1.0;
        if (2 * turn < turns) {
            meeting->professional_turns_first_half += 1.0;
            meeting->mentor_turns_first_half += said->speaker == MENTOR;
        }
    }
}

static int count_answer(const TurnRow *said, int64_t before, int opening_waits,
                        MeetingRow *meeting) {
    double front = (double)said->said_from_front;
    if (before == MEASURING_QUESTION) {
        meeting->after_measuring += 1.0;
        meeting->front_after_measuring += front;
    } else if (before == EMPATHIC_QUESTION) {
        meeting->after_empathic += 1.0;
        meeting->front_after_empathic += front;
    } else if (before == DEMAND) {
        meeting->after_demand += 1.0;
        meeting->front_after_demand += front;
    }
    if (said->act == PROGRESS && !is_question(before)) meeting->unprompted_claims += 1.0;
    if (opening_waits && before == NAMES_OPENING && !said->said_from_front) {
        meeting->openings_taken_up += 1.0;
        return 0;
    }
    return opening_waits;
}

static void count_told(const TurnRow *said, const TurnRow *log, MeetingRow *meeting) {
    meeting->slips += (double)said->slip;
    if (said->told_taken_up < 0) return;
    meeting->told += 1.0;
    if (said->told_taken_up == 0) return;
    double by_caseworker = log[said->settled_by].speaker == CASEWORKER;
    meeting->told_taken_up += 1.0;
    meeting->told_taken_up_caseworker += by_caseworker;
    if (said->act == TROUBLE) {
        meeting->troubles_taken_up += 1.0;
        meeting->troubles_taken_up_caseworker += by_caseworker;
    } else if (said->act == OBJECTION) {
        meeting->objections_taken_up_caseworker += by_caseworker;
    } else {
        meeting->wishes_taken_up += 1.0;
    }
}

static void count_mentor_taken_up(const TurnRow *other, MeetingRow *meeting) {
    int care = other->code == CARE;
    meeting->translations_mentor_taken_up += (double)other->translated;
    if (other->act == SMALL_STEP) {
        meeting->small_steps_taken_up += 1.0;
    } else if (other->act == OBJECTS) {
        meeting->mentor_objections_taken_up += 1.0;
    } else if (other->act == SUPPORTS_FRONT) {
        meeting->support_mastery_taken_up += care;
        meeting->support_readiness_taken_up += !care;
    } else if (other->act == CANDID) {
        meeting->candid_mastery_taken_up += care;
        meeting->candid_readiness_taken_up += !care;
    }
}

static void count_uptake(const TurnRow *said, const TurnRow *log, int64_t at_hand,
                         int opening_waits, MeetingRow *meeting) {
    if (at_hand == NO_TURN || !said->after_other) return;
    const TurnRow *other = &log[at_hand];
    double taken_up = said->taken_up == 1;
    meeting->adjacencies += 1.0;
    meeting->connected += taken_up;
    meeting->foreign_turns += (double)said->foreign;
    meeting->foreign_connected += taken_up * (double)said->foreign;
    if (said->speaker == CASEWORKER) {
        meeting->answered_by_caseworker += 1.0;
        meeting->connected_by_caseworker += taken_up;
        if (said->taken_up == 1) count_mentor_taken_up(other, meeting);
    } else if (said->taken_up == 1) {
        meeting->connected_by_mentor += other->code != CARE;
        meeting->translations_caseworker_taken_up += (double)other->translated;
        meeting->openings_taken_up += opening_waits;
    }
}

static void count_threads(const TurnRow *log, int64_t turns, MeetingRow *meeting) {
    int64_t at_hand = NO_TURN, before = NO_TURN;
    double progress_waits = 0.0, run = 0.0;
    int opening_waits = 0, slip_waits = 0;
    for (int64_t turn = 0; turn < turns; turn++) {
        const TurnRow *said = &log[turn];
        if (said->speaker == CITIZEN) {
            run += 1.0;
            meeting->longest_citizen_run = most(meeting->longest_citizen_run, run);
            opening_waits = count_answer(said, before, opening_waits, meeting);
            count_told(said, log, meeting);
            progress_waits += said->act == PROGRESS;
            slip_waits = slip_waits || said->slip;
        } else {
            run = 0.0;
            if (said->act != SHORT_RESPONSE) {
                count_uptake(said, log, at_hand, opening_waits, meeting);
                if (said->speaker == CASEWORKER) {
                    meeting->progress_taken_up += progress_waits * (said->taken_up == 1);
                    progress_waits = 0.0;
                    meeting->translations_caseworker += (double)said->translated;
                } else {
                    meeting->translations_mentor += (double)said->translated;
                }
                meeting->slips_answered += slip_waits;
                slip_waits = 0;
                opening_waits = said->act == NAMES_OPENING;
                at_hand = turn;
            }
        }
        before = said->act;
    }
}

static double all_of(const double *counts, int several) {
    double sum = 0.0;
    for (int each = 0; each < several; each++) sum += counts[each];
    return sum;
}

static void write_professional_counts(const Counts *found, MeetingRow *meeting) {
    const double *k = found->acts[CASEWORKER], *m = found->acts[MENTOR];
    meeting->caseworker_turns = all_of(k, ACTS);
    meeting->mentor_turns = all_of(m, ACTS);
    memcpy(&meeting->caseworker_care, found->codes[CASEWORKER], sizeof found->codes[0]);
    memcpy(&meeting->mentor_care, found->codes[MENTOR], sizeof found->codes[0]);
    meeting->short_responses = k[SHORT_RESPONSE] + m[SHORT_RESPONSE];
    meeting->measuring_questions = k[MEASURING_QUESTION];
    meeting->wish_questions = k[WISH_QUESTION];
    meeting->empathic_questions = k[EMPATHIC_QUESTION];
    meeting->demands = k[DEMAND];
    meeting->duties = k[DUTY];
    meeting->rights = k[RIGHT];
    meeting->openings = k[NAMES_OPENING];
    meeting->recognitions = k[RECOGNITION] + m[RECOGNITION];
    meeting->autonomy_acts = k[AUTONOMY_ACT] + m[AUTONOMY_ACT];
    meeting->asked_mentor = k[ASKS_MENTOR];
    meeting->supports = m[SUPPORTS_FRONT];
    meeting->candid = m[CANDID];
    meeting->small_steps = m[SMALL_STEP];
    meeting->mentor_objections = m[OBJECTS];
    meeting->acknowledged_by_caseworker = k[REPAIR_ACKNOWLEDGING];
    meeting->acknowledged_by_mentor = m[REPAIR_ACKNOWLEDGING];
    meeting->repairs = all_of(k + REPAIR_ACKNOWLEDGING, 4) + all_of(m + REPAIR_ACKNOWLEDGING, 4);
}

static void write_citizen_counts(const Counts *found, MeetingRow *meeting) {
    const double *said = found->acts[CITIZEN];
    meeting->citizen_turns = all_of(said, ACTS);
    for (int code = 0; code < 4; code++) meeting->front_turns += found->values[code][FRONT_VALUE];
    meeting->authentic_turns = meeting->citizen_turns - meeting->front_turns;
    meeting->troubles = said[TROUBLE];
    meeting->wishes = said[WISH];
    meeting->progress = said[PROGRESS];
    meeting->objections = said[OBJECTION];
    meeting->demands_accepted = said[ACCEPTANCE];
    memcpy(&meeting->care_front, found->values, sizeof found->values);  /* by code, then value */
}

void tally(const TurnRow *log, int64_t turns, MeetingRow *meeting) {
    Counts found = {0};
    count_turns(log, turns, &found, meeting);
    count_threads(log, turns, meeting);
    write_professional_counts(&found, meeting);
    write_citizen_counts(&found, meeting);
    meeting->turns = (double)turns;
}
