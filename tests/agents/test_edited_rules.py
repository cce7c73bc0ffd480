"""After an edit, rules compiled ahead are used where it does not reach, and nowhere else."""

import json
import os
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest

from heterophony.agents import draws, prepared_rules
from heterophony.agents.prepared_rules import FOLDER
from heterophony.ahead.entries import ENTRIES

STAMP = json.loads((FOLDER / "stamp.json").read_text("utf-8"))
HERE, _ = prepared_rules._levels_here()
A_KEY = "from heterophony.sim.population import run_key; print(run_key(5))"
TOUCHED = "heterophony.sim.schedule.run_weeks"

linux_only = pytest.mark.skipif(not HERE, reason="no library was compiled for this machine")


def printed(statement: str, *, said: str = "", **environment: str) -> str:
    """Run a statement in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", statement], check=False, capture_output=True, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (said in done.stderr) if said else not done.stderr
    return done.stdout


@linux_only
def test_an_edited_rule_is_compiled_anew_and_that_is_said(package, tmp_path):
    places = {"PYTHONPATH": str(package.parent), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    before = printed(A_KEY, **places)
    rule = package / "agents/draws.py"
    rule.write_text(rule.read_text("utf-8").replace("0xBF58476D1CE4E5B9", "0xBF58476D1CE4E5B1"))
    after = printed(A_KEY, said="`make rules` renews them", **places)
    assert after == printed(A_KEY, NUMBA_DISABLE_JIT="1", **places)
    assert after != before


@linux_only
def test_rules_that_an_edit_does_not_touch_are_not_compiled_anew(package):
    with (package / "agents/reaction.py").open("a", encoding="utf-8") as source:
        source.write("\n# Edited.\n")
    statement = f"""
import sys, numpy as np
from heterophony.agents.draws import child_key
from heterophony.agents.prepared_rules import finding
print(int(child_key(np.uint64(3), 4, 5)), 'numba' in sys.modules, finding().stale)
left = set(finding().entries) - set(finding().library.entries)
print('{TOUCHED}' in left, 'heterophony.sim.outcome_values.write_outcomes' in left)
"""
    key = int(draws.child_key(np.uint64(3), 4, 5))
    found = printed(statement, PYTHONPATH=str(package.parent))
    assert found.split() == [str(key), "False", "True", "True", "False"]


def test_that_rules_were_edited_stops_no_test(monkeypatch):
    monkeypatch.setattr(prepared_rules, "SOURCE_DIGEST", "another")
    found = prepared_rules.finding.__wrapped__()
    assert found.stale
    # Any other warning of the package is an error in a test.
    warnings.warn_explicit(found.reason, RuntimeWarning, "rules.py", 1, module="heterophony.agents")
    with pytest.raises(RuntimeWarning, match="another"):
        warnings.warn_explicit(
            "another", RuntimeWarning, "rules.py", 1, module="heterophony.agents"
        )


@pytest.mark.parametrize("part", STAMP["parts"])
def test_an_edit_of_a_part_leaves_the_entries_without_it(part, monkeypatch):
    digests = {**STAMP["parts"], part: "another"}
    monkeypatch.setattr(prepared_rules, "part_digests", lambda: digests)
    left = prepared_rules.unedited(STAMP)
    entries = STAMP["entries"].items()
    assert set(left) == {name for name, each in entries if part not in each["parts"].split(", ")}


def reached(rule: Any, seen: dict[str, str]) -> dict[str, str]:
    """Return the rules that a rule calls, itself included, and their modules, by name."""
    plain = getattr(rule, "py_func", rule)
    name = f"{plain.__module__}.{plain.__qualname__}"
    if name not in seen:
        seen[name] = plain.__module__
        for each in plain.__code__.co_names:
            value = plain.__globals__.get(each)
            if hasattr(value, "py_func"):
                reached(value, seen)
    return seen


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.symbol)
def test_the_parts_of_an_entry_have_all_rules_that_it_calls(entry):
    modules = set(reached(entry.rule, {}).values())
    files = {f"{module.split('.')[1]}/{module.split('.')[2]}.py" for module in modules}
    assert files <= set(STAMP["entries"][entry.name]["parts"].split(", "))
