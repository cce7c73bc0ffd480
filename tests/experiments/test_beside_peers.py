"""What other tools are known to get wrong or to do well, tried here: see docs/peers.md."""

import html
import json
import random
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import heterophony as hp
from heterophony.agents.citizen import Citizen
from heterophony.experiments.methods.soundness import soundness, the_model, trial_of
from heterophony.experiments.methods.soundness_properties import PROPERTIES
from heterophony.experiments.results.identity import run_id, scenario_digest
from heterophony.sim import HeterophonicModel, Simulation

SMALL = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 2}
CHANGED = """
name = "changed"
extends = "baseline"
run.weeks = 40
run.burn_in_weeks = 8
staffing.mentors = 2
[[change]]
week = 20
meeting.interval_weeks = 2
"""


# Policies are kept apart, and begin in their week.


def test_a_policy_gives_the_same_bits_whatever_is_compared_before_or_beside_it() -> None:
    def outcomes(*policies: str) -> dict[str, Any]:
        found = hp.compare("baseline", policies, replicates=2, overrides=SMALL)
        return {each.name: each.outcomes for each in found.policies}

    alone = outcomes("shared-goals")
    beside = outcomes("meetings-every-4-weeks", "shared-goals", "refund-2006")
    turned = outcomes("shared-goals", "refund-2006", "meetings-every-4-weeks")
    assert repr(beside["shared-goals"]) == repr(alone["shared-goals"])
    assert {name: repr(each) for name, each in turned.items()} == {
        name: repr(each) for name, each in beside.items()
    }


def test_no_policy_of_the_library_leaves_a_trace_in_the_baseline() -> None:
    def baseline() -> tuple[str, str]:
        scenario = hp.load_scenario("baseline", SMALL)
        return scenario.to_toml(complete=True), Simulation(scenario, 1).run().digest()

    before = baseline()
    for name in ("full-recommendation", "no-mentor", "refund-2006", "reform-timeline"):
        Simulation(hp.load_scenario(name, SMALL), 1).run()
    assert baseline() == before


def test_premises_that_change_in_a_week_change_nothing_before_it(empty_folder) -> None:
    (empty_folder / "changed.toml").write_text(CHANGED)
    changed = hp.load_scenario("changed.toml")
    usual, other = (
        Simulation(each, 3).run().weekly for each in (replace(changed, changes=()), changed)
    )
    assert all(np.array_equal(usual[name][:20], other[name][:20], True) for name in usual)
    assert not np.array_equal(usual["pressure"][20:], other["pressure"][20:], True)


# A run is known by what decides it, and a printed line makes it again.


def test_a_run_is_known_by_rules_values_and_seed_and_not_by_names() -> None:
    scenario = hp.load_scenario("baseline", SMALL)
    usual = run_id("rules", scenario_digest(scenario), 1)
    renamed = replace(scenario, name="other", path="elsewhere.toml", title={"en": "Other"})
    assert run_id("rules", scenario_digest(renamed), 1) == usual
    moved = scenario.replaced({"meeting.interval_weeks": 4})
    others = {
        run_id("rules", scenario_digest(moved), 1),
        run_id("rules", scenario_digest(replace(scenario, root=moved.values)), 1),
        run_id("rules", scenario_digest(scenario), 2),
        run_id("other rules", scenario_digest(scenario), 1),
    }
    assert len(others - {usual}) == 4


@pytest.fixture
def command(monkeypatch, capsys):
    """Type a line; what matters is that it ends well."""
    from heterophony.__main__ import main

    def run(words: list[str]) -> None:
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, capsys.readouterr().err

    return run


def test_the_line_that_a_report_prints_makes_its_numbers_again(command, empty_folder) -> None:
    asked = "heterophony compare baseline shared-goals --replicates 3 --weeks 30 --seed 5"
    command([*asked.split(), "--set", "run.burn_in_weeks=8", "--out", "first"])
    command(["heterophony", "report", "first"])
    page = (empty_folder / "first" / "report-en.html").read_text("utf-8")
    first = json.loads((empty_folder / "first" / "manifest.json").read_text())
    assert first["results_sha256"] in page
    printed = re.search(r"heterophony compare [^<]*--out first", html.unescape(page))
    assert printed
    (empty_folder / "first").rename(empty_folder / "before")
    command(shlex.split(printed[0]))
    again = json.loads((empty_folder / "first" / "manifest.json").read_text())
    assert again["results_sha256"] == first["results_sha256"]


