"""One number from a run: by group, over some weeks, and the share who come back."""

import numpy as np
import pytest

from heterophony.experiments.inputs.readings import GROUPS, RunReading, group_outcomes
from heterophony.experiments.methods.groups import group_values
from heterophony.experiments.methods.readings import mean_of, read_pair, read_run, return_52w
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

SHORT = {"run.weeks": 40, "run.burn_in_weeks": 20}


@pytest.fixture(scope="module")
def pair():
    arms = (load_scenario(name, SHORT) for name in ("baseline", "meetings-every-2-weeks"))
    return [Simulation(each, seed=3).run() for each in arms]


def test_a_group_is_read_as_compare_reads_it(pair):
    baseline, policy = pair
    found = group_values(baseline, policy)
    assert found is not None
    place = (list(GROUPS).index("lowest-third"), found.names.index("ownership_8w"))
    both = read_pair(baseline, policy, RunReading("ownership_8w", "lowest-third"))
    assert both == (found.baseline[place], found.policy[place])
    assert both != read_pair(baseline, policy, RunReading("ownership_8w"))


def test_weeks_are_both_counted(pair):
    weekly = pair[0].weekly["pressure"]
    assert read_run(pair[0], RunReading("pressure", weeks=(3, 5))) == weekly[3:6].mean()
    assert read_run(pair[0], RunReading("pressure")) == pair[0].outcomes["pressure"]


def test_outcomes_of_cases_exist_by_group():
    assert {"ownership_52w", "in_job_52w", "education_dropout_52w"} <= set(group_outcomes())
    assert "pressure" not in group_outcomes()


def cases(rows):
    names = ("citizen", "case_number", "referred_week", "ended_week", "fate")
    columns = zip(*rows, strict=True)
    return {name: np.array(column) for name, column in zip(names, columns, strict=True)}


def test_who_is_referred_again_within_a_year_of_leaving_is_back():
    found = cases([
        (1, 0, 0.0, 10.0, "education"), (1, 1, 50.0, np.nan, "course"),    # back
        (2, 0, 0.0, 10.0, "education"), (2, 1, 70.0, np.nan, "course"),    # too late
        (3, 0, 0.0, 10.0, "job"),                                          # gone
        (4, 0, 0.0, 10.0, "closed"), (5, 0, 0.0, np.nan, "course"),        # have not left support
        (6, 0, 0.0, 60.0, "lost"), (7, 0, -9.0, -1.0, "job"),              # no year left; before
    ])  # fmt: skip
    assert return_52w(found, 104) == pytest.approx(1 / 3)
    assert np.isnan(return_52w(cases([(1, 0, 0.0, np.nan, "course")]), 104))


def test_a_mean_leaves_out_what_is_undefined():
    assert mean_of([1.0, float("nan"), 2.0]) == 1.5
    assert np.isnan(mean_of([float("nan")]))


def test_readings_that_no_run_gives_are_refused():
    for reading, words in (
        (RunReading("owership"), "is no outcome"),
        (RunReading("return_52w", "lowest-third"), "not counted by group"),
        (RunReading("in_job_52w", weeks=(0, 3)), "counted over the whole run"),
    ):
        with pytest.raises(RequestError, match=words):
            reading.check(60, "here")
