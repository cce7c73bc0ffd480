"""The year as it is shown is the year as it was run."""

import numpy as np
import pytest

from heterophony.experiments.engine.replicates import run
from heterophony.experiments.methods.jobcentre_year import hundredths, jobcentre_year
from heterophony.scenarios import load_scenario

WEEKS = 12


@pytest.fixture(scope="module")
def year():
    return jobcentre_year(load_scenario("baseline"), 1, WEEKS)


@pytest.fixture(scope="module")
def result():
    scenario = load_scenario("baseline").replaced({"run.weeks": WEEKS})
    return run(scenario, seed=1, keep=("panel", "meetings")).results[0]


def test_every_citizen_is_there_when_the_run_has_them_and_with_its_states(year, result):
    panel = result.panel
    shown = {each["number"]: each for each in year["citizens"]}
    assert set(shown) == set(panel["citizen"].tolist())
    for row in range(0, len(panel["week"]), 37):
        week, each = int(panel["week"][row]), shown[panel["citizen"][row]]
        assert each["status"][week] != "."
        for name in ("ownership", "pressure"):
            assert int(each[name][2 * week : 2 * week + 2]) == hundredths(panel[name][row])


def test_who_is_not_there_has_neither_status_nor_states(year):
    away = [
        (each, week)
        for each in year["citizens"]
        for week in range(WEEKS)
        if each["status"][week] == "."
    ]
    assert away
    assert all(each["ownership"][2 * week : 2 * week + 2] == "--" for each, week in away)


def test_the_meetings_of_a_week_are_those_of_the_table(year, result):
    for week in range(WEEKS):
        held = np.count_nonzero(result.meetings["week"] == week)
        assert sum(post["meetings"][week] for post in year["caseworkers"]) == held


def test_understanding_has_a_value_for_each_pair_each_week(year):
    pairs = len(year["mentors"]) * len(year["caseworkers"])
    assert [len(each) for each in year["understanding"]] == [pairs] * WEEKS


def test_the_year_of_one_seed_is_the_same_again(year):
    assert jobcentre_year(load_scenario("baseline"), 1, WEEKS) == year
