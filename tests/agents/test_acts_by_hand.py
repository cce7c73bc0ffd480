"""What a turn does: acts of caseworker, mentor and citizen, repairs of a slip (model, 3.4)."""

import pytest

from heterophony.agents import acts
from heterophony.agents import vocabulary as words
from heterophony.agents.chances import Chances, chances_in, measuring_chance
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    MIDDLE,
    OPENING,
)

TURN = 7
USUAL = {
    "responds": 0.7, "caseworker_hears": 0.5, "mentor_hears": 0.5, "caseworker_horizon": 0.35,
    "mentor_horizon": 0.35, "small_steps": 0.1, "measuring": 0.6, "supports": 0.7, "objects": 0.3,
    "small_step": 0, "front": 0.4, "leak": 0.0, "trouble": 0.5, "wish": 0.25, "objection": 0.35,
    "elicited": 1,
}  # fmt: skip


def chances(**changed):
    return Chances(**(USUAL | changed))


def drawn(key, **wanted):
    """Look up a key: `wanted` draws by purpose lie between two bounds in this turn."""
    return key(
        lambda k: all(
            low < uniform(k, TURN, getattr(words, f"FOR_{name.upper()}")) < high
            for name, (low, high) in wanted.items()
        )
    )


# --- the caseworker -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "u", "act"),
    [
        (LAW, 0.49, words.DUTY),
        (LAW, 0.51, words.RIGHT),
        (ECONOMY, 0.59, words.MEASURING_QUESTION),
        (ECONOMY, 0.61, words.NAMES_OPENING),
        (EDUCATION_CODE, 0.49, words.DEMAND),
        (EDUCATION_CODE, 0.51, words.WISH_QUESTION),
        (CARE, 0.33, words.EMPATHIC_QUESTION),
        (CARE, 0.34, words.RECOGNITION),
        (CARE, 0.67, words.AUTONOMY_ACT),
    ],
)
def test_what_a_caseworker_does_in_each_code(code, u, act, premises):
    assert acts.caseworker_act(premises(), chances(), code, u) == act


def test_measuring_questions_follow_the_weight_of_measuring(premises):
    assert measuring_chance(premises(), 0.0) == pytest.approx(0.6 * (0.4 + 1.2 * 0.6))
    assert measuring_chance(premises(), 0.5) == pytest.approx(0.6 * 1.12 * (1 - 0.4 * 0.5))
    hard = {"measurement.placement_weight": 0.9}
    assert measuring_chance(premises(hard), 0.0) == pytest.approx(0.6 * 1.48)
    off = hard | {"alternatives.measuring_demands": False}
    assert measuring_chance(premises(off), 0.0) == measuring_chance(premises(), 0.0)


@pytest.mark.parametrize(("phase", "factor"), [(OPENING, 0.4), (MIDDLE, 1.6), (CLOSING, 1.3)])
def test_a_caseworker_asks_the_mentor_mostly_after_the_opening(phase, factor, premises, key):
    chance = 0.14 * factor
    asks = drawn(key, asks_mentor=(chance - 0.02, chance))
    assert acts.asks_mentor(premises(), phase, asks, TURN)
    asks_not = drawn(key, asks_mentor=(chance, chance + 0.02))
    assert not acts.asks_mentor(premises(), phase, asks_not, TURN)


# --- the mentor -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "asked", "changed", "draws", "act"),
    [
        (CARE, False, {}, {"act": (0, 0.4), "support": (0, 0.7)}, words.SUPPORTS_FRONT),
        (CARE, False, {}, {"act": (0, 0.4), "support": (0.7, 1)}, words.CANDID),
        (CARE, False, {}, {"act": (0.4, 0.7)}, words.RECOGNITION),
        (CARE, False, {}, {"act": (0.7, 1)}, words.AUTONOMY_ACT),
        (EDUCATION_CODE, False, {"small_step": 1}, {"act": (0, 0.3)}, words.OBJECTS),
        (EDUCATION_CODE, False, {"small_step": 1}, {"act": (0.3, 1)}, words.SMALL_STEP),
        (EDUCATION_CODE, False, {}, {"act": (0.3, 1)}, words.INFORMATION),
        (LAW, False, {"small_step": 1}, {"act": (0, 0.3)}, words.INFORMATION),
        (ECONOMY, False, {}, {"act": (0, 0.3)}, words.INFORMATION),
        (CARE, True, {"small_step": 1}, {"support": (0, 0.7)}, words.SUPPORTS_FRONT),
        (LAW, True, {}, {"support": (0.7, 1)}, words.CANDID),
        (EDUCATION_CODE, True, {}, {"act": (0, 0.3), "support": (0.7, 1)}, words.CANDID),
        (EDUCATION_CODE, True, {"small_step": 1}, {"act": (0, 0.3)}, words.SMALL_STEP),
    ],
)
def test_what_a_mentor_does_asked_or_not(code, asked, changed, draws, act, premises, key):
    found = drawn(key, **draws)
    assert acts.mentor_act(premises(), chances(**changed), asked, code, found, TURN) == act


