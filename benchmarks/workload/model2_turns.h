/* How a turn of model 2's meeting is chosen, in C: agents/agenda.py, chances.py, floor.py, uptake.py
 * and acts.py, line by line, on the same rows. */

#define WISH_TOLD 0.5
#define POINTS_TO_FUTURE 0.5
#define AFTER_TROUBLE 0.5
#define CONTINUED 0.5

typedef struct {
    double responds, caseworker_hears, mentor_hears, caseworker_horizon, mentor_horizon;
    double small_steps, measuring, supports, objects, front, leak, trouble, wish, objection;
    int small_step, elicited;
} Chances;

typedef struct { int64_t code, taken_up, translated; } Uptake;
typedef struct { int64_t act, from_front, leaks; } Answer;

/* What a conversation does not change: the meeting's key, chances and parameters. */
typedef struct {
    const Parameters *p;
    Chances chances;
    uint64_t key;
} Conditions;

/* ---- agenda.py ---------------------------------------------------------------------------- */

static inline int is_own_code(const Parameters *p, int64_t party, int64_t code) {
    if (code == NO_CODE) return 0;
    if (party == CASEWORKER) return p->codes_caseworker_own[code] > 0.0;
    return party == MENTOR && p->codes_mentor_own[code] > 0.0;
}

static double phase_factor(const Parameters *p, int64_t phase) {
    if (phase == OPENING) return p->phase_opening_mentor;
    return phase == MIDDLE ? p->phase_middle_mentor : p->phase_closing_mentor;
}

static int64_t first_speaker(const Parameters *p, int three_party, int deciding) {
    if (!three_party || !deciding) return CASEWORKER;
    if (p->meeting_chair == CHAIR_CITIZEN) return CITIZEN;
    return p->meeting_chair == CHAIR_MENTOR ? MENTOR : CASEWORKER;
}

static void write_caseworker_weights(double *weights, const CaseworkerRow *caseworker,
                                     const Parameters *p, double preparation, int closing) {
    double routine = 1.0 + p->meeting_routine * (1.0 - preparation);
    double care = p->meeting_care_unprepared + (1.0 - p->meeting_care_unprepared) * preparation;
    weights[CARE] = caseworker->weights[CARE] * care;
    weights[LAW] = caseworker->weights[LAW] * routine;
    weights[ECONOMY] = caseworker->weights[ECONOMY] * routine;
    weights[EDUCATION_CODE] = caseworker->weights[EDUCATION_CODE];
    if (closing) weights[EDUCATION_CODE] *= p->phase_closing_education;
}

static inline int64_t drawn_code(const double *weights, const double *keep, double u) {
    double care = weights[CARE] * keep[0], law = care + weights[LAW] * keep[1];
    double economy = law + weights[ECONOMY] * keep[2];
    double total = economy + weights[EDUCATION_CODE] * keep[3];
    if (total <= 0.0) return NO_CODE;
    double point = u * total;
    return (point >= care) + (point >= law) + (point >= economy);
}

static int64_t another_code(const double *weights, int64_t at_hand, double u) {
    double keep[4] = {at_hand != CARE, at_hand != LAW, at_hand != ECONOMY,
                      at_hand != EDUCATION_CODE};
    int64_t code = drawn_code(weights, keep, u);
    return code == NO_CODE ? at_hand : code;
}

static int64_t own_code(const Parameters *p, int64_t party, const double *weights, double u) {
    double keep[4];
    for (int code = 0; code < 4; code++) keep[code] = is_own_code(p, party, code);
    return drawn_code(weights, keep, u);
}

/* ---- chances.py --------------------------------------------------------------------------- */

static double true_state(const CitizenRow *c, const Parameters *p) {
    double weight = p->state_mastery_weight;
    return share(weight * c->everyday_mastery + (1.0 - weight) * c->education_readiness -
                 p->state_crisis_loss * (double)c->in_crisis);
}

