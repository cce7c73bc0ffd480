"""A jobcentre as its manager describes it is the baseline, and nothing foreign gets in."""

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.own_jobcentre import (
    LIMITS,
    PRESETS,
    SETTINGS,
    OwnPlan,
    caseworker_posts,
    hours_of_a_post,
    levers,
    limits_of,
    places,
    preset,
    questions,
    read_plan,
)
from heterophony.scenarios import PARAMETERS, load_scenario


def test_the_description_holds_in_both_arms_and_the_plan_in_one():
    found = read_plan(
        {"jobcentre": {"staffing.mentors": 5}, "plan": {"meeting.interval_weeks": 4.0}}
    )
    today, planned = found.arms
    assert today.values["staffing.mentors"] == planned.values["staffing.mentors"] == 5
    assert (today.values["meeting.interval_weeks"], planned.values["meeting.interval_weeks"]) == (
        load_scenario("baseline").values["meeting.interval_weeks"],
        4,
    )


def test_one_question_has_one_key_however_it_is_written():
    declared = load_scenario("baseline").values
    one = OwnPlan({}, {"meeting.interval_weeks": 4})
    same = OwnPlan({name: declared[name] for name in SETTINGS}, {"meeting.interval_weeks": 4})
    other = OwnPlan({"staffing.mentors": 4}, {"meeting.interval_weeks": 4})
    assert one.key == same.key
    assert one.key != other.key
    assert OwnPlan({"meeting.interval_weeks": 4}).changes_nothing


def test_every_described_jobcentre_and_ready_question_is_allowed():
    for name in PRESETS:
        for plan in questions(preset(name)).values():
            found = read_plan({"jobcentre": preset(name), "plan": plan})
            assert not found.changes_nothing


def test_ready_questions_are_relative_to_the_own_jobcentre():
    asked = questions({"meeting.interval_weeks": 13, "staffing.caseworker_caseload": 100.0})
    assert asked["more-often"] == {"meeting.interval_weeks": 6}
    assert asked["fewer-cases"] == {"staffing.caseworker_caseload": 75.0}


def test_every_lever_of_one_value_can_be_planned_and_has_a_range_or_choices():
    for name, parameter in levers().items():
        assert parameter.kind == "lever"
        assert limits_of(parameter) or parameter.type in ("bool", "choice"), name


def test_limits_lie_within_what_is_declared():
    for name, (low, high) in LIMITS.items():
        declared = PARAMETERS[name]
        assert declared.minimum is not None
        assert declared.maximum is not None
        assert declared.minimum <= low <= high <= declared.maximum


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (None, "no table"),
        ({"plan": {"no.such": 1}}, "unknown setting 'no.such'"),
        ({"plan": {"run.weeks": 9}}, "unknown setting"),
        ({"jobcentre": {"run.weeks": 9}}, "unknown setting"),
        ({"assumptions": {"run.weeks": 9}}, "unknown setting"),
        ({"plan": {"meeting.interval_weeks": "4"}}, "allowed: 1 to 52"),
        ({"plan": {"meeting.interval_weeks": float("nan")}}, "allowed: 1 to 52"),
        ({"plan": {f"x{number}": 1 for number in range(99)}}, "at most 60"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(document, said):
    with pytest.raises(RequestError, match=said):
        read_plan(document)


def test_places_posts_and_hours_are_those_of_the_model():
    from heterophony.sim import Simulation

    today = load_scenario("baseline")
    state = Simulation(today, seed=1).state
    assert places(today) == state.slots.open.sum()
    assert caseworker_posts(today) == pytest.approx(state.caseworkers.fraction.sum())
    assert hours_of_a_post(today, "caseworker") == pytest.approx(
        today.values["hours.week"] * today.values["hours.caseworker_share"] * 52
    )
