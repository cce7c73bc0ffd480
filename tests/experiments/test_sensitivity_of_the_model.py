"""Inputs from declarations, paired differences under them, and studies that are gone on with."""

import json
import os
import signal
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import (
    Factor,
    FunctionResponse,
    Interrupted,
    Progress,
    RequestError,
    Sensitivity,
    analyse,
    assess_sensitivity,
    compare,
    factors_of,
)
from heterophony.scenarios import PARAMETERS, load_scenario

SHORT = {"run.weeks": 30, "run.burn_in_weeks": 8}
OTHER = "meetings-every-4-weeks"


@pytest.fixture(scope="module")
def study() -> Sensitivity:
    return assess_sensitivity(
        "baseline",
        OTHER,
        outcomes=["pressure", "caseworker_hours"],
        parameters=["plan.template", "slip.repair", "dialogue.hours"],
        overrides=SHORT,
        samples=4,
        replicates=2,
    )


def test_what_is_varied_by_default_are_the_uncertain_numbers_with_a_range() -> None:
    factors = {each.name: each for each in factors_of()}
    for name, parameter in PARAMETERS.items():
        if name == "population.jobcentres":
            assert name not in factors, "a size is no assumption"
        elif parameter.kind == "behaviour" and parameter.low is not None:
            if parameter.type == "vector":
                ranges = zip(parameter.components, parameter.low, parameter.high, strict=True)
                for part, low, high in ranges:
                    assert low == high or factors[f"{name}.{part}"].high == high
            else:
                assert (factors[name].low, factors[name].high) == (parameter.low, parameter.high)
    assert {
        PARAMETERS[each.rpartition(".")[0]].type for each in factors if each not in PARAMETERS
    } == {"vector"}
    assert "meeting.interval_weeks" not in factors


def test_inputs_are_named_by_parameter_component_section_or_kind() -> None:
    template = factors_of(["plan.template"])
    assert [each.name.rpartition(".")[0] for each in template] == ["plan.template"] * len(template)
    assert factors_of([template[1].name]) == [template[1]]
    assert {each.name for each in factors_of(["alternatives"])} >= {"alternatives.ownership"}
    assert factors_of(["plan", "plan.template"]) == factors_of(["plan"])
    levers = factors_of(["lever"])
    assert {PARAMETERS[each.name].kind for each in levers} == {"lever"}
    (interval,) = factors_of(["meeting.interval_weeks"])
    assert interval.whole


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["meeting.interval_week"], r"nearest valid name: meeting.interval_weeks"),
        (["plan.template.nothing"], "nothing is called 'plan.template.nothing'"),
        (["behavior"], r"nearest valid name: behaviour"),
        (["refund.rates"], "refund.rates declares no range"),
    ],
)
def test_what_cannot_be_varied_is_refused(names: list[str], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        factors_of(names)


def test_whole_numbers_and_choices_take_equal_parts_of_the_places() -> None:
    places = (np.arange(1000) + 0.5) / 1000
    weeks = Counter(Factor("x", 2, 5, whole=True).at(place) for place in places)
    assert weeks == {2: 250, 3: 250, 4: 250, 5: 250}
    words = Counter(Factor("x", 0, 1, choices=("ces", "minimum")).at(place) for place in places)
    assert words == {"ces": 500, "minimum": 500}
    assert Factor("x", 2, 5, whole=True).at(1.0) == 5


def test_every_corner_is_a_valid_scenario_and_shares_still_sum_to_one() -> None:
    factors, scenario = factors_of(), load_scenario("baseline")
    chance = np.random.default_rng(4)
    corners = chance.integers(0, 2, (30, len(factors))).astype(float)
    for corner in [np.zeros(len(factors)), np.ones(len(factors)), *corners]:
        places = zip(factors, corner.tolist(), strict=True)
        values = scenario.replaced({each.name: each.at(at) for each, at in places}).values
        assert sum(values["plan.template"]) == pytest.approx(1.0)
        weights = [v for name, v in values.items() if name.startswith("ownership.weight_")]
        assert sum(weights) == pytest.approx(1.0)


def test_a_point_is_a_paired_comparison_under_its_values_in_both_arms(study: Sensitivity) -> None:
    point = 3
    names = [each.name for each in study.factors]
    values = study.points.loc[study.points["point"] == point, names].iloc[0].to_dict()
    (policy,) = compare("baseline", OTHER, replicates=2, overrides=SHORT | values).policies
    rows = study.runs[study.runs["point"] == point]
    for outcome in ("pressure", "caseworker_hours"):
        assert rows[outcome].mean() == pytest.approx(policy.outcomes[outcome].difference)
        assert rows[f"{outcome}_policy"].mean() == pytest.approx(policy.outcomes[outcome].policy)


def test_a_policy_is_not_varied_away() -> None:
    with pytest.raises(RequestError, match=r"meeting.interval_weeks is what .* changes"):
        assess_sensitivity("baseline", OTHER, parameters=["meeting"], overrides=SHORT)


def test_a_study_is_read_back_as_it_was_written(study: Sensitivity, tmp_path: Path) -> None:
    out = study.write(tmp_path / "out")
    read = Sensitivity.read(out)
    pd.testing.assert_frame_equal(read.to_frame(), study.to_frame())
    pd.testing.assert_frame_equal(read.runs, study.runs)
    assert read.to_json_dict() == study.to_json_dict()
    assert json.loads((out / "sensitivity.json").read_text("utf-8")) == study.to_json_dict()
    assert pd.read_parquet(out / "indices.parquet")["outcome"].nunique() == 2


def test_results_do_not_depend_on_the_workers() -> None:
    settings: dict[str, Any] = {"parameters": ["plan"], "overrides": SHORT, "samples": 4}
    first, second = (
        assess_sensitivity("baseline", outcomes="pressure", replicates=2, workers=each, **settings)
        for each in (1, 3)
    )
    assert first.digest == second.digest
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())