static double feasible_demand(const CitizenRow *c, const Parameters *p) {
    double fear = 1.0 + p->education_fear_order * (double)c->order_stands;
    double dropouts = least((double)c->prior_dropouts, p->education_e_cap);
    double raw = p->education_cap_const + p->education_cap_u * c->education_readiness +
                 p->education_cap_e * c->everyday_mastery -
                 p->education_cap_crisis * (double)c->in_crisis -
                 p->education_e_penalty * dropouts * fear;
    return clip(raw, least(p->education_cap_floor, p->education_cap_ceiling),
                p->education_cap_ceiling);
}

static double measuring_chance(const Parameters *p, double shared_goals) {
    double measured = p->alternatives_measuring_demands ? p->measurement_placement_weight
                                                        : p->measurement_reference_weight;
    double weight = p->meeting_measuring_base + p->meeting_measuring_weight * measured;
    return share(p->meeting_measuring_rate * weight *
                 (1.0 - p->meeting_measuring_shared * shared_goals));
}

static double connectable(const Parameters *p, double horizon, const MeetingRow *meeting) {
    double bridge = 1.0 - p->meeting_uptake_understanding * meeting->understanding;
    bridge *= 1.0 - p->talk_shared * meeting->shared_goals;
    bridge *= 1.0 - p->talk_before * meeting->pre;
    return 1.0 - (1.0 - horizon) * bridge;
}

static double trouble_chance(const CitizenRow *c, const Parameters *p, double state) {
    double dependence = p->speech_dependence *
                        least(1.0, (double)c->weeks_on_support / p->speech_dependence_weeks);
    double factor = p->meeting_chair == CHAIR_MENTOR    ? p->speech_mentor_chair
                    : p->meeting_chair == CHAIR_CITIZEN ? p->speech_citizen_chair
                                                        : 1.0;
    return share((1.0 - state) * (1.0 - dependence) * factor);
}

static Chances chances_in(const CitizenRow *c, const MentorRow *mentor,
                          const CaseworkerRow *caseworker, const Parameters *p,
                          const MeetingRow *meeting) {
    const double *agenda = meeting->three_party > 0.0 ? p->agenda_with_mentor : p->agenda_alone;
    double apart = meeting->opening_proposal_caseworker - meeting->opening_proposal_mentor;
    double over = meeting->opening_proposal_caseworker - feasible_demand(c, p);
    return (Chances){
        .responds = least(1.0, p->talk_citizen * agenda[CITIZEN]),
        .caseworker_hears = connectable(p, caseworker->horizon, meeting),
        .mentor_hears = connectable(p, mentor->horizon, meeting),
        .caseworker_horizon = caseworker->horizon,
        .mentor_horizon = mentor->horizon,
        .small_steps = meeting->small_steps_weight,
        .measuring = measuring_chance(p, meeting->shared_goals),
        .supports = least(1.0, p->team_support * (1.0 + p->stake_front_share * meeting->stake)),
        .objects = share(p->talk_objection * apart) * (1.0 - p->reaction_pre_mutes * meeting->pre),
        .front = meeting->front_share_without_leak,
        .leak = p->meeting_leak * (double)c->in_crisis,
        .trouble = trouble_chance(c, p, true_state(c, p)),
        .wish = p->speech_wish_base + p->speech_wish_involvement * p->meeting_citizen_involvement,
        .objection = share(p->talk_objection * over),
        .small_step = meeting->mastery_image_rose > 0.0 && is_own_code(p, MENTOR, CARE),
        .elicited = p->alternatives_elicitation == ELICITED_BY_QUESTION,
    };
}

/* ---- floor.py ----------------------------------------------------------------------------- */

static inline int is_question(int64_t act) {
    return act == MEASURING_QUESTION || act == WISH_QUESTION || act == EMPATHIC_QUESTION;
}

static int64_t whose_turn(const TalkRow *talk, double responds, double mentors, int64_t first,
                          double u) {
    if (talk->floor == FLOOR_FIRST) return first;
    if (talk->floor == FLOOR_CITIZEN) return CITIZEN;
    if (talk->floor == FLOOR_MENTOR) return MENTOR;
    if (talk->floor == FLOOR_OPEN) {
        if (u < responds) return CITIZEN;
        u = (u - responds) / (1.0 - responds);
    }
    return u < mentors ? MENTOR : CASEWORKER;
}

