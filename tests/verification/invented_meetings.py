"""Invented parameters, people and draws for the second implementation of the meeting.

Values reach the edges 0 and 1; draws are a pure function of a seed, the turn and the purpose.
"""

import random

from hypothesis import strategies as st


def names(text):
    return text.split()


SHARES = names("""
talk.short talk.ask_mentor talk.own_uptake talk.shared talk.before team.support image.gain_turn
image.claim image.trouble image.gain_report image.support image.recall image.misreading
knowledge.turn negotiation.base negotiation.objection negotiation.demand negotiation.shared
negotiation.taken_up negotiation.small_steps negotiation.step negotiation.plan
negotiation.shared_plan negotiation.mentor_stretch negotiation.mentor_template
negotiation.involvement negotiation.involvement_base negotiation.knowledge_unprepared
plan.caseworker caseworker.pacing law.duty_share law.sanction_strictness law.standard_demand
meeting.care_unprepared meeting.measuring_rate meeting.measuring_shared meeting.demand_share
meeting.leak meeting.citizen_involvement meeting.trouble_pressure slip.repair
slip.mentor_acknowledges slip.acknowledged_trust slip.ignored_trust speech.dependence
speech.wish_base speech.wish_involvement stake.report state.crisis_loss
measurement.placement_weight measurement.reference_weight measurement.demand_base opening.dose
reaction.pre_mutes reaction.disagreement_shared reaction.duty reaction.measuring
reaction.trust_buffer reaction.translated reaction.over reaction.inconsistency reaction.shield
reaction.order_fear reaction.distress_share reaction.distress_gap reaction.debrief
reaction.uptake_weight reaction.consistency_step reaction.talk reaction.involvement
reaction.pre_settled reaction.influence reaction.influence_zero reaction.autonomy_act
reaction.reactance reaction.demand_factor reaction.tk_prep reaction.tk_recognition
reaction.tk_over reaction.tm_over reaction.choice_base third_party.pre_meeting_knowledge
coordination.consent education.cap_const education.cap_u education.cap_e education.cap_crisis
education.e_penalty decision.sanction_rate decision.sanction_trust_guard decision.order_state_zero
decision.close_state_level decision.order_demand_zero image.care_view
""")
FACTORS = names("""
talk.objection talk.citizen elicit.measuring elicit.empathic stake.front_share meeting.routine
meeting.measuring_base meeting.measuring_weight meeting.uptake_understanding phase.opening_mentor
phase.middle_mentor phase.closing_mentor phase.closing_education speech.mentor_chair
speech.citizen_chair third_party.trust_loss reaction.over_factor reaction.over_scale
reaction.disagreement_scale education.fear_order coordination.distance_scale decision.close_const
decision.close_weeks decision.close_state decision.close_measuring decision.order_const
decision.order_state decision.order_weeks decision.order_cap decision.order_demand
""")

BETWEEN = {
    "team.front": (0.0, 0.9),
    "phase.opening_end": (0.0, 0.5),
    "phase.middle_end": (0.5, 1.0),
    "speech.dependence_weeks": (1.0, 520.0),
    "education.cap_floor": (0.0, 0.4),
    "education.cap_ceiling": (0.5, 1.0),
    "education.e_cap": (1.0, 8.0),
    "reaction.measuring_norm": (1.0, 6.0),
    "reaction.choice_ref": (0.3, 0.6),
    "coordination.contact_norm": (0.1, 1.0),
}
FIXED = {
    "agenda.caseworker_chair": [0.5, 0.17, 0.33],
    "agenda.mentor_chair": [0.3, 0.37, 0.33],
    "agenda.citizen_chair": [0.28, 0.22, 0.5],
    "agenda.involvement": [-0.2, -0.05, 0.25],
    "meeting.norm_turns": 30,
    "meeting.caseworker_care_acts": [1 / 3, 1 / 3, 1 / 3],
    "meeting.mentor_care_acts": [0.4, 0.3, 0.3],
    "meeting.pool_weights": [1.0, 0.5, 0.25],
    "image.recall_claims": 4,
    "decision.sanction_min": 3,
    "alternatives.uptake": "code",
}
flag = st.sampled_from([0, 1])
codes_owned = st.lists(flag, min_size=4, max_size=4)
CHOICES = {
    "codes.caseworker_own": st.just([0, 1, 1, 1]) | codes_owned,
    "codes.mentor_own": st.just([1, 0, 0, 1]) | codes_owned,
    "meeting.chair": st.sampled_from(["caseworker", "mentor", "citizen"]),
    "law.education_order": st.booleans(),
    "law.ground": st.booleans(),
    "alternatives.images": st.sampled_from(["own", "own", "truth"]),
    "alternatives.elicitation": st.sampled_from(["question", "question", "none"]),
    "alternatives.measuring_demands": st.booleans(),
}


