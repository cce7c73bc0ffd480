"""Indices, luck and ranks, on functions whose answers are known."""

import hashlib
import math
from collections.abc import Mapping

import numpy as np
import pytest
from SALib.analyze import morris as analyse_morris
from SALib.analyze import sobol as analyse_sobol

from heterophony.experiments import Factor, FunctionResponse, RequestError, Sensitivity, analyse

ANGLES = [Factor(name, -math.pi, math.pi) for name in ("x1", "x2", "x3")]
UNITS = [Factor(name, 0.0, 1.0) for name in ("x1", "x2", "x3")]


def ishigami(values: Mapping[str, float], seed: int) -> float:
    x1, x2, x3 = (values[name] for name in ("x1", "x2", "x3"))
    return math.sin(x1) + 7.0 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)


def ishigami_indices() -> dict[str, tuple[float, float]]:
    """Return first and total indices by the function's own integrals (a = 7, b = 0.1)."""
    a, b = 7.0, 0.1
    of_1 = 0.5 * (1.0 + b * math.pi**4 / 5.0) ** 2
    of_2 = a**2 / 8.0
    of_13 = b**2 * math.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = of_1 + of_2 + of_13
    return {
        "x1": (of_1 / whole, (of_1 + of_13) / whole),
        "x2": (of_2 / whole, of_2 / whole),
        "x3": (0.0, of_13 / whole),
    }


def luck(values: Mapping[str, float], seed: int) -> float:
    """Return a number near normal that hangs on the seed and the place."""
    key = repr((sorted(values.items()), seed)).encode()
    numbers = np.frombuffer(hashlib.blake2b(key, digest_size=48).digest(), dtype=np.uint32)
    return float((numbers / 2**32).sum() - 6.0)  # twelve uniform numbers: variance 1


def found(function, factors=UNITS, **settings) -> Sensitivity:
    return analyse(factors, FunctionResponse("y", function), **settings)


def row(result: Sensitivity, name: str) -> dict:
    frame = result.to_frame()
    return frame[frame["input"] == name].iloc[0].to_dict()


def test_sobol_recovers_the_indices_of_ishigami() -> None:
    result = found(ishigami, ANGLES, method="sobol", samples=2048, replicates=1)
    for name, (first, total) in ishigami_indices().items():
        each = row(result, name)
        assert each["first"] == pytest.approx(first, abs=0.03)
        assert each["total"] == pytest.approx(total, abs=0.03)
        assert each["first_low"] <= first <= each["first_high"]
        assert each["total_low"] <= total <= each["total_high"]


@pytest.mark.parametrize(
    ("method", "analyse_it", "named"),
    [
        ("morris", analyse_morris, {"mu": "mu", "mu_star": "mu_star", "sigma": "sigma"}),
        ("sobol", analyse_sobol, {"first": "S1", "total": "ST"}),
    ],
)
def test_salibs_own_indices_on_our_tables_are_ours(method, analyse_it, named) -> None:
    """What the folder holds, points in the inputs' units and runs, is all that SALib needs."""
    result = found(ishigami, ANGLES, method=method, samples=64, replicates=2)
    inputs = [each.name for each in ANGLES]
    problem = {
        "num_vars": len(ANGLES),
        "names": inputs,
        "bounds": [[each.low, each.high] for each in ANGLES],
    }
    answers = result.runs.groupby("point")["y"].mean().to_numpy()
    if method == "morris":
        theirs = analyse_it.analyze(problem, result.points[inputs].to_numpy(), answers)
    else:
        theirs = analyse_it.analyze(problem, answers, calc_second_order=False)
    ours = result.to_frame().set_index("input").loc[inputs]
    for column, name in named.items():
        assert ours[column].to_numpy() == pytest.approx(np.asarray(theirs[name]), rel=1e-9)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_seed_of_0_is_a_seed_like_any_other(method: str) -> None:
    """SALib takes a seed of 0 for none, and draws from NumPy's shared stream."""
    frames = []
    for state in (1, 2):
        np.random.seed(state)  # noqa: NPY002
        frames.append(found(ishigami, ANGLES, method=method, samples=16, seed=0).to_frame())
    other = found(ishigami, ANGLES, method=method, samples=16, seed=1).to_frame()
    assert frames[0].equals(frames[1])
    assert not frames[0].equals(other)


