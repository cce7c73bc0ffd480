"""The plan past one machine is arithmetic on measured rates."""

from typing import Any

import pytest

from heterophony.benchmarks.plan import (
    CORES_PER_NODE,
    NATION,
    WORKS,
    Rates,
    Work,
    checks,
    core_hours,
    memory_of_node,
    plan_table,
    rates_of,
)

RATES = Rates(
    citizen_week=400e-9,
    of_many=500e-9,
    world=1e-3,
    sharing=0.8,
    citizen=4_000.0,
    program=2e8,
    row=100.0,
)
MEASURED: dict[str, Any] = {
    "model": {
        # ms for 128 x 208 citizen-weeks
        "default_run": {"seconds": {"least": 10.6496}, "another world": {"least": 1.0}},
        "large_run": {
            "seconds": 8.0,
            "citizens": 100_000,
            "weeks_in_all": 200,
            "bytes_per_citizen": 4_000.0,
            "megabytes": 600.0,
        },
        "ensembles": {
            "times": {"150 runs, 1 thread": {"least": 1.6}, "150 runs, 2 threads": {"least": 1.0}}
        },
        "many_cores": {
            "a run": {"efficiency": {"4": 0.95}},
            "a policy beside its baseline": {"efficiency": {"4": 0.9}},
        },
        "sizes": {"1": {"least": 390.0}, "782": {"least": 468.0}},
    },
    "processes": {"sweep": {"runs_per_second": 140.0, "bytes_per_run": 100.0}},
}


def test_a_million_worlds_of_a_jobcentre_take_what_their_citizen_weeks_cost():
    work = Work("a million worlds", 128, 1_000_000, 2, 1)
    assert work.citizen_weeks == 2_000_000 * 128 * 208
    expected = work.citizen_weeks * 400e-9 + 2_000_000 * 1e-3
    assert core_hours(work, RATES) == pytest.approx(expected / 0.8 / 3600)


def test_a_nation_costs_by_the_rate_of_many_jobcentres_and_takes_memory_by_the_citizen():
    work = Work("nation", NATION, 1, 1, 1)
    expected = NATION * 208 * 500e-9 + 1e-3
    assert core_hours(work, RATES) == pytest.approx(expected / 0.8 / 3600)
    expected = (CORES_PER_NODE // 4 * 2e8 + CORES_PER_NODE * NATION * 4_000) / 1e9
    assert memory_of_node(work, RATES) == pytest.approx(expected)


def test_rates_are_read_from_a_full_run():
    found = rates_of(MEASURED)
    assert found.citizen_week == pytest.approx(400e-9)
    assert found.of_many == pytest.approx(400e-9)
    assert found.sharing == pytest.approx(0.8)
    assert found.program == pytest.approx(2e8)


def test_a_process_is_given_no_more_than_its_threads_keep_of_their_speed():
    model = MEASURED["model"] | {"many_cores": {"a run": {"efficiency": {"4": 0.7}}}}
    assert rates_of(MEASURED | {"model": model}).sharing == pytest.approx(0.7)


def test_the_plan_names_every_work_and_the_checks_say_foretold_and_measured():
    shown = plan_table(RATES)
    assert all(work.name in shown for work in WORKS)
    told = checks(MEASURED, rates_of(MEASURED))
    assert "foretold from one jobcentre 8.0 s, measured 8.0 s" in told[0]
    assert "1.20 times" in told[1]
    assert "foretold 150 runs a second, measured 140" in told[2]
