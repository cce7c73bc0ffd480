"""Keyed chance: what a draw depends on, how it is spread, and what it leaves alone."""

import math

import numpy as np
import pytest
from scipy import special, stats

from heterophony.agents import draws, vocabulary
from heterophony.agents.citizen import Citizen
from heterophony.agents.compiled import COMPILATION_OFF
from heterophony.scenarios import load_scenario
from heterophony.sim import HeterophonicModel, Simulation
from heterophony.sim.quantiles import grid, quantile_tables

KEY = np.uint64(0x1234_5678_9ABC_DEF0)
FREE_PURPOSE = 1000
TRAITS = (
    "resources",
    "needs",
    "reactance",
    "measuring_sensitivity",
    "internalised_discourse",
    "trait_autonomy",
    "trait_meaning",
    "trust_ceiling",
    "alliance_speed",
    "older",
)


def in_python(rule):
    return rule if COMPILATION_OFF else rule.py_func


def evenness(numbers) -> float:
    """p-value of a chi-square test against a uniform distribution on 20 bins."""
    return float(stats.chisquare(np.histogram(numbers, bins=20, range=(0, 1))[0]).pvalue)


def test_a_draw_is_a_pure_function_of_key_time_purpose_and_count():
    assert draws.uniform(KEY, 5, 7, 2) == draws.uniform(KEY, 5, 7, 2)
    others = [
        draws.uniform(np.uint64(KEY + np.uint64(1)), 5, 7, 2),
        draws.uniform(KEY, 6, 7, 2),
        draws.uniform(KEY, 5, 8, 2),
        draws.uniform(KEY, 5, 7, 3),
        draws.uniform(KEY, 7, 5, 2),
    ]
    assert len({*others, draws.uniform(KEY, 5, 7, 2)}) == 6


def test_draws_lie_strictly_between_0_and_1():
    found = [draws.uniform(KEY, when, 3) for when in range(20_000)]
    assert 0.0 < min(found) < 1e-3
    assert 1 - 1e-3 < max(found) < 1.0


@pytest.mark.parametrize("bits", [0, 1, 2**63, 2**64 - 1])
def test_even_the_most_extreme_bits_give_a_number_between_0_and_1(bits, monkeypatch):
    monkeypatch.setattr(draws, "splitmix64", lambda value: np.uint64(bits))
    with np.errstate(over="ignore"):
        assert 0.0 < in_python(draws.uniform)(KEY, 1, 1) < 1.0


@pytest.mark.parametrize("varied", ["key", "when", "purpose", "count"])
def test_draws_are_even_along_each_of_their_arguments(varied):
    arguments = {"key": KEY, "when": 11, "purpose": 4, "count": 0}
    found = []
    for number in range(20_000):
        arguments[varied] = np.uint64(number) if varied == "key" else number
        found.append(draws.uniform(*arguments.values()))
    assert evenness(found) > 1e-3
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.03


