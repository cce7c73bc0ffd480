"""Whether a policy repairs the harm of a change, or only adds a good of its own elsewhere."""

import math

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Difference, compare, compare_within
from heterophony.experiments.methods.lever_interactions import (
    Repair,
    interaction_rows,
    repair_word,
)

WEEKS = "meeting.interval_weeks"
FIXED = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 2}
POLICIES = ["caseload-45", "caseload-80", "shared-goals"]
T_OF_5 = 2.776445  # 95 % of t with four degrees of freedom


def seen(value: float, half: float = 0.005) -> Difference:
    return Difference(0.0, value, value, value - half, value + half, 9)


@pytest.mark.parametrize(
    ("alone", "own", "more", "word"),
    [
        (seen(-0.05), seen(0.0), seen(0.04), Repair.REPAIRS),
        (seen(-0.05), seen(0.03), seen(0.04), Repair.REPAIRS_AND_ADDS),
        (seen(-0.05), seen(0.03), seen(0.0), Repair.ADDS),
        (seen(-0.05), seen(0.03), seen(0.008), Repair.ADDS),  # sure, but too small to matter
        (seen(-0.05), seen(0.0), seen(0.0), Repair.NEITHER),
        (seen(-0.05), seen(-0.03), seen(0.0), Repair.NEITHER),
        (seen(-0.05), seen(0.03), seen(-0.04), Repair.WORSENS),
        (seen(-0.05), seen(0.03), seen(0.0, 0.03), Repair.UNCERTAIN),
        (seen(-0.05), seen(0.0, 0.03), seen(0.0), Repair.UNCERTAIN),
        (seen(0.05), seen(0.03), seen(0.04), Repair.NO_HARM),
        (seen(-0.008), seen(0.03), seen(0.04), Repair.NO_HARM),
        (seen(-0.01, 0.03), seen(0.03), seen(0.04), Repair.UNCERTAIN),
        (seen(math.nan), seen(math.nan), seen(math.nan), Repair.UNDEFINED),
    ],
)
def test_the_words_follow_the_rule_for_sign_and_size(alone, own, more, word) -> None:
    assert repair_word("ownership_52w", alone, own, more) is word


def test_less_of_what_is_better_less_is_no_harm() -> None:
    assert repair_word("pressure", seen(0.05), seen(0.0), seen(-0.04)) is Repair.REPAIRS
    assert repair_word("pressure", seen(-0.05), seen(0.0), seen(0.04)) is Repair.NO_HARM
    assert repair_word("demand", seen(0.05), seen(0.0), seen(-0.04)) is Repair.NOT_RATED


def test_four_by_two_settings_in_one_call_are_those_of_compare_made_by_hand() -> None:
    """Four arms (a baseline and three policies), each at eight and at four weeks."""
    found = compare_within(
        "baseline", POLICIES, WEEKS, 8, 4, seed=3, replicates=5, overrides=FIXED, workers=1
    )
    cells = found.of("pressure").set_index("scenario")
    assert list(cells.index) == ["baseline", *POLICIES]
    runs = {}
    for weeks in (8, 4):
        made = compare(
            "baseline", POLICIES, seed=3, replicates=5, workers=1,
            overrides={**FIXED, WEEKS: weeks},
        )  # fmt: skip
        outcomes = made.runs
        runs |= {
            (name, weeks): outcomes[outcomes["scenario"] == name].set_index("seed")["pressure"]
            for name in cells.index
        }
    for name in cells.index:
        pairs = runs[name, 4] - runs[name, 8]
        assert cells.loc[name, "difference"] == pytest.approx(pairs.mean())
    rows = found.interactions
    rows = rows[rows["outcome"] == "pressure"].set_index("at")
    assert list(rows.index) == POLICIES
    for name, row in rows.iterrows():
        before, after = (runs[name, weeks] - runs["baseline", weeks] for weeks in (8, 4))
        assert row["own"] == pytest.approx(before.mean())
        assert row["own_after"] == pytest.approx(after.mean())
        assert row["alone"] == pytest.approx((runs["baseline", 4] - runs["baseline", 8]).mean())
        more = after - before
        half = T_OF_5 * more.std() / math.sqrt(5)
        assert row["difference"] == pytest.approx(more.mean())
        assert (row["low"], row["high"]) == pytest.approx(
            (more.mean() - half, more.mean() + half), rel=1e-5
        )


def test_a_seed_that_lacks_one_of_the_four_values_is_left_out_of_all() -> None:
    table = np.array(
        [[0.1, 0.2, 0.3], [0.3, 0.1, 0.4], [0.2, np.nan, 0.3], [0.1, 0.3, 0.6]], dtype=float
    )
    points = pd.DataFrame({"x": [0, 0, 1, 1]})
    (row,) = interaction_rows(table, [(0, 1), (2, 3)], points, ["x"], "pressure")
    kept = table[:, [0, 2]]
    assert row["pairs"] == 2
    assert row["alone"] == pytest.approx((kept[1] - kept[0]).mean())
    assert row["own"] == pytest.approx((kept[2] - kept[0]).mean())
    assert row["own_after"] == pytest.approx((kept[3] - kept[1]).mean())
    assert row["difference"] == pytest.approx(row["own_after"] - row["own"])
