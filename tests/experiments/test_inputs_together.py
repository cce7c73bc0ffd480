"""Groups of inputs and correlated inputs, on functions whose answers are known."""

import math
from collections.abc import Mapping
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from SALib.analyze import morris as analyse_morris
from SALib.analyze import sobol as analyse_sobol
from scipy.stats import spearmanr

from heterophony.experiments import Factor, FunctionResponse, RequestError, Sensitivity, analyse

ANGLES = [Factor(name, -math.pi, math.pi) for name in ("x1", "x2", "x3")]
UNITS = [Factor(name, 0.0, 1.0) for name in ("x1", "x2", "x3")]
WEIGHTS = np.array([1.0, 2.0, -1.5])
NORMAL = NormalDist()


def ishigami(values: Mapping[str, float], seed: int) -> float:
    x1, x2, x3 = (values[name] for name in ("x1", "x2", "x3"))
    return math.sin(x1) + 7.0 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)


def normal_sum(values: Mapping[str, float], seed: int) -> float:
    """Return a weighted sum of normal numbers that have the places of the inputs."""
    return sum(
        w * NORMAL.inv_cdf(values[x]) for w, x in zip(WEIGHTS, ("x1", "x2", "x3"), strict=True)
    )


def shares_of_normal_sum(
    matrix: np.ndarray, parts: list[list[int]]
) -> tuple[list[float], list[float]]:
    """Return first and total indices of the sum, by the conditional variances of normal numbers."""
    variance = WEIGHTS @ matrix @ WEIGHTS

    def left(known: list[int], free: list[int]) -> float:
        given = matrix[np.ix_(free, known)] @ np.linalg.inv(matrix[np.ix_(known, known)])
        rest = matrix[np.ix_(free, free)] - given @ matrix[np.ix_(known, free)]
        return float(WEIGHTS[free] @ rest @ WEIGHTS[free] / variance)

    others = [[place for place in range(3) if place not in part] for part in parts]
    first = [1.0 - left(part, rest) for part, rest in zip(parts, others, strict=True)]
    return first, [left(rest, part) for part, rest in zip(parts, others, strict=True)]


def rank_of(normal: float) -> float:
    """Return the rank correlation of two normal numbers with this correlation."""
    return 6.0 / math.pi * math.asin(normal / 2.0)


def found(function, factors, **settings) -> Sensitivity:
    return analyse(factors, FunctionResponse("y", function), replicates=1, **settings)


def column(result: Sensitivity, name: str, rows: list[str]) -> list[float]:
    frame = result.to_frame().set_index("input")
    return [float(frame.loc[row, name]) for row in rows]


def test_a_group_has_one_row_and_the_share_of_all_its_inputs_together() -> None:
    a, b = 7.0, 0.1
    alone = 0.5 * (1.0 + b * math.pi**4 / 5.0) ** 2
    together = alone + b**2 * math.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    share = together / (together + a**2 / 8.0)
    factors = [replace(ANGLES[0], group="odd"), ANGLES[1], replace(ANGLES[2], group="odd")]
    result = found(ishigami, factors, method="sobol", samples=1024)
    assert result.groups == {"odd": ["x1", "x3"]}
    assert sorted(result.to_frame()["input"]) == ["odd", "x2"]
    for name in ("first", "total"):
        assert column(result, name, ["odd", "x2"]) == pytest.approx([share, 1 - share], abs=0.03)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_salibs_own_indices_of_groups_on_our_tables_are_ours(method: str) -> None:
    factors = [replace(ANGLES[0], group="odd"), ANGLES[1], replace(ANGLES[2], group="odd")]
    result = found(ishigami, factors, method=method, samples=64)
    problem = {
        "num_vars": 3,
        "names": ["x1", "x2", "x3"],
        "groups": ["odd", "x2", "odd"],
        "bounds": [[-math.pi, math.pi]] * 3,
    }
    answers = result.runs.groupby("point")["y"].mean().to_numpy()
    if method == "morris":
        theirs = analyse_morris.analyze(
            problem, result.points[problem["names"]].to_numpy(), answers
        )
        named = {"mu_star": "mu_star"}
    else:
        theirs = analyse_sobol.analyze(problem, answers, calc_second_order=False)
        named = {"first": "S1", "total": "ST"}
    for ours, name in named.items():
        expected = np.asarray(theirs[name], dtype=float)
        assert column(result, ours, ["odd", "x2"]) == pytest.approx(expected, rel=1e-9)


def test_a_group_of_morris_moves_at_once_and_its_effects_have_no_sign() -> None:
    factors = [replace(UNITS[0], group="g"), replace(UNITS[1], group="g"), UNITS[2]]
    result = found(lambda v, seed: 3.0 * v["x1"] - v["x3"], factors, method="morris", samples=20)
    assert column(result, "mu_star", ["g", "x3"]) == pytest.approx([3.0, 1.0])
    assert column(result, "mu", ["x3"]) == pytest.approx([-1.0])
    assert math.isnan(column(result, "mu", ["g"])[0])
    block = result.points[result.points["block"] == 0][["x1", "x2", "x3"]].to_numpy()
    moves = [frozenset(np.flatnonzero(step)) for step in np.diff(block, axis=0)]
    assert set(moves) == {frozenset({0, 1}), frozenset({2})}