def test_an_interrupted_study_is_gone_on_with_and_ends_the_same(tmp_path: Path) -> None:
    counted: list[float] = []

    def function(values: Mapping[str, float], seed: int) -> float:
        counted.append(seed)
        return values["x1"] ** 2 + values["x2"]

    def interrupt(now: Progress) -> None:
        if now.done == 20:
            os.kill(os.getpid(), signal.SIGINT)

    factors = [Factor("x1", 0, 1), Factor("x2", 0, 1)]
    way: dict[str, Any] = {"method": "sobol", "samples": 16, "replicates": 2, "workers": 1}
    whole = analyse(factors, FunctionResponse("y", function), **way)
    counted.clear()
    out = tmp_path / "out"
    with pytest.raises(Interrupted, match=r"interrupted after 2\d of 64 points") as stopped:
        analyse(factors, FunctionResponse("y", function), out=out, progress=interrupt, **way)
    done = stopped.value.done
    assert stopped.value.finished.interrupted
    assert stopped.value.finished.done == done == len(counted) // 2
    assert (tmp_path / "out.unfinished").exists()
    assert not out.exists()
    said: list[str] = []
    resumed = analyse(
        factors, FunctionResponse("y", function), out=out, announce=said.append, **way
    )
    assert f"{done} points are already there" in said[0]
    assert len(counted) == 2 * 64
    assert resumed.digest == whole.digest
    assert not (tmp_path / "out.unfinished").exists()
    pd.testing.assert_frame_equal(Sensitivity.read(out).to_frame(), whole.to_frame())
    with pytest.raises(RequestError, match="holds another analysis"):
        analyse(factors, FunctionResponse("y", function), out=out, **way | {"seed": 2})


def test_it_says_beforehand_how_many_runs_and_how_long() -> None:
    said: list[str] = []
    assess_sensitivity(
        "baseline",
        OTHER,
        outcomes="pressure",
        parameters=["plan"],
        overrides=SHORT,
        samples=4,
        replicates=2,
        announce=said.append,
    )
    inputs = len(factors_of(["plan"]))
    runs = 4 * (inputs + 1) * 2 * 2
    assert f"{inputs} inputs, 4 samples, {4 * (inputs + 1)} points, 2 seeds each: {runs}" in said[0]
