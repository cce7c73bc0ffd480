"""From a plan to its points: everything is checked, each point's scenario too, before a run."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from heterophony.experiments.inputs.plan import DESIGNS, Plan, flat
from heterophony.experiments.inputs.reading import refuse
from heterophony.experiments.inputs.samples import METHODS, dimensions, shares
from heterophony.experiments.results.design import Design, Point, scenario_at
from heterophony.experiments.results.identity import scenario_digest
from heterophony.experiments.results.store_manifest import LARGEST_POINTS, LARGEST_RUNS
from heterophony.scenarios import OUTCOMES, Problem, Scenario, ScenarioError, load_scenario
from heterophony.scenarios.errors import MOST_SHOWN, nearest, shown
from heterophony.scenarios.locating import locate
from heterophony.scenarios.scenario import overridden
from heterophony.scenarios.settings import read_settings

LARGEST_CELLS = 10_000_000  # points times varied parameters, so that a design fits into memory
_SHOWN = 5  # problems of one kind that are written out

Asked = dict[str, Any]


def resolve_frame(plan: Plan) -> Design:
    """Return what a plan says without its points: scenarios, outcomes, seed, replicates.

    Raises
    ------
    RequestError
        Naming everything that is wrong.
    """
    problems: list[str] = []
    outcomes = _outcomes(plan, problems)
    scenarios = _scenarios(plan, problems)
    refuse(problems, plan.source)
    return Design(scenarios, (), outcomes, plan.seed, plan.replicates, [])


def resolve(plan: Plan) -> Design:
    """Return the design of a plan, each point checked and none there twice.

    Raises
    ------
    RequestError
        Naming what is wrong: an unknown name, a value that is not allowed, an empty, enormous or
        contradictory design, points whose values contradict each other.
    """
    design = resolve_frame(plan)
    problems: list[str] = []
    asked = _asked(plan, len(design.scenarios), problems)
    refuse(problems, plan.source)
    design.varied = tuple(dict.fromkeys(name for each in asked for name in each))
    problems += _clashes(plan.fixed, design.varied)
    check_size(len(asked) * len(design.scenarios), len(design.varied), plan.replicates, problems)
    refuse(problems, plan.source)
    add_points(design, product(range(len(design.scenarios)), asked), problems)
    refuse(problems, plan.source)
    return design


def add_points(design: Design, wanted: Iterable[tuple[int, Asked]], problems: list[str]) -> None:
    """Check points, each a scenario's number and its values, and add them to the design."""
    numbers = {point.digest: number for number, point in enumerate(design.points)}
    impossible, twice = [], []
    for scenario, asked in wanted:
        number = len(design.points)
        try:
            digest = scenario_digest(scenario_at(design.scenarios[scenario], asked, number))
        except ScenarioError as error:
            impossible.append("\n".join(str(each) for each in error.problems))
            digest = f"impossible {number}"
        design.points.append(Point(scenario, json.dumps(asked), digest))
        if digest in numbers:
            first = design.named(numbers[digest])
            twice.append(f"{first} and {design.named(number)} are one and the same; leave one out")
        numbers.setdefault(digest, number)
    for found in (impossible, twice):
        problems += found[:_SHOWN]
        if len(found) > _SHOWN:
            problems.append(f"... and {len(found) - _SHOWN:,} more points like these")


def check_size(points: int, varied: int, replicates: int, problems: list[str]) -> None:
    """Note what is too large, with its size and the limit."""
    for what, size, limit in (
        ("points", points, LARGEST_POINTS),
        ("runs (points times replicates)", points * replicates, LARGEST_RUNS),
        ("values (points times varied parameters)", points * varied, LARGEST_CELLS),
    ):
        if size > limit:
            problems.append(
                f"this is {size:,} {what}; at most {limit:,}: split the plan or thin it out"
            )


def checked_values(table: Mapping[str, Any], where: str, problems: list[str]) -> Asked:
    """Return the values of a table by dotted name in their plain form, noting what is wrong."""
    found: list[Problem] = []
    settings = read_settings(table, where, found)
    problems += [str(each) for each in found]
    return {
        f"{each.name}.{each.component}" if each.component else each.name: each.value
        for each in settings
    }


def checked_lists(
    table: Mapping[str, Any], where: str, problems: list[str]
) -> dict[str, list[Any]]:
    """Return lists of values by dotted name, noting what is wrong with names and values."""
    lists: dict[str, list[Any]] = {}
    for name, values in flat(table):
        if len(problems) >= MOST_SHOWN:
            problems.append(f"{where}: what follows {name} was not checked")
            break
        if not isinstance(values, list | tuple):
            problems.append(f"{where}: {name} = {shown(values)}: must be a list of values")
            continue
        if not values:
            problems.append(f"{where}: {name} is an empty list; give it at least one value")
        checked = _checked_list(name, values, where, problems)
        counted = Counter(json.dumps(each) for each in checked)
        twice = [each for each, count in counted.items() if count > 1]
        problems += [f"{where}: {name} lists {each} twice" for each in twice]
        lists[name] = checked
    return lists