static int is_brief(const TalkRow *talk, const Conditions *in, int64_t turn) {
    if (talk->floor != FLOOR_ANSWERED || talk->slip_waits) return 0;
    double chance = in->p->talk_short;
    if (talk->act_before == TROUBLE || talk->act_before == OBJECTION) chance *= AFTER_TROUBLE;
    return uniform(in->key, turn, FOR_SHORT) < chance;
}

static int64_t floor_after(int64_t act, int64_t speaker) {
    if (speaker == CITIZEN) return FLOOR_ANSWERED;
    if (act == ASKS_MENTOR) return FLOOR_MENTOR;
    return is_question(act) || act == DEMAND ? FLOOR_CITIZEN : FLOOR_OPEN;
}

/* ---- uptake.py ---------------------------------------------------------------------------- */

static int small_step_at_hand(const Parameters *p, const TalkRow *talk, int64_t speaker) {
    return talk->act_at_hand == SMALL_STEP && talk->set_by == MENTOR && speaker == CASEWORKER &&
           !is_own_code(p, CASEWORKER, CARE);
}

static int is_foreign(const Parameters *p, const TalkRow *talk, int64_t speaker) {
    if (talk->code_at_hand == NO_CODE) return 0;
    return small_step_at_hand(p, talk, speaker) || !is_own_code(p, speaker, talk->code_at_hand);
}

static double uptake_chance(const TalkRow *talk, const Conditions *in, int64_t speaker) {
    const Chances *chances = &in->chances;
    if (speaker == MENTOR && talk->floor == FLOOR_MENTOR) return 1.0;
    if (small_step_at_hand(in->p, talk, speaker))
        return 1.0 - (1.0 - chances->caseworker_hears) * (1.0 - chances->small_steps);
    if (is_own_code(in->p, speaker, talk->code_at_hand)) return in->p->talk_own_uptake;
    if (talk->set_by == speaker)
        return speaker == CASEWORKER ? chances->caseworker_horizon : chances->mentor_horizon;
    return speaker == CASEWORKER ? chances->caseworker_hears : chances->mentor_hears;
}

static int64_t any_code(const double *weights, const Conditions *in, int64_t turn) {
    static const double all[4] = {1.0, 1.0, 1.0, 1.0};
    return drawn_code(weights, all, uniform(in->key, turn, FOR_CODE));
}

static Uptake take_up(const TalkRow *talk, const Conditions *in, int64_t speaker,
                      const double *weights, int64_t turn) {
    int64_t at_hand = talk->code_at_hand;
    if (is_own_code(in->p, speaker, at_hand)) return (Uptake){at_hand, 1, 0};
    int asked = speaker == MENTOR && talk->floor == FLOOR_MENTOR;
    if (!asked && uniform(in->key, turn, FOR_CONTINUE) < CONTINUED) return (Uptake){at_hand, 1, 0};
    int64_t own = own_code(in->p, speaker, weights, uniform(in->key, turn, FOR_CODE));
    return own == NO_CODE ? (Uptake){at_hand, 1, 0} : (Uptake){own, 1, 1};
}

static Uptake pass_over(const TalkRow *talk, const Conditions *in, const double *weights,
                        int64_t turn) {
    double u = uniform(in->key, turn, FOR_CODE);
    int64_t code = another_code(weights, talk->code_at_hand, u);
    return (Uptake){code, code == talk->code_at_hand, 0};
}

static Uptake connect_to(const TalkRow *talk, const Conditions *in, int64_t speaker,
                         const double *weights, int64_t turn) {
    if (talk->code_at_hand == NO_CODE)
        return (Uptake){any_code(weights, in, turn), NOT_APPLICABLE, 0};
    int hears = uniform(in->key, turn, FOR_UPTAKE) < uptake_chance(talk, in, speaker);
    if (in->p->alternatives_uptake == UPTAKE_BY_COIN)
        return (Uptake){any_code(weights, in, turn), hears, 0};
    return hears ? take_up(talk, in, speaker, weights, turn) : pass_over(talk, in, weights, turn);
}