@pytest.fixture(scope="module")
def at_table(premises, row):
    """Chances at a table, by what is special there."""

    def made(overrides=None, citizen=None, **meeting):
        held = row("meeting", **({"three_party": 1.0} | meeting))
        people = row("citizen", **(citizen or {})), row("mentor"), row("caseworker")
        return chances_in(*people, premises(overrides), held)

    return made


@pytest.mark.parametrize(
    ("overrides", "stake", "expected"),
    [
        ({}, 0.0, 0.6),
        ({}, 0.5, 0.6 * 1.2),
        ({"team.support": 0.9}, 1.0, 1.0),
        ({"team.support": 0.0}, 1.0, 0.0),  # 0 means never
    ],
)
def test_a_team_keeps_up_its_front_the_more_is_at_stake(overrides, stake, expected, at_table):
    assert at_table(overrides, stake=stake).supports == pytest.approx(expected)


@pytest.mark.parametrize(
    ("caseworkers", "mentors", "pre", "expected"),
    [
        (0.5, 0.4, 0.0, 2.5 * 0.1),
        (0.5, 0.4, 0.5, 0.25 * (1 - 0.7 * 0.5)),
        (0.9, 0.4, 0.0, 1.0),
        (0.4, 0.5, 0.0, 0.0),
    ],
)
def test_a_mentor_objects_by_how_far_positions_lie_apart(
    caseworkers, mentors, pre, expected, at_table
):
    positions = {"opening_proposal_caseworker": caseworkers, "opening_proposal_mentor": mentors}
    assert at_table(pre=pre, **positions).objects == pytest.approx(expected)


def test_a_small_step_needs_a_rise_in_the_mentors_image_and_care_as_an_own_code(at_table):
    assert at_table().small_step == 0
    assert at_table(mastery_image_rose=1.0).small_step == 1
    no_care = {"codes.mentor_own": [0, 0, 0, 1]}
    assert at_table(no_care, mastery_image_rose=1.0).small_step == 0


# --- repairs --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("speaker", "bounds", "kind"),
    [
        (CASEWORKER, (0, 0.2), words.REPAIR_ACKNOWLEDGING),  # as far as care weighs
        (CASEWORKER, (0.2, 0.6), words.REPAIR_FUTURE),
        (CASEWORKER, (0.6, 1), words.REPAIR_MEDICAL),
        (MENTOR, (0, 0.5), words.REPAIR_ACKNOWLEDGING),
        (MENTOR, (0.5, 1), words.REPAIR_REFRAMING),
    ],
)
def test_how_a_slip_is_repaired(speaker, bounds, kind, premises, key):
    found = drawn(key, repair_kind=bounds)
    assert acts.repair_kind(premises(), speaker, 0.2, found, TURN) == kind


# --- the citizen ----------------------------------------------------------------------------------
def test_plain_speech_costs_a_dependent_citizen(at_table):
    # a true state of .4
    plain = {"everyday_mastery": 0.5, "education_readiness": 0.3}
    dependent = plain | {"weeks_on_support": 260}
    assert at_table(citizen=plain).trouble == pytest.approx(0.6)
    assert at_table(citizen=plain | {"weeks_on_support": 130}).trouble == pytest.approx(0.6 * 0.75)
    assert at_table(citizen=dependent).trouble == pytest.approx(0.3)
    for chair, factor in (("mentor", 1.2), ("citizen", 1.5)):
        found = at_table({"meeting.chair": chair}, citizen=dependent)
        assert found.trouble == pytest.approx(0.3 * factor)


def test_who_is_asked_for_too_much_objects(at_table):
    # what can be met: .1 + .65 x .3 + .25 x .5 = .42
    citizen = {"everyday_mastery": 0.5, "education_readiness": 0.3}
    for proposal, expected in ((0.5, 2.5 * 0.08), (0.3, 0.0), (0.9, 1.0)):
        found = at_table(citizen=citizen, opening_proposal_caseworker=proposal)
        assert found.objection == pytest.approx(expected)


