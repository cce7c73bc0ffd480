"""Tables of targets: what ships loads, and what is wrong is refused with its place."""

import copy
import re

import pytest

from heterophony.experiments.inputs.calibration_plan import Effort
from heterophony.experiments.inputs.targets import load_targets, read_targets, targets_folder
from heterophony.experiments.results.errors import RequestError

GOOD = {
    "run": {"run": {"weeks": 104}},
    "arm": {"alone": {"mentor.enabled": False}},
    "fit": [{"parameter": "education.job"}],
    "target": [
        {
            "name": "in a job",
            "outcome": "in_job_52w",
            "value": 0.07,
            "sd": 0.007,
            "unit": "share",
            "source": "own figures of 2016, 214 people",
            "people": 214,
        }
    ],
}


def changed(place, **values):
    table = copy.deepcopy(GOOD)
    where = table[place][0] if place in ("fit", "target") else table
    for key, value in values.items():
        if value is None:
            where.pop(key)
        else:
            where[key] = value
    return table


def test_the_table_that_ships_loads_and_names_its_sources():
    plan = load_targets("danish-mentor-trial")
    assert len(plan.fitted) == 6
    assert plan.arms_needed() == ("scenario", "without-mentor")
    assert all("STAR" in each.source or "BIP" in each.source for each in plan.targets)
    (change,) = (each for each in plan.targets if each.reading.outcome == "caseworker_change_52w")
    assert not change.fitted
    differences = [each for each in plan.targets if each.less]
    assert [each.value for each in differences] == [0.04, 0.02]


def test_an_interval_is_turned_into_a_standard_deviation():
    table = changed("target", sd=None, low=0.05, high=0.0892)
    (target,) = read_targets(table, "t").targets
    assert target.sd == pytest.approx(0.01, rel=1e-3)
    assert target.interval == pytest.approx((0.0504, 0.0896), abs=1e-3)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (changed("target", outcome="in_jobs_52w"), "'in_jobs_52w' is no outcome.*in_job_52w"),
        (changed("target", sd=None), "either sd or low and high"),
        (changed("target", low=0.0, high=0.1), "either sd or low and high"),
        (changed("target", sd=0), "sd = 0.0; allowed: sd from 1e-09"),
        (changed("target", sd=None, low=0.08, high=0.1), "must lie between 0.08 and 0.1"),
        (changed("target", source=" "), "source = .*allowed: where the figure comes from"),
        (changed("target", unit="%"), "unit = '%', but in_job_52w is counted in 'share'"),
        (changed("target", arm="nobody"), "no arm 'nobody'; declared: scenario, alone"),
        (changed("target", arm="alone", less="alone"), "a difference needs two arms"),
        (changed("target", group="poorest"), "group = 'poorest'; allowed: lowest-third"),
        (changed("target", weeks=[3]), r"weeks = \[3\]; allowed: \[first week, last week\]"),
        (changed("target", vaule=1), "'vaule' is not known here.*nearest valid name: value"),
        (changed("target", report_only=True), "at least one must be fitted"),
        (changed("fit", parameter="education.jobs"), "no parameter .nearest: education.job"),
        (changed("fit", parameter="meeting.chair"), "is a choice; only single numbers"),
        (changed("fit", low=0.002, high=0.001), "low below high"),
        (changed("fit", scale="cubic"), "allowed: linear, or log"),
        (
            changed("fit", low=0.0, scale="log"),
            "but low = 0.0; allowed: low above 0",
        ),
        (changed("", fit=[]), r"at least one table headed \[\[fit\]\]"),
        (changed("", target=[GOOD["target"][0]] * 2), "two .*target.* tables name 'in a job'"),
        (changed("", run={"run": {"week": 4}}), "run.week = 4: no parameter has this name"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(table, words):
    with pytest.raises(RequestError, match=words):
        read_targets(table, "targets.toml")


@pytest.mark.parametrize("column", ["cpr", "Citizen-ID", "date_of_birth", "diagnosis", "last name"])
def test_columns_about_single_persons_are_refused(column):
    with pytest.raises(RequestError, match="personal data are neither needed nor taken"):
        read_targets(changed("target", **{column: "x"}), "targets.toml")


def test_personal_numbers_and_figures_about_a_few_are_refused():
    number = "-".join(["010190", "1234"])
    with pytest.raises(RequestError, match="looks like a personal number"):
        read_targets(changed("target", source=f"the file of {number}"), "targets.toml")
    with pytest.raises(RequestError, match="fewer than 5 people"):
        read_targets(changed("target", people=3), "targets.toml")


def test_a_mark_of_byte_order_is_no_obstacle_to_targets(tmp_path):
    shipped = targets_folder() / "danish-mentor-trial.toml"
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + shipped.read_bytes())
    assert load_targets(marked).targets == load_targets(shipped).targets


def test_a_missing_table_names_those_that_ship(tmp_path):
    with pytest.raises(RequestError, match="of the library: danish-mentor-trial"):
        load_targets(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("[[target]\n")
    with pytest.raises(RequestError, match=re.escape(str(broken))):
        load_targets(broken)


@pytest.mark.parametrize(
    ("effort", "words"),
    [
        (Effort("guess"), "method is 'guess'; allowed: emulator, model"),  # type: ignore[arg-type]
        (Effort(budget=3), "budget is 3; allowed: 30 to 100,000"),
        (Effort(replicates=1), "replicates is 1; allowed: 2 to 1,000"),
    ],
)
def test_efforts_out_of_range_are_refused(effort, words):
    with pytest.raises(RequestError, match=words):
        effort.check()
