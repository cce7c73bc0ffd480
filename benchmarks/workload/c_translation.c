/* The workload in C: the same rules, line by line, the same keyed draws, the same bits; person by
 * person and turn by turn, but for the basis of ownership.
 * `records.h` is written by c_translation.py from the types of the rows; MEETING is the file of the
 * meeting, model 1's or model 2's. */

#include "c_rules.h"
#include MEETING

/* ---- agents/session.py, living.py, learning.py, sim/schedule.py -------------------------- */

/* What ownership rests on, for several people at a time; weights are normed. */
static void combine_all(double *components, int64_t count, const Premises *p) {
    const double *autonomy = components, *meaning = components + count;
    const double *trust = meaning + count, *fit = trust + count, *consistency = fit + count;
    double *restrict basis = components + COMPONENTS * count;
    double w_a = p->ownership_weight_autonomy, w_m = p->ownership_weight_meaning;
    double w_t = p->ownership_weight_trust, w_r = p->ownership_weight_realism;
    double w_q = p->ownership_weight_consistency;
    double total = w_a + w_m + w_t + w_r + w_q, exponent = p->ownership_complementarity;
    int weakest_alone = p->alternatives_ownership == OWNERSHIP_MINIMUM;
    w_a /= total, w_m /= total, w_t /= total, w_r /= total, w_q /= total;
    for (int64_t k = 0; k < count; k++) {
        double a = most(autonomy[k], 1e-6), m = most(meaning[k], 1e-6), t = most(trust[k], 1e-6);
        double r = most(fit[k], 1e-6), q = most(consistency[k], 1e-6);
        if (weakest_alone) {
            basis[k] = least(least(least(least(a, m), t), r), q);
        } else if (exponent == 0.0) {
            double logs = w_a * logarithm(a) + w_m * logarithm(m) + w_t * logarithm(t);
            basis[k] = exponential(logs + w_r * logarithm(r) + w_q * logarithm(q));
        } else {
            double added = w_a * power(a, exponent) + w_m * power(m, exponent) +
                           w_t * power(t, exponent);
            added += w_r * power(r, exponent) + w_q * power(q, exponent);
            basis[k] = power(added, 1.0 / exponent);
        }
    }
}

static double attendance_chance(const Citizen *c, const Premises *p) {
    return logistic(p->attend_const + p->attend_ownership * c->ownership +
                    p->attend_trust * c->trust_mentor + p->attend_distress * c->distress +
                    p->attend_fatigue * c->change_fatigue +
                    p->attend_crisis * (double)c->in_crisis);
}

static double crisis_hazard(const Citizen *c, const Premises *p, int64_t week) {
    double base = p->progress_crisis_base *
                  above(p->progress_crisis_resources_base -
                        p->progress_crisis_resources * c->resources) *
                  c->crisis_factor;
    if (p->alternatives_crisis == CRISIS_CONSTANT) return base;
    double log_hazard = p->progress_crisis_distress * (c->distress - p->progress_crisis_zero) +
                        p->progress_crisis_pressure * (c->pressure - p->progress_crisis_zero) -
                        p->progress_crisis_trust * c->trust_mentor;
    double hazard = base * exponential(log_hazard);
    if (c->weeks_since_crisis < FOREVER)
        hazard *= 1.0 + p->progress_relapse *
                            power(2.0, -(c->weeks_since_crisis / p->progress_relapse_half_life));
    if (week < c->strong_until) hazard *= p->progress_strong_hazard;
    return hazard;
}

static double resonance(const Premises *p, double horizon) {
    if (p->alternatives_learning == LEARNING_LINEAR) return 1.0;
    return 2.0 * horizon * 2.0 * (1.0 - horizon);
}

/* ---- slice_rules.py ---------------------------------------------------------------------- */