def test_morris_gives_the_slopes_of_a_plane_over_the_whole_range() -> None:
    factors = [Factor("x1", 2.0, 6.0), Factor("x2", -1.0, 1.0), Factor("x3", 0.0, 1.0)]
    result = found(
        lambda v, seed: 3.0 * v["x1"] - 2.0 * v["x2"], factors, method="morris", replicates=2
    )
    assert list(result.to_frame()["input"]) == ["x1", "x2", "x3"]
    for name, slope in (("x1", 12.0), ("x2", -4.0), ("x3", 0.0)):
        each = row(result, name)
        assert each["mu"] == pytest.approx(slope)
        assert each["mu_star"] == pytest.approx(abs(slope))
        assert each["sigma"] == pytest.approx(0.0, abs=1e-9)
        assert each["distinct"] == (slope != 0.0)


@pytest.mark.parametrize(("method", "samples"), [("morris", 200), ("sobol", 512)])
def test_luck_is_told_from_what_inputs_do(method: str, samples: int) -> None:
    def noisy(values: Mapping[str, float], seed: int) -> float:
        return 4.0 * values["x1"] + luck(values, seed)

    # Enough inputs that no two points of the grid are the same, and with them their luck.
    factors = [Factor(f"x{place}", 0.0, 1.0) for place in range(1, 9)]
    result = found(noisy, factors, method=method, samples=samples, replicates=4)
    main = result.main_index
    assert row(result, "x1")["distinct"]
    for idle in ("x2", "x3"):
        each = row(result, idle)
        assert not each["distinct"]
        assert each[main] == pytest.approx(each["seed_part"], rel=0.15), "all of it is luck"
    # Between points: 16/12 (Sobol) or 16 * 5/36 (four levels) of the input, 1/4 of luck.
    inputs = 16.0 * (1.0 / 12.0 if method == "sobol" else 5.0 / 36.0)
    share = result.analyses["y"].seed_share
    assert share == pytest.approx(0.25 / (0.25 + inputs), rel=0.2)
    assert result.analyses["y"].seed_share_of_a_run == pytest.approx(1 / (1 + inputs), rel=0.2)


def test_luck_that_all_points_share_moves_no_index() -> None:
    result = found(
        lambda v, seed: v["x1"] + 5.0 * luck({}, seed), method="morris", samples=8, replicates=4
    )
    analysis = result.analyses["y"]
    assert row(result, "x1")["mu_star"] == pytest.approx(1.0)
    assert row(result, "x1")["seed_part"] == pytest.approx(0.0, abs=1e-9)
    assert analysis.seed_share == pytest.approx(0.0, abs=1e-9)
    assert analysis.seed_share_of_a_run > 0.9


def test_with_one_seed_a_point_nothing_is_told_from_luck() -> None:
    result = found(ishigami, ANGLES, method="morris", replicates=1)
    assert not result.to_frame()["distinct"].any()
    assert math.isnan(result.analyses["y"].seed_share)


def test_inputs_whose_intervals_overlap_share_ranks() -> None:
    factors = [*UNITS, Factor("x4", 0.0, 1.0)]
    result = found(
        lambda v, seed: 9 * v["x1"] + v["x2"] * v["x4"] + v["x3"] * v["x4"],
        factors,
        method="morris",
        samples=40,
    )
    ranks = {
        name: (row(result, name)["rank_best"], row(result, name)["rank_worst"])
        for name in ("x1", "x2", "x3")
    }
    assert ranks["x1"] == (1, 1)
    assert ranks["x2"][0] == ranks["x3"][0]
    assert ranks["x2"][0] < ranks["x2"][1]


@pytest.mark.parametrize(("method", "samples"), [("morris", 100), ("sobol", 256)])
@pytest.mark.parametrize("how", ["undefined", "failed"])
def test_a_missing_value_leaves_its_block_out_and_is_never_a_zero(
    method: str, samples: int, how: str
) -> None:
    def sometimes(values: Mapping[str, float], seed: int) -> float:
        if abs(luck(values, 7)) > 2.4:
            if how == "failed":
                raise ZeroDivisionError("nothing to divide by")
            return math.nan
        return 4.0 * values["x1"] + values["x2"]

    whole = found(
        lambda v, seed: 4.0 * v["x1"] + v["x2"], method=method, samples=samples, replicates=2
    )
    result = found(sometimes, method=method, samples=samples, replicates=2)
    analysis = result.analyses["y"]
    assert 0.0 < analysis.missing < 0.05
    assert analysis.left_out > 0
    assert analysis.blocks + analysis.left_out == samples
    for name in ("x1", "x2"):
        expected = row(whole, name)[result.main_index]
        assert row(result, name)[result.main_index] == pytest.approx(expected, rel=0.2)
    reasons = set(result.runs.loc[result.runs["status"] == "failed", "reason"])
    assert reasons == ({"ZeroDivisionError: nothing to divide by"} if how == "failed" else set())
    assert result.failed == (0 if how == "undefined" else result.runs["y"].isna().sum())


