"""A run that fails costs its own pair, is told with its reason, and the rest goes on."""

import json

import pytest

from heterophony.experiments import Comparison, WorkError, compare, run
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

SMALL = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 1}


@pytest.fixture
def failing(monkeypatch):
    """Let the runs of some replicates fail."""
    run = Simulation.run

    def fail(*numbers):
        seeds = {replicate_seed(1, each) for each in numbers}

        def sometimes(self, *threads):
            if self.seed in seeds:
                raise ZeroDivisionError("no hours in the week")
            return run(self, *threads)

        monkeypatch.setattr(Simulation, "run", sometimes)

    return fail


def paired(**options):
    baseline = load_scenario("baseline", SMALL)
    policy = baseline.replaced({"meeting.interval_weeks": 4})
    return compare(baseline, policy, **({"replicates": 5} | options))


def test_a_failing_pair_is_left_out_and_told(failing):
    whole = paired()
    failing(2)
    found = paired()
    assert list(found.failed) == [2]
    assert "ZeroDivisionError: no hours in the week" in found.failed[2]
    assert str(replicate_seed(1, 2)) in found.failed[2]
    assert found.replicates == 4
    assert not found.interrupted
    kept = whole.runs[whole.runs["replicate"] != 2].reset_index(drop=True)
    assert found.runs.equals(kept)


def test_what_failed_is_written_and_read_back(failing, tmp_path):
    failing(0)
    found = paired()
    read = Comparison.read(found.write(tmp_path / "results"))
    assert read.failed == found.failed
    assert not read.interrupted
    assert list(found.to_json_dict()["failed"]) == ["0"]


def test_where_every_pair_fails_there_is_no_comparison(failing):
    failing(0, 1, 2, 3, 4)
    with pytest.raises(WorkError, match=r"no pair could be run.*no hours in the week"):
        paired()


def test_stopping_by_width_counts_failed_pairs_among_those_tried(failing):
    failing(3)
    found = paired(replicates=20, until_width={"pressure": 10.0})
    assert found.replicates == 19
    assert found.asked == 20
    assert not found.interrupted


def test_the_whole_traceback_is_there_for_who_asks(failing, monkeypatch):
    monkeypatch.setenv("HETEROPHONY_DEBUG", "1")
    failing(1)
    with pytest.raises(ZeroDivisionError):
        paired()


@pytest.mark.parametrize(
    ("verb", "policies", "lost"),
    [("compare", ["meetings-every-4-weeks"], "pair 1"), ("run", [], "replicate 1")],
)
def test_the_command_prints_the_rest_and_ends_with_1(failing, capsys, verb, policies, lost):
    from heterophony.__main__ import main

    failing(1)
    words = ["heterophony", verb, "baseline", *policies, "--json"]
    words += [part for name, value in SMALL.items() for part in ("--set", f"{name}={value}")]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", [*words, "--replicates", "3", "--workers", "1"])
        with pytest.raises(SystemExit) as ended:
            main()
    shown = capsys.readouterr()
    assert ended.value.code == 1
    assert json.loads(shown.out)["replicates"] == 2
    assert f"{lost} failed and is left out of every number" in shown.err


def test_a_failing_replicate_loses_no_other(failing, monkeypatch):
    whole = run("baseline", replicates=4, overrides=SMALL)
    failing(1)
    found = run("baseline", replicates=4, overrides=SMALL)
    assert list(found.failed) == [1]
    assert "ZeroDivisionError: no hours in the week" in found.failed[1]
    assert found.replicates == (0, 2, 3)
    assert not found.interrupted
    kept = whole.outcomes[whole.outcomes["replicate"] != 1].reset_index(drop=True)
    assert found.outcomes.equals(kept)
    monkeypatch.setenv("HETEROPHONY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("baseline", replicates=4, overrides=SMALL)


def test_runs_that_all_fail_are_no_result(failing):
    failing(0, 1)
    with pytest.raises(WorkError, match=r"no run could be finished.*no hours in the week"):
        run("baseline", replicates=2, overrides=SMALL)