static void arrive(Citizen *c, const Premises *p, const double *normal) {
    uint64_t key = c->key = child_key(c->slot_key, STREAM_PERSON, c->generation);
    c->resources = uniform(key, 0, FOR_RESOURCES);
    double autonomy = quantile(normal, uniform(key, 0, FOR_AUTONOMY));
    double meaning = quantile(normal, uniform(key, 0, FOR_MEANING));
    double alliance = quantile(normal, uniform(key, 0, FOR_ALLIANCE));
    double low = p->trait_margin, high = 1.0 - p->trait_margin;
    c->trait_autonomy = clip(p->trait_autonomy_mean + p->trait_autonomy_sd * autonomy, low, high);
    c->trait_meaning = p->trait_meaning_sd * meaning;
    c->trust_ceiling = clip(p->trait_alliance_mean + p->trait_alliance_sd * alliance, low, high);
    c->crisis_factor = 1.0;
    c->autonomy = c->trait_autonomy;
    c->meaning = p->state_meaning_start;
    c->trust_mentor = p->state_trust_mentor_start;
    c->trust_caseworker = p->state_trust_caseworker_start;
    c->consistency = p->state_consistency_start;
    c->pressure = p->state_pressure_start;
    c->change_fatigue = p->state_fatigue_start;
    c->distress = share(p->state_distress_start * (1.0 - c->resources));
    c->fit = 1.0 - c->distress;
    c->ownership = 0.5 * c->autonomy;
    c->weeks_since_crisis = FOREVER;
    c->life_week = c->missed = c->meetings_held = c->in_crisis = c->crisis_weeks_left = 0;
    c->strong_until = FAR_AWAY;
}

static void live_session(Citizen *c, const Premises *p, double session_share, Week *sums) {
    if (uniform(c->key, c->life_week, FOR_ATTENDANCE) >= attendance_chance(c, p)) {
        c->missed += 1;
        c->trust_mentor =
            relax(c->trust_mentor, p->session_alliance_rest, p->session_alliance_drift);
        return;
    }
    sums->attended += 1.0;
    double hours = p->mentor_session_hours * session_share;
    double rate = p->session_alliance_rate * hours;
    rate *= 1.0 - p->session_fatigue_slowing * c->change_fatigue;
    double distance = c->trust_ceiling - c->trust_mentor;
    c->trust_mentor = share(c->trust_mentor + clip(rate, 0.0, 1.0) * distance);
    c->pressure = push(c->pressure, -(p->session_pressure_relief * c->trust_mentor * hours));
    c->distress = push(c->distress, -(p->session_distress_relief * c->trust_mentor * hours));
    double chance = p->own_step_rate * hours * (p->own_step_base + p->own_step_meaning * c->meaning);
    chance *= p->own_step_autonomy_base + c->autonomy;
    if (uniform(c->key, c->life_week, FOR_OWN_STEP) < share(chance)) {
        sums->own_steps += 1.0;
        c->autonomy = push(c->autonomy, p->own_step_autonomy);
        c->fit = push(c->fit, p->own_step_mastery);
    }
}

static void drift(Citizen *c, const Premises *p, double understanding) {
    double target = share(p->state_meaning_start + c->trait_meaning);
    c->meaning = relax(c->meaning, target, p->ownership_meaning_drift);
    c->autonomy = relax(c->autonomy, c->trait_autonomy, p->ownership_autonomy_drift);
    target = share(p->state_consistency_rest + p->state_consistency_understanding * understanding);
    c->consistency = relax(c->consistency, target, p->state_consistency_drift);
    double rest = share(p->state_pressure_rest + p->state_pressure_measuring);
    c->pressure = relax(c->pressure, rest, p->state_pressure_drift);
    c->change_fatigue = relax(c->change_fatigue, p->state_fatigue_rest, p->state_fatigue_drift);
    double calm = share(p->state_distress_rest * (1.0 - c->resources));
    c->distress = relax(c->distress, calm, p->state_distress_drift);
}

static double relation(const Citizen *c, const Premises *p) {
    double mentors = p->ownership_trust_mentor_share;
    return mentors * c->trust_mentor + (1.0 - mentors) * c->trust_caseworker;
}

static void move_ownership(Citizen *c, const Premises *p, const double *normal, double basis) {
    double target = logistic(p->ownership_gain * (basis - p->ownership_midpoint)) *
                    (1.0 - p->ownership_pressure_discount * c->pressure) *
                    (1.0 - p->ownership_fatigue_discount * c->change_fatigue);
    double step = target > c->ownership ? p->ownership_drift_up : p->ownership_drift_down;
    double ownership = relax(c->ownership, target, step);
    double u = uniform(c->key, c->life_week, FOR_OWNERSHIP_NOISE);
    double noise = p->ownership_noise * quantile(normal, u);
    c->ownership = share(ownership + noise * sqrt(ownership * (1.0 - ownership)));
}