def test_too_many_missing_values_are_refused_in_words() -> None:
    def often(values: Mapping[str, float], seed: int) -> float:
        return math.nan if values["x1"] > 0.5 else values["x2"]

    result = found(often, method="sobol", samples=64)
    assert result.to_frame().empty
    assert "of the points have no value; more than 5.0% is not analysed" in (
        result.analyses["y"].refused
    )
    never = found(lambda v, seed: math.nan, method="morris", most_missing=0.5)
    assert "100.0% of the points have no value" in never.analyses["y"].refused


def test_an_outcome_that_does_not_vary_has_no_indices() -> None:
    result = found(lambda v, seed: 3.0, method="sobol", samples=16)
    assert result.analyses["y"].refused == "the outcome does not vary: it is 3 everywhere"


@pytest.mark.parametrize("method", ["morris", "sobol"])
@pytest.mark.parametrize("far", [math.inf, -math.inf, 1e200, 1e308])
def test_an_infinite_value_is_left_out_like_a_missing_one(method: str, far: float) -> None:
    """One infinite run made all Sobol indices 0 and all of Morris's undefined."""

    def once(values: Mapping[str, float], seed: int) -> float:
        return far if luck(values, 7) > 2.2 else 4.0 * values["x1"] + values["x2"]

    factors = [Factor(f"x{place}", 0.0, 1.0) for place in range(1, 9)]
    result = found(once, factors, method=method, samples=64, replicates=1)
    analysis = result.analyses["y"]
    assert 0 < analysis.left_out < 64
    assert row(result, "x1")[result.main_index] > row(result, "x2")[result.main_index] > 0.0
    always = found(lambda v, seed: far, method=method, samples=16, replicates=1)
    assert "100.0% of the points have no value" in always.analyses["y"].refused


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_variation_that_is_only_rounding_is_none(method: str) -> None:
    """A spread of 6e-17 gave a total index of 1, told from luck."""
    result = found(lambda v, seed: 0.3 if v["x1"] < 0.5 else 0.1 + 0.2, method=method, samples=16)
    assert result.analyses["y"].reason == "constant"
    lucky = found(lambda v, seed: luck({}, seed) + 1e-17 * v["x1"], method=method, samples=16)
    assert "does not vary with the inputs" in lucky.analyses["y"].refused


def test_a_difference_of_policies_that_is_only_rounding_is_none() -> None:
    class Arms(FunctionResponse):
        """Both arms at a level near 0.3; their difference is the last digit of it."""

        def at(self, values):
            policy = 0.1 + 0.2 if values["x1"] < 0.5 else 0.3
            row = {"y": policy - 0.3, "y_baseline": 0.3, "y_policy": policy}
            return lambda seed: row

    result = analyse(UNITS, Arms("y", ishigami), method="sobol", samples=16)
    assert result.analyses["y"].reason == "constant"


def test_an_input_whose_effect_is_only_rounding_is_not_told_from_luck() -> None:
    result = found(
        lambda v, seed: 0.3 + v["x1"] + (5e-17 if v["x2"] < 0.5 else 0.0),
        method="morris", samples=16, replicates=2,
    )  # fmt: skip
    assert row(result, "x1")["distinct"]
    assert not row(result, "x2")["distinct"]


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, math.inf), (-math.inf, 0.0), (math.nan, 1.0), (1.0, 0.0), (-1e308, 1e308), (1.0, 1.0)],
)
def test_a_range_without_two_finite_ends_is_refused(low: float, high: float) -> None:
    with pytest.raises(RequestError, match=r"x: low = .*allowed: finite numbers"):
        Factor("x", low, high)


def test_two_inputs_of_one_name_are_refused() -> None:
    with pytest.raises(RequestError, match="x1 is named twice"):
        found(ishigami, [*UNITS, UNITS[0]])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "sobl"}, "method is 'sobl'; allowed: morris, sobol"),
        ({"method": "sobol", "samples": 100}, "even only at powers of 2: 64 or 128"),
        ({"samples": 3}, "samples is 3; allowed: a whole number from 4"),
        ({"samples": 4_000_000}, "16,000,000 points of 4 runs are 64,000,000 runs; at most"),
        ({"replicates": 0}, "replicates is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"most_missing": 1.0}, "most_missing is 1.0"),
    ],
)
def test_a_design_that_gives_nothing_is_refused(settings: dict, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        found(ishigami, **settings)


def test_one_input_has_no_shares_and_none_is_nothing_to_vary() -> None:
    with pytest.raises(RequestError, match="vary at least two"):
        found(ishigami, UNITS[:1], method="sobol")
    with pytest.raises(RequestError, match="nothing to vary"):
        found(ishigami, [])