def _checked_list(name: str, values: Iterable[Any], where: str, problems: list[str]) -> list[Any]:
    """Return the values of one parameter in their plain form."""
    checked: list[Any] = []
    for value in values:
        if len(problems) >= MOST_SHOWN:
            break
        checked += checked_values({name: value}, where, problems).values()
    return checked


def _asked(plan: Plan, scenarios: int, problems: list[str]) -> list[Asked]:
    """Return the values of each point of the design, before they meet a scenario."""
    designs = (plan.grid, plan.points, plan.sample)
    given = [name for name, each in zip(DESIGNS, designs, strict=True) if each is not None]
    if len(given) > 1:
        problems.append(f"{' and '.join(given)} contradict each other; allowed: one of them")
        return []
    if plan.grid is not None:
        return _grid(plan, scenarios, problems)
    if plan.points is not None:
        if not plan.points:
            problems.append("point is an empty list; give at least one [[point]]")
        return [
            checked_values(each, f"[[point]] {number}", problems)
            for number, each in enumerate(plan.points)
            if len(problems) < MOST_SHOWN
        ]
    if plan.sample is not None:
        return _sample(plan, plan.sample, problems)
    return [{}]


def _grid(plan: Plan, scenarios: int, problems: list[str]) -> list[Asked]:
    assert plan.grid is not None
    lists = checked_lists(plan.grid, "[grid]", problems)
    if not lists and not problems:
        problems.append('grid is empty; vary something, as in "meeting.interval_weeks" = [4, 8]')
    size = math.prod(len(each) for each in lists.values())
    # Its combinations are counted before they are made.
    check_size(size * scenarios, len(lists), max(1, plan.replicates), problems)
    if problems:
        return []
    return [dict(zip(lists, values, strict=True)) for values in product(*lists.values())]


def _sample(plan: Plan, sample: Mapping[str, Any], problems: list[str]) -> list[Asked]:
    keys = ("method", "points", "parameters")
    for key in sample:
        if key not in keys:
            hint = nearest(key, keys)
            problems.append(f"sample.{key}: no such key (nearest valid name: {hint})")
    method, points = sample.get("method"), sample.get("points")
    if method not in METHODS:
        problems.append(f"sample.method = {shown(method)}: must be one of {', '.join(METHODS)}")
    if isinstance(points, bool) or not isinstance(points, int) or points < 1:
        problems.append(f"sample.points = {shown(points)}: must be a whole number from 1")
    elif method == "sobol" and points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        problems.append(
            f"sample.points = {points}: a Sobol sequence is even at powers of two only; "
            f"nearest: {below} or {2 * below}"
        )
    ranges = dimensions(sample.get("parameters"), problems)
    if not problems and isinstance(points, int):
        check_size(points, len(ranges), max(1, plan.replicates), problems)
    if problems or not isinstance(points, int):
        return []
    return [
        {each.name: each.value(share) for each, share in zip(ranges, row, strict=True)}
        for row in shares(str(method), points, len(ranges), plan.seed).tolist()
    ]


def _clashes(fixed: Mapping[str, Any], varied: tuple[str, ...]) -> Iterator[str]:
    """Say which parameters are both fixed and varied, or varied whole and by component."""
    held = {name for name, _ in flat(fixed)}
    for name in varied:
        stem = name.rpartition(".")[0]
        if name in held or stem in held:
            yield f"{name} is both fixed (in [set]) and varied; allowed: one of them"
        if stem in varied:
            yield f"{stem} is varied whole and by component ({name}); allowed: one of them"


def _outcomes(plan: Plan, problems: list[str]) -> tuple[str, ...]:
    for name, count in Counter(plan.outcomes).items():
        if len(problems) >= MOST_SHOWN:
            break
        if name not in OUTCOMES:
            hint = nearest(name, tuple(OUTCOMES))
            problems.append(f"outcomes: no outcome is called {name!r} (nearest valid name: {hint})")
        elif count > 1:
            problems.append(f"outcomes names {name} twice")
    return tuple(dict.fromkeys(plan.outcomes)) or tuple(OUTCOMES)


def _scenarios(plan: Plan, problems: list[str]) -> tuple[Scenario, ...]:
    found: list[Scenario] = []
    if not plan.scenarios:
        problems.append("scenarios is empty; name at least one")
    for each in plan.scenarios:
        if len(problems) >= MOST_SHOWN:
            break
        try:
            loaded = (
                each
                if isinstance(each, Scenario)
                else load_scenario(locate(each, plan.folder, "scenario"))
            )
            found.append(overridden(loaded, plan.fixed, "[set]") if plan.fixed else loaded)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
    counted = Counter(each.name for each in found)
    problems += [
        f"two scenarios are called {name!r}; give each its own name"
        for name in sorted(counted)
        if counted[name] > 1
    ]
    return tuple(found)