@pytest.mark.parametrize("grouped", [False, True])
def test_correlated_inputs_have_the_shares_of_the_normal_sum(grouped: bool) -> None:
    normal = {("x1", "x2"): 0.7, ("x2", "x3"): -0.4}
    matrix = np.eye(3)
    matrix[0, 1] = matrix[1, 0] = 0.7
    matrix[1, 2] = matrix[2, 1] = -0.4
    rows, parts = ["x1", "x2", "x3"], [[0], [1], [2]]
    factors = UNITS
    if grouped:
        factors = [replace(UNITS[0], group="g"), UNITS[1], replace(UNITS[2], group="g")]
        rows, parts = ["g", "x2"], [[0, 2], [1]]
    ranks = {pair: rank_of(number) for pair, number in normal.items()}
    result = found(normal_sum, factors, method="sobol", samples=1024, correlations=ranks)
    assert result.design.points == 1024 * (2 * len(rows) + 1)
    for name, exact in zip(("first", "total"), shares_of_normal_sum(matrix, parts), strict=True):
        assert column(result, name, rows) == pytest.approx(exact, abs=0.03)
        lows, highs = column(result, f"{name}_low", rows), column(result, f"{name}_high", rows)
        assert all(low < each < high for low, each, high in zip(lows, exact, highs, strict=True))


def test_points_have_the_declared_rank_correlation_in_every_part_of_a_block() -> None:
    pairs = {("x1", "x2"): 0.6, ("x3", "x1"): -0.3}
    result = found(normal_sum, UNITS, method="sobol", samples=1024, correlations=pairs)
    for place in range(7):
        points = result.points.iloc[place::7]
        for (one, other), rank in pairs.items():
            seen = spearmanr(points[one], points[other]).statistic
            assert seen == pytest.approx(rank, abs=0.04)


def test_a_correlation_of_0_gives_the_indices_of_independent_inputs() -> None:
    plain = found(ishigami, ANGLES, method="sobol", samples=1024)
    paired = found(ishigami, ANGLES, method="sobol", samples=1024, correlations={("x1", "x2"): 0.0})
    for name in ("first", "total"):
        names = ["x1", "x2", "x3"]
        assert column(paired, name, names) == pytest.approx(column(plain, name, names), abs=0.06)


def test_luck_in_a_total_share_is_stated_for_correlated_inputs_too() -> None:
    rng = np.random.default_rng(5)
    result = analyse(
        UNITS,
        FunctionResponse("y", lambda v, seed: 4.0 * v["x1"] + rng.normal()),
        method="sobol",
        samples=256,
        replicates=4,
        workers=1,
        correlations={("x1", "x2"): 0.5},
    )
    frame = result.to_frame().set_index("input")
    assert frame.loc["x1", "distinct"]
    assert not frame.loc["x3", "distinct"]
    assert frame.loc["x3", "total"] == pytest.approx(frame.loc["x3", "seed_part"], abs=0.05)


def test_folders_keep_groups_and_correlations(tmp_path) -> None:
    factors = [replace(UNITS[0], group="g"), UNITS[1], replace(UNITS[2], group="g")]
    pairs = {("x1", "x2"): 0.5}
    settings = {"method": "sobol", "samples": 16, "correlations": pairs, "out": tmp_path / "out"}
    result = found(normal_sum, factors, **settings)
    read = Sensitivity.read(tmp_path / "out")
    assert (read.groups, read.correlations) == ({"g": ["x1", "x3"]}, pairs)
    assert read.design == result.design
    assert read.to_json_dict() == result.to_json_dict()
    assert found(normal_sum, factors, **settings).digest == result.digest  # read, not made again


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ({("x1", "x9"): 0.5}, "correlations: x9 does not vary (nearest name: x"),
        ({("x1", "x1"): 0.5}, "correlations: x1 is paired with itself"),
        ({("x1", "x2"): 1.2}, "correlations: x1,x2 = 1.2; allowed: -1 to 1"),
        ({("x1", "x2"): math.nan}, "correlations: x1,x2 = nan; allowed: -1 to 1"),
        ({("x1", "x2"): 0.5, ("x2", "x1"): 0.4}, "correlations: x2 and x1 are named twice"),
        ({("x1", "x2"): 0.9, ("x2", "x3"): 0.9, ("x1", "x3"): -0.9}, "not positive definite"),
        ({("x1", "x2"): 1.0}, "make a group of inputs that always move together"),
    ],
)
def test_correlations_that_cannot_be_are_refused_in_a_sentence(pairs, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        found(normal_sum, UNITS, method="sobol", samples=16, correlations=pairs)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_morris_refuses_correlations_and_a_single_group_is_not_enough_for_sobol() -> None:
    with pytest.raises(RequestError, match="only sobol can vary correlated inputs"):
        found(normal_sum, UNITS, method="morris", samples=8, correlations={("x1", "x2"): 0.5})
    one = [replace(each, group="all") for each in UNITS]
    with pytest.raises(RequestError, match="or groups of them: vary at least two"):
        found(normal_sum, one, method="sobol", samples=16)