def share(chance):
    """Draw a share, now and then an edge."""
    return chance.choice([0.0, 1.0]) if chance.random() < 0.2 else chance.random()


def parts(chance, number):
    """Draw parts that add up to 1."""
    found = [0.01 + chance.random() for _ in range(number)]
    return [each / sum(found) for each in found]


@st.composite
def values(draw):
    """Draw parameters: choices by hypothesis, numbers from one seed."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    found = {name: share(chance) for name in SHARES}
    found |= {name: chance.choice([0, 1, 3]) * share(chance) for name in FACTORS}
    found |= {name: chance.uniform(*bounds) for name, bounds in BETWEEN.items()}
    found |= {"codes.mentor": parts(chance, 4), "plan.template": parts(chance, 5)} | FIXED
    return found | {name: draw(choice) for name, choice in CHOICES.items()}


STATES = names("""
preparation understanding horizon_caseworker horizon_mentor small_steps_weight stake true_state
front_share_without_leak feasible opening_proposal_caseworker opening_proposal_mentor
image_mastery_caseworker image_readiness_caseworker image_mastery_mentor image_readiness_mentor
knowledge_caseworker knowledge_mentor remembered_start_caseworker remembered_start_mentor
everyday_mastery education_readiness pacing demand autonomy trust_caseworker trust_mentor distress
pressure reactance measuring_sensitivity consistency openings_known feasible_after contact_hours
placement_pressure
""")
WITH_A_MENTOR = ("pre", "debrief", "shared_goals", "shield")  # nothing of it without one


@st.composite
def inputs(draw):
    """Draw what is the case when a talk begins: its frame by hypothesis, numbers from one seed."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    found = {name: share(chance) for name in (*STATES, *WITH_A_MENTOR)}
    found |= {f"misreading_{who}": chance.gauss(0, 1) for who in ("caseworker", "mentor")}
    found |= {"needs": parts(chance, 5), "plan": parts(chance, 5)}
    found |= {
        "caseworker_weights": parts(chance, 4),
        "shared_goals": draw(flag),
        "turns": draw(st.integers(1, 60)),
        "three_party": draw(st.sampled_from([1, 1, 1, 0])),
        "deciding": draw(st.sampled_from([1, 1, 1, 0])),
        "in_crisis": draw(flag),
        "order_stands": draw(flag),
        "order_given": draw(flag),
        "mastery_image_rose": draw(flag),
        "weeks_on_support": chance.uniform(0, 600),
        "prior_dropouts": chance.randrange(7),
        "missed_since_meeting": chance.randrange(7),
        "course_years": chance.uniform(0, 3),
        "late": chance.randrange(5),
        "history": [chance.choice([(0, 0), (1, 2), (3, 3)]) for _ in range(chance.randrange(4))],
    }
    return found if found["three_party"] else found | dict.fromkeys(WITH_A_MENTOR, 0.0)


def draws_of(seed):
    """Return draws that are a pure function of the seed, the turn and the purpose."""

    def uniform(turn, purpose):
        return random.Random(f"{seed} {turn} {purpose}").random()

    return uniform