static void live_crisis(Citizen *c, const Premises *p, int64_t week) {
    if (c->in_crisis) {
        if (--c->crisis_weeks_left <= 0) {
            c->in_crisis = 0;
            c->weeks_since_crisis = 0.0;
        }
        return;
    }
    if (c->weeks_since_crisis < FOREVER) c->weeks_since_crisis += 1.0;
    double u = uniform(c->key, c->life_week, FOR_CRISIS);
    if (!happens(u, crisis_hazard(c, p, week))) return;
    u = uniform(c->key, c->life_week, FOR_CRISIS_LENGTH);
    c->in_crisis = 1;
    c->crisis_weeks_left = 1 + geometric_quantile(p->progress_crisis_mean_weeks - 1.0, u);
    c->distress = push(c->distress, p->progress_crisis_push);
}

static int leaves(const Citizen *c, const Premises *p) {
    if (happens(uniform(c->key, c->life_week, FOR_JOB), p->education_job)) return 1;
    return happens(uniform(c->key, c->life_week, FOR_LOST), p->education_lost);
}

/* ---- slice_meeting.py -------------------------------------------------------------------- */

static double meet(Room *room, Citizen *c, Staff *mentor, Staff *worker, const Premises *p,
                   double u_mk, int64_t week) {
    uint64_t key = child_key(c->key, STREAM_MEETING, c->meetings_held);
    c->meetings_held += 1;
    double front = p->front_pressure_base * (1.0 - c->trust_caseworker);
    double distance = share(front + (1.0 - p->front_pressure_base) * c->pressure);
    hold_talk(room, c, mentor, worker, p, distance, u_mk, key);
    double taken = room->connected + room->foreign;
    double uptake = taken > 0.0 ? taken / (taken + room->unheard) : 0.0;
    if (room->foreign > 0.0) {
        mentor->foreign_heard += 1;
        worker->foreign_heard += 1;
    }
    double measured = room->measured / p->reaction_measuring_norm;
    double impulse = p->reaction_measuring * measured;
    impulse *= 1.0 - p->reaction_trust_buffer * c->trust_caseworker;
    c->pressure = push(c->pressure, impulse);
    c->consistency =
        push(c->consistency, p->reaction_inconsistency * (uptake - p->reaction_uptake_weight));
    c->trust_caseworker =
        push(c->trust_caseworker,
             p->reaction_tk_prep * worker->preparation - p->reaction_tk_measuring * measured);
    c->fit = relax(c->fit, 1.0 - room->fronts / TURNS, p->reaction_influence);
    if (c->missed >= p->decision_sanction_min) {
        double guard = 1.0 - p->decision_sanction_trust_guard * c->trust_caseworker;
        double chance = share(p->decision_sanction_rate * worker->preparation * guard);
        if (uniform(key, 0, FOR_SANCTION) < chance) {
            c->pressure = push(c->pressure, p->decision_sanction_pressure);
            c->trust_caseworker = push(c->trust_caseworker, -p->decision_sanction_trust);
            c->strong_until = week + p->progress_strong_weeks;
        }
    }
    c->missed = 0;
    return uptake;
}

/* ---- numba_loop.py ----------------------------------------------------------------------- */

static void count_cases(const Citizen *citizens, int64_t count, Staff *mentors, Staff *caseworkers,
                        int64_t week) {
    for (int64_t row = 0; row < count; row++) {
        const Citizen *c = &citizens[row];
        mentors[c->mentor].cases += 1;
        caseworkers[c->caseworker].cases += 1;
        if (week % INTERVAL == c->meeting_week) {
            mentors[c->mentor].meetings += 1;
            caseworkers[c->caseworker].meetings += 1;
        }
    }
}

static void plan_caseworker_week(Staff *worker, const Premises *p) {
    double hours = p->hours_week * p->hours_caseworker_share * 1.0;
    double others = p->staffing_caseworker_caseload * 1.0 * (1.0 - p->population_mentored_share);
    hours -= p->hours_background * others + p->hours_background_wait * 0.0 +
             p->hours_background_course * (double)worker->cases;
    double meetings = (double)worker->meetings;
    double left = above(hours - (p->meeting_minutes / 60.0 + p->hours_record) * meetings);
    double wanted = p->hours_preparation * meetings;
    worker->preparation = wanted > 0.0 ? share(left / wanted) : 1.0;
    worker->cases = worker->meetings = 0;
}

static void plan_mentor_week(Staff *worker, const Premises *p) {
    double hours = p->hours_week * p->hours_mentor_share;
    double held = p->meeting_minutes / 60.0 + p->hours_shield;
    double left = above(hours - held * (double)worker->meetings);
    double wanted = p->mentor_session_hours * (double)worker->cases;
    worker->session_share = wanted > 0.0 ? share(left / wanted) : 1.0;
    worker->cases = worker->meetings = 0;
}

