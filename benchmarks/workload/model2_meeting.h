/* Model 2's meeting in C, turn by turn: agents/conversation.py and tally.py, then model2_meeting.py,
 * which seats the workload's citizen in it. */

#include "model2_turns.h"
#include "model2_tally.h"

#define LEAST_FRONT 0.5
#define MOST_FRONT 1.5

/* ---- conversation.py ---------------------------------------------------------------------- */

static int64_t number_of_turns(const Parameters *p, int64_t room) {
    int64_t turns = p->meeting_turns;
    if (turns <= 0)
        turns = (int64_t)rint((double)p->meeting_norm_turns * p->meeting_minutes /
                              p->meeting_norm_minutes);
    turns = turns > 1 ? turns : 1;
    return turns < room ? turns : room;
}

static void begin_turn(TurnRow *said, int64_t phase) {
    *said = (TurnRow){.phase = phase,
                      .orientation = NO_ORIENTATION,
                      .taken_up = NOT_APPLICABLE,
                      .answers = NO_TURN,
                      .told_taken_up = NOT_APPLICABLE,
                      .settled_by = NO_TURN};
}

static void end_turn(TurnRow *said, TalkRow *talk, int64_t speaker, int64_t code, int64_t act,
                     int64_t floor) {
    said->speaker = speaker;
    said->code = code == NO_CODE ? EDUCATION_CODE : code;
    said->act = act;
    said->front_factor = talk->front_factor;
    talk->speaker_before = speaker;
    talk->act_before = act;
    talk->floor = floor;
}

static void move_front(TalkRow *talk, const Parameters *p, double sign) {
    if (p->alternatives_elicitation != ELICITED_BY_QUESTION) return;
    double factor = talk->front_factor * (1.0 + sign * p->team_front);
    talk->front_factor = clip(factor, LEAST_FRONT, MOST_FRONT);
}

static void citizen_speaks(TurnRow *said, TalkRow *talk, const Conditions *in, int64_t turn) {
    Answer answer = citizen_answers(talk, in, turn);
    int hard = answer.act == TROUBLE || answer.act == OBJECTION;
    if (talk->floor == FLOOR_CITIZEN) said->answers = turn - 1;
    said->said_from_front = answer.from_front;
    if (answer.leaks || (talk->from_front_before && hard)) said->slip = talk->slip_waits = 1;
    if (hard || answer.act == WISH) said->told_taken_up = 0;
    if (answer.from_front) talk->told_from = turn + 1;
    talk->from_front_before = answer.from_front;
    end_turn(said, talk, CITIZEN, talk->code_at_hand, answer.act,
             floor_after(answer.act, CITIZEN));
}

static void respond_briefly(TurnRow *said, TalkRow *talk, const Conditions *in, int64_t speaker,
                            int64_t turn) {
    int goes_on = uniform(in->key, turn, FOR_GOES_ON) < in->chances.responds;
    said->answers = turn - 1;
    end_turn(said, talk, speaker, talk->code_at_hand, SHORT_RESPONSE,
             goes_on ? FLOOR_CITIZEN : FLOOR_PASSED);
}

static void settle_what_was_told(TurnRow *log, TalkRow *talk, const Parameters *p, int64_t turn,
                                 int taken_up) {
    for (int64_t before = talk->told_from; before < turn; before++) {
        TurnRow *told = &log[before];
        if (told->told_taken_up == NOT_APPLICABLE) continue;
        told->settled_by = turn;
        told->told_taken_up = taken_up;
        if (told->act == TROUBLE) move_front(talk, p, taken_up ? -1.0 : 1.0);
    }
    talk->told_from = turn + 1;
}

static int64_t repair(const TalkRow *talk, const Conditions *in, int64_t speaker,
                      const double *weights, int64_t turn, Uptake *uptake) {
    double total = weights[0] + weights[1] + weights[2] + weights[3];
    int64_t act = repair_kind(in, speaker, weights[CARE] / total, turn);
    if (talk->code_at_hand == NO_CODE)
        *uptake = (Uptake){any_code(weights, in, turn), NOT_APPLICABLE, 0};
    else if (act == REPAIR_ACKNOWLEDGING)
        *uptake = (Uptake){talk->code_at_hand, 1, 0};
    else
        *uptake = pass_over(talk, in, weights, turn);
    return act;
}

static int64_t choose_act(const TalkRow *talk, const Conditions *in, int64_t speaker, int64_t code,
                          int asking, int64_t phase, int64_t turn) {
    if (speaker == MENTOR) return mentor_act(in, talk->floor == FLOOR_MENTOR, code, turn);
    double asks = in->p->talk_ask_mentor * phase_factor(in->p, phase);
    if (asking && uniform(in->key, turn, FOR_ASKS_MENTOR) < asks) return ASKS_MENTOR;
    return caseworker_act(in, code, uniform(in->key, turn, FOR_ACT));
}

