"""What an answer says follows from its figures, and hours add up."""

import dataclasses

import pytest

from heterophony.experiments import compare
from heterophony.experiments.inputs.own_jobcentre import OwnPlan, places
from heterophony.experiments.methods.answers import (
    BESIDE,
    CHAIN,
    against,
    answer_of,
    chain,
    overall,
    word_of,
)
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares
from heterophony.scenarios import OUTCOMES

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}


@pytest.fixture(scope="module")
def arms():
    today, planned = OwnPlan({}, {"meeting.interval_weeks": 4}).arms
    return today.replaced(SHORT), planned.replaced(SHORT)


@pytest.fixture(scope="module")
def answer(arms):
    return answer_of(compare(arms[0], [arms[1]], replicates=4))


def test_every_named_outcome_is_declared():
    assert {HEADLINE, *BESIDE, *(each for step in CHAIN for each in step)} <= set(OUTCOMES)


def test_figures_are_those_of_the_comparison(arms, answer):
    found = compare(arms[0], [arms[1]], replicates=4).policies[0].outcomes["education_start_52w"]
    shown = answer["outcomes"]["education_start_52w"]
    assert (shown["baseline"], shown["difference"]) == (found.baseline, found.difference)


def test_hours_by_kind_add_up_to_the_total_in_every_unit(arms, answer):
    hours = answer["hours"]
    assert hours["places"] == places(arms[0])
    for side in ("caseworker", "mentor"):
        total, parts = hours[side]["total"], hours[side]["parts"].values()
        assert sum(each["hours"] for each in parts) == pytest.approx(total["hours"], abs=1e-6)
        assert sum(each["posts"] for each in parts) == pytest.approx(total["posts"], abs=1e-9)
        change = total["per_citizen"]["change"]
        assert total["hours"] == pytest.approx(change * hours["places"])


def test_who_gains_names_three_groups_and_those_in_crisis(answer):
    assert [each["group"] for each in answer["groups"]] == [
        *("lowest-third", "middle-third", "highest-third", "crisis-like"),
    ]
    for found in answer["distance"].values():
        grows = abs(found["plan"]) - abs(found["today"])
        assert found["change"] in ("same", "grows" if grows > 0 else "shrinks")


def test_the_document_holds_plain_values(answer):
    import json

    json.loads(json.dumps(answer, allow_nan=False))


def figures(**standings: str) -> dict:
    return {name: {"standing": word, "difference": 0.0} for name, word in standings.items()}


@pytest.mark.parametrize(
    ("own", "other", "way"),
    [
        ("worse", {"education_start_52w": "better"}, "other"),
        ("better", {"strong_reactions": "worse"}, "other"),
        ("none", {"pressure": "worse"}, "other"),
        ("better", {"education_start_52w": "better"}, "same"),
        ("worse", {"education_start_52w": "none"}, "none"),
    ],
)
def test_what_goes_the_other_way_comes_before_what_goes_along(own, other, way):
    assert against(figures(**{HEADLINE: own}, **other))["way"] == way


@pytest.mark.parametrize(
    ("shares", "word"),
    [
        (Shares(90, 2, 5, 3), "better"),
        (Shares(0, 85, 10, 5), "worse"),
        (Shares(5, 5, 85, 5), "none"),
        (Shares(40, 30, 20, 10), "depends"),
        (Shares(60, 5, 20, 15), "mostly_better"),
        (Shares(5, 60, 20, 15), "mostly_worse"),
        (Shares(20, 5, 20, 55), "open"),
    ],
)
def test_the_worlds_decide_the_word_where_they_were_looked_at(shares, word):
    assert overall({"standing": "better"}, shares) == word


def test_without_worlds_the_runs_decide():
    assert overall({"standing": "worse"}, None) == "worse"
    assert overall({"standing": "unsettled"}, None) == "open"


def test_a_tile_has_a_word_only_where_four_fifths_of_the_worlds_agree():
    assert word_of(Shares(8, 2, 0, 0)) == "better"
    assert word_of(Shares(7, 3, 0, 0)) == ""


def test_the_chain_leaves_out_steps_in_which_nothing_changes():
    small = {name: {"difference": 0.0} for step in CHAIN for name in step}
    assert chain(small) == []
    name = CHAIN[1][0]
    moved = small | {name: {"difference": 2.0 * OUTCOMES[name].smallest_difference}}
    assert chain(moved) == [name]


def test_nothing_is_said_of_groups_where_all_are_alike(arms):
    alike = dataclasses.replace(arms[0]).replaced({"population.profile": "crisis"})
    planned = alike.replaced({"meeting.interval_weeks": 4})
    found = answer_of(compare(alike, [dataclasses.replace(planned, name="plan")], replicates=2))
    assert found["groups"] == []
    assert found["distance"] == {}
