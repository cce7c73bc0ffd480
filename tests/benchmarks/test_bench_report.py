"""Whatever was measured or left out, the report lists every goal, and its JSON can be read."""

import copy
import json

import pytest

from heterophony.benchmarks.goal_list import BY_HAND, LEFT_OUT, goals_of
from heterophony.benchmarks.implementations import ALL
from heterophony.benchmarks.model_speed import POLICIES, variance_ratios
from heterophony.benchmarks.report import as_text, write_document
from heterophony.benchmarks.turns import Times

GOALS = 35
_SIZES = {"bytes": 854_000, "bare_bytes": 335_000}  # of the file that is mailed


def of(*values: float) -> Times:
    return Times(values)


@pytest.fixture
def quick() -> dict:
    """What a quick run returns, with made-up numbers; no AgentPy here, and C is not equal."""
    modules = [each.module for each in ALL if each.module != "agentpy_objects"]
    checks = [{"module": each.module, "ok": True, "detail": "same bits"} for each in ALL]
    checks[1]["ok"] = False
    return {
        "extent": "quick",
        "when": "2026-01-01T00:00:00+00:00",
        "machine": {"processor": "a processor", "cores": 2, "busy": 0.5},
        "versions": {"python": "3.11", "numba": "1", "numpy": "2", "mesa": "3", "rules": "abc"},
        "checks": checks,
        "workload": {
            "one_jobcentre": {name: of(100.0 * (n + 1), 900.0) for n, name in enumerate(modules)},
            "skipped": {"agentpy_objects": "its environment is not made"},
        },
        "model": {
            "equal": {"agents": True, "uncompiled": True},
            "times": {
                "compiled": of(500.0),
                "compiled, the same 8 weeks": of(400.0),
                "agents": of(90_000.0),
                "uncompiled": of(80_000.0),
            },
            "default_run": {
                name: of(value)
                for name, value in (
                    ("build", 1.0),
                    ("weeks", 8.0),
                    ("collect", 1.0),
                    ("seconds", 10.0),
                    ("another world", 2.0),
                )
            },
            "sizes": {1: of(500.0), 8: of(550.0)},
            "many_cores": {
                name: {"runs_per_second": {"1": 50.0, "4": 190.0}, "efficiency": {"4": 0.95}}
                for name in ("a run", "a policy beside its baseline")
            },
            "ensembles": {
                "times": {
                    "150 runs, 1 thread": of(1.9),
                    "150 runs, 2 threads": of(1.0),
                    "150 runs, 2 threads, burn-ins kept": of(0.75),
                    "four arms": of(0.2),
                    "one policy changed": of(0.05),
                },
                "first": of(0.01),
                "variance": dict.fromkeys(POLICIES, 0.1),
            },
            "replicates": 20,
        },
        "ahead": {
            "locked": of(0.4, 0.5),
            "settled": {"share": 0.95, "of": 6},
            "mailed": {"opened": 0.9, "moved": of(0.3, 0.5, 0.45), **_SIZES},
        },
        "page": {"first": of(0.2, 0.1, 0.3), "full": of(0.5, 0.9, 0.6), "first_pairs": 4},
        "processes": {"warm": {"--help": of(0.1), "run": of(1.0), "compare": of(2.0)}},
    }


@pytest.fixture
def full(quick: dict) -> dict:
    """What a full run adds."""
    found = copy.deepcopy(quick)
    found["extent"] = "full"
    found["workload"]["large"] = found["workload"]["one_jobcentre"]
    found["model"]["replicates"] = 50
    found["model"]["large_run"] = {
        "seconds": 5.0,
        "threads": 2,
        "clock": 3.0,
        "citizens": 100_096,
        "weeks_in_all": 104,
        "megabytes": 600.0,
        "bytes_per_citizen": 4_000.0,
    }
    found["processes"]["sweep"] = {
        "points": 5,
        "runs_per_second": 150.0,
        "seconds_for_10000": 84.0,
        "bytes_per_run": 80.0,
    }
    found["ahead"]["edited"] = {"clock": 61.0, "processor": 60.0}
    found["processes"]["first_use"] = {"cold": 90.0, "cold_processor": 85.0, "warm": 2.0}
    return found


def test_a_quick_run_lists_every_goal_and_says_what_it_left_out(quick):
    goals = goals_of(quick)
    assert len(goals) == len({goal.what for goal in goals}) == GOALS
    left_out = [goal for goal in goals if goal.met is None]
    assert {goal.note for goal in left_out} == {
        LEFT_OUT,
        BY_HAND,
        "its environment is not made",
        "tests/experiments/test_settling.py",
    }