/* ---- acts.py ------------------------------------------------------------------------------ */

static int64_t caseworker_act(const Conditions *in, int64_t code, double u) {
    const double *care = in->p->meeting_caseworker_care_acts;
    if (code == LAW) return u < in->p->law_duty_share ? DUTY : RIGHT;
    if (code == EDUCATION_CODE) return u < in->p->meeting_demand_share ? DEMAND : WISH_QUESTION;
    if (code == CARE)
        return u < care[0] ? EMPATHIC_QUESTION : u < care[0] + care[1] ? RECOGNITION : AUTONOMY_ACT;
    return u < in->chances.measuring ? MEASURING_QUESTION : NAMES_OPENING;
}

static int64_t reports(const Conditions *in, int64_t turn) {
    return uniform(in->key, turn, FOR_SUPPORT) < in->chances.supports ? SUPPORTS_FRONT : CANDID;
}

static int64_t mentor_act(const Conditions *in, int asked, int64_t code, int64_t turn) {
    const double *care = in->p->meeting_mentor_care_acts;
    if (asked)
        return code == EDUCATION_CODE && in->chances.small_step ? SMALL_STEP : reports(in, turn);
    double u = uniform(in->key, turn, FOR_ACT);
    if (code == CARE) {
        if (u < care[0]) return reports(in, turn);
        return u < care[0] + care[1] ? RECOGNITION : AUTONOMY_ACT;
    }
    if (code == EDUCATION_CODE) {
        if (u < in->chances.objects) return OBJECTS;
        if (in->chances.small_step) return SMALL_STEP;
    }
    return INFORMATION;
}

static int64_t repair_kind(const Conditions *in, int64_t speaker, double care, int64_t turn) {
    double u = uniform(in->key, turn, FOR_REPAIR_KIND);
    if (speaker == CASEWORKER) {
        if (u < care) return REPAIR_ACKNOWLEDGING;
        return u < care + (1.0 - care) * POINTS_TO_FUTURE ? REPAIR_FUTURE : REPAIR_MEDICAL;
    }
    return u < in->p->slip_mentor_acknowledges ? REPAIR_ACKNOWLEDGING : REPAIR_REFRAMING;
}

static int64_t authentic_act(const TalkRow *talk, const Conditions *in, int64_t turn) {
    const Chances *chances = &in->chances;
    double second = uniform(in->key, turn, FOR_TROUBLE);
    if (talk->act_before == DEMAND) return second < chances->objection ? OBJECTION : ACCEPTANCE;
    double third = uniform(in->key, turn, FOR_WISH);
    if (talk->act_before == WISH_QUESTION && chances->elicited) {
        if (third < WISH_TOLD) return WISH;
        return second < chances->trouble ? TROUBLE : PROGRESS;
    }
    if (second < chances->trouble) return TROUBLE;
    return third < chances->wish ? WISH : PROGRESS;
}

static Answer citizen_answers(const TalkRow *talk, const Conditions *in, int64_t turn) {
    const Chances *chances = &in->chances;
    int demanded = talk->act_before == DEMAND;
    double front = chances->front;
    if (chances->elicited) {
        double factor = talk->act_before == MEASURING_QUESTION || demanded ? in->p->elicit_measuring
                        : talk->act_before == EMPATHIC_QUESTION ? in->p->elicit_empathic
                                                                : 1.0;
        front = share(front * factor * talk->front_factor);
    }
    double z = uniform(in->key, turn, FOR_ACT);
    if (z < front * (1.0 - chances->leak)) return (Answer){demanded ? ACCEPTANCE : FRONT, 1, 0};
    if (z < front) return (Answer){TROUBLE, 0, 1};
    return (Answer){authentic_act(talk, in, turn), 0, 0};
}
