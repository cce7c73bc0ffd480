"""Every pair of hard bounds together: both executors agree, and outcomes stay inside their ranges.

Thirteen runs cover each pair of ends (low-low, low-high, high-low, high-high) of every two
parameters, by the design of Kleitman and Spencer (1973): each parameter is at its upper bound in
six of the runs, the first among them, and no two parameters in the same six.
"""

import itertools
import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from heterophony.agents.prepared_rules import LEVELS
from heterophony.scenarios import OUTCOMES, PARAMETERS, ScenarioError, load_scenario
from heterophony.scenarios.declarations import Parameter
from heterophony.sim import Simulation

RUNS, HIGH = 13, 6
# How large a run is and how long it takes; other tests vary them.
SIZES = ("run.", "population.", "staffing.mentors", "staffing.mentor_caseload")
FRAME: dict[str, Any] = {"run.weeks": 14, "run.burn_in_weeks": 4, "staffing.mentors": 2}


def ends(parameter: Parameter) -> tuple[Any, Any] | None:
    """Both ends of what a parameter allows; None where it has no two single ends."""
    if parameter.type == "bool":
        return False, True
    if parameter.type == "choice":
        return parameter.choices[0], parameter.choices[-1]
    low, high = parameter.minimum, parameter.maximum
    if low is None or high is None or parameter.type in ("weeks", "table") or parameter.simplex:
        return None
    if parameter.type == "vector":
        return [low] * len(parameter.components), [high] * len(parameter.components)
    whole = int if parameter.type == "int" else float
    return whole(low), whole(high)


VARIED = {
    name: found
    for name, parameter in PARAMETERS.items()
    if not name.startswith(SIZES) and (found := ends(parameter)) is not None
}


def corners() -> list[dict[str, Any]]:
    """The settings of each run, in which every pair of ends occurs."""
    sets = itertools.combinations(range(1, RUNS), HIGH - 1)
    high_in = {name: {0, *chosen} for name, chosen in zip(VARIED, sets, strict=False)}
    assert len(high_in) == len(VARIED), "more parameters than the design holds: add a run"
    return [
        {name: two[run in high_in[name]] for name, two in VARIED.items()} for run in range(RUNS)
    ]


def allowed(values: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Leave out settings, as few as the refusals name, until a scenario may have the rest."""
    values = dict(values)
    while refusal := refused(values):
        named = [name for name in values if name in refusal]
        assert named, refusal
        del values[chance.choice(named)]
    return values


def refused(values: dict[str, Any]) -> str:
    """Return why a scenario may not have these values; empty if it may."""
    try:
        load_scenario("baseline", {**values, **FRAME})
    except ScenarioError as error:
        return str(error)
    return ""


def test_the_design_holds_every_pair_of_ends():
    rows = corners()
    names = random.Random(1).sample(list(VARIED), 40)
    for one, other in itertools.combinations(names, 2):
        met = {
            (VARIED[one].index(row[one]), VARIED[other].index(row[other]))
            for row in rows
        }  # fmt: skip
        assert len(met) == 4, (one, other)


@pytest.mark.parametrize("run", range(RUNS))
def test_at_every_corner_executors_agree_and_outcomes_stay_in_range(run: int):
    asked = corners()[run]
    kept = allowed(asked, random.Random(run))
    assert len(kept) > 0.9 * len(asked)
    scenario = load_scenario("baseline", {**kept, **FRAME})
    found = Simulation(scenario, seed=1).run().outcomes
    agents = Simulation(scenario, seed=1, executor="agents").run().outcomes
    for name, value in found.items():
        assert value == agents[name] or (math.isnan(value) and math.isnan(agents[name])), name
        declared = OUTCOMES[name]
        assert not math.isinf(value), name
        if not math.isnan(value):
            assert declared.minimum is None or value >= declared.minimum, (name, value)
            assert declared.maximum is None or value <= declared.maximum, (name, value)


SCRIPT = """
import json, sys
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
for values in json.load(sys.stdin):
    found = Simulation(load_scenario("baseline", values), seed=1).run().outcomes
    print(json.dumps({name: repr(value) for name, value in found.items()}))
"""


def outcomes_under(settings: list[dict[str, Any]], folder: Path, **environment: str) -> list[str]:
    """Return the outcomes of settings, as a process with another environment works them out."""
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(settings),
        env={**os.environ, **environment, "NUMBA_CACHE_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    ("switch", "to"),
    [
        pytest.param("NUMBA_DISABLE_JIT", "1", marks=pytest.mark.slow),
        *(
            pytest.param("HETEROPHONY_RULES", level, marks=pytest.mark.slow)
            for level in ("jit", *LEVELS)
        ),
        pytest.param("NUMBA_BOUNDSCHECK", "1", marks=pytest.mark.full),  # compiles everything anew
    ],
)
def test_corners_are_the_same_uncompiled_at_every_level_and_with_every_index_checked(
    switch, to, tmp_path
) -> None:
    kept = [allowed(asked, random.Random(run)) for run, asked in enumerate(corners())]
    settings = [{**values, **FRAME} for values in kept]
    found = outcomes_under(settings, tmp_path, **{switch: to})
    here = [Simulation(load_scenario("baseline", each), seed=1).run().outcomes for each in settings]
    assert found == [json.dumps({name: repr(v) for name, v in each.items()}) for each in here]
