"""The plan of a sweep: what is varied, under how many seeds, and which outcomes are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from heterophony.experiments.inputs.reading import read_struct, read_toml, refuse
from heterophony.experiments.inputs.setting_table import read_settings_table, settings_of
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd

DESIGNS = ("grid", "point", "sample")


def _says(allowed: str, least: int | None = None, most: int | None = None) -> msgspec.Meta:
    return msgspec.Meta(description=allowed, ge=least, le=most)


class PlanFile(msgspec.Struct, kw_only=True):
    """The keys of a plan's file; the modules of this room check names and values further."""

    scenario: Any = None
    scenarios: Annotated[list[Any], _says("a list of scenarios")] | None = None
    replicates: Annotated[
        int, _says("seeds per point, 1 to 10,000, as in replicates = 50", 1, LARGEST_REPLICATES)
    ]
    seed: Annotated[int, _says(f"a whole number from 0 to {2**63 - 1}", 0, 2**63 - 1)] = 1
    outcomes: Annotated[list[str], _says("a list of names of outcomes")] | None = None
    fixed: Annotated[dict[str, Any], _says("a table of values by parameter name")] = msgspec.field(
        default_factory=dict, name="set"
    )
    grid: (
        Annotated[dict[str, Any], _says("a table of lists of values by parameter name")] | None
    ) = None
    point: (
        Annotated[list[dict[str, Any]], _says("tables [[point]] of values by parameter name")]
        | None
    ) = None
    table: Annotated[str, _says("the path of a CSV or Parquet file of settings")] | None = None
    sample: (
        Annotated[dict[str, Any], _says("a table with method, points and parameters")] | None
    ) = None


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
        Which outcomes of a run are recorded; all that are declared if empty.
    fixed
        Values that hold at every point, by parameter name (table `set` in a file).
    grid
        Values by parameter name: all their combinations are points.
    points
        The points themselves: values by parameter name (tables `point` in a file), or a data frame
        with a column a parameter (a CSV or Parquet file that `table` names).
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
    points: Sequence[Mapping[str, object]] | pd.DataFrame | None = None
    sample: Mapping[str, object] | None = None
    source: str = "plan"
    folder: Path = Path()

    def document(self) -> dict[str, Any]:
        """Return the plan as its file would say it; a store is compared with it."""
        grid = None if self.grid is None else dict(flat(self.grid))
        points = (
            None if self.points is None else [dict(flat(each)) for each in settings_of(self.points)]
        )
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
    """Return a plan with plain values: from its file, a table like one, or a `Plan`.

    Raises
    ------
    RequestError
        If it is none of these, or as in `read_plan`.
    """
    if isinstance(plan, Plan):
        single = isinstance(plan.scenarios, str | Path | Scenario)
        points = None if plan.points is None else settings_of(plan.points)
        table = {
            "scenarios": [plan.scenarios] if single else plan.scenarios,
            "replicates": plan.replicates,
            "seed": plan.seed,
            "outcomes": None if plan.outcomes == () else plan.outcomes,
            "set": plan.fixed,
            **dict(zip(DESIGNS, (plan.grid, points, plan.sample), strict=True)),
        }
        given = {key: value for key, value in table.items() if value is not None}
        return plan_of(given, plan.source, plan.folder)
    if isinstance(plan, Mapping):
        return plan_of(plan, "plan", Path())
    if not isinstance(plan, str | Path):
        raise RequestError(f"plan is a {type(plan).__name__}; allowed: a Plan, a table or a path")
    return read_plan(Path(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan from a TOML file.

    Raises
    ------
    RequestError
        If it cannot be read, is empty, or a key of it is wrong: file, key, value, what is allowed.
    """
    return plan_of(read_toml(path, "plan"), str(path), path.parent)


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
    if "scenario" in table and "scenarios" in table:
        raise RequestError(f"{source}: both scenario and scenarios are given; allowed: one of them")
    read = read_struct(PlanFile, table, source)
    empty = [key for key in ("scenarios", "outcomes") if getattr(read, key) == []]
    refuse((f"{key} is an empty list; name one, or leave the key out" for key in empty), source)
    if read.table is not None and read.point is not None:
        raise RequestError(f"{source}: both table and point are given; allowed: one of them")
    point = read.point if read.table is None else read_settings_table(folder / read.table)
    single = [read.scenario if "scenario" in table else "baseline"]
    return Plan(
        scenarios=tuple(read.scenarios or single),
        replicates=read.replicates,
        seed=read.seed,
        outcomes=tuple(read.outcomes or ()),
        fixed=read.fixed,
        grid=read.grid,
        points=point,
        sample=read.sample,
        source=source,
        folder=folder,
    )
