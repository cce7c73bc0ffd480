"""A word is settled by a confidence sequence: looking after every pair misleads nobody."""

import json
import math

import numpy as np
import pytest
from scipy import integrate, stats

from heterophony.experiments import Comparison, compare
from heterophony.experiments.methods.stopping import UntilSettled
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.paired import Paired
from heterophony.sim.pairing import LESS, MORE, NONE, UNCERTAIN
from heterophony.sim.settling import (
    EFFECT_VARIANCE,
    ERROR,
    anytime_half_width,
    is_settled,
)

STUDIES, LONGEST = 200, 80
SHORT = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 1}


@pytest.mark.parametrize("pairs", [9, 30, 60])
def test_the_sequence_ends_where_the_bayes_factor_of_the_t_statistic_reaches_its_limit(pairs):
    """Computed again, by integrating the noncentral t over normal effects."""
    squares = 3.7
    half = anytime_half_width(float(pairs), squares)
    t = half / math.sqrt(squares / (pairs - 1) / pairs)

    def weighted(effect: float) -> float:
        likelihood = stats.nct.pdf(t, pairs - 1, effect * math.sqrt(pairs))
        return float(likelihood * stats.norm.pdf(effect, scale=math.sqrt(EFFECT_VARIANCE)))

    middle = t / math.sqrt(pairs)
    reach = 9.0 / math.sqrt(pairs) + 1.0
    factor, _ = integrate.quad(weighted, middle - reach, middle + reach, limit=200)
    assert factor / stats.t.pdf(t, pairs - 1) == pytest.approx(1.0 / ERROR, rel=1e-3)


def test_few_pairs_or_pairs_that_are_all_alike_settle_nothing():
    assert math.isinf(anytime_half_width(1.0, 0.0))
    assert math.isinf(anytime_half_width(3.0, 1.0))
    assert math.isinf(anytime_half_width(19.0, 0.0))
    assert anytime_half_width(20.0, 0.0) == 0.0


def test_more_is_settled_beyond_what_matters_and_nothing_is_by_a_word_of_doubt():
    assert is_settled(MORE, 0.02, 0.05, 0.02)
    assert not is_settled(MORE, 0.019, 0.05, 0.02)
    assert is_settled(LESS, -0.05, -0.02, 0.02)
    assert is_settled(NONE, -0.01, 0.02, 0.02)
    assert not is_settled(NONE, -0.01, 0.021, 0.02)
    assert not is_settled(UNCERTAIN, -0.01, 0.01, 0.02)


def wrong_words(true: float, smallest: float, draw) -> tuple[int, int]:
    """Look after every pair of many studies; return how many ever settle wrongly, and at all."""
    wrong, at_all = 0, 0
    for _ in range(STUDIES):
        sums, ever, settled = Paired((1,)), False, False
        for pair in range(LONGEST):
            sums.add(np.zeros(1), np.array([draw(true)]))
            word = sums.settled(0, smallest) if pair >= 7 else -1
            settled = settled or word >= 0
            small = word >= 0 and word not in (MORE, LESS)
            ever = ever or (word == MORE and true < smallest) or word == LESS
            ever = ever or (small and abs(true) > smallest)
        wrong += ever
        at_all += settled
    return wrong, at_all


@pytest.mark.parametrize("kind", ["normal", "skewed"])
@pytest.mark.parametrize("true", [0.0, 0.0999, 0.1001])
def test_looking_after_every_pair_settles_a_wrong_word_less_often_than_it_says(kind, true):
    chance = np.random.default_rng(20171102)

    def draw(mean: float) -> float:
        if kind == "normal":
            return float(chance.normal(mean, 0.15))
        return mean + 0.05 * (float(chance.gamma(9.0)) - 9.0)  # skewness 2/3

    wrong, at_all = wrong_words(true, 0.1, draw)
    most = stats.binom.ppf(0.999, STUDIES, ERROR)
    assert wrong <= most
    if true == 0.0:
        assert at_all > 0.9 * STUDIES, "else nothing is ever settled"


def test_compare_runs_pairs_until_the_words_are_settled_and_says_so(tmp_path):
    found = compare(
        "baseline", "shared-goals", overrides=SHORT, until_settled=["caseworker_hours"],
        maximum=40,
    )  # fmt: skip
    assert found.stopped is not None
    assert found.replicates % 8 == 0 or found.replicates == 40
    (words,) = found.stopped.found.values()
    shown = found.policies[0].verdict("caseworker_hours").value
    assert words["caseworker_hours"] in ("", shown)
    assert found.stopped.reached == bool(words["caseworker_hours"])
    same = compare("baseline", "shared-goals", overrides=SHORT, replicates=found.replicates)
    assert found.digest == same.digest, "the pairs are those of a fixed number"
    out = found.write(tmp_path / "out")
    assert Comparison.read(out).stopped == found.stopped
    document = json.loads((out / "comparison.json").read_text("utf-8"))
    assert document["until_settled"]["asked"] == ["caseworker_hours"]
    assert "until_width" not in document


def test_a_rule_that_trusts_too_few_pairs_or_no_outcome_is_refused():
    with pytest.raises(RequestError, match="at least 8"):
        UntilSettled(("pressure",), 4)
    with pytest.raises(RequestError, match="until-settled"):
        UntilSettled(("presure",), 8)
    with pytest.raises(RequestError, match="exclude each other"):
        compare(
            "baseline", "shared-goals", until_settled=["pressure"], until_width={"pressure": 0.1}
        )
