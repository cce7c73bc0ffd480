"""Policies against each other, and what it gains that arms share their seeds."""

import math

import numpy as np
import pytest

from heterophony.experiments import Comparison, Difference, compare
from heterophony.experiments.methods.policy_contrasts import differences_between, variance_ratio
from heterophony.experiments.methods.verdicts import ranking_of_pairs

SHORT = {"run.weeks": 30, "run.burn_in_weeks": 8}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    policies = ["pre-meeting", "meetings-every-4-weeks", "shared-goals"]
    return compare("baseline", policies, replicates=8, overrides=SHORT)


def test_two_policies_are_set_beside_each_other_as_if_one_were_the_baseline(
    comparison: Comparison,
) -> None:
    found = {(one, other): each for one, other, each in comparison.between("pressure")}
    assert len(found) == 3
    rows = comparison.runs.pivot(index="replicate", columns="scenario", values="pressure")
    for (one, other), each in found.items():
        change = rows[other] - rows[one]
        assert each.difference == pytest.approx(change.mean())
        half = 2.364624 * change.std(ddof=1) / math.sqrt(8)  # t of 7 degrees of freedom
        assert each.high - each.difference == pytest.approx(half, rel=1e-5)


def test_a_shared_seed_tells_policies_apart_whose_intervals_overlap() -> None:
    chance = np.random.default_rng(3)
    luck = chance.normal(0.0, 1.0, 40)
    arms = [chance.normal(0.0, 0.01, 40), luck, luck + chance.normal(0.1, 0.02, 40)]
    runs = {"y": np.column_stack(arms).ravel()}
    first, second = (difference_of(arms[place] - arms[0]) for place in (1, 2))
    assert first.high > second.low, "their own intervals overlap"
    assert ranking_of_pairs(differences_between(runs, ["a", "b"], "y"), 0.02) == ["b lies above a."]


def difference_of(values: np.ndarray) -> Difference:
    half = 2.02 * values.std(ddof=1) / math.sqrt(len(values))
    mean = float(values.mean())
    return Difference(0.0, mean, mean, mean - half, mean + half, len(values))


def test_what_their_own_difference_leaves_open_is_not_ranked() -> None:
    between = [
        ("a", "b", Difference(0, 0, 0.03, -0.01, 0.07, 20)),
        ("a", "c", Difference(0, 0, 0.001, -0.01, 0.012, 20)),
        ("b", "c", Difference(0, 0, -0.05, -0.06, -0.04, 20)),
        ("b", "d", Difference(0, 0, 0.0165, 0.013, 0.0201, 20)),
        ("c", "d", Difference(0, 0, 0.0165, 0.013, 0.02, 20)),
        ("c", "e", Difference(math.nan, math.nan, math.nan, math.nan, math.nan, 0)),
    ]
    assert ranking_of_pairs(between, 0.02) == [
        "b lies above c; d lies above b (size uncertain); d lies a little above c.",
        "No difference worth mentioning between a and c.",
        "Not ranked, because their own difference is uncertain: a and b.",
        "Not ranked, because the outcome has no value in both: c and e.",
    ]


def test_one_policy_has_nothing_to_be_ranked_with() -> None:
    comparison = compare("baseline", "pre-meeting", replicates=2, overrides=SHORT)
    assert comparison.ranking("pressure") == []


def test_the_variance_ratio_is_what_unpaired_runs_would_cost() -> None:
    chance = np.random.default_rng(5)
    luck = chance.normal(0.0, 3.0, 4_000)
    baseline = luck + chance.normal(0.0, 1.0, 4_000)
    policy = luck + chance.normal(0.5, 1.0, 4_000)
    assert variance_ratio(np.column_stack([baseline, policy])) == pytest.approx(10.0, rel=0.1)
    alone = np.column_stack([baseline, chance.permutation(policy)])
    assert variance_ratio(alone) == pytest.approx(1.0, rel=0.1)
    assert math.isnan(variance_ratio(np.array([[1.0, 2.0]])))
    assert math.isinf(variance_ratio(np.array([[1.0, 2.0], [2.0, 3.0]])))


def test_the_document_states_what_pairing_gained(comparison: Comparison) -> None:
    long = compare("baseline", "pre-meeting", replicates=4, overrides={"run.weeks": 56})
    (policy,) = long.to_json_dict()["policies"]
    assert policy["pairing"]["outcome"] == "ownership_52w"
    assert policy["pairing"]["variance_ratio"] == long.variance_ratio(0, "ownership_52w") > 1.0
    (first, *_) = comparison.to_json_dict()["policies"]
    assert first["pairing"]["variance_ratio"] is None, "undefined within thirty weeks"
    assert first["verdicts"]["pressure"] == comparison.policies[0].verdict("pressure").value
