"""Scenario discovery by a case of the user's own: PRIM, feature scores, and what cannot be seen."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import RequestError, assess_robustness, discover_cases, load_worlds
from heterophony.experiments.methods.cases import (
    matching,
    smallest_correlation,
    tell_apart,
)
from heterophony.experiments.methods.prim import peel, with_chances
from heterophony.experiments.methods.world_tables import assumptions, coded

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 8, "staffing.mentors": 2}
# What EMA Workbench 2.5.3 peels from the table of `made()`, before it pastes.
DENSITIES = (
    *(0.25, 0.257895, 0.272222, 0.280702, 0.290123, 0.300654, 0.310345, 0.328467, 0.338462),
    *(0.349593, 0.407895, 0.416667, 0.441176, 0.46875, 0.483333, 0.491228, 0.518519, 0.529412),
    *(0.5625, 0.577778, 0.595238, 0.641026, 0.675676, 0.714286, 0.757576, 0.806452, 0.827586),
    *(0.851852, 0.88, 0.913043, 1.0),
)
MASSES = (
    *(1.0, 0.95, 0.9, 0.855, 0.81, 0.765, 0.725, 0.685, 0.65, 0.615, 0.38, 0.36, 0.34, 0.32),
    *(0.3, 0.285, 0.27, 0.255, 0.24, 0.225, 0.21, 0.195, 0.185, 0.175, 0.165, 0.155, 0.145),
    *(0.135, 0.125, 0.115, 0.105),
)


def made():
    """A table of seven inputs, of which two and some luck make a case."""
    chances = np.random.default_rng(7)
    table = pd.DataFrame(chances.random((200, 6)), columns=list("abcdef"))
    table["word = x"] = (chances.random(200) < 0.4).astype(float)
    flags = (table["a"] > 0.6) & (table["b"] < 0.5) | (chances.random(200) < 0.1)
    return table, flags.to_numpy()


def peeled_naively(table, flags, alpha=0.05, least=0.05):
    """The same method, row by row and without arrays: coverage, density and mass of each box."""

    def middle(ordered, place, step, stop):
        low, high = int(np.floor(place)), int(np.ceil(place))
        while ordered[low] == ordered[high] and (low if step < 0 else high) != stop:
            low, high = (low - 1, high) if step < 0 else (low, high + 1)
        return (ordered[low] + ordered[high]) / 2

    rows, restricted, path = list(range(len(table))), set(), []
    columns = {name: table[name].tolist() for name in table}
    cases = sum(flags)
    while True:
        hits = sum(flags[row] for row in rows)
        path.append((hits / cases, hits / len(rows), len(rows) / len(table)))
        best = None
        for name, values in columns.items():
            ordered = sorted(values[row] for row in rows)
            last = len(ordered) - 1
            top = middle(ordered, last * (1 - alpha), -1, 0)
            bottom = middle(ordered, last * alpha, 1, last)
            for kept in (
                [row for row in rows if values[row] <= top],
                [row for row in rows if values[row] >= bottom],
            ):
                if 0 < len(kept) < len(rows):
                    mean = sum(flags[row] for row in kept) / len(kept)
                    gain = (mean - hits / len(rows)) / (len(rows) - len(kept))
                    score = (gain, -len(restricted | {name}))
                    if gain > 0 and (best is None or score > best[0]):
                        best = (score, name, kept)
        if best is None or len(best[2]) < least * len(table):
            return path
        _, name, rows = best
        restricted.add(name)


def measures(boxes):
    return [(each.coverage, each.density, each.mass) for each in boxes]


def test_peeling_is_that_of_ema_workbench():
    boxes = peel(*made())
    assert [round(each.density, 6) for each in boxes] == list(DENSITIES)
    assert [round(each.mass, 6) for each in boxes] == list(MASSES)


def test_peeling_is_that_of_a_naive_implementation():
    table, flags = made()
    assert np.allclose(measures(peel(table, flags)), peeled_naively(table, flags.tolist()))


def test_peeling_the_plausible_worlds_is_that_of_a_naive_implementation():
    worlds = load_worlds(60)
    table = coded(assumptions(worlds, [each.number for each in worlds])).iloc[:, :40]
    flags = (table.iloc[:, 0] > table.iloc[:, 0].median()).to_numpy()
    found = measures(peel(table, flags))
    assert np.allclose(found, peeled_naively(table, flags.tolist()))


def test_peeling_the_plausible_worlds_is_that_of_ema_workbench_where_it_is_installed():
    prim = pytest.importorskip("ema_workbench.analysis.prim", reason="EMA Workbench is not there")
    worlds = load_worlds(60)
    table = coded(assumptions(worlds, [each.number for each in worlds]))
    flags = (table.iloc[:, 0] > table.iloc[:, 0].median()).to_numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = prim.Prim(table.copy(), flags, threshold=0.3).find_box().peeling_trajectory
    ours = measures(peel(table, flags))
    there = theirs[["coverage", "density", "mass"]].to_numpy()[: len(ours)]
    assert np.allclose(ours, there)


def test_a_box_is_found_and_its_sides_are_told_from_chance():
    table, flags = made()
    found = tell_apart(table, flags, "a case")
    assert found.found
    assert found.box is not None
    assert {(each.name, each.above) for each in found.box.limits} == {("a", True), ("b", False)}
    assert all(each.chance < 0.01 for each in found.box.limits)
    assert found.trajectory()["chosen"].sum() == 1
    assert set(found.scores["assumption"].head(2)) == {"a", "b"}
    assert found.scores["beyond_chance"].head(2).all()
    assert json.dumps(found.to_json_dict(), allow_nan=False)


def test_where_cases_are_luck_no_box_is_found():
    table, _ = made()
    flags = np.random.default_rng(1).random(200) < 0.3
    found = tell_apart(table, flags, "luck")
    assert not found.found
    assert "no box is better than chance" in found.sentence()


def test_the_chance_of_a_side_is_a_binomial_test_of_the_box_without_it():
    table, flags = made()
    box = with_chances(peel(table, flags)[12], table, flags)
    side = box.limits[0]
    others = np.ones(len(table), dtype=bool)
    for each in box.limits[1:]:
        others &= each.holds(table)
    inside = others & side.holds(table)
    from scipy.stats import binom

    rate = flags[others].mean()
    tail = binom.sf(flags[inside].sum() - 1, inside.sum(), rate)
    assert side.chance == pytest.approx(tail)


@pytest.mark.parametrize(
    ("rows", "inputs", "expected"),
    [(100, 1, 0.197), (100, 446, 0.373), (1000, 446, 0.122)],
)
def test_the_smallest_correlation_is_that_of_the_t_test(rows, inputs, expected):
    assert smallest_correlation(rows, inputs) == pytest.approx(expected, abs=0.01)
    assert smallest_correlation(rows, inputs, 0.8) > smallest_correlation(rows, inputs)


def test_a_findable_correlation_is_found_in_four_sets_of_five():
    size, rows = smallest_correlation(100, 1, 0.8), 100
    chances = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        first = chances.standard_normal(rows)
        second = size * first + np.sqrt(1 - size**2) * chances.standard_normal(rows)
        hits += abs(np.corrcoef(first, second)[0, 1]) > smallest_correlation(rows, 1)
    assert 0.74 < hits / 400 < 0.86


TABLE = pd.DataFrame({"difference": [-0.05, 0.0, 0.04], "standing": ["worse", "none", "better"]})


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ("difference < -0.03", [True, False, False]),
        ("difference >= 0 and standing != better", [False, True, False]),
        ("standing == worse", [True, False, False]),
    ],
)
def test_cases_are_read_as_they_are_written(cases, expected):
    assert matching(TABLE, cases).tolist() == expected


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ("difference less than 0", "cannot be read"),
        ("diference < 0", r"there is no 'diference' \(nearest: difference\)"),
        ("difference < -0,03", "write a number with a decimal point"),
        ("__import__('os') < 1", "cannot be read"),
    ],
)
def test_cases_that_cannot_be_read_are_refused(cases, said):
    with pytest.raises(RequestError, match=said):
        matching(TABLE, cases)


def test_a_case_may_be_about_several_outcomes():
    found = assess_robustness(
        "baseline", ["meetings-every-2-weeks"], worlds=12, replicates=2, overrides=SHORT
    )
    median = found.over_worlds("meetings-every-2-weeks", "pressure")["difference"].median()
    seen = discover_cases(found, f"pressure > {float(median)!r} and difference < 9")
    assert (seen.worlds, seen.cases) == (12, 6)
    with pytest.raises(RequestError, match="there is no policy 'x'"):
        discover_cases(found, "difference < 0", "x")
