"""Pairs until an interval is as narrow as asked."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Comparison, Progress, RequestError, compare
from heterophony.experiments.methods.stopping import UntilWidth
from heterophony.experiments.results.paired import Paired

SHORT = {"run.weeks": 30, "run.burn_in_weeks": 8}
OTHER = "meetings-every-4-weeks"


@pytest.fixture(scope="module")
def fixed() -> Comparison:
    return compare("baseline", OTHER, replicates=60, overrides=SHORT)


def test_pairs_are_run_until_the_interval_is_narrow_enough_and_no_longer(
    fixed: Comparison,
) -> None:
    values = fixed.runs["pressure"].to_numpy().reshape(-1, 2)
    widths = {}
    for pairs in (20, 40, 60):
        sums = Paired(())
        for baseline, policy in values[:pairs]:
            sums.add(np.asarray(baseline), np.asarray(policy))
        widths[pairs] = 2 * float(sums.half_width())
    wanted = {"pressure": (widths[20] + widths[40]) / 2}
    found = compare("baseline", OTHER, replicates=20, overrides=SHORT, until_width=wanted)
    assert found.replicates == found.asked == 40
    assert found.stopped is not None
    assert found.stopped.reached
    assert found.stopped.found[OTHER]["pressure"] == widths[40]


def test_they_are_the_pairs_of_a_fixed_number(fixed: Comparison) -> None:
    wanted = {"pressure": 1e-9}
    found = compare(
        "baseline", OTHER, replicates=25, overrides=SHORT, until_width=wanted, maximum=60
    )
    assert found.replicates == 60
    assert found.digest == fixed.digest
    pd.testing.assert_frame_equal(found.runs, fixed.runs)
    assert found.to_json_dict()["policies"] == fixed.to_json_dict()["policies"]


def test_what_is_not_reached_is_said(tmp_path: Path) -> None:
    wanted = {"pressure": 1e-9}
    found = compare(
        "baseline", OTHER, replicates=20, overrides=SHORT, until_width=wanted, maximum=30
    )
    assert found.replicates == 30
    assert not found.interrupted
    assert found.stopped is not None
    assert not found.stopped.reached
    said = found.stopped.sentences(found.replicates)
    assert said[-1] == "stopped: not as narrow as asked, the most pairs being 30"
    read = Comparison.read(found.write(tmp_path / "out"))
    assert read.stopped == found.stopped
    assert read.to_json_dict()["until_width"]["reached"] is False


def test_progress_counts_all_batches() -> None:
    seen: list[Progress] = []
    compare(
        "baseline",
        OTHER,
        replicates=20,
        overrides=SHORT,
        until_width={"pressure": 1e-9},
        maximum=40,
        progress=seen.append,
    )
    assert [each.done for each in seen] == list(range(1, 41))
    assert seen[-1].total == 40


def test_the_interval_still_covers_as_often_as_it_says() -> None:
    """Stopping by width alone, with a fewest number, costs hardly any coverage."""
    chance = np.random.default_rng(20170301)
    covered = 0
    for _ in range(400):
        rule, sums = UntilWidth({"pressure": 0.7}, 20, 400), Paired((1,))
        for batch in rule.batches():
            for _ in batch:
                sums.add(np.zeros(1), chance.normal(0.0, 1.0, 1))
            if rule.reached({"a": {"pressure": 2 * float(sums.half_width()[0])}}):
                break
        covered += bool(abs(sums.trajectory().difference[0]) <= sums.half_width()[0])
    assert 0.92 <= covered / 400 <= 0.98


@pytest.mark.parametrize(
    ("widths", "replicates", "maximum", "message"),
    [
        ({"presure": 0.1}, 20, 100, r"no outcome is called 'presure' \(nearest.*: pressure\)"),
        ({"pressure": 0.0}, 20, 100, "until-width of pressure is 0.0; allowed: a number above 0"),
        ({"pressure": math.nan}, 20, 100, "allowed: a number above 0"),
        ({"pressure": 0.1}, 10, 100, "replicates is 10; with until-width at least 20"),
        ({"pressure": 0.1}, 50, 40, "maximum is 40; allowed: 50"),
        ({"ownership_52w": 0.1}, 20, 100, "ownership_52w is undefined"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(
    widths: dict[str, float], replicates: int, maximum: int, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        compare(
            "baseline",
            OTHER,
            replicates=replicates,
            overrides=SHORT,
            until_width=widths,
            maximum=maximum,
        )