static void learn(Staff *worker, const Premises *p, double commitment) {
    for (int64_t heard = 0; heard < worker->foreign_heard; heard++) {
        double dose = p->learning_meeting * commitment * resonance(p, worker->horizon);
        worker->horizon = push(worker->horizon, dose);
    }
    worker->horizon = relax(worker->horizon, p->learning_floor, p->learning_drift);
    worker->foreign_heard = 0;
}

static double understand(double u, double left, const Premises *p, int64_t week) {
    u = 1.0 - (1.0 - u) * left;
    if (week % MONTH == MONTH - 1)
        return relax(u, p->coordination_initial_understanding, p->understanding_drift);
    return u;
}

static void live_first_half(Citizen *c, Staff *mentor, Staff *worker, double u, double *left,
                            Room *room, const Premises *p, Week *sums, int64_t week) {
    live_session(c, p, mentor->session_share, sums);
    if (week % INTERVAL == c->meeting_week) {
        double uptake = meet(room, c, mentor, worker, p, u, week);
        *left *= 1.0 - p->understanding_meeting * uptake;
        sums->meetings += 1.0;
        sums->fronts += room->fronts;
        sums->measured += room->measured;
        sums->connected += room->connected;
        sums->foreign += room->foreign;
    }
    drift(c, p, u);
    sums->understanding += u;
}

static void write_components(double *components, int64_t count, int64_t row, const Citizen *c,
                             const Premises *p) {
    components[row] = c->autonomy;
    components[count + row] = c->meaning;
    components[2 * count + row] = relation(c, p);
    components[3 * count + row] = c->fit;
    components[4 * count + row] = c->consistency;
}

static void live_second_half(Citizen *c, const Premises *p, const double *normal, double basis,
                             Week *sums, int64_t week) {
    move_ownership(c, p, normal, basis);
    live_crisis(c, p, week);
    sums->ownership += c->ownership;
    sums->pressure += c->pressure;
    sums->distress += c->distress;
    sums->in_crisis += (double)c->in_crisis;
    c->life_week += 1;
    if (leaves(c, p)) {
        sums->left += 1.0;
        c->generation += 1;
        arrive(c, p, normal);
    }
}

static void live_in_one(Citizen *citizens, int64_t count, Staff *mentors, Staff *caseworkers,
                        double *pairs, double *left, double *components, const Premises *p,
                        const double *normal, Week *weekly, int64_t weeks) {
    Room room;
    open_room(&room);
    for (int64_t week = 0; week < weeks; week++) {
        Week *sums = &weekly[week];
        count_cases(citizens, count, mentors, caseworkers, week);
        for (int64_t k = 0; k < CASEWORKERS; k++) plan_caseworker_week(&caseworkers[k], p);
        for (int64_t m = 0; m < MENTORS; m++) plan_mentor_week(&mentors[m], p);
        for (int64_t row = 0; row < count; row++) {
            Citizen *c = &citizens[row];
            int64_t pair = c->mentor * CASEWORKERS + c->caseworker;
            live_first_half(c, &mentors[c->mentor], &caseworkers[c->caseworker], pairs[pair],
                            &left[pair], &room, p, sums, week);
            write_components(components, count, row, c, p);
        }
        combine_all(components, count, p);
        for (int64_t row = 0; row < count; row++)
            live_second_half(&citizens[row], p, normal, components[COMPONENTS * count + row], sums,
                             week);
        for (int64_t k = 0; k < CASEWORKERS; k++)
            learn(&caseworkers[k], p, p->dialogue_caseworker_commitment);
        for (int64_t m = 0; m < MENTORS; m++)
            learn(&mentors[m], p, p->dialogue_mentor_commitment);
        for (int64_t pair = 0; pair < MENTORS * CASEWORKERS; pair++) {
            pairs[pair] = understand(pairs[pair], left[pair], p, week);
            left[pair] = 1.0;
        }
    }
}

void live(Citizen *citizens, Staff *mentors, Staff *caseworkers, double *pairs, double *left,
          double *components, const Premises *p, const double *normal, Week *weekly, int64_t count,
          int64_t mentor_count, int64_t weeks) {
    for (int64_t centre = 0; centre < mentor_count / MENTORS; centre++) {
        int64_t row = centre * CITIZENS, rows = count - row < CITIZENS ? count - row : CITIZENS;
        int64_t pair = centre * MENTORS * CASEWORKERS;
        live_in_one(citizens + row, rows, mentors + centre * MENTORS,
                    caseworkers + centre * CASEWORKERS, pairs + pair, left + pair, components, p,
                    normal, weekly, weeks);
    }
}