static void professional_speaks(TurnRow *log, TalkRow *talk, const Conditions *in, int64_t speaker,
                                const double *weights, int three_party, int64_t turn) {
    TurnRow *said = &log[turn];
    said->after_other = talk->code_at_hand != NO_CODE && talk->set_by != speaker;
    said->foreign = is_foreign(in->p, talk, speaker);
    if (talk->floor == FLOOR_ANSWERED || talk->floor == FLOOR_MENTOR) said->answers = turn - 1;
    Uptake uptake;
    int64_t act;
    if (talk->slip_waits && uniform(in->key, turn, FOR_REPAIR) < in->p->slip_repair) {
        act = repair(talk, in, speaker, weights, turn, &uptake);
    } else {
        uptake = connect_to(talk, in, speaker, weights, turn);
        act = choose_act(talk, in, speaker, uptake.code, three_party && turn > 0, said->phase,
                         turn);
    }
    said->taken_up = uptake.taken_up;
    said->translated = uptake.translated;
    settle_what_was_told(log, talk, in->p, turn,
                         uptake.taken_up == 1 || act == REPAIR_ACKNOWLEDGING);
    if (act == SUPPORTS_FRONT) move_front(talk, in->p, 1.0);
    if (act == CANDID) move_front(talk, in->p, -1.0);
    talk->slip_waits = 0;
    talk->code_at_hand = uptake.code;
    talk->set_by = speaker;
    talk->act_at_hand = act;
    end_turn(said, talk, speaker, uptake.code, act, floor_after(act, speaker));
}

int64_t converse(const CitizenRow *citizen, const MentorRow *mentor, CaseworkerRow *caseworker,
                 const Parameters *p, const MeetingRow *meeting, uint64_t key, TurnRow *log,
                 int64_t room) {
    int64_t turns = number_of_turns(p, room);
    double opening = p->phase_opening_end * (double)turns;
    double middle = most(opening, p->phase_middle_end * (double)turns);
    int three_party = meeting->three_party > 0.0;
    Conditions in = {p, chances_in(citizen, mentor, caseworker, p, meeting), key};
    int64_t first = first_speaker(p, three_party, meeting->deciding > 0.0);
    double preparation = meeting->preparation;
    write_caseworker_weights(caseworker->usual_weights, caseworker, p, preparation, 0);
    write_caseworker_weights(caseworker->closing_weights, caseworker, p, preparation, 1);
    TalkRow talk = {.floor = FLOOR_FIRST,
                    .code_at_hand = NO_CODE,
                    .set_by = NO_TURN,
                    .act_at_hand = NO_TURN,
                    .speaker_before = NO_TURN,
                    .act_before = NO_TURN,
                    .front_factor = 1.0};
    for (int64_t turn = 0; turn < turns; turn++) {
        TurnRow *said = &log[turn];
        int64_t phase = ((double)turn >= opening) + ((double)turn >= middle);
        begin_turn(said, phase);
        double mentors = three_party ? p->mentor_parts[phase] : 0.0;
        double u = uniform(key, turn, FOR_SPEAKER);
        int64_t speaker = whose_turn(&talk, in.chances.responds, mentors, first, u);
        if (speaker == CITIZEN) {
            citizen_speaks(said, &talk, &in, turn);
        } else if (is_brief(&talk, &in, turn)) {
            respond_briefly(said, &talk, &in, speaker, turn);
        } else {
            const double *weights = speaker == MENTOR  ? mentor->weights
                                    : phase == CLOSING ? caseworker->closing_weights
                                                       : caseworker->usual_weights;
            professional_speaks(log, &talk, &in, speaker, weights, three_party, turn);
        }
    }
    return turns;
}

/* ---- model2_meeting.py -------------------------------------------------------------------- */

typedef struct {
    CitizenRow person;
    MentorRow mentor;
    CaseworkerRow caseworker;
    MeetingRow meeting;
    TurnRow log[TURNS];
    double fronts, measured, connected, foreign, unheard;
} Room;

static const Parameters *declared;

void declare(const Parameters *parameters) { declared = parameters; }

static void open_room(Room *room) {
    memset(room, 0, sizeof *room);
    memcpy(room->mentor.weights, declared->codes_mentor, sizeof room->mentor.weights);
    memcpy(room->caseworker.weights, declared->codes_caseworker, sizeof room->caseworker.weights);
}

static void hold_talk(Room *room, const Citizen *c, const Staff *mentor, const Staff *worker,
                      const Premises *p, double distance, double u_mk, uint64_t key) {
    MeetingRow *meeting = &room->meeting;
    (void)p;
    room->person.in_crisis = c->in_crisis;
    room->person.everyday_mastery = c->fit;
    room->person.education_readiness = c->resources;
    room->person.weeks_on_support = c->life_week;
    room->mentor.horizon = mentor->horizon;
    room->caseworker.horizon = worker->horizon;
    memset(meeting, 0, sizeof *meeting);
    meeting->three_party = meeting->deciding = 1.0;
    meeting->preparation = worker->preparation;
    meeting->understanding = u_mk;
    meeting->stake = c->pressure;
    meeting->front_share_without_leak = distance;
    meeting->small_steps_weight = declared->default_small_steps_weight;
    meeting->mastery_image_rose = c->missed == 0;
    meeting->opening_proposal_caseworker = declared->law_standard_demand;
    meeting->opening_proposal_mentor = c->ownership;
    int64_t turns =
        converse(&room->person, &room->mentor, &room->caseworker, declared, meeting, key, room->log,
                 TURNS);
    tally(room->log, turns, meeting);
    room->fronts = meeting->front_turns;
    room->measured = meeting->measuring_questions;
    room->connected = meeting->connected - meeting->foreign_connected;
    room->foreign = meeting->foreign_connected;
    room->unheard = meeting->adjacencies - meeting->connected;
}
