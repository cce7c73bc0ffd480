"""How sure an answer is, what turns it, the map, and the first answer in a millisecond."""

import pytest

from heterophony.experiments import load_worlds
from heterophony.experiments.inputs.own_jobcentre import CASELOAD, FUNDING, OwnPlan, preset
from heterophony.experiments.methods.deepening import (
    conditions,
    deepened,
    run_condition,
    run_world,
)
from heterophony.experiments.methods.first_answers import (
    LEARNED,
    FirstAnswers,
    features,
    learn,
    random_questions,
    terms,
)
from heterophony.experiments.methods.lever_map import LeverMap
from heterophony.experiments.methods.preparing import Effort, Preparation
from heterophony.experiments.results.codec import rounded

MORE_OFTEN = OwnPlan({}, {"meeting.interval_weeks": 4})
OWN = {"standing": "worse", "difference": -0.04}


def test_conditions_are_who_pays_and_other_caseloads_and_each_can_be_tried():
    found = conditions(MORE_OFTEN)
    assert next((each.name, each.value) for each in found) == (FUNDING, "funded")
    caseloads = [each.value for each in found if each.name == CASELOAD]
    assert caseloads == [35.0, 45.0, 80.0]  # not the jobcentre's own 60
    for case in found:
        today, planned = case.question.arms
        assert planned.values[case.name] == case.value
        if case.name == CASELOAD:
            assert today.values[CASELOAD] == case.value


def test_a_caseload_that_the_plan_changes_is_no_condition():
    fewer = OwnPlan({}, {CASELOAD: 45.0, FUNDING: "funded"})
    assert [(each.name, each.value) for each in conditions(fewer)] == [(FUNDING, "fixed")]


@pytest.fixture(scope="module")
def worlds():
    return load_worlds(4)


def test_a_world_says_the_same_of_a_question_whoever_is_asked_beside(worlds):
    other = OwnPlan({}, {"meeting.shared_goals": True})
    together = run_world([MORE_OFTEN, other], worlds, 1)
    assert together[0] == run_world([MORE_OFTEN], worlds, 1)[0]


def test_the_worlds_are_counted_and_what_turns_is_named(worlds):
    notes = [run_world([MORE_OFTEN], worlds, place)[0] for place in range(len(worlds))]
    cases = conditions(MORE_OFTEN)
    found = {(each.name, each.value): dict(OWN) for each in cases}
    found[FUNDING, "funded"] = {"standing": "none", "difference": 0.0}
    document = deepened(MORE_OFTEN, worlds, notes, found, OWN)
    shares = document["outcomes"]["ownership_52w"]["shares"]
    assert sum(shares.values()) == len(worlds)
    assert [each["name"] for each in document["conditions"] if each["turns"]] == [FUNDING]
    assert document["conditions"][0]["question"]["plan"][FUNDING] == "funded"
    assert document["assumptions"]["found"] is False  # four worlds are too few for a rule


def test_a_condition_is_a_paired_comparison():
    found = run_condition(conditions(MORE_OFTEN)[0], pairs=2)
    assert found["difference"] == pytest.approx(found["policy"] - found["baseline"])


def test_a_map_has_the_own_place_and_no_change_there(worlds):
    drawn = LeverMap(OwnPlan(preset("study")))
    note = drawn.run_world(worlds, 0)
    document = drawn.document([note])
    own = [each for each in document["tiles"] if each["own"]]
    assert len(own) == 1
    assert own[0]["median"] == 0.0
    assert len(document["tiles"]) == len(document["across"]["values"]) * len(
        document["up"]["values"]
    )


def test_a_map_of_switches_and_choices_can_be_drawn():
    drawn = LeverMap(OwnPlan(), "meeting.shared_goals", "meeting.chair")
    assert drawn.values("meeting.shared_goals") == [False, True]
    assert len(drawn.tiles()) == 6


@pytest.fixture(scope="module")
def first() -> FirstAnswers:
    """Learned from a made-up function of the levers: ownership falls with rarer meetings."""
    asked = random_questions(120)

    def level(values):
        return 0.5 - 0.01 * values["meeting.interval_weeks"]

    found = [
        {name: (level(each.arms[0].values), level(each.arms[1].values)) for name in LEARNED}
        for each in asked
    ]
    return learn(asked, found)


def test_a_first_answer_finds_a_smooth_function_and_knows_its_error(first):
    answer = first.answer(MORE_OFTEN)
    own = answer["outcomes"]["ownership_52w"]
    assert answer["basis"] == "emulated"
    assert own["difference"] == pytest.approx(0.04, abs=0.01)
    assert first.errors["ownership_52w"] < 0.01
    assert own["low"] < own["difference"] < own["high"]


def test_a_plan_that_changes_nothing_changes_nothing_exactly(first):
    found = first.answer(OwnPlan({"staffing.mentors": 5}, {}))
    assert {each["difference"] for each in found["outcomes"].values()} == {0.0}


def test_terms_and_features_have_one_order():
    assert len(terms()) == len(features(MORE_OFTEN.arms[0].values))


def test_random_questions_are_the_same_each_time_and_allowed():
    one, same = random_questions(12), random_questions(12)
    assert [each.key for each in one] == [each.key for each in same]
    assert not any(each.changes_nothing for each in one)


def test_every_preset_question_and_way_of_paying_is_prepared_and_the_time_is_said():
    preparation = Preparation(Effort(2, 2, 2, 2, 2))
    assert len({each.plan.key for each in preparation.ready}) == 3 * 6 * 2
    assert preparation.seconds(2) > 0
    assert Preparation().seconds(2) < 600  # the whole of it, on two cores


def test_numbers_are_kept_with_as_many_digits_as_are_shown():
    found = rounded({"a": [1 / 3, float("nan"), 4], "b": {"c": "text"}})
    assert found == {"a": [0.33333, None, 4], "b": {"c": "text"}}