def test_a_run_is_set_beside_its_compiled_weeks(quick):
    found = {goal.what: goal for goal in goals_of(quick)}
    goal = found["one default run, 208 weeks, beside its weeks alone"]
    assert goal.found == pytest.approx(10.0 / 8.0)
    assert goal.verdict == "NOT MET"


def test_the_page_is_set_beside_the_runs_alone_with_its_median_and_spread(full):
    found = {goal.what: goal for goal in goals_of(full)}
    first = found["page in Chromium: key to first answer painted, beyond the runs"]
    assert first.found == pytest.approx(0.2 - 0.01)
    assert first.note == "0.20 s, 0.10 to 0.30 in 3 changes; runs 0.01"
    whole = found["page in Chromium: key to full answer painted, beyond the runs"]
    assert whole.found == pytest.approx(0.6 - 0.05)
    assert "key to first answer, 4 pairs painted" in as_text({**full, "goals": goals_of(full)})


def test_what_rules_compiled_ahead_give_is_set_beside_its_goals(quick, full):
    found = {goal.what: goal for goal in goals_of(full)}
    assert found["an edited rule to its first result"].note == "by the clock; 60 s of processor"
    assert found["one default run, holding Python's lock"].found == 0.4
    assert found["shown words settled 0.4 s after a lever moved"].verdict == "met"
    assert found["page without Python: a moved lever, 16 pairs"].found == 0.45
    assert found["page without Python: the file, no worlds"].found == 335.0
    assert found["page without Python: the file, 100 worlds"].found == 854.0
    memory = found["1,000,000 citizens x 208 weeks, one run: memory"]
    assert (memory.found, memory.verdict) == (4.0, "met")
    quick["ahead"]["mailed"] = {"reason": "no Chromium here", **_SIZES}
    quick["ahead"]["locked"] = {"reason": "nothing to time"}
    notes = {goal.what: goal.note for goal in goals_of(quick)}
    assert notes["page without Python: a moved lever, 16 pairs"] == "no Chromium here"
    assert notes["one default run, holding Python's lock"] == "nothing to time"


def test_a_page_that_could_not_be_opened_says_why_and_hides_no_goal(quick):
    quick["page"] = {"reason": "no Chromium here"}
    quick["goals"] = goals_of(quick)
    notes = [goal.note for goal in quick["goals"] if goal.what.startswith("page in Chromium")]
    assert notes == ["no Chromium here"] * 2
    assert as_text(quick).count("no Chromium here") == 2


def test_a_shorter_large_run_is_scaled_to_the_horizon(full):
    found = {goal.what: goal for goal in goals_of(full)}
    goal = found["100,000 citizens x 208 weeks, one run"]
    assert goal.found == pytest.approx(6.0)
    assert goal.note == "by the clock on 2 threads; one thread 10.0 s; from 104 weeks"


def test_what_went_into_writing_is_what_bare_runs_do_not_take(full):
    found = {goal.what: goal for goal in goals_of(full)}
    swept = found["10,000-run sweep, results written, beside the runs alone"]
    # Bare, a fifth of the runs lives through burn-in: 150 in 1 s, and the others in 0.75 s.
    assert swept.found == pytest.approx((150.0 / 0.8) / 150.0)
    assert swept.verdict == "NOT MET"


def test_the_report_shows_every_goal_and_what_is_not_equal(quick, full):
    for measured in (quick, full):
        measured["goals"] = goals_of(measured)
        shown = as_text(measured)
        assert all(goal.what in shown for goal in measured["goals"])
        assert "NOT EQUAL" in shown
        assert "NOT MET" in shown


def test_the_document_is_json_with_goals_beside_what_was_found(full, tmp_path):
    full["goals"] = goals_of(full)
    write_document(full, tmp_path / "deep" / "bench.json")
    read = json.loads((tmp_path / "deep" / "bench.json").read_text("utf-8"))
    assert len(read["goals"]) == GOALS
    assert {"what", "limit", "found", "met"} <= set(read["goals"][0])
    assert read["workload"]["one_jobcentre"]["numba_loop"]["median"] == 500.0
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["bench.json"]


def test_the_variance_of_a_paired_difference_is_set_against_unpaired_seeds():
    same_luck = [[float(n), n + 0.5, n + 1.0, -n] for n in range(10)]
    found = variance_ratios(same_luck)
    assert found[POLICIES[0]] == pytest.approx(0.0, abs=1e-12)
    assert found[POLICIES[2]] == pytest.approx(2.0)
