"""What a sign turns on, what a wrong choice costs, what to measure: with answers known before."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
from heterophony.experiments.methods.information import advice
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.world_candidates import candidate
from heterophony.experiments.methods.world_runs import COLUMNS, standing
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import load_scenario
from heterophony.sim import model_digest

WORLDS = Worlds(
    tuple(PlausibleWorld(n, candidate(1, n)) for n in range(100)), model_digest(), "candidates"
)
OUTCOME = "ownership_52w"
RNG = np.random.default_rng(20_260_401)
LUCK = 0.01 * RNG.standard_normal(100)


def result_of(**gains) -> Robustness:
    """Return a result in which each policy's difference in ownership is given, world by world."""
    rows = []
    for policy, values in gains.items():
        for world, change in enumerate(values):
            found = Difference(0.5, 0.5 + change, change, change - 0.005, change + 0.005, 8)
            word = standing(found, OUTCOME).value
            rows.append((world, policy, EVERYONE, OUTCOME, *vars(found).values(), word))
    today = pd.DataFrame({"world": range(100), "policy": "", "replicate": 0, "pressure": LUCK})
    baseline = load_scenario("baseline")
    return Robustness(
        baseline=baseline,
        policies=tuple(replace(baseline, name=name) for name in gains),
        worlds=WORLDS,
        seed=1,
        replicates=8,
        executor="compiled",
        version="test",
        finished=tuple(range(100)),
        failed={},
        effects=pd.DataFrame(rows, columns=list(COLUMNS)),
        runs=today,
        digest="",
        started="",
        seconds=0.0,
    )


def values_of(name: str) -> np.ndarray:
    return np.array([each.values[name] for each in WORLDS], dtype=float)


@pytest.fixture(scope="module")
def turning() -> Robustness:
    gain = values_of("ownership.gain")
    return result_of(turns=np.where(gain > 9.2, -0.05, 0.05) + LUCK, luck=5 * LUCK)


def test_the_assumption_on_which_a_sign_turns_is_named(turning):
    found = turning.discover("turns", OUTCOME)
    assert found.target == "worse"
    assert [each.assumption for each in found.conditions] == ["ownership.gain"]
    assert found.conditions[0].above
    assert found.conditions[0].bound == pytest.approx(9.2, abs=0.2)
    assert found.coverage > 0.9
    assert found.density > 0.9
    assert "is worse above all where ownership.gain is above 9" in found.sentence()


def test_no_rule_is_found_where_there_is_luck_alone(turning):
    found = turning.discover("luck", OUTCOME)
    assert found.target
    assert not found.found
    assert "no simple rule found" in found.sentence()


def test_a_structural_alternative_is_named_as_what_it_is():
    linear = np.array([each.values["alternatives.learning"] == "linear" for each in WORLDS])
    found = result_of(p=np.where(linear, -0.05, 0.05) + LUCK).discover("p", OUTCOME)
    assert "alternatives.learning is linear" in found.sentence()


def test_where_all_worlds_agree_there_is_nothing_to_explain():
    result = result_of(p=np.full(100, 0.05))
    assert "no turn of sign" in result.discover("p", OUTCOME).sentence()
    assert result.value_of_information("p", OUTCOME).empty
    assert "worlds agree" in advice(result.value_of_information("p", OUTCOME))


def test_discovery_gives_the_same_answer_twice(turning):
    assert repr(turning.discover("luck", OUTCOME)) == repr(turning.discover("luck", OUTCOME))


def test_the_shares_are_told_apart_by_structural_alternative():
    linear = np.array([each.values["alternatives.learning"] == "linear" for each in WORLDS])
    table = result_of(p=np.where(linear, -0.05, 0.05)).by_alternative("p", OUTCOME)
    rows = table[table["alternative"] == "alternatives.learning"].set_index("value")
    assert rows.loc["linear", "worse"] == rows.loc["linear", "worlds"] == linear.sum()
    assert rows.loc["inverted_u", "better"] == (~linear).sum()


def test_the_measurement_that_decides_comes_first(turning):
    table = turning.value_of_information("turns", OUTCOME)
    first = table.iloc[0]
    assert first["measurement"] == "ownership.gain"
    assert first["chance"] <= 0.05
    assert first["low"] > 0.0
    assert first["loss_reduction"] > 0.01
    assert "measuring ownership.gain (assumption)" in advice(table)


def test_nothing_stands_out_where_luck_alone_makes_worlds_disagree(turning):
    table = turning.value_of_information("luck", OUTCOME)
    assert "no single measurement stands out" in advice(table[table["kind"] == "assumption"])


def test_an_outcome_of_today_can_be_worth_measuring():
    result = result_of(p=np.where(LUCK > 0.0, -0.05, 0.05))
    first = result.value_of_information("p", OUTCOME).iloc[0]
    assert (first["measurement"], first["kind"]) == ("pressure", "outcome today")


def test_regret_is_what_a_choice_gives_away_beside_the_best():
    first = np.where(np.arange(100) < 30, -0.10, 0.05)
    table = result_of(a=first, b=np.full(100, 0.04)).regret(OUTCOME).set_index("choice")
    # a is best in 70 worlds, where b falls short by too little to count and today by .05
    assert table.loc["a", "largest"] == pytest.approx(0.14)
    assert table.loc["a", "best_or_tied"] == 70
    assert table.loc["b", "best_or_tied"] == 100
    assert table.loc["b", "median"] == pytest.approx(0.01)
    assert table.loc["b", "alone_best"] == 30
    assert table.loc["baseline", "median"] == pytest.approx(0.05)


def test_less_is_better_counts_the_other_way():
    result = result_of(a=np.full(100, -0.1))
    result.effects["outcome"] = "pressure"
    assert result.regret("pressure").set_index("choice").loc["a", "largest"] == 0.0


def test_a_gain_counts_only_where_it_does_no_harm_elsewhere():
    result = result_of(a=np.full(100, 0.05))
    harmed = result.effects.assign(outcome="pressure")
    harmed["difference"] = np.where(np.arange(100) < 30, 0.05, 0.0)
    both = replace(result, effects=pd.concat([result.effects, harmed], ignore_index=True))
    demands = {OUTCOME: 0.02, "pressure": -0.02}
    assert both.without_harm("a", demands) == (70, 100)
    assert both.without_harm("a", {OUTCOME: 0.06}) == (0, 100)
