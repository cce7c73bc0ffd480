/* Model 1's meeting in C, turn by turn: model1_turns.py and model1_meeting.py. */

static inline int is_own_code(int party, int code) {
    if (code == EDUCATION_CODE) return 1;
    if (party == CASEWORKER) return code == LAW || code == ECONOMY;
    return party == MENTOR && code == CARE;
}

static inline int pick_code(const double *weights, const double *pull, int at_hand, double u) {
    double care = weights[CARE] * (at_hand == CARE ? pull[CARE] : 1.0);
    double law = care + weights[LAW] * (at_hand == LAW ? pull[LAW] : 1.0);
    double economy = law + weights[ECONOMY] * (at_hand == ECONOMY ? pull[ECONOMY] : 1.0);
    double last = at_hand == EDUCATION_CODE ? pull[EDUCATION_CODE] : 1.0;
    double point = u * (economy + weights[EDUCATION_CODE] * last);
    return (point >= care) + (point >= law) + (point >= economy);
}

static inline int next_speaker(const double *shares, int phase, double u) {
    double caseworker = shares[3 * phase + CASEWORKER];
    return (u >= caseworker) + (u >= caseworker + shares[3 * phase + MENTOR]);
}

static double chance_to_hear(const Premises *p, double horizon, double understanding) {
    return 1.0 - (1.0 - horizon) * (1.0 - p->meeting_uptake_understanding * understanding);
}

typedef struct {
    double usual[4], closing[4], mentors[4], caseworker_pull[4], mentor_pull[4];
    double fronts, measured, connected, foreign, unheard;
} Room;

static void prepare_to_speak(Room *room, const Staff *mentor, const Staff *worker,
                             const Premises *p) {
    double ready = worker->preparation, routine = 1.0 + p->meeting_routine * (1.0 - ready);
    double care = p->meeting_care_unprepared + (1.0 - p->meeting_care_unprepared) * ready;
    room->usual[CARE] = p->codes_caseworker[CARE] * care;
    room->usual[LAW] = p->codes_caseworker[LAW] * routine;
    room->usual[ECONOMY] = p->codes_caseworker[ECONOMY] * routine;
    room->usual[EDUCATION_CODE] = p->codes_caseworker[EDUCATION_CODE];
    for (int code = 0; code < 4; code++) {
        room->closing[code] = room->usual[code];
        room->mentors[code] = p->codes_mentor[code];
        int own = is_own_code(CASEWORKER, code);
        double chair = own ? p->codes_chair_persistence : 0.0;
        room->caseworker_pull[code] = exponential((own ? p->codes_persistence : worker->horizon) + chair);
        own = is_own_code(MENTOR, code);
        room->mentor_pull[code] = exponential((own ? p->codes_persistence : mentor->horizon) + chair);
    }
    room->closing[EDUCATION_CODE] *= p->phase_closing_education;
    room->fronts = room->measured = room->connected = room->foreign = room->unheard = 0.0;
}

static void converse(Room *room, uint64_t key, const Premises *p, double distance, double hears,
                     double heard) {
    int at_hand = NO_CODE, before = CITIZEN, asked = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        int phase = turn < p->phase_opening_end * TURNS  ? OPENING
                    : turn < p->phase_middle_end * TURNS ? MIDDLE
                                                         : CLOSING;
        int speaker = CITIZEN;
        if (!asked)
            speaker = next_speaker(p->shares_with_mentor, phase, uniform(key, turn, FOR_SPEAKER));
        asked = 0;
        if (speaker == CITIZEN) {
            if (uniform(key, turn, FOR_ACT) < distance) room->fronts += 1.0;
            before = speaker;
            continue;
        }
        double u = uniform(key, turn, FOR_CODE);
        int code = speaker == MENTOR    ? pick_code(room->mentors, room->mentor_pull, at_hand, u)
                   : phase == CLOSING ? pick_code(room->closing, room->caseworker_pull, at_hand, u)
                                      : pick_code(room->usual, room->caseworker_pull, at_hand, u);
        if (before != CITIZEN && before != speaker) {
            if (is_own_code(speaker, at_hand))
                room->connected += 1.0;
            else if (uniform(key, turn, FOR_UPTAKE) < (speaker == CASEWORKER ? hears : heard))
                room->foreign += 1.0;
            else
                room->unheard += 1.0;
        }
        if (speaker == CASEWORKER && (code == LAW || code == ECONOMY)) {
            asked = uniform(key, turn, FOR_ACT) < p->meeting_measuring_rate;
            if (asked) room->measured += 1.0;
        }
        at_hand = code;
        before = speaker;
    }
}

static void open_room(Room *room) { memset(room, 0, sizeof *room); }

static void hold_talk(Room *room, const Citizen *c, const Staff *mentor, const Staff *worker,
                      const Premises *p, double distance, double u_mk, uint64_t key) {
    (void)c;
    prepare_to_speak(room, mentor, worker, p);
    double hears = chance_to_hear(p, worker->horizon, u_mk);
    converse(room, key, p, distance, hears, chance_to_hear(p, mentor->horizon, u_mk));
}
