"""The first use says how far it has come with compiling the rules."""

import pytest

from heterophony.agents.prepared_rules import Finding, Library
from heterophony.agents.rule_sources import rule_sources
from heterophony.experiments.commands import compiling


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setattr("heterophony.agents.rule_folders.cache_folder", lambda: tmp_path)
    monkeypatch.setattr("heterophony.agents.prepared_rules.finding", lambda: Finding(None))
    return tmp_path


def keep(folder, *names):
    (folder / "agents_0").mkdir(exist_ok=True)
    for name in names:
        (folder / "agents_0" / f"{name}.py311.nbi").touch()


def test_every_rule_counts_once_however_often_it_is_compiled(empty_cache):
    keep(empty_cache, "draws.uniform-55", "draws.uniform-56", "bounded.push-30")
    kept, in_all = compiling.rules_compiled()
    assert in_all == sum(file.read_text("utf-8").count("\n@compiled\n") for file in rule_sources())
    assert in_all > 100
    assert kept == 2


def test_the_count_is_told_until_the_work_has_begun(empty_cache, monkeypatch):
    monkeypatch.setattr(compiling, "_EVERY", 0.01)
    told = []
    watch = compiling.CompilationWatch()
    assert watch.needed
    with watch.telling(lambda kept, in_all: told.append(kept)):
        while not told:
            pass
        keep(empty_cache, "bounded.push-30")
        while told[-1] == 0:
            pass
        watch.stop()
    assert told[0] == 0
    assert told[-1] == 1


def test_where_the_rules_are_compiled_nothing_is_told(empty_cache):
    _, in_all = compiling.rules_compiled()
    keep(empty_cache, *(f"module.rule{number}-1" for number in range(in_all)))
    watch = compiling.CompilationWatch()
    assert not watch.needed
    with watch.telling(lambda *_: pytest.fail("told")):
        pass


def test_where_the_rules_were_compiled_ahead_nothing_is_told(empty_cache, monkeypatch):
    library = Library("any", None, {})
    monkeypatch.setattr("heterophony.agents.prepared_rules.finding", lambda: Finding(library))
    assert not compiling.CompilationWatch().needed
