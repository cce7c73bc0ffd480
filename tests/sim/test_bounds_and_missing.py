"""What a run says lies within the declared bounds, and what never was is missing in its tables."""

import math

import numpy as np
import pytest

from heterophony.scenarios import OUTCOMES, load_scenario
from heterophony.sim import Simulation


@pytest.mark.parametrize("never_attend", [True, False])
def test_every_outcome_lies_within_its_bounds_where_turns_are_only_counted(never_attend: bool):
    values = {
        "alternatives.meeting": "counts",
        "meeting.norm_turns": 1,
        "run.weeks": 40,
        "run.burn_in_weeks": 4,
    }
    if never_attend:
        values["attend.const"] = -50.0
    found = Simulation(load_scenario("baseline", values), seed=1).run().outcomes
    for name, value in found.items():
        declared = OUTCOMES[name]
        if math.isnan(value):
            continue
        assert declared.minimum is None or value >= declared.minimum, name
        assert declared.maximum is None or value <= declared.maximum, name


def test_tables_hold_no_number_that_stands_for_never():
    scenario = load_scenario("baseline", {"run.weeks": 30, "run.burn_in_weeks": 8})
    result = Simulation(scenario, seed=1, keep=("meetings", "panel", "events")).run()
    assert result.panel is not None
    assert result.events is not None
    assert np.isnan(result.panel["weeks_since_crisis"]).any(), "some were never in crisis"
    assert np.isnan(result.panel["strong_week"]).any(), "some never reacted strongly"
    assert np.isnan(result.events["post"]).any(), "most events are not of a post"
    for table in (result.citizens, result.meetings, result.panel, result.events):
        assert table is not None
        for name, values in table.items():
            if values.dtype.kind in "if":
                assert not (np.abs(values) >= 1e6).any(), name
    numbers = {name: result.events[name] for name in ("slot", "generation", "post", "citizen")}
    assert not any((values == -1).any() for values in numbers.values())
