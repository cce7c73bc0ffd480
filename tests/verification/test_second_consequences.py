"""What the second implementation makes of a meeting, against the specification and by hand."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st


def beside(name):
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name(f"{name}.py"))))


naive, counting = beside("naive_meeting"), beside("naive_counts")
after_talk, reacting = beside("naive_consequences"), beside("naive_reaction")
invented = beside("invented_meetings")
EXAMPLES = settings(max_examples=150)
IMAGES = [f"image_{n}_{w}" for n in ("mastery", "readiness") for w in ("caseworker", "mentor")]
meetings = given(v=invented.values(), inputs=invented.inputs(), seed=st.integers(0, 10**9))


def held(v, inputs, seed):
    """Hold a meeting: what is passed on before, opening positions, the talk; return the counts."""
    inputs = after_talk.passed_on(v, inputs) if inputs["pre"] else inputs
    inputs = inputs | after_talk.opening(v, inputs)
    inputs["feasible"] = after_talk.feasible(v, inputs, inputs["order_stands"])
    return inputs, counting.counts(naive.talk(v, inputs, invented.draws_of(seed)))


def within(found):
    numbers = [value for value in found.values() if not isinstance(value, list)]
    return all(-1e-12 <= number <= 1 + 1e-12 for number in numbers)


# --- whatever is drawn ---
@EXAMPLES
@meetings
def test_images_positions_and_reactions_stay_between_0_and_1(v, inputs, seed):
    inputs, counts = held(v, inputs, seed)
    after = after_talk.images(v, inputs, counts)
    found = after_talk.positions(v, inputs, counts)
    assert within(after)
    assert within(found)
    assert sum(found["plan"]) == pytest.approx(1)
    assert min(found["plan"]) >= 0
    assert found["mentor_weight"] + found["citizen_weight"] <= 1
    reacted = reacting.reaction(v, inputs, counts, found)
    # what shows of a disagreement may be twice what differs: passing each other by adds to it
    assert within({name: value for name, value in reacted.items() if name != "disagreement"})
    assert within(reacting.decisions(v, inputs, counts, found, after))
    if inputs["three_party"]:
        assert within(reacting.coordination(v, inputs, counts, found, after))


@EXAMPLES
@meetings
def test_proposals_read_images_and_never_the_true_state(v, inputs, seed):
    other = inputs | {"everyday_mastery": 0.5, "education_readiness": 0.1, "in_crisis": 1}
    assert after_talk.opening(v, inputs) == after_talk.opening(v, other)


@EXAMPLES
@meetings
def test_images_without_gains_stay_as_they_are(v, inputs, seed):
    gains = ("image.gain_turn", "image.gain_report", "image.recall", "knowledge.turn")
    frozen = {**dict.fromkeys(gains, 0.0), "alternatives.images": "own"}
    inputs, counts = held(v | frozen, inputs, seed)
    after = after_talk.images(v | frozen, inputs, counts)
    assert after == pytest.approx({name: inputs[name] for name in after})


@EXAMPLES
@meetings
def test_a_talk_without_doses_moves_no_position(v, inputs, seed):
    doses = ("demand", "objection", "small_steps")
    still = {f"negotiation.{name}": 0.0 for name in doses} | {"caseworker.pacing": 0.0}
    inputs, counts = held(v | still, inputs, seed)
    found = after_talk.positions(v | still, inputs, counts)
    assert found["proposal_caseworker"] == found["opening_proposal_caseworker"]


@EXAMPLES
@meetings
def test_a_meeting_that_returned_decides_nothing_but_is_heard(v, inputs, seed):
    inputs, counts = held(v, inputs | {"deciding": 0}, seed)
    found = after_talk.positions(v, inputs, counts)
    assert (found["demand"], found["plan"]) == (inputs["demand"], inputs["plan"])
    assert found["decided_demand"] == inputs["demand"]


@EXAMPLES
@meetings
def test_without_a_mentor_the_mentors_images_and_weight_stay_out(v, inputs, seed):
    alone = inputs | {"three_party": 0, "pre": 0.0, "shared_goals": 0}
    alone, counts = held(v, alone, seed)
    after = after_talk.images(v, alone, counts)
    for name in ("image_mastery_mentor", "image_readiness_mentor", "knowledge_mentor"):
        assert after[name] == alone[name]
    found = after_talk.positions(v, alone, counts)
    assert found["mentor_weight"] == 0
    reacted = reacting.reaction(v, alone, counts, found)
    assert reacted["consistency"] == alone["consistency"]
    assert reacted["trust_mentor"] == alone["trust_mentor"]


@EXAMPLES
@meetings
def test_no_duty_no_sanction_and_nothing_demanded_no_order(v, inputs, seed):
    inputs, counts = held(v, inputs, seed)
    after, found = after_talk.images(v, inputs, counts), after_talk.positions(v, inputs, counts)
    assume(counts["duties"] == 0)
    assert reacting.decisions(v, inputs, counts, found, after)["sanction"] == 0
    if counts["demands"] == 0:
        assert reacting.decisions(v, inputs, counts, found, after)["order"] == 0


@EXAMPLES
@meetings
def test_sameness_is_not_counted_as_consistency(v, inputs, seed):
    everybody = {"codes.caseworker_own": [1] * 4, "codes.mentor_own": [1] * 4}
    inputs, counts = held(v | everybody, inputs, seed)
    assert counts["foreign_turns"] == 0
    history = [(counts["foreign_connected"], counts["foreign_turns"])]
    assert reacting.uptake_quality(v, history, inputs["consistency"]) == inputs["consistency"]


# --- by hand ---
PARAMETERS = {
    "meeting.norm_turns": 30, "image.gain_turn": 0.1, "image.claim": 0.5, "image.trouble": 0.25,
    "image.misreading": 0.2, "image.gain_report": 0.5, "image.support": 0.2, "image.recall": 0.0,
    "image.recall_claims": 4, "knowledge.turn": 0.05, "state.crisis_loss": 0.1,
    "stake.report": 0.1, "alternatives.images": "own", "negotiation.knowledge_unprepared": 0.4,
    "meeting.uptake_understanding": 0.5, "talk.shared": 0.3, "talk.before": 0.4,
    "codes.caseworker_own": [0, 1, 1, 1], "codes.mentor_own": [1, 0, 0, 1],
}  # fmt: skip
AT_THE_TABLE = {
    "turns": 30, "three_party": 1, "preparation": 0.5, "understanding": 0.4, "pre": 0.0,
    "shared_goals": 0, "horizon_caseworker": 0.5, "horizon_mentor": 0.2, "stake": 0.5,
    "in_crisis": 0, "everyday_mastery": 0.4, "education_readiness": 0.2,
    "image_mastery_caseworker": 0.3, "image_readiness_caseworker": 0.3,
    "image_mastery_mentor": 0.5, "image_readiness_mentor": 0.1, "knowledge_caseworker": 0.5,
    "knowledge_mentor": 0.8, "misreading_caseworker": 1.0, "misreading_mentor": 0.0,
    "remembered_start_caseworker": 0.3, "remembered_start_mentor": 0.3,
}  # fmt: skip
NOTHING = counting.counts([])


def test_the_caseworker_hears_care_through_horizon_understanding_and_attention():
    # att .4 + .6 * .5 = .7; he_K 1 - .5 * (1 - .5 * .4) = .6; so .42 of a turn
    turns = {"care_front": 1}
    after = after_talk.images(PARAMETERS, AT_THE_TABLE, NOTHING | turns)
    # a front turn claims half of what is missing: .7, misread by .2 * 1 * (1 - .5)
    assert after["image_mastery_caseworker"] == pytest.approx(0.3 + (1 - 0.9**0.42) * (0.8 - 0.3))
    assert after["image_mastery_mentor"] == pytest.approx(0.5 + 0.1 * (0.7 - 0.5))
    assert after["image_readiness_caseworker"] == 0.3
    assert after["knowledge_caseworker"] == pytest.approx(0.5)


def test_a_supporting_report_that_is_taken_up_raises_the_caseworkers_image():
    counts = NOTHING | {"support_mastery_taken_up": 1}
    after = after_talk.images(PARAMETERS, AT_THE_TABLE, counts)
    # the mentor's .5 + .1 * .5 = .55 is told as .55 + .2 * .45 = .64
    assert after["image_mastery_caseworker"] == pytest.approx(0.3 + 0.5 * (0.64 - 0.3))
    assert after["knowledge_caseworker"] == pytest.approx(0.5 + 0.5 * 0.3)


def test_a_candid_report_about_readiness_tells_no_needs():
    counts = NOTHING | {"candid_readiness_taken_up": 2}
    after = after_talk.images(PARAMETERS, AT_THE_TABLE, counts)
    assert after["image_readiness_caseworker"] == pytest.approx(0.3 + 0.75 * (0.15 - 0.3))
    assert after["knowledge_caseworker"] == pytest.approx(0.5)


def test_plain_care_talk_and_tellings_taken_up_teach_the_needs():
    counts = NOTHING | {"care_plain": 2, "told": 2, "told_taken_up": 2}
    counts |= {"told_taken_up_caseworker": 1}
    after = after_talk.images(PARAMETERS, AT_THE_TABLE, counts)
    assert after["knowledge_mentor"] == pytest.approx(1 - 0.2 * 0.95**2 * 0.95)
    assert after["knowledge_caseworker"] == pytest.approx(1 - 0.5 * 0.95**0.84 * 0.95)


def test_who_passes_each_other_by_shows_a_disagreement():
    v = {
        "reaction.pre_mutes": 0.5, "reaction.disagreement_shared": 0.5,
        "reaction.uptake_weight": 0.5, "reaction.disagreement_scale": 2.0,
        "meeting.pool_weights": [1.0, 0.5, 0.25], "negotiation.knowledge_unprepared": 0.4,
    }  # fmt: skip
    inputs = AT_THE_TABLE | {"history": [(1, 2), (2, 4)], "consistency": 0.9}
    counts = NOTHING | {"adjacencies": 4, "connected": 2, "mentor_objections": 1}
    found = {"proposal_caseworker": 0.6, "proposal_mentor": 0.4}
    consistency = reacting.consistency_of(v, inputs, counts, found)
    assert consistency["passing"] == pytest.approx(4 / 7)
    assert consistency["disagreement"] == pytest.approx(0.2 * 2 * 4 / 7)
    assert consistency["uptake_quality"] == pytest.approx(0.5)
    assert consistency["q"] == pytest.approx(0.25 + 0.5 * (1 - 0.8 * 4 / 7))


def test_positions_move_by_what_was_said_and_taken_up():
    v = {
        "meeting.norm_turns": 30, "negotiation.demand": 0.08, "negotiation.objection": 0.6,
        "negotiation.small_steps": 0.3, "caseworker.pacing": 0.15, "education.cap_const": 0.1,
        "education.cap_u": 0.65, "education.cap_e": 0.25, "education.e_cap": 4,
        "education.e_penalty": 0.03, "education.fear_order": 0.6, "education.cap_floor": 0.05,
        "education.cap_ceiling": 0.95, "education.cap_crisis": 0.2,
    }  # fmt: skip
    inputs = AT_THE_TABLE | {"prior_dropouts": 2, "order_stands": 0, "pacing": 0.5}
    inputs |= {"small_steps_weight": 0.5, "turns": 60}
    assert after_talk.feasible(v, inputs, 0) == pytest.approx(0.1 + 0.13 + 0.1 - 0.06)
    counts = NOTHING | {"demands_accepted": 2, "objections_taken_up_caseworker": 4}
    counts |= {"troubles_taken_up_caseworker": 2, "small_steps_taken_up": 2, "progress_taken_up": 2}
    # sixty turns: counts are halved
    expected = 0.5 + 0.08 / 2 - 0.6 * 0.75 * (0.5 - 0.27) - 0.15 * 0.5 / 2 - 0.3 * 0.5 * 0.75
    found = after_talk.caseworkers_position(v, inputs, counts, 0.5)
    assert found == pytest.approx(expected)


def test_the_weights_of_the_others_follow_the_log():
    v = {
        "negotiation.involvement": 0.35, "negotiation.involvement_base": 0.5,
        "meeting.citizen_involvement": 0.2, "negotiation.base": 0.08,
        "negotiation.taken_up": 0.35, "negotiation.shared": 0.15,
        "negotiation.knowledge_unprepared": 0.4,
    }  # fmt: skip
    inputs = AT_THE_TABLE | {"autonomy": 0.6, "shared_goals": 1}
    counts = NOTHING | {"told": 3, "told_taken_up": 1}
    counts |= {"answered_by_caseworker": 4, "connected_by_caseworker": 2}
    mentor, citizen, told = after_talk.weights_of_the_others(v, inputs, counts)
    assert mentor == pytest.approx(0.08 + 0.35 * 3 / 6 + 0.15 * 0.7)
    assert told == pytest.approx(2 / 5)
    assert citizen == pytest.approx(0.35 * 0.2 * 0.8 * 2 * 2 / 5)


def test_measuring_and_duties_are_felt_less_by_trust_and_translation():
    v = {
        "meeting.norm_turns": 30, "reaction.measuring": 0.28, "reaction.measuring_norm": 3.5,
        "meeting.measuring_shared": 0.4, "reaction.duty": 0.12, "law.sanction_strictness": 0.5,
        "reaction.trust_buffer": 0.6, "reaction.translated": 0.4, "reaction.over": 0.55,
        "reaction.inconsistency": 0.24, "reaction.shield": 0.6, "reaction.order_fear": 0.02,
        "education.e_cap": 4, "negotiation.knowledge_unprepared": 0.4,
    }  # fmt: skip
    inputs = AT_THE_TABLE | {"measuring_sensitivity": 0.5, "trust_caseworker": 0.5}
    inputs |= {"trust_mentor": 0.5, "shield": 0.4, "prior_dropouts": 6, "order_given": 1}
    counts = NOTHING | {"measuring_questions": 7, "duties": 7, "translations_mentor_taken_up": 1}
    felt = (0.28 * 0.5 * 2 + 0.12 * 0.5 * 2) * 0.7 * 0.8
    expected = (felt + 0.55 * 0.1 + 0.24 * 0.5) * (1 - 0.6 * 0.4 * 0.5) + 0.02 * 4
    assert reacting.impulse_of(v, inputs, counts, 0.5, 0.1) == pytest.approx(expected)
    alone = (felt + 0.55 * 0.1) + 0.02 * 4
    two = inputs | {"three_party": 0}
    assert reacting.impulse_of(v, two, counts, 0.5, 0.1) == pytest.approx(alone)


def test_seven_dimensions_of_coordination_by_hand():
    v = {
        "coordination.contact_norm": 0.5, "coordination.distance_scale": 3,
        "negotiation.knowledge_unprepared": 0.4,
    }  # fmt: skip
    inputs = AT_THE_TABLE | {"contact_hours": 0.2, "late": 2}
    counts = NOTHING | {"told": 3, "told_taken_up": 1, "slips_answered": 1, "adjacencies": 4}
    counts |= {"acknowledged_by_mentor": 1, "connected": 3}
    positions = {"proposal_caseworker": 0.5, "proposal_mentor": 0.4}
    assert reacting.coordination(v, inputs, counts, positions, AT_THE_TABLE) == pytest.approx(
        {
            "frequency": 0.4,
            "timeliness": 0.0,  # two weeks late
            "accuracy": 1 - 1.5 * 0.4,
            "shared_goals": 0.7 / 2,
            "shared_knowledge": 0.4,
            "problem_solving": 2.5 / 5,
            "respect": 3.5 / 5,
        }
    )
