"""What may be said of many worlds: who gains and loses by a margin, and what is still open."""

import pandas as pd
import pytest

from heterophony.experiments.methods.world_tables import leaning, unsettled_signs
from heterophony.experiments.results.over_worlds import Shares, Standing
from heterophony.scenarios import OUTCOMES


@pytest.mark.parametrize(
    ("better", "worse", "unsettled", "said"),
    [
        (4, 9, 87, ""),  # once "Loses: worse in 9, better in 4 of 100"
        (0, 9, 91, ""),  # not a tenth of the worlds
        (0, 10, 90, "loses"),
        (20, 30, 50, ""),  # chance may give it
        (10, 40, 50, "loses"),
        (40, 10, 50, "gains"),
        (0, 0, 0, ""),
        (0, 0, 100, ""),
    ],
)
def test_a_group_gains_or_loses_only_by_a_margin(better, worse, unsettled, said) -> None:
    none = 100 - better - worse - unsettled
    assert leaning(Shares(better, worse, none, unsettled)) == said


@pytest.mark.parametrize(
    ("outcome", "better", "worse"), [("ownership_52w", 2, 1), ("pressure", 1, 2)]
)
def test_worlds_that_are_not_settled_say_whether_the_sign_is(outcome, better, worse) -> None:
    intervals = [(0.001, 0.03), (0.002, 0.03), (-0.03, -0.001), (-0.03, 0.03), (0.1, 0.2)]
    found = pd.DataFrame(intervals, columns=["low", "high"])
    found["standing"] = [Standing.UNSETTLED.value] * 4 + [Standing.BETTER.value]
    assert unsettled_signs(found, outcome) == {"better": better, "worse": worse, "open": 1}


def test_hours_are_neither_good_nor_bad_and_say_whose_they_are() -> None:
    hours = [name for name in OUTCOMES if "hours" in name]
    assert {"caseworker_hours", "mentor_hours"} <= set(hours)
    assert {OUTCOMES[name].good for name in hours} == {"neither"}
    assert OUTCOMES["caseworker_hours"].title["en"] == "Caseworker hours on the scheme"