def test_involvement_brings_wishes(at_table):
    assert at_table().wish == pytest.approx(0.15 + 0.5 * 0.2)
    involved = at_table({"meeting.citizen_involvement": 0.8})
    assert involved.wish == pytest.approx(0.15 + 0.5 * 0.8)


@pytest.mark.parametrize(
    ("before", "factor", "phi"),
    [
        (words.MEASURING_QUESTION, 1.35, 1.0),
        (words.DEMAND, 1.35, 1.0),
        (words.EMPATHIC_QUESTION, 0.6, 1.0),
        (words.WISH_QUESTION, 1.0, 1.0),
        (words.DUTY, 1.0, 0.85),
        (words.DEMAND, 1.35, 1.5),
    ],
)
def test_the_answer_depends_on_the_question(before, factor, phi, premises, row):
    talk = row("talk", act_before=before, front_factor=phi)
    found = acts.front_in_answer(premises(), chances(), talk)
    assert found == pytest.approx(min(1.0, 0.4 * factor * phi))
    alone = acts.front_in_answer(premises(), chances(elicited=0), talk)
    assert alone == 0.4  # the structural alternative


def test_the_alternative_to_elicitation_is_read_from_its_switch(at_table):
    assert at_table().elicited == 1
    assert at_table({"alternatives.elicitation": "none"}).elicited == 0


@pytest.mark.parametrize(
    ("before", "changed", "draws", "answer"),
    [
        (words.RIGHT, {}, {"act": (0, 0.4)}, (words.FRONT, 1, 0)),
        (words.DEMAND, {}, {"act": (0.4, 0.54)}, (words.ACCEPTANCE, 1, 0)),  # .4 x 1.35
        (words.DEMAND, {}, {"act": (0.54, 1), "trouble": (0, 0.35)}, (words.OBJECTION, 0, 0)),
        (words.DEMAND, {}, {"act": (0.54, 1), "trouble": (0.35, 1)}, (words.ACCEPTANCE, 0, 0)),
        # a share of .2 of the front leaks
        (words.RIGHT, {"leak": 0.2}, {"act": (0.3, 0.32)}, (words.FRONT, 1, 0)),
        (words.RIGHT, {"leak": 0.2}, {"act": (0.32, 0.4)}, (words.TROUBLE, 0, 1)),
        (words.DEMAND, {"leak": 0.2}, {"act": (0.432, 0.54)}, (words.TROUBLE, 0, 1)),
        # an empathic question lets .24 of .4 keep up the front
        (words.EMPATHIC_QUESTION, {}, {"act": (0.24, 0.4), "trouble": (0, 0.5)},
         (words.TROUBLE, 0, 0)),
        (words.RIGHT, {}, {"act": (0.4, 1), "trouble": (0.5, 1), "wish": (0, 0.25)},
         (words.WISH, 0, 0)),
        (words.RIGHT, {}, {"act": (0.4, 1), "trouble": (0.5, 1), "wish": (0.25, 1)},
         (words.PROGRESS, 0, 0)),
        (words.RIGHT, {}, {"act": (0.4, 1), "trouble": (0, 0.5), "wish": (0, 0.25)},
         (words.TROUBLE, 0, 0)),
        # a wish asked for is told first, in half of the answers
        (words.WISH_QUESTION, {}, {"act": (0.4, 1), "trouble": (0, 0.5), "wish": (0, 0.5)},
         (words.WISH, 0, 0)),
        (words.WISH_QUESTION, {}, {"act": (0.4, 1), "trouble": (0, 0.5), "wish": (0.5, 1)},
         (words.TROUBLE, 0, 0)),
        (words.WISH_QUESTION, {}, {"act": (0.4, 1), "trouble": (0.5, 1), "wish": (0.5, 1)},
         (words.PROGRESS, 0, 0)),
        (words.WISH_QUESTION, {"elicited": 0},
         {"act": (0.4, 1), "trouble": (0.5, 1), "wish": (0.25, 0.5)}, (words.PROGRESS, 0, 0)),
    ],
)  # fmt: skip
def test_what_a_citizen_answers(before, changed, draws, answer, premises, row, key):
    talk = row("talk", act_before=before, front_factor=1.0)
    found = drawn(key, **draws)
    said = acts.citizen_answers(premises(), chances(**changed), talk, found, TURN)
    assert tuple(said) == answer