def test_draws_for_two_purposes_are_unrelated():
    keys = [np.uint64(draws.child_key(KEY, 1, number)) for number in range(5_000)]
    pairs = np.array([[draws.uniform(k, 3, 1), draws.uniform(k, 3, 2)] for k in keys])
    table = np.histogram2d(*pairs.T, bins=5, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > 1e-3


def test_children_of_a_key_are_all_different():
    keys = {
        int(draws.child_key(KEY, stream, number)) for stream in range(10) for number in range(2_000)
    }
    assert len(keys) == 20_000


def test_python_and_compiled_code_draw_the_same_bits():
    with np.errstate(over="ignore"):
        for when in (-3, 0, 1, 150, 10**6):
            for purpose in range(66):
                expected = in_python(draws.uniform)(KEY, when, purpose, 1)
                assert draws.uniform(KEY, when, purpose, 1) == expected
            child = in_python(draws.child_key)(KEY, 5, when)
            assert int(draws.child_key(KEY, 5, when)) == int(child)


def test_purposes_have_numbers_of_their_own():
    numbers = [value for name, value in vars(vocabulary).items() if name.startswith("FOR_")]
    assert len(set(numbers)) == len(numbers) > 50
    streams = [value for name, value in vars(vocabulary).items() if name.startswith("STREAM_")]
    assert len(set(streams)) == len(streams)


def test_poisson_geometric_and_binomial_numbers_are_inverse_distribution_functions():
    for u in np.linspace(0.0005, 0.9995, 400):
        for mean in (0.1, 1.5, 6.0):
            assert draws.poisson_quantile(mean, u) == stats.poisson.ppf(u, mean)
            counted_from_0 = stats.geom.ppf(u, 1.0 / (1.0 + mean)) - 1
            assert draws.geometric_quantile(mean, u) == counted_from_0
        for trials, share in ((30, 0.2), (7, 0.93), (400, 0.01)):
            assert draws.binomial_quantile(trials, share, u) == stats.binom.ppf(u, trials, share)
    assert draws.geometric_quantile(0.0, 0.9) == 0
    assert draws.binomial_quantile(30, 0.0, 0.9) == 0
    assert draws.binomial_quantile(30, 1.0, 0.1) == 30
    assert draws.poisson_quantile(0.0, 0.999) == 0


def test_quantile_tables_agree_with_scipy():
    values = load_scenario("baseline").values
    tables = quantile_tables(values)
    a, b = values["trait.resources"]
    exact = {
        vocabulary.Q_NORMAL: stats.norm(),
        vocabulary.Q_RESOURCES: stats.beta(a, b),
        vocabulary.Q_OWNERSHIP: stats.beta(*values["trait.ownership"]),
        vocabulary.Q_NEEDS + 4: stats.gamma(values["trait.needs"][4]),
    }
    probabilities = np.concatenate([np.linspace(0.001, 0.999, 997), [1e-5, 1 - 1e-5]])
    for row, distribution in exact.items():
        found = np.array([draws.quantile(tables[row], u) for u in probabilities])
        error = np.abs(distribution.cdf(found) - probabilities)
        assert error.max() < 1e-4, row
        assert np.all(np.diff(found[:-2]) > 0)
    assert np.allclose(tables[vocabulary.Q_NORMAL], special.ndtri(grid()))


def test_a_draw_beyond_the_table_is_its_end():
    table = quantile_tables(load_scenario("baseline").values)[vocabulary.Q_NORMAL]
    assert draws.quantile(table, 1e-12) == table[0]
    assert draws.quantile(table, 1.0 - 1e-12) == table[-1]


class DrawsOnceMore(Citizen):
    """A citizen for whom something new is left to chance."""

    drawn = 0

    def live_week(self) -> None:
        number = draws.uniform(self.record.key, self.week, FREE_PURPOSE)
        type(self).drawn += 0.0 < number < 1.0
        super().live_week()


def test_a_new_purpose_of_draws_moves_no_other_result(tiny, live):
    scenario = tiny("baseline")
    simulation = Simulation(scenario, 1, "agents", ("meetings", "turns", "events"))
    model = HeterophonicModel(simulation=simulation, citizen_class=DrawsOnceMore)
    assert model.results().digest() == live(scenario).digest()
    assert DrawsOnceMore.drawn > 100


@pytest.mark.parametrize(
    "policy", ["meetings-every-2-weeks", "caseload-80", "no-mentor", "four-interviews"]
)
def test_two_policies_share_people_by_slot_and_number(policy, tiny):
    size = {"run.weeks": 60, "staffing.mentors": 2}
    first, second = (people(tiny(name, size)) for name in ("baseline", policy))
    shared = first.keys() & second.keys()
    assert len(shared) > 18
    for person in shared:
        for trait in TRAITS:
            assert np.array_equal(first[person][trait], second[person][trait]), trait


def people(scenario):
    """Everybody who is ever seen, by slot and number in the slot."""
    simulation, found = Simulation(scenario, 5), {}
    while not simulation.finished:
        simulation.advance(1)
        for row in simulation.state.citizens[simulation.state.citizens["status"] > 0].copy():
            found.setdefault((int(row["slot"]), int(row["generation"])), row)
    return found


def test_traits_follow_their_declared_distributions():
    simulation = Simulation(load_scenario("baseline", {"staffing.mentors": 60}), 2)
    simulation.advance(30)
    here = simulation.state.citizens[simulation.state.citizens["status"] > 0]
    a, b = simulation.scenario.values["trait.resources"]
    assert stats.kstest(here["resources"], stats.beta(a, b).cdf).pvalue > 1e-3
    shapes = np.array(simulation.scenario.values["trait.needs"])
    assert np.allclose(here["needs"].sum(axis=1), 1.0)
    spread = np.sqrt(0.25 / len(here))
    assert np.all(np.abs(here["needs"].mean(axis=0) - shapes / shapes.sum()) < 4 * spread)
    assert abs(here["prior_dropouts"].mean() - 1.5) < 4 * math.sqrt(1.5 / len(here)) + 0.1
