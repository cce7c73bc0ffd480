"""Who gains and who loses: groups of people that are the same in both arms."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Comparison, Verdict, compare, run
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.methods.groups import GROUPS, group_values
from heterophony.sim import Simulation
from heterophony.sim.counting import case_outcomes

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 8}
OTHER = "meetings-every-4-weeks"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare("baseline", OTHER, replicates=3, overrides=SHORT)


def thirds(baseline: pd.DataFrame, cases: pd.DataFrame) -> pd.Series:
    """Cut again, with pandas: at the resources of the baseline's people, each counted once."""
    people = baseline[baseline["referred_week"] >= 0].drop_duplicates("citizen")["resources"]
    low, high = people.quantile([1 / 3, 2 / 3])
    return (cases["resources"] >= low).astype(int) + (cases["resources"] >= high)


def test_a_third_counts_what_a_run_of_its_cases_alone_would_count(comparison: Comparison) -> None:
    today, other = (run(arm, replicates=3).citizens for arm in arms_of("baseline", OTHER, SHORT))
    (policy,) = comparison.policies
    for place, name in enumerate(("lowest-third", "middle-third", "highest-third")):
        expected = []
        for replicate in range(3):
            arms = [cases[cases["replicate"] == replicate] for cases in (today, other)]
            found = [
                case_outcomes(own[thirds(arms[0], own) == place].to_dict("series"), 60)
                for own in arms
            ]
            expected.append({key: found[1][key] - found[0][key] for key in found[0]})
        means = pd.DataFrame(expected).mean()
        assert set(policy.groups[name].outcomes) == set(means.index)
        for outcome, each in policy.groups[name].outcomes.items():
            assert each.difference == pytest.approx(means[outcome], nan_ok=True, abs=1e-12)


def test_the_thirds_hold_everyone_once(comparison: Comparison) -> None:
    cases = run("baseline", replicates=3, overrides=SHORT).citizens
    counted = (cases["referred_week"] >= 0).sum() / 3
    groups = comparison.policies[0].groups
    sizes = [groups[name].referrals.baseline for name in list(GROUPS)[:3]]
    assert sum(sizes) == pytest.approx(counted)
    assert min(sizes) > 0.25 * counted
    assert groups["stable-like"] == groups["highest-third"]


def test_the_crisis_like_are_the_same_people_in_both_arms() -> None:
    scenarios = arms_of("baseline", "four-interviews", {"run.weeks": 156})
    arms = [Simulation(each, seed=1).run() for each in scenarios]
    found = group_values(*arms)
    assert found is not None
    cases = [pd.DataFrame(each.citizens) for each in arms]
    counted = [each[each["referred_week"] >= 0] for each in cases]
    near = [set(each.loc[each["crisis_near_referral"] == 1, "citizen"]) for each in counted]
    assert near[0] != near[1], "the policy moves crises, else this would test nothing"
    row = list(GROUPS).index("crisis-like")
    referrals = found.names.index("referrals")
    for own, values in zip(counted, (found.baseline, found.policy), strict=True):
        lowest = own[thirds(cases[0], own) == 0]
        assert values[row, referrals] == lowest["citizen"].isin(near[0] | near[1]).sum() > 0


def test_a_policy_that_changes_nothing_moves_no_group() -> None:
    (same,) = compare("baseline", "baseline", replicates=2, overrides=SHORT).policies
    for group, found in same.groups.items():
        assert found.referrals.difference == 0.0
        for outcome, each in found.outcomes.items():
            assert each.pairs == 0 or each.difference == 0.0, (group, outcome)


def test_where_all_are_made_alike_there_are_no_groups() -> None:
    alike = SHORT | {"population.profile": "crisis"}
    comparison = compare("baseline", OTHER, replicates=2, overrides=alike)
    assert comparison.policies[0].groups == {}
    assert comparison.groups_frame().empty


def test_groups_are_written_and_read_back(comparison: Comparison, tmp_path: Path) -> None:
    out = comparison.write(tmp_path / "out")
    read = Comparison.read(out)
    pd.testing.assert_frame_equal(read.groups_frame(), comparison.groups_frame())
    stored = pd.read_parquet(out / "groups.parquet")
    pd.testing.assert_frame_equal(stored, comparison.groups_frame())
    document = json.loads((out / "comparison.json").read_text("utf-8"))
    (policy,) = document["policies"]
    assert list(policy["groups"]) == list(GROUPS)
    each = policy["groups"]["crisis-like"]["outcomes"]["ownership_8w"]
    assert list(each) == ["baseline", "policy", "difference", "low", "high", "pairs"]


def test_a_groups_difference_is_put_into_a_word(comparison: Comparison) -> None:
    frame = comparison.groups_frame()
    assert set(frame["verdict"]) <= {each.value for each in Verdict}
    one = frame[(frame["group"] == "lowest-third") & (frame["outcome"] == "ownership_8w")].iloc[0]
    assert one["verdict"] == comparison.policies[0].verdict("ownership_8w", "lowest-third").value
    assert one["smallest_difference"] == 0.02
    assert np.isfinite(one["low"])
