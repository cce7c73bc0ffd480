"""What several parts of the model follow is stated once, and a part that misses says where."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from heterophony.agents.batch import CONSTANT_OF_CITIZEN, READ_OF_CITIZEN
from heterophony.agents.citizen import Citizen
from heterophony.agents.citizen_week import AFTER_ENCOUNTERS, CITIZEN_WEEK
from heterophony.sim import batch_steps
from heterophony.sim.batch_steps import BATCHED
from heterophony.sim.office import Office
from heterophony.sim.schedule import WEEK

BATCHED_FILE = "agents/batch.py: add it to READ_OF_CITIZEN"


def plain(rule: Any) -> Any:
    return getattr(rule, "py_func", rule)


def read_by(rule: Any, argument: str, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (column, rule) for each column that a rule, or what it calls, reads of an argument."""
    function = plain(rule)
    if (function.__name__, argument) in seen:
        return
    seen.add((function.__name__, argument))
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == argument:
            yield node.attr, function.__name__
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = function.__globals__.get(node.func.id)
            if not inspect.isfunction(plain(called)):
                continue
            names = list(inspect.signature(plain(called)).parameters)
            for place, given in enumerate(node.args):
                if getattr(given, "id", "") == argument:
                    yield from read_by(called, names[place], seen)


def rules_of_lanes() -> Iterator[tuple[Any, str]]:
    """Yield each rule that a lane is handed to as if it were a citizen's row."""
    for name in ("step_blocks", *(compute for compute, _ in BATCHED.values())):
        function = plain(getattr(batch_steps, name))
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            called = function.__globals__.get(node.func.id)
            if not inspect.isfunction(plain(called)):
                continue
            names = list(inspect.signature(plain(called)).parameters)
            for place, given in enumerate(node.args):
                lane = isinstance(given, ast.Call) and getattr(given.func, "id", "") == "in_lane"
                if lane or getattr(given, "id", "") == "citizen":
                    yield called, names[place]


def test_a_batch_holds_every_column_that_its_rules_read():
    seen: set[tuple[str, str]] = set()
    found = {
        column: rule
        for called, name in rules_of_lanes()
        for column, rule in read_by(called, name, seen)
    }
    held = {*READ_OF_CITIZEN, *CONSTANT_OF_CITIZEN}
    missing = [
        f"{rule} reads citizen.{column}, which no batch holds; {BATCHED_FILE}"
        for column, rule in found.items()
        if column not in held
    ]
    assert not missing, "\n".join(missing)
    assert len(found) > 15  # the walk found the rules at all


def test_every_step_of_a_citizens_week_is_an_act_of_the_agent():
    missing = [step.name for step in CITIZEN_WEEK if not hasattr(Citizen, step.name)]
    assert not missing, f"agents/citizen.py lacks a method for {missing}"


def test_every_step_after_the_encounters_is_batched_and_nothing_else():
    assert set(BATCHED) == {step.name for step in AFTER_ENCOUNTERS}, (
        "sim/batch_steps.py: BATCHED names how each step after the encounters is computed in a lane"
    )


def test_an_office_takes_only_steps_that_the_week_has():
    names = {step.name for step in WEEK}
    assert {"arrive", "begin_weeks", "fill_hours", "live_through", "end_weeks"} <= names
    acts = {name for name, act in vars(Office).items() if inspect.isfunction(act)}
    assert acts - names == {"__init__", "citizen", "live_week", "meet_the_citizens"}