def test_what_a_run_keeps_is_plain_and_its_own() -> None:
    """A table must not hold the agents' own memory, which goes on changing."""
    simulation = Simulation(hp.load_scenario("baseline", SMALL), 1, keep=("meetings", "events"))
    result = simulation.run()
    world = simulation.state
    theirs = (world.citizens, world.caseworkers, world.mentors, world.slots, world.meetings)
    kept: list[Mapping[str, Any]] = [result.weekly, result.citizens]
    kept += [each for each in (result.meetings, result.events) if each is not None]
    for columns in kept:
        for name, values in columns.items():
            assert values.dtype.kind in "fiubU", name
            assert not any(np.shares_memory(values, each) for each in theirs), name


# Kinds of faults that abmfact plants in its own model, planted here.


class DrawsUnseeded(Citizen):
    """Chance comes from a generator that no seed reaches."""

    def live_week(self):
        super().live_week()
        self.record["pressure"] = min(1.0, self.record["pressure"] + 0.02 * random.random())


class FirstComersFeelMore(Citizen):
    """What happens hangs on the row in which somebody stands."""

    def live_week(self):
        super().live_week()
        if self.row < 5:
            self.record["pressure"] = min(1.0, self.record["pressure"] + 0.05)


class FeelsTheWeekBeforeLast(Citizen):
    """Pressure is read as it was two weeks ago."""

    def live_week(self):
        held = self.__dict__.setdefault("held", [])
        held.append(float(self.record["pressure"]))
        if len(held) > 2:
            self.record["pressure"] = held.pop(0)
        super().live_week()


def of_agents(citizen):
    def begin(scenario, seed, executor="", keep=()):
        simulation = Simulation(scenario, seed, "agents", keep)
        HeterophonicModel(simulation=simulation, citizen_class=citizen)
        return simulation

    return begin


def stale_in_one_path(scenario, seed, executor="", keep=()):
    begin = of_agents(FeelsTheWeekBeforeLast) if executor == "agents" else the_model
    return begin(scenario, seed, executor, keep)


def no_seed_arrives(scenario, seed, executor="", keep=()):
    return the_model(scenario, 12345, executor, keep)


FAULTS = {
    "nondeterminism": (of_agents(DrawsUnseeded), "executors agree"),
    "stale state": (stale_in_one_path, "executors agree"),
    "dependence on numbers": (of_agents(FirstComersFeelMore), "order of citizens"),
    "ignored seed": (no_seed_arrives, "seed reaches everything"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_kind_of_fault_that_another_tool_plants_is_caught_here(fault) -> None:
    begin, check = FAULTS[fault]
    assert PROPERTIES[check](trial_of(None, begin))


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["stale state", "dependence on numbers", "ignored seed"])
def test_it_is_caught_by_no_other_check(fault) -> None:
    begin, check = FAULTS[fault]
    assert [each.name for each in soundness(begin=begin) if not each.holds] == [check]


# Work is done side by side whatever it is made of.


@pytest.mark.slow
def test_a_class_of_a_function_runs_in_two_processes_as_in_one(small_plan, tmp_path) -> None:
    class Silent(hp.Mentor):
        def plan_week(self):
            add = lambda: super(Silent, self).plan_week()  # noqa: E731
            add()

    tiny = {"run.weeks": 6, "run.burn_in_weeks": 2, "staffing.mentors": 1}
    plan = small_plan(set=tiny, grid=None, replicates=4)
    agents = {"mentor_class": Silent}
    one, two = (
        hp.sweep(plan, tmp_path / str(workers), workers=workers, agents=agents)
        for workers in (1, 2)
    )
    assert one.counts()["done"] == 4
    assert one.runs.equals(two.runs)
