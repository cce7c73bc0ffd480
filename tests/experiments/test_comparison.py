"""Policies beside a baseline, in pairs."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Comparison, RequestError, Verdict, compare, run
from heterophony.experiments.inputs.arms import arms_of
from heterophony.scenarios import OUTCOMES, load_scenario

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}
TINY = {"run.weeks": 10, "run.burn_in_weeks": 4}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    policies = ["pre-meeting", "meetings-every-4-weeks"]
    return compare("baseline", policies, replicates=4, overrides=SHORT)


def test_a_policy_that_changes_nothing_differs_in_nothing() -> None:
    same = replace(load_scenario("baseline"), name="the same again")
    (policy,) = compare("baseline", same, replicates=3, overrides=SHORT).policies
    for name, each in policy.outcomes.items():
        if each.pairs:
            assert each.difference == 0.0, name
            assert policy.verdict(name) is Verdict.NONE
    for trajectory in policy.weekly.values():
        assert np.nan_to_num(trajectory.difference).tolist() == [0.0] * 60


def test_the_differences_are_those_of_runs_under_the_same_seeds(comparison: Comparison) -> None:
    today = run("baseline", replicates=4, overrides=SHORT).outcomes
    policy = run("pre-meeting", replicates=4, overrides=SHORT).outcomes
    found = comparison.policies[0].outcomes
    assert set(found) == set(OUTCOMES)
    for name, each in found.items():
        change = (policy[name] - today[name]).dropna()
        assert each.pairs == len(change)
        assert each.difference == pytest.approx(change.mean(), nan_ok=True, abs=1e-9), name


def test_trajectories_carry_both_arms_and_the_band(comparison: Comparison) -> None:
    today = run("baseline", replicates=4, overrides=SHORT).weekly
    for policy in comparison.policies:
        baseline, arm, difference, low, high = policy.weekly["pressure"]
        assert baseline == pytest.approx(today.groupby("week")["pressure"].mean().to_numpy())
        assert arm - baseline == pytest.approx(difference)
        assert (low <= difference).all()
        assert (difference <= high).all()


def test_results_do_not_depend_on_the_workers(comparison: Comparison) -> None:
    policies = ["pre-meeting", "meetings-every-4-weeks"]
    again = compare("baseline", policies, replicates=4, workers=1, overrides=SHORT)
    assert again.digest == comparison.digest
    assert again.to_json_dict() == comparison.to_json_dict()


def test_more_pairs_keep_the_first_ones(comparison: Comparison) -> None:
    fewer = compare("baseline", "pre-meeting", replicates=2, overrides=SHORT).runs
    arms = comparison.runs[comparison.runs["scenario"].isin(["baseline", "pre-meeting"])]
    first = arms[arms["replicate"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer, first)


def test_every_arm_has_the_baselines_levers_in_burn_in_and_set_ones_from_week_0() -> None:
    overrides = {"meeting.interval_weeks": 13, "population.mentored_share": 0.5}
    for arm in arms_of("four-interviews", ["pre-meeting"], overrides):
        assert arm.values["meeting.interval_weeks"] == 13
        assert arm.root["meeting.interval_weeks"] == 8
        assert arm.root["referral.interviews"] == 4
        assert arm.values["population.mentored_share"] == 0.5
        assert arm.root["population.mentored_share"] == 0.5


def test_the_document_is_as_documented_and_holds_no_nan(comparison: Comparison) -> None:
    document = json.loads(json.dumps(comparison.to_json_dict(), allow_nan=False))
    wanted = {"baseline", "seed", "replicates", "worlds", "executor", "version", "policies"}
    assert wanted <= set(document)
    assert [each["name"] for each in document["policies"]] == [
        "pre-meeting",
        "meetings-every-4-weeks",
    ]
    for policy in document["policies"]:
        for each in policy["outcomes"].values():
            assert list(each) == ["baseline", "policy", "difference", "low", "high", "pairs"]


def test_the_frame_has_a_row_for_each_policy_and_outcome(comparison: Comparison) -> None:
    frame = comparison.to_frame()
    assert len(frame) == 2 * len(OUTCOMES)
    assert set(frame["verdict"]) <= {each.value for each in Verdict}


def test_a_comparison_is_read_back_as_it_was_written(
    comparison: Comparison, tmp_path: Path
) -> None:
    read = Comparison.read(comparison.write(tmp_path / "målt"))
    assert read.to_json_dict() == comparison.to_json_dict()
    assert read.digest == comparison.digest
    pd.testing.assert_frame_equal(read.to_frame(), comparison.to_frame())
    pd.testing.assert_frame_equal(read.weekly_frame(), comparison.weekly_frame())
    pd.testing.assert_frame_equal(read.runs, comparison.runs)
    for before, after in zip(comparison.policies, read.policies, strict=True):
        assert after.scenario.values == before.scenario.values
        assert after.scenario.premises() == before.scenario.premises()
        assert list(after.weekly) == list(before.weekly)


@pytest.mark.parametrize("broken", ["comparison.json", "weekly.parquet", "outcomes.parquet"])
def test_a_folder_that_cannot_be_read_is_named(
    comparison: Comparison, tmp_path: Path, broken: str
) -> None:
    out = comparison.write(tmp_path / "out")
    (out / broken).write_text("{")
    with pytest.raises(RequestError, match="cannot be read as a comparison"):
        Comparison.read(out)
    (out / broken).unlink()
    with pytest.raises(RequestError, match="cannot be read as a comparison"):
        Comparison.read(out)


def test_a_folder_of_runs_is_no_comparison(tmp_path: Path) -> None:
    out = run("baseline", overrides=SHORT).write(tmp_path / "out")
    with pytest.raises(RequestError, match="holds a run, not a comparison"):
        Comparison.read(out)


def test_one_pair_has_no_interval_and_is_uncertain() -> None:
    (policy,) = compare("baseline", "pre-meeting", replicates=1, overrides=SHORT).policies
    assert math.isnan(policy.outcomes["pressure"].low)
    assert policy.verdict("pressure") is Verdict.UNCERTAIN


def test_a_verdict_on_an_unknown_outcome_or_group_is_refused(comparison: Comparison) -> None:
    policy = comparison.policies[0]
    with pytest.raises(RequestError, match=r"'presure' \(nearest valid name: pressure\)"):
        policy.verdict("presure")
    with pytest.raises(RequestError, match="no group 'poorest'; there are: "):
        policy.verdict("pressure", "poorest")


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        ([], "at least one policy"),
        (["pre-meeting", "pre-meeting"], "two policies are called 'pre-meeting'"),
        (["reform-timeline"], "run.weeks is"),
    ],
)
def test_what_cannot_be_compared_is_refused(policies: list[str], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        compare("baseline", policies, replicates=1)


COLLECTIONS = [
    np.array(["pre-meeting", "handover"]),
    pd.Series(["pre-meeting", "handover"]),
    {"pre-meeting", "handover"},
    ("pre-meeting", "handover"),
    iter(["pre-meeting", "handover"]),
]


@pytest.mark.parametrize("policies", COLLECTIONS, ids=lambda each: type(each).__name__)
def test_policies_come_in_any_collection(policies) -> None:
    found = compare("baseline", policies, replicates=np.int64(1), seed=np.int32(3), overrides=TINY)
    assert {each.name for each in found.policies} == {"pre-meeting", "handover"}
    assert found.seed == 3
    assert type(found.seed) is int


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        (3, "policies is 3; allowed: a scenario, or a list of scenarios"),
        ({"a": "pre-meeting"}, "allowed: a scenario, or a list of scenarios"),
        ([np.array([1.0])], r"array\(\[1.\]\) is no scenario; allowed: a Scenario, a name"),
        ([None], "None is no scenario"),
    ],
)
def test_what_is_no_policy_is_refused_in_a_sentence(policies, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        compare("baseline", policies, replicates=1, overrides=TINY)
