"""The first use says how far it has come with compiling the rules."""

import pytest

from heterophony.agents import compiled
from heterophony.agents.compiled import COMPILATION_OFF, Rule
from heterophony.agents.prepared_rules import Finding, Library
from heterophony.agents.rule_sources import rule_sources
from heterophony.experiments.commands import compiling

WEEK = "heterophony.sim.schedule.run_weeks"

pytestmark = pytest.mark.skipif(COMPILATION_OFF, reason="nothing is compiled")


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setattr("heterophony.agents.rule_folders.cache_folder", lambda: tmp_path)
    monkeypatch.setattr("heterophony.agents.prepared_rules.finding", lambda: Finding(None))
    monkeypatch.setattr(compiled, "_begun", set())
    return tmp_path


def doubled(value):
    return value + value


def test_every_rule_counts_once_however_often_it_is_compiled(empty_cache):
    kept, in_all = compiling.rules_compiled()
    sources = [file.read_text("utf-8") for file in rule_sources()]
    assert in_all == sum(
        each.count("\n@compiled\n") + each.count("\n@compiled_inside\n") for each in sources
    )
    assert in_all > 400
    assert kept == 0
    rule = Rule(doubled, inside=False)
    assert rule.dispatcher is not None  # where Python calls it
    assert rule.callee is not None  # where rules call it
    assert compiling.rules_compiled() == (1, in_all)


def test_the_count_is_told_until_the_work_has_begun(empty_cache, monkeypatch):
    monkeypatch.setattr(compiling, "_EVERY", 0.01)
    told = []
    watch = compiling.CompilationWatch()
    assert watch.needed
    with watch.telling(lambda kept, in_all: told.append(kept)):
        while not told:
            pass
        assert Rule(doubled, inside=False).callee is not None
        while told[-1] == 0:
            pass
        watch.stop()
    assert told[0] == 0
    assert told[-1] == 1


def test_where_the_week_is_compiled_nothing_is_told(empty_cache):
    (empty_cache / "sim_0").mkdir()
    (empty_cache / "sim_0/schedule.run_weeks-30.py311.nbi").touch()
    watch = compiling.CompilationWatch()
    assert not watch.needed
    with watch.telling(lambda *_: pytest.fail("told")):
        pass


@pytest.mark.parametrize("entries", [{WEEK: {}}, {}])
def test_what_counts_is_whether_the_week_was_compiled_ahead(empty_cache, monkeypatch, entries):
    found = Finding(Library("any", None, entries))
    monkeypatch.setattr("heterophony.agents.prepared_rules.finding", lambda: found)
    assert compiling.CompilationWatch().needed == (WEEK not in entries)
