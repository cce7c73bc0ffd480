"""The plan of a sweep: what is varied, under how many seeds, and which outcomes are kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest, shown

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

_KEYS = (
    "scenario", "scenarios", "replicates", "seed", "outcomes", "set", "grid", "point", "sample",
)  # fmt: skip
DESIGNS = ("grid", "point", "sample")


@dataclass(frozen=True)
class Plan:
    """What a sweep runs: every scenario at every point of one design, under the same seeds.

    Give at most one of `grid`, `points` and `sample`; without any, each scenario is a point.

    Attributes
    ----------
    scenarios
        Scenarios, library names or paths; paths are relative to `folder`.
    replicates
        Seeds per point, 1 to 10,000, shared by all points.
    seed
        The base seed, 0 to 2**63 - 1.
    outcomes
        Which outcomes of a run are kept; all that are declared if empty.
    fixed
        Values that hold at every point, by parameter name (table `set` in a file).
    grid
        Values by parameter name: all their combinations are points.
    points
        The points themselves: values by parameter name (tables `point` in a file).
    sample
        `method` ("latin_hypercube" or "sobol"), `points` (how many), and `parameters`: names, or
        names with their ranges [low, high]; all behaviour parameters over their declared plausible
        ranges if left out. A vector is varied by component, as in `plan.template.steps`.
    source, folder
        What error messages call the plan, and where its relative paths start.
    """

    scenarios: Sequence[Scenario | str | Path] = ("baseline",)
    replicates: int = 0
    seed: int = 1
    outcomes: Sequence[str] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    grid: Mapping[str, object] | None = None
    points: Sequence[Mapping[str, object]] | None = None
    sample: Mapping[str, object] | None = None
    source: str = "plan"
    folder: Path = Path()

    def document(self) -> dict[str, Any]:
        """Return the plan as its file would say it: what a store is held to."""
        grid = None if self.grid is None else dict(flat(self.grid))
        points = None if self.points is None else [dict(flat(each)) for each in self.points]
        designs = zip(DESIGNS, (grid, points, self.sample), strict=True)
        return {
            "scenarios": [
                str(each) if isinstance(each, str | Path) else each.name for each in self.scenarios
            ],
            "replicates": self.replicates,
            "seed": self.seed,
            **({"outcomes": list(self.outcomes)} if self.outcomes else {}),
            "set": dict(flat(self.fixed)),
            **{name: design for name, design in designs if design is not None},
        }


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the entries of nested tables by dotted name."""
    for word, value in table.items():
        name = f"{prefix}.{word}" if prefix else str(word)
        if isinstance(value, Mapping):
            yield from flat(value, name)
        else:
            yield name, value


def as_plan(plan: Plan | Mapping[str, object] | str | Path) -> Plan:
    """Return the plan itself, read from its file or taken from a table like one."""
    if isinstance(plan, Plan):
        return plan
    if isinstance(plan, Mapping):
        return plan_of(plan, "plan", Path())
    return read_plan(Path(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan from a TOML file.

    Raises
    ------
    RequestError
        If it cannot be read, is empty, or a key of it is wrong: file, key, value, what is allowed.
    """
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise RequestError(f"there is no plan {str(path)!r}") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise RequestError(f"{path} is not valid TOML: {error}") from error
    return plan_of(table, str(path), path.parent)


def plan_of(table: Mapping[str, Any], source: str, folder: Path) -> Plan:
    """Take a plan from a table with the keys of a plan's file.

    Raises
    ------
    RequestError
        Naming everything that is wrong with its keys.
    """
    if not table:
        raise RequestError(
            f'{source} is empty; a plan needs at least scenario = "baseline", replicates = 50 '
            "and [grid], [[point]] or [sample]"
        )
    problems = [*_unknown_keys(table), *_wrong_kinds(table)]
    if "scenario" in table and "scenarios" in table:
        problems.append("both scenario and scenarios are given; allowed: one of them")
    if "replicates" not in table:
        problems.append("replicates is missing: seeds per point, as in replicates = 50")
    if problems:
        raise RequestError("\n".join(f"{source}: {each}" for each in problems))
    single = [table["scenario"]] if "scenario" in table else ["baseline"]
    return Plan(
        scenarios=tuple(table.get("scenarios", single)),
        replicates=table["replicates"],
        seed=table.get("seed", 1),
        outcomes=tuple(table["outcomes"]) if "outcomes" in table else (),
        fixed=table.get("set", {}),
        grid=table.get("grid"),
        points=table.get("point"),
        sample=table.get("sample"),
        source=source,
        folder=folder,
    )


def _unknown_keys(table: Mapping[str, Any]) -> list[str]:
    return [
        f"{key}: a plan has no such key (nearest valid name: {nearest(key, _KEYS)})"
        for key in table
        if key not in _KEYS
    ]


def _wrong_kinds(table: Mapping[str, Any]) -> list[str]:
    """Say which keys hold something of another kind than they should."""
    problems = []
    for key, kind, allowed in (
        ("scenarios", list | tuple, "a list of scenarios"),
        ("outcomes", list | tuple, "a list of names of outcomes"),
        ("set", Mapping, "a table of values by parameter name"),
        ("grid", Mapping, "a table of lists of values by parameter name"),
        ("point", list | tuple, "tables [[point]] of values by parameter name"),
        ("sample", Mapping, "a table with method, points and parameters"),
    ):
        if key in table and not isinstance(table[key], kind):
            problems.append(f"{key} = {shown(table[key])}: must be {allowed}")
    empty = [key for key in ("scenarios", "outcomes") if table.get(key) in ([], ())]
    return problems + [f"{key} is an empty list; name one, or leave the key out" for key in empty]
